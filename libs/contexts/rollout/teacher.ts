import { refuse, streamName, type Decider } from '#libs/kernel';
import type { SchoolFacts, TeacherEvent } from './rollout.events.js';

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
        };
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
  known(teacher);
  const { school, educationLevel, subject, hours } = command;
  if (teacher.assignments.some((one) => sameAssignment(one, command))) return [];
  return [{ type: 'TeacherAssignedToSchool', data: { teacher: teacher.teacher, school, educationLevel, subject, hours } }];
};

export const leaveSchool = (command: { school: string }, teacher: Teacher): TeacherEvent[] => {
  known(teacher);
  if (!teacher.assignments.some((one) => one.school === command.school)) refuse('assignment-unknown', { school: command.school });
  return [{ type: 'TeacherLeftSchool', data: { teacher: teacher.teacher, school: command.school } }];
};

export const erase = (command: { teacher: string; keyDigest: string }, teacher: Teacher): TeacherEvent[] => {
  if (teacher.status === 'none') refuse('teacher-unknown', { teacher: command.teacher });
  if (teacher.status === 'erased') return [];
  return [{ type: 'PersonalDataErased', data: { teacher: teacher.teacher, keyDigest: command.keyDigest } }];
};

const known = (teacher: Teacher): void => {
  if (teacher.status === 'none') refuse('teacher-unknown', {});
  if (teacher.status === 'erased') refuse('person-forgotten', { teacher: teacher.teacher });
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
