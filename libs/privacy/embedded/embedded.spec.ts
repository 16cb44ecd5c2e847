import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import type { KeyStore } from '#libs/privacy';
import { describeKeyStoreContract } from '../contract.js';
import { openMemoryKeyStore } from '../memory/index.js';
import { changeMasterKey, openEmbeddedKeyStore, type EmbeddedKeyStoreOptions } from './index.js';

const AT = '2023-05-08T12:00:00.000Z';

const folders = new Map<KeyStore, string>();
const openIn = (directory: string, options: Omit<EmbeddedKeyStoreOptions, 'directory'> = {}): KeyStore =>
  openEmbeddedKeyStore({ directory, ...options });
const harness = (options: Omit<EmbeddedKeyStoreOptions, 'directory'> = {}) => ({
  open: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'vault-'));
    const store = openIn(directory, options);
    folders.set(store, directory);
    return store;
  },
  dispose: async (store: KeyStore) => {
    await store.close();
    rmSync(folders.get(store) ?? '', { recursive: true, force: true });
  },
});

describeKeyStoreContract('embedded', harness());
describeKeyStoreContract(
  'embedded, under a master key, remembering two keys',
  harness({ masterKey: randomBytes(32), cachedKeys: 2 }),
);

describe('embedded key store', () => {
  let directory: string;
  const open: KeyStore[] = [];
  const vault = (options: Omit<EmbeddedKeyStoreOptions, 'directory'> = {}) => {
    const store = openIn(directory, options);
    open.push(store);
    return store;
  };
  const file = () => join(directory, 'cl', 'vault.db');
  /** Every byte of the vault on disk. */
  const bytes = () => Buffer.concat(readdirSync(join(directory, 'cl')).map((name) => readFileSync(join(directory, 'cl', name))));

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vault-'));
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('opens again with everybody it knew', async () => {
    const first = vault();
    await first.create('cl', {});
    const people = await Promise.all(Array.from({ length: 700 }, (_, index) => first.enrol('cl', `${index}-0`)));
    const key = await first.key('cl', people[3]?.pseudonym ?? '');
    const certificate = await first.destroy('cl', people[4]?.pseudonym ?? '', AT);
    const fingerprint = await first.fingerprint('cl');
    await first.close();

    const second = vault();
    expect(await second.fingerprint('cl')).toBe(fingerprint);
    expect(await second.find('cl', '3-0')).toBe(people[3]?.pseudonym);
    expect(await second.key('cl', people[3]?.pseudonym ?? '')).toEqual(key);
    expect(await second.certificate('cl', people[4]?.pseudonym ?? '')).toEqual(certificate);
    expect(await second.key('cl', people[4]?.pseudonym ?? '')).toBeUndefined();
  });

  it('is durable before it answers: a copy of the files taken at that moment has the person', async () => {
    const store = vault();
    await store.create('cl', {});
    const enrolled = await Promise.all(['1-1', '2-2'].map((id) => store.enrol('cl', id)));
    const copy = mkdtempSync(join(tmpdir(), 'vault-copy-'));
    try {
      mkdirSync(join(copy, 'cl'));
      for (const name of readdirSync(join(directory, 'cl'))) {
        writeFileSync(join(copy, 'cl', name), readFileSync(join(directory, 'cl', name)));
      }
      const other = openIn(copy);
      expect(await other.find('cl', '1-1')).toBe(enrolled[0]?.pseudonym);
      expect(await other.find('cl', '2-2')).toBe(enrolled[1]?.pseudonym);
      await other.close();
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it('finishes enrolments under way when it is closed', async () => {
    const store = vault();
    await store.create('cl', {});
    const underWay = store.enrol('cl', '1-1');
    // The write is queued once the caller's own turn has ended.
    await Promise.resolve();
    const [enrolled] = await Promise.all([underWay, store.close()]);
    expect(await vault().find('cl', '1-1')).toBe(enrolled.pseudonym);
  });

  it('holds neither national ids nor person keys in clear', async () => {
    const store = vault();
    await store.create('cl', {});
    const { pseudonym } = await store.enrol('cl', '11111111-1');
    const key = (await store.key('cl', pseudonym)) ?? Buffer.alloc(0);
    const all = bytes();
    expect(all.includes(pseudonym)).toBe(true);
    expect(all.includes('11111111-1')).toBe(false);
    expect(all.includes(key)).toBe(false);
  });

  // A small vault is rewritten at once; a large one at its next start, but the key is gone from it at once as well.
  it.each([
    ['small', undefined],
    ['large', 0],
  ])('leaves no byte of a destroyed key or of its link to the national id in a %s vault', async (size, compactAtOnceBytes) => {
    const store = vault();
    await store.create('cl', {});
    const people = await Promise.all(Array.from({ length: 1_500 }, (_, index) => store.enrol('cl', `${index}-0`)));
    await store.close();
    const rows = () => {
      const database = new DatabaseSync(file());
      const all = database.prepare('SELECT pseudonym, national, key FROM person').all() as {
        pseudonym: string;
        national: Uint8Array | null;
        key: Uint8Array;
      }[];
      database.close();
      return new Map(all.map((row) => [row.pseudonym, row]));
    };
    const before = rows();
    const again = vault({ compactAtOnceBytes });
    const forgotten = people.filter((_, index) => index % 3 === 1).map((person) => person.pseudonym);
    await Promise.all(forgotten.slice(10).map((pseudonym) => again.destroy('cl', pseudonym, AT)));
    for (const pseudonym of forgotten.slice(0, 10)) await again.destroy('cl', pseudonym, AT);
    const onDisk = (parts: readonly (Uint8Array | null)[]) => {
      const all = bytes();
      return parts.filter((part) => part !== null && all.includes(Buffer.from(part))).length;
    };
    const gone = forgotten.map((pseudonym) => before.get(pseudonym)).filter((row) => row !== undefined);
    expect(gone).toHaveLength(500);
    expect(onDisk(gone.map((row) => row.key))).toBe(0);
    if (size === 'large') {
      await again.close();
      await vault().find('cl', '0-0');
    }
    expect(onDisk(gone.map((row) => row.national))).toBe(0);
    // Those who were not forgotten prove that the search would find something.
    const staying = [...before.values()].filter((row) => !gone.includes(row));
    expect(onDisk(staying.map((row) => row.key))).toBe(1_000);
    expect(onDisk(staying.map((row) => row.national))).toBe(1_000);
  });

  it('stops with one line when the vault is missing, damaged, another country’s or not the log’s', async () => {
    const store = vault();
    await store.create('cl', {});
    await store.create('pe', {});
    const fingerprint = (await store.fingerprint('cl')) ?? '';
    await store.enrol('cl', '1-1');
    await store.close();
    const problem = async (expected: { code: string; message: RegExp }) => {
      const other = vault();
      const error: unknown = await other.check('cl', fingerprint).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        name: 'KeyStoreError',
        code: expected.code,
        message: expect.stringMatching(expected.message) as string,
      });
      expect((error as Error).message).not.toContain('\n');
      await other.close();
    };
    const good = readFileSync(file());
    const replace = (content: string | Uint8Array) => {
      rmSync(file());
      writeFileSync(file(), content);
    };

    writeFileSync(file(), readFileSync(join(directory, 'pe', 'vault.db')));
    await problem({ code: 'wrong', message: /is the vault of "pe", not of "cl"/ });
    replace(randomBytes(good.length));
    await problem({ code: 'wrong', message: /damaged/ });
    replace(good.subarray(0, 4096));
    await problem({ code: 'wrong', message: /damaged/ });
    replace('');
    await problem({ code: 'wrong', message: /damaged/ });
    rmSync(file());
    await problem({ code: 'missing', message: /the vault of "cl" is missing: .*vault\.db/ });

    const fresh = vault();
    await fresh.create('cl', {});
    await fresh.close();
    await problem({ code: 'wrong', message: /not the one that its record was written with/ });

    replace(good);
    const right = vault();
    await right.check('cl', fingerprint);
  });

  it('recognises an exchanged or altered row', async () => {
    const store = vault();
    await store.create('cl', {});
    const [a, b] = [await store.enrol('cl', '1-1'), await store.enrol('cl', '2-2')];
    await store.close();
    const database = new DatabaseSync(file());
    database.exec(
      `UPDATE person SET key = (SELECT key FROM person WHERE pseudonym = '${b.pseudonym}') WHERE pseudonym = '${a.pseudonym}'`,
    );
    database.close();
    const again = vault();
    await expect(again.key('cl', a.pseudonym)).rejects.toMatchObject({ code: 'wrong' });
    expect(await again.key('cl', b.pseudonym)).toHaveLength(32);
  });

  it('hears of a key that somebody else destroyed, also one it remembers', async () => {
    const [here, elsewhere] = [vault(), vault()];
    await here.create('cl', {});
    const { pseudonym } = await here.enrol('cl', '1-1');
    expect(await here.key('cl', pseudonym)).toHaveLength(32);
    await elsewhere.destroy('cl', pseudonym, AT);
    expect(await here.key('cl', pseudonym)).toBeUndefined();
  });

  it('says that a folder cannot be written', async () => {
    writeFileSync(join(directory, 'cl'), 'a file where the folder should be');
    await expect(vault().create('cl', {})).rejects.toMatchObject({ name: 'KeyStoreError', code: 'unavailable' });
  });

  it('forgets a creation that a crash cut short, and keeps files to their owner', async () => {
    mkdirSync(join(directory, 'cl'));
    writeFileSync(join(directory, 'cl', 'vault.db.new'), 'half a vault');
    const store = vault();
    expect(await store.fingerprint('cl')).toBeUndefined();
    expect(await store.tenants()).toEqual([]);
    await store.create('cl', {});
    expect(existsSync(join(directory, 'cl', 'vault.db.new'))).toBe(false);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  describe('under a master key', () => {
    const master = createHash('sha256').update('master').digest();
    const other = createHash('sha256').update('other').digest();

    it('opens with that key alone', async () => {
      const store = vault({ masterKey: master });
      await store.create('cl', {});
      const { pseudonym } = await store.enrol('cl', '1-1');
      await store.close();
      await expect(vault({ masterKey: other }).key('cl', pseudonym)).rejects.toMatchObject({
        code: 'wrong',
        message: /master key/,
      });
      await expect(vault().key('cl', pseudonym)).rejects.toMatchObject({ code: 'wrong', message: /needs its master key/ });
      expect(await vault({ masterKey: master }).key('cl', pseudonym)).toHaveLength(32);
    });

    it('refuses a key of another length', async () => {
      await expect(vault({ masterKey: Buffer.alloc(16) }).create('cl', {})).rejects.toMatchObject({
        code: 'wrong',
        message: /16 bytes/,
      });
    });

    it('can be put under a key later, under another, and under none; people keep their keys', async () => {
      const store = vault();
      await store.create('cl', {});
      const { pseudonym } = await store.enrol('cl', '1-1');
      const key = await store.key('cl', pseudonym);
      const fingerprint = await store.fingerprint('cl');
      await store.close();
      const database = new DatabaseSync(file());
      const root = Buffer.from(
        (database.prepare("SELECT value FROM meta WHERE name = 'root'").get() as { value: Uint8Array }).value,
      );
      database.close();
      expect(bytes().includes(root)).toBe(true);

      await expect(vault({ masterKey: master }).key('cl', pseudonym)).rejects.toMatchObject({
        code: 'wrong',
        message: /without a master key/,
      });
      changeMasterKey(directory, 'cl', { to: master });
      expect(bytes().includes(root)).toBe(false);
      expect(() => changeMasterKey(directory, 'cl', { from: other, to: master })).toThrow(/does not open/);
      changeMasterKey(directory, 'cl', { from: master, to: other });
      const again = vault({ masterKey: other });
      expect(await again.key('cl', pseudonym)).toEqual(key);
      expect(await again.fingerprint('cl')).toBe(fingerprint);
      await again.close();
      changeMasterKey(directory, 'cl', { from: other });
      expect(await vault().key('cl', pseudonym)).toEqual(key);
    });

    it('binds the vault to its country', async () => {
      const store = vault({ masterKey: master });
      await store.create('cl', {});
      await store.close();
      renameSync(join(directory, 'cl'), join(directory, 'pe'));
      await expect(vault({ masterKey: master }).find('pe', '1-1')).rejects.toMatchObject({ code: 'wrong' });
    });
  });

  it('gives simulated countries the same people as every other engine', async () => {
    const store = vault();
    const memory = openMemoryKeyStore();
    await store.create('cl', { seed: 'same' });
    await memory.create('cl', { seed: 'same' });
    await fc.assert(
      fc.asyncProperty(fc.string(), async (id) => {
        const { pseudonym } = await memory.enrol('cl', id);
        expect((await store.enrol('cl', id)).pseudonym).toBe(pseudonym);
        expect(await store.key('cl', pseudonym)).toEqual(await memory.key('cl', pseudonym));
      }),
      { numRuns: 30 },
    );
    expect(await store.fingerprint('cl')).toBe(await memory.fingerprint('cl'));
  });
});
