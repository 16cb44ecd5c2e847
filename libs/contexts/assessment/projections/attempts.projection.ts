import { fold, type Projection } from '#libs/projecting';
import type { Answer, AttemptScored, AttemptStarted, AttemptSubmitted, GapsIdentified } from '../assessment.events.js';

/** Each attempt as its teacher sees it: where it stands, what was answered, how it was scored, which gaps it showed. */
export type AttemptDocument = AttemptStarted & {
  readonly status: 'started' | 'submitted';
  readonly startedAt: string;
  readonly submittedAt?: string;
  readonly late?: boolean;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly result?: Pick<AttemptScored['data'], 'scoring' | 'whole' | 'byDimension' | 'byCompetency'>;
  readonly profile?: Pick<GapsIdentified['data'], 'educationLevel' | 'targetProfile' | 'gapRules' | 'gaps'>;
};

const COLLECTION = 'attempts';

const started = fold<AttemptStarted>((event, view) => {
  view.put(COLLECTION, event.data.attempt, {
    ...event.data,
    status: 'started',
    startedAt: event.metadata.occurredAt,
    answers: {},
  });
});

const submitted = fold<AttemptSubmitted>((event, view) => {
  const attempt = view.get<AttemptDocument>(COLLECTION, event.data.attempt);
  if (!attempt) throw new Error('submitted before it was started');
  view.put(COLLECTION, event.data.attempt, {
    ...attempt,
    status: 'submitted',
    submittedAt: event.metadata.occurredAt,
    late: event.data.late,
  });
});

export const attemptsProjection: Projection = {
  name: 'attempts',
  version: 1,
  oneStream: true,
  collections: [
    {
      name: COLLECTION,
      columns: { teacher: 'text', cycle: 'text', measure: 'text', occasion: 'text', status: 'text' },
      indexes: [['teacher', 'cycle']],
    },
  ],
  on: {
    SelfAssessmentStarted: started,
    TestStarted: started,
    ItemsAnswered: fold<{ attempt: string; answers: Record<string, Answer> }>((event, view) => {
      const attempt = view.get<AttemptDocument>(COLLECTION, event.data.attempt);
      if (!attempt) throw new Error('answered before it was started');
      view.put(COLLECTION, event.data.attempt, { ...attempt, answers: { ...attempt.answers, ...event.data.answers } });
    }),
    SelfAssessmentSubmitted: submitted,
    TestSubmitted: submitted,
    AttemptScored: fold<AttemptScored['data']>((event, view) => {
      const attempt = view.get<AttemptDocument>(COLLECTION, event.data.attempt);
      if (!attempt) throw new Error('scored before it was started');
      const { scoring, whole, byDimension, byCompetency } = event.data;
      view.put(COLLECTION, event.data.attempt, { ...attempt, result: { scoring, whole, byDimension, byCompetency } });
    }),
    GapsIdentified: fold<GapsIdentified['data']>((event, view) => {
      const attempt = view.get<AttemptDocument>(COLLECTION, event.data.attempt);
      if (!attempt) throw new Error('gaps before the attempt was started');
      const { educationLevel, targetProfile, gapRules, gaps } = event.data;
      view.put(COLLECTION, event.data.attempt, { ...attempt, profile: { educationLevel, targetProfile, gapRules, gaps } });
    }),
  },
};
