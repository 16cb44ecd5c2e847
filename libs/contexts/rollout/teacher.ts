import { refuse, streamName, type Decider, type Instant } from '#libs/kernel';
import type { EligibilityRule, SchoolFacts, TeacherEvent } from './rollout.events.js';

export interface Assignment {
  readonly school: string;
  readonly educationLevel: string;
  readonly subject?: string;
  /** Hours a week. */
  readonly hours: number;
}

export interface Teacher {
  readonly status: 'none' | 'registered' | 'erased';
  readonly teacher: string;
  readonly gender?: string;
  readonly birthYear?: number;
  readonly assignments: readonly Assignment[];
  readonly registeredAt?: Instant;
  /** The pseudonym that this one was merged into, as long as it is. */
  readonly mergedInto?: string;
}

export const teacherDecider: Decider<Teacher, TeacherEvent> = {
  category: 'teacher',
  initial: { status: 'none', teacher: '', assignments: [] },
  evolve: (teacher, event) => {
    switch (event.type) {
      case 'TeacherRegistered':
        return {
          ...teacher,
          status: 'registered',
          teacher: event.data.teacher,
          gender: event.data.gender,
          birthYear: event.data.birthYear,
          registeredAt: event.metadata.occurredAt,
        };
      case 'TeachersMerged':
        return { ...teacher, mergedInto: event.data.kept };
      case 'TeachersUnmerged':
        return { ...teacher, mergedInto: undefined };
      case 'TeacherAssignedToSchool': {
        const { school, educationLevel, subject, hours } = event.data;
        const others = teacher.assignments.filter((one) => one.school !== school);
        return { ...teacher, assignments: [...others, { school, educationLevel, subject, hours }] };
      }
      case 'TeacherLeftSchool':
        return { ...teacher, assignments: teacher.assignments.filter((one) => one.school !== event.data.school) };
      case 'PersonalDataErased':
        return { ...teacher, status: 'erased' };
    }
  },
};

export const teacherStream = (tenant: string, teacher: string) => streamName({ tenant, category: 'teacher', id: teacher });

/** A person counts once, under the assignment with the most hours; the school's code breaks ties. */
export const mainAssignment = (assignments: readonly Assignment[]): Assignment | undefined =>
  [...assignments].sort((a, b) => b.hours - a.hours || (a.school < b.school ? -1 : 1))[0];

const sameAssignment = (a: Assignment, b: Assignment): boolean =>
  a.school === b.school && a.educationLevel === b.educationLevel && a.subject === b.subject && a.hours === b.hours;

export const registerTeacher = (
  command: {
    teacher: string;
    identity: unknown;
    gender?: 'female' | 'male' | 'other';
    birthYear?: number;
    assignments: readonly Assignment[];
  },
  teacher: Teacher,
): TeacherEvent[] => {
  if (teacher.status === 'erased') refuse('person-forgotten', { teacher: command.teacher });
  if (teacher.status === 'registered') refuse('teacher-registered-already', { teacher: command.teacher });
  const schools = command.assignments.map((assignment) => assignment.school);
  if (new Set(schools).size !== schools.length) refuse('assignment-repeated', { schools }, '/assignments');
  return [
    {
      type: 'TeacherRegistered',
      data: { teacher: command.teacher, identity: command.identity, gender: command.gender, birthYear: command.birthYear },
    },
    ...command.assignments.map((assignment): TeacherEvent => ({
      type: 'TeacherAssignedToSchool',
      data: { teacher: command.teacher, ...assignment },
    })),
  ];
};

export const assignTeacher = (command: Assignment, teacher: Teacher): TeacherEvent[] => {
  checkKnown(teacher);
  const { school, educationLevel, subject, hours } = command;
  if (teacher.assignments.some((one) => sameAssignment(one, command))) return [];
  return [{ type: 'TeacherAssignedToSchool', data: { teacher: teacher.teacher, school, educationLevel, subject, hours } }];
};

export const leaveSchool = (command: { school: string }, teacher: Teacher): TeacherEvent[] => {
  checkKnown(teacher);
  if (!teacher.assignments.some((one) => one.school === command.school)) refuse('assignment-unknown', { school: command.school });
  return [{ type: 'TeacherLeftSchool', data: { teacher: teacher.teacher, school: command.school } }];
};

export const erase = (command: { teacher: string; keyDigest: string }, teacher: Teacher): TeacherEvent[] => {
  if (teacher.status === 'none') refuse('teacher-unknown', { teacher: command.teacher });
  if (teacher.status === 'erased') return [];
  return [{ type: 'PersonalDataErased', data: { teacher: teacher.teacher, keyDigest: command.keyDigest } }];
};

/**
 * A teacher moves from one school to another, from `effectiveAt` on; recorded when it is known, which may be later, never earlier. In one
 * append, so that nobody is ever between two schools.
 */
export const transferTeacher = (
  command: { readonly from: string; readonly to: Assignment; readonly effectiveAt: Instant; readonly at: Instant },
  teacher: Teacher,
): TeacherEvent[] => {
  checkKnown(teacher);
  const { from, to, effectiveAt, at } = command;
  const { registeredAt } = teacher;
  if (from === to.school) refuse('transfer-to-same-school', { school: from }, '/school');
  if (effectiveAt > at) refuse('effective-in-the-future', { effectiveAt, now: at }, '/effectiveOn');
  if (registeredAt !== undefined && effectiveAt < registeredAt)
    refuse('transfer-before-registration', { effectiveAt, registeredAt }, '/effectiveOn');
  if (!teacher.assignments.some((one) => one.school === from)) {
    if (teacher.assignments.some((one) => sameAssignment(one, to))) return [];
    refuse('assignment-unknown', { school: from }, '/from');
  }
  const { school, educationLevel, subject, hours } = to;
  return [
    { type: 'TeacherLeftSchool', data: { teacher: teacher.teacher, school: from, effectiveAt } },
    {
      type: 'TeacherAssignedToSchool',
      data: { teacher: teacher.teacher, school, educationLevel, subject, hours, effectiveAt },
    },
  ];
};

/** Something that both of two merged pseudonyms did, of which only one could count. */
export interface MergeConflict {
  readonly cycle: string;
  readonly what: 'baseline-self-rating' | 'baseline-test' | 'final-self-rating' | 'final-test' | 'consent';
}

/**
 * `teacher`, the one that is merged, is the same person as `kept`. Nobody is merged twice, into themselves, or in a chain; and where both
 * answered the same thing nobody here can say which answer is theirs.
 */
export const mergeTeachers = (
  command: { readonly merged: string; readonly kept: string; readonly reason: string },
  teacher: Teacher,
  references: {
    readonly kept: Teacher;
    readonly mergedIntoThis: readonly string[];
    readonly conflicts: readonly MergeConflict[];
  },
): TeacherEvent[] => {
  const { merged, kept, reason } = command;
  if (merged === kept) refuse('merge-with-itself', { teacher: merged }, '/into');
  if (teacher.status === 'none') refuse('teacher-unknown', { teacher: merged });
  if (references.kept.status === 'none') refuse('teacher-unknown', { teacher: kept }, '/into');
  for (const one of [teacher, references.kept]) if (one.status === 'erased') refuse('person-forgotten', { teacher: one.teacher });
  if (teacher.mergedInto === kept) return [];
  if (teacher.mergedInto !== undefined) refuse('teacher-merged', { teacher: merged, kept: teacher.mergedInto });
  if (references.kept.mergedInto !== undefined)
    refuse('teacher-merged', { teacher: kept, kept: references.kept.mergedInto }, '/into');
  const [other] = references.mergedIntoThis;
  if (other !== undefined) refuse('merge-in-a-chain', { teacher: merged, other });
  const { conflicts } = references;
  if (conflicts.length > 0)
    refuse('merge-conflict', { merged, kept, conflicts: conflicts.map(({ cycle, what }) => `${what} (${cycle})`) });
  return [{ type: 'TeachersMerged', data: { kept, merged, reason } }];
};

export const unmergeTeachers = (
  command: { readonly merged: string; readonly reason: string },
  teacher: Teacher,
): TeacherEvent[] => {
  const { merged, reason } = command;
  if (teacher.status === 'none') refuse('teacher-unknown', { teacher: merged });
  const kept = teacher.mergedInto;
  if (kept === undefined) return refuse('teacher-not-merged', { teacher: merged });
  return [{ type: 'TeachersUnmerged', data: { kept, merged, reason } }];
};

/** @throws Refusal teacher-unknown | person-forgotten | teacher-merged: only who is known, and not as somebody else, is acted on */
export const checkKnown = (teacher: Teacher, field?: string): void => {
  if (teacher.status === 'none') refuse('teacher-unknown', {}, field);
  if (teacher.status === 'erased') refuse('person-forgotten', { teacher: teacher.teacher }, field);
  if (teacher.mergedInto !== undefined) refuse('teacher-merged', { teacher: teacher.teacher, kept: teacher.mergedInto }, field);
};

/**
 * Whether somebody can be assigned there: a school of the register that is not known to be shut, at an education level that it has,
 * as far as the register says so; in any case one of the country's.
 */
export const checkAssignment = (
  assignment: Assignment,
  references: { school: SchoolFacts | undefined; educationLevels: readonly string[] | undefined },
  field: string,
): void => {
  const { school, educationLevels } = references;
  const { educationLevel } = assignment;
  if (!school) return refuse('school-unknown', { school: assignment.school }, `${field}/school`);
  if (school.status !== undefined && school.status !== 'operating')
    refuse('school-not-operating', { school: school.code, status: school.status }, `${field}/school`);
  if (educationLevels && !educationLevels.includes(educationLevel))
    refuse('education-level-unknown', { educationLevel }, `${field}/educationLevel`);
  if (school.educationLevels && !school.educationLevels.includes(educationLevel))
    refuse(
      'education-level-not-at-school',
      { educationLevel, school: school.code, offered: [...school.educationLevels] },
      `${field}/educationLevel`,
    );
};

/** Why a rule does not let somebody be invited; `undefined` where it does. Facts that the register does not give shut nobody out. */
export const ineligible = (
  rule: EligibilityRule,
  assignments: readonly { readonly assignment: Assignment; readonly school: SchoolFacts | undefined }[],
): 'no-assignment' | 'education-level' | 'sector' | 'school-not-operating' | 'hours' | undefined => {
  if (assignments.length === 0) return 'no-assignment';
  const among = (allowed: readonly string[], value: string | undefined) => value === undefined || allowed.includes(value);
  const taught = assignments.filter(({ assignment }) => among(rule.educationLevels, assignment.educationLevel));
  if (taught.length === 0) return 'education-level';
  const inSector = taught.filter(({ school }) => among(rule.sectors, school?.sector));
  if (inSector.length === 0) return 'sector';
  const operating = inSector.filter(({ school }) => among(rule.schoolStatuses, school?.status));
  if (operating.length === 0) return 'school-not-operating';
  const hours = operating.reduce((sum, { assignment }) => sum + assignment.hours, 0);
  return hours < rule.minimumWeeklyHours ? 'hours' : undefined;
};
