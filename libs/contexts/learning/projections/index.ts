/** What the projector's thread loads of this context: its folds and its events, without the framework. */
export * from '../learning.events.js';
export { coursesProjection, type CourseDocument } from './courses.projection.js';
export { enrolmentsProjection, type EnrolmentDocument, type EnrolmentStatus } from './enrolments.projection.js';
export { offeringKey, offeringsProjection, type OfferingDocument } from './offerings.projection.js';
export { pathsProjection, type PathDocument, type PathsDocument } from './paths.projection.js';
export { seatsHeldProjection } from './seats-held.projection.js';
export { sessionsProjection, type SessionDocument } from './sessions.projection.js';
