import fc from 'fast-check';
import { comparable } from './comparable.js';
import { type Estimate, type Quantity, reasonText, valueOf } from './estimate.js';
import { type Pair, pairedSummary, pairedSummaryFromTally, type PairedTally } from './paired.js';

const worked: readonly Pair[] = (() => {
  const pre = [20, 35, 40, 50, 55, 60, 75, 80, 100, 45];
  const post = [50, 60, 45, 80, 50, 90, 85, 100, 100, 70];
  return pre.map((value, i) => ({ pre: value, post: post[i] as number }));
})();

const expectValue = (estimate: Estimate<Quantity>, expected: number): void => {
  expect(estimate).toMatchObject({ estimable: true });
  expect(Math.abs((valueOf(estimate) as number) - expected)).toBeLessThanOrEqual(1e-3);
};

const tallyOf = (pairs: readonly Pair[], factor = 100): PairedTally => {
  const total = (value: (pair: Pair) => number): number => pairs.reduce((sum, pair) => sum + value(pair), 0);
  const scaled = (value: number): number => Math.round(value * factor);
  return {
    nPairs: pairs.length,
    sumPre: total((pair) => scaled(pair.pre)),
    sumPost: total((pair) => scaled(pair.post)),
    sumOfSquaresPre: total((pair) => scaled(pair.pre) ** 2),
    sumOfSquaresPost: total((pair) => scaled(pair.post) ** 2),
    sumOfProducts: total((pair) => scaled(pair.pre) * scaled(pair.post)),
  };
};

/** No number that is not one, anywhere in a result. */
const expectFinite = (value: unknown): void => {
  if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  else if (value !== null && typeof value === 'object') Object.values(value).forEach(expectFinite);
};

const test = { measure: 'test', nPre: 10, nPost: 10 } as const;

describe('the worked example of ten matched pairs', () => {
  const summary = pairedSummary(worked, { measure: 'test', nPre: 12, nPost: 11 });

  it('says how many were matched and how many were lost', () => {
    expect(summary).toMatchObject({ nPairs: 10, nPre: 12, nPost: 11 });
    expectValue(summary.matchRate, 10 / 12);
    expectValue(summary.attrition, 2 / 12);
  });

  it('has the means, spreads and correlation', () => {
    expectValue(summary.meanPre, 56);
    expectValue(summary.meanPost, 73);
    expectValue(summary.sdPre, 23.6643);
    expectValue(summary.sdPost, 20.9762);
    expectValue(summary.sdDifference, 13.3749);
    expectValue(summary.r, 0.8271);
  });

  it('has the mean gain with its interval', () => {
    expectValue(summary.meanGain, 17);
    if (!summary.meanGain.estimable) throw new Error(summary.meanGain.reason);
    expect(summary.meanGain).toMatchObject({ degreesOfFreedom: 9, n: 10, level: 0.95, unit: 'points', interval: 'unclustered' });
    expect(summary.meanGain.low).toBeCloseTo(7.4321, 4);
    expect(summary.meanGain.high).toBeCloseTo(26.5679, 4);
    expectValue(summary.meanGain.t, 4.0194);
  });

  it('has three gains that are not one another', () => {
    expectValue(summary.classGain, 0.3864);
    expect(summary.classGain).toMatchObject({ band: 'medium' });
    expectValue(summary.meanIndividualGain, 0.4374);
    expect(summary.meanIndividualGain).toMatchObject({ n: 9, excluded: 1 });
    expectValue(summary.normalisedChange, 0.4396);
    expect(summary.normalisedChange).toMatchObject({ n: 9, excluded: 1 });
  });

  it('has the effect sizes, each under its name', () => {
    const { effectSizes } = summary;
    expectValue(effectSizes.dZ, 1.271);
    expectValue(effectSizes.dAv, 0.7616);
    expectValue(effectSizes.dRms, 0.7603);
    expectValue(effectSizes.dRm, 0.7475);
    expectValue(effectSizes.dPre, 0.7184);
    expectValue(effectSizes.hedgesJ, 0.9143);
    expectValue(effectSizes.gAv, 0.6964);
    expectValue(effectSizes.gZ, 1.1621);
  });

  it('is the same from integer sums', () => {
    const { meanIndividualGain, normalisedChange, ...core } = pairedSummary(worked, test);
    const fromTally = pairedSummaryFromTally(tallyOf(worked), test);
    expect(meanIndividualGain.estimable && normalisedChange.estimable).toBe(true);
    expect(fromTally).toEqual(closeTo({ estimable: true, ...core }));
  });
});

/** The same structure with every number matched to ten digits. */
const closeTo = (value: unknown): unknown => {
  if (typeof value === 'number') return expect.closeTo(value, 9);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closeTo(member)]));
};

describe('a class that cannot say everything', () => {
  it('of nobody says so, in every number', () => {
    const summary = pairedSummary([], { measure: 'test', nPre: 0, nPost: 0 });
    for (const estimate of [
      summary.meanGain,
      summary.classGain,
      summary.matchRate,
      summary.normalisedChange,
      summary.effectSizes.gAv,
    ]) {
      expect(estimate).toEqual({ estimable: false, reason: 'no-observations' });
    }
    expect(pairedSummaryFromTally(tallyOf([]), { measure: 'test', nPre: 3, nPost: 0 })).toMatchObject({
      estimable: true,
      attrition: { estimable: true, value: 1 },
      meanGain: { estimable: false, reason: 'no-observations' },
    });
  });

  it('of one has means but no interval', () => {
    const summary = pairedSummary([{ pre: 40, post: 60 }], { measure: 'test', nPre: 1, nPost: 1 });
    expectValue(summary.meanPre, 40);
    expect(summary.meanGain).toEqual({ estimable: false, reason: 'fewer-than-two-observations' });
    expectValue(summary.classGain, 1 / 3);
  });

  it('of two has no Hedges correction', () => {
    const summary = pairedSummary(
      [
        { pre: 40, post: 60 },
        { pre: 30, post: 70 },
      ],
      { measure: 'test', nPre: 2, nPost: 2 },
    );
    expect(summary.effectSizes.gAv).toEqual({ estimable: false, reason: 'fewer-than-three-observations' });
    expect(summary.effectSizes.dAv.estimable).toBe(true);
  });

  it('already at the top has no room to gain', () => {
    const summary = pairedSummary(
      [
        { pre: 100, post: 90 },
        { pre: 100, post: 100 },
      ],
      { measure: 'test', nPre: 2, nPost: 2 },
    );
    expect(summary.classGain).toEqual({ estimable: false, reason: 'no-room-to-gain' });
    expect(summary.meanIndividualGain).toEqual({ estimable: false, reason: 'all-excluded' });
    expect(summary.normalisedChange).toMatchObject({ value: -0.1, n: 1, excluded: 1 });
    expect(summary.r).toEqual({ estimable: false, reason: 'no-spread' });
    expect(summary.effectSizes.dRm).toEqual({ estimable: false, reason: 'no-spread' });
  });

  it('of self-ratings has no normalised gain', () => {
    const summary = pairedSummary(
      [
        { pre: 2.5, post: 3 },
        { pre: 3, post: 3.5 },
      ],
      { measure: 'self-rating', nPre: 2, nPost: 2 },
    );
    for (const estimate of [summary.classGain, summary.meanIndividualGain, summary.normalisedChange]) {
      expect(estimate).toEqual({ estimable: false, reason: 'tests-only' });
    }
    expect(summary.meanGain.estimable).toBe(true);
  });

  it('has a sentence for every reason, in both languages', () => {
    for (const text of Object.values(reasonText)) expect(text.en.length * text.es.length).toBeGreaterThan(0);
  });
});

describe('scores that cannot be', () => {
  it('are refused', () => {
    expect(() => pairedSummary([{ pre: 10, post: 101 }], test)).toThrow('101');
    expect(() => pairedSummary([{ pre: Number.NaN, post: 3 }], { ...test, measure: 'self-rating' })).toThrow(RangeError);
    expect(() => pairedSummary(worked, { measure: 'test', nPre: 9, nPost: 10 })).toThrow('10 pairs');
  });

  it('are told by sums that contradict each other', () => {
    expect(pairedSummaryFromTally({ ...tallyOf(worked), sumOfSquaresPre: 1 }, test)).toEqual({
      estimable: false,
      reason: 'sums-inconsistent',
    });
    expect(pairedSummaryFromTally({ ...tallyOf(worked), sumOfProducts: 2 ** 53 }, test)).toEqual({
      estimable: false,
      reason: 'sums-not-exact',
    });
  });
});

describe('for any pairs', () => {
  const score = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);
  const pairs = fc.array(fc.record({ pre: score, post: score }), { maxLength: 40 });
  const optionsFor = (sample: readonly Pair[]) => ({ measure: 'test', nPre: sample.length + 2, nPost: sample.length }) as const;

  it('every number is one', () => {
    fc.assert(fc.property(pairs, (sample) => expectFinite(pairedSummary(sample, optionsFor(sample)))));
  });

  it('the order of people does not matter to the integer sums, and they agree with the pairs', () => {
    fc.assert(
      fc.property(pairs, (sample) => {
        const fromPairs = pairedSummary(sample, optionsFor(sample));
        const fromSums = pairedSummaryFromTally(tallyOf(sample.toReversed()), optionsFor(sample));
        if (!fromSums.estimable) throw new Error(fromSums.reason);
        expect(fromSums.meanGain.estimable).toBe(fromPairs.meanGain.estimable);
        if (fromSums.meanGain.estimable && fromPairs.meanGain.estimable) {
          expect(fromSums.meanGain.value).toBeCloseTo(fromPairs.meanGain.value, 9);
          expect(fromSums.meanGain.low).toBeCloseTo(fromPairs.meanGain.low, 7);
        }
      }),
    );
  });

  it('turning time round turns the gain round', () => {
    fc.assert(
      fc.property(pairs, (sample) => {
        const there = pairedSummary(sample, optionsFor(sample)).meanGain;
        const back = pairedSummary(
          sample.map(({ pre, post }) => ({ pre: post, post: pre })),
          optionsFor(sample),
        ).meanGain;
        if (there.estimable && back.estimable) {
          expect(back.value).toBeCloseTo(-there.value, 9);
          expect(back.low).toBeCloseTo(-there.high, 9);
        }
      }),
    );
  });

  it('d_z is t over √n, and g is J times d', () => {
    fc.assert(
      fc.property(pairs, (sample) => {
        const { meanGain, effectSizes } = pairedSummary(sample, optionsFor(sample));
        if (!meanGain.estimable || !meanGain.t.estimable) return;
        expect(valueOf(effectSizes.dZ)).toBeCloseTo(meanGain.t.value / Math.sqrt(sample.length), 6);
        if (effectSizes.gZ.estimable) {
          expect(effectSizes.gZ.value).toBeCloseTo(
            (valueOf(effectSizes.hedgesJ) as number) * (valueOf(effectSizes.dZ) as number),
            9,
          );
        }
      }),
    );
  });
});

describe('what may be compared', () => {
  it('is one measure on one scale', () => {
    const test2023 = { measure: 'test', scale: 'percent' } as const;
    expect(comparable(test2023, { ...test2023 })).toBe(true);
    expect(comparable(test2023, { measure: 'test', scale: 'logits' })).toBe(false);
    expect(comparable(test2023, { measure: 'self-rating', scale: 'percent' })).toBe(false);
  });
});
