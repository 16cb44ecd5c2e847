export * from './copy.js';
export * from './port.js';
export * from './verify.js';
