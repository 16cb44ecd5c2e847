import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import type { EventStore } from '#libs/event-store';
import { EventCatalogue, seededRandom } from '#libs/kernel';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { Author, eventDefinitions, projections, type Step } from '../../test/support/projecting/toy-read-models.js';
import { digest, replayInto } from './index.js';

const script = fileURLToPath(new URL('../../dist/test/support/projecting/projector-process.js', import.meta.url));
const TENANT = 'cl';
const KILLS = 25;

describe('a projector that is killed', () => {
  let directory: string;
  let events: EventStore;
  beforeAll(async () => {
    if (!existsSync(script)) throw new Error(`${script} is not there: npm run build:server makes it`);
    directory = await mkdtemp(join(tmpdir(), 'cordillera-crash-'));
    events = await openEmbeddedEventStore({ directory, thread: 'in-thread' });
  });
  afterAll(async () => {
    await events.close();
    await rm(directory, { recursive: true, force: true });
  });

  it(`ends at the same bytes after ${KILLS} kills at random moments as a replay that nobody disturbed`, async () => {
    const author = new Author(events, TENANT);
    const seeded = seededRandom('crash');
    const random = (): number => seeded.next();
    const step = (): Step => {
      const teacher = Math.floor(random() * 30);
      const kind = random();
      if (kind < 0.4) return { kind: 'joined', teacher, region: Math.floor(random() * 5) };
      if (kind < 0.6) return { kind: 'moved', teacher, region: Math.floor(random() * 5) };
      return kind < 0.95 ? { kind: 'score', teacher, points: 1 + Math.floor(random() * 5) } : { kind: 'left', teacher };
    };
    let commits = 0;
    let fromTheMiddle = 0;
    const run = (onLine: (line: string, child: ChildProcess) => void): Promise<NodeJS.Signals | null> =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [script, directory, TENANT], { stdio: ['ignore', 'pipe', 'inherit'] });
        let rest = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) onLine(line, child);
        });
        child.once('error', reject);
        child.once('exit', (_, signal) => resolve(signal));
      });

    for (let kill = 0; kill < KILLS; kill += 1) {
      let last = '';
      for (let i = 0; i < 60; i += 1) last = (await author.step(step())).position;
      // Some commits on, and then at whatever the process is about.
      const after = 1 + Math.floor(random() * 12);
      let seen = 0;
      const signal = await run((line, child) => {
        seen += 1;
        if (!line.startsWith('done')) commits += 1;
        if (seen === after) {
          if (line !== `done ${last}`) fromTheMiddle += 1;
          setTimeout(() => child.kill('SIGKILL'), random() * 4);
        } else if (seen < after && line === `done ${last}`) child.kill('SIGKILL');
      });
      expect(signal).toBe('SIGKILL');
    }
    const head = (await events.head(TENANT))?.position ?? '';
    await run((line, child) => {
      if (line === `done ${head}`) child.kill('SIGTERM');
    });

    const documents = openEmbeddedReadStore({ directory, readOnly: true });
    for (const { name, version, collections } of projections) await documents.declare(TENANT, `${name}@${version}`, collections);
    const replayed = openMemoryReadStore();
    const { events: read } = await replayInto({
      tenant: TENANT,
      events,
      documents: replayed,
      projections,
      catalogue: new EventCatalogue(eventDefinitions),
    });
    expect(read).toBe(KILLS * 60);
    expect(await digest(documents, TENANT, projections)).toBe(await digest(replayed, TENANT, projections));
    // The kills met it at work.
    expect(commits).toBeGreaterThan(KILLS);
    expect(fromTheMiddle).toBeGreaterThan(KILLS / 4);
    await documents.close();
  }, 180_000);
});
