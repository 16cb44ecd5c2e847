import fc from 'fast-check';
import { kaplanMeier, survivalAt, type Duration, type SurvivalCurve } from './survival.js';

const stayed = (...times: number[]): Duration[] => times.map((time) => ({ time, happened: false }));
const happened = (...times: number[]): Duration[] => times.map((time) => ({ time, happened: true }));
const curve = (durations: readonly Duration[]): SurvivalCurve => {
  const found = kaplanMeier(durations);
  if (!found.estimable) throw new Error(found.reason);
  return found;
};

describe('the curve of Kaplan and Meier', () => {
  // Remission under 6-mercaptopurine, in weeks (Freireich et al. 1963): the example of most textbooks.
  const remission = [...happened(6, 6, 6, 7, 10, 13, 16, 22, 23), ...stayed(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)];

  it('has the textbook’s numbers', () => {
    const { steps, n, median } = curve(remission);
    expect(n).toBe(21);
    expect(steps.map(({ time, atRisk, value }) => [time, atRisk, Number(value.toFixed(3))])).toEqual([
      [6, 21, 0.857],
      [7, 17, 0.807],
      [10, 15, 0.753],
      [13, 12, 0.69],
      [16, 11, 0.627],
      [22, 7, 0.538],
      [23, 6, 0.448],
    ]);
    expect(median.value).toBe(23);
    // Greenwood's standard error at 6 weeks is .0764; on the log-minus-log scale that gives .620 to .952.
    expect(steps[0]?.low).toBeCloseTo(0.62, 2);
    expect(steps[0]?.high).toBeCloseTo(0.952, 3);
    expect(median.low).toBe(13);
    expect(median.high).toBeNull();
  });

  it('is a plain share where nobody is censored', () => {
    const found = curve(happened(1, 2, 3, 4));
    expect(survivalAt(found, 0).value).toBe(1);
    expect(survivalAt(found, 2.5).value).toBeCloseTo(0.5, 12);
    expect(survivalAt(found, 9)).toEqual({ value: 0, low: 0, high: 0 });
  });

  it('says nothing of nobody, and never reaches a half that was not reached', () => {
    expect(kaplanMeier([])).toEqual({ estimable: false, reason: 'no-observations' });
    expect(curve([...stayed(5, 5, 5), ...happened(4)]).median.value).toBeNull();
  });

  it('never rises, stays between 0 and 1, and holds its value between its limits', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ time: fc.nat(60), happened: fc.boolean() }), { minLength: 1, maxLength: 60 }), (all) => {
        let before = 1;
        for (const { value, low, high, atRisk, happened: count } of curve(all).steps) {
          expect(value).toBeLessThanOrEqual(before);
          expect(low).toBeLessThanOrEqual(value + 1e-12);
          expect(high).toBeGreaterThanOrEqual(value - 1e-12);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(count).toBeLessThanOrEqual(atRisk);
          before = value;
        }
      }),
    );
  });
});
