import fc from 'fast-check';
import {
  answersOf,
  CHILE_2023,
  chooseOfferings,
  completionChance,
  continueAfterSeats,
  FUNNEL,
  inventedRut,
  NO_TRAINING,
  portionOf,
  reached,
  schoolsForModel,
  SchoolYear,
  simulateTeachers,
  trainingOf,
  type Intent,
  type OfferedSeat,
  type Seat,
} from './index.js';
import { seededRandom } from '#libs/kernel';
import { percentCorrect, standardRating, standardTest } from './standard-forms.js';

const schools = schoolsForModel('spec');
const teachers = simulateTeachers({ seed: 'spec', count: 1200, schools });
const year = new SchoolYear(CHILE_2023);
const seat = (more: Partial<Seat> = {}): Seat => ({
  enrolment: 'e1',
  course: 'c1',
  modality: 'distance',
  starts: '2023-07-17T04:00:00.000Z',
  ends: '2023-10-28T02:59:59.999Z',
  given: true,
  ...more,
});
const share = <Item>(items: readonly Item[], is: (item: Item) => boolean) => items.filter(is).length / items.length;
const planned = teachers.flatMap(({ plan }) => plan);
const continued = teachers
  .filter(({ decisions }) => reached(decisions).applied)
  .map((teacher) => continueAfterSeats(teacher, [seat({ enrolment: teacher.key })]));
const later = continued.flatMap(({ intents }) => intents);
const steps = (intents: readonly Intent[], step: Intent['step']) => intents.filter((intent) => intent.step === step);

describe('simulated people', () => {
  it('are the same for the same seed, and others for another', () => {
    const small = { count: 60, schools: schools.slice(0, 20) };
    const text = (seed: string) =>
      JSON.stringify(simulateTeachers({ seed, ...small }).map((one) => ({ ...one, identity: one.identity, plan: one.plan })));
    expect(text('one')).toBe(text('one'));
    expect(text('one')).not.toBe(text('two'));
  });

  it('have ids that nobody has, each with its own right check digit', () => {
    const ids = teachers.map(({ identity }) => identity.nationalId);
    expect(new Set(ids).size).toBe(teachers.length);
    for (const id of ids) {
      const [digits = '', check] = id.split('-');
      expect(Number(digits)).toBeGreaterThanOrEqual(40_000_000);
      expect(Number(digits)).toBeLessThan(50_000_000);
      const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * ((at % 6) + 2), 0);
      expect(check).toBe('0K987654321'[sum % 11]);
    }
    expect(() => inventedRut(120_000, seededRandom('x'))).toThrow(RangeError);
    expect(teachers.every(({ identity }) => identity.email.endsWith('.example'))).toBe(true);
    expect(teachers.every(({ identity }) => /^[\p{L} ]+$/u.test(`${identity.givenName} ${identity.familyName}`))).toBe(true);
  });

  it('are mostly women, nearly all in preschool, and a few work in two schools', () => {
    expect(share(teachers, ({ gender }) => gender === 'female')).toBeGreaterThan(0.69);
    expect(share(teachers, ({ gender }) => gender === 'female')).toBeLessThan(0.78);
    const preschool = teachers.filter(({ assignments: [main] }) => main?.educationLevel === 'preschool');
    expect(share(preschool, ({ gender }) => gender === 'female')).toBeGreaterThan(0.95);
    const two = share(teachers, ({ assignments }) => assignments.length === 2);
    expect(two).toBeGreaterThan(0.008);
    expect(two).toBeLessThan(0.035);
    for (const { assignments, school } of teachers) {
      expect(assignments[0]?.school).toBe(school.code);
      if (assignments[1]) expect(assignments[1].hours).toBeLessThan(assignments[0]?.hours ?? 0);
    }
  });

  it('come from all schools, 3 to 12 from each', () => {
    const bySchool = new Map<string, number>();
    for (const { school } of teachers) bySchool.set(school.code, (bySchool.get(school.code) ?? 0) + 1);
    expect(bySchool.size).toBe(220);
    expect(Math.min(...bySchool.values())).toBe(3);
    expect(Math.max(...bySchool.values())).toBeLessThanOrEqual(12);
    const few = simulateTeachers({ seed: 'few', count: 40, schools });
    expect(few).toHaveLength(40);
    expect(new Set(few.map(({ school }) => school.code)).size).toBeLessThan(15);
    expect(simulateTeachers({ seed: 'one', count: 1, schools })).toHaveLength(1);
  });
});

describe('plans', () => {
  it('keep the programme’s order and never go back in time', () => {
    const order: readonly Intent['step'][] = [
      'consent',
      'start-attempt',
      'answer',
      'submit',
      'acknowledge-profile',
      'generate-path',
      'accept-path',
      'enrol',
    ];
    for (const { plan } of teachers) {
      for (let at = 1; at < plan.length; at += 1) expect((plan[at] as Intent).at >= (plan[at - 1] as Intent).at).toBe(true);
      const own = plan.filter(({ step }) => order.includes(step));
      const firsts = order.map((step) => own.findIndex((intent) => intent.step === step)).filter((at) => at >= 0);
      expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      const withdrawal = plan.findIndex(({ step }) => step === 'withdraw-consent');
      if (withdrawal >= 0)
        expect(plan.slice(withdrawal + 1).every(({ step }) => step === 'change-school' || step === 'leave')).toBe(true);
    }
    for (const { intents } of continued) {
      for (let at = 1; at < intents.length; at += 1)
        expect((intents[at] as Intent).at >= (intents[at - 1] as Intent).at).toBe(true);
    }
  });

  it('stay inside the windows as they hold in each region, hardly anybody late but where storms had closed the schools', () => {
    const { selfAssessment, enrolment, storm } = CHILE_2023;
    const measured = (intents: readonly Intent[]) =>
      intents.filter(({ step }) => step === 'start-attempt' || step === 'answer' || step === 'submit');
    for (const { at } of measured(planned)) expect(at >= selfAssessment.opens && at <= selfAssessment.graceUntil).toBe(true);
    const submissions = (intents: readonly Intent[]) => steps(intents, 'submit').map(({ at }) => at);
    expect(share(submissions(planned), (at) => at > selfAssessment.closes)).toBeLessThan(0.025);
    for (const { at } of steps(planned, 'enrol')) expect(at >= enrolment.opens && at <= enrolment.closes).toBe(true);
    const finals = { after: [] as boolean[], elsewhere: [] as boolean[] };
    for (let run = 0; run < 5; run += 1) {
      for (const teacher of simulateTeachers({ seed: `windows-${run}`, count: 1200, schools })) {
        if (!reached(teacher.decisions).applied) continue;
        const { region } = teacher.school;
        const [learning, evaluation] = [year.window('learning', region), year.window('evaluation', region)];
        const { intents } = continueAfterSeats(teacher, [seat({ enrolment: teacher.key })]);
        for (const { at } of steps(intents, 'start-course')) expect(at >= learning.opens && at <= seat().ends).toBe(true);
        for (const { at } of steps(intents, 'record-progress')) expect(at <= learning.closes).toBe(true);
        const final = measured(intents);
        for (const { at } of final) expect(at >= evaluation.opens && at <= evaluation.graceUntil).toBe(true);
        const late = submissions(final).some((at) => at > evaluation.closes);
        if (final.length > 0) finals[year.stormy(region) ? 'after' : 'elsewhere'].push(late);
      }
    }
    expect(storm.regions).toHaveLength(5);
    expect(share(finals.after, Boolean)).toBeGreaterThan(0.045);
    expect(share(finals.after, Boolean)).toBeLessThan(0.095);
    expect(share(finals.elsewhere, Boolean)).toBeLessThan(0.025);
  });

  it('stand still where the schools are closed by storms', () => {
    const inStorm = (region: string) => {
      const courses = teachers
        .filter(({ decisions }) => reached(decisions).applied)
        .flatMap((teacher) => {
          const moved = { ...teacher, school: { ...teacher.school, region }, endsAt: undefined };
          return continueAfterSeats(moved, [seat({ enrolment: teacher.key })]).intents;
        })
        .filter(({ step }) => step === 'record-progress')
        .map(({ at }) => year.local(at).date);
      return courses.filter((date) => date >= '2023-08-21' && date <= '2023-08-25').length;
    };
    expect(inStorm('CL-BI')).toBeLessThan(0.2 * inStorm('CL-AN'));
  });

  it('are for evenings and Sundays, hardly for holidays, and peak where people are reminded', () => {
    const acts = [...planned, ...later].filter(({ step }) => step !== 'complete-course' && step !== 'change-school');
    const local = acts.map(({ at }) => year.local(at));
    const evening = share(local, ({ hour, weekday }) => hour >= 18 || weekday === 0);
    expect(evening).toBeGreaterThan(0.6);
    expect(share(local, ({ hour }) => hour >= 1 && hour < 6)).toBeLessThan(0.03);
    const byWeekday = [0, 1, 2, 3, 4, 5, 6].map((day) => share(local, ({ weekday }) => weekday === day));
    // Windows open and close on weekdays and people are reminded on Mondays: Sunday still stands out against an even seventh.
    expect(byWeekday[0]).toBeGreaterThan(1.15 / 7);
    expect(byWeekday[0]).toBeGreaterThan(1.5 * (byWeekday[6] ?? 1));
    const days = (from: string, to: string, some: readonly { date: string }[]) =>
      some.filter(({ date }) => date >= from && date <= to).length;
    expect(days('2023-07-03', '2023-07-14', local) / days('2023-06-19', '2023-06-30', local)).toBeLessThan(0.1);
    const courses = later.filter(({ step }) => step === 'record-progress').map(({ at }) => year.local(at));
    expect(days('2023-09-18', '2023-09-22', courses) / days('2023-09-11', '2023-09-15', courses)).toBeLessThan(0.5);
    const consents = steps(planned, 'consent').map(({ at }) => year.local(at));
    const perDay = (from: string, to: string, length: number) => days(from, to, consents) / length;
    const quiet = perDay('2023-05-15', '2023-05-19', 5);
    expect(perDay('2023-05-08', '2023-05-10', 3)).toBeGreaterThan(1.5 * quiet);
    expect(perDay('2023-05-22', '2023-05-23', 2)).toBeGreaterThan(1.3 * quiet);
    expect(perDay('2023-06-07', '2023-06-09', 3)).toBeGreaterThan(1.5 * quiet);
  });

  it('complete, drop and take the final test as their seats allow', () => {
    const trained = continued.filter(({ completed }) => completed.length > 0);
    expect(trained.length / continued.filter(({ startsCourse }) => startsCourse).length).toBeCloseTo(FUNNEL.complete, 1);
    for (const { completed, takesFinalTest } of continued) if (completed.length === 0) expect(takesFinalTest).toBe(false);
    const applied = teachers.filter(({ decisions }) => reached(decisions).applied);
    const waiting = applied.map((teacher) => continueAfterSeats(teacher, [seat({ given: false })]));
    expect(waiting.every(({ startsCourse }) => !startsCourse)).toBe(true);
    expect(share(waiting, ({ takesFinalTest }) => takesFinalTest)).toBeCloseTo(FUNNEL.finalTestOfWaitlisted, 1);
    for (const { intents } of continued) {
      const percents = intents.flatMap((intent) => (intent.step === 'record-progress' ? [intent.percent] : []));
      expect(percents).toEqual(percents.toSorted((a, b) => a - b));
      if (intents.some(({ step }) => step === 'complete-course')) expect(percents.at(-1)).toBe(100);
    }
  });

  it('are harder to keep online in the country, and women complete a little more', () => {
    const of = (rurality: 'urban' | 'rural', gender: 'female' | 'male') => ({ gender, school: { code: '1', rurality } });
    expect(completionChance(of('urban', 'male'), 'distance') - completionChance(of('rural', 'male'), 'distance')).toBeCloseTo(
      0.1,
    );
    expect(completionChance(of('rural', 'male'), 'hybrid')).toBe(completionChance(of('urban', 'male'), 'hybrid'));
    expect(completionChance(of('urban', 'female'), 'distance')).toBeGreaterThan(
      completionChance(of('urban', 'male'), 'distance'),
    );
  });
});

describe('answers', () => {
  const [someone] = teachers;
  if (!someone) throw new Error('nobody was simulated');

  it('score the same on either of two parallel forms', () => {
    const other = {
      ...standardTest,
      items: standardTest.items.map((item) => ({ ...item, id: `other-${item.id}` })),
      keys: Object.fromEntries(Object.keys(standardTest.keys).map((id, at) => [`other-${id}`, 'dcba'[at % 4] ?? 'a'])),
    };
    for (const teacher of teachers.slice(0, 50)) {
      const scores = [standardTest, other].map((form) =>
        percentCorrect(answersOf(teacher, form, 'baseline', NO_TRAINING, form.keys), form.keys),
      );
      expect(scores[0]).toBe(scores[1]);
    }
  });

  it('are options of the form, for every item, the same each time', () => {
    for (const teacher of teachers.slice(0, 50)) {
      const rating = answersOf(teacher, standardRating, 'final', { knowledge: 1, rating: 3 });
      expect(Object.keys(rating)).toEqual(standardRating.items.map(({ id }) => id));
      for (const given of Object.values(rating)) expect([0, 1, 2, 3, 4, 5, 'na']).toContain(given);
      expect(answersOf(teacher, standardRating, 'final', { knowledge: 1, rating: 3 })).toEqual(rating);
    }
    expect(() => answersOf(someone, standardTest, 'baseline', NO_TRAINING, {})).toThrow('no key');
  });

  it('are saved in portions that leave nothing out and nothing twice', () => {
    const answers = answersOf(someone, standardRating, 'baseline');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 22 }), (portions) => {
        const parts = Array.from({ length: portions }, (_, at) => portionOf(standardRating, answers, at + 1, portions));
        expect(parts.every((part) => Object.keys(part).length > 0)).toBe(true);
        expect(parts.reduce((sum, part) => sum + Object.keys(part).length, 0)).toBe(22);
        expect(Object.assign({}, ...parts)).toEqual(answers);
      }),
    );
  });

  it('are better after a course that works, and not after one that does not, nor in the null run', () => {
    const young = { round: 'k', birthYear: 1985 };
    const done = [{ course: 'c1', modality: 'hybrid' as const }];
    const works = trainingOf(young, done, { effect: 1, courseWithoutEffect: 'c9' });
    const nothing = trainingOf(young, done, { effect: 1, courseWithoutEffect: 'c1' });
    expect(works.knowledge).toBeGreaterThan(nothing.knowledge + 0.2);
    expect(nothing).toEqual(trainingOf(young, [], { effect: 1 }));
    expect(trainingOf(young, done, { effect: 0 })).toEqual({ knowledge: 0, rating: 0 });
    const old = { round: 'k', birthYear: 1961 };
    expect(trainingOf(old, [{ course: 'c1', modality: 'distance' }], { effect: 1 }).knowledge).toBeLessThan(0);
    expect(trainingOf(old, done, { effect: 1 })).toEqual(works);
  });
});

describe('the choice of courses', () => {
  const offered: readonly OfferedSeat[] = [
    { offering: 'free-1', seats: null, allocation: 'first-come' },
    { offering: 'free-2', seats: null, allocation: 'first-come' },
    { offering: 'drawn', seats: 90, allocation: 'lottery' },
    { offering: 'local', seats: 25, allocation: 'lottery', region: 'CL-BI' },
  ];
  const applicants = teachers.filter(({ decisions }) => reached(decisions).applied);
  const choices = (path: readonly string[]) => applicants.map((teacher) => chooseOfferings(teacher, path, offered, 1200));

  it('leaves some waiting for the lottery, and gives the others what they need first', () => {
    // As in the catalogue, the lottery is in the paths of about four in ten.
    const asked = applicants.filter(
      (teacher, index) => index % 50 < 19 && chooseOfferings(teacher, ['drawn', 'free-1'], offered, 1200)[0] === 'drawn',
    ).length;
    const waiting = asked - 90;
    expect(waiting / applicants.length).toBeGreaterThan(0.04);
    expect(waiting / applicants.length).toBeLessThan(0.13);
    const free = choices(['free-2', 'free-2', 'free-1']);
    expect(free.every(([first]) => first === 'free-2')).toBe(true);
    const two = share(free, (choice) => choice.length === 2);
    expect(two).toBeGreaterThan(0.25);
    expect(two).toBeLessThan(0.35);
  });

  it('is nothing where a path is empty, and what there is where all is limited', () => {
    expect(choices([]).every((choice) => choice.length === 0)).toBe(true);
    expect(choices(['local']).every(([first]) => first === 'local')).toBe(true);
    expect(choices(['unknown']).every((choice) => choice.length === 0)).toBe(true);
  });
});
