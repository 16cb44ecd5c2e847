import fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { blockedDifference, gainBounds, sampleOf, standardisedDifference } from './groups.js';
import { clusteredMean } from './clustered.js';
import { weightedClusteredMean } from './weighted.js';

const about = (value: number, digits = 4): unknown => expect.closeTo(value, digits);

describe('matched against lost', () => {
  it('is a difference in standard deviations with its interval, worked by hand', () => {
    // (52 − 48) / √((10² + 12²)/2) = .3621; its error √(300/(200·100) + .3621²/600) = .1234.
    expect(
      standardisedDifference({ n: 200, mean: 52, standardDeviation: 10 }, { n: 100, mean: 48, standardDeviation: 12 }),
    ).toMatchObject({ estimable: true, value: about(0.3621), low: about(0.1204, 3), high: about(0.6039, 3) });
  });

  it('turns round when the groups change places', () => {
    const values = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, values, (one, other) => {
        const [a, b] = [sampleOf(one), sampleOf(other)];
        if (!a.estimable || !b.estimable) throw new Error('two values are a sample');
        const [there, back] = [standardisedDifference(a, b), standardisedDifference(b, a)];
        expect(there.estimable).toBe(back.estimable);
        if (there.estimable && back.estimable) expect(there.value).toBeCloseTo(-back.value, 10);
      }),
    );
  });

  it('says why where there is none', () => {
    expect(sampleOf([])).toEqual({ estimable: false, reason: 'no-observations' });
    expect(sampleOf([3])).toEqual({ estimable: false, reason: 'fewer-than-two-observations' });
    const flat = { n: 5, mean: 3, standardDeviation: 0 };
    expect(standardisedDifference(flat, flat)).toEqual({ estimable: false, reason: 'no-spread' });
  });
});

describe('trained minus waitlisted', () => {
  it('compares within each draw, and weights the draws', () => {
    // Block 1: 12 − 9 = 3, weight 1; block 2: 20 − 15 = 5, weight 1.2 (2·3/5). (3 + 6)/2.2 = 4.0909.
    const found = blockedDifference([
      { treated: [11, 13], control: [8, 10] },
      { treated: [19, 21], control: [14, 15, 16] },
    ]);
    expect(found).toMatchObject({
      estimable: true,
      value: about(4.0909),
      blocks: 2,
      nTreated: 4,
      nControl: 5,
      degreesOfFreedom: 5,
    });
    // V = (1²·(2/2 + 2/2) + 1.2²·(2/2 + 1/3)) / 2.2² = .8099; t(5) = 2.5706.
    if (found.estimable) expect([found.standardError, found.low]).toEqual([about(0.9), about(1.7774, 3)]);
  });

  it('does not mix the draws: a draw of better teachers is no gain', () => {
    const found = blockedDifference([
      { treated: [80, 82, 81, 79], control: [80, 82, 81, 79] },
      { treated: [40, 42], control: [41, 39, 42, 38, 40, 43, 44, 41] },
    ]);
    if (!found.estimable) throw new Error(found.reason);
    expect(found.meanTreated - found.meanControl).toBeGreaterThan(10);
    expect(Math.abs(found.value)).toBeLessThan(1);
  });

  it('needs two on either side', () => {
    expect(blockedDifference([{ treated: [1], control: [2, 3] }])).toMatchObject({ estimable: false });
  });
});

describe('bounds on the gain', () => {
  it('let the lost fall to the bottom or rise to the top', () => {
    // 10 pairs with +70 together, 5 lost who began at 40: (70 − 200)/15, 70/15, (70 + 300)/15.
    expect(gainBounds({ nPairs: 10, pairsGain: 70, nLost: 5, lostPre: 200 }, { minimum: 0, maximum: 100 })).toMatchObject({
      low: about(-8.6667),
      unchanged: about(4.6667),
      high: about(24.6667),
    });
  });

  it('hold whatever became of them', () => {
    const score = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.array(fc.record({ pre: score, post: score, lost: fc.boolean() }), { minLength: 1 }), (people) => {
        const pairs = people.filter(({ lost }) => !lost);
        const lost = people.filter((one) => one.lost);
        const bounds = gainBounds(
          {
            nPairs: pairs.length,
            pairsGain: pairs.reduce((total, { pre, post }) => total + post - pre, 0),
            nLost: lost.length,
            lostPre: lost.reduce((total, { pre }) => total + pre, 0),
          },
          { minimum: 0, maximum: 100 },
        );
        const truth = people.reduce((total, { pre, post }) => total + post - pre, 0) / people.length;
        if (!bounds.estimable) throw new Error(bounds.reason);
        expect(truth).toBeGreaterThanOrEqual(bounds.low - 1e-9);
        expect(truth).toBeLessThanOrEqual(bounds.high + 1e-9);
      }),
    );
  });
});

describe('the weighted mean', () => {
  const people = fc.array(fc.record({ cluster: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.integer({ min: -50, max: 50 }) }), {
    maxLength: 40,
  });

  it('with equal weights is the clustered mean', () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 9 }), (all, weight) => {
        const plain = clusteredMean(all);
        const weighted = weightedClusteredMean(all.map((one) => ({ ...one, weight })));
        expect(weighted.estimable).toBe(plain.estimable);
        if (!plain.estimable || !weighted.estimable) return;
        for (const key of ['value', 'low', 'high'] as const) expect(weighted[key]).toBeCloseTo(plain[key], 8);
        expect(weighted.effectiveN).toBeCloseTo(all.length, 8);
      }),
    );
  });

  it('gives a small region that was oversampled its own share only', () => {
    const found = weightedClusteredMean([
      { cluster: 'a', value: 0, weight: 90 },
      { cluster: 'b', value: 10, weight: 10 },
    ]);
    expect(found).toMatchObject({ estimable: true, value: 1, effectiveN: about(10_000 / 8_200) });
  });

  it('covers the mean of the population where small regions were oversampled, in 93 to 97 of a hundred samples, and without weights does not', () => {
    const samples = 2_000;
    const [share, ofSmall, ofLarge] = [0.1, 62, 55];
    const truth = share * ofSmall + (1 - share) * ofLarge;
    let [covered, coveredUnweighted] = [0, 0];
    for (let sample = 0; sample < samples; sample += 1) {
      const random = seededRandom(`weights-${sample}`);
      // Every second school is drawn from small regions, which have a tenth of the people.
      const people = Array.from({ length: 80 }, (_, school) => {
        const small = random.next() < 0.5;
        const mean = (small ? ofSmall : ofLarge) + 4 * random.normal();
        return Array.from({ length: 3 }, () => ({
          cluster: String(school),
          value: mean + 12 * random.normal(),
          weight: small ? share / 0.5 : (1 - share) / 0.5,
        }));
      }).flat();
      const covers = (found: ReturnType<typeof clusteredMean> | ReturnType<typeof weightedClusteredMean>): number =>
        found.estimable && found.low <= truth && truth <= found.high ? 1 : 0;
      covered += covers(weightedClusteredMean(people));
      coveredUnweighted += covers(clusteredMean(people));
    }
    expect(covered / samples).toBeGreaterThanOrEqual(0.93);
    expect(covered / samples).toBeLessThanOrEqual(0.97);
    expect(coveredUnweighted / samples).toBeLessThan(0.5);
  });
});
