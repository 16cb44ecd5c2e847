import { assessmentEventDefinitions, attemptsProjection, instrumentsProjection } from '#libs/contexts/assessment';
import { cohortProjection, evaluationEventDefinitions } from '#libs/contexts/evaluation';
import { frameworkEventDefinitions, frameworksProjection } from '#libs/contexts/frameworks';
import {
  coursesProjection,
  enrolmentsProjection,
  learningEventDefinitions,
  offeringsProjection,
  pathsProjection,
} from '#libs/contexts/learning';
import {
  countryProjection,
  cyclesProjection,
  participationsProjection,
  populationProjection,
  rolloutEventDefinitions,
  schoolImportsProjection,
  schoolsProjection,
  teachersProjection,
} from '#libs/contexts/rollout';
import type { EventDefinition } from '#libs/kernel';
import { policyEventDefinitions } from '#libs/policies';
import type { Projection } from '#libs/projecting';

/** Every read model of this release. The projector's thread loads this module by itself. */
export const projections: readonly Projection[] = [
  countryProjection,
  frameworksProjection,
  instrumentsProjection,
  cyclesProjection,
  populationProjection,
  schoolsProjection,
  schoolImportsProjection,
  teachersProjection,
  participationsProjection,
  attemptsProjection,
  coursesProjection,
  offeringsProjection,
  pathsProjection,
  enrolmentsProjection,
  cohortProjection,
];

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
  ...operationsEventDefinitions,
  ...policyEventDefinitions,
];
