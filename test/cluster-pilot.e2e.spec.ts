import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventstoreUrl, freshMongodb, noMongodb, removeFromEventstore, withMongodb } from './support/servers.js';
import { StandInProcess } from './support/stand-in.js';

const run = promisify(execFile);
const script = join('dist', 'apps', 'pilot', 'src', 'main.js');
const TEACHERS = '8';

/** `npm run pilot` as people start it; the summary is its last line. */
const pilot = async (
  directory: string,
  country: string,
  variables: Record<string, string> = {},
): Promise<Record<string, unknown>> => {
  const options = ['--teachers', TEACHERS, '--seed', '7', '--country', country, '--data', directory, '--port', '0'];
  const { stdout } = await run(process.execPath, [script, ...options, '--exit', '--json'], {
    env: { PATH: process.env['PATH'], ...variables },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
};

const where = eventstoreUrl === undefined ? 'a stand-in for EventStoreDB, which is not the server' : 'EventStoreDB';

withMongodb(`the pilot on a cluster over MongoDB and ${where}${noMongodb === undefined ? '' : ` (${noMongodb})`}`, () => {
  const folders: string[] = [];
  const folder = async (): Promise<string> => {
    const made = await mkdtemp(join(tmpdir(), 'cordillera-pilot-'));
    folders.push(made);
    return made;
  };
  afterAll(async () => {
    for (const one of folders) await rm(one, { recursive: true, force: true });
  });

  it('ends with the same summary and the same read models, to the byte, as the embedded one', async () => {
    if (!existsSync(script)) throw new Error(`${script} is not there: npm run build:server makes it`);
    // A real server keeps its records: each run there is another country.
    const country = eventstoreUrl === undefined ? 'cl' : `c${Date.now().toString(36)}`;
    const embedded = await pilot(await folder(), country);
    const standIn = eventstoreUrl === undefined ? await StandInProcess.start() : undefined;
    const mongodb = freshMongodb();
    try {
      const cluster = await pilot(await folder(), country, {
        CORDILLERA_PROFILE: 'cluster',
        CORDILLERA_EVENTSTORE: standIn?.url ?? eventstoreUrl ?? '',
        CORDILLERA_MONGODB_URL: mongodb.url,
        CORDILLERA_MASTER_KEY: '5a'.repeat(32),
      });
      expect(cluster).toEqual(embedded);
      expect(cluster).toMatchObject({ teachers: Number(TEACHERS), readModelsDigest: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(cluster['events']).toBeGreaterThan(100);
    } finally {
      await standIn?.end();
      await mongodb.dispose();
      if (eventstoreUrl !== undefined) await removeFromEventstore(eventstoreUrl, [`${country}.`]);
    }
  }, 400_000);
});
