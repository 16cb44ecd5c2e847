import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder, runningServer } from './data-folder.js';
import { StartError } from './start-error.js';

describe('the data folder', () => {
  let path: string;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'cordillera-folder-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));

  it('is held by one server; the next is told who holds it', () => {
    const first = DataFolder.claim(path);
    first.announce({ pid: process.pid, url: 'http://127.0.0.1:1' });
    expect(() => DataFolder.claim(path)).toThrow(new RegExp(`process ${process.pid}, http://127.0.0.1:1`));
    first.release();
    expect(runningServer(path)).toBeUndefined();
    DataFolder.claim(path).release();
  });

  it('is free again when its holder was killed', () => {
    const child = spawnSync(process.execPath, [
      '--input-type=module',
      '-e',
      `import { DatabaseSync } from '@photostructure/sqlite';
       const db = new DatabaseSync(${JSON.stringify(join(path, 'lock.db'))});
       db.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; CREATE TABLE holder (pid INTEGER); INSERT INTO holder VALUES (1)');
       process.kill(process.pid, 'SIGKILL');`,
    ]);
    expect(child.signal).toBe('SIGKILL');
    DataFolder.claim(path).release();
  });

  it('keeps its secrets from others, and the same ones', () => {
    const folder = DataFolder.claim(path);
    const secret = folder.secret('digest.key');
    expect(secret).toHaveLength(32);
    expect(folder.secret('digest.key').equals(secret)).toBe(true);
    expect(statSync(join(path, 'keys', 'digest.key')).mode & 0o777).toBe(0o600);
    writeFileSync(join(path, 'keys', 'short.key'), 'abc');
    expect(() => folder.secret('short.key')).toThrow(StartError);
    folder.release();
  });

  it('says what is wrong with its lock, and not that somebody holds it', () => {
    mkdirSync(join(path, 'lock.db'));
    expect(() => DataFolder.claim(path)).toThrow(/cannot be taken: .*lock\.db/);
    rmdirSync(join(path, 'lock.db'));
    writeFileSync(join(path, 'lock.db'), Buffer.alloc(8192, 'damage'));
    expect(() => DataFolder.claim(path)).toThrow(/cannot be taken: .*lock\.db/);
  });

  it('says in one line that it cannot be written', () => {
    // A file where the folder should be cannot be written into, not even by the superuser.
    const occupied = join(path, 'occupied');
    writeFileSync(occupied, '');
    chmodSync(occupied, 0o400);
    let thrown: unknown;
    try {
      DataFolder.claim(occupied);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(StartError);
    expect((thrown as Error).message).toMatch(/cannot be written \((EEXIST|ENOTDIR)\)/);
    expect((thrown as Error).message).not.toContain('\n');
  });
});
