import { covariance, mean, variance } from './descriptive.js';
import { estimable, type Estimate, notEstimable, type Quantity } from './estimate.js';
import { sum } from './exact.js';

export interface Alpha extends Quantity {
  readonly items: number;
  /** Persons who answered every item. */
  readonly n: number;
  /** Persons left out because an answer is missing. */
  readonly excluded: number;
}

/**
 * Cronbach's α over persons who answered every item. It can be negative; that says the items do not belong together.
 * @param answers one row a person, one column an item; `undefined` where there is no answer
 */
export const cronbachAlpha = (answers: readonly (readonly (number | undefined)[])[]): Estimate<Alpha> => {
  const items = answers[0]?.length ?? 0;
  if (answers.some((row) => row.length !== items)) throw new RangeError('every person needs a place for every item');
  if (answers.length === 0) return notEstimable('no-observations');
  if (items < 2) return notEstimable('fewer-than-two-items');
  const whole = answers.filter((row): row is readonly number[] => row.every((answer) => answer !== undefined));
  if (whole.length < 2) return notEstimable('fewer-than-two-observations');
  const ofTotal = variance(whole.map((row) => sum(row)));
  if (ofTotal === 0) return notEstimable('no-spread');
  const ofItems = sum(Array.from({ length: items }, (_, item) => variance(whole.map((row) => row[item] as number))));
  return estimable({
    value: (items / (items - 1)) * (1 - ofItems / ofTotal),
    unit: 'coefficient' as const,
    items,
    n: whole.length,
    excluded: answers.length - whole.length,
  });
};

/** Pearson's correlation of two lists of the same length. */
export const correlation = (xs: readonly number[], ys: readonly number[]): Estimate<Quantity & { readonly n: number }> => {
  if (xs.length !== ys.length) throw new RangeError('a correlation needs two lists of the same length');
  if (xs.length < 2) return notEstimable('fewer-than-two-observations');
  const product = Math.sqrt(variance(xs)) * Math.sqrt(variance(ys));
  if (product === 0) return notEstimable('no-spread');
  return estimable({
    value: Math.max(-1, Math.min(1, covariance(xs, ys) / product)),
    unit: 'correlation' as const,
    n: xs.length,
  });
};

/** A value and the school (or other group) it comes from. */
export interface Clustered {
  readonly cluster: string;
  readonly value: number;
}

export const byCluster = (observations: Iterable<Clustered>): readonly (readonly number[])[] => {
  const groups = new Map<string, number[]>();
  for (const { cluster, value } of observations) {
    const group = groups.get(cluster);
    if (group) group.push(value);
    else groups.set(cluster, [value]);
  }
  return [...groups.values()];
};

export interface IntraclassCorrelation extends Quantity {
  readonly n: number;
  readonly clusters: number;
  /** The size of cluster that the unequal sizes amount to (Σn − Σn²/Σn)/(G − 1). */
  readonly effectiveClusterSize: number;
}

/**
 * ICC(1): the share of the variance that lies between clusters, by one-way analysis of variance. Slightly negative where clusters
 * differ less than chance would make them.
 */
export const intraclassCorrelation = (observations: Iterable<Clustered>): Estimate<IntraclassCorrelation> => {
  const groups = byCluster(observations);
  const values = groups.flat();
  const n = values.length;
  const clusters = groups.length;
  if (n === 0) return notEstimable('no-observations');
  if (clusters < 2) return notEstimable('fewer-than-two-clusters');
  if (n === clusters) return notEstimable('one-observation-per-cluster');
  const grand = mean(values);
  const between = sum(groups.map((group) => group.length * (mean(group) - grand) ** 2)) / (clusters - 1);
  const within =
    sum(
      groups.flatMap((group) => {
        const own = mean(group);
        return group.map((value) => (value - own) ** 2);
      }),
    ) /
    (n - clusters);
  const effectiveClusterSize = (n - sum(groups.map((group) => group.length ** 2)) / n) / (clusters - 1);
  const total = between + (effectiveClusterSize - 1) * within;
  if (total === 0) return notEstimable('no-spread');
  return estimable({ value: (between - within) / total, unit: 'correlation' as const, n, clusters, effectiveClusterSize });
};

/** By how much clustering multiplies the variance of a mean: 1 + (m − 1)·ICC, for clusters of `m`. */
export const designEffect = (clusterSize: number, icc: number): number => 1 + (clusterSize - 1) * icc;
