import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import type { EventStore } from '#libs/event-store';
import { EventCatalogue } from '#libs/kernel';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { openEngines } from '../../test/support/projecting/engines.js';
import { Author, eventDefinitions, projections } from '../../test/support/projecting/toy-read-models.js';
import {
  InThreadProjectorHost,
  WorkerProjectorHost,
  digest,
  replayInto,
  type Applied,
  type ProjectorHost,
  type RebuildProgress,
} from './index.js';

const built = (path: string): URL => new URL(`../../dist/test/support/projecting/${path}.js`, import.meta.url);
const folders: string[] = [];
const closing: { close(): Promise<void> }[] = [];

const setUp = async (): Promise<{ directory: string; events: EventStore }> => {
  const directory = await mkdtemp(join(tmpdir(), 'cordillera-host-'));
  folders.push(directory);
  const events = await openEmbeddedEventStore({ directory, thread: 'in-thread' });
  closing.push(events);
  return { directory, events };
};

const threads = (directory: string, readModels = 'toy-read-models', problems: string[] = []): WorkerProjectorHost => {
  if (!existsSync(built('engines'))) throw new Error('the build is not there: npm run build:server makes it');
  const host = new WorkerProjectorHost({
    composition: built('engines').href,
    readModels: built(readModels).href,
    config: { directory },
    restartMs: 10,
    onProblem: (message) => problems.push(message),
  });
  closing.push(host);
  return host;
};

const inThread = async (directory: string): Promise<InThreadProjectorHost> => {
  const engines = await openEngines({ directory } as never, { beside: false });
  const host = new InThreadProjectorHost({ engines, projections, eventDefinitions });
  closing.push(engines, host);
  return host;
};

afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const hosts: [string, (directory: string) => Promise<ProjectorHost> | ProjectorHost][] = [
  ['in a thread of its own', (directory) => threads(directory)],
  ['in the same thread', inThread],
];

describe.each(hosts)('projectors %s', (_, make) => {
  it('keep the read models of every country current', async () => {
    const { directory, events } = await setUp();
    const host = await make(directory);
    const applied: Applied[] = [];
    const stop = host.onApplied((each) => applied.push(each));
    const chile = new Author(events, 'cl');
    const peru = new Author(events, 'pe');
    const first = await chile.step({ kind: 'joined', teacher: 1, region: 1 });
    await host.start(['cl']);
    expect(await host.waitFor('cl', { position: first.position, timeoutMs: 20_000 })).toEqual({ outcome: 'reached' });
    expect(() => host.status('pe')).toThrow(RangeError);
    await host.addTenant('pe');
    await host.addTenant('pe');
    const second = await peru.step({ kind: 'joined', teacher: 1, region: 2 });
    expect(await host.waitFor('pe', { position: second.position, timeoutMs: 20_000, projections: ['toy-tallies'] })).toEqual({
      outcome: 'reached',
    });
    expect(host.tenants()).toEqual(['cl', 'pe']);
    expect(host.health()).toEqual({ alive: true, restarts: 0 });

    const documents = openEmbeddedReadStore({ directory, readOnly: true });
    for (const { name, version, collections } of projections) {
      await documents.declare('cl', `${name}@${version}`, collections);
      await documents.declare('pe', `${name}@${version}`, collections);
    }
    expect((await documents.find('pe', 'toy_facts', { filter: { region: 'r2' } })).documents.map(({ id }) => id)).toEqual(['t1']);
    const replayed = openMemoryReadStore();
    await replayInto({ tenant: 'cl', events, documents: replayed, projections, catalogue: new EventCatalogue(eventDefinitions) });
    const expected = await digest(replayed, 'cl', projections);
    expect(await host.digest('cl')).toBe(expected);
    expect(applied.find(({ tenant, projection }) => tenant === 'pe' && projection === 'toy-tallies')).toMatchObject({
      position: second.position,
      collections: ['toy_facts', 'toy_tallies', 'toy_settled'],
    });
    stop();

    expect(await host.verify('cl')).toMatchObject({ same: true, differing: [], digests: { live: expected, replay: expected } });
    const progress: RebuildProgress[] = [];
    expect(await host.rebuild('cl', 'all', (each) => progress.push(each))).toEqual(
      projections.map(({ name }) => ({ projection: name, state: 'live' })),
    );
    expect(progress[0]).toEqual({ events: 1, of: 1, position: first.position });
    expect(await host.digest('cl')).toBe(expected);

    await host.pause('cl', ['toy-journal'], 'a look');
    const third = await chile.step({ kind: 'score', teacher: 1, points: 7 });
    expect(await host.waitFor('cl', { position: third.position, timeoutMs: 20_000 })).toMatchObject({
      outcome: 'paused',
      projection: 'toy-journal',
    });
    await host.resume('cl', 'all');
    expect(await host.waitFor('cl', { position: third.position, timeoutMs: 20_000 })).toEqual({ outcome: 'reached' });
    expect(host.state('cl', 'toy-journal')).toBe('live');
    expect(await host.waitFor('cl', { position: third.position, timeoutMs: 0, stream: 'cl.teacher-t1' })).toMatchObject({
      outcome: 'parked',
    });
    expect(await host.unpark('cl', 'toy-profiles', 'cl.teacher-t1')).toMatchObject({
      outcome: 'still-parked',
      parked: { reason: 'TypeError: seven is no score' },
    });
    await expect(host.rebuild('cl', ['nothing'])).rejects.toThrow(RangeError);
    await documents.close();
  }, 60_000);
});

describe('the thread of the projectors', () => {
  it('is started again when it dies, and says so meanwhile', async () => {
    const { directory, events } = await setUp();
    const problems: string[] = [];
    const host = threads(directory, 'deadly-read-models', problems);
    const author = new Author(events, 'cl');
    const first = await author.step({ kind: 'joined', teacher: 1, region: 1 });
    await host.start(['cl']);
    expect(await host.waitFor('cl', { position: first.position, timeoutMs: 20_000 })).toEqual({ outcome: 'reached' });
    const states = new Set<string>();
    host.onStatus((status) => states.add(`${status.projections[0]?.state} ${status.projections[0]?.problem?.code ?? ''}`));
    // The deadly fold throws outside of any fold's reach, once for every event that says so.
    const deadly = await author.step({ kind: 'left', teacher: 1 });
    const outcome = await host.waitFor('cl', { position: `${deadly.position}9`, timeoutMs: 20_000 });
    expect(outcome).toMatchObject({ outcome: 'faulted', projection: 'deadly' });
    expect(outcome).toMatchObject({ reason: expect.stringContaining('the end of this thread') as string });
    while (host.health().restarts < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(states).toContain('faulted worker-died');
    expect(problems.length).toBeGreaterThanOrEqual(2);
    expect(host.health().lastProblem).toContain('the end of this thread');
  }, 60_000);

  it('says why it cannot start', async () => {
    const { directory } = await setUp();
    const host = threads(directory, 'nowhere');
    await expect(host.start(['cl'])).rejects.toThrow(/nowhere/);
    expect(host.health().alive).toBe(false);
  }, 60_000);
});
