import { fold, type Projection, type View } from '#libs/projecting';
import type {
  Answer,
  AttemptRescored,
  AttemptResult,
  AttemptStarted,
  AttemptSubmitted,
  Entered,
  Gap,
  GapsIdentified,
  Score,
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

/** A list of values that repeats: a name and what belongs to it, and the next name. */
type Packed = readonly (string | number | null)[];
type StoredResult = Omit<ResultShown, 'byDimension' | 'byCompetency'> & {
  /** Name, score, answered, items. */
  readonly byDimension: Packed;
  readonly byCompetency: Packed;
};
type StoredProfile = Omit<ProfileShown, 'gaps'> & {
  /** Competency, observed, target, gap. */
  readonly gaps: Packed;
};
/** An attempt as it is stored. Scores and gaps are packed: written out, their names alone would be half of all that the read models hold. */
export type StoredAttempt = Omit<AttemptDocument, 'result' | 'profile' | 'earlier'> & {
  readonly result?: StoredResult;
  readonly profile?: StoredProfile;
  readonly earlier?: readonly { readonly result: StoredResult; readonly profile?: StoredProfile }[];
};

const packScores = (scores: Readonly<Record<string, Score>>): Packed => {
  const packed: (string | number | null)[] = [];
  for (const name of Object.keys(scores)) {
    const { score, answered, items } = scores[name] as Score;
    packed.push(name, score, answered, items);
  }
  return packed;
};

const unpackScores = (packed: Packed): Record<string, Score> => {
  const scores: Record<string, Score> = {};
  for (let at = 0; at < packed.length; at += 4)
    scores[packed[at] as string] = {
      score: packed[at + 1] as number | null,
      answered: packed[at + 2] as number,
      items: packed[at + 3] as number,
    };
  return scores;
};

const packGaps = (gaps: readonly Gap[]): Packed => {
  const packed: (string | number | null)[] = [];
  for (const { competency, observed, target, gap } of gaps) packed.push(competency, observed, target, gap);
  return packed;
};

const unpackGaps = (packed: Packed): Gap[] => {
  const gaps: Gap[] = [];
  for (let at = 0; at < packed.length; at += 4)
    gaps.push({
      competency: packed[at] as string,
      observed: packed[at + 1] as number | null,
      target: packed[at + 2] as number,
      gap: packed[at + 3] as number | null,
    });
  return gaps;
};

const resultShown = (result: StoredResult): ResultShown => ({
  ...result,
  byDimension: unpackScores(result.byDimension),
  byCompetency: unpackScores(result.byCompetency),
});
const profileShown = (profile: StoredProfile): ProfileShown => ({ ...profile, gaps: unpackGaps(profile.gaps) });

/** What is stored of an attempt, as people see it. */
export const attemptShown = ({ result, profile, earlier, ...attempt }: StoredAttempt): AttemptDocument => ({
  ...attempt,
  ...(result ? { result: resultShown(result) } : {}),
  ...(profile ? { profile: profileShown(profile) } : {}),
  ...(earlier
    ? {
        earlier: earlier.map((one) => ({
          result: resultShown(one.result),
          ...(one.profile ? { profile: profileShown(one.profile) } : {}),
        })),
      }
    : {}),
});

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

const attemptOf = (view: View, attempt: string, happened: string): StoredAttempt => {
  const document = view.get<StoredAttempt>(COLLECTION, attempt);
  if (!document) throw new Error(`${happened} before it was started`);
  return document;
};

const storedResult = (data: AttemptResult & { reason?: string }, scoredAt: string): StoredResult => {
  const { scale, scoring, whole, byDimension, byCompetency, equating, reason } = data;
  return {
    byCompetency: packScores(byCompetency),
    byDimension: packScores(byDimension),
    ...(equating ? { equating } : {}),
    ...(reason === undefined ? {} : { reason }),
    scale,
    scoredAt,
    scoring,
    whole,
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
  version: 3,
  weight: 260,
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
        result: storedResult(data, metadata.occurredAt),
      });
    }),
    AttemptRescored: fold<AttemptRescored['data']>(({ data, metadata }, view) => {
      const attempt = attemptOf(view, data.attempt, 'scored');
      const { result, profile, earlier = [] } = attempt;
      if (!result) throw new Error('scored again before it was scored');
      view.put(COLLECTION, data.attempt, {
        ...attempt,
        result: storedResult(data, metadata.occurredAt),
        earlier: [...earlier, profile ? { result, profile } : { result }],
      });
    }),
    GapsIdentified: fold<GapsIdentified['data']>(({ data }, view) => {
      const { educationLevel, targetProfile, gapRules, gaps } = data;
      view.put(COLLECTION, data.attempt, {
        ...attemptOf(view, data.attempt, 'gaps'),
        profile: { educationLevel, gapRules, gaps: packGaps(gaps), targetProfile },
      });
    }),
  },
};
