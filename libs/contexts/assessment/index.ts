export * from './assessment.events.js';
export * from './assessment.module.js';
export * from './assessment.refusals.js';
export { attemptDecider, attemptIdOf, attemptStream, type Attempt } from './attempt.js';
export { equatedForm, equatingDecider, equatingStream, type Equating } from './equating.js';
export { instrumentDecider, instrumentStream, versionOf, type Instrument, type PublishedVersion } from './instrument.js';
export {
  attemptsProjection,
  type AttemptDocument,
  type ProfileShown,
  type ResultShown,
} from './projections/attempts.projection.js';
export { measurementProjection } from './projections/measurement.projection.js';
export { rescoringsProjection } from './projections/rescorings.projection.js';
export { instrumentsProjection } from './projections/instruments.projection.js';
export { NOT_APPLICABLE } from './scoring.js';
export { PublishInstrument } from './use-cases/publish-instrument.js';
export { Reliability, ThenAgainstNow, type ReliabilityAnswer, type ThenNowAnswer } from './queries/reliability.js';
export { MyAssessmentRecord, type AssessmentRecord } from './queries/my-record.js';
