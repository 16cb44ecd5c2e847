import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  NO_HASH,
  RecordedEvent,
  completeMetadata,
  isTenant,
  systemClock,
  type Clock,
  type Head,
  type StreamName,
} from '#libs/kernel';
import { checkExpected, timeOf } from '../append-rule.js';
import { Waker, beyondEnd, checkSlice, checkSubscription, checkTenant, follow, positionOf, type LogPage } from '../follow.js';
import {
  EventStoreError,
  checkAppend,
  checkStream,
  type Appended,
  type EventStore,
  type PreparedEvent,
  type StreamSlice,
  type SubscriptionBatch,
  type SubscriptionRequest,
} from '../port.js';
import { checkSqliteVersion, eventOf } from './log-file.js';
import { LogReader, isPassing } from './log-reader.js';
import type { AppendOutcome } from './log-writer.js';
import { NewsSender, listenForNews } from './news.js';
import { InThreadWriter, WorkerWriter, type Writer } from './writers.js';

export interface EmbeddedEventStoreOptions {
  /** Holds `<country>/log.db`; made when it is not there (unless `readOnly`). */
  readonly directory: string;
  /** The machine's unless told. Asked in the thread that appends. */
  readonly clock?: Clock;
  /** Where commits happen: in a thread of their own (the product), or in the caller's (unit tests). `worker` unless told. */
  readonly thread?: 'worker' | 'in-thread';
  /** Reads and subscribes only, beside a process or thread that writes. */
  readonly readOnly?: boolean;
}

/** How long a subscription waits before it looks by itself: another process's commits are not announced. */
const PATIENCE = 250;

/**
 * The event log in SQLite files, one a country. One process writes a folder at a time (the server's lock sees to that); any number
 * may read it.
 *
 * @throws EventStoreError unavailable: the folder cannot be written (or, read-only, is not there), the SQLite is too old
 */
export const openEmbeddedEventStore = async (options: EmbeddedEventStoreOptions): Promise<EventStore> => {
  checkSqliteVersion();
  const directory = usableDirectory(options.directory, options.readOnly ?? false);
  const clock = options.clock ?? systemClock;
  if (options.readOnly) return new EmbeddedEventStore(directory, clock, undefined, () => undefined);
  // A clock that tells a copied record's times goes with each append: it commits here.
  if (options.thread === 'in-thread' || clock.exact) {
    const news = new NewsSender(directory);
    const writer = new InThreadWriter(directory, (tenant) => news.committed(tenant));
    return new EmbeddedEventStore(directory, clock, writer, () => news.close());
  }
  const writer = new WorkerWriter(directory);
  await writer.start();
  return new EmbeddedEventStore(directory, clock, writer, () => undefined);
};

const usableDirectory = (directory: string, readOnly: boolean): string => {
  try {
    if (!readOnly) mkdirSync(directory, { recursive: true });
    readdirSync(directory);
    // Tried rather than asked: permissions are not all that can stand in the way.
    if (!readOnly) rmdirSync(mkdtempSync(join(directory, '.probe-')));
    return realpathSync(directory);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EventStoreError(
      'unavailable',
      `the data folder ${directory} cannot be ${readOnly ? 'read' : 'written'}: ${why}`,
      { path: directory },
      { cause: error },
    );
  }
};

class EmbeddedEventStore implements EventStore {
  readonly #reader: LogReader;
  readonly #waker = new Waker();
  readonly #stopListening: () => void;
  #closed: Promise<void> | undefined;

  constructor(
    private readonly directory: string,
    private readonly clock: Clock,
    private readonly writer: Writer | undefined,
    private readonly release: () => void,
  ) {
    this.#reader = new LogReader(directory, writer instanceof WorkerWriter);
    this.#stopListening = listenForNews(directory, (tenant) => this.#waker.wake(tenant));
  }

  async readStream(stream: StreamName, options?: { from?: number; limit?: number }): Promise<StreamSlice> {
    checkStream(stream);
    const { from, limit } = checkSlice(options);
    const log = this.#log(tenantOf(stream));
    // The head first: what is appended while the pages are read belongs to the next reader, head and all.
    const head = from > 0 ? log?.headSince(stream) : log?.headOf(stream);
    if (!log || !head) return { events: [], head: undefined };
    const to = Math.min(head.revision, from + limit - 1);
    if (to < from) return { events: [], head };
    const events = log.slice(stream, from, to);
    for (let last = events.at(-1); last !== undefined && last.revision < to; last = events.at(-1)) {
      await nextTurn();
      this.#open();
      for (const event of log.slice(stream, last.revision + 1, to)) events.push(event);
    }
    return { events, head };
  }

  async append(stream: StreamName, expected: 'no-stream' | Head, events: readonly PreparedEvent[]): Promise<Appended> {
    this.#open();
    checkAppend(stream, events);
    checkExpected(stream, expected);
    if (!this.writer) throw new EventStoreError('unavailable', `the event logs in ${this.directory} are open for reading only`);
    const now = timeOf(this.clock, tenantOf(stream));
    const outcome = await this.writer.append({ stream, expected, events, now, ...(this.clock.exact ? { exact: true } : {}) });
    const recorded = recordedBy(outcome, stream, expected, events);
    const last = recorded[recorded.length - 1] as RecordedEvent;
    return { head: { revision: last.revision, hash: last.hash }, position: last.position, events: recorded };
  }

  async *subscribe(request: SubscriptionRequest): AsyncGenerator<SubscriptionBatch, void, void> {
    this.#open();
    const { batch, ...wanted } = checkSubscription(request);
    const { tenant, from, signal } = request;
    if (from !== undefined) {
      const log = this.#log(tenant);
      if (!log) throw beyondEnd(tenant, from);
      log.checkPosition(from);
    }
    const stopped = (): boolean => this.#closed !== undefined || signal.aborted;
    let woken = 0;
    const page = (after: string | undefined): LogPage => {
      woken = this.#waker.count(tenant);
      return this.#log(tenant)?.page(after, wanted, batch) ?? { events: [], position: after, end: true };
    };
    const changed = (): Promise<void> => this.#waker.wait(tenant, woken, signal, PATIENCE);
    const pause = (milliseconds: number): Promise<void> =>
      this.#waker.wait(tenant, this.#waker.count(tenant), signal, milliseconds);
    yield* follow({ page, changed, stopped, passes: isPassing, pause }, from);
  }

  async head(tenant: string): Promise<{ position: string; recordedAt: string } | undefined> {
    checkTenant(tenant);
    return this.#log(tenant)?.last();
  }

  async tenants(): Promise<readonly string[]> {
    this.#open();
    const folders = readdirSync(this.directory, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && isTenant(entry.name),
    );
    return folders
      .map((entry) => entry.name)
      .filter((tenant) => this.#log(tenant)?.last() !== undefined)
      .sort();
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    // Once around the loop, so that `#closed` is set before anyone is woken.
    await nextTurn();
    this.#waker.wakeAll();
    await this.writer?.close();
    this.#stopListening();
    this.release();
    this.#reader.close();
  }

  #open(): void {
    if (this.#closed) throw new EventStoreError('unavailable', `the event store of ${this.directory} is closed`);
  }

  #log(tenant: string): ReturnType<LogReader['tenant']> {
    this.#open();
    return this.#reader.tenant(tenant);
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const tenantOf = (stream: StreamName): string => stream.slice(0, stream.indexOf('.'));

/** The events as they were stored: the writer's answer holds only what this thread does not know. */
const recordedBy = (
  outcome: Exclude<AppendOutcome, { kind: 'failed' }>,
  stream: StreamName,
  expected: 'no-stream' | Head,
  events: readonly PreparedEvent[],
): RecordedEvent[] => {
  if (outcome.kind === 'known') return outcome.rows.map(eventOf);
  const first = expected === 'no-stream' ? 0 : expected.revision + 1;
  let previousHash = expected === 'no-stream' ? NO_HASH : expected.hash;
  return events.map((event, index) => {
    const metadata = completeMetadata(event.metadata, outcome.recordedAt, previousHash);
    previousHash = outcome.hashes[index] as string;
    return new RecordedEvent(
      event.id,
      stream,
      first + index,
      positionOf(outcome.position + index),
      event.type,
      event.data,
      metadata,
      previousHash,
    );
  });
};
