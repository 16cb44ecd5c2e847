import type { NotEstimableReason } from '#libs/indicators';

/**
 * The JSON answers of this context. Codes (regions, sectors, education levels, competencies) stand as the country wrote them; their
 * names come with the country (`GET /v1/:tenant`) and the framework. A code that nobody gave is the cell `unknown`, which is shown like any other.
 *
 * Counts of people are shown. What was measured about people (means, shares, gains, gaps) is withheld where fewer than `k` stand behind
 * it, and where it would follow from the rest of its table.
 */
export type MeasureKind = 'self-rating' | 'test';

/** `primary`: fewer than k people; `complementary`: it would give away a primary one. */
export type Mark = 'primary' | 'complementary';
export interface Withheld {
  readonly withheld: Mark;
}
export interface NotEstimable {
  /** `no-baseline`: nobody has a first result; `no-pairs`: nobody has both. */
  readonly notEstimable: NotEstimableReason | 'no-baseline' | 'no-pairs';
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
}

// ── what people are grouped by ──────────────────────────────────────────────────────────────────────────────────────────
/** A person counts once in each, where they stood at submission (before it: at invitation). */
export type Dimension = 'region' | 'sector' | 'rurality' | 'educationLevel' | 'gender';
/** Combinations that people may be counted by (counts only). */
export type Crossing = 'region-sector' | 'sector-rurality-gender';
export const DIMENSIONS: readonly Dimension[] = ['region', 'sector', 'rurality', 'educationLevel', 'gender'];
export const CROSSINGS: readonly Crossing[] = ['region-sector', 'sector-rurality-gender'];
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
] as const;
export type Step = (typeof STEPS)[number];
/** `share` is `null` where `of` is 0. */
export interface Ratio {
  readonly n: number;
  readonly of: number;
  readonly share: number | null;
}
export interface FunnelStep {
  readonly step: Step;
  /** Persons who took this step and every one before it. */
  readonly n: number;
  /** Persons who took this step, whatever they did before. */
  readonly anyhow: number;
  /** Against the step before; `null` for the first. */
  readonly ofPrevious: Ratio | null;
  readonly ofFirst: Ratio;
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
  /** Sorted by cell; for a crossing `cell` has one value a part, in its order. */
  readonly groups: readonly (FunnelCounts & { readonly cell: readonly string[] })[];
}

// ── results ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
/** Mean over everybody with a result on that occasion, in the scale's own units. */
export interface ScoreMean {
  readonly mean: number;
  /** `null` with fewer than two. */
  readonly sd: number | null;
  /** Share with the lowest result that the scale has, and with the highest. */
  readonly floor: number;
  readonly ceiling: number;
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
  readonly up: number;
  readonly same: number;
  readonly down: number;
  /** Hedges' g_av; `null` for self-ratings and where there is no spread. */
  readonly gAv: number | null;
  /** Hake's gain of the class, 0 to 1; `null` for self-ratings and where all began at the top. */
  readonly classGain: number | null;
}
export type GainFigure = GainBasis & (GainValue | Withheld | NotEstimable);

/** One measure on one scale. */
export interface MeasureResults {
  readonly measure: MeasureKind;
  readonly scale: string;
  /** Ends of the scale, in its own units. */
  readonly minimum: number;
  readonly maximum: number;
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
  readonly reached: Ratio | { readonly n: number; readonly of: null; readonly share: null };
  /** Distinct persons who completed at least one course; `of` is the target. */
  readonly trained: Ratio | { readonly n: number; readonly of: null; readonly share: null };
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
}

// ── gaps: GET cycles/:cycle/gap-heat-map?by= ────────────────────────────────────────────────────────────────────────────
export type GapDimension = 'region' | 'sector' | 'educationLevel';
/** `n` rated themselves, `notRated` did not (not applicable). */
export type GapFigure = { readonly n: number; readonly notRated: number } & (
  | {
      /** Proficiency levels missing to the target, mean over those rated. */
      readonly meanGap: number;
      /** Share with a gap above 0. */
      readonly shareWithGap: number;
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
