import type { SchoolFacts as RegisteredFacts } from '../rollout.events.js';
import type { Rurality, SchoolRegisterMapping, SchoolStatus } from './mapping.js';

/** A school as its country's register gives it. What is missing stays missing: no member has a default. */
export interface SchoolFacts extends RegisteredFacts {
  /** Text as in the register. */
  readonly province?: string;
  readonly provinceCode?: string;
  /** The lowest administrative unit (what a mapping calls `commune`). */
  readonly municipality?: string;
  readonly municipalityCode?: string;
  readonly rurality?: Rurality;
  readonly status?: SchoolStatus;
}

export type SchoolFact = keyof SchoolFacts;

/** Every fact but the code, in the order they are shown. */
export const schoolFacts = [
  'name',
  'region',
  'province',
  'provinceCode',
  'municipality',
  'municipalityCode',
  'sector',
  'rurality',
  'educationLevels',
  'latitude',
  'longitude',
  'status',
  'enrolment',
] as const satisfies readonly SchoolFact[];

/** The facts that a mapping can fill; others it says nothing about. */
export const factsOf = (mapping: SchoolRegisterMapping): readonly SchoolFact[] => {
  const filled: Partial<Record<SchoolFact, unknown>> = {
    name: mapping.name,
    region: mapping.region,
    province: mapping.province,
    provinceCode: mapping.province?.code,
    municipality: mapping.commune,
    municipalityCode: mapping.commune?.code,
    sector: mapping.sector,
    rurality: mapping.rurality,
    educationLevels: mapping.educationLevels,
    latitude: mapping.latitude,
    longitude: mapping.longitude,
    status: mapping.status,
    enrolment: mapping.enrolment,
  };
  return schoolFacts.filter((fact) => filled[fact] !== undefined);
};

const same = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((value, i) => value === b[i]) : a === b;

export type SchoolDifference = 'created' | 'unchanged' | { readonly changed: readonly SchoolFact[] };

/**
 * What an incoming row means for a school that is known, or not yet.
 * @param facts compared; all, unless told. A register that has no column for a fact does not say that the fact is gone: pass {@link factsOf}
 */
export const diffSchool = (
  current: SchoolFacts | undefined,
  incoming: SchoolFacts,
  facts: readonly SchoolFact[] = schoolFacts,
): SchoolDifference => {
  if (current === undefined) return 'created';
  if (current.code !== incoming.code) throw new RangeError(`${incoming.code} is not school ${current.code}`);
  const changed = facts.filter((fact) => !same(current[fact], incoming[fact]));
  return changed.length === 0 ? 'unchanged' : { changed };
};
