import { createServer, type AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { InThreadProjectorHost, digest, replayInto } from '#libs/projecting';
import { openMemoryEventStore } from '#libs/event-store/memory';
import { EventCatalogue } from '#libs/kernel';
import { databaseNameOf, isDuplicateKey, isMongoError, isTooLarge, onlyDuplicates, openMongo, type Mongo } from '#libs/mongo';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { Author, eventDefinitions, projections } from '../../../test/support/projecting/toy-read-models.js';
import { mongodbNamed } from '../../../test/support/mongodb-address.js';
import { freshMongodb, noMongodb, withMongodb } from '../../../test/support/servers.js';
import { until } from '../../../test/support/projector-process.js';
import { Way } from '../../../test/support/way.js';
import { describeReadStoreContract } from '../contract.js';
import type { CollectionSpec, Commit, Document } from '../port.js';
import { MAX_DOCUMENT_BYTES, openMongoReadStore, type MongoReadStore, type MongoReadStoreOptions, type Step } from './index.js';

// The server is another process, and may be busy.
jest.setTimeout(180_000);

const TENANT = 'cl';
const P = 'cohort@1';
const facts: CollectionSpec = { name: 'facts', columns: { region: 'text', score: 'integer' }, indexes: [['region', 'score']] };
const STEPS: readonly Step[] = ['claiming', 'claimed', 'applying', 'applied', 'marked'];
const DAY = 24 * 60 * 60 * 1000;

/** A process that dies: whatever it was about to do, it does not do. */
class Killed extends Error {}

describe('what the driver says', () => {
  it('is told from its name and code', () => {
    const error = (over: object): Error => Object.assign(new Error('E11000 duplicate key'), { name: 'MongoServerError' }, over);
    expect(isDuplicateKey(error({ code: 11000 }))).toBe(true);
    expect(isDuplicateKey(error({ code: 26 }))).toBe(false);
    expect(isDuplicateKey(Object.assign(new Error('no error of the driver'), { code: 11000 }))).toBe(false);
    expect(isTooLarge(error({ code: 10334 }))).toBe(true);
    expect(onlyDuplicates(error({ name: 'MongoBulkWriteError', writeErrors: [{ code: 11000, index: 3 }] }))).toBe(true);
    // One write that failed for another reason is none to be ignored.
    expect(
      onlyDuplicates(
        error({
          writeErrors: [
            { code: 11000, index: 3 },
            { code: 91, index: 4 },
          ],
        }),
      ),
    ).toBe(false);
    expect(onlyDuplicates(error({ writeErrors: [{ code: 11000, index: 3 }], writeConcernErrors: [{ code: 64 }] }))).toBe(false);
    expect(onlyDuplicates(error({ code: 6 }))).toBe(false);
  });

  it('is the driver’s also when a server that hangs is given up, and when nobody knows its name', () => {
    const error = (over: object): Error => Object.assign(new Error('no answer'), over);
    for (const name of ['MongoNetworkTimeoutError', 'MongoPoolClearedError', 'PoolClearedOnNetworkError', 'BSONError'])
      expect([name, isMongoError(error({ name }))]).toEqual([name, true]);
    expect(isMongoError(error({ code: 'ENOTFOUND', syscall: 'querySrv' }))).toBe(true);
    for (const over of [{}, { name: 'TypeError' }, { code: 'ENOENT', syscall: 'open' }])
      expect(isMongoError(error(over))).toBe(false);
  });

  it('reads the name of the databases from the address', () => {
    expect(databaseNameOf('mongodb://localhost:27017')).toBe('cordillera');
    expect(databaseNameOf('mongodb://u:p@a:1,b:2/?replicaSet=rs0')).toBe('cordillera');
    expect(databaseNameOf('mongodb://localhost/pilot?w=1')).toBe('pilot');
    expect(() => databaseNameOf('mongodb://localhost/a.b')).toThrow(RangeError);
  });

  it('lets the suites have databases of their own, and finds an account where it was', () => {
    const named = (address: string): string => mongodbNamed(address, 'own');
    expect(named('mongodb://localhost:27017')).toBe('mongodb://localhost:27017/own');
    expect(named('mongodb://a:1,b:2/x?replicaSet=rs0')).toBe('mongodb://a:1,b:2/own?replicaSet=rs0');
    expect(named('mongodb://u:p@a:1/?authSource=admin')).toBe('mongodb://u:p@a:1/own?authSource=admin');
    expect(named('mongodb://u:p@a:1/')).toBe('mongodb://u:p@a:1/own?authSource=admin');
    expect(named('mongodb://u:p@a:1/people?tls=true')).toBe('mongodb://u:p@a:1/own?tls=true&authSource=people');
  });
});

withMongodb(`MongoDB over the wire${noMongodb === undefined ? '' : ` (${noMongodb})`}`, () => {
  const disposals: (() => Promise<void>)[] = [];
  const fresh = (): string => {
    const { url, dispose } = freshMongodb();
    disposals.push(dispose);
    return url;
  };
  const stores: MongoReadStore[] = [];
  const open = async (url: string, options: Omit<MongoReadStoreOptions, 'url'> = {}): Promise<MongoReadStore> => {
    const store = await openMongoReadStore({ url, ...options });
    stores.push(store);
    return store;
  };
  const inside = async <Result>(url: string, run: (mongo: Mongo) => Promise<Result>): Promise<Result> => {
    const mongo = await openMongo({ url });
    try {
      return await run(mongo);
    } finally {
      await mongo.close();
    }
  };
  // After each: the fewer databases there are, the sooner a server has listed them.
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    for (const dispose of disposals.splice(0)) await dispose();
  });

  let last = '';
  describeReadStoreContract('MongoDB', {
    open: () => open((last = fresh())),
    reopen: () => open(last),
  });

  const put = (id: string, document: Document): Commit['puts'][number] => ({ collection: 'facts', id, document });
  const commit = (over: Partial<Commit>): Commit => ({ projection: P, from: undefined, to: '1', puts: [], deletes: [], ...over });
  const all = async (store: MongoReadStore, collection = 'facts'): Promise<Record<string, unknown>> => {
    const found: Record<string, unknown> = {};
    for await (const page of store.scan(TENANT, collection)) for (const { id, text } of page) found[id] = JSON.parse(text);
    return found;
  };

  describe('a batch that was broken off', () => {
    const first = commit({ puts: [put('a', { score: 1 }), put('b', { score: 1 }), put('c', { score: 1 })] });
    const second = commit({
      from: '1',
      to: '2',
      puts: [put('a', { score: 2 }), put('d', { score: 2 })],
      deletes: [{ collection: 'facts', id: 'b' }],
    });
    const before = { a: { score: 1 }, b: { score: 1 }, c: { score: 1 } };
    const after = { a: { score: 2 }, c: { score: 1 }, d: { score: 2 } };

    // With one document a call there is an `applying` before each of the three.
    const cases: [Step, number][] = [
      ['claiming', 1],
      ['claimed', 1],
      ['applying', 1],
      ['applying', 2],
      ['applying', 3],
      ['applied', 1],
      ['marked', 1],
    ];
    it.each(cases)('is whole after a kill at "%s" (%i) and a restart', async (step, nth) => {
      const url = fresh();
      let armed = false;
      let seen = 0;
      const dying = await open(url, {
        chunk: 1,
        onStep: async (at) => {
          if (armed && at === step && (seen += 1) === nth) throw new Killed();
        },
      });
      await dying.declare(TENANT, P, [facts]);
      await dying.commit(TENANT, first);
      armed = true;
      await expect(dying.commit(TENANT, second)).rejects.toThrow(Killed);

      // What a reader may see meanwhile: the checkpoint of the batch before, unless this one was marked, and every document whole.
      const reader = await open(url, { readOnly: true });
      await reader.declare(TENANT, P, [facts]);
      const marked = step === 'marked';
      expect(await reader.checkpoint(TENANT, P)).toBe(marked ? '2' : '1');
      expect((await reader.checkpoints(TENANT)).get(P)).toBe(marked ? '2' : '1');
      const between = await all(reader);
      for (const [id, document] of Object.entries(between)) {
        expect([(before as Record<string, unknown>)[id], (after as Record<string, unknown>)[id]]).toContainEqual(document);
      }
      if (step === 'claiming' || step === 'claimed') expect(between).toEqual(before);
      if (step === 'applied' || marked) expect(between).toEqual(after);

      const restarted = await open(url);
      await restarted.declare(TENANT, P, [facts]);
      const from = await restarted.checkpoint(TENANT, P);
      // Before the claim nothing had happened: the batch is made again.
      if (from === '1') {
        expect(step).toBe('claiming');
        await restarted.commit(TENANT, second);
      }
      expect(await restarted.checkpoint(TENANT, P)).toBe('2');
      expect(await all(restarted)).toEqual(after);
      // The claim's numbers go on without a gap.
      await restarted.commit(TENANT, commit({ from: '2', to: '3', puts: [put('b', { score: 3 })] }));
      expect(await all(restarted)).toEqual({ ...after, b: { score: 3 } });
    });

    it('is whole also when it was a reset', async () => {
      for (const step of STEPS.filter((each) => each !== 'applying')) {
        const url = fresh();
        let armed = false;
        const dying = await open(url, {
          onStep: async (at) => {
            if (armed && at === step) throw new Killed();
          },
        });
        await dying.declare(TENANT, P, [facts]);
        await dying.commit(TENANT, first);
        armed = true;
        await expect(dying.reset(TENANT, P)).rejects.toThrow(Killed);
        const restarted = await open(url);
        await restarted.declare(TENANT, P, [facts]);
        const from = await restarted.checkpoint(TENANT, P);
        expect([step, from]).toEqual([step, step === 'claiming' ? '1' : undefined]);
        expect(await all(restarted)).toEqual(step === 'claiming' ? before : {});
      }
    });
  });

  describe('a zombie', () => {
    it.each(STEPS)('that slept at "%s" while others went on, rebuilt and pruned, changes nothing', async (step) => {
      const url = fresh();
      let asleep!: () => void;
      let wake!: () => void;
      const sleeping = new Promise<void>((resolve) => (asleep = resolve));
      const woken = new Promise<void>((resolve) => (wake = resolve));
      let armed = false;
      const zombie = await open(url, {
        chunk: 1,
        onStep: async (at) => {
          if (!armed || at !== step) return;
          armed = false;
          asleep();
          await woken;
        },
      });
      await zombie.declare(TENANT, P, [facts]);
      await zombie.commit(TENANT, commit({ puts: [put('a', { score: 1 }), put('b', { score: 1 })] }));
      armed = true;
      const stale = zombie
        .commit(TENANT, commit({ from: '1', to: '2', puts: [put('a', { score: 2 }), put('zombie', { score: 2 })] }))
        .then(
          () => 'done',
          (error: { code?: string }) => error.code,
        );
      await sleeping;

      let now = Date.now();
      const other = await open(url, { now: () => now });
      await other.declare(TENANT, P, [facts]);
      const from = await other.checkpoint(TENANT, P);
      expect(from).toBe(step === 'claiming' ? '1' : '2');
      await other.commit(
        TENANT,
        commit({ from, to: '3', puts: [put('a', { score: 3 })], deletes: [{ collection: 'facts', id: 'zombie' }] }),
      );
      await other.reset(TENANT, P);
      await other.commit(TENANT, commit({ to: '4', puts: [put('c', { score: 4 })] }));
      now += 2 * DAY;
      await other.prune(TENANT);
      const [documents, position] = [await all(other), await other.checkpoint(TENANT, P)];

      wake();
      // Who slept before the claim is refused; who had claimed finds that others have done it.
      expect(await stale).toBe(step === 'claiming' ? 'fenced' : 'done');
      expect(await all(other)).toEqual(documents);
      expect(documents).toEqual({ c: { score: 4 } });
      expect(await other.checkpoint(TENANT, P)).toBe(position);
      await expect(zombie.commit(TENANT, commit({ from: '2', to: '3', puts: [put('a', { score: 9 })] }))).rejects.toMatchObject({
        code: 'fenced',
      });
      await other.commit(TENANT, commit({ from: '4', to: '5', puts: [put('d', { score: 5 })] }));
      expect(await all(other)).toEqual({ c: { score: 4 }, d: { score: 5 } });
    });

    it('is one of many that race for the same number: one has it, the others are fenced, and what is there is the winner’s', async () => {
      const url = fresh();
      const racers = await Promise.all(Array.from({ length: 6 }, () => open(url)));
      for (const racer of racers) await racer.declare(TENANT, P, [facts]);
      let from: string | undefined;
      for (let round = 1; round <= 4; round += 1) {
        const to = String(round);
        const outcomes = await Promise.all(
          racers.map((racer, index) =>
            racer.commit(TENANT, commit({ from, to, puts: [put('a', { round, index }), put(`r${round}`, { index })] })).then(
              () => index,
              (error: { code?: string }) => error.code,
            ),
          ),
        );
        const winners = outcomes.filter((outcome) => typeof outcome === 'number');
        expect(outcomes.filter((outcome) => outcome === 'fenced')).toHaveLength(racers.length - 1);
        expect(winners).toHaveLength(1);
        const [reader] = racers as [MongoReadStore];
        expect(await reader.checkpoint(TENANT, P)).toBe(to);
        expect(await all(reader)).toMatchObject({ a: { round, index: winners[0] }, [`r${round}`]: { index: winners[0] } });
        from = to;
      }
    });

    it('is fenced also where the others stayed at its position', async () => {
      const url = fresh();
      const zombie = await open(url);
      await zombie.declare(TENANT, P, [facts]);
      await zombie.commit(TENANT, commit({ puts: [put('a', { score: 1 })] }));
      const other = await open(url);
      await other.declare(TENANT, P, [facts]);
      expect(await other.checkpoint(TENANT, P)).toBe('1');
      await other.commit(TENANT, commit({ from: '1', to: '1', puts: [put('a', { score: 2 })] }));
      await expect(zombie.commit(TENANT, commit({ from: '1', to: '2', puts: [put('a', { score: 9 })] }))).rejects.toMatchObject({
        code: 'fenced',
      });
      expect(await all(other)).toEqual({ a: { score: 2 } });
    });

    it('among two projectors at work on one country: every document equals the replay', async () => {
      const url = fresh();
      const events = openMemoryEventStore();
      const author = new Author(events, TENANT);
      for (let teacher = 0; teacher < 12; teacher += 1) await author.step({ kind: 'joined', teacher, region: teacher % 3 });

      let hold: { asleep: () => void; woken: Promise<void> } | undefined;
      const project = async (withHold: boolean): Promise<InThreadProjectorHost> => {
        const documents = await open(url, {
          chunk: 2,
          onStep: async (step) => {
            if (!withHold || !hold || step !== 'applying') return;
            const { asleep, woken } = hold;
            hold = undefined;
            asleep();
            await woken;
          },
        });
        return new InThreadProjectorHost({
          engines: {
            events,
            documents,
            scratch: async () => ({ documents: openMemoryReadStore(), dispose: async () => undefined }),
          },
          projections,
          eventDefinitions,
          limits: { liveBatch: 5, rebuildBatch: 7, commitDocuments: 3, yieldMs: 20, retryMs: 10 },
        });
      };
      const first = await project(true);
      await first.start([TENANT]);
      const reach = async (host: InThreadProjectorHost): Promise<void> => {
        const position = (await events.head(TENANT))?.position ?? '';
        // Who is fenced yields for a while, and goes on from wherever the others are.
        for (;;) {
          const outcome = await host.waitFor(TENANT, { position, timeoutMs: 80_000 });
          if (outcome.outcome === 'reached') return;
          expect(outcome).toMatchObject({ outcome: 'paused', reason: expect.stringContaining('another projector') as string });
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      await reach(first);

      for (let round = 0; round < 3; round += 1) {
        let wake!: () => void;
        const asleep = new Promise<void>((resolve) => {
          hold = { asleep: resolve, woken: new Promise((wakeUp) => (wake = wakeUp)) };
        });
        await author.step({ kind: 'score', teacher: round, points: 3 });
        // Paused in the middle of a batch, past any lease.
        await asleep;
        const second = await project(false);
        await second.start([TENANT]);
        for (let teacher = 0; teacher < 12; teacher += 1) {
          await author.step({ kind: 'moved', teacher, region: (teacher + round) % 4 });
          await author.step({ kind: 'score', teacher, points: 1 + ((teacher + round) % 5) });
        }
        await author.step({ kind: 'left', teacher: 11 - round });
        await reach(second);
        wake();
        await reach(first);
        await second.close();
      }
      await first.close();

      const reader = await open(url, { readOnly: true });
      for (const { name, version, collections } of projections) await reader.declare(TENANT, `${name}@${version}`, collections);
      const replayed = openMemoryReadStore();
      await replayInto({
        tenant: TENANT,
        events,
        documents: replayed,
        projections,
        catalogue: new EventCatalogue(eventDefinitions),
      });
      expect(await digest(reader, TENANT, projections)).toBe(await digest(replayed, TENANT, projections));
    });
  });

  describe('the journal', () => {
    it('keeps `_seq` and tombstones out of what is read', async () => {
      const url = fresh();
      const store = await open(url);
      await store.declare(TENANT, P, [facts]);
      await store.commit(TENANT, commit({ puts: [put('a', { score: 1 }), put('b', { score: 2 })] }));
      await store.commit(TENANT, commit({ from: '1', to: '2', deletes: [{ collection: 'facts', id: 'b' }] }));
      const kept = await inside(url, (mongo) => mongo.database(TENANT).collection('facts@1').find().sort({ _id: 1 }).toArray());
      expect(kept).toMatchObject([
        { _id: 'a', _seq: 1, _doc: '{"score":1}' },
        { _id: 'b', _seq: 2, _gone: true },
      ]);
      expect(await all(store)).toEqual({ a: { score: 1 } });
      expect(await store.get(TENANT, 'facts', 'a')).toEqual({ score: 1 });
      expect(await store.get(TENANT, 'facts', 'b')).toBeUndefined();
      expect((await store.find(TENANT, 'facts', { filter: { score: { in: [1, 2, null] } } })).documents).toEqual([
        { id: 'a', document: { score: 1 } },
      ]);
      expect(await store.tabulate(TENANT, 'facts', { by: [], measures: { n: { count: true } } })).toEqual([{ n: 1 }]);
      // Never were there a document in memory and one in MongoDB with other digests.
      const memory = openMemoryReadStore();
      await memory.declare(TENANT, P, [facts]);
      await memory.commit(TENANT, commit({ puts: [put('a', { score: 1 })] }));
      const cohort = [{ name: 'cohort', version: 1, collections: [facts], on: {} }];
      expect(await digest(store, TENANT, cohort)).toBe(await digest(memory, TENANT, cohort));
    });

    it('keeps entries for a day, and longer what is not done', async () => {
      const url = fresh();
      let now = Date.parse('2026-03-01T00:00:00.000Z');
      let dying = false;
      const store = await open(url, {
        now: () => now,
        onStep: async (step) => {
          if (dying && step === 'claimed') throw new Killed();
        },
      });
      await store.declare(TENANT, P, [facts]);
      await store.commit(TENANT, commit({ puts: [put('a', { score: 1 })] }));
      now += DAY / 2;
      await store.commit(TENANT, commit({ from: '1', to: '2', puts: [put('a', { score: 2 })] }));
      dying = true;
      await expect(store.commit(TENANT, commit({ from: '2', to: '3', puts: [put('a', { score: 3 })] }))).rejects.toThrow(Killed);
      const numbers = () =>
        inside(url, async (mongo) =>
          (await mongo.database(TENANT).collection('_journal').find().sort({ _id: 1 }).toArray()).map(
            (entry) => entry['seq'] as number,
          ),
        );
      now += DAY / 2 + 1;
      await store.prune(TENANT);
      expect(await numbers()).toEqual([2, 3]);
      now += 30 * DAY;
      await store.prune(TENANT);
      expect(await numbers()).toEqual([3]);
      const restarted = await open(url);
      await restarted.declare(TENANT, P, [facts]);
      expect(await restarted.checkpoint(TENANT, P)).toBe('3');
      expect(await all(restarted)).toEqual({ a: { score: 3 } });
    });

    it('is pruned from the front, however much there is', async () => {
      const url = fresh();
      let now = Date.now();
      const store = await open(url, { now: () => now });
      await store.declare(TENANT, P, [facts]);
      await store.declare(TENANT, 'others@1', [{ name: 'others' }]);
      await store.commit(TENANT, { projection: 'others@1', from: undefined, to: '1', puts: [], deletes: [] });
      const last = 53;
      for (let n = 1; n <= last; n += 1) {
        if (n === last) now += DAY + 1;
        await store.commit(TENANT, commit({ from: n === 1 ? undefined : String(n - 1), to: String(n), puts: [put('a', { n })] }));
      }
      await store.prune(TENANT);
      const kept = await inside(url, (mongo) => mongo.database(TENANT).collection('_journal').find().toArray());
      expect(kept.map((entry) => [entry['projection'], entry['seq']] as unknown)).toEqual([[P, last]]);
      expect(await all(store)).toEqual({ a: { n: last } });
    });

    it('divides a batch that is larger than an entry may be', async () => {
      const url = fresh();
      let dying = false;
      const store = await open(url, {
        onStep: async (step) => {
          if (dying && step === 'claimed') throw new Killed();
        },
      });
      await store.declare(TENANT, P, [facts]);
      const long = (mark: string): string => mark.repeat(3 * 1024 * 1024);
      const puts = ['a', 'b', 'c', 'd', 'e'].map((id) => put(id, { text: long(id) }));
      dying = true;
      await expect(store.commit(TENANT, commit({ puts }))).rejects.toThrow(Killed);
      const restarted = await open(url);
      await restarted.declare(TENANT, P, [facts]);
      expect(await restarted.checkpoint(TENANT, P)).toBe('1');
      for (const { id, document } of puts) expect(await restarted.get(TENANT, 'facts', id)).toEqual(document);
    });
  });

  describe('documents', () => {
    it('with dots, dollars and empty names, with zero, large and small numbers, come back as they were', async () => {
      const store = await open(fresh());
      await store.declare(TENANT, P, [facts]);
      const document = {
        'a.b': { $set: { 'c.$': 1 }, '': '' },
        $where: 'x',
        _id: 'mine',
        _seq: 7,
        _gone: true,
        zero: 0,
        large: Number.MAX_SAFE_INTEGER,
        beyondInt: 2 ** 31 + 0.5,
        small: 5e-324,
        at: '2023-05-08T12:00:00.123Z',
        list: [null, [], {}],
      };
      await store.commit(TENANT, commit({ puts: [put('x.$y', document), put('$z', {})] }));
      expect(await store.get(TENANT, 'facts', 'x.$y')).toEqual(document);
      expect(Object.keys(await all(store))).toEqual(['$z', 'x.$y']);
      // Undefined is left out, as everywhere; what JSON does not know is refused before anything is claimed.
      await store.commit(TENANT, commit({ from: '1', to: '2', puts: [put('u', { here: 1, gone: undefined as never })] }));
      expect(await store.get(TENANT, 'facts', 'u')).toEqual({ here: 1 });
      for (const bad of [{ n: 1n }, { n: NaN }, { at: new Date(0) }] as unknown as Document[]) {
        await expect(store.commit(TENANT, commit({ from: '2', to: '3', puts: [put('bad', bad)] }))).rejects.toMatchObject({
          code: 'invalid',
        });
      }
      expect(await store.checkpoint(TENANT, P)).toBe('2');
    });

    it('beyond the limit are refused before anything is claimed', async () => {
      const store = await open(fresh());
      await store.declare(TENANT, P, [facts]);
      const puts = [put('small', { n: 1 }), put('large', { text: 'x'.repeat(MAX_DOCUMENT_BYTES) })];
      await expect(store.commit(TENANT, commit({ puts }))).rejects.toMatchObject({ code: 'invalid' });
      expect(await all(store)).toEqual({});
      expect(await store.checkpoint(TENANT, P)).toBeUndefined();
    });

    it('are found by indexes that were made when the projection was declared, and only those', async () => {
      const url = fresh();
      const store = await open(url);
      await store.declare(TENANT, P, [facts]);
      const indexes = () =>
        inside(url, async (mongo) =>
          (await mongo.database(TENANT).collection('facts@1').listIndexes().toArray()).map((index) => index['key'] as object),
        );
      expect(await indexes()).toEqual([{ _id: 1 }, { c_region: 1, c_score: 1, _id: 1 }]);
      await store.declare(TENANT, P, [{ ...facts, indexes: [['score']] }]);
      expect(await indexes()).toEqual([{ _id: 1 }, { c_score: 1, _id: 1 }]);
    });
  });

  it('makes a collection again whose removal was interrupted', async () => {
    const url = fresh();
    const store = await open(url);
    await store.declare(TENANT, P, [facts]);
    await store.commit(TENANT, commit({ puts: [put('a', { score: 1 })] }));
    await store.reset(TENANT, P);
    await inside(url, (mongo) => mongo.database(TENANT).dropCollection('facts@1'));
    const restarted = await open(url);
    await restarted.declare(TENANT, P, [facts]);
    await restarted.commit(TENANT, commit({ puts: [put('b', { score: 2, region: '13' })] }));
    expect((await restarted.find(TENANT, 'facts', { filter: { region: '13' } })).documents.map(({ id }) => id)).toEqual(['b']);
    expect(await all(restarted)).toEqual({ b: { score: 2, region: '13' } });
  });

  it('is unavailable while its server is away, and goes on when it is back', async () => {
    const url = fresh();
    const way = await Way.to(url);
    const store = await open(way.url, { patience: 300 });
    await store.declare(TENANT, P, [facts]);
    await store.commit(TENANT, commit({ puts: [put('a', { score: 1 })] }));
    await way.close();
    await expect(store.get(TENANT, 'facts', 'a')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.commit(TENANT, commit({ from: '1', to: '2' }))).rejects.toMatchObject({ code: 'unavailable' });
    await way.open();
    // The driver looks for it every half a second.
    await until('the server is found again', () =>
      store.checkpoint(TENANT, P).then(
        () => true,
        () => false,
      ),
    );
    await store.commit(TENANT, commit({ from: '1', to: '2', puts: [put('a', { score: 2 })] }));
    expect(await all(store)).toEqual({ a: { score: 2 } });
    await store.close();
    await way.close();
  });

  it('is asked to be on disk and to stay, whatever the address says', async () => {
    const url = fresh();
    const over = 'w=1&journal=false&readConcernLevel=local&readPreference=secondaryPreferred';
    const mongo = await openMongo({ url: `${url}${url.includes('?') ? '&' : '?'}${over}` });
    const { writeConcern, readConcern, readPreference } = mongo.database('cl');
    expect(writeConcern).toMatchObject({ w: 'majority', j: true });
    expect(readConcern?.level).toBe('majority');
    expect(readPreference?.mode).toBe('primary');
    await mongo.close();
  });

  it('lets readers stand beside it who write nothing', async () => {
    const url = fresh();
    const reader = await open(url, { readOnly: true });
    await reader.declare(TENANT, P, [facts]);
    expect(await reader.find(TENANT, 'facts')).toEqual({ documents: [] });
    expect(await reader.checkpoint(TENANT, P)).toBeUndefined();
    await expect(reader.commit(TENANT, commit({}))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(reader.reset(TENANT, P)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await inside(url, (mongo) => mongo.databases())).toEqual([]);
  });
});

describe('a server that is too old', () => {
  it('is refused with its version and the one that the driver needs', async () => {
    const { BSON } = await import('mongodb');
    /** A MongoDB of 2016: it says who it is, and is asked nothing else. */
    const old = createServer((socket) => {
      socket.on('error', () => undefined); // The driver hangs up on it.
      socket.on('data', (request) => {
        const document = BSON.serialize({ ismaster: true, helloOk: true, minWireVersion: 0, maxWireVersion: 5, ok: 1 });
        const message = request.readInt32LE(12) === 2013;
        const head = Buffer.alloc(message ? 21 : 36);
        head.writeInt32LE(head.length + document.length, 0);
        head.writeInt32LE(request.readInt32LE(4), 8);
        head.writeInt32LE(message ? 2013 : 1, 12);
        if (!message) head.writeInt32LE(1, 32);
        socket.write(Buffer.concat([head, document]));
      });
    });
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    const { port } = old.address() as AddressInfo;
    try {
      await expect(openMongoReadStore({ url: `mongodb://127.0.0.1:${port}/old`, patience: 2000 })).rejects.toMatchObject({
        name: 'MongoOpenError',
        message: expect.stringMatching(/wire version 5.*requires at least \d+ \(MongoDB \d/s) as string,
      });
    } finally {
      old.close();
    }
  });
});

describe('a server that is not there', () => {
  it('is told when it is opened, without the password of its address', async () => {
    const opening = openMongoReadStore({ url: 'mongodb://somebody:s3cret@127.0.0.1:1/none', patience: 200 });
    await expect(opening).rejects.toMatchObject({
      name: 'MongoOpenError',
      message: expect.stringMatching(/^the server cannot be reached: (?!.*s3cret)/) as string,
    });
    await expect(openMongo({ url: 'mongodb://127.0.0.1/a.b' })).rejects.toThrow(/^the address cannot be read: .*letters, digits/);
    await expect(openMongo({ url: 'mongodb://127.0.0.1:1/none?nonsense=1' })).rejects.toThrow(/^the address cannot be read: /);
  });
});
