import type { NotEstimableReason } from '#libs/indicators';

/**
 * The JSON answers of this context. Codes (regions, sectors, education levels, competencies) stand as the country wrote them; their
 * names come with the country (`GET /v1/:tenant`) and the framework. A code that nobody gave is the cell `unknown`, which is shown like any other.
 *
 * Counts of people are shown. What was measured about people (means, shares, gains, gaps) is withheld where fewer than `k` stand behind
 * it, and where it would follow from the rest of its table.
 */
export type MeasureKind = 'self-rating' | 'test';
export const MEASURE_KINDS: readonly MeasureKind[] = ['self-rating', 'test'];

/** `primary`: fewer than k people; `complementary`: it would give away a primary one. */
export type Mark = 'primary' | 'complementary';
export interface Withheld {
  readonly withheld: Mark;
}
export interface NotEstimable {
  /** `no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks. */
  readonly notEstimable: NotEstimableReason | 'no-baseline' | 'no-pairs' | 'no-population' | 'no-draw' | 'not-asked';
}

/** Stands in every answer. */
export interface AnswerHead {
  readonly cycle: string;
  /** The data of an invented country: every page, print and export says so. */
  readonly simulated: boolean;
  /** `recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first. */
  readonly asOf: string | null;
  /** Fewest people behind a shown result. */
  readonly k: number;
  /** What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited. */
  readonly definitions: readonly DefinitionId[];
}
/** `learning-gain@1` */
export type DefinitionId = `${string}@${number}`;

/** A number that is measured, or the marker in its place. */
export type Shown = number | Withheld;
/** Limits of 95 %, `null` where they do not exist. */
export interface Limits {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}
/** Whether comparing groups by a dimension was laid down before anybody could see the final results. */
export interface AnalysisLabel {
  /** When the first final window opens, RFC 3339; `null` where the design does not say. */
  readonly finalWindowOpens: string | null;
  readonly plans: readonly {
    readonly plan: string;
    readonly registeredAt: string;
    readonly beforeFinalWindow: boolean;
    readonly measures: readonly MeasureKind[];
    readonly breakdowns: readonly BreakdownDimension[];
    readonly documentDigest: string;
  }[];
  /** Dimensions that a plan named before the final window opened; every other breakdown is exploratory. */
  readonly planned: readonly BreakdownDimension[];
}

// ── what people are grouped by ──────────────────────────────────────────────────────────────────────────────────────────
/** A person counts once in each, where they stood at submission (before it: at invitation). */
export type Dimension = 'region' | 'sector' | 'rurality' | 'educationLevel' | 'gender';
/** `modality`: of the courses they were enrolled in; `regionalSector` and `isced`: the codes by which countries are compared. */
export type BreakdownDimension = Dimension | 'modality' | 'regionalSector' | 'isced';
/** Combinations that people may be counted by (counts only). */
export type Crossing = 'region-sector' | 'sector-rurality-gender';
export const DIMENSIONS: readonly Dimension[] = ['region', 'sector', 'rurality', 'educationLevel', 'gender'];
export const CROSSINGS: readonly Crossing[] = ['region-sector', 'sector-rurality-gender'];
export const BREAKDOWNS: readonly BreakdownDimension[] = [...DIMENSIONS, 'modality', 'regionalSector', 'isced'];
/** Modality of those in no course: the question does not apply to them. */
export const NOT_APPLICABLE = 'not-applicable';
/** Modality of those in courses of more than one. */
export const SEVERAL = 'several';
/** Value of a cell for those about whom the fact is missing. */
export const UNKNOWN = 'unknown';

// ── funnel: GET cycles/:cycle/funnel?by= ────────────────────────────────────────────────────────────────────────────────
export const STEPS = [
  'invited',
  'consented',
  'started',
  'submitted',
  'profile-seen',
  'path-accepted',
  'enrolled',
  'course-started',
  'course-completed',
  'final-test',
  'certified',
] as const;
export type Step = (typeof STEPS)[number];
/** `share` is `null` where `of` is 0. */
export interface Ratio {
  readonly n: number;
  readonly of: number;
  readonly share: number | null;
  /** Wilson's limits of 95 %; `null` where `of` is 0. */
  readonly low: number | null;
  readonly high: number | null;
}
/** Against a target: no sample, so no interval. */
export interface OfTarget {
  readonly n: number;
  readonly of: number | null;
  readonly share: number | null;
}
export interface FunnelStep {
  /** `eligible`: who could take part, as the population was counted; the others are steps that people take. */
  readonly step: 'eligible' | Step;
  /**
   * Persons who took this step and every one before it. `null` is not known, never none: `eligible` where nobody counted the population by
   * these groups, `certified` where the cycle certifies nobody.
   */
  readonly n: number | null;
  /** Persons who took this step, whatever they did before; `null` as `n`. */
  readonly anyhow: number | null;
  /** Against the step before; `null` where one of the two is not known. The invited are no sample of the eligible: a share without limits. */
  readonly ofPrevious: Ratio | null;
  /** Against those invited; `null` for the eligible, and where the step is not known. */
  readonly ofFirst: Ratio | null;
}
/** What makes a participation a certified one in this cycle. */
export interface Certification {
  readonly version: string;
  readonly note: Readonly<Record<string, string>>;
  readonly minimumHours: number;
  readonly finalTest: boolean;
}
/** What a teacher is told about being certified in a cycle. */
export interface MyCertificationAnswer {
  readonly cycle: string;
  readonly simulated: boolean;
  /** Of the cycle: once it is closed, what is missing will not come. */
  readonly status: 'planned' | 'open' | 'closed';
  /** `null`: nobody is certified in this cycle. */
  readonly rule: Certification | null;
  /** They were invited to this cycle. */
  readonly takesPart: boolean;
  readonly certified: boolean;
  /** They took their consent to take part back. */
  readonly withdrawn: boolean;
  /** Of the courses completed, together. */
  readonly hoursCompleted: number;
  /** The final test is handed in. */
  readonly finalTest: boolean;
  /** Until they are certified: hours of courses that still have to be completed, and whether the final test has to be handed in. */
  readonly missing: { readonly hours: number; readonly finalTest: boolean };
}
export interface FunnelCounts {
  readonly steps: readonly FunnelStep[];
  /** Asked for a seat and got none so far. */
  readonly waitlisted: number;
  /** Of those, who took the final test nevertheless. */
  readonly waitlistedFinalTest: number;
  /** Withdrew from taking part: still counted here, no longer in any result. */
  readonly withdrawn: number;
  /** Take part, but not in the programme's statistics: counted here, in no result. */
  readonly withoutStatistics: number;
  /** Forgotten persons; they stay counted. */
  readonly erased: number;
  /** Handed in between closing and the end of grace. */
  readonly late: number;
  /** Took part in an earlier cycle. */
  readonly repeaters: number;
}
export interface FunnelAnswer extends AnswerHead {
  readonly all: FunnelCounts;
  /** What was asked for with `?by=`. */
  readonly by: Dimension | Crossing | null;
  /** `country`: the country's own codes; `regional`: sector and education level by the codes that countries share. */
  readonly codes: 'country' | 'regional';
  /** Sorted by cell; for a crossing `cell` has one value a part, in its order. */
  readonly groups: readonly (FunnelCounts & { readonly cell: readonly string[] })[];
  /** Of the count of the eligible; `null` without one. */
  readonly population: { readonly asOf: string; readonly status: string } | null;
  /** `null`: nobody is certified in this cycle. */
  readonly certification: Certification | null;
}

// ── results ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
/** Mean over everybody with a result on that occasion, in the scale's own units. */
export interface ScoreMean {
  readonly mean: number;
  /** `null` with fewer than two. */
  readonly sd: number | null;
  /** Share with the lowest result that the scale has, and with the highest. */
  readonly floor: Shown;
  readonly ceiling: Shown;
}
export type ScoreFigure = { readonly n: number } & (ScoreMean | Withheld | NotEstimable);

/** What a gain is made of; shown whether or not the gain is. */
export interface GainBasis {
  readonly measure: MeasureKind;
  readonly scale: string;
  /** Persons with a first result, with a last one, with both. */
  readonly nPre: number;
  readonly nPost: number;
  readonly nPairs: number;
  /** Pairs over persons with a first result, 0 to 1; `null` without any. */
  readonly matchRate: number | null;
  /** 1 − match rate. */
  readonly attrition: number | null;
}
/** A mean change of matched pairs, in the scale's own units. A change or gain, never an effect: nobody was compared with. */
export interface GainValue {
  readonly mean: number;
  /** 95 % limits; `null` where the pairs come from one school only. */
  readonly low: number | null;
  readonly high: number | null;
  readonly level: 0.95;
  readonly interval: 'clustered by school';
  readonly schools: number;
  /** How many times the variance is larger than without clustering; `null` where there is no spread. */
  readonly designEffect: number | null;
  /** Of the matched pairs. */
  readonly meanPre: number;
  readonly meanPost: number;
  readonly up: Shown;
  readonly same: Shown;
  readonly down: Shown;
  /** Hedges' g_av; `null` for self-ratings and where there is no spread. */
  readonly gAv: number | null;
  /** Hake's gain of the class, 0 to 1; `null` for self-ratings and where all began at the top. */
  readonly classGain: number | null;
}
export type GainFigure = GainBasis & (GainValue | Withheld | NotEstimable);

/** It was decided, and recorded, to put the forms of a test on a common scale. */
export interface Equated {
  /** Whether this scale is a common one; until anybody is scored anew on it, results stand on the forms' own. */
  readonly common: boolean;
  /** Scales of the same test: the forms' own, and earlier common ones. */
  readonly with: readonly string[];
  /** People who have a result on one of those: it counts here once it is scored anew. */
  readonly elsewhere: number;
}
/** One measure on one scale. */
export interface MeasureResults {
  readonly measure: MeasureKind;
  readonly scale: string;
  /** Ends of the scale, in its own units. */
  readonly minimum: number;
  readonly maximum: number;
  /** Only where the test has more than one scale. */
  readonly equated?: Equated;
  readonly before: ScoreFigure;
  readonly after: ScoreFigure;
  readonly gain: GainFigure;
}
export interface GroupResults {
  readonly cell: string;
  readonly before: ScoreFigure;
  readonly after: ScoreFigure;
  readonly gain: GainFigure;
}
export interface MeasureBreakdown extends MeasureResults {
  /** Groups of each dimension, sorted by cell. */
  readonly by: Readonly<Record<Dimension, readonly GroupResults[]>>;
  /** Gains by region (rows) and sector (columns); its margins are `by.region` and `by.sector`. Only pairs that exist: a missing cell is empty. */
  readonly regionBySector: readonly { readonly region: string; readonly sector: string; readonly gain: GainFigure }[];
}

// ── dashboard: GET cycles/:cycle/dashboard ──────────────────────────────────────────────────────────────────────────────
export interface DashboardAnswer extends AnswerHead {
  readonly title: Readonly<Record<string, string>>;
  readonly status: 'planned' | 'open' | 'closed';
  readonly stage: string | null;
  /** Teachers the cycle wants to reach; `null` where none was set. */
  readonly target: number | null;
  readonly invited: number;
  /** Distinct persons who have seen their profile; `of` is the target. */
  readonly reached: OfTarget;
  /** Distinct persons who completed at least one course; `of` is the target. */
  readonly trained: OfTarget;
  readonly repeaters: number;
  readonly withdrawn: number;
  readonly schools: number;
  /** People by group: counts, never withheld. */
  readonly people: Readonly<
    Record<
      Dimension,
      readonly {
        readonly cell: string;
        readonly invited: number;
        readonly submitted: number;
        readonly reached: number;
        readonly trained: number;
      }[]
    >
  >;
  /** The self-rating first, then the test. Gains come from the test, gaps and paths from the self-rating; nothing equates the two. */
  readonly measures: readonly MeasureBreakdown[];
  readonly plan: AnalysisLabel;
}

// ── one breakdown: GET cycles/:cycle/breakdown?by= ──────────────────────────────────────────────────────────────────────
export interface PeopleGroup {
  readonly cell: string;
  readonly invited: number;
  readonly submitted: number;
  readonly reached: number;
  readonly enrolled: number;
  readonly trained: number;
  readonly finalTest: number;
  /** Submitted of the invited, completed at least one course of those enrolled, came to the final test of those who submitted. */
  readonly participation: Ratio;
  readonly completion: Ratio;
  readonly finalParticipation: Ratio;
}
export interface BreakdownAnswer extends AnswerHead {
  readonly by: BreakdownDimension;
  /** No plan named it before the final window opened. */
  readonly exploratory: boolean;
  readonly people: readonly PeopleGroup[];
  /** Adjusted parity of proportions, where the dimension has two groups to compare; never of gains. */
  readonly parity: readonly ParityFigure[];
  readonly measures: readonly (MeasureResults & { readonly groups: readonly GroupResults[] })[];
}
export type ParityIndicator = 'participation' | 'completion' | 'final-participation';
/** Disadvantaged over advantaged; above 1 read back from 2, so 0 to 2. Parity is 0.97 to 1.03. */
export type ParityFigure = {
  readonly indicator: ParityIndicator;
  readonly disadvantaged: string;
  readonly advantaged: string;
  readonly numerator: Ratio;
  readonly denominator: Ratio;
} & (
  | {
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly reading: 'below-parity' | 'parity' | 'above-parity';
    }
  | Withheld
  | NotEstimable
);

// ── the evaluator's page: GET cycles/:cycle/evaluation ──────────────────────────────────────────────────────────────────
/** Where everybody went, in the manner of a CONSORT diagram; counts of persons. */
export interface ParticipantFlow {
  /** By the country's rule; `null` where nobody counted them. */
  readonly eligible: number | null;
  readonly invited: number;
  readonly consented: number;
  readonly notConsented: number;
  readonly withdrawn: number;
  /** Take part, but not in the statistics. */
  readonly withoutStatistics: number;
  /** In the statistics, with a first test result. */
  readonly baseline: number;
  /** Of those with a first result: got a seat, asked and got none, asked for none. */
  readonly seat: FlowArm;
  readonly waitlisted: FlowArm;
  readonly noRequest: FlowArm;
}
export interface FlowArm {
  readonly n: number;
  /** Completed at least one course. */
  readonly completed: number;
  /** Have a last result too: the pairs that are analysed. */
  readonly analysed: number;
  /** Have no last result, and the last stage is still to come or open for them: window, grace and extensions, where they work and for themselves. */
  readonly notYet: number;
  /** Have no last result, and the last stage is over for them. */
  readonly lost: number;
}
export type Variant = 'gAv' | 'dAv' | 'dRms' | 'dRm' | 'dPre' | 'dZ' | 'gZ' | 'hedgesJ' | 'r';
/** A group's distribution: neighbouring bins joined until none holds fewer than k. `from` inclusive, `to` exclusive but for the last. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
}
export interface SampleValue {
  readonly mean: number;
  readonly sd: number;
}
export interface MatchedLost {
  readonly matched: { readonly n: number } & (SampleValue | Withheld | NotEstimable);
  readonly lost: { readonly n: number } & (SampleValue | Withheld | NotEstimable);
  /** Neither: with a first result, and the last stage not over for them. */
  readonly notYet: number;
  /** Matched minus lost at baseline, in standard deviations. */
  readonly difference: Limits | Withheld | NotEstimable;
}
export interface MeasureEvaluation extends MeasureResults {
  /** Beside the headline. Units: standard deviations, but for J and r. */
  readonly variants: Readonly<Record<Variant, number | null>> | Withheld | NotEstimable;
  /** Each mean gain under its own interval; the headline is the clustered one. */
  readonly unclustered: Limits | Withheld | NotEstimable;
  /** Pairs weighted so that region and sector weigh as in the population. */
  readonly weighted: (Limits & { readonly effectiveN: number }) | Withheld | NotEstimable;
  /** Of the gains, and of the first results. */
  readonly icc: { readonly gain: number | null; readonly baseline: number | null } | Withheld | NotEstimable;
  /** Tests only. Class gain is Hake's; the other two are means over individuals with those left out counted. */
  readonly individualGain: { readonly value: number; readonly n: number; readonly excluded: number } | Withheld | NotEstimable;
  readonly normalisedChange: { readonly value: number; readonly n: number; readonly excluded: number } | Withheld | NotEstimable;
  readonly distribution: { readonly before: readonly Bin[] | Withheld; readonly after: readonly Bin[] | Withheld };
  readonly matchedLost: MatchedLost;
  /** Mean gain of all with a first result but those who can still come, whatever became of the lost. */
  readonly bounds:
    | { readonly low: number; readonly unchanged: number; readonly high: number; readonly nPairs: number; readonly nLost: number }
    | Withheld
    | NotEstimable;
}
/** Lost after the first test, of those who came again or no longer can, one group against another; Newcombe's limits. */
export interface AttritionDifference {
  readonly by: BreakdownDimension;
  readonly first: { readonly cell: string; readonly lost: Ratio };
  readonly second: { readonly cell: string; readonly lost: Ratio };
  readonly difference: Limits | NotEstimable;
}
/** Days from the first seat to the first completed course, by Kaplan and Meier; who dropped out stays among those without. */
export type TimeToComplete =
  | {
      readonly n: number;
      readonly completed: number;
      readonly medianDays: Limits | null;
      /** Week by week, as long as at least k are watched. */
      readonly weeks: readonly {
        readonly day: number;
        readonly completed: number;
        readonly low: number;
        readonly high: number;
      }[];
    }
  | ({ readonly n: number } & (Withheld | NotEstimable));
/** Change of the self-rating on the competencies that the path worked on, beside the same teachers' other ones; proficiency levels. */
export type TargetedChange = { readonly n: number } & (
  | { readonly targeted: Limits; readonly others: Limits; readonly difference: Limits; readonly schools: number }
  | Withheld
  | NotEstimable
);
/** Drawn a seat minus drawn none, whatever they did with it (intention to treat); only where seats were drawn by lot. */
export type LotteryComparison = {
  readonly measure: MeasureKind;
  readonly scale: string;
  readonly draws: number;
  readonly drawn: { readonly n: number; readonly trained: Ratio; readonly measured: Ratio };
  readonly notDrawn: { readonly n: number; readonly trained: Ratio; readonly measured: Ratio };
  /** Of those measured at the end. */
  readonly responseDifference: Limits | NotEstimable;
  readonly finalResult: (Limits & { readonly meanDrawn: number; readonly meanNotDrawn: number }) | Withheld | NotEstimable;
  readonly gain: (Limits & { readonly meanDrawn: number; readonly meanNotDrawn: number }) | Withheld | NotEstimable;
};
/** How teachers rate, at the end, where they stood at the beginning, against what they said then. */
export type ThenAndNow = { readonly n: number } & (
  | {
      readonly before: number;
      readonly then: number;
      readonly now: number;
      readonly nowMinusThen: Limits;
      readonly thenMinusBefore: Limits;
    }
  | Withheld
  | NotEstimable
);
export interface EvaluationAnswer extends AnswerHead {
  readonly plan: AnalysisLabel;
  readonly flow: ParticipantFlow;
  /** The test first. */
  readonly measures: readonly MeasureEvaluation[];
  readonly attrition: readonly AttritionDifference[];
  readonly timeToComplete: TimeToComplete;
  readonly targeted: TargetedChange;
  readonly lottery: LotteryComparison | null;
  readonly thenAndNow: ThenAndNow;
}

// ── persons over the years: GET cycles/:cycle/persons ───────────────────────────────────────────────────────────────────
export interface CyclePersons {
  readonly cycle: string;
  readonly title: Readonly<Record<string, string>>;
  readonly invited: number;
  readonly reached: number;
  readonly trained: number;
  /** Took part in an earlier cycle. */
  readonly repeaters: number;
}
/** End of one cycle against the start of the next, the same teachers. */
export type Retention = {
  readonly from: string;
  readonly to: string;
  readonly measure: MeasureKind;
  readonly scale: string;
  /** With a last result in the first, with a first one in the second, with both. */
  readonly nEnd: number;
  readonly nStart: number;
  readonly nPairs: number;
} & ((Limits & { readonly meanEnd: number; readonly meanStart: number; readonly schools: number }) | Withheld | NotEstimable);
export interface PersonsAnswer extends AnswerHead {
  /** Up to this cycle, oldest first. */
  readonly cycles: readonly CyclePersons[];
  /** Each person once, over all of them. */
  readonly distinct: { readonly invited: number; readonly reached: number; readonly trained: number };
  /** Of those who came to the final test of the cycle before: back in this one. `null` in the first. */
  readonly back: Ratio | null;
  readonly retention: readonly Retention[];
}

// ── coverage: GET cycles/:cycle/coverage ────────────────────────────────────────────────────────────────────────────────
export interface CoverageGroup {
  readonly cell: string;
  /** `null`: nobody counted them. */
  readonly population: number | null;
  readonly target: number | null;
  readonly invited: number;
  readonly reached: number;
  readonly trained: number;
  /** Reached of the population. */
  readonly coverage: number | null;
  /** Share of those reached, and of the population: how like the population the participants are. */
  readonly shareOfReached: number | null;
  readonly shareOfPopulation: number | null;
}
export interface CoverageAnswer extends AnswerHead {
  readonly population: {
    readonly asOf: string | null;
    /** Made up for a simulated country, or counted. */
    readonly status: string | null;
    readonly note: Readonly<Record<string, string>> | null;
    readonly total: number | null;
  };
  readonly all: CoverageGroup;
  readonly by: Readonly<Record<Exclude<BreakdownDimension, 'modality'>, readonly CoverageGroup[]>>;
}

// ── gaps: GET cycles/:cycle/gap-heat-map?by= ────────────────────────────────────────────────────────────────────────────
export type GapDimension = Exclude<BreakdownDimension, 'modality'>;
/** `n` rated themselves, `notRated` did not (not applicable). */
export type GapFigure = { readonly n: number; readonly notRated: number } & (
  | {
      /** Proficiency levels missing to the target, mean over those rated. */
      readonly meanGap: number;
      /** Share with a gap above 0. */
      readonly shareWithGap: Shown;
      /** Observed proficiency level, mean (0 to 5). */
      readonly meanObserved: number;
    }
  | Withheld
  | { readonly notEstimable: 'no-observations' }
);
export interface GapRow {
  readonly cell: string;
  /** In the order of `competencies`. */
  readonly gaps: readonly GapFigure[];
}
export interface GapHeatMapAnswer extends AnswerHead {
  readonly by: GapDimension;
  readonly competencies: readonly string[];
  readonly all: readonly GapFigure[];
  readonly rows: readonly GapRow[];
}

// ── schools: GET cycles/:cycle/school-participation?limit=&cursor= ──────────────────────────────────────────────────────
/** Counts only, never a result. */
export interface SchoolParticipationItem {
  /** Code of the school, `unknown` for teachers without one. */
  readonly school: string;
  readonly name: string | null;
  readonly region: string | null;
  readonly sector: string | null;
  readonly rurality: string | null;
  readonly invited: number;
  readonly consented: number;
  readonly started: number;
  readonly submitted: number;
  readonly profileSeen: number;
  readonly enrolled: number;
  readonly completed: number;
  readonly finalTest: number;
}
export interface SchoolParticipationAnswer extends AnswerHead {
  readonly items: readonly SchoolParticipationItem[];
  readonly next?: string;
}

// ── state of the data: GET cycles/:cycle/data-state ─────────────────────────────────────────────────────────────────────
export interface ViewStatus {
  readonly projection: string;
  readonly state: string;
  readonly lagEvents: number;
  readonly lagSeconds: number | null;
  readonly parkedStreams: number;
}
export interface DataStateAnswer extends AnswerHead {
  readonly status: 'planned' | 'open' | 'closed';
  readonly stage: string | null;
  readonly persons: number;
  readonly schools: number;
  readonly submitted: number;
  readonly late: number;
  readonly withdrawn: number;
  readonly withoutStatistics: number;
  readonly erased: number;
  readonly repeaters: number;
  /** Persons about whom the fact is missing. */
  readonly unknown: Readonly<Record<Dimension, Ratio>>;
  /** By measure: how many have a first result, a last one, both. */
  readonly results: readonly GainBasis[];
  /** How far the views are behind the record, and what is parked; empty where nobody tells. */
  readonly views: readonly ViewStatus[];
}

// ── one gain: GET cycles/:cycle/gain?measure=&scale=  |  ?pre=INSTRUMENT@VERSION&post=INSTRUMENT@VERSION ─────────────────
export interface GainAnswer extends AnswerHead {
  /** `learning gain` for a test, `self-rating change` for a self-rating. */
  readonly name: 'learning gain' | 'self-rating change';
  readonly plan: AnalysisLabel;
  readonly gain: GainFigure;
  readonly by: Readonly<Record<Dimension, readonly { readonly cell: string; readonly gain: GainFigure }[]>>;
}

// ── changes: GET cycles/:cycle/changes (Server-Sent Events, event `change`) ─────────────────────────────────────────────
/** A hint, at most one a second: read the document again. */
export interface ChangeHint {
  readonly document: 'dashboard' | 'funnel' | 'gap-heat-map' | 'school-participation' | 'data-state';
  /** As in the header `Cordillera-Position`; usable as `?after=`. */
  readonly position: string;
}

// ── what the figures are: GET indicators ────────────────────────────────────────────────────────────────────────────────
type Words = { readonly en: string; readonly es: string };
export interface IndicatorDefinition {
  readonly id: string;
  readonly version: number;
  readonly name: Words;
  readonly numerator: Words;
  /** `null` where it is no share. */
  readonly denominator: Words | null;
  readonly interval: Words | null;
  readonly source: string | null;
}
export interface IndicatorsAnswer {
  readonly items: readonly IndicatorDefinition[];
}
