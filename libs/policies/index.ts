export * from './policy.js';
export * from './status.js';
export { policyEventDefinitions, policyRefusals, policyStream, type PolicyDecisionEvent, type StartFrom } from './decisions.js';
export { policyPlace, putPolicyAt, type PolicyPlace } from './places.js';
export { PolicyHost, type PolicyHostParts, type PolicyLease } from './host.js';
