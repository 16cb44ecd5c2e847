import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isBusy, openDatabase, syncDirectory, type Database } from '#libs/sqlite';
import { StartError } from './start-error.js';

/** Where a running server can be reached, for the command line on the same machine. */
export interface RunningServer {
  readonly pid: number;
  readonly url: string;
}

/**
 * The folder that holds everything of an installation. One process at a time: an exclusive lock that the operating system lets go
 * of when the process dies, however it dies.
 */
export class DataFolder {
  #lock: Database | undefined;

  private constructor(readonly path: string) {}

  /** @throws StartError when the folder cannot be written, or another server holds it */
  static claim(path: string): DataFolder {
    const folder = new DataFolder(path);
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      mkdirSync(join(path, 'keys'), { recursive: true, mode: 0o700 });
      // The superuser is let into folders that are mounted read-only only to fail on the first write, so write.
      const probe = join(path, '.writable');
      writeFileSync(probe, '', { mode: 0o600 });
      rmSync(probe);
    } catch (error) {
      throw new StartError(
        `The data folder ${path} cannot be written (${codeOf(error)}). Give this user the right to write it, or choose another with --data.`,
        {
          cause: error,
        },
      );
    }
    folder.#claim();
    return folder;
  }

  #claim(): void {
    try {
      const lock = openDatabase(join(this.path, 'lock.db'), { synchronous: 'NORMAL', exclusive: true, patience: 0 });
      lock.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER)');
      lock.exec(`BEGIN IMMEDIATE; DELETE FROM holder; INSERT INTO holder VALUES (${process.pid}); COMMIT`);
      this.#lock = lock;
    } catch (error) {
      if (!isBusy(error))
        throw new StartError(
          `The data folder ${this.path} cannot be taken: ${error instanceof Error ? error.message : String(error)} (lock.db). Give this user the right to write it, or choose another with --data.`,
          { cause: error },
        );
      const running = runningServer(this.path);
      const who = running ? ` (process ${running.pid}, ${running.url})` : '';
      throw new StartError(
        `Another server works on the data folder ${this.path}${who}. Stop it first, or choose another folder with --data.`,
        {
          cause: error,
        },
      );
    }
  }

  /** A secret of the installation, made at first use; readable by its owner alone. */
  secret(name: string, bytes = 32): Buffer {
    const path = join(this.path, 'keys', name);
    if (existsSync(path)) {
      const value = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
      if (value.length !== bytes)
        throw new StartError(`The file ${path} is damaged: it should hold ${bytes * 2} hexadecimal digits.`);
      return value;
    }
    const value = randomBytes(bytes);
    this.writePrivate(path, `${value.toString('hex')}\n`);
    return value;
  }

  /** Writes a file that its owner alone can read, whole or not at all. */
  writePrivate(path: string, content: string): void {
    const draft = `${path}.new`;
    writeFileSync(draft, content, { mode: 0o600, flush: true });
    chmodSync(draft, 0o600);
    renameSync(draft, path);
    syncDirectory(join(path, '..'));
  }

  announce(server: RunningServer): void {
    this.writePrivate(join(this.path, 'server.json'), `${JSON.stringify(server)}\n`);
  }

  release(): void {
    rmSync(join(this.path, 'server.json'), { force: true });
    this.#lock?.close();
    this.#lock = undefined;
  }
}

const codeOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));

/** The server that says it works on a folder; `undefined` where none does or its process is gone. */
export const runningServer = (path: string): RunningServer | undefined => {
  const file = join(path, 'server.json');
  if (!existsSync(file)) return undefined;
  const server = JSON.parse(readFileSync(file, 'utf8')) as RunningServer;
  try {
    process.kill(server.pid, 0);
    return server;
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? server : undefined;
  }
};

/** Whether a path is a readable folder with records in it. */
export const hasRecords = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK);
    return existsSync(join(path, 'lock.db'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
};
