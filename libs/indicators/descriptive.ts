import { estimable, type Estimate, notEstimable, type MeanInterval, type Quantity, quantity, type Unit } from './estimate.js';
import { exactly, quotient, sum } from './exact.js';
import { tCritical } from './distributions.js';

const requireFinite = (values: readonly number[]): void => {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new RangeError(`value ${at} is ${values[at]}: a missing value must be left out, not passed as a number`);
};

/** Mean of at least one value. */
export const mean = (values: readonly number[]): number => {
  if (values.length === 0) throw new RangeError('no values have no mean');
  requireFinite(values);
  return sum(values) / values.length;
};

/** Sample covariance (divided by n − 1) of at least two pairs of values, by deviations from the means. */
export const covariance = (xs: readonly number[], ys: readonly number[]): number => {
  if (xs.length !== ys.length || xs.length < 2)
    throw new RangeError('a covariance needs two lists of the same length, two at least');
  const meanX = mean(xs);
  const meanY = mean(ys);
  return sum(xs.map((x, i) => (x - meanX) * ((ys[i] as number) - meanY))) / (xs.length - 1);
};

/** Sample variance (divided by n − 1) of at least two values. */
export const variance = (values: readonly number[]): number => covariance(values, values);

/** The value below which a share of the sorted values lies, with linear interpolation between neighbours. */
const quantileOfSorted = (sorted: readonly number[], share: number): number => {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] as number;
  const above = sorted[Math.ceil(at)] as number;
  return below + (above - below) * (at - Math.floor(at));
};

export interface Description {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1). */
  readonly standardDeviation: Estimate<Quantity>;
  readonly minimum: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly maximum: number;
  readonly unit: Unit;
}

export const describeValues = (values: readonly number[], unit: Unit = 'points'): Estimate<Description> => {
  if (values.length === 0) return notEstimable('no-observations');
  const average = mean(values);
  const sorted = values.toSorted((a, b) => a - b);
  return estimable({
    n: values.length,
    mean: average,
    standardDeviation:
      values.length < 2 ? notEstimable('fewer-than-two-observations') : quantity(Math.sqrt(variance(values)), unit),
    minimum: sorted[0] as number,
    lowerQuartile: quantileOfSorted(sorted, 0.25),
    median: quantileOfSorted(sorted, 0.5),
    upperQuartile: quantileOfSorted(sorted, 0.75),
    maximum: sorted.at(-1) as number,
    unit,
  });
};

/** Mean ± t·s/√n from the moments of a sample of at least two. */
export const meanIntervalOf = (
  moments: { readonly n: number; readonly mean: number; readonly variance: number },
  unit: Unit,
  level: number,
): { readonly estimable: true } & MeanInterval => {
  const standardError = Math.sqrt(moments.variance / moments.n);
  const reach = tCritical(level, moments.n - 1) * standardError;
  return estimable({
    value: moments.mean,
    low: moments.mean - reach,
    high: moments.mean + reach,
    level,
    unit,
    n: moments.n,
    standardError,
    degreesOfFreedom: moments.n - 1,
    interval: 'unclustered' as const,
  });
};

export interface Presentation {
  /** Confidence of the intervals; 0.95. */
  readonly level?: number;
  /** What the values count in; `points`. */
  readonly unit?: Unit;
}

/** How integer tallies relate to the numbers people read. */
export interface TallyPresentation extends Presentation {
  /** Tallied units in one reported unit; 100, since scores are tallied ×100. */
  readonly factor?: number;
}

/** The mean of a sample with its t interval; `unclustered`. */
export const meanInterval = (
  values: readonly number[],
  { level = 0.95, unit = 'points' }: Presentation = {},
): Estimate<MeanInterval> => {
  if (values.length === 0) return notEstimable('no-observations');
  if (values.length < 2) return notEstimable('fewer-than-two-observations');
  return meanIntervalOf({ n: values.length, mean: mean(values), variance: variance(values) }, unit, level);
};

/** Integer sums over a group; what a dashboard keeps instead of its members. */
export interface Tally {
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** n Σx² − (Σx)², exact: n (n − 1) times the variance. */
export const spread = (n: bigint, total: bigint, squares: bigint): bigint => n * squares - total * total;

/** The same as {@link meanInterval}, from integer sums, without the cancellation that doubles would suffer. */
export const meanIntervalFromTally = (
  tally: Tally,
  { level = 0.95, unit = 'points', factor = 100 }: TallyPresentation = {},
): Estimate<MeanInterval & { readonly standardDeviation: number }> => {
  const exact = exactly({ n: tally.n, sum: tally.sum, sumOfSquares: tally.sumOfSquares });
  if (!exact) return notEstimable('sums-not-exact');
  if (exact.n <= 0n) return notEstimable(exact.n === 0n ? 'no-observations' : 'sums-inconsistent');
  if (exact.n < 2n) return notEstimable('fewer-than-two-observations');
  const deviations = spread(exact.n, exact.sum, exact.sumOfSquares);
  if (deviations < 0n) return notEstimable('sums-inconsistent');
  const ofSample = quotient(deviations, exact.n * (exact.n - 1n)) / factor ** 2;
  return {
    ...meanIntervalOf({ n: tally.n, mean: quotient(exact.sum, exact.n) / factor, variance: ofSample }, unit, level),
    standardDeviation: Math.sqrt(ofSample),
  };
};
