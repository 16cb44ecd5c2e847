import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cordilleraWith } from './support/command-line.js';
import { ServerProcess } from './support/server-process.js';
import { EventStoreStandIn } from './support/eventstore-stand-in.js';

/** The EventStoreDB is the stand-in. */
const cordillera = (...args: string[]): ReturnType<typeof cordilleraWith> => cordilleraWith({}, ...args);

describe('events copy', () => {
  let standIn: EventStoreStandIn;
  let here: string;
  let there: string;
  beforeAll(async () => {
    standIn = await EventStoreStandIn.start();
    here = await mkdtemp(join(tmpdir(), 'cordillera-here-'));
    there = await mkdtemp(join(tmpdir(), 'cordillera-there-'));
  });
  afterAll(async () => {
    await ServerProcess.endAll();
    standIn.close();
    for (const folder of [here, there]) await rm(folder, { recursive: true, force: true });
  });

  it('moves a country’s record there and back, waits for its server to end, and begins a new epoch', async () => {
    const copy = (from: string, to: string, data: string) =>
      cordillera(
        'events',
        'copy',
        '--country',
        'cl',
        '--from',
        from,
        '--to',
        to,
        '--eventstore',
        standIn.url,
        '--data',
        data,
        '--json',
      );
    const server = await ServerProcess.start(here);
    expect((await cordillera('countries', 'create', 'cl', '--name', 'Chile', '--data', here)).code).toBe(0);

    // Beside the server the first pass is made; the last step needs the folder.
    const beside = await copy('embedded', 'eventstoredb', here);
    expect([beside.code === 0, beside.stderr]).toEqual([
      false,
      expect.stringContaining('Another server works on the data folder'),
    ]);
    await server.end();
    const moved = await copy('embedded', 'eventstoredb', here);
    expect([moved.code, moved.stderr]).toEqual([0, '']);
    const first = JSON.parse(moved.stdout) as { events: number; before: number; epoch: number };
    expect(first.events).toBeGreaterThan(0);
    expect(first).toMatchObject({ before: first.events, epoch: 2 });

    const back = await copy('eventstoredb', 'embedded', there);
    expect([back.code, back.stderr]).toEqual([0, '']);
    // The record says itself that it was moved.
    expect(JSON.parse(back.stdout)).toMatchObject({ events: first.events + 1, before: 0, epoch: 3 });
    const exported = async (data: string) => (await cordillera('events', 'export', '--country', 'cl', '--data', data)).stdout;
    const lines = (await exported(there)).trim().split('\n');
    expect(lines.slice(0, first.events)).toEqual((await exported(here)).trim().split('\n'));
    expect(lines.slice(first.events).map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
      'RecordMoved',
      'RecordMoved',
    ]);
  }, 600_000);

  it('says what it needs', async () => {
    const wrong = await cordillera(
      'events',
      'copy',
      '--country',
      'cl',
      '--from',
      'embedded',
      '--to',
      'postgres',
      '--eventstore',
      standIn.url,
    );
    expect(wrong.stderr).toContain('--to must be embedded or eventstoredb');
    expect(
      (await cordillera('events', 'copy', '--country', 'cl', '--from', 'embedded', '--to', 'eventstoredb')).stderr,
    ).toContain('--eventstore');
    // The addresses may be variables, and hold passwords: the help says which variables, and no more.
    const variables = {
      CORDILLERA_EVENTSTORE: 'esdb://somebody:s3cret@127.0.0.1:1?tls=false',
      CORDILLERA_MONGODB_URL: 'mongodb://somebody:s3cret@127.0.0.1:1/none',
      CORDILLERA_MASTER_KEY: '5a'.repeat(32),
    };
    const { stdout } = await cordilleraWith(variables, 'events', 'copy', '--help');
    const words = stdout.replace(/\s+/g, ' ');
    for (const name of ['CORDILLERA_EVENTSTORE', 'CORDILLERA_MONGODB_URL']) expect(words).toContain(`(env: ${name})`);
    expect(stdout).not.toContain('s3cret');
    // Before anything is copied or frozen.
    const copy = ['events', 'copy', '--country', 'cl', '--from', 'embedded', '--to', 'eventstoredb', '--data', here];
    const away = await cordilleraWith({ ...variables, CORDILLERA_EVENTSTORE: standIn.url }, ...copy);
    expect([away.code, away.stderr]).toEqual([
      4,
      expect.stringMatching(/^The MongoDB: the server cannot be reached: (?!.*s3cret)/),
    ]);
  }, 240_000);
});
