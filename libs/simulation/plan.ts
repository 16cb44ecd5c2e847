import { seededRandom, type Instant, type SeededRandom } from '#libs/kernel';
import type { SchoolYear, Window } from './calendar.js';

/** What somebody is going to do and when. Steps come in the programme's order; who stops does nothing further. */
export type Intent = { readonly at: Instant } & (
  | { readonly step: 'consent'; readonly purposes: readonly ('take-part' | 'programme-statistics' | 'research')[] }
  | { readonly step: 'withdraw-consent' }
  | { readonly step: 'change-school'; readonly from: string; readonly to: string }
  /** Gives up teaching. */
  | { readonly step: 'leave'; readonly from: string }
  | { readonly step: 'start-attempt'; readonly measure: Measure; readonly occasion: Occasion }
  | {
      readonly step: 'answer';
      readonly measure: Measure;
      readonly occasion: Occasion;
      /** From 1 to `portions`: which part of the items is saved. */
      readonly portion: number;
      readonly portions: number;
    }
  | { readonly step: 'submit'; readonly measure: Measure; readonly occasion: Occasion }
  /** The coordination enters what was filled in on paper weeks before. */
  | { readonly step: 'paper-answers'; readonly filledAt: Instant; readonly measure: Measure; readonly occasion: Occasion }
  | { readonly step: 'acknowledge-profile' }
  | { readonly step: 'generate-path' }
  | { readonly step: 'accept-path' }
  | { readonly step: 'enrol' }
  | { readonly step: 'start-course'; readonly enrolment: string }
  | { readonly step: 'record-progress'; readonly enrolment: string; readonly percent: number }
  /** By the course's tutor. */
  | { readonly step: 'complete-course'; readonly enrolment: string }
  | { readonly step: 'drop-course'; readonly enrolment: string; readonly reason: 'no-time' | 'no-connection' | 'not-what-i-need' }
);
export type Measure = 'self-rating' | 'test';
/** `retrospective`: after the courses, about the time before them. */
export type Occasion = 'baseline' | 'final' | 'retrospective';

/** How many go on, of those who came so far; the programme's own funnel. */
export const FUNNEL = {
  consent: 0.93,
  start: 0.9,
  submit: 0.9,
  baselineTest: 0.98,
  profile: 0.96,
  /** One more in a hundred than accept: where the catalogue has nothing for somebody there is nothing to accept. */
  path: 0.82,
  /** Enrol or ask for a seat: 85 of a hundred get one, 8 wait. */
  apply: 0.93,
  waitlisted: 0.08 / 0.93,
  startCourse: 0.9,
  complete: 0.66,
  finalTest: 0.85,
  finalTestOfWaitlisted: 0.8,
  secondRating: 0.93,
  retrospective: 0.95,
  /** In the year after: of those who are invited again. */
  returns: 0.6,
} as const;

/** What happens to people besides, in a year. */
export const FATES = {
  changesSchool: 0.04,
  leaves: 0.01,
  withdraws: 0.005,
  registeredTwice: 0.01,
  onPaper: 0.02,
  givesSeatBack: 0.35,
  /** Where their path has a course in their own region. */
  prefersInClass: 0.5,
} as const;

/** Who hands in within the days of grace: a few anywhere, more where storms had closed the schools. */
export const LATE = { anywhere: 0.01, afterStorm: 0.07 } as const;

/** Everything about somebody that chance decides, drawn once. */
export interface Decisions {
  readonly consents: boolean;
  readonly starts: boolean;
  readonly submits: boolean;
  readonly takesBaselineTest: boolean;
  readonly acknowledges: boolean;
  readonly acceptsPath: boolean;
  readonly applies: boolean;
  readonly startsCourse: boolean;
  /** Numbers from 0 to 1, to be held against a chance that depends on the course. */
  readonly completion: number;
  readonly finalTest: number;
  readonly secondRating: boolean;
  readonly secondCourse: boolean;
  readonly seeksLottery: number;
  /** Numbers from 0 to 1, to be held against the chance of handing in when a window has closed. */
  readonly lateness: { readonly baseline: number; readonly final: number };
  readonly withdraws: boolean;
  readonly changesSchool: boolean;
  readonly leaves: boolean;
  readonly registeredTwice: boolean;
  readonly retrospective: boolean;
  /** Fills the self-rating in on paper; there is no paper test. */
  readonly onPaper: boolean;
  /** Of those who do not start: says so, so that somebody else gets the seat. */
  readonly givesSeatBack: boolean;
  /** Would rather meet others than sit before a screen, where the region has such a course. */
  readonly prefersInClass: boolean;
}

export const decide = (key: string): Decisions => {
  const random = seededRandom(`${key}/decisions`);
  const under = (chance: number): boolean => random.next() < chance;
  return {
    consents: under(FUNNEL.consent),
    starts: under(FUNNEL.start),
    submits: under(FUNNEL.submit),
    takesBaselineTest: under(FUNNEL.baselineTest),
    acknowledges: under(FUNNEL.profile),
    acceptsPath: under(FUNNEL.path),
    applies: under(FUNNEL.apply),
    startsCourse: under(FUNNEL.startCourse),
    completion: random.next(),
    finalTest: random.next(),
    secondRating: under(FUNNEL.secondRating),
    secondCourse: under(0.3),
    seeksLottery: random.next(),
    lateness: { baseline: random.next(), final: random.next() },
    withdraws: under(FATES.withdraws),
    changesSchool: under(FATES.changesSchool),
    leaves: under(FATES.leaves),
    registeredTwice: under(FATES.registeredTwice),
    retrospective: under(FUNNEL.retrospective),
    givesSeatBack: under(FATES.givesSeatBack),
    onPaper: under(FATES.onPaper),
    prefersInClass: under(FATES.prefersInClass),
  };
};

/** The same in a later cycle: some of those who are invited again come back; who they are and where they work is known. */
export const decideAgain = (key: string): Decisions => ({
  ...decide(key),
  consents: seededRandom(`${key}/returns`).next() < FUNNEL.returns,
  registeredTwice: false,
  changesSchool: false,
});

/** How far somebody comes by themselves, before seats are given. */
export const reached = (decisions: Decisions) => {
  const started = decisions.consents && decisions.starts;
  const submitted = started && decisions.submits;
  const profile = submitted && decisions.acknowledges;
  const path = profile && decisions.acceptsPath;
  return {
    consented: decisions.consents,
    started,
    submitted,
    baselineTest: submitted && decisions.takesBaselineTest && !decisions.onPaper,
    profile,
    path,
    applied: path && decisions.applies,
  };
};

/** One who does things. */
export interface Planner {
  readonly key: string;
  readonly region: string | undefined;
  readonly school: string;
  readonly nextSchool: string | undefined;
  readonly decisions: Decisions;
}

/** An attempt from its start to its submission; where nothing is handed in, some of it stays behind. */
const attempt = (
  year: SchoolYear,
  who: Planner,
  about: { readonly measure: Measure; readonly occasion: Occasion },
  from: Instant,
  last: Instant,
  finished: boolean,
): Intent[] => {
  const random = seededRandom(`${who.key}/times/${about.occasion}/${about.measure}`);
  const portions = 2 + random.int(3);
  const intents: Intent[] = [{ at: from, step: 'start-attempt', ...about }];
  let at = from;
  const saved = finished ? portions : 1 + random.int(portions - 1);
  for (let portion = 1; portion <= saved; portion += 1) {
    // Most stay at it; some come back another evening.
    const interrupted = portion > 1 && random.next() < 0.15;
    at = interrupted
      ? year.moment(random, at, earlier(inDays(at, 4), last), who.region)
      : year.later(random, at, { least: 2, most: 9 }, last);
    intents.push({ at, step: 'answer', ...about, portion, portions });
  }
  if (finished) intents.push({ at: year.later(random, at, { least: 1, most: 5 }, last), step: 'submit', ...about });
  return intents;
};

/** A moment in the first days of grace. */
const afterwards = (
  year: SchoolYear,
  random: SeededRandom,
  { closes, graceUntil }: Window,
  region: string | undefined,
): Instant => year.moment(random, inDays(closes, 0.01), earlier(inDays(closes, 5), graceUntil), region);

const inDays = (at: Instant, days: number): Instant => new Date(Date.parse(at) + days * 86_400_000).toISOString();
const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);
const latest = (...moments: readonly Instant[]): Instant => moments.reduce((a, b) => (a > b ? a : b));
const lastOf = (intents: readonly Intent[]): Instant => intents.at(-1)?.at ?? '';

/** From consent to asking for a course, in the order of time. What follows depends on the seat: `continuation`. */
export const planUntilSeats = (year: SchoolYear, who: Planner): Intent[] => {
  const { decisions, key, region } = who;
  const far = reached(decisions);
  const { enrolment } = year.calendar;
  const selfAssessment = year.window('selfAssessment', region);
  const random = seededRandom(`${key}/times`);
  const intents: Intent[] = [];
  const withdrawal = decisions.withdraws ? inDays(selfAssessment.closes, 5 + random.int(120)) : undefined;
  if (decisions.changesSchool && !decisions.leaves && who.nextSchool !== undefined) {
    const at = year.moment(
      seededRandom(`${key}/move`),
      selfAssessment.graceUntil,
      year.window('learning', region).closes,
      region,
    );
    intents.push({ at, step: 'change-school', from: who.school, to: who.nextSchool });
  }
  if (decisions.leaves) {
    const at = year.moment(seededRandom(`${key}/leave`), selfAssessment.closes, year.window('learning', region).closes, region);
    intents.push({ at, step: 'leave', from: who.school });
  }
  if (far.consented) {
    // Who hands in late had consented in time, and comes back in the days of grace.
    const late = far.submitted && decisions.lateness.baseline < LATE.anywhere;
    const first = year.moment(random, selfAssessment.opens, selfAssessment.closes, region, true);
    const research = random.next() < 0.82;
    const purposes = ['take-part', 'programme-statistics', ...(research ? (['research'] as const) : [])] as const;
    intents.push({ at: first, step: 'consent', purposes });
    if (far.started) {
      const last = late ? selfAssessment.graceUntil : selfAssessment.closes;
      const begin = late
        ? afterwards(year, random, selfAssessment, region)
        : year.later(random, first, { least: 1, most: 6 }, selfAssessment.closes);
      const rating = attempt(year, who, { measure: 'self-rating', occasion: 'baseline' }, begin, last, far.submitted);
      let at = lastOf(rating);
      if (far.submitted && decisions.onPaper) {
        const [filledAt, sent] = [at, inDays(at, 12)];
        at = year.moment(random, sent, inDays(sent, 8), region);
        intents.push({ at, step: 'paper-answers', filledAt, measure: 'self-rating', occasion: 'baseline' });
      } else intents.push(...rating);
      if (far.baselineTest) {
        const sameEvening = random.next() < 0.6;
        const from = sameEvening
          ? year.later(random, at, { least: 2, most: 20 }, last)
          : year.moment(random, at, earlier(inDays(at, 6), last), region);
        const test = attempt(year, who, { measure: 'test', occasion: 'baseline' }, from, last, true);
        intents.push(...test);
        at = lastOf(test);
      }
      if (far.profile) {
        at = year.later(random, at, { least: 1, most: 30 });
        intents.push({ at, step: 'acknowledge-profile' });
      }
      if (far.path) {
        at =
          random.next() < 0.5 ? year.later(random, at, { least: 1, most: 15 }) : year.moment(random, at, inDays(at, 8), region);
        intents.push({ at, step: 'generate-path' });
        at = year.later(random, at, { least: 2, most: 40 });
        intents.push({ at, step: 'accept-path' });
      }
      if (far.applied) {
        const from = at > enrolment.opens ? at : enrolment.opens;
        intents.push({ at: year.moment(random, from, enrolment.closes, region, true), step: 'enrol' });
      }
    }
  }
  if (withdrawal !== undefined && far.consented) intents.push({ at: withdrawal, step: 'withdraw-consent' });
  return inOrder(intents);
};

/** By time; nothing of one's own follows a withdrawal, and nothing at all who leaves. */
const inOrder = (intents: readonly Intent[]): Intent[] => {
  const sorted = intents
    .map((intent, index) => ({ intent, index }))
    .sort((a, b) => (a.intent.at < b.intent.at ? -1 : a.intent.at > b.intent.at ? 1 : a.index - b.index))
    .map(({ intent }) => intent);
  const leaving = sorted.findIndex(({ step }) => step === 'leave');
  const stayed = leaving < 0 ? sorted : sorted.slice(0, leaving + 1);
  const withdrawal = stayed.findIndex(({ step }) => step === 'withdraw-consent');
  return withdrawal < 0
    ? stayed
    : stayed.filter(({ step }, index) => index <= withdrawal || step === 'change-school' || step === 'leave');
};

/** What somebody asked for and got. */
export interface Seat {
  readonly enrolment: string;
  readonly course: string;
  readonly modality: 'distance' | 'hybrid' | 'in-class';
  readonly starts: Instant;
  readonly ends: Instant;
  /** `false`: on the waiting list. */
  readonly given: boolean;
}

export interface Outcome {
  /** Everything still to be done, in the order of time. */
  readonly intents: readonly Intent[];
  /** Courses that will be completed. */
  readonly completed: readonly Seat[];
  readonly startsCourse: boolean;
  readonly takesFinalTest: boolean;
}

/** How far somebody comes after the seats are given, whenever that is. */
interface Course {
  readonly held: readonly Seat[];
  readonly starts: boolean;
  readonly completed: readonly Seat[];
  readonly takesFinalTest: boolean;
}

const courseOf = ({ key, decisions }: Planner, seats: readonly Seat[], chance: (seat: Seat) => number): Course => {
  const held = seats.filter(({ given }) => given);
  const starts = held.length > 0 && decisions.startsCourse;
  const completed: Seat[] = [];
  if (starts) {
    const random = seededRandom(`${key}/further-courses`);
    for (const [index, seat] of held.entries()) {
      // A second course is completed only by who completes the first.
      if (index === 0 ? decisions.completion < chance(seat) : completed.length > 0 && random.next() < 0.7) completed.push(seat);
    }
  }
  const waits = seats.length > 0 && held.length === 0;
  const takesFinalTest =
    (completed.length > 0 && decisions.finalTest < FUNNEL.finalTest) ||
    (waits && decisions.finalTest < FUNNEL.finalTestOfWaitlisted);
  return { held, starts, completed, takesFinalTest };
};

/** @param chance of completing a course of that modality, for this person */
export const planAfterSeats = (
  year: SchoolYear,
  who: Planner & { readonly endsAt: Instant | undefined; readonly from: Instant | undefined },
  seats: readonly Seat[],
  chance: (seat: Seat) => number,
): Outcome => {
  const course = courseOf(who, seats, chance);
  const { endsAt } = who;
  if (endsAt !== undefined) {
    const intents = timesAfterSeats(year, who, course).filter(({ at }) => at < endsAt);
    return {
      intents,
      completed: course.completed.filter(({ enrolment }) =>
        intents.some((intent) => intent.step === 'complete-course' && intent.enrolment === enrolment),
      ),
      startsCourse: intents.some(({ step }) => step === 'start-course'),
      takesFinalTest: intents.some(
        (intent) => intent.step === 'submit' && intent.measure === 'test' && intent.occasion === 'final',
      ),
    };
  }
  let intents: readonly Intent[] | undefined;
  return {
    get intents() {
      return (intents ??= timesAfterSeats(year, who, course));
    },
    completed: course.completed,
    startsCourse: course.starts,
    takesFinalTest: course.takesFinalTest,
  };
};

const timesAfterSeats = (
  year: SchoolYear,
  who: Planner & { readonly from: Instant | undefined },
  { held, starts, completed, takesFinalTest }: Course,
): Intent[] => {
  const { key, decisions, region, from: seatFrom = '' } = who;
  const random = seededRandom(`${key}/times/courses`);
  const learning = year.window('learning', region);
  const evaluation = year.window('evaluation', region);
  const intents: Intent[] = [];
  if (starts) {
    for (const [index, seat] of held.entries()) {
      const { enrolment } = seat;
      const begins = latest(seat.starts, learning.opens, seatFrom);
      const ends = earlier(seat.ends, learning.closes);
      const start = year.moment(random, begins, earlier(inDays(begins, 21), inDays(ends, -28)), region, index === 0);
      intents.push({ at: start, step: 'start-course', enrolment });
      const completes = completed.includes(seat);
      const steps = 2 + random.int(3);
      const reach = completes ? 100 : 10 + random.int(65);
      const givesUp = random.int(36);
      const over = completes
        ? year.moment(random, inDays(start, 14), inDays(ends, -1), region)
        : year.moment(random, inDays(start, 8 + givesUp), inDays(start, 15 + givesUp), region);
      const until = latest(start, earlier(over, inDays(ends, -1)));
      const times = Array.from({ length: steps - 1 }, () => year.moment(random, start, until, region)).sort();
      const moments = [...times, until];
      moments.forEach((at, step) => {
        const percent = step === moments.length - 1 ? reach : Math.max(1, Math.round((reach * (step + 1)) / moments.length));
        intents.push({ at: at > start ? at : start, step: 'record-progress', enrolment, percent });
      });
      if (completes) {
        intents.push({ at: year.later(random, until, { least: 60, most: 1_300 }), step: 'complete-course', enrolment });
      } else if (random.next() < 0.4) {
        const reason = random.pick(['no-time', 'no-time', 'no-connection', 'not-what-i-need'] as const);
        intents.push({ at: year.later(random, until, { least: 10, most: 6_000 }), step: 'drop-course', enrolment, reason });
      }
    }
  }
  // A seat that is given back before the course begins goes to whoever waits for it.
  if (!starts && decisions.givesSeatBack) {
    for (const { enrolment, starts: begins } of held) {
      const soonest = latest(inDays(learning.opens, 1), seatFrom);
      const at = year.moment(random, soonest, earlier(inDays(learning.opens, 8), inDays(begins, 5)), region);
      intents.push({ at, step: 'drop-course', enrolment, reason: 'no-time' });
    }
  }
  if (takesFinalTest) {
    const done = intents.reduce((at, intent) => (intent.at > at ? intent.at : at), evaluation.opens);
    const chanceOfLate = year.stormy(region) ? LATE.afterStorm : LATE.anywhere;
    const late = decisions.lateness.final < chanceOfLate;
    const last = late ? evaluation.graceUntil : evaluation.closes;
    const from = late ? afterwards(year, random, evaluation, region) : year.moment(random, done, evaluation.closes, region, true);
    const test = attempt(year, who, { measure: 'test', occasion: 'final' }, from, last, true);
    intents.push(...test);
    if (decisions.secondRating) {
      const at =
        random.next() < 0.7
          ? year.later(random, lastOf(test), { least: 2, most: 30 }, last)
          : year.moment(random, lastOf(test), earlier(inDays(lastOf(test), 4), last), region);
      const again = attempt(year, who, { measure: 'self-rating', occasion: 'final' }, at, last, true);
      intents.push(...again);
      if (decisions.retrospective) {
        const then = year.later(random, lastOf(again), { least: 1, most: 10 }, last);
        intents.push(...attempt(year, who, { measure: 'self-rating', occasion: 'retrospective' }, then, last, true));
      }
    }
  }
  return inOrder(intents);
};
