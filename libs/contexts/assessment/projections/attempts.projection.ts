import { fold, type Projection, type View } from '#libs/projecting';
import type {
  Answer,
  AttemptRescored,
  AttemptResult,
  AttemptStarted,
  AttemptSubmitted,
  Entered,
  GapsIdentified,
} from '../assessment.events.js';

/** A result with the versions that made it. */
export type ResultShown = Pick<AttemptResult, 'scale' | 'scoring' | 'whole' | 'byDimension' | 'byCompetency' | 'equating'> & {
  readonly scoredAt: string;
  /** Why it was scored again; absent for the first. */
  readonly reason?: string;
};
export type ProfileShown = Pick<GapsIdentified['data'], 'educationLevel' | 'targetProfile' | 'gapRules' | 'gaps'>;

/** Each attempt as its teacher sees it: where it stands, what was answered, how it was scored, which gaps it showed. */
export type AttemptDocument = AttemptStarted & {
  readonly status: 'started' | 'submitted';
  /** When it happened; for answers on paper, when they were given. */
  readonly startedAt: string;
  readonly submittedAt?: string;
  /** When it was stored: later than the above where it came on paper. */
  readonly recordedAt: string;
  readonly late?: boolean;
  readonly entered?: Entered;
  readonly answers: Readonly<Record<string, Answer>>;
  /** The newest; it counts. */
  readonly result?: ResultShown;
  readonly profile?: ProfileShown;
  /** Earlier results and what they showed, oldest first. */
  readonly earlier?: readonly { readonly result: ResultShown; readonly profile?: ProfileShown }[];
};

const COLLECTION = 'attempts';

const started = fold<AttemptStarted>((event, view) => {
  view.put(COLLECTION, event.data.attempt, {
    ...event.data,
    status: 'started',
    startedAt: event.metadata.occurredAt,
    recordedAt: event.metadata.recordedAt,
    answers: {},
  });
});

const attemptOf = (view: View, attempt: string, happened: string): AttemptDocument => {
  const document = view.get<AttemptDocument>(COLLECTION, attempt);
  if (!document) throw new Error(`${happened} before it was started`);
  return document;
};

const shownResult = (data: AttemptResult & { reason?: string }, scoredAt: string): ResultShown => {
  const { scale, scoring, whole, byDimension, byCompetency, equating, reason } = data;
  return {
    scale,
    scoring,
    whole,
    byDimension,
    byCompetency,
    ...(equating ? { equating } : {}),
    scoredAt,
    ...(reason === undefined ? {} : { reason }),
  };
};

const submitted = fold<AttemptSubmitted>(({ data, metadata }, view) => {
  const { attempt, late, entered } = data;
  view.put(COLLECTION, attempt, {
    ...attemptOf(view, attempt, 'submitted'),
    status: 'submitted',
    submittedAt: metadata.occurredAt,
    recordedAt: metadata.recordedAt,
    late,
    ...(entered ? { entered } : {}),
  });
});

export const attemptsProjection: Projection = {
  name: 'attempts',
  version: 2,
  weight: 28,
  oneStream: true,
  collections: [
    {
      name: COLLECTION,
      columns: { teacher: 'text', cycle: 'text', measure: 'text', occasion: 'text', status: 'text', instrument: 'text' },
      indexes: [
        ['teacher', 'cycle'],
        ['cycle', 'instrument'],
      ],
    },
  ],
  on: {
    SelfAssessmentStarted: started,
    TestStarted: started,
    ItemsAnswered: fold<{ attempt: string; answers: Record<string, Answer> }>((event, view) => {
      const attempt = attemptOf(view, event.data.attempt, 'answered');
      view.put(COLLECTION, event.data.attempt, { ...attempt, answers: { ...attempt.answers, ...event.data.answers } });
    }),
    SelfAssessmentSubmitted: submitted,
    TestSubmitted: submitted,
    AttemptScored: fold<AttemptResult>(({ data, metadata }, view) => {
      view.put(COLLECTION, data.attempt, {
        ...attemptOf(view, data.attempt, 'scored'),
        result: shownResult(data, metadata.occurredAt),
      });
    }),
    AttemptRescored: fold<AttemptRescored['data']>(({ data, metadata }, view) => {
      const attempt = attemptOf(view, data.attempt, 'scored');
      const { result, profile, earlier = [] } = attempt;
      if (!result) throw new Error('scored again before it was scored');
      view.put(COLLECTION, data.attempt, {
        ...attempt,
        result: shownResult(data, metadata.occurredAt),
        earlier: [...earlier, profile ? { result, profile } : { result }],
      });
    }),
    GapsIdentified: fold<GapsIdentified['data']>(({ data }, view) => {
      const { educationLevel, targetProfile, gapRules, gaps } = data;
      view.put(COLLECTION, data.attempt, {
        ...attemptOf(view, data.attempt, 'gaps'),
        profile: { educationLevel, targetProfile, gapRules, gaps },
      });
    }),
  },
};
