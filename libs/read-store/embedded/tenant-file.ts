import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { GroupCommit, closeDatabase, openDatabase, type Database, type Statement } from '#libs/sqlite';
import { ReadStoreError } from '../port.js';

const STATEMENTS = 512;
/** A commit of so many documents, or of so many characters of them, is one that only a rebuild makes. */
export const LARGE = { documents: 2_000, characters: 16 * 1024 * 1024 } as const;
/**
 * Pages of the write-ahead log after which a commit copies it into the file. A page that several commits in a row write is copied once, so
 * the longer log of a rebuild's commits, large ones and every projection's first, spares an eighth of its time; it takes 160 MB and one commit at most,
 * and the small commits that follow empty it.
 */
const CHECKPOINT_PAGES = { small: 2_000, large: 20_000 } as const;
/** A small commit that comes so soon behind a large one is the rest of the same rebuild, milliseconds: others' large ones follow. */
const SAME_REBUILD_MS = 1_000;
/** Memory for pages, KiB. A page that leaves it in the middle of a commit is written to the log each time. */
const CACHE_KIB = { small: 16_384, large: 131_072 } as const;
/** Documents of one to three kilobytes would leave a good part of each page of 4,096 bytes empty. */
const PAGE = 8192;
/** For a lock that somebody else holds. */
const PATIENCE_MS = 10_000;

const versionAtLeast = (version: string, least: readonly number[]): boolean => {
  const parts = version.split('.').map(Number);
  for (let i = 0; i < least.length; i += 1) {
    const difference = (parts[i] ?? 0) - (least[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
};

export type Bound = string | number | null;
export type Row = readonly Bound[];

/** One country's file of documents: a connection and its prepared statements. */
export class TenantFile {
  readonly #database: Database;
  readonly #readOnly: boolean;
  readonly #statements = new Map<string, Statement>();
  readonly #group: GroupCommit;
  #checkpointPages: number = CHECKPOINT_PAGES.small;
  #largeAt = -Infinity;
  #cacheKib: number = CACHE_KIB.small;

  private constructor(path: string, readOnly: boolean) {
    this.#readOnly = readOnly;
    this.#database = readOnly
      ? new DatabaseSync(path, { readOnly, timeout: PATIENCE_MS })
      : openDatabase(path, { synchronous: 'NORMAL', patience: PATIENCE_MS, pageSize: PAGE });
    this.#group = new GroupCommit(this.#database);
    try {
      const version = String(
        (this.#database.prepare('SELECT sqlite_version() AS version').get() as { version: unknown }).version,
      );
      // Up to 3.51.2 a WAL that is reset at the wrong moment corrupts the file.
      if (!versionAtLeast(version, [3, 51, 3]))
        throw new ReadStoreError('unavailable', `SQLite ${version} is too old: 3.51.3 is the first that is safe`);
      this.#database.exec(`PRAGMA cache_size = -${this.#cacheKib}; PRAGMA temp_store = MEMORY;`);
      if (!readOnly) {
        this.#database.exec(
          `PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = ${this.#checkpointPages};
           CREATE TABLE IF NOT EXISTS [_checkpoints] ([projection] TEXT PRIMARY KEY, [position] TEXT NOT NULL) WITHOUT ROWID;
           CREATE TABLE IF NOT EXISTS [_tables] ([name] TEXT PRIMARY KEY, [projection] TEXT NOT NULL, [columns] TEXT NOT NULL) WITHOUT ROWID;`,
        );
      }
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** `undefined` for a reader where no writer has made the file yet. */
  static open(directory: string, tenant: string, readOnly: boolean, name: string): TenantFile | undefined {
    const folder = join(directory, tenant);
    const path = join(folder, name);
    return translated(`the read models of ${tenant}`, () => {
      if (readOnly) return existsSync(path) ? new TenantFile(path, true) : undefined;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return new TenantFile(path, false);
    });
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** Rows as arrays of values. */
  all(sql: string, parameters: readonly Bound[] = []): readonly Row[] {
    return this.#prepared(sql).all(...parameters) as Row[];
  }

  first(sql: string, parameters: readonly Bound[] = []): Row | undefined {
    return this.#prepared(sql).get(...parameters) as Row | undefined;
  }

  /** How SQLite would read now. Prepared anew: a plan that is only explained does not notice that tables and indexes have changed since. */
  plan(sql: string, parameters: readonly Bound[]): readonly string[] {
    const rows = this.#database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
    return rows.map(({ detail }) => detail);
  }

  statement(sql: string): { run(...parameters: readonly Bound[]): { changes: number } } {
    return this.#prepared(sql);
  }

  /** How much the next commit is going to write, and whether it is its projection's first: then others' large ones may be under way. */
  expect({ documents, characters, first }: { documents: number; characters: number; first: boolean }): void {
    const now = performance.now();
    if (documents >= LARGE.documents || first) this.#largeAt = now;
    const pages = CHECKPOINT_PAGES[now - this.#largeAt < SAME_REBUILD_MS ? 'large' : 'small'];
    if (pages !== this.#checkpointPages) this.#database.exec(`PRAGMA wal_autocheckpoint = ${pages}`);
    this.#checkpointPages = pages;
    const kib = CACHE_KIB[characters >= LARGE.characters ? 'large' : 'small'];
    if (kib !== this.#cacheKib) this.#database.exec(`PRAGMA cache_size = -${kib}`);
    this.#cacheKib = kib;
  }

  /** All or nothing; takes the write lock at once. */
  transaction<Result>(run: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    let result: Result;
    try {
      result = run();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
    return result;
  }

  /** As `transaction`, in one with what else is to be written in this turn of the event loop: a live batch has a small commit for each projection. */
  together(run: () => void): Promise<void> {
    return this.#group.run(run);
  }

  /** @param leaveLog somebody else goes on writing: what is in the write-ahead log comes into the file with their commits */
  close(leaveLog: boolean): void {
    this.#group.drain();
    this.#statements.clear();
    if (this.#readOnly || leaveLog) this.#database.close();
    else closeDatabase(this.#database);
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    if (this.#statements.size >= STATEMENTS) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Engine errors as the port's: what is not ours to name is `unavailable` with its cause. @throws ReadStoreError */
export const translated = <Result>(what: string, run: () => Result): Result => {
  try {
    return run();
  } catch (error) {
    throw asPorts(what, error);
  }
};

/** The same for what comes later. */
export const translatedLater = async <Result>(what: string, run: () => Promise<Result>): Promise<Result> => {
  try {
    return await run();
  } catch (error) {
    throw asPorts(what, error);
  }
};

const asPorts = (what: string, error: unknown): ReadStoreError =>
  error instanceof ReadStoreError
    ? error
    : new ReadStoreError('unavailable', `${what} cannot be used: ${messageOf(error)}`, { cause: error });

/** The library's errors may come from another realm: `instanceof Error` would not know them. */
const messageOf = (error: unknown): string => String((error as { message?: unknown } | null)?.message ?? error);

export const isMissingTable = (error: unknown): boolean => messageOf(error).startsWith('no such table');
