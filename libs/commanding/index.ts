export * from './command-context.js';
export * from './refusals.js';
export * from './streams.js';
