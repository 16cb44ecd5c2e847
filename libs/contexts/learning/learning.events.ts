import type { DomainEvent, EventDefinition, Instant } from '#libs/kernel';

export type Localised = Readonly<Record<string, string>>;
export type Modality = 'distance' | 'hybrid' | 'in-class';
export type Allocation = 'first-come' | 'lottery';

// ── the catalogue: `<tenant>.course-<id>` ───────────────────────────────────────────────────────────────────────────────
export interface CourseContent {
  readonly course: string;
  readonly title: Localised;
  readonly description: Localised;
  readonly provider: string;
  /** Hours of work, 4 to 40. */
  readonly hours: number;
  readonly language: string;
  /** What it takes a teacher from and to, as proficiency levels 0 to 5, competency by competency. */
  readonly develops: readonly { readonly competency: string; readonly from: number; readonly to: number }[];
  readonly accessibility: Localised;
  /** Whether it can be followed without a connection. */
  readonly offline: boolean;
  readonly licence: string;
}
export type CourseRegistered = DomainEvent<'CourseRegistered', CourseContent>;
export type CourseEvent = CourseRegistered;

// ── a course on offer in a cycle: `<tenant>.<cycle>.offering-<offering>`; seats are given here ──────────────────────────
export type OfferingOpened = DomainEvent<
  'OfferingOpened',
  {
    offering: string;
    course: string;
    cycle: string;
    modality: Modality;
    starts: Instant;
    ends: Instant;
    /** ISO 3166-2; national where absent. */
    region?: string;
    /** When seats can be asked for; up to the end of the course where absent. */
    enrolment?: { readonly opens: Instant; readonly closes: Instant };
    /** `null`: no limit. */
    seats: number | null;
    allocation: Allocation;
  }
>;
/** A seat in a limited offering, given on request (first come). */
export type SeatGiven = DomainEvent<'SeatGiven', { offering: string; teacher: string; enrolment: string }>;
/** No seat was left, or the lottery drew others. */
export type EnrolmentWaitlisted = DomainEvent<
  'EnrolmentWaitlisted',
  { offering: string; teacher: string; enrolment: string; place: number }
>;
export type SeatRequested = DomainEvent<'SeatRequested', { offering: string; teacher: string; enrolment: string }>;
/** One draw for all who asked: repeatable from its seed and the list of applicants. Both lists hold pseudonyms, in the order drawn. */
export type SeatsDrawn = DomainEvent<
  'SeatsDrawn',
  { offering: string; seed: string; applicants: number; enrolled: readonly string[]; waitlisted: readonly string[] }
>;
export type OfferingEvent = OfferingOpened | SeatRequested | SeatGiven | EnrolmentWaitlisted | SeatsDrawn;

// ── a teacher's learning path: `<tenant>.<cycle>.path-<pseudonym>` ──────────────────────────────────────────────────────
export interface PathStep {
  readonly course: string;
  readonly offering: string;
  readonly competency: string;
  readonly from: number;
  readonly to: number;
  /** Why this step: a rule's name, for the page to put into words with the step's values. */
  readonly reason: 'largest-gap' | 'next-gap' | 'also-develops';
  readonly gap: number;
}
export type LearningPathGenerated = DomainEvent<
  'LearningPathGenerated',
  {
    teacher: string;
    cycle: string;
    attempt: string;
    pathRules: string;
    steps: readonly PathStep[];
    /** Competencies with a gap for which the catalogue has no course. */
    withoutCourse: readonly string[];
  }
>;
export type PathAccepted = DomainEvent<'PathAccepted', { teacher: string; cycle: string }>;
export type PathEvent = LearningPathGenerated | PathAccepted;

// ── a teacher in an offering: `<tenant>.<cycle>.enrolment-<enrolment>` ──────────────────────────────────────────────────
export type TeacherEnrolled = DomainEvent<
  'TeacherEnrolled',
  { enrolment: string; teacher: string; offering: string; course: string; modality: Modality }
>;
export type CourseStarted = DomainEvent<
  'CourseStarted',
  { enrolment: string; teacher: string; offering: string; course: string; modality: Modality }
>;
/** `percent` 0 to 100; never goes back. */
export type ProgressRecorded = DomainEvent<'ProgressRecorded', { enrolment: string; percent: number }>;
export type CourseCompleted = DomainEvent<
  'CourseCompleted',
  { enrolment: string; teacher: string; offering: string; course: string; modality: Modality; hours: number }
>;
/** A word from a list, never free text: nothing personal may stand in the log in clear. */
export type DropReason = 'no-time' | 'no-connection' | 'not-what-i-need' | 'left-the-school' | 'other';
export type CourseDropped = DomainEvent<
  'CourseDropped',
  { enrolment: string; teacher: string; offering: string; reason?: DropReason }
>;
export type EnrolmentEvent = TeacherEnrolled | CourseStarted | ProgressRecorded | CourseCompleted | CourseDropped;

export const learningEventDefinitions: readonly EventDefinition[] = [
  { type: 'CourseRegistered', version: 1, says: 'A course entered the catalogue.' },
  { type: 'OfferingOpened', version: 1, says: 'A course is on offer in a cycle, with its dates, modality and seats.' },
  { type: 'SeatRequested', version: 1, says: 'A teacher asked for a seat in a limited offering.' },
  { type: 'SeatGiven', version: 1, says: 'A teacher got a seat in a limited offering.' },
  { type: 'EnrolmentWaitlisted', version: 1, says: 'No seat was left: the teacher is on the waiting list.' },
  { type: 'SeatsDrawn', version: 1, says: 'The seats of an offering were drawn by lot among those who asked.' },
  {
    type: 'LearningPathGenerated',
    version: 1,
    says: 'A learning path was derived from a gap profile, with a reason for each step.',
  },
  { type: 'PathAccepted', version: 1, says: 'A teacher accepted their learning path.' },
  { type: 'TeacherEnrolled', version: 1, says: 'A teacher is enrolled in an offering.' },
  { type: 'CourseStarted', version: 1, says: 'A teacher began a course.' },
  { type: 'ProgressRecorded', version: 1, says: 'How far a teacher has come in a course.' },
  { type: 'CourseCompleted', version: 1, says: 'A teacher completed a course.' },
  { type: 'CourseDropped', version: 1, says: 'A teacher left a course before its end.' },
];
