import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import type { EventStoreDBClient } from '@eventstore/db-client';
import type { RecordedEvent } from '#libs/kernel';
import { EventStoreStandIn } from '../../../test/support/eventstore-stand-in.js';
import { removeFromEventstore } from '../../../test/support/servers.js';
import { storesOn } from '../../../test/support/stores.js';
import { freshTenant, prepared, someEvent } from '../contract.js';
import { EventStoreError, prepareEvent, type EventStore } from '../port.js';
import { errorOf, isConflict, positionOf } from './translate.js';

jest.setTimeout(120_000);

const run = promisify(execFile);
const ids = (events: readonly RecordedEvent[]): string[] => events.map(({ id }) => id);
const LOGIN = { credentials: { username: 'x', password: 'y' } };

/** What was observed of the client and the server beyond the contract, with the real client on the stand-in. */
describe('what the client and the server do besides', () => {
  let standIn: EventStoreStandIn;
  let client: EventStoreDBClient;
  let tenant: string;
  let stream: string;
  const { store, closeStores } = storesOn(() => standIn);
  const caughtUp = async (from: EventStore): Promise<RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for await (const batch of from.subscribe({ tenant, prefixes: [`${tenant}.`], signal: new AbortController().signal })) {
      events.push(...batch.events);
      if (batch.caughtUp) break;
    }
    return events;
  };
  beforeEach(async () => {
    standIn = await EventStoreStandIn.start();
    const { EventStoreDBClient: Client } = await import('@eventstore/db-client');
    client = Client.connectionString(standIn.url);
    tenant = freshTenant();
    stream = `${tenant}.school-1`;
  });
  afterEach(async () => {
    await closeStores();
    await client.dispose();
    standIn.close();
  });

  describe('bad input', () => {
    /** The bare client in a process of its own, which it may take along. */
    const bare = (over: { id?: string; type?: string; stream?: string }): Promise<{ stdout: string; code: number | null }> =>
      run(
        process.execPath,
        [
          '--input-type=module',
          '--eval',
          `import { EventStoreDBClient } from '@eventstore/db-client';
           import { randomUUID } from 'node:crypto';
           const client = EventStoreDBClient.connectionString(${JSON.stringify(standIn.url)});
           const event = (id, type) => ({ id, type, contentType: 'application/octet-stream', data: new Uint8Array([1]), metadata: undefined });
           await client.appendToStream('good', event(randomUUID(), 'Good'));
           await client.appendToStream(${JSON.stringify(over.stream ?? 'bad')}, event(${JSON.stringify(over.id ?? randomUUID())}, ${JSON.stringify(over.type ?? 'Bad')}))
             .catch((error) => console.log(error.type, error.message));
           await new Promise((resolve) => setTimeout(resolve, 1500));
           console.log('survived');
           process.exit(0);`,
        ],
        { timeout: 60_000 },
      ).then(
        ({ stdout }) => ({ stdout, code: 0 }),
        (error: { stdout: string; code: number | null }) => error,
      );

    it('poisons the client’s shared stream: the server answers twice, and the second answer ends the process', async () => {
      standIn.secondAnswerMs = 50;
      const { stdout, code } = await bare({ id: 'no-uuid' });
      expect(stdout).toBe('unknown Could not recognize BadRequest\n');
      expect(code).not.toBe(0);
      expect(standIn.badRequests).toBe(1);
    });

    it('never gets as far as the client: neither id, type nor name, and nobody else is disturbed', async () => {
      const one = await store();
      const good = await one.append(stream, 'no-stream', prepared(tenant));
      const [event] = prepared(tenant);
      for (const bad of [{ id: 'no-uuid' }, { id: '' }, { type: '' }, { data: { big: 1n } }, { data: { not: NaN } }])
        expect(() => prepareEvent(someEvent(tenant, bad as never))).toThrow(EventStoreError);
      for (const name of ['', `${tenant}.`, tenant])
        await expect(one.append(name, 'no-stream', [event as never])).rejects.toMatchObject({ code: 'invalid' });
      await expect(one.append(stream, good.head, [])).rejects.toMatchObject({ code: 'invalid' });
      expect(standIn.badRequests).toBe(0);
      expect((await one.append(stream, good.head, prepared(tenant))).head.revision).toBe(1);
    });
  });

  it('takes names of streams in any script, in appends, reads, prefixes and heads', async () => {
    const one = await store();
    const names = ['Ñuñoa', '漢字', 'école-élémentaire', '👩🏽‍🏫', 'e\u0301'].map((id) => `${tenant}.school-${id}`);
    for (const name of names) {
      await one.append(name, 'no-stream', prepared(tenant));
      expect((await (await store()).readStream(name)).events[0]?.stream).toBe(name);
    }
    expect((await caughtUp(one)).map((event) => event.stream)).toEqual(names);
  });

  it('leaves out links and what a subscription to all would show of the server’s own groups; progress goes past them', async () => {
    const one = await store();
    const kept = await one.append(stream, 'no-stream', prepared(tenant));
    standIn.write(`${tenant}.link-1`, '$>', new TextEncoder().encode(`0@${stream}`));
    standIn.write(`${tenant}.link-2`, '$>', { written: 'as JSON' });
    const end = standIn.write('$persistentsubscription-x::g-parked', '$>', new TextEncoder().encode(`0@${stream}`));
    const live = one.subscribe({ tenant, prefixes: [`${tenant}.`], signal: new AbortController().signal });
    const seen: string[] = [];
    for await (const batch of live) {
      seen.push(...ids(batch.events));
      if (batch.position && batch.position >= positionOf({ commit: end.position, prepare: end.position })) break;
    }
    expect(seen).toEqual(ids(kept.events));
    expect(await one.head(tenant)).toMatchObject({ position: kept.position });
  });

  describe('deleted streams', () => {
    it('for ever while somebody follows: the country goes on behind it, the stream is refused', async () => {
      const one = await store();
      const first = await one.append(stream, 'no-stream', prepared(tenant));
      const seen: string[] = [];
      const stop = new AbortController();
      const following = (async () => {
        for await (const batch of one.subscribe({ tenant, prefixes: [`${tenant}.`], signal: stop.signal })) {
          seen.push(...ids(batch.events));
          if (batch.caughtUp && seen.length === 1) await client.tombstoneStream(stream, LOGIN);
          if (seen.length === 2) return;
        }
      })();
      while (seen.length < 1) await new Promise((resolve) => setTimeout(resolve, 10));
      const second = await one.append(`${tenant}.school-2`, 'no-stream', prepared(tenant));
      await following;
      expect(seen).toEqual([...ids(first.events), ...ids(second.events)]);
      await expect(one.append(stream, first.head, prepared(tenant))).rejects.toMatchObject({ code: 'deleted' });
      await expect(one.readStream(stream)).rejects.toMatchObject({ code: 'deleted' });
    });

    it('for ever before they existed: the name is burned', async () => {
      const one = await store();
      await client.tombstoneStream(stream, LOGIN);
      await expect(one.append(stream, 'no-stream', prepared(tenant))).rejects.toMatchObject({
        code: 'deleted',
        retryable: false,
      });
      await expect(one.readStream(stream)).rejects.toMatchObject({ code: 'deleted' });
      await one.append(`${tenant}.school-2`, 'no-stream', prepared(tenant));
      expect(await caughtUp(one)).toHaveLength(1);
    });

    it('that never were: the server’s refusal is told by its type, with numbers where appends have words', async () => {
      const refused: unknown = await client.deleteStream(stream, LOGIN).catch((error: unknown) => error);
      expect(refused).toMatchObject({ type: 'wrong-expected-version', code: 9, expectedVersion: -2n, actualVersion: -1n });
      expect(isConflict(refused)).toBe(true);
      // Twice is once.
      await (await store()).append(stream, 'no-stream', prepared(tenant));
      await client.deleteStream(stream, LOGIN);
      await client.deleteStream(stream, LOGIN);
      expect(await removeFromEventstore(standIn.url, [`${tenant}.`])).toBe(1);
    });
  });

  describe('hidden events', () => {
    it('all of a stream: it is said, no stream is begun anew over them, and its last head still holds', async () => {
      const one = await store();
      const { head } = await one.append(stream, 'no-stream', prepared(tenant, 3));
      await client.setStreamMetadata(stream, { truncateBefore: 3 });
      const fresh = await store();
      await expect(fresh.readStream(stream)).rejects.toMatchObject({ code: 'deleted' });
      await expect(fresh.append(stream, 'no-stream', prepared(tenant))).rejects.toMatchObject({ code: 'conflict' });
      // Who has the head from before appends on it; its number is the next one.
      expect((await one.append(stream, head, prepared(tenant))).head.revision).toBe(3);
    });

    it('told of before the stream exists: its first append begins it', async () => {
      await client.setStreamMetadata(stream, { truncateBefore: 0, maxCount: 5 });
      const one = await store();
      expect(await one.readStream(stream)).toEqual({ events: [], head: undefined });
      const answer = await one.append(stream, 'no-stream', prepared(tenant, 2));
      expect(answer.head.revision).toBe(1);
      expect(ids(await caughtUp(await store()))).toEqual(ids(answer.events));
    });
  });

  it('leaves reads before their end: what was asked for came, and the next ones come whole', async () => {
    const one = await store();
    const { head } = await one.append(stream, 'no-stream', prepared(tenant, 500));
    let seen = 0;
    for await (const { event } of client.readStream(stream)) if (event && (seen += 1) === 5) break;
    expect(seen).toBe(5);
    expect((await one.readStream(stream, { limit: 3 })).head).toEqual(head);
    expect(await one.head(tenant)).toBeDefined();
    expect((await one.readStream(stream)).events).toHaveLength(500);
  });

  it('refuses a place whose prepare lies behind its commit, and says so', async () => {
    const one = await store();
    await one.append(stream, 'no-stream', prepared(tenant));
    const from = positionOf({ commit: 1n, prepare: 2n });
    const bad = one.subscribe({ tenant, from, prefixes: [`${tenant}.`], signal: new AbortController().signal });
    await expect(bad[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'invalid' });
  });

  it('makes no number of an actual version that is a word', async () => {
    await store().then((one) => one.append(stream, 'no-stream', prepared(tenant)));
    const two = await store();
    const wrong = { revision: 4, hash: 'a'.repeat(64) };
    await expect(two.append(`${tenant}.school-${randomUUID()}`, wrong, prepared(tenant))).rejects.toMatchObject({
      code: 'conflict',
      details: { actual: 'no-stream' },
    });
    expect(errorOf({ type: 'wrong-expected-version', actualVersion: 'no_stream' }, 'append', 'x').message).toContain('x');
  });
});

/** What the product does not use it cannot stumble over. */
describe('the sources', () => {
  let text: string;
  beforeAll(async () => {
    const folder = 'libs/event-store/eventstoredb';
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
    text = (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8'))))
      .join('\n')
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  });

  it('call of the client only what is known here: appends, reads, subscriptions to all, and its end', () => {
    const called = new Set([...text.matchAll(/(?:\bclient|EventStoreDBClient)\.(\w+)/g)].map(([, name]) => name));
    expect([...called].sort()).toEqual([
      'appendToStream',
      'connectionString',
      'dispose',
      'readAll',
      'readStream',
      'subscribeToAll',
    ]);
  });

  it.each([
    ['no stream, so no refusal with numbers for words, no name that is burned', /deleteStream|tombstoneStream/],
    ['no stream’s metadata, whose revision is the wrong one, and which are replaced whole', /StreamMetadata|metastreamRevision/],
    [
      'no persistent subscription, which delivers out of order, parks in silence and is dropped by every update',
      /ersistentSubscription/,
    ],
    ['no link, whose event has its target’s position, or none', /resolveLinkTos/],
    ['no answer for an error: success: false has a wrong revision', /throwOnAppendFailure/],
    ['no `cancel` of a read, which goes on with what is buffered', /\.cancel\(\)/],
    ['no word that a subscription fell behind, which this server never sends', /fellBehind/],
    ['no filter of the client’s by type that leaves the server’s streams in', /excludeSystemEvents/],
    [
      'no class of the client’s errors: two copies of it would not know each other',
      /instanceof (?!EventStoreError\b|Error\b|Uint8Array\b)/,
    ],
    ['no read of nothing, and none forwards from the end', /maxCount: 0|direction: 'forwards'/],
    ['no append on any revision of a country’s stream', /expectedRevision: '(?:any|stream_exists)'/],
  ])('use %s', (_, pattern) => {
    expect(text).not.toMatch(pattern);
  });

  it('give `readAll` no filter, which it would ignore', () => {
    for (const [call] of text.matchAll(/readAll\([^)]*\)/g)) expect(call).not.toContain('filter');
    expect(text).toMatch(/readAll\(/);
  });
});
