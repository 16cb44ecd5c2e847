import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Head } from '#libs/kernel';
import { prepared } from '../contract.js';
import type { EventStore } from '../port.js';
import { verifyChains } from '../verify.js';
import { openEmbeddedEventStore } from './index.js';
import { logPath, openForReading, openForWriting } from './log-file.js';

/** How SQLite is used by the log, trap by trap. */
describe('SQLite under the log', () => {
  const folders: string[] = [];
  const open: EventStore[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'event-log-sqlite-'));
    folders.push(made);
    return made;
  };
  const opened = async (directory: string): Promise<EventStore> => {
    const store = await openEmbeddedEventStore({ directory, thread: 'in-thread' });
    open.push(store);
    return store;
  };
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  });

  it('waits up to five seconds for somebody else’s lock (busy_timeout), for writing and for reading', async () => {
    const directory = folder();
    await (await opened(directory)).append('cl.school-1', 'no-stream', prepared('cl'));
    for (const db of [openForWriting(logPath(directory, 'cl')), openForReading(logPath(directory, 'cl'))]) {
      expect(db?.prepare('PRAGMA busy_timeout').get()).toMatchObject({ timeout: 5000 });
      db?.close();
    }
  });

  it('takes the write lock before it reads (BEGIN IMMEDIATE): behind another process’s transaction it waits instead of failing with SQLITE_BUSY', async () => {
    const directory = folder();
    const store = await opened(directory);
    let { head } = await store.append('cl.school-1', 'no-stream', prepared('cl'));
    const holder = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { DatabaseSync } from '@photostructure/sqlite';
         const db = new DatabaseSync(${JSON.stringify(logPath(directory, 'cl'))}, { timeout: 5000 });
         db.exec("BEGIN IMMEDIATE; UPDATE event SET type = type");
         process.stdout.write('held');
         setTimeout(() => { db.exec('COMMIT'); db.close(); }, 400);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = new Promise((resolve) => holder.once('exit', resolve));
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    ({ head } = await store.append('cl.school-1', head, prepared('cl')));
    expect(await ended).toBe(0);
    expect(head.revision).toBe(1);
    expect((await verifyChains(store, 'cl')).faults).toEqual([]);
  });

  it('has no second writer that fails under 32 callers: both go on, and nothing is there twice', async () => {
    const directory = folder();
    const stores = [await opened(directory), await opened(directory)] as const;
    await Promise.all(
      Array.from({ length: 32 }, async (_, caller) => {
        let head: 'no-stream' | Head = 'no-stream';
        for (let round = 0; round < 5; round += 1)
          ({ head } = await (stores[caller % 2] as EventStore).append(`cl.school-${caller}`, head, prepared('cl')));
      }),
    );
    expect(await verifyChains(stores[0], 'cl')).toMatchObject({ events: 160, streams: 32, faults: [] });
  });

  it('never gives a place twice (AUTOINCREMENT): behind events that were taken away it goes on where they were', async () => {
    const directory = folder();
    const first = await opened(directory);
    const { events } = await first.append('cl.school-1', 'no-stream', prepared('cl', 3));
    await first.close();
    const db = new DatabaseSync(logPath(directory, 'cl'));
    db.exec('DELETE FROM event WHERE position = 3');
    db.close();
    const { position } = await (await opened(directory)).append('cl.school-2', 'no-stream', prepared('cl'));
    // A checkpoint behind the third event does not skip the fourth.
    expect(position > (events[2]?.position ?? '')).toBe(true);
  });

  it('holds the connections that its statements need, whatever is collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const store = await opened(folder());
    let head: 'no-stream' | Head = 'no-stream';
    for (let round = 0; round < 5; round += 1) {
      ({ head } = await store.append('cl.school-1', head, prepared('cl')));
      expect((await store.readStream('cl.school-1')).events).toHaveLength(round + 1);
      collect();
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
  });

  it('cuts a statement off when its database is closed: reading on is refused by name, and a store that is closed says so', async () => {
    const directory = folder();
    const store = await opened(directory);
    await store.append('cl.school-1', 'no-stream', prepared('cl', 3));
    const db = openForReading(logPath(directory, 'cl'));
    const statement = db?.prepare('SELECT position FROM event');
    db?.close();
    expect(() => statement?.all()).toThrow();
    await store.close();
    await expect(store.readStream('cl.school-1')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('counts without loss up to what a number holds; rows are arrays, whose members no prototype adds to', () => {
    const db = new DatabaseSync(':memory:');
    expect(() => db.prepare('SELECT 9007199254740993 AS n').get()).toThrow();
    expect(Object.getPrototypeOf(db.prepare('SELECT 1 AS n').get())).toBeNull();
    db.close();
    expect(readFileSync('libs/event-store/embedded/log-file.ts', 'utf8')).toContain('setReturnArrays(true)');
  });
});
