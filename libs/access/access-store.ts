import { createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { instant, refuse, type Instant } from '#libs/kernel';
import { GroupCommit, type Database, type Statement } from '#libs/sqlite';
import { EVERYWHERE, checkedClaims, type AccessClaims } from './claims.js';
import { newCode, readCode } from './codes.js';
import { secretFile } from './secret-file.js';
import { AccessStoreError, TenantFiles } from './tenant-files.js';

export interface IssuedCode {
  /** Shown once; only its HMAC is kept. */
  readonly code: string;
  readonly claims: AccessClaims;
  readonly expiresAt: Instant;
}

export interface AccessKey {
  readonly id: string;
  readonly label: string;
  readonly claims: AccessClaims;
  readonly createdAt: Instant;
  readonly revokedAt?: Instant;
}

export interface Session {
  readonly claims: AccessClaims;
  /** When it ends whatever happens. */
  readonly endsAt: Instant;
}

export interface AccessStoreOptions {
  /** The data folder. Each country's codes, keys and sessions are in `<directory>/<country>/access.db`, the operator's in `<directory>/access.db`. */
  readonly directory: string;
  /** Where they are kept instead, for several servers at once. */
  readonly places?: (pepper: Buffer) => AccessPlaces;
  /** Milliseconds since the epoch; the machine's clock unless told. */
  readonly now?: () => number;
  /** How long a session lives without being used; 12 hours unless told. */
  readonly sessionIdleMs?: number;
  /** How long it lives at most; 7 days unless told. */
  readonly sessionMs?: number;
}

/** One country's codes, keys and sessions, wherever they are kept. Secrets come in clear and are kept as HMACs. */
export interface AccessPlace {
  issueCodes(
    codes: readonly { code: string; claims: AccessClaims }[],
    issuedBy: string,
    now: number,
    expiresAt: number,
  ): Promise<void>;
  /** @throws Refusal code-unknown | code-used | code-expired */
  redeem(code: string, now: number): Promise<AccessClaims>;
  issueKey(key: string, id: string, label: string, claims: AccessClaims, now: number): Promise<void>;
  key(key: string): Promise<AccessKey | undefined>;
  keys(): Promise<readonly AccessKey[]>;
  revokeKey(id: string, now: number): Promise<boolean>;
  openSession(session: string, claims: AccessClaims, endsAt: number, idleUntil: number): Promise<void>;
  session(session: string, now: number, idleMs: number): Promise<Session | undefined>;
  endSession(session: string): Promise<boolean>;
  revokeSubject(subject: string, now: number): Promise<void>;
  tidy(now: number, codesBefore: number): Promise<void>;
}

export interface AccessPlaces {
  /** @throws AccessStoreError, RangeError for what is no country */
  for(tenant: string): AccessPlace;
  /** Without making anything: a stranger who names a country that is none leaves no trace. */
  existing(tenant: string): AccessPlace | undefined;
  close(): Promise<void>;
}

/** Under a pepper that is kept elsewhere, so that a copy of the place lets nobody try codes at home. */
export const hasherOf = (pepper: Buffer, tenant: string): ((secret: string) => Buffer) => {
  const own = Buffer.from(hkdfSync('sha256', pepper, Buffer.alloc(0), `access of ${tenant}`, 32));
  return (secret) => createHmac('sha256', own).update(secret, 'utf8').digest();
};

const HOUR = 3_600_000;
const MOST_CODES = 100_000;
/** A session's use is written down at most once in so long. */
export const TOUCH_MS = 60_000;

const SCHEMA = `
  CREATE TABLE code (hash BLOB PRIMARY KEY, claims TEXT NOT NULL, subject TEXT NOT NULL, issued_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, used_at INTEGER) WITHOUT ROWID;
  CREATE INDEX code_subject ON code (subject);
  CREATE TABLE access_key (hash BLOB PRIMARY KEY, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL, claims TEXT NOT NULL, subject TEXT NOT NULL,
    created_at INTEGER NOT NULL, revoked_at INTEGER) WITHOUT ROWID;
  CREATE TABLE session (hash BLOB PRIMARY KEY, claims TEXT NOT NULL, subject TEXT NOT NULL, ends_at INTEGER NOT NULL, idle_until INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX session_subject ON session (subject);
`;

/** How keys and session ids say where they belong: `0` can be no country's id. */
const place = (tenant: string): string => (tenant === EVERYWHERE ? '0' : tenant);
const SECRET = /^(ck|cs)_(0|[a-z][a-z0-9]{1,15})_([A-Za-z0-9_-]{43})$/;
const newSecret = (kind: 'ck' | 'cs', tenant: string): string =>
  `${kind}_${place(tenant)}_${randomBytes(32).toString('base64url')}`;
const tenantOf = (kind: 'ck' | 'cs', secret: string): string | undefined => {
  const [, found, where] = SECRET.exec(secret) ?? [];
  return found !== kind || where === undefined ? undefined : where === '0' ? EVERYWHERE : where;
};

interface CodeRow {
  claims: string;
  expires_at: number;
  used_at: number | null;
}
interface KeyRow {
  id: string;
  label: string;
  claims: string;
  created_at: number;
  revoked_at: number | null;
}
interface SessionRow {
  claims: string;
  ends_at: number;
  idle_until: number;
}

const readClaims = (text: string): AccessClaims => JSON.parse(text) as AccessClaims;

/** One country's codes, keys and sessions in a file. */
class AccessFile implements AccessPlace {
  readonly #writes: GroupCommit;
  readonly #hash: (secret: string) => Buffer;
  readonly #session: Statement;

  constructor(
    private readonly database: Database,
    pepper: Buffer,
    tenant: string,
  ) {
    this.#writes = new GroupCommit(database);
    this.#hash = hasherOf(pepper, tenant);
    this.#session = database.prepare('SELECT claims, ends_at, idle_until FROM session WHERE hash = ?');
  }

  drain(): void {
    this.#writes.drain();
  }

  issueCodes(
    codes: readonly { code: string; claims: AccessClaims }[],
    issuedBy: string,
    now: number,
    expiresAt: number,
  ): Promise<void> {
    return this.#writes.run(() => {
      const insert = this.database.prepare(
        'INSERT INTO code (hash, claims, subject, issued_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
      );
      // A lost letter must open no door: whoever gets a new code as a teacher has only that one.
      const supersede = this.database.prepare(
        'UPDATE code SET expires_at = ? WHERE subject = ? AND used_at IS NULL AND expires_at > ?',
      );
      for (const { code, claims } of codes) {
        if (claims.role === 'teacher') supersede.run(now, claims.subject, now);
        insert.run(this.#hash(code), JSON.stringify(claims), claims.subject, issuedBy, now, expiresAt);
      }
    });
  }

  redeem(code: string, now: number): Promise<AccessClaims> {
    return this.#writes.run(() => {
      const hash = this.#hash(code);
      const row = this.database.prepare('SELECT claims, expires_at, used_at FROM code WHERE hash = ?').get(hash) as
        CodeRow | undefined;
      if (!row) return refuse('code-unknown');
      if (row.used_at !== null) return refuse('code-used');
      if (row.expires_at <= now) return refuse('code-expired', { expiredAt: instant(row.expires_at) });
      this.database.prepare('UPDATE code SET used_at = ? WHERE hash = ? AND used_at IS NULL').run(now, hash);
      return readClaims(row.claims);
    });
  }

  issueKey(key: string, id: string, label: string, claims: AccessClaims, now: number): Promise<void> {
    return this.#writes.run(() => {
      this.database
        .prepare('INSERT INTO access_key (hash, id, label, claims, subject, created_at) VALUES (?, ?, ?, ?, ?, ?)')
        .run(this.#hash(key), id, label, JSON.stringify(claims), claims.subject, now);
    });
  }

  async key(key: string): Promise<AccessKey | undefined> {
    const row = this.database
      .prepare('SELECT id, label, claims, created_at, revoked_at FROM access_key WHERE hash = ? AND revoked_at IS NULL')
      .get(this.#hash(key)) as KeyRow | undefined;
    return row && keyOf(row);
  }

  async keys(): Promise<readonly AccessKey[]> {
    const rows = this.database
      .prepare('SELECT id, label, claims, created_at, revoked_at FROM access_key ORDER BY created_at, id')
      .all();
    return (rows as KeyRow[]).map(keyOf);
  }

  revokeKey(id: string, now: number): Promise<boolean> {
    return this.#writes.run(
      () =>
        this.database.prepare('UPDATE access_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL').run(now, id).changes ===
        1,
    );
  }

  openSession(session: string, claims: AccessClaims, endsAt: number, idleUntil: number): Promise<void> {
    return this.#writes.run(() => {
      this.database
        .prepare('INSERT INTO session (hash, claims, subject, ends_at, idle_until) VALUES (?, ?, ?, ?, ?)')
        .run(this.#hash(session), JSON.stringify(claims), claims.subject, endsAt, idleUntil);
    });
  }

  async session(session: string, now: number, idleMs: number): Promise<Session | undefined> {
    const hash = this.#hash(session);
    const row = this.#session.get(hash) as SessionRow | undefined;
    if (!row || row.ends_at <= now || row.idle_until <= now) return undefined;
    if (now + idleMs - row.idle_until >= Math.min(TOUCH_MS, idleMs / 2)) {
      await this.#writes.run(() =>
        this.database.prepare('UPDATE session SET idle_until = ? WHERE hash = ?').run(now + idleMs, hash),
      );
    }
    return { claims: readClaims(row.claims), endsAt: instant(row.ends_at) };
  }

  endSession(session: string): Promise<boolean> {
    return this.#writes.run(
      () => this.database.prepare('DELETE FROM session WHERE hash = ?').run(this.#hash(session)).changes === 1,
    );
  }

  revokeSubject(subject: string, now: number): Promise<void> {
    return this.#writes.run(() => {
      this.database.prepare('DELETE FROM code WHERE subject = ?').run(subject);
      this.database.prepare('DELETE FROM session WHERE subject = ?').run(subject);
      this.database.prepare('UPDATE access_key SET revoked_at = ? WHERE subject = ? AND revoked_at IS NULL').run(now, subject);
    });
  }

  tidy(now: number, codesBefore: number): Promise<void> {
    return this.#writes.run(() => {
      this.database.prepare('DELETE FROM session WHERE ends_at <= ? OR idle_until <= ?').run(now, now);
      this.database.prepare('DELETE FROM code WHERE expires_at <= ?').run(codesBefore);
    });
  }
}

/** A file a country. */
const openFiles = (directory: string, pepper: Buffer): AccessPlaces => {
  const files = new TenantFiles(
    directory,
    'access.db',
    1,
    SCHEMA,
    (database, tenant) => new AccessFile(database, pepper, tenant),
  );
  return {
    for: (tenant) => files.for(tenant),
    existing: (tenant) => files.existing(tenant),
    close: async () => {
      for (const file of files.inUse) file.drain();
      files.close();
    },
  };
};

const keyOf = (row: KeyRow): AccessKey => ({
  id: row.id,
  label: row.label,
  claims: readClaims(row.claims),
  createdAt: instant(row.created_at),
  ...(row.revoked_at === null ? {} : { revokedAt: instant(row.revoked_at) }),
});

/** How people and machines come in: one-time codes, long-lived keys, browser sessions. Nothing that opens a door is stored in clear. */
export class AccessStore {
  readonly #files: AccessPlaces;
  readonly #now: () => number;
  readonly #idleMs: number;
  readonly #sessionMs: number;

  constructor(options: AccessStoreOptions) {
    const pepper = readPepper(join(options.directory, 'keys', 'access.key'));
    this.#files = (options.places ?? ((own) => openFiles(options.directory, own)))(pepper);
    this.#now = options.now ?? Date.now;
    this.#idleMs = options.sessionIdleMs ?? 12 * HOUR;
    this.#sessionMs = options.sessionMs ?? 7 * 24 * HOUR;
  }

  /**
   * A one-time code for each of the claims, all or none, in their order; the claims must be for `tenant`.
   * @param lifeMs how long the codes can be used; 30 days unless told @param issuedBy id of the actor
   * @throws RangeError, AccessStoreError
   */
  async issueCodes(
    tenant: string,
    claims: readonly AccessClaims[],
    options: { issuedBy: string; lifeMs?: number },
  ): Promise<readonly IssuedCode[]> {
    if (claims.length > MOST_CODES) throw new RangeError(`at most ${MOST_CODES} codes at once`);
    const now = this.#now();
    const expiresAt = now + (options.lifeMs ?? 30 * 24 * HOUR);
    const codes = claims.map((each) => ({ code: newCode(), claims: checkedFor(tenant, each) }));
    await this.#files.for(tenant).issueCodes(codes, options.issuedBy, now, expiresAt);
    return codes.map((each) => ({ ...each, expiresAt: instant(expiresAt) }));
  }

  /** What the code stands for; once. @throws Refusal code-unknown | code-used | code-expired */
  async redeem(tenant: string, typed: string): Promise<AccessClaims> {
    const code = readCode(typed);
    if (code === undefined) return refuse('code-unknown');
    return this.#files.existing(tenant)?.redeem(code, this.#now()) ?? refuse('code-unknown');
  }

  /** A long-lived key for a service or an operator: shown once, exchanged again and again for short tokens, until it is revoked. */
  async issueKey(claims: AccessClaims, label: string): Promise<{ id: string; key: string }> {
    const checked = checkedFor(claims.tenant, claims);
    const [id, key] = [randomUUID(), newSecret('ck', checked.tenant)];
    await this.#files.for(checked.tenant).issueKey(key, id, label, checked, this.#now());
    return { id, key };
  }

  /** @throws Refusal key-unknown, also for a revoked one */
  async key(key: string): Promise<AccessKey> {
    const tenant = tenantOf('ck', key);
    return (tenant === undefined ? undefined : await this.#files.existing(tenant)?.key(key)) ?? refuse('key-unknown');
  }

  async keys(tenant: string): Promise<readonly AccessKey[]> {
    return (await this.#files.existing(tenant)?.keys()) ?? [];
  }

  /** @returns whether there was such a key that was not revoked */
  async revokeKey(tenant: string, id: string): Promise<boolean> {
    return this.#files.existing(tenant)?.revokeKey(id, this.#now()) ?? false;
  }

  /** @returns the id for the cookie, shown once */
  async openSession(claims: AccessClaims): Promise<{ id: string; endsAt: Instant }> {
    const checked = checkedFor(claims.tenant, claims);
    const now = this.#now();
    const id = newSecret('cs', checked.tenant);
    const endsAt = now + this.#sessionMs;
    await this.#files.for(checked.tenant).openSession(id, checked, endsAt, Math.min(now + this.#idleMs, endsAt));
    return { id, endsAt: instant(endsAt) };
  }

  /** The session's claims, and its idle time starts anew; `undefined` once it ended. */
  async session(id: string): Promise<Session | undefined> {
    const tenant = tenantOf('cs', id);
    return tenant === undefined ? undefined : this.#files.existing(tenant)?.session(id, this.#now(), this.#idleMs);
  }

  /** @returns whether there was one */
  async endSession(id: string): Promise<boolean> {
    const tenant = tenantOf('cs', id);
    return tenant === undefined ? false : (this.#files.existing(tenant)?.endSession(id) ?? false);
  }

  /** Codes, keys and sessions of somebody who left or was forgotten. Tokens already issued end by themselves within the hour. */
  async revokeSubject(tenant: string, subject: string): Promise<void> {
    await this.#files.existing(tenant)?.revokeSubject(subject, this.#now());
  }

  /** Removes ended sessions, and codes that expired 90 days ago (until then a late user is told that the code expired). */
  async tidy(tenant: string): Promise<void> {
    await this.#files.existing(tenant)?.tidy(this.#now(), this.#now() - 90 * 24 * HOUR);
  }

  async close(): Promise<void> {
    await this.#files.close();
  }
}

const checkedFor = (tenant: string, claims: AccessClaims): AccessClaims => {
  const checked = checkedClaims(claims);
  if (checked.tenant !== tenant) throw new RangeError(`claims for "${checked.tenant}" are none for "${tenant}"`);
  return checked;
};

const readPepper = (path: string): Buffer => {
  const pepper = Buffer.from(
    secretFile(path, () => randomBytes(32).toString('base64url')),
    'base64url',
  );
  if (pepper.length === 32) return pepper;
  throw new AccessStoreError(
    'damaged',
    `${path} is no key; bring it back from its backup, or remove it: every code, key and session ends then`,
  );
};

/** @throws AccessStoreError */
export const openAccessStore = (options: AccessStoreOptions): AccessStore => {
  try {
    return new AccessStore(options);
  } catch (error) {
    if (error instanceof AccessStoreError) throw error;
    const reason = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    throw new AccessStoreError('unavailable', `the keys in ${options.directory} cannot be used: ${String(reason)}`, {
      cause: error,
    });
  }
};

export { AccessStoreError };
