/**
 * The vault: the one mutable truth. It holds a key for each person and knows which pseudonym stands for which national id
 * (as an HMAC). What it forgets, nobody can read again.
 *
 * Everything but `create`, `tenants` and `fingerprint` throws KeyStoreError `missing` for a country without a vault.
 */
export interface KeyStore {
  /**
   * The pseudonym (UUID) of a national id, made at first sight with a key of its own. The same id gives the same pseudonym for ever, unless forgotten.
   * Written durably before it returns: the row is there before any event that needs it.
   * @param nationalId normalised by the country's rule before it comes here
   */
  enrol(tenant: string, nationalId: string): Promise<Enrolled>;
  /** The pseudonym of a national id that was seen before; `undefined` where there is none, or it was forgotten. */
  find(tenant: string, nationalId: string): Promise<string | undefined>;
  /** The person's 256-bit key; `undefined` once it was destroyed, or for a pseudonym that never was. Not to be changed by the caller. */
  key(tenant: string, pseudonym: string): Promise<Buffer | undefined>;
  /** Without those that have no key. */
  keys(tenant: string, pseudonyms: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Destroys the key and the link to the national id; answers with the certificate, the same one when asked again; `undefined` for a pseudonym that never was. */
  destroy(tenant: string, pseudonym: string, at: string): Promise<DestructionCertificate | undefined>;
  certificate(tenant: string, pseudonym: string): Promise<DestructionCertificate | undefined>;
  /**
   * Takes back enrolments whose registration never reached the log: a crash came between the vault and the event. For the start,
   * before anybody registers. @returns the pseudonyms taken back
   */
  sweep(tenant: string, isKnown: (pseudonym: string) => Promise<boolean>): Promise<readonly string[]>;
  /** Makes the vault of a new country. `seed` only for simulated countries: keys and pseudonyms then follow from it. @throws KeyStoreError exists */
  create(tenant: string, options: { seed?: string }): Promise<void>;
  /** A name of this vault that a country's log keeps, so that a log and a stranger's vault are told apart; `undefined` where there is no vault. */
  fingerprint(tenant: string): Promise<string | undefined>;
  /** What the start asks of every country whose log names a vault. @throws KeyStoreError missing | wrong | unavailable, with one line for the operator */
  check(tenant: string, fingerprint: string): Promise<void>;
  /** The countries that have a vault here, sorted. */
  tenants(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * What a vault holds, as it moves from one engine to another: whoever has it can read everybody, so it goes from store to store and
 * nowhere else. A person's key stays encrypted under the vault's root.
 */
export type VaultEntry =
  | { readonly kind: 'root'; readonly root: Buffer; readonly seeded: boolean }
  | { readonly kind: 'person'; readonly pseudonym: string; readonly national: Buffer; readonly key: Buffer }
  | ({ readonly kind: 'certificate' } & DestructionCertificate);

/** For the command that moves a country; what serves people never asks for it. */
export interface MovableKeyStore extends KeyStore {
  /** The root first, then certificates, then people. @throws KeyStoreError */
  takeOut(tenant: string): AsyncGenerator<VaultEntry, void, void>;
  /**
   * Makes the vault what the entries say, under this store's own master key. One that is there already must be of the same root; who is not among
   * the entries is removed from it, who was forgotten stays forgotten. It may be broken off and begun again. @throws KeyStoreError exists
   */
  bringIn(tenant: string, entries: AsyncIterable<VaultEntry>): Promise<void>;
}

export interface Enrolled {
  readonly pseudonym: string;
  readonly created: boolean;
}

export interface DestructionCertificate {
  readonly pseudonym: string;
  readonly destroyedAt: string;
  /** SHA-256 of the destroyed key, hexadecimal: proves which key it was, opens nothing. */
  readonly keyDigest: string;
}

export type KeyStoreErrorCode =
  /** The country has no vault here. */
  | 'missing'
  /** There is a vault, but not the one that fits: another country's, another master key's, or damaged. */
  | 'wrong'
  /** It cannot be reached: closed, held by another process, a folder that cannot be written. */
  | 'unavailable'
  /** A vault is there already. */
  | 'exists';

/** The message is one line for the operator: which country, which file, what to do. */
export class KeyStoreError extends Error {
  constructor(
    readonly code: KeyStoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'KeyStoreError';
  }
}

/** Token under which the platform provides the key store. */
export const KEY_STORE = Symbol('KeyStore');
