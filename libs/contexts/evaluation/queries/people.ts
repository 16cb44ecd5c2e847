import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { everyPage, READ_STORE, type Document, type ReadStore } from '#libs/read-store';
import {
  CYCLE_TIMES,
  LEVELS_AFTER,
  PATHS,
  type CycleTimesDocument,
  type LevelsAfterDocument,
  type PathDocument,
} from '../projections/cohort.projection.js';
import {
  CLUSTER_KEYS,
  PEOPLE_KEYS,
  RESULT_KEYS,
  clusterOf,
  differenceOf,
  measuredOn,
  peopleAmounts,
  resultAmounts,
  type Fact,
} from '../projections/cohort.js';
import { FACTS, GAPS, type GapDocument } from '../projections/tallies.js';
import { BREAKDOWNS, NOT_APPLICABLE, SEVERAL, UNKNOWN, type BreakdownDimension } from './answers.js';
import type { RegionalCodes, ScaleOfCycle } from './cohort-reader.js';
import type { By, PeopleTally, ResultTally } from './tallied.js';

/** A fact without the places that only its history needs. */
export type Person = Omit<Fact, 'pinned'>;

/** Cycles whose people are kept in memory; the largest take some tens of megabytes each. */
const KEPT = 4;
/**
 * The people of a cycle one by one, for what no tally can say: medians, times, who was lost, who came back. Read whole, page by page, and kept as long as
 * nothing of the cycle changes; those who ask meanwhile wait for the same reading.
 */
@Injectable()
export class CohortPeople {
  readonly #kept = new LRUCache<string, { changes: number; people: Promise<readonly Person[]> }>({ max: KEPT });

  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async of(tenant: string, cycle: string): Promise<readonly Person[]> {
    const key = `${tenant}|${cycle}`;
    // Asked for before the reading: what is read may be newer than this says, never older.
    const times = (await this.documents.get(tenant, CYCLE_TIMES, cycle)) as unknown as CycleTimesDocument | undefined;
    const changes = times?.changes ?? 0;
    const kept = this.#kept.get(key);
    if (kept?.changes === changes) return kept.people;
    const people = this.#read(tenant, cycle);
    this.#kept.set(key, { changes, people });
    people.catch(() => this.#kept.delete(key));
    return people;
  }

  gaps(tenant: string, cycle: string): Promise<readonly GapDocument[]> {
    return this.#all(tenant, GAPS, cycle);
  }
  levelsAfter(tenant: string, cycle: string): Promise<readonly LevelsAfterDocument[]> {
    return this.#all(tenant, LEVELS_AFTER, cycle);
  }
  paths(tenant: string, cycle: string): Promise<readonly PathDocument[]> {
    return this.#all(tenant, PATHS, cycle);
  }

  async #read(tenant: string, cycle: string): Promise<readonly Person[]> {
    const people: Person[] = [];
    for await (const document of this.#pages(tenant, FACTS, cycle)) {
      const { pinned: _, ...person } = document as unknown as Fact;
      people.push(person);
    }
    return people;
  }

  async #all<Item>(tenant: string, collection: string, cycle: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    for await (const document of this.#pages(tenant, collection, cycle)) items.push(document as unknown as Item);
    return items;
  }

  async *#pages(tenant: string, collection: string, cycle: string): AsyncGenerator<Document> {
    for await (const page of everyPage(this.documents, tenant, collection, { filter: { cycle } }))
      for (const { document } of page) yield document;
  }
}

/** Where a person counts. */
export const cellIn = (person: Person, by: BreakdownDimension, regional: RegionalCodes): string => {
  switch (by) {
    case 'modality': {
      const [first, ...more] = person.modalities ?? [];
      return first === undefined ? NOT_APPLICABLE : more.length > 0 ? SEVERAL : first;
    }
    case 'regionalSector':
      return regional.sectors[person.sector ?? UNKNOWN] ?? UNKNOWN;
    case 'isced':
      return regional.educationLevels[person.educationLevel ?? UNKNOWN] ?? UNKNOWN;
    default:
      return person[by]?.replaceAll('|', '/') ?? UNKNOWN;
  }
};

type Cells = readonly (readonly [by: By, cell: string])[];

const cellsOf = (person: Person, regional: RegionalCodes): Cells => [
  ['all', 'all'],
  ...BREAKDOWNS.map((by) => [by, cellIn(person, by, regional)] as const),
  ['region-sector', `${cellIn(person, 'region', regional)}|${cellIn(person, 'sector', regional)}`],
];

interface Recount {
  readonly by: By;
  readonly cell: string;
  readonly amounts: number[];
  /** School → its pairs and the sum of their differences. */
  readonly schools: Map<string, [pairs: number, sum: number]>;
}

const add = (cells: Map<string, Recount>, by: By, cell: string, amounts: readonly number[]): Recount => {
  const key = `${by}=${cell}`;
  const known = cells.get(key) ?? { amounts: amounts.map(() => 0), by, cell, schools: new Map() };
  cells.set(key, known);
  amounts.forEach((amount, at) => (known.amounts[at] = (known.amounts[at] ?? 0) + amount));
  return known;
};

const named = <Key extends string>(keys: readonly Key[], amounts: readonly number[]): Record<Key, number> =>
  Object.fromEntries(keys.map((key, at) => [key, amounts[at] ?? 0])) as Record<Key, number>;

/** The tallies of one measure and scale counted from the people, by every dimension; where a tally is kept, it is the same. */
export const recountResults = (
  people: readonly Person[],
  { measure, scale }: Pick<ScaleOfCycle, 'measure' | 'scale'>,
  regional: RegionalCodes,
): ResultTally[] => {
  const cells = new Map<string, Recount>();
  for (const person of people) {
    const fact = person as Fact;
    const measured = measuredOn(fact, measure, scale);
    if (!measured) continue;
    const amounts = resultAmounts(measured);
    const difference = differenceOf(measured);
    for (const [by, cell] of cellsOf(person, regional)) {
      const { schools } = add(cells, by, cell, amounts);
      if (difference === undefined) continue;
      const [pairs, sum] = schools.get(clusterOf(fact)) ?? [0, 0];
      schools.set(clusterOf(fact), [pairs + 1, sum + difference]);
    }
  }
  return [...cells.values()].map(({ by, cell, amounts, schools }) => {
    const overSchools = [0, 0, 0, 0];
    for (const [pairs, sum] of schools.values()) {
      [1, sum ** 2, pairs * sum, pairs ** 2].forEach((amount, at) => (overSchools[at] = (overSchools[at] ?? 0) + amount));
    }
    return { by, cell, ...named(RESULT_KEYS, amounts), ...named(CLUSTER_KEYS, overSchools) };
  });
};

/** The funnel's tallies counted from the people, by one dimension. */
export const recountPeople = (people: readonly Person[], by: BreakdownDimension, regional: RegionalCodes): PeopleTally[] => {
  const cells = new Map<string, Recount>();
  for (const person of people) add(cells, by, cellIn(person, by, regional), peopleAmounts(person as Fact));
  return [...cells.values()]
    .map(({ cell, amounts }) => ({ by, cell, ...named(PEOPLE_KEYS, amounts) }))
    .sort((a, b) => (a.cell < b.cell ? -1 : 1));
};
