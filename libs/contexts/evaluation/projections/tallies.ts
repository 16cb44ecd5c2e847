import type { View } from '#libs/projecting';
import { UNKNOWN, type MeasureKind } from '../queries/answers.js';
import {
  CLUSTER_KEYS,
  MEASURES,
  PEOPLE_KEYS,
  RESULT_KEYS,
  SCHOOL_KEYS,
  clusterOf,
  differenceOf,
  gapAmounts,
  gapCells,
  inStatistics,
  measuredOn,
  peopleAmounts,
  peopleCells,
  resultAmounts,
  resultCells,
  schoolAmounts,
  type Cell,
  type Fact,
  type GapList,
  type PeopleKey,
  type ResultKey,
  type SchoolKey,
} from './cohort.js';

export const FACTS = 'facts';
export const GAPS = 'fact_gaps';
export const TALLIES = 'tallies';
export const CLUSTERS = 'cohort_clusters';
export const SCHOOLS_TAKING_PART = 'school_participation';

interface TallyHead {
  readonly cycle: string;
  readonly table: string;
  readonly by: string;
  readonly cell: string;
}
/** People of a cell, step by step. `schools` counts in the cell of all only. */
export type PeopleTally = TallyHead & Readonly<Record<PeopleKey | 'schools', number>>;
/** Results of a cell on one measure and scale: integers, in hundredths of the scale's unit and their squares. */
export type ResultTally = TallyHead & Readonly<Record<ResultKey, number>>;
/** Competency → the integers named by `GAP_PARTS`. */
export type GapTally = TallyHead & {
  readonly people: number;
  readonly competencies: Readonly<Record<string, readonly number[]>>;
};
export type SchoolTally = { readonly cycle: string; readonly school: string } & Readonly<Record<SchoolKey, number>>;
/** What the pairs of one school contribute to each cell: `dimension=cell` → [pairs, sum of differences]. */
export interface ClusterDocument {
  readonly cycle: string;
  readonly table: string;
  readonly school: string;
  readonly cells: Readonly<Record<string, readonly [pairs: number, sum: number]>>;
}

/** A teacher's gaps, beside the fact: they are large and change once. */
export interface GapDocument {
  readonly cycle: string;
  readonly teacher: string;
  readonly gaps: GapList;
}

export const PEOPLE_TABLE = 'people';
export const GAP_TABLE = 'gaps';
export const resultTable = (measure: MeasureKind, scale: string): string => `results:${measure}:${scale}`;

export const tallyId = (cycle: string, table: string, [by, cell]: Cell): string => `${cycle}|${table}|${by}|${cell}`;
export const schoolTallyId = (cycle: string, school: string): string => `${cycle}|${school}`;

const ALL: Cell = ['all', 'all'];

type Numbers = Readonly<Record<string, number>>;
const zeros = (keys: readonly string[]): Numbers => Object.fromEntries(keys.map((key) => [key, 0]));
/** Members in the order in which they are stored, so that a document is not built twice. */
const sorted = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
const NO_PEOPLE = sorted({ ...zeros([...PEOPLE_KEYS, 'schools']), by: '', cell: '', cycle: '', table: '' });
const NO_RESULTS = sorted({ ...zeros([...RESULT_KEYS, ...CLUSTER_KEYS]), by: '', cell: '', cycle: '', table: '' });
const NO_SCHOOL = sorted({ ...zeros(SCHOOL_KEYS), cycle: '', school: '' });

/** What changes of a document: only the integers that do. */
type Delta = [key: string, by: number][];
const deltaOf = (keys: readonly string[], before: readonly number[] | undefined, after: readonly number[] | undefined): Delta => {
  const delta: Delta = [];
  for (let at = 0; at < keys.length; at += 1) {
    const by = (after?.[at] ?? 0) - (before?.[at] ?? 0);
    if (by !== 0) delta.push([keys[at] as string, by]);
  }
  return delta;
};

/**
 * Adds to a document; one that counts nobody any more is not there, so that a tally says nothing about who was there once.
 * @returns whether the document appeared (true) or went (false)
 */
const add = (
  view: View,
  collection: string,
  id: string,
  none: () => object,
  alive: string,
  delta: Delta,
): boolean | undefined => {
  const before = view.get<Record<string, number>>(collection, id);
  const after = before ? { ...before } : (none() as Record<string, number>);
  for (const [key, by] of delta) after[key] = (after[key] ?? 0) + by;
  if (after[alive] === 0) {
    view.delete(collection, id);
    return before ? false : undefined;
  }
  view.put(collection, id, after);
  return before ? undefined : true;
};

const sameCells = (a: readonly Cell[], b: readonly Cell[]): boolean => a.every((cell, at) => cell[1] === b[at]?.[1]);

/** Takes the old amounts out of their cells and puts the new ones into theirs. */
const move = (
  before: { cells: readonly Cell[]; amounts: readonly number[] } | undefined,
  after: { cells: readonly Cell[]; amounts: readonly number[] } | undefined,
  keys: readonly string[],
  apply: (cell: Cell, delta: Delta) => void,
): void => {
  if (before && after && sameCells(before.cells, after.cells)) {
    const delta = deltaOf(keys, before.amounts, after.amounts);
    if (delta.length > 0) for (const cell of after.cells) apply(cell, delta);
    return;
  }
  const shared = new Set<number>();
  if (before && after) {
    const delta = deltaOf(keys, before.amounts, after.amounts);
    after.cells.forEach((cell, at) => {
      if (before.cells[at]?.[1] !== cell[1]) return;
      shared.add(at);
      if (delta.length > 0) apply(cell, delta);
    });
  }
  if (before) {
    const delta = deltaOf(keys, before.amounts, undefined);
    before.cells.forEach((cell, at) => shared.has(at) || apply(cell, delta));
  }
  if (after) {
    const delta = deltaOf(keys, undefined, after.amounts);
    after.cells.forEach((cell, at) => shared.has(at) || apply(cell, delta));
  }
};

const addPeople = (view: View, cycle: string, cell: Cell, delta: Delta): void => {
  const none = () => ({ ...NO_PEOPLE, by: cell[0], cell: cell[1], cycle, table: PEOPLE_TABLE });
  add(view, TALLIES, tallyId(cycle, PEOPLE_TABLE, cell), none, 'persons', delta);
};

const schoolCells = (fact: Fact): Cell[] => [['school', fact.school ?? UNKNOWN]];

const retallyPeople = (view: View, cycle: string, before: Fact | undefined, after: Fact): void => {
  move(
    before && { cells: peopleCells(before), amounts: peopleAmounts(before) },
    { cells: peopleCells(after), amounts: peopleAmounts(after) },
    PEOPLE_KEYS,
    (cell, delta) => addPeople(view, cycle, cell, delta),
  );
  let schools = 0;
  move(
    before && { cells: schoolCells(before), amounts: schoolAmounts(before) },
    { cells: schoolCells(after), amounts: schoolAmounts(after) },
    SCHOOL_KEYS,
    ([, school], delta) => {
      const none = () => ({ ...NO_SCHOOL, cycle, school });
      const appeared = add(view, SCHOOLS_TAKING_PART, schoolTallyId(cycle, school), none, 'persons', delta);
      if (appeared !== undefined && school !== UNKNOWN) schools += appeared ? 1 : -1;
    },
  );
  if (schools !== 0) addPeople(view, cycle, ALL, [['schools', schools]]);
};

/** Adds (or takes out) a pair to what its school contributes to each cell; says what that changes of the cells' own cluster sums. */
const recluster = (
  view: View,
  cycle: string,
  table: string,
  fact: Fact,
  difference: number,
  sign: 1 | -1,
  changes: Map<string, [clusters: number, squaredSums: number, sizeTimesSum: number, squaredSizes: number]>,
): void => {
  const school = clusterOf(fact);
  const id = `${cycle}|${table}|${school}`;
  const document = view.get<ClusterDocument>(CLUSTERS, id);
  const cells: Record<string, readonly [number, number]> = { ...document?.cells };
  for (const [by, value] of resultCells(fact)) {
    const cell = `${by}=${value}`;
    const [n, sum] = cells[cell] ?? [0, 0];
    const size = n + sign;
    const total = sum + sign * difference;
    const change = changes.get(cell) ?? [0, 0, 0, 0];
    change[0] += (size > 0 ? 1 : 0) - (n > 0 ? 1 : 0);
    change[1] += total ** 2 - sum ** 2;
    change[2] += size * total - n * sum;
    change[3] += size ** 2 - n ** 2;
    changes.set(cell, change);
    if (size === 0) delete cells[cell];
    else cells[cell] = [size, total];
  }
  if (Object.keys(cells).length === 0) view.delete(CLUSTERS, id);
  else view.put(CLUSTERS, id, { cells, cycle, school, table });
};

const retallyScale = (
  view: View,
  cycle: string,
  measure: MeasureKind,
  scale: string,
  before: Fact | undefined,
  after: Fact,
): void => {
  const was = before && measuredOn(before, measure, scale);
  const is = measuredOn(after, measure, scale);
  if (!was && !is) return;
  const table = resultTable(measure, scale);
  const changes = new Map<string, [number, number, number, number]>();
  const wasDifference = differenceOf(was);
  const isDifference = differenceOf(is);
  const stays =
    before !== undefined &&
    wasDifference === isDifference &&
    clusterOf(before) === clusterOf(after) &&
    sameCells(resultCells(before), resultCells(after));
  if (!stays) {
    if (before && wasDifference !== undefined) recluster(view, cycle, table, before, wasDifference, -1, changes);
    if (isDifference !== undefined) recluster(view, cycle, table, after, isDifference, 1, changes);
  }
  const withClusters = (cell: Cell, delta: Delta): Delta => {
    const change = changes.get(`${cell[0]}=${cell[1]}`);
    if (!change) return delta;
    changes.delete(`${cell[0]}=${cell[1]}`);
    const own = CLUSTER_KEYS.flatMap((key, at): Delta => (change[at] ? [[key, change[at]]] : []));
    return own.length > 0 ? [...delta, ...own] : delta;
  };
  const apply = (cell: Cell, delta: Delta): void => {
    const none = () => ({ ...NO_RESULTS, by: cell[0], cell: cell[1], cycle, table });
    add(view, TALLIES, tallyId(cycle, table, cell), none, 'people', withClusters(cell, delta));
  };
  move(
    before && was && { cells: resultCells(before), amounts: resultAmounts(was) },
    is && { cells: resultCells(after), amounts: resultAmounts(is) },
    RESULT_KEYS,
    apply,
  );
  // A pair that only changed its school leaves the amounts of the shared cells as they are.
  for (const cell of [...changes.keys()]) {
    const at = cell.indexOf('=');
    const rest: Cell = [cell.slice(0, at), cell.slice(at + 1)];
    const delta = withClusters(rest, []);
    if (delta.length > 0) apply(rest, delta);
  }
};

const scalesOf = (fact: Fact | undefined, measure: MeasureKind): string[] =>
  [fact?.results[measure]?.baseline?.scale, fact?.results[measure]?.final?.scale].filter((scale) => scale !== undefined);

const retallyResults = (view: View, cycle: string, before: Fact | undefined, after: Fact): void => {
  for (const measure of MEASURES) {
    if (!before?.results[measure] && !after.results[measure]) continue;
    for (const scale of new Set([...scalesOf(before, measure), ...scalesOf(after, measure)])) {
      retallyScale(view, cycle, measure, scale, before, after);
    }
  }
};

const addGaps = (view: View, cycle: string, cell: Cell, gaps: GapList, sign: 1 | -1): void => {
  const id = tallyId(cycle, GAP_TABLE, cell);
  const document = view.get<GapTally>(TALLIES, id);
  const people = (document?.people ?? 0) + sign;
  if (people === 0) {
    view.delete(TALLIES, id);
    return;
  }
  const competencies: Record<string, readonly number[]> = { ...document?.competencies };
  for (const competency of Object.keys(gaps)) {
    const before = competencies[competency];
    const after = gapAmounts(gaps[competency] as GapList[string]).map((amount, at) => (before?.[at] ?? 0) + sign * amount);
    if (after[0] === 0 && after[1] === 0) delete competencies[competency];
    else competencies[competency] = after;
  }
  view.put(TALLIES, id, { by: cell[0], cell: cell[1], competencies, cycle, people, table: GAP_TABLE });
};

/** Only those in the statistics, where they count. */
const tallyGaps = (view: View, fact: Fact, gaps: GapList, sign: 1 | -1): void => {
  if (inStatistics(fact)) for (const cell of gapCells(fact)) addGaps(view, fact.cycle, cell, gaps, sign);
};

export const factId = (cycle: string, teacher: string): string => `${cycle}|${teacher}`;

/** Puts a person's gaps, in place of those they had. */
export const putGaps = (view: View, fact: Fact, gaps: GapList): void => {
  const id = factId(fact.cycle, fact.teacher);
  const before = view.get<GapDocument>(GAPS, id);
  if (before) tallyGaps(view, fact, before.gaps, -1);
  tallyGaps(view, fact, gaps, 1);
  view.put(GAPS, id, { cycle: fact.cycle, gaps, teacher: fact.teacher });
};

/**
 * Puts a fact, and every tally follows: the old fact's contribution is subtracted, the new one's added, in integers. Whatever order
 * the events of different people come in, the same facts give the same bytes.
 */
export const putFact = (view: View, before: Fact | undefined, after: Fact): void => {
  const { cycle } = after;
  const id = factId(cycle, after.teacher);
  view.put(FACTS, id, after);
  retallyPeople(view, cycle, before, after);
  const counts = inStatistics(after);
  const moved =
    !before ||
    inStatistics(before) !== counts ||
    clusterOf(before) !== clusterOf(after) ||
    !sameCells(resultCells(before), resultCells(after));
  if (moved || before.results !== after.results) retallyResults(view, cycle, before, after);
  if (!before || !moved) return;
  const gaps = view.get<GapDocument>(GAPS, id)?.gaps;
  if (!gaps || (inStatistics(before) === counts && sameCells(gapCells(before), gapCells(after)))) return;
  tallyGaps(view, before, gaps, -1);
  tallyGaps(view, after, gaps, 1);
};
