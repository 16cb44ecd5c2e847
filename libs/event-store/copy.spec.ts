import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { openEventStoreDb } from '#libs/event-store/eventstoredb';
import { openMemoryEventStore } from '#libs/event-store/memory';
import { EventCatalogue, type Head } from '#libs/kernel';
import { digest, replayInto } from '#libs/projecting';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { EventStoreStandIn } from '../../test/support/eventstore-stand-in.js';
import { Author, eventDefinitions, projections } from '../../test/support/projecting/toy-read-models.js';
import { freshTenant, prepared } from './contract.js';
import { CopiedTime, CopyRefused, compareLogs, copyLog } from './copy.js';
import type { EventStore } from './port.js';

jest.setTimeout(120_000);

describe('a log that moves between engines', () => {
  const folders: string[] = [];
  const open: EventStore[] = [];
  let standIn: EventStoreStandIn;
  let tenant: string;
  const kept = <Store extends EventStore>(store: Store): Store => {
    open.push(store);
    return store;
  };
  const embedded = async (clock: CopiedTime): Promise<EventStore> => {
    const directory = await mkdtemp(join(tmpdir(), 'cordillera-copy-'));
    folders.push(directory);
    return kept(await openEmbeddedEventStore({ directory, clock, thread: 'in-thread' }));
  };
  const eventstoredb = async (clock: CopiedTime): Promise<EventStore> =>
    kept(await openEventStoreDb({ url: standIn.url, clock, quietMs: 50 }));

  /** A record whose streams interleave, over several days. */
  const write = async (store: EventStore, time: CopiedTime, rounds: number, from = 0): Promise<void> => {
    const heads = new Map<string, Head>();
    for (let round = from; round < from + rounds; round += 1) {
      time.set(new Date(Date.UTC(2023, 4, 8) + round * 3_600_000).toISOString());
      const stream = `${tenant}.2023.assessment-${round % 4}`;
      const head = heads.get(stream) ?? (await store.readStream(stream)).head;
      const answer = await store.append(stream, head ?? 'no-stream', prepared(tenant, 1 + (round % 3)));
      heads.set(stream, answer.head);
    }
  };

  beforeAll(async () => {
    standIn = await EventStoreStandIn.start();
  });
  beforeEach(() => {
    tenant = freshTenant();
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });
  afterAll(() => standIn.close());

  it('keeps ids, types, order, hashes, metadata and times, there and back', async () => {
    const [first, second, third] = [new CopiedTime(), new CopiedTime(), new CopiedTime()];
    const source = await embedded(first);
    await write(source, first, 25);
    const middle = await eventstoredb(second);
    const told: number[] = [];
    const there = await copyLog(source, middle, tenant, second, { progress: ({ events }) => told.push(events) });
    expect(there).toMatchObject({ events: 49, before: 0, streams: 4 });
    expect(told.at(-1)).toBe(49);
    expect(await compareLogs(source, middle, tenant)).toBe(49);
    const home = await embedded(third);
    await copyLog(middle, home, tenant, third);
    expect(await compareLogs(source, home, tenant)).toBe(49);
    expect(await home.head(tenant)).toEqual(await source.head(tenant));
    // It goes on there like any other record.
    const slice = await home.readStream(`${tenant}.2023.assessment-0`);
    third.set('2023-06-01T00:00:00.000Z');
    expect((await home.append(`${tenant}.2023.assessment-0`, slice.head as Head, prepared(tenant))).head.revision).toBe(
      (slice.head?.revision ?? 0) + 1,
    );
  });

  it('keeps times that go back: servers that write at the same moment are not in the order of their clocks', async () => {
    const [first, second, third] = [new CopiedTime(), new CopiedTime(), new CopiedTime()];
    const source = await eventstoredb(first);
    for (const [index, time] of ['00.005', '00.003', '00.009', '00.001', '00.004'].entries()) {
      first.set(`2023-05-08T12:00:${time}Z`);
      await source.append(`${tenant}.school-${index}`, 'no-stream', prepared(tenant));
    }
    const home = await embedded(second);
    await copyLog(source, home, tenant, second);
    expect(await compareLogs(source, home, tenant)).toBe(5);
    const back = kept(openMemoryEventStore({ clock: third }));
    await copyLog(home, back, tenant, third);
    expect(await compareLogs(source, back, tenant)).toBe(5);
    expect((await home.head(tenant))?.recordedAt).toBe('2023-05-08T12:00:00.004Z');
  });

  it('gives read models that are the same to the byte, rebuilt from either side', async () => {
    const [first, second] = [new CopiedTime(), new CopiedTime()];
    const source = await embedded(first);
    const author = new Author(source, tenant);
    for (let i = 0; i < 40; i += 1) {
      first.set(new Date(Date.UTC(2023, 4, 8) + i * 60_000).toISOString());
      await author.step(
        i < 10 ? { kind: 'joined', teacher: i, region: i % 3 } : { kind: 'score', teacher: i % 10, points: 1 + (i % 5) },
      );
    }
    const target = await eventstoredb(second);
    await copyLog(source, target, tenant, second);
    const digestOf = async (events: EventStore): Promise<string> => {
      const documents = openMemoryReadStore();
      await replayInto({ tenant, events, documents, projections, catalogue: new EventCatalogue(eventDefinitions) });
      return digest(documents, tenant, projections);
    };
    expect(await digestOf(target)).toBe(await digestOf(source));
  });

  it('goes on after an interruption, and takes what came meanwhile', async () => {
    const [first, second] = [new CopiedTime(), new CopiedTime()];
    const source = await embedded(first);
    await write(source, first, 20);
    const target = kept(openMemoryEventStore({ clock: second }));
    const stop = new AbortController();
    const interrupted = copyLog(source, target, tenant, second, {
      signal: stop.signal,
      progress: ({ events }) => {
        if (events === 17) stop.abort(new Error('the line went down'));
      },
    });
    await expect(interrupted).rejects.toThrow('the line went down');
    const resumed = await copyLog(source, target, tenant, second);
    expect(resumed.before).toBeGreaterThan(0);
    expect(resumed.events).toBe(39);
    await write(source, first, 5, 20);
    expect(await copyLog(source, target, tenant, second)).toMatchObject({ before: 39, events: 49 });
    expect(await compareLogs(source, target, tenant)).toBe(49);
    expect(await copyLog(source, target, tenant, second)).toMatchObject({ before: 49, events: 49 });
  });

  it('refuses a target that holds another record, or more', async () => {
    const [first, second] = [new CopiedTime(), new CopiedTime()];
    const source = kept(openMemoryEventStore({ clock: first }));
    await write(source, first, 6);
    const other = kept(openMemoryEventStore({ clock: second }));
    await write(other, second, 2);
    await expect(copyLog(source, other, tenant, second)).rejects.toThrow(CopyRefused);
    const further = kept(openMemoryEventStore({ clock: second }));
    await copyLog(source, further, tenant, second);
    await further.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    await expect(copyLog(source, further, tenant, second)).rejects.toThrow(/holds more than the source/);
    await expect(compareLogs(source, further, tenant)).rejects.toThrow(/goes on behind the source/);
  });
});
