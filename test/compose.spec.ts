import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readConfig } from '#libs/platform';

/** The cluster's file is read as Docker reads it, as far as a machine without Docker can. */

interface Service {
  image?: string;
  build?: string;
  user?: string;
  command?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  volumes?: string[];
  ports?: string[];
  networks?: string[];
  depends_on?: Record<string, { condition: string }>;
  cap_drop?: string[];
  security_opt?: string[];
  read_only?: boolean;
  restart?: string;
  logging?: { driver: string };
  stop_grace_period?: string;
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, { internal?: boolean }>;
}

const { load } = createRequire(import.meta.url)('js-yaml') as { load: (text: string) => unknown };

/** With what `<<` brings in, as Compose reads it: what stands beside it wins. */
const merged = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(merged);
  if (typeof value !== 'object' || value === null) return value;
  const { '<<': base, ...own } = value as Record<string, unknown>;
  return {
    ...((base === undefined ? {} : merged(base)) as object),
    ...Object.fromEntries(Object.entries(own).map(([key, each]) => [key, merged(each)])),
  };
};

/** What `${NAME:?words}` and `${NAME:-default}` become. */
const filled = (value: string, given: Readonly<Record<string, string>>): string =>
  value.replace(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, name: string, how: string | undefined, rest: string | undefined) => {
    const set = given[name];
    if (set !== undefined) return set;
    if (how === '-') return rest ?? '';
    throw new Error(`${name}: ${rest ?? 'is not set'}`);
  });

describe('docker compose up', () => {
  let compose: Compose;
  let text: string;
  beforeAll(async () => {
    text = await readFile('docker-compose.yml', 'utf8');
    compose = merged(load(text)) as Compose;
  });
  const services = (): [string, Service][] => Object.entries(compose.services);

  it('brings the record, the documents, a server and two projectors', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'documents', 'events', 'projector-1', 'projector-2']);
    expect(compose.services['events']?.image).toMatch(/^eventstore\/eventstore:\d+\.\d+\.\d+/);
    expect(compose.services['documents']?.image).toMatch(/^mongo:\d+\.\d+\.\d+/);
    // What answers on 127.0.0.1 at its first start is not yet the server.
    expect(compose.services['documents']?.healthcheck?.test.join(' ')).toContain('--host documents');
    for (const name of ['projector-1', 'projector-2'])
      expect(compose.services[name]?.command?.join(' ')).toContain('dist/apps/projector/src/main.js');
  });

  it('pins every version, checks every health, runs nobody as root and keeps its data in volumes', () => {
    for (const [name, service] of services()) {
      expect([name, service.build ?? service.image]).toEqual([name, expect.stringMatching(/^(\.|[a-z/]+:\d+\.\d+\.\d+.*)$/)]);
      expect([name, service.healthcheck?.test[0]]).toEqual([name, expect.stringMatching(/^CMD/)]);
      expect([name, service.user]).toEqual([name, expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
      expect([name, service.cap_drop]).toEqual([name, ['ALL']]);
      expect([name, service.security_opt]).toEqual([name, ['no-new-privileges:true']]);
      for (const volume of service.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    }
    for (const name of ['events', 'documents', 'api']) expect(compose.services[name]?.volumes?.length).toBeGreaterThan(0);
  });

  it('knows every word that it uses, and names only what it declares', () => {
    const words = new Set(
      (
        'image build user command environment healthcheck volumes ports networks depends_on cap_drop security_opt read_only restart ' +
        'logging stop_grace_period tmpfs'
      ).split(' '),
    );
    for (const [name, service] of services()) {
      for (const word of Object.keys(service)) expect([name, word, words.has(word)]).toEqual([name, word, true]);
      for (const network of service.networks ?? []) expect(Object.keys(compose.networks)).toContain(network);
      for (const needed of Object.keys(service.depends_on ?? {})) expect(Object.keys(compose.services)).toContain(needed);
      // It comes back after a crash, its log has an end, and it has time to end in order.
      expect([name, service.restart, service.logging, service.stop_grace_period]).toEqual([
        name,
        'unless-stopped',
        { driver: 'local' },
        '30s',
      ]);
    }
    const used = services().flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]));
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('opens the databases to this machine alone for the suites, by a file beside it', async () => {
    const beside = merged(load(await readFile('docker-compose.test.yml', 'utf8'))) as Compose;
    expect(Object.keys(beside.services).sort()).toEqual(['documents', 'events']);
    for (const [name, { ports, networks, ...rest }] of Object.entries(beside.services)) {
      expect(Object.keys(compose.services)).toContain(name);
      expect([name, rest]).toEqual([name, {}]);
      expect([name, networks]).toEqual([name, ['inside', 'outside']]);
      for (const port of ports ?? []) expect([name, port]).toEqual([name, expect.stringMatching(/^127\.0\.0\.1:(\d+):\1$/)]);
    }
  });

  it('shows nothing but the server, on this machine alone, and waits for what it needs', () => {
    for (const [name, service] of services()) {
      if (name === 'api') expect(service.ports).toEqual(['127.0.0.1:3000:3000']);
      else expect([name, service.ports, service.networks]).toEqual([name, undefined, ['inside']]);
    }
    expect(compose.networks['inside']?.internal).toBe(true);
    for (const name of ['api', 'projector-1', 'projector-2']) {
      expect(compose.services[name]?.depends_on).toEqual({
        events: { condition: 'service_healthy' },
        documents: { condition: 'service_healthy' },
      });
    }
  });

  it('starts with the secrets that are given and not without', () => {
    const given = { MONGODB_PASSWORD: 'p4ss', CORDILLERA_MASTER_KEY: 'ab'.repeat(32) };
    for (const [name, service] of services()) {
      for (const [variable, value] of Object.entries(service.environment ?? {})) {
        if (/PASSWORD|KEY/.test(variable))
          expect([name, variable, value]).toEqual([name, variable, expect.stringMatching(/^\$\{\w+:\?/)]);
      }
    }
    for (const missing of Object.keys(given)) {
      const { [missing]: _, ...rest } = given as Record<string, string>;
      expect(() => filled(text.replace(/^#.*$/gm, ''), rest)).toThrow(missing);
    }
    for (const name of ['api', 'projector-1', 'projector-2']) {
      const environment = Object.fromEntries(
        Object.entries(compose.services[name]?.environment ?? {}).map(([variable, value]) => [variable, filled(value, given)]),
      );
      expect(readConfig(environment).cluster).toMatchObject({
        events: 'esdb://events:2113?tls=false',
        mongodbUrl: 'mongodb://cordillera:p4ss@documents:27017/cordillera?authSource=admin',
      });
    }
  });
});
