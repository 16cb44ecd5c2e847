export * from './cycle.js';
export * from './participation.js';
export * from './rollout.events.js';
export * from './teacher.js';
