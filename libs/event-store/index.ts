export * from './port.js';
export * from './verify.js';
