import { instant, type Instant } from '#libs/kernel';
import { type Database } from '#libs/sqlite';
import { AccessStoreError, TenantFiles } from './tenant-files.js';

/** Who read whose identified data, when, what and why. Pseudonyms and account ids only. */
export interface IdentifiedRead {
  readonly at: Instant;
  readonly actor: { readonly id: string; readonly role: string };
  /** The pseudonyms whose identity was read; at least one. */
  readonly subjects: readonly string[];
  /** What was read: `late-teachers`, `identity`. */
  readonly what: string;
  /** Why, where the role has to say so. */
  readonly reason?: string;
  readonly correlationId?: string;
}

export interface LoggedRead extends Omit<IdentifiedRead, 'subjects'> {
  readonly subject: string;
}

export interface AccessLogQuery {
  readonly subject?: string;
  readonly actor?: string;
  /** Inclusive. */
  readonly from?: Instant;
  /** Exclusive. */
  readonly to?: Instant;
  /** 1 to 1,000; 100 unless told. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

export interface AccessLogOptions {
  /** The data folder; each country's log is `<directory>/<country>/audit-access.db`. */
  readonly directory: string;
  /** How long a read may wait to be written with others; 200 ms unless told. */
  readonly flushMs?: number;
  /** Hears of a batch that could not be written; it is kept and tried again. */
  readonly onError: (error: unknown) => void;
}

const SCHEMA = `
  CREATE TABLE read (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, subject TEXT NOT NULL,
    what TEXT NOT NULL, reason TEXT, correlation TEXT);
  CREATE INDEX read_subject ON read (subject, id);
  CREATE INDEX read_actor ON read (actor, id);
  CREATE INDEX read_at ON read (at);
`;

/** Rows, not reads: a list of five hundred names is five hundred rows. */
const MOST_WAITING = 100_000;
const FLUSH_AT = 1_000;

interface Row {
  id: number;
  at: number;
  actor: string;
  role: string;
  subject: string;
  what: string;
  reason: string | null;
  correlation: string | null;
}

/** Reads of identified data, in a file and for a time of its own, written in batches. */
export class AccessLog {
  readonly #files: TenantFiles<Database>;
  readonly #waiting = new Map<string, LoggedRead[]>();
  readonly #flushMs: number;
  #rows = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: AccessLogOptions) {
    this.#files = new TenantFiles(options.directory, 'audit-access.db', 1, SCHEMA, (database) => database);
    this.#flushMs = options.flushMs ?? 200;
  }

  /**
   * Notes a read. Await `flush` before the answer where a read must never go unrecorded, even through a crash.
   * @throws AccessStoreError unavailable, when so many wait unwritten that nothing identified may be shown any more
   */
  record(tenant: string, { subjects, ...read }: IdentifiedRead): void {
    if (this.#rows + subjects.length > MOST_WAITING) {
      throw new AccessStoreError(
        'unavailable',
        `reads of "${tenant}" cannot be written to the access log: identified data stays closed`,
      );
    }
    const waiting = this.#waiting.get(tenant) ?? [];
    this.#waiting.set(tenant, waiting);
    for (const subject of subjects) waiting.push({ ...read, subject });
    this.#rows += subjects.length;
    if (this.#rows >= FLUSH_AT) this.#schedule(0);
    else this.#schedule(this.#flushMs);
  }

  /** Writes what waits, durably. @throws AccessStoreError; what could not be written waits on */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [tenant, reads] of this.#waiting) {
      this.#write(tenant, reads);
      this.#waiting.delete(tenant);
      this.#rows -= reads.length;
    }
  }

  /** Newest first; what is not written yet is written first. */
  async read(tenant: string, query: AccessLogQuery = {}): Promise<{ reads: readonly LoggedRead[]; next?: string }> {
    await this.flush();
    const database = this.#files.existing(tenant);
    if (!database) return { reads: [] };
    const limit = Math.min(Math.max(query.limit ?? 100, 1), 1_000);
    const conditions: [string, string | number][] = [];
    if (query.subject !== undefined) conditions.push(['subject = ?', query.subject]);
    if (query.actor !== undefined) conditions.push(['actor = ?', query.actor]);
    if (query.from !== undefined) conditions.push(['at >= ?', Date.parse(query.from)]);
    if (query.to !== undefined) conditions.push(['at < ?', Date.parse(query.to)]);
    if (query.cursor !== undefined) {
      const before = Number(query.cursor);
      if (!Number.isSafeInteger(before)) throw new RangeError('the cursor is none of this list');
      conditions.push(['id < ?', before]);
    }
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([condition]) => condition).join(' AND ')}`;
    const rows = database
      .prepare(`SELECT id, at, actor, role, subject, what, reason, correlation FROM read ${where} ORDER BY id DESC LIMIT ?`)
      .all(...conditions.map(([, value]) => value), limit + 1) as Row[];
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { reads: page.map(readOf), ...(rows.length > limit && last ? { next: String(last.id) } : {}) };
  }

  /** Removes what is older than the country's retention. @returns how many */
  async expire(tenant: string, before: Instant): Promise<number> {
    await this.flush();
    return this.#files.existing(tenant)?.prepare('DELETE FROM read WHERE at < ?').run(Date.parse(before)).changes ?? 0;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.#files.close();
    }
  }

  #schedule(ms: number): void {
    if (this.#timer !== undefined && ms > 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.flush().catch((error: unknown) => {
        this.options.onError(error);
        this.#schedule(Math.max(this.#flushMs, 1_000));
      });
    }, ms);
  }

  #write(tenant: string, reads: readonly LoggedRead[]): void {
    const database = this.#files.for(tenant);
    try {
      database.exec('BEGIN IMMEDIATE');
      const insert = database.prepare(
        'INSERT INTO read (at, actor, role, subject, what, reason, correlation) VALUES (?, ?, ?, ?, ?, ?, ?)',
      );
      for (const read of reads) {
        insert.run(
          Date.parse(read.at),
          read.actor.id,
          read.actor.role,
          read.subject,
          read.what,
          read.reason ?? null,
          read.correlationId ?? null,
        );
      }
      database.exec('COMMIT');
    } catch (error) {
      if (database.isOpen && database.isTransaction) database.exec('ROLLBACK');
      const reason = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
      throw new AccessStoreError('unavailable', `the access log of "${tenant}" cannot be written: ${String(reason)}`, {
        cause: error,
      });
    }
  }
}

const readOf = (row: Row): LoggedRead => ({
  at: instant(row.at),
  actor: { id: row.actor, role: row.role },
  subject: row.subject,
  what: row.what,
  ...(row.reason === null ? {} : { reason: row.reason }),
  ...(row.correlation === null ? {} : { correlationId: row.correlation }),
});

export const openAccessLog = (options: AccessLogOptions): AccessLog => new AccessLog(options);
