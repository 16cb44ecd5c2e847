import {
  CLUSTER_KEYS,
  PEOPLE_KEYS,
  RESULT_KEYS,
  type ClusterKey,
  type PeopleKey,
  type ResultKey,
} from '../projections/cohort.js';
import type { TallyDocument } from '../projections/tallies.js';
import type { BreakdownDimension, Crossing } from './answers.js';

/** What is tallied (or counted from the facts) can be read for all, by a dimension or by a crossing. */
export type By = 'all' | BreakdownDimension | Crossing;
interface Group {
  readonly by: By;
  /** The parts of a crossing are separated by `|`. */
  readonly cell: string;
}
/** People of a cell, step by step. */
export type PeopleTally = Group & Readonly<Record<PeopleKey, number>>;
/** Results of a cell on one measure and scale: integers, in hundredths of the scale's unit and their squares. */
export type ResultTally = Group & Readonly<Record<ResultKey | ClusterKey, number>>;

/** Of which stored dimension a coarser one is the sum, and which part of its cells names the groups. */
type Sources = Readonly<Partial<Record<By, readonly [stored: By, part?: number]>>>;
export const PEOPLE_SOURCES: Sources = {
  all: ['educationLevel'],
  region: ['region-sector', 0],
  sector: ['region-sector', 1],
  rurality: ['sector-rurality-gender', 1],
  gender: ['sector-rurality-gender', 2],
};
export const RESULT_SOURCES: Sources = {
  all: ['gender'],
  region: ['region-sector', 0],
  sector: ['region-sector', 1],
};

/** The stored dimensions that answer for the ones asked for. */
export const storedFor = (asked: readonly By[], sources: Sources): By[] => [
  ...new Set(asked.map((by) => sources[by]?.[0] ?? by)),
];

const summed = (documents: readonly TallyDocument[], by: By, sources: Sources): Map<string, number[]> => {
  const [stored, part] = sources[by] ?? [by];
  const groups = new Map<string, number[]>();
  for (const { by: own, cell, amounts } of documents) {
    if (own !== stored) continue;
    const group = by === 'all' ? 'all' : part === undefined ? cell : (cell.split('|')[part] ?? cell);
    const sum = groups.get(group);
    if (sum) amounts.forEach((amount, at) => (sum[at] = (sum[at] ?? 0) + amount));
    else groups.set(group, [...amounts]);
  }
  return groups;
};

const named = <Key extends string>(keys: readonly Key[], amounts: readonly number[] | undefined): Record<Key, number> => {
  const numbers = {} as Record<Key, number>;
  keys.forEach((key, at) => (numbers[key] = amounts?.[at] ?? 0));
  return numbers;
};

const byCell = (a: Group, b: Group): number => (a.cell < b.cell ? -1 : 1);

/** Sorted by cell within each dimension. */
export const peopleTallies = (documents: readonly TallyDocument[], asked: readonly By[]): PeopleTally[] =>
  asked.flatMap((by) =>
    [...summed(documents, by, PEOPLE_SOURCES)]
      .map(([cell, amounts]) => ({ by, cell, ...named(PEOPLE_KEYS, amounts) }))
      .sort(byCell),
  );

/** Sorted by cell within each dimension; with the sums over schools, which are kept for every cell. */
export const resultTallies = (
  documents: readonly TallyDocument[],
  clusters: readonly TallyDocument[],
  asked: readonly By[],
): ResultTally[] => {
  const overSchools = new Map(clusters.map(({ by, cell, amounts }) => [`${by}=${cell}`, amounts]));
  return asked.flatMap((by) =>
    [...summed(documents, by, RESULT_SOURCES)]
      .map(([cell, amounts]) => ({
        by,
        cell,
        ...named(RESULT_KEYS, amounts),
        ...named(CLUSTER_KEYS, overSchools.get(`${by}=${cell}`)),
      }))
      .sort(byCell),
  );
};
