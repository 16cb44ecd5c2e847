import { closeSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';

export type Database = DatabaseSyncInstance;
export type Statement = StatementSyncInstance;

export interface OpenDatabaseOptions {
  /** FULL keeps every acknowledged commit through a power cut; NORMAL may lose the last ones, never the file's consistency. */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Nobody else may open the file while it is open here, so that what is remembered of it stays true. */
  readonly exclusive?: boolean;
  /** Overwrites what is deleted with zeros. */
  readonly secureDelete?: boolean;
}

/**
 * Opens or makes a SQLite file in WAL mode, the way every small file of the product is kept: one connection, five seconds of
 * patience for a lock, temporary data in memory only.
 *
 * @throws the engine's error: the folder cannot be written, the file is no database, somebody else holds it.
 */
export const openDatabase = (path: string, options: OpenDatabaseOptions): Database => {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    if (options.exclusive) database.exec('PRAGMA locking_mode=EXCLUSIVE');
    if (options.secureDelete) database.exec('PRAGMA secure_delete=ON');
    database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=${options.synchronous}; PRAGMA temp_store=MEMORY`);
    return database;
  } catch (error) {
    database.close();
    throw error;
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

const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Whether an error is SQLite's own, and not the caller's. */
export const isSqliteError = (error: unknown): error is Error & { readonly errcode?: number } =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';

/** Whether SQLite says that the file is damaged or none of its own. Extended codes carry the primary one in their last byte. */
export const isDamaged = (error: unknown): boolean => {
  if (!isSqliteError(error)) return false;
  const primary = (error.errcode ?? 0) & 0xff;
  return primary === CORRUPT || primary === NOT_A_DATABASE;
};
