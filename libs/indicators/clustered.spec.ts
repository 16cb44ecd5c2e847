import fc from 'fast-check';
import {
  clusteredMean,
  clusteredMeanFromTally,
  type ClusteredTally,
  type ClusterSums,
  emptyClusteredTally,
  noClusterSums,
  retally,
} from './clustered.js';
import { meanInterval, meanIntervalFromTally } from './descriptive.js';
import { quotient, sum } from './exact.js';
import { type Clustered, cronbachAlpha, designEffect, intraclassCorrelation } from './reliability.js';

const add = (tally: ClusteredTally, school: ClusterSums): ClusteredTally => retally(tally, noClusterSums, school);

const tallyOf = (observations: readonly Clustered[]): ClusteredTally => {
  const clusters = new Map<string, ClusterSums>();
  let tally = emptyClusteredTally;
  for (const { cluster, value } of observations) {
    const before = clusters.get(cluster) ?? noClusterSums;
    const after = { n: before.n + 1, sum: before.sum + value, sumOfSquares: before.sumOfSquares + value ** 2 };
    clusters.set(cluster, after);
    tally = retally(tally, before, after);
  }
  return tally;
};

/** A number within half a unit of that digit; typed, which Jest's own matcher is not. */
const about = (value: number, digits: number): unknown => expect.closeTo(value, digits);

// Taken out of the global object once: Jest's module sandbox makes every look-up of a global slow.
const { cos, floor, imul, log, PI, round, sqrt } = Math;

/** Small, fast, seeded: mulberry32. */
const random = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
const gaussian = (next: () => number): number => sqrt(-2 * log(1 - next())) * cos(2 * PI * next());

/** Gains of teachers in schools of 3 to 12: standard deviation 14, a tenth of the variance between schools. */
const simulate = (seed: number, effect: number, schools = 200): Clustered[] => {
  const next = random(seed);
  const gains: Clustered[] = [];
  for (let school = 0; school < schools; school += 1) {
    const shared = gaussian(next) * 14 * sqrt(0.1);
    const teachers = 3 + floor(next() * 10);
    for (let i = 0; i < teachers; i += 1) {
      gains.push({ cluster: `s${school}`, value: round(100 * (effect + shared + gaussian(next) * 14 * sqrt(0.9))) });
    }
  }
  return gains;
};

const observations = fc.array(
  fc.record({ cluster: fc.integer({ min: 0, max: 7 }).map((id) => `s${id}`), value: fc.integer({ min: -10_000, max: 10_000 }) }),
  { maxLength: 60 },
);

describe('the clustered interval', () => {
  it('is the ratio estimator, worked by hand', () => {
    // Schools: {2, 4}, {6}, {1, 1, 4}; S = 18, n = 6, m = 3; residuals 0, 3, −3; V = 3/2 · 18 / 36 = 0.75; t(2) = 4.302653.
    const values = { a: [2, 4], b: [6], c: [1, 1, 4] };
    const result = clusteredMean(Object.entries(values).flatMap(([cluster, list]) => list.map((value) => ({ cluster, value }))));
    if (!result.estimable) throw new Error(result.reason);
    expect(result).toMatchObject({ value: 3, n: 6, clusters: 3, degreesOfFreedom: 2, interval: 'clustered', unit: 'points' });
    expect(result.standardError ** 2).toBeCloseTo(0.75, 12);
    expect(result.high).toBeCloseTo(3 + 4.30265272991 * Math.sqrt(0.75), 9);
    // s² = 20/5 = 4: the design effect is 0.75 / (4/6).
    expect(result.designEffect).toMatchObject({ value: 0.75 / (4 / 6) });
  });

  it('is the same from integer sums, in any order', () => {
    fc.assert(
      fc.property(observations, (sample) => {
        const raw = clusteredMean(sample);
        const tallied = clusteredMeanFromTally(tallyOf(sample), { factor: 1 });
        expect(tallyOf(sample.toReversed())).toEqual(tallyOf(sample));
        if (!raw.estimable || !tallied.estimable) {
          expect(tallied).toEqual(raw);
          return;
        }
        for (const name of ['value', 'low', 'high', 'standardError', 'standardDeviation'] as const) {
          expect(Math.abs(tallied[name] - raw[name])).toBeLessThanOrEqual(1e-6 + 1e-9 * Math.abs(raw[name]));
        }
        expect(tallied).toMatchObject({ n: raw.n, clusters: raw.clusters, degreesOfFreedom: raw.degreesOfFreedom });
      }),
    );
  });

  it('with one person a school is the plain interval', () => {
    const sample = [3, 8, 1, 9, 4].map((value, i) => ({ cluster: `s${i}`, value }));
    const clustered = clusteredMean(sample);
    const plain = meanInterval(sample.map(({ value }) => value));
    if (!clustered.estimable || !plain.estimable) throw new Error('five schools, five values');
    expect(clustered.low).toBeCloseTo(plain.low, 12);
    expect(clustered.designEffect).toMatchObject({ value: about(1, 12) });
  });

  it('keeps its digits where doubles would lose them all', () => {
    // Three schools with 7,000 persons each of about a million points: the residuals are 7, 0 and −7 in sums of 7e9.
    const size = 7000;
    const each = 1_000_000;
    const schools = [size * each + 7, size * each, size * each - 7].map((total) => ({
      n: size,
      sum: total,
      sumOfSquares: size * each ** 2,
    }));
    const exact = schools.map(({ n, sum: total }) => ({ n: BigInt(n), sum: BigInt(total) }));
    const squares = exact.reduce((all, { sum: total }) => all + total * total, 0n);
    // Such a sum is beyond 2^53: it is refused rather than rounded.
    expect(squares > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
    const tooLarge = schools.reduce(add, emptyClusteredTally);
    expect(clusteredMeanFromTally(tooLarge)).toEqual({ estimable: false, reason: 'sums-not-exact' });

    // Just below it: two schools whose sums differ by 2 in 67 million. In doubles n²ΣS² would need 34 digits.
    const near = [67_000_001, 66_999_999].map((total) => ({ n: 10_000, sum: total, sumOfSquares: 448_900_000_000 }));
    const tally = near.reduce(add, emptyClusteredTally);
    const result = clusteredMeanFromTally(tally, { factor: 1 });
    if (!result.estimable) throw new Error(result.reason);
    expect(result.value).toBe(6700);
    // Residuals ±1: V = 2/1 · 2 / 20,000².
    expect(result.standardError).toBeCloseTo(2 / 20_000, 15);
  });

  it('is not estimable, with its reason, where there is too little', () => {
    const one = { cluster: 's', value: 1 };
    for (const [sample, reason] of [
      [[], 'no-observations'],
      [[one], 'fewer-than-two-observations'],
      [[one, one], 'fewer-than-two-clusters'],
    ] as const) {
      expect(clusteredMean(sample)).toEqual({ estimable: false, reason });
      expect(clusteredMeanFromTally(tallyOf(sample))).toEqual({ estimable: false, reason });
    }
    expect(() => clusteredMean([one, { cluster: 't', value: Number.NaN }])).toThrow(RangeError);
    const good = tallyOf([one, { cluster: 't', value: 5 }]);
    expect(clusteredMeanFromTally({ ...good, sumOfSquares: 1 })).toEqual({ estimable: false, reason: 'sums-inconsistent' });
    expect(clusteredMeanFromTally({ ...good, sumOfSquaredClusterSums: 0 })).toEqual({
      estimable: false,
      reason: 'sums-inconsistent',
    });
    expect(clusteredMeanFromTally({ ...good, clusters: 3 })).toEqual({ estimable: false, reason: 'sums-inconsistent' });
    expect(clusteredMeanFromTally({ ...good, sum: 0.5 })).toEqual({ estimable: false, reason: 'sums-not-exact' });
  });

  it('of values that are all the same has no width and no design effect', () => {
    const result = clusteredMean(['a', 'a', 'b'].map((cluster) => ({ cluster, value: 5 })));
    expect(result).toMatchObject({ value: 5, low: 5, high: 5, designEffect: { estimable: false, reason: 'no-spread' } });
  });

  it('forgets a person whose value is taken back', () => {
    fc.assert(
      fc.property(observations, fc.integer({ min: -10_000, max: 10_000 }), (sample, value) => {
        const school = { n: 2, sum: 100, sumOfSquares: 5000 };
        const with1 = { n: 3, sum: 100 + value, sumOfSquares: 5000 + value ** 2 };
        const tally = retally(tallyOf(sample), noClusterSums, school);
        expect(retally(retally(tally, school, with1), with1, school)).toEqual(tally);
        expect(retally(tally, school, noClusterSums)).toEqual(tallyOf(sample));
      }),
    );
  });
});

describe('the honesty of the interval', () => {
  const seeds = 500;
  const coverage = (effect: number): { clustered: number; unclustered: number } => {
    let clustered = 0;
    let unclustered = 0;
    for (let seed = 1; seed <= seeds; seed += 1) {
      const gains = simulate(seed * 7919, effect);
      const robust = clusteredMeanFromTally(tallyOf(gains));
      const naive = meanInterval(gains.map(({ value }) => value / 100));
      if (!robust.estimable || !naive.estimable) throw new Error('two hundred schools are enough');
      if (robust.low <= effect && effect <= robust.high) clustered += 1;
      if (naive.low <= effect && effect <= naive.high) unclustered += 1;
    }
    return { clustered: clustered / seeds, unclustered: unclustered / seeds };
  };

  it('with no effect, the 95 % interval covers 0 in 93 to 97 % of the seeds; one that ignores schools does not', () => {
    const { clustered, unclustered } = coverage(0);
    expect(clustered).toBeGreaterThanOrEqual(0.93);
    expect(clustered).toBeLessThanOrEqual(0.97);
    expect(unclustered).toBeLessThan(0.92);
  });

  it('with an effect, it covers the truth as often', () => {
    const { clustered } = coverage(7);
    expect(clustered).toBeGreaterThanOrEqual(0.93);
    expect(clustered).toBeLessThanOrEqual(0.97);
  });
});

describe('reliability', () => {
  it('ICC(1) is that of the analysis of variance', () => {
    // Groups {1,3}, {5,7}: MSB = 16, MSW = 2, n0 = 2 → (16 − 2)/(16 + 2).
    const sample = [
      ['a', 1],
      ['a', 3],
      ['b', 5],
      ['b', 7],
    ] as const;
    expect(intraclassCorrelation(sample.map(([cluster, value]) => ({ cluster, value })))).toMatchObject({
      value: about(14 / 18, 12),
      effectiveClusterSize: 2,
      clusters: 2,
      n: 4,
    });
    expect(intraclassCorrelation(simulate(11, 0, 4000))).toMatchObject({ value: about(0.1, 1) });
    expect(intraclassCorrelation([{ cluster: 'a', value: 1 }])).toEqual({ estimable: false, reason: 'fewer-than-two-clusters' });
    expect(intraclassCorrelation(['a', 'b'].map((cluster) => ({ cluster, value: 1 })))).toEqual({
      estimable: false,
      reason: 'one-observation-per-cluster',
    });
    expect(intraclassCorrelation(['a', 'a', 'b'].map((cluster) => ({ cluster, value: 1 })))).toEqual({
      estimable: false,
      reason: 'no-spread',
    });
    expect(designEffect(6, 0.1)).toBeCloseTo(1.5, 12);
  });

  it("Cronbach's α of two items is the Spearman-Brown of their covariance", () => {
    // Items [1,2,3,4] and [2,1,4,3]: variances 5/3 each, total variance 2·5/3 + 2·1 = 16/3; α = 2(1 − (10/3)/(16/3)) = 0.75.
    const rows = [
      [1, 2],
      [2, 1],
      [3, 4],
      [4, 3],
    ];
    expect(cronbachAlpha(rows)).toMatchObject({ value: about(0.75, 12), items: 2, n: 4, excluded: 0 });
    expect(cronbachAlpha([...rows, [undefined, 5]])).toMatchObject({ value: about(0.75, 12), n: 4, excluded: 1 });
    expect(cronbachAlpha([])).toEqual({ estimable: false, reason: 'no-observations' });
    expect(cronbachAlpha([[1], [2]])).toEqual({ estimable: false, reason: 'fewer-than-two-items' });
    expect(cronbachAlpha([[1, 2]])).toEqual({ estimable: false, reason: 'fewer-than-two-observations' });
    expect(
      cronbachAlpha([
        [1, 2],
        [2, 1],
      ]),
    ).toEqual({ estimable: false, reason: 'no-spread' });
    expect(() => cronbachAlpha([[1, 2], [1]])).toThrow(RangeError);
  });

  it('α of the same item repeated is 1', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 2 }),
        fc.integer({ min: 2, max: 10 }),
        (answers, items) => {
          const result = cronbachAlpha(answers.map((answer) => Array.from({ length: items }, () => answer)));
          expect(result).toMatchObject({ value: about(1, 9) });
        },
      ),
    );
  });
});

describe('exact sums', () => {
  it('give a mean and its spread that doubles could not', () => {
    // A thousand values of 3,100,000 ± 1.
    const tally = { n: 1000, sum: 3_100_000_000, sumOfSquares: 1000 * 3_100_000 ** 2 + 1000 };
    expect(meanIntervalFromTally(tally)).toEqual({ estimable: false, reason: 'sums-not-exact' });
    const smaller = { n: 1000, sum: 2_000_000_000, sumOfSquares: 1000 * 2_000_000 ** 2 + 1000 };
    expect(meanIntervalFromTally(smaller, { factor: 1 })).toMatchObject({
      value: 2e6,
      standardDeviation: about(Math.sqrt(1000 / 999), 12),
    });
    expect(meanIntervalFromTally({ n: 1, sum: 5, sumOfSquares: 25 })).toEqual({
      estimable: false,
      reason: 'fewer-than-two-observations',
    });
    expect(meanIntervalFromTally({ n: 2, sum: 5, sumOfSquares: 1 })).toEqual({ estimable: false, reason: 'sums-inconsistent' });
  });

  it('divide to the last digit', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.maxSafeInteger().filter((n) => n !== 0),
        (a, b) => {
          expect(Math.abs(quotient(BigInt(a), BigInt(b)) - a / b)).toBeLessThanOrEqual(Math.abs(a / b) * 2.3e-16);
        },
      ),
    );
    expect(quotient(10n ** 400n, 10n ** 399n * 4n)).toBe(2.5);
    expect(quotient(-1n, 10n ** 200n)).toBe(-1e-200);
    expect(() => quotient(1n, 0n)).toThrow(RangeError);
  });

  it('keep the small terms', () => expect(sum([1e16, 1, -1e16])).toBe(1));
});
