export * from './port.js';
export { everyPage, findEvery } from './every.js';
export { MAX_ID_LENGTH, checkDocument } from './rules.js';
