import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { LRUCache } from 'lru-cache';
import { instant, type Head, type RecordedEvent, type StreamName } from '#libs/kernel';
import { BUSY, CANTOPEN, IOERR, LIMIT, LOCKED, primaryCode } from '#libs/sqlite';
import { beyondEnd, positionOf, sequenceOf, type LogPage } from '../follow.js';
import { EventStoreError } from '../port.js';
import { EVENT_COLUMNS, eventOf, logPath, openForReading, prepareRows, unavailable, type EventRow } from './log-file.js';

/** How many events a page of a filtered subscription looks at, at most: the event loop waits that long. */
const FILTER_WINDOW = 8192;
/** Prefixes that match so few events, in the whole log, are looked up by their streams; others are read past in the order of the log. */
const FEW = 1000;
/** How many streams' heads are remembered, and how many new events are looked through at a time to keep them current. */
const KNOWN_HEADS = 20_000;
const TAIL_PAGE = 1000;
const TAIL = `SELECT position, stream, revision, hash FROM event WHERE position > ? ORDER BY position LIMIT ${TAIL_PAGE}`;
/** How many events `readStream` takes from the file at a time. */
const STREAM_PAGE = 1000;

/**
 * Reads the logs of a folder in the thread that calls it, through a read-only connection for each country. Every call takes
 * bounded time and holds nothing open when it returns: an open statement would keep the write-ahead log from being emptied.
 */
export class LogReader {
  readonly #logs = new Map<string, TenantReader>();

  /**
   * @param onceATurn looks at a log's end once in a turn of the event loop: where this thread hears of what was appended in turns of their own, whoever
   *   asks twice in one asks at the same moment
   */
  constructor(
    private readonly directory: string,
    private readonly onceATurn: boolean,
  ) {}

  /** `undefined` while the country has no log. @throws EventStoreError unavailable */
  tenant(tenant: string): TenantReader | undefined {
    const open = this.#logs.get(tenant);
    if (open) return open;
    const path = logPath(this.directory, tenant);
    const db = openForReading(path);
    if (!db) return undefined;
    const reader = new TenantReader(tenant, path, db, this.onceATurn);
    this.#logs.set(tenant, reader);
    return reader;
  }

  close(): void {
    for (const log of this.#logs.values()) log.close();
    this.#logs.clear();
  }
}

/** Whether a read that failed may succeed when it is simply done again. */
export const isPassing = (error: unknown): boolean => {
  const code = primaryCode(error) ?? (error instanceof EventStoreError ? primaryCode(error.cause) : undefined);
  return code !== undefined && [BUSY, LOCKED, IOERR, CANTOPEN].includes(code);
};

/** What a subscription asks for; all of it where something is `undefined`. */
interface Wanted {
  readonly prefixes: readonly string[] | undefined;
  readonly types: ReadonlySet<string> | undefined;
}

class TenantReader {
  readonly #statements = new Map<string, StatementSyncInstance>();
  /** Of streams that were asked for, as of the event at `#known`. */
  readonly #heads = new LRUCache<StreamName, Head>({ max: KNOWN_HEADS });
  #known: number | undefined;
  #looked = false;

  constructor(
    private readonly tenant: string,
    private readonly path: string,
    // Held here: a statement alone does not keep its connection from being collected.
    private readonly db: DatabaseSyncInstance,
    private readonly onceATurn: boolean,
  ) {}

  close(): void {
    this.#statements.clear();
    this.db.close();
  }

  /** As the file says it now. */
  headOf(stream: StreamName): Head | undefined {
    // What is remembered from here on follows the log from before this look.
    this.#catchUp();
    return this.#asked(stream);
  }

  /**
   * The head of a stream that was read before. What came to the log since the last look is looked through, whoever wrote it: that costs a third of asking
   * for the stream, and most streams that are read again have not changed.
   */
  headSince(stream: StreamName): Head | undefined {
    this.#catchUp();
    return this.#heads.get(stream) ?? this.#asked(stream);
  }

  #asked(stream: StreamName): Head | undefined {
    const row = this.#row<[number, string]>(
      'SELECT revision, hash FROM event WHERE stream = ? ORDER BY revision DESC LIMIT 1',
      stream,
    );
    if (!row) return undefined;
    const head = { revision: row[0], hash: row[1] };
    this.#heads.set(stream, head);
    return head;
  }

  #catchUp(): void {
    if (this.#looked) return;
    if (this.onceATurn) {
      this.#looked = true;
      // After what follows without waiting for anything outside, before the next message or request.
      process.nextTick(() => (this.#looked = false));
    }
    if (this.#known === undefined) {
      this.#known = this.#end();
      return;
    }
    let rows: readonly [position: number, stream: string, revision: number, hash: string][];
    do {
      rows = this.#rows(TAIL, this.#known);
      for (const [position, stream, revision, hash] of rows) {
        this.#known = position;
        if (this.#heads.has(stream)) this.#heads.set(stream, { revision, hash });
      }
    } while (rows.length === TAIL_PAGE);
  }

  /** Up to 1,000 events of a stream with revisions from `from` to `to`, both inclusive. */
  slice(stream: StreamName, from: number, to: number): RecordedEvent[] {
    const sql = `SELECT ${EVENT_COLUMNS} FROM event WHERE stream = ? AND revision >= ? AND revision <= ? ORDER BY revision LIMIT ${STREAM_PAGE}`;
    return this.#rows<EventRow>(sql, stream, from, to).map(eventOf);
  }

  last(): { position: string; recordedAt: string } | undefined {
    const row = this.#row<[number, number]>('SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1');
    return row && { position: positionOf(row[0]), recordedAt: instant(row[1]) };
  }

  /** @throws EventStoreError invalid, when no event of this log can have had the position */
  checkPosition(position: string): void {
    if (sequenceOf(position) > this.#end()) throw beyondEnd(this.tenant, position);
  }

  page(from: string | undefined, wanted: Wanted, limit: number): LogPage {
    const start = sequenceOf(from);
    return wanted.prefixes || wanted.types ? this.#filtered(from, start, wanted, limit) : this.#whole(from, start, limit);
  }

  #whole(from: string | undefined, start: number, limit: number): LogPage {
    const rows = this.#rows<EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM event WHERE position > ? ORDER BY position ${LIMIT}`,
      start,
      limit,
    );
    const last = rows.at(-1);
    if (last === undefined) return { events: [], position: from, end: true };
    const end = rows.length < limit || last[0] === this.#end();
    return { events: rows.map(eventOf), position: positionOf(last[0]), end };
  }

  #filtered(from: string | undefined, start: number, { prefixes, types }: Wanted, limit: number): LogPage {
    const end = this.#end();
    if (end <= start) return { events: [], position: from, end: true };
    const few = prefixes && this.#few(prefixes);
    if (few) return this.#picked(few, start, end, types, limit);
    const to = Math.min(end, start + FILTER_WINDOW);
    const where = ['position > ? AND position <= ?'];
    const bounds: (string | number)[] = [start, to];
    if (prefixes) {
      where.push(`(${prefixes.map(() => '(stream >= ? AND stream < ?)').join(' OR ')})`);
      for (const prefix of prefixes) bounds.push(prefix, endOfPrefix(prefix));
    }
    if (types) {
      where.push(`type IN (${Array.from(types, () => '?').join(', ')})`);
      bounds.push(...types);
    }
    const sql = `SELECT ${EVENT_COLUMNS} FROM event NOT INDEXED WHERE ${where.join(' AND ')} ORDER BY position ${LIMIT}`;
    const rows = this.#rows<EventRow>(sql, ...bounds, limit);
    const reached = rows.length < limit ? to : (rows[rows.length - 1] as EventRow)[0];
    return { events: rows.map(eventOf), position: positionOf(reached), end: reached === end };
  }

  /** Places of the events in streams that begin so; `undefined` where there are many. */
  #few(prefixes: readonly string[]): readonly number[] | undefined {
    const sql = `SELECT position FROM event INDEXED BY event_by_stream WHERE stream >= ? AND stream < ? LIMIT ${FEW + 1}`;
    const places = new Set<number>();
    for (const prefix of prefixes) {
      for (const [position] of this.#rows<[number]>(sql, prefix, endOfPrefix(prefix))) places.add(position);
      if (places.size > FEW) return undefined;
    }
    return [...places].sort((a, b) => a - b);
  }

  #picked(places: readonly number[], start: number, end: number, types: Wanted['types'], limit: number): LogPage {
    // What was written since `end` was read is the next page's.
    const due = places.filter((position) => position > start && position <= end);
    const picked = due.slice(0, limit);
    const reached = picked.length < due.length ? (picked.at(-1) as number) : end;
    const sql = `SELECT ${EVENT_COLUMNS} FROM event WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position`;
    const events = picked.length === 0 ? [] : this.#rows<EventRow>(sql, JSON.stringify(picked)).map(eventOf);
    return {
      events: types ? events.filter(({ type }) => types.has(type)) : events,
      position: positionOf(reached),
      end: reached === end,
    };
  }

  #end(): number {
    return this.#row<[number | null]>('SELECT max(position) FROM event')?.[0] ?? 0;
  }

  #row<Row>(sql: string, ...parameters: (string | number)[]): Row | undefined {
    return this.#guarded(() => this.#statement(sql).get(...parameters) as Row | undefined);
  }

  #rows<Row>(sql: string, ...parameters: (string | number)[]): Row[] {
    return this.#guarded(() => this.#statement(sql).all(...parameters) as Row[]);
  }

  #statement(sql: string): StatementSyncInstance {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = prepareRows(this.db, sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guarded<Result>(run: () => Result): Result {
    try {
      return run();
    } catch (error) {
      throw unavailable(this.path, 'cannot be read', error);
    }
  }
}

/** The least string behind every string that starts with the prefix; prefixes end in `.` or `-`, both ASCII. */
const endOfPrefix = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
