import { specification } from '#libs/kernel/testing';
import { Refusal } from '#libs/kernel';
import {
  assignTeacher,
  checkAssignment,
  erase,
  ineligible,
  leaveSchool,
  mainAssignment,
  mergeTeachers,
  registerTeacher,
  teacherDecider,
  transferTeacher,
  unmergeTeachers,
  type Assignment,
  type Teacher,
} from './teacher.js';
import type { TeacherEvent } from './rollout.events.js';

const { given } = specification(teacherDecider);
const identity = { givenName: 'Rosa', familyName: 'Fuentes' };
const here: Assignment = { school: '900001', educationLevel: 'primary', hours: 30 };
const there: Assignment = { school: '900002', educationLevel: 'primary', hours: 10 };
const registered: TeacherEvent = {
  type: 'TeacherRegistered',
  data: { teacher: 'p1', identity, gender: 'female', birthYear: 1981 },
};
const assigned = (assignment: Assignment): TeacherEvent => ({
  type: 'TeacherAssignedToSchool',
  data: { teacher: 'p1', ...assignment },
});
const erased: TeacherEvent = { type: 'PersonalDataErased', data: { teacher: 'p1', keyDigest: 'k' } };
const registering =
  (...assignments: Assignment[]) =>
  (teacher: Teacher) =>
    registerTeacher({ teacher: 'p1', identity, gender: 'female', birthYear: 1981, assignments }, teacher);

describe('a teacher', () => {
  it('is registered with their assignments in one go, once', () => {
    given().when(registering(here, there)).then(registered, assigned(here), assigned(there));
    given(registered).when(registering(here)).refuses('teacher-registered-already', { teacher: 'p1' });
    given().when(registering(here, here)).refuses('assignment-repeated');
  });

  it('has one assignment a school: a new one replaces what was said before', () => {
    const more = { ...here, hours: 44 };
    given(registered, assigned(here))
      .when((teacher) => assignTeacher(more, teacher))
      .then({
        type: 'TeacherAssignedToSchool',
        data: { teacher: 'p1', ...more, subject: undefined },
      });
    given(registered, assigned(here))
      .when((teacher) => assignTeacher(here, teacher))
      .thenNothing();
    given()
      .when((teacher) => assignTeacher(here, teacher))
      .refuses('teacher-unknown');
  });

  it('leaves a school where they work', () => {
    given(registered, assigned(here))
      .when((teacher) => leaveSchool({ school: '900001' }, teacher))
      .then({ type: 'TeacherLeftSchool', data: { teacher: 'p1', school: '900001' } });
    given(registered)
      .when((teacher) => leaveSchool({ school: '900001' }, teacher))
      .refuses('assignment-unknown');
  });

  it('is forgotten once, and nothing is recorded about them afterwards', () => {
    const forgetting = (teacher: Teacher) => erase({ teacher: 'p1', keyDigest: 'k' }, teacher);
    given(registered).when(forgetting).then(erased);
    given(registered, erased).when(forgetting).thenNothing();
    given().when(forgetting).refuses('teacher-unknown', { teacher: 'p1' });
    given(registered, erased)
      .when((teacher) => assignTeacher(here, teacher))
      .refuses('person-forgotten');
    given(registered, erased).when(registering()).refuses('person-forgotten');
  });

  it('counts once, where most hours are worked; ties go to the smaller code', () => {
    expect(mainAssignment([there, here])).toBe(here);
    expect(mainAssignment([{ ...there, hours: 30 }, here])).toBe(here);
    expect(mainAssignment([])).toBeUndefined();
  });
});

describe('an assignment', () => {
  const school = { code: '900001', name: 'Uno', status: 'operating', educationLevels: ['primary'] };
  const check = (assignment: Assignment, of: Parameters<typeof checkAssignment>[1]): string | undefined => {
    try {
      checkAssignment(assignment, of, '/assignments/0');
      return undefined;
    } catch (error) {
      return (error as Refusal).code;
    }
  };

  it('names a school of the register that operates, and an education level that it has', () => {
    const educationLevels = ['primary', 'secondary'];
    expect(check(here, { school, educationLevels })).toBeUndefined();
    expect(check(here, { school: undefined, educationLevels })).toBe('school-unknown');
    expect(check(here, { school: { ...school, status: 'closed' }, educationLevels })).toBe('school-not-operating');
    expect(check({ ...here, educationLevel: 'secondary' }, { school, educationLevels })).toBe('education-level-not-at-school');
    expect(check({ ...here, educationLevel: 'university' }, { school, educationLevels })).toBe('education-level-unknown');
  });

  it('is not held against facts that the register does not have', () => {
    expect(check(here, { school: { code: '900001', name: 'Uno' }, educationLevels: undefined })).toBeUndefined();
  });
});

describe('moving between schools', () => {
  const at = '2023-08-10T12:00:00.000Z';
  const move = (changed: Partial<Parameters<typeof transferTeacher>[0]> = {}) => ({
    from: '900001',
    to: { school: '900002', educationLevel: 'primary', hours: 30 },
    effectiveAt: '2023-08-01T04:00:00.000Z',
    at,
    ...changed,
  });
  const rosa: TeacherEvent = { type: 'TeacherRegistered', data: { teacher: 'rosa', identity: {} } };
  const working: TeacherEvent = {
    type: 'TeacherAssignedToSchool',
    data: { teacher: 'rosa', school: '900001', educationLevel: 'primary', hours: 38 },
  };

  it('leaves one school and begins at the other in one append, since the day that is given', () => {
    given(rosa, working)
      .when((teacher) => transferTeacher(move(), teacher))
      .then(
        { type: 'TeacherLeftSchool', data: { teacher: 'rosa', school: '900001', effectiveAt: move().effectiveAt } },
        {
          type: 'TeacherAssignedToSchool',
          data: { teacher: 'rosa', subject: undefined, ...move().to, effectiveAt: move().effectiveAt },
        },
      );
  });

  it('is recorded when it has happened, of somebody who was registered and works there', () => {
    const refused = (changed: Parameters<typeof move>[0], code: string) =>
      given(rosa, working)
        .when((teacher) => transferTeacher(move(changed), teacher))
        .refuses(code);
    refused({ effectiveAt: '2023-08-11T12:00:00.000Z' }, 'effective-in-the-future');
    refused({ effectiveAt: '2001-01-01T00:00:00.000Z' }, 'transfer-before-registration');
    refused({ from: '900009' }, 'assignment-unknown');
    refused({ from: '900002' }, 'transfer-to-same-school');
    given()
      .when((teacher) => transferTeacher(move(), teacher))
      .refuses('teacher-unknown');
  });
});

describe('a person who was registered twice', () => {
  const person = (teacher: string): TeacherEvent => ({ type: 'TeacherRegistered', data: { teacher, identity: {} } });
  const kept = { ...teacherDecider.initial, status: 'registered' as const, teacher: 'rosa' };
  const references = { kept, mergedIntoThis: [], conflicts: [] };
  const command = { merged: 'rosa2', kept: 'rosa', reason: 'Mistyped id.' };
  const merged: TeacherEvent = { type: 'TeachersMerged', data: command };

  it('is merged into the registration that counts, and can be unmerged', () => {
    given(person('rosa2'))
      .when((teacher) => mergeTeachers(command, teacher, references))
      .then(merged);
    given(person('rosa2'), merged)
      .when((teacher) => mergeTeachers(command, teacher, references))
      .thenNothing();
    const back = { merged: 'rosa2', reason: 'Two people.' };
    given(person('rosa2'), merged)
      .when((teacher) => unmergeTeachers(back, teacher))
      .then({ type: 'TeachersUnmerged', data: { kept: 'rosa', ...back } });
    given(person('rosa2'))
      .when((teacher) => unmergeTeachers(back, teacher))
      .refuses('teacher-not-merged');
  });

  it('is not merged where both registrations have answers to the same thing', () => {
    given(person('rosa2'))
      .when((teacher) =>
        mergeTeachers(command, teacher, { ...references, conflicts: [{ cycle: '2023', what: 'baseline-test' }] }),
      )
      .refuses('merge-conflict', { conflicts: ['baseline-test (2023)'] });
  });

  it('is not merged into themselves, in a chain, twice, or once forgotten', () => {
    const refused = (code: string, changed: Partial<typeof command>, known: Partial<typeof references> = {}) =>
      given(person('rosa2'))
        .when((teacher) => mergeTeachers({ ...command, ...changed }, teacher, { ...references, ...known }))
        .refuses(code);
    refused('merge-with-itself', { kept: 'rosa2' });
    refused('merge-in-a-chain', {}, { mergedIntoThis: ['rosa3'] as never });
    refused('teacher-merged', {}, { kept: { ...kept, mergedInto: 'rosa4' } });
    refused('person-forgotten', {}, { kept: { ...kept, status: 'erased' } as never });
  });

  it('is not assigned under the registration that no longer counts', () => {
    given(person('rosa2'), merged)
      .when((teacher) => assignTeacher({ school: '900001', educationLevel: 'primary', hours: 10 }, teacher))
      .refuses('teacher-merged', { kept: 'rosa' });
  });
});

describe('who may be invited', () => {
  const rule = {
    version: '1',
    note: { es: 'Regla' },
    educationLevels: ['primary'],
    sectors: ['municipal'],
    schoolStatuses: ['operating'],
    minimumWeeklyHours: 20,
  };
  const at = (hours: number, school: object = {}, educationLevel = 'primary') => ({
    assignment: { school: '900001', educationLevel, hours },
    school: { code: '900001', name: 'Escuela', sector: 'municipal', status: 'operating', ...school },
  });

  it('teaches what the rule names, where it names, long enough, at all their schools together', () => {
    expect(ineligible(rule, [at(12), at(8)])).toBeUndefined();
    expect(ineligible(rule, [])).toBe('no-assignment');
    expect(ineligible(rule, [at(38, {}, 'secondary')])).toBe('education-level');
    expect(ineligible(rule, [at(38, { sector: 'paid-private' })])).toBe('sector');
    expect(ineligible(rule, [at(38, { status: 'closed' })])).toBe('school-not-operating');
    expect(ineligible(rule, [at(12)])).toBe('hours');
  });

  it('is shut out by nothing that the register does not say', () => {
    expect(ineligible(rule, [{ ...at(30), school: undefined }])).toBeUndefined();
  });
});
