export * from './derivation.js';
export * from './sealing.js';
export * from './suppression.js';
export * from './vault.js';
