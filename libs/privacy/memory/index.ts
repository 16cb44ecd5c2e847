import { isTenant } from '#libs/kernel';
import {
  KeyStoreError,
  VaultSecrets,
  keyDigestOf,
  newRoot,
  type DestructionCertificate,
  type Enrolled,
  type KeyStore,
} from '#libs/privacy';

interface Vault {
  readonly secrets: VaultSecrets;
  /** HMAC of the national id, hexadecimal → pseudonym. */
  readonly people: Map<string, string>;
  readonly keys: Map<string, Buffer>;
  readonly certificates: Map<string, DestructionCertificate>;
}

/** A vault for unit tests and rehearsals: what it holds ends with the process. */
class MemoryKeyStore implements KeyStore {
  readonly #vaults = new Map<string, Vault>();
  #closed = false;

  async create(tenant: string, options: { seed?: string }): Promise<void> {
    this.#open();
    if (!isTenant(tenant)) throw new RangeError(`"${tenant}" is no country id`);
    if (this.#vaults.has(tenant)) throw new KeyStoreError('exists', `the country "${tenant}" has a vault already`);
    this.#vaults.set(tenant, {
      secrets: new VaultSecrets(newRoot(tenant, options.seed), tenant, options.seed !== undefined),
      people: new Map(),
      keys: new Map(),
      certificates: new Map(),
    });
  }

  async enrol(tenant: string, nationalId: string): Promise<Enrolled> {
    const vault = this.#vault(tenant);
    const national = vault.secrets.national(nationalId);
    const known = vault.people.get(national.toString('hex'));
    if (known !== undefined) return { pseudonym: known, created: false };
    for (let time = 0; ; time += 1) {
      const { pseudonym, key } = vault.secrets.person(national, time);
      if (vault.certificates.has(pseudonym)) continue;
      vault.people.set(national.toString('hex'), pseudonym);
      vault.keys.set(pseudonym, key);
      return { pseudonym, created: true };
    }
  }

  async find(tenant: string, nationalId: string): Promise<string | undefined> {
    const vault = this.#vault(tenant);
    return vault.people.get(vault.secrets.national(nationalId).toString('hex'));
  }

  async key(tenant: string, pseudonym: string): Promise<Buffer | undefined> {
    return this.#vault(tenant).keys.get(pseudonym);
  }

  async keys(tenant: string, pseudonyms: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const { keys } = this.#vault(tenant);
    const found = new Map<string, Buffer>();
    for (const pseudonym of pseudonyms) {
      const key = keys.get(pseudonym);
      if (key) found.set(pseudonym, key);
    }
    return found;
  }

  async destroy(tenant: string, pseudonym: string, at: string): Promise<DestructionCertificate | undefined> {
    const vault = this.#vault(tenant);
    const key = vault.keys.get(pseudonym);
    if (!key) return vault.certificates.get(pseudonym);
    const certificate = { pseudonym, destroyedAt: at, keyDigest: keyDigestOf(key) };
    vault.certificates.set(pseudonym, certificate);
    this.#remove(vault, pseudonym);
    return certificate;
  }

  async certificate(tenant: string, pseudonym: string): Promise<DestructionCertificate | undefined> {
    return this.#vault(tenant).certificates.get(pseudonym);
  }

  async sweep(tenant: string, isKnown: (pseudonym: string) => Promise<boolean>): Promise<readonly string[]> {
    const vault = this.#vault(tenant);
    const orphans: string[] = [];
    for (const pseudonym of [...vault.keys.keys()]) if (!(await isKnown(pseudonym))) orphans.push(pseudonym);
    for (const pseudonym of orphans) this.#remove(vault, pseudonym);
    return orphans;
  }

  async fingerprint(tenant: string): Promise<string | undefined> {
    this.#open();
    return this.#vaults.get(tenant)?.secrets.fingerprint;
  }

  async check(tenant: string, fingerprint: string): Promise<void> {
    if (this.#vault(tenant).secrets.fingerprint !== fingerprint) {
      throw new KeyStoreError('wrong', `the vault of "${tenant}" is not the one that its record was written with`);
    }
  }

  async tenants(): Promise<readonly string[]> {
    this.#open();
    return [...this.#vaults.keys()].sort();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#vaults.clear();
  }

  #remove(vault: Vault, pseudonym: string): void {
    vault.keys.delete(pseudonym);
    for (const [national, owner] of vault.people) if (owner === pseudonym) vault.people.delete(national);
  }

  #open(): void {
    if (this.#closed) throw new KeyStoreError('unavailable', 'the key store is closed');
  }

  #vault(tenant: string): Vault {
    this.#open();
    const vault = this.#vaults.get(tenant);
    if (!vault) throw new KeyStoreError('missing', `the country "${tenant}" has no vault`);
    return vault;
  }
}

export const openMemoryKeyStore = (): KeyStore => new MemoryKeyStore();
