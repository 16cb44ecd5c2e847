import {
  answersOf,
  attendanceOf,
  CHILE_2024,
  chooseOfferings,
  continueAfterSeats,
  FUNNEL,
  inLaterCycle,
  reached,
  schoolReform,
  schoolsForModel,
  sessionsOf,
  simulateTeachers,
  type Seat,
} from './index.js';
import { percentCorrect, standardTest } from './standard-forms.js';

const schools = schoolsForModel('later');
const teachers = simulateTeachers({ seed: 'later', count: 1200, schools });
const share = <Item>(items: readonly Item[], is: (item: Item) => boolean) => items.filter(is).length / items.length;
const again = (knowledge: number) =>
  teachers.map((one) =>
    inLaterCycle(one, '2024', { school: one.school, learned: { knowledge, rating: 0.3 }, calendar: CHILE_2024 }),
  );

describe('the year after', () => {
  it('is for the same people, of whom six in ten come back and decide anew', () => {
    const returning = again(0);
    expect(share(returning, ({ decisions }) => decisions.consents)).toBeCloseTo(FUNNEL.returns, 1);
    expect(returning.map(({ identity }) => identity.nationalId)).toEqual(teachers.map(({ identity }) => identity.nationalId));
    expect(returning.some(({ decisions }) => decisions.registeredTwice || decisions.changesSchool)).toBe(false);
    const submitted = (some: readonly (typeof teachers)[number][]) =>
      some.filter(({ decisions }) => reached(decisions).submitted);
    const both = submitted(returning).filter(({ index }) => submitted(teachers).some((one) => one.index === index));
    expect(both.length).toBeLessThan(submitted(returning).length);
    for (const { plan } of returning) {
      for (const { at, step } of plan) if (step !== 'leave') expect(at.slice(0, 4)).toBe('2024');
      for (const { at, step } of plan)
        if (step === 'consent')
          expect(at >= CHILE_2024.selfAssessment.opens && at <= CHILE_2024.selfAssessment.closes).toBe(true);
    }
  });

  it('begins with what was learned, most of it, on days of its own', () => {
    const scores = (some: readonly (typeof teachers)[number][]) =>
      some.map((one) =>
        percentCorrect(answersOf(one, standardTest, 'baseline', undefined, standardTest.keys), standardTest.keys),
      );
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [first, untaught, taught] = [scores(teachers), scores(again(0)), scores(again(0.6))];
    expect(untaught).not.toEqual(first);
    expect(Math.abs(mean(untaught) - mean(first))).toBeLessThan(1.5);
    expect(mean(taught) - mean(untaught)).toBeGreaterThan(4);
  });
});

describe('who moves up from a waiting list', () => {
  const seat = (given: boolean): Seat => ({
    enrolment: 'e1',
    course: 'c1',
    modality: 'distance',
    starts: '2023-07-17T04:00:00.000Z',
    ends: '2023-10-28T02:59:59.999Z',
    given,
  });

  it('goes on like the others, never before they got the seat', () => {
    const from = '2023-08-20T15:00:00.000Z';
    const applied = teachers.filter(({ decisions }) => reached(decisions).applied);
    const moved = applied.map((one) => continueAfterSeats(one, [seat(true)], { from }));
    const atOnce = applied.map((one) => continueAfterSeats(one, [seat(true)]));
    expect(moved.flatMap(({ intents }) => intents).every(({ at }) => at >= from)).toBe(true);
    for (const [index, { completed, startsCourse }] of moved.entries()) {
      const { endsAt } = applied[index] as (typeof applied)[number];
      if (endsAt !== undefined) continue;
      expect([startsCourse, completed.length]).toEqual([atOnce[index]?.startsCourse, atOnce[index]?.completed.length]);
    }
    for (const { intents } of moved) {
      for (let at = 1; at < intents.length; at += 1) expect((intents[at]?.at ?? '') >= (intents[at - 1]?.at ?? '')).toBe(true);
    }
  });
});

describe('courses that meet', () => {
  const course = { offering: 'local', starts: '2023-08-05T04:00:00.000Z', ends: '2023-10-08T02:59:59.999Z' };

  it('meet on Saturdays within their time, those at a distance never', () => {
    const sessions = sessionsOf({ ...course, modality: 'in-class' });
    expect(sessions).toHaveLength(4);
    expect(new Set(sessions.map(({ session }) => session)).size).toBe(4);
    for (const { starts, ends } of sessions) {
      expect(new Date(starts).getUTCDay()).toBe(6);
      expect(starts > course.starts && ends > starts && ends < course.ends).toBe(true);
    }
    expect(sessionsOf({ ...course, modality: 'hybrid' })).toHaveLength(2);
    expect(sessionsOf({ ...course, modality: 'distance' })).toEqual([]);
    // A course of a weekend has as many sessions as fit into it.
    const short = sessionsOf({ ...course, ends: '2023-08-06T04:00:00.000Z', modality: 'in-class' });
    expect(short.length).toBeLessThanOrEqual(1);
  });

  it('are attended as far as the course is followed: who completes it misses one session at most', () => {
    const attended = (round: string, reach: number) => {
      let missed = 0;
      return [1, 2, 3, 4].map((place) => {
        const presence = attendanceOf(round, { session: `s${place}`, place, of: 4, missed }, reach);
        if (presence !== 'present') missed += 1;
        return presence;
      });
    };
    const completing = teachers.map(({ round }) => attended(round, 1));
    for (const one of completing) expect(one.filter((presence) => presence === 'present').length).toBeGreaterThanOrEqual(3);
    expect(share(completing, (one) => one.some((presence) => presence !== 'present'))).toBeGreaterThan(0.2);
    for (const { round } of teachers.slice(0, 200)) {
      expect(
        attended(round, 0.4)
          .slice(2)
          .every((presence) => presence !== 'present'),
      ).toBe(true);
      expect(attended(round, 0.4)).toEqual(attended(round, 0.4));
    }
  });

  it('are what some would rather have, where their region has one', () => {
    const offered = [
      { offering: 'online', seats: null, allocation: 'first-come' },
      { offering: 'local', seats: 25, allocation: 'first-come', region: 'CL-AR' },
    ] as const;
    const first = teachers.map((one) => chooseOfferings(one, ['online', 'local'], offered, 1200)[0]);
    expect(share(first, (offering) => offering === 'local')).toBeGreaterThan(0.4);
    expect(share(first, (offering) => offering === 'local')).toBeLessThan(0.6);
  });
});

describe('the reform of 1 January 2024', () => {
  it('takes over some municipal schools and is put off for others, the same for the same seed', () => {
    const { moved, postponed } = schoolReform('later', schools);
    const municipal = new Set(schools.flatMap(({ code, sector }) => (sector === 'municipal' ? [code] : [])));
    expect(moved.length).toBeGreaterThan(0);
    expect(postponed.length).toBeGreaterThan(0);
    expect([...moved, ...postponed].every((code) => municipal.has(code))).toBe(true);
    expect(new Set([...moved, ...postponed]).size).toBe(moved.length + postponed.length);
    expect(schoolReform('later', schools.toReversed())).toEqual({ moved, postponed });
    expect(schoolReform('later', [])).toEqual({ moved: [], postponed: [] });
  });
});
