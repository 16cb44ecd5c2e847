import { type Presentation, spread, type TallyPresentation, variance } from './descriptive.js';
import { tCritical } from './distributions.js';
import { estimable, type Estimate, type MeanInterval, notEstimable, type Quantity, quantity, type Unit } from './estimate.js';
import { exactly, quotient, sum } from './exact.js';
import { byCluster, type Clustered } from './reliability.js';

/** A mean whose interval allows for members of one cluster being alike. */
export interface ClusteredMean extends MeanInterval {
  readonly interval: 'clustered';
  readonly clusters: number;
  /** Of the single values. */
  readonly standardDeviation: number;
  /** Variance of the mean as estimated, over what it would be in a simple random sample of the same size. */
  readonly designEffect: Estimate<Quantity>;
}

const clusteredMeanOf = (
  moments: { n: number; clusters: number; mean: number; varianceOfMean: number; variance: number },
  unit: Unit,
  level: number,
): Estimate<ClusteredMean> => {
  const { n, clusters, mean } = moments;
  const standardError = Math.sqrt(moments.varianceOfMean);
  const reach = tCritical(level, clusters - 1) * standardError;
  return estimable({
    value: mean,
    low: mean - reach,
    high: mean + reach,
    level,
    unit,
    n,
    clusters,
    standardError,
    degreesOfFreedom: clusters - 1,
    interval: 'clustered' as const,
    standardDeviation: Math.sqrt(moments.variance),
    designEffect:
      moments.variance > 0 ? quantity(moments.varianceOfMean / (moments.variance / n), 'ratio') : notEstimable('no-spread'),
  });
};

/**
 * The mean of clustered values with a cluster-robust interval: the ratio estimator Σ_g S_g / Σ_g n_g with
 * V = G/(G−1) · Σ_g (S_g − n_g·m)² / n², and Student's t with G − 1 degrees of freedom. For a gain, the values are post − pre.
 */
export const clusteredMean = (
  observations: Iterable<Clustered>,
  { level = 0.95, unit = 'points' }: Presentation = {},
): Estimate<ClusteredMean> => {
  const groups = byCluster(observations);
  const values = groups.flat();
  const n = values.length;
  const clusters = groups.length;
  if (n === 0) return notEstimable('no-observations');
  if (n < 2) return notEstimable('fewer-than-two-observations');
  if (clusters < 2) return notEstimable('fewer-than-two-clusters');
  const ofValues = variance(values);
  const mean = sum(values) / n;
  // Deviations first, then their sum: S_g − n_g·m would lose the digits that the two have in common.
  const residuals = groups.map((group) => sum(group.map((value) => value - mean)));
  const varianceOfMean = ((clusters / (clusters - 1)) * sum(residuals.map((residual) => residual ** 2))) / n ** 2;
  return clusteredMeanOf({ n, clusters, mean, varianceOfMean, variance: ofValues }, unit, level);
};

/**
 * What a dashboard keeps of clustered values: integers that can be added to and subtracted from when one person's value changes.
 * `S_g` is the sum and `n_g` the number of values in cluster g; clusters without a value do not count.
 */
export interface ClusteredTally {
  /** G */
  readonly clusters: number;
  /** n = Σ_g n_g */
  readonly n: number;
  /** S = Σ_g S_g */
  readonly sum: number;
  /** Σ of the squared single values */
  readonly sumOfSquares: number;
  /** Σ_g S_g² */
  readonly sumOfSquaredClusterSums: number;
  /** Σ_g n_g·S_g */
  readonly sumOfSizeTimesSum: number;
  /** Σ_g n_g² */
  readonly sumOfSquaredSizes: number;
}

export const emptyClusteredTally: ClusteredTally = {
  clusters: 0,
  n: 0,
  sum: 0,
  sumOfSquares: 0,
  sumOfSquaredClusterSums: 0,
  sumOfSizeTimesSum: 0,
  sumOfSquaredSizes: 0,
};

/** One cluster's own integers. */
export interface ClusterSums {
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

export const noClusterSums: ClusterSums = { n: 0, sum: 0, sumOfSquares: 0 };

/** The tally after one cluster's integers changed from `before` to `after`: subtract the old, add the new. */
export const retally = (tally: ClusteredTally, before: ClusterSums, after: ClusterSums): ClusteredTally => ({
  clusters: tally.clusters - (before.n > 0 ? 1 : 0) + (after.n > 0 ? 1 : 0),
  n: tally.n - before.n + after.n,
  sum: tally.sum - before.sum + after.sum,
  sumOfSquares: tally.sumOfSquares - before.sumOfSquares + after.sumOfSquares,
  sumOfSquaredClusterSums: tally.sumOfSquaredClusterSums - before.sum ** 2 + after.sum ** 2,
  sumOfSizeTimesSum: tally.sumOfSizeTimesSum - before.n * before.sum + after.n * after.sum,
  sumOfSquaredSizes: tally.sumOfSquaredSizes - before.n ** 2 + after.n ** 2,
});

/**
 * The same as {@link clusteredMean}, from integer sums. The expansion Σ(S_g − n_g·m)² = ΣS_g² − 2mΣn_gS_g + m²Σn_g² cancels almost
 * entirely where schools are alike, so it is done in whole numbers (times n²) and divided once.
 */
export const clusteredMeanFromTally = (
  tally: ClusteredTally,
  { level = 0.95, unit = 'points', factor = 100 }: TallyPresentation = {},
): Estimate<ClusteredMean> => {
  const exact = exactly<keyof ClusteredTally>({ ...tally });
  if (!exact) return notEstimable('sums-not-exact');
  const { clusters, n, sum: total } = exact;
  if (n < 0n || clusters < 0n || clusters > n) return notEstimable('sums-inconsistent');
  if (n === 0n) return notEstimable('no-observations');
  if (n < 2n) return notEstimable('fewer-than-two-observations');
  if (clusters < 2n) return notEstimable('fewer-than-two-clusters');
  const residuals =
    n * n * exact.sumOfSquaredClusterSums - 2n * n * total * exact.sumOfSizeTimesSum + total * total * exact.sumOfSquaredSizes;
  const deviations = spread(n, total, exact.sumOfSquares);
  if (residuals < 0n || deviations < 0n) return notEstimable('sums-inconsistent');
  return clusteredMeanOf(
    {
      n: tally.n,
      clusters: tally.clusters,
      mean: quotient(total, n) / factor,
      varianceOfMean: quotient(clusters * residuals, (clusters - 1n) * n ** 4n) / factor ** 2,
      variance: quotient(deviations, n * (n - 1n)) / factor ** 2,
    },
    unit,
    level,
  );
};
