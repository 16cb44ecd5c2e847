import { normalCritical } from './distributions.js';
import { estimable, type Estimate, notEstimable } from './estimate.js';

/** How long somebody was watched, and whether it happened within that time; otherwise the watching ended first (censored). */
export interface Duration {
  readonly time: number;
  readonly happened: boolean;
}

export interface SurvivalStep {
  readonly time: number;
  /** Still watched, and without it, just before. */
  readonly atRisk: number;
  readonly happened: number;
  /** Share to whom it has not happened by then, with its limits. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface SurvivalCurve {
  readonly n: number;
  readonly happened: number;
  readonly level: number;
  /** One a time at which it happened, in order. */
  readonly steps: readonly SurvivalStep[];
  /** The first time by which it has happened to half; `null` where it has not. Limits likewise. */
  readonly median: { readonly value: number | null; readonly low: number | null; readonly high: number | null };
}

/**
 * The share to whom something has not happened yet, as time passes: S(t) = Π (1 − d_i/n_i) (Kaplan and Meier 1958), with Greenwood's variance on
 * the scale of log(−log S), so that the limits stay between 0 and 1 (Kalbfleisch and Prentice 1980). The limits of the median are where those of the
 * curve pass one half (Brookmeyer and Crowley 1982). Who is censored at a time counts as watched through it.
 */
export const kaplanMeier = (durations: Iterable<Duration>, level = 0.95): Estimate<SurvivalCurve> => {
  const ordered = [...durations].sort((a, b) => a.time - b.time);
  if (ordered.length === 0) return notEstimable('no-observations');
  if (ordered.some(({ time }) => !(time >= 0))) throw new RangeError('a duration needs a time of 0 or more');
  const z = normalCritical(level);
  const steps: SurvivalStep[] = [];
  let atRisk = ordered.length;
  let value = 1;
  let greenwood = 0;
  for (let at = 0; at < ordered.length;) {
    const time = ordered[at]?.time as number;
    let leave = 0;
    let happened = 0;
    for (; ordered[at]?.time === time; at += 1) {
      leave += 1;
      if (ordered[at]?.happened) happened += 1;
    }
    if (happened > 0) {
      value *= 1 - happened / atRisk;
      greenwood += happened / (atRisk * (atRisk - happened));
      steps.push({ time, atRisk, happened, value, ...limitsOf(value, greenwood, z) });
    }
    atRisk -= leave;
  }
  const passes = (of: (step: SurvivalStep) => number): number | null => steps.find((step) => of(step) <= 0.5)?.time ?? null;
  return estimable({
    n: ordered.length,
    happened: ordered.filter(({ happened }) => happened).length,
    level,
    steps,
    median: { value: passes((step) => step.value), low: passes((step) => step.low), high: passes((step) => step.high) },
  });
};

const limitsOf = (value: number, greenwood: number, z: number): { low: number; high: number } => {
  // Where it has happened to everybody the formula has no width; what is known then is only that nobody is left.
  if (value <= 0) return { low: 0, high: 0 };
  const reach = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(value));
  return { low: value ** Math.exp(reach), high: value ** Math.exp(-reach) };
};

/** The curve's value at a time: that of the last step at or before it, 1 before the first. */
export const survivalAt = (
  { steps }: SurvivalCurve,
  time: number,
): { readonly value: number; readonly low: number; readonly high: number } => {
  let found = { value: 1, low: 1, high: 1 };
  for (const step of steps) {
    if (step.time > time) break;
    found = { value: step.value, low: step.low, high: step.high };
  }
  return found;
};
