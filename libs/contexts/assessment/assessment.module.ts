import { Module } from '@nestjs/common';
import { AssessmentController } from './assessment.controller.js';
import { InstrumentsHandler } from './queries/instruments.js';
import { MyAttemptHandler, MyAttemptsHandler } from './queries/my-attempts.js';
import { AcknowledgeProfileHandler } from './use-cases/acknowledge-profile.js';
import { AnswerItemsHandler } from './use-cases/answer-items.js';
import { PublishInstrumentHandler } from './use-cases/publish-instrument.js';
import { AttemptReferences } from './use-cases/references.js';
import { StartAttemptHandler } from './use-cases/start-attempt.js';
import { SubmitAttemptHandler } from './use-cases/submit-attempt.js';

@Module({
  controllers: [AssessmentController],
  providers: [
    AttemptReferences,
    PublishInstrumentHandler,
    StartAttemptHandler,
    AnswerItemsHandler,
    SubmitAttemptHandler,
    AcknowledgeProfileHandler,
    MyAttemptsHandler,
    MyAttemptHandler,
    InstrumentsHandler,
  ],
})
export class AssessmentModule {}
