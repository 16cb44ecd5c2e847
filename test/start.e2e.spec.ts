import { cpSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get, request as httpRequest } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Answer, ask } from './support/http.js';
import { ServerProcess, type Ended } from './support/server-process.js';
import { closeConnections, MAPPING, registerCsv, registerRow, Scenario, somebody, type Country } from './support/scenario.js';

const KEY = 'a1'.repeat(32);
const OTHER_KEY = 'b2'.repeat(32);

/** Ended in order: one line that says why, no stack trace, exit code 1. */
const oneLine = ({ code, stderr, stdout }: Ended): string => {
  const lines = stderr.trim().split('\n');
  expect({ code, stdout, lines: lines.length, stderr }).toMatchObject({ code: 1, stdout: '', lines: 1 });
  expect(stderr).not.toMatch(/^\s+at |node:internal|Error:/m);
  expect(lines[0]?.length).toBeGreaterThan(30);
  return lines[0] ?? '';
};

const refused = async (directory: string, variables: Record<string, string> = {}): Promise<string> =>
  oneLine(await ServerProcess.launch(directory, variables).ended);

describe('the start', () => {
  const folders: string[] = [];
  const folder = (): string => {
    const path = Scenario.folder();
    folders.push(path);
    return path;
  };
  /** A folder with two countries, left in order. */
  let original: string;
  const copy = (): string => {
    const path = folder();
    cpSync(original, path, { recursive: true });
    return path;
  };

  beforeAll(async () => {
    original = folder();
    const scenario = await Scenario.ofItsOwn(original, { CORDILLERA_MASTER_KEY: KEY });
    const cl = await scenario.realCountry('cl', 'cl');
    const ni = await scenario.realCountry('ni');
    await cl.importsSchools(registerCsv([registerRow(900001)]));
    await cl.registers(somebody(1, '900001'));
    await ni.registers(somebody(2));
    await scenario.stop();
  }, 60_000);
  afterAll(async () => {
    for (const path of folders) rmSync(path, { recursive: true, force: true });
    await closeConnections();
  });

  it('says with --help what can be set instead of starting, and starts for no unknown argument', async () => {
    const directory = folder();
    const help = await ServerProcess.launch(directory, {}, ['--help']).ended;
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('CORDILLERA_PORT (3000 unless set)');
    const unknown = await ServerProcess.launch(directory, {}, ['--prot=3001']).ended;
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr.trim().split('\n')).toEqual([expect.stringContaining('"--prot=3001"')]);
    expect(readdirSync(directory)).toEqual([]);
  }, 120_000);

  it('says once where the operator’s key is and keeps it out of what may be a log, and lets no second server work on the folder', async () => {
    const directory = folder();
    const first = await ServerProcess.start(directory);
    expect(statSync(join(directory, 'operator.key')).mode & 0o777).toBe(0o600);
    expect(await refused(directory)).toMatch(/^Another server works on the data folder .*Stop it first/);
    // The first goes on.
    expect((await ask(first.url, { method: 'GET', path: '/health/live' })).status).toBe(200);
    const ended = await first.end();
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(ended.stdout).toContain(join(directory, 'operator.key'));
    expect(ended.stdout).not.toContain('ck_0_');
    const second = await ServerProcess.start(directory);
    expect((await second.end()).stdout).not.toContain('operator.key');
  }, 120_000);

  it('is refused on a folder that cannot be written, on a port that is taken, and with settings that are none', async () => {
    // A path through a file can be written by nobody, not even by the superuser.
    const directory = folder();
    writeFileSync(join(directory, 'file'), '');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const [unwritable, taken, none] = await Promise.all([
      refused(join(directory, 'file', 'data')),
      refused(folder(), { CORDILLERA_PORT: String(port) }),
      refused(folder(), { CORDILLERA_PORT: 'eighty' }),
    ]);
    expect(unwritable).toMatch(/cannot be written \((ENOTDIR|EEXIST)\)/);
    expect(taken).toMatch(new RegExp(`127\\.0\\.0\\.1:${port} is in use`));
    expect(none).toMatch(/^CORDILLERA_PORT/);
    await new Promise((resolve) => server.close(resolve));
  }, 120_000);

  it('is refused when a vault or a log is missing, damaged, another country’s, or locked with another master key', async () => {
    const file = (directory: string, name: string): string => {
      for (const end of ['-wal', '-shm']) rmSync(join(directory, `${name}${end}`), { force: true });
      return join(directory, name);
    };
    const damage = (path: string): void => writeFileSync(path, Buffer.alloc(20_000, 'damage'));
    const cases: readonly (readonly [says: RegExp, key: string | undefined, tamper: (directory: string) => void])[] = [
      [/vault of "cl" is missing/, KEY, (directory) => rmSync(file(directory, 'cl/vault.db'))],
      [/vault of "ni", not of "cl"/, KEY, (directory) => cpSync(join(directory, 'ni/vault.db'), file(directory, 'cl/vault.db'))],
      [/vault of "cl" is damaged/, KEY, (directory) => damage(file(directory, 'cl/vault.db'))],
      [/master key does not open the vault of "cl"/, OTHER_KEY, () => undefined],
      [/vault of "cl" needs its master key/, undefined, () => undefined],
      [/\bcl\b.*(log|record)|(log|record).*\bcl\b/, KEY, (directory) => damage(file(directory, 'cl/log.db'))],
    ];
    for (let at = 0; at < cases.length; at += 3) {
      const lines = cases.slice(at, at + 3).map(async ([says, key, tamper]) => {
        const directory = copy();
        tamper(directory);
        expect(await refused(directory, key === undefined ? {} : { CORDILLERA_MASTER_KEY: key })).toMatch(says);
      });
      await Promise.all(lines);
    }
  }, 120_000);

  it('with the right key finds everybody, and makes read models anew that were lost', async () => {
    const directory = copy();
    const lost = readdirSync(join(directory, 'cl')).filter((one) => one.startsWith('read.db'));
    expect(lost).not.toEqual([]);
    for (const name of lost) rmSync(join(directory, 'cl', name));
    const scenario = await Scenario.ofItsOwn(directory, { CORDILLERA_MASTER_KEY: KEY });
    const cl = scenario.country('cl');
    const coordinator = await cl.coordinator();
    cl.furthest.saw(`cl.1.${(await cl.events()).at(-1)?.position ?? ''}`);
    expect(await coordinator.see<{ items: object[] }>('schools')).toMatchObject({ items: [{ code: '900001' }] });
    expect(await coordinator.see('teachers')).toMatchObject({ items: [{ identity: { givenName: 'Nombre1' } }] });
    expect(await cl.verifies()).toMatchObject({ same: true });
    await scenario.stop();
  }, 120_000);
});

describe('the end', () => {
  afterAll(closeConnections);

  /** Resolves when nobody new is let in. */
  const nobodyListens = async (url: string): Promise<void> => {
    const { hostname, port } = new URL(url);
    const connects = () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(Number(port), hostname, () => resolve(true)).on('error', () => resolve(false));
        socket.on('connect', () => socket.destroy());
      });
    while (await connects()) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('in order (SIGTERM) answers what is under way, ends the hints, and leaves with 0', async () => {
    const scenario = await Scenario.ofItsOwn();
    try {
      const cl = await scenario.realCountry('cl', 'cl');
      await cl.opensCycle();
      const coordinator = await cl.coordinator();
      const authorization = `Bearer ${coordinator.token ?? ''}`;
      const hints = new Promise<void>((resolve, reject) => {
        get(`${scenario.url}/v1/cl/cycles/2023/changes`, { headers: { authorization } }, (stream) => {
          stream.resume().on('end', resolve).on('error', reject);
        }).on('error', reject);
      });
      const csv = registerCsv(Array.from({ length: 300 }, (_, at) => registerRow(960_000 + at)));
      const upload = httpRequest(`${scenario.url}/v1/cl/school-imports?mapping=${MAPPING}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'text/csv', 'content-length': Buffer.byteLength(csv) },
      });
      const answered = new Promise<Answer>((resolve, reject) => {
        upload.on('error', reject).on('response', (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
          response.on('end', () => resolve(new Answer(response.statusCode ?? 0, response.headers, text, 'upload')));
        });
      });
      await new Promise((resolve) => upload.write(csv.slice(0, 1000), resolve));
      // The server has this request in hand once a later one on another connection is answered.
      const before = (await coordinator.get('schools')).must();
      // Longer than a client keeps a connection.
      expect(before.headers['keep-alive']).toBe('timeout=75');
      const ended = scenario.process?.end('SIGTERM');
      await nobodyListens(scenario.url);
      upload.end(csv.slice(1000));
      expect((await answered).must().body).toMatchObject({ rows: 300, created: 300, errors: 0 });
      // Whoever is answered now reads that it was the last time, and sends nothing more into a connection that ends.
      expect((await answered).headers['connection']).toBe('close');
      await hints;
      expect(await ended).toMatchObject({ code: 0, signal: null });
      // Nothing stands in the way of the next start, and what was answered is there.
      const next = await Scenario.ofItsOwn(scenario.directory);
      expect((await (await next.country('cl').coordinator()).get('schools/960299')).status).toBe(200);
      await next.stop();
    } finally {
      await scenario.close();
    }
  }, 120_000);

  it('by kill -9 under load loses nothing that was acknowledged, again and again; read models equal a replay', async () => {
    const directory = Scenario.folder();
    const acknowledged = new Map<string, number>();
    let interrupted = 0;

    /** Writes until the server is gone; each acknowledged write is remembered with its number. */
    const writeUntilGone = async (cl: Country, writer: number, round: number): Promise<void> => {
      const coordinator = await cl.coordinator();
      for (let n = 1; ; n += 1) {
        // Every third write changes a school that this writer made before.
        const code = n % 3 === 0 ? `w${writer}r${round}n${n - 1}` : `w${writer}r${round}n${n}`;
        try {
          const answer = await coordinator.put(`schools/${code}`, { name: `Escuela ${n}`, enrolment: n });
          if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${answer.text}`);
        } catch (error) {
          if (error instanceof Error && error.message.startsWith('answered')) throw error;
          interrupted += 1;
          return;
        }
        acknowledged.set(code, n);
      }
    };

    try {
      for (let round = 0; round < 3; round += 1) {
        const scenario = await Scenario.ofItsOwn(directory);
        const cl = round === 0 ? await scenario.realCountry('cl') : scenario.country('cl');
        await cl.coordinator();
        const writers = Array.from({ length: 12 }, (_, writer) => writeUntilGone(cl, writer, round));
        const enough = acknowledged.size + 60 + round * 35;
        const load = Promise.all(writers);
        while (acknowledged.size < enough) await new Promise((resolve) => setImmediate(resolve));
        expect(await scenario.process?.end('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
        await load;
        await closeConnections();
      }
      expect(interrupted).toBe(36);

      const scenario = await Scenario.ofItsOwn(directory);
      const cl = scenario.country('cl');
      const events = await cl.events();
      cl.furthest.saw(`cl.1.${events.at(-1)?.position ?? ''}`);
      const recorded = new Map<string, number>();
      for (const { type, data } of events) {
        if (type === 'SchoolRegistered' || type === 'SchoolCorrected')
          recorded.set(String(data['code']), Number(data['enrolment']));
      }
      const lost = [...acknowledged].filter(([code, n]) => (recorded.get(code) ?? 0) < n);
      expect(lost).toEqual([]);
      // No stream has a gap or a half append, and no read model differs from a replay.
      const next = new Map<string, number>();
      for (const { stream, revision } of events) {
        expect([stream, revision]).toEqual([stream, next.get(stream) ?? 0]);
        next.set(stream, revision + 1);
      }
      const shown = await (await cl.coordinator()).see<{ items: { code: string; enrolment: number }[] }>('schools?limit=500');
      for (const { code, enrolment } of shown.items) expect([code, enrolment]).toEqual([code, recorded.get(code)]);
      expect(await cl.verifies()).toMatchObject({ differing: [], same: true });
      await scenario.stop();
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }, 180_000);
});
