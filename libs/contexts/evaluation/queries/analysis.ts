import {
  blockedDifference,
  clusteredMean,
  gainBounds,
  intraclassCorrelation,
  kaplanMeier,
  pairedSummary,
  sampleOf,
  shareDifference,
  standardisedDifference,
  survivalAt,
  weightedClusteredMean,
  type Clustered,
  type Estimate,
  type Quantity,
} from '#libs/indicators';
import { clusterOf, inStatistics, measuredOn, type Fact } from '../projections/cohort.js';
import type { LevelsAfterDocument, PathDocument } from '../projections/cohort.projection.js';
import type { GapDocument } from '../projections/tallies.js';
import type {
  AttritionDifference,
  Bin,
  BreakdownDimension,
  FlowArm,
  Limits,
  LotteryComparison,
  MatchedLost,
  MeasureEvaluation,
  NotEstimable,
  ParticipantFlow,
  TargetedChange,
  ThenAndNow,
  TimeToComplete,
  Variant,
  Withheld,
} from './answers.js';
import type { RegionalCodes, ScaleOfCycle } from './cohort-reader.js';
import { cellIn, type Person } from './people.js';
import { measureBreakdown, ratio, type Breakdown } from './results.js';

/** Tallied units in one of the scale's. */
const FACTOR = 100;

export interface Measured {
  readonly person: Person;
  readonly school: string;
  /** In the scale's own units. */
  readonly pre?: number;
  readonly post?: number;
}
type Pair = Measured & { readonly pre: number; readonly post: number };

/** Who of the people was measured on the scale, as far as they agreed to statistics. */
export const measuredPeople = (people: readonly Person[], { measure, scale }: ScaleOfCycle): Measured[] =>
  people.flatMap((person) => {
    const measured = measuredOn(person as Fact, measure, scale);
    if (!measured) return [];
    const { pre, post } = measured;
    return [{ person, school: clusterOf(person as Fact), pre: pre && pre.score / FACTOR, post: post && post.score / FACTOR }];
  });

const isPair = (one: Measured): one is Pair => one.pre !== undefined && one.post !== undefined;

const reason = (estimate: { readonly reason: NotEstimable['notEstimable'] }): NotEstimable => ({ notEstimable: estimate.reason });
const limitsOf = (estimate: Estimate<Quantity & { readonly low: number; readonly high: number }>): Limits | NotEstimable =>
  estimable(estimate, ({ value, low, high }) => ({ value, low, high }));
const estimable = <Value extends object, Answer extends object>(
  estimate: Estimate<Value>,
  answer: (value: Value) => Answer,
): Answer | NotEstimable => (estimate.estimable ? answer(estimate) : reason(estimate));
const valueOrNull = (estimate: Estimate<Quantity>): number | null => (estimate.estimable ? estimate.value : null);

/** Shown only where every one of these groups is empty or large enough. */
const hidden = (k: number, own: readonly number[], besides: readonly number[] = []): Withheld | undefined => {
  if (own.some((n) => n < k)) return { withheld: 'primary' };
  return besides.some((n) => n > 0 && n < k) ? { withheld: 'complementary' } : undefined;
};

/** Bins from left to right, each joined with the next until it holds at least k; what is left over at the end goes to the last. */
export const joinedBins = (values: readonly number[], minimum: number, maximum: number, width: number, k: number): Bin[] => {
  const count = Math.max(1, Math.round((maximum - minimum) / width));
  const counts = new Array<number>(count).fill(0);
  for (const value of values) {
    const at = Math.min(count - 1, Math.max(0, Math.floor((value - minimum) / width)));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const bins: { from: number; to: number; n: number }[] = [];
  let from = minimum;
  let n = 0;
  counts.forEach((own, at) => {
    n += own;
    if (n < k && at < count - 1) return;
    const to = at === count - 1 ? maximum : minimum + (at + 1) * width;
    const last = bins.at(-1);
    if (n < k && last) {
      last.to = to;
      last.n += n;
    } else bins.push({ from, to, n });
    from = to;
    n = 0;
  });
  return bins;
};

const variantsOf = (summary: ReturnType<typeof pairedSummary>): Record<Variant, number | null> => {
  const { dAv, dPre, dRm, dRms, dZ, gAv, gZ, hedgesJ } = summary.effectSizes;
  const r = summary.r;
  const sizes = { gAv, dAv, dRms, dRm, dPre, dZ, gZ, hedgesJ, r };
  return Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, valueOrNull(size)])) as Record<
    Variant,
    number | null
  >;
};

const matchedLostOf = (
  pairs: readonly Pair[],
  lost: readonly number[],
  withheld: Withheld | undefined,
): Omit<MatchedLost, 'notYet'> => {
  const matched = pairs.map(({ pre }) => pre);
  const [one, other] = [sampleOf(matched), sampleOf(lost)];
  const side = (sample: typeof one, n: number): MatchedLost['matched'] => ({
    n,
    ...(withheld ?? estimable(sample, (value) => ({ mean: value.mean, sd: value.standardDeviation }))),
  });
  const difference = () => {
    if (!one.estimable) return reason(one);
    return other.estimable ? limitsOf(standardisedDifference(one, other)) : reason(other);
  };
  return { matched: side(one, matched.length), lost: side(other, lost.length), difference: withheld ?? difference() };
};

/** For whom the last stage is over: who has no last result by then is lost, the others have not come yet. */
export type Over = (person: Person) => boolean;

/** What an evaluator asks of one measure on one scale, beyond the dashboard. `weightOf`: how many of the population a person stands for. */
export const measureEvaluation = (
  scale: ScaleOfCycle,
  shown: Breakdown,
  measured: readonly Measured[],
  {
    k,
    over,
    weightOf,
  }: { readonly k: number; readonly over: Over; readonly weightOf: ((person: Person) => number | undefined) | undefined },
): MeasureEvaluation => {
  const { gain } = shown;
  const pairs = measured.filter(isPair);
  const unpaired = measured.filter(({ pre, post }) => pre !== undefined && post === undefined);
  const lost = unpaired.flatMap(({ person, pre }) => (pre !== undefined && over(person) ? [pre] : []));
  const notYet = unpaired.length - lost.length;
  // Those who have not come yet are what is left between everybody's first results and what is said of the lost.
  const apartFromLost = notYet === 0 ? undefined : hidden(k, [], [lost.length, notYet]);
  const instead: Withheld | NotEstimable | undefined =
    'withheld' in gain ? { withheld: gain.withheld } : 'notEstimable' in gain ? { notEstimable: gain.notEstimable } : undefined;
  const summary = pairedSummary(pairs, {
    measure: scale.measure,
    nPre: pairs.length + unpaired.length,
    nPost: measured.filter(({ post }) => post !== undefined).length,
    maximum: scale.maximum,
  });
  const gains: Clustered[] = pairs.map(({ school, pre, post }) => ({ cluster: school, value: post - pre }));
  const first = measured.flatMap(({ school, pre }) => (pre === undefined ? [] : [{ cluster: school, value: pre }]));
  const beginnings = shown.shows.before ? undefined : (hidden(k, [first.length]) ?? ({ withheld: 'complementary' } as const));
  const apart = instead ?? beginnings;
  const withheldApart = apart && 'withheld' in apart ? apart : undefined;
  const width = scale.measure === 'test' ? (scale.maximum - scale.minimum) / 10 : 0.5;
  const bins = (values: readonly number[], visible: boolean): readonly Bin[] | Withheld =>
    values.length < k || !visible
      ? { withheld: values.length < k ? 'primary' : 'complementary' }
      : joinedBins(values, scale.minimum, scale.maximum, width, k);
  const overIndividuals = (estimate: Estimate<Quantity & { readonly n: number; readonly excluded: number }>) =>
    instead ?? estimable(estimate, ({ value, n, excluded }) => ({ value, n, excluded }));
  const { before, after } = shown;
  return {
    ...measureBreakdown(shown),
    before,
    after,
    gain,
    variants: instead ?? (scale.measure === 'test' ? variantsOf(summary) : { notEstimable: 'tests-only' }),
    unclustered: instead ?? limitsOf(summary.meanGain),
    weighted: instead ?? weightedGain(pairs, weightOf, k),
    icc: instead ??
      beginnings ?? {
        gain: valueOrNull(intraclassCorrelation(gains)),
        baseline: valueOrNull(intraclassCorrelation(first)),
      },
    individualGain: overIndividuals(summary.meanIndividualGain),
    normalisedChange: overIndividuals(summary.normalisedChange),
    distribution: {
      before: bins(
        first.map(({ value }) => value),
        shown.shows.before,
      ),
      after: bins(
        measured.flatMap(({ post }) => (post === undefined ? [] : [post])),
        shown.shows.after,
      ),
    },
    matchedLost: {
      ...matchedLostOf(pairs, lost, withheldApart ?? apartFromLost ?? hidden(k, [pairs.length], [lost.length])),
      notYet,
    },
    bounds:
      apart ??
      apartFromLost ??
      estimable(
        gainBounds(
          {
            nPairs: pairs.length,
            pairsGain: gains.reduce((sum, { value }) => sum + value, 0),
            nLost: lost.length,
            lostPre: lost.reduce((sum, value) => sum + value, 0),
          },
          scale,
        ),
        ({ low, unchanged, high, nPairs, nLost }) => ({ low, unchanged, high, nPairs, nLost }),
      ),
  };
};

const weightedGain = (
  pairs: readonly Pair[],
  weightOf: ((person: Person) => number | undefined) | undefined,
  k: number,
): MeasureEvaluation['weighted'] => {
  if (!weightOf) return { notEstimable: 'no-population' };
  const weighted = pairs.flatMap(({ person, school, pre, post }) => {
    const weight = weightOf(person);
    return weight === undefined ? [] : [{ cluster: school, value: post - pre, weight }];
  });
  return (
    hidden(k, [weighted.length]) ??
    estimable(weightedClusteredMean(weighted), ({ value, low, high, effectiveN }) => ({ value, low, high, effectiveN }))
  );
};

/** Where everybody went: from the invitation to the pairs that are analysed. */
export const participantFlow = (
  people: readonly Person[],
  test: ScaleOfCycle | undefined,
  eligible: number | null,
  over: Over,
): ParticipantFlow => {
  const measured = test ? measuredPeople(people, test).filter(({ pre }) => pre !== undefined) : [];
  const arm = (members: readonly Measured[]): FlowArm => {
    const analysed = members.filter(isPair).length;
    const lost = members.filter((one) => !isPair(one) && over(one.person)).length;
    return {
      n: members.length,
      completed: members.filter(({ person }) => person.steps.includes('course-completed')).length,
      analysed,
      notYet: members.length - analysed - lost,
      lost,
    };
  };
  const armOf = ({ person }: Measured) =>
    person.steps.includes('enrolled') ? 'seat' : person.waitlisted ? 'waitlisted' : 'noRequest';
  const consented = people.filter(({ steps }) => steps.includes('consented'));
  return {
    eligible,
    invited: people.filter(({ steps }) => steps.includes('invited')).length,
    consented: consented.length,
    notConsented: people.length - consented.length,
    withdrawn: people.filter(({ withdrawn }) => withdrawn).length,
    withoutStatistics: consented.filter((person) => !person.withdrawn && !inStatistics(person as Fact)).length,
    baseline: measured.length,
    seat: arm(measured.filter((one) => armOf(one) === 'seat')),
    waitlisted: arm(measured.filter((one) => armOf(one) === 'waitlisted')),
    noRequest: arm(measured.filter((one) => armOf(one) === 'noRequest')),
  };
};

/** Which groups are held against each other: who is at a disadvantage first. */
export const COMPARED: readonly { readonly by: BreakdownDimension; readonly first: string; readonly second: string }[] = [
  { by: 'gender', first: 'female', second: 'male' },
  { by: 'rurality', first: 'rural', second: 'urban' },
  { by: 'regionalSector', first: 'public', second: 'independent-private' },
];

/** Whether one group was lost more often than another after the first test, of those for whom that is settled. Counts of persons. */
export const attritionDifferences = (measured: readonly Measured[], regional: RegionalCodes, over: Over): AttritionDifference[] =>
  COMPARED.map(({ by, first, second }) => {
    const settled = measured.filter((one) => one.pre !== undefined && (isPair(one) || over(one.person)));
    const lostIn = (cell: string) => {
      const began = settled.filter(({ person }) => cellIn(person, by, regional) === cell);
      return { count: began.filter((one) => !isPair(one)).length, of: began.length };
    };
    const [one, other] = [lostIn(first), lostIn(second)];
    return {
      by,
      first: { cell: first, lost: ratio(one.count, one.of) },
      second: { cell: second, lost: ratio(other.count, other.of) },
      difference: limitsOf(shareDifference(one, other)),
    };
  });

/** @param until the day to which everybody is watched */
export const timeToComplete = (people: readonly Person[], until: number, k: number): TimeToComplete => {
  const durations = people.flatMap((person) => {
    const { enrolledOn, completedOn } = person;
    if (enrolledOn === undefined || !inStatistics(person as Fact)) return [];
    const end = completedOn ?? Math.max(until, enrolledOn);
    return [{ time: Math.max(0, end - enrolledOn), happened: completedOn !== undefined }];
  });
  const n = durations.length;
  if (n === 0) return { n, notEstimable: 'no-observations' };
  if (n < k) return { n, withheld: 'primary' };
  const curve = kaplanMeier(durations);
  if (!curve.estimable) return { n, ...reason(curve) };
  const watched = (day: number): number => durations.filter(({ time }) => time >= day).length;
  const last = Math.max(...durations.map(({ time }) => time));
  const weeks: { day: number; completed: number; low: number; high: number }[] = [];
  for (let day = 0; day <= last + 6 && watched(day) >= k; day += 7) {
    const { value, low, high } = survivalAt(curve, day);
    weeks.push({ day, completed: 1 - value, low: 1 - high, high: 1 - low });
  }
  const { value, low, high } = curve.median;
  // The median is shown only where it lies within what is watched by enough.
  const medianDays = value !== null && watched(value) >= k ? { value, low, high } : null;
  return { n, completed: curve.happened, medianDays, weeks };
};

/** Who improved on what: competencies of the path beside the others, which nobody worked on, in the same persons. */
export const targetedChange = (
  people: readonly Person[],
  documents: {
    readonly gaps: readonly GapDocument[];
    readonly after: readonly LevelsAfterDocument[];
    readonly paths: readonly PathDocument[];
  },
  k: number,
): TargetedChange => {
  // What a second pseudonym of a person did counts for them.
  const owners = new Map(people.flatMap(({ merged = [], teacher }) => merged.map((other) => [other, teacher] as const)));
  const of = (teacher: string): string => owners.get(teacher) ?? teacher;
  const before = new Map(documents.gaps.map(({ teacher, gaps }) => [of(teacher), gaps]));
  const after = new Map(documents.after.map(({ teacher, levels }) => [of(teacher), levels]));
  const paths = new Map(documents.paths.map(({ teacher, competencies }) => [of(teacher), new Set(competencies)]));
  const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const changes = people.flatMap((person) => {
    const [was, is, path] = [before.get(person.teacher), after.get(person.teacher), paths.get(person.teacher)];
    if (!was || !is || !path || !inStatistics(person as Fact) || !person.steps.includes('path-accepted')) return [];
    const sides: { targeted: number[]; others: number[] } = { targeted: [], others: [] };
    for (const [competency, [observed]] of Object.entries(was)) {
      const level = is[competency];
      if (observed === null || level === undefined) continue;
      sides[path.has(competency) ? 'targeted' : 'others'].push(level - observed);
    }
    if (sides.targeted.length === 0 || sides.others.length === 0) return [];
    return [{ cluster: clusterOf(person as Fact), targeted: meanOf(sides.targeted), others: meanOf(sides.others) }];
  });
  const n = changes.length;
  if (n === 0) return { n, notEstimable: 'no-pairs' };
  const withheld = hidden(k, [n]);
  if (withheld) return { n, ...withheld };
  const over = (value: (one: (typeof changes)[number]) => number) =>
    clusteredMean(changes.map((one) => ({ cluster: one.cluster, value: value(one) })));
  const [targeted, others, difference] = [
    over((one) => one.targeted),
    over((one) => one.others),
    over((one) => one.targeted - one.others),
  ];
  if (!targeted.estimable) return { n, ...reason(targeted) };
  if (!others.estimable) return { n, ...reason(others) };
  if (!difference.estimable) return { n, ...reason(difference) };
  const limits = ({ value, low, high }: Limits): Limits => ({ value, low, high });
  return {
    n,
    targeted: limits(targeted),
    others: limits(others),
    difference: limits(difference),
    schools: targeted.clusters,
  };
};

/**
 * Drawn against not drawn, as the draw had it, whatever came of it. Who took part in several draws is compared with those who took part in the
 * same ones, since only among them the chance of a seat was the same.
 */
export const lotteryComparison = (people: readonly Person[], scale: ScaleOfCycle, k: number): LotteryComparison | null => {
  const drawn = people.filter((person) => person.draws !== undefined && inStatistics(person as Fact));
  if (drawn.length === 0) return null;
  const scores = new Map(measuredPeople(drawn, scale).map((one) => [one.person.teacher, one]));
  const seatOf = ({ draws = {} }: Person): boolean => Object.values(draws).some(Boolean);
  const arm = (seat: boolean) => {
    const members = drawn.filter((person) => seatOf(person) === seat);
    const trained = members.filter(({ steps }) => steps.includes('course-completed')).length;
    const measured = members.filter(({ teacher }) => scores.get(teacher)?.post !== undefined).length;
    return { n: members.length, trained: ratio(trained, members.length), measured: ratio(measured, members.length) };
  };
  const [one, other] = [arm(true), arm(false)];
  const compare = (valueOf: (scored: Measured) => number | undefined): LotteryComparison['finalResult'] => {
    const blocks = new Map<string, { treated: number[]; control: number[] }>();
    for (const person of drawn) {
      const scored = scores.get(person.teacher);
      const value = scored && valueOf(scored);
      if (value === undefined) continue;
      const key = Object.keys(person.draws ?? {})
        .sort()
        .join();
      const block = blocks.get(key) ?? { treated: [], control: [] };
      blocks.set(key, block);
      block[seatOf(person) ? 'treated' : 'control'].push(value);
    }
    const difference = blockedDifference(blocks.values());
    if (!difference.estimable) return reason(difference);
    const { value, low, high, nTreated, nControl, meanTreated, meanControl } = difference;
    const everybody = measuredPeople(people, scale).filter((scored) => valueOf(scored) !== undefined).length;
    return (
      hidden(k, [nTreated, nControl], [everybody - nTreated - nControl]) ?? {
        value,
        low,
        high,
        meanDrawn: meanTreated,
        meanNotDrawn: meanControl,
      }
    );
  };
  return {
    measure: scale.measure,
    scale: scale.scale,
    draws: new Set(drawn.flatMap(({ draws = {} }) => Object.keys(draws))).size,
    drawn: one,
    notDrawn: other,
    responseDifference: limitsOf(shareDifference({ count: one.measured.n, of: one.n }, { count: other.measured.n, of: other.n })),
    finalResult: compare(({ post }) => post),
    gain: compare((scored) => (isPair(scored) ? scored.post - scored.pre : undefined)),
  };
};

/** The rating of the beginning that is made at the end, between the one made then and the one of now. */
export const thenAndNow = (people: readonly Person[], k: number): ThenAndNow => {
  const rated = people.flatMap((person) => {
    const { baseline, final, retrospective } = person.results['self-rating'] ?? {};
    if (!inStatistics(person as Fact)) return [];
    const scores = [baseline?.score, retrospective?.score, final?.score];
    const [before, then, now] = scores.map((score) => (score === null || score === undefined ? undefined : score / FACTOR));
    return before === undefined || then === undefined || now === undefined
      ? []
      : [{ cluster: clusterOf(person as Fact), before, then, now }];
  });
  const n = rated.length;
  if (n === 0) {
    const asked = people.some(({ results }) => results['self-rating']?.retrospective !== undefined);
    return { n, notEstimable: asked ? 'no-pairs' : 'not-asked' };
  }
  const everybody = people.filter(
    (person) => inStatistics(person as Fact) && person.results['self-rating']?.baseline && person.results['self-rating'].final,
  ).length;
  const withheld = hidden(k, [n], [everybody - n]);
  if (withheld) return { n, ...withheld };
  const over = (value: (one: (typeof rated)[number]) => number) =>
    clusteredMean(rated.map((one) => ({ cluster: one.cluster, value: value(one) })));
  const [nowMinusThen, thenMinusBefore] = [over(({ now, then }) => now - then), over(({ then, before }) => then - before)];
  if (!nowMinusThen.estimable) return { n, ...reason(nowMinusThen) };
  if (!thenMinusBefore.estimable) return { n, ...reason(thenMinusBefore) };
  const meanOf = (value: (one: (typeof rated)[number]) => number) => rated.reduce((sum, one) => sum + value(one), 0) / n;
  const limits = ({ value, low, high }: Limits): Limits => ({ value, low, high });
  return {
    n,
    before: meanOf(({ before }) => before),
    then: meanOf(({ then }) => then),
    now: meanOf(({ now }) => now),
    nowMinusThen: limits(nowMinusThen),
    thenMinusBefore: limits(thenMinusBefore),
  };
};
