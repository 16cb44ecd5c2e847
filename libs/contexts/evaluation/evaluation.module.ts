import { Module } from '@nestjs/common';
import { ChangeStreams } from './changes.js';
import { EvaluationController } from './evaluation.controller.js';
import { CohortReader } from './queries/cohort-reader.js';
import { DashboardHandler } from './queries/dashboard.js';
import { DataStateHandler } from './queries/data-state.js';
import { FunnelHandler } from './queries/funnel.js';
import { GainHandler } from './queries/gain.js';
import { GapHeatMapHandler } from './queries/gap-heat-map.js';
import { SchoolParticipationHandler } from './queries/school-participation.js';

@Module({
  controllers: [EvaluationController],
  providers: [
    CohortReader,
    ChangeStreams,
    FunnelHandler,
    DashboardHandler,
    GapHeatMapHandler,
    SchoolParticipationHandler,
    DataStateHandler,
    GainHandler,
  ],
})
export class EvaluationModule {}
