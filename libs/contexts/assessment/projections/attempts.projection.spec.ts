import fc from 'fast-check';
import { canonicalJson, NO_HASH, type EventMetadata, type FoldableEvent } from '#libs/kernel';
import type { View } from '#libs/projecting';
import type { AttemptResult, Gap, GapsIdentified, Score } from '../assessment.events.js';
import { attemptShown, attemptsProjection, type AttemptDocument, type StoredAttempt } from './attempts.projection.js';

const at = (minute: number): string => `2023-05-09T18:${String(minute).padStart(2, '0')}:00.000Z`;
const about = { attempt: 'a1', teacher: 't1', occasion: 'baseline', measure: 'self-rating' } as const;

const happened = (type: string, data: object, minute: number): FoldableEvent<string, never> => ({
  type,
  data: data as never,
  stream: 'cl.2023.attempt-a1',
  metadata: { tenant: 'cl', cycle: '2023', occurredAt: at(minute), recordedAt: at(minute), hash: NO_HASH } as EventMetadata,
});

const started = happened(
  'SelfAssessmentStarted',
  { ...about, cycle: '2023', instrument: 'self-rating', version: 1, scale: 'anchors', closes: at(50), graceUntil: at(59) },
  1,
);
const answered = (answers: object, minute: number) => happened('ItemsAnswered', { attempt: 'a1', answers }, minute);
const submitted = happened('SelfAssessmentSubmitted', { ...about, late: false }, 9);

/** As it is read: kept as the text that would be stored. */
const shownAfter = (events: readonly FoldableEvent<string, never>[]): AttemptDocument => {
  const documents = new Map<string, string>();
  const view: View = {
    get: <T extends object>(_: string, id: string) => {
      const text = documents.get(id);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    put: (_, id, document) => void documents.set(id, canonicalJson(document)),
    delete: (_, id) => void documents.delete(id),
  };
  for (const event of events) attemptsProjection.on[event.type]?.(event, view);
  return attemptShown(JSON.parse(documents.get('a1') ?? 'null') as StoredAttempt);
};

const score: fc.Arbitrary<Score> = fc.record({
  score: fc.option(fc.nat(10_000)),
  answered: fc.nat(24),
  items: fc.nat(24),
});
const scores = fc.dictionary(fc.constantFrom('1', '2', '10', '1.1', '1.2', '6.5', 'ñ'), score, { noNullPrototype: true });
const result = (measured: {
  whole: Score;
  byDimension: Record<string, Score>;
  byCompetency: Record<string, Score>;
}): AttemptResult => ({
  ...about,
  scale: 'anchors',
  instrument: 'self-rating',
  version: 1,
  scoring: 'mean-of-anchors@1',
  ...measured,
});
const measured = fc.record({ whole: score, byDimension: scores, byCompetency: scores });
const gap: fc.Arbitrary<Gap> = fc.record({
  competency: fc.constantFrom('1.1', '1.2', '2.1', '10'),
  observed: fc.option(fc.nat(5)),
  target: fc.nat(5),
  gap: fc.option(fc.nat(5)),
});
const identified = (gaps: readonly Gap[]): GapsIdentified['data'] => ({
  attempt: 'a1',
  teacher: 't1',
  educationLevel: 'primary',
  targetProfile: '2023-1',
  gapRules: 'gap-rules-1',
  gaps,
});

describe('an attempt as its teacher sees it', () => {
  it('shows answers as they are saved, the last one of each item, and when it was handed in', () => {
    const shown = shownAfter([started, answered({ '1.1': 3, '1.2': null }, 2), answered({ '1.2': 4, '2.1': 0 }, 3), submitted]);
    expect(shown).toMatchObject({
      answers: { '1.1': 3, '1.2': 4, '2.1': 0 },
      status: 'submitted',
      startedAt: at(1),
      submittedAt: at(9),
      late: false,
    });
    expect(shown).not.toHaveProperty('result');
    expect(shown).not.toHaveProperty('profile');
  });

  it('shows scores and gaps exactly as they were made, whatever the competencies are called and whatever was left out', () => {
    fc.assert(
      fc.property(measured, fc.array(gap), (scored, gaps) => {
        const data = result(scored);
        const shown = shownAfter([
          started,
          submitted,
          happened('AttemptScored', data, 9),
          happened('GapsIdentified', identified(gaps), 9),
        ]);
        const { scale, scoring, whole, byDimension, byCompetency } = data;
        expect(shown.result).toEqual({ scale, scoring, whole, byDimension, byCompetency, scoredAt: at(9) });
        const { educationLevel, targetProfile, gapRules } = identified(gaps);
        expect(shown.profile).toEqual({ educationLevel, targetProfile, gapRules, gaps });
      }),
    );
  });

  it('keeps what an earlier scoring showed, with its profile, beside the newest', () => {
    fc.assert(
      fc.property(fc.array(measured, { minLength: 2, maxLength: 4 }), fc.array(gap), (all, gaps) => {
        const [first, ...later] = all.map(result);
        const shown = shownAfter([
          started,
          submitted,
          happened('AttemptScored', first as object, 9),
          happened('GapsIdentified', identified(gaps), 9),
          ...later.map((data, index) =>
            happened('AttemptRescored', { ...data, result: index + 2, reason: `because ${index}` }, 10 + index),
          ),
        ]);
        const last = later.at(-1) as AttemptResult;
        expect(shown.result).toMatchObject({
          whole: last.whole,
          byCompetency: last.byCompetency,
          reason: `because ${later.length - 1}`,
        });
        expect(shown.earlier).toHaveLength(later.length);
        expect(shown.earlier?.[0]?.result).toMatchObject({ whole: first?.whole, byDimension: first?.byDimension });
        expect(shown.earlier?.[0]?.profile?.gaps).toEqual(gaps);
      }),
    );
  });
});
