import type { View } from '#libs/projecting';
import { UNKNOWN, type MeasureKind } from '../queries/answers.js';
import {
  CLUSTER_KEYS,
  MEASURES,
  PEOPLE_KEYS,
  RESULT_KEYS,
  SCHOOL_KEYS,
  clusterCells,
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
  sameCells,
  schoolAmounts,
  stored,
  type Cell,
  type Fact,
  type GapList,
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
/** A tally as it is stored: integers in the order of `PEOPLE_KEYS`, `RESULT_KEYS` or `CLUSTER_KEYS`. */
export interface TallyDocument extends TallyHead {
  readonly amounts: readonly number[];
}
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
export const clusterTable = (measure: MeasureKind, scale: string): string => `clusters:${measure}:${scale}`;
/** One number: how many schools somebody counts at. */
export const SCHOOL_TABLE = 'schools';

export const tallyId = (cycle: string, table: string, [by, cell]: Cell): string => `${cycle}|${table}|${by}|${cell}`;
export const schoolTallyId = (cycle: string, school: string): string => `${cycle}|${school}`;

/** What changes of a tally: only the integers that do. */
export const ALL: Cell = ['all', 'all'];

type Delta = (readonly [at: number, by: number])[];
type Amounts = readonly number[] | undefined;
const deltaOf = (before: Amounts, after: Amounts): Delta => {
  const delta: Delta = [];
  const length = (after ?? before ?? []).length;
  for (let at = 0; at < length; at += 1) {
    const by = (after?.[at] ?? 0) - (before?.[at] ?? 0);
    if (by !== 0) delta.push([at, by]);
  }
  return delta;
};

/**
 * Adds to a tally. The first of its integers counts people; one that counts nobody any more is not there, so that a tally says nothing
 * about who was there once.
 */
const addTo = (view: View, cycle: string, table: string, cell: Cell, length: number, delta: Delta): void => {
  const id = tallyId(cycle, table, cell);
  const before = view.get<TallyDocument>(TALLIES, id);
  // Spread, not `slice`: on the frozen lists that documents hold it is fifty times as fast.
  const amounts = before ? [...before.amounts] : new Array<number>(length).fill(0);
  for (const [at, by] of delta) amounts[at] = (amounts[at] ?? 0) + by;
  if (amounts[0] === 0) view.delete(TALLIES, id);
  else view.put(TALLIES, id, { amounts, by: cell[0], cell: cell[1], cycle, table });
};

/** Where a person's amounts stand before and after a change; nobody stands nowhere. */
interface Move {
  readonly cells: readonly Cell[];
  readonly amounts: readonly number[];
}

/** Takes the old amounts out of their cells and puts the new ones into theirs. */
const move = (before: Move | undefined, after: Move | undefined, apply: (cell: Cell, delta: Delta) => void): void => {
  const stays = (at: number): boolean => before?.cells[at]?.[1] === after?.cells[at]?.[1];
  const delta = deltaOf(before?.amounts, after?.amounts);
  if (before && after && before.cells === after.cells) {
    if (delta.length > 0) for (const cell of after.cells) apply(cell, delta);
    return;
  }
  if (before) {
    const out = deltaOf(before.amounts, undefined);
    before.cells.forEach((cell, at) => {
      if (!after || !stays(at)) apply(cell, out);
      else if (delta.length > 0) apply(cell, delta);
    });
  }
  if (after) {
    const into = deltaOf(undefined, after.amounts);
    after.cells.forEach((cell, at) => {
      if (!before || !stays(at)) apply(cell, into);
    });
  }
};

const retallyPeople = (view: View, cycle: string, before: Fact | undefined, after: Fact): void => {
  const cells = peopleCells(after);
  const cellsBefore = before && (sameCells(before, after) ? cells : peopleCells(before));
  move(
    before && cellsBefore && { cells: cellsBefore, amounts: peopleAmounts(before) },
    { cells, amounts: peopleAmounts(after) },
    (cell, delta) => addTo(view, cycle, PEOPLE_TABLE, cell, PEOPLE_KEYS.length, delta),
  );
  retallySchools(view, cycle, before, after);
};

/** With its members in the order in which they are stored. */
const NO_SCHOOL: SchoolTally = {
  completed: 0,
  consented: 0,
  cycle: '',
  enrolled: 0,
  finalTest: 0,
  invited: 0,
  persons: 0,
  profileSeen: 0,
  school: '',
  started: 0,
  submitted: 0,
};

/** @returns 1 where the school appeared, -1 where it went, otherwise 0 */
const addToSchool = (view: View, cycle: string, school: string, changes: readonly number[]): number => {
  const id = schoolTallyId(cycle, school);
  const before = view.get<SchoolTally>(SCHOOLS_TAKING_PART, id);
  if ((before?.persons ?? 0) + (changes[0] ?? 0) === 0) {
    view.delete(SCHOOLS_TAKING_PART, id);
    return before ? -1 : 0;
  }
  const after: Record<string, number | string> = before ? { ...before } : { ...NO_SCHOOL, cycle, school };
  SCHOOL_KEYS.forEach((key, at) => (after[key] = (before?.[key] ?? 0) + (changes[at] ?? 0)));
  view.put(SCHOOLS_TAKING_PART, id, after);
  return before ? 0 : 1;
};

const retallySchools = (view: View, cycle: string, before: Fact | undefined, after: Fact): void => {
  const amounts = schoolAmounts(after);
  if (before && before.school === after.school) {
    const amountsBefore = schoolAmounts(before);
    const changes = amounts.map((amount, at) => amount - (amountsBefore[at] ?? 0));
    if (changes.some((change) => change !== 0)) addToSchool(view, cycle, after.school ?? UNKNOWN, changes);
    return;
  }
  const out = before
    ? addToSchool(
        view,
        cycle,
        before.school ?? UNKNOWN,
        schoolAmounts(before).map((amount) => -amount),
      )
    : 0;
  const into = addToSchool(view, cycle, after.school ?? UNKNOWN, amounts);
  const schools = (before?.school === undefined ? 0 : out) + (after.school === undefined ? 0 : into);
  if (schools !== 0) addTo(view, cycle, SCHOOL_TABLE, ALL, 1, [[0, schools]]);
};

/** By `dimension=cell`: what changes of its sums over clusters. */
type ClusterChanges = Map<
  string,
  readonly [Cell, [clusters: number, squaredSums: number, sizeTimesSum: number, squaredSizes: number]]
>;

/** Adds (or takes out) a pair to what its school contributes to each cell; says what that changes of the cells' own cluster sums. */
const recluster = (
  view: View,
  cycle: string,
  table: string,
  fact: Fact,
  difference: number,
  sign: 1 | -1,
  changes: ClusterChanges,
): void => {
  const school = clusterOf(fact);
  const id = `${cycle}|${table}|${school}`;
  const document = view.get<ClusterDocument>(CLUSTERS, id);
  const cells: Record<string, readonly [number, number]> = { ...document?.cells };
  for (const place of clusterCells(fact)) {
    const cell = `${place[0]}=${place[1]}`;
    const [n, sum] = cells[cell] ?? [0, 0];
    const size = n + sign;
    const total = sum + sign * difference;
    const [, change] = changes.get(cell) ?? [place, [0, 0, 0, 0]];
    change[0] += (size > 0 ? 1 : 0) - (n > 0 ? 1 : 0);
    change[1] += total ** 2 - sum ** 2;
    change[2] += size * total - n * sum;
    change[3] += size ** 2 - n ** 2;
    changes.set(cell, [place, change]);
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
  const cells = resultCells(after);
  const stays = before !== undefined && sameCells(before, after);
  const table = resultTable(measure, scale);
  move(
    before && was && { cells: stays ? cells : resultCells(before), amounts: resultAmounts(was) },
    is && { cells, amounts: resultAmounts(is) },
    (cell, delta) => addTo(view, cycle, table, cell, RESULT_KEYS.length, delta),
  );
  const wasDifference = differenceOf(was);
  const isDifference = differenceOf(is);
  if (stays && wasDifference === isDifference && clusterOf(before) === clusterOf(after)) return;
  const clusters = clusterTable(measure, scale);
  const changes: ClusterChanges = new Map();
  if (before && wasDifference !== undefined) recluster(view, cycle, clusters, before, wasDifference, -1, changes);
  if (isDifference !== undefined) recluster(view, cycle, clusters, after, isDifference, 1, changes);
  for (const [cell, change] of changes.values()) {
    const delta = deltaOf(undefined, change);
    if (delta.length > 0) addTo(view, cycle, clusters, cell, CLUSTER_KEYS.length, delta);
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
  view.put(FACTS, id, stored(after));
  retallyPeople(view, cycle, before, after);
  const counts = inStatistics(after);
  const moved = !before || inStatistics(before) !== counts || clusterOf(before) !== clusterOf(after) || !sameCells(before, after);
  if (moved || before.results !== after.results) retallyResults(view, cycle, before, after);
  if (!before || !moved) return;
  const gaps = view.get<GapDocument>(GAPS, id)?.gaps;
  if (!gaps || (inStatistics(before) === counts && sameCells(before, after))) return;
  tallyGaps(view, before, gaps, -1);
  tallyGaps(view, after, gaps, 1);
};
