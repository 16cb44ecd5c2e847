import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';

const BYTES = 32;
const IV = 12;
const TAG = 16;

const derive = (root: Buffer, ...info: readonly string[]): Buffer =>
  Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), info.map((part) => `${part.length}:${part}`).join('|'), BYTES));

/** Lays sixteen bytes out as a UUID of version 8 (RFC 9562: made by a rule of one's own). */
const uuidFrom = (bytes: Buffer): string => {
  const own = Buffer.from(bytes.subarray(0, 16));
  own[6] = ((own[6] ?? 0) & 0x0f) | 0x80;
  own[8] = ((own[8] ?? 0) & 0x3f) | 0x80;
  const hex = own.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** The root of a vault, 32 bytes: random, or for a simulated country what its seed says. */
export const newRoot = (tenant: string, seed: string | undefined): Buffer =>
  seed === undefined ? randomBytes(BYTES) : derive(createHash('sha256').update(seed, 'utf8').digest(), 'vault', tenant);

/** What every engine derives in the same way from a vault's root. */
export class VaultSecrets {
  readonly fingerprint: string;
  readonly #root: Buffer;
  readonly #national: Buffer;
  readonly #wrapping: Buffer;
  readonly #people: Buffer;

  constructor(
    root: Buffer,
    readonly tenant: string,
    readonly seeded: boolean,
  ) {
    this.#root = root;
    this.fingerprint = derive(root, 'fingerprint', tenant).toString('hex').slice(0, 32);
    this.#national = derive(root, 'national');
    this.#wrapping = derive(root, 'wrapping');
    this.#people = derive(root, 'people');
  }

  /** For the vault's move to another engine. */
  get root(): Buffer {
    return this.#root;
  }

  /** HMAC-SHA-256 of a national id: finds a person again, tells nothing without the root. */
  national(nationalId: string): Buffer {
    return createHmac('sha256', this.#national).update(nationalId, 'utf8').digest();
  }

  /** Pseudonym and key of a person. In a simulated country they follow from the seed, and `time` counts how often the person was forgotten before. */
  person(national: Buffer, time: number): { pseudonym: string; key: Buffer } {
    if (!this.seeded) return { pseudonym: randomUUID(), key: randomBytes(BYTES) };
    const whose = national.toString('hex');
    return {
      pseudonym: uuidFrom(derive(this.#people, 'pseudonym', whose, String(time))),
      key: derive(this.#people, 'key', whose, String(time)),
    };
  }

  /** A person's key as it is stored: encrypted under the root, bound to its pseudonym so that two rows cannot be exchanged. 60 bytes. */
  wrap(key: Buffer, pseudonym: string): Buffer {
    return encrypt(this.#wrapping, key, `${this.tenant}/${pseudonym}`);
  }

  /** @throws when the row was tampered with */
  unwrap(wrapped: Buffer, pseudonym: string): Buffer {
    return decrypt(this.#wrapping, wrapped, `${this.tenant}/${pseudonym}`);
  }
}

/** AES-256-GCM with a random 96-bit IV: IV, ciphertext, tag. */
export const encrypt = (key: Buffer, clear: Buffer, context: string): Buffer => {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([iv, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
};

/** @throws when key or context are others, or a bit was changed */
export const decrypt = (key: Buffer, stored: Buffer, context: string): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, stored.subarray(0, IV), { authTagLength: TAG })
    .setAAD(Buffer.from(context, 'utf8'))
    .setAuthTag(stored.subarray(-TAG));
  return Buffer.concat([decipher.update(stored.subarray(IV, -TAG)), decipher.final()]);
};

export const keyDigestOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex');
