import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { isUuid } from '#libs/kernel';
import type { KeyStore, KeyStoreErrorCode } from './vault.js';

/** How a suite gets its engine: a fresh and empty store each time. */
export interface KeyStoreHarness {
  open(): Promise<KeyStore>;
  /** Closes what the test opened and removes what it left. */
  dispose(store: KeyStore): Promise<void>;
}

const AT = '2023-05-08T12:00:00.000Z';

const refuses = async (code: KeyStoreErrorCode, action: Promise<unknown>): Promise<void> => {
  await expect(action).rejects.toMatchObject({ name: 'KeyStoreError', code });
};

/** What every key store must do, whatever it is made of. */
export const describeKeyStoreContract = (engine: string, harness: KeyStoreHarness): void => {
  describe(`key store contract: ${engine}`, () => {
    let store: KeyStore;
    beforeEach(async () => {
      store = await harness.open();
      await store.create('cl', {});
    });
    afterEach(() => harness.dispose(store));

    it('gives a national id one pseudonym for ever, and tells who is new', async () => {
      const first = await store.enrol('cl', '11111111-1');
      const again = await store.enrol('cl', '11111111-1');
      const other = await store.enrol('cl', '22222222-2');
      expect(first.created).toBe(true);
      expect(isUuid(first.pseudonym)).toBe(true);
      expect(again).toEqual({ pseudonym: first.pseudonym, created: false });
      expect(other.created).toBe(true);
      expect(other.pseudonym).not.toBe(first.pseudonym);
      expect(await store.find('cl', '11111111-1')).toBe(first.pseudonym);
      expect(await store.find('cl', '33333333-3')).toBeUndefined();
    });

    it('enrols one person once when many ask at the same time', async () => {
      const ids = Array.from({ length: 400 }, (_, index) => `${10_000_000 + (index % 100)}-k`);
      const enrolled = await Promise.all(ids.map((id) => store.enrol('cl', id)));
      expect(new Set(enrolled.map((person) => person.pseudonym)).size).toBe(100);
      expect(enrolled.filter((person) => person.created)).toHaveLength(100);
    });

    it('keeps a 256-bit key for each person, another for everybody', async () => {
      const people = await Promise.all(['1-1', '2-2', '3-3'].map((id) => store.enrol('cl', id)));
      const keys = await store.keys('cl', [...people.map((person) => person.pseudonym), 'nobody']);
      expect(keys.size).toBe(3);
      for (const { pseudonym } of people) {
        expect(keys.get(pseudonym)).toHaveLength(32);
        expect(await store.key('cl', pseudonym)).toEqual(keys.get(pseudonym));
      }
      expect(new Set([...keys.values()].map((key) => key.toString('hex'))).size).toBe(3);
      expect(await store.key('cl', 'nobody')).toBeUndefined();
    });

    it('destroys a key, certifies which one, and forgets whose it was', async () => {
      const { pseudonym } = await store.enrol('cl', '11111111-1');
      const key = await store.key('cl', pseudonym);
      const keyDigest = createHash('sha256')
        .update(key ?? '')
        .digest('hex');
      const certificate = await store.destroy('cl', pseudonym, AT);
      expect(certificate).toEqual({ pseudonym, destroyedAt: AT, keyDigest });
      expect(await store.key('cl', pseudonym)).toBeUndefined();
      expect((await store.keys('cl', [pseudonym])).size).toBe(0);
      expect(await store.find('cl', '11111111-1')).toBeUndefined();
      expect(await store.certificate('cl', pseudonym)).toEqual(certificate);
      expect(await store.destroy('cl', pseudonym, '2024-01-01T00:00:00.000Z')).toEqual(certificate);
    });

    it('has neither key nor certificate for a pseudonym that never was', async () => {
      expect(await store.destroy('cl', '00000000-0000-4000-8000-000000000000', AT)).toBeUndefined();
      expect(await store.certificate('cl', '00000000-0000-4000-8000-000000000000')).toBeUndefined();
    });

    it('takes a forgotten person back as somebody new', async () => {
      const before = await store.enrol('cl', '11111111-1');
      await store.destroy('cl', before.pseudonym, AT);
      const after = await store.enrol('cl', '11111111-1');
      expect(after.created).toBe(true);
      expect(after.pseudonym).not.toBe(before.pseudonym);
      expect(await store.key('cl', before.pseudonym)).toBeUndefined();
      expect(await store.certificate('cl', after.pseudonym)).toBeUndefined();
    });

    it('sweeps enrolments that the log knows nothing about, and only those', async () => {
      const kept = await store.enrol('cl', '11111111-1');
      const orphan = await store.enrol('cl', '22222222-2');
      const forgotten = await store.enrol('cl', '33333333-3');
      await store.destroy('cl', forgotten.pseudonym, AT);
      const asked: string[] = [];
      const swept = await store.sweep('cl', async (pseudonym) => {
        asked.push(pseudonym);
        return pseudonym === kept.pseudonym;
      });
      expect(swept).toEqual([orphan.pseudonym]);
      expect(asked.sort()).toEqual([kept.pseudonym, orphan.pseudonym].sort());
      expect(await store.key('cl', orphan.pseudonym)).toBeUndefined();
      expect(await store.certificate('cl', orphan.pseudonym)).toBeUndefined();
      expect(await store.find('cl', '22222222-2')).toBeUndefined();
      expect(await store.find('cl', '11111111-1')).toBe(kept.pseudonym);
      expect((await store.enrol('cl', '22222222-2')).created).toBe(true);
      expect(await store.sweep('cl', async () => true)).toEqual([]);
    });

    it('leaves everything as it is when the question behind a sweep fails', async () => {
      const { pseudonym } = await store.enrol('cl', '11111111-1');
      const failing = store.sweep('cl', async () => {
        throw new Error('the log cannot be read');
      });
      await expect(failing).rejects.toThrow('the log cannot be read');
      expect(await store.key('cl', pseudonym)).toBeDefined();
    });

    it('is a wall between countries', async () => {
      await store.create('pe', {});
      const chile = await store.enrol('cl', '11111111-1');
      const peru = await store.enrol('pe', '11111111-1');
      expect(peru.pseudonym).not.toBe(chile.pseudonym);
      expect(await store.key('pe', chile.pseudonym)).toBeUndefined();
      expect(await store.destroy('pe', chile.pseudonym, AT)).toBeUndefined();
      expect(await store.key('cl', chile.pseudonym)).toBeDefined();
      expect(await store.tenants()).toEqual(['cl', 'pe']);
    });

    it('makes a vault once, and says which country has none', async () => {
      await refuses('exists', store.create('cl', {}));
      await refuses('missing', store.enrol('pe', '1-1'));
      await refuses('missing', store.find('pe', '1-1'));
      await refuses('missing', store.key('pe', 'x'));
      await refuses('missing', store.keys('pe', []));
      await refuses('missing', store.destroy('pe', 'x', AT));
      await refuses('missing', store.certificate('pe', 'x'));
      await refuses('missing', store.check('pe', 'x'));
      await refuses(
        'missing',
        store.sweep('pe', async () => true),
      );
      expect(await store.fingerprint('pe')).toBeUndefined();
      await expect(store.create('../cl', {})).rejects.toThrow(RangeError);
    });

    it('knows the vault that a log was written with', async () => {
      await store.create('pe', {});
      const fingerprint = (await store.fingerprint('cl')) ?? '';
      expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
      await store.check('cl', fingerprint);
      await refuses('wrong', store.check('pe', fingerprint));
    });

    it('is unavailable once it is closed', async () => {
      await store.close();
      await store.close();
      await refuses('unavailable', store.find('cl', '1-1'));
      await refuses('unavailable', store.enrol('cl', '1-1'));
      await refuses('unavailable', store.create('pe', {}));
    });

    it('derives a simulated country from its seed: same seed, same people, in whatever order they come', async () => {
      const other = await harness.open();
      try {
        for (const each of [store, other]) {
          await each.create('pe', { seed: 'pilot-2023' });
          await each.create('uy', { seed: 'pilot-2023' });
          await each.create('ec', { seed: 'pilot-2024' });
        }
        const ids = ['1-1', '2-2', '3-3'];
        const here = await Promise.all(ids.map((id) => store.enrol('pe', id)));
        for (const id of [...ids].reverse()) await other.enrol('pe', id);
        for (const [index, id] of ids.entries()) {
          const pseudonym = here[index]?.pseudonym ?? '';
          expect(isUuid(pseudonym)).toBe(true);
          expect(await other.find('pe', id)).toBe(pseudonym);
          expect(await other.key('pe', pseudonym)).toEqual(await store.key('pe', pseudonym));
        }
        expect(await other.fingerprint('pe')).toBe(await store.fingerprint('pe'));
        expect(await store.fingerprint('uy')).not.toBe(await store.fingerprint('pe'));
        // Another country or another seed has other people.
        const elsewhere = [await store.enrol('uy', '1-1'), await store.enrol('ec', '1-1'), await store.enrol('cl', '1-1')];
        expect(new Set([...elsewhere, ...here].map((person) => person.pseudonym)).size).toBe(6);
        // Forgotten and back: new, and the same new one on both sides.
        const again: string[] = [];
        for (const each of [store, other]) {
          await each.destroy('pe', here[0]?.pseudonym ?? '', AT);
          again.push((await each.enrol('pe', '1-1')).pseudonym);
        }
        expect(again[0]).toBe(again[1]);
        expect(again[0]).not.toBe(here[0]?.pseudonym);
        // Swept and back: as if it had never been there.
        await store.sweep('pe', async (pseudonym) => pseudonym !== here[1]?.pseudonym);
        expect((await store.enrol('pe', '2-2')).pseudonym).toBe(here[1]?.pseudonym);
      } finally {
        await harness.dispose(other);
      }
    });

    it('agrees with a plain model on any history', async () => {
      const step = fc.record({ what: fc.constantFrom('enrol', 'destroy', 'sweep'), id: fc.integer({ min: 0, max: 5 }) });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.boolean(), async (steps, seeded) => {
          run += 1;
          const tenant = `m${run}`;
          await store.create(tenant, seeded ? { seed: 'model' } : {});
          const living = new Map<string, string>();
          const destroyed = new Set<string>();
          for (const { what, id } of steps) {
            const national = `${id}-0`;
            const pseudonym = living.get(national);
            if (what === 'enrol') {
              const enrolled = await store.enrol(tenant, national);
              expect(enrolled.created).toBe(pseudonym === undefined);
              if (pseudonym !== undefined) expect(enrolled.pseudonym).toBe(pseudonym);
              expect(destroyed.has(enrolled.pseudonym)).toBe(false);
              living.set(national, enrolled.pseudonym);
            } else if (pseudonym !== undefined && what === 'destroy') {
              expect(await store.destroy(tenant, pseudonym, AT)).toMatchObject({ pseudonym });
              living.delete(national);
              destroyed.add(pseudonym);
            } else if (pseudonym !== undefined) {
              expect(await store.sweep(tenant, async (each) => each !== pseudonym)).toEqual([pseudonym]);
              living.delete(national);
            }
          }
          for (const [national, pseudonym] of living) {
            expect(await store.find(tenant, national)).toBe(pseudonym);
            expect(await store.key(tenant, pseudonym)).toHaveLength(32);
          }
          for (const pseudonym of destroyed) {
            expect(await store.key(tenant, pseudonym)).toBeUndefined();
            expect(await store.certificate(tenant, pseudonym)).toMatchObject({ pseudonym });
          }
        }),
        { numRuns: 25 },
      );
    });
  });
};
