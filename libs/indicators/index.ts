export * from './clustered.js';
export * from './comparable.js';
export * from './descriptive.js';
export * from './distributions.js';
export * from './estimate.js';
export { quotient, sum } from './exact.js';
export * from './paired.js';
export * from './proportions.js';
export * from './reliability.js';
