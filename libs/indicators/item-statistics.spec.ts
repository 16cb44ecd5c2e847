import fc from 'fast-check';
import { alphaFromSums, itemRestCorrelation, type ItemSums } from './item-statistics.js';
import { correlation, cronbachAlpha } from './reliability.js';

const sumsOf = (rows: readonly (readonly number[])[]): ItemSums => {
  const totals = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
  const over = (of: (row: readonly number[], total: number) => number): number =>
    rows.reduce((sum, row, index) => sum + of(row, totals[index] ?? 0), 0);
  return {
    n: rows.length,
    total: over((_, total) => total),
    totalSquares: over((_, total) => total ** 2),
    items: (rows[0] ?? []).map((_, item) => ({
      sum: over((row) => row[item] ?? 0),
      squares: over((row) => (row[item] ?? 0) ** 2),
      product: over((row, total) => (row[item] ?? 0) * total),
    })),
  };
};

const answers = fc
  .integer({ min: 2, max: 6 })
  .chain((items) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: items, maxLength: items }), { minLength: 2, maxLength: 40 }),
  );

describe('item statistics from sums', () => {
  it('give the α of the answers themselves', () => {
    fc.assert(
      fc.property(answers, (rows) => {
        const fromSums = alphaFromSums(sumsOf(rows), 0);
        const fromRows = cronbachAlpha(rows);
        expect(fromSums.estimable).toBe(fromRows.estimable);
        if (fromSums.estimable && fromRows.estimable) expect(fromSums.value).toBeCloseTo(fromRows.value, 9);
      }),
      { numRuns: 200 },
    );
  });
  it('hold an item against the total of the others', () => {
    fc.assert(
      fc.property(answers, (rows) => {
        const fromSums = itemRestCorrelation(sumsOf(rows), 0);
        const item = rows.map((row) => row[0] ?? 0);
        const rest = rows.map((row) => row.slice(1).reduce((sum, value) => sum + value, 0));
        const fromRows = correlation(item, rest);
        if (fromSums.estimable && fromRows.estimable) expect(fromSums.value).toBeCloseTo(fromRows.value, 9);
        else expect(fromSums.estimable).toBe(fromRows.estimable);
      }),
      { numRuns: 200 },
    );
  });
  it('say why there is none', () => {
    expect(alphaFromSums(sumsOf([]), 0)).toEqual({ estimable: false, reason: 'no-observations' });
    expect(
      alphaFromSums(
        sumsOf([
          [1, 1],
          [1, 1],
        ]),
        0,
      ),
    ).toEqual({ estimable: false, reason: 'no-spread' });
    expect(alphaFromSums(sumsOf([[1], [2]]), 0)).toEqual({ estimable: false, reason: 'fewer-than-two-items' });
  });
});
