import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Summary } from '../apps/pilot/src/summary.js';

const TEACHERS = 30;
const built = (app: 'pilot' | 'cli'): string => join('dist', 'apps', app, 'src', 'main.js');

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const run = (app: 'pilot' | 'cli', ...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [built(app), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });

interface Told {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly occurredAt: string; readonly cycle?: string };
}

/** A simulated programme through both years, as people run it: from the build, in processes of its own. */
describe('the pilot', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cordillera-pilot-'));
  const data = (name: string): string => join(folder, name);
  const pilot = (name: string, ...more: readonly string[]) =>
    run('pilot', '--teachers', String(TEACHERS), '--data', data(name), '--port', '0', '--exit', '--json', ...more);
  const summaryOf = ({ out }: Ran): Summary => JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Summary;
  let first: Ran;
  let events: readonly Told[];
  const of = (cycle: string, ...types: readonly string[]) =>
    events.filter(({ type, metadata, data: said }) => types.includes(type) && (metadata.cycle ?? said['cycle']) === cycle);

  beforeAll(async () => {
    if (!existsSync(built('pilot'))) throw new Error(`${built('pilot')} is not there: npm run build makes it`);
    first = await pilot('one', '--seed', '7');
    const { out } = await run('cli', 'events', 'export', '--country', 'cl', '--data', data('one'));
    events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Told);
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ends with a line about its first cycle, and prints four ways in before it begins and after it ends', () => {
    expect(first.code).toBe(0);
    const { funnel, learningGain, ...summary } = summaryOf(first);
    expect(summary).toMatchObject({ country: 'cl', cycle: '2023', teachers: TEACHERS, events: events.length });
    expect(funnel).toContainEqual({ step: 'invited', n: TEACHERS });
    expect(learningGain).toMatchObject({ measure: 'test', interval: 'clustered by school' });
    expect(summary.readModelsDigest).toMatch(/^[0-9a-f]{64}$/);
    for (const role of ['Regional officer', 'Country team', 'Evaluator', 'Teacher'])
      expect(first.out.split(`${role} `).length - 1).toBe(2);
  });

  it('is the same to the byte for the same seed, serves what is there, and leaves another run alone', async () => {
    const again = await pilot('two', '--seed', '7');
    expect(summaryOf(again)).toEqual(summaryOf(first));
    expect(summaryOf(await pilot('one', '--seed', '7'))).toEqual(summaryOf(first));
    const other = await pilot('one', '--seed', '8');
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('holds another run (cl, 30 teachers, seed 7')]);
  }, 600_000);

  it('goes on to the year after: schools move or stay, half of the people are invited again, some come back', () => {
    const { moved, planned, putOff } = {
      moved: events.filter(({ type }) => type === 'SchoolReclassified'),
      planned: events.filter(({ type }) => type === 'SchoolReclassificationPlanned'),
      putOff: events.filter(({ type }) => type === 'SchoolReclassificationPostponed'),
    };
    expect(moved.length).toBeGreaterThan(0);
    expect(putOff.length).toBeGreaterThan(0);
    expect(planned).toHaveLength(moved.length + putOff.length);
    for (const { data: said } of moved)
      expect(said).toMatchObject({ from: 'municipal', to: 'slep', effectiveAt: '2024-01-01T03:00:00.000Z' });
    expect(events.find(({ type }) => type === 'CycleRepeatedFrom')?.data).toMatchObject({ cycle: '2024', from: '2023' });
    const invited = of('2024', 'TeacherInvited');
    expect(invited.every(({ data: said }) => said['returningFrom'] === '2023')).toBe(true);
    expect(invited.length).toBeGreaterThan(0.25 * TEACHERS);
    expect(invited.length).toBeLessThan(0.75 * TEACHERS);
    const back = of('2024', 'ConsentGiven').length;
    expect(back).toBeGreaterThan(0);
    expect(back).toBeLessThan(invited.length);
    expect(of('2024', 'TestSubmitted').length).toBeGreaterThan(0);
  });

  it('recommends nobody a course again that they completed the year before, and says by which rule', () => {
    const completed = new Map<unknown, Set<unknown>>();
    for (const { data: said } of of('2023', 'CourseCompleted'))
      completed.set(said['teacher'], (completed.get(said['teacher']) ?? new Set()).add(said['course']));
    const paths = of('2024', 'LearningPathGenerated', 'LearningPathRegenerated');
    expect(paths.length).toBeGreaterThan(0);
    for (const { data: said } of paths) {
      const before = completed.get(said['teacher']) ?? new Set();
      expect(said['completedBefore']).toEqual({ rule: 'completed-before-1', courses: [...before].sort() });
      expect((said['steps'] as { course: string }[]).filter(({ course }) => before.has(course))).toEqual([]);
    }
  });

  it('holds the sessions of courses that meet, and takes attendance of nobody who has not begun', () => {
    const begun = new Set(of('2023', 'CourseStarted').map(({ data: said }) => said['enrolment']));
    const entries = of('2023', 'AttendanceRecorded').flatMap(
      ({ data: said }) => said['entries'] as { enrolment: string; presence: string }[],
    );
    expect(of('2023', 'SessionHeld')).toHaveLength(of('2023', 'SessionScheduled').length);
    expect(entries.some(({ presence }) => presence === 'present')).toBe(true);
    for (const { enrolment, presence } of entries) if (presence === 'present') expect(begun.has(enrolment)).toBe(true);
  });

  it('leaves views that a replay gives, and chains that hold', async () => {
    const verified = await run('cli', 'projections', 'verify', '--country', 'cl', '--data', data('one'), '--json');
    expect(JSON.parse(verified.out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ same: true, differing: [] });
    expect((await run('cli', 'events', 'verify', '--country', 'cl', '--data', data('one'))).code).toBe(0);
  }, 300_000);
});
