import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import fc from 'fast-check';
import { NO_HASH, chainHash, instant, type Clock, type Head } from '#libs/kernel';
import { describeEventStoreContract, freshTenant, prepared, someEvent } from '../contract.js';
import { prepareEvent, type EventStore, type PreparedEvent } from '../port.js';
import { verifyChains } from '../verify.js';
import { openEmbeddedEventStore, type EmbeddedEventStoreOptions } from './index.js';
import { diskWait } from './disk-wait.js';
import { checkSqliteVersion, logPath, openForWriting } from './log-file.js';
import { LogWriter, type AppendOutcome, type AppendRequest } from './log-writer.js';
import { WorkerWriter } from './writers.js';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'event-log-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) {
    chmodSync(made, 0o700);
    rmSync(made, { recursive: true, force: true });
  }
});

for (const thread of ['in-thread', 'worker'] as const) {
  let directory = '';
  describeEventStoreContract(`embedded, ${thread}`, {
    open: ({ clock }) => openEmbeddedEventStore({ directory: (directory = folder()), clock, thread }),
    reopen: ({ clock }) => openEmbeddedEventStore({ directory, clock, thread }),
  });
}

describe('the embedded event store', () => {
  const open: EventStore[] = [];
  const opened = async (options: Partial<EmbeddedEventStoreOptions> & { directory: string }): Promise<EventStore> => {
    const store = await openEmbeddedEventStore({ thread: 'in-thread', ...options });
    open.push(store);
    return store;
  };
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });

  const FOLLOWS =
    'knows of every event that was acknowledged before it is asked, whoever wrote it (%s): what is remembered of heads follows the log';
  it.each(['in-thread', 'worker'] as const)(FOLLOWS, async (thread) => {
    const directory = folder();
    const stores = [await opened({ directory, thread }), await opened({ directory, thread })] as const;
    const heads = new Map<string, Head>();
    for (let round = 0; round < 60; round += 1) {
      const [writer, reader] = round % 3 === 0 ? [stores[1], stores[0]] : stores;
      const stream = `cl.school-${round % 5}`;
      const before = heads.get(stream);
      const { head } = await writer.append(stream, before ?? 'no-stream', prepared('cl', 1 + (round % 3)));
      heads.set(stream, head);
      for (const [name, known] of heads) {
        const from = name === stream ? (before ? before.revision + 1 : 0) : known.revision + 1;
        const slice = await reader.readStream(name, { from });
        expect(slice.head).toEqual(known);
        expect(slice.events.at(-1)?.hash).toBe(name === stream ? head.hash : undefined);
      }
    }
    // Many at once: those who hear of their append in the same turn look at the log's end together.
    const [store] = stores;
    await Promise.all(
      Array.from({ length: 32 }, async (_, caller) => {
        let head: Head | undefined;
        for (let round = 0; round < 6; round += 1) {
          ({ head } = await store.append(`cl.caller-${caller}`, head ?? 'no-stream', prepared('cl', 1)));
          expect((await store.readStream(`cl.caller-${caller}`, { from: head.revision + 1 })).head).toEqual(head);
        }
      }),
    );
  });

  /** The file itself, as somebody with another tool would change it. */
  const tamper = (directory: string, sql: string, ...parameters: (string | number)[]): void => {
    const db = new DatabaseSync(logPath(directory, 'cl'));
    db.prepare(sql).run(...parameters);
    db.close();
  };
  const threeEvents = async (store: EventStore) => (await store.append('cl.school-1', 'no-stream', prepared('cl', 3))).events;

  it.each(['in-thread', 'worker'] as const)('never lets recordedAt go back, whatever the clock does, %s', async (thread) => {
    const directory = folder();
    let now = 5000;
    const clock: Clock = { now: (tenant) => (tenant === 'cl' ? now : 1000) };
    const times: number[] = [];
    let store = await opened({ directory, clock, thread });
    const append = async (stream: string): Promise<void> => {
      const { events } = await store.append(stream, 'no-stream', prepared(stream.slice(0, 2)));
      times.push(Date.parse(events[0]?.metadata.recordedAt ?? ''));
    };
    await append('cl.school-a');
    now = 3000;
    await append('cl.school-b');
    await append('uy.school-a');
    await store.close();
    store = await opened({ directory, clock, thread });
    await append('cl.school-c');
    now = 9000;
    await append('cl.school-d');
    expect(times).toEqual([5000, 5000, 1000, 5000, 9000]);
    expect((await store.head('cl'))?.recordedAt).toBe(instant(9000));
  });

  it('hands out by prefix what the whole log has by it, be it few events or many', async () => {
    const tenant = freshTenant();
    const store = await opened({ directory: folder() });
    const grown = new Map<string, Head>();
    const append = async (stream: string, count: number, type: string): Promise<void> => {
      const events = Array.from({ length: count }, (_, index) => prepareEvent(someEvent(tenant, { data: { index }, type })));
      grown.set(stream, (await store.append(stream, grown.get(stream) ?? 'no-stream', events)).head);
    };
    // More than a thousand events of one prefix, a handful of others before, between and behind them.
    for (let round = 0; round < 11; round += 1) {
      if (round % 3 === 0) await append(`${tenant}.quiet-${round % 2}`, 2, round % 2 === 0 ? 'Rang' : 'Knocked');
      await append(`${tenant}.busy-${round % 4}`, 100, 'Hummed');
    }
    await append(`${tenant}.quiet-9`, 1, 'Rang');

    const read = async (request: { prefixes: string[]; types?: string[]; batch: number; from?: string }) => {
      const ids: string[] = [];
      let last: string | undefined;
      for await (const batch of store.subscribe({ tenant, signal: new AbortController().signal, ...request })) {
        expect(batch.events.length).toBeLessThanOrEqual(request.batch);
        ids.push(...batch.events.map(({ id }) => id));
        last = batch.position;
        if (batch.caughtUp) break;
      }
      return { ids, last };
    };
    const all: { id: string; stream: string; type: string; position: string }[] = [];
    for await (const batch of store.subscribe({ tenant, prefixes: [`${tenant}.`], signal: new AbortController().signal })) {
      all.push(...batch.events);
      if (batch.caughtUp) break;
    }
    for (const names of [['quiet-'], ['busy-'], ['quiet-', 'busy-'], ['busy-', 'busy-'], ['none-']]) {
      for (const types of [undefined, ['Rang'], ['Rang', 'Hummed']]) {
        for (const batch of [1, 7, 1000]) {
          if (batch === 1 && names.includes('busy-')) continue;
          for (const from of [undefined, all[500]?.position]) {
            const prefixes = names.map((name) => `${tenant}.${name}`);
            const { ids, last } = await read({ prefixes, batch, ...(types ? { types } : {}), ...(from ? { from } : {}) });
            const wanted = all.filter(
              ({ stream, type, position }) =>
                prefixes.some((prefix) => stream.startsWith(prefix)) &&
                (types?.includes(type) ?? true) &&
                (from === undefined || position > from),
            );
            expect(ids).toEqual(wanted.map(({ id }) => id));
            expect(last).toBe(all.at(-1)?.position);
          }
        }
      }
    }
  });

  it('commits durably: write-ahead log, synchronous FULL', () => {
    const db = openForWriting(logPath(folder(), 'cl'));
    expect(db.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    expect(db.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 });
    db.close();
  });

  it('refuses an SQLite that can corrupt a log', () => {
    expect(() => checkSqliteVersion('99.1.0')).toThrow(
      expect.objectContaining({
        code: 'unavailable',
        message: expect.stringMatching(/^SQLite 3\.\d+\.\d+ .*99\.1\.0 or later/) as string,
      }),
    );
    expect(() => checkSqliteVersion()).not.toThrow();
  });

  it('leaves a file that is whole by itself when it is closed', async () => {
    const directory = folder();
    const store = await opened({ directory, thread: 'worker' });
    const events = await threeEvents(store);
    await store.close();
    const copy = folder();
    mkdirSync(join(copy, 'cl'));
    copyFileSync(logPath(directory, 'cl'), logPath(copy, 'cl'));
    const { head } = await (await opened({ directory: copy })).readStream('cl.school-1');
    expect(head).toEqual({ revision: 2, hash: events[2]?.hash });
  });

  it('makes no log for a country that only reads or fails', async () => {
    const directory = folder();
    const store = await opened({ directory });
    await store.readStream('cl.school-1');
    await expect(store.append('cl.school-1', { revision: 0, hash: NO_HASH }, prepared('cl'))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(existsSync(join(directory, 'cl'))).toBe(false);
    expect(await store.tenants()).toEqual([]);
  });

  it('notices what another writer appended: heads, ids and times', async () => {
    const directory = folder();
    const one = await opened({ directory, clock: { now: () => 1000 } });
    const two = await opened({ directory, clock: { now: () => 8000 } });
    let { head } = await one.append('cl.school-1', 'no-stream', prepared('cl'));
    ({ head } = await two.append('cl.school-1', head, prepared('cl')));
    const { events } = await one.append('cl.school-1', head, prepared('cl'));
    expect(events[0]?.revision).toBe(2);
    expect(events[0]?.metadata.recordedAt).toBe(instant(8000));
    expect((await verifyChains(two, 'cl')).faults).toEqual([]);
  });

  it('refuses an event id that stands in another stream, and leaves nothing of that append, nor harms its neighbours', async () => {
    const store = await opened({ directory: folder() });
    const [taken] = prepared('cl') as [PreparedEvent];
    const first = await store.append('cl.school-1', 'no-stream', [taken]);
    const results = await Promise.allSettled([
      store.append('cl.school-2', 'no-stream', prepared('cl', 2)),
      store.append('cl.school-3', 'no-stream', [...prepared('cl', 2), taken]),
      store.append('cl.school-1', first.head, [...prepared('cl'), taken]),
      store.append('cl.school-3', 'no-stream', prepared('cl', 1)),
      store.append('cl.school-4', 'no-stream', [...prepared('cl', 2), taken]),
      store.append('cl.school-1', first.head, prepared('cl', 1)),
    ]);
    expect(
      results.map((result) => (result.status === 'fulfilled' ? 'written' : (result.reason as { code: string }).code)),
    ).toEqual(['written', 'invalid', 'conflict', 'written', 'invalid', 'written']);
    expect(await verifyChains(store, 'cl')).toMatchObject({ events: 1 + 2 + 1 + 1, streams: 3, faults: [] });
  });

  describe('faults', () => {
    it('does not append behind a last event that does not match its hash', async () => {
      const directory = folder();
      const store = await opened({ directory });
      await threeEvents(store);
      await store.close();
      tamper(directory, `UPDATE event SET data = '{"index":7}' WHERE position = 3`);
      const next = await opened({ directory });
      await expect(next.append('cl.school-2', 'no-stream', prepared('cl'))).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/log\.db \(position 0*3\) does not match its hash/) as string,
      });
    });

    it('are found by verification, each by its name', async () => {
      const directory = folder();
      const store = await opened({ directory });
      const [, second, third] = await threeEvents(store);
      await store.append('cl.school-2', 'no-stream', prepared('cl', 4));
      expect(await verifyChains(store, 'cl')).toEqual({ events: 7, streams: 2, position: '0000000000000007', faults: [] });

      tamper(directory, `UPDATE event SET data = '{"index":9}' WHERE position = 2`);
      tamper(directory, `DELETE FROM event WHERE position = 5`);
      // Whoever changes an event and its hash still breaks the link to the next one.
      const metadata = third?.metadataText.replace('"role":"teacher"', '"role":"tutor"') ?? '';
      const previousHash = second?.hash ?? '';
      const link = {
        previousHash,
        stream: 'cl.school-1',
        revision: 2,
        id: third?.id ?? '',
        type: third?.type ?? '',
        data: third?.dataText ?? '',
      };
      tamper(directory, 'UPDATE event SET metadata = ?, hash = ? WHERE position = 3', metadata, chainHash({ ...link, metadata }));
      tamper(
        directory,
        `UPDATE event SET metadata = replace(metadata, '"previousHash":"', '"previousHash":"0') WHERE position = 7`,
      );
      const { faults } = await verifyChains(store, 'cl');
      expect(faults.map(({ kind, revision, stream }) => [kind, stream, revision])).toEqual([
        ['hash', 'cl.school-1', 1],
        ['revision', 'cl.school-2', 2],
        ['previous-hash', 'cl.school-2', 3],
      ]);
      tamper(directory, `UPDATE event SET metadata = '{' WHERE position = 1`);
      expect((await verifyChains(store, 'cl')).faults[0]).toMatchObject({ kind: 'metadata', revision: 0 });
    });

    it('stop a log that is none of ours, naming the file', async () => {
      const directory = folder();
      mkdirSync(join(directory, 'cl'));
      writeFileSync(logPath(directory, 'cl'), 'not a database, but long enough to be looked at as one: '.repeat(40));
      const store = await opened({ directory });
      const refusal = { code: 'unavailable', message: expect.stringContaining(logPath(directory, 'cl')) as string };
      await expect(store.append('cl.school-1', 'no-stream', prepared('cl'))).rejects.toMatchObject(refusal);
      await expect(store.readStream('cl.school-1')).rejects.toMatchObject(refusal);

      rmSync(logPath(directory, 'cl'));
      const other = new DatabaseSync(logPath(directory, 'cl'));
      other.exec('PRAGMA application_id = 7; CREATE TABLE event (x)');
      other.close();
      await expect(store.append('cl.school-1', 'no-stream', prepared('cl'))).rejects.toMatchObject(refusal);
      await expect(store.readStream('cl.school-1')).rejects.toMatchObject(refusal);
    });

    it('is no log yet where its writer died while making it: the next one makes it', async () => {
      const directory = folder();
      mkdirSync(join(directory, 'cl'));
      const path = logPath(directory, 'cl');
      // Before there is a write-ahead log a change is undone from a journal beside the file; here it is caught half way.
      const making = new DatabaseSync(join(directory, 'making'));
      making.exec(`PRAGMA cache_size = 1; CREATE TABLE filling (bytes); BEGIN;
        INSERT INTO filling WITH RECURSIVE row(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < 50) SELECT randomblob(4000) FROM row`);
      for (const ending of ['', '-journal']) copyFileSync(join(directory, `making${ending}`), `${path}${ending}`);
      making.close();

      const store = await opened({ directory });
      expect(await store.tenants()).toEqual([]);
      expect((await store.readStream('cl.school-1')).head).toBeUndefined();
      await store.append('cl.school-1', 'no-stream', prepared('cl'));
      expect(await store.tenants()).toEqual(['cl']);
    });

    it('refuse a position that this log never gave', async () => {
      const store = await opened({ directory: folder() });
      await threeEvents(store);
      const first = (from: string, tenant = 'cl'): Promise<unknown> =>
        store
          .subscribe({ tenant, from, prefixes: [`${tenant}.`], signal: new AbortController().signal })
          [Symbol.asyncIterator]()
          .next();
      for (const from of ['', '3', 'abc', '0000000000000004', '9999999999999999']) {
        await expect(first(from)).rejects.toMatchObject({ code: 'invalid' });
      }
      await expect(first('0000000000000001', 'uy')).rejects.toMatchObject({ code: 'invalid' });
      await expect(first('0000000000000003')).resolves.toMatchObject({ value: { events: [], caughtUp: true } });
    });
  });

  it('holds no statement open between pages: the write-ahead log can be emptied under a slow reader', async () => {
    const directory = folder();
    const store = await opened({ directory });
    await store.append('cl.school-1', 'no-stream', prepared('cl', 50));
    const stop = new AbortController();
    for await (const _ of store.subscribe({ tenant: 'cl', prefixes: ['cl.'], signal: stop.signal, batch: 5 })) {
      const db = new DatabaseSync(logPath(directory, 'cl'));
      expect(db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()).toMatchObject({ busy: 0, log: 0 });
      db.close();
      await store.append(`cl.school-${freshTenant()}`, 'no-stream', prepared('cl'));
      if ((await store.tenants()).length === 1) stop.abort();
    }
    expect(stop.signal.aborted).toBe(true);
  });

  describe('read-only', () => {
    it('reads and follows beside the writer, from before the country’s first event, and appends nothing', async () => {
      const directory = folder();
      const reader = await opened({ directory, readOnly: true });
      const stop = new AbortController();
      const got: string[] = [];
      const following = (async () => {
        for await (const { events } of reader.subscribe({ tenant: 'cl', prefixes: ['cl.'], signal: stop.signal })) {
          got.push(...events.map(({ id }) => id));
          if (got.length === 3) stop.abort();
        }
      })();
      await expect(reader.append('cl.school-1', 'no-stream', prepared('cl'))).rejects.toMatchObject({ code: 'unavailable' });
      const writer = await opened({ directory });
      const events = await threeEvents(writer);
      await following;
      expect(got).toEqual(events.map(({ id }) => id));
      expect(await reader.tenants()).toEqual(['cl']);
    });

    it('says when there is no such folder', async () => {
      const missing = join(folder(), 'missing');
      await expect(opened({ directory: missing, readOnly: true })).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining(missing) as string,
      });
      expect(existsSync(missing)).toBe(false);
    });
  });

  describe('a folder that cannot be written', () => {
    /** File permissions do not bind the superuser: as such, the test acts as nobody meanwhile. */
    const unprivileged = async (run: () => Promise<void>): Promise<void> => {
      const superuser = process.geteuid?.() === 0;
      if (superuser) process.seteuid?.(65534);
      try {
        await run();
      } finally {
        if (superuser) process.seteuid?.(0);
      }
    };

    it('stops the opening with a line that names it', async () => {
      const directory = folder();
      chmodSync(directory, 0o555);
      await unprivileged(async () => {
        await expect(opened({ directory })).rejects.toMatchObject({
          code: 'unavailable',
          message: expect.stringContaining(`the data folder ${directory} cannot be written`) as string,
        });
      });
      const file = join(folder(), 'file');
      writeFileSync(file, '');
      await expect(opened({ directory: file })).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining(file) as string,
      });
    });

    it('refuses appends to a log that is read-only, naming it, and goes on when it is writable again', async () => {
      const directory = folder();
      chmodSync(directory, 0o777);
      const store = await opened({ directory });
      const { head } = await store.append('cl.school-1', 'no-stream', prepared('cl'));
      await store.close();
      chmodSync(logPath(directory, 'cl'), 0o444);
      chmodSync(join(directory, 'cl'), 0o555);
      const next = await opened({ directory });
      await unprivileged(async () => {
        await expect(next.append('cl.school-1', head, prepared('cl'))).rejects.toMatchObject({
          code: 'unavailable',
          message: expect.stringContaining(logPath(directory, 'cl')) as string,
        });
      });
      chmodSync(join(directory, 'cl'), 0o755);
      chmodSync(logPath(directory, 'cl'), 0o644);
      await next.append('cl.school-1', head, prepared('cl'));
      expect((await next.readStream('cl.school-1')).events).toHaveLength(2);
    });
  });
});

describe('the log writer', () => {
  const request = (
    key: number,
    stream: string,
    events: readonly PreparedEvent[],
    expected: 'no-stream' | Head = 'no-stream',
  ): AppendRequest => ({
    key,
    stream,
    expected,
    events,
    now: 1000,
  });

  it('rejects a whole group whose commit fails and writes nothing of it; later appends succeed', async () => {
    const directory = folder();
    const outcomes = new Map<number, AppendOutcome>();
    let full = false;
    const limit = (db: DatabaseSyncInstance): void => {
      if (full) db.exec('PRAGMA max_page_count = 20');
    };
    const writer = new LogWriter(
      directory,
      (settled) => settled.forEach((outcome, key) => outcomes.set(key, outcome)),
      () => undefined,
      limit,
    );
    const large = (): PreparedEvent[] => [prepareEvent(someEvent('cl', { data: { text: 'x'.repeat(100_000) } }))];
    writer.add(request(1, 'cl.school-1', prepared('cl', 2)));
    writer.commit();
    writer.close();

    full = true;
    writer.add(request(2, 'cl.school-2', prepared('cl', 2)));
    writer.add(request(3, 'uy.school-2', prepared('uy', 2)));
    writer.add(request(4, 'cl.school-3', large()));
    writer.commit();
    full = false;
    writer.add(request(5, 'cl.school-4', prepared('cl', 1)));
    writer.add(request(6, 'cl.school-3', large()));
    writer.commit();
    writer.close();

    expect([...outcomes].sort(([a], [b]) => a - b).map(([key, { kind }]) => [key, kind])).toEqual([
      [1, 'written'],
      [2, 'failed'],
      [3, 'written'],
      [4, 'failed'],
      [5, 'written'],
      [6, 'written'],
    ]);
    expect(outcomes.get(2)).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(logPath(directory, 'cl')) as string,
    });
    const store = await openEmbeddedEventStore({ directory, readOnly: true });
    expect((await store.readStream('cl.school-2')).head).toBeUndefined();
    expect(await verifyChains(store, 'cl')).toMatchObject({ events: 4, streams: 3, faults: [] });
    await store.close();
  });

  it('judges those that commit together as one after the other, whatever ids and streams they share', () => {
    const ids = Array.from({ length: 30 }, () => prepared('cl')[0]?.id as string);
    const step = fc.record({
      stream: fc.nat({ max: 3 }),
      ids: fc.uniqueArray(fc.nat({ max: ids.length - 1 }), { minLength: 1, maxLength: 3 }),
      on: fc.constantFrom('head', 'head', 'head', 'start', 'before'),
      again: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), fc.nat({ max: 5 }), (steps, ahead) => {
        const alone = new Map<number, AppendOutcome>();
        const together = new Map<number, AppendOutcome>();
        const writerTo = (directory: string, outcomes: Map<number, AppendOutcome>): LogWriter =>
          new LogWriter(
            directory,
            (settled) => settled.forEach((outcome, key) => outcomes.set(key, outcome)),
            () => undefined,
          );
        const [one, other] = ['one', 'other'].map((name) => mkdtempSync(join(tmpdir(), `event-log-${name}-`))) as [
          string,
          string,
        ];
        const [byOne, byGroup] = [writerTo(one, alone), writerTo(other, together)];
        const heads = new Map<string, Head[]>();
        const requests: AppendRequest[] = [];
        for (const { stream: number, ids: of, on, again } of steps) {
          const stream = `cl.school-${number}`;
          const known = heads.get(stream) ?? [];
          const events = of.map((id) => prepareEvent(someEvent('cl', { id: ids[id] as string })));
          const head = on === 'start' ? undefined : known.at(on === 'head' ? -1 : -2);
          const last = requests.at(-1);
          const key = requests.length;
          const next = again && last ? { ...last, key } : request(key, stream, events, head ?? 'no-stream');
          requests.push(next);
          byOne.add(next);
          byOne.commit();
          const outcome = alone.get(key);
          if (outcome?.kind === 'written') {
            const revision = (next.expected === 'no-stream' ? -1 : next.expected.revision) + outcome.hashes.length;
            heads.set(next.stream, [...(heads.get(next.stream) ?? []), { revision, hash: outcome.hashes.at(-1) as string }]);
          }
        }
        for (const next of requests.slice(0, ahead)) byGroup.add(next);
        byGroup.commit();
        for (const next of requests.slice(ahead)) byGroup.add(next);
        byGroup.commit();
        byOne.close();
        byGroup.close();
        expect([...together].sort(([a], [b]) => a - b)).toEqual([...alone].sort(([a], [b]) => a - b));
        const rows = (directory: string): unknown[] => {
          const path = logPath(directory, 'cl');
          if (!existsSync(path)) return [];
          const db = new DatabaseSync(path, { readOnly: true });
          const all = db.prepare('SELECT * FROM event ORDER BY position').all();
          db.close();
          return all;
        };
        expect(rows(other)).toEqual(rows(one));
        for (const made of [one, other]) rmSync(made, { recursive: true, force: true });
      }),
      { numRuns: 150 },
    );
  });

  it('commits a long queue in several groups', async () => {
    const sizes: number[] = [];
    const writer = new LogWriter(
      folder(),
      (settled) => sizes.push(settled.size),
      () => undefined,
    );
    for (let key = 0; key < 1200; key += 1) writer.add(request(key, `cl.school-${key}`, prepared('cl')));
    writer.commit();
    writer.close();
    expect(sizes).toEqual([512, 512, 176]);
  });
});

describe('the appends of one turn', () => {
  /** In how many commits the writing thread wrote them. */
  const commitsOf = async (diskWait: number): Promise<number> => {
    const directory = folder();
    const writer = new WorkerWriter(directory, diskWait);
    await writer.start();
    let commits = 0;
    writer.thread?.on('message', () => (commits += 1));
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        writer.append({ stream: `cl.school-${index}`, expected: 'no-stream', events: prepared('cl', 2), now: 1000 }),
      ),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 64 }, () => 'written'));
    await writer.close();
    const store = await openEmbeddedEventStore({ directory, readOnly: true });
    expect(await verifyChains(store, 'cl')).toMatchObject({ events: 128, streams: 64, faults: [] });
    await store.close();
    return commits;
  };

  it('share one wait for a disk that makes them wait', async () => {
    expect(await commitsOf(5)).toBe(1);
  });

  it('are committed while the next ones are prepared where it does not', async () => {
    expect(await commitsOf(0.1)).toBeGreaterThan(1);
  });

  it('are written by what the disk at hand was measured to take', () => {
    const directory = folder();
    const wait = diskWait(directory);
    expect(wait).toBeGreaterThan(0);
    expect(Number.isFinite(wait)).toBe(true);
    expect(readdirSync(directory)).toEqual([]);
    expect(diskWait(join(directory, 'nowhere'))).toBe(Infinity);
  });
});

describe('a writing thread that dies', () => {
  it('leaves every append under way with an unknown outcome, to be retried: exactly one copy of each', async () => {
    const directory = folder();
    const writer = new WorkerWriter(directory);
    await writer.start();
    const requests = Array.from({ length: 40 }, (_, index) => ({
      stream: `cl.school-${index}`,
      expected: 'no-stream' as const,
      events: prepared('cl', 2),
      now: 1000,
    }));
    let unknown = 0;
    for (let round = 0; round < 5; round += 1) {
      await writer.start();
      const answers = requests.map((request) => writer.append(request));
      const settled = Promise.allSettled(answers);
      // Sent, but not answered yet. A message that it cannot read ends the thread by a fault of its own, as a defect would: ended from outside
      // while it is inside SQLite, the library would take the process with it.
      await new Promise((resolve) => setImmediate(resolve));
      writer.thread?.postMessage({ appends: null });
      for (const result of await settled) {
        if (result.status === 'fulfilled') continue;
        expect(result.reason).toMatchObject({ code: 'unknown-outcome', retryable: true });
        unknown += 1;
      }
      expect(writer.thread).toBeUndefined();
    }
    expect(unknown).toBeGreaterThan(0);

    // The next append starts another thread.
    const last = await Promise.all(requests.map((request) => writer.append(request)));
    expect(last).toHaveLength(40);
    await writer.close();
    const store = await openEmbeddedEventStore({ directory, readOnly: true });
    expect(await verifyChains(store, 'cl')).toMatchObject({ events: 80, streams: 40, faults: [] });
    await store.close();
  });
});
