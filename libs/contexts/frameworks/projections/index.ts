/** What the projector's thread loads of this context: its folds and its events, without the framework. */
export * from '../frameworks.events.js';
export { frameworksProjection, type FrameworkDocument } from './frameworks.projection.js';
export { crosswalksProjection } from './crosswalks.projection.js';
