/**
 * Linear equating of test forms: which score on one form is worth which on another. Formulas as in Kolen and Brennan, *Test Equating, Scaling, and
 * Linking*, 3rd ed., 2014: random groups in chapter 2, Tucker's method for common items in chapter 4.
 */

/** Scores of the persons who took a form: mean and population standard deviation, in the form's own points. */
export interface FormMoments {
  readonly persons: number;
  readonly mean: number;
  readonly sd: number;
}

/** The same, with the scores of the same persons on the anchor items, and the covariance of the two. */
export interface AnchoredMoments extends FormMoments {
  readonly anchorMean: number;
  readonly anchorSd: number;
  readonly covariance: number;
}

/** `scaled = slope · raw + intercept`. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

const through = (from: Pick<FormMoments, 'mean' | 'sd'>, to: Pick<FormMoments, 'mean' | 'sd'>): Line | undefined => {
  if (!(from.sd > 0) || !(to.sd > 0)) return undefined;
  const slope = to.sd / from.sd;
  return { slope, intercept: to.mean - slope * from.mean };
};

/**
 * Two forms given to groups drawn at random from one population: scores that lie equally many standard deviations from their means
 * are worth the same. `undefined` where one of the forms shows no spread.
 */
export const randomGroupsLinear = (form: FormMoments, reference: FormMoments): Line | undefined => through(form, reference);

/**
 * Two forms with common items given to groups that may differ (Tucker): what both groups would have scored on both forms is predicted from
 * the anchors, for the two groups together in proportion to their sizes. `undefined` where scores or anchors show no spread.
 */
export const commonItemLinear = (form: AnchoredMoments, reference: AnchoredMoments): Line | undefined => {
  if (!(form.anchorSd > 0) || !(reference.anchorSd > 0)) return undefined;
  const weight = form.persons / (form.persons + reference.persons);
  const other = 1 - weight;
  const shift = form.anchorMean - reference.anchorMean;
  const spread = form.anchorSd ** 2 - reference.anchorSd ** 2;
  const formSlope = form.covariance / form.anchorSd ** 2;
  const referenceSlope = reference.covariance / reference.anchorSd ** 2;
  const synthetic = (mean: number, variance: number) => ({ mean, sd: variance > 0 ? Math.sqrt(variance) : 0 });
  return through(
    synthetic(
      form.mean - other * formSlope * shift,
      form.sd ** 2 - other * formSlope ** 2 * spread + weight * other * formSlope ** 2 * shift ** 2,
    ),
    synthetic(
      reference.mean + weight * referenceSlope * shift,
      reference.sd ** 2 + weight * referenceSlope ** 2 * spread + weight * other * referenceSlope ** 2 * shift ** 2,
    ),
  );
};

/** What each raw score is worth, rounded to whole units and kept within the ends of the scale, as reported scores are. */
export const conversionTable = (
  raws: readonly number[],
  { slope, intercept }: Line,
  [lowest, highest]: readonly [number, number],
): readonly { readonly raw: number; readonly scaled: number }[] =>
  raws.map((raw) => ({ raw, scaled: Math.min(highest, Math.max(lowest, Math.round(slope * raw + intercept))) }));

/** Mean and population standard deviation of scores, and of the anchors beside them with their covariance. */
export const momentsOf = (scores: readonly { readonly score: number; readonly anchor?: number }[]): AnchoredMoments => {
  const persons = scores.length;
  const mean = scores.reduce((sum, { score }) => sum + score, 0) / persons;
  const anchorMean = scores.reduce((sum, { anchor = 0 }) => sum + anchor, 0) / persons;
  let squares = 0;
  let anchorSquares = 0;
  let products = 0;
  for (const { score, anchor = 0 } of scores) {
    squares += (score - mean) ** 2;
    anchorSquares += (anchor - anchorMean) ** 2;
    products += (score - mean) * (anchor - anchorMean);
  }
  return {
    persons,
    mean,
    sd: Math.sqrt(squares / persons),
    anchorMean,
    anchorSd: Math.sqrt(anchorSquares / persons),
    covariance: products / persons,
  };
};
