import type { Gap } from '#libs/contexts/assessment';
import type { Instant } from '#libs/kernel';
import type { CourseContent, OfferingOpened, PathStep } from './learning.events.js';

/** An offering with its course, as far as a path is concerned. */
export type OfferedCourse = Pick<OfferingOpened['data'], 'offering' | 'course' | 'modality' | 'starts' | 'ends' | 'region'> &
  Pick<CourseContent, 'hours' | 'develops'> & {
    /** No seat is left to be had. */
    readonly full: boolean;
  };

export interface PathRules {
  /** Most courses in a path. */
  readonly maxSteps: number;
  /** Most hours of work in a path. */
  readonly maxHours: number;
  /** How many levels below its start a course can still be followed. */
  readonly startTolerance: number;
}

export const pathRulesOf = (design: { readonly maxSteps: number }): PathRules => ({
  maxSteps: design.maxSteps,
  maxHours: 80,
  startTolerance: 1,
});

export interface DerivedPath {
  readonly steps: readonly PathStep[];
  readonly withoutCourse: readonly string[];
}

/**
 * How courses completed in an earlier cycle count where a repeated cycle lets them; a path that was made so names it. Such a course is not recommended
 * again. What it taught is in the self-rating that came after it; one completed after the rating counts as having led to its level.
 */
export const COMPLETED_BEFORE_RULE = 'completed-before-1';

/** What somebody completed in earlier cycles. */
export interface CompletedBefore {
  readonly course: string;
  readonly develops: CourseContent['develops'];
  readonly at: Instant;
}

/** What a path takes from earlier cycles. */
export interface CarriedOver {
  readonly courses: ReadonlySet<string>;
  /** Competency → level, by courses that the self-rating cannot know of. */
  readonly reached: ReadonlyMap<string, number>;
}
const NOTHING_BEFORE: CarriedOver = { courses: new Set(), reached: new Map() };

/** @param ratedAt when the self-rating was handed in on which the path rests */
export const carriedOver = (completed: readonly CompletedBefore[], ratedAt: Instant): CarriedOver => ({
  courses: new Set(completed.map(({ course }) => course)),
  reached: levelsOf(completed.filter(({ at }) => at > ratedAt)),
});

/** The highest level that any of these courses leads to, by competency. */
const levelsOf = (courses: readonly Pick<CourseContent, 'develops'>[]): Map<string, number> => {
  const reached = new Map<string, number>();
  for (const { develops } of courses)
    for (const { competency, to } of develops) reached.set(competency, Math.max(reached.get(competency) ?? 0, to));
  return reached;
};

/** Gaps as they are once these levels count as reached. */
const lessWhat = (reached: ReadonlyMap<string, number>, gaps: readonly Gap[]): readonly Gap[] =>
  gaps.map((gap): Gap => {
    const level = reached.get(gap.competency);
    if (level === undefined || gap.observed === null || gap.observed >= level) return gap;
    return { ...gap, observed: level, gap: Math.max(0, gap.target - level) };
  });

/** A gap that only a course already taken could serve is no gap of the catalogue. */
const unlessTaken = (
  withoutCourse: readonly string[],
  offered: readonly OfferedCourse[],
  taken: ReadonlySet<string>,
): readonly string[] =>
  withoutCourse.filter(
    (competency) =>
      !offered.some(({ course, develops }) => taken.has(course) && develops.some((one) => one.competency === competency)),
  );

type OpenGap = Gap & { readonly observed: number; readonly gap: number };

const plain = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `2.10` comes after `2.9`: the order in which frameworks number their competencies. */
const frameworkOrder = (a: string, b: string): number => {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [one, other] = [left[at] ?? '', right[at] ?? ''];
    if (one === other) continue;
    const difference = Number(one) - Number(other);
    return Number.isNaN(difference) || difference === 0 ? plain(one, other) : difference;
  }
  return 0;
};

/**
 * A learning path from a gap profile and what is on offer. Largest gap first (then the higher target, then the framework's order), a course for
 * each until there are enough courses or hours; a course that is already there and serves a further gap says so with a step of its
 * own, `also-develops`, behind it. Gaps for which nothing is on offer are named. The same input in any order gives the same path.
 *
 * @param where the teacher's region; courses bound to another region are not for them
 */
export const derivePath = (
  gaps: readonly Gap[],
  offered: readonly OfferedCourse[],
  where: { readonly region: string | undefined; readonly at: Instant },
  rules: PathRules,
): DerivedPath => {
  const open = gaps
    .filter((one): one is OpenGap => one.observed !== null && one.gap !== null && one.gap > 0)
    .sort((a, b) => b.gap - a.gap || b.target - a.target || frameworkOrder(a.competency, b.competency));
  const within = offered.filter(({ ends, region }) => ends > where.at && (region === undefined || region === where.region));

  /** The part of the course about this gap, where it fits the level the teacher is at. */
  const fitting = (course: OfferedCourse, gap: OpenGap) =>
    course.develops.find(
      ({ competency, from, to }) =>
        competency === gap.competency && to > gap.observed && from <= gap.observed + rules.startTolerance,
    );
  const closes = (course: OfferedCourse, gap: OpenGap) => Math.min(fitting(course, gap)?.to ?? 0, gap.target) - gap.observed;
  const serves = (course: OfferedCourse) => open.filter((gap) => fitting(course, gap) !== undefined).length;

  const courses: { readonly chosen: OfferedCourse; readonly steps: PathStep[] }[] = [];
  const withoutCourse: string[] = [];
  let hours = 0;
  for (const gap of open) {
    const fit = within.filter((course) => fitting(course, gap) !== undefined);
    if (fit.length === 0) {
      withoutCourse.push(gap.competency);
      continue;
    }
    const stepIn = (course: OfferedCourse, reason: PathStep['reason']): PathStep => {
      const { from, to } = fitting(course, gap) as { from: number; to: number };
      return { course: course.course, offering: course.offering, competency: gap.competency, from, to, reason, gap: gap.gap };
    };
    const [there] = courses
      .filter(({ chosen }) => fitting(chosen, gap) !== undefined)
      .sort((a, b) => closes(b.chosen, gap) - closes(a.chosen, gap));
    if (there) {
      there.steps.push(stepIn(there.chosen, 'also-develops'));
      continue;
    }
    if (courses.length >= rules.maxSteps) continue;
    const [best] = fit
      .filter((course) => hours + course.hours <= rules.maxHours)
      .sort(
        (a, b) =>
          Number(a.full) - Number(b.full) ||
          closes(b, gap) - closes(a, gap) ||
          serves(b) - serves(a) ||
          a.hours - b.hours ||
          // In the teacher's own region before national, then whichever begins first.
          Number(a.region === undefined) - Number(b.region === undefined) ||
          plain(a.starts, b.starts) ||
          plain(a.course, b.course) ||
          plain(a.offering, b.offering),
      );
    if (!best) continue;
    hours += best.hours;
    courses.push({ chosen: best, steps: [stepIn(best, courses.length === 0 ? 'largest-gap' : 'next-gap')] });
  }
  return { steps: courses.flatMap(({ steps }) => steps), withoutCourse: withoutCourse.sort(frameworkOrder) };
};

/** A first path in a cycle, with what was completed before it. */
export const firstPath = (
  gaps: readonly Gap[],
  offered: readonly OfferedCourse[],
  where: { readonly region: string | undefined; readonly at: Instant },
  rules: PathRules,
  before: CarriedOver = NOTHING_BEFORE,
): DerivedPath => {
  const { courses, reached } = before;
  const { steps, withoutCourse } = derivePath(
    lessWhat(reached, gaps),
    offered.filter(({ course }) => !courses.has(course)),
    where,
    rules,
  );
  return { steps, withoutCourse: unlessTaken(withoutCourse, offered, courses) };
};

/** What goes on or is done stays; what was given up or failed does not come back by itself. */
const UNDER_WAY: ReadonlySet<string> = new Set(['requested', 'waiting', 'enrolled', 'started']);

/**
 * A path after new evidence. Steps whose course was completed or goes on stay as they are, in front; a completed course counts as having
 * led to its level; the rest is derived anew from the gaps that are left, with the courses and hours that are left.
 * @param held the teacher's enrolments: offering → status
 */
export const renewPath = (
  steps: readonly PathStep[],
  held: ReadonlyMap<string, string>,
  gaps: readonly Gap[],
  offered: readonly OfferedCourse[],
  where: { readonly region: string | undefined; readonly at: Instant },
  rules: PathRules,
  before: CarriedOver = NOTHING_BEFORE,
): DerivedPath => {
  const statusOf = (offering: string) => held.get(offering) ?? 'none';
  const kept = steps.filter(({ offering }) => UNDER_WAY.has(statusOf(offering)) || statusOf(offering) === 'completed');
  const reached = levelsOf(offered.filter(({ offering }) => statusOf(offering) === 'completed'));
  const served = new Set(kept.filter(({ offering }) => statusOf(offering) !== 'completed').map(({ competency }) => competency));
  const left = lessWhat(
    reached,
    lessWhat(
      before.reached,
      gaps.filter(({ competency }) => !served.has(competency)),
    ),
  );
  const courses = new Set(kept.map(({ course }) => course));
  const taken = new Set([...before.courses, ...offered.filter(({ offering }) => held.has(offering)).map(({ course }) => course)]);
  const hours = new Map(offered.map((one) => [one.course, one.hours]));
  const derived = derivePath(
    left,
    offered.filter(({ course }) => !taken.has(course)),
    where,
    {
      ...rules,
      maxSteps: Math.max(0, rules.maxSteps - courses.size),
      maxHours: Math.max(0, rules.maxHours - [...courses].reduce((sum, course) => sum + (hours.get(course) ?? 0), 0)),
    },
  );
  const further = derived.steps.map((step): PathStep =>
    kept.length > 0 && step.reason === 'largest-gap' ? { ...step, reason: 'next-gap' } : step,
  );
  return { steps: [...kept, ...further], withoutCourse: unlessTaken(derived.withoutCourse, offered, taken) };
};
