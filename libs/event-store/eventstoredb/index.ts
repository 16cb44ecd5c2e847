import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import {
  RecordedEvent,
  Turns,
  chainHash,
  completeMetadata,
  instant,
  parseStreamName,
  systemClock,
  type Clock,
  type Head,
  type Position,
  type StreamName,
} from '#libs/kernel';
import { checkExpected, conflict, judgeAppend, timeOf } from '../append-rule.js';
import { checkSlice, checkSubscription, checkTenant } from '../follow.js';
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
import { Feed, type ServerSubscription } from './feed.js';
import { FREEZES, FREEZE_SAID, Freezes } from './freezes.js';
import {
  errorOf,
  fromServer,
  isConflict,
  isLimited,
  isMissing,
  isPassing,
  isSystem,
  later,
  logPositionOf,
  positionOf,
  previousHashOf,
  revisionOf,
  streamsOfTenant,
  toServer,
  truncatedBefore,
  type LogPosition,
  type ServerEvent,
  type ServerNewEvent,
  type ServerResolved,
} from './translate.js';

type Client = import('@eventstore/db-client').EventStoreDBClient;

export interface EventStoreDbOptions {
  /** `esdb://…` as the client takes it. */
  readonly url: string;
  readonly clock?: Clock;
  /** How long one attempt to append waits for its answer, milliseconds; 10,000 unless told. */
  readonly deadline?: number;
  /** How long an append whose outcome is unknown is tried again, milliseconds; 30,000 unless told. */
  readonly patience?: number;
  /** How often a quiet subscription looks whether the log went on elsewhere, milliseconds; 1,000 unless told. */
  readonly quietMs?: number;
  /** Opened to move a record: it reads what an earlier attempt wrote behind its freeze, too. */
  readonly moves?: boolean;
}

const DEADLINE = 10_000;
/** On the shared stream the client sends its deadline as a time of day, which the server holds against its own clock; ours ends the attempt. */
const NO_DEADLINE = 24 * 60 * 60 * 1000;
const PATIENCE = 30_000;
const QUIET = 1000;
/** The countries that have a record here; no stream of a country can have this name. */
export const COUNTRIES = 'cordillera-countries';
/** Says there that a country's streams were deleted and that it is none any more. Who writes it after that and has not read this list since does not name it again. */
export const REMOVED = 'CountryRemoved';
const PAGE = 500;
/** For the client to let go of its streams, milliseconds. */
const FAREWELL = 250;
/** Events between two words of the server about how far it has looked. */
const SEARCH_WINDOW = 32;
const HEADS = 50_000;

/** The server takes a hundred calls at once on a connection, and lets others wait without a word; a subscription is a call that does not end. */
const SUBSCRIPTIONS_PER_CONNECTION = 50;
/** Connections that were asked for so far. */
let connections = 0;

/** A patience without an end, as milliseconds that the client takes. */
const NO_END = 2_000_000_000;
const PATIENCE_OF_CONNECTIONS = 10_000;

/** All clients of a process share one connection to a server, unless they ask for another one: by a patience that differs in a millisecond. */
const ofItsOwn = (address: string): string => {
  const nth = connections;
  connections += 1;
  const url = address.replace(/[\s/]+$/, '');
  if (nth === 0) return url;
  const asked = /([?&]keep[-_]?alive[-_]?timeout=)(-?\d+)/i;
  const differing = (patience: number): number => (patience < 0 ? NO_END : patience) + nth;
  if (asked.test(url)) return url.replace(asked, (_, name: string, patience: string) => `${name}${differing(Number(patience))}`);
  return `${url}${url.includes('?') ? '&' : '?'}keepAliveTimeout=${differing(PATIENCE_OF_CONNECTIONS)}`;
};

/** The client's map of appends under way is shared by all clients of a thread: the first one alone may use the shared stream. */
let sharedStreamTaken = false;

/** A log that several servers write, one of which may ask all others to stop. */
export interface FreezableEventStore extends EventStore {
  /**
   * From here on nobody writes this country's record but this store: other servers' appends are refused as unavailable, also those that
   * did not know of it. @returns the place up to which the record reaches; what lies behind was acknowledged to nobody
   */
  freeze(tenant: string): Promise<Position>;
  /** Everybody may write again. */
  thaw(tenant: string): Promise<void>;
}

/**
 * The log in EventStoreDB. Each event carries our id, its hash and its chain in its metadata; data are the bytes that were hashed. The
 * server knows revisions and no hashes, so a head's hash is compared here, against what was read or written before.
 *
 * An append whose outcome is unknown is repeated verbatim on the same head: the server recognises it. The log has no index by country:
 * `head` reads backwards from the end as far as it has not looked yet, and subscriptions are filtered by the server.
 */
export const openEventStoreDb = async (options: EventStoreDbOptions): Promise<FreezableEventStore> => {
  const { EventStoreDBClient } = await import('@eventstore/db-client');
  const connect = (): Client => EventStoreDBClient.connectionString(ofItsOwn(options.url));
  let client: Client;
  try {
    client = connect();
  } catch (error) {
    // The client repeats the address, and with it the password.
    const said = (error instanceof Error ? error.message : String(error)).replace(/\/\/[^@\s]*@/g, '//');
    throw new EventStoreError('invalid', `the address of the EventStoreDB cannot be used: ${said.replace(/\s+/g, ' ')}`);
  }
  const shared = !sharedStreamTaken;
  if (shared) sharedStreamTaken = true;
  return new EventStoreDb(client, connect, options, shared);
};

/** By name and password for each call, a client sends appends one by one; a server without users ignores them. */
const credentialsOf = (url: string): { username: string; password: string } => {
  const [, username, password] = /^esdb(?:\+discover)?:\/\/([^:@/]+):([^@]*)@/.exec(url) ?? [];
  return { username: decodeURIComponent(username ?? 'none'), password: decodeURIComponent(password ?? 'none') };
};

interface LastEvent {
  readonly position: Position;
  readonly recordedAt: string;
}

class EventStoreDb implements FreezableEventStore {
  readonly #clock: Clock;
  /** Heads that were read or written here. What stands at a revision never changes, so an old one is not wrong, only behind. */
  readonly #heads = new LRUCache<StreamName, Head>({ max: HEADS });
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #hidden: HiddenStreams;
  readonly #ends: CountryEnds;
  readonly #freezes: Freezes;
  readonly #subscribers: Subscribers;
  /** Countries that were seen in the list of them. */
  readonly #listed = new Set<string>();
  /** Those that are in the list, and whose freezes were looked at since. */
  readonly #registered = new Set<string>();
  readonly #registering = new Turns();

  constructor(
    private readonly client: Client,
    connect: () => Client,
    private readonly options: EventStoreDbOptions,
    private readonly sharedStream: boolean,
  ) {
    this.#clock = options.clock ?? systemClock;
    this.#subscribers = new Subscribers(client, connect);
    this.#freezes = new Freezes({
      client,
      append: (stream, type, data) => this.#besideRecords(stream, type, data),
      patiently: (what, run) => this.#patiently(what, run),
    });
    this.#hidden = new HiddenStreams(client, this.#closing.signal, this.#freezes);
    this.#ends = new CountryEnds(client, this.#hidden);
  }

  async readStream(stream: StreamName, options?: { from?: number; limit?: number }): Promise<StreamSlice> {
    this.#open();
    checkStream(stream);
    const { from, limit } = checkSlice(options);
    const what = `reading ${stream}`;
    const found = await this.#patiently(what, () => this.#find(stream, from, limit));
    const events = found ?? [];
    // A stream that is there shows its first event, unless somebody hid it.
    if (found && from === 0 && events[0]?.revision !== 0) {
      const upTo = events[0] === undefined ? '' : ` before revision ${events[0].revision}`;
      throw new EventStoreError('deleted', `the events of ${stream}${upTo} were hidden in the log`, { stream });
    }
    const last = events.at(-1);
    // A slice that ends before its limit ends at the head.
    const head = last && events.length < limit ? headOf(last) : await this.#patiently(what, () => this.#lastOf(stream));
    if (head) this.#know(stream, head);
    // Who finds done what was acknowledged to nobody would acknowledge it.
    if (last && !this.options.moves) await this.#ofRecord(streamsOfTenant(stream), logPositionOf(last.position));
    return { events, head };
  }

  append(stream: StreamName, expected: 'no-stream' | Head, events: readonly PreparedEvent[]): Promise<Appended> {
    const run = this.#append(stream, expected, events);
    this.#underWay.add(run);
    const done = (): void => void this.#underWay.delete(run);
    run.then(done, done);
    return run;
  }

  async #append(stream: StreamName, expected: 'no-stream' | Head, events: readonly PreparedEvent[]): Promise<Appended> {
    this.#open();
    checkAppend(stream, events);
    checkExpected(stream, expected);
    const tenant = streamsOfTenant(stream);
    const recordedAt = instant(timeOf(this.#clock, tenant));
    await this.#register(tenant);
    if (this.#freezes.holds(tenant)) {
      await this.#freezes.look();
      if (this.#freezes.holds(tenant)) throw frozen(tenant);
    }
    const answer = await this.#write(stream, expected, events, recordedAt);
    // Also what was there already: it may stand behind a freeze, and have been acknowledged to nobody.
    await this.#ofRecord(tenant, logPositionOf(answer.position));
    return answer;
  }

  async #write(
    stream: StreamName,
    expected: 'no-stream' | Head,
    events: readonly PreparedEvent[],
    recordedAt: string,
  ): Promise<Appended> {
    const known = this.#heads.get(stream);
    if (known && (expected === 'no-stream' || known.revision > expected.revision)) return this.#judge(stream, expected, events);
    if (expected !== 'no-stream') {
      const there = known?.revision === expected.revision ? known : await this.#headAt(stream, expected.revision);
      if (there?.hash !== expected.hash) return this.#judge(stream, expected, events);
    }

    let previousHash = previousHashOf(expected === 'no-stream' ? undefined : expected);
    const first = expected === 'no-stream' ? 0 : expected.revision + 1;
    const envelopes = events.map((event, index) => {
      const metadata = completeMetadata(event.metadata, recordedAt, previousHash);
      const hash = chainHash({
        previousHash,
        stream,
        revision: first + index,
        id: event.id,
        type: event.type,
        data: event.data,
        metadata,
      });
      previousHash = hash;
      return { id: event.id, type: event.type, data: event.data, metadata, hash };
    });
    const sent = envelopes.map((envelope) => toServer(envelope, envelope.metadata, envelope.hash));
    const written = await this.#send(stream, expected, sent);
    if (!written) return this.#judge(stream, expected, events);
    const last = first + events.length - 1;
    if (revisionOf(written.revision) !== last) {
      throw new EventStoreError(
        'deleted',
        `${stream} was deleted in the log before: what was appended stands at revision ${written.revision}`,
        {
          stream,
        },
      );
    }
    // The server's id of an event follows from its hash: one that was taken is this one, to the byte.
    if (envelopes.length === 1 && envelopes[0] && written.position) {
      const { id, type, data, metadata, hash } = envelopes[0];
      return this.#answer(stream, [
        new RecordedEvent(id, stream, first, positionOf(written.position), type, data, metadata, hash),
      ]);
    }
    // The answer names the place of the last event only.
    const stored = await this.#patiently(`reading what was appended to ${stream}`, () =>
      this.#read(stream, first, events.length),
    );
    if (stored.length !== events.length || stored.at(-1)?.hash !== previousHash) return this.#judge(stream, expected, events);
    return this.#answer(stream, stored);
  }

  async *subscribe(request: SubscriptionRequest): AsyncGenerator<SubscriptionBatch, void, void> {
    this.#open();
    const { batch, prefixes, types } = checkSubscription(request);
    const { tenant } = request;
    const from = request.from === undefined ? undefined : logPositionOf(request.from);
    const signal = AbortSignal.any([request.signal, this.#closing.signal]);
    if (signal.aborted) return;
    await this.#hidden.ready();
    const wanted = prefixes ?? [`${tenant}.`];
    const subscriber = this.#subscribers.take();
    const feed = new Feed<Arrived>(
      {
        read: arrived,
        signal,
        room: Math.max(batch, PAGE) * 2,
        what: `the record of ${tenant}`,
        open: (behind, onCheckpoint) =>
          subscriber.client.subscribeToAll({
            ...(behind ? { fromPosition: behind } : {}),
            filter: {
              filterOn: 'streamName',
              prefixes: [...wanted],
              maxSearchWindow: SEARCH_WINDOW,
              checkpointInterval: 1,
              checkpointReached: (_, position) => onCheckpoint(position),
            },
          }) as unknown as ServerSubscription,
      },
      from,
    );
    /** What was handed out; and how far was looked, which a country without any event does not show. */
    let position = request.from;
    let looked = from;
    let live = false;
    let saidCaughtUp = false;
    /** How far this subscription itself has come: what lies before it was handed out, or is no part of the record. */
    let passed = from;
    /** Where the log ended before the server was asked; what came since may still be on its way when it says that it has come to the end. */
    let end: LogPosition | undefined;
    let asked = false;
    try {
      while (!signal.aborted) {
        if (prefixes && !asked) {
          // It only moves the position on: without it a server that is away for long is waited for all the same.
          end = await this.#patiently(`the end of the log`, () => endOfLog(subscriber.client), signal).catch((error: unknown) => {
            if (!(error instanceof EventStoreError) || !error.retryable) throw error;
            return undefined;
          });
          asked = true;
        }
        const taken = await feed.take(batch, live ? (this.options.quietMs ?? QUIET) : 60_000, !live);
        if (signal.aborted) return;
        if (this.#hidden.changes)
          await this.#patiently(
            'what is hidden in the log',
            () =>
              this.#hidden.ask(
                taken.flatMap((item) => (item.kind === 'event' && item.value.event ? [item.value.event.stream] : [])),
              ),
            signal,
          );
        const events: RecordedEvent[] = [];
        const before = position;
        let arrived = false;
        for (const item of taken) {
          if (item.kind === 'restart') {
            live = saidCaughtUp = asked = false;
          } else if (item.kind === 'caught-up') {
            live = arrived = true;
          } else if (item.kind === 'checkpoint') {
            if (!looked || later(item.position, looked)) looked = item.position;
            if (!passed || later(item.position, passed)) passed = item.position;
            if (position !== undefined && positionOf(item.position) > position) position = positionOf(item.position);
          } else {
            const { at, event, strange } = item.value;
            // A server that is behind the one that was asked before begins at its own end, which lies before the place it was given.
            if (at && passed && !later(at, passed)) continue;
            if (strange && !this.#hidden.hides(strange.streamId, strange.revision)) fromServer(strange);
            if (at) passed = at;
            if (at && (!looked || later(at, looked))) looked = at;
            if (!event || !wanted.some((prefix) => event.stream.startsWith(prefix))) continue;
            if (this.#hidden.hides(event.stream, event.revision)) continue;
            if (!types || types.has(event.type)) events.push(event);
            if (position === undefined || event.position > position) position = event.position;
          }
        }
        // The server has come past the place that was the end before it was asked, and prefixes leave out what lay there.
        if (arrived && prefixes && end && (!looked || later(end, looked))) {
          looked = end;
          if (position !== undefined && positionOf(end) > position) position = positionOf(end);
        }
        if (live && taken.length === 0 && looked) {
          const quiet = await passedOver(subscriber.client, looked, wanted).catch((error: unknown) => {
            // Only a look ahead: the next one may succeed, and the subscription itself goes on.
            if (!isPassing(error)) throw error;
            return undefined;
          });
          if (quiet && feed.empty) {
            looked = quiet;
            if (position !== undefined) position = positionOf(quiet);
          }
        }
        const newest = events.at(-1);
        if (newest) this.#ends.saw(newest);
        const caughtUp = live && feed.empty;
        if (events.length > 0 || position !== before || (caughtUp && !saidCaughtUp)) {
          saidCaughtUp = caughtUp;
          yield { events, position, caughtUp };
        }
        if (looked) feed.confirm(looked);
      }
    } finally {
      await feed.close();
      this.#subscribers.give(subscriber);
    }
  }

  async head(tenant: string): Promise<LastEvent | undefined> {
    this.#open();
    checkTenant(tenant);
    await this.#hidden.ready();
    // The whole log would be searched for what nobody wrote.
    if (!this.#listed.has(tenant) && !(await this.#countries()).includes(tenant)) return undefined;
    return this.#patiently(`the end of the record of ${tenant}`, () => this.#ends.of(tenant));
  }

  async tenants(): Promise<readonly string[]> {
    this.#open();
    return this.#countries();
  }

  async #countries(): Promise<readonly string[]> {
    const found = new Set<string>();
    await this.#patiently('the countries', async () => {
      try {
        for await (const { event } of this.client.readStream(COUNTRIES)) {
          const tenant = (event?.data as { tenant?: unknown } | undefined)?.tenant;
          if (typeof tenant !== 'string') continue;
          if (event?.type === REMOVED) found.delete(tenant);
          else found.add(tenant);
        }
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    });
    // One that was taken off the list has to be named again.
    for (const tenant of this.#registered) if (!found.has(tenant)) this.#registered.delete(tenant);
    for (const tenant of found) this.#listed.add(tenant);
    return [...found].sort();
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await Promise.allSettled([...this.#underWay]);
    // It waits for every stream to say that it ended; one that was cancelled before may never say so.
    await Promise.race([this.#subscribers.dispose(), delay(FAREWELL)]);
    if (this.sharedStream) sharedStreamTaken = false;
  }

  // ── appends ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** @returns the revision of the last event, or `undefined` where the stream stands elsewhere */
  async #send(
    stream: StreamName,
    expected: 'no-stream' | Head,
    events: readonly ServerNewEvent[],
  ): Promise<{ revision: bigint; position: LogPosition | undefined } | undefined> {
    const until = Date.now() + (this.options.patience ?? PATIENCE);
    for (let attempt = 0; ; attempt += 1) {
      try {
        const revision = expected === 'no-stream' ? 'no_stream' : BigInt(expected.revision);
        const { nextExpectedRevision, position } = await this.#once(stream, events, revision);
        return { revision: nextExpectedRevision, position };
      } catch (error) {
        if (isConflict(error)) return undefined;
        const told = errorOf(error, 'append', `an append to ${stream}`);
        if (!told.retryable || Date.now() >= until) throw told;
        await delay(spread(attempt));
      }
    }
  }

  /** One attempt, ended by our own clock: the client waits for some answers without an end. */
  async #once(stream: StreamName, events: object, expectedRevision: 'no_stream' | 'any' | bigint) {
    const deadline = this.options.deadline ?? DEADLINE;
    const answer = this.client.appendToStream(stream, events as never, {
      expectedRevision,
      ...(this.sharedStream
        ? { deadline: Math.max(deadline, NO_DEADLINE) }
        : { deadline, credentials: credentialsOf(this.options.url) }),
    });
    // What comes after the deadline is nobody's any more: the caller was told that the outcome is unknown, and asks again with the same events.
    answer.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(Object.assign(new Error(`no answer within ${deadline} ms`), { type: 'deadline-exceeded' })),
        deadline + 500,
      );
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @throws EventStoreError unavailable, when what stands at this place of the log is no part of the country's record: somebody was moving it */
  async #ofRecord(tenant: string, position: LogPosition): Promise<void> {
    if (this.#freezes.covers(tenant, position)) return;
    if (await this.#freezes.tooLate(tenant, position)) throw frozen(tenant);
  }

  async freeze(tenant: string): Promise<Position> {
    this.#open();
    checkTenant(tenant);
    return positionOf(await this.#freezes.freeze(tenant));
  }

  async thaw(tenant: string): Promise<void> {
    this.#open();
    checkTenant(tenant);
    await this.#freezes.thaw(tenant);
  }

  /** The stream stands elsewhere than expected: the repetition of an append that succeeded, or a conflict. */
  async #judge(stream: StreamName, expected: 'no-stream' | Head, events: readonly PreparedEvent[]): Promise<Appended> {
    const current = await this.#patiently(`reading ${stream}`, () => this.#lastOf(stream));
    if (current) this.#know(stream, current);
    const from = expected === 'no-stream' ? 0 : expected.revision;
    const stored = await this.#patiently(`reading ${stream}`, () => this.#read(stream, from, events.length + 1));
    const at = new Map(stored.map((event) => [event.revision, event]));
    const verdict = judgeAppend(stream, expected, events, current, (revision) => {
      const event = at.get(revision);
      return event && { id: event.id, data: event.dataText, hash: event.hash };
    });
    // It stood where the caller expects it when it was judged, and did not when it was sent: somebody is at work on it.
    if (verdict === 'write') throw conflict(stream, expected, current);
    const first = expected === 'no-stream' ? 0 : expected.revision + 1;
    return this.#answer(
      stream,
      stored.filter(({ revision }) => revision >= first && revision < first + events.length),
    );
  }

  #answer(stream: StreamName, stored: readonly RecordedEvent[]): Appended {
    const last = stored.at(-1) as RecordedEvent;
    this.#know(stream, headOf(last));
    this.#ends.saw(last);
    return { head: headOf(last), position: last.position, events: stored };
  }

  #know(stream: StreamName, head: Head): void {
    const known = this.#heads.get(stream);
    if (!known || known.revision < head.revision) this.#heads.set(stream, head);
  }

  async #headAt(stream: StreamName, revision: number): Promise<Head | undefined> {
    const [event] = await this.#patiently(`reading ${stream}`, () => this.#read(stream, revision, 1));
    return event && headOf(event);
  }

  /** Appends to a stream of our own, once however often it is tried. @returns where it stands */
  async #besideRecords(stream: string, type: string, data: object): Promise<LogPosition> {
    const id = randomUUID();
    const { position } = await this.#patiently(`writing to ${stream}`, () =>
      this.#once(stream, { id, type, contentType: 'application/json', data: { ...data }, metadata: undefined }, 'any'),
    );
    if (!position) throw new EventStoreError('unavailable', `the server does not say where ${stream} goes on`);
    return position;
  }

  /** Before a country's first append from here, so that `tenants` knows it; two that say it at once say the same. */
  async #register(tenant: string): Promise<void> {
    if (this.#registered.has(tenant)) return;
    await this.#registering.take(async () => {
      if (this.#registered.has(tenant)) return;
      if (!(await this.#countries()).includes(tenant)) await this.#besideRecords(COUNTRIES, 'CountryRegistered', { tenant });
      await this.#freezes.look();
      this.#listed.add(tenant);
      this.#registered.add(tenant);
    });
  }

  // ── reads ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Everything that passes is tried again for a while. @throws EventStoreError */
  async #patiently<Result>(what: string, run: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const until = Date.now() + (this.options.patience ?? PATIENCE);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await run();
      } catch (error) {
        if (error instanceof EventStoreError && !error.retryable) throw error;
        if (signal?.aborted || !isPassing(error) || Date.now() >= until) throw errorOf(error, 'read', what);
        await delay(spread(attempt));
      }
    }
  }

  /** In order of revision; nothing for a stream that does not exist, or was deleted and may come back. */
  async #read(stream: StreamName, from: number, limit: number): Promise<RecordedEvent[]> {
    return (await this.#find(stream, from, limit)) ?? [];
  }

  /** As `#read`, but `undefined` for a stream that does not exist: one whose events are all hidden is an empty one. */
  async #find(stream: StreamName, from: number, limit: number): Promise<RecordedEvent[] | undefined> {
    const events: RecordedEvent[] = [];
    try {
      for await (const { event } of this.client.readStream(stream, {
        fromRevision: BigInt(from),
        ...(limit === Number.MAX_SAFE_INTEGER ? {} : { maxCount: limit }),
      })) {
        if (event && !isSystem(event)) events.push(fromServer(event));
      }
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw isPassing(error) ? error : errorOf(error, 'read', `reading ${stream}`);
    }
    return events;
  }

  async #lastOf(stream: StreamName): Promise<Head | undefined> {
    try {
      for await (const { event } of this.client.readStream(stream, {
        direction: 'backwards',
        fromRevision: 'end',
        maxCount: 1,
      })) {
        if (event && !isSystem(event)) return headOf(fromServer(event));
      }
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw isPassing(error) ? error : errorOf(error, 'read', `reading ${stream}`);
    }
    return undefined;
  }

  #open(): void {
    if (this.#closing.signal.aborted) throw new EventStoreError('unavailable', 'the event store is closed');
  }
}

/** Asked of the node that a subscription is at: another one may be ahead of it. */
const endOfLog = async (client: Client): Promise<LogPosition | undefined> => {
  for await (const { event } of client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 }))
    return event?.position;
  return undefined;
};

/** How far behind a position nothing lies that the prefixes ask for; `undefined` where there is something, or nothing at all. */
const passedOver = async (client: Client, from: LogPosition, prefixes: readonly string[]): Promise<LogPosition | undefined> => {
  let passed: LogPosition | undefined;
  for await (const { event } of client.readAll({ fromPosition: from, maxCount: PAGE })) {
    if (!event?.position || !later(event.position, from)) continue;
    if (prefixes.some((prefix) => event.streamId.startsWith(prefix))) return undefined;
    passed = event.position;
  }
  return passed;
};

interface Subscriber {
  readonly client: Client;
  subscriptions: number;
}

/** Clients that subscriptions are spread over, so that each connection has room for calls that end. None but the first one appends or reads. */
class Subscribers {
  readonly #all: Subscriber[];

  constructor(
    first: Client,
    private readonly connect: () => Client,
  ) {
    this.#all = [{ client: first, subscriptions: 0 }];
  }

  take(): Subscriber {
    let free = this.#all.find(({ subscriptions }) => subscriptions < SUBSCRIPTIONS_PER_CONNECTION);
    if (!free) this.#all.push((free = { client: this.connect(), subscriptions: 0 }));
    free.subscriptions += 1;
    return free;
  }

  give(subscriber: Subscriber): void {
    subscriber.subscriptions -= 1;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#all.map(({ client }) => client.dispose()));
  }
}

interface Arrived {
  readonly at: LogPosition | undefined;
  /** One of ours; `undefined` for what is the server's own. */
  readonly event?: RecordedEvent;
  /** In one of our streams and none of ours: reading it says what is wrong with it. */
  readonly strange?: ServerEvent;
}

/** Read at once, so that what the client made of it need not be kept while it waits its turn. */
const arrived = ({ event }: ServerResolved): Arrived => {
  const at = event?.position;
  if (!event) return { at };
  try {
    // The server's own events have revisions that none of ours can have.
    return isSystem(event) ? { at } : { at, event: fromServer(event) };
  } catch {
    // It is read again where it is its turn, unless it is hidden by then, and what is wrong is said there.
    return { at, strange: event };
  }
};

/** While somebody moves the record: what was written after they began is no part of it. */
const frozen = (tenant: string): EventStoreError =>
  new EventStoreError('unavailable', `the record of ${tenant} is being moved, or was moved: it cannot be written here`, {
    tenant,
  });

/** No stream of events has this revision. */
const BEYOND = BigInt(Number.MAX_SAFE_INTEGER);

const headOf = (event: RecordedEvent): Head => ({ revision: event.revision, hash: event.hash });

const spread = (attempt: number): number =>
  // eslint-disable-next-line no-restricted-properties -- spreads those who come back; it changes when, never what
  Math.min(2000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2);

/**
 * What somebody deleted, truncated or gave a limit in the server stays in its log until it is scavenged. A subscription leaves it out, as a read of the stream does:
 * for that it has to be known before the first event is handed out.
 */
class HiddenStreams {
  readonly #before = new Map<StreamName, bigint>();
  /** Streams that lose events by age or number: what is hidden there changes by itself. */
  readonly #limited = new Set<StreamName>();
  #feed: Promise<void> | undefined;

  constructor(
    private readonly client: Client,
    private readonly signal: AbortSignal,
    private readonly freezes: Freezes,
  ) {}

  hides(stream: StreamName, revision: bigint | number): boolean {
    const before = this.#before.get(stream);
    return before !== undefined && revision < before;
  }

  /** Whether there are streams that lose events by themselves. */
  get changes(): boolean {
    return this.#limited.size > 0;
  }

  /** Asks the server what it still shows of those streams among these that lose events by themselves. */
  async ask(streams: readonly StreamName[]): Promise<void> {
    if (this.#limited.size === 0) return;
    const asked = new Set(streams.filter((stream) => this.#limited.has(stream)));
    for (const stream of asked) this.#before.set(stream, await this.#firstShown(stream));
  }

  async #firstShown(stream: StreamName): Promise<bigint> {
    try {
      for await (const { event } of this.client.readStream(stream, { fromRevision: 'start', maxCount: 1 }))
        if (event) return event.revision;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return BEYOND;
  }

  /** Until everything that is hidden now is known; later deletions are heard of as they happen. */
  ready(): Promise<void> {
    return (this.#feed ??= new Promise((resolve, reject) => {
      this.#listen(resolve).catch((error: unknown) => {
        this.#feed = undefined;
        reject(errorOf(error, 'subscribe', 'what is hidden in the log'));
      });
    }));
  }

  async #listen(caughtUp: () => void): Promise<void> {
    const feed = new Feed<ServerResolved>(
      {
        read: (resolved) => resolved,
        signal: this.signal,
        room: PAGE * 2,
        what: 'what is hidden in the log',
        open: (behind, onCheckpoint) =>
          this.client.subscribeToAll({
            ...(behind ? { fromPosition: behind } : {}),
            filter: {
              filterOn: 'eventType',
              prefixes: ['$metadata', '$streamDeleted', FREEZE_SAID],
              // There is little to find in much: the server looks through as many events in one go.
              maxSearchWindow: SEARCH_WINDOW * 32,
              checkpointInterval: 1,
              checkpointReached: (_, position) => onCheckpoint(position),
            },
          }) as unknown as ServerSubscription,
      },
      undefined,
    );
    try {
      while (!this.signal.aborted) {
        for (const item of await feed.take(PAGE, 60_000)) {
          if (item.kind === 'caught-up') caughtUp();
          else if (item.kind === 'checkpoint') feed.confirm(item.position);
          else if (item.kind === 'event' && item.value.event) {
            const { streamId, revision, type, data, position } = item.value.event;
            const stream = streamId.slice(2);
            if (streamId === FREEZES && position) this.freezes.heard(revision, data, position);
            else if (type === '$streamDeleted') this.#before.set(streamId, BEYOND);
            // The server gives limits to streams of its own from its first day on, which not everybody may read: those are left out anyway.
            else if (type === '$metadata' && streamId.startsWith('$$') && parseStreamName(stream) !== undefined) {
              this.#before.set(stream, BigInt(Math.trunc(truncatedBefore(data))));
              if (isLimited(data)) this.#limited.add(stream);
              else this.#limited.delete(stream);
            }
            if (position) feed.confirm(position);
          }
        }
      }
      caughtUp();
    } finally {
      await feed.close();
    }
  }
}

/** The last event of each country, found by reading backwards from the end: each part of the log is looked at once. */
class CountryEnds {
  /** Its metadata are read when somebody asks. */
  readonly #last = new Map<string, RecordedEvent>();
  /** What lies between was looked at. */
  #top: LogPosition | undefined;
  #bottom: LogPosition | 'start' | undefined;
  readonly #turns = new Turns();

  constructor(
    private readonly client: Client,
    private readonly hidden: HiddenStreams,
  ) {}

  saw(event: RecordedEvent): void {
    const tenant = streamsOfTenant(event.stream);
    const known = this.#last.get(tenant);
    if (!known || known.position < event.position) this.#last.set(tenant, event);
  }

  of(tenant: string): Promise<LastEvent | undefined> {
    return this.#turns.take(async () => {
      await this.#lookAtNew();
      while (!this.#last.has(tenant) && this.#bottom !== 'start') await this.#lookBack();
      const last = this.#last.get(tenant);
      return last && { position: last.position, recordedAt: last.metadata.recordedAt };
    });
  }

  async #lookAtNew(): Promise<void> {
    const end = this.#top;
    let from: LogPosition | 'end' = 'end';
    let top: LogPosition | undefined;
    // Mostly there is little that is new.
    for (let size = 8; ; size = Math.min(PAGE, size * 4)) {
      const page = await this.#page(from, size);
      top ??= page[0]?.event?.position;
      const known = page.findIndex(({ event }) => end && event?.position && !later(event.position, end));
      await this.#note(known < 0 ? page : page.slice(0, known));
      const last = page.at(-1)?.event?.position;
      if (known >= 0 || !last || page.length < size) {
        if (known < 0 && page.length < size) this.#bottom = 'start';
        break;
      }
      from = last;
      // The first look goes only as far back as somebody asks.
      if (!end) break;
    }
    if (!end && this.#bottom !== 'start' && from !== 'end') this.#bottom = from;
    this.#top = top ?? end;
  }

  async #lookBack(): Promise<void> {
    const from = this.#bottom;
    if (from === undefined || from === 'start') {
      this.#bottom = 'start';
      return;
    }
    const page = await this.#page(from, PAGE);
    await this.#note(page);
    this.#bottom = page.length < PAGE ? 'start' : (page.at(-1)?.event?.position ?? 'start');
  }

  async #page(from: LogPosition | 'end', maxCount: number): Promise<ServerResolved[]> {
    const page: ServerResolved[] = [];
    for await (const resolved of this.client.readAll({ direction: 'backwards', fromPosition: from, maxCount })) {
      page.push(resolved);
    }
    return page;
  }

  async #note(page: readonly ServerResolved[]): Promise<void> {
    await this.hidden.ask(page.flatMap(({ event }) => (event ? [event.streamId] : [])));
    for (const { event } of page) {
      if (event && !isSystem(event) && !this.hidden.hides(event.streamId, event.revision)) this.saw(fromServer(event));
    }
  }
}
