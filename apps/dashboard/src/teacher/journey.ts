import type { Attempt, Enrolment, LearningPath, Measure, Occasion, Participation, Stage, Window } from '../api/types.js';

export const PARTS = [
  'consent',
  'rating',
  'test',
  'profile',
  'path',
  'courses',
  'final-test',
  'final-rating',
  'final-then',
  'results',
] as const;
export type Part = (typeof PARTS)[number];

/** `closed`: something before it is still to be done, or its window is not open. */
export type PartStatus = 'done' | 'open' | 'closed';

export interface Known {
  readonly participation: Participation | undefined;
  readonly attempts: readonly Attempt[];
  readonly path: LearningPath | undefined;
  readonly enrolments: readonly Enrolment[];
  /** The cycle asks at the end about the time before. */
  readonly asksThen: boolean;
}

/** The one that counts, where somebody who was registered twice answered twice. */
export const attemptOf = (attempts: readonly Attempt[], measure: Measure, occasion: Occasion): Attempt | undefined =>
  attempts.find((one) => one.measure === measure && one.occasion === occasion && !one.overruled);

/** The questionnaires among the parts. */
export const QUESTIONNAIRES: Readonly<Partial<Record<Part, { readonly measure: Measure; readonly occasion: Occasion }>>> = {
  rating: { measure: 'self-rating', occasion: 'baseline' },
  test: { measure: 'test', occasion: 'baseline' },
  'final-test': { measure: 'test', occasion: 'final' },
  'final-rating': { measure: 'self-rating', occasion: 'final' },
  'final-then': { measure: 'self-rating', occasion: 'retrospective' },
};

/** The window that a part belongs to, where it has one of its own. */
const STAGES: Readonly<Partial<Record<Part, Stage>>> = {
  rating: 'self-assessment',
  test: 'self-assessment',
  courses: 'learning',
  'final-test': 'evaluation',
  'final-rating': 'evaluation',
  'final-then': 'evaluation',
};
export const windowOf = (part: Part, participation: Participation | undefined): Window | undefined =>
  participation?.windows.find(({ stage }) => stage === STAGES[part]);

/** Where a teacher stands in the cycle, and which windows are open, by the server's clock. */
export const journey = ({ participation, attempts, path, enrolments, asksThen }: Known): Readonly<Record<Part, PartStatus>> => {
  const consented = participation?.participation?.consent?.purposes.includes('take-part') ?? false;
  const submitted = (measure: Measure, occasion: Occasion) => attemptOf(attempts, measure, occasion)?.status === 'submitted';
  const rated = submitted('self-rating', 'baseline');
  const seen = (participation?.participation?.acknowledgedAt ?? null) !== null;
  const accepted = path?.status === 'accepted';
  const tested = submitted('test', 'baseline');
  const inTime = (part: Part) => ['open', 'grace'].includes(windowOf(part, participation)?.state ?? 'open');
  const status = (done: boolean, ready: boolean): PartStatus => (done ? 'done' : ready ? 'open' : 'closed');
  return {
    consent: status(consented, true),
    rating: status(rated, consented && inTime('rating')),
    test: status(tested, consented && inTime('test')),
    profile: status(seen, rated),
    path: status(accepted, seen),
    courses: status(
      enrolments.some((one) => one.status === 'completed'),
      accepted || enrolments.length > 0,
    ),
    'final-test': status(submitted('test', 'final'), consented && (tested || rated) && inTime('final-test')),
    'final-rating': status(submitted('self-rating', 'final'), consented && rated && inTime('final-rating')),
    // Asked after the second rating, so that looking back does not colour it.
    'final-then': status(
      submitted('self-rating', 'retrospective'),
      asksThen && submitted('self-rating', 'final') && inTime('final-then'),
    ),
    results: status(false, tested || rated),
  };
};

/** What to do now: the first part that is open. */
export const nextPart = (statuses: Readonly<Record<Part, PartStatus>>): Part | undefined =>
  PARTS.find((part) => statuses[part] === 'open' && part !== 'results');
