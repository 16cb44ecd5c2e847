import { Module } from '@nestjs/common';
import { RolloutModule } from '#libs/contexts/rollout';
import { AssessmentController } from './assessment.controller.js';
import { MeasurementController } from './measurement.controller.js';
import { EquatingDecisionsHandler, RescoringByIdHandler, RescoringsHandler } from './queries/decisions.js';
import { MyAttemptHandler, MyAttemptsHandler } from './queries/my-attempts.js';
import { MyAssessmentRecordHandler } from './queries/my-record.js';
import { ReliabilityHandler, ThenAgainstNowHandler } from './queries/reliability.js';
import { RecordsController } from './records.controller.js';
import { AcknowledgeProfileHandler } from './use-cases/acknowledge-profile.js';
import { AnswerItemsHandler } from './use-cases/answer-items.js';
import { EquateVersionsHandler } from './use-cases/equate-versions.js';
import { PublishInstrumentHandler } from './use-cases/publish-instrument.js';
import { AttemptReferences } from './use-cases/references.js';
import { RecordPaperAnswersHandler } from './use-cases/record-paper-answers.js';
import { RescoreAttemptHandler } from './use-cases/rescore-attempt.js';
import { RescoreVersionHandler } from './use-cases/rescore-version.js';
import { RescoringRuns } from './use-cases/rescoring-runs.js';
import { ReviseScoringHandler } from './use-cases/revise-scoring.js';
import { StartAttemptHandler } from './use-cases/start-attempt.js';
import { SubmitAttemptHandler } from './use-cases/submit-attempt.js';

@Module({
  imports: [RolloutModule],
  controllers: [AssessmentController, MeasurementController, RecordsController],
  providers: [
    AttemptReferences,
    PublishInstrumentHandler,
    StartAttemptHandler,
    AnswerItemsHandler,
    SubmitAttemptHandler,
    AcknowledgeProfileHandler,
    MyAttemptsHandler,
    MyAttemptHandler,
    RecordPaperAnswersHandler,
    MyAssessmentRecordHandler,
    ReviseScoringHandler,
    EquateVersionsHandler,
    EquatingDecisionsHandler,
    RescoreAttemptHandler,
    RescoreVersionHandler,
    RescoringRuns,
    RescoringsHandler,
    RescoringByIdHandler,
    ReliabilityHandler,
    ThenAgainstNowHandler,
  ],
})
export class AssessmentModule {}
