import fc from 'fast-check';
import type { Estimate, Interval } from './estimate.js';
import {
  adjustedParity,
  changeShares,
  countChanges,
  countFloorAndCeiling,
  floorAndCeiling,
  type Fraction,
  parityIndex,
  shareDifference,
  shareRatio,
  wilson,
} from './proportions.js';

const expectInterval = (estimate: Estimate<Interval>, value: number, low: number, high: number): void => {
  if (!estimate.estimable) throw new Error(estimate.reason);
  for (const [actual, expected] of [
    [estimate.value, value],
    [estimate.low, low],
    [estimate.high, high],
  ] as const) {
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-3);
  }
};

const fraction = fc
  .integer({ min: 1, max: 5000 })
  .chain((of) => fc.record({ count: fc.integer({ min: 0, max: of }), of: fc.constant(of) }));

describe("Wilson's interval", () => {
  it.each([
    [7, 10, 0.3968, 0.8922],
    [0, 10, 0, 0.2775],
    [45, 120, 0.2935, 0.4642],
    [90, 150, 0.52, 0.675],
  ])('of %p in %p is %p to %p', (count, of, low, high) => expectInterval(wilson({ count, of }), count / of, low, high));

  it('holds the share and stays within 0 and 1', () => {
    fc.assert(
      fc.property(fraction, (sample) => {
        const estimate = wilson(sample);
        if (!estimate.estimable) throw new Error(estimate.reason);
        expect(estimate.low).toBeGreaterThanOrEqual(0);
        expect(estimate.high).toBeLessThanOrEqual(1);
        expect(estimate.low).toBeLessThanOrEqual(estimate.value);
        expect(estimate.high).toBeGreaterThanOrEqual(estimate.value);
        expect(estimate.high).toBeGreaterThan(estimate.low);
      }),
    );
  });

  it('mirrors: those who did and those who did not', () => {
    fc.assert(
      fc.property(fraction, ({ count, of }) => {
        const did = wilson({ count, of });
        const didNot = wilson({ count: of - count, of });
        if (did.estimable && didNot.estimable) expect(did.low).toBeCloseTo(1 - didNot.high, 12);
      }),
    );
  });

  it('of nobody is not estimable, and of impossible counts is an error', () => {
    expect(wilson({ count: 0, of: 0 })).toEqual({ estimable: false, reason: 'empty-group' });
    for (const impossible of [
      { count: 3, of: 2 },
      { count: -1, of: 2 },
      { count: 0.5, of: 2 },
      { count: 0, of: Number.NaN },
    ]) {
      expect(() => wilson(impossible)).toThrow(RangeError);
    }
  });
});

describe('two groups', () => {
  const lost: Fraction = { count: 45, of: 120 };
  const stayed: Fraction = { count: 90, of: 150 };

  it("differ by Newcombe's interval", () => expectInterval(shareDifference(lost, stayed), -0.225, -0.3357, -0.1052));
  it('stand in a ratio', () => expectInterval(shareRatio(lost, stayed), 0.625, 0.4793, 0.815));

  it('differ the other way round when they change places', () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const there = shareDifference(a, b);
        const back = shareDifference(b, a);
        if (!there.estimable || !back.estimable) throw new Error('both groups have people');
        expect(there.value).toBeCloseTo(-back.value, 12);
        expect(there.low).toBeCloseTo(-back.high, 12);
        expect(there.low).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(there.high).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('without cases, without people or all alike have no ratio', () => {
    expect(shareRatio({ count: 0, of: 5 }, stayed)).toEqual({ estimable: false, reason: 'no-cases' });
    expect(shareRatio(lost, { count: 0, of: 5 })).toEqual({ estimable: false, reason: 'no-cases' });
    expect(shareRatio(lost, { count: 0, of: 0 })).toEqual({ estimable: false, reason: 'empty-group' });
    expect(shareRatio({ count: 4, of: 4 }, { count: 9, of: 9 })).toEqual({ estimable: false, reason: 'no-spread' });
    expect(shareDifference(lost, { count: 0, of: 0 })).toEqual({ estimable: false, reason: 'empty-group' });
  });
});

describe('the parity index', () => {
  it('of 1.25 is 1.20 when adjusted', () => expect(adjustedParity(1.25)).toBeCloseTo(1.2, 12));

  it('is symmetric around 1, between 0 and 2', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (index) => {
        expect(adjustedParity(index) + adjustedParity(1 / index)).toBeCloseTo(2, 9);
        expect(adjustedParity(index)).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('has an interval, and says where it lies', () => {
    const index = parityIndex({ count: 45, of: 120 }, { count: 90, of: 150 });
    expectInterval(index, 0.625, 0.4793, 0.815);
    expect(index).toMatchObject({ reading: 'below-parity', ratio: 0.625 });
    expect(parityIndex({ count: 90, of: 150 }, { count: 45, of: 120 })).toMatchObject({
      reading: 'above-parity',
      value: 2 - 0.625,
    });
    expect(parityIndex({ count: 50, of: 100 }, { count: 51, of: 100 })).toMatchObject({ reading: 'parity' });
    expect(() => adjustedParity(Number.NaN)).toThrow(RangeError);
  });
});

describe('ratings', () => {
  it('are counted up, same and down', () => {
    const pairs = [
      { pre: 2, post: 3 },
      { pre: 2, post: 2 },
      { pre: 3, post: 2.5 },
      { pre: 1, post: 4 },
    ];
    expect(countChanges(pairs)).toEqual({ up: 2, same: 1, down: 1 });
    expect(countChanges(pairs, 0.5)).toEqual({ up: 2, same: 2, down: 0 });
    expect(changeShares(countChanges(pairs))).toMatchObject({
      n: 4,
      up: { value: 0.5 },
      same: { value: 0.25 },
      down: { value: 0.25 },
    });
    expect(changeShares({ up: 0, same: 0, down: 0 })).toEqual({ estimable: false, reason: 'no-observations' });
    expect(() => countChanges([{ pre: Number.NaN, post: 1 }])).toThrow(RangeError);
  });

  it('stand at the floor and at the ceiling', () => {
    const counts = countFloorAndCeiling([0, 0, 3, 5, 4], { minimum: 0, maximum: 5 });
    expect(counts).toEqual({ atFloor: 2, atCeiling: 1, n: 5 });
    expect(floorAndCeiling(counts)).toMatchObject({ floor: { value: 0.4 }, ceiling: { value: 0.2 } });
    expect(floorAndCeiling({ atFloor: 0, atCeiling: 0, n: 0 })).toEqual({ estimable: false, reason: 'no-observations' });
  });
});
