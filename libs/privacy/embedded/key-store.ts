import { existsSync, readdirSync, statSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { isTenant } from '#libs/kernel';
import {
  KeyStoreError,
  keyDigestOf,
  type DestructionCertificate,
  type Enrolled,
  type MovableKeyStore,
  type VaultEntry,
  type VaultSecrets,
} from '#libs/privacy';
import { GroupCommit, closeDatabase, isSqliteError, type Database, type Statement } from '#libs/sqlite';
import { compact, createVaultFile, damaged, emptyWal, openVaultFile, unavailable, vaultPath } from './vault-file.js';

export interface EmbeddedKeyStoreOptions {
  /** The data folder; each country's vault is `<directory>/<country>/vault.db`. */
  readonly directory: string;
  /** 32 bytes that protect every vault; without them whoever can read the files can read the people. */
  readonly masterKey?: Buffer;
  /** Keys remembered per country; 20,000 unless told. */
  readonly cachedKeys?: number;
  /** Up to this size a vault is rewritten at once when somebody was forgotten (tens of milliseconds), beyond it at the next start; 8 MiB unless told. */
  readonly compactAtOnceBytes?: number;
}

const COMPACT_AT_ONCE_BYTES = 8 * 1024 * 1024;
const PAGE = 500;

/** One country's vault: one file, one connection. */
class Vault {
  readonly #writes: GroupCommit;
  readonly #keys: LRUCache<string, Buffer>;
  readonly #byNational: Statement;
  readonly #byPseudonym: Statement;
  readonly #certificate: Statement;
  readonly #dataVersion: Statement;
  readonly #compactAtOnce: number;
  #seenVersion: number | undefined;
  /** A key was destroyed since the WAL was last emptied. */
  #destroyed = false;

  constructor(
    readonly path: string,
    readonly database: Database,
    readonly secrets: VaultSecrets,
    options: EmbeddedKeyStoreOptions,
  ) {
    this.#compactAtOnce = options.compactAtOnceBytes ?? COMPACT_AT_ONCE_BYTES;
    this.#keys = new LRUCache({ max: options.cachedKeys ?? 20_000 });
    this.#writes = new GroupCommit(database, { afterCommit: () => this.#afterCommit() });
    this.#dataVersion = database.prepare('PRAGMA data_version');
    this.#byNational = database.prepare('SELECT pseudonym FROM person WHERE national = ?');
    this.#byPseudonym = database.prepare('SELECT key FROM person WHERE pseudonym = ? AND national IS NOT NULL');
    this.#certificate = database.prepare('SELECT pseudonym, destroyed_at, key_digest FROM certificate WHERE pseudonym = ?');
  }

  find(national: Buffer): string | undefined {
    return (this.#byNational.get(national) as { pseudonym: string } | undefined)?.pseudonym;
  }

  async enrol(national: Buffer): Promise<Enrolled> {
    const known = this.find(national);
    return known === undefined ? this.#writes.run(() => this.#insert(national)) : { pseudonym: known, created: false };
  }

  key(pseudonym: string): Buffer | undefined {
    this.#forgetWhenChangedElsewhere();
    const cached = this.#keys.get(pseudonym);
    if (cached) return cached;
    const row = this.#byPseudonym.get(pseudonym) as { key: Uint8Array } | undefined;
    if (!row) return undefined;
    const key = this.#unwrap(row.key, pseudonym);
    this.#keys.set(pseudonym, key);
    return key;
  }

  certificate(pseudonym: string): DestructionCertificate | undefined {
    const row = this.#certificate.get(pseudonym) as { pseudonym: string; destroyed_at: string; key_digest: string } | undefined;
    return row && { pseudonym: row.pseudonym, destroyedAt: row.destroyed_at, keyDigest: row.key_digest };
  }

  destroy(pseudonym: string, at: string): Promise<DestructionCertificate | undefined> {
    return this.#writes.run(() => {
      const key = this.key(pseudonym);
      if (!key) return this.certificate(pseudonym);
      const certificate = { pseudonym, destroyedAt: at, keyDigest: keyDigestOf(key) };
      this.database
        .prepare('INSERT INTO certificate (pseudonym, destroyed_at, key_digest) VALUES (?, ?, ?)')
        .run(pseudonym, at, certificate.keyDigest);
      this.#overwrite(pseudonym, pseudonym);
      return certificate;
    });
  }

  async sweep(isKnown: (pseudonym: string) => Promise<boolean>): Promise<readonly string[]> {
    const page = this.database.prepare(
      'SELECT id, pseudonym FROM person WHERE id > ? AND national IS NOT NULL ORDER BY id LIMIT ?',
    );
    const orphans: string[] = [];
    let last = 0;
    for (;;) {
      const rows = page.all(last, PAGE) as { id: number; pseudonym: string }[];
      for (const row of rows) if (!(await isKnown(row.pseudonym))) orphans.push(row.pseudonym);
      const end = rows.at(-1);
      if (!end) break;
      last = end.id;
    }
    // The freed row takes a name that nobody has, since a simulated person comes back under the same pseudonym.
    await Promise.all(orphans.map((pseudonym) => this.#writes.run(() => this.#overwrite(pseudonym, `swept ${pseudonym}`))));
    return orphans;
  }

  *takeOut(): Generator<VaultEntry, void, void> {
    yield { kind: 'root', root: this.secrets.root, seeded: this.secrets.seeded };
    const certificates = this.database.prepare('SELECT pseudonym, destroyed_at, key_digest FROM certificate ORDER BY pseudonym');
    for (const row of certificates.all() as { pseudonym: string; destroyed_at: string; key_digest: string }[])
      yield { kind: 'certificate', pseudonym: row.pseudonym, destroyedAt: row.destroyed_at, keyDigest: row.key_digest };
    const page = this.database.prepare(
      'SELECT id, pseudonym, national, key FROM person WHERE id > ? AND national IS NOT NULL ORDER BY id LIMIT ?',
    );
    for (let last = 0; ;) {
      const rows = page.all(last, PAGE) as { id: number; pseudonym: string; national: Uint8Array; key: Uint8Array }[];
      for (const { pseudonym, national, key } of rows)
        yield { kind: 'person', pseudonym, national: Buffer.from(national), key: Buffer.from(key) };
      const end = rows.at(-1);
      if (!end) break;
      last = end.id;
    }
  }

  bringIn(entry: VaultEntry): Promise<void> {
    return this.#writes.run(() => {
      if (entry.kind === 'root') return;
      const { pseudonym } = entry;
      if (entry.kind === 'person') {
        if (this.certificate(pseudonym) || this.key(pseudonym)) return;
        const other = this.find(entry.national);
        if (other !== undefined) this.#overwrite(other, `swept ${other}`);
        this.database
          .prepare('INSERT INTO person (pseudonym, national, key) VALUES (?, ?, ?)')
          .run(pseudonym, entry.national, entry.key);
      } else if (!this.certificate(pseudonym)) {
        this.database
          .prepare('INSERT INTO certificate (pseudonym, destroyed_at, key_digest) VALUES (?, ?, ?)')
          .run(pseudonym, entry.destroyedAt, entry.keyDigest);
        if (this.key(pseudonym)) this.#overwrite(pseudonym, pseudonym);
      }
    });
  }

  checkFile(tenant: string): void {
    const verdict = this.database.prepare('PRAGMA quick_check(1)').get() as Record<string, unknown> | undefined;
    if (!verdict || Object.values(verdict)[0] !== 'ok') throw damaged(tenant, this.path);
  }

  close(): void {
    this.#writes.drain();
    this.#keys.clear();
    closeDatabase(this.database);
  }

  #insert(national: Buffer): Enrolled {
    // Somebody of the same group may have been quicker.
    const known = this.find(national);
    if (known !== undefined) return { pseudonym: known, created: false };
    for (let time = 0; ; time += 1) {
      const { pseudonym, key } = this.secrets.person(national, time);
      if (this.certificate(pseudonym)) continue;
      this.database
        .prepare('INSERT INTO person (pseudonym, national, key) VALUES (?, ?, ?)')
        .run(pseudonym, national, this.secrets.wrap(key, pseudonym));
      return { pseudonym, created: true };
    }
  }

  #overwrite(pseudonym: string, as: string): void {
    this.database
      .prepare('UPDATE person SET pseudonym = ?, national = NULL, key = zeroblob(length(key)) WHERE pseudonym = ?')
      .run(as, pseudonym);
    this.database.exec("UPDATE meta SET value = 1 WHERE name = 'to_compact'");
    this.#keys.delete(pseudonym);
    this.#destroyed = true;
  }

  /** Another process may have destroyed a key: SQLite tells whether another connection wrote. */
  #forgetWhenChangedElsewhere(): void {
    const { data_version: version } = this.#dataVersion.get() as { data_version: number };
    if (version === this.#seenVersion) return;
    this.#keys.clear();
    this.#seenVersion = version;
  }

  #unwrap(stored: Uint8Array, pseudonym: string): Buffer {
    try {
      return this.secrets.unwrap(Buffer.from(stored), pseudonym);
    } catch (error) {
      throw damaged(this.secrets.tenant, this.path, error);
    }
  }

  #afterCommit(): void {
    if (!this.#destroyed) return;
    emptyWal(this.database);
    if (statSync(this.path).size <= this.#compactAtOnce) compact(this.database);
    this.#destroyed = false;
  }
}

class EmbeddedKeyStore implements MovableKeyStore {
  readonly #vaults = new Map<string, Vault>();
  #closed = false;

  constructor(private readonly options: EmbeddedKeyStoreOptions) {}

  async create(tenant: string, options: { seed?: string }): Promise<void> {
    this.#open();
    createVaultFile(this.options.directory, tenant, { ...options, masterKey: this.options.masterKey });
  }

  async enrol(tenant: string, nationalId: string): Promise<Enrolled> {
    return this.#with(tenant, (vault) => vault.enrol(vault.secrets.national(nationalId)));
  }

  async find(tenant: string, nationalId: string): Promise<string | undefined> {
    return this.#with(tenant, (vault) => vault.find(vault.secrets.national(nationalId)));
  }

  async key(tenant: string, pseudonym: string): Promise<Buffer | undefined> {
    return this.#with(tenant, (vault) => vault.key(pseudonym));
  }

  async keys(tenant: string, pseudonyms: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    return this.#with(tenant, (vault) => {
      const found = new Map<string, Buffer>();
      for (const pseudonym of pseudonyms) {
        const key = vault.key(pseudonym);
        if (key) found.set(pseudonym, key);
      }
      return found;
    });
  }

  async destroy(tenant: string, pseudonym: string, at: string): Promise<DestructionCertificate | undefined> {
    return this.#with(tenant, (vault) => vault.destroy(pseudonym, at));
  }

  async certificate(tenant: string, pseudonym: string): Promise<DestructionCertificate | undefined> {
    return this.#with(tenant, (vault) => vault.certificate(pseudonym));
  }

  async sweep(tenant: string, isKnown: (pseudonym: string) => Promise<boolean>): Promise<readonly string[]> {
    return this.#with(tenant, (vault) => vault.sweep(isKnown));
  }

  async *takeOut(tenant: string): AsyncGenerator<VaultEntry, void, void> {
    yield* await this.#with(tenant, (vault) => vault.takeOut());
  }

  async bringIn(tenant: string, entries: AsyncIterable<VaultEntry>): Promise<void> {
    this.#open();
    const { directory, masterKey } = this.options;
    const those = new Set<string>();
    for await (const entry of entries) {
      if (entry.kind === 'root') {
        if (!existsSync(vaultPath(directory, tenant))) createVaultFile(directory, tenant, { masterKey, moved: entry });
        await this.#with(tenant, ({ secrets }) => {
          if (!secrets.root.equals(entry.root))
            throw new KeyStoreError('exists', `the country "${tenant}" has another vault here already`);
        });
      } else if (entry.kind === 'person') those.add(entry.pseudonym);
      await this.#with(tenant, (vault) => vault.bringIn(entry));
    }
    // Who was taken back where it comes from goes here too.
    await this.#with(tenant, (vault) => vault.sweep(async (pseudonym) => those.has(pseudonym)));
  }

  async fingerprint(tenant: string): Promise<string | undefined> {
    this.#open();
    if (!isTenant(tenant) || !existsSync(vaultPath(this.options.directory, tenant))) return undefined;
    return this.#with(tenant, (vault) => vault.secrets.fingerprint);
  }

  async check(tenant: string, fingerprint: string): Promise<void> {
    await this.#with(tenant, (vault) => {
      vault.checkFile(tenant);
      if (vault.secrets.fingerprint === fingerprint) return;
      throw new KeyStoreError(
        'wrong',
        `the vault of "${tenant}" is not the one that its record was written with: ${vault.path}; bring back the right one`,
      );
    });
  }

  async tenants(): Promise<readonly string[]> {
    this.#open();
    const { directory } = this.options;
    if (!existsSync(directory)) return [];
    return readdirSync(directory)
      .filter((name) => isTenant(name) && existsSync(vaultPath(directory, name)))
      .sort();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const vault of this.#vaults.values()) vault.close();
    this.#vaults.clear();
  }

  #open(): void {
    if (this.#closed) throw new KeyStoreError('unavailable', 'the key store is closed');
  }

  async #with<T>(tenant: string, use: (vault: Vault) => T | Promise<T>): Promise<T> {
    this.#open();
    const vault = this.#vaults.get(tenant) ?? this.#openVault(tenant);
    try {
      return await use(vault);
    } catch (error) {
      // What the caller's own function threw (a sweep asks one) is not ours to rename.
      throw isSqliteError(error) ? unavailable(tenant, vault.path, error) : error;
    }
  }

  #openVault(tenant: string): Vault {
    // An id that could be no country's has no vault; it never becomes a path.
    if (!isTenant(tenant)) throw new KeyStoreError('missing', `"${tenant}" is no country and has no vault`);
    const { directory, masterKey } = this.options;
    const { path, database, secrets } = openVaultFile(directory, tenant, masterKey);
    const vault = new Vault(path, database, secrets, this.options);
    this.#vaults.set(tenant, vault);
    return vault;
  }
}

/** Vaults as files beside the logs. A country's file is opened at first use and held until `close`. */
export const openEmbeddedKeyStore = (options: EmbeddedKeyStoreOptions): MovableKeyStore => new EmbeddedKeyStore(options);
