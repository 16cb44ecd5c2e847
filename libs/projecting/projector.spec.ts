import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openMemoryEventStore } from '#libs/event-store/memory';
import type { EventStore } from '#libs/event-store';
import { EventCatalogue, type Position } from '#libs/kernel';
import { ReadStoreError, type Commit, type ReadStore } from '#libs/read-store';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';
import { openMemoryReadStore } from '#libs/read-store/memory';
import {
  Author,
  eventDefinitions,
  mended,
  profiles,
  projections,
  tallies,
  type Step,
} from '../../test/support/projecting/toy-read-models.js';
import {
  Projector,
  digest,
  fold,
  projectionId,
  replayInto,
  type Applied,
  type Projection,
  type ProjectorLimits,
  type ProjectorOptions,
  type RebuildHelp,
} from './index.js';

const TENANT = 'cl';
const catalogue = new EventCatalogue(eventDefinitions);
const distance = (after: Position | undefined, upTo: Position): number => Number(upTo) - Number(after ?? 0);

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  mended.points = 0;
  for (const each of open.splice(0).reverse()) await each.close();
});

/** Another projector on the same stores, as it stands in a thread of its own in the product. */
const helpBy =
  (events: EventStore, documents: ReadStore, all: readonly Projection[]): RebuildHelp =>
  async ({ tenant, projections: names, to }, signal) => {
    const helper = new Projector({
      tenant,
      events,
      documents,
      projections: all.filter(({ name }) => names.includes(name)),
      catalogue,
      distance,
      limits: { yieldMs: 5, retryMs: 1, rebuildBatch: 3, commitEvents: 4, rebuildTimes: 1 },
    });
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    try {
      await helper.start();
      await Promise.race([stopped, helper.waitFor({ position: to, timeoutMs: 20_000 })]);
    } finally {
      await helper.close();
    }
  };

const newProjector = (events: EventStore, documents: ReadStore, options: Partial<ProjectorOptions> = {}): Projector => {
  const projector = new Projector({
    tenant: TENANT,
    events,
    documents,
    projections,
    catalogue,
    distance,
    help: helpBy(events, documents, options.projections ?? projections),
    ...options,
    limits: { yieldMs: 5, retryMs: 1, ...options.limits },
  });
  open.push(projector);
  return projector;
};

const stores = (): { events: EventStore; documents: ReadStore; author: Author } => {
  const events = openMemoryEventStore();
  const documents = openMemoryReadStore();
  open.unshift(events, documents);
  return { events, documents, author: new Author(events, TENANT) };
};

const reach = async (projector: Projector, events: EventStore, names?: readonly string[]): Promise<void> => {
  const head = await events.head(TENANT);
  if (head)
    expect(await projector.waitFor({ position: head.position, timeoutMs: 20_000, projections: names })).toEqual({
      outcome: 'reached',
    });
};

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
};

/** Until all are live at the end of the log, whatever they are in between. */
const arrive = async (events: EventStore, ...projectors: Projector[]): Promise<void> => {
  const end = (await events.head(TENANT))?.position;
  const there = (projector: Projector): boolean =>
    projector.status().projections.every(({ state, position }) => state === 'live' && position === end);
  await until(() => projectors.every(there));
};

const replayed = async (
  events: EventStore,
  limits: Partial<ProjectorLimits> = {},
  of: readonly Projection[] = projections,
): Promise<string> => {
  const documents = openMemoryReadStore();
  await replayInto({ tenant: TENANT, events, documents, projections: of, catalogue, limits });
  return digest(documents, TENANT, of);
};

const dump = async (documents: ReadStore, collection: string): Promise<Record<string, unknown>> => {
  const all: Record<string, unknown> = {};
  for await (const page of documents.scan(TENANT, collection)) for (const { id, text } of page) all[id] = JSON.parse(text);
  return all;
};

const steps = (points: readonly number[]): fc.Arbitrary<Step> => {
  const teacher = fc.integer({ min: 0, max: 6 });
  const region = fc.integer({ min: 0, max: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('joined' as const), teacher, region }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('moved' as const, 'moved-v1' as const), teacher, region }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('score' as const), teacher, points: fc.constantFrom(...points) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('left' as const, 'nothing' as const), teacher }) },
  );
};

const someLimits: fc.Arbitrary<Partial<ProjectorLimits>> = fc.record({
  cacheDocuments: fc.constantFrom(1, 2, 5, 1000),
  cacheBytes: fc.constantFrom(1, 300, 1_000_000),
  liveBatch: fc.integer({ min: 1, max: 9 }),
  rebuildBatch: fc.integer({ min: 1, max: 9 }),
  commitDocuments: fc.integer({ min: 1, max: 9 }),
  commitBytes: fc.constantFrom(1, 200, 1_000_000),
  commitEvents: fc.integer({ min: 1, max: 20 }),
  rebuildTimes: fc.constantFrom(1, 3),
  helpFrom: fc.constantFrom(1, 1_000),
  lookAhead: fc.constantFrom(0, 3, 20),
});

type Deed =
  | { readonly write: readonly Step[] }
  | { readonly restart: Partial<ProjectorLimits> }
  | { readonly rebuild: readonly string[] }
  | { readonly lose: number };

const deeds = (points: readonly number[]): fc.Arbitrary<Deed[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ write: fc.array(steps(points), { minLength: 1, maxLength: 12 }) }) },
      { weight: 2, arbitrary: fc.record({ restart: someLimits }) },
      { weight: 1, arbitrary: fc.record({ rebuild: fc.subarray(projections.map(({ name }) => name)) }) },
      { weight: 2, arbitrary: fc.record({ lose: fc.integer({ min: 1, max: 4 }) }) },
    ),
    { minLength: 1, maxLength: 12 },
  );

/** A read store whose commits fail now and then: before they are written, or after, with the answer lost. */
const unreliable = (inner: ReadStore): ReadStore & { fail: number } => {
  const wrapped: ReadStore & { fail: number } = Object.create(inner) as ReadStore & { fail: number };
  wrapped.fail = 0;
  for (const method of [
    'declare',
    'get',
    'getMany',
    'find',
    'tabulate',
    'checkpoint',
    'reset',
    'retireOthers',
    'scan',
    'close',
  ] as const) {
    Object.assign(wrapped, { [method]: (inner[method] as (...args: unknown[]) => unknown).bind(inner) });
  }
  wrapped.commit = async (tenant: string, commit: Commit): Promise<void> => {
    if (wrapped.fail <= 0) return inner.commit(tenant, commit);
    wrapped.fail -= 1;
    if (wrapped.fail % 2 === 0) await inner.commit(tenant, commit);
    throw new ReadStoreError('unavailable', 'the line was cut');
  };
  return wrapped;
};

describe('live equals replay', () => {
  const play = async (
    history: readonly Deed[],
    first: Partial<ProjectorLimits>,
    last: Partial<ProjectorLimits>,
  ): Promise<void> => {
    const { events, documents, author } = stores();
    const flaky = unreliable(documents);
    let projector = newProjector(events, flaky, { limits: first });
    await projector.start();
    for (const deed of history) {
      if ('write' in deed) for (const step of deed.write) await author.step(step);
      else if ('lose' in deed) flaky.fail = deed.lose;
      else if ('rebuild' in deed) {
        const outcomes = await projector.rebuild(deed.rebuild);
        expect(
          outcomes.map(({ state }) => state).filter((state) => state !== 'live' && state !== 'faulted' && state !== 'paused'),
        ).toEqual([]);
        await projector.resume('all');
      } else {
        flaky.fail = 0;
        await projector.close();
        projector = newProjector(events, flaky, { limits: deed.restart });
        await projector.start();
      }
    }
    // Answers that got lost one after the other look like another projector at work: it waits, and goes on.
    const head = await events.head(TENANT);
    if (head) {
      const request = { position: head.position, timeoutMs: 20_000 };
      let outcome = await projector.waitFor(request);
      while (outcome.outcome === 'paused' && outcome.reason.startsWith('another projector')) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        outcome = await projector.waitFor(request);
      }
      expect(outcome).toEqual({ outcome: 'reached' });
    }
    const live = await projector.digest();
    expect(await replayed(events, last)).toBe(live);
    const report = await projector.verify(async () => {
      const scratch = openMemoryReadStore();
      return { documents: scratch, dispose: () => scratch.close() };
    });
    expect(report).toMatchObject({ same: true, differing: [], digests: { live, replay: live } });
    await projector.close();
  };

  it('byte for byte, whatever the history, the batches, the restarts, the lost answers and the caches', async () => {
    await fc.assert(
      fc.asyncProperty(deeds([1, 2, 5, 10]), someLimits, someLimits, (history, first, last) => play(history, first, last)),
      { numRuns: 100 },
    );
  }, 120_000);

  it('folds the same with a cache that holds nothing', async () => {
    const { events, author } = stores();
    for (let i = 0; i < 300; i += 1) {
      await author.step({ kind: 'joined', teacher: i % 40, region: i % 7 });
      await author.step({ kind: 'score', teacher: (i * 7) % 40, points: i % 11 === 7 ? 8 : i % 11 });
    }
    const roomy = await replayed(events);
    expect(await replayed(events, { cacheDocuments: 1, cacheBytes: 1, commitDocuments: 3, lookAhead: 0 })).toBe(roomy);
    expect(await replayed(events, { cacheDocuments: 1, cacheBytes: 1, commitDocuments: 3, lookAhead: 64 })).toBe(roomy);
  });

  it('notices a fold that depends on anything else', async () => {
    let secret = 0;
    const moody: Projection = {
      name: 'moody',
      version: 1,
      collections: [{ name: 'moods' }],
      on: { TeacherJoined: fold((event, view) => view.put('moods', event.stream, { mood: (secret += 1) })) },
    };
    const { events, documents, author } = stores();
    await author.step({ kind: 'joined', teacher: 1, region: 1 });
    await author.step({ kind: 'joined', teacher: 2, region: 1 });
    const projector = newProjector(events, documents, { projections: [moody] });
    await projector.start();
    await reach(projector, events);
    const report = await projector.verify(async () => ({ documents: openMemoryReadStore(), dispose: async () => undefined }));
    expect(report).toMatchObject({ same: false, documents: 2, differences: 2 });
    expect(report.differing[0]).toEqual({ projection: 'moody', collection: 'moods', id: 'cl.teacher-t1', kind: 'differs' });
    expect(report.digests.live).not.toBe(report.digests.replay);
  });

  it('lets nobody change a document in place', async () => {
    const careless: Projection = {
      name: 'careless',
      version: 1,
      collections: [{ name: 'careless' }],
      on: {
        TeacherJoined: fold((event, view) => view.put('careless', event.stream, { list: [] })),
        ScoreGiven: fold((event, view) => void view.get<{ list: number[] }>('careless', event.stream)?.list.push(1)),
        TeacherLeft: fold<{ teacher: string }>((event) => void Object.assign(event.data, { teacher: 'x' })),
      },
    };
    const { events, documents, author } = stores();
    await author.step({ kind: 'joined', teacher: 1, region: 1 });
    const projector = newProjector(events, documents, { projections: [careless] });
    await projector.start();
    await reach(projector, events);
    await author.step({ kind: 'score', teacher: 1, points: 1 });
    await author.step({ kind: 'left', teacher: 2 });
    await reach(projector, events);
    expect(projector.status().projections[0]?.parked.map(({ stream, reason }) => [stream, reason.split(':')[0]])).toEqual([
      ['cl.teacher-t1', 'TypeError'],
      ['cl.teacher-t2', 'TypeError'],
    ]);
    expect(await dump(documents, 'careless')).toEqual({ 'cl.teacher-t1': { list: [] } });
  });
});

describe('states, lag and waiting', () => {
  it('goes from new over rebuilding to live, and says how far behind it is', async () => {
    const { events, documents, author } = stores();
    const { position } = await author.step({ kind: 'joined', teacher: 1, region: 1 });
    const projector = newProjector(events, documents);
    expect(projector.status().projections.map(({ state }) => state)).toEqual(['new', 'new', 'new']);
    await projector.start();
    expect(projector.state('toy-tallies')).toBe('rebuilding');
    expect(projector.status().projections[0]?.lag).toEqual({ events: 1, seconds: null });
    expect(await projector.waitFor({ position, timeoutMs: 10_000 })).toEqual({ outcome: 'reached' });
    expect(projector.status()).toMatchObject({
      head: { position },
      projections: [
        { id: 'toy-tallies@1', state: 'live', position, lag: { events: 0, seconds: 0 }, folded: 1, parked: [] },
        { state: 'live' },
        { state: 'live' },
      ],
    });

    await projector.pause(['toy-tallies'], 'for a look');
    const next = await author.step({ kind: 'score', teacher: 1, points: 5 });
    await reach(projector, events, ['toy-profiles', 'toy-journal']);
    const paused = projector.status().projections[0];
    expect(paused).toMatchObject({ state: 'paused', position, pausedBecause: 'for a look', lag: { events: 1 } });
    expect(paused?.lag.seconds).toBeGreaterThanOrEqual(0);
    expect(await projector.waitFor({ position: next.position, timeoutMs: 10_000 })).toEqual({
      outcome: 'paused',
      projection: 'toy-tallies',
      applied: position,
      reason: 'for a look',
    });
    expect(await projector.waitFor({ position, timeoutMs: 0 })).toEqual({ outcome: 'reached' });
    await projector.resume('all');
    await reach(projector, events);
    expect(await replayed(events)).toBe(await projector.digest());
  });

  it('tells who waits too long how far it came', async () => {
    const { events, documents, author } = stores();
    const { position } = await author.step({ kind: 'joined', teacher: 1, region: 1 });
    const projector = newProjector(events, documents);
    await projector.start();
    await reach(projector, events);
    expect(await projector.waitFor({ position: `${position}9`, timeoutMs: 5 })).toEqual({
      outcome: 'timeout',
      applied: position,
      rebuilding: false,
    });
  });

  it('says what became readable', async () => {
    const { events, documents, author } = stores();
    const said: Applied[] = [];
    const projector = newProjector(events, documents, { onChange: (_, applied) => said.push(...applied) });
    await projector.start();
    const first = await author.step({ kind: 'nothing', teacher: 1 });
    await reach(projector, events);
    expect(said.map(({ projection, position, collections }) => [projection, position, collections])).toEqual(
      ['toy-tallies', 'toy-profiles', 'toy-journal'].map((name) => [name, first.position, []]),
    );
    said.length = 0;
    await author.step({ kind: 'joined', teacher: 1, region: 1 });
    await reach(projector, events);
    expect(said.map(({ projection, collections }) => [projection, collections])).toEqual([
      ['toy-tallies', ['toy_facts', 'toy_tallies', 'toy_settled']],
      ['toy-profiles', ['toy_profiles']],
      ['toy-journal', ['toy_journal']],
    ]);
  });

  it('takes a new projection from the start while the others stay live', async () => {
    const { events, documents, author } = stores();
    for (let i = 0; i < 20; i += 1) await author.step({ kind: 'joined', teacher: i, region: 1 });
    const before = newProjector(events, documents, { projections: [tallies] });
    await before.start();
    await reach(before, events);
    await before.close();
    const after = newProjector(events, documents);
    await after.start();
    expect(projections.map(({ name }) => after.state(name))).toEqual(['live', 'rebuilding', 'rebuilding']);
    await reach(after, events);
    expect(await replayed(events)).toBe(await after.digest());
  });

  it('lets go of what an earlier version of a read model left as soon as the new one can be read, or when it starts again', async () => {
    const { events, author } = stores();
    for (let i = 0; i < 20; i += 1) await author.step({ kind: 'joined', teacher: i, region: 1 });
    const newer = projections.map((one) => ({ ...one, version: one.version + 1 }));
    for (const atFirst of [true, false]) {
      const directory = mkdtempSync(join(tmpdir(), 'cordillera-versions-'));
      const opened: ReadStore[] = [];
      const at = (): ReadStore => opened[opened.push(openEmbeddedReadStore({ directory })) - 1] as ReadStore;
      const run = async (of: readonly Projection[], documents: ReadStore): Promise<void> => {
        const projector = newProjector(events, documents, { projections: of });
        await projector.start();
        await arrive(events, projector);
        await projector.close();
      };
      const left = async (): Promise<readonly (Position | undefined)[]> => {
        const documents = at();
        await documents.declare(TENANT, projectionId(tallies), tallies.collections);
        for (const { name } of tallies.collections)
          if ((await documents.find(TENANT, name)).documents.length > 0) return ['documents'];
        return Promise.all(projections.map((one) => documents.checkpoint(TENANT, projectionId(one))));
      };
      await run(projections, at());
      expect(await left()).toEqual(['documents']);
      const anew = at();
      if (!atFirst) anew.retireOthers = () => Promise.reject(new ReadStoreError('unavailable', 'killed'));
      await run(newer, anew);
      if (!atFirst) {
        expect(await left()).toEqual(['documents']);
        await run(newer, at());
      }
      expect(await left()).toEqual([undefined, undefined, undefined]);
      for (const each of opened) await each.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('goes on with a rebuild that a restart broke off', async () => {
    const { events, documents, author } = stores();
    for (let i = 0; i < 30; i += 1) await author.step({ kind: 'joined', teacher: i, region: 1 });
    const flaky = unreliable(documents);
    const first = newProjector(events, flaky, {
      projections: [tallies],
      limits: { rebuildBatch: 5, commitEvents: 5, rebuildTimes: 1 },
    });
    let commits = 0;
    const commit = flaky.commit.bind(flaky);
    flaky.commit = async (tenant, each) => {
      if ((commits += 1) > 2) throw new ReadStoreError('unavailable', 'cut');
      return commit(tenant, each);
    };
    await first.start();
    await until(() => commits > 2);
    await first.close();
    const second = newProjector(events, documents, { projections: [tallies] });
    await second.start();
    expect(second.state('toy-tallies')).toBe('rebuilding');
    expect(second.status().projections[0]?.position).toBeDefined();
    await reach(second, events);
    expect(second.status().projections[0]?.folded).toBeLessThan(30);
    expect(await replayed(events, {}, [tallies])).toBe(await second.digest());
  });

  it('shares the first fold of a long log with a helper, and goes on alone where it fails', async () => {
    for (const fails of [false, true]) {
      const { events, documents, author } = stores();
      for (let i = 0; i < 60; i += 1)
        await author.step({ kind: i % 3 === 0 ? 'joined' : 'score', teacher: i % 9, region: i % 4, points: 2 });
      const asked: (readonly string[])[] = [];
      const help = helpBy(events, documents, projections);
      const projector = newProjector(events, documents, {
        help: async (request, signal) => {
          asked.push(request.projections);
          if (fails) throw new Error('no thread to be had');
          await help(request, signal);
        },
        limits: { helpFrom: 50 },
      });
      await projector.start();
      await reach(projector, events);
      expect(asked).toHaveLength(1);
      expect(asked[0]).toHaveLength(1);
      expect(projector.status().projections.map(({ state }) => state)).toEqual(['live', 'live', 'live']);
      expect(await replayed(events)).toBe(await projector.digest());
      await author.step({ kind: 'score', teacher: 1, points: 5 });
      await reach(projector, events);
      // Nothing folded is lost to another thread again, and a rebuild that is asked for is shared as the first one was.
      expect((await projector.rebuild('all')).map(({ state }) => state)).toEqual(['live', 'live', 'live']);
      expect(asked).toHaveLength(2);
      expect(await replayed(events)).toBe(await projector.digest());
    }
  });

  it('takes back what a helper folds when it is paused, or asked to rebuild', async () => {
    const { events, documents, author } = stores();
    for (let i = 0; i < 60; i += 1) await author.step({ kind: 'joined', teacher: i, region: i % 4 });
    let asked = 0;
    const projector = newProjector(events, documents, {
      // Folds nothing until it is told to stop.
      help: async (_, signal) => {
        asked += 1;
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      },
      limits: { helpFrom: 50 },
    });
    await projector.start();
    await until(() => asked === 1);
    await projector.pause('all');
    expect(projector.status().projections.map(({ state }) => state)).toEqual(['paused', 'paused', 'paused']);
    await projector.resume('all');
    await reach(projector, events);
    expect(await replayed(events)).toBe(await projector.digest());
    const rebuilding = projector.rebuild('all');
    await until(() => asked === 2);
    await projector.rebuild(['toy-journal']);
    await rebuilding;
    await reach(projector, events);
    expect(await replayed(events)).toBe(await projector.digest());
  });

  it('faults a projection that folds what nobody defines, and no other', async () => {
    const { events, documents, author } = stores();
    const wrong: Projection = {
      name: 'wrong',
      version: 1,
      collections: [{ name: 'wrong' }],
      on: { NeverHeardOf: fold(() => undefined) },
    };
    const projector = newProjector(events, documents, { projections: [wrong, tallies] });
    await projector.start();
    const { position } = await author.step({ kind: 'joined', teacher: 1, region: 1 });
    await reach(projector, events, ['toy-tallies']);
    expect(projector.status().projections[0]).toMatchObject({ state: 'faulted', problem: { code: 'unknown-event-type' } });
    expect(await projector.waitFor({ position, timeoutMs: 10_000 })).toMatchObject({ outcome: 'faulted', projection: 'wrong' });
  });

  it('faults on a checkpoint of another log', async () => {
    const { events, documents, author } = stores();
    for (let i = 0; i < 3; i += 1) await author.step({ kind: 'joined', teacher: i, region: 1 });
    const projector = newProjector(events, documents, { projections: [tallies] });
    await projector.start();
    await reach(projector, events);
    await projector.close();
    const other = openMemoryEventStore();
    open.unshift(other);
    await new Author(other, TENANT).step({ kind: 'joined', teacher: 1, region: 1 });
    const lost = newProjector(other, documents, { projections: [tallies] });
    await lost.start();
    await until(() => lost.state('toy-tallies') === 'faulted');
    expect(lost.status().projections[0]?.problem?.code).toBe('event-store');
    expect(await lost.rebuild('all')).toEqual([{ projection: 'toy-tallies', state: 'live' }]);
    expect(await replayed(other, {}, [tallies])).toBe(await lost.digest());
  });
});

describe('parking', () => {
  const join = async (author: Author, ...teachers: number[]): Promise<void> => {
    for (const teacher of teachers) await author.step({ kind: 'joined', teacher, region: 1 });
  };

  it('holds back the stream alone, counts, shows, and survives a restart', async () => {
    const { events, documents, author } = stores();
    let projector = newProjector(events, documents);
    await projector.start();
    await join(author, 1, 2);
    const bad = await author.step({ kind: 'score', teacher: 1, points: 13 });
    await reach(projector, events);
    await author.step({ kind: 'score', teacher: 1, points: 5 });
    await author.step({ kind: 'score', teacher: 2, points: 5 });
    await reach(projector, events);
    const parked = {
      stream: 'cl.teacher-t1',
      eventId: bad.id,
      type: 'ScoreGiven',
      revision: 1,
      reason: 'Error: thirteen is no score',
      held: 2,
    };
    expect(projector.status().projections[0]).toMatchObject({ state: 'live', parked: [parked] });
    expect(
      projector
        .status()
        .projections.slice(1)
        .flatMap((each) => each.parked),
    ).toEqual([]);
    expect(await dump(documents, 'toy_tallies')).toMatchObject({ all: { n: 2, points: 5 } });
    const head = await events.head(TENANT);
    expect(await projector.waitFor({ position: head?.position ?? '', timeoutMs: 1000, stream: 'cl.teacher-t1' })).toEqual({
      outcome: 'parked',
      projection: 'toy-tallies',
      parked,
    });
    expect(await projector.waitFor({ position: head?.position ?? '', timeoutMs: 1000, stream: 'cl.teacher-t2' })).toEqual({
      outcome: 'reached',
    });

    await projector.close();
    projector = newProjector(events, documents);
    await projector.start();
    await author.step({ kind: 'moved', teacher: 1, region: 2 });
    await reach(projector, events);
    expect(projector.status().projections[0]?.parked).toEqual([{ ...parked, held: 3 }]);
    expect(await replayed(events)).toBe(await projector.digest());
    expect(await projector.unpark('toy-tallies', 'cl.teacher-t1')).toEqual({
      outcome: 'rebuild-needed',
      parked: { ...parked, held: 3 },
    });
    expect(await projector.unpark('toy-tallies', 'cl.teacher-t2')).toEqual({ outcome: 'not-parked' });
  });

  it('parks what cannot be read: an unknown version, a promise, a document of the wrong kind', async () => {
    const odd: Projection = {
      name: 'odd',
      version: 1,
      collections: [{ name: 'odd', columns: { n: 'integer' } }],
      on: {
        TeacherJoined: fold<{ teacher: string }>((event, view) => {
          if (event.data.teacher === 't1') return Promise.resolve() as never;
          if (event.data.teacher === 't2') return view.put('odd', 'x', { n: 'one' });
          if (event.data.teacher === 't3') return view.put('odd', 'x', { n: NaN });
          if (event.data.teacher === 't4') return view.put('toy_facts', 'x', {});
          if (event.data.teacher === 't5') return view.put('odd', '', {});
          view.put('odd', 'x', { n: 1 });
        }),
        TeacherMoved: fold<{ region: string }>((event, view) => view.put('odd', 'y', { region: event.data.region })),
      },
    };
    const { events, documents, author } = stores();
    const projector = newProjector(events, documents, { projections: [odd] });
    await projector.start();
    await join(author, 1, 2, 3, 4, 5, 6);
    await author.write('cl.teacher-t7', 'TeacherMoved', { region: 'x' }, 3);
    await reach(projector, events);
    expect(projector.status().projections[0]?.parked.map(({ stream }) => stream.slice(-1))).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '7',
    ]);
    expect(await dump(documents, 'odd')).toEqual({ x: { n: 1 } });
  });

  it('faults when too much is parked', async () => {
    const { events, documents, author } = stores();
    const projector = newProjector(events, documents, { projections: [tallies] });
    await projector.start();
    for (let i = 0; i < 101; i += 1) {
      await join(author, i);
      await author.step({ kind: 'score', teacher: i, points: 13 });
    }
    await until(() => projector.state('toy-tallies') === 'faulted');
    const [status] = projector.status().projections;
    expect(status).toMatchObject({ problem: { code: 'too-many-parked', stream: 'cl.teacher-t100' } });
    expect(status?.parked.length).toBe(100);
    expect(await projector.waitFor({ position: '9', timeoutMs: 1000 })).toMatchObject({ outcome: 'faulted' });
  });

  it('stops a rebuild with its name, and goes on when the event is skipped', async () => {
    const { events, documents, author } = stores();
    await join(author, 1, 2);
    const bad = await author.step({ kind: 'score', teacher: 1, points: 13 });
    await author.step({ kind: 'score', teacher: 1, points: 5 });
    await author.step({ kind: 'score', teacher: 2, points: 5 });
    const projector = newProjector(events, documents);
    await projector.start();
    await reach(projector, events, ['toy-profiles', 'toy-journal']);
    await until(() => projector.state('toy-tallies') === 'faulted');
    expect(projector.status().projections[0]).toMatchObject({
      state: 'faulted',
      problem: { code: 'parked-in-rebuild', stream: 'cl.teacher-t1', event: { id: bad.id, type: 'ScoreGiven', revision: 1 } },
    });
    const [outcome] = await projector.rebuild(['toy-tallies']);
    expect(outcome).toMatchObject({ projection: 'toy-tallies', state: 'faulted' });
    expect(outcome?.problem).toContain('cl.teacher-t1');
    await author.skip('toy-tallies', bad.id);
    await until(() => projector.state('toy-tallies') === 'live');
    await reach(projector, events);
    expect(await dump(documents, 'toy_tallies')).toMatchObject({ all: { n: 2, points: 10 } });
    expect(await replayed(events)).toBe(await projector.digest());
    expect(projector.status().projections[0]).toMatchObject({ skipped: [bad.id], parked: [] });
  });

  it('honours a skip live: in place where nothing else was held back, by a rebuild where it was', async () => {
    for (const held of [0, 1]) {
      const { events, documents, author } = stores();
      const projector = newProjector(events, documents);
      await projector.start();
      await join(author, 1, 2);
      const bad = await author.step({ kind: 'score', teacher: 1, points: 13 });
      for (let i = 0; i < held; i += 1) await author.step({ kind: 'score', teacher: 1, points: 5 });
      await reach(projector, events);
      expect(projector.status().projections[0]?.parked[0]?.held).toBe(held + 1);
      const { position } = await author.skip('toy-tallies', bad.id);
      await author.step({ kind: 'score', teacher: 1, points: 2 });
      await reach(projector, events);
      expect(await projector.waitFor({ position, timeoutMs: 1000, stream: 'cl.teacher-t1' })).toEqual({ outcome: 'reached' });
      expect(projector.status().projections[0]).toMatchObject({ state: 'live', parked: [], skipped: [bad.id] });
      expect(await dump(documents, 'toy_tallies')).toMatchObject({ all: { n: 2, points: held * 5 + 2 } });
      expect(await replayed(events)).toBe(await projector.digest());
    }
  });

  it('honours a skip of what was folded long ago, also over a crash', async () => {
    const { events, documents, author } = stores();
    const projector = newProjector(events, documents, { projections: [tallies] });
    await projector.start();
    await join(author, 1);
    const wrong = await author.step({ kind: 'score', teacher: 1, points: 100 });
    await author.step({ kind: 'score', teacher: 1, points: 1 });
    await reach(projector, events);
    await projector.close();
    await author.skip('toy-tallies', wrong.id);
    await author.skip('toy-tallies', '00000000-0000-4000-8000-000000000000');
    const again = newProjector(events, documents, { projections: [tallies] });
    await again.start();
    await reach(again, events);
    expect(await dump(documents, 'toy_tallies')).toMatchObject({ all: { n: 1, points: 1 } });
    expect(await replayed(events, {}, [tallies])).toBe(await again.digest());
  });

  it('takes up a stream in place once the fold is mended, where every document is of one stream', async () => {
    const { events, documents, author } = stores();
    const projector = newProjector(events, documents, { projections: [profiles] });
    await projector.start();
    await join(author, 1, 2);
    const bad = await author.step({ kind: 'score', teacher: 1, points: 7 });
    await author.step({ kind: 'score', teacher: 1, points: 5 });
    await author.step({ kind: 'score', teacher: 2, points: 7 });
    await reach(projector, events);
    expect(await projector.unpark('toy-profiles', 'cl.teacher-t1')).toMatchObject({
      outcome: 'still-parked',
      parked: { eventId: bad.id, held: 2 },
    });
    mended.points = 7;
    expect(await projector.unpark('toy-profiles', 'cl.teacher-t1')).toEqual({ outcome: 'unparked' });
    expect(projector.status().projections[0]?.parked.map(({ stream }) => stream)).toEqual(['cl.teacher-t2']);
    expect(await projector.unpark('toy-profiles', 'cl.teacher-t2')).toEqual({ outcome: 'unparked' });
    expect(await replayed(events, {}, [profiles])).toBe(await projector.digest());
  });

  it('unparks in place when the event is skipped, and finds the next one that cannot be folded', async () => {
    const { events, documents, author } = stores();
    const projector = newProjector(events, documents, { projections: [profiles] });
    await projector.start();
    await join(author, 1);
    const first = await author.step({ kind: 'score', teacher: 1, points: 7 });
    await author.step({ kind: 'score', teacher: 1, points: 5 });
    const second = await author.step({ kind: 'score', teacher: 1, points: 7 });
    await author.step({ kind: 'moved', teacher: 1, region: 3 });
    await reach(projector, events);
    await author.skip('toy-profiles', first.id);
    await author.step({ kind: 'moved', teacher: 1, region: 4 });
    await reach(projector, events);
    expect(projector.status().projections[0]).toMatchObject({ skipped: [first.id], parked: [{ eventId: second.id, held: 3 }] });
    await author.skip('toy-profiles', second.id);
    await reach(projector, events);
    expect(projector.status().projections[0]).toMatchObject({ skipped: [first.id, second.id].sort(), parked: [] });
    expect(await replayed(events, {}, [profiles])).toBe(await projector.digest());
  });

  it('is the same live and replayed, whatever is parked and skipped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(steps([1, 5, 7, 13]), { minLength: 5, maxLength: 60 }),
        fc.array(fc.record({ at: fc.nat(59), of: fc.nat(200), projection: fc.constantFrom('toy-tallies', 'toy-profiles') }), {
          maxLength: 4,
        }),
        someLimits,
        fc.boolean(),
        async (history, skips, limits, wait) => {
          const { events, documents, author } = stores();
          const projector = newProjector(events, documents, { limits });
          await projector.start();
          const written: string[] = [];
          let last = '';
          const settled = (): boolean =>
            projector
              .status()
              .projections.every(({ state, position }) => state === 'faulted' || (state === 'live' && position === last));
          for (const [i, step] of history.entries()) {
            const { id, position } = await author.step(step);
            written.push(id);
            last = position;
            for (const { at, of, projection } of skips) {
              if (at !== i) continue;
              if (wait) await until(settled);
              last = (await author.skip(projection, written[of % written.length] ?? '')).position;
            }
          }
          await until(settled);
          // A rebuild that a skip set off stops at what is still parked; the others have to be as a replay makes them.
          const live = projections.filter(({ name }) => projector.state(name) === 'live');
          expect(await replayed(events, {}, live)).toBe(await digest(documents, TENANT, live));
          await projector.close();
        },
      ),
      { numRuns: 100 },
    );
  }, 120_000);
});

describe('two projectors at once', () => {
  it('applies nothing twice when one wakes up with an old batch in hand', async () => {
    const { events, documents, author } = stores();
    for (let i = 0; i < 10; i += 1) await author.step({ kind: 'joined', teacher: i % 3, region: i % 2 });
    // The zombie stops in the middle of a commit: before anything of it is written.
    const held = unreliable(documents);
    let release: () => void = () => undefined;
    let caught = false;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const commit = held.commit.bind(held);
    let commits = 0;
    held.commit = async (tenant, each) => {
      if ((commits += 1) === 4) {
        caught = true;
        await gate;
      }
      return commit(tenant, each);
    };
    const zombie = newProjector(events, held, { limits: { rebuildBatch: 2, liveBatch: 2, commitEvents: 2, rebuildTimes: 1 } });
    await zombie.start();
    await until(() => caught);
    const heir = newProjector(events, documents, { limits: { liveBatch: 3 } });
    await heir.start();
    for (let i = 0; i < 10; i += 1) await author.step({ kind: 'score', teacher: i % 3, points: 5 });
    await reach(heir, events);
    const before = await heir.digest();
    release();
    await arrive(events, zombie);
    expect(await heir.digest()).toBe(before);
    expect(await replayed(events)).toBe(before);
    expect(await dump(documents, 'toy_journal')).toMatchObject({ all: { counts: { TeacherJoined: 10, ScoreGiven: 10 } } });

    // Both stay at work: whoever comes second notices, and neither counts twice.
    for (let i = 0; i < 40; i += 1) await author.step({ kind: 'score', teacher: i % 3, points: 5 });
    await arrive(events, zombie, heir);
    expect(await dump(documents, 'toy_journal')).toMatchObject({ all: { counts: { TeacherJoined: 10, ScoreGiven: 50 } } });
    expect(await replayed(events)).toBe(await heir.digest());
  });

  it('yields visibly', async () => {
    const { events, documents, author } = stores();
    const flaky = unreliable(documents);
    const projector = newProjector(events, flaky, { projections: [tallies], limits: { yieldMs: 60_000 } });
    await projector.start();
    const first = await author.step({ kind: 'joined', teacher: 1, region: 1 });
    await reach(projector, events);
    // The other one is always a step ahead.
    const commit = flaky.commit.bind(flaky);
    let at: Position = first.position;
    flaky.commit = async (tenant, each) => {
      await commit(tenant, { projection: each.projection, from: at, to: each.to, puts: [], deletes: [] });
      at = each.to;
      return commit(tenant, each);
    };
    await author.step({ kind: 'joined', teacher: 2, region: 1 });
    await reach(projector, events);
    const { position } = await author.step({ kind: 'joined', teacher: 2, region: 1 });
    expect(await projector.waitFor({ position, timeoutMs: 10_000 })).toMatchObject({
      outcome: 'paused',
      reason: 'another projector moved the checkpoint of toy-tallies',
    });
    expect(projector.status().projections[0]).toMatchObject({ state: 'paused', problem: { code: 'fenced' } });
  });

  it('waits for a read store that is away, and says so', async () => {
    const { events, documents, author } = stores();
    const flaky = unreliable(documents);
    const problems = new Set<unknown>();
    const projector = newProjector(events, flaky, {
      onChange: (status) => status.projections.forEach(({ problem }) => problems.add(problem?.code)),
    });
    await projector.start();
    flaky.fail = 5;
    await author.step({ kind: 'joined', teacher: 1, region: 1 });
    await reach(projector, events);
    expect(problems).toContain('unavailable');
    expect(projector.status().projections.map(({ problem }) => problem)).toEqual([undefined, undefined, undefined]);
    expect(await replayed(events)).toBe(await projector.digest());
  });
});
