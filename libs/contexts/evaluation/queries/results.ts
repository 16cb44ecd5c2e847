import {
  clusteredMeanFromTally,
  meanIntervalFromTally,
  pairedSummaryFromTally,
  type Estimate,
  type Quantity,
} from '#libs/indicators';
import type { Mark } from '#libs/privacy';
import {
  DIMENSIONS,
  type Dimension,
  type GainBasis,
  type GainFigure,
  type GroupResults,
  type MeasureBreakdown,
  type Ratio,
  type ScoreFigure,
} from './answers.js';
import type { ScaleOfCycle } from './cohort-reader.js';
import { listMarks, tableMarks } from './marks.js';
import type { By, ResultTally } from './tallied.js';

/** Tallied units in one of the scale's. */
const FACTOR = 100;

export const ratio = (n: number, of: number): Ratio => ({ n, of, share: of === 0 ? null : n / of });

const valueOrNull = (estimate: Estimate<Quantity>): number | null => (estimate.estimable ? estimate.value : null);

type Counts = Pick<ResultTally, 'pre' | 'post' | 'pairs'>;
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

const markFor = (n: number, k: number): Mark => (n < k ? 'primary' : 'complementary');

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
    up: tally.up,
    same: tally.same,
    down: tally.down,
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
  return { n, mean: estimate.value, sd: estimate.standardDeviation, floor: floor / n, ceiling: ceiling / n };
};

/** A table by region and sector with its margins, and a list for each other dimension. */
interface Layout {
  readonly all: ResultTally | undefined;
  readonly regions: readonly string[];
  readonly sectors: readonly string[];
  readonly by: Readonly<Record<Dimension, readonly ResultTally[]>>;
  readonly crossing: ReadonlyMap<string, ResultTally>;
}

const byCell = (tallies: readonly ResultTally[], by: string): ResultTally[] =>
  tallies.filter((tally) => tally.by === by).sort((a, b) => (a.cell < b.cell ? -1 : 1));

const layOut = (tallies: readonly ResultTally[]): Layout => {
  const by = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, byCell(tallies, dimension)])) as unknown as Record<
    Dimension,
    ResultTally[]
  >;
  return {
    all: tallies.find((tally) => tally.by === 'all'),
    regions: by.region.map(({ cell }) => cell),
    sectors: by.sector.map(({ cell }) => cell),
    by,
    crossing: new Map(byCell(tallies, 'region-sector').map((tally) => [tally.cell, tally])),
  };
};

interface LayoutMarks {
  readonly total: Mark | null;
  readonly by: Readonly<Record<Dimension, readonly (Mark | null)[]>>;
  readonly crossing: readonly (readonly (Mark | null)[])[];
}

const marksOf = ({ regions, sectors, by, crossing }: Layout, group: Group, k: number): LayoutMarks => {
  const count = GROUPS[group];
  const table = tableMarks(
    regions.map((region) => sectors.map((sector) => count(crossing.get(`${region}|${sector}`) ?? NOBODY))),
    sectors.length,
    k,
  );
  const lists = (['rurality', 'educationLevel', 'gender'] as const).map(
    (dimension) => [dimension, listMarks(by[dimension].map(count), k)] as const,
  );
  return {
    // Withheld in one table, withheld in all: they share it.
    total: table.total ?? lists.map(([, { total }]) => total).find((mark) => mark !== null) ?? null,
    by: {
      region: table.rows,
      sector: table.columns,
      ...(Object.fromEntries(lists.map(([dimension, { cells }]) => [dimension, cells])) as Record<
        'rurality' | 'educationLevel' | 'gender',
        readonly (Mark | null)[]
      >),
    },
    crossing: table.cells,
  };
};

/** The dimensions that `breakdown` wants tallies of. */
export const BREAKDOWN: readonly By[] = ['all', ...DIMENSIONS, 'region-sector'];

/** Everything shown of one measure on one scale, with what has to be withheld. */
export const breakdown = (scale: ScaleOfCycle, tallies: readonly ResultTally[], k: number): MeasureBreakdown => {
  const layout = layOut(tallies);
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
  const groupsBy = (dimension: Dimension): GroupResults[] =>
    layout.by[dimension].map((tally, at) => ({
      cell: tally.cell,
      ...figures(
        tally,
        marksAt((one) => one.by[dimension][at]),
      ),
    }));
  return {
    ...scale,
    ...figures(
      layout.all,
      marksAt((one) => one.total),
    ),
    by: {
      region: groupsBy('region'),
      sector: groupsBy('sector'),
      rurality: groupsBy('rurality'),
      educationLevel: groupsBy('educationLevel'),
      gender: groupsBy('gender'),
    },
    regionBySector: layout.regions.flatMap((region, row) =>
      layout.sectors.flatMap((sector, column) => {
        const tally = layout.crossing.get(`${region}|${sector}`);
        if (!tally) return [];
        const own = marksAt((one) => one.crossing[row]?.[column]);
        return [{ region, sector, gain: gainOf(scale, tally, own, k) }];
      }),
    ),
  };
};

/** How many stand behind a measure, without anything measured. */
export const basis = (scale: ScaleOfCycle, tallies: readonly ResultTally[]): GainBasis =>
  basisOf(scale, tallies.find((tally) => tally.by === 'all') ?? NOBODY);
