import {
  assessmentEventDefinitions,
  attemptShown,
  attemptsProjection,
  instrumentsProjection,
  measurementProjection,
  rescoringsProjection,
  type StoredAttempt,
} from '#libs/contexts/assessment/projections';
import { cohortProjection, evaluationEventDefinitions, releasesProjection } from '#libs/contexts/evaluation/projections';
import { crosswalksProjection, frameworkEventDefinitions, frameworksProjection } from '#libs/contexts/frameworks/projections';
import type { PersonalCollection } from '#libs/contexts/governance';
import { dataRequestsProjection, governanceEventDefinitions } from '#libs/contexts/governance/projections';
import {
  coursesProjection,
  enrolmentsProjection,
  learningEventDefinitions,
  offeringsProjection,
  pathsProjection,
  seatsHeldProjection,
  sessionsProjection,
} from '#libs/contexts/learning/projections';
import {
  countryProjection,
  cyclesProjection,
  participationsProjection,
  populationProjection,
  remindersDueProjection,
  rolloutEventDefinitions,
  schoolImportsProjection,
  schoolsProjection,
  teachersProjection,
} from '#libs/contexts/rollout/projections';
import type { EventDefinition, JsonObject } from '#libs/kernel';
import { policyEventDefinitions } from '#libs/policies';
import type { Projection } from '#libs/projecting';

/** Every read model of this release. The projector's thread loads this module by itself. */
export const projections: readonly Projection[] = [
  countryProjection,
  frameworksProjection,
  crosswalksProjection,
  instrumentsProjection,
  cyclesProjection,
  populationProjection,
  remindersDueProjection,
  schoolsProjection,
  schoolImportsProjection,
  teachersProjection,
  participationsProjection,
  attemptsProjection,
  measurementProjection,
  rescoringsProjection,
  coursesProjection,
  offeringsProjection,
  pathsProjection,
  enrolmentsProjection,
  seatsHeldProjection,
  sessionsProjection,
  cohortProjection,
  releasesProjection,
  dataRequestsProjection,
];

/** How a teacher's record finds what is about them: by the column that names a teacher, else by a document named after one, or after a cycle and one. */
export const personalCollections: readonly PersonalCollection[] = projections.flatMap(({ collections }) =>
  collections.map(({ name, columns }): PersonalCollection => ({
    name,
    by: columns && 'teacher' in columns ? 'teacher' : 'id',
    ...(name === 'attempts'
      ? { shown: (stored) => attemptShown(stored as unknown as StoredAttempt) as unknown as JsonObject }
      : {}),
  })),
);

/** An operator leaves an event out of a view, for a reason. */
export const operationsEventDefinitions: readonly EventDefinition[] = [
  { type: 'ProjectionEventSkipped', version: 1, says: 'An operator left an event out of a view, for a stated reason.' },
];

export const eventDefinitions: readonly EventDefinition[] = [
  ...rolloutEventDefinitions,
  ...frameworkEventDefinitions,
  ...assessmentEventDefinitions,
  ...learningEventDefinitions,
  ...evaluationEventDefinitions,
  ...governanceEventDefinitions,
  ...operationsEventDefinitions,
  ...policyEventDefinitions,
];
