import { seededRandom, type Instant } from '#libs/kernel';
import { intraclassCorrelation } from '#libs/indicators';
import {
  answer,
  MODEL,
  NO_TRAINING,
  ratedLevel,
  ratingBases,
  testThresholds,
  today,
  type Abilities,
  type Answering,
  type Answers,
  type FormToAnswer,
  type Training,
} from './abilities.js';
import { CHILE_2023, SchoolYear, type PilotCalendar } from './calendar.js';
import { inventedIdentity, type Gender, type SimulatedIdentity } from './identity.js';
import {
  decide,
  decideAgain,
  FUNNEL,
  planAfterSeats,
  planUntilSeats,
  reached,
  type Decisions,
  type Intent,
  type Occasion,
  type Outcome,
  type Seat,
} from './plan.js';
import { standardRating, standardTest } from './standard-forms.js';

export interface SchoolOfPilot {
  readonly code: string;
  readonly region?: string;
  readonly sector?: string;
  readonly rurality?: 'urban' | 'rural';
  readonly educationLevels?: readonly string[];
}

export interface SimulatedAssignment {
  readonly school: string;
  readonly educationLevel: string;
  readonly subject?: string;
  /** Hours a week. */
  readonly hours: number;
}

export interface SimulatedTeacher {
  readonly index: number;
  /** Seed and index: everything about this person hangs on it. */
  readonly key: string;
  /** What they do in this cycle hangs on it: the key, with the cycle's label in a later one. */
  readonly round: string;
  /** In a later cycle: which one, and what is left of what they learned before. */
  readonly again?: Answering['again'];
  readonly identity: SimulatedIdentity;
  readonly gender: Gender;
  readonly birthYear: number;
  /** The first is the main one. */
  readonly assignments: readonly SimulatedAssignment[];
  readonly school: SchoolOfPilot;
  readonly abilities: Abilities;
  readonly decisions: Decisions;
  /** Until the seats are given, in the order of time. */
  readonly plan: readonly Intent[];
  /** When they withdraw or leave: nothing of their own comes after. */
  readonly endsAt: Instant | undefined;
}

export interface SimulationOptions {
  readonly seed: string;
  /** Teachers to invite. */
  readonly count: number;
  readonly schools: readonly SchoolOfPilot[];
  /** Label of the school year, for ages; 2023. */
  readonly year?: number;
  readonly calendar?: PilotCalendar;
}

const SMALLEST = 3;
const LARGEST = 12;

/** How many teachers each school sends: 3 to 12 where there are enough schools; fewer schools where there are few teachers. */
const staffing = ({ seed, count, schools }: SimulationOptions): readonly { school: SchoolOfPilot; teachers: number }[] => {
  if (schools.length === 0) throw new RangeError('teachers need a school');
  const random = seededRandom(`${seed}/staffing`);
  const taking = Math.max(1, Math.min(schools.length, Math.floor((count * 220) / 1200)));
  const chosen = new Set(random.shuffle(schools).slice(0, taking));
  const staffed = schools
    .filter((school) => chosen.has(school))
    .map((school) => ({ school, teachers: 0, size: Math.exp(0.5 * random.normal()) * (school.rurality === 'rural' ? 0.6 : 1) }));
  let left = count;
  for (const one of staffed) {
    one.teachers = Math.min(SMALLEST, left);
    left -= one.teachers;
  }
  for (; left > 0; left -= 1) {
    const open = staffed.filter(({ teachers }) => teachers < LARGEST);
    const one = random.weighted((open.length > 0 ? open : staffed).map((each) => [each, each.size] as const));
    one.teachers += 1;
  }
  return staffed;
};

const LEVELS: Readonly<Record<string, number>> = { preschool: 0.12, primary: 0.5, secondary: 0.38 };
const WOMEN: Readonly<Record<string, number>> = { preschool: 0.99, primary: 0.77, secondary: 0.56 };
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  primary: ['general', 'lenguaje', 'matemática', 'ciencias naturales', 'historia', 'inglés', 'artes', 'educación física'],
  secondary: [
    'lengua y literatura',
    'matemática',
    'biología',
    'física',
    'química',
    'historia',
    'inglés',
    'filosofía',
    'técnico-profesional',
  ],
};
const HOURS: readonly (readonly [number, number])[] = [
  [14, 0.03],
  [18, 0.04],
  [22, 0.07],
  [30, 0.16],
  [36, 0.2],
  [38, 0.15],
  [40, 0.15],
  [44, 0.2],
];

interface Sketch extends Omit<SimulatedTeacher, 'identity' | 'abilities' | 'plan' | 'endsAt' | 'round' | 'again'> {
  readonly nextSchool: string | undefined;
  readonly draws: AbilityDraws;
}

const sketch = (seed: string, index: number, school: SchoolOfPilot, schools: readonly SchoolOfPilot[], year: number): Sketch => {
  const key = `${seed}/${index}`;
  const random = seededRandom(`${key}/person`);
  const taught = (school.educationLevels ?? []).filter((level) => level in LEVELS);
  const levels = taught.length > 0 ? taught : Object.keys(LEVELS);
  const educationLevel = random.weighted(levels.map((level) => [level, LEVELS[level] ?? 0] as const));
  const gender: Gender = random.next() < (WOMEN[educationLevel] ?? 0.73) ? 'female' : 'male';
  const birthYear = year - 24 - random.int(41);
  const subjects = SUBJECTS[educationLevel];
  const main: SimulatedAssignment = {
    school: school.code,
    educationLevel,
    subject: subjects && random.pick(subjects),
    hours: random.weighted(HOURS),
  };
  // Second jobs and moves stay in the region and at the education level.
  const teachesIt = ({ educationLevels }: SchoolOfPilot): boolean => educationLevels?.includes(educationLevel) ?? true;
  const nearby = schools.filter((one) => one.region === school.region && one.code !== school.code && teachesIt(one));
  const second = random.next() < 0.02 && nearby.length > 0 ? random.pick(nearby) : undefined;
  const next = nearby.length > 0 ? random.pick(nearby.filter((one) => one !== second).concat(nearby)) : undefined;
  const assignments = second
    ? [
        { ...main, hours: Math.min(main.hours, 30) },
        { school: second.code, educationLevel, subject: main.subject, hours: Math.min(14, main.hours - 1) },
      ]
    : [main];
  const elsewhere = next && next.code !== second?.code ? next.code : undefined;
  return {
    index,
    key,
    gender,
    birthYear,
    assignments,
    school,
    decisions: decide(key),
    nextSchool: elsewhere,
    draws: {
      school: drawn(`${seed}/school/${school.code}`),
      own: drawn(key),
      paidPrivate: school.sector === 'paid-private',
      woman: gender === 'female',
    },
  };
};

/** What chance says about a person and their school, before it is weighed. */
interface AbilityDraws {
  readonly school: { readonly knowledge: number; readonly confidence: number };
  readonly own: { readonly knowledge: number; readonly confidence: number };
  readonly paidPrivate: boolean;
  readonly woman: boolean;
}

const drawn = (key: string): { readonly knowledge: number; readonly confidence: number } => {
  const random = seededRandom(`${key}/abilities`);
  return { knowledge: random.normal(), confidence: random.normal() };
};

/** How much schools matter for each ability: a share of the standard deviation. */
interface Spread {
  readonly knowledge: number;
  readonly confidence: number;
}

/** What a school and a person make together; `share` tells how much schools matter. */
const among = (share: number, ofSchool: number, ofPerson: number): number =>
  share * ofSchool + Math.sqrt(Math.max(0, 1 - share ** 2)) * ofPerson;

const knowledgeOf = ({ school, own, paidPrivate }: AbilityDraws, spread: Pick<Spread, 'knowledge'>): number =>
  among(spread.knowledge, school.knowledge, own.knowledge) + (paidPrivate ? MODEL.paidPrivate : 0);

const confidenceOf = (draws: AbilityDraws, spread: Spread): number =>
  MODEL.agreement * knowledgeOf(draws, spread) +
  Math.sqrt(1 - MODEL.agreement ** 2) * among(spread.confidence, draws.school.confidence, draws.own.confidence) -
  (draws.woman ? MODEL.womenRateLower : 0);

/** Schools that are alike within the sample: halfway between the limits that are known for teachers' tests. */
const WANTED_ICC = 0.1;

/**
 * How much schools have to matter so that this very sample shows the wanted intraclass correlation at baseline. With 220 schools chance alone
 * moves it by 0.03; what teachers gain is not touched by this. Each is found when it is first asked for.
 */
class FittedSpread implements Spread {
  #knowledge: number | undefined;
  #confidence: number | undefined;

  constructor(private readonly sketches: readonly Sketch[]) {}

  get knowledge(): number {
    this.#knowledge ??= this.#fit(
      MODEL.schoolKnowledge,
      ({ baselineTest }) => baselineTest,
      ({ key, draws }) => {
        const thresholds = testThresholds(key, standardTest, 'baseline');
        const day = today(key, 'baseline');
        return (knowledge) => {
          const now = day.knowledge(knowledgeOf(draws, { knowledge }));
          return thresholds.reduce((right, threshold) => right + (now > threshold ? 1 : 0), 0);
        };
      },
    );
    return this.#knowledge;
  }

  get confidence(): number {
    const { knowledge } = this;
    this.#confidence ??= this.#fit(
      MODEL.schoolConfidence,
      ({ submitted }) => submitted,
      ({ key, draws }) => {
        const bases = ratingBases(key, standardRating, 'baseline').filter((base) => base !== undefined);
        const { rating } = today(key, 'baseline');
        return (confidence) => {
          const now = confidenceOf(draws, { knowledge, confidence });
          return bases.reduce((sum, base) => sum + ratedLevel(base, now, rating), 0) / Math.max(1, bases.length);
        };
      },
    );
    return this.#confidence;
  }

  #fit(
    otherwise: number,
    measured: (far: ReturnType<typeof reached>) => boolean,
    scoring: (one: Sketch) => (share: number) => number,
  ): number {
    const sample = this.sketches.filter(({ decisions }) => measured(reached(decisions)));
    // A handful of schools says nothing about how schools differ.
    if (sample.length < 200) return otherwise;
    const scored = sample.map((one) => ({ cluster: one.school.code, score: scoring(one) }));
    let [low, high] = [0, 0.75];
    let share = otherwise;
    for (let round = 0; round < 9; round += 1) {
      share = (low + high) / 2;
      const icc = intraclassCorrelation(scored.map(({ cluster, score }) => ({ cluster, value: score(share) })));
      if (!icc.estimable) return share;
      if (icc.value < WANTED_ICC) low = share;
      else high = share;
    }
    return share;
  }
}

const schoolYears = new WeakMap<PilotCalendar, SchoolYear>();
const schoolYearOf = (calendar: PilotCalendar): SchoolYear => {
  const known = schoolYears.get(calendar) ?? new SchoolYear(calendar);
  schoolYears.set(calendar, known);
  return known;
};

/** What somebody brings along and plans is drawn when it is asked for: who looks at test results alone does not wait for calendars. */
class Person implements SimulatedTeacher {
  readonly index: number;
  readonly key: string;
  readonly round: string;
  readonly gender: Gender;
  readonly birthYear: number;
  readonly assignments: readonly SimulatedAssignment[];
  readonly school: SchoolOfPilot;
  readonly decisions: Decisions;
  readonly abilities: Abilities;
  readonly #nextSchool: string | undefined;
  readonly #year: SchoolYear;
  #identity: SimulatedIdentity | undefined;
  #plan: readonly Intent[] | undefined;

  constructor({ nextSchool, draws, ...one }: Sketch, spread: Spread, year: SchoolYear) {
    this.index = one.index;
    this.key = one.key;
    this.round = one.key;
    this.gender = one.gender;
    this.birthYear = one.birthYear;
    this.assignments = one.assignments;
    this.school = one.school;
    this.decisions = one.decisions;
    this.#nextSchool = nextSchool;
    this.#year = year;
    this.abilities = {
      get knowledge() {
        return knowledgeOf(draws, spread);
      },
      get confidence() {
        return confidenceOf(draws, spread);
      },
    };
  }

  get identity(): SimulatedIdentity {
    this.#identity ??= inventedIdentity(this.index, this.gender, seededRandom(`${this.key}/identity`));
    return this.#identity;
  }

  get plan(): readonly Intent[] {
    const { key, decisions, school } = this;
    this.#plan ??= planUntilSeats(this.#year, {
      key,
      decisions,
      region: school.region,
      school: school.code,
      nextSchool: this.#nextSchool,
    });
    return this.#plan;
  }

  get endsAt(): Instant | undefined {
    return endOf(this);
  }
}

const endOf = ({ decisions, plan }: Pick<SimulatedTeacher, 'decisions' | 'plan'>): Instant | undefined =>
  decisions.leaves || decisions.withdraws
    ? plan.find(({ step }) => step === 'withdraw-consent' || step === 'leave')?.at
    : undefined;

/** Of what somebody has learned so much is left a few months later. */
const KEPT = 0.8;

/**
 * A teacher who is invited again to a later cycle: the same person, older by what they learned, who decides anew.
 * @param learned what the earlier cycle's courses did to them
 */
export const inLaterCycle = (
  teacher: SimulatedTeacher,
  cycle: string,
  now: { readonly school: SchoolOfPilot; readonly learned: Training; readonly calendar: PilotCalendar },
): SimulatedTeacher => {
  const { index, key, identity, gender, birthYear, assignments, abilities } = teacher;
  const { school, learned, calendar } = now;
  const round = `${key}/${cycle}`;
  const decisions = decideAgain(round);
  const planner = { key: round, decisions, region: school.region, school: school.code, nextSchool: undefined };
  const plan = planUntilSeats(schoolYearOf(calendar), planner);
  const kept = { knowledge: KEPT * learned.knowledge, rating: KEPT * learned.rating };
  const person = { index, key, round, again: { cycle, kept }, identity, gender, birthYear, assignments, school, abilities };
  return { ...person, decisions, plan, endsAt: endOf({ decisions, plan }) };
};

/** The teachers of a simulated programme. The same options give the same people, whatever is done with them in which order. */
export const simulateTeachers = (options: SimulationOptions): readonly SimulatedTeacher[] => {
  const { seed, schools, year = 2023, calendar = CHILE_2023 } = options;
  const schoolYear = schoolYearOf(calendar);
  const sketches = staffing(options)
    .flatMap(({ school, teachers }) => Array.from({ length: teachers }, () => school))
    .map((school, index) => sketch(seed, index, school, schools, year));
  const spread = new FittedSpread(sketches);
  return sketches.map((one) => new Person(one, spread, schoolYear));
};

/** Chance that somebody completes a course: less so online in the country, more so among women. */
export const completionChance = (teacher: Pick<SimulatedTeacher, 'gender' | 'school'>, modality: Seat['modality']): number => {
  const farAway = teacher.school.rurality === 'rural' && modality === 'distance';
  return FUNNEL.complete - 0.014 + (teacher.gender === 'female' ? 0.04 : 0) - (farAway ? 0.1 : 0);
};

/**
 * What a teacher does once it is known who has a seat.
 * @param options.from when they got it, where that was later than for all others: who moved up from a waiting list
 */
export const continueAfterSeats = (
  teacher: SimulatedTeacher,
  seats: readonly Seat[],
  { calendar = CHILE_2023, from }: { readonly calendar?: PilotCalendar; readonly from?: Instant } = {},
): Outcome =>
  planAfterSeats(
    schoolYearOf(calendar),
    {
      from,
      key: teacher.round,
      decisions: teacher.decisions,
      region: teacher.school.region,
      school: teacher.school.code,
      nextSchool: undefined,
      endsAt: teacher.endsAt,
    },
    seats,
    ({ modality }) => completionChance(teacher, modality),
  );

export interface EffectOptions {
  /** 1 as in the programme; 0 is the null run: nothing but chance between the two occasions. */
  readonly effect: number;
  /** The one course that teaches nothing. */
  readonly courseWithoutEffect?: string;
}

/** Mean gain of who completes a course that works, in standard units of the test, and in proficiency levels of the rating. */
const TAUGHT = { knowledge: 0.59, knowledgeSpread: 0.08, rating: 0.36, again: 0.25, practice: 0.05 };

/** Those who do worse: the oldest, left alone with a screen. */
const doesWorse = (teacher: Pick<SimulatedTeacher, 'birthYear'>, seat: Pick<Seat, 'modality'>): boolean =>
  teacher.birthYear < 1964 && seat.modality === 'distance';

/** What completed courses did to somebody. */
export const trainingOf = (
  teacher: Pick<SimulatedTeacher, 'round' | 'birthYear'>,
  completed: readonly Pick<Seat, 'course' | 'modality'>[],
  { effect, courseWithoutEffect }: EffectOptions,
): Training => {
  const luck = seededRandom(`${teacher.round}/training`).normal();
  const working = completed.filter(({ course }) => course !== courseWithoutEffect);
  const [first, ...further] = working;
  // Whoever sits a test for the second time knows its kind; that is no training.
  if (first === undefined) return { knowledge: effect * TAUGHT.practice, rating: 0 };
  const times = 1 + TAUGHT.again * further.length;
  const knowledge = doesWorse(teacher, first) ? -0.25 : (TAUGHT.knowledge + TAUGHT.knowledgeSpread * luck) * times;
  return { knowledge: effect * (knowledge + TAUGHT.practice), rating: effect * TAUGHT.rating };
};

/**
 * How a teacher answers a form.
 * @param training what happened between the occasions; nothing at baseline
 * @param keys of a test form: item → right option
 */
export const answersOf = (
  teacher: Pick<SimulatedTeacher, 'key' | 'abilities' | 'again'>,
  form: FormToAnswer,
  occasion: Occasion,
  training: Training = NO_TRAINING,
  keys: Readonly<Record<string, string>> = {},
): Answers => answer(teacher, form, occasion, training, keys);

/** The part of the answers that one save carries: items in their order, in portions of about the same size. */
export const portionOf = (form: FormToAnswer, answers: Answers, portion: number, portions: number): Answers => {
  const size = form.items.length;
  const from = Math.floor(((portion - 1) * size) / portions);
  const to = Math.floor((portion * size) / portions);
  return Object.fromEntries(
    form.items.slice(from, to).flatMap(({ id }) => {
      const given = answers[id];
      return given === undefined ? [] : [[id, given]];
    }),
  );
};

export interface OfferedSeat {
  readonly offering: string;
  readonly seats: number | null;
  readonly allocation: 'first-come' | 'lottery';
  readonly region?: string;
}

/** Of those who apply, about so many have the most wanted lottery in their path. */
const LOTTERY_IN_PATH = 0.385;

/**
 * Which offerings of their path a teacher asks for: the first one without a limit, for some a second one; one in their own region, where there is one, for
 * those who would rather meet; for a few one whose seats are drawn, and for as many more that some are left waiting, the one with the fewest seats. It depends on this teacher alone, whoever asks first.
 * @param path offerings in the path's order; `also-develops` steps may repeat them
 * @param invited how many teachers the cycle has in all
 */
export const chooseOfferings = (
  teacher: Pick<SimulatedTeacher, 'decisions'>,
  path: readonly string[],
  offered: readonly OfferedSeat[],
  invited: number,
): readonly string[] => {
  const lotteries = offered
    .filter(({ seats, allocation, region }) => seats !== null && allocation === 'lottery' && region === undefined)
    .sort((a, b) => (a.seats ?? 0) - (b.seats ?? 0) || (a.offering < b.offering ? -1 : 1));
  const { consent, start, submit, profile, path: accepted, apply, waitlisted } = FUNNEL;
  const applicants = Math.max(1, invited * consent * start * submit * profile * accepted * apply);
  const nearby = offered.find(({ offering, region }) => region !== undefined && path.includes(offering));
  if (nearby && teacher.decisions.prefersInClass) return [nearby.offering];
  let from = 0;
  for (const [index, { offering, seats }] of lotteries.entries()) {
    const wanted = (seats ?? 0) + (index === 0 ? waitlisted * applicants : 0);
    const to = from + wanted / applicants / LOTTERY_IN_PATH;
    const { seeksLottery } = teacher.decisions;
    if (path.includes(offering) && seeksLottery >= from && seeksLottery < to) return [offering];
    from = to;
  }
  const known = new Map(offered.map((one) => [one.offering, one]));
  const inPath = [...new Set(path)].flatMap((id) => known.get(id) ?? []);
  const free = inPath.filter(({ seats }) => seats === null);
  const first = free[0] ?? inPath[0];
  if (first === undefined) return [];
  const second = teacher.decisions.secondCourse ? free.find((one) => one !== first) : undefined;
  return second ? [first.offering, second.offering] : [first.offering];
};
