import { changesOf, type Settlement, type View } from '#libs/projecting';
import { UNKNOWN, type MeasureKind } from '../queries/answers.js';
import {
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

export const ALL: Cell = ['all', 'all'];

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

/** What everybody adds to who stands in the same cells. */
interface Standing {
  readonly cycle: string;
  readonly people: readonly Amounts[];
  /** By the table. */
  readonly results: Map<string, readonly Amounts[]>;
  readonly gaps: readonly GapSums[];
  /** With their names in a cluster. */
  readonly clusters: readonly { readonly place: Cell; readonly name: string }[];
}
interface Amounts {
  readonly cycle: string;
  readonly table: string;
  readonly cell: Cell;
  readonly sums: number[];
}
interface GapSums {
  readonly cycle: string;
  readonly cell: Cell;
  people: number;
  readonly competencies: Map<string, number[]>;
}
interface SchoolSums {
  readonly cycle: string;
  readonly school: string;
  readonly sums: number[];
}
interface ClusterSums {
  readonly cycle: string;
  readonly table: string;
  readonly school: string;
  /** `dimension=cell` → what its pairs and the sum of their differences change by. */
  readonly cells: Map<string, { readonly place: Cell; n: number; sum: number }>;
}

const addUp = (sums: number[], amounts: readonly number[], sign: 1 | -1): void => {
  for (let at = 0; at < amounts.length; at += 1) sums[at] = (sums[at] as number) + sign * (amounts[at] as number);
};

/**
 * What a batch of changed facts changes of the tallies: every fact as it was is taken out, every fact as it is now is put in, in integers. Whatever
 * order the events of different people come in, and wherever batches end, the same facts give the same bytes.
 */
class Movements {
  readonly #tallies = new Map<string, Amounts>();
  readonly #gaps = new Map<string, GapSums>();
  readonly #schools = new Map<string, SchoolSums>();
  readonly #clusters = new Map<string, ClusterSums>();
  /** Thousands of people stand in a few hundred places: the names of their cells are spelled once each. */
  readonly #standings = new Map<string, Standing>();

  /** @param fact what a person contributes to the funnel, to their school and to results */
  fact(fact: Fact, sign: 1 | -1): void {
    const standing = this.#standing(fact);
    const amounts = peopleAmounts(fact);
    for (const { sums } of standing.people) addUp(sums, amounts, sign);
    this.#school(fact, sign);
    for (const measure of MEASURES) {
      const scales = scalesOf(fact, measure);
      for (const scale of scales) {
        const measured = measuredOn(fact, measure, scale);
        if (!measured) continue;
        const results = resultAmounts(measured);
        for (const { sums } of this.#resultsOf(standing, fact, resultTable(measure, scale))) addUp(sums, results, sign);
        const difference = differenceOf(measured);
        if (difference !== undefined) this.#cluster(fact, standing, clusterTable(measure, scale), difference, sign);
      }
    }
  }

  /** Only those in the statistics, where they count. */
  gaps(fact: Fact, gaps: GapList, sign: 1 | -1): void {
    if (!inStatistics(fact)) return;
    const standing = this.#standing(fact);
    for (const into of standing.gaps) into.people += sign;
    for (const competency of Object.keys(gaps)) {
      const amounts = gapAmounts(gaps[competency] as GapList[string]);
      for (const { competencies } of standing.gaps) {
        let sums = competencies.get(competency);
        if (!sums) competencies.set(competency, (sums = amounts.map(() => 0)));
        addUp(sums, amounts, sign);
      }
    }
  }

  write(view: View): void {
    for (const [id, { cycle, school, sums }] of this.#schools) this.#writeSchool(view, id, cycle, school, sums);
    for (const [id, sums] of this.#clusters) this.#writeCluster(view, id, sums);
    for (const [id, amounts] of this.#tallies) writeTally(view, id, amounts);
    for (const [id, sums] of this.#gaps) writeGaps(view, id, sums);
  }

  #standing(fact: Fact): Standing {
    const { cycle, educationLevel = UNKNOWN, gender = UNKNOWN, region = UNKNOWN, rurality = UNKNOWN, sector = UNKNOWN } = fact;
    // No code holds a line feed.
    const id = `${cycle}\n${region}\n${sector}\n${rurality}\n${educationLevel}\n${gender}`;
    let standing = this.#standings.get(id);
    if (!standing) {
      standing = {
        cycle,
        people: peopleCells(fact).map((cell) => this.#tally(cycle, PEOPLE_TABLE, cell, PEOPLE_KEYS.length)),
        results: new Map(),
        gaps: gapCells(fact).map((cell) => this.#gapsOf(cycle, cell)),
        clusters: clusterCells(fact).map((place) => ({ place, name: `${place[0]}=${place[1]}` })),
      };
      this.#standings.set(id, standing);
    }
    return standing;
  }

  #resultsOf({ cycle, results }: Standing, fact: Fact, table: string): readonly Amounts[] {
    let tallies = results.get(table);
    if (!tallies) {
      tallies = resultCells(fact).map((cell) => this.#tally(cycle, table, cell, RESULT_KEYS.length));
      results.set(table, tallies);
    }
    return tallies;
  }

  #gapsOf(cycle: string, cell: Cell): GapSums {
    const id = tallyId(cycle, GAP_TABLE, cell);
    let sums = this.#gaps.get(id);
    if (!sums) this.#gaps.set(id, (sums = { cycle, cell, people: 0, competencies: new Map() }));
    return sums;
  }

  #tally(cycle: string, table: string, cell: Cell, length: number): Amounts {
    const id = tallyId(cycle, table, cell);
    let tally = this.#tallies.get(id);
    if (!tally) this.#tallies.set(id, (tally = { cycle, table, cell, sums: new Array<number>(length).fill(0) }));
    return tally;
  }

  #add(cycle: string, table: string, cell: Cell, amounts: readonly number[]): void {
    addUp(this.#tally(cycle, table, cell, amounts.length).sums, amounts, 1);
  }

  #school(fact: Fact, sign: 1 | -1): void {
    const { cycle } = fact;
    const school = fact.school ?? UNKNOWN;
    const id = schoolTallyId(cycle, school);
    let into = this.#schools.get(id);
    if (!into) this.#schools.set(id, (into = { cycle, school, sums: SCHOOL_KEYS.map(() => 0) }));
    addUp(into.sums, schoolAmounts(fact), sign);
  }

  #cluster(fact: Fact, standing: Standing, table: string, difference: number, sign: 1 | -1): void {
    const school = clusterOf(fact);
    const id = `${fact.cycle}|${table}|${school}`;
    let into = this.#clusters.get(id);
    if (!into) this.#clusters.set(id, (into = { cycle: fact.cycle, table, school, cells: new Map() }));
    for (const { place, name } of standing.clusters) {
      let pairs = into.cells.get(name);
      if (!pairs) into.cells.set(name, (pairs = { place, n: 0, sum: 0 }));
      pairs.n += sign;
      pairs.sum += sign * difference;
    }
  }

  /** A school where nobody counts any more is not there; how many there are is a tally of its own. */
  #writeSchool(view: View, id: string, cycle: string, school: string, sums: readonly number[]): void {
    if (sums.every((sum) => sum === 0)) return;
    const before = view.get<SchoolTally>(SCHOOLS_TAKING_PART, id);
    const after: Record<string, number | string> = before ? { ...before } : { ...NO_SCHOOL, cycle, school };
    SCHOOL_KEYS.forEach((key, at) => (after[key] = (before?.[key] ?? 0) + (sums[at] as number)));
    const there = after.persons !== 0;
    if (there) view.put(SCHOOLS_TAKING_PART, id, after);
    else view.delete(SCHOOLS_TAKING_PART, id);
    const more = (there ? 1 : 0) - (before ? 1 : 0);
    if (more !== 0 && school !== UNKNOWN) this.#add(cycle, SCHOOL_TABLE, ALL, [more]);
  }

  /** What a school's pairs contribute to each cell, and with it the cell's own sums over schools, which are no sums of what single people contribute. */
  #writeCluster(view: View, id: string, { cycle, table, school, cells: changes }: ClusterSums): void {
    const document = view.get<ClusterDocument>(CLUSTERS, id);
    const cells: Record<string, readonly [number, number]> = { ...document?.cells };
    let changed = false;
    for (const [cell, { place, n: more, sum: by }] of changes) {
      if (more === 0 && by === 0) continue;
      changed = true;
      const [n, sum] = cells[cell] ?? [0, 0];
      const size = n + more;
      const total = sum + by;
      const amounts = [(size > 0 ? 1 : 0) - (n > 0 ? 1 : 0), total ** 2 - sum ** 2, size * total - n * sum, size ** 2 - n ** 2];
      this.#add(cycle, table, place, amounts);
      if (size === 0) delete cells[cell];
      else cells[cell] = [size, total];
    }
    if (!changed) return;
    if (Object.keys(cells).length === 0) view.delete(CLUSTERS, id);
    else view.put(CLUSTERS, id, { cells, cycle, school, table });
  }
}

/**
 * The first of a tally's integers counts people (or schools); one that counts nobody any more is not there, so that a tally says nothing
 * about who was there once.
 */
const writeTally = (view: View, id: string, { cycle, table, cell, sums }: Amounts): void => {
  if (sums.every((sum) => sum === 0)) return;
  const before = view.get<TallyDocument>(TALLIES, id);
  const amounts = sums.map((sum, at) => (before?.amounts[at] ?? 0) + sum);
  if (amounts[0] === 0) view.delete(TALLIES, id);
  else view.put(TALLIES, id, { amounts, by: cell[0], cell: cell[1], cycle, table });
};

const writeGaps = (view: View, id: string, { cycle, cell, people: more, competencies: changes }: GapSums): void => {
  const document = view.get<GapTally>(TALLIES, id);
  const people = (document?.people ?? 0) + more;
  if (people === 0) {
    if (document) view.delete(TALLIES, id);
    return;
  }
  const competencies: Record<string, readonly number[]> = { ...document?.competencies };
  let changed = more !== 0;
  for (const [competency, sums] of changes) {
    if (sums.every((sum) => sum === 0)) continue;
    changed = true;
    const before = competencies[competency];
    const after = sums.map((sum, at) => (before?.[at] ?? 0) + sum);
    if (after[0] === 0 && after[1] === 0) delete competencies[competency];
    else competencies[competency] = after;
  }
  if (changed) view.put(TALLIES, id, { by: cell[0], cell: cell[1], competencies, cycle, people, table: GAP_TABLE });
};

const scalesOf = (fact: Fact, measure: MeasureKind): readonly string[] => {
  const baseline = fact.results[measure]?.baseline?.scale;
  const final = fact.results[measure]?.final?.scale;
  if (baseline === undefined) return final === undefined ? [] : [final];
  return final === undefined || final === baseline ? [baseline] : [baseline, final];
};

export const factId = (cycle: string, teacher: string): string => `${cycle}|${teacher}`;

/** Puts a person's gaps, in place of those they had. */
export const putGaps = (view: View, fact: Fact, gaps: GapList): void =>
  view.put(GAPS, factId(fact.cycle, fact.teacher), { cycle: fact.cycle, gaps, teacher: fact.teacher });

/** Puts a fact; the tallies follow when the batch is settled. */
export const putFact = (view: View, fact: Fact): void => view.put(FACTS, factId(fact.cycle, fact.teacher), fact);

/** Every tally is made of facts, and of the gaps that lie beside them by the same ids. */
export const tallySettlement: Settlement = {
  follows: [FACTS, GAPS],
  settle: (changed, view) => {
    const facts = changesOf<Fact>(changed, FACTS);
    const gaps = changesOf<GapDocument>(changed, GAPS);
    const changes = new Movements();
    for (const [id, { before, after }] of facts) {
      if (before) changes.fact(before, -1);
      if (after) changes.fact(after, 1);
      if (gaps.has(id)) continue;
      const stays = before && after && inStatistics(before) === inStatistics(after) && sameCells(before, after);
      const list = stays ? undefined : view.get<GapDocument>(GAPS, id)?.gaps;
      if (!list) continue;
      if (before) changes.gaps(before, list, -1);
      if (after) changes.gaps(after, list, 1);
    }
    for (const [id, { before, after }] of gaps) {
      const fact = facts.get(id);
      const now = fact ? fact.after : view.get<Fact>(FACTS, id);
      const was = fact ? fact.before : now;
      if (before && was) changes.gaps(was, before.gaps, -1);
      if (after && now) changes.gaps(now, after.gaps, 1);
    }
    changes.write(view);
  },
};
