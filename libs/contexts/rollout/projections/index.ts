/** What the projector's thread loads of this context: its folds and its events, without the framework. */
export { countryProjection, type CountryDocument } from './country.projection.js';
export { cyclesProjection, type CycleDocument } from './cycles.projection.js';
export {
  jointDocument,
  participationKey,
  participationsProjection,
  type ParticipationDocument,
} from './participations.projection.js';
export {
  POPULATION,
  POPULATION_ABOUT,
  populationProjection,
  type PopulationAbout,
  type PopulationOfRegion,
} from './population.projection.js';
export { remindersDueProjection } from './reminders-due.projection.js';
export { schoolImportsProjection, type ImportFindingDocument, type SchoolImportDocument } from './school-imports.projection.js';
export { schoolsProjection, type SchoolDocument } from './schools.projection.js';
export { teachersProjection, type TeacherDocument } from './teachers.projection.js';
export * from '../rollout.events.js';
export { mainAssignment, type Assignment } from '../teacher.js';
