import { Module } from '@nestjs/common';
import { CatalogueController } from './catalogue.controller.js';
import { LearningController } from './learning.controller.js';
import { CatalogueHandler } from './queries/catalogue.js';
import { MyEnrolmentsHandler } from './queries/my-enrolments.js';
import { MyPathHandler } from './queries/my-path.js';
import { OfferingsHandler } from './queries/offerings.js';
import { ParticipantsHandler } from './queries/participants.js';
import { AcceptPathHandler } from './use-cases/accept-path.js';
import { CompleteCourseHandler } from './use-cases/complete-course.js';
import { DrawSeatsHandler } from './use-cases/draw-seats.js';
import { DropCourseHandler } from './use-cases/drop-course.js';
import { EnrolTeacherHandler } from './use-cases/enrol-teacher.js';
import { GeneratePathHandler } from './use-cases/generate-path.js';
import { OpenOfferingHandler } from './use-cases/open-offering.js';
import { RecordProgressHandler } from './use-cases/record-progress.js';
import { LearningReferences } from './use-cases/references.js';
import { RegisterCourseHandler } from './use-cases/register-course.js';
import { StartCourseHandler } from './use-cases/start-course.js';

@Module({
  controllers: [CatalogueController, LearningController],
  providers: [
    LearningReferences,
    RegisterCourseHandler,
    OpenOfferingHandler,
    DrawSeatsHandler,
    GeneratePathHandler,
    AcceptPathHandler,
    EnrolTeacherHandler,
    StartCourseHandler,
    RecordProgressHandler,
    CompleteCourseHandler,
    DropCourseHandler,
    CatalogueHandler,
    OfferingsHandler,
    MyPathHandler,
    MyEnrolmentsHandler,
    ParticipantsHandler,
  ],
})
export class LearningModule {}
