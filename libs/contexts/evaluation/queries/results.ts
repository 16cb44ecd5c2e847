import {
  clusteredMeanFromTally,
  meanIntervalFromTally,
  pairedSummaryFromTally,
  wilson,
  type Estimate,
  type Quantity,
} from '#libs/indicators';
import { tellsOfEverybody, type Mark } from '#libs/privacy';
import {
  BREAKDOWNS,
  DIMENSIONS,
  UNKNOWN,
  type GainBasis,
  type GainFigure,
  type GroupResults,
  type MeasureBreakdown,
  type BreakdownDimension,
  type Ratio,
  type ScoreFigure,
  type Shown,
} from './answers.js';
import type { RegionalCodes, ScaleOfCycle } from './cohort-reader.js';
import { listMarks, tableMarks } from './marks.js';
import type { By, ResultTally } from './tallied.js';

/** Tallied units in one of the scale's. */
const FACTOR = 100;

/** With Wilson's limits; persons who took a later step without an earlier one can be more than those they are held against, then there are none. */
export const ratio = (n: number, of: number): Ratio => {
  const limits = n <= of ? wilson({ count: n, of }) : undefined;
  return {
    n,
    of,
    share: of === 0 ? null : n / of,
    low: limits?.estimable ? limits.low : null,
    high: limits?.estimable ? limits.high : null,
  };
};

/** A share of those measured; withheld where it would tell about every single one of a few. */
export const shownShare = (count: number, of: number, k: number): Shown =>
  tellsOfEverybody(count, of, k) ? { withheld: 'primary' } : count / of;

const valueOrNull = (estimate: Estimate<Quantity>): number | null => (estimate.estimable ? estimate.value : null);

export type Counts = Pick<ResultTally, 'pre' | 'post' | 'pairs'>;
const NOBODY: Counts = { pre: 0, post: 0, pairs: 0 };

/**
 * Three groups of people stand behind a cell: those with both results (pairs), with a first one only, with a last one only. A gain is
 * about the pairs; a mean before or after is about two of the groups, and beside the gain it tells about the one that is left over. So
 * each group is a table of its own, and a figure is shown where every group in it may be. As long as there are too few pairs for any
 * gain, nothing can be taken apart, and the means are tables of their own.
 */
type Group = 'pre' | 'post' | 'pairs' | 'preOnly' | 'postOnly';
const GROUPS: Readonly<Record<Group, (counts: Counts) => number>> = {
  pre: ({ pre }) => pre,
  post: ({ post }) => post,
  pairs: ({ pairs }) => pairs,
  preOnly: ({ pre, pairs }) => pre - pairs,
  postOnly: ({ post, pairs }) => post - pairs,
};
const BEHIND = {
  withGains: { gain: ['pairs'], before: ['pairs', 'preOnly'], after: ['pairs', 'postOnly'] },
  withoutGains: { gain: ['pairs'], before: ['pre'], after: ['post'] },
} as const satisfies Record<string, Record<'gain' | 'before' | 'after', readonly Group[]>>;
/** Which figures of a cell are withheld. */
type Marks = Readonly<Record<'gain' | 'before' | 'after', boolean>>;

const basisOf = ({ measure, scale }: ScaleOfCycle, { pre, post, pairs }: Counts): GainBasis => ({
  measure,
  scale,
  nPre: pre,
  nPost: post,
  nPairs: pairs,
  matchRate: pre === 0 ? null : pairs / pre,
  attrition: pre === 0 ? null : 1 - pairs / pre,
});

export const markFor = (n: number, k: number): Mark => (n < k ? 'primary' : 'complementary');

/** How many went up, stayed and went down; none of the three where one of them would tell about everybody. */
const directions = ({ pairs, up, same, down }: ResultTally, k: number): Record<'up' | 'same' | 'down', Shown> => {
  // That nobody stayed exactly the same tells about nobody.
  return [up, down].some((count) => tellsOfEverybody(count, pairs, k))
    ? { up: { withheld: 'primary' }, same: { withheld: 'primary' }, down: { withheld: 'primary' } }
    : { up, same, down };
};

const gainOf = (scale: ScaleOfCycle, tally: ResultTally | undefined, marks: Marks, k: number): GainFigure => {
  const basis = basisOf(scale, tally ?? NOBODY);
  if (!tally || tally.pre === 0) return { ...basis, notEstimable: 'no-baseline' };
  if (tally.pairs === 0) return { ...basis, notEstimable: 'no-pairs' };
  if (marks.gain || tally.pairs < k) return { ...basis, withheld: markFor(tally.pairs, k) };
  const summary = pairedSummaryFromTally(
    {
      nPairs: tally.pairs,
      sumPre: tally.pairsPreSum,
      sumPost: tally.pairsPostSum,
      sumOfSquaresPre: tally.pairsPreSquares,
      sumOfSquaresPost: tally.pairsPostSquares,
      sumOfProducts: tally.pairsProducts,
    },
    { measure: scale.measure, nPre: tally.pre, nPost: tally.post, maximum: scale.maximum, factor: FACTOR },
  );
  if (!summary.estimable) return { ...basis, notEstimable: summary.reason };
  const { meanPre, meanPost } = summary;
  if (!meanPre.estimable) return { ...basis, notEstimable: meanPre.reason };
  if (!meanPost.estimable) return { ...basis, notEstimable: meanPost.reason };
  const clustered = clusteredMeanFromTally(
    {
      clusters: tally.clusters,
      n: tally.pairs,
      sum: tally.differenceSum,
      sumOfSquares: tally.differenceSquares,
      sumOfSquaredClusterSums: tally.squaredClusterSums,
      sumOfSizeTimesSum: tally.sizeTimesSum,
      sumOfSquaredSizes: tally.squaredSizes,
    },
    { factor: FACTOR },
  );
  // One school alone has no interval; the mean stands without one rather than with a wrong one.
  if (!clustered.estimable && clustered.reason !== 'fewer-than-two-clusters') return { ...basis, notEstimable: clustered.reason };
  return {
    ...basis,
    mean: clustered.estimable ? clustered.value : tally.differenceSum / tally.pairs / FACTOR,
    low: clustered.estimable ? clustered.low : null,
    high: clustered.estimable ? clustered.high : null,
    level: 0.95,
    interval: 'clustered by school',
    schools: tally.clusters,
    designEffect: clustered.estimable ? valueOrNull(clustered.designEffect) : null,
    meanPre: meanPre.value,
    meanPost: meanPost.value,
    ...directions(tally, k),
    gAv: scale.measure === 'test' ? valueOrNull(summary.effectSizes.gAv) : null,
    classGain: valueOrNull(summary.classGain),
  };
};

const scoreOf = (tally: ResultTally | undefined, occasion: 'pre' | 'post', marks: Marks, k: number): ScoreFigure => {
  const n = tally?.[occasion] ?? 0;
  if (!tally || n === 0) return { n, notEstimable: 'no-observations' };
  if (n < k || (occasion === 'pre' ? marks.before : marks.after)) return { n, withheld: markFor(n, k) };
  const [sum, squares, floor, ceiling] =
    occasion === 'pre'
      ? [tally.preSum, tally.preSquares, tally.preFloor, tally.preCeiling]
      : [tally.postSum, tally.postSquares, tally.postFloor, tally.postCeiling];
  const estimate = meanIntervalFromTally({ n, sum, sumOfSquares: squares }, { factor: FACTOR });
  if (!estimate.estimable) return { n, notEstimable: estimate.reason };
  return {
    n,
    mean: estimate.value,
    sd: estimate.standardDeviation,
    floor: shownShare(floor, n, k),
    ceiling: shownShare(ceiling, n, k),
  };
};

/** A table by region and sector with its margins, and a list for each other dimension. */
interface Layout {
  readonly all: ResultTally | undefined;
  readonly by: Readonly<Record<BreakdownDimension, readonly ResultTally[]>>;
  readonly crossing: ReadonlyMap<string, ResultTally>;
  /** The codes that countries share, and which of them each sector and each education level belongs to. */
  readonly sectors: Grouping;
  readonly educationLevels: Grouping;
}

/** Cells that are summed up under other codes. */
interface Grouping {
  readonly codes: readonly string[];
  /** Place of each cell's code in `codes`, in the order of the cells. */
  readonly of: readonly number[];
}

const groupingOf = (cells: readonly ResultTally[], shared: Readonly<Record<string, string>>): Grouping => {
  const of = cells.map(({ cell }) => shared[cell] ?? UNKNOWN);
  const codes = [...new Set(of)].sort();
  return { codes, of: of.map((code) => codes.indexOf(code)) };
};

const byCell = (tallies: readonly ResultTally[], by: string): ResultTally[] =>
  tallies.filter((tally) => tally.by === by).sort((a, b) => (a.cell < b.cell ? -1 : 1));

const layOut = (tallies: readonly ResultTally[], regional: RegionalCodes): Layout => {
  const by = Object.fromEntries(BREAKDOWNS.map((dimension) => [dimension, byCell(tallies, dimension)])) as unknown as Record<
    BreakdownDimension,
    ResultTally[]
  >;
  return {
    all: tallies.find((tally) => tally.by === 'all'),
    by,
    crossing: new Map(byCell(tallies, 'region-sector').map((tally) => [tally.cell, tally])),
    sectors: groupingOf(by.sector, regional.sectors),
    educationLevels: groupingOf(by.educationLevel, regional.educationLevels),
  };
};

type CellMarks = ReadonlyMap<string, Mark | null>;
interface LayoutMarks {
  readonly total: Mark | null;
  readonly by: Readonly<Record<BreakdownDimension, CellMarks>>;
  /** By `region|sector`. */
  readonly crossing: CellMarks;
}

const named = (cells: readonly string[], marks: readonly (Mark | null)[]): CellMarks =>
  new Map(cells.map((cell, at) => [cell, marks[at] ?? null]));
const cellsOf = (tallies: readonly ResultTally[]): string[] => tallies.map(({ cell }) => cell);

/**
 * What a group of people withholds, over everything that is shown of them: the sums under the codes that countries share stand between sectors (or
 * education levels) and the total, so that the one view gives nothing of the other away.
 */
const marksOf = ({ by, crossing, sectors, educationLevels }: Layout, group: Group, k: number): LayoutMarks => {
  const count = GROUPS[group];
  const [regionCells, sectorCells] = [cellsOf(by.region), cellsOf(by.sector)];
  const table = tableMarks(
    regionCells.map((region) => sectorCells.map((sector) => count(crossing.get(`${region}|${sector}`) ?? NOBODY))),
    sectorCells.length,
    k,
    sectors.of,
  );
  const list = (dimension: BreakdownDimension, of?: readonly number[]) => listMarks(by[dimension].map(count), k, of);
  const lists = {
    rurality: list('rurality'),
    gender: list('gender'),
    modality: list('modality'),
    educationLevel: list('educationLevel', educationLevels.of),
  };
  return {
    // Withheld in one table, withheld in all: they share it.
    total:
      table.total ??
      Object.values(lists)
        .map(({ total }) => total)
        .find((mark) => mark !== null) ??
      null,
    by: {
      region: named(regionCells, table.rows),
      sector: named(sectorCells, table.columns),
      regionalSector: named(sectors.codes, table.groups),
      rurality: named(cellsOf(by.rurality), lists.rurality.cells),
      gender: named(cellsOf(by.gender), lists.gender.cells),
      modality: named(cellsOf(by.modality), lists.modality.cells),
      educationLevel: named(cellsOf(by.educationLevel), lists.educationLevel.cells),
      isced: named(educationLevels.codes, lists.educationLevel.groups),
    },
    crossing: new Map(
      regionCells.flatMap((region, row) =>
        sectorCells.map((sector, column) => [`${region}|${sector}`, table.cells[row]?.[column] ?? null] as const),
      ),
    ),
  };
};

/** The dimensions that `breakdown` wants tallies of. */
export const BREAKDOWN: readonly By[] = ['all', ...DIMENSIONS, 'region-sector'];

export interface Breakdown extends MeasureBreakdown {
  /** Of every dimension that there are tallies of. */
  readonly groups: Readonly<Record<BreakdownDimension, readonly GroupResults[]>>;
  /** Whether the pairs, those with a first result only and those with a last one only may be told apart for all together. */
  readonly shows: { readonly gain: boolean; readonly before: boolean; readonly after: boolean };
}

/** Everything shown of one measure on one scale, with what has to be withheld. */
export const breakdown = (
  scale: ScaleOfCycle,
  tallies: readonly ResultTally[],
  k: number,
  regional: RegionalCodes = { educationLevels: {}, sectors: {} },
): Breakdown => {
  const layout = layOut(tallies, regional);
  const gains = (layout.all?.pairs ?? 0) >= k;
  const behind = gains ? BEHIND.withGains : BEHIND.withoutGains;
  const tables = new Map<Group, LayoutMarks>();
  const groups: readonly Group[] = [...behind.gain, ...behind.before, ...behind.after];
  for (const group of new Set(groups)) tables.set(group, marksOf(layout, group, k));
  const marksAt = (at: (marks: LayoutMarks) => Mark | null | undefined): Marks => {
    const withheld = (groups: readonly Group[]): boolean =>
      groups.some((group) => {
        const table = tables.get(group);
        return table !== undefined && Boolean(at(table));
      });
    return {
      gain: !gains || withheld(behind.gain),
      before: withheld(behind.before),
      after: withheld(behind.after),
    };
  };
  const figures = (tally: ResultTally | undefined, own: Marks) => ({
    before: scoreOf(tally, 'pre', own, k),
    after: scoreOf(tally, 'post', own, k),
    gain: gainOf(scale, tally, own, k),
  });
  const all = marksAt((one) => one.total);
  const groupsBy = (dimension: BreakdownDimension): GroupResults[] =>
    layout.by[dimension].map((tally) => ({
      cell: tally.cell,
      ...figures(
        tally,
        marksAt((one) => one.by[dimension].get(tally.cell)),
      ),
    }));
  const every = Object.fromEntries(BREAKDOWNS.map((dimension) => [dimension, groupsBy(dimension)])) as unknown as Record<
    BreakdownDimension,
    GroupResults[]
  >;
  return {
    ...scale,
    ...figures(layout.all, all),
    groups: every,
    by: {
      region: every.region,
      sector: every.sector,
      rurality: every.rurality,
      educationLevel: every.educationLevel,
      gender: every.gender,
    },
    regionBySector: [...layout.crossing].map(([cell, tally]) => {
      const [region = UNKNOWN, sector = UNKNOWN] = cell.split('|');
      return {
        region,
        sector,
        gain: gainOf(
          scale,
          tally,
          marksAt((one) => one.crossing.get(cell)),
          k,
        ),
      };
    }),
    shows: { gain: !all.gain, before: !all.before, after: !all.after },
  };
};

/** As it is answered on the dashboard, where only what is tallied is broken down. */
export const measureBreakdown = ({ groups: _, shows: __, ...shown }: Breakdown): MeasureBreakdown => shown;

/** How many stand behind a measure, without anything measured. */
export const basis = (scale: ScaleOfCycle, tallies: readonly ResultTally[]): GainBasis =>
  basisOf(scale, tallies.find((tally) => tally.by === 'all') ?? NOBODY);
