import { covariance, mean, meanIntervalOf, spread, variance } from './descriptive.js';
import type { MeasureAndScale } from './comparable.js';
import { estimable, type Estimate, type MeanInterval, notEstimable, type Quantity, quantity, type Unit } from './estimate.js';
import { exactly, quotient, sum } from './exact.js';

/** One person before and after, on one measure and one scale. */
export interface Pair {
  readonly pre: number;
  readonly post: number;
}

export interface PairedOptions {
  /** Hake's gain and the normalised change exist for tests only. */
  readonly measure: MeasureAndScale['measure'];
  /** Persons with a first score, paired or not. */
  readonly nPre: number;
  /** Persons with a last score, paired or not. */
  readonly nPost: number;
  /** Top of the scale, whose bottom is 0; 100. */
  readonly maximum?: number;
  readonly level?: number;
  readonly unit?: Unit;
}

/** Standardised mean gains, each under the name of what it divides by. Unit: standard deviations. */
export interface EffectSizes {
  /** Δ / s of the differences. */
  readonly dZ: Estimate<Quantity>;
  /** Δ / mean of the two s. */
  readonly dAv: Estimate<Quantity>;
  /** Δ / root mean square of the two s. */
  readonly dRms: Estimate<Quantity>;
  /** d_z · √(2(1 − r)). */
  readonly dRm: Estimate<Quantity>;
  /** Δ / s before (Glass). */
  readonly dPre: Estimate<Quantity>;
  /** Hedges' J = 1 − 3/(4·df − 1), df = n − 1: takes the small sample's bias away. */
  readonly hedgesJ: Estimate<Quantity>;
  /** J · d_av, the one for the headline. */
  readonly gAv: Estimate<Quantity>;
  /** J · d_z. */
  readonly gZ: Estimate<Quantity>;
}

export interface MeanGain extends MeanInterval {
  /** Δ divided by its standard error. */
  readonly t: Estimate<Quantity>;
}

export interface HakeGain extends Quantity {
  /** Hake's bands: low below .3, high above .7. */
  readonly band: 'low' | 'medium' | 'high';
}

/** What integer sums alone can say of matched pairs. */
export interface PairedCore {
  readonly nPairs: number;
  readonly nPre: number;
  readonly nPost: number;
  /** Pairs over persons with a first score. */
  readonly matchRate: Estimate<Quantity>;
  /** 1 − match rate. */
  readonly attrition: Estimate<Quantity>;
  readonly meanPre: Estimate<Quantity>;
  readonly meanPost: Estimate<Quantity>;
  readonly sdPre: Estimate<Quantity>;
  readonly sdPost: Estimate<Quantity>;
  readonly sdDifference: Estimate<Quantity>;
  /** Correlation of first and last score. */
  readonly r: Estimate<Quantity>;
  /** With an unclustered t interval; `clusteredMean` gives the one for the headline. */
  readonly meanGain: Estimate<MeanGain>;
  /** Hake's gain of the class: (⟨post⟩ − ⟨pre⟩) / (maximum − ⟨pre⟩). Not the mean of individual gains. */
  readonly classGain: Estimate<HakeGain>;
  readonly effectSizes: EffectSizes;
}

export interface PairedSummary extends PairedCore {
  /** Mean of (post − pre)/(maximum − pre); those who began at the maximum are left out, and counted. */
  readonly meanIndividualGain: Estimate<Quantity & { readonly n: number; readonly excluded: number }>;
  /** Mean of the normalised change c (Marx and Cummings); those who stayed at either end of the scale are left out, and counted. */
  readonly normalisedChange: Estimate<Quantity & { readonly n: number; readonly excluded: number }>;
}

interface PairedMoments {
  readonly n: number;
  readonly meanPre: number;
  readonly meanPost: number;
  readonly meanGain: number;
  readonly variancePre: number;
  readonly variancePost: number;
  readonly varianceDifference: number;
  readonly covariance: number;
}

const inDeviations = (difference: number, deviation: number): Estimate<Quantity> =>
  deviation > 0 ? quantity(difference / deviation, 'standard-deviations') : notEstimable('no-spread');

const scaledBy = (factor: Estimate<Quantity>, size: Estimate<Quantity>): Estimate<Quantity> => {
  if (!factor.estimable) return factor;
  if (!size.estimable) return size;
  return quantity(factor.value * size.value, 'standard-deviations');
};

const effectSizesOf = (moments: PairedMoments, r: Estimate<Quantity>): EffectSizes => {
  const { n, meanGain } = moments;
  const sdPre = Math.sqrt(moments.variancePre);
  const sdPost = Math.sqrt(moments.variancePost);
  const dZ = inDeviations(meanGain, Math.sqrt(moments.varianceDifference));
  const dAv = inDeviations(meanGain, (sdPre + sdPost) / 2);
  // With one degree of freedom the approximation of J is 0 and says nothing.
  const hedgesJ = n < 3 ? notEstimable('fewer-than-three-observations') : quantity(1 - 3 / (4 * (n - 1) - 1), 'coefficient');
  return {
    dZ,
    dAv,
    dRms: inDeviations(meanGain, Math.sqrt((moments.variancePre + moments.variancePost) / 2)),
    dRm: r.estimable ? scaledBy(quantity(Math.sqrt(2 * (1 - r.value)), 'coefficient'), dZ) : r,
    dPre: inDeviations(meanGain, sdPre),
    hedgesJ,
    gAv: scaledBy(hedgesJ, dAv),
    gZ: scaledBy(hedgesJ, dZ),
  };
};

const allNotEstimable = (absent: ReturnType<typeof notEstimable>): EffectSizes => ({
  dZ: absent,
  dAv: absent,
  dRms: absent,
  dRm: absent,
  dPre: absent,
  hedgesJ: absent,
  gAv: absent,
  gZ: absent,
});

const classGainOf = (meanPre: number, gain: number, maximum: number, measure: PairedOptions['measure']): Estimate<HakeGain> => {
  if (measure !== 'test') return notEstimable('tests-only');
  if (meanPre >= maximum) return notEstimable('no-room-to-gain');
  const value = gain / (maximum - meanPre);
  return estimable({
    value,
    unit: 'share-of-possible-gain' as const,
    band: value < 0.3 ? ('low' as const) : value > 0.7 ? ('high' as const) : ('medium' as const),
  });
};

const requireCounts = (nPairs: number, { nPre, nPost }: PairedOptions): void => {
  if (!(nPairs <= nPre && nPairs <= nPost)) {
    throw new RangeError(`${nPairs} pairs cannot come from ${nPre} first and ${nPost} last scores`);
  }
};

/** @param moments of the pairs; with one pair only the means count, with none nothing does */
const coreOf = (nPairs: number, moments: PairedMoments | undefined, options: PairedOptions): PairedCore => {
  requireCounts(nPairs, options);
  const { nPre, nPost, measure, maximum = 100, level = 0.95, unit = 'points' } = options;
  const rates = {
    matchRate: nPre === 0 ? notEstimable('no-observations') : quantity(nPairs / nPre, 'share'),
    attrition: nPre === 0 ? notEstimable('no-observations') : quantity(1 - nPairs / nPre, 'share'),
  };
  const absent = notEstimable(nPairs === 0 ? 'no-observations' : 'fewer-than-two-observations');
  const known = nPairs > 0 && moments !== undefined;
  const means = {
    meanPre: known ? quantity(moments.meanPre, unit) : absent,
    meanPost: known ? quantity(moments.meanPost, unit) : absent,
    classGain: known ? classGainOf(moments.meanPre, moments.meanGain, maximum, measure) : absent,
  };
  if (!known || nPairs < 2) {
    const none = { sdPre: absent, sdPost: absent, sdDifference: absent, r: absent, meanGain: absent };
    return { nPairs, nPre, nPost, ...rates, ...means, ...none, effectSizes: allNotEstimable(absent) };
  }
  const sdPre = Math.sqrt(moments.variancePre);
  const sdPost = Math.sqrt(moments.variancePost);
  const r: Estimate<Quantity> =
    sdPre > 0 && sdPost > 0
      ? quantity(Math.max(-1, Math.min(1, moments.covariance / (sdPre * sdPost))), 'correlation')
      : notEstimable('no-spread');
  const interval = meanIntervalOf({ n: nPairs, mean: moments.meanGain, variance: moments.varianceDifference }, unit, level);
  return {
    nPairs,
    nPre,
    nPost,
    ...rates,
    ...means,
    sdPre: quantity(sdPre, unit),
    sdPost: quantity(sdPost, unit),
    sdDifference: quantity(Math.sqrt(moments.varianceDifference), unit),
    r,
    meanGain: {
      ...interval,
      t: interval.standardError > 0 ? quantity(interval.value / interval.standardError, 'ratio') : notEstimable('no-spread'),
    },
    effectSizes: effectSizesOf(moments, r),
  };
};

const meanOver = (
  pairs: readonly Pair[],
  counts: (pair: Pair) => boolean,
  gain: (pair: Pair) => number,
): Estimate<Quantity & { readonly n: number; readonly excluded: number }> => {
  if (pairs.length === 0) return notEstimable('no-observations');
  const kept = pairs.filter(counts);
  if (kept.length === 0) return notEstimable('all-excluded');
  return estimable({
    value: sum(kept.map(gain)) / kept.length,
    unit: 'share-of-possible-gain' as const,
    n: kept.length,
    excluded: pairs.length - kept.length,
  });
};

const normalisedChangeOf = ({ pre, post }: Pair, maximum: number): number => {
  if (post === pre) return 0;
  return post > pre ? (post - pre) / (maximum - pre) : (post - pre) / pre;
};

/**
 * Everything that is reported of persons measured twice. Only matched pairs count; how many were lost stands beside it.
 * @throws RangeError for a score that is no number, for a test score outside 0 to `maximum`, and for more pairs than scores
 */
export const pairedSummary = (pairs: readonly Pair[], options: PairedOptions): PairedSummary => {
  const { measure, maximum = 100 } = options;
  const pre = pairs.map((pair) => pair.pre);
  const post = pairs.map((pair) => pair.post);
  if (measure === 'test') {
    const outside = [...pre, ...post].find((score) => !(score >= 0 && score <= maximum));
    if (outside !== undefined) throw new RangeError(`a test score of ${outside} is not on the scale from 0 to ${maximum}`);
  }
  const differences = pairs.map((pair) => pair.post - pair.pre);
  const n = pairs.length;
  const moments: PairedMoments | undefined =
    n === 0
      ? undefined
      : {
          n,
          meanPre: mean(pre),
          meanPost: mean(post),
          meanGain: mean(differences),
          variancePre: n < 2 ? 0 : variance(pre),
          variancePost: n < 2 ? 0 : variance(post),
          varianceDifference: n < 2 ? 0 : variance(differences),
          covariance: n < 2 ? 0 : covariance(pre, post),
        };
  const forTests = <Value extends object>(estimate: () => Estimate<Value>): Estimate<Value> =>
    measure === 'test' ? estimate() : notEstimable('tests-only');
  return {
    ...coreOf(n, moments, options),
    meanIndividualGain: forTests(() =>
      meanOver(
        pairs,
        (pair) => pair.pre < maximum,
        (pair) => (pair.post - pair.pre) / (maximum - pair.pre),
      ),
    ),
    normalisedChange: forTests(() =>
      meanOver(
        pairs,
        (pair) => !(pair.pre === pair.post && (pair.pre === 0 || pair.pre === maximum)),
        (pair) => normalisedChangeOf(pair, maximum),
      ),
    ),
  };
};

/** Integer sums over matched pairs; what a dashboard keeps instead of the pairs. */
export interface PairedTally {
  readonly nPairs: number;
  readonly sumPre: number;
  readonly sumPost: number;
  readonly sumOfSquaresPre: number;
  readonly sumOfSquaresPost: number;
  /** Σ pre·post */
  readonly sumOfProducts: number;
}

/**
 * The part of {@link pairedSummary} that integer sums allow, exact.
 * @param options `maximum` is in reported units; `factor` tells how many tallied units make one (100)
 * @returns not estimable as a whole where the sums are not exact or contradict each other
 */
export const pairedSummaryFromTally = (
  tally: PairedTally,
  { factor = 100, ...options }: PairedOptions & { readonly factor?: number },
): Estimate<PairedCore> => {
  const exact = exactly<keyof PairedTally>({ ...tally });
  if (!exact) return notEstimable('sums-not-exact');
  const n = exact.nPairs;
  if (n < 0n) return notEstimable('sums-inconsistent');
  if (n === 0n) return estimable(coreOf(0, undefined, options));
  const { sumPre, sumPost, sumOfSquaresPre, sumOfSquaresPost, sumOfProducts } = exact;
  const spreads = {
    pre: spread(n, sumPre, sumOfSquaresPre),
    post: spread(n, sumPost, sumOfSquaresPost),
    difference: spread(n, sumPost - sumPre, sumOfSquaresPre + sumOfSquaresPost - 2n * sumOfProducts),
  };
  if (spreads.pre < 0n || spreads.post < 0n || spreads.difference < 0n) return notEstimable('sums-inconsistent');
  const per = n < 2n ? 1n : n * (n - 1n);
  const squared = factor ** 2;
  const moments: PairedMoments = {
    n: tally.nPairs,
    meanPre: quotient(sumPre, n) / factor,
    meanPost: quotient(sumPost, n) / factor,
    meanGain: quotient(sumPost - sumPre, n) / factor,
    variancePre: quotient(spreads.pre, per) / squared,
    variancePost: quotient(spreads.post, per) / squared,
    varianceDifference: quotient(spreads.difference, per) / squared,
    covariance: quotient(n * sumOfProducts - sumPre * sumPost, per) / squared,
  };
  return estimable(coreOf(tally.nPairs, moments, options));
};
