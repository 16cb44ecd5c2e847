import { setTimeout as delay } from 'node:timers/promises';
import { errorOf, isPassing, isTooSlow, type LogPosition, type ServerResolved } from './translate.js';

/** A subscription of the client, as far as we use it. */
export interface ServerSubscription extends NodeJS.ReadableStream {
  readonly readableLength: number;
  unsubscribe(): Promise<void>;
  on(event: string, listener: (...all: never[]) => void): this;
}

/** Opens a subscription behind a position; `onCheckpoint` is called from within the stream. */
export type OpenSubscription = (
  from: LogPosition | undefined,
  onCheckpoint: (position: LogPosition) => void,
) => ServerSubscription;

export type Delivered<Value> =
  | { readonly kind: 'event'; readonly value: Value }
  | { readonly kind: 'checkpoint'; readonly position: LogPosition }
  | { readonly kind: 'caught-up' }
  /** The connection was lost; what follows starts behind the position last confirmed. */
  | { readonly kind: 'restart' };

export interface FeedOptions<Value> {
  /** What is kept of an event until it is taken; called as it arrives, and must not throw. */
  readonly read: (resolved: ServerResolved) => Value;
  readonly open: OpenSubscription;
  readonly signal: AbortSignal;
  /** As many events are held for a slow consumer; then the server waits, or lets go. */
  readonly room: number;
  readonly what: string;
  /** The first pause before another connection, milliseconds; doubles up to `longest`. */
  readonly shortest?: number;
  readonly longest?: number;
  readonly random?: () => number;
}

const SHORTEST = 50;
const LONGEST = 5000;
/** How long a history's batch waits for the rest of it, milliseconds. */
const FILLING = 250;

/**
 * What the server says about the log, in order, over as many connections as it takes: a subscription of the client ends with its
 * first error and never comes back by itself. The consumer's work is never awaited in the data path; what it has not taken waits in a bounded queue, and a
 * server that lets go of a slow consumer is asked again from what was processed last.
 */
export class Feed<Value> {
  readonly #queue: Delivered<Value>[] = [];
  /** Of these in the queue. */
  #events = 0;
  #ends = 0;
  /** As many events wake a consumer that waits. */
  #wanted = 1;
  #position: LogPosition | undefined;
  #subscription: ServerSubscription | undefined;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;
  #failures = 0;

  constructor(
    private readonly options: FeedOptions<Value>,
    from: LogPosition | undefined,
  ) {
    this.#position = from;
    options.signal.addEventListener('abort', () => this.#resume());
  }

  /** Everything up to here was processed: a new connection starts behind it. */
  confirm(position: LogPosition): void {
    this.#position = position;
  }

  /**
   * What has arrived, with at most `most` events; waits `patience` milliseconds for the first of it. Empty when it was aborted, or waited in
   * vain. In a history it waits a moment for as many events as were asked for, unless the end comes first.
   */
  async take(most: number, patience: number, history = false): Promise<readonly Delivered<Value>[]> {
    const { signal } = this.options;
    const until = Date.now() + patience;
    let full = Infinity;
    while (!signal.aborted) {
      if (this.#queue.length > 0 && (!history || this.#failure || Date.now() >= full || this.#hasEnough(most))) {
        this.#failures = 0;
        return this.#shift(most);
      }
      if (this.#queue.length > 0) full = Math.min(full, Date.now() + FILLING);
      else if (this.#failure) {
        await this.#recover(this.#failure.error);
        return [{ kind: 'restart' }];
      }
      if (!this.#subscription) this.#connect();
      const left = Math.min(until, full) - Date.now();
      if (left <= 0 && this.#queue.length === 0) return [];
      this.#wanted = history && this.#queue.length > 0 ? most : 1;
      await this.#news(Math.max(1, left));
    }
    return [];
  }

  #hasEnough(most: number): boolean {
    return this.#ends > 0 || this.#events >= most;
  }

  #shift(most: number): readonly Delivered<Value>[] {
    let events = 0;
    let count = 0;
    for (const { kind } of this.#queue) {
      if (kind === 'event' && (events += 1) > most) break;
      count += 1;
    }
    const taken = this.#queue.splice(0, count);
    for (const { kind } of taken) {
      if (kind === 'event') this.#events -= 1;
      else if (kind === 'caught-up') this.#ends -= 1;
    }
    if (this.#queue.length < this.options.room / 2) this.#subscription?.resume();
    return taken;
  }

  /** Whether nothing waits here. */
  get empty(): boolean {
    return this.#queue.length === 0 && (this.#subscription?.readableLength ?? 0) === 0;
  }

  async close(): Promise<void> {
    await this.#disconnect();
  }

  #connect(): void {
    this.#failure = undefined;
    /** Checkpoints and the word that the end is reached overtake events that are still in the stream's own buffer; they wait for them. */
    const behind: { left: number; item: Delivered<Value> }[] = [];
    let subscription: ServerSubscription | undefined;
    const current = (): boolean => this.#subscription === subscription;
    const push = (item: Delivered<Value>): void => {
      this.#queue.push(item);
      if (item.kind === 'event') this.#events += 1;
      else if (item.kind === 'caught-up') this.#ends += 1;
      // In a history the consumer waits for a batch, not for each event.
      if (this.#ends > 0 || this.#events >= this.#wanted || this.#queue.length === 1) this.#resume();
    };
    const inOrder = (item: Delivered<Value>): void => {
      const left = subscription?.readableLength ?? 0;
      if (left === 0 && behind.length === 0) push(item);
      else behind.push({ left, item });
    };
    const lost = (error: unknown): void => {
      if (!current() || this.#failure) return;
      this.#failure = { error };
      this.#resume();
    };
    try {
      subscription = this.options.open(this.#position, (position) => {
        if (current()) inOrder({ kind: 'checkpoint', position });
      });
    } catch (error) {
      this.#failure = { error };
      return;
    }
    this.#subscription = subscription;
    // Before anything else: an error that nobody listens to ends the process.
    subscription.on('error', (error: unknown) => lost(error));
    const ended = (): void => lost(Object.assign(new Error('the subscription ended'), { type: 'unavailable' }));
    subscription.on('end', ended);
    subscription.on('close', ended);
    subscription.on('caughtUp', () => {
      if (current()) inOrder({ kind: 'caught-up' });
    });
    subscription.on('data', (resolved: ServerResolved) => {
      if (!current()) return;
      push({ kind: 'event', value: this.options.read(resolved) });
      for (const one of behind) one.left -= 1;
      while (behind[0] && behind[0].left <= 0) push((behind.shift() as { item: Delivered<Value> }).item);
      if (this.#queue.length >= this.options.room) subscription?.pause();
    });
  }

  async #recover(error: unknown): Promise<void> {
    await this.#disconnect();
    this.#failure = undefined;
    if (isTooSlow(error)) return;
    if (!isPassing(error)) throw errorOf(error, 'subscribe', this.options.what);
    this.#failures += 1;
    const { shortest = SHORTEST, longest = LONGEST, signal } = this.options;
    const pause = Math.min(longest, shortest * 2 ** (this.#failures - 1));
    // eslint-disable-next-line no-restricted-properties -- spreads those who come back; it changes when, never what
    const spread = 0.5 + (this.options.random ?? Math.random)() / 2;
    await delay(pause * spread, undefined, { signal }).catch(() => undefined); // Being aborted ends the pause early.
  }

  async #disconnect(): Promise<void> {
    const subscription = this.#subscription;
    this.#subscription = undefined;
    if (!subscription) return;
    // A stream that failed says so a second time when it is let go: its listener stays. Nothing is lost with it: what was processed says where to go on.
    await Promise.race([subscription.unsubscribe().catch(() => undefined), delay(1000)]);
  }

  async #news(patience: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patience);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  #resume(): void {
    this.#wake?.();
  }
}
