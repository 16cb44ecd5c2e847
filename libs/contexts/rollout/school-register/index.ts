export * from './findings.js';
export * from './mapping.js';
export * from './read-school-register.js';
export { type Bounds, CODE_LIMIT, ENROLMENT_LIMIT, NAME_LIMIT, type RegisterRow, WORLD } from './row-reader.js';
export * from './school-facts.js';
export { type Encoding, repairDoubleEncoding } from './encoding.js';
