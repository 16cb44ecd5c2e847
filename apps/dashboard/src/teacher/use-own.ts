import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/client.js';
import type { Attempt, Enrolment, Items, LearningPath, Participation } from '../api/types.js';
import { useCycle } from '../pages/cycle-context.js';
import { useResource, useSession } from '../session.js';
import { keepAnswersOf } from './answer-queues.js';
import { journey, type Known } from './journey.js';

export interface Own extends Known {
  /** `/v1/:country/cycles/:cycle/me` */
  readonly base: string;
  readonly statuses: ReturnType<typeof journey>;
  /** The server has said that there is no path yet; `false` also while that is not known. */
  readonly withoutPath: boolean;
  /** Addresses of all that these pages are made of. */
  readonly reads: readonly string[];
  /** Everything that is needed is there. */
  readonly ready: boolean;
  readonly problem: Problem | undefined;
  /** Reads everything of one's own again. */
  again(): void;
}

/** With what is needed to show anything. */
export type ReadyOwn = Own & { readonly participation: Participation };
export const isReady = (own: Own): own is ReadyOwn => own.ready;

/** Everything of the teacher's own in this cycle. */
export const useOwn = (): Own => {
  const { path, cycle, country, frameworkPath } = useCycle();
  const { resources } = useSession();
  const base = `${path}/me`;
  const participation = useResource<Participation>(`${base}/participation`);
  const attempts = useResource<{ attempts: readonly Attempt[] }>(`${base}/attempts`);
  // A path follows from a confirmed profile: before, there is none to ask for.
  const seen = (participation.data?.participation?.acknowledgedAt ?? null) !== null;
  const learning = useResource<LearningPath>(seen ? `${base}/path` : null);
  const enrolments = useResource<Items<Enrolment>>(`${base}/enrolments`);
  // Nor is there one until it was asked for.
  const pathProblem = learning.problem?.code === 'path-not-there' ? undefined : learning.problem;
  const known: Known = {
    participation: participation.data,
    attempts: attempts.data?.attempts ?? [],
    path: learning.data,
    enrolments: enrolments.data?.items ?? [],
    asksThen: cycle.design.retrospective !== undefined,
  };
  const listed = attempts.data?.attempts;
  const pruned = useRef(false);
  useEffect(() => {
    if (!listed || pruned.current) return;
    pruned.current = true;
    keepAnswersOf(base, listed);
  }, [listed, base]);
  const again = useCallback(() => resources.refreshUnder(base), [resources, base]);
  return {
    ...known,
    base,
    reads: [
      `/v1/${encodeURIComponent(country.country)}`,
      path,
      frameworkPath,
      `${base}/participation`,
      `${base}/attempts`,
      `${base}/enrolments`,
    ],
    statuses: journey(known),
    withoutPath: learning.problem?.code === 'path-not-there',
    ready: participation.data !== undefined && attempts.data !== undefined,
    problem: participation.problem ?? attempts.problem ?? pathProblem ?? enrolments.problem,
    again,
  };
};

/** One write at a time, with its problem; `done` runs when it has succeeded. */
export const useWrite = () => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const write = useCallback(async (act: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, problem, write };
};
