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
    [0.001, 6.90717888538385368],
    [0.5, 0.572364942924700087],
    [3.7, 1.42807232666538792],
    [10, 12.8018274800814696],
    [1234.5, 7550.5509010778949],
  ])('ln Γ(%p) = %p', (x, expected) => near(logGamma(x), expected, 1e-13));

  it.each([
    [0.3, 2, 5, 0.579825],
    [0.9, 0.5, 0.5, 0.795167235300866548],
    [0.01, 30, 1.5, 6.22691776255465369e-60],
    [0.5, 400, 380, 0.236829937356066999],
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
    [0.975, 1.95996398454005424],
    [0.6, 0.253347103135799799],
    [0.999999, 4.75342430882289895],
    [0.025, -1.95996398454005424],
    [0.5, 0],
  ])('has %p below %p', (p, z) => near(normalQuantile(p), z));

  it.each([
    [0.1, 0.460172162722971019],
    [1, 0.158655253931457051],
    [2.99, 0.00139488723549225046],
    [3.01, 0.00130623844876946775],
    [6, 9.86587645037698141e-10],
    [20, 2.7536241186062337e-89],
  ])('lies above %p with probability %p', (z, tail) => near(normalUpperTail(z), tail));

  it('refuses a probability that is none', () => {
    for (const p of [0, 1, -1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

describe("Student's t", () => {
  it.each([
    [0.975, 1, 12.7062047361747046],
    [0.975, 2, 0.95 / Math.sqrt(2 * 0.975 * 0.025)],
    [0.975, 2.5, 3.57465484200368322],
    [0.975, 9, 2.26215716279820554],
    [0.975, 199, 1.97195654425175383],
    [0.975, 1e6, 1.95996635681410704],
    [0.95, 4, 2.13184678632665032],
    [0.995, 30, 2.74999565356722533],
    [0.9995, 3, 12.9239786366874831],
  ])('has %p below it with %p degrees of freedom at %p', (p, df, t) => near(tQuantile(p, df), t, df < 1e5 ? 1e-11 : 1e-8));

  it.each([
    [2, 5, 0.0509697394149291781],
    [4.0194, 9, 0.00151039483647403097],
    [0.001, 3, 0.499632447484730469],
    [50, 3, 8.80857602063598708e-6],
    [1.96, 1e8, 0.0249978965346640543],
    [3, 0.7, 0.141685669650512922],
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
