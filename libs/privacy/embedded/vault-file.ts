import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTenant } from '#libs/kernel';
import { KeyStoreError, VaultSecrets, decrypt, encrypt, newRoot } from '#libs/privacy';
import { closeDatabase, isDamaged, isSqliteError, openDatabase, syncDirectory, type Database } from '#libs/sqlite';

const FORMAT = 1;
const MASTER_KEY_BYTES = 32;

/**
 * Person keys are 60 bytes wrapped. A destroyed key is overwritten in its place: rows of this table never move to another page.
 * `to_compact` is 1 while index pages may still hold old copies of what was forgotten (never of a key).
 */
const SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE person (id INTEGER PRIMARY KEY, pseudonym TEXT NOT NULL UNIQUE, national BLOB UNIQUE, key BLOB NOT NULL);
  CREATE TABLE certificate (pseudonym TEXT PRIMARY KEY, destroyed_at TEXT NOT NULL, key_digest TEXT NOT NULL) WITHOUT ROWID;
`;

export const vaultPath = (directory: string, tenant: string): string => {
  // The id becomes a folder's name: nothing but a country id may get that far.
  if (!isTenant(tenant)) throw new RangeError(`"${tenant}" is no country id`);
  return join(directory, tenant, 'vault.db');
};

const checkMasterKey = (key: Buffer | undefined): void => {
  if (key && key.length !== MASTER_KEY_BYTES) {
    throw new KeyStoreError('wrong', `the master key has ${key.length} bytes, it must have ${MASTER_KEY_BYTES}`);
  }
};

const rootContext = (tenant: string): string => `root of ${tenant}`;

/**
 * Makes a vault's file beside its place and renames it when it is whole: a crash leaves either no vault or a complete one.
 * Everything here is synchronous, so that nobody else of this process comes in between.
 */
export const createVaultFile = (
  directory: string,
  tenant: string,
  options: { seed?: string; masterKey?: Buffer; moved?: { readonly root: Buffer; readonly seeded: boolean } },
): void => {
  const path = vaultPath(directory, tenant);
  checkMasterKey(options.masterKey);
  if (existsSync(path)) throw new KeyStoreError('exists', `the country "${tenant}" has a vault already: ${path}`);
  const unfinished = `${path}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    for (const suffix of ['', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true });
    const database = openDatabase(unfinished, { synchronous: 'FULL', secureDelete: true });
    try {
      chmodSync(unfinished, 0o600);
      const { root, seeded } = options.moved ?? { root: newRoot(tenant, options.seed), seeded: options.seed !== undefined };
      const { fingerprint } = new VaultSecrets(root, tenant, seeded);
      const stored = options.masterKey ? encrypt(options.masterKey, root, rootContext(tenant)) : root;
      // No prepared statement, which would keep the connection alive behind `close`: the file is to be moved.
      database.exec(`BEGIN IMMEDIATE; ${SCHEMA}
        INSERT INTO meta (name, value) VALUES ('format', ${FORMAT}), ('tenant', '${tenant}'), ('fingerprint', '${fingerprint}'),
          ('seeded', ${seeded ? 1 : 0}), ('protected', ${options.masterKey ? 1 : 0}), ('root', x'${stored.toString('hex')}'),
          ('to_compact', 0);
        COMMIT`);
    } finally {
      closeDatabase(database);
    }
    renameSync(unfinished, path);
    syncDirectory(dirname(path));
  } catch (error) {
    throw unavailable(tenant, path, error);
  }
};

export interface OpenVaultFile {
  readonly path: string;
  readonly database: Database;
  readonly secrets: VaultSecrets;
}

/** @throws KeyStoreError missing | wrong | unavailable */
export const openVaultFile = (directory: string, tenant: string, masterKey: Buffer | undefined): OpenVaultFile => {
  const path = vaultPath(directory, tenant);
  checkMasterKey(masterKey);
  if (!existsSync(path)) {
    throw new KeyStoreError('missing', `the vault of "${tenant}" is missing: ${path}; bring it back from its backup`);
  }
  let database: Database | undefined;
  try {
    database = openDatabase(path, { synchronous: 'FULL', secureDelete: true });
    const meta = readMeta(database);
    const root = readRoot(meta, tenant, path, masterKey);
    const secrets = new VaultSecrets(root, tenant, meta.get('seeded') === 1);
    if (secrets.fingerprint !== meta.get('fingerprint')) throw damaged(tenant, path);
    if (meta.get('to_compact') === 1) compact(database);
    return { path, database, secrets };
  } catch (error) {
    database?.close();
    throw error instanceof KeyStoreError ? error : unavailable(tenant, path, error);
  }
};

/** Rewrites the file without the gaps in which old copies of index entries may stand. */
export const compact = (database: Database): void => {
  database.exec('VACUUM');
  database.exec("UPDATE meta SET value = 0 WHERE name = 'to_compact'");
  emptyWal(database);
};

/** Brings everything into the file and cuts the WAL to nothing, so that no older page lives on in it. */
export const emptyWal = (database: Database): void => {
  const outcome = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number } | undefined;
  if (outcome?.busy !== 0) throw new KeyStoreError('unavailable', 'the vault is in use elsewhere: its journal cannot be emptied');
};

/**
 * Puts a vault under a master key, under another one, or under none. Person keys stay as they are: only the vault's root is
 * encrypted anew. For a key store that is closed. @throws KeyStoreError
 */
export const changeMasterKey = (directory: string, tenant: string, keys: { from?: Buffer; to?: Buffer }): void => {
  checkMasterKey(keys.to);
  const { database, path } = openVaultFile(directory, tenant, keys.from);
  try {
    const root = readRoot(readMeta(database), tenant, path, keys.from);
    const put = database.prepare('UPDATE meta SET value = ? WHERE name = ?');
    database.exec('BEGIN IMMEDIATE');
    put.run(keys.to ? encrypt(keys.to, root, rootContext(tenant)) : root, 'root');
    put.run(keys.to ? 1 : 0, 'protected');
    database.exec('COMMIT');
    compact(database);
  } finally {
    closeDatabase(database);
  }
};

type Meta = ReadonlyMap<string, unknown>;

const readMeta = (database: Database): Meta =>
  new Map(
    (database.prepare('SELECT name, value FROM meta').all() as { name: string; value: unknown }[]).map((row) => [
      row.name,
      row.value,
    ]),
  );

const readRoot = (meta: Meta, tenant: string, path: string, masterKey: Buffer | undefined): Buffer => {
  const format = meta.get('format');
  if (format !== FORMAT) throw new KeyStoreError('wrong', `${path} is no vault of this release (format ${String(format)})`);
  if (meta.get('tenant') !== tenant) {
    throw new KeyStoreError('wrong', `${path} is the vault of "${String(meta.get('tenant'))}", not of "${tenant}"`);
  }
  const stored = meta.get('root');
  if (!(stored instanceof Uint8Array)) throw damaged(tenant, path);
  if (meta.get('protected') !== 1) {
    if (!masterKey) return Buffer.from(stored);
    throw new KeyStoreError(
      'wrong',
      `the vault of "${tenant}" was made without a master key: start without one, or protect it first`,
    );
  }
  if (!masterKey) throw new KeyStoreError('wrong', `the vault of "${tenant}" needs its master key, and none was given`);
  try {
    return decrypt(masterKey, Buffer.from(stored), rootContext(tenant));
  } catch (error) {
    throw new KeyStoreError('wrong', `this master key does not open the vault of "${tenant}": ${path}`, { cause: error });
  }
};

export const damaged = (tenant: string, path: string, cause?: unknown): KeyStoreError =>
  new KeyStoreError('wrong', `the vault of "${tenant}" is damaged: ${path}; bring it back from its backup`, { cause });

export const unavailable = (tenant: string, path: string, error: unknown): KeyStoreError => {
  if (error instanceof KeyStoreError) return error;
  // A file without our tables is no vault, whatever else it may be.
  if (isDamaged(error) || (isSqliteError(error) && error.message.includes('no such table'))) return damaged(tenant, path, error);
  const reason = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return new KeyStoreError('unavailable', `the vault of "${tenant}" cannot be used (${String(reason)}): ${path}`, {
    cause: error,
  });
};
