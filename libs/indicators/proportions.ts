import { normalCritical } from './distributions.js';
import { estimable, type Estimate, type Interval, notEstimable } from './estimate.js';

/** So many out of so many. */
export interface Fraction {
  readonly count: number;
  readonly of: number;
}

const requireFraction = ({ count, of }: Fraction): void => {
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(of) || count < 0 || count > of) {
    throw new RangeError(`${count} of ${of} is no fraction of people`);
  }
};

/** A share with Wilson's interval, which stays between 0 and 1. */
export const wilson = (fraction: Fraction, level = 0.95): Estimate<Interval & Fraction> => {
  requireFraction(fraction);
  const { count, of: n } = fraction;
  if (n === 0) return notEstimable('empty-group');
  const z = normalCritical(level);
  const share = count / n;
  const square = (z * z) / n;
  const centre = share + square / 2;
  const reach = z * Math.sqrt((share * (1 - share)) / n + square / (4 * n));
  return estimable({
    value: share,
    // At the ends centre and reach are equal but for their rounding.
    low: count === 0 ? 0 : Math.max(0, (centre - reach) / (1 + square)),
    high: count === n ? 1 : Math.min(1, (centre + reach) / (1 + square)),
    level,
    unit: 'share' as const,
    count,
    of: n,
  });
};

/** First share minus second, with Newcombe's hybrid interval; for two separate groups (differential attrition, trained against waitlisted). */
export const shareDifference = (first: Fraction, second: Fraction, level = 0.95): Estimate<Interval> => {
  const a = wilson(first, level);
  const b = wilson(second, level);
  if (!a.estimable) return a;
  if (!b.estimable) return b;
  const value = a.value - b.value;
  return estimable({
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
    level,
    unit: 'share' as const,
  });
};

/** First share divided by second, with the interval of its logarithm. Not estimable where either group has no case. */
export const shareRatio = (first: Fraction, second: Fraction, level = 0.95): Estimate<Interval> => {
  requireFraction(first);
  requireFraction(second);
  if (first.of === 0 || second.of === 0) return notEstimable('empty-group');
  if (first.count === 0 || second.count === 0) return notEstimable('no-cases');
  // Everybody in both groups: the formula's interval has no width, which would claim a certainty that nobody has.
  if (first.count === first.of && second.count === second.of) return notEstimable('no-spread');
  const value = first.count / first.of / (second.count / second.of);
  const reach = normalCritical(level) * Math.sqrt(1 / first.count - 1 / first.of + 1 / second.count - 1 / second.of);
  return estimable({ value, low: value * Math.exp(-reach), high: value * Math.exp(reach), level, unit: 'ratio' as const });
};

/** A parity index above 1 read back from 2, so that 0.8 and its mirror image 1.25 lie at the same distance from 1; 0 to 2. */
export const adjustedParity = (index: number): number => {
  if (!(index >= 0)) throw new RangeError(`${index} is no parity index`);
  return index > 1 ? 2 - 1 / index : index;
};

export interface ParityIndex extends Interval {
  /** Disadvantaged over advantaged, before the adjustment. */
  readonly ratio: number;
  /** Where the index lies; parity is 0.97 to 1.03. */
  readonly reading: 'below-parity' | 'parity' | 'above-parity';
}

/**
 * The adjusted parity index of two shares (female over male, rural over urban, municipal over paid private) with its interval. For
 * proportions only; compare gains by their difference. For an indicator where lower is better, pass the share of those without it.
 */
export const parityIndex = (disadvantaged: Fraction, advantaged: Fraction, level = 0.95): Estimate<ParityIndex> => {
  const ratio = shareRatio(disadvantaged, advantaged, level);
  if (!ratio.estimable) return ratio;
  const value = adjustedParity(ratio.value);
  return estimable({
    value,
    low: adjustedParity(ratio.low),
    high: adjustedParity(ratio.high),
    level,
    unit: 'ratio' as const,
    ratio: ratio.value,
    reading: value < 0.97 ? ('below-parity' as const) : value > 1.03 ? ('above-parity' as const) : ('parity' as const),
  });
};

/** How many went up, stayed and went down; what can be said of ratings, beside their mean change. */
export interface ChangeCounts {
  readonly up: number;
  readonly same: number;
  readonly down: number;
}

/** @param tolerance a change up to this size counts as the same */
export const countChanges = (pairs: Iterable<{ readonly pre: number; readonly post: number }>, tolerance = 0): ChangeCounts => {
  const counts = { up: 0, same: 0, down: 0 };
  for (const { pre, post } of pairs) {
    const change = post - pre;
    if (Number.isNaN(change)) throw new RangeError('a pair with a missing value has no change');
    counts[change > tolerance ? 'up' : change < -tolerance ? 'down' : 'same'] += 1;
  }
  return counts;
};

export interface ChangeShares {
  readonly n: number;
  readonly up: Estimate<Interval & Fraction>;
  readonly same: Estimate<Interval & Fraction>;
  readonly down: Estimate<Interval & Fraction>;
}

export const changeShares = ({ up, same, down }: ChangeCounts, level = 0.95): Estimate<ChangeShares> => {
  const n = up + same + down;
  if (n === 0) return notEstimable('no-observations');
  return estimable({
    n,
    up: wilson({ count: up, of: n }, level),
    same: wilson({ count: same, of: n }, level),
    down: wilson({ count: down, of: n }, level),
  });
};

export interface FloorAndCeiling {
  readonly n: number;
  /** Share with the lowest score that the scale has. */
  readonly floor: Estimate<Interval & Fraction>;
  /** Share with the highest. */
  readonly ceiling: Estimate<Interval & Fraction>;
}

/** How many stand at the ends of the scale, where it cannot measure them further. */
export const floorAndCeiling = (
  counts: { readonly atFloor: number; readonly atCeiling: number; readonly n: number },
  level = 0.95,
): Estimate<FloorAndCeiling> =>
  counts.n === 0
    ? notEstimable('no-observations')
    : estimable({
        n: counts.n,
        floor: wilson({ count: counts.atFloor, of: counts.n }, level),
        ceiling: wilson({ count: counts.atCeiling, of: counts.n }, level),
      });

export const countFloorAndCeiling = (
  values: readonly number[],
  scale: { readonly minimum: number; readonly maximum: number },
): { readonly atFloor: number; readonly atCeiling: number; readonly n: number } => ({
  atFloor: values.filter((value) => value <= scale.minimum).length,
  atCeiling: values.filter((value) => value >= scale.maximum).length,
  n: values.length,
});
