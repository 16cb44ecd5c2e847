import { Module } from '@nestjs/common';
import { CatalogueController } from './catalogue.controller.js';
import { TeachingController } from './teaching.controller.js';
import { LearningController } from './learning.controller.js';
import { CatalogueHandler } from './queries/catalogue.js';
import { MyEnrolmentsHandler } from './queries/my-enrolments.js';
import { MyPathHandler } from './queries/my-path.js';
import { OfferingsHandler } from './queries/offerings.js';
import { ParticipantsHandler } from './queries/participants.js';
import { ClassListHandler, TeachingHandler } from './queries/teaching.js';
import { RolloutModule } from '#libs/contexts/rollout';
import { WaitingListsHandler } from './queries/waiting-lists.js';
import { AcceptPathHandler } from './use-cases/accept-path.js';
import { AssignTutorHandler } from './use-cases/assign-tutor.js';
import { CancelEnrolmentHandler } from './use-cases/cancel-enrolment.js';
import { CompleteCourseHandler } from './use-cases/complete-course.js';
import { DrawSeatsHandler } from './use-cases/draw-seats.js';
import { DropCourseHandler } from './use-cases/drop-course.js';
import { EnrolTeacherHandler } from './use-cases/enrol-teacher.js';
import { FailCourseHandler } from './use-cases/fail-course.js';
import { GeneratePathHandler } from './use-cases/generate-path.js';
import { OpenOfferingHandler } from './use-cases/open-offering.js';
import { PrioritiseSeatsHandler } from './use-cases/prioritise-seats.js';
import { RecordProgressHandler } from './use-cases/record-progress.js';
import { LearningReferences } from './use-cases/references.js';
import { RegeneratePathHandler } from './use-cases/regenerate-path.js';
import { RegisterCourseHandler } from './use-cases/register-course.js';
import { ReleaseSeatHandler } from './use-cases/release-seat.js';
import {
  CallOffSessionHandler,
  CorrectAttendanceHandler,
  RecordAttendanceHandler,
  ScheduleSessionHandler,
} from './use-cases/sessions.js';
import { StartCourseHandler } from './use-cases/start-course.js';

@Module({
  imports: [RolloutModule],
  controllers: [CatalogueController, LearningController, TeachingController],
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
    CancelEnrolmentHandler,
    FailCourseHandler,
    ReleaseSeatHandler,
    PrioritiseSeatsHandler,
    AssignTutorHandler,
    RegeneratePathHandler,
    ScheduleSessionHandler,
    CallOffSessionHandler,
    RecordAttendanceHandler,
    CorrectAttendanceHandler,
    WaitingListsHandler,
    TeachingHandler,
    ClassListHandler,
    CatalogueHandler,
    OfferingsHandler,
    MyPathHandler,
    MyEnrolmentsHandler,
    ParticipantsHandler,
  ],
})
export class LearningModule {}
