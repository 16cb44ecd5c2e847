import { Module } from '@nestjs/common';
import { ChangeStreams } from './changes.js';
import { EvaluationController, IndicatorsController, ReleasesController } from './evaluation.controller.js';
import { CohortReader } from './queries/cohort-reader.js';
import { DashboardHandler } from './queries/dashboard.js';
import { DataStateHandler } from './queries/data-state.js';
import { FinalStage } from './queries/final-stage.js';
import { FunnelHandler } from './queries/funnel.js';
import { GainHandler } from './queries/gain.js';
import { GapHeatMapHandler } from './queries/gap-heat-map.js';
import { MyCertificationHandler } from './queries/my-certification.js';
import { NeedAgainstOfferHandler } from './queries/need-against-offer.js';
import { BreakdownByHandler } from './queries/breakdown.js';
import { CoverageHandler } from './queries/coverage.js';
import { EvaluationHandler } from './queries/evaluation.js';
import { CohortPeople } from './queries/people.js';
import { PersonsHandler } from './queries/persons.js';
import { Coverages } from './queries/population.js';
import { ResearchRecords } from './queries/research-records.js';
import { SchoolParticipationHandler } from './queries/school-participation.js';
import { ReleaseDrafts } from './queries/release-draft.js';
import { Releases } from './queries/releases.js';
import { PublishReleaseHandler } from './use-cases/publish-release.js';
import { RegisterAnalysisPlanHandler } from './use-cases/register-analysis-plan.js';

@Module({
  controllers: [EvaluationController, IndicatorsController, ReleasesController],
  providers: [
    CohortReader,
    CohortPeople,
    Coverages,
    FinalStage,
    ResearchRecords,
    BreakdownByHandler,
    CoverageHandler,
    EvaluationHandler,
    PersonsHandler,
    ChangeStreams,
    FunnelHandler,
    DashboardHandler,
    GapHeatMapHandler,
    NeedAgainstOfferHandler,
    MyCertificationHandler,
    SchoolParticipationHandler,
    DataStateHandler,
    GainHandler,
    RegisterAnalysisPlanHandler,
    PublishReleaseHandler,
    ReleaseDrafts,
    Releases,
  ],
})
export class EvaluationModule {}
