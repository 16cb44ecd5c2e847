export * from './port.js';
export { MAX_ID_LENGTH, checkDocument } from './rules.js';
