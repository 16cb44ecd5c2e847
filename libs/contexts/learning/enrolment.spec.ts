import { specification } from '#libs/kernel/testing';
import { completeCourse, dropCourse, enrol, enrolmentDecider, recordProgress, startCourse, type Enrolment } from './enrolment.js';
import type { EnrolmentEvent } from './learning.events.js';
import type { SeatRequest } from './offering.js';
import { sampleOffering } from './testing/samples.js';

const { given } = specification(enrolmentDecider);
const free = sampleOffering('o1', 'c1');
const limited = sampleOffering('o1', 'c1', { seats: 10, allocation: 'lottery' });
const who = { enrolment: 'e1', teacher: 't1' };
const facts = { ...who, offering: 'o1', course: 'c1', modality: 'distance' } as const;
const enrolled: EnrolmentEvent = { type: 'TeacherEnrolled', data: facts };
const started: EnrolmentEvent = { type: 'CourseStarted', data: facts };
const progress = (percent: number): EnrolmentEvent => ({ type: 'ProgressRecorded', data: { enrolment: 'e1', percent } });
const completed: EnrolmentEvent = { type: 'CourseCompleted', data: { ...facts, hours: 12 } };
const dropped: EnrolmentEvent = {
  type: 'CourseDropped',
  data: { enrolment: 'e1', teacher: 't1', offering: 'o1', reason: 'no-time' },
};
const during = '2023-08-01T12:00:00.000Z';
const holds = (status: SeatRequest['status']): SeatRequest => ({ enrolment: 'e1', status });

const starts =
  (offering = free, seat: SeatRequest | undefined = undefined, at = during) =>
  (one: Enrolment) =>
    startCourse({ ...who, at }, one, { offering, seat });
const drops =
  (seat: SeatRequest | undefined = undefined) =>
  (one: Enrolment) =>
    dropCourse({ ...who, offering: 'o1', reason: 'no-time' }, one, { seat });
const completes = (one: Enrolment) => completeCourse(one, { hours: 12 });

describe('enrolment where seats have no limit', () => {
  const enrols = (one: Enrolment) => enrol(who, one, { offering: free });

  it('happens once', () => {
    given().when(enrols).then(enrolled);
    given(enrolled).when(enrols).refuses('already-enrolled');
    given(enrolled, started).when(enrols).refuses('already-enrolled');
    given(enrolled, started, completed).when(enrols).refuses('already-completed');
    given(enrolled, dropped).when(enrols).refuses('enrolment-dropped');
  });

  it('is no way into an offering with limited seats', () => {
    expect(() => enrol(who, given().state, { offering: limited })).toThrow(RangeError);
  });
});

describe('a course', () => {
  it('begins with a seat', () => {
    given(enrolled).when(starts()).then(started);
    given().when(starts()).refuses('not-enrolled');
    given()
      .when(starts(limited, holds('given')))
      .then(started);
    given().when(starts(limited)).refuses('not-enrolled');
    given()
      .when(starts(limited, holds('requested')))
      .refuses('seat-not-given', { status: 'requested' });
    given()
      .when(starts(limited, holds('waiting')))
      .refuses('seat-not-given', { status: 'waiting' });
  });

  it('begins within its dates, and once', () => {
    given(enrolled)
      .when(starts(free, undefined, '2023-07-17T03:59:59.999Z'))
      .refuses('offering-not-started');
    given(enrolled)
      .when(starts(free, undefined, '2023-10-28T03:00:00.000Z'))
      .refuses('offering-ended');
    given(enrolled, started).when(starts()).thenNothing();
  });

  it('goes forward only', () => {
    const advance = (percent: number) => (one: Enrolment) => recordProgress({ percent }, one);
    given(enrolled, started).when(advance(30)).then(progress(30));
    given(enrolled, started, progress(30)).when(advance(30)).thenNothing();
    given(enrolled, started, progress(30)).when(advance(29)).refuses('progress-goes-back', { from: 30, to: 29 });
    given().when(advance(10)).refuses('not-enrolled');
    given(enrolled).when(advance(10)).refuses('course-not-begun');
    given(enrolled, started, completed).when(advance(100)).refuses('already-completed');
    given(enrolled, started, dropped).when(advance(40)).refuses('enrolment-dropped');
  });

  it('is completed after it was begun, once, with its hours', () => {
    given(enrolled, started, progress(80)).when(completes).then(completed);
    given().when(completes).refuses('not-enrolled');
    given(enrolled).when(completes).refuses('course-not-begun');
    given(enrolled, started, completed).when(completes).refuses('already-completed');
    given(enrolled, started, dropped).when(completes).refuses('enrolment-dropped');
  });

  it('can be left until it is completed', () => {
    given(enrolled).when(drops()).then(dropped);
    given(enrolled, started, progress(20)).when(drops()).then(dropped);
    given()
      .when(drops(holds('given')))
      .then(dropped);
    given()
      .when(drops(holds('waiting')))
      .refuses('not-enrolled');
    given(enrolled, dropped).when(drops()).thenNothing();
    given(enrolled, started, completed).when(drops()).refuses('already-completed');
    given(dropped)
      .when(starts(limited, holds('given')))
      .refuses('enrolment-dropped');
  });
});
