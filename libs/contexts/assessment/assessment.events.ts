import type { DomainEvent, EventDefinition, Instant } from '#libs/kernel';

export type MeasureKind = 'self-rating' | 'test';
export type Localised = Readonly<Record<string, string>>;

// ── an instrument: `<tenant>.instrument-<id>` ───────────────────────────────────────────────────────────────────────────
export interface ItemOption {
  /** The answer that is stored: `0` to `5` for an anchor, `a` to `d` for a choice. */
  readonly value: number | string;
  readonly text: Localised;
}
export interface Item {
  readonly id: string;
  /** The dimension itself where an item asks about all of it, as one about `then` does. */
  readonly competency: string;
  readonly dimension: string;
  readonly prompt: Localised;
  /** Other wording for some education levels (preschool). */
  readonly promptFor?: Readonly<Record<string, Localised>>;
  readonly options: readonly ItemOption[];
  /** Whether "not applicable" may be answered: it counts as missing. */
  readonly notApplicable: boolean;
}
export interface InstrumentContent {
  readonly instrument: string;
  readonly version: number;
  readonly title: Localised;
  readonly instructions?: Localised;
  readonly measure: MeasureKind;
  /** Only results on one scale may be subtracted. */
  readonly scale: string;
  readonly framework: string;
  readonly form?: string;
  /** `then`: asked at the end about the time before the courses, one item a dimension; about the present where absent. */
  readonly about?: 'then';
  readonly minutes: number;
  readonly items: readonly Item[];
  readonly scoring: Scoring;
}
/** Rule and version by which attempts are scored. */
export interface Scoring {
  readonly rule: 'mean-of-anchors' | 'percent-correct';
  readonly version: string;
  /** Share of items that must be answered for a dimension, or the whole scale, to have a score; any answer is enough unless told. */
  readonly minimumAnswered?: { readonly dimension: number; readonly whole: number };
}
/** `keys`: item → right option, for tests; never leaves the server. */
export type InstrumentVersionPublished = DomainEvent<
  'InstrumentVersionPublished',
  InstrumentContent & { keys?: Readonly<Record<string, string>> }
>;
/** The items stay as they are; how answers to them count from now on is another version of the scoring, for a stated reason. */
export type ScoringRevised = DomainEvent<
  'ScoringRevised',
  {
    instrument: string;
    version: number;
    scoring: Scoring;
    /** All right options anew, where a key was wrong; as they were where absent. */
    keys?: Readonly<Record<string, string>>;
    reason: string;
    decidedBy: string;
  }
>;
export type InstrumentEvent = InstrumentVersionPublished | ScoringRevised;

// ── an attempt: `<tenant>.<cycle>.assessment-<attempt>` ─────────────────────────────────────────────────────────────────
/**
 * Before the courses, after them, or after them about the time before. A rating of `then` is an occasion of its own: it is never the
 * first or the last of a pair.
 */
export type Occasion = 'baseline' | 'final' | 'retrospective';
/** How answers came in, where it was not on the pages: on paper, entered afterwards by somebody else. */
export type Entered = 'paper';
/** A chosen option, or `na`: not applicable, which is missing. */
export type Answer = number | string;
export interface AttemptStarted {
  attempt: string;
  teacher: string;
  cycle: string;
  occasion: Occasion;
  instrument: string;
  version: number;
  measure: MeasureKind;
  scale: string;
  /** The window as it stood when the attempt began. */
  closes: Instant;
  graceUntil: Instant;
  entered?: Entered;
}
export type SelfAssessmentStarted = DomainEvent<'SelfAssessmentStarted', AttemptStarted>;
export type TestStarted = DomainEvent<'TestStarted', AttemptStarted>;
export type ItemsAnswered = DomainEvent<
  'ItemsAnswered',
  { attempt: string; answers: Readonly<Record<string, Answer>>; entered?: Entered }
>;
export interface AttemptSubmitted {
  attempt: string;
  teacher: string;
  occasion: Occasion;
  late: boolean;
  entered?: Entered;
}
export type SelfAssessmentSubmitted = DomainEvent<'SelfAssessmentSubmitted', AttemptSubmitted>;
export type TestSubmitted = DomainEvent<'TestSubmitted', AttemptSubmitted>;
export interface Score {
  /** In hundredths of the scale's unit (a rating of 2.35 is 235, 62.5 % is 6250); `null` where nothing was answered. */
  readonly score: number | null;
  readonly answered: number;
  readonly items: number;
}
export interface AttemptResult {
  attempt: string;
  teacher: string;
  occasion: Occasion;
  measure: MeasureKind;
  /** The instrument's own, or the common one where the form was equated. */
  scale: string;
  instrument: string;
  version: number;
  /** Rule and version: `percent-correct@1`. */
  scoring: string;
  whole: Score;
  byDimension: Readonly<Record<string, Score>>;
  byCompetency: Readonly<Record<string, Score>>;
  /** What each item gave, in the order of the version's items: the anchor, or 1 for right and 0 for wrong; `null` where it is missing. */
  marks?: readonly (number | null)[];
  /** The decision that put the whole score on the common scale, and what it was on the form's own. Dimensions stay on the form's own. */
  equating?: { readonly decision: string; readonly rawScale: string; readonly raw: Score };
}
export type AttemptScored = DomainEvent<'AttemptScored', AttemptResult>;
/** Scored again by a later version of the scoring or after an equating. The earlier result stays in the record and stays readable. */
export type AttemptRescored = DomainEvent<
  'AttemptRescored',
  AttemptResult & {
    /** 2 for the second result of the attempt. */
    result: number;
    reason: string;
    /** The run through a whole version that it was part of. */
    rescoring?: string;
  }
>;
export interface Gap {
  readonly competency: string;
  /** Proficiency level reached, 0 to 5 (A1 to C2); `null` where it was not rated. */
  readonly observed: number | null;
  readonly target: number;
  /** Levels missing to the target, 0 where it is reached; `null` where not rated. */
  readonly gap: number | null;
}
export type GapsIdentified = DomainEvent<
  'GapsIdentified',
  {
    attempt: string;
    teacher: string;
    educationLevel: string;
    targetProfile: string;
    gapRules: string;
    gaps: readonly Gap[];
  }
>;
export type AttemptEvent =
  | SelfAssessmentStarted
  | TestStarted
  | ItemsAnswered
  | SelfAssessmentSubmitted
  | TestSubmitted
  | AttemptScored
  | AttemptRescored
  | GapsIdentified;

// ── test forms put on one scale: `<tenant>.<cycle>.equating-<cycle>` ────────────────────────────────────────────────────
export type EquatingMethod = 'identical-form' | 'random-groups-linear' | 'common-item-linear' | 'supplied-table';
/** Whole scores of the persons of the sample who took a form, in hundredths of its scale's unit, rounded. */
export interface EquatingSample {
  readonly persons: number;
  readonly mean: number;
  readonly sd: number;
  /** Of the anchor items, in hundredths of a percent right. */
  readonly anchorMean?: number;
  readonly anchorSd?: number;
}
export interface EquatedForm {
  readonly instrument: string;
  readonly version: number;
  /** The scoring whose raw scores the table reads: another one needs another decision. */
  readonly scoring: string;
  readonly rawScale: string;
  readonly sample?: EquatingSample;
  /** Every raw score that the form can give and what it is on the common scale, in hundredths, ascending. */
  readonly table: readonly { readonly raw: number; readonly scaled: number }[];
}
/** Which scores of the forms of a cycle are worth the same: a decision, with all that is needed to check it. */
export type VersionsEquated = DomainEvent<
  'VersionsEquated',
  {
    decision: string;
    cycle: string;
    method: EquatingMethod;
    /** The common scale. */
    scale: string;
    /** The form whose raw scores are the common scale's. */
    reference: { readonly instrument: string; readonly version: number };
    forms: readonly EquatedForm[];
    /** Ids of the items that the forms share; for `common-item-linear`. */
    anchors?: readonly string[];
    /** Which attempts the computation rests on. */
    sampledOccasion?: Occasion;
    decidedBy: string;
    reason: string;
  }
>;
export type EquatingEvent = VersionsEquated;

// ── a run of scoring anew through a version of an instrument: `<tenant>.<cycle>.rescoring-<id>` ─────────────────────────
export type RescoringBegun = DomainEvent<
  'RescoringBegun',
  { rescoring: string; cycle: string; instrument: string; version: number; reason: string }
>;
/** Counts since the beginning. */
export interface RescoringCounts {
  rescored: number;
  unchanged: number;
  /** Withdrawn or forgotten: nothing of theirs is used any more. */
  left: number;
}
/** Everything up to this attempt (in the order of ids) is done; a run that was interrupted goes on behind it. */
export type RescoringAdvanced = DomainEvent<'RescoringAdvanced', { rescoring: string; upTo: string } & RescoringCounts>;
export type RescoringFinished = DomainEvent<'RescoringFinished', { rescoring: string } & RescoringCounts>;
export type RescoringEvent = RescoringBegun | RescoringAdvanced | RescoringFinished;

export const assessmentEventDefinitions: readonly EventDefinition[] = [
  {
    type: 'InstrumentVersionPublished',
    version: 1,
    says: 'A version of an instrument was published: its measure, scale, items and scoring rule.',
  },
  {
    type: 'ScoringRevised',
    version: 1,
    says: 'How the answers to an instrument’s version count was decided anew, for a reason.',
  },
  { type: 'SelfAssessmentStarted', version: 1, says: 'A teacher began a self-assessment.' },
  { type: 'TestStarted', version: 1, says: 'A teacher began a test form.' },
  { type: 'ItemsAnswered', version: 1, says: 'One or several items were answered; the last answer to an item counts.' },
  { type: 'SelfAssessmentSubmitted', version: 1, says: 'A teacher handed in a self-assessment.' },
  { type: 'TestSubmitted', version: 1, says: 'A teacher handed in a test.' },
  { type: 'AttemptScored', version: 1, says: 'An attempt was scored by a version of the scoring rule.' },
  {
    type: 'AttemptRescored',
    version: 1,
    says: 'An attempt was scored again, by a later version of the scoring or after an equating; the earlier result stays.',
  },
  {
    type: 'GapsIdentified',
    version: 1,
    says: 'Observed proficiency was held against the target profile, competency by competency.',
  },
  {
    type: 'VersionsEquated',
    version: 1,
    says: 'Test forms were put on one scale: method, sample, anchors, and what each raw score is worth.',
  },
  { type: 'RescoringBegun', version: 1, says: 'Scoring anew of every attempt on a version of an instrument began.' },
  { type: 'RescoringAdvanced', version: 1, says: 'Scoring anew came this far.' },
  { type: 'RescoringFinished', version: 1, says: 'Scoring anew came to its end, with these counts.' },
];
