import { Module } from '@nestjs/common';
import { ChangeStreams } from './changes.js';
import { EvaluationController } from './evaluation.controller.js';
import { CohortReader } from './queries/cohort-reader.js';
import { DashboardHandler } from './queries/dashboard.js';
import { DataStateHandler } from './queries/data-state.js';
import { FunnelHandler } from './queries/funnel.js';
import { GainHandler } from './queries/gain.js';
import { GapHeatMapHandler } from './queries/gap-heat-map.js';
import { CohortPeople } from './queries/people.js';
import { SchoolParticipationHandler } from './queries/school-participation.js';
import { RegisterAnalysisPlanHandler } from './use-cases/register-analysis-plan.js';

@Module({
  controllers: [EvaluationController],
  providers: [
    CohortReader,
    CohortPeople,
    ChangeStreams,
    FunnelHandler,
    DashboardHandler,
    GapHeatMapHandler,
    SchoolParticipationHandler,
    DataStateHandler,
    GainHandler,
    RegisterAnalysisPlanHandler,
  ],
})
export class EvaluationModule {}
