import { tCritical, normalCritical } from './distributions.js';
import { mean, variance } from './descriptive.js';
import { estimable, type Estimate, type Interval, notEstimable, type Unit } from './estimate.js';
import { sum } from './exact.js';

/** What is known of a group's values. */
export interface Sample {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1). */
  readonly standardDeviation: number;
}

/** @returns not estimable below two values */
export const sampleOf = (values: readonly number[]): Estimate<Sample> => {
  if (values.length === 0) return notEstimable('no-observations');
  if (values.length < 2) return notEstimable('fewer-than-two-observations');
  return estimable({ n: values.length, mean: mean(values), standardDeviation: Math.sqrt(variance(values)) });
};

/**
 * How far two groups lie apart before anything was done, in standard deviations: (m₁ − m₂) / √((s₁² + s₂²)/2) (Austin 2009, Statistics in
 * Medicine 28:3083), with the large-sample interval of a standardised difference, √((n₁ + n₂)/(n₁n₂) + d²/(2(n₁ + n₂))) (Hedges and Olkin 1985).
 */
export const standardisedDifference = (first: Sample, second: Sample, level = 0.95): Estimate<Interval> => {
  if (first.n < 2 || second.n < 2) return notEstimable('fewer-than-two-observations');
  const pooled = Math.sqrt((first.standardDeviation ** 2 + second.standardDeviation ** 2) / 2);
  if (pooled === 0) return notEstimable('no-spread');
  const value = (first.mean - second.mean) / pooled;
  const both = first.n + second.n;
  const reach = normalCritical(level) * Math.sqrt(both / (first.n * second.n) + value ** 2 / (2 * both));
  return estimable({ value, low: value - reach, high: value + reach, level, unit: 'standard-deviations' as const });
};

/** Two groups that a draw made within one block (one offering's seats). */
export interface Block {
  readonly treated: readonly number[];
  readonly control: readonly number[];
}

export interface BlockedDifference extends Interval {
  readonly blocks: number;
  readonly nTreated: number;
  readonly nControl: number;
  readonly meanTreated: number;
  readonly meanControl: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/**
 * Treated minus control where each block drew its own: the difference within each block, weighted by n_T·n_C/(n_T + n_C), which is what a
 * regression with one intercept a block estimates; its variance from the two variances within each block (Neyman), Student's t with
 * Σ(n − 2) degrees of freedom. A block with fewer than two on a side says nothing about its spread and is left out. Persons were drawn one by one,
 * so the interval needs no clusters.
 */
export const blockedDifference = (
  blocks: Iterable<Block>,
  { level = 0.95, unit = 'points' }: { readonly level?: number; readonly unit?: Unit } = {},
): Estimate<BlockedDifference> => {
  const usable = [...blocks].filter(({ treated, control }) => treated.length > 1 && control.length > 1);
  if (usable.length === 0) return notEstimable('fewer-than-two-observations');
  const parts = usable.map(({ treated, control }) => ({
    weight: (treated.length * control.length) / (treated.length + control.length),
    difference: mean(treated) - mean(control),
    variance: variance(treated) / treated.length + variance(control) / control.length,
    freedom: treated.length + control.length - 2,
  }));
  const weights = sum(parts.map(({ weight }) => weight));
  const value = sum(parts.map(({ weight, difference }) => weight * difference)) / weights;
  const standardError = Math.sqrt(sum(parts.map((part) => part.weight ** 2 * part.variance))) / weights;
  const degreesOfFreedom = sum(parts.map(({ freedom }) => freedom));
  const reach = tCritical(level, degreesOfFreedom) * standardError;
  const treated = usable.flatMap((block) => block.treated);
  const control = usable.flatMap((block) => block.control);
  return estimable({
    value,
    low: value - reach,
    high: value + reach,
    level,
    unit,
    blocks: usable.length,
    nTreated: treated.length,
    nControl: control.length,
    meanTreated: mean(treated),
    meanControl: mean(control),
    standardError,
    degreesOfFreedom,
  });
};

export interface GainBounds {
  /** Everybody who was lost fell to the bottom of the scale. */
  readonly low: number;
  /** Nobody who was lost changed: the gain of the pairs, spread over all who began. */
  readonly unchanged: number;
  /** Everybody who was lost rose to the top. */
  readonly high: number;
  readonly nPairs: number;
  readonly nLost: number;
}

/**
 * Between which limits the mean gain of all who began must lie, whatever became of those without a last score (Manski 1990). They assume nothing,
 * so they are wide; the headline rests on the pairs alone.
 */
export const gainBounds = (
  sums: {
    readonly nPairs: number;
    /** Σ (last − first) over the pairs. */
    readonly pairsGain: number;
    readonly nLost: number;
    /** Σ of the first scores of those who were lost. */
    readonly lostPre: number;
  },
  scale: { readonly minimum: number; readonly maximum: number },
): Estimate<GainBounds> => {
  const { nPairs, pairsGain, nLost, lostPre } = sums;
  const n = nPairs + nLost;
  if (n === 0) return notEstimable('no-observations');
  return estimable({
    low: (pairsGain + nLost * scale.minimum - lostPre) / n,
    unchanged: pairsGain / n,
    high: (pairsGain + nLost * scale.maximum - lostPre) / n,
    nPairs,
    nLost,
  });
};
