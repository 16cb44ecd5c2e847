import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMongo } from '#libs/mongo';
import { ApiClient, operatorKeyOf } from '../apps/cli/src/client.js';
import { cordilleraWith } from './support/command-line.js';
import { EventStoreStandIn } from './support/eventstore-stand-in.js';
import { ProjectorProcess, until } from './support/projector-process.js';
import { ServerProcess } from './support/server-process.js';
import { freshMongodb, noMongodb, withMongodb } from './support/servers.js';
import { Way } from './support/way.js';

const MASTER_KEY = '5a'.repeat(32);

const unlessAway = (error: Error & { status?: number }): undefined => {
  if (error.status !== 503) throw error;
  return undefined;
};

withMongodb(`a cluster over MongoDB${noMongodb === undefined ? '' : ` (${noMongodb})`}`, () => {
  let directory: string;
  let variables: Record<string, string>;
  let dispose: () => Promise<void>;
  const projectors: ProjectorProcess[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cordillera-cluster-'));
    const mongodb = freshMongodb();
    dispose = mongodb.dispose;
    variables = {
      CORDILLERA_PROFILE: 'cluster',
      CORDILLERA_EVENTSTORE: 'embedded',
      CORDILLERA_MONGODB_URL: mongodb.url,
      CORDILLERA_MASTER_KEY: MASTER_KEY,
    };
  });
  afterAll(async () => {
    for (const projector of projectors) await projector.end('SIGKILL');
    await ServerProcess.endAll();
    await dispose();
    await rm(directory, { recursive: true, force: true });
  }, 60_000);

  it('serves what projectors elsewhere fold; a country moves when its projector is killed; every document equals the replay', async () => {
    const server = await ServerProcess.start(directory, variables);
    const client = new ApiClient(server.url, operatorKeyOf(directory));
    const start = (): ProjectorProcess => {
      const projector = ProjectorProcess.start(directory, variables);
      projectors.push(projector);
      return projector;
    };
    const [first, second] = [start(), start()];
    const create = (id: string) =>
      client.call('POST', '/v1/countries', { body: { id, name: { en: id, es: id }, timeZone: 'UTC', origin: 'real' } });
    await create('aa');
    await create('bb');

    // Two countries, two projectors: one each.
    await until('each projector holds a country', async () => {
      const held = [await first.countries(), await second.countries()];
      return held.every((one) => one.length === 1);
    });
    const views = async (country: string) =>
      (await client.call<{ items: { state: string }[] }>('GET', `/v1/${country}/projections`)).body.items.map(
        ({ state }) => state,
      );
    const live = (country: string) =>
      until(`the views of ${country} are live`, async () => (await views(country)).every((state) => state === 'live'));
    await live('aa');
    await live('bb');

    // A write, and a read that waits for it: through the log, a projector elsewhere, and the documents in MongoDB.
    const record = async (country: string, code: string): Promise<void> => {
      const written = await client.call<object>('PUT', `/v1/${country}/schools/${code}`, {
        tenant: country,
        role: 'coordinator',
        body: { name: `Escuela ${code}` },
      });
      expect(written.position).toBeDefined();
      await until(`${code} can be read`, async () => {
        const answer = await client
          .call<object>('GET', `/v1/${country}/schools?after=${written.position ?? ''}`, { tenant: country, role: 'coordinator' })
          .catch((error: { status?: number }) => {
            // The country may be on its way to another projector.
            if (error.status === 503) return undefined;
            throw error;
          });
        return answer !== undefined && JSON.stringify(answer.body).includes(code);
      });
    };
    await record('aa', '900001');
    await record('bb', '900001');

    const dying = (await first.countries()).includes('aa') ? first : second;
    const other = dying === first ? second : first;
    await dying.end('SIGKILL');
    const killedAt = Date.now();
    await record('aa', '900002');
    const moved = Date.now() - killedAt;
    expect(await other.countries()).toEqual(['aa', 'bb']);
    // Seconds, on any machine: the lease runs out after five.
    expect(moved).toBeLessThan(60_000);

    // One that joins takes its share over; one that ends in order gives its own away at once.
    const third = start();
    await until('the third holds a country', async () => (await third.countries()).length === 1);
    await other.end('SIGTERM');
    await until('the third holds both', async () => (await third.countries()).length === 2);
    await record('bb', '900003');

    for (const country of ['aa', 'bb']) {
      await live(country);
      const { body } = await client.call<{ same: boolean; events: number; liveDigest: string; replayDigest: string }>(
        'POST',
        `/v1/${country}/projections/verification`,
      );
      expect(body).toMatchObject({ same: true });
      expect(body.liveDigest).toBe(body.replayDigest);
    }
    await client.close();
    await server.end();
  }, 300_000);

  it('has several servers over one event store (the stand-in): what one writes the other shows, to the same people', async () => {
    const standIn = await EventStoreStandIn.start();
    const folders = [
      await mkdtemp(join(tmpdir(), 'cordillera-node-')),
      await mkdtemp(join(tmpdir(), 'cordillera-node-')),
    ] as const;
    const mongodb = freshMongodb();
    const settings = { ...variables, CORDILLERA_MONGODB_URL: mongodb.url, CORDILLERA_EVENTSTORE: standIn.url };
    const [a, b] = [await ServerProcess.start(folders[0], settings), await ServerProcess.start(folders[1], settings)];
    const projector = ProjectorProcess.start(folders[0], settings);
    projectors.push(projector);
    const key = operatorKeyOf(folders[0]);
    // One key opens both servers: codes, keys and sessions are shared.
    const [one, two] = [new ApiClient(a.url, key), new ApiClient(b.url, key)];
    try {
      await one.call('POST', '/v1/countries', {
        body: { id: 'cl', name: { en: 'Chile', es: 'Chile' }, timeZone: 'UTC', origin: 'real' },
      });
      await until('the other server serves the country', async () => {
        const { body } = await two.call<{ items: { country: string }[] }>('GET', '/v1/countries');
        return body.items.some(({ country }) => country === 'cl');
      });
      const written = await one.call<object>('PUT', '/v1/cl/schools/900001', {
        tenant: 'cl',
        role: 'coordinator',
        body: { name: 'Escuela Uno' },
      });
      const token = await one.token('cl', 'coordinator');
      const path = `/v1/cl/schools?after=${written.position ?? ''}`;
      await until('the other server shows the school', async () => {
        const answer = await two.send<object>('GET', path, { token }).catch((error: { status?: number }) => {
          if (error.status === 503) return undefined;
          throw error;
        });
        return answer !== undefined && JSON.stringify(answer.body).includes('Escuela Uno');
      });
      // And the other way round, on a stream that the first has in its cache.
      await two.call<object>('PUT', '/v1/cl/schools/900001', {
        tenant: 'cl',
        role: 'coordinator',
        body: { name: 'Escuela Dos' },
      });
      const last = await one.call<object>('PUT', '/v1/cl/schools/900001', {
        tenant: 'cl',
        role: 'coordinator',
        body: { name: 'Escuela Tres' },
      });
      expect(last.position).toBeDefined();
      const { body } = await two.call<{ same: boolean; events: number }>('POST', '/v1/cl/projections/verification');
      expect(body).toMatchObject({ same: true });

      // One of them reacts to the country's events; when it is killed the other one does, within seconds.
      const reacts = async (): Promise<string> => {
        const mongo = await openMongo({ url: mongodb.url });
        try {
          const leases = mongo.database('shared_projectors').collection<{ _id: string; holder: string }>('reacting');
          return (await leases.findOne({ _id: 'cl' }))?.holder ?? '';
        } finally {
          await mongo.close();
        }
      };
      expect(await reacts()).toContain(`-${a.pid}-`);
      await a.end('SIGKILL');
      await until('the other server reacts', async () => (await reacts()).includes(`-${b.pid}-`));
      const policies = await two.call<{ items: { state: string }[] }>('GET', '/v1/cl/policies');
      expect(new Set(policies.body.items.map(({ state }) => state))).toEqual(new Set(['running']));
    } finally {
      await one.close();
      await two.close();
      await projector.end('SIGTERM');
      await a.end();
      await b.end();
      standIn.close();
      await mongodb.dispose();
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    }
  }, 300_000);

  it('answers that a store is away while MongoDB is, and goes on by itself when it is back: server, projector and policies', async () => {
    const home = await mkdtemp(join(tmpdir(), 'cordillera-away-'));
    const mongodb = freshMongodb();
    const way = await Way.to(mongodb.url);
    const settings = { ...variables, CORDILLERA_MONGODB_URL: way.url };
    const server = await ServerProcess.start(home, settings);
    const projector = ProjectorProcess.start(home, settings);
    projectors.push(projector);
    const client = new ApiClient(server.url, operatorKeyOf(home));
    try {
      await client.call('POST', '/v1/countries', {
        body: { id: 'cl', name: { en: 'Chile', es: 'Chile' }, timeZone: 'UTC', origin: 'real' },
      });
      const school = { tenant: 'cl', role: 'coordinator', body: { name: 'Escuela Uno' } } as const;
      const written = await client.call<object>('PUT', '/v1/cl/schools/900001', school);
      const token = await client.token('cl', 'coordinator');
      const shown = async (after: string, name: string): Promise<boolean> => {
        const answer = await client.send<object>('GET', `/v1/cl/schools?after=${after}`, { token }).catch(unlessAway);
        return answer !== undefined && JSON.stringify(answer.body).includes(name);
      };
      await until('the school is shown', () => shown(written.position ?? '', 'Escuela Uno'));
      await way.close();
      // Documents, the projectors' board, and where keys and codes are kept.
      for (const asked of [
        () => client.send('GET', '/v1/cl/schools', { token }),
        () => client.call('POST', '/v1/cl/projections/verification'),
        () => client.send('POST', '/v1/sign-in', { body: { code: 'cl.AAAA-AAAA-AAAA' } }),
      ])
        await expect(asked()).rejects.toMatchObject({ status: 503, problem: { type: '/problems/unavailable' } });
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
      await way.open();
      await until(
        'the documents can be read',
        async () => (await client.send('GET', '/v1/cl/schools', { token }).catch(unlessAway)) !== undefined,
      );
      const { position = '' } = await client.call<object>('PUT', '/v1/cl/schools/900001', {
        ...school,
        body: { name: 'Escuela Dos' },
      });
      await until('the school is shown again', () => shown(position, 'Escuela Dos'));
      await until('the projector has its country', async () => (await projector.countries()).includes('cl'));
      const { body } = await client.call<{ same: boolean }>('POST', '/v1/cl/projections/verification');
      expect(body).toMatchObject({ same: true });
      const policies = await client.call<{ items: { state: string }[] }>('GET', '/v1/cl/policies');
      expect(new Set(policies.body.items.map(({ state }) => state))).toEqual(new Set(['running']));
      await until('the server is ready again', async () => (await fetch(`${server.url}/health/ready`)).status === 200);
    } finally {
      await client.close();
      await projector.end('SIGTERM');
      await server.end();
      await way.close();
      await mongodb.dispose();
      await rm(home, { recursive: true, force: true });
    }
  }, 300_000);

  it('keeps each country’s record where it is chosen to be: in one event store, in another, in the folder', async () => {
    const [standIn, other] = [await EventStoreStandIn.start(), await EventStoreStandIn.start()];
    const home = await mkdtemp(join(tmpdir(), 'cordillera-places-'));
    const mongodb = freshMongodb();
    const settings = {
      ...variables,
      CORDILLERA_MONGODB_URL: mongodb.url,
      CORDILLERA_EVENTSTORE: standIn.url,
      CORDILLERA_EVENTSTORE_BY_COUNTRY: `bb=${other.url} dd=embedded`,
    };
    const server = await ServerProcess.start(home, settings);
    const projector = ProjectorProcess.start(home, settings);
    projectors.push(projector);
    const client = new ApiClient(server.url, operatorKeyOf(home));
    try {
      for (const id of ['aa', 'bb', 'dd']) {
        await client.call('POST', '/v1/countries', { body: { id, name: { en: id, es: id }, timeZone: 'UTC', origin: 'real' } });
        const written = await client.call<object>('PUT', `/v1/${id}/schools/900001`, {
          tenant: id,
          role: 'coordinator',
          body: { name: `Escuela ${id}` },
        });
        await until(`the school of ${id} can be read`, async () => {
          const answer = await client
            .call<object>('GET', `/v1/${id}/schools?after=${written.position ?? ''}`, { tenant: id, role: 'coordinator' })
            .catch((error: { status?: number }) => {
              // A projector is on its way to the country.
              if (error.status === 503) return undefined;
              throw error;
            });
          return answer !== undefined && JSON.stringify(answer.body).includes(`Escuela ${id}`);
        });
        const { body } = await client.call<{ same: boolean }>('POST', `/v1/${id}/projections/verification`);
        expect([id, body]).toEqual([id, expect.objectContaining({ same: true })]);
      }
      // The command line reads each record where it is, beside the server.
      for (const id of ['aa', 'bb', 'dd']) {
        const events = (...args: string[]) => cordilleraWith(settings, 'events', ...args, '--data', home);
        const verified = await events('verify', '--country', id, '--json');
        expect([verified.stderr, JSON.parse(verified.stdout)]).toMatchObject(['', { faults: [] }]);
        const { stdout } = await events('export', '--country', id, '--type', 'SchoolRegistered');
        expect(stdout).toContain(`"name":"Escuela ${id}"`);
      }
      const unknown = await cordilleraWith(settings, 'events', 'verify', '--country', 'zz', '--data', home);
      expect([unknown.code, unknown.stderr]).toEqual([1, 'There is no country "zz" in the cluster’s event stores.\n']);
      await client.close();
      await server.end();
      const { openEventStoreDb } = await import('#libs/event-store/eventstoredb');
      const { openEmbeddedEventStore } = await import('#libs/event-store/embedded');
      for (const [store, has] of [
        [await openEventStoreDb({ url: standIn.url }), 'aa'],
        [await openEventStoreDb({ url: other.url }), 'bb'],
        [await openEmbeddedEventStore({ directory: home, readOnly: true }), 'dd'],
      ] as const) {
        expect([has, await store.tenants()]).toEqual([has, [has]]);
        expect((await store.readStream(`${has}.school-900001`)).events.length).toBe(1);
        await store.close();
      }
    } finally {
      await projector.end('SIGTERM');
      await ServerProcess.endAll();
      standIn.close();
      other.close();
      await mongodb.dispose();
      await rm(home, { recursive: true, force: true });
    }
  }, 300_000);

  it('says a line for each mistake before anything is opened', async () => {
    const wrong = ServerProcess.launch(directory, {
      CORDILLERA_PROFILE: 'cluster',
      CORDILLERA_MONGODB_URL: 'localhost:27017',
      CORDILLERA_EVENTSTORE: 'http://events',
    });
    const { code, stderr } = await wrong.ended;
    expect(code).toBe(1);
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => line.split(':')[0]),
    ).toEqual(['CORDILLERA_MONGODB_URL', 'CORDILLERA_EVENTSTORE']);
  });

  it('does not start over servers that cannot be had: one line by the setting that names them, server and projector alike', async () => {
    const cases: [Record<string, string>, RegExp][] = [
      [
        { CORDILLERA_MONGODB_URL: 'mongodb://somebody:s3cret@127.0.0.1:1/none' },
        /^CORDILLERA_MONGODB_URL: the server cannot be reached: .*$/,
      ],
      [
        { CORDILLERA_VAULT_URL: 'mongodb://somebody:s3cret@127.0.0.1:1/none' },
        /^CORDILLERA_VAULT_URL: the server cannot be reached: .*$/,
      ],
      [
        { CORDILLERA_EVENTSTORE: 'esdb://somebody:s3cret@127.0.0.1:1?tls=false' },
        /^CORDILLERA_EVENTSTORE: the event store cannot be reached: .*$/,
      ],
      [
        { CORDILLERA_EVENTSTORE: 'esdb://somebody:s3cret@127.0.0.1:1?tls=perhaps' },
        /^CORDILLERA_EVENTSTORE: the event store: the address of the EventStoreDB cannot be used: .*$/,
      ],
      [
        { CORDILLERA_EVENTSTORE_BY_COUNTRY: 'pe=esdb://127.0.0.1:1?tls=false' },
        /^CORDILLERA_EVENTSTORE_BY_COUNTRY: the event store of "pe" cannot be reached: .*$/,
      ],
    ];
    const folders: string[] = [];
    const folder = async (): Promise<string> => {
      folders.push(await mkdtemp(join(tmpdir(), 'cordillera-none-')));
      return folders.at(-1) as string;
    };
    await Promise.all(
      cases.map(async ([over, line]) => {
        const settings = { ...variables, ...over };
        const server = await ServerProcess.launch(await folder(), settings).ended;
        expect([over, server.code, server.stderr.trim()]).toEqual([over, 1, expect.stringMatching(line)]);
        // The vaults are none of a projector's business.
        if (over['CORDILLERA_VAULT_URL'] !== undefined) return;
        const projector = ProjectorProcess.start(await folder(), settings);
        await projector.ended;
        expect([over, projector.child.exitCode, projector.output.trim()]).toEqual([over, 1, expect.stringMatching(line)]);
        for (const said of [server.stderr, projector.output]) expect(said).not.toContain('s3cret');
      }),
    );
    for (const path of folders) await rm(path, { recursive: true, force: true });
  }, 240_000);
});
