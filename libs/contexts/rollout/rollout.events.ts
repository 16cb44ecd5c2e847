import type { DomainEvent, EventDefinition, Instant, JsonObject } from '#libs/kernel';

/** Text by language tag: `{ "en": …, "es": … }`. */
export type Localised = Readonly<Record<string, string>>;
export type Origin = 'real' | 'simulated';

// ── a country: stream `<tenant>.country-<tenant>` ───────────────────────────────────────────────────────────────────────
export type CountryCreated = DomainEvent<
  'CountryCreated',
  {
    country: string;
    name: Localised;
    origin: Origin;
    timeZone: string;
    languages: readonly string[];
    /** Smallest group whose results are shown. */
    suppressionThreshold: number;
    /** Names the vault that holds this country's keys. */
    vault: string;
  }
>;
export interface CodedPlace {
  readonly code: string;
  readonly name: Localised;
}
export type PackApplied = DomainEvent<
  'PackApplied',
  {
    pack: string;
    version: string;
    digest: string;
    regions: readonly CodedPlace[];
    sectors: readonly (CodedPlace & { readonly regional: string })[];
    educationLevels: readonly (CodedPlace & { readonly isced: readonly string[] })[];
    notices: readonly Localised[];
    /** How national ids are checked and written alike before they become pseudonyms; as they come, upper case, where absent. */
    nationalIdRule?: 'rut';
  }
>;
/** The record is in another event store than before; positions of the one before mean nothing in it. */
export type RecordMoved = DomainEvent<
  'RecordMoved',
  { country: string; from: 'embedded' | 'eventstoredb'; to: 'embedded' | 'eventstoredb'; epoch: number }
>;
export type CountryEvent = CountryCreated | PackApplied | RecordMoved;

// ── who could take part, and how many are to be reached: `<tenant>.population-<tenant>`, targets on the cycle's stream ──
/** A cell of the population or of the targets; an axis that is left out is everybody of it. */
export interface PeopleCell {
  readonly region?: string;
  readonly sector?: string;
  readonly educationLevel?: string;
  readonly gender?: string;
  readonly rurality?: string;
  readonly teachers: number;
}
/**
 * How many eligible teachers there are, region × sector × education level × gender × rurality. A count is recorded in parts, all in one
 * append, since an event stays small; part 1 of another digest replaces what was recorded before.
 */
export type PopulationRecorded = DomainEvent<
  'PopulationRecorded',
  {
    /** SHA-256 over the canonical JSON of all rows, hexadecimal. */
    digest: string;
    /** A day of the country's calendar. */
    asOf: string;
    status: 'illustrative' | 'official';
    note: Localised;
    part: number;
    parts: number;
    rows: readonly PeopleCell[];
  }
>;
export type PopulationEvent = PopulationRecorded;

// ── how a country's register is read, and each reading of it: `<tenant>.mapping-<name>`, `<tenant>.import-<id>` ─────────
export type SchoolMappingDefined = DomainEvent<'SchoolMappingDefined', { name: string; mapping: JsonObject }>;
export type SchoolRegisterImported = DomainEvent<
  'SchoolRegisterImported',
  {
    import: string;
    mapping: string;
    /** SHA-256 of the file, hexadecimal. */
    fileDigest: string;
    rows: number;
    created: number;
    updated: number;
    unchanged: number;
    errors: number;
    findings: number;
    /** Fact (`sector`, `latitude`) → number of schools without it. */
    missing: Readonly<Record<string, number>>;
    /** Finding code → how often. */
    findingsByCode: Readonly<Record<string, number>>;
  }
>;
export interface RegisterFinding {
  readonly severity: 'error' | 'warning';
  readonly row: number;
  readonly column?: string;
  readonly code: string;
  /** In English; other languages are made from `code` and `values`. */
  readonly reason: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly value?: string;
}
export type RegisterFindingsRecorded = DomainEvent<
  'RegisterFindingsRecorded',
  { import: string; findings: readonly RegisterFinding[] }
>;
export type SchoolImportEvent = SchoolMappingDefined | SchoolRegisterImported | RegisterFindingsRecorded;

// ── a school: `<tenant>.school-<code>` ──────────────────────────────────────────────────────────────────────────────────
/** Facts of a school as the register gives them; what is missing stays missing. */
export interface SchoolFacts {
  readonly code: string;
  readonly name: string;
  /** ISO 3166-2. */
  readonly region?: string;
  readonly province?: string;
  readonly provinceCode?: string;
  /** The lowest administrative unit: commune, municipality, district. */
  readonly municipality?: string;
  readonly municipalityCode?: string;
  readonly sector?: string;
  readonly rurality?: 'urban' | 'rural';
  readonly educationLevels?: readonly string[];
  /** Decimal degrees, WGS 84. */
  readonly latitude?: number;
  readonly longitude?: number;
  readonly status?: string;
  readonly enrolment?: number;
}
export type SchoolRegistered = DomainEvent<'SchoolRegistered', SchoolFacts>;
export type SchoolCorrected = DomainEvent<'SchoolCorrected', SchoolFacts>;
/** A school moved to another sector (a municipal school that becomes SLEP). */
export type SchoolReclassified = DomainEvent<
  'SchoolReclassified',
  {
    code: string;
    from?: string;
    to: string;
    /** Since when, where that was decided for a time; it may be recorded later. */
    effectiveAt?: Instant;
  }
>;
/** A school is to move to another sector at a time to come. Until it does, it counts where it is. */
export type SchoolReclassificationPlanned = DomainEvent<
  'SchoolReclassificationPlanned',
  { code: string; from?: string; to: string; effectiveAt: Instant; reason: string }
>;
/** A planned move is put off, to another time or, without one, until it is planned anew. */
export type SchoolReclassificationPostponed = DomainEvent<
  'SchoolReclassificationPostponed',
  { code: string; to: string; plannedFor: Instant; effectiveAt?: Instant; reason: string }
>;
export type SchoolEvent =
  SchoolRegistered | SchoolCorrected | SchoolReclassified | SchoolReclassificationPlanned | SchoolReclassificationPostponed;

// ── a cycle: `<tenant>.cycle-<label>` ───────────────────────────────────────────────────────────────────────────────────
export type Stage = 'self-assessment' | 'learning' | 'evaluation';
export interface StageWindow {
  readonly stage: Stage;
  readonly opens: Instant;
  readonly closes: Instant;
  /** Until then an answer counts and is flagged late. */
  readonly graceUntil: Instant;
}
/** Regions whose window of a stage is another one from the start, as where the winter break is longer. */
export interface RegionalWindow extends StageWindow {
  /** ISO 3166-2. */
  readonly regions: readonly string[];
}
/** Whom a change of a window is for; everybody where it is absent. A person's own is kept with their participation. */
export type WindowScope = { readonly region: string } | { readonly school: string } | { readonly teacher: string };
/** A window extended, reopened or moved, and why. */
export interface WindowChange {
  readonly stage: Stage;
  readonly scope?: WindowScope;
  /** As it was for them where absent. */
  readonly opens?: Instant;
  readonly closes: Instant;
  readonly graceUntil: Instant;
}
export interface InstrumentRef {
  readonly instrument: string;
  readonly version: number;
}
export interface TargetProfile {
  readonly version: string;
  readonly decidedBy: string;
  /** Education level → competency → target proficiency level (0 to 5, A1 to C2 on a levelled framework). */
  readonly targets: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
export interface CycleDesign {
  readonly framework: { readonly framework: string; readonly version: string };
  readonly selfRating: InstrumentRef;
  /** Asked at the end about the time before, one item a dimension. */
  readonly retrospective?: InstrumentRef;
  /** The two parallel test forms; who starts with which is drawn from the pseudonym. */
  readonly testForms: readonly [InstrumentRef, InstrumentRef];
  /** Seed of that draw. */
  readonly formSeed: string;
  readonly stages: readonly StageWindow[];
  readonly regionalWindows?: readonly RegionalWindow[];
  readonly consent: {
    readonly version: string;
    readonly text: Localised;
    /** What each purpose is, in words, where the text is not enough. */
    readonly purposes?: readonly { readonly purpose: Purpose; readonly required: boolean; readonly text: Localised }[];
  };
  readonly targetProfile: TargetProfile;
  readonly gapRules: { readonly version: string };
  readonly pathRules: { readonly version: string; readonly maxSteps: number };
  /** Teachers the cycle wants to reach. */
  readonly target?: number;
  /** Nobody is certified in a cycle that says nothing of it. */
  readonly certification?: CertificationRule;
}
/** What makes a participation a certified one. */
export interface CertificationRule {
  readonly version: string;
  readonly note: Localised;
  /** Hours of the courses completed in the cycle, together. */
  readonly minimumHours: number;
  /** Whether the final test has to be handed in, whatever its result. */
  readonly finalTest: boolean;
}
export type CyclePlanned = DomainEvent<'CyclePlanned', { cycle: string; title: Localised; design: CycleDesign }>;
export type CycleOpened = DomainEvent<'CycleOpened', { cycle: string }>;
export type CycleStageAdvanced = DomainEvent<'CycleStageAdvanced', { cycle: string; from?: Stage; to: Stage }>;
export type CycleClosed = DomainEvent<'CycleClosed', { cycle: string }>;
export interface CalendarEntry {
  readonly kind: 'holiday' | 'winter-break' | 'low-season' | 'closure';
  readonly name: Localised;
  /** Days of the country's calendar, both of them in it. */
  readonly from: string;
  readonly to: string;
  /** ISO 3166-2; the whole country where absent. */
  readonly regions?: readonly string[];
}
/** The days that a cycle reckons with: school year, launch, reminders, holidays and breaks. */
export interface CycleCalendar {
  readonly schoolYear: { readonly from: string; readonly to: string };
  readonly launch: string;
  /** Days on which those who have not handed in are reminded. */
  readonly reminders: readonly string[];
  readonly entries: readonly CalendarEntry[];
}
/** Who may be invited. */
export interface EligibilityRule {
  readonly version: string;
  readonly note: Localised;
  readonly educationLevels: readonly string[];
  readonly sectors: readonly string[];
  readonly schoolStatuses: readonly string[];
  readonly minimumWeeklyHours: number;
}
export interface CycleTargets {
  readonly status: 'illustrative' | 'official';
  readonly note: Localised;
  readonly rows: readonly (PeopleCell & { readonly indicator: 'reached' | 'trained' })[];
}
export type CycleCalendarSet = DomainEvent<'CycleCalendarSet', CycleCalendar & { cycle: string }>;
export type EligibilitySet = DomainEvent<'EligibilitySet', EligibilityRule & { cycle: string }>;
export type TargetsSet = DomainEvent<'TargetsSet', CycleTargets & { cycle: string }>;
/** A day of the calendar has come on which those who have not handed in are to be reminded. Who was is told by `TeacherReminded`. */
export type RemindersFellDue = DomainEvent<'RemindersFellDue', { cycle: string; wave: string; stage: Stage }>;
/** What of last year counts in this one. */
export interface CarryOver {
  /** Who is invited again: nobody by itself, who was invited, who consented, or who completed a course. */
  readonly invite: 'nobody' | 'invited' | 'consented' | 'trained';
  /** Of those, the share that is drawn by a seeded hash of the pseudonym, 0 to 1. */
  readonly share: number;
  /** Courses completed remain in the record and are not recommended again. */
  readonly completedCoursesCount: boolean;
  /** Somebody who took part before is flagged a repeater. */
  readonly flagRepeaters: boolean;
}
/** A cycle repeats an earlier one: what it began from, as the earlier one stood at `asOf`. */
export type CycleRepeatedFrom = DomainEvent<
  'CycleRepeatedFrom',
  {
    cycle: string;
    from: string;
    /** The design as it stood then; its end, or its latest state, where absent. */
    asOf?: Instant;
    /** Years by which every date was shifted. */
    shiftedYears: number;
    carryOver: CarryOver;
  }
>;
/** Who stands in the narrowest scope that speaks of them takes its window; see `effectiveWindow`. */
export type CycleWindowChanged = DomainEvent<
  'CycleWindowChanged',
  WindowChange & {
    cycle: string;
    /** In the words of who decided it: storms, a strike, a school that could not begin. */
    reason: string;
  }
>;
export type CycleEvent =
  | CyclePlanned
  | CycleRepeatedFrom
  | CycleCalendarSet
  | EligibilitySet
  | TargetsSet
  | RemindersFellDue
  | CycleOpened
  | CycleStageAdvanced
  | CycleWindowChanged
  | CycleClosed;

// ── a teacher: `<tenant>.teacher-<pseudonym>` ───────────────────────────────────────────────────────────────────────────
export type TeacherRegistered = DomainEvent<
  'TeacherRegistered',
  {
    teacher: string;
    /** Personal, encrypted: `{ givenName, familyName, email? }`. */
    identity: unknown;
    gender?: 'female' | 'male' | 'other';
    birthYear?: number;
  }
>;
export type TeacherAssignedToSchool = DomainEvent<
  'TeacherAssignedToSchool',
  {
    teacher: string;
    school: string;
    educationLevel: string;
    subject?: string;
    hours: number;
    /** Since when, where it was said; it may be recorded later. */
    effectiveAt?: Instant;
  }
>;
export type TeacherLeftSchool = DomainEvent<'TeacherLeftSchool', { teacher: string; school: string; effectiveAt?: Instant }>;
/**
 * Two pseudonyms are one person who was registered twice: `merged` counts no longer by itself, what it did counts for `kept`. On the
 * stream of `merged`.
 */
export type TeachersMerged = DomainEvent<'TeachersMerged', { kept: string; merged: string; reason: string }>;
/** They are two people after all: each counts for themselves again. */
export type TeachersUnmerged = DomainEvent<'TeachersUnmerged', { kept: string; merged: string; reason: string }>;
/** The person's key is destroyed: what was personal can never be read again. */
export type PersonalDataErased = DomainEvent<'PersonalDataErased', { teacher: string; keyDigest: string }>;
export type TeacherEvent =
  TeacherRegistered | TeacherAssignedToSchool | TeacherLeftSchool | TeachersMerged | TeachersUnmerged | PersonalDataErased;

// ── a teacher in a cycle: `<tenant>.<cycle>.participation-<pseudonym>` ──────────────────────────────────────────────────
export type Purpose = 'take-part' | 'programme-statistics' | 'research';
export type TeacherInvited = DomainEvent<
  'TeacherInvited',
  {
    teacher: string;
    cycle: string;
    /** The earlier cycle they took part in, where this one repeats it. */
    returningFrom?: string;
  }
>;
export type ConsentGiven = DomainEvent<
  'ConsentGiven',
  {
    teacher: string;
    cycle: string;
    version: string;
    language: string;
    purposes: readonly Purpose[];
    /** Signed on paper and entered afterwards by somebody else. */
    entered?: 'paper';
  }
>;
export type ConsentWithdrawn = DomainEvent<'ConsentWithdrawn', { teacher: string; cycle: string; purposes: readonly Purpose[] }>;
/** The teacher says that they have seen their profile: an act of theirs, not a page view. */
export type ProfileAcknowledged = DomainEvent<'ProfileAcknowledged', { teacher: string; cycle: string; attempt: string }>;
/** A window extended or reopened for one person. Why may be about their health or family: it is sealed. */
export type TeacherWindowChanged = DomainEvent<
  'TeacherWindowChanged',
  Omit<WindowChange, 'scope'> & {
    teacher: string;
    cycle: string;
    /** Personal, encrypted: text. */
    reason: unknown;
  }
>;
export type ReminderChannel = 'paper' | 'email' | 'telephone' | 'meeting' | 'message';
/** Somebody was asked again to do what is open for them. The reminder itself is sent by people, not by this system. */
export type TeacherReminded = DomainEvent<
  'TeacherReminded',
  {
    teacher: string;
    cycle: string;
    /** Which round of reminders: a day of the calendar, or a name of its own. */
    wave: string;
    channel: ReminderChannel;
    stage: Stage;
  }
>;
export type ParticipationEvent =
  TeacherInvited | ConsentGiven | ConsentWithdrawn | ProfileAcknowledged | TeacherWindowChanged | TeacherReminded;

export const rolloutEventDefinitions: readonly EventDefinition[] = [
  { type: 'CountryCreated', version: 1, says: 'A country was set up on this installation.' },
  { type: 'PackApplied', version: 1, says: 'The codes, names and notices of a country pack became the country’s own.' },
  {
    type: 'RecordMoved',
    version: 1,
    says: 'The country’s record was moved to another event store; a new epoch of positions began.',
  },
  {
    type: 'PopulationRecorded',
    version: 1,
    says: 'How many eligible teachers there are, by region, sector, education level, gender and rurality; one part of the count.',
  },
  { type: 'SchoolMappingDefined', version: 1, says: 'How the columns of a school register are read was laid down.' },
  { type: 'SchoolRegisterImported', version: 1, says: 'A school register was read to its end, with these counts.' },
  { type: 'RegisterFindingsRecorded', version: 1, says: 'What was wrong or doubtful in a register’s rows, row by row.' },
  { type: 'SchoolRegistered', version: 1, says: 'A school entered the country’s register.' },
  { type: 'SchoolCorrected', version: 1, says: 'The register gives other facts about a school than before.' },
  { type: 'SchoolReclassified', version: 1, says: 'A school moved to another sector.' },
  { type: 'SchoolReclassificationPlanned', version: 1, says: 'A school is to move to another sector at a time to come.' },
  { type: 'SchoolReclassificationPostponed', version: 1, says: 'A school’s planned move to another sector was put off.' },
  {
    type: 'CyclePlanned',
    version: 1,
    says: 'A cycle was designed: framework, instruments, windows, consent, targets and rules.',
  },
  { type: 'CycleRepeatedFrom', version: 1, says: 'A cycle repeats an earlier one, with what carries over.' },
  {
    type: 'CycleCalendarSet',
    version: 1,
    says: 'The days a cycle reckons with: school year, launch, reminders, holidays, breaks.',
  },
  { type: 'EligibilitySet', version: 1, says: 'Who may be invited to a cycle.' },
  { type: 'TargetsSet', version: 1, says: 'How many teachers a cycle wants to reach or train, by group.' },
  { type: 'RemindersFellDue', version: 1, says: 'A day has come on which those who have not handed in are to be reminded.' },
  { type: 'CycleOpened', version: 1, says: 'A cycle opened.' },
  { type: 'CycleStageAdvanced', version: 1, says: 'A cycle entered its next stage.' },
  {
    type: 'CycleWindowChanged',
    version: 1,
    says: 'A window was extended, reopened or moved for a region, a school or everybody, with the reason.',
  },
  { type: 'CycleClosed', version: 1, says: 'A cycle closed.' },
  { type: 'TeacherRegistered', version: 1, says: 'A teacher was registered under a pseudonym.', personal: ['identity'] },
  {
    type: 'TeacherAssignedToSchool',
    version: 1,
    says: 'A teacher works at a school, at an education level, for some hours a week.',
  },
  { type: 'TeacherLeftSchool', version: 1, says: 'A teacher no longer works at a school.' },
  { type: 'TeachersMerged', version: 1, says: 'Two pseudonyms are one person, who was registered twice.' },
  { type: 'TeachersUnmerged', version: 1, says: 'Two pseudonyms that were taken for one person are two people.' },
  { type: 'PersonalDataErased', version: 1, says: 'A person was forgotten: their key is destroyed.' },
  { type: 'TeacherInvited', version: 1, says: 'A teacher was invited to a cycle.' },
  { type: 'ConsentGiven', version: 1, says: 'A teacher agreed to a version of the consent text, purpose by purpose.' },
  { type: 'ConsentWithdrawn', version: 1, says: 'A teacher withdrew consent for some purposes.' },
  { type: 'TeacherReminded', version: 1, says: 'A teacher was reminded of what is open for them.' },
  {
    type: 'TeacherWindowChanged',
    version: 1,
    says: 'A window was extended or reopened for one person, with the reason.',
    personal: ['reason'],
  },
  { type: 'ProfileAcknowledged', version: 1, says: 'A teacher confirmed that they have seen their profile.' },
];
