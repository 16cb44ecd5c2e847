import type { TargetProfile } from '#libs/contexts/rollout';
import type { Answer, AttemptResult, EquatedForm, Gap, Score } from './assessment.events.js';
import { scoringOf, type PublishedVersion } from './instrument.js';

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
  let answered = 0;
  let sum = 0;
  for (const { points } of marked) {
    if (points === undefined) continue;
    answered += 1;
    sum += points;
  }
  const enough = answered > 0 && answered >= minimum * marked.length;
  return { answered, items: marked.length, score: enough ? Math.floor((2 * sum + answered) / (2 * answered)) : null };
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

/** A form and the decision that put it on the common scale. */
export interface Equated extends EquatedForm {
  readonly decision: string;
  /** The common scale. */
  readonly scale: string;
}

export type Scored = Pick<AttemptResult, 'scale' | 'scoring' | 'whole' | 'byDimension' | 'byCompetency' | 'marks' | 'equating'>;

/**
 * Scores an attempt by the version's own rule. `mean-of-anchors`: the mean of the answered items, not-applicable and unanswered
 * missing; with fewer answers than the version asks for there is no score. `percent-correct`: the share of right answers in percent, unanswered counts as wrong.
 * A form that was equated has its whole score on the common scale, and keeps the raw one beside it.
 */
export const scoreAnswers = (version: PublishedVersion, answers: Answers, equated?: Equated): Scored => {
  const test = version.scoring.rule === 'percent-correct';
  const marks = version.items.map((item) => {
    const answer = answers[item.id];
    if (test) return answer !== undefined && answer === version.keys?.[item.id] ? 1 : 0;
    return typeof answer === 'number' ? answer : null;
  });
  const unit = test ? 10_000 : 100;
  const marked = version.items.map(({ competency, dimension }, index): Marked => {
    const mark = marks[index] ?? null;
    return { competency, dimension, points: mark === null ? undefined : mark * unit };
  });
  const { minimumAnswered } = version.scoring;
  const raw = meanOf(marked, minimumAnswered?.whole);
  const scored: Scored = {
    scale: version.scale,
    scoring: scoringOf(version),
    whole: raw,
    byDimension: grouped(marked, 'dimension', minimumAnswered?.dimension),
    // One item about a whole dimension says nothing of the competencies in it.
    byCompetency: version.about === 'then' ? {} : grouped(marked, 'competency'),
    marks,
  };
  if (!equated || equated.scoring !== scored.scoring) return scored;
  const scaled = equated.table.find((row) => row.raw === raw.score)?.scaled;
  if (scaled === undefined) throw new RangeError(`no worth of ${raw.score} was decided for ${version.instrument}`);
  const { decision, scale } = equated;
  return { ...scored, scale, whole: { ...raw, score: scaled }, equating: { decision, rawScale: version.scale, raw } };
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
      return { competency, gap: observed === null ? null : Math.max(0, target - observed), observed, target };
    });
};
