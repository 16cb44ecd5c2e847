/** What the projector's thread loads of this context: its folds and its events, without the framework. */
export * from '../assessment.events.js';
export {
  attemptShown,
  attemptsProjection,
  type AttemptDocument,
  type ProfileShown,
  type ResultShown,
  type StoredAttempt,
} from './attempts.projection.js';
export { measurementProjection } from './measurement.projection.js';
export { rescoringsProjection } from './rescorings.projection.js';
export { instrumentsProjection } from './instruments.projection.js';
