import type { TargetProfile } from '#libs/contexts/rollout';
import type { Answer, AttemptScored, Gap, Score } from './assessment.events.js';
import type { PublishedVersion } from './instrument.js';

/** "Not applicable": missing, never zero. */
export const NOT_APPLICABLE = 'na';

type Answers = Readonly<Record<string, Answer>>;
interface Marked {
  readonly competency: string;
  readonly dimension: string;
  /** Hundredths of the scale's unit, `undefined` where it is missing. */
  readonly points: number | undefined;
}

/** Hundredths, halves rounded up; integers from here on, so that tallies never depend on the order of events. */
const meanOf = (marked: readonly Marked[], minimum = 0): Score => {
  const points = marked.flatMap((one) => (one.points === undefined ? [] : [one.points]));
  const sum = points.reduce((total, one) => total + one, 0);
  return {
    score:
      points.length === 0 || points.length < minimum * marked.length
        ? null
        : Math.floor((2 * sum + points.length) / (2 * points.length)),
    answered: points.length,
    items: marked.length,
  };
};

const grouped = (marked: readonly Marked[], by: 'competency' | 'dimension', minimum = 0): Record<string, Score> => {
  const groups = new Map<string, Marked[]>();
  for (const one of marked) {
    const group = groups.get(one[by]);
    if (group) group.push(one);
    else groups.set(one[by], [one]);
  }
  return Object.fromEntries([...groups].map(([name, members]) => [name, meanOf(members, minimum)]));
};

/**
 * Scores an attempt by the version's own rule. `mean-of-anchors`: the mean of the answered items, not-applicable and unanswered
 * missing; with fewer answers than the version asks for there is no score. `percent-correct`: the share of right answers in percent, unanswered counts as wrong.
 */
export const scoreAnswers = (
  version: PublishedVersion,
  answers: Answers,
): Pick<AttemptScored['data'], 'scoring' | 'whole' | 'byDimension' | 'byCompetency'> => {
  const marked = version.items.map((item): Marked => {
    const answer = answers[item.id];
    const points =
      version.scoring.rule === 'percent-correct'
        ? answer !== undefined && answer === version.keys?.[item.id]
          ? 10_000
          : 0
        : typeof answer === 'number'
          ? answer * 100
          : undefined;
    return { competency: item.competency, dimension: item.dimension, points };
  });
  return {
    scoring: `${version.scoring.rule}@${version.scoring.version}`,
    whole: meanOf(marked, version.scoring.minimumAnswered?.whole),
    byDimension: grouped(marked, 'dimension', version.scoring.minimumAnswered?.dimension),
    byCompetency: grouped(marked, 'competency'),
  };
};

/** Observed proficiency (the rating, rounded down to a whole level) against the target profile of an education level. */
export const gapsOf = (byCompetency: Readonly<Record<string, Score>>, profile: TargetProfile, educationLevel: string): Gap[] => {
  const targets = profile.targets[educationLevel] ?? {};
  return Object.keys(targets)
    .sort()
    .map((competency): Gap => {
      const target = targets[competency] ?? 0;
      const score = byCompetency[competency]?.score ?? null;
      const observed = score === null ? null : Math.floor(score / 100);
      return { competency, observed, target, gap: observed === null ? null : Math.max(0, target - observed) };
    });
};
