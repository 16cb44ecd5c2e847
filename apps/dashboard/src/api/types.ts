import type { Dimension } from '../../../../libs/contexts/evaluation/queries/answers.js';

/** What the pages read of the answers of other contexts. Those of evaluation are imported from it. */
export type Localised = Readonly<Record<string, string>>;

export type Role =
  | 'teacher'
  | 'school-leader'
  | 'coordinator'
  | 'data-protection-officer'
  | 'evaluator'
  | 'regional-officer'
  | 'partner'
  | 'tutor'
  | 'auditor'
  | 'operator';

/** GET /v1/me */
export interface Me {
  readonly subject: string;
  readonly role: Role;
  /** `*`: every country of the installation. */
  readonly country: string;
  readonly teacher?: string;
  readonly school?: string;
}

export interface Items<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** An item of GET /v1/countries */
export interface CountrySummary {
  readonly country: string;
  readonly name: Localised;
  readonly origin: 'real' | 'simulated';
}

export interface Coded {
  readonly code: string;
  readonly name: Localised;
}

/** GET /v1/:country */
export interface Country extends CountrySummary {
  readonly timeZone: string;
  readonly languages: readonly string[];
  readonly suppressionThreshold: number;
  readonly regions: readonly Coded[];
  readonly sectors: readonly (Coded & { readonly regional: string })[];
  readonly educationLevels: readonly Coded[];
  readonly notices: readonly Localised[];
}

export type Stage = 'self-assessment' | 'learning' | 'evaluation';
export type Purpose = 'take-part' | 'programme-statistics' | 'research';

/** An item of GET /v1/:country/cycles */
export interface CycleSummary {
  readonly cycle: string;
  readonly title: Localised;
  readonly status: 'planned' | 'open' | 'closed';
  readonly stage: Stage | null;
}

export interface Consent {
  readonly version: string;
  readonly text: Localised;
  readonly purposes?: readonly { readonly purpose: Purpose; readonly required: boolean; readonly text: Localised }[];
}

/** GET /v1/:country/cycles/:cycle */
export interface Cycle extends CycleSummary {
  readonly design: {
    readonly framework: { readonly framework: string; readonly version: string };
    readonly selfRating?: { readonly instrument: string; readonly version: number };
    readonly testForms?: readonly { readonly instrument: string; readonly version: number }[];
    /** Where the cycle asks at the end about the time before. */
    readonly retrospective?: object;
  };
  /** Who can still come to each stage; `some`: regions or schools with a window of their own. */
  readonly stillOpen: Readonly<Record<Stage, 'everybody' | 'some' | 'nobody'>>;
}

/** GET /v1/:country/frameworks/:id */
export interface Framework {
  readonly framework: string;
  readonly version: string;
  readonly title: Localised;
  readonly licence?: { readonly attribution: Localised };
  readonly dimensions: readonly Coded[];
  readonly competencies: readonly (Coded & { readonly dimension: string })[];
  /** From the lowest to the highest. */
  readonly levels: readonly Coded[] | null;
}

// ── the teacher's own ───────────────────────────────────────────────────────────────────────────────────────────────────
export type Measure = 'self-rating' | 'test';
/** `retrospective`: asked at the end about the time before. */
export type Occasion = 'baseline' | 'final' | 'retrospective';
export type Answer = number | string;

export interface Window {
  readonly stage: Stage;
  readonly opens: string;
  readonly closes: string;
  /** `grace`: closed, but what is handed in still counts and is flagged late. */
  readonly state: 'not-yet' | 'open' | 'grace' | 'closed';
}

/** GET …/me/participation */
export interface Participation {
  readonly windows: readonly Window[];
  /** The text as it is asked now. */
  readonly consentText: Consent;
  readonly invited: boolean;
  /** Other registrations of the same person that were joined with this one. */
  readonly joinedRegistrations?: number;
  readonly participation: {
    readonly consent: { readonly version: string; readonly purposes: readonly Purpose[] } | null;
    readonly acknowledgedAt: string | null;
  } | null;
}

/** Hundredths of the scale's unit; `null` where nothing was answered. */
export interface Score {
  readonly score: number | null;
  readonly answered: number;
  readonly items: number;
}
export interface Gap {
  readonly competency: string;
  readonly observed: number | null;
  readonly target: number;
  readonly gap: number | null;
}

/** An item of GET …/me/attempts */
export interface Attempt {
  readonly attempt: string;
  readonly occasion: Occasion;
  readonly measure: Measure;
  readonly scale: string;
  readonly status: 'started' | 'submitted';
  /** Made under another registration of the same person. */
  readonly otherRegistration?: true;
  /** Another attempt at the same counts instead. */
  readonly overruled?: true;
  readonly late?: boolean;
  readonly closes: string;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly result?: { readonly whole: Score };
  readonly profile?: { readonly educationLevel: string; readonly gaps: readonly Gap[] };
}
export interface Item {
  readonly id: string;
  readonly competency: string;
  readonly prompt: Localised;
  readonly options: readonly { readonly value: Answer; readonly text: Localised }[];
  readonly notApplicable: boolean;
}
/** GET …/me/attempts/:attempt */
export interface AttemptWithForm extends Attempt {
  readonly form: { readonly title: Localised; readonly minutes: number; readonly items: readonly Item[] };
}

export interface PathStep {
  readonly course: string;
  readonly offering: string;
  readonly competency: string;
  readonly from: number;
  readonly to: number;
  readonly reason: 'largest-gap' | 'next-gap' | 'also-develops';
  readonly gap: number;
  readonly title: Localised;
  readonly hours: number;
  readonly offline: boolean;
  readonly modality: 'distance' | 'hybrid' | 'in-class';
  readonly starts: string;
  readonly ends: string;
}
/** GET …/me/path */
export interface LearningPath {
  readonly status: 'proposed' | 'accepted';
  readonly steps: readonly PathStep[];
  readonly withoutCourse: readonly string[];
  /** Courses of earlier cycles that are not recommended again. */
  readonly alreadyCompleted?: readonly { readonly course: string; readonly title: Localised }[];
  /** When it was derived anew the last time, and from what. */
  readonly regenerated?: { readonly at: string; readonly reason: 'new-self-rating' | 'course-completed' };
}
/** An item of GET …/me/enrolments */
export interface Enrolment {
  readonly enrolment: string;
  readonly offering: string;
  readonly status: 'requested' | 'waiting' | 'enrolled' | 'started' | 'completed' | 'failed' | 'dropped' | 'cancelled';
  readonly place?: number;
  readonly percent?: number;
  readonly title?: Localised;
  readonly hours?: number;
  readonly starts?: string;
  readonly ends?: string;
}

/** A request about one's own data; `text` and `reply` are for those whom it concerns. */
export interface DataRequest {
  readonly request: string;
  readonly teacher: string;
  readonly kind: 'correction' | 'erasure';
  readonly status: 'open' | 'resolved' | 'declined' | 'asked' | 'confirmed' | 'withdrawn' | 'carried-out';
  readonly askedAt: string;
  readonly settledAt?: string;
  readonly topic?: string;
  readonly text?: string;
  readonly reply?: string;
}
/** GET /v1/:country/me/record */
export interface PersonalRecord {
  /** Other registrations of the same person that were joined with this one. */
  readonly joined?: readonly string[];
  readonly country: string;
  readonly simulated: boolean;
  readonly at: string;
  readonly teacher: string;
  readonly consents: readonly {
    readonly cycle: string;
    readonly what: 'given' | 'withdrawn';
    readonly version: string | null;
    readonly language: string | null;
    readonly purposes: readonly Purpose[];
    readonly at: string;
    readonly otherRegistration?: string;
  }[];
  readonly documents: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly requests: readonly DataRequest[];
  readonly readBy: readonly { readonly at: string; readonly role: Role; readonly what: string; readonly reason?: string }[];
}

/** How people are grouped, in the order in which the pages offer it. */
export const DIMENSIONS: readonly Dimension[] = ['region', 'sector', 'rurality', 'educationLevel', 'gender'];
