import {
  correlation,
  cronbachAlpha,
  describeValues,
  intraclassCorrelation,
  mean,
  pairedSummary,
  valueOf,
  type Estimate,
  type Quantity,
} from '#libs/indicators';
import { seededRandom } from '#libs/kernel';
import { NO_TRAINING, type Answers, type Training } from './abilities.js';
import { CHILE_2023, SchoolYear } from './calendar.js';
import { FUNNEL, reached, type Outcome, type Seat } from './plan.js';
import { meanOfAnchors, percentCorrect, standardRating, standardTest } from './standard-forms.js';
import {
  answersOf,
  continueAfterSeats,
  simulateTeachers,
  trainingOf,
  type SchoolOfPilot,
  type SimulatedTeacher,
} from './teachers.js';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly within: boolean;
  /** What hangs on few people is held against its range over the seeds together, not in each. */
  readonly over: 'each' | 'all';
}

export interface ModelFigures {
  readonly figures: readonly Figure[];
  readonly pairs: number;
  readonly meanGain: number;
  /** Of the gain, unclustered. */
  readonly interval: readonly [number, number];
}

/** Invented schools with the sectors' shares, for the model alone. */
export const schoolsForModel = (seed: string, count = 220): readonly SchoolOfPilot[] => {
  const random = seededRandom(`${seed}/model-schools`);
  const sectors = [
    ['municipal', 30],
    ['slep', 5],
    ['subsidised-private', 54],
    ['paid-private', 9.5],
    ['delegated-administration', 1.5],
  ] as const;
  const regions = ['CL-AI', 'CL-AN', 'CL-AP', 'CL-AR', 'CL-AT', 'CL-BI', 'CL-CO', 'CL-LI', 'CL-LL', 'CL-LR', 'CL-MA', 'CL-RM'];
  return Array.from({ length: count }, (_, index) => ({
    code: String(900_001 + index),
    region: random.pick(regions),
    sector: random.weighted(sectors),
    rurality: random.next() < 0.2 ? ('rural' as const) : ('urban' as const),
    educationLevels: random.next() < 0.6 ? ['preschool', 'primary'] : ['primary', 'secondary'],
  }));
};

/** Courses of the model: distance and hybrid, the last one teaches nothing. */
const COURSES: readonly (readonly [course: string, modality: Seat['modality'], weight: number])[] = [
  ['c1', 'distance', 0.28],
  ['c2', 'distance', 0.2],
  ['c3', 'hybrid', 0.45],
  ['without-effect', 'distance', 0.07],
];

const numbers = (answers: Answers, items: readonly string[]): (number | undefined)[] =>
  items.map((id) => {
    const given = answers[id];
    return typeof given === 'number' ? given : undefined;
  });

/** A teacher of the model, as far as they come. */
export interface ModelPerson {
  readonly teacher: SimulatedTeacher;
  readonly modality: Seat['modality'] | undefined;
  /** Whether they asked for a seat and got it. */
  readonly given: boolean;
  /** What follows from the seat; `undefined` for who asked for none. */
  readonly outcome: Outcome | undefined;
}

/** The whole programme in memory, without seats that run out: one course each, some wait for it by chance, some take a second one. */
export const modelPeople = (options: {
  readonly seed: string;
  readonly teachers?: number;
  readonly schools?: readonly SchoolOfPilot[];
}): readonly ModelPerson[] => {
  const { seed, teachers: count = 1_200 } = options;
  const schools = options.schools ?? schoolsForModel(seed);
  return simulateTeachers({ seed, count, schools }).map((teacher) => {
    const far = reached(teacher.decisions);
    if (!far.applied) return { teacher, modality: undefined, given: false, outcome: undefined };
    const random = seededRandom(`${teacher.key}/model-seat`);
    const [course, modality] = random.weighted(COURSES.map((one) => [one, one[2]] as const));
    const given = random.next() >= FUNNEL.waitlisted;
    const seat: Seat = {
      enrolment: teacher.key,
      course,
      modality,
      starts: '2023-07-17T04:00:00.000Z',
      ends: '2023-10-28T02:59:59.999Z',
      given,
    };
    const further: Seat = { ...seat, enrolment: `${teacher.key}/2`, course: 'c4', modality: 'hybrid' };
    const seats = given && teacher.decisions.secondCourse ? [seat, further] : [seat];
    return { teacher, modality, given, outcome: continueAfterSeats(teacher, seats) };
  });
};

/** What the model's courses did to somebody. */
export const modelTraining = ({ teacher, outcome }: ModelPerson, effect: number): Training =>
  trainingOf(teacher, outcome?.completed ?? [], { effect, courseWithoutEffect: 'without-effect' });

/** Which figures the model gives, each beside the programme's range. */
export const measureModel = (options: {
  readonly seed: string;
  readonly teachers?: number;
  readonly schools?: readonly SchoolOfPilot[];
  readonly effect?: number;
}): ModelFigures => {
  const { teachers: count = 1_200, effect = 1 } = options;
  const people = modelPeople(options).map((person): MeasuredPerson => {
    const { teacher, given, outcome } = person;
    const far = reached(teacher.decisions);
    const training = modelTraining(person, effect);
    const test = (occasion: 'baseline' | 'final') =>
      percentCorrect(answersOf(teacher, standardTest, occasion, training, standardTest.keys), standardTest.keys);
    return {
      teacher,
      far,
      modality: person.modality,
      outcome,
      given,
      preRating: far.submitted ? answersOf(teacher, standardRating, 'baseline', NO_TRAINING) : undefined,
      pre: far.baselineTest ? test('baseline') : undefined,
      post: outcome?.takesFinalTest ? test('final') : undefined,
      postRating:
        outcome?.takesFinalTest && teacher.decisions.secondRating
          ? answersOf(teacher, standardRating, 'final', training)
          : undefined,
    };
  });

  const figures: Figure[] = [];
  const note = (name: string, value: number | undefined, low: number, high: number, over: Figure['over'] = 'each') => {
    const known = value ?? Number.NaN;
    figures.push({ name, value: known, low, high, within: known >= low && known <= high, over });
  };

  const rated = people.flatMap(({ preRating }) => (preRating ? [preRating] : []));
  for (const dimension of new Set(standardRating.items.map((item) => item.dimension))) {
    const items = standardRating.items.filter((item) => item.dimension === dimension).map(({ id }) => id);
    note(`alpha of dimension ${dimension}`, number(cronbachAlpha(rated.map((answers) => numbers(answers, items)))), 0.8, 0.93);
  }
  const tested = people.flatMap(({ teacher, pre, preRating }) => {
    const rating = preRating && meanOfAnchors(preRating);
    return pre === undefined || rating === undefined ? [] : [{ cluster: teacher.school.code, pre, rating }];
  });
  const icc = (pick: (one: (typeof tested)[number]) => number) =>
    number(intraclassCorrelation(tested.map((one) => ({ cluster: one.cluster, value: pick(one) }))));
  note(
    'ICC of the baseline test',
    icc(({ pre }) => pre),
    0.08,
    0.12,
  );
  note(
    'ICC of the baseline self-rating',
    icc(({ rating }) => rating),
    0.08,
    0.12,
  );
  const of = (pick: (one: (typeof tested)[number]) => number) => tested.map(pick);
  note(
    'r(rating, test)',
    number(
      correlation(
        of(({ rating }) => rating),
        of(({ pre }) => pre),
      ),
    ),
    0.3,
    0.5,
  );
  const means = standardRating.items.map(({ id }) => {
    const given = rated.flatMap((answers) => numbers(answers, [id])).filter((value) => value !== undefined);
    return { mean: mean(given), ceiling: given.filter((value) => value === 5).length / given.length };
  });
  const easiest = [...means].sort((a, b) => b.mean - a.mean).slice(0, 3);
  note('ceiling of the easiest competencies, %', 100 * mean(easiest.map(({ ceiling }) => ceiling)), 6, 10);

  const pairs = people.flatMap(({ pre, post }) => (pre === undefined || post === undefined ? [] : [{ pre, post }]));
  const nPre = people.filter(({ pre }) => pre !== undefined).length;
  const nPost = people.filter(({ post }) => post !== undefined).length;
  const summary = pairedSummary(pairs, { measure: 'test', nPre, nPost });
  note('r(pre, post)', number(summary.r), 0.6, 0.7);
  // One pilot's gain strays by its own interval, which an honest interval must not hide: the range is for the seeds together.
  note('mean gain, points', summary.meanGain.estimable ? summary.meanGain.value : undefined, 6 * effect, 8 * effect, 'all');
  note('d_av', number(summary.effectSizes.dAv), 0.4 * effect, 0.5 * effect, 'all');
  note('share with a negative gain, %', (100 * pairs.filter(({ pre, post }) => post < pre).length) / pairs.length, 20, 30);
  const changes = people.flatMap(({ preRating, postRating }) => {
    const [before, after] = [preRating && meanOfAnchors(preRating), postRating && meanOfAnchors(postRating)];
    return before === undefined || after === undefined ? [] : [after - before];
  });
  const change = describeValues(changes);
  note('change of the self-rating, levels', change.estimable ? change.mean : undefined, 0.2 * effect, 0.4 * effect);

  const share = (name: string, of: number, whole: number, expected: number) =>
    note(`${name}, % of the previous`, (100 * of) / whole, 100 * expected - 5, 100 * expected + 5);
  const counted = (pick: (one: (typeof people)[number]) => boolean | undefined) => people.filter(pick).length;
  const consented = counted(({ far }) => far.consented);
  const started = counted(({ far }) => far.started);
  const submitted = counted(({ far }) => far.submitted);
  const profile = counted(({ far }) => far.profile);
  const path = counted(({ far }) => far.path);
  const applied = counted(({ far }) => far.applied);
  const enrolled = counted(({ given }) => given);
  const began = counted(({ outcome }) => outcome?.startsCourse);
  const completed = counted(({ outcome }) => (outcome?.completed.length ?? 0) > 0);
  const final = counted(({ outcome, post }) => (outcome?.completed.length ?? 0) > 0 && post !== undefined);
  share('consented', consented, count, 0.93);
  share('started', started, consented, 0.9);
  share('submitted', submitted, started, 0.9);
  share('profile seen', profile, submitted, 0.96);
  share('path accepted', path, profile, 0.8);
  share('enrolled', enrolled, path, 0.85);
  share('waitlisted', applied - enrolled, path, 0.08);
  share('started a course', began, enrolled, 0.9);
  share('completed a course', completed, began, 0.66);
  share('final test', final, completed, 0.85);
  note('pairs', pairs.length, 0.2 * count, 0.35 * count);
  noteWhoTheyAre(people, effect, note);
  noteWhenTheyAct(people, note);
  const gain = summary.meanGain;
  return {
    figures,
    pairs: pairs.length,
    meanGain: gain.estimable ? gain.value : Number.NaN,
    interval: gain.estimable ? [gain.low, gain.high] : [Number.NaN, Number.NaN],
  };
};

interface MeasuredPerson extends ModelPerson {
  readonly far: ReturnType<typeof reached>;
  readonly preRating: Answers | undefined;
  readonly pre: number | undefined;
  readonly post: number | undefined;
  readonly postRating: Answers | undefined;
}
type Note = (name: string, value: number | undefined, low: number, high: number, over?: Figure['over']) => void;

const number = (estimate: Estimate<Quantity>): number | undefined => valueOf(estimate);
/** In percent; `undefined` of nobody. */
const percent = <Item>(items: readonly Item[], is: (item: Item) => boolean): number | undefined =>
  items.length === 0 ? undefined : (100 * items.filter(is).length) / items.length;
const meanOr = (values: readonly number[]): number | undefined => (values.length === 0 ? undefined : mean(values));
const minus = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b;

/** Groups that differ, and what happens to people in a year. */
const noteWhoTheyAre = (people: readonly MeasuredPerson[], effect: number, note: Note): void => {
  const bySchool = new Map<string, number>();
  for (const { teacher } of people) bySchool.set(teacher.school.code, (bySchool.get(teacher.school.code) ?? 0) + 1);
  note('schools', bySchool.size, 210, 230);
  note('fewest teachers of a school', Math.min(...bySchool.values()), 3, 3);
  note('most teachers of a school', Math.max(...bySchool.values()), 8, 12);
  const teachers = people.map(({ teacher }) => teacher);
  const woman = ({ gender }: SimulatedTeacher): boolean => gender === 'female';
  note('women, %', percent(teachers, woman), 69, 77);
  const preschool = teachers.filter(({ assignments: [main] }) => main?.educationLevel === 'preschool');
  note('women in preschool, %', percent(preschool, woman), 97, 100, 'all');
  const ratings = (are: (one: SimulatedTeacher) => boolean) =>
    meanOr(people.flatMap(({ teacher, preRating }) => (preRating && are(teacher) ? (meanOfAnchors(preRating) ?? []) : [])));
  note(
    'women’s self-rating − men’s, levels',
    minus(
      ratings(woman),
      ratings((one) => !woman(one)),
    ),
    -0.2,
    -0.01,
    'all',
  );
  const began = people.filter(({ outcome }) => outcome?.startsCourse);
  const completed = (some: readonly MeasuredPerson[]) => percent(some, ({ outcome }) => (outcome?.completed.length ?? 0) > 0);
  const women = began.filter(({ teacher }) => woman(teacher));
  note(
    'women’s completion − men’s, points',
    minus(completed(women), completed(began.filter((one) => !women.includes(one)))),
    1,
    8,
    'all',
  );
  for (const [modality, low, high] of [
    ['distance', -16, -5],
    ['hybrid', -6, 6],
  ] as const) {
    const courses = began.filter(({ modality: own }) => own === modality);
    const rural = courses.filter(({ teacher }) => teacher.school.rurality === 'rural');
    note(
      `rural − urban completion, ${modality}, points`,
      minus(completed(rural), completed(courses.filter((one) => !rural.includes(one)))),
      low,
      high,
      'all',
    );
  }
  const tests = people.flatMap(({ teacher, pre }) =>
    pre === undefined ? [] : [{ paid: teacher.school.sector === 'paid-private', pre }],
  );
  const paid = meanOr(tests.filter((one) => one.paid).map(({ pre }) => pre));
  const others = tests.filter((one) => !one.paid).map(({ pre }) => pre);
  const described = describeValues(others);
  const spread = described.estimable ? number(described.standardDeviation) : undefined;
  const lead = minus(paid, meanOr(others));
  note('paid private at baseline, SD', lead === undefined || spread === undefined ? undefined : lead / spread, 0.15, 0.45, 'all');
  const gains = (are: (one: MeasuredPerson) => boolean) =>
    meanOr(people.flatMap((one) => (one.pre !== undefined && one.post !== undefined && are(one) ? [one.post - one.pre] : [])));
  const ran = (one: MeasuredPerson): boolean => (one.outcome?.completed.length ?? 0) > 0;
  const worse = ({ teacher, modality }: MeasuredPerson): boolean => teacher.birthYear < 1964 && modality === 'distance';
  const idle = (one: MeasuredPerson): boolean =>
    one.outcome?.completed.every(({ course }) => course === 'without-effect') ?? false;
  note(
    'gain of the course without effect',
    gains((one) => ran(one) && idle(one)),
    -3.5,
    3.5,
    'all',
  );
  note(
    'gain of the group that does worse',
    gains((one) => ran(one) && worse(one) && !idle(one)),
    -8 * effect - 1,
    1,
    'all',
  );
  note(
    'change school, %',
    percent(teachers, ({ plan }) => plan.some(({ step }) => step === 'change-school')),
    3,
    5,
    'all',
  );
  note(
    'work in two schools, %',
    percent(teachers, ({ assignments }) => assignments.length === 2),
    1.5,
    2.5,
    'all',
  );
  note(
    'registered twice, %',
    percent(teachers, ({ decisions }) => decisions.registeredTwice),
    0.6,
    1.4,
    'all',
  );
  note(
    'on paper, % of the self-ratings',
    percent(
      people.filter(({ far }) => far.submitted),
      ({ teacher }) => teacher.plan.some(({ step }) => step === 'paper-answers'),
    ),
    1.3,
    2.7,
    'all',
  );
  note(
    'leave, %',
    percent(teachers, ({ plan }) => plan.some(({ step }) => step === 'leave')),
    0.6,
    1.4,
    'all',
  );
  note(
    'withdraw consent, %',
    percent(
      people.filter(({ far }) => far.consented),
      ({ teacher }) => teacher.decisions.withdraws,
    ),
    0.2,
    0.8,
    'all',
  );
};

const year = new SchoolYear(CHILE_2023);

/** Evenings, Sundays, holidays, storms, and who is late. */
const noteWhenTheyAct = (people: readonly MeasuredPerson[], note: Note): void => {
  const { breaks, storm, evaluation } = CHILE_2023;
  const acts = people.flatMap(({ teacher, outcome }) =>
    [...teacher.plan, ...(outcome?.intents ?? [])]
      .filter(({ step }) => step !== 'complete-course' && step !== 'change-school' && step !== 'leave')
      .map(({ at, step }) => ({ ...year.local(at), step, region: teacher.school.region })),
  );
  const evening = ({ hour, weekday }: (typeof acts)[number]) => hour >= 18 || weekday === 0;
  note('evenings and Sundays, %', percent(acts, evening), 60, 85);
  note(
    'Sundays, %',
    percent(acts, ({ weekday }) => weekday === 0),
    17,
    35,
  );
  const perDay = (from: string, to: string, which: (act: (typeof acts)[number]) => boolean = () => true): number => {
    const days = 1 + (Date.parse(to) - Date.parse(from)) / 86_400_000;
    return acts.filter((act) => act.date >= from && act.date <= to && which(act)).length / days;
  };
  const consents = ({ step }: (typeof acts)[number]): boolean => step === 'consent';
  const courses = ({ step }: (typeof acts)[number]): boolean => step === 'record-progress';
  const ordinary = perDay('2023-05-14', '2023-05-20', consents);
  note('opening days, times an ordinary day', perDay('2023-05-08', '2023-05-10', consents) / ordinary, 1.5, 6);
  note('days of the first reminder, times', perDay('2023-05-22', '2023-05-23', consents) / ordinary, 1.2, 4, 'all');
  note('last three days, times', perDay('2023-06-07', '2023-06-09', consents) / ordinary, 1.5, 6);
  const winter = breaks[0] ?? { from: '', to: '' };
  note(
    'winter break, of the fortnight before, %',
    (100 * perDay(winter.from, winter.to)) / perDay('2023-06-19', '2023-06-30'),
    0,
    10,
  );
  const stormy = (act: (typeof acts)[number]): boolean => courses(act) && year.stormy(act.region);
  note(
    'storm week in its regions, of the week before, %',
    (100 * perDay(storm.closed.from, storm.closed.to, stormy)) / perDay('2023-08-14', '2023-08-18', stormy),
    0,
    15,
    'all',
  );
  note(
    'week of 18 September, of the one before, %',
    (100 * perDay('2023-09-18', '2023-09-22', courses)) / perDay('2023-09-11', '2023-09-15', courses),
    5,
    50,
    'all',
  );
  const finals = people.flatMap(({ teacher, outcome }) => {
    const test = outcome?.intents.find((one) => one.step === 'submit' && one.measure === 'test');
    const { region } = teacher.school;
    const { closes } = year.window('evaluation', region);
    return test ? [{ late: test.at > closes, stormy: year.stormy(region), beyond: test.at > evaluation.closes }] : [];
  });
  note(
    'late where the storm was, %',
    percent(
      finals.filter((one) => one.stormy),
      ({ late }) => late,
    ),
    4.5,
    9.5,
    'all',
  );
  note(
    'late elsewhere, %',
    percent(
      finals.filter((one) => !one.stormy),
      ({ late }) => late,
    ),
    0,
    2.5,
    'all',
  );
  const baselines = people.flatMap(({ teacher }) => teacher.plan.filter(({ step }) => step === 'submit').map(({ at }) => at));
  note(
    'late at baseline, %',
    percent(baselines, (at) => at > CHILE_2023.selfAssessment.closes),
    0,
    2.5,
    'all',
  );
};
