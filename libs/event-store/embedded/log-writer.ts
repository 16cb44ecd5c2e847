import { existsSync } from 'node:fs';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { LRUCache } from 'lru-cache';
import { NO_HASH, chainHash, completeMetadata, instant, type Head, type JsonObject, type StreamName } from '#libs/kernel';
import { conflict, judgeAppend, repeatedId } from '../append-rule.js';
import { EventStoreError, type EventStoreErrorCode } from '../port.js';
import {
  CONSTRAINT_UNIQUE,
  EVENT_COLUMNS,
  IOERR,
  eventOf,
  logPath,
  openForWriting,
  prepareRows,
  resultCode,
  unavailable,
  type EventRow,
} from './log-file.js';

/** An append as it reaches the writer: checked by the caller's thread, which also asked the country's clock. */
export interface AppendRequest {
  readonly stream: StreamName;
  readonly expected: 'no-stream' | Head;
  readonly events: readonly NewRow[];
  /** Milliseconds since the Unix epoch, by the country's clock. */
  readonly now: number;
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

/** At most so many appends, or so many bytes, share a commit: the first of a long queue do not wait for the last. */
const GROUP_APPENDS = 512;
const GROUP_BYTES = 4 * 1024 * 1024;
const CACHED_HEADS = 20_000;

/**
 * The one writer of all logs of a folder. Synchronous: it runs in a thread of its own, or in the caller's for unit tests. Appends
 * that come together commit together, each judged by itself.
 */
export class LogWriter {
  readonly #logs = new Map<string, TenantLog>();

  constructor(
    private readonly directory: string,
    /** Called after each commit. */
    private readonly committed: (tenant: string) => void,
  ) {}

  /** @param settle called as soon as the group of an append is durable, with the append's index in `requests` */
  write(requests: readonly AppendRequest[], settle: (settled: ReadonlyMap<number, AppendOutcome>) => void): void {
    const tenants = new Map<string, number[]>();
    requests.forEach((request, index) => {
      const tenant = request.stream.slice(0, request.stream.indexOf('.'));
      const indexes = tenants.get(tenant);
      if (indexes) indexes.push(index);
      else tenants.set(tenant, [index]);
    });
    for (const [tenant, indexes] of tenants) {
      for (const group of groupsOf(requests, indexes)) {
        const outcomes = this.#commit(tenant, requests, group);
        settle(outcomes);
        if ([...outcomes.values()].some((outcome) => outcome.kind === 'written')) this.committed(tenant);
      }
    }
  }

  close(): void {
    for (const log of this.#logs.values()) log.close();
    this.#logs.clear();
  }

  #commit(tenant: string, requests: readonly AppendRequest[], group: readonly number[]): Map<number, AppendOutcome> {
    const path = logPath(this.directory, tenant);
    try {
      let log = this.#logs.get(tenant);
      if (!log) {
        // Only a first event makes a log: an append that expects a head would leave an empty one behind.
        if (!existsSync(path) && group.every((index) => requests[index]?.expected !== 'no-stream')) {
          return new Map(group.map((index) => [index, noSuchStream(requests[index] as AppendRequest)]));
        }
        log = new TenantLog(path);
        this.#logs.set(tenant, log);
      }
      return log.commit(requests, group);
    } catch (error) {
      // Whatever state the connection is in, the next append starts with a new one, from what the file says.
      this.#logs.get(tenant)?.close();
      this.#logs.delete(tenant);
      const failure = failed(unavailable(path, 'cannot be written', error));
      return new Map(group.map((index) => [index, failure]));
    }
  }
}

const noSuchStream = (request: AppendRequest): AppendOutcome => failed(conflict(request.stream, request.expected, undefined));

const failed = (error: EventStoreError): AppendOutcome => ({
  kind: 'failed',
  code: error.code,
  message: error.message,
  details: error.details,
});

function* groupsOf(requests: readonly AppendRequest[], indexes: readonly number[]): Generator<readonly number[]> {
  let group: number[] = [];
  let bytes = 0;
  for (const index of indexes) {
    group.push(index);
    for (const event of requests[index]?.events ?? []) bytes += event.data.length + event.metadata.length;
    if (group.length < GROUP_APPENDS && bytes < GROUP_BYTES) continue;
    yield group;
    group = [];
    bytes = 0;
  }
  if (group.length > 0) yield group;
}

/** An event id of this append stands in the log already; the group is tried again without it. */
class RepeatedId extends Error {
  constructor(
    readonly index: number,
    readonly error: EventStoreError,
  ) {
    super(error.message);
  }
}

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
  /** Heads as of the last commit. */
  readonly #heads = new LRUCache<StreamName, Head>({ max: CACHED_HEADS });
  #seenVersion: number;
  #recordedAt = 0;

  constructor(private readonly path: string) {
    const db = (this.#db = openForWriting(path));
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
    this.#resume();
  }

  close(): void {
    if (!this.#db.isOpen) return;
    try {
      this.#db.close();
    } catch {
      // What was committed is in the file; a connection that cannot even be closed holds nothing that could be lost.
    }
  }

  /** Writes what can be written of a group, in one transaction. @throws when nothing of it was written */
  commit(requests: readonly AppendRequest[], group: readonly number[]): Map<number, AppendOutcome> {
    const outcomes = new Map<number, AppendOutcome>();
    for (;;) {
      try {
        this.#write(requests, group, outcomes);
        return outcomes;
      } catch (error) {
        if (this.#db.isTransaction) this.#rollback.run();
        if (!(error instanceof RepeatedId)) throw error;
        for (const [index, outcome] of outcomes) if (outcome.kind !== 'failed') outcomes.delete(index);
        outcomes.set(error.index, failed(error.error));
      }
    }
  }

  #write(requests: readonly AppendRequest[], group: readonly number[], outcomes: Map<number, AppendOutcome>): void {
    this.#begin.run();
    this.#noticeOthers();
    const heads = new Map<StreamName, Head>();
    let recordedAt = this.#recordedAt;
    for (const index of group) {
      if (outcomes.has(index)) continue;
      const request = requests[index] as AppendRequest;
      try {
        const current = heads.get(request.stream) ?? this.#head(request.stream);
        if (this.#judge(request, current) === 'known') {
          outcomes.set(index, { kind: 'known', rows: this.#stored(request) });
          continue;
        }
        recordedAt = Math.max(recordedAt, request.now);
        const written = this.#append(index, request, current, instant(recordedAt), recordedAt);
        heads.set(request.stream, written.head);
        outcomes.set(index, written.outcome);
      } catch (error) {
        if (!(error instanceof EventStoreError)) throw error;
        outcomes.set(index, failed(error));
      }
    }
    if (heads.size === 0) return void this.#rollback.run();
    try {
      this.#commit.run();
    } catch (error) {
      if (((resultCode(error) ?? 0) & 0xff) !== IOERR) throw error;
      // The commit may have reached the disk before it failed: whoever opens the file next may find it there.
      throw new EventStoreError(
        'unknown-outcome',
        `the commit to ${this.path} failed: ${String(error)}`,
        { path: this.path },
        { cause: error },
      );
    }
    this.#recordedAt = recordedAt;
    for (const [stream, head] of heads) this.#heads.set(stream, head);
  }

  #append(
    index: number,
    request: AppendRequest,
    current: Head | undefined,
    recordedAt: string,
    milliseconds: number,
  ): { head: Head; outcome: AppendOutcome } {
    const { stream } = request;
    const hashes: string[] = [];
    let revision = current?.revision ?? -1;
    let previousHash = current?.hash ?? NO_HASH;
    let last: number | bigint = 0;
    for (const { id, type, data, metadata: stable } of request.events) {
      revision += 1;
      const metadata = completeMetadata(stable, recordedAt, previousHash);
      previousHash = chainHash({ previousHash, stream, revision, id, type, data, metadata });
      hashes.push(previousHash);
      try {
        last = this.#insert.run(stream, revision, id, type, milliseconds, previousHash, data, metadata).lastInsertRowid;
      } catch (error) {
        if (resultCode(error) !== CONSTRAINT_UNIQUE) throw error;
        throw new RepeatedId(index, this.#repeated(request, id, current));
      }
    }
    const position = Number(last) - hashes.length + 1;
    return { head: { revision, hash: previousHash }, outcome: { kind: 'written', position, recordedAt, hashes } };
  }

  #repeated(request: AppendRequest, id: string, current: Head | undefined): EventStoreError {
    const [other] = (this.#streamOfId.get(id) as [string] | undefined) ?? [request.stream];
    return other === request.stream ? conflict(request.stream, request.expected, current) : repeatedId(request.stream, id, other);
  }

  #judge(request: AppendRequest, current: Head | undefined): 'write' | 'known' {
    return judgeAppend(request.stream, request.expected, request.events, current, (revision) => {
      const row = this.#at.get(request.stream, revision) as EventRow | undefined;
      return row && { id: row[3], data: row[5], hash: row[7] };
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
