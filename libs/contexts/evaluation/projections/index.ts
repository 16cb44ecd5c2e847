/** What the projector's thread loads of this context: its folds and its events, without the framework. */
export * from '../evaluation.events.js';
export { cohortProjection } from './cohort.projection.js';
export { releasesProjection } from './releases.projection.js';
