import type { Modality } from '#libs/contexts/learning';
import type { Purpose } from '#libs/contexts/rollout';
import { MEASURE_KINDS, STEPS, UNKNOWN, type Certification, type MeasureKind, type Step } from '../queries/answers.js';

/** Where a person stands in the organisation, as it was when it was pinned. What is missing stays missing. */
export interface Place {
  readonly school?: string;
  readonly region?: string;
  readonly sector?: string;
  readonly rurality?: string;
  readonly educationLevel?: string;
}

/** `retrospective`: where they think, at the end, that they stood at the beginning. */
export type Occasion = 'baseline' | 'final' | 'retrospective';

/** A scored attempt: hundredths of the scale's unit, `null` where nothing was answered. */
export interface Result {
  readonly attempt: string;
  readonly scale: string;
  readonly score: number | null;
  /** At which end of the scale it lies, if at one. */
  readonly end?: 'floor' | 'ceiling';
}

/**
 * One teacher in one cycle: what they did, what was measured, and where they stood when they did it. The members of {@link Place} at the top are
 * where the person counts: at submission, before it at invitation. A school that is reclassified later changes nothing here.
 */
export interface Fact extends Place {
  readonly cycle: string;
  readonly teacher: string;
  readonly gender?: string;
  readonly pinned: {
    readonly registration: Place;
    /** The self-assessment was handed in. */
    readonly submission?: Place;
    readonly enrolment?: Place;
    /** The first course began. */
    readonly start?: Place;
    /** The final test was handed in. */
    readonly end?: Place;
  };
  /** In the order of the funnel. */
  readonly steps: readonly Step[];
  readonly purposes: readonly Purpose[];
  readonly results: Readonly<Partial<Record<MeasureKind, Readonly<Partial<Record<Occasion, Result>>>>>>;
  readonly coursesCompleted: number;
  /** Of the courses completed, together. */
  readonly hoursCompleted?: number;
  /** Of the courses they were enrolled in, sorted. */
  readonly modalities?: readonly Modality[];
  /** Days since 1970-01-01 UTC: the first enrolment, the first course completed. */
  readonly enrolledOn?: number;
  readonly completedOn?: number;
  /** Draws they took part in: offering → whether they were drawn a seat. */
  readonly draws?: Readonly<Record<string, boolean>>;
  /** Other pseudonyms of the same person, whose doings count here. */
  readonly merged?: readonly string[];
  readonly waitlisted?: true;
  readonly withdrawn?: true;
  readonly late?: true;
  readonly repeater?: true;
  readonly erased?: true;
}

export const MEASURES = MEASURE_KINDS;

/** Whoever agreed to the programme's statistics and takes part is in the results; everybody is in the funnel. */
export const inStatistics = (fact: Fact): boolean =>
  fact.purposes.includes('take-part') && fact.purposes.includes('programme-statistics');

export const withStep = (fact: Fact, step: Step): Fact => {
  const { steps } = fact;
  if (steps.includes(step)) return fact;
  const place = STEPS.indexOf(step);
  const behind = steps.findIndex((one) => STEPS.indexOf(one) > place);
  return { ...fact, steps: behind < 0 ? [...steps, step] : [...steps.slice(0, behind), step, ...steps.slice(behind)] };
};

/** Whoever meets the cycle's rule is certified, whichever of its parts was met last. */
export const certifiedUnder = (rule: Pick<Certification, 'minimumHours' | 'finalTest'> | undefined, fact: Fact): Fact =>
  rule && (fact.hoursCompleted ?? 0) >= rule.minimumHours && (!rule.finalTest || fact.steps.includes('final-test'))
    ? withStep(fact, 'certified')
    : fact;

/** The earlier of two days: whichever of a person's courses is told of first, the first one counts. */
const earlier = (known: number | undefined, day: number): number => (known !== undefined && known <= day ? known : day);

export const enrolledOn = (fact: Fact, day: number): Fact =>
  fact.enrolledOn === earlier(fact.enrolledOn, day) ? fact : { ...fact, enrolledOn: day };

export const completedOn = (fact: Fact, day: number): Fact =>
  fact.completedOn === earlier(fact.completedOn, day) ? fact : { ...fact, completedOn: day };

export const withModality = (fact: Fact, modality: Modality): Fact =>
  fact.modalities?.includes(modality) ? fact : { ...fact, modalities: [...(fact.modalities ?? []), modality].sort() };

/** From here on the person counts where they stand now. */
export const countedAt = (fact: Fact, { school, region, sector, rurality, educationLevel }: Place): Fact => ({
  ...fact,
  school,
  region,
  sector,
  rurality,
  educationLevel,
});

// ── cells ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
/** `[dimension, cell]`; the parts of a crossing are separated by `|`. */
export type Cell = readonly [by: string, cell: string];

/** Whether two facts count in the same cells. */
export const sameCells = (a: Fact, b: Fact): boolean =>
  a.region === b.region &&
  a.sector === b.sector &&
  a.rurality === b.rurality &&
  a.educationLevel === b.educationLevel &&
  a.gender === b.gender;

/** A code as it may stand in a cell's name. */
const part = (code: string | undefined): string =>
  code === undefined ? UNKNOWN : code.includes('|') ? code.replaceAll('|', '/') : code;

const regionAndSector = (fact: Fact): Cell => ['region-sector', `${part(fact.region)}|${part(fact.sector)}`];

/** The cells in which people are counted; everything coarser is their sum, so it is not kept. */
export const peopleCells = (fact: Fact): Cell[] => [
  regionAndSector(fact),
  ['sector-rurality-gender', `${part(fact.sector)}|${part(fact.rurality)}|${part(fact.gender)}`],
  ['educationLevel', part(fact.educationLevel)],
];

/** The cells in which results are tallied. */
export const resultCells = (fact: Fact): Cell[] => [
  regionAndSector(fact),
  ['rurality', part(fact.rurality)],
  ['educationLevel', part(fact.educationLevel)],
  ['gender', part(fact.gender)],
];

/** The cells that have sums over schools: one school may be in two cells, so a coarser cell is not the sum of finer ones. */
export const clusterCells = (fact: Fact): Cell[] => [
  ['all', 'all'],
  ['region', part(fact.region)],
  ['sector', part(fact.sector)],
  ...resultCells(fact),
];

export const gapCells = (fact: Fact): Cell[] => [
  ['region', part(fact.region)],
  ['sector', part(fact.sector)],
  ['educationLevel', part(fact.educationLevel)],
];

// ── what one fact adds to a tally ───────────────────────────────────────────────────────────────────────────────────────
/**
 * Names of a tally's integers, in the order in which they are stored: without their names the documents are a fifth as long, and
 * adding to them costs little.
 */
export const PEOPLE_KEYS = [
  'persons',
  'coursesCompleted',
  'erased',
  'late',
  'repeaters',
  'waitlisted',
  'waitlistedFinalTest',
  'withdrawn',
  'withoutStatistics',
  ...STEPS.map((step) => `through:${step}` as const),
  ...STEPS.map((step) => `anyhow:${step}` as const),
] as const;
export type PeopleKey = (typeof PEOPLE_KEYS)[number];

/** One person in the funnel. */
export const peopleAmounts = (fact: Fact): number[] => {
  const has = STEPS.map((step) => (fact.steps.includes(step) ? 1 : 0));
  const gap = has.indexOf(0);
  const through = gap === -1 ? STEPS.length : gap;
  const consented = has[1] === 1;
  const amounts = [
    1,
    fact.coursesCompleted,
    fact.erased ? 1 : 0,
    fact.late ? 1 : 0,
    fact.repeater ? 1 : 0,
    // Who got a seat in the end, in this offering or in another, waits no longer.
    fact.waitlisted && !fact.steps.includes('enrolled') ? 1 : 0,
    fact.waitlisted && !fact.steps.includes('enrolled') && fact.steps.includes('final-test') ? 1 : 0,
    fact.withdrawn ? 1 : 0,
    consented && !fact.withdrawn && !inStatistics(fact) ? 1 : 0,
  ];
  for (let at = 0; at < has.length; at += 1) amounts.push(at < through ? 1 : 0);
  amounts.push(...has);
  return amounts;
};

export const RESULT_KEYS = [
  'people',
  'pre',
  'preSum',
  'preSquares',
  'preFloor',
  'preCeiling',
  'post',
  'postSum',
  'postSquares',
  'postFloor',
  'postCeiling',
  'pairs',
  'pairsPreSum',
  'pairsPostSum',
  'pairsPreSquares',
  'pairsPostSquares',
  'pairsProducts',
  'differenceSum',
  'differenceSquares',
  'up',
  'same',
  'down',
] as const;
export type ResultKey = (typeof RESULT_KEYS)[number];

/** Sums over schools of what the pairs of each school add up to: G, Σ S_g², Σ n_g·S_g, Σ n_g². */
export const CLUSTER_KEYS = ['clusters', 'squaredClusterSums', 'sizeTimesSum', 'squaredSizes'] as const;
export type ClusterKey = (typeof CLUSTER_KEYS)[number];

interface Scored {
  readonly score: number;
  readonly end?: 'floor' | 'ceiling';
}

/** What a person measured on one scale contributes; `undefined` where nothing counts. */
export interface Measured {
  readonly pre?: Scored;
  readonly post?: Scored;
}

export const measuredOn = (fact: Fact, measure: MeasureKind, scale: string): Measured | undefined => {
  if (!inStatistics(fact)) return undefined;
  const on = (result: Result | undefined): Scored | undefined =>
    result && result.scale === scale && result.score !== null ? { score: result.score, end: result.end } : undefined;
  const pre = on(fact.results[measure]?.baseline);
  const post = on(fact.results[measure]?.final);
  return pre || post ? { pre, post } : undefined;
};

/** A gain exists only where both results are of one measure and on one scale. */
export const differenceOf = (measured: Measured | undefined): number | undefined =>
  measured?.pre && measured.post ? measured.post.score - measured.pre.score : undefined;

const one = (scored: Scored | undefined): number[] =>
  scored
    ? [1, scored.score, scored.score ** 2, scored.end === 'floor' ? 1 : 0, scored.end === 'ceiling' ? 1 : 0]
    : [0, 0, 0, 0, 0];

export const resultAmounts = (measured: Measured): number[] => {
  const { pre, post } = measured;
  const head = [1, ...one(pre), ...one(post)];
  if (!pre || !post) return [...head, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const difference = post.score - pre.score;
  return [
    ...head,
    1,
    pre.score,
    post.score,
    pre.score ** 2,
    post.score ** 2,
    pre.score * post.score,
    difference,
    difference ** 2,
    difference > 0 ? 1 : 0,
    difference === 0 ? 1 : 0,
    difference < 0 ? 1 : 0,
  ];
};

/** Pairs of one school are alike; a teacher without a school is a cluster alone. */
export const clusterOf = (fact: Fact): string => fact.school ?? `~${fact.teacher}`;

export const SCHOOL_KEYS = [
  'persons',
  'invited',
  'consented',
  'started',
  'submitted',
  'profileSeen',
  'enrolled',
  'completed',
  'finalTest',
] as const;
export type SchoolKey = (typeof SCHOOL_KEYS)[number];
const SCHOOL_STEPS: readonly Step[] = [
  'invited',
  'consented',
  'started',
  'submitted',
  'profile-seen',
  'enrolled',
  'course-completed',
  'final-test',
];
export const schoolAmounts = (fact: Fact): number[] => [1, ...SCHOOL_STEPS.map((step) => (fact.steps.includes(step) ? 1 : 0))];

/** A teacher's gaps at baseline: competency → [observed level or `null` where not rated, gap]. */
export type GapList = Readonly<Record<string, readonly [observed: number | null, gap: number]>>;
export const GAP_PARTS = ['rated', 'notRated', 'withGap', 'gapSum', 'observedSum'] as const;
export const gapAmounts = ([observed, gap]: GapList[string]): number[] =>
  observed === null ? [0, 1, 0, 0, 0] : [1, 0, gap > 0 ? 1 : 0, gap, observed];
