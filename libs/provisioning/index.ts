export * from './provisioning.js';
export * from './provisioning.refusals.js';
