import { newKey, Problem, type Api } from '../api/client.js';
import { AnswerQueue, type Answers, type QueueState, type Sent, type Shelf } from './queue.js';

const PREFIX = 'cordillera.answers.';
const RETRY_LONGEST = 30_000;

/** The browser's storage, or, where it is switched off or full, the page's memory: answers then survive a lost line but no reload. */
const shelf = (): Shelf => {
  const memory = new Map<string, string>();
  return {
    getItem: (key) => {
      try {
        return memory.get(key) ?? localStorage.getItem(key);
      } catch {
        return memory.get(key) ?? null;
      }
    },
    setItem: (key, value) => {
      try {
        localStorage.setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    removeItem: (key) => {
      memory.delete(key);
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was kept there.
      }
    },
  };
};

export interface LiveQueue {
  readonly queue: AnswerQueue;
  readonly listeners: Set<(state: QueueState) => void>;
}

const queues = new Map<string, LiveQueue>();

/** Seen as lasting: the line, the server or the session may be back later. Everything else the server has decided. */
const passes = ({ code, status }: Problem): boolean =>
  code === 'offline' || status === 401 || status === 408 || status === 429 || status >= 500;

/** The one queue of an attempt in this page; it goes on sending while other parts are shown. */
export const queueOf = (api: Api, attemptPath: string): LiveQueue => {
  const known = queues.get(attemptPath);
  if (known) return known;
  const listeners = new Set<(state: QueueState) => void>();
  const queue = new AnswerQueue({
    name: `${PREFIX}${attemptPath}`,
    shelf: shelf(),
    newKey,
    now: () => Date.now(),
    send: async (answers: Answers, key: string): Promise<Sent> => {
      try {
        await api.send('PUT', `${attemptPath}/answers`, { answers }, key);
        return { outcome: 'saved' };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return passes(error) ? { outcome: 'later' } : { outcome: 'refused', problem: error };
      }
    },
    later: (failures, callback) => {
      setTimeout(callback, Math.min(RETRY_LONGEST, 1_000 * 2 ** Math.min(failures, 6)));
    },
    changed: (state) => listeners.forEach((listener) => listener(state)),
  });
  addEventListener('online', () => void queue.flush());
  const own = { queue, listeners };
  queues.set(attemptPath, own);
  return own;
};

/** Answers that somebody else left unsent on this device are nobody's any more: their session is over, and these attempts are not theirs. */
export const keepAnswersOf = (base: string, attempts: readonly { readonly attempt: string }[]): void => {
  const own = new Set(attempts.map(({ attempt }) => `${PREFIX}${base}/attempts/${attempt}`));
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(`${PREFIX}${base}/`) && !own.has(key)) localStorage.removeItem(key);
  } catch {
    // Storage is switched off: nothing was kept there.
  }
};

/** Whoever signs out leaves nothing on the device, what was not sent included. */
export const clearAnswers = (): void => {
  for (const { queue } of queues.values()) queue.clear();
  queues.clear();
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Storage is switched off: nothing was kept there.
  }
};

/** Answers in this browser that the server has not confirmed. */
export const anyUnsaved = (): boolean => [...queues.values()].some(({ queue }) => queue.state.unsaved > 0);
