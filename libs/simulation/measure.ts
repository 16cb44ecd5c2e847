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
import { CHILE_2023 } from './calendar.js';
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
    if (!far.applied) return { teacher, given: false, outcome: undefined };
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
    return { teacher, given, outcome: continueAfterSeats(teacher, seats, CHILE_2023) };
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
  const people = modelPeople(options).map((person) => {
    const { teacher, given, outcome } = person;
    const far = reached(teacher.decisions);
    const training = modelTraining(person, effect);
    const test = (occasion: 'baseline' | 'final') =>
      percentCorrect(answersOf(teacher, standardTest, occasion, training, standardTest.keys), standardTest.keys);
    return {
      teacher,
      far,
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
  const note = (name: string, value: number | undefined, low: number, high: number) => {
    const known = value ?? Number.NaN;
    figures.push({ name, value: known, low, high, within: known >= low && known <= high });
  };
  const number = (estimate: Estimate<Quantity>) => valueOf(estimate);

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
  note('mean gain, points', summary.meanGain.estimable ? summary.meanGain.value : undefined, 6 * effect, 8 * effect);
  note('d_av', number(summary.effectSizes.dAv), 0.4 * effect, 0.5 * effect);
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
  const gain = summary.meanGain;
  return {
    figures,
    pairs: pairs.length,
    meanGain: gain.estimable ? gain.value : Number.NaN,
    interval: gain.estimable ? [gain.low, gain.high] : [Number.NaN, Number.NaN],
  };
};
