import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ApiClient, operatorKeyOf } from '../apps/cli/src/client.js';
import { runPilot } from './support/pilot-run.js';
import { ProjectorProcess, until } from './support/projector-process.js';
import { ServerProcess } from './support/server-process.js';
import { freshMongodb, noMongodb, withMongodb } from './support/servers.js';
import { StandInProcess } from './support/stand-in.js';

const run = promisify(execFile);
const MASTER_KEY = '5a'.repeat(32);
/** Everything runs on one machine here, which may be busy, milliseconds. */
const PATIENCE = 240_000;

interface Teacher {
  readonly teacher: string;
  readonly identity: { readonly givenName: string } | null;
}

withMongodb(
  `a country that outgrows one machine; EventStoreDB is a stand-in${noMongodb === undefined ? '' : ` (${noMongodb})`}`,
  () => {
    const folders: string[] = [];
    const folder = async (): Promise<string> => {
      const made = await mkdtemp(join(tmpdir(), 'cordillera-move-'));
      folders.push(made);
      return made;
    };
    const projectors: ProjectorProcess[] = [];
    afterAll(async () => {
      for (const projector of projectors) await projector.end('SIGKILL');
      await ServerProcess.endAll();
      for (const one of folders) await rm(one, { recursive: true, force: true });
    });

    const people = async (client: ApiClient): Promise<readonly Teacher[]> => {
      const { body } = await client.call<{ items: Teacher[] }>('GET', '/v1/cl/teachers', { tenant: 'cl', role: 'coordinator' });
      return body.items;
    };
    /** Once nothing follows any more from what was done: policies react after the answer. */
    const digest = async (client: ApiClient): Promise<string> => {
      const look = async () => (await client.call<{ digest: string; events: number }>('GET', '/v1/cl/digest')).body;
      let last = await look();
      await until(
        'nothing moves any more',
        async () => {
          await new Promise((resolve) => setTimeout(resolve, 2000));
          const before = last;
          last = await look();
          return before.digest === last.digest && before.events === last.events;
        },
        PATIENCE,
      );
      return last.digest;
    };
    const livePolicies = async (client: ApiClient): Promise<void> => {
      const { body } = await client.call<{ items: { name: string; state: string }[] }>('GET', '/v1/cl/policies');
      expect(body.items.length).toBeGreaterThan(0);
      for (const { name, state } of body.items) expect([name, state]).toEqual([name, 'running']);
    };
    const liveViews = (client: ApiClient): Promise<void> =>
      until(
        'every view is live',
        async () => {
          const { body } = await client.call<{ items: { state: string }[] }>('GET', '/v1/cl/projections');
          return body.items.length > 0 && body.items.every(({ state }) => state === 'live');
        },
        PATIENCE,
      );
    const epochOf = (position: string | undefined): string | undefined => position?.split('.')[1];
    const refusesOld = async (client: ApiClient, old: string): Promise<void> => {
      await expect(
        client.call('GET', `/v1/cl/schools?after=${old}`, { tenant: 'cl', role: 'coordinator' }),
      ).rejects.toMatchObject({ status: 409 });
    };
    const school = async (client: ApiClient, code: string) =>
      client.call<object>('PUT', `/v1/cl/schools/${code}`, {
        tenant: 'cl',
        role: 'coordinator',
        body: { name: `Escuela ${code}` },
      });

    it('goes to a cluster with its people, its policies and the same read models, and comes back; each node knows the epoch', async () => {
      const home = await folder();
      const before = await runPilot(home, { teachers: 3 });
      const standIn = await StandInProcess.start();
      const mongodb = freshMongodb();
      const settings = {
        CORDILLERA_PROFILE: 'cluster',
        CORDILLERA_EVENTSTORE: standIn.url,
        CORDILLERA_MONGODB_URL: mongodb.url,
        CORDILLERA_MASTER_KEY: MASTER_KEY,
      };
      const move = async (from: string, to: string): Promise<unknown> => {
        const { stdout } = await run(
          process.execPath,
          [
            join('dist', 'apps', 'cli', 'src', 'main.js'),
            ...['events', 'copy', '--country', 'cl', '--from', from, '--to', to, '--eventstore', standIn.url],
            ...['--mongodb', mongodb.url, '--data', home, '--json'],
          ],
          { env: { PATH: process.env['PATH'], CORDILLERA_MASTER_KEY: MASTER_KEY } },
        );
        return JSON.parse(stdout) as unknown;
      };
      try {
        expect(await move('embedded', 'eventstoredb')).toMatchObject({ events: before.events, epoch: 2, vault: 'moved' });
        // Done is done: the record lives there now.
        await expect(move('embedded', 'eventstoredb')).rejects.toMatchObject({
          stderr: expect.stringContaining('was moved there already'),
        });

        // The first on the old data folder, which brings its signing keys along; the other with a folder of its own. What they know of the move is in the record.
        const issuerOf = (directory: string): Promise<string> => readFile(join(directory, 'keys', 'issuer.json'), 'utf8');
        const issuer = await issuerOf(home);
        const nodes = [home, await folder()] as const;
        const projector = ProjectorProcess.start(await folder(), settings);
        projectors.push(projector);
        const [a, b] = [await ServerProcess.start(nodes[0], settings), await ServerProcess.start(nodes[1], settings)];
        expect([await issuerOf(nodes[0]), await issuerOf(nodes[1])]).toEqual([issuer, issuer]);
        const key = operatorKeyOf(nodes[0]);
        const [one, two] = [new ApiClient(a.url, key), new ApiClient(b.url, key)];
        await liveViews(one);
        expect(await digest(one)).toBe(before.readModelsDigest);
        const known = await people(two);
        expect(known).toHaveLength(3);
        for (const { identity } of known) expect(identity?.givenName).toEqual(expect.any(String));
        await livePolicies(one);
        for (const node of [one, two]) {
          await refusesOld(node, 'cl.1.0000000000000002');
          expect(epochOf((await school(node, '900001')).position)).toBe('2');
        }
        const forgotten = known[0]?.teacher ?? '';
        await one.call('POST', `/v1/cl/teachers/${forgotten}/forgetting`, { tenant: 'cl', role: 'data-protection-officer' });
        await until('the views have it', async () => (await people(two)).some(({ identity }) => identity === null));
        await liveViews(one);
        await one.close();
        await a.end();

        // The other server goes on, and nobody tells it to stop: it writes until the move's last step, and nothing afterwards.
        const written: string[] = [];
        const stopped = (async () => {
          for (let code = 910_000; code < 919_999; code += 1) {
            try {
              await school(two, String(code));
            } catch (error) {
              return error;
            }
            written.push(String(code));
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
          return undefined;
        })();
        expect(await move('eventstoredb', 'embedded')).toMatchObject({ epoch: 3, vault: 'moved' });
        expect(await stopped).toMatchObject({ status: 503 });
        expect(written.length).toBeGreaterThan(0);
        await expect(school(two, '920000')).rejects.toMatchObject({ status: 503 });
        await two.close();
        await b.end();
        await projector.end('SIGTERM');
        const back = await ServerProcess.start(home);
        const client = new ApiClient(back.url, operatorKeyOf(home));
        await liveViews(client);
        // Every school that was acknowledged is there; the one that was refused is not.
        for (const code of written) await client.call('GET', `/v1/cl/schools/${code}`, { tenant: 'cl', role: 'coordinator' });
        const next = String(910_000 + written.length);
        await expect(client.call('GET', `/v1/cl/schools/${next}`, { tenant: 'cl', role: 'coordinator' })).rejects.toMatchObject({
          status: 404,
        });
        const { body: verified } = await client.call<{ same: boolean }>('POST', '/v1/cl/projections/verification');
        expect(verified).toMatchObject({ same: true });
        await livePolicies(client);
        // Who was forgotten there is forgotten here, though a key was left behind when the country went.
        const now = await people(client);
        expect(now.filter(({ identity }) => identity === null).map(({ teacher }) => teacher)).toEqual([forgotten]);
        await refusesOld(client, 'cl.2.00000000000000890000000000000089');
        expect(epochOf((await school(client, '900002')).position)).toBe('3');
        await client.close();
        await back.end();
      } finally {
        for (const projector of projectors.splice(0)) await projector.end('SIGKILL');
        await ServerProcess.endAll();
        await standIn.end();
        await mongodb.dispose();
      }
    }, 900_000);
  },
);
