import {
  NO_HASH,
  RecordedEvent,
  chainHash,
  completeMetadata,
  instant,
  systemClock,
  type Clock,
  type Head,
  type StreamName,
} from '#libs/kernel';
import { conflict, checkExpected, judgeAppend, repeatedId, timeOf } from '../append-rule.js';
import { Waker, beyondEnd, checkSlice, checkSubscription, checkTenant, follow, positionOf, sequenceOf } from '../follow.js';
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

interface TenantLog {
  /** Index + 1 is the position. */
  readonly events: RecordedEvent[];
  readonly streams: Map<StreamName, RecordedEvent[]>;
  readonly ids: Map<string, StreamName>;
  recordedAt: number;
}

/** A log that lives as long as the process: unit tests, as-of and what-if replays. */
export const openMemoryEventStore = (options: { clock?: Clock } = {}): EventStore =>
  new MemoryEventStore(options.clock ?? systemClock);

class MemoryEventStore implements EventStore {
  readonly #logs = new Map<string, TenantLog>();
  readonly #waker = new Waker();
  #closed = false;

  constructor(private readonly clock: Clock) {}

  async readStream(stream: StreamName, options?: { from?: number; limit?: number }): Promise<StreamSlice> {
    this.#open();
    checkStream(stream);
    const { from, limit } = checkSlice(options);
    const events = this.#logs.get(tenantOf(stream))?.streams.get(stream) ?? [];
    return { events: events.slice(from, from + limit), head: headOf(events) };
  }

  async append(stream: StreamName, expected: 'no-stream' | Head, events: readonly PreparedEvent[]): Promise<Appended> {
    this.#open();
    checkAppend(stream, events);
    checkExpected(stream, expected);
    const tenant = tenantOf(stream);
    const log: TenantLog = this.#logs.get(tenant) ?? { events: [], streams: new Map(), ids: new Map(), recordedAt: 0 };
    const before = log.streams.get(stream) ?? [];
    const current = headOf(before);
    const verdict = judgeAppend(stream, expected, events, current, (revision) => {
      const event = before[revision];
      return event && { id: event.id, data: event.dataText, hash: event.hash };
    });
    const first = expected === 'no-stream' ? 0 : expected.revision + 1;
    if (verdict === 'known') return answer(before.slice(first, first + events.length));
    for (const event of events) {
      const other = log.ids.get(event.id);
      if (other !== undefined) throw other === stream ? conflict(stream, expected, current) : repeatedId(stream, event.id, other);
    }

    const told = timeOf(this.clock, tenant);
    const now = this.clock.exact ? told : Math.max(told, log.recordedAt);
    const recordedAt = instant(now);
    let previousHash = current?.hash ?? NO_HASH;
    const recorded = events.map((event, index) => {
      const revision = first + index;
      const metadata = completeMetadata(event.metadata, recordedAt, previousHash);
      const hash = chainHash({ previousHash, stream, revision, id: event.id, type: event.type, data: event.data, metadata });
      previousHash = hash;
      const position = positionOf(log.events.length + index + 1);
      return new RecordedEvent(event.id, stream, revision, position, event.type, event.data, metadata, hash);
    });

    log.recordedAt = now;
    log.events.push(...recorded);
    for (const event of recorded) log.ids.set(event.id, stream);
    before.push(...recorded);
    log.streams.set(stream, before);
    this.#logs.set(tenant, log);
    this.#waker.wake(tenant);
    return answer(recorded);
  }

  async *subscribe(request: SubscriptionRequest): AsyncGenerator<SubscriptionBatch, void, void> {
    this.#open();
    const { batch, prefixes, types } = checkSubscription(request);
    const { tenant, signal } = request;
    if (sequenceOf(request.from) > (this.#logs.get(tenant)?.events.length ?? 0)) throw beyondEnd(tenant, request.from ?? '');
    let woken = 0;
    yield* follow(
      {
        page: (from) => {
          woken = this.#waker.count(tenant);
          const log = this.#logs.get(tenant)?.events ?? [];
          const start = sequenceOf(from);
          const read = log.slice(start, start + batch);
          const events = read.filter(
            (event) =>
              (!prefixes || prefixes.some((prefix) => event.stream.startsWith(prefix))) && (!types || types.has(event.type)),
          );
          return { events, position: read.at(-1)?.position ?? from, end: start + read.length === log.length };
        },
        changed: () => this.#waker.wait(tenant, woken, signal),
        stopped: () => this.#closed || signal.aborted,
      },
      request.from,
    );
  }

  async head(tenant: string): Promise<{ position: string; recordedAt: string } | undefined> {
    this.#open();
    checkTenant(tenant);
    const last = this.#logs.get(tenant)?.events.at(-1);
    return last && { position: last.position, recordedAt: last.metadata.recordedAt };
  }

  async tenants(): Promise<readonly string[]> {
    this.#open();
    return [...this.#logs.keys()].sort();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waker.wakeAll();
  }

  #open(): void {
    if (this.#closed) throw new EventStoreError('unavailable', 'the event store is closed');
  }
}

const tenantOf = (stream: StreamName): string => stream.slice(0, stream.indexOf('.'));

const headOf = (events: readonly RecordedEvent[]): Head | undefined => {
  const last = events.at(-1);
  return last && { revision: last.revision, hash: last.hash };
};

const answer = (events: readonly RecordedEvent[]): Appended => {
  const last = events[events.length - 1] as RecordedEvent;
  return { head: { revision: last.revision, hash: last.hash }, position: last.position, events };
};
