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
  readonly minutes: number;
  readonly items: readonly Item[];
  /** Rule and version by which attempts are scored. */
  readonly scoring: {
    readonly rule: 'mean-of-anchors' | 'percent-correct';
    readonly version: string;
    /** Share of items that must be answered for a dimension, or the whole scale, to have a score; any answer is enough unless told. */
    readonly minimumAnswered?: { readonly dimension: number; readonly whole: number };
  };
}
/** `keys`: item → right option, for tests; never leaves the server. */
export type InstrumentVersionPublished = DomainEvent<
  'InstrumentVersionPublished',
  InstrumentContent & { keys?: Readonly<Record<string, string>> }
>;
export type InstrumentEvent = InstrumentVersionPublished;

// ── an attempt: `<tenant>.<cycle>.assessment-<attempt>` ─────────────────────────────────────────────────────────────────
/** Before the courses, or after them. */
export type Occasion = 'baseline' | 'final';
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
}
export type SelfAssessmentStarted = DomainEvent<'SelfAssessmentStarted', AttemptStarted>;
export type TestStarted = DomainEvent<'TestStarted', AttemptStarted>;
export type ItemsAnswered = DomainEvent<'ItemsAnswered', { attempt: string; answers: Readonly<Record<string, Answer>> }>;
export interface AttemptSubmitted {
  attempt: string;
  teacher: string;
  occasion: Occasion;
  late: boolean;
}
export type SelfAssessmentSubmitted = DomainEvent<'SelfAssessmentSubmitted', AttemptSubmitted>;
export type TestSubmitted = DomainEvent<'TestSubmitted', AttemptSubmitted>;
export interface Score {
  /** In hundredths of the scale's unit (a rating of 2.35 is 235, 62.5 % is 6250); `null` where nothing was answered. */
  readonly score: number | null;
  readonly answered: number;
  readonly items: number;
}
export type AttemptScored = DomainEvent<
  'AttemptScored',
  {
    attempt: string;
    teacher: string;
    occasion: Occasion;
    measure: MeasureKind;
    scale: string;
    instrument: string;
    version: number;
    scoring: string;
    whole: Score;
    byDimension: Readonly<Record<string, Score>>;
    byCompetency: Readonly<Record<string, Score>>;
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
  SelfAssessmentStarted | TestStarted | ItemsAnswered | SelfAssessmentSubmitted | TestSubmitted | AttemptScored | GapsIdentified;

export const assessmentEventDefinitions: readonly EventDefinition[] = [
  {
    type: 'InstrumentVersionPublished',
    version: 1,
    says: 'A version of an instrument was published: its measure, scale, items and scoring rule.',
  },
  { type: 'SelfAssessmentStarted', version: 1, says: 'A teacher began a self-assessment.' },
  { type: 'TestStarted', version: 1, says: 'A teacher began a test form.' },
  { type: 'ItemsAnswered', version: 1, says: 'One or several items were answered; the last answer to an item counts.' },
  { type: 'SelfAssessmentSubmitted', version: 1, says: 'A teacher handed in a self-assessment.' },
  { type: 'TestSubmitted', version: 1, says: 'A teacher handed in a test.' },
  { type: 'AttemptScored', version: 1, says: 'An attempt was scored by a version of the scoring rule.' },
  {
    type: 'GapsIdentified',
    version: 1,
    says: 'Observed proficiency was held against the target profile, competency by competency.',
  },
];
