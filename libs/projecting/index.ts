export * from './projection.js';
export { EventUnreadable } from './readable-event.js';
export * from './status.js';
export * from './digest.js';
export {
  Replay,
  compare,
  replayInto,
  type Comparison,
  type Difference,
  type ReplayOptions,
  type ReplayProgress,
} from './replay.js';
export { DEFAULT_LIMITS, SKIP_EVENT, booksOf, type ProjectorLimits, type SkipDecision } from './runner.js';
export * from './projector.js';
export {
  InThreadProjectorHost,
  type HostHealth,
  type InThreadOptions,
  type ProjectorEngines,
  type ProjectorHost,
} from './host.js';
export { WorkerProjectorHost, ProjectorThreadError, type WorkerHostOptions } from './worker-host.js';
export { BoardUnavailable, type Answered, type Asked, type AskedMethod, type ProjectorBoard } from './board.js';
export { RemoteProjectorHost, type RemoteHostOptions } from './remote-host.js';
export { SharedWork, type SharedWorkOptions } from './shared-work.js';
export type { OpenEngines, ReadModels, WorkerStart } from './worker-protocol.js';
