/** What the projector's thread loads of this context: its folds and its events, without the framework. */
export * from '../governance.events.js';
export { dataRequestsProjection, type DataRequestDocument } from './data-requests.projection.js';
