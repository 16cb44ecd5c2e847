import { streamName, type Decider } from '#libs/kernel';
import type { PeopleCell, PopulationEvent, PopulationRecorded } from './rollout.events.js';

/** The count of eligible teachers that was recorded last. */
export interface Population {
  readonly digest?: string;
}

export const populationDecider: Decider<Population, PopulationEvent> = {
  category: 'population',
  initial: {},
  evolve: (_, event) => ({ digest: event.data.digest }),
};

export const populationStream = (tenant: string) => streamName({ tenant, category: 'population', id: tenant });

export type PopulationCount = Omit<PopulationRecorded['data'], 'part' | 'parts'>;

/** Rows an event: about 60 KB, well under what an event may hold. */
const ROWS_A_PART = 500;

/** A count in parts; the same count again changes nothing. */
export const recordPopulation = ({ rows, ...count }: PopulationCount, population: Population): PopulationEvent[] => {
  if (population.digest === count.digest) return [];
  const parts = Math.max(1, Math.ceil(rows.length / ROWS_A_PART));
  return Array.from({ length: parts }, (_, index) => ({
    type: 'PopulationRecorded',
    data: { ...count, part: index + 1, parts, rows: rows.slice(index * ROWS_A_PART, (index + 1) * ROWS_A_PART) },
  }));
};

export const PEOPLE_AXES = [
  'region',
  'sector',
  'educationLevel',
  'gender',
  'rurality',
] as const satisfies readonly (keyof PeopleCell)[];
