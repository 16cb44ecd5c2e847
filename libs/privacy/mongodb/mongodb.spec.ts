import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { KeyStore, MovableKeyStore } from '#libs/privacy';
import { openEmbeddedKeyStore } from '#libs/privacy/embedded';
import { openMongo, type Mongo } from '#libs/mongo';
import { freshMongodb, noMongodb, withMongodb } from '../../../test/support/servers.js';
import { describeKeyStoreContract } from '../contract.js';
import { openMongoKeyStore, type MongoKeyStoreOptions } from './index.js';

// The server is another process, and may be busy.
jest.setTimeout(180_000);

const AT = '2023-05-08T12:00:00.000Z';

withMongodb(`vaults in MongoDB over the wire${noMongodb === undefined ? '' : ` (${noMongodb})`}`, () => {
  const disposals = new Map<KeyStore, () => Promise<void>>();
  const harness = (options: Omit<MongoKeyStoreOptions, 'url'> = {}) => ({
    open: async () => {
      const { url, dispose } = freshMongodb();
      const store = await openMongoKeyStore({ url, ...options });
      disposals.set(store, dispose);
      return store;
    },
    dispose: async (store: KeyStore) => {
      await store.close();
      await disposals.get(store)?.();
    },
  });
  describeKeyStoreContract('MongoDB, under a master key', harness({ masterKey: randomBytes(32) }));

  describe('in MongoDB', () => {
    let url: string;
    let dispose: () => Promise<void>;
    const open: KeyStore[] = [];
    const vault = async (options: Omit<MongoKeyStoreOptions, 'url'> = {}): Promise<MovableKeyStore> => {
      const store = await openMongoKeyStore({ url, ...options });
      open.push(store);
      return store;
    };
    const inside = async <Result>(run: (mongo: Mongo) => Promise<Result>): Promise<Result> => {
      const mongo = await openMongo({ url });
      try {
        return await run(mongo);
      } finally {
        await mongo.close();
      }
    };
    beforeEach(() => {
      ({ url, dispose } = freshMongodb());
    });
    afterEach(async () => {
      for (const store of open.splice(0)) await store.close();
      await dispose();
    });

    describe('moved between engines', () => {
      let directory: string;
      beforeEach(async () => {
        directory = await mkdtemp(join(tmpdir(), 'cordillera-vault-'));
      });
      afterEach(() => rm(directory, { recursive: true, force: true }));
      const files = (masterKey?: Buffer): MovableKeyStore => {
        const store = openEmbeddedKeyStore({ directory, ...(masterKey ? { masterKey } : {}) });
        open.push(store);
        return store;
      };

      it('holds everybody’s key under another master key; who was forgotten stays forgotten, there and back', async () => {
        const own = files();
        await own.create('cl', {});
        const [ana, luis, rosa] = await Promise.all(['1-1', '2-2', '3-3'].map((id) => own.enrol('cl', id)));
        const [a, l, r] = [ana?.pseudonym ?? '', luis?.pseudonym ?? '', rosa?.pseudonym ?? ''];
        const certificate = await own.destroy('cl', l, AT);
        const shared = await vault({ masterKey: randomBytes(32) });
        await shared.bringIn('cl', own.takeOut('cl'));
        expect(await shared.fingerprint('cl')).toBe(await own.fingerprint('cl'));
        for (const pseudonym of [a, r]) expect(await shared.key('cl', pseudonym)).toEqual(await own.key('cl', pseudonym));
        expect(await shared.find('cl', '1-1')).toBe(a);
        expect(await shared.key('cl', l)).toBeUndefined();
        expect(await shared.certificate('cl', l)).toEqual(certificate);
        // Again, as after an interruption: nothing changes.
        await shared.bringIn('cl', own.takeOut('cl'));
        expect(await shared.enrol('cl', '3-3')).toEqual({ pseudonym: r, created: false });

        // Its life there: somebody is forgotten and registered anew, somebody comes, an enrolment is taken back.
        await shared.destroy('cl', r, AT);
        const rosaAgain = await shared.enrol('cl', '3-3');
        const eva = await shared.enrol('cl', '4-4');
        await shared.sweep('cl', async (pseudonym) => pseudonym !== a);
        await own.bringIn('cl', shared.takeOut('cl'));
        expect(await own.find('cl', '3-3')).toBe(rosaAgain.pseudonym);
        expect(await own.key('cl', r)).toBeUndefined();
        expect(await own.key('cl', eva.pseudonym)).toEqual(await shared.key('cl', eva.pseudonym));
        expect(await own.find('cl', '1-1')).toBeUndefined();
        expect(await own.key('cl', a)).toBeUndefined();
      });

      it('is not mixed with another vault of the same country', async () => {
        const own = files();
        await own.create('cl', {});
        const shared = await vault();
        await shared.create('cl', {});
        await expect(shared.bringIn('cl', own.takeOut('cl'))).rejects.toMatchObject({ code: 'exists' });
        await expect(own.bringIn('cl', shared.takeOut('cl'))).rejects.toMatchObject({ code: 'exists' });
      });
    });

    it('gives one person one pseudonym when two servers enrol them at the same time', async () => {
      const [a, b] = [await vault(), await vault()];
      await a.create('cl', {});
      const enrolled = await Promise.all(
        Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? a : b).enrol('cl', `${index % 10}-0`)),
      );
      expect(new Set(enrolled.map(({ pseudonym }) => pseudonym)).size).toBe(10);
      expect(enrolled.filter(({ created }) => created)).toHaveLength(10);
      // Those who lost left nothing behind.
      const kept = await inside((mongo) => mongo.database('vault_cl').collection('people').countDocuments());
      expect(kept).toBe(10);
    });

    it('lets no server read a key that another one destroyed', async () => {
      const [a, b] = [await vault(), await vault()];
      await a.create('cl', {});
      const { pseudonym } = await a.enrol('cl', '1-1');
      expect(await b.key('cl', pseudonym)).toEqual(await a.key('cl', pseudonym));
      await a.destroy('cl', pseudonym, AT);
      expect(await b.key('cl', pseudonym)).toBeUndefined();
      expect(await b.find('cl', '1-1')).toBeUndefined();
    });

    it('ends a destruction that was interrupted, under its first certificate', async () => {
      const store = await vault();
      await store.create('cl', {});
      const { pseudonym } = await store.enrol('cl', '1-1');
      // Certified, and then the process died.
      await inside((mongo) =>
        mongo
          .database('vault_cl')
          .collection<{ _id: string }>('certificates')
          .insertOne({ _id: pseudonym, destroyedAt: AT, keyDigest: 'd'.repeat(64) } as never),
      );
      expect(await store.destroy('cl', pseudonym, '2024-01-01T00:00:00.000Z')).toMatchObject({ destroyedAt: AT });
      expect(await store.key('cl', pseudonym)).toBeUndefined();
      // A link without its person, as an interrupted removal leaves it, leads to nobody.
      const other = await store.enrol('cl', '2-2');
      await inside((mongo) =>
        mongo.database('vault_cl').collection<{ _id: string }>('people').deleteOne({ _id: other.pseudonym }),
      );
      expect(await store.find('cl', '2-2')).toBeUndefined();
      expect((await store.enrol('cl', '2-2')).created).toBe(true);
    });

    it('sweeps only what is old enough for no other server to be about to register it', async () => {
      let now = Date.parse(AT);
      const store = await vault({ sweepAfterMs: 3_600_000, now: () => now });
      await store.create('cl', {});
      const { pseudonym } = await store.enrol('cl', '1-1');
      now += 3_599_999;
      expect(await store.sweep('cl', async () => false)).toEqual([]);
      now += 1;
      expect(await store.sweep('cl', async () => false)).toEqual([pseudonym]);
    });

    it('opens under its master key alone, and holds neither key nor national id in clear', async () => {
      const masterKey = randomBytes(32);
      const store = await vault({ masterKey });
      await store.create('cl', {});
      const { pseudonym } = await store.enrol('cl', '12345678-5');
      const key = await store.key('cl', pseudonym);
      expect(await (await vault({ masterKey })).key('cl', pseudonym)).toEqual(key);
      for (const options of [{}, { masterKey: randomBytes(32) }]) {
        await expect((await vault(options)).key('cl', pseudonym)).rejects.toMatchObject({ code: 'wrong' });
      }
      const stored = await inside(async (mongo) => {
        const database = mongo.database('vault_cl');
        const documents: unknown[] = [];
        for (const name of ['meta', 'links', 'people']) documents.push(...(await database.collection(name).find().toArray()));
        return JSON.stringify(documents);
      });
      expect(stored).not.toContain('12345678');
      expect(stored).not.toContain(key?.toString('base64').slice(0, 20));
    });

    it('notices a row that was exchanged for another', async () => {
      const store = await vault();
      await store.create('cl', {});
      const [a, b] = [await store.enrol('cl', '1-1'), await store.enrol('cl', '2-2')];
      await inside(async (mongo) => {
        const people = mongo.database('vault_cl').collection<{ _id: string; key: unknown }>('people');
        const other = await people.findOne({ _id: b.pseudonym });
        await people.updateOne({ _id: a.pseudonym }, { $set: { key: other?.key } });
      });
      await expect(store.key('cl', a.pseudonym)).rejects.toMatchObject({ code: 'wrong' });
    });
  });
});

describe('a vault whose server is not there', () => {
  it('is told when it is opened', async () => {
    const opening = openMongoKeyStore({ url: 'mongodb://127.0.0.1:1/none', patience: 200 });
    await expect(opening).rejects.toMatchObject({ name: 'MongoOpenError' });
  });
});
