export * from './framework-schema.js';
export * from './framework.js';
export * from './frameworks.events.js';
export * from './frameworks.module.js';
export * from './frameworks.refusals.js';
export { frameworksProjection, type FrameworkDocument } from './projections/frameworks.projection.js';
export { Frameworks, FrameworkVersion } from './queries/frameworks.js';
export { AdoptFramework, AdoptFrameworkHandler } from './use-cases/adopt-framework.js';
