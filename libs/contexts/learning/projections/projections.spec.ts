import fc from 'fast-check';
import type { LearningPathGenerated } from '../learning.events.js';
import { enrolmentIdOf } from '../offering.js';
import { folded, happened } from '../testing/folding.js';
import { sampleCourse, sampleOffering } from '../testing/samples.js';
import { coursesProjection } from './courses.projection.js';
import { enrolmentsProjection } from './enrolments.projection.js';
import { offeringsProjection } from './offerings.projection.js';
import { pathsProjection } from './paths.projection.js';

const at = (day: string) => `2023-${day}T12:00:00.000Z`;
const id = (teacher: string) => enrolmentIdOf('cl', '2023', 'o1', teacher);
const about = (teacher: string) => ({ offering: 'o1', teacher, enrolment: id(teacher) });
const facts = (teacher: string) => ({ ...about(teacher), course: 'c1', modality: 'distance' });
const opened = happened({ type: 'OfferingOpened', data: sampleOffering('o1', 'c1', { seats: 2, allocation: 'lottery' }) });
const asked = (teacher: string) =>
  happened({ type: 'SeatRequested', data: about(teacher) }, { subject: teacher, occurredAt: at('07-01') });
const drawn = happened(
  { type: 'SeatsDrawn', data: { offering: 'o1', seed: 's', applicants: 3, enrolled: ['b', 'a'], waitlisted: ['c'] } },
  { occurredAt: at('07-15') },
);
const step = (type: string, teacher: string, day: string, more: object = {}) =>
  happened({ type, data: { ...facts(teacher), ...more } }, { subject: teacher, occurredAt: at(day) });
const erased = (teacher: string) => happened({ type: 'PersonalDataErased', data: { teacher, keyDigest: 'd' } });

describe('the catalogue', () => {
  it('shows each course as it was registered', () => {
    const content = sampleCourse('c1', ['1.1', 0, 2]);
    expect(folded(coursesProjection, 'courses', [happened({ type: 'CourseRegistered', data: content })])).toEqual({
      c1: { ...content, registeredAt: '2023-07-20T12:00:00.000Z' },
    });
  });
});

describe('what is on offer', () => {
  it('counts who asked, who holds a seat and who waits', () => {
    const asking = ['a', 'b', 'c'].map(asked);
    expect(folded(offeringsProjection, 'offerings', [opened, ...asking])).toMatchObject({
      '2023/o1': { requested: 3, taken: 0, waiting: 0, seats: 2 },
    });
    const late = happened({ type: 'EnrolmentWaitlisted', data: { ...about('d'), place: 2 } });
    expect(folded(offeringsProjection, 'offerings', [opened, ...asking, drawn, late])).toMatchObject({
      '2023/o1': { requested: 0, taken: 2, waiting: 2, drawn: { seed: 's', applicants: 3, at: at('07-15') } },
    });
  });

  it('counts enrolments without a limit of seats', () => {
    const free = happened({ type: 'OfferingOpened', data: sampleOffering('o1', 'c1') });
    const events = [free, step('TeacherEnrolled', 'a', '06-20'), step('TeacherEnrolled', 'b', '06-21')];
    expect(folded(offeringsProjection, 'offerings', events)).toMatchObject({ '2023/o1': { taken: 2, seats: null } });
  });

  it('keeps cycles apart, holds no pseudonym, and says when it cannot fold', () => {
    const again = happened({ type: 'OfferingOpened', data: sampleOffering('o1', 'c1', { cycle: '2024' }) }, { cycle: '2024' });
    const documents = folded(offeringsProjection, 'offerings', [opened, again, asked('somebody')]);
    expect(documents).toMatchObject({ '2023/o1': { requested: 1 }, '2024/o1': { requested: 0 } });
    expect(JSON.stringify(documents)).not.toContain('somebody');
    expect(() => folded(offeringsProjection, 'offerings', [asked('a')])).toThrow('never opened');
  });
});

describe('enrolments', () => {
  const history = [
    asked('a'),
    asked('b'),
    asked('c'),
    drawn,
    step('CourseStarted', 'a', '07-20'),
    step('ProgressRecorded', 'a', '08-01', { percent: 40 }),
    step('ProgressRecorded', 'a', '09-01', { percent: 90 }),
    step('CourseCompleted', 'a', '10-01', { hours: 12 }),
    step('CourseStarted', 'b', '07-21'),
    step('CourseDropped', 'b', '08-11', { reason: 'no-time' }),
  ];

  it('stand where their events left them', () => {
    expect(folded(enrolmentsProjection, 'enrolments', history)).toEqual({
      [id('a')]: {
        ...about('a'),
        cycle: '2023',
        status: 'completed',
        requestedAt: at('07-01'),
        enrolledAt: at('07-15'),
        startedAt: at('07-20'),
        percent: 90,
        completedAt: at('10-01'),
      },
      [id('b')]: {
        ...about('b'),
        cycle: '2023',
        status: 'dropped',
        requestedAt: at('07-01'),
        enrolledAt: at('07-15'),
        startedAt: at('07-21'),
        droppedAt: at('08-11'),
        dropReason: 'no-time',
      },
      [id('c')]: {
        ...about('c'),
        cycle: '2023',
        status: 'waiting',
        requestedAt: at('07-01'),
        waitingSince: at('07-15'),
        place: 1,
      },
    });
  });

  it('show the same whichever stream is heard first', () => {
    const expected = folded(enrolmentsProjection, 'enrolments', history);
    fc.assert(
      fc.property(fc.shuffledSubarray(history, { minLength: history.length }), (order) => {
        // Progress alone says neither whose nor where: something else of that enrolment comes before it, as in every log.
        const first = order.findIndex((event) => event.type === 'ProgressRecorded');
        const start = order.findIndex((event) => event === history[4]);
        fc.pre(start < first);
        expect(folded(enrolmentsProjection, 'enrolments', order)).toEqual(expected);
      }),
    );
    expect(() => folded(enrolmentsProjection, 'enrolments', [history[5] as (typeof history)[number]])).toThrow('never begun');
  });

  it('of a forgotten person are gone, and do not come back', () => {
    const after = folded(enrolmentsProjection, 'enrolments', [
      ...history.slice(0, 5),
      erased('a'),
      step('ProgressRecorded', 'a', '08-01', { percent: 40 }),
      step('CourseCompleted', 'a', '10-01', { hours: 12 }),
    ]);
    expect(Object.keys(after).sort()).toEqual([id('b'), id('c')].sort());
  });
});

describe('paths', () => {
  const path: LearningPathGenerated['data'] = {
    teacher: 'a',
    cycle: '2023',
    attempt: 'x',
    pathRules: 'path-rules-1',
    steps: [{ course: 'c1', offering: 'o1', competency: '1.1', from: 0, to: 2, reason: 'largest-gap', gap: 2 }],
    withoutCourse: ['4.2'],
  };
  const generated = (cycle: string) =>
    happened({ type: 'LearningPathGenerated', data: { ...path, cycle } }, { occurredAt: at('06-20') });
  const accepted = happened({ type: 'PathAccepted', data: { teacher: 'a', cycle: '2023' } }, { occurredAt: at('06-21') });

  it('stand by teacher and cycle, with their acceptance', () => {
    const { attempt, pathRules, steps, withoutCourse } = path;
    const shown = { attempt, pathRules, steps, withoutCourse, generatedAt: at('06-20') };
    expect(folded(pathsProjection, 'paths', [generated('2023'), accepted, generated('2024')])).toEqual({
      a: { teacher: 'a', cycles: { '2023': { ...shown, acceptedAt: at('06-21') }, '2024': shown } },
    });
    expect(() => folded(pathsProjection, 'paths', [accepted])).toThrow('never derived');
  });

  it('of a forgotten person are gone', () => {
    expect(folded(pathsProjection, 'paths', [generated('2023'), erased('a')])).toEqual({});
  });
});
