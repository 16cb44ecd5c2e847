import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  closeConnections,
  registerCsv,
  registerRow,
  Scenario,
  somebody,
  TIMES,
  type Country,
  type TeacherActor,
} from './support/scenario.js';

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
    const two = await cordillera('events', 'read', '--country', 'ni', '--data', data, '--limit', '2', '--json');
    expect(two.out.trim().split('\n')).toHaveLength(2);
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
    [['events', 'read', '--country', 'ni', '--after', 'zz', '--data', 'DATA'], 2, /--after: "zz" is no position/],
    [['projections', 'status', '--country', 'cl', '--data', 'NOWHERE'], 4, /no records in/],
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

describe('the command line, running a cycle', () => {
  let scenario: Scenario;
  let cl: Country;
  let teachers: readonly TeacherActor[];
  const run = (...args: string[]) => cordillera(...args, '--country', 'cl', '--data', scenario.directory);

  beforeAll(async () => {
    scenario = await Scenario.ofItsOwn();
    cl = await scenario.simulatedCountry('cl', TIMES.beforeOpening);
    await cl.opensCycle();
    (await cl.importsSchools(registerCsv([registerRow(900001)]))).must();
    teachers = await cl.teachers([1, 2, 3, 4].map((number) => somebody(number, '900001')));
    await cl.at(TIMES.selfAssessment);
    for (const teacher of teachers.slice(0, 3)) await teacher.consents();
  }, 120_000);
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  it('extends a window with its reason, for whom it says', async () => {
    const window = ['--closes', '2023-12-08', '--grace', '2023-12-15', '--reason', 'Schools closed by storms'];
    const extended = await run('cycles', 'extend', '2023', 'evaluation', '--region', 'CL-BI', ...window);
    expect([extended.code, lastLine(extended.out)]).toEqual([0, 'The window of evaluation closes on 2023-12-08 for CL-BI.']);
    const school = await run('cycles', 'extend', '2023', 'evaluation', '--school', '900001', ...window, '--json');
    expect(json(school)).toEqual({ cycle: '2023', stage: 'evaluation' });
    const nowhere = await run('cycles', 'extend', '2023', 'evaluation', '--region', 'CL-XX', ...window);
    expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining('region-unknown')]);
    const unreasoned = await run('cycles', 'extend', '2023', 'evaluation', '--closes', '2023-12-08');
    expect([unreasoned.code, unreasoned.err]).toEqual([2, expect.stringContaining('--reason')]);
    const changes = (await cl.events()).filter(({ type }) => type === 'CycleWindowChanged');
    expect(changes.map(({ data }) => [data['scope'], data['reason']])).toEqual([
      [{ region: 'CL-BI' }, 'Schools closed by storms'],
      [{ school: '900001' }, 'Schools closed by storms'],
    ]);
  }, 120_000);

  it('merges two registrations of one person, and takes it back', async () => {
    const [kept, , , duplicate] = teachers.map(({ pseudonym }) => pseudonym) as [string, string, string, string];
    const merge = (one: string) => run('people', 'merge', one, kept, '--reason', 'A mistyped id', '--json');
    expect(json(await merge(duplicate))).toEqual({ merged: duplicate, kept });
    expect(await merge(kept)).toMatchObject({ code: 1, err: expect.stringContaining('merge-with-itself') as string });
    expect(await merge('nobody')).toMatchObject({ code: 1, err: expect.stringContaining('teacher-unknown') as string });
    const unmerge = () => run('people', 'unmerge', duplicate, '--reason', 'Two people of one name');
    const unmerged = await unmerge();
    expect([unmerged.code, lastLine(unmerged.out)]).toEqual([0, `${duplicate} counts for themselves again.`]);
    expect(await unmerge()).toMatchObject({ code: 1, err: expect.stringContaining('teacher-not-merged') as string });
  }, 120_000);

  it('repeats a cycle and invites again whom the carry-over names, each once', async () => {
    for (const wrong of [
      ['--share', 'half'],
      ['--share', '1.5'],
      ['--years', '0'],
    ])
      expect((await run('cycles', 'repeat', '2023', '2024', ...wrong)).code).toBe(2);
    const repeated = await run('cycles', 'repeat', '2023', '2024', '--invite', 'consented', '--json');
    expect(json(repeated)).toMatchObject({ cycle: '2024', repeats: '2023', status: 'planned' });
    const again = () => run('cycles', 'invite-again', '2024', '--json');
    expect(json(await again())).toEqual({ invited: 3, already: 0, left: 0, notChosen: 1 });
    expect(json(await again())).toEqual({ invited: 0, already: 3, left: 0, notChosen: 1 });
    const first = await run('cycles', 'invite-again', '2023');
    expect([first.code, first.err]).toEqual([1, expect.stringContaining('cycle-repeats-none')]);
  }, 120_000);
});
