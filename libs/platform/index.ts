export * from './access-desk.js';
export * from './clocks.js';
export * from './config.js';
export * from './desk.js';
export { openLogReadOnly, type ReadOnlyLog } from './engines.js';
export * from './installation.js';
export * from './logging.js';
export * from './metrics.js';
export * from './platform.refusals.js';
