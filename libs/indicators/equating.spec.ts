import fc from 'fast-check';
import { commonItemLinear, conversionTable, momentsOf, randomGroupsLinear } from './equating.js';

const at = (line: { slope: number; intercept: number } | undefined, raw: number): number =>
  line ? line.slope * raw + line.intercept : Number.NaN;

describe('equating by a line', () => {
  it('lets scores equally far from the mean be worth the same, in random groups', () => {
    // Kolen and Brennan’s textbook case: mean 72 and sd 10 against mean 77 and sd 9; 75 is worth 79.7.
    const line = randomGroupsLinear({ persons: 100, mean: 72, sd: 10 }, { persons: 100, mean: 77, sd: 9 });
    expect(at(line, 75)).toBeCloseTo(79.7, 10);
    expect(at(line, 72)).toBeCloseTo(77, 10);
  });
  it('allows with anchors for groups that differ: equal forms stay equal however able their takers are', () => {
    // One test, its first half the anchor; the second group is the first one shifted by two right answers on anchor and total alike.
    const first = Array.from({ length: 60 }, (_, i) => ({ anchor: i % 7, score: 2 * (i % 7) }));
    const second = first.map(({ anchor }) => ({ anchor: anchor + 2, score: 2 * (anchor + 2) }));
    const line = commonItemLinear(momentsOf(second), momentsOf(first));
    expect(line?.slope).toBeCloseTo(1, 10);
    expect(line?.intercept).toBeCloseTo(0, 10);
  });
  it('is the line of random groups where the anchors say that the groups are alike', () => {
    const form = { persons: 50, mean: 12, sd: 4, anchorMean: 3, anchorSd: 1.5, covariance: 3 };
    const reference = { persons: 80, mean: 14, sd: 3, anchorMean: 3, anchorSd: 1.5, covariance: 2 };
    expect(at(commonItemLinear(form, reference), 10)).toBeCloseTo(at(randomGroupsLinear(form, reference), 10), 10);
  });
  it('cannot be drawn without spread', () => {
    expect(randomGroupsLinear({ persons: 9, mean: 1, sd: 0 }, { persons: 9, mean: 1, sd: 1 })).toBeUndefined();
    expect(commonItemLinear(momentsOf([{ score: 1, anchor: 1 }]), momentsOf([{ score: 2, anchor: 1 }]))).toBeUndefined();
  });
  it('gives a table that rises, stays within the scale and leads back to the raw scores of the reference', () => {
    const moments = fc.record({
      persons: fc.integer({ min: 30, max: 500 }),
      mean: fc.integer({ min: 2000, max: 8000 }),
      sd: fc.integer({ min: 300, max: 3000 }),
    });
    fc.assert(
      fc.property(moments, moments, fc.integer({ min: 2, max: 40 }), (form, reference, items) => {
        const raws = Array.from({ length: items + 1 }, (_, right) => Math.round((10_000 * right) / items));
        const table = conversionTable(raws, randomGroupsLinear(form, reference) ?? { slope: 0, intercept: 0 }, [0, 10_000]);
        table.forEach(({ raw, scaled }, index) => {
          expect(raw).toBe(raws[index]);
          expect(scaled).toBeGreaterThanOrEqual(table[index - 1]?.scaled ?? 0);
          expect(scaled).toBeLessThanOrEqual(10_000);
        });
        const itself = randomGroupsLinear(reference, reference);
        expect(conversionTable(raws, itself ?? { slope: 0, intercept: 0 }, [0, 10_000]).map(({ scaled }) => scaled)).toEqual(
          raws,
        );
      }),
      { numRuns: 100 },
    );
  });
});
