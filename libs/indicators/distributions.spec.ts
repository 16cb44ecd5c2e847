import fc from 'fast-check';
import {
  logGamma,
  normalCdf,
  normalCritical,
  normalQuantile,
  normalUpperTail,
  regularisedBeta,
  tCdf,
  tCritical,
  tQuantile,
  tUpperTail,
} from './distributions.js';

const near = (actual: number, expected: number, relative = 1e-11): void =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-300));

describe('special functions', () => {
  it.each([
    [0.001, 6.907178885383853],
    [0.5, 0.5723649429247001],
    [3.7, 1.4280723266653879],
    [10, 12.801827480081469],
    [1234.5, 7550.550901077895],
  ])('ln Γ(%p) = %p', (x, expected) => near(logGamma(x), expected, 1e-13));

  it.each([
    [0.3, 2, 5, 0.579825],
    [0.9, 0.5, 0.5, 0.7951672353008665],
    [0.01, 30, 1.5, 6.226917762554654e-60],
    [0.5, 400, 380, 0.236829937356067],
  ])('I_%p(%p, %p) = %p', (x, a, b, expected) => near(regularisedBeta(x, a, b), expected, 1e-10));

  it('I_x(a, b) = 1 − I_{1−x}(b, a)', () => {
    const parameter = fc.double({ min: 0.05, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), parameter, parameter, (x, a, b) => {
        expect(regularisedBeta(x, a, b) + regularisedBeta(1 - x, b, a)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('refuses what it is not defined for', () => {
    expect(() => logGamma(0)).toThrow(RangeError);
    expect(() => regularisedBeta(1.5, 1, 1)).toThrow(RangeError);
    expect(() => regularisedBeta(0.5, 0, 1)).toThrow(RangeError);
  });
});

describe('the normal distribution', () => {
  it.each([
    [0.975, 1.9599639845400543],
    [0.6, 0.2533471031357998],
    [0.999999, 4.753424308822899],
    [0.025, -1.9599639845400543],
    [0.5, 0],
  ])('has %p below %p', (p, z) => near(normalQuantile(p), z));

  it.each([
    [0.1, 0.460172162722971],
    [1, 0.15865525393145705],
    [2.99, 0.0013948872354922505],
    [3.01, 0.0013062384487694677],
    [6, 9.86587645037698e-10],
    [20, 2.7536241186062337e-89],
  ])('lies above %p with probability %p', (z, tail) => near(normalUpperTail(z), tail));

  it('refuses a probability that is none', () => {
    for (const p of [0, 1, -1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

describe("Student's t", () => {
  it.each([
    [0.975, 1, 12.706204736174705],
    [0.975, 2, 0.95 / Math.sqrt(2 * 0.975 * 0.025)],
    [0.975, 2.5, 3.5746548420036834],
    [0.975, 9, 2.2621571627982053],
    [0.975, 199, 1.971956544251754],
    [0.975, 1e6, 1.959966356814107],
    [0.95, 4, 2.1318467863266504],
    [0.995, 30, 2.7499956535672254],
    [0.9995, 3, 12.923978636687483],
  ])('has %p below it with %p degrees of freedom at %p', (p, df, t) => near(tQuantile(p, df), t, df < 1e5 ? 1e-11 : 1e-8));

  it.each([
    [2, 5, 0.05096973941492918],
    [4.0194, 9, 0.001510394836474031],
    [0.001, 3, 0.49963244748473046],
    [50, 3, 8.808576020635988e-6],
    [1.96, 1e8, 0.024997896534664055],
    [3, 0.7, 0.14168566965051294],
  ])('exceeds %p with %p degrees of freedom with probability %p', (t, df, tail) =>
    near(tUpperTail(t, df), tail, df < 1e5 ? 1e-11 : 1e-8),
  );

  it('with one degree of freedom is tan(π(p − ½))', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (p) => {
        const expected = p < 0.5 ? -1 / Math.tan(Math.PI * p) : 1 / Math.tan(Math.PI * (1 - p));
        expect(Math.abs(tQuantile(p, 1) - expected)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(expected)));
      }),
    );
  });

  it('comes back from its quantile, for any degrees of freedom', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.double({ min: 0.5, max: 1e7, noNaN: true }),
        (p, df) => {
          expect(Math.abs(tCdf(tQuantile(p, df), df) - p)).toBeLessThan(1e-10);
        },
      ),
    );
  });

  it('is symmetric, and rises', () => {
    const t = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(t, t, fc.double({ min: 0.5, max: 1e6, noNaN: true }), (a, b, df) => {
        expect(tCdf(a, df) + tCdf(-a, df)).toBeCloseTo(1, 12);
        expect(tCdf(Math.min(a, b), df)).toBeLessThanOrEqual(tCdf(Math.max(a, b), df) + 1e-14);
      }),
    );
  });

  it('becomes the normal distribution', () => {
    expect(tCritical(0.95, 1e9)).toBeCloseTo(normalCritical(0.95), 8);
    expect(tCdf(1, 1e12)).toBeCloseTo(normalCdf(1), 11);
  });

  it('refuses degrees of freedom that are none', () => {
    for (const df of [0, -1, Number.NaN]) expect(() => tQuantile(0.9, df)).toThrow(RangeError);
  });
});
