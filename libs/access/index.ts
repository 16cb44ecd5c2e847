export * from './access-log.js';
export * from './access-store.js';
export * from './attempt-limiter.js';
export * from './claims.js';
export * from './codes.js';
export * from './issuer.js';
export * from './refusals.js';
export * from './roles.js';
