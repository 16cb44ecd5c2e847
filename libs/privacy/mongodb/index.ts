import type { Binary, Collection } from 'mongodb';
import { isTenant } from '#libs/kernel';
import { isDuplicateKey, isMongoError, openMongo, type Mongo } from '#libs/mongo';
import {
  KeyStoreError,
  VaultSecrets,
  decrypt,
  encrypt,
  keyDigestOf,
  newRoot,
  type DestructionCertificate,
  type Enrolled,
  type MovableKeyStore,
  type VaultEntry,
} from '#libs/privacy';

export interface MongoKeyStoreOptions {
  /** `mongodb://…/name`; each country has a database `<name>_vault_<tenant>`, apart from its read models. */
  readonly url: string;
  /** 32 bytes; wraps each vault's root. */
  readonly masterKey?: Buffer | undefined;
  /**
   * How old an enrolment is before a sweep may take it back, milliseconds; 0 unless told. Where several servers enrol, one that starts
   * must not take back what another is about to register.
   */
  readonly sweepAfterMs?: number;
  readonly now?: () => number;
  /** How long a call waits for a server that does not answer, milliseconds. */
  readonly patience?: number;
}

const FORMAT = 1;
const MASTER_KEY_BYTES = 32;
const PAGE = 500;

interface Meta {
  readonly _id: 'vault';
  readonly format: number;
  readonly tenant: string;
  readonly fingerprint: string;
  readonly seeded: boolean;
  readonly protected: boolean;
  readonly root: Binary;
}

/** `_id`: HMAC of the national id. That it is unique is what makes a person one person. */
interface Link {
  readonly _id: string;
  readonly pseudonym: string;
}

interface Person {
  /** The pseudonym. */
  readonly _id: string;
  readonly national: string;
  readonly key: Binary;
  readonly at: Date;
}

interface Certificate {
  readonly _id: string;
  readonly destroyedAt: string;
  readonly keyDigest: string;
}

interface Vault {
  readonly secrets: VaultSecrets;
  readonly links: Collection<Link>;
  readonly people: Collection<Person>;
  readonly certificates: Collection<Certificate>;
}

const SUFFIX = 'vault_';
const rootContext = (tenant: string): string => `root of ${tenant}`;

/**
 * Vaults in MongoDB, for several servers at once. A person's key is written before the link from the national id, and forgetting
 * removes the link before the key: whatever a crash leaves behind, nobody is found whose key is gone, and asking again ends what was begun. Keys
 * are never remembered here: what one server destroys is gone for all.
 */
class MongoKeyStore implements MovableKeyStore {
  readonly #vaults = new Map<string, Vault>();
  readonly #turns = new Map<string, Promise<void>>();
  #closed = false;

  constructor(
    private readonly mongo: Mongo,
    private readonly options: MongoKeyStoreOptions,
  ) {}

  async create(tenant: string, options: { seed?: string }): Promise<void> {
    this.#open();
    if (!isTenant(tenant)) throw new RangeError(`"${tenant}" is no country id`);
    await this.#make(tenant, newRoot(tenant, options.seed), options.seed !== undefined);
  }

  async #make(tenant: string, root: Buffer, seeded: boolean): Promise<void> {
    const { masterKey } = this.options;
    const { fingerprint } = new VaultSecrets(root, tenant, seeded);
    await this.#translated(tenant, async () => {
      const { Binary: Bytes } = await import('mongodb');
      try {
        await this.mongo
          .database(SUFFIX + tenant)
          .collection<Meta>('meta')
          .insertOne({
            _id: 'vault',
            format: FORMAT,
            tenant,
            fingerprint,
            seeded,
            protected: masterKey !== undefined,
            root: new Bytes(masterKey ? encrypt(masterKey, root, rootContext(tenant)) : root),
          });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        throw new KeyStoreError('exists', `the country "${tenant}" has a vault already`, { cause: error });
      }
    });
  }

  async enrol(tenant: string, nationalId: string): Promise<Enrolled> {
    return this.#with(tenant, async (vault) => {
      const national = vault.secrets.national(nationalId);
      const link = `${tenant} ${national.toString('hex')}`;
      // Within this process those who ask for one person wait for each other; other processes meet at the unique link.
      const turn = (this.#turns.get(link) ?? Promise.resolve()).then(() => this.#enrol(vault, national));
      const settled = turn.then(
        () => undefined,
        () => undefined, // Whoever asked gets the error; the next one only waits for the turn.
      );
      this.#turns.set(link, settled);
      try {
        return await turn;
      } finally {
        if (this.#turns.get(link) === settled) this.#turns.delete(link);
      }
    });
  }

  async #enrol(vault: Vault, national: Buffer): Promise<Enrolled> {
    const link = national.toString('hex');
    const { Binary: Bytes } = await import('mongodb');
    for (let time = 0; ;) {
      const known = await this.#living(vault, link);
      if (known !== undefined) return { pseudonym: known, created: false };
      const { pseudonym, key } = vault.secrets.person(national, time);
      if (await vault.certificates.findOne({ _id: pseudonym })) {
        time += 1;
        continue;
      }
      await vault.people
        .insertOne({
          _id: pseudonym,
          national: link,
          key: new Bytes(vault.secrets.wrap(key, pseudonym)),
          at: new Date((this.options.now ?? Date.now)()),
        })
        .catch(unlessThere); // A simulated person's pseudonym follows from the seed: somebody else is enrolling the same one.
      try {
        await vault.links.insertOne({ _id: link, pseudonym });
        return { pseudonym, created: true };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        // Somebody was quicker, with a pseudonym of their own: ours never was.
        const winner = await vault.links.findOne({ _id: link });
        if (winner?.pseudonym !== pseudonym) await vault.people.deleteOne({ _id: pseudonym });
      }
    }
  }

  find(tenant: string, nationalId: string): Promise<string | undefined> {
    return this.#with(tenant, (vault) => this.#living(vault, vault.secrets.national(nationalId).toString('hex')));
  }

  async key(tenant: string, pseudonym: string): Promise<Buffer | undefined> {
    return (await this.keys(tenant, [pseudonym])).get(pseudonym);
  }

  keys(tenant: string, pseudonyms: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    return this.#with(tenant, async (vault) => {
      const found = new Map<string, Buffer>();
      for (let at = 0; at < pseudonyms.length; at += PAGE) {
        const wanted = [...new Set(pseudonyms.slice(at, at + PAGE))];
        for (const { _id, key } of await vault.people.find({ _id: { $in: wanted } }).toArray())
          found.set(_id, unwrap(vault, key, _id));
      }
      return found;
    });
  }

  destroy(tenant: string, pseudonym: string, at: string): Promise<DestructionCertificate | undefined> {
    return this.#with(tenant, async (vault) => {
      const person = await vault.people.findOne({ _id: pseudonym });
      if (person) {
        const keyDigest = keyDigestOf(unwrap(vault, person.key, pseudonym));
        // Who began before and was interrupted has certified it: the first certificate stays.
        await vault.certificates.insertOne({ _id: pseudonym, destroyedAt: at, keyDigest }).catch(unlessThere);
        await this.#remove(vault, person);
      }
      return certificateOf(vault, pseudonym);
    });
  }

  certificate(tenant: string, pseudonym: string): Promise<DestructionCertificate | undefined> {
    return this.#with(tenant, (vault) => certificateOf(vault, pseudonym));
  }

  sweep(tenant: string, isKnown: (pseudonym: string) => Promise<boolean>): Promise<readonly string[]> {
    return this.#with(tenant, async (vault) => {
      const orphans: Person[] = [];
      const before = new Date((this.options.now ?? Date.now)() - (this.options.sweepAfterMs ?? 0));
      let after = '';
      for (;;) {
        const page = await vault.people
          .find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(PAGE)
          .toArray();
        for (const person of page) if (person.at <= before && !(await isKnown(person._id))) orphans.push(person);
        const last = page.at(-1);
        if (!last || page.length < PAGE) break;
        after = last._id;
      }
      for (const orphan of orphans) await this.#remove(vault, orphan);
      return orphans.map(({ _id }) => _id);
    });
  }

  async *takeOut(tenant: string): AsyncGenerator<VaultEntry, void, void> {
    const { secrets, people, certificates } = await this.#with(tenant, (vault) => Promise.resolve(vault));
    yield { kind: 'root', root: secrets.root, seeded: secrets.seeded };
    for (const { _id, destroyedAt, keyDigest } of await this.#translated(tenant, () =>
      certificates.find().sort({ _id: 1 }).toArray(),
    ))
      yield { kind: 'certificate', pseudonym: _id, destroyedAt, keyDigest };
    for (let after = ''; ;) {
      const page = await this.#translated(tenant, () =>
        people
          .find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(PAGE)
          .toArray(),
      );
      for (const { _id, national, key } of page) {
        yield { kind: 'person', pseudonym: _id, national: Buffer.from(national, 'hex'), key: Buffer.from(key.value()) };
      }
      const last = page.at(-1);
      if (!last) break;
      after = last._id;
    }
  }

  async bringIn(tenant: string, entries: AsyncIterable<VaultEntry>): Promise<void> {
    this.#open();
    const those = new Set<string>();
    for await (const entry of entries) {
      if (entry.kind === 'root') {
        if ((await this.fingerprint(tenant)) === undefined) await this.#make(tenant, entry.root, entry.seeded);
        await this.#with(tenant, async ({ secrets }) => {
          if (!secrets.root.equals(entry.root))
            throw new KeyStoreError('exists', `the country "${tenant}" has another vault here already`);
        });
      } else if (entry.kind === 'person') those.add(entry.pseudonym);
      await this.#with(tenant, (vault) => this.#bring(vault, entry));
    }
    // Who was taken back where it comes from goes here too.
    await this.#with(tenant, async (vault) => {
      const others = (await vault.people.find().toArray()).filter(({ _id }) => !those.has(_id));
      for (const person of others) await this.#remove(vault, person);
    });
  }

  async #bring(vault: Vault, entry: VaultEntry): Promise<void> {
    if (entry.kind === 'root') return;
    const { people, links, certificates } = vault;
    const _id = entry.pseudonym;
    if (entry.kind === 'person') {
      if (await certificates.findOne({ _id })) return;
      const { Binary: Bytes } = await import('mongodb');
      const national = entry.national.toString('hex');
      // Long ago: whoever comes with a vault that is moved was registered before.
      await people.insertOne({ _id, national, key: new Bytes(entry.key), at: new Date(0) }).catch(unlessThere);
      await links.replaceOne({ _id: national }, { pseudonym: _id }, { upsert: true });
      return;
    }
    await certificates.insertOne({ _id, destroyedAt: entry.destroyedAt, keyDigest: entry.keyDigest }).catch(unlessThere);
    const person = await people.findOne({ _id });
    if (person) await this.#remove(vault, person);
  }

  async fingerprint(tenant: string): Promise<string | undefined> {
    this.#open();
    if (!isTenant(tenant)) return undefined;
    const meta = await this.#translated(tenant, () => this.#meta(tenant));
    return meta?.fingerprint;
  }

  check(tenant: string, fingerprint: string): Promise<void> {
    return this.#with(tenant, async ({ secrets }) => {
      if (secrets.fingerprint === fingerprint) return;
      throw new KeyStoreError(
        'wrong',
        `the vault of "${tenant}" is not the one that its record was written with; bring back the right one`,
      );
    });
  }

  async tenants(): Promise<readonly string[]> {
    this.#open();
    return this.#translated('all countries', async () => {
      const named = (await this.mongo.databases())
        .filter((suffix) => suffix.startsWith(SUFFIX))
        .map((suffix) => suffix.slice(SUFFIX.length))
        .filter(isTenant);
      const found: string[] = [];
      for (const tenant of named) if (await this.#meta(tenant)) found.push(tenant);
      return found.sort();
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#vaults.clear();
    await this.mongo.close();
  }

  /** The pseudonym behind a link, if its person is still there. A link that an interrupted sweep or destruction left is none. */
  async #living(vault: Vault, link: string): Promise<string | undefined> {
    const known = await vault.links.findOne({ _id: link });
    if (!known) return undefined;
    if (await vault.people.findOne({ _id: known.pseudonym })) return known.pseudonym;
    await vault.links.deleteOne({ _id: link, pseudonym: known.pseudonym });
    return undefined;
  }

  async #remove({ links, people }: Vault, { _id: pseudonym, national }: Person): Promise<void> {
    await links.deleteOne({ _id: national, pseudonym });
    await people.deleteOne({ _id: pseudonym });
  }

  #open(): void {
    if (this.#closed) throw new KeyStoreError('unavailable', 'the key store is closed');
  }

  #meta(tenant: string): Promise<Meta | null> {
    return this.mongo
      .database(SUFFIX + tenant)
      .collection<Meta>('meta')
      .findOne({ _id: 'vault' });
  }

  async #with<T>(tenant: string, use: (vault: Vault) => Promise<T>): Promise<T> {
    this.#open();
    return this.#translated(tenant, async () => use(this.#vaults.get(tenant) ?? (await this.#openVault(tenant))));
  }

  async #openVault(tenant: string): Promise<Vault> {
    if (!isTenant(tenant)) throw new KeyStoreError('missing', `"${tenant}" is no country and has no vault`);
    const meta = await this.#meta(tenant);
    if (!meta) throw new KeyStoreError('missing', `the vault of "${tenant}" is missing; bring it back from its backup`);
    const secrets = new VaultSecrets(readRoot(meta, tenant, this.options.masterKey), tenant, meta.seeded);
    if (secrets.fingerprint !== meta.fingerprint) throw damaged(tenant);
    const database = this.mongo.database(SUFFIX + tenant);
    const vault: Vault = {
      secrets,
      links: database.collection('links'),
      people: database.collection('people'),
      certificates: database.collection('certificates'),
    };
    this.#vaults.set(tenant, vault);
    return vault;
  }

  async #translated<T>(tenant: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      // What the caller's own function threw (a sweep asks one) is not ours to rename.
      if (!isMongoError(error)) throw error;
      throw new KeyStoreError('unavailable', `the vault of "${tenant}" cannot be reached: ${error.message}`, { cause: error });
    }
  }
}

const unlessThere = (error: unknown): void => {
  if (!isDuplicateKey(error)) throw error;
};

const certificateOf = async ({ certificates }: Vault, pseudonym: string): Promise<DestructionCertificate | undefined> => {
  const found = await certificates.findOne({ _id: pseudonym });
  return found ? { pseudonym, destroyedAt: found.destroyedAt, keyDigest: found.keyDigest } : undefined;
};

const unwrap = ({ secrets }: Vault, stored: Binary, pseudonym: string): Buffer => {
  try {
    return secrets.unwrap(Buffer.from(stored.value()), pseudonym);
  } catch (error) {
    throw damaged(secrets.tenant, error);
  }
};

const readRoot = (meta: Meta, tenant: string, masterKey: Buffer | undefined): Buffer => {
  if (meta.format !== FORMAT)
    throw new KeyStoreError('wrong', `the vault of "${tenant}" is none of this release (format ${meta.format})`);
  if (meta.tenant !== tenant)
    throw new KeyStoreError('wrong', `the vault of "${meta.tenant}" stands where that of "${tenant}" should`);
  const stored = Buffer.from(meta.root.value());
  if (!meta.protected) {
    if (!masterKey) return stored;
    throw new KeyStoreError('wrong', `the vault of "${tenant}" was made without a master key: start without one`);
  }
  if (!masterKey) throw new KeyStoreError('wrong', `the vault of "${tenant}" needs its master key, and none was given`);
  try {
    return decrypt(masterKey, stored, rootContext(tenant));
  } catch (error) {
    throw new KeyStoreError('wrong', `this master key does not open the vault of "${tenant}"`, { cause: error });
  }
};

const damaged = (tenant: string, cause?: unknown): KeyStoreError =>
  new KeyStoreError('wrong', `the vault of "${tenant}" is damaged; bring it back from its backup`, { cause });

export const openMongoKeyStore = async (options: MongoKeyStoreOptions): Promise<MovableKeyStore> => {
  const { url, masterKey, patience } = options;
  if (masterKey && masterKey.length !== MASTER_KEY_BYTES) {
    throw new KeyStoreError('wrong', `the master key has ${masterKey.length} bytes, it must have ${MASTER_KEY_BYTES}`);
  }
  return new MongoKeyStore(await openMongo({ url, ...(patience === undefined ? {} : { patience }) }), options);
};
