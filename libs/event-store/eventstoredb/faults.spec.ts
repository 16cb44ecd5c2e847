import { inspect } from 'node:util';
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { RecordedEvent } from '#libs/kernel';
import { EventStoreStandIn } from '../../../test/support/eventstore-stand-in.js';
import { removeFromEventstore } from '../../../test/support/servers.js';
import { storesOn } from '../../../test/support/stores.js';
import { freshTenant, prepared } from '../contract.js';
import type { EventStore, SubscriptionBatch } from '../port.js';
import { openEventStoreDb } from './index.js';

jest.setTimeout(120_000);

const ids = (events: readonly RecordedEvent[]): string[] => events.map(({ id }) => id);

/** What the adapter does about a server that dies, hangs, answers too late or was used behind its back; the server is the stand-in. */
describe('trouble with the server', () => {
  let standIn: EventStoreStandIn;
  let tenant: string;
  let stream: string;
  const { store, closeStores } = storesOn(() => standIn);
  beforeEach(async () => {
    standIn = await EventStoreStandIn.start();
    tenant = freshTenant();
    stream = `${tenant}.2023.assessment-${randomUUID()}`;
  });
  afterEach(async () => {
    standIn.faults.onAppend = undefined;
    await closeStores();
    standIn.close();
  });

  const follow = (from: EventStore, options: { prefixes?: string[]; batch?: number; slow?: () => Promise<void> } = {}) => {
    const stop = new AbortController();
    const seen: SubscriptionBatch[] = [];
    let failed: unknown;
    const done = (async () => {
      try {
        for await (const batch of from.subscribe({
          tenant,
          prefixes: options.prefixes ?? [`${tenant}.`],
          signal: stop.signal,
          ...(options.batch === undefined ? {} : { batch: options.batch }),
        })) {
          seen.push(batch);
          await options.slow?.();
        }
      } catch (error) {
        failed = error;
      }
    })();
    return {
      seen,
      events: () => seen.flatMap(({ events }) => events),
      until: async (condition: () => boolean) => {
        while (!condition()) {
          if (failed) throw failed as Error;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      },
      end: async () => {
        stop.abort();
        await done;
      },
      failure: () => done.then(() => failed),
    };
  };

  it('repeats an append whose answer got lost, as it was, and writes it once', async () => {
    const one = await store({ deadline: 200 });
    const first = await one.append(stream, 'no-stream', prepared(tenant));
    let lost = 0;
    standIn.faults.onAppend = (name) => (name === stream && (lost += 1) <= 2 ? 'swallow-answer' : 'answer');
    const events = prepared(tenant, 2);
    const answer = await one.append(stream, first.head, events);
    expect(lost).toBe(3);
    expect(ids(answer.events)).toEqual(events.map(({ id }) => id));
    const slice = await one.readStream(stream);
    expect(slice.events).toHaveLength(3);
    expect(slice.head).toEqual(answer.head);
    expect(slice.events.every(({ intact }) => intact)).toBe(true);
  });

  it('says that the outcome is unknown when it stays so, and the caller’s verbatim retry finds what was written', async () => {
    const one = await store({ deadline: 100, patience: 300 });
    await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    standIn.faults.onAppend = (name) => (name === stream ? 'swallow-answer' : 'answer');
    const events = prepared(tenant);
    await expect(one.append(stream, 'no-stream', events)).rejects.toMatchObject({ code: 'unknown-outcome', retryable: true });
    standIn.faults.onAppend = undefined;
    // Another server, later: other times, other envelopes. It is recognised all the same.
    const other = await store();
    const answer = await other.append(stream, 'no-stream', events);
    expect(ids(answer.events)).toEqual(ids((await other.readStream(stream)).events));
    expect((await other.readStream(stream)).events).toHaveLength(1);
    expect(answer.head).toEqual((await other.readStream(stream)).head);
  });

  it('has its own deadline for an append that hangs, and goes on with the next', async () => {
    const one = await store({ deadline: 100, patience: 0 });
    await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    standIn.faults.onAppend = (name) => (name === stream ? 'swallow' : 'answer');
    await expect(one.append(stream, 'no-stream', prepared(tenant))).rejects.toMatchObject({ code: 'unknown-outcome' });
    expect((await one.append(`${tenant}.school-2`, 'no-stream', prepared(tenant))).head.revision).toBe(0);
  });

  it('is unavailable while there is no server, and carries on when it is back', async () => {
    const one = await store({ patience: 0, deadline: 1000 });
    await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    standIn.kill();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const code = await one.append(stream, 'no-stream', prepared(tenant)).then(
        () => 'written',
        (error: { code: string; retryable: boolean }) => (error.retryable ? error.code : 'final'),
      );
      expect(['unavailable', 'unknown-outcome']).toContain(code);
    }
    await expect(one.readStream(stream)).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    await standIn.listen();
    const patient = await store();
    expect((await patient.append(stream, 'no-stream', prepared(tenant))).head.revision).toBe(0);
  });

  it('follows on behind a server that was killed and came back, without loss or repetition', async () => {
    const one = await store();
    const live = follow(one);
    const all: string[] = [];
    const write = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1)
        all.push(...ids((await one.append(`${tenant}.school-${all.length}`, 'no-stream', prepared(tenant))).events));
    };
    await write(3);
    await live.until(() => live.events().length === 3);
    for (let round = 0; round < 2; round += 1) {
      standIn.kill();
      await standIn.listen();
      await write(3);
      await live.until(() => live.events().length === all.length);
    }
    expect(ids(live.events())).toEqual(all);
    await live.end();
  });

  it.each([
    [10, 'Consumer too slow to handle event while live. Client resubscription required.'],
    [13, 'Received RST_STREAM with code 0'],
    [14, 'Connection dropped'],
    [1, 'cancelled by the server'],
  ])('subscribes again when the server ends its subscriptions with code %i (%s)', async (code, details) => {
    const one = await store();
    const live = follow(one);
    const first = await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant, 2));
    await live.until(() => live.events().length === 2);
    standIn.dropSubscriptions(code, details);
    const second = await one.append(`${tenant}.school-2`, 'no-stream', prepared(tenant, 2));
    await live.until(() => live.events().length === 4);
    expect(ids(live.events())).toEqual([...ids(first.events), ...ids(second.events)]);
    await live.end();
  });

  it('hands out once what a server that is behind the one before sends again', async () => {
    const one = await store();
    const all: string[] = [];
    const write = async (): Promise<void> => {
      all.push(...ids((await one.append(`${tenant}.school-${all.length}`, 'no-stream', prepared(tenant, 2))).events));
    };
    await write();
    await write();
    const live = follow(one, { prefixes: [`${tenant}.school-`] });
    await live.until(() => live.events().length === 4 && live.seen.at(-1)?.caughtUp === true);
    standIn.behind = 3;
    standIn.dropSubscriptions(14, 'Connection dropped');
    await write();
    await live.until(() => live.events().length >= 6);
    expect(ids(live.events())).toEqual(all);
    const positions = live.seen.map(({ position }) => position ?? '');
    expect([...positions].sort()).toEqual(positions);
    await live.end();
  });

  it.each([
    ['the whole record', ''],
    ['a part of it', 'school-'],
  ])('follows %s for longer than it is patient with a server that is away', async (_, part) => {
    const one = await store({ patience: 100 });
    const first = await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    const live = follow(one, { prefixes: [`${tenant}.${part}`] });
    await live.until(() => live.events().length === 1 && live.seen.at(-1)?.caughtUp === true);
    standIn.kill();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await standIn.listen();
    const second = await (await store()).append(`${tenant}.school-2`, 'no-stream', prepared(tenant));
    await live.until(() => live.events().length === 2);
    expect(ids(live.events())).toEqual([...ids(first.events), ...ids(second.events)]);
    await live.end();
  });

  it('says no place ahead of what it has handed out when events come while a history is handed out in parts', async () => {
    const one = await store();
    await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant, 3));
    let latest: string | undefined;
    const live = follow(one, {
      prefixes: [`${tenant}.school-`],
      batch: 1,
      slow: async () => {
        latest ??= (await one.append(`${tenant}.school-2`, 'no-stream', prepared(tenant))).position;
      },
    });
    await live.until(() => live.events().length === 4 && live.seen.at(-1)?.caughtUp === true);
    const last = live.seen.findIndex(({ events }) => events.some(({ position }) => position === latest));
    expect(live.seen.slice(0, last).filter(({ position }) => (position ?? '') >= (latest ?? ''))).toEqual([]);
    await live.end();
  });

  it('appends to a server whose clock is ahead: the time of day by which an answer is wanted is nothing to go by', async () => {
    const one = await store({ patience: 0 });
    standIn.ahead = 60_000;
    expect((await one.append(stream, 'no-stream', prepared(tenant))).head.revision).toBe(0);
  });

  it('is not held up for ever when the answer to the word that a country begins gets lost', async () => {
    const one = await store({ deadline: 100 });
    let lost = 0;
    standIn.faults.onAppend = (name) => (name === 'cordillera-countries' && (lost += 1) === 1 ? 'swallow-answer' : 'answer');
    expect((await one.append(stream, 'no-stream', prepared(tenant))).head.revision).toBe(0);
    expect(lost).toBe(2);
    expect(await one.tenants()).toEqual([tenant]);
  });

  it('has more subscriptions than the server takes calls on a connection, and reads and appends beside them', async () => {
    const one = await store();
    const lives = Array.from({ length: 120 }, () => follow(one));
    await Promise.all(lives.map((live) => live.until(() => live.seen.length > 0)));
    const { events } = await one.append(stream, 'no-stream', prepared(tenant));
    expect(ids((await one.readStream(stream)).events)).toEqual(ids(events));
    for (const live of lives) await live.until(() => live.events().length === 1);
    await Promise.all(lives.map((live) => live.end()));
    // Their room is free again.
    const later = Array.from({ length: 120 }, () => follow(one));
    await Promise.all(later.map((live) => live.until(() => live.events().length === 1)));
    await Promise.all(later.map((live) => live.end()));
  });

  it.each(['keepAliveTimeout=-1', 'keepAliveTimeout=5000', 'nodePreference=leader/'])(
    'takes an address for several connections as it takes it for one: %s',
    async (more) => {
      const url = `${standIn.url.replace(/\?.*/, '')}?tls=false&${more}`;
      const [one, two] = [await store({ url }), await store({ url })];
      const { events } = await one.append(stream, 'no-stream', prepared(tenant));
      expect(ids((await two.readStream(stream)).events)).toEqual(ids(events));
    },
  );

  it('asks nothing about streams of the server’s own, which have limits and which not everybody may read', async () => {
    const one = await store();
    standIn.write('$$$stats-127.0.0.1:2113', '$metadata', { $maxAge: 86_400 });
    const { position } = await one.append(stream, 'no-stream', prepared(tenant));
    standIn.write('$stats-127.0.0.1:2113', '$statsCollected', {});
    const fresh = await store();
    await fresh.tenants();
    const before = standIn.reads;
    expect(await fresh.head(tenant)).toMatchObject({ position });
    expect(standIn.reads - before).toBe(1);
  });

  it('ends a subscription for good only for what no waiting mends', async () => {
    const one = await store();
    await one.append(stream, 'no-stream', prepared(tenant));
    const live = follow(one);
    await live.until(() => live.events().length === 1);
    standIn.dropSubscriptions(2, 'Exception was thrown by handler.');
    standIn.dropSubscriptions(2, 'Exception was thrown by handler.');
    expect(await live.failure()).toMatchObject({ code: 'invalid', retryable: false });
  });

  it('loses nothing for a consumer that is much slower than the log', async () => {
    const one = await store();
    const all: string[] = [];
    const live = follow(one, { batch: 5, slow: () => new Promise((resolve) => setTimeout(resolve, 15)) });
    for (let round = 0; round < 30; round += 1) {
      all.push(...ids((await one.append(`${tenant}.school-${round}`, 'no-stream', prepared(tenant, 10))).events));
    }
    await live.until(() => live.events().length === all.length);
    expect(ids(live.events())).toEqual(all);
    await live.end();
  });

  it('moves the position of a quiet country past what happens elsewhere', async () => {
    const one = await store();
    const other = freshTenant();
    await one.append(stream, 'no-stream', prepared(tenant));
    const live = follow(one);
    await live.until(() => live.seen.at(-1)?.caughtUp === true);
    let last = '';
    for (let i = 0; i < 40; i += 1) last = (await one.append(`${other}.school-${i}`, 'no-stream', prepared(other))).position;
    await live.until(() => (live.seen.at(-1)?.position ?? '') >= last);
    expect(live.events()).toHaveLength(1);
    await live.end();
    // Whoever resumes there misses nothing.
    const more = await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    const resumed = one.subscribe({
      tenant,
      prefixes: [`${tenant}.`],
      from: live.seen.at(-1)?.position ?? '',
      signal: new AbortController().signal,
    });
    for await (const batch of resumed) {
      if (batch.events.length === 0) continue;
      expect(ids(batch.events)).toEqual(ids(more.events));
      break;
    }
  });

  it('leaves out the server’s own events and those of streams that were deleted or truncated in it', async () => {
    const one = await store();
    const { EventStoreDBClient } = await import('@eventstore/db-client');
    const client = EventStoreDBClient.connectionString(standIn.url);
    const kept = await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant, 3));
    await one.append(`${tenant}.school-2`, 'no-stream', prepared(tenant, 2));
    await one.append(`${tenant}.school-3`, 'no-stream', prepared(tenant, 2));
    standIn.write('$persistentsubscription-x::g-checkpoint', 'SubscriptionCheckpoint', { checkpoint: 1 });
    await client.deleteStream(`${tenant}.school-2`, { credentials: { username: 'x', password: 'y' } });
    await client.tombstoneStream(`${tenant}.school-3`, { credentials: { username: 'x', password: 'y' } });
    standIn.write(`$$${tenant}.school-1`, '$metadata', { $tb: 1 });

    const fresh = await store();
    const live = follow(fresh);
    await live.until(() => live.seen.at(-1)?.caughtUp === true);
    expect(ids(live.events())).toEqual(ids(kept.events).slice(1));
    await live.end();

    // A read says what was done to the stream.
    await expect(fresh.readStream(`${tenant}.school-1`)).rejects.toMatchObject({ code: 'deleted' });
    expect(await fresh.readStream(`${tenant}.school-2`)).toEqual({ events: [], head: undefined });
    await expect(fresh.readStream(`${tenant}.school-3`)).rejects.toMatchObject({ code: 'deleted', retryable: false });
    await expect(fresh.append(`${tenant}.school-3`, 'no-stream', prepared(tenant))).rejects.toMatchObject({ code: 'deleted' });
    // Its numbers go on where the deleted ones ended: what is appended there belongs to no chain.
    await expect(fresh.append(`${tenant}.school-2`, 'no-stream', prepared(tenant))).rejects.toMatchObject({ code: 'deleted' });
    await client.dispose();
  });

  it('leaves out what a stream has lost by number or by age, as a read of it does', async () => {
    const { EventStoreDBClient } = await import('@eventstore/db-client');
    const client = EventStoreDBClient.connectionString(standIn.url);
    const one = await store();
    const counted = await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant, 5));
    await one.append(`${tenant}.school-2`, 'no-stream', prepared(tenant, 2));
    const kept = await one.append(`${tenant}.school-3`, 'no-stream', prepared(tenant, 2));
    await client.setStreamMetadata(`${tenant}.school-1`, { maxCount: 2 });
    await client.setStreamMetadata(`${tenant}.school-2`, { maxAge: 1 });
    await client.setStreamMetadata(`${tenant}.school-3`, { maxCount: 9, maxAge: 9999 });
    await new Promise((resolve) => setTimeout(resolve, 1100));

    const fresh = await store();
    const live = follow(fresh);
    await live.until(() => live.seen.at(-1)?.caughtUp === true);
    expect(ids(live.events())).toEqual([...ids(counted.events).slice(3), ...ids(kept.events)]);
    // What comes now pushes another one out; it was handed out before, and the new one is.
    const more = await fresh.append(`${tenant}.school-1`, counted.head, prepared(tenant));
    await live.until(() => live.events().length === 5);
    expect(ids(live.events()).at(-1)).toBe(more.events[0]?.id);
    await live.end();
    expect(await fresh.head(tenant)).toMatchObject({ position: more.position });
    // A record that begins in its middle is told of, not read as if it were whole.
    await expect(fresh.readStream(`${tenant}.school-1`)).rejects.toMatchObject({ code: 'deleted' });
    // Without the limit everything is there again.
    await client.setStreamMetadata(`${tenant}.school-1`, {});
    await new Promise((resolve) => setTimeout(resolve, 200));
    const again = follow(await store());
    await again.until(() => again.seen.at(-1)?.caughtUp === true);
    expect(again.events().filter(({ stream: name }) => name === `${tenant}.school-1`)).toHaveLength(6);
    await again.end();
    await client.dispose();
  });

  it('has no index of ids: one that stands in another stream, or earlier in its own, is written', async () => {
    const one = await store();
    const events = prepared(tenant);
    const first = await one.append(`${tenant}.school-1`, 'no-stream', events);
    expect(ids((await one.append(`${tenant}.school-2`, 'no-stream', events)).events)).toEqual(ids(first.events));
    const again = await one.append(`${tenant}.school-1`, first.head, events);
    expect(again.head.revision).toBe(1);
    // Each is an envelope of its own, in its own chain.
    expect((await one.readStream(`${tenant}.school-1`)).events.map(({ intact }) => intact)).toEqual([true, true]);
    // The repetition of the first append is still its repetition.
    expect((await one.append(`${tenant}.school-1`, 'no-stream', events)).head).toEqual(first.head);
  });

  it('tells of a stranger’s event in a country’s stream instead of passing it over', async () => {
    const one = await store();
    await one.append(stream, 'no-stream', prepared(tenant));
    standIn.write(`${tenant}.school-9`, 'SomethingElse', { by: 'hand' });
    expect(await follow(one).failure()).toMatchObject({ code: 'invalid' });
  });

  it('keeps two clusters in one process apart: the second appends one by one', async () => {
    const elsewhere = await EventStoreStandIn.start();
    const one = await store();
    const two = await openEventStoreDb({ url: elsewhere.url, patience: 0, deadline: 1000 });
    try {
      await one.append(stream, 'no-stream', prepared(tenant));
      await two.append(stream, 'no-stream', prepared(tenant));
      standIn.faults.onAppend = () => new Promise((resolve) => setTimeout(() => resolve('answer'), 300));
      const underWay = one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
      elsewhere.kill();
      await expect(two.append(`${tenant}.school-1`, 'no-stream', prepared(tenant))).rejects.toMatchObject({ retryable: true });
      // What the other cluster's end does to its appends does not reach this one's.
      expect((await underWay).head.revision).toBe(0);
      standIn.faults.onAppend = undefined;
      expect((await one.append(`${tenant}.school-2`, 'no-stream', prepared(tenant))).head.revision).toBe(0);
    } finally {
      await two.close();
      elsewhere.close();
    }
  });

  it('is left clean by the suites: a country whose streams were deleted has no record and is none, until it is written again', async () => {
    const one = await store();
    await one.append(stream, 'no-stream', prepared(tenant, 2));
    await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    const other = freshTenant();
    const kept = await one.append(`${other}.school-1`, 'no-stream', prepared(other));
    expect(await removeFromEventstore(standIn.url, [`${tenant}.`])).toBe(2);
    const fresh = await store();
    expect(await fresh.head(tenant)).toBeUndefined();
    expect(await fresh.head(other)).toMatchObject({ position: kept.position });
    expect(await fresh.readStream(stream)).toEqual({ events: [], head: undefined });
    expect(await fresh.tenants()).toEqual(expect.not.arrayContaining([tenant]));
    expect(await fresh.tenants()).toEqual(expect.arrayContaining([other]));
    const again = await fresh.append(`${tenant}.school-2`, 'no-stream', prepared(tenant));
    expect(await fresh.head(tenant)).toMatchObject({ position: again.position });
    expect(await (await store()).tenants()).toEqual(expect.arrayContaining([tenant, other]));
  });

  it('says what is wrong with an address', async () => {
    await expect(openEventStoreDb({ url: 'http://localhost' })).rejects.toMatchObject({ code: 'invalid' });
    const opening = openEventStoreDb({ url: 'esdb://somebody:s3cret@127.0.0.1:2113?tls=perhaps' });
    const error = (await opening.catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ code: 'invalid' });
    // Nor in what it was caused by: an error that nobody catches is printed with all that.
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
  });

  it('refuses positions of another log', async () => {
    const one = await store();
    const from = '0000000000000001';
    const bad = one.subscribe({ tenant, prefixes: [`${tenant}.`], from, signal: new AbortController().signal });
    await expect(bad[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'invalid' });
  });
});
