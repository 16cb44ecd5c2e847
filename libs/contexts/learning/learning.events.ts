import type { DomainEvent, EventDefinition, Instant } from '#libs/kernel';

export type Localised = Readonly<Record<string, string>>;
export type Modality = 'distance' | 'hybrid' | 'in-class';
export type Allocation = 'first-come' | 'lottery' | 'priority';
/**
 * What gives precedence, the first that tells two teachers apart: most levels missing in what the course develops · a rural school · no
 * course completed in any cycle so far. Where all are equal the order of the draw decides.
 */
export type PriorityCriterion = 'largest-gap' | 'rural-school' | 'never-trained';

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
    /** For seats given by priority: the rule, strongest criterion first. */
    criteria?: readonly PriorityCriterion[];
    /** Until when a freed seat goes to the next on the waiting list; half of the course where absent. */
    movesUntil?: Instant;
  }
>;
/** A seat in a limited offering, given on request (first come), or to the next on the waiting list when one was freed. */
export type SeatGiven = DomainEvent<'SeatGiven', { offering: string; teacher: string; enrolment: string; from?: 'waiting-list' }>;
/** Why a seat is free again, or a place on the list empty. */
export type ReleaseReason = 'dropped' | 'cancelled' | 'consent-withdrawn' | 'forgotten';
export type SeatReleased = DomainEvent<
  'SeatReleased',
  { offering: string; teacher: string; enrolment: string; reason: ReleaseReason }
>;
/** Before a seat was given: off the waiting list, or out of the draw. */
export type WaitingListLeft = DomainEvent<
  'WaitingListLeft',
  { offering: string; teacher: string; enrolment: string; stood: 'requested' | 'waiting'; reason: ReleaseReason }
>;
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
/**
 * Seats given by priority to all who asked: repeatable from criteria, seed and the facts of each. `facts` in the order of `enrolled`
 * then `waitlisted`: levels missing, rural (0 or 1), courses completed before.
 */
export type SeatsPrioritised = DomainEvent<
  'SeatsPrioritised',
  {
    offering: string;
    criteria: readonly PriorityCriterion[];
    seed: string;
    applicants: number;
    enrolled: readonly string[];
    waitlisted: readonly string[];
    facts: readonly (readonly [gap: number, rural: number, completed: number])[];
  }
>;
/** Who takes attendance and confirms completions of an offering. `tutor` is the name of an account, never a person's. */
export type TutorAssigned = DomainEvent<'TutorAssigned', { offering: string; tutor: string }>;
export type TutorUnassigned = DomainEvent<'TutorUnassigned', { offering: string; tutor: string }>;
export type OfferingEvent =
  | OfferingOpened
  | SeatRequested
  | SeatGiven
  | EnrolmentWaitlisted
  | SeatsDrawn
  | SeatsPrioritised
  | SeatReleased
  | WaitingListLeft
  | TutorAssigned
  | TutorUnassigned;

// ── a session of an in-class or hybrid course: `<tenant>.<cycle>.session-<session>` ─────────────────────────────────────
export type Presence = 'present' | 'absent' | 'excused';
export type SessionScheduled = DomainEvent<
  'SessionScheduled',
  { session: string; offering: string; course: string; cycle: string; starts: Instant; ends: Instant }
>;
export type SessionHeld = DomainEvent<'SessionHeld', { session: string; offering: string }>;
export type SessionCalledOff = DomainEvent<
  'SessionCalledOff',
  { session: string; offering: string; reason: 'weather' | 'strike' | 'tutor-absent' | 'place-unusable' | 'other' }
>;
export interface Attendance {
  readonly enrolment: string;
  readonly teacher: string;
  readonly presence: Presence;
}
export type AttendanceRecorded = DomainEvent<
  'AttendanceRecorded',
  { session: string; offering: string; entries: readonly Attendance[] }
>;
export type CorrectionReason = 'entered-wrongly' | 'came-later' | 'proof-followed';
export type AttendanceCorrected = DomainEvent<
  'AttendanceCorrected',
  {
    session: string;
    offering: string;
    enrolment: string;
    teacher: string;
    from: Presence;
    to: Presence;
    reason: CorrectionReason;
  }
>;
export type SessionEvent = SessionScheduled | SessionHeld | SessionCalledOff | AttendanceRecorded | AttendanceCorrected;

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
    /** In a cycle that lets courses of earlier cycles count: the rule by which, and the courses that this teacher had completed. */
    completedBefore?: { readonly rule: string; readonly courses: readonly string[] };
  }
>;
/** The same path after new evidence. An accepted path stays accepted; courses that were begun stay in it. */
export type LearningPathRegenerated = DomainEvent<
  'LearningPathRegenerated',
  LearningPathGenerated['data'] & { reason: 'new-self-rating' | 'course-completed' }
>;
export type PathAccepted = DomainEvent<'PathAccepted', { teacher: string; cycle: string }>;
export type PathEvent = LearningPathGenerated | LearningPathRegenerated | PathAccepted;

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
/** Given up before the course was begun; a seat can be asked for again. */
export type EnrolmentCancelled = DomainEvent<
  'EnrolmentCancelled',
  { enrolment: string; teacher: string; offering: string; reason?: DropReason }
>;
export type FailReason = 'attendance' | 'assignments' | 'final-work' | 'other';
/** Taken to its end without completing it; a tutor who finds that an error can still confirm the completion. */
export type CourseFailed = DomainEvent<
  'CourseFailed',
  { enrolment: string; teacher: string; offering: string; course: string; modality: Modality; reason: FailReason }
>;
export type EnrolmentEvent =
  TeacherEnrolled | CourseStarted | ProgressRecorded | CourseCompleted | CourseFailed | CourseDropped | EnrolmentCancelled;

export const learningEventDefinitions: readonly EventDefinition[] = [
  { type: 'CourseRegistered', version: 1, says: 'A course entered the catalogue.' },
  { type: 'OfferingOpened', version: 1, says: 'A course is on offer in a cycle, with its dates, modality and seats.' },
  { type: 'SeatRequested', version: 1, says: 'A teacher asked for a seat in a limited offering.' },
  { type: 'SeatGiven', version: 1, says: 'A teacher got a seat in a limited offering.' },
  { type: 'EnrolmentWaitlisted', version: 1, says: 'No seat was left: the teacher is on the waiting list.' },
  { type: 'SeatsDrawn', version: 1, says: 'The seats of an offering were drawn by lot among those who asked.' },
  {
    type: 'SeatsPrioritised',
    version: 1,
    says: 'The seats of an offering were given by its recorded criteria among those who asked, ties broken by lot.',
  },
  { type: 'SeatReleased', version: 1, says: 'A seat in a limited offering became free again, with the reason.' },
  { type: 'WaitingListLeft', version: 1, says: 'A teacher is no longer waiting for a seat, with the reason.' },
  { type: 'TutorAssigned', version: 1, says: 'A tutor or provider takes attendance and confirms completions of an offering.' },
  { type: 'TutorUnassigned', version: 1, says: 'A tutor or provider no longer has to do with an offering.' },
  { type: 'SessionScheduled', version: 1, says: 'A session of an in-class or hybrid course has its date.' },
  { type: 'SessionHeld', version: 1, says: 'A session took place.' },
  { type: 'SessionCalledOff', version: 1, says: 'A session does not take place, with the reason.' },
  { type: 'AttendanceRecorded', version: 1, says: 'Who was present at a session.' },
  { type: 'AttendanceCorrected', version: 1, says: 'An entry of a session’s attendance was corrected, with the reason.' },
  {
    type: 'LearningPathGenerated',
    version: 1,
    says: 'A learning path was derived from a gap profile, with a reason for each step.',
  },
  {
    type: 'LearningPathRegenerated',
    version: 1,
    says: 'A learning path was derived anew from new evidence: a further self-rating, or a completed course.',
  },
  { type: 'PathAccepted', version: 1, says: 'A teacher accepted their learning path.' },
  { type: 'TeacherEnrolled', version: 1, says: 'A teacher is enrolled in an offering.' },
  { type: 'CourseStarted', version: 1, says: 'A teacher began a course.' },
  { type: 'ProgressRecorded', version: 1, says: 'How far a teacher has come in a course.' },
  { type: 'CourseCompleted', version: 1, says: 'A teacher completed a course.' },
  { type: 'CourseFailed', version: 1, says: 'A course was taken to its end without being completed, with the reason.' },
  { type: 'CourseDropped', version: 1, says: 'A teacher left a course before its end.' },
  { type: 'EnrolmentCancelled', version: 1, says: 'A teacher gave up an enrolment before the course was begun.' },
];
