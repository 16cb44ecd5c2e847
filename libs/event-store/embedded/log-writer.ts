import { existsSync } from 'node:fs';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { LRUCache } from 'lru-cache';
import { NO_HASH, chainHash, completeMetadata, instant, type Head, type JsonObject, type StreamName } from '#libs/kernel';
import { CONSTRAINT_UNIQUE, IOERR, primaryCode, resultCode } from '#libs/sqlite';
import { conflict, judgeAppend, repeatedId } from '../append-rule.js';
import { EventStoreError, type EventStoreErrorCode } from '../port.js';
import { EVENT_COLUMNS, eventOf, logPath, openForWriting, prepareRows, unavailable, type EventRow } from './log-file.js';

/** An append as it reaches the writer: checked by the caller's thread, which also asked the country's clock. */
export interface AppendRequest {
  /** The caller's name for it; comes back with the outcome. */
  readonly key: number;
  readonly stream: StreamName;
  readonly expected: 'no-stream' | Head;
  readonly events: readonly NewRow[];
  /** Milliseconds since the Unix epoch, by the country's clock. */
  readonly now: number;
  /** The time is kept as it is, also where it lies before the last one. */
  readonly exact?: boolean;
}

export interface NewRow {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  /** The stable metadata. */
  readonly metadata: string;
}

/** What became of an append: only what the caller's thread does not know already. */
export type AppendOutcome =
  /** `position` of the first event; the others follow without a gap. `recordedAt` is the same for all of them. */
  | { readonly kind: 'written'; readonly position: number; readonly recordedAt: string; readonly hashes: readonly string[] }
  | { readonly kind: 'known'; readonly rows: readonly EventRow[] }
  | { readonly kind: 'failed'; readonly code: EventStoreErrorCode; readonly message: string; readonly details: JsonObject };

/** Key and outcome of each append of a group. */
export type Settled = ReadonlyMap<number, AppendOutcome>;

/** At most so many appends, or so many characters, share a commit: the first of a long queue do not wait for the last. */
const GROUP_APPENDS = 512;
const GROUP_SIZE = 4 * 1024 * 1024;
const CACHED_HEADS = 20_000;

/** Appends of one country that commit together. */
interface Group {
  readonly requests: AppendRequest[];
  readonly outcomes: Map<number, AppendOutcome>;
  size: number;
}

/**
 * The one writer of all logs of a folder. Synchronous: it runs in a thread of its own, or in the caller's for unit tests. `add` judges
 * an append by itself and writes it into its country's open transaction; `commit` makes all of them durable.
 */
export class LogWriter {
  readonly #logs = new Map<string, TenantLog>();
  readonly #groups = new Map<string, Group>();

  constructor(
    private readonly directory: string,
    /** Called with what became of a group, once it is durable or has failed. */
    private readonly settle: (settled: Settled) => void,
    /** Called after each commit. */
    private readonly committed: (tenant: string) => void,
    /** Sees each connection before it is used; tests make one fail. */
    private readonly opened: (db: DatabaseSyncInstance) => void = () => undefined,
  ) {}

  add(request: AppendRequest): void {
    const tenant = request.stream.slice(0, request.stream.indexOf('.'));
    let group = this.#groups.get(tenant);
    if (!group) {
      group = { requests: [], outcomes: new Map(), size: 0 };
      this.#groups.set(tenant, group);
    }
    group.requests.push(request);
    for (const event of request.events) group.size += event.data.length + event.metadata.length;
    try {
      let log = this.#logs.get(tenant);
      if (!log) {
        const path = logPath(this.directory, tenant);
        if (request.expected !== 'no-stream' && !existsSync(path)) {
          // Only a first event makes a log; this append would leave an empty one behind.
          group.outcomes.set(request.key, failed(conflict(request.stream, request.expected, undefined)));
          return;
        }
        log = new TenantLog(path, this.opened);
        this.#logs.set(tenant, log);
      }
      log.place(group, request);
    } catch (error) {
      this.#fail(tenant, group, unavailable(logPath(this.directory, tenant), 'cannot be written', error));
      return;
    }
    if (group.requests.length >= GROUP_APPENDS || group.size >= GROUP_SIZE) this.#commit(tenant, group);
  }

  commit(): void {
    for (const [tenant, group] of this.#groups) this.#commit(tenant, group);
  }

  /** Commits what is open and lets go of every file. */
  close(): void {
    this.commit();
    for (const log of this.#logs.values()) {
      try {
        log.checkpoint();
      } catch {
        // The write-ahead log stays beside the file and is read with it at the next start.
      }
      log.close();
    }
    this.#logs.clear();
  }

  #commit(tenant: string, group: Group): void {
    let written: boolean;
    try {
      written = this.#logs.get(tenant)?.commit() ?? false;
    } catch (error) {
      this.#fail(tenant, group, unavailable(logPath(this.directory, tenant), 'cannot be written', error));
      return;
    }
    this.#groups.delete(tenant);
    this.settle(group.outcomes);
    if (written) this.committed(tenant);
  }

  /** Nothing of the group is written. Whatever state the connection is in, the next append starts with a new one, from what the file says. */
  #fail(tenant: string, group: Group, error: EventStoreError): void {
    this.#logs.get(tenant)?.close();
    this.#logs.delete(tenant);
    this.#groups.delete(tenant);
    const failure = failed(error);
    this.settle(new Map(group.requests.map(({ key }) => [key, failure])));
  }
}

const failed = (error: EventStoreError): AppendOutcome => ({
  kind: 'failed',
  code: error.code,
  message: error.message,
  details: error.details,
});

/** The head of a stream in whose append an event id turned out to be in the log already. */
const TORN: Head = { revision: -1, hash: NO_HASH };

/** A country's log and its writing connection. */
class TenantLog {
  readonly #db: DatabaseSyncInstance;
  readonly #begin: StatementSyncInstance;
  readonly #commit: StatementSyncInstance;
  readonly #rollback: StatementSyncInstance;
  readonly #insert: StatementSyncInstance;
  readonly #headOf: StatementSyncInstance;
  readonly #at: StatementSyncInstance;
  readonly #streamOfId: StatementSyncInstance;
  readonly #dataVersion: StatementSyncInstance;
  /** As of the last commit. */
  readonly #heads = new LRUCache<StreamName, Head>({ max: CACHED_HEADS });
  #seenVersion: number;
  #recordedAt = 0;
  /** What the open transaction adds to the two. */
  readonly #newHeads = new Map<StreamName, Head>();
  #newRecordedAt = 0;
  #instant = '';

  constructor(
    private readonly path: string,
    opened: (db: DatabaseSyncInstance) => void,
  ) {
    const db = (this.#db = openForWriting(path));
    opened(db);
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#rollback = db.prepare('ROLLBACK');
    this.#insert = db.prepare(
      'INSERT INTO event (stream, revision, id, type, recorded_at, hash, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#headOf = prepareRows(db, 'SELECT revision, hash FROM event WHERE stream = ? ORDER BY revision DESC LIMIT 1');
    this.#at = prepareRows(db, `SELECT ${EVENT_COLUMNS} FROM event WHERE stream = ? AND revision = ?`);
    this.#streamOfId = prepareRows(db, 'SELECT stream FROM event WHERE id = ?');
    this.#dataVersion = prepareRows(db, 'PRAGMA data_version');
    this.#seenVersion = this.#version();
    try {
      this.#resume();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Brings everything from the write-ahead log into the file, so that the file is whole by itself. */
  checkpoint(): void {
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    if (!this.#db.isOpen) return;
    try {
      // The library keeps a connection until its statements are collected; without this its lock would stay as long.
      if (this.#db.isTransaction) this.#rollback.run();
      this.#db.close();
    } catch {
      // What was committed is in the file or its write-ahead log; a connection that cannot even be closed holds nothing that could be lost.
    }
  }

  /** Judges an append and writes it into the open transaction. @throws when the group it belongs to cannot be written */
  place(group: Group, request: AppendRequest): void {
    if (this.#placed(group, request)) return;
    // Events of a refused append are in the transaction: once more without it, until none is.
    do {
      this.#rollback.run();
      this.#newHeads.clear();
    } while (!group.requests.every((other) => group.outcomes.get(other.key)?.kind === 'failed' || this.#placed(group, other)));
  }

  /** @returns whether the transaction can go on: not when a refused append has left events in it */
  #placed(group: Group, request: AppendRequest): boolean {
    try {
      group.outcomes.set(request.key, this.#outcome(request));
      return true;
    } catch (error) {
      if (!(error instanceof EventStoreError)) throw error;
      group.outcomes.set(request.key, failed(error));
      return this.#newHeads.get(request.stream) !== TORN;
    }
  }

  /** @returns whether there was anything to write. @throws when nothing was written, or `unknown-outcome` */
  commit(): boolean {
    if (!this.#db.isTransaction) return false;
    if (this.#newHeads.size === 0) {
      this.#rollback.run();
      return false;
    }
    try {
      this.#commit.run();
    } catch (error) {
      if (primaryCode(error) !== IOERR) throw error;
      // The commit may have reached the disk before it failed: whoever opens the file next may find it there.
      throw new EventStoreError(
        'unknown-outcome',
        `the commit to ${this.path} failed: ${String(error)}`,
        { path: this.path },
        { cause: error },
      );
    }
    this.#recordedAt = this.#newRecordedAt;
    for (const [stream, head] of this.#newHeads) this.#heads.set(stream, head);
    this.#newHeads.clear();
    return true;
  }

  #open(): void {
    this.#begin.run();
    this.#noticeOthers();
    this.#newHeads.clear();
    this.#newRecordedAt = this.#recordedAt;
    this.#instant = instant(this.#recordedAt);
  }

  #outcome(request: AppendRequest): AppendOutcome {
    if (!this.#db.isTransaction) this.#open();
    const { stream } = request;
    const current = this.#newHeads.get(stream) ?? this.#head(stream);
    if (this.#judge(request, current) === 'known') return { kind: 'known', rows: this.#stored(request) };
    if (request.now > this.#newRecordedAt || request.exact) {
      this.#newRecordedAt = request.now;
      this.#instant = instant(request.now);
    }
    const hashes: string[] = [];
    let revision = current?.revision ?? -1;
    let previousHash = current?.hash ?? NO_HASH;
    let last: number | bigint = 0;
    for (const { id, type, data, metadata: stable } of request.events) {
      revision += 1;
      const metadata = completeMetadata(stable, this.#instant, previousHash);
      previousHash = chainHash({ previousHash, stream, revision, id, type, data, metadata });
      hashes.push(previousHash);
      try {
        last = this.#insert.run(stream, revision, id, type, this.#newRecordedAt, previousHash, data, metadata).lastInsertRowid;
      } catch (error) {
        if (resultCode(error) !== CONSTRAINT_UNIQUE) throw error;
        this.#newHeads.set(stream, TORN);
        throw this.#repeated(request, id, current);
      }
    }
    this.#newHeads.set(stream, { revision, hash: previousHash });
    return { kind: 'written', position: Number(last) - hashes.length + 1, recordedAt: this.#instant, hashes };
  }

  #repeated(request: AppendRequest, id: string, current: Head | undefined): EventStoreError {
    const [other] = (this.#streamOfId.get(id) as [string] | undefined) ?? [request.stream];
    return other === request.stream ? conflict(request.stream, request.expected, current) : repeatedId(request.stream, id, other);
  }

  #judge(request: AppendRequest, current: Head | undefined): 'write' | 'known' {
    return judgeAppend(request.stream, request.expected, request.events, current, (revision) => {
      const row = this.#at.get(request.stream, revision) as EventRow | undefined;
      if (!row) return undefined;
      const { id, dataText, hash } = eventOf(row);
      return { id, data: dataText, hash };
    });
  }

  #stored(request: AppendRequest): EventRow[] {
    const first = request.expected === 'no-stream' ? 0 : request.expected.revision + 1;
    return request.events.map((_, index) => this.#at.get(request.stream, first + index) as EventRow);
  }

  #head(stream: StreamName): Head | undefined {
    const cached = this.#heads.get(stream);
    if (cached) return cached;
    const row = this.#headOf.get(stream) as [number, string] | undefined;
    if (!row) return undefined;
    const head = { revision: row[0], hash: row[1] };
    this.#heads.set(stream, head);
    return head;
  }

  /** Another process wrote since: what this one remembers no longer holds. */
  #noticeOthers(): void {
    const version = this.#version();
    if (version === this.#seenVersion) return;
    this.#resume();
    this.#seenVersion = version;
  }

  /** Changes when another connection commits. */
  #version(): number {
    return (this.#dataVersion.get() as [number])[0];
  }

  /** Where the log stands, from its last event; nothing is appended behind one that was tampered with or torn. */
  #resume(): void {
    this.#heads.clear();
    const row = prepareRows(this.#db, `SELECT ${EVENT_COLUMNS} FROM event ORDER BY position DESC LIMIT 1`).get() as
      EventRow | undefined;
    if (!row) return;
    const event = eventOf(row);
    if (!isIntact(event)) {
      throw new EventStoreError(
        'unavailable',
        `the last event of ${this.path} (position ${event.position}) does not match its hash`,
        {
          path: this.path,
          position: event.position,
        },
      );
    }
    this.#recordedAt = Date.parse(event.metadata.recordedAt);
  }
}

const isIntact = (event: ReturnType<typeof eventOf>): boolean => {
  try {
    return event.intact;
  } catch {
    // Metadata that cannot even be parsed is not intact.
    return false;
  }
};
