import type { Alpha } from './reliability.js';
import { estimable, notEstimable, type Estimate, type Quantity } from './estimate.js';

/**
 * Classical item analysis from sums alone, so that answers need not be read again: Cronbach 1951 for α; the corrected item-total
 * correlation leaves the item out of the total it is held against (Henrysson 1963).
 */

/** Over the persons who answered every item of a set. Integers. */
export interface ItemSums {
  readonly n: number;
  /** Σ of the persons' totals over the items, and of their squares. */
  readonly total: number;
  readonly totalSquares: number;
  /** For each item Σ x, Σ x², Σ x · total. */
  readonly items: readonly { readonly sum: number; readonly squares: number; readonly product: number }[];
}

/** n² times the (population) covariance: exact for integers. */
const scatter = (n: number, product: number, a: number, b: number): number => n * product - a * b;

/** Cronbach's α from sums; `excluded` are the persons left out because an answer is missing. */
export const alphaFromSums = ({ n, total, totalSquares, items }: ItemSums, excluded: number): Estimate<Alpha> => {
  if (n + excluded === 0) return notEstimable('no-observations');
  if (items.length < 2) return notEstimable('fewer-than-two-items');
  if (n < 2) return notEstimable('fewer-than-two-observations');
  const ofTotal = scatter(n, totalSquares, total, total);
  if (ofTotal === 0) return notEstimable('no-spread');
  const ofItems = items.reduce((sum, item) => sum + scatter(n, item.squares, item.sum, item.sum), 0);
  const value = (items.length / (items.length - 1)) * (1 - ofItems / ofTotal);
  return estimable({ value, unit: 'coefficient' as const, items: items.length, n, excluded });
};

/** Correlation of an item with the total of the others. */
export const itemRestCorrelation = (
  { n, total, totalSquares, items }: ItemSums,
  index: number,
): Estimate<Quantity & { readonly n: number }> => {
  const item = items[index];
  if (!item) throw new RangeError(`there is no item ${index}`);
  if (items.length < 2) return notEstimable('fewer-than-two-items');
  if (n < 2) return notEstimable('fewer-than-two-observations');
  const own = scatter(n, item.squares, item.sum, item.sum);
  const withTotal = scatter(n, item.product, item.sum, total);
  const rest = scatter(n, totalSquares, total, total) - 2 * withTotal + own;
  if (own <= 0 || rest <= 0) return notEstimable('no-spread');
  const value = (withTotal - own) / (Math.sqrt(own) * Math.sqrt(rest));
  return estimable({ value: Math.max(-1, Math.min(1, value)), unit: 'correlation' as const, n });
};
