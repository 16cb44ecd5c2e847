import { closeSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';

export type Database = DatabaseSyncInstance;
export type Statement = StatementSyncInstance;

export interface OpenDatabaseOptions {
  /** FULL keeps every acknowledged commit through a power cut; NORMAL may lose the last ones, never the file's consistency. */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Nobody else may open the file while it is open here, until this process ends or closes it. */
  readonly exclusive?: boolean;
  /** Overwrites what is deleted with zeros. */
  readonly secureDelete?: boolean;
  /** Bytes a page of a file that is made now; 4,096 unless told. */
  readonly pageSize?: 8192;
  /** Milliseconds to wait for a lock that somebody else holds; 5,000 unless told. */
  readonly patience?: number;
}

/**
 * Opens or makes a SQLite file in WAL mode, the way every small file of the product is kept: one connection, five seconds of
 * patience for a lock, temporary data in memory only.
 *
 * @throws the engine's error: the folder cannot be written, the file is no database, somebody else holds it.
 */
export const openDatabase = (path: string, options: OpenDatabaseOptions): Database => {
  const database = new DatabaseSync(path, { timeout: options.patience ?? 5_000 });
  try {
    if (options.exclusive) database.exec('PRAGMA locking_mode=EXCLUSIVE');
    if (options.secureDelete) database.exec('PRAGMA secure_delete=ON');
    if (options.pageSize) database.exec(`PRAGMA page_size=${options.pageSize}`);
    database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=${options.synchronous}; PRAGMA temp_store=MEMORY`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/**
 * Brings the WAL into the file, cuts it to nothing and closes. The library keeps a connection alive behind `close` until the last
 * prepared statement was collected, so SQLite's own tidying at the last close cannot be relied on. Where somebody else reads or writes at this moment,
 * nobody waits, and the WAL stays for the next open.
 */
export const closeDatabase = (database: Database): void => {
  if (!database.isOpen) return;
  try {
    database.exec('PRAGMA busy_timeout=0; PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
};

/** Makes a rename or a new file in a folder survive a power cut. */
export const syncDirectory = (path: string): void => {
  // Windows cannot open a folder; its file systems keep the order of renames by themselves.
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** SQLite's result codes that matter here: primary ones, and extended ones. */
export const BUSY = 5;
export const LOCKED = 6;
export const IOERR = 10;
const CORRUPT = 11;
export const CANTOPEN = 14;
const NOT_A_DATABASE = 26;
/** The file stands in the middle of a change, whose undoing waits for somebody who may write. In WAL mode there is no such thing. */
export const READONLY_ROLLBACK = 776;
export const CONSTRAINT_UNIQUE = 2067;

export interface SqliteError {
  readonly code: 'ERR_SQLITE_ERROR';
  readonly errcode: number;
  readonly message: string;
}

/** Whether an error is SQLite's own, and not the caller's. By its shape: it may come from another realm, where `instanceof` does not reach. */
export const isSqliteError = (error: unknown): error is SqliteError =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SQLITE_ERROR' && 'errcode' in error;

/** SQLite's extended result code; `undefined` for any other error. */
export const resultCode = (error: unknown): number | undefined => (isSqliteError(error) ? error.errcode : undefined);

/** SQLite's primary result code, which extended ones carry in their last byte; `undefined` for any other error. */
export const primaryCode = (error: unknown): number | undefined => {
  const code = resultCode(error);
  return code === undefined ? undefined : code & 0xff;
};

/** A bound on rows, as a parameter. A bare `LIMIT ?` is planned by its value: SQLite would prepare the statement again for each that is bound. */
export const LIMIT = 'LIMIT ? + 0';

/** Whether somebody else holds the file. */
export const isBusy = (error: unknown): boolean => primaryCode(error) === BUSY;

/** Whether SQLite says that the file is damaged or none of its own. */
export const isDamaged = (error: unknown): boolean => {
  const code = primaryCode(error);
  return code === CORRUPT || code === NOT_A_DATABASE;
};
