import type { Presentation } from './descriptive.js';
import { tCritical } from './distributions.js';
import { estimable, type Estimate, type MeanInterval, notEstimable } from './estimate.js';
import { sum } from './exact.js';
import type { Clustered } from './reliability.js';

/** A value that stands for `weight` people of the population. */
export interface Weighted extends Clustered {
  readonly weight: number;
}

export interface WeightedMean extends MeanInterval {
  readonly interval: 'clustered';
  readonly clusters: number;
  /** What the unequal weights leave of the sample: (Σw)²/Σw² (Kish 1965). */
  readonly effectiveN: number;
}

/**
 * The weighted mean Σwy/Σw with a cluster-robust interval by linearisation: V = G/(G−1) · Σ_g (Σ_{i∈g} w_i(y_i − m))² / (Σw)², Student's t with
 * G − 1 degrees of freedom (Cochran 1977, 6.13). With equal weights it is `clusteredMean`.
 */
export const weightedClusteredMean = (
  observations: Iterable<Weighted>,
  { level = 0.95, unit = 'points' }: Presentation = {},
): Estimate<WeightedMean> => {
  const all = [...observations];
  if (all.some(({ weight }) => !(weight > 0 && Number.isFinite(weight)))) throw new RangeError('a weight must be above 0');
  if (all.length === 0) return notEstimable('no-observations');
  if (all.length < 2) return notEstimable('fewer-than-two-observations');
  const weights = sum(all.map(({ weight }) => weight));
  const value = sum(all.map((one) => one.weight * one.value)) / weights;
  const residuals = new Map<string, number>();
  for (const one of all) residuals.set(one.cluster, (residuals.get(one.cluster) ?? 0) + one.weight * (one.value - value));
  const clusters = residuals.size;
  if (clusters < 2) return notEstimable('fewer-than-two-clusters');
  const varianceOfMean = ((clusters / (clusters - 1)) * sum([...residuals.values()].map((part) => part ** 2))) / weights ** 2;
  const standardError = Math.sqrt(varianceOfMean);
  const reach = tCritical(level, clusters - 1) * standardError;
  return estimable({
    value,
    low: value - reach,
    high: value + reach,
    level,
    unit,
    n: all.length,
    clusters,
    standardError,
    degreesOfFreedom: clusters - 1,
    interval: 'clustered' as const,
    effectiveN: weights ** 2 / sum(all.map(({ weight }) => weight ** 2)),
  });
};
