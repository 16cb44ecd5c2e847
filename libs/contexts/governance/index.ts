export * from './projections/index.js';
export { dataRightsDecider, dataRightsStream, type DataRights } from './data-rights.js';
export * from './governance.module.js';
export * from './governance.refusals.js';
export * from './ports.js';
export { MyRecord, type PersonalRecord } from './queries/my-record.js';
