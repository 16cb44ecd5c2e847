export * from './local-date.js';
export * from './pack.js';
export * from './simulated-register.js';
