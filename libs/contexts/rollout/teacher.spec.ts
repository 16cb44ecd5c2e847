import { specification } from '#libs/kernel/testing';
import { Refusal } from '#libs/kernel';
import {
  assignTeacher,
  checkAssignment,
  erase,
  leaveSchool,
  mainAssignment,
  registerTeacher,
  teacherDecider,
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
