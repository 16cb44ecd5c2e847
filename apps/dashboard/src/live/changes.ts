import type { ChangeHint } from '../../../../libs/contexts/evaluation/queries/answers.js';

export type LiveState = 'connecting' | 'live' | 'polling';

/** The part of `EventSource` that is used here, so that a test can stand in for it. */
export interface Stream {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { data?: unknown; lastEventId?: string }) => void): void;
  close(): void;
}

export interface LiveOptions {
  /** @param since id of the last event seen on an earlier stream: the new one goes on behind it */
  open(since: string | undefined): Stream;
  /** Read what is shown again; it should show the position. All of a cycle's documents are made by one view and move together. */
  changed(position: string): void;
  /** The stream is broken: read everything that is shown. */
  poll(): void;
  state(state: LiveState): void;
}

/** Hints that come together are one reading, milliseconds. */
const COALESCE = 300;
const POLL_EVERY = 15_000;
const RECONNECT_FIRST = 2_000;
const RECONNECT_LONGEST = 60_000;
const CLOSED = 2;

const isHint = (value: unknown): value is ChangeHint =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<ChangeHint>).document === 'string' &&
  typeof (value as Partial<ChangeHint>).position === 'string';

const hintOf = (data: unknown): ChangeHint | undefined => {
  try {
    const parsed: unknown = JSON.parse(String(data));
    return isHint(parsed) ? parsed : undefined;
  } catch {
    // A hint that cannot be read is no loss: the next one, or a poll, brings the same document.
    return undefined;
  }
};

/**
 * Follows the changes of a cycle. Hints are gathered, and what is shown is read once, at the newest position. A broken stream is tried again
 * with growing pauses while the page polls. When it is back it says what was missed behind the last event seen here; where there was none, everything is
 * read once.
 */
export class LiveChanges {
  #newest: string | undefined;
  /** Id of the last event: with it a stream says by itself what was missed. */
  #seen: string | undefined;
  #stream: Stream | undefined;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #polling: ReturnType<typeof setInterval> | undefined;
  #reconnecting: ReturnType<typeof setTimeout> | undefined;
  #pause = RECONNECT_FIRST;
  #broken = false;
  #stopped = false;

  constructor(private readonly options: LiveOptions) {
    options.state('connecting');
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#stream?.close();
    clearTimeout(this.#gathering);
    clearTimeout(this.#reconnecting);
    clearInterval(this.#polling);
  }

  #connect(): void {
    const stream = this.options.open(this.#seen);
    this.#stream = stream;
    stream.addEventListener('open', () => {
      if (this.#stopped) return;
      clearInterval(this.#polling);
      this.#polling = undefined;
      this.#pause = RECONNECT_FIRST;
      if (this.#broken && this.#seen === undefined) this.options.poll();
      this.#broken = false;
      this.options.state('live');
    });
    const note = (id: string | undefined) => {
      if (id !== undefined && id !== '') this.#seen = id;
    };
    stream.addEventListener('here', ({ lastEventId }) => note(lastEventId));
    stream.addEventListener('anew', ({ lastEventId }) => {
      if (this.#stopped) return;
      note(lastEventId);
      this.options.poll();
    });
    stream.addEventListener('change', ({ data, lastEventId }) => {
      const hint = hintOf(data);
      if (!hint || this.#stopped) return;
      note(lastEventId);
      this.#newest = hint.position;
      this.#gathering ??= setTimeout(() => this.#flush(), COALESCE);
    });
    stream.addEventListener('error', () => {
      if (this.#stopped) return;
      this.#broken = true;
      this.options.state('polling');
      this.#polling ??= setInterval(() => this.options.poll(), POLL_EVERY);
      // While it is only interrupted the browser tries again by itself; once closed (an error status), we do.
      if (stream.readyState !== CLOSED) return;
      clearTimeout(this.#reconnecting);
      this.#reconnecting = setTimeout(() => this.#connect(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, RECONNECT_LONGEST);
    });
  }

  #flush(): void {
    this.#gathering = undefined;
    const position = this.#newest;
    this.#newest = undefined;
    if (position !== undefined) this.options.changed(position);
  }
}
