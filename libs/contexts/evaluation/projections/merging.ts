import type { View } from '#libs/projecting';
import { STEPS, type Certification, type MeasureKind } from '../queries/answers.js';
import { MEASURES, certifiedUnder, countedAt, type Fact, type GapList, type Place, type Result } from './cohort.js';
import { FACTS, GAPS, factId, putFact, putGaps, type GapDocument } from './tallies.js';

/**
 * What each of several pseudonyms of one person did by itself, kept only for those who were found to be registered twice: the fact that counts is
 * made of these, and an unmerging finds each as it would be.
 */
export const OWN_FACTS = 'cohort_own_facts';
interface OwnFact {
  readonly cycle: string;
  readonly teacher: string;
  readonly fact: Fact;
  readonly gaps?: GapList;
}

const PLACE = ['school', 'region', 'sector', 'rurality', 'educationLevel'] as const satisfies readonly (keyof Place)[];

const union = <One>(lists: readonly (readonly One[])[]): One[] => [...new Set(lists.flat())];
const least = (numbers: readonly (number | undefined)[]): number | undefined => {
  const known = numbers.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};
const any = (facts: readonly Fact[], flag: 'waitlisted' | 'withdrawn' | 'late' | 'erased' | 'repeater'): true | undefined =>
  facts.some((fact) => fact[flag]) ? true : undefined;

/** Of two results on one occasion the first pseudonym's counts: two that contradict each other are never merged. */
const resultsOf = (facts: readonly Fact[]): Fact['results'] => {
  const results: Partial<Record<MeasureKind, Record<string, Result>>> = {};
  for (const measure of MEASURES) {
    const occasions = Object.assign({}, ...facts.map((fact) => fact.results[measure]).reverse()) as Record<string, Result>;
    if (Object.keys(occasions).length > 0) results[measure] = occasions;
  }
  return results;
};

/** One person's fact from those of their pseudonyms, the one that is kept first. Whoever withdrew under one of them has withdrawn. */
export const oneFact = (kept: string, merged: readonly string[], facts: readonly [Fact, ...Fact[]]): Fact => {
  const [first] = facts;
  const counted = facts.find(({ steps }) => steps.includes('submitted')) ?? first;
  const place = Object.fromEntries(PLACE.flatMap((key) => (counted[key] === undefined ? [] : [[key, counted[key]]]))) as Place;
  const steps = union(facts.map((fact) => fact.steps));
  const agreed = facts.filter((fact) => fact.steps.includes('consented'));
  const draws = Object.assign({}, ...facts.map((fact) => fact.draws).reverse()) as Record<string, boolean>;
  const modalities = union(facts.map((fact) => fact.modalities ?? [])).sort();
  const hours = facts.reduce((sum, { hoursCompleted = 0 }) => sum + hoursCompleted, 0);
  const pinned = Object.assign({}, ...facts.map((fact) => fact.pinned).reverse()) as Fact['pinned'];
  return {
    ...countedAt(first, place),
    teacher: kept,
    merged,
    gender: facts.map(({ gender }) => gender).find((gender) => gender !== undefined),
    pinned,
    steps: STEPS.filter((step) => steps.includes(step)),
    // What they agreed to under every pseudonym that was asked.
    purposes: (agreed[0]?.purposes ?? []).filter((purpose) => agreed.every(({ purposes }) => purposes.includes(purpose))),
    results: resultsOf(facts),
    coursesCompleted: facts.reduce((sum, { coursesCompleted }) => sum + coursesCompleted, 0),
    hoursCompleted: hours > 0 ? hours : undefined,
    modalities: modalities.length > 0 ? modalities : undefined,
    enrolledOn: least(facts.map((fact) => fact.enrolledOn)),
    completedOn: least(facts.map((fact) => fact.completedOn)),
    draws: Object.keys(draws).length > 0 ? draws : undefined,
    waitlisted: any(facts, 'waitlisted'),
    withdrawn: any(facts, 'withdrawn'),
    late: any(facts, 'late'),
    erased: any(facts, 'erased'),
    repeater: any(facts, 'repeater'),
  };
};

const ownOf = (view: View, cycle: string, teacher: string): OwnFact | undefined =>
  view.get<OwnFact>(OWN_FACTS, factId(cycle, teacher));
const baselineOf = (fact: Fact): string | undefined => fact.results['self-rating']?.baseline?.attempt;

/**
 * Puts what counts of a person: the fact and the gaps.
 * @param cameBefore whether a pseudonym of theirs has an earlier cycle
 * @param certification the cycle's rule: what was done under two pseudonyms may meet it together
 */
export const countTogether = (
  view: View,
  cycle: string,
  kept: string,
  merged: readonly string[],
  cameBefore: boolean,
  certification: Certification | undefined,
): Fact | undefined => {
  const owns = [kept, ...merged].flatMap((teacher) => ownOf(view, cycle, teacher) ?? []);
  const [first, ...others] = owns.map(({ fact }) => fact);
  if (!first) return undefined;
  const together = certifiedUnder(certification, oneFact(kept, merged, [first, ...others]));
  const fact: Fact = cameBefore ? { ...together, repeater: true } : together;
  putFact(view, fact);
  const gaps = owns.find((own) => own.gaps !== undefined && baselineOf(own.fact) === baselineOf(fact))?.gaps;
  if (gaps) putGaps(view, fact, gaps);
  else if (view.get(GAPS, factId(cycle, kept))) view.delete(GAPS, factId(cycle, kept));
  return fact;
};

/** What a pseudonym has counted for so far becomes its own part of what counts. */
export const setAside = (view: View, cycle: string, teacher: string): void => {
  const id = factId(cycle, teacher);
  const fact = view.get<Fact>(FACTS, id);
  if (!fact || view.get(OWN_FACTS, id)) return;
  const gaps = view.get<GapDocument>(GAPS, id)?.gaps;
  view.put(OWN_FACTS, id, { cycle, fact, gaps, teacher });
};

/** No longer counts by itself. */
export const leaveOut = (view: View, cycle: string, teacher: string): void => {
  const id = factId(cycle, teacher);
  if (view.get(FACTS, id)) view.delete(FACTS, id);
  if (view.get(GAPS, id)) view.delete(GAPS, id);
};

/** Counts by itself again, with everything that it did meanwhile. */
export const bringBack = (view: View, cycle: string, teacher: string): void => {
  const id = factId(cycle, teacher);
  const own = view.get<OwnFact>(OWN_FACTS, id);
  leaveOut(view, cycle, teacher);
  if (!own) return;
  putFact(view, own.fact);
  if (own.gaps) putGaps(view, own.fact, own.gaps);
  view.delete(OWN_FACTS, id);
};

/** One change of what a pseudonym did by itself. @param open the fact it begins with */
export const changeOwn = (view: View, cycle: string, teacher: string, open: () => Fact, change: (fact: Fact) => Fact): void => {
  const own = ownOf(view, cycle, teacher);
  view.put(OWN_FACTS, factId(cycle, teacher), { cycle, gaps: own?.gaps, teacher, fact: change(own?.fact ?? open()) });
};

/** @returns whether the gaps are those of the pseudonym's own first self-rating */
export const putOwnGaps = (view: View, cycle: string, teacher: string, attempt: string, gaps: GapList): boolean => {
  const own = ownOf(view, cycle, teacher);
  if (!own || baselineOf(own.fact) !== attempt) return false;
  view.put(OWN_FACTS, factId(cycle, teacher), { cycle, fact: own.fact, gaps, teacher });
  return true;
};
