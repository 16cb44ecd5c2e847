import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPilot } from './support/pilot-run.js';
import { eventstoreUrl, freshMongodb, noMongodb, removeFromEventstore, withMongodb } from './support/servers.js';
import { StandInProcess } from './support/stand-in.js';

const teachers = 5;

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
    // A real server keeps its records: each run there is another country.
    const country = eventstoreUrl === undefined ? 'cl' : `c${Date.now().toString(36)}`;
    const embedded = await runPilot(await folder(), { country, teachers });
    const standIn = eventstoreUrl === undefined ? await StandInProcess.start() : undefined;
    const mongodb = freshMongodb();
    try {
      const cluster = await runPilot(
        await folder(),
        { country, teachers },
        {
          CORDILLERA_PROFILE: 'cluster',
          // A server serves every country of its event store, and stops where the vault of one is missing: of a store that others use, this one alone is ours.
          ...(standIn
            ? { CORDILLERA_EVENTSTORE: standIn.url }
            : { CORDILLERA_EVENTSTORE: 'embedded', CORDILLERA_EVENTSTORE_BY_COUNTRY: `${country}=${eventstoreUrl ?? ''}` }),
          CORDILLERA_MONGODB_URL: mongodb.url,
          CORDILLERA_MASTER_KEY: '5a'.repeat(32),
        },
      );
      expect(cluster).toEqual(embedded);
      expect(cluster).toMatchObject({ teachers, readModelsDigest: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(cluster.events).toBeGreaterThan(100);
    } finally {
      await standIn?.end();
      await mongodb.dispose();
      if (eventstoreUrl !== undefined) await removeFromEventstore(eventstoreUrl, [`${country}.`]);
    }
  }, 400_000);
});
