import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { prepareEvent, type EventStore, type NewEvent } from '#libs/event-store';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { chainHash, commandIdOf, completeMetadata, eventIdOf, instant, NO_HASH, type Head } from '#libs/kernel';
import { interleaved, resultOf, type BenchOptions, type RowResult } from '../measure.js';

const CALLERS = 32;

/** An answered portion of a self-rating: the event there is most of. */
const eventOf = (stream: string, index: number, caller: number): NewEvent => {
  const commandId = commandIdOf('cl', `teacher-${caller}`, 'PUT answers', `${stream}/${index}`);
  const answers: Record<string, number> = {};
  for (let item = 0; item < 8; item += 1) answers[`sr-${1 + (index % 6)}.${item}`] = (index + item + caller) % 6;
  return {
    id: eventIdOf(commandId, stream, 0),
    type: 'ItemsAnswered',
    data: { answers, attempt: stream.slice(-36) },
    metadata: {
      tenant: 'cl',
      cycle: '2023',
      actor: { id: commandId, role: 'teacher' },
      subject: commandId,
      occurredAt: '2023-05-09T12:00:00.000Z',
      commandId,
      commandDigest: 'uSTx7c1XyU1g0ShqkM5vV0mZ4k3pE8m2QqkWc1o9r2A',
      $correlationId: commandId,
      $causationId: commandId,
      schemaVersion: 1,
    },
  };
};

interface Work {
  readonly stream: string;
  readonly events: readonly NewEvent[];
}

/** What one caller has to append: streams of three events, one append each, as answers come in. */
const workOf = (round: string, caller: number, appends: number): readonly Work[] =>
  Array.from({ length: Math.ceil(appends / 3) }, (_, place) => {
    const attempt = commandIdOf('cl', round, String(caller), String(place));
    const stream = `cl.2023.assessment-${attempt}`;
    const count = Math.min(3, appends - place * 3);
    return { stream, events: Array.from({ length: count }, (_none, index) => eventOf(stream, index, caller)) };
  });

/** The rows that the port stores for the same work, made beforehand: the raw side pays for nothing but SQLite. */
const rowsOf = (work: readonly Work[], now: number): (string | number)[][] =>
  work.flatMap(({ stream, events }) => {
    let previousHash = NO_HASH;
    return events.map((event, revision) => {
      const { id, type, data, metadata: stable } = prepareEvent(event);
      const metadata = completeMetadata(stable, instant(now), previousHash);
      previousHash = chainHash({ previousHash, stream, revision, id, type, data, metadata });
      return [stream, revision, id, type, now, previousHash, data, metadata];
    });
  });

/** A caller appends one event after the other, each prepared when it is due and on the head that the one before led to. */
const call = async (store: EventStore, work: readonly Work[]): Promise<void> => {
  for (const { stream, events } of work) {
    let head: Head | undefined;
    for (const event of events) ({ head } = await store.append(stream, head ?? 'no-stream', [prepareEvent(event)]));
  }
};

const openRaw = (path: string): InstanceType<typeof DatabaseSync> => {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32000');
  db.exec(`
    CREATE TABLE event (position INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
      type TEXT NOT NULL, recorded_at INTEGER NOT NULL, hash TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL) STRICT;
    CREATE UNIQUE INDEX event_by_id ON event (id);
    CREATE UNIQUE INDEX event_by_stream ON event (stream, revision);`);
  return db;
};

export const appends = async ({ pairs, quick, say }: BenchOptions): Promise<RowResult> => {
  const each = quick ? 60 : 300;
  const total = each * CALLERS;
  const folder = mkdtempSync(join(tmpdir(), 'cordillera-bench-appends-'));
  const store = await openEmbeddedEventStore({ directory: join(folder, 'port'), thread: 'worker' });
  const raw = openRaw(join(folder, 'raw.db'));
  const begin = raw.prepare('BEGIN IMMEDIATE');
  const commit = raw.prepare('COMMIT');
  const insert = raw.prepare(
    'INSERT INTO event (stream, revision, id, type, recorded_at, hash, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  try {
    const port = async (round: string): Promise<number> => {
      const work = Array.from({ length: CALLERS }, (_, caller) => workOf(round, caller, each));
      const began = performance.now();
      await Promise.all(work.map((one) => call(store, one)));
      return (total * 1000) / (performance.now() - began);
    };
    const plain = async (round: string): Promise<number> => {
      const ofCallers = Array.from({ length: CALLERS }, (_, caller) => rowsOf(workOf(round, caller, each), Date.now()));
      const rows = Array.from({ length: each }, (_, turn) => ofCallers.map((own) => own[turn] ?? [])).flat();
      const began = performance.now();
      for (let at = 0; at < rows.length; at += CALLERS) {
        begin.run();
        for (const row of rows.slice(at, at + CALLERS)) insert.run(...row);
        commit.run();
      }
      return (total * 1000) / (performance.now() - began);
    };
    await port('warm-up');
    await plain('warm-up');
    const measured = await interleaved(
      pairs,
      { product: (pair) => port(`round ${pair}`), baseline: (pair) => plain(`round ${pair}`) },
      (pair, { product, baseline }) => say(`  ${pair + 1}: ${Math.round(product)}/s beside ${Math.round(baseline)}/s`),
    );
    return resultOf(
      {
        row: 'appends',
        what: `durable appends from ${CALLERS} callers, embedded port`,
        comparedWith: `raw SQLite in the calling thread: same library, schema, indexes and pragmas (synchronous=FULL), the same rows made beforehand, the next of each caller in one transaction, as they reach the port`,
        aim: { value: 0.6, direction: 'at least', binding: true },
        unit: 'events/s',
      },
      measured,
      [
        `${total} appends of one event a side and pair; every event is prepared (canonical JSON), sent to the writer's thread, judged, chained, committed and answered`,
      ],
    );
  } finally {
    await store.close();
    raw.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
