import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  NO_HASH,
  canonicalJson,
  isInstant,
  tenantPrefix,
  type Clock,
  type Head,
  type Position,
  type RecordedEvent,
  type StreamName,
} from '#libs/kernel';
import {
  EventStoreError,
  MAX_APPEND_BYTES,
  MAX_EVENT_BYTES,
  prepareEvent,
  type EventStore,
  type NewEvent,
  type PreparedEvent,
  type SubscriptionBatch,
} from './port.js';
import { verifyChains } from './verify.js';

export interface EngineUnderTest {
  /** A store; other tests may have left events of other countries in it. */
  open(options: { clock: Clock }): Promise<EventStore>;
  /** Another store over the log of the one opened last, beside it or after it was closed. Engines without memory beyond the process have none. */
  reopen?(options: { clock: Clock }): Promise<EventStore>;
}

/** A country that no other test uses, so that engines whose log outlives a test can run the suite too. */
export const freshTenant = (): string => {
  const tenant = `t${randomBytes(6).toString('hex')}`;
  freshTenants.push(tenant);
  return tenant;
};

/** Those that were used so far, for engines whose log outlives a test. */
export const freshTenants: string[] = [];

/** An event that differs from any other, with metadata that fit its country. */
export const someEvent = (tenant: string, over: Partial<Omit<NewEvent, 'metadata'>> & { subject?: string } = {}): NewEvent => {
  const commandId = randomUUID();
  return {
    id: over.id ?? randomUUID(),
    type: over.type ?? 'ItemsAnswered',
    data: over.data ?? { answers: { '1.1': 3 }, note: 'x' },
    metadata: {
      tenant,
      cycle: '2023',
      actor: { id: '6b0f8f0e-5a77-4a6c-9c9e-0c4c8d4f4f10', role: 'teacher' },
      ...(over.subject === undefined ? {} : { subject: over.subject }),
      occurredAt: '2023-05-08T12:00:00.000Z',
      commandId,
      $correlationId: commandId,
      $causationId: commandId,
      schemaVersion: 1,
    },
  };
};

export const prepared = (tenant: string, count = 1): PreparedEvent[] =>
  Array.from({ length: count }, (_, index) => prepareEvent(someEvent(tenant, { data: { index } })));

const sha = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The chain as the documentation defines it, computed here from the stored bytes alone. */
const expectChain = (events: readonly RecordedEvent[], from: Head | undefined = undefined): void => {
  let previous = from?.hash ?? NO_HASH;
  let revision = from === undefined ? 0 : from.revision + 1;
  for (const event of events) {
    expect(event.revision).toBe(revision);
    const stored = JSON.parse(event.metadataText) as Record<string, unknown>;
    expect(stored['previousHash']).toBe(previous);
    expect(stored).not.toHaveProperty('hash');
    const link = [
      previous,
      event.stream,
      event.revision,
      event.id,
      event.type,
      sha(event.dataText),
      sha(event.metadataText),
    ].join('\n');
    expect(event.hash).toBe(sha(link));
    expect(event.metadata.hash).toBe(event.hash);
    expect(event.intact).toBe(true);
    previous = event.hash;
    revision += 1;
  }
};

const failure = async (promise: Promise<unknown>): Promise<EventStoreError> => {
  const error: unknown = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof EventStoreError)) throw error;
  return error;
};

const texts = (events: readonly RecordedEvent[]): unknown[] =>
  events.map(({ id, stream, revision, position, type, dataText, metadataText, hash }) => [
    id,
    stream,
    revision,
    position,
    type,
    dataText,
    metadataText,
    hash,
  ]);

/** Everything up to the end of the log. */
const catchUp = async (
  store: EventStore,
  tenant: string,
  options: { prefixes?: string[]; types?: string[]; from?: Position; batch?: number } = {},
): Promise<{ events: RecordedEvent[]; position: Position | undefined; batches: SubscriptionBatch[] }> => {
  const stop = new AbortController();
  const batches: SubscriptionBatch[] = [];
  const { prefixes = [tenantPrefix(tenant)], types, from, batch } = options;
  for await (const read of store.subscribe({
    tenant,
    prefixes,
    types,
    from,
    signal: stop.signal,
    ...(batch === undefined ? {} : { batch }),
  })) {
    batches.push(read);
    if (read.caughtUp) break;
  }
  return { events: batches.flatMap(({ events }) => events), position: batches.at(-1)?.position, batches };
};

/** A subscription that runs beside the test, which waits for what it has seen. */
const follower = (
  store: EventStore,
  tenant: string,
  options: { prefixes?: string[]; types?: string[]; from?: Position; batch?: number } = {},
) => {
  const stop = new AbortController();
  const { prefixes = [tenantPrefix(tenant)], ...rest } = options;
  const seen: SubscriptionBatch[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const done = (async () => {
    try {
      for await (const batch of store.subscribe({ tenant, prefixes, signal: stop.signal, ...rest })) {
        seen.push(batch);
        for (const look of waiting) look();
      }
    } finally {
      over = true;
      for (const look of waiting) look();
    }
  })();
  return {
    seen,
    done,
    stop: () => stop.abort(),
    events: () => seen.flatMap(({ events }) => events),
    until: (condition: () => boolean) =>
      new Promise<void>((resolve, reject) => {
        const look = (): void => {
          if (condition()) resolve();
          else if (over) reject(new Error('the subscription ended before the condition held'));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
};

/** What every engine of the event store port does. Positions are opaque: compared, never read. */
export const describeEventStoreContract = (name: string, engine: EngineUnderTest): void => {
  describe(`the event store port, ${name}`, () => {
    let now = Date.parse('2023-05-08T12:00:00.000Z');
    const clock: Clock = { now: () => now };
    let store: EventStore;
    let tenant: string;
    let stream: StreamName;

    beforeAll(async () => {
      store = await engine.open({ clock });
    });
    afterAll(() => store.close());
    beforeEach(() => {
      tenant = freshTenant();
      stream = `${tenant}.2023.assessment-${randomUUID()}`;
    });

    const event = (over: Parameters<typeof someEvent>[1] = {}): PreparedEvent => prepareEvent(someEvent(tenant, over));
    const some = (count = 1): PreparedEvent[] => prepared(tenant, count);
    const streamNamed = (label: string): StreamName => `${tenant}.2023.assessment-${label}`;

    describe('append and read', () => {
      it('gives back what was appended, byte for byte, under a chain of hashes', async () => {
        const given = [
          someEvent(tenant, { subject: randomUUID() }),
          someEvent(tenant, { type: 'AssessmentSubmitted', data: {} }),
        ];
        const events = given.map(prepareEvent);
        const answer = await store.append(stream, 'no-stream', events);
        const slice = await store.readStream(stream);

        expect(texts(slice.events)).toEqual(texts(answer.events));
        expectChain(slice.events);
        slice.events.forEach((recorded, index) => {
          const source = given[index] as NewEvent;
          expect(recorded).toMatchObject({
            id: source.id,
            type: source.type,
            stream,
            revision: index,
            dataText: events[index]?.data,
          });
          expect(recorded.data).toEqual(source.data);
          expect(recorded.metadata).toMatchObject(source.metadata);
          expect(recorded.metadataText).toBe(canonicalJson(JSON.parse(recorded.metadataText)));
        });
        expect(answer.head).toEqual({ revision: 1, hash: slice.events[1]?.hash });
        expect(slice.head).toEqual(answer.head);
        expect(answer.position).toBe(slice.events[1]?.position);
      });

      it('continues the chain from append to append, on heads from answers and from reads', async () => {
        const first = await store.append(stream, 'no-stream', some(2));
        const second = await store.append(stream, first.head, some(3));
        const read = await store.readStream(stream);
        expect(read.head).toEqual(second.head);
        await store.append(stream, read.head as Head, some(1));
        const { events, head } = await store.readStream(stream);
        expectChain(events);
        expect(events).toHaveLength(6);
        expect(head).toEqual({ revision: 5, hash: events[5]?.hash });
      });

      it('sets recordedAt by the country’s clock at the append', async () => {
        now += 86_400_000;
        const { events } = await store.append(stream, 'no-stream', some(2));
        for (const { metadata } of events) {
          expect(isInstant(metadata.recordedAt)).toBe(true);
          expect(metadata.recordedAt).toBe(new Date(now).toISOString());
        }
      });

      it('refuses to store a time that is none', async () => {
        const kept = now;
        try {
          for (const bad of [NaN, -1, Infinity, 1e17]) {
            now = bad;
            expect((await failure(store.append(stream, 'no-stream', some()))).code).toBe('invalid');
          }
        } finally {
          now = kept;
        }
        expect(await store.head(tenant)).toBeUndefined();
      });

      it('reads from a revision on, at most so many, and tells the whole stream’s head', async () => {
        const { head, events } = await store.append(stream, 'no-stream', some(10));
        const revisions = async (options: { from?: number; limit?: number }): Promise<number[]> => {
          const slice = await store.readStream(stream, options);
          expect(slice.head).toEqual(head);
          return slice.events.map(({ revision }) => revision);
        };
        expect(await revisions({ from: 7 })).toEqual([7, 8, 9]);
        expect(await revisions({ limit: 2 })).toEqual([0, 1]);
        expect(await revisions({ from: 3, limit: 4 })).toEqual([3, 4, 5, 6]);
        expect(await revisions({ from: 10 })).toEqual([]);
        expect(texts((await store.readStream(stream, { from: 4, limit: 1 })).events)).toEqual(texts(events.slice(4, 5)));
      });

      it('reads long streams whole and in order', async () => {
        let head: Head | 'no-stream' = 'no-stream';
        for (let round = 0; round < 5; round += 1) ({ head } = await store.append(stream, head, some(500)));
        const { events } = await store.readStream(stream);
        expect(events.map(({ revision }) => revision)).toEqual(Array.from({ length: 2500 }, (_, index) => index));
        expect((await store.readStream(stream, { from: 100, limit: 1500 })).events).toHaveLength(1500);
      });

      it('reads a stream that does not exist as an empty one without head', async () => {
        expect(await store.readStream(stream)).toEqual({ events: [], head: undefined });
        await store.append(streamNamed('another'), 'no-stream', some());
        expect(await store.readStream(stream)).toEqual({ events: [], head: undefined });
      });

      it('keeps every kind of text and number', async () => {
        const data = {
          'ñandú ü': 'Ñuñoa, Aysén, 漢字, 🇨🇱👩🏽‍🏫, \u0000 \u001f \u2028 \u2029 \ufeff " \\ / \u007f',
          '': [null, true, false, 0, -1.5, 1e-7, 5e-324, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
          '€': { '': {}, a: [[]] },
          empty: '',
        };
        const name = `${tenant}.school-Liceo_Ñuñoa-漢字`;
        await store.append(name, 'no-stream', [event({ data })]);
        const { events } = await store.readStream(name);
        expect(events[0]?.data).toEqual(data);
        expect(events[0]?.dataText).toBe(canonicalJson(data));
        expectChain(events);
        expect((await catchUp(store, tenant)).events[0]?.dataText).toBe(canonicalJson(data));
      });
    });

    describe('optimistic concurrency', () => {
      it('refuses a stream that should not exist and does', async () => {
        const { head } = await store.append(stream, 'no-stream', some(2));
        const error = await failure(store.append(stream, 'no-stream', some()));
        expect(error).toMatchObject({
          code: 'conflict',
          retryable: false,
          details: { stream, expected: 'no-stream', actual: 1 },
        });
        expect((await store.readStream(stream)).head).toEqual(head);
      });

      it('refuses a head on a stream that does not exist', async () => {
        const error = await failure(store.append(stream, { revision: 0, hash: 'a'.repeat(64) }, some()));
        expect(error).toMatchObject({ code: 'conflict', details: { stream, expected: 0, actual: 'no-stream' } });
        expect((await store.readStream(stream)).head).toBeUndefined();
        expect(await store.head(tenant)).toBeUndefined();
      });

      it('refuses a revision before and one behind the head', async () => {
        const first = await store.append(stream, 'no-stream', some());
        const second = await store.append(stream, first.head, some());
        expect((await failure(store.append(stream, first.head, some()))).code).toBe('conflict');
        expect((await failure(store.append(stream, { revision: 2, hash: second.head.hash }, some()))).code).toBe('conflict');
        expect((await store.readStream(stream)).events).toHaveLength(2);
      });

      it('refuses the right revision with another hash', async () => {
        const { head } = await store.append(stream, 'no-stream', some());
        const error = await failure(store.append(stream, { revision: head.revision, hash: 'f'.repeat(64) }, some()));
        expect(error.code).toBe('conflict');
        expect((await store.readStream(stream)).head).toEqual(head);
      });

      it('lets exactly one of many callers win each revision of one stream', async () => {
        const callers = 16;
        const each = 5;
        let conflicts = 0;
        await Promise.all(
          Array.from({ length: callers }, async () => {
            for (let done = 0; done < each;) {
              const { head } = await store.readStream(stream, { from: 1_000_000 });
              try {
                await store.append(stream, head ?? 'no-stream', some(2));
                done += 1;
              } catch (error) {
                if (!(error instanceof EventStoreError) || error.code !== 'conflict') throw error;
                conflicts += 1;
              }
            }
          }),
        );
        const { events } = await store.readStream(stream);
        expect(events).toHaveLength(callers * each * 2);
        expectChain(events);
        expect(conflicts).toBeGreaterThan(0);
      });

      it('takes appends of many callers to many streams, each stream without a gap', async () => {
        const streams = Array.from({ length: 24 }, (_, index) => streamNamed(`many-${index}`));
        await Promise.all(
          streams.map(async (name) => {
            let head: Head | 'no-stream' = 'no-stream';
            for (let round = 0; round < 10; round += 1) ({ head } = await store.append(name, head, some(1 + (round % 3))));
          }),
        );
        for (const name of streams) expectChain((await store.readStream(name)).events);
        const { events } = await catchUp(store, tenant, { batch: 50 });
        expect(events).toHaveLength(24 * 19);
        expect(await verifyChains(store, tenant)).toMatchObject({ events: 24 * 19, streams: 24, faults: [] });
      });

      it('judges appends that arrive together one by one', async () => {
        const taken = await store.append(streamNamed('taken'), 'no-stream', some());
        const results = await Promise.allSettled([
          store.append(streamNamed('a'), 'no-stream', some(2)),
          store.append(streamNamed('taken'), 'no-stream', some()),
          store.append(streamNamed('b'), 'no-stream', some(3)),
          store.append(streamNamed('taken'), taken.head, some()),
          store.append(streamNamed('b'), 'no-stream', some()),
        ]);
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'rejected']);
        expect((await catchUp(store, tenant)).events).toHaveLength(1 + 2 + 3 + 1);
      });
    });

    describe('retry', () => {
      it('answers a verbatim retry as the first time and writes nothing', async () => {
        const first = await store.append(stream, 'no-stream', some(2));
        const events = some(3);
        const answer = await store.append(stream, first.head, events);
        now += 1000;
        const again = await store.append(stream, first.head, events);
        expect(again.head).toEqual(answer.head);
        expect(again.position).toBe(answer.position);
        expect(texts(again.events)).toEqual(texts(answer.events));
        expect((await store.readStream(stream)).events).toHaveLength(5);
      });

      it('answers a retry of a stream’s first events, also when more was appended since', async () => {
        const events = some(2);
        const answer = await store.append(stream, 'no-stream', events);
        const more = await store.append(stream, answer.head, some(2));
        const again = await store.append(stream, 'no-stream', events);
        expect(texts(again.events)).toEqual(texts(answer.events));
        expect(again.head).toEqual(answer.head);
        expect((await store.readStream(stream)).head).toEqual(more.head);
      });

      it('answers a retry in the middle of a stream', async () => {
        const first = await store.append(stream, 'no-stream', some());
        const events = some(2);
        const answer = await store.append(stream, first.head, events);
        await store.append(stream, answer.head, some());
        const again = await store.append(stream, first.head, events);
        expect(texts(again.events)).toEqual(texts(answer.events));
        expect((await store.readStream(stream)).events).toHaveLength(4);
      });

      it('writes once when append and retry travel together', async () => {
        const events = some(2);
        const answers = await Promise.all(Array.from({ length: 4 }, () => store.append(stream, 'no-stream', events)));
        for (const answer of answers) expect(texts(answer.events)).toEqual(texts(answers[0]?.events ?? []));
        expect((await store.readStream(stream)).events).toHaveLength(2);
      });

      it('refuses a retry that is half known', async () => {
        const [a, b, c] = some(3) as [PreparedEvent, PreparedEvent, PreparedEvent];
        await store.append(stream, 'no-stream', [a, b]);
        expect((await failure(store.append(stream, 'no-stream', [a, c]))).code).toBe('conflict');
        expect((await failure(store.append(stream, 'no-stream', [c, b]))).code).toBe('conflict');
        expect((await failure(store.append(stream, 'no-stream', [a, b, c]))).code).toBe('conflict');
        expect((await failure(store.append(stream, 'no-stream', [b, a]))).code).toBe('conflict');
        expect((await store.readStream(stream)).events).toHaveLength(2);
      });

      it('refuses the retry of known events on another head', async () => {
        const first = await store.append(stream, 'no-stream', some());
        const events = some();
        await store.append(stream, first.head, events);
        const error = await failure(store.append(stream, { revision: 0, hash: 'e'.repeat(64) }, events));
        expect(error.code).toBe('conflict');
        expect((await store.readStream(stream)).events).toHaveLength(2);
      });
    });

    describe('limits and bad input', () => {
      const nothingWritten = async (): Promise<void> => {
        expect((await store.readStream(stream)).head).toBeUndefined();
        expect(await store.head(tenant)).toBeUndefined();
      };

      it('takes an event of exactly 256 KiB and refuses one byte more by name', async () => {
        const room = MAX_EVENT_BYTES - event({ data: { text: '' } }).bytes;
        const full = event({ data: { text: 'é'.repeat(Math.floor(room / 2)) + 'e'.repeat(room % 2) } });
        expect(full.bytes).toBe(MAX_EVENT_BYTES);
        expect(() => event({ data: { text: 'e'.repeat(room + 1) } })).toThrow(
          expect.objectContaining({ code: 'too-large', details: expect.objectContaining({ limit: MAX_EVENT_BYTES }) as object }),
        );
        await store.append(stream, 'no-stream', [full]);
        const { events } = await store.readStream(stream);
        expect(events[0]?.dataText).toBe(full.data);
        expectChain(events);
      });

      it('takes an append of almost 1 MiB and refuses one over it by name, before anything is written', async () => {
        const large = (): PreparedEvent => event({ data: { text: 'x'.repeat(200 * 1024) } });
        const six = Array.from({ length: 6 }, large);
        const error = await failure(store.append(stream, 'no-stream', six));
        expect(error).toMatchObject({ code: 'too-large', retryable: false, details: { stream, limit: MAX_APPEND_BYTES } });
        await nothingWritten();
        await store.append(stream, 'no-stream', six.slice(0, 5));
        expectChain((await store.readStream(stream)).events);
      });

      it('refuses what no store could hold', async () => {
        for (const bad of [
          '',
          'assessment-1',
          tenant,
          `${tenant}.`,
          `${tenant}.assessment`,
          `${tenant}.assessment-`,
          `${tenant}.a b-1`,
        ]) {
          expect((await failure(store.append(bad, 'no-stream', some()))).code).toBe('invalid');
          expect((await failure(store.readStream(bad))).code).toBe('invalid');
        }
        const one = event();
        expect((await failure(store.append(stream, 'no-stream', []))).code).toBe('invalid');
        expect((await failure(store.append(stream, 'no-stream', [one, one]))).code).toBe('invalid');
        for (const hash of ['', 'a', 'A'.repeat(64), 'g'.repeat(64)]) {
          expect((await failure(store.append(stream, { revision: 0, hash }, some()))).code).toBe('invalid');
        }
        for (const revision of [-1, 0.5, NaN]) {
          expect((await failure(store.append(stream, { revision, hash: NO_HASH }, some()))).code).toBe('invalid');
        }
        await nothingWritten();
        for (const bad of ['', 'CL', '../cl', 'cl/..', 'c']) expect((await failure(store.head(bad))).code).toBe('invalid');
        for (const options of [{ from: -1 }, { from: 0.5 }, { limit: 0 }, { limit: -1 }, { limit: 1.5 }]) {
          expect((await failure(store.readStream(stream, options))).code).toBe('invalid');
        }
      });

      it('refuses an event that names another country', async () => {
        const stranger = prepareEvent(someEvent(freshTenant()));
        expect((await failure(store.append(stream, 'no-stream', [event(), stranger]))).code).toBe('invalid');
        await nothingWritten();
      });

      it('refuses, when an event is prepared, what is no event', () => {
        for (const id of ['', 'x', randomUUID().toUpperCase()])
          expect(() => event({ id })).toThrow(expect.objectContaining({ code: 'invalid' }));
        for (const type of ['', 'submitted', '$deleted', 'A B', 'Ñandú']) {
          expect(() => event({ type })).toThrow(expect.objectContaining({ code: 'invalid' }));
        }
        for (const value of [10n, NaN, Infinity, '\ud800', 2 ** 53, new Date(0), () => 1]) {
          expect(() => event({ data: { value } })).toThrow(expect.objectContaining({ code: 'invalid' }));
        }
      });

      it('refuses subscriptions across the wall, without prefixes or with prefixes that end in the middle of a name', async () => {
        const other = freshTenant();
        for (const prefixes of [
          [],
          [''],
          [tenant],
          [`${tenant}.2023`],
          [tenantPrefix(other)],
          [tenantPrefix(tenant), tenantPrefix(other)],
        ]) {
          expect((await failure(catchUp(store, tenant, { prefixes }))).code).toBe('invalid');
        }
        expect((await failure(catchUp(store, 'CL', { prefixes: ['CL.'] }))).code).toBe('invalid');
        for (const batch of [0, -1, 1.5]) expect((await failure(catchUp(store, tenant, { batch }))).code).toBe('invalid');
      });
    });

    describe('subscribe', () => {
      it('says at once that a country without events is caught up, then delivers its first event', async () => {
        const live = follower(store, tenant);
        await live.until(() => live.seen.length > 0);
        expect(live.seen[0]).toEqual({ events: [], position: undefined, caughtUp: true });
        const answer = await store.append(stream, 'no-stream', some());
        await live.until(() => live.events().length === 1);
        expect(texts(live.events())).toEqual(texts(answer.events));
        live.stop();
        await live.done;
      });

      it('catches up in batches in the order of appends, and says so exactly when the end is reached', async () => {
        const all: RecordedEvent[] = [];
        for (let round = 0; round < 5; round += 1) {
          all.push(...(await store.append(streamNamed(`s${round}`), 'no-stream', some(5))).events);
        }
        for (const batch of [1, 7, 24, 25, 26, 1000]) {
          const read = await catchUp(store, tenant, { batch });
          expect(texts(read.events)).toEqual(texts(all));
          for (const { events } of read.batches) expect(events.length).toBeLessThanOrEqual(batch);
          expect(read.batches.filter(({ caughtUp }) => caughtUp)).toHaveLength(1);
          const last = all.at(-1)?.position as string;
          expect((await store.head(tenant))?.position).toBe(last);
          // A log that others share may have gone on meanwhile with what is theirs; of this country nothing lies behind.
          expect((read.position as string) >= last).toBe(true);
          expect((await catchUp(store, tenant, { batch, from: read.position })).events).toEqual([]);
        }
      });

      it('goes on live behind the end, once and in order', async () => {
        const all = [...(await store.append(stream, 'no-stream', some(3))).events];
        const live = follower(store, tenant, { batch: 2 });
        await live.until(() => live.seen.some(({ caughtUp }) => caughtUp));
        expect(live.events()).toHaveLength(3);
        for (let round = 0; round < 20; round += 1)
          all.push(...(await store.append(streamNamed(`live-${round}`), 'no-stream', some(3))).events);
        await live.until(() => live.events().length >= all.length && live.seen.at(-1)?.caughtUp === true);
        expect(texts(live.events())).toEqual(texts(all));
        live.stop();
        await live.done;
      });

      it('resumes behind a position, exclusively, from any event', async () => {
        const { events: all } = await store.append(stream, 'no-stream', some(6));
        for (let at = 0; at < all.length; at += 1) {
          const { events, position } = await catchUp(store, tenant, { from: (all[at] as RecordedEvent).position, batch: 2 });
          expect(texts(events)).toEqual(texts(all.slice(at + 1)));
          expect((position ?? '') >= (all.at(-1)?.position as string)).toBe(true);
        }
      });

      it('gives positions that grow as plain strings', async () => {
        for (let round = 0; round < 12; round += 1) await store.append(streamNamed(`p${round}`), 'no-stream', some(2));
        const positions = (await catchUp(store, tenant)).events.map(({ position }) => position);
        expect([...positions].sort()).toEqual(positions);
        expect(new Set(positions).size).toBe(24);
      });

      it('delivers the prefixes asked for and no stream that only begins alike', async () => {
        const near = `${tenant}x`;
        const names = [
          `${tenant}.2023.assessment-1`,
          `${tenant}.2023.enrolment-1`,
          `${tenant}.2024.assessment-1`,
          `${tenant}.20234.assessment-1`,
          `${tenant}.school-900001`,
          `${tenant}.schools-1`,
          `${tenant}.2023.assessments-1`,
        ];
        for (const name of names) await store.append(name, 'no-stream', some());
        await store.append(`${near}.school-1`, 'no-stream', prepared(near));
        const delivered = async (...prefixes: string[]): Promise<string[]> =>
          (await catchUp(store, tenant, { prefixes, batch: 3 })).events.map((one) => one.stream);
        expect(await delivered(`${tenant}.`)).toEqual(names);
        expect(await delivered(`${tenant}.2023.`)).toEqual([names[0], names[1], names[6]]);
        expect(await delivered(`${tenant}.school-`)).toEqual([names[4]]);
        expect(await delivered(`${tenant}.school-`, `${tenant}.2024.`)).toEqual([names[2], names[4]]);
        expect(await delivered(`${tenant}.2023.`, `${tenant}.2023.assessment-`)).toEqual([names[0], names[1], names[6]]);
        expect(await delivered(`${tenant}.2023.assessment-`)).toEqual([names[0]]);
        expect(await delivered(`${tenant}.nothing-`)).toEqual([]);
        expect(await delivered(`${tenant}.nothing-`, `${tenant}.`)).toEqual(names);
      });

      it('delivers the types asked for, and moves its position past the others', async () => {
        const school = `${tenant}.school-1`;
        const typed = (type: string): PreparedEvent[] => [prepareEvent(someEvent(tenant, { type }))];
        const { head: first } = await store.append(school, 'no-stream', typed('SchoolRegistered'));
        const { head: second } = await store.append(school, first, typed('SchoolRenamed'));
        await store.append(streamNamed('other'), 'no-stream', typed('SchoolRegistered'));
        const { head: third, position: end } = await store.append(school, second, typed('SchoolClosed'));
        const delivered = async (types: string[], prefixes = [tenantPrefix(tenant)]): Promise<string[]> =>
          (await catchUp(store, tenant, { types, prefixes, batch: 2 })).events.map(({ type, revision }) => `${type} ${revision}`);
        expect(await delivered(['SchoolRegistered'])).toEqual(['SchoolRegistered 0', 'SchoolRegistered 0']);
        expect(await delivered(['SchoolRegistered'], [`${tenant}.school-`])).toEqual(['SchoolRegistered 0']);
        expect(await delivered(['SchoolClosed', 'SchoolRenamed'])).toEqual(['SchoolRenamed 1', 'SchoolClosed 2']);
        expect(await delivered(['School'])).toEqual([]);
        const { position } = await catchUp(store, tenant, { types: ['SchoolRenamed'] });
        expect(position !== undefined && position >= end).toBe(true);
        const live = follower(store, tenant, { types: ['SchoolRenamed'], ...(position === undefined ? {} : { from: position }) });
        const { head: fourth } = await store.append(school, third, typed('SchoolReopened'));
        await store.append(school, fourth, typed('SchoolRenamed'));
        await live.until(() => live.events().length > 0);
        expect(live.events().map(({ type, revision }) => `${type} ${revision}`)).toEqual(['SchoolRenamed 4']);
        live.stop();
        await live.done;
        expect((await failure(catchUp(store, tenant, { types: [] }))).code).toBe('invalid');
      });

      it('moves its position past events outside the prefixes', async () => {
        await store.append(streamNamed('inside'), 'no-stream', some());
        const { position: end } = await store.append(`${tenant}.school-1`, 'no-stream', some(20));
        const { events, position } = await catchUp(store, tenant, { prefixes: [`${tenant}.2023.`], batch: 2 });
        expect(events).toHaveLength(1);
        expect(position !== undefined && position >= end).toBe(true);
        const live = follower(store, tenant, {
          prefixes: [`${tenant}.2023.`],
          ...(position === undefined ? {} : { from: position }),
        });
        const outside = await store.append(`${tenant}.school-2`, 'no-stream', some(3));
        await live.until(() => (live.seen.at(-1)?.position ?? '') >= outside.position);
        expect(live.events()).toEqual([]);
        live.stop();
        await live.done;
      });

      it('ends when it is aborted: before it starts, while it waits, and in the middle of a history', async () => {
        await store.append(stream, 'no-stream', some(30));
        const prefixes = [tenantPrefix(tenant)];
        const batches: SubscriptionBatch[] = [];
        for await (const batch of store.subscribe({ tenant, prefixes, signal: AbortSignal.abort() })) batches.push(batch);
        expect(batches).toEqual([]);

        const waiting = follower(store, tenant);
        await waiting.until(() => waiting.seen.some(({ caughtUp }) => caughtUp));
        waiting.stop();
        await waiting.done;

        const stop = new AbortController();
        let delivered = 0;
        for await (const batch of store.subscribe({ tenant, prefixes, signal: stop.signal, batch: 3 })) {
          delivered += batch.events.length;
          if (delivered >= 9) stop.abort();
        }
        expect(delivered).toBe(9);
      });

      it('gives no position ahead of what it has handed out, however slowly that is taken', async () => {
        const other = freshTenant();
        const stop = new AbortController();
        const batches: { position: string; positions: string[] }[] = [];
        let written: string[] = [];
        const reading = (async () => {
          for await (const batch of store.subscribe({ tenant, prefixes: [`${tenant}.`], batch: 3, signal: stop.signal })) {
            batches.push({ position: batch.position ?? '', positions: batch.events.map(({ position }) => position) });
            if (batches.flatMap(({ positions }) => positions).length === 120) stop.abort();
            await new Promise((resolve) => setTimeout(resolve, 3));
          }
        })();
        for (let i = 0; i < 60; i += 1) {
          // Between them lies what this subscription leaves out, so that its place moves on without an event too.
          await store.append(`${other}.school-${i}`, 'no-stream', [prepareEvent(someEvent(other))]);
          const { events } = await store.append(`${tenant}.school-${i}`, 'no-stream', some(2));
          written = [...written, ...events.map(({ position }) => position)];
        }
        await reading;
        expect(batches.flatMap(({ positions }) => positions)).toEqual(written);
        let handedOut = 0;
        for (const { position, positions } of batches) {
          handedOut += positions.length;
          expect(written.slice(handedOut).filter((later) => later <= position)).toEqual([]);
        }
      });

      it('loses nothing for a consumer slower than the appends', async () => {
        const stop = new AbortController();
        const all: RecordedEvent[] = [];
        const got: RecordedEvent[] = [];
        const consumer = (async () => {
          for await (const { events } of store.subscribe({
            tenant,
            prefixes: [tenantPrefix(tenant)],
            signal: stop.signal,
            batch: 10,
          })) {
            // Slower than everything else that waits for the loop.
            for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
            got.push(...events);
            if (got.length === 400) stop.abort();
          }
        })();
        for (let round = 0; round < 40; round += 1) {
          const answers = await Promise.all(
            [0, 1].map((side) => store.append(streamNamed(`slow-${round}-${side}`), 'no-stream', some(5))),
          );
          all.push(...answers.flatMap(({ events }) => events));
        }
        await consumer;
        all.sort((a, b) => (a.position < b.position ? -1 : 1));
        expect(texts(got)).toEqual(texts(all));
      });

      it('serves several subscribers independently', async () => {
        const followers = [
          follower(store, tenant),
          follower(store, tenant, { batch: 1 }),
          follower(store, tenant, { prefixes: [`${tenant}.2023.`] }),
        ];
        await store.append(stream, 'no-stream', some(4));
        for (const live of followers) await live.until(() => live.events().length === 4);
        followers[0]?.stop();
        await followers[0]?.done;
        await store.append(streamNamed('after'), 'no-stream', some());
        for (const live of followers.slice(1)) {
          await live.until(() => live.events().length === 5);
          live.stop();
          await live.done;
        }
        expect(followers[0]?.events()).toHaveLength(4);
      });
    });

    describe('countries', () => {
      it('keeps them apart', async () => {
        const other = freshTenant();
        const mine = await store.append(`${tenant}.school-1`, 'no-stream', some(2));
        const theirs = await store.append(`${other}.school-1`, 'no-stream', prepared(other, 3));
        expect((await catchUp(store, tenant)).events.map(({ stream: name }) => name)).toEqual([
          `${tenant}.school-1`,
          `${tenant}.school-1`,
        ]);
        expect((await catchUp(store, other)).events).toHaveLength(3);
        expect((await store.head(tenant))?.position).toBe(mine.position);
        expect((await store.head(other))?.position).toBe(theirs.position);
        expect((await store.readStream(`${other}.school-1`)).head).toEqual(theirs.head);
      });

      it('does not wake one with the appends of another', async () => {
        const other = freshTenant();
        const live = follower(store, tenant);
        await live.until(() => live.seen.length === 1);
        await store.append(`${other}.school-1`, 'no-stream', prepared(other));
        await store.append(`${tenant}.school-1`, 'no-stream', some());
        await live.until(() => live.events().length === 1);
        expect(live.events()[0]?.stream).toBe(`${tenant}.school-1`);
        live.stop();
        await live.done;
      });

      it('lists those that have a log, sorted, and tells their heads', async () => {
        expect(await store.head(tenant)).toBeUndefined();
        expect(await store.tenants()).not.toContain(tenant);
        const { events, position } = await store.append(stream, 'no-stream', some(2));
        expect(await store.head(tenant)).toEqual({ position, recordedAt: events[1]?.metadata.recordedAt });
        const tenants = await store.tenants();
        expect(tenants).toContain(tenant);
        expect([...tenants].sort()).toEqual(tenants);
      });
    });

    it('keeps order, chain and position whatever the interleaving of appends', async () => {
      const step = fc.record({
        stream: fc.nat(3),
        count: fc.integer({ min: 1, max: 4 }),
        stale: fc.boolean(),
        together: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 25 }),
          fc.integer({ min: 1, max: 9 }),
          async (steps, batch) => {
            const home = freshTenant();
            const heads = new Map<string, Head>();
            let expectedCount = 0;
            let flying: Promise<void>[] = [];
            const live = follower(store, home, { batch });
            for (const { stream: index, count, stale, together } of steps) {
              const name = `${home}.2023.assessment-${index}`;
              const expected = stale ? 'no-stream' : (heads.get(name) ?? 'no-stream');
              const run = store.append(name, expected, prepared(home, count)).then(
                ({ head, events }) => {
                  expectedCount += events.length;
                  heads.set(name, head);
                },
                (error: unknown) => {
                  if (!(error instanceof EventStoreError) || error.code !== 'conflict') throw error;
                },
              );
              flying.push(run);
              if (together) continue;
              await Promise.all(flying);
              flying = [];
            }
            await Promise.all(flying);

            const { events: all } = await catchUp(store, home, { batch });
            expect(all).toHaveLength(expectedCount);
            const next = new Map<string, number>();
            for (const one of all) {
              expect(one.revision).toBe(next.get(one.stream) ?? 0);
              next.set(one.stream, one.revision + 1);
            }
            for (const [name, head] of heads) {
              const slice = await store.readStream(name);
              expectChain(slice.events);
              expect(slice.head).toEqual(head);
              expect(texts(all.filter((one) => one.stream === name))).toEqual(texts(slice.events));
            }
            for (const [at, one] of all.entries()) {
              const suffix = await catchUp(store, home, { from: one.position, batch });
              expect(texts(suffix.events)).toEqual(texts(all.slice(at + 1)));
              // Others may have written to the same log since.
              expect((suffix.position ?? '') >= (all.at(-1)?.position as string)).toBe(true);
            }
            await live.until(() => live.events().length === expectedCount);
            expect(texts(live.events())).toEqual(texts(all));
            live.stop();
            await live.done;
          },
        ),
        { numRuns: 25 },
      );
    });

    describe('close', () => {
      let own: EventStore;
      beforeEach(async () => {
        own = await engine.open({ clock });
      });
      afterEach(() => own.close());

      it('ends subscriptions, finishes appends under way, refuses what comes later', async () => {
        const live = follower(own, tenant);
        await live.until(() => live.seen.length === 1);
        const underWay = [own.append(streamNamed('a'), 'no-stream', some()), own.append(streamNamed('b'), 'no-stream', some())];
        const closing = own.close();
        expect((await Promise.all(underWay)).map(({ head }) => head.revision)).toEqual([0, 0]);
        await closing;
        await live.done;
        await own.close();
        const refusals = [
          own.append(stream, 'no-stream', some()),
          own.readStream(stream),
          own.head(tenant),
          own.tenants(),
          catchUp(own, tenant),
        ];
        for (const refusal of refusals) expect(await failure(refusal)).toMatchObject({ code: 'unavailable', retryable: true });
      });

      const { reopen } = engine;
      if (!reopen) return;

      it('leaves a log that another store reads, continues and follows', async () => {
        const events = some(3);
        const first = await own.append(stream, 'no-stream', events);
        const before = await catchUp(own, tenant);
        await own.close();
        const next = await reopen({ clock });
        try {
          const slice = await next.readStream(stream);
          expect(texts(slice.events)).toEqual(texts(first.events));
          expect(await next.tenants()).toContain(tenant);
          expect(texts((await next.append(stream, 'no-stream', events)).events)).toEqual(texts(first.events));
          expect((await failure(next.append(stream, 'no-stream', some()))).code).toBe('conflict');
          const more = await next.append(stream, slice.head as Head, some());
          expectChain((await next.readStream(stream)).events);
          const suffix = await catchUp(next, tenant, before.position === undefined ? {} : { from: before.position });
          expect(texts(suffix.events)).toEqual(texts(more.events));
        } finally {
          await next.close();
        }
      });

      it('lets a second store follow what the first appends', async () => {
        const second = await reopen({ clock });
        try {
          const live = follower(second, tenant);
          await live.until(() => live.seen.length === 1);
          const all = [...(await own.append(stream, 'no-stream', some(2))).events];
          await live.until(() => live.events().length === 2);
          all.push(...(await own.append(streamNamed('more'), 'no-stream', some(2))).events);
          await live.until(() => live.events().length === 4);
          expect(texts(live.events())).toEqual(texts(all));
          live.stop();
          await live.done;
        } finally {
          await second.close();
        }
      });
    });
  });
};
