import type { Binary, Collection, Db } from 'mongodb';
import { isDuplicateKey, isMongoError, openMongo, type Mongo } from '#libs/mongo';
import { instant, isTenant, refuse } from '#libs/kernel';
import {
  AccessStoreError,
  TOUCH_MS,
  hasherOf,
  type AccessKey,
  type AccessPlace,
  type AccessPlaces,
  type Session,
} from '../access-store.js';
import { EVERYWHERE, type AccessClaims } from '../claims.js';

interface StoredCode {
  /** HMAC of the code, hexadecimal. */
  readonly _id: string;
  readonly claims: string;
  readonly subject: string;
  readonly issuedBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}
interface StoredKey {
  readonly _id: string;
  readonly id: string;
  readonly label: string;
  readonly claims: string;
  readonly subject: string;
  readonly createdAt: number;
  readonly revokedAt: number | null;
}
interface StoredSession {
  readonly _id: string;
  readonly claims: string;
  readonly subject: string;
  readonly endsAt: number;
  readonly idleUntil: number;
}

/** `0` can be no country's id. */
const databaseOf = (tenant: string): string => `access_${tenant === EVERYWHERE ? '0' : tenant}`;

/** Codes, keys and sessions that several servers share: a code that one of them redeemed is used for all. */
export const openMongoAccess = async (url: string): Promise<{ places: (pepper: Buffer) => AccessPlaces; mongo: Mongo }> => {
  const mongo = await openMongo({ url });
  return {
    mongo,
    places: (pepper) => {
      const known = new Map<string, AccessPlace>();
      const place = (tenant: string): AccessPlace => {
        if (tenant !== EVERYWHERE && !isTenant(tenant)) throw new RangeError(`"${tenant}" is no country id`);
        const made = known.get(tenant) ?? guarded(new MongoPlace(mongo.database(databaseOf(tenant)), hasherOf(pepper, tenant)));
        known.set(tenant, made);
        return made;
      };
      return {
        for: place,
        // Looking into a database that is not there makes none.
        existing: (tenant) => (tenant === EVERYWHERE || isTenant(tenant) ? place(tenant) : undefined),
        close: () => mongo.close(),
      };
    },
  };
};

class MongoPlace implements AccessPlace {
  readonly #codes: Collection<StoredCode>;
  readonly #used: Collection<{ _id: string; at: number }>;
  readonly #keys: Collection<StoredKey>;
  readonly #sessions: Collection<StoredSession>;

  constructor(
    database: Db,
    private readonly hash: (secret: string) => Buffer,
  ) {
    this.#codes = database.collection('codes');
    this.#used = database.collection('used');
    this.#keys = database.collection('keys');
    this.#sessions = database.collection('sessions');
  }

  async issueCodes(
    codes: readonly { code: string; claims: AccessClaims }[],
    issuedBy: string,
    createdAt: number,
    expiresAt: number,
  ): Promise<void> {
    if (codes.length === 0) return;
    await this.#codes.insertMany(
      codes.map(({ code, claims }) => ({
        _id: this.#name(code),
        claims: JSON.stringify(claims),
        subject: claims.subject,
        issuedBy,
        createdAt,
        expiresAt,
      })),
    );
  }

  async redeem(code: string, now: number): Promise<AccessClaims> {
    const _id = this.#name(code);
    const found = await this.#codes.findOne({ _id });
    if (!found) return refuse('code-unknown');
    if (await this.#used.findOne({ _id })) return refuse('code-used');
    if (found.expiresAt <= now) return refuse('code-expired', { expiredAt: instant(found.expiresAt) });
    try {
      // The unique insert decides between two who redeem at the same time.
      await this.#used.insertOne({ _id, at: now });
    } catch (error) {
      if (isDuplicateKey(error)) return refuse('code-used');
      throw error;
    }
    return JSON.parse(found.claims) as AccessClaims;
  }

  async issueKey(key: string, id: string, label: string, claims: AccessClaims, createdAt: number): Promise<void> {
    const { subject } = claims;
    await this.#keys.insertOne({
      _id: this.#name(key),
      id,
      label,
      claims: JSON.stringify(claims),
      subject,
      createdAt,
      revokedAt: null,
    });
  }

  async key(key: string): Promise<AccessKey | undefined> {
    const found = await this.#keys.findOne({ _id: this.#name(key), revokedAt: null });
    return found ? keyOf(found) : undefined;
  }

  async keys(): Promise<readonly AccessKey[]> {
    return (await this.#keys.find().sort({ createdAt: 1, id: 1 }).toArray()).map(keyOf);
  }

  async revokeKey(id: string, now: number): Promise<boolean> {
    return (await this.#keys.updateOne({ id, revokedAt: null }, { $set: { revokedAt: now } })).modifiedCount === 1;
  }

  async openSession(session: string, claims: AccessClaims, endsAt: number, idleUntil: number): Promise<void> {
    const { subject } = claims;
    await this.#sessions.insertOne({ _id: this.#name(session), claims: JSON.stringify(claims), subject, endsAt, idleUntil });
  }

  async session(session: string, now: number, idleMs: number): Promise<Session | undefined> {
    const _id = this.#name(session);
    const found = await this.#sessions.findOne({ _id });
    if (!found || found.endsAt <= now || found.idleUntil <= now) return undefined;
    if (now + idleMs - found.idleUntil >= Math.min(TOUCH_MS, idleMs / 2)) {
      await this.#sessions.updateOne({ _id }, { $set: { idleUntil: now + idleMs } });
    }
    return { claims: JSON.parse(found.claims) as AccessClaims, endsAt: instant(found.endsAt) };
  }

  async endSession(session: string): Promise<boolean> {
    return (await this.#sessions.deleteOne({ _id: this.#name(session) })).deletedCount === 1;
  }

  async revokeSubject(subject: string, now: number): Promise<void> {
    await this.#codes.deleteMany({ subject });
    await this.#sessions.deleteMany({ subject });
    await this.#keys.updateMany({ subject, revokedAt: null }, { $set: { revokedAt: now } });
  }

  async tidy(now: number, codesBefore: number): Promise<void> {
    await this.#sessions.deleteMany({ $or: [{ endsAt: { $lte: now } }, { idleUntil: { $lte: now } }] });
    await this.#codes.deleteMany({ expiresAt: { $lte: codesBefore } });
    await this.#used.deleteMany({ at: { $lte: codesBefore } });
  }

  #name(secret: string): string {
    return this.hash(secret).toString('hex');
  }
}

const keyOf = ({ id, label, claims, createdAt, revokedAt }: StoredKey): AccessKey => ({
  id,
  label,
  claims: JSON.parse(claims) as AccessClaims,
  createdAt: instant(createdAt),
  ...(revokedAt === null ? {} : { revokedAt: instant(revokedAt) }),
});

/** What the driver says becomes what the operator reads. */
const guarded = (place: AccessPlace): AccessPlace =>
  new Proxy(place, {
    get: (target, name: keyof AccessPlace) => {
      const method = target[name].bind(target) as (...all: never[]) => Promise<unknown>;
      return (...all: never[]) =>
        method(...all).catch((error: unknown) => {
          if (!isMongoError(error)) throw error;
          throw new AccessStoreError('unavailable', `codes, keys and sessions cannot be reached: ${error.message}`, {
            cause: error,
          });
        });
    },
  });

/** What servers share behind the master key: who starts first brings it, all others take it over. Base64 of what `seal` made. */
export const sharedSecret = async (mongo: Mongo, name: string, bring: () => Buffer): Promise<Buffer> => {
  const secrets = mongo.database('shared_secrets').collection<{ _id: string; sealed: Binary }>('secrets');
  const known = await secrets.findOne({ _id: name });
  if (known) return Buffer.from(known.sealed.value());
  const own = bring();
  const { Binary: Bytes } = await import('mongodb');
  try {
    await secrets.insertOne({ _id: name, sealed: new Bytes(own) });
    return own;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const theirs = await secrets.findOne({ _id: name });
    return theirs ? Buffer.from(theirs.sealed.value()) : own;
  }
};
