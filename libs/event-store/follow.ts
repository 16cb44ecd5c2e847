import { setImmediate as nextTurn } from 'node:timers/promises';
import { isTenant, tenantPrefix, type Position, type RecordedEvent } from '#libs/kernel';
import { EventStoreError, type SubscriptionBatch, type SubscriptionRequest } from './port.js';

export interface LogPage {
  readonly events: readonly RecordedEvent[];
  /** Everything up to here is in this page, in an earlier one, or outside the prefixes. */
  readonly position: Position | undefined;
  /** Nothing lay behind `position`. */
  readonly end: boolean;
}

/** A log that can be paged through in its own thread: what `follow` makes a subscription of. */
export interface FollowedLog {
  /** The next page behind a position; takes bounded time. */
  page(from: Position | undefined): LogPage;
  /** Settles when there may be something new, or when it is time to stop. */
  changed(): Promise<void>;
  stopped(): boolean;
  /** Whether a page that could not be read may be had later; without it every failure ends the subscription. */
  passes?(error: unknown): boolean;
  pause?(milliseconds: number): Promise<void>;
}

const LONGEST_PAUSE = 5000;

/**
 * A subscription over pages: catch up, say so, go on live. The event loop gets its turn between any two pages. A failure before the
 * first page is the caller's; after it, what may pass is waited out: read again from the last batch handed out, later and later, and
 * not all readers at once.
 */
export async function* follow(log: FollowedLog, from: Position | undefined): AsyncGenerator<SubscriptionBatch, void, void> {
  let position = from;
  let saidCaughtUp = false;
  let started = false;
  let failures = 0;
  while (!log.stopped()) {
    let page: LogPage;
    try {
      page = log.page(position);
    } catch (error) {
      if (!started || !log.pause || !log.passes?.(error)) throw error;
      failures += 1;
      // eslint-disable-next-line no-restricted-properties -- spreads those who retry; it changes when, never what
      await log.pause(Math.min(LONGEST_PAUSE, 50 * 2 ** failures) * (0.5 + Math.random() / 2));
      continue;
    }
    started = true;
    failures = 0;
    if (page.position !== position || (page.end && !saidCaughtUp)) {
      position = page.position;
      saidCaughtUp = page.end;
      yield { events: page.events, position, caughtUp: page.end };
      if (log.stopped()) return;
    }
    if (page.end) await log.changed();
    else await nextTurn();
  }
}

const DEFAULT_BATCH = 1000;
const MAX_BATCH = 10_000;

/**
 * The batch size, prefixes and types of a request, checked; `prefixes` and `types` are `undefined` where all are asked for.
 * @throws EventStoreError invalid
 */
export const checkSubscription = (
  request: SubscriptionRequest,
): { batch: number; prefixes: readonly string[] | undefined; types: ReadonlySet<string> | undefined } => {
  checkTenant(request.tenant);
  const whole = tenantPrefix(request.tenant);
  if (request.prefixes.length === 0) throw new EventStoreError('invalid', 'a subscription without prefixes');
  for (const prefix of request.prefixes) {
    if (!prefix.startsWith(whole) || !/[.-]$/.test(prefix)) {
      throw new EventStoreError(
        'invalid',
        `"${prefix}" is no stream prefix of ${request.tenant}: it starts with "${whole}" and ends with "." or "-"`,
        {
          prefix,
        },
      );
    }
  }
  if (request.types?.length === 0) throw new EventStoreError('invalid', 'a subscription to no type of event');
  const batch = request.batch ?? DEFAULT_BATCH;
  if (!Number.isInteger(batch) || batch < 1 || batch > MAX_BATCH) {
    throw new EventStoreError('invalid', `a batch of ${batch} events: 1 to ${MAX_BATCH} are possible`, { batch });
  }
  return {
    batch,
    prefixes: request.prefixes.includes(whole) ? undefined : [...new Set(request.prefixes)],
    types: request.types && new Set(request.types),
  };
};

/** @throws EventStoreError invalid */
export const checkTenant = (tenant: string): void => {
  if (!isTenant(tenant)) throw new EventStoreError('invalid', `"${tenant}" is no country id`, { tenant });
};

/** The bounds of a stream slice, checked. @throws EventStoreError invalid */
export const checkSlice = (options: { from?: number; limit?: number } = {}): { from: number; limit: number } => {
  const from = options.from ?? 0;
  const limit = options.limit ?? Number.MAX_SAFE_INTEGER;
  if (!Number.isSafeInteger(from) || from < 0) throw new EventStoreError('invalid', `a read from revision ${from}`, { from });
  if (!Number.isSafeInteger(limit) || limit < 1) throw new EventStoreError('invalid', `a read of ${limit} events`, { limit });
  return { from, limit };
};

const WIDTH = 16;
const ZEROS = '0'.repeat(WIDTH);

/** A number as a position: zero-padded, so that the order of strings is the order of numbers. */
export const positionOf = (sequence: number): Position => {
  const digits = String(sequence);
  return ZEROS.slice(digits.length) + digits;
};

/** The number of a position that `positionOf` made; 0 for none. @throws EventStoreError invalid */
export const sequenceOf = (position: Position | undefined): number => {
  if (position === undefined) return 0;
  const sequence = /^\d{16}$/.test(position) ? Number(position) : NaN;
  if (!Number.isSafeInteger(sequence))
    throw new EventStoreError('invalid', `"${position}" is no position of this log`, { position });
  return sequence;
};

export const beyondEnd = (tenant: string, position: Position): EventStoreError =>
  new EventStoreError('invalid', `position ${position} lies behind the end of the log of ${tenant}: it comes from another log`, {
    tenant,
    position,
  });

/** Who waits for news of a country, and how often there was some: what was said while nobody waited is not lost. */
export class Waker {
  readonly #counts = new Map<string, number>();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** How often the country was woken: to be read before the log is. */
  count(tenant: string): number {
    return this.#counts.get(tenant) ?? 0;
  }

  wake(tenant: string): void {
    this.#counts.set(tenant, this.count(tenant) + 1);
    for (const resume of this.#waiting.get(tenant) ?? []) resume();
  }

  wakeAll(): void {
    for (const tenant of [...this.#waiting.keys()]) this.wake(tenant);
  }

  /** Until the country is woken, the signal aborts, or `patience` milliseconds are over; a turn of the loop if it was since `count`. */
  async wait(tenant: string, count: number, signal: AbortSignal, patience?: number): Promise<void> {
    if (signal.aborted) return;
    if (this.count(tenant) !== count) return void (await nextTurn());
    await new Promise<void>((resolve) => {
      const waiting = this.#waiting.get(tenant) ?? new Set();
      this.#waiting.set(tenant, waiting);
      let timer: NodeJS.Timeout | undefined;
      const resume = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', resume);
        waiting.delete(resume);
        if (waiting.size === 0) this.#waiting.delete(tenant);
        resolve();
      };
      waiting.add(resume);
      signal.addEventListener('abort', resume);
      if (patience !== undefined) timer = setTimeout(resume, patience);
    });
  }
}
