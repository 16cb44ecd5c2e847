import { Problem, type Api } from './client.js';

/** What is known of one answer of the server. Old data stay while a new reading is under way or cannot be had. */
export interface Reading<Body> {
  readonly data?: Body;
  readonly problem?: Problem;
  readonly loading: boolean;
  /** Milliseconds since the epoch, of the browser. */
  readonly loadedAt?: number;
}

interface Entry {
  reading: Reading<unknown>;
  readonly listeners: Set<() => void>;
  /** Asked for again while a reading was under way; the position it should show. */
  again: { after: string | undefined } | undefined;
  retry: ReturnType<typeof setTimeout> | undefined;
}

/** Two readings of the same answer within this time are one, milliseconds. */
const FRESH = 5_000;
const OFFLINE_RETRY_SECONDS = 5;
/** Positions that no longer mean anything here: read again without one. */
const POSITION_PROBLEMS: readonly string[] = [
  'position-of-another-epoch',
  'position-of-another-country',
  'position-malformed',
  'view-stopped',
];

/** The answers that the page shows, each fetched once however many parts of the page show it. */
export class Resources {
  readonly #entries = new Map<string, Entry>();
  readonly #anyListeners = new Set<() => void>();

  constructor(private readonly api: Api) {}

  read<Body>(path: string): Reading<Body> {
    return this.#entry(path).reading as Reading<Body>;
  }

  /** Reads the answer unless it is fresh, and tells of every change until the returned function is called. */
  subscribe(path: string, listener: () => void): () => void {
    const entry = this.#entry(path);
    entry.listeners.add(listener);
    const { data, loading, loadedAt } = entry.reading;
    if (!loading && (data === undefined || Date.now() - (loadedAt ?? 0) > FRESH)) void this.refresh(path);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0) clearTimeout(entry.retry);
    };
  }

  /** Called after every reading that brought data. */
  onLoaded(listener: () => void): () => void {
    this.#anyListeners.add(listener);
    return () => this.#anyListeners.delete(listener);
  }

  /** When the newest of the readings under this path was made. */
  newest(prefix: string): number | undefined {
    const times = [...this.#entries].filter(([path]) => path.startsWith(prefix)).map(([, { reading }]) => reading.loadedAt ?? 0);
    const newest = Math.max(0, ...times);
    return newest === 0 ? undefined : newest;
  }

  /** The data at hand of every answer under the path. */
  under(prefix: string): readonly unknown[] {
    return [...this.#entries].flatMap(([path, { reading }]) =>
      path.startsWith(prefix) && reading.data !== undefined ? [reading.data] : [],
    );
  }

  /** Reads again everything under the path that is on the page; what is not is read when it is next shown. */
  refreshUnder(prefix: string, after?: string): void {
    for (const [path, entry] of this.#entries) {
      if (path !== prefix && !path.startsWith(`${prefix}?`) && !path.startsWith(`${prefix}/`)) continue;
      if (entry.listeners.size > 0) void this.refresh(path, after);
      else if (!entry.reading.loading) this.#entries.delete(path);
    }
  }

  /** Problems are told in the reader's language: after a change of it they are fetched anew. */
  retryProblems(): void {
    for (const [path, { reading, listeners }] of this.#entries)
      if (reading.problem && listeners.size > 0) void this.refresh(path);
  }

  forgetAll(): void {
    for (const entry of this.#entries.values()) clearTimeout(entry.retry);
    this.#entries.clear();
  }

  async refresh(path: string, after?: string): Promise<void> {
    const entry = this.#entry(path);
    if (entry.reading.loading) {
      entry.again = { after };
      return;
    }
    clearTimeout(entry.retry);
    this.#set(entry, { ...entry.reading, loading: true });
    try {
      const data = await this.#get(path, after);
      this.#set(entry, { data, loading: false, loadedAt: Date.now() });
      for (const listener of this.#anyListeners) listener();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#set(entry, { ...entry.reading, problem: error, loading: false });
      const seconds = error.retryAfter ?? (error.code === 'offline' ? OFFLINE_RETRY_SECONDS : undefined);
      if (seconds !== undefined && entry.listeners.size > 0)
        entry.retry = setTimeout(() => void this.refresh(path, after), Math.max(1, seconds) * 1000);
    }
    const { again } = entry;
    entry.again = undefined;
    if (again) await this.refresh(path, again.after);
  }

  async #get(path: string, after: string | undefined): Promise<unknown> {
    try {
      return await this.api.get(path, after);
    } catch (error) {
      if (after === undefined || !(error instanceof Problem) || !POSITION_PROBLEMS.includes(error.code)) throw error;
      return this.api.get(path);
    }
  }

  #entry(path: string): Entry {
    const known = this.#entries.get(path);
    if (known) return known;
    const entry: Entry = { reading: { loading: false }, listeners: new Set(), again: undefined, retry: undefined };
    this.#entries.set(path, entry);
    return entry;
  }

  #set(entry: Entry, reading: Reading<unknown>): void {
    entry.reading = reading;
    for (const listener of entry.listeners) listener();
  }
}
