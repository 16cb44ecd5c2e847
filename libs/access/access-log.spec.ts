import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccessLog, type AccessLog, type IdentifiedRead } from './access-log.js';

const read = (at: string, subjects: readonly string[], more: Partial<IdentifiedRead> = {}): IdentifiedRead => ({
  at,
  actor: { id: 'dpo-1', role: 'data-protection-officer' },
  subjects,
  what: 'identity',
  ...more,
});

describe('access log', () => {
  let directory: string;
  let failures: unknown[];
  let log: AccessLog;
  const open = (flushMs = 60_000) => openAccessLog({ directory, flushMs, onError: (error) => failures.push(error) });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'access-log-'));
    failures = [];
    log = open();
  });
  afterEach(async () => {
    await log.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('tells who read whose data, when, what and why, newest first', async () => {
    log.record(
      'cl',
      read('2023-05-08T12:00:00.000Z', ['p-1', 'p-2'], { reason: 'a request of the teacher', correlationId: 'c-1' }),
    );
    log.record(
      'cl',
      read('2023-05-09T12:00:00.000Z', ['p-1'], { actor: { id: 'team', role: 'coordinator' }, what: 'late-teachers' }),
    );
    log.record('pe', read('2023-05-09T12:00:00.000Z', ['p-1']));
    const { reads, next } = await log.read('cl');
    expect(next).toBeUndefined();
    expect(reads).toEqual([
      { at: '2023-05-09T12:00:00.000Z', actor: { id: 'team', role: 'coordinator' }, subject: 'p-1', what: 'late-teachers' },
      ...['p-2', 'p-1'].map((subject) => ({
        at: '2023-05-08T12:00:00.000Z',
        actor: { id: 'dpo-1', role: 'data-protection-officer' },
        subject,
        what: 'identity',
        reason: 'a request of the teacher',
        correlationId: 'c-1',
      })),
    ]);
    const subjects = async (query: Parameters<AccessLog['read']>[1]) =>
      (await log.read('cl', query)).reads.map((each) => each.subject);
    expect(await subjects({ subject: 'p-2' })).toEqual(['p-2']);
    expect(await subjects({ actor: 'team' })).toEqual(['p-1']);
    expect(await subjects({ to: '2023-05-09T12:00:00.000Z' })).toEqual(['p-2', 'p-1']);
    expect(await subjects({ from: '2023-05-09T12:00:00.000Z' })).toEqual(['p-1']);
    expect((await log.read('uy')).reads).toEqual([]);
    expect(existsSync(join(directory, 'uy'))).toBe(false);
  });

  it('comes in pages', async () => {
    log.record(
      'cl',
      read(
        '2023-05-08T12:00:00.000Z',
        Array.from({ length: 25 }, (_, index) => `p-${index}`),
      ),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await log.read('cl', { limit: 10, cursor });
      seen.push(...page.reads.map((each) => each.subject));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
    await expect(log.read('cl', { cursor: 'x' })).rejects.toThrow(RangeError);
  });

  it('is written when it is closed, and after a while by itself', async () => {
    log.record('cl', read('2023-05-08T12:00:00.000Z', ['p-1']));
    await log.close();
    log = open(1);
    log.record('cl', read('2023-05-08T12:00:00.000Z', ['p-2']));
    const other = open();
    try {
      const count = async () => (await other.read('cl')).reads.length;
      while ((await count()) < 2) await new Promise((resolve) => setTimeout(resolve, 1));
      expect(await count()).toBe(2);
    } finally {
      await other.close();
    }
  });

  it('keeps what could not be written, says so, and closes identified data when too much waits', async () => {
    writeFileSync(join(directory, 'cl'), 'a file where the folder should be');
    log.record('cl', read('2023-05-08T12:00:00.000Z', ['p-1']));
    await expect(log.flush()).rejects.toMatchObject({ name: 'AccessStoreError', code: 'unavailable' });
    expect(() =>
      log.record(
        'cl',
        read(
          '2023-05-08T12:00:00.000Z',
          Array.from({ length: 100_000 }, () => 'p'),
        ),
      ),
    ).toThrow(/stays closed/);
    log.record(
      'cl',
      read(
        '2023-05-08T12:00:00.000Z',
        Array.from({ length: 1_000 }, () => 'p'),
      ),
    );
    while (failures.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(failures[0]).toMatchObject({ code: 'unavailable' });
    rmSync(join(directory, 'cl'));
    expect((await log.read('cl', { limit: 1_000, subject: 'p-1' })).reads).toHaveLength(1);
  });

  it('forgets what is older than its retention', async () => {
    log.record('cl', read('2023-05-08T12:00:00.000Z', ['p-1']));
    log.record('cl', read('2024-05-08T12:00:00.000Z', ['p-2']));
    expect(await log.expire('cl', '2024-01-01T00:00:00.000Z')).toBe(1);
    expect((await log.read('cl')).reads.map((each) => each.subject)).toEqual(['p-2']);
  });
});
