import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built command line, as `npm run cordillera --` starts it. */
const cordillera = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
    child.on('close', (code) => resolve({ code, out, err }));
  });

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';
const json = <T>(ran: Ran): T => JSON.parse(lastLine(ran.out)) as T;

const mapping = {
  id: 'sample-register',
  version: 1,
  describes: 'A sample register.',
  format: { delimiter: ',', encoding: 'auto', decimal: '.' },
  missing: ['NA', ''],
  code: { column: 'code' },
  name: { column: 'name', repairDoubleEncoding: true },
  region: { column: 'region', values: { North: 'NI-AN', South: 'NI-AS' } },
};

describe('the command line', () => {
  let folder: string;
  let data: string;
  const file = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cordillera-cli-'));
    data = join(folder, 'data');
    const shipped = JSON.parse(await readFile('packs/ni/mappings/mined-schools-2025.json', 'utf8')) as typeof mapping;
    await writeFile(file('mapping.json'), JSON.stringify({ ...shipped, ...mapping, ...omitUnmapped() }));
    await writeFile(
      file('register.csv'),
      [
        'code,name,region',
        '1,Escuela Uno,North',
        '2,Escuela Dos,West',
        '2,Escuela Repetida,South',
        '3,NA,South',
        '4,ESCUELA NIÃ‘EZ,NA',
      ].join('\n'),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The sample has fewer columns than the shipped mapping reads. */
  const omitUnmapped = () =>
    Object.fromEntries(
      [
        'municipality',
        'province',
        'sector',
        'rurality',
        'educationLevels',
        'latitude',
        'longitude',
        'status',
        'enrolment',
        'ignored',
        'commune',
      ].map((field) => [field, undefined]),
    );

  const imported = (...more: string[]) =>
    cordillera(
      'schools',
      'import',
      file('register.csv'),
      '--mapping',
      file('mapping.json'),
      '--country',
      'ni',
      '--data',
      data,
      ...more,
    );

  it('imports a register into a bare country: every row is a school or an error, and exit code 3 says that there were errors', async () => {
    const first = await imported('--create', '--json', '--findings', file('findings.ndjson'));
    expect(first.err).toContain('Created the bare country ni.');
    const report = json<Record<string, number>>(first);
    expect(report).toEqual({ rows: 5, created: 3, updated: 0, unchanged: 0, errors: 2, findings: 4 });
    expect(first.code).toBe(3);
    const findings = (await readFile(file('findings.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { row: number; code: string; severity: string });
    expect(findings.map(({ row, severity }) => [row, severity]).sort()).toEqual([
      [3, 'warning'],
      [4, 'error'],
      [5, 'error'],
      [6, 'warning'],
    ]);
  }, 60_000);

  it('changes nothing the second time', async () => {
    const again = await imported('--json');
    expect(json(again)).toEqual({ rows: 5, created: 0, updated: 0, unchanged: 3, errors: 2, findings: 4 });
  }, 60_000);

  it('refuses a file that lacks a column, and names it', async () => {
    await writeFile(file('short.csv'), 'code,region\n1,North\n');
    const refused = await cordillera(
      'schools',
      'import',
      file('short.csv'),
      '--mapping',
      file('mapping.json'),
      '--country',
      'ni',
      '--data',
      data,
    );
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/name/);
    expect(refused.err).not.toMatch(/\n\s+at /);
  }, 60_000);

  it('verifies views and chains, exports the record, and reads it', async () => {
    const views = json<{ differing: unknown[]; liveDigest: string; replayDigest: string }>(
      await cordillera('projections', 'verify', '--country', 'ni', '--data', data, '--json'),
    );
    expect(views.differing).toEqual([]);
    expect(views.liveDigest).toBe(views.replayDigest);
    const chains = json<{ events: number; faults: unknown[] }>(
      await cordillera('events', 'verify', '--country', 'ni', '--data', data, '--json'),
    );
    expect(chains.faults).toEqual([]);
    const lines = (await cordillera('events', 'export', '--country', 'ni', '--data', data)).out.trim().split('\n');
    expect(lines).toHaveLength(chains.events);
    expect(
      lines.map((line) => (JSON.parse(line) as { type: string }).type).filter((type) => type === 'SchoolRegistered'),
    ).toHaveLength(3);
    const read = await cordillera('events', 'read', '--country', 'ni', '--data', data, '--limit', '1');
    expect(read.out).toContain('CountryCreated');
  }, 90_000);

  it('rebuilds a view and says where all of them stand', async () => {
    expect((await cordillera('projections', 'rebuild', 'schools', '--country', 'ni', '--data', data)).code).toBe(0);
    const { items } = json<{ items: { projection: string; state: string }[] }>(
      await cordillera('projections', 'status', '--country', 'ni', '--data', data, '--json'),
    );
    expect(items.every(({ state }) => state === 'live')).toBe(true);
  }, 90_000);

  it('creates a country from its pack, plans and opens its cycle, and issues a token', async () => {
    expect((await cordillera('countries', 'create', 'cl', '--pack', 'cl', '--data', data)).code).toBe(0);
    expect((await cordillera('cycles', 'plan', '2023', '--country', 'cl', '--pack', 'cl', '--data', data)).code).toBe(0);
    expect((await cordillera('cycles', 'open', '2023', '--country', 'cl', '--data', data)).code).toBe(0);
    const { items } = json<{ items: { cycle: string; status: string }[] }>(
      await cordillera('cycles', 'list', '--country', 'cl', '--data', data, '--json'),
    );
    expect(items).toMatchObject([{ cycle: '2023', status: 'open' }]);
    const token = (await cordillera('tokens', 'create', '--country', 'cl', '--role', 'evaluator', '--data', data)).out.trim();
    expect(token.split('.')).toHaveLength(3);
  }, 120_000);

  it.each([
    [['schools', 'import'], 2, /required option '--mapping <file>' not specified/],
    [['projections', 'verify', '--country', 'xx', '--data', 'DATA'], 1, /no country "xx"/],
    [['events', 'read', '--country', 'cl', '--data', 'NOWHERE'], 4, /no records in/],
    [['people', 'forget', 'someone', '--country', 'cl', '--data', 'DATA'], 2, /cannot be undone/],
    [['nonsense'], 2, /unknown command/],
  ])(
    'answers %j with exit code %i and a clear line',
    async (args, code, words) => {
      const ran = await cordillera(
        ...args.map((arg) => (arg === 'DATA' ? data : arg === 'NOWHERE' ? join(folder, 'nowhere') : arg)),
      );
      expect(ran.err).toMatch(words);
      expect(ran.err).not.toMatch(/\n\s+at /);
      expect(ran.code).toBe(code);
      expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    },
    60_000,
  );
});
