import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { RecordedEvent } from '#libs/kernel';
import { READONLY_ROLLBACK, resultCode } from '#libs/sqlite';
import { positionOf } from '../follow.js';
import { EventStoreError } from '../port.js';

/** The first SQLite without the WAL-reset bug that could corrupt a log (3.7.0 to 3.51.2 have it). */
const OLDEST_SQLITE = '3.51.3';

/** Says that the file is an event log of ours ("CoLg"), and which shape its table has. */
const APPLICATION_ID = 0x436f4c67;
const SHAPE = 1;

const SCHEMA = `
  CREATE TABLE event (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    stream      TEXT    NOT NULL,
    revision    INTEGER NOT NULL,
    id          TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL, -- milliseconds since the Unix epoch, the same instant as in metadata; decreases in a record that was copied at most
    hash        TEXT    NOT NULL,
    data        TEXT    NOT NULL, -- canonical JSON, the bytes that the hash covers
    metadata    TEXT    NOT NULL  -- canonical JSON without hash, the bytes that the hash covers
  ) STRICT;
  CREATE UNIQUE INDEX event_by_id ON event (id);
  CREATE UNIQUE INDEX event_by_stream ON event (stream, revision);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SHAPE};`;

/** How long a statement waits for another process's lock before it gives up. */
const BUSY_TIMEOUT = 5000;

/**
 * An event in three values: what is text comes in one, part by part, since each value that crosses into JavaScript costs as much as a hundred
 * characters. No part can hold a line feed: names have none, and JSON writes it as an escape.
 */
export const EVENT_COLUMNS = [
  'position',
  'revision',
  ['stream', 'type', 'id', 'hash', 'data', 'metadata'].join(' || char(10) || '),
].join(', ');
/** `EVENT_COLUMNS` as SQLite hands them over. */
export type EventRow = [number, number, string];

export const eventOf = ([position, revision, text]: EventRow): RecordedEvent => {
  const type = text.indexOf('\n') + 1;
  const id = text.indexOf('\n', type) + 1;
  const hash = text.indexOf('\n', id) + 1;
  const data = text.indexOf('\n', hash) + 1;
  const metadata = text.indexOf('\n', data) + 1;
  return new RecordedEvent(
    text.slice(id, hash - 1),
    text.slice(0, type - 1),
    revision,
    positionOf(position),
    text.slice(type, id - 1),
    text.slice(data, metadata - 1),
    text.slice(metadata),
    text.slice(hash, data - 1),
  );
};

export const logPath = (directory: string, tenant: string): string => join(directory, tenant, 'log.db');

/** @throws EventStoreError unavailable, when the SQLite at hand is older than what a log can be trusted to */
export const checkSqliteVersion = (oldest = OLDEST_SQLITE): void => {
  const db = new DatabaseSync(':memory:');
  const { version } = db.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  db.close();
  const number = (text: string): number => text.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);
  if (number(version) < number(oldest)) {
    throw new EventStoreError('unavailable', `SQLite ${version} can corrupt an event log; ${oldest} or later is needed`, {
      version,
      oldest,
    });
  }
};

/**
 * Opens a country's log for its one writer; `create` makes file and folder where there are none.
 * @throws EventStoreError unavailable, naming the path
 */
export const openForWriting = (path: string): DatabaseSyncInstance =>
  guarded(path, 'cannot be opened for writing', () => {
    const folder = dirname(path);
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true });
      // SQLite makes the file's name durable, in its folder; the folder's own name is ours to make durable.
      const parent = openSync(dirname(folder), 'r');
      fsyncSync(parent);
      closeSync(parent);
    }
    const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
    try {
      db.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32000',
      );
      db.exec('BEGIN IMMEDIATE');
      if (!hasShape(db, path)) db.exec(SCHEMA);
      db.exec('COMMIT');
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });

/** Opens a country's log for reading; `undefined` while it has none. @throws EventStoreError unavailable, naming the path */
export const openForReading = (path: string): DatabaseSyncInstance | undefined => {
  if (!existsSync(path)) return undefined;
  return guarded(path, 'cannot be opened for reading', () => {
    const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT });
    try {
      if (hasShape(db, path)) return db;
      db.close();
      return undefined; // Its writer is just making it.
    } catch (error) {
      db.close();
      // Its writer died while making it, before there was a write-ahead log: nothing was ever in it, and the next writer makes it.
      if (resultCode(error) === READONLY_ROLLBACK) return undefined;
      throw error;
    }
  });
};

const hasShape = (db: DatabaseSyncInstance, path: string): boolean => {
  const { user_version: shape } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  const { application_id: application } = db.prepare('PRAGMA application_id').get() as { application_id: number };
  if (shape === 0 && application === 0) return false;
  if (application !== APPLICATION_ID) throw new EventStoreError('unavailable', `${path} is no event log`, { path });
  if (shape !== SHAPE) {
    throw new EventStoreError('unavailable', `${path} has shape ${shape}, this version reads shape ${SHAPE}`, { path, shape });
  }
  return true;
};

/** A statement whose rows come as arrays: they are read faster than objects. */
export const prepareRows = (db: DatabaseSyncInstance, sql: string): StatementSyncInstance => {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
};

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

/** What went wrong with a file, as the port says it. */
export const unavailable = (path: string, what: string, error: unknown): EventStoreError =>
  error instanceof EventStoreError
    ? error
    : new EventStoreError('unavailable', `the event log ${path} ${what}: ${messageOf(error)}`, { path }, { cause: error });

const guarded = <Result>(path: string, what: string, run: () => Result): Result => {
  try {
    return run();
  } catch (error) {
    throw unavailable(path, what, error);
  }
};
