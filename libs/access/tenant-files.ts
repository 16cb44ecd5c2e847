import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTenant } from '#libs/kernel';
import { closeDatabase, isSqliteError, openDatabase, type Database } from '#libs/sqlite';
import { EVERYWHERE } from './claims.js';

/** Codes, keys, sessions or the access log cannot be used; one line for the operator. */
export class AccessStoreError extends Error {
  constructor(
    readonly code: 'unavailable' | 'damaged',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AccessStoreError';
  }
}

const isPlace = (tenant: string): boolean => tenant === EVERYWHERE || isTenant(tenant);

/** One file a country (`<directory>/<country>/<name>`), and one for the whole installation (`<directory>/<name>`), each opened at first use. */
export class TenantFiles<Open> {
  readonly #open = new Map<string, { database: Database; use: Open }>();
  #closed = false;

  constructor(
    private readonly directory: string,
    private readonly name: string,
    private readonly format: number,
    private readonly schema: string,
    private readonly make: (database: Database, tenant: string) => Open,
  ) {}

  /** @throws AccessStoreError, RangeError for what is no country */
  for(tenant: string): Open {
    if (this.#closed) throw new AccessStoreError('unavailable', `${this.name} is closed`);
    const known = this.#open.get(tenant);
    if (known) return known.use;
    const path = this.#path(tenant);
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const database = openDatabase(path, { synchronous: 'FULL', secureDelete: true });
      chmodSync(path, 0o600);
      this.#prepare(database, path);
      const use = this.make(database, tenant);
      this.#open.set(tenant, { database, use });
      return use;
    } catch (error) {
      if (error instanceof AccessStoreError) throw error;
      const reason = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
      const code = isSqliteError(error) && error.message.includes('not a database') ? 'damaged' : 'unavailable';
      throw new AccessStoreError(code, `${path} cannot be used: ${String(reason)}`, { cause: error });
    }
  }

  /** Without making anything: a stranger who names a country that is none leaves no trace. */
  existing(tenant: string): Open | undefined {
    if (!this.#open.has(tenant) && !this.#closed && !(isPlace(tenant) && existsSync(this.#path(tenant)))) return undefined;
    return this.for(tenant);
  }

  get inUse(): readonly Open[] {
    return [...this.#open.values()].map((file) => file.use);
  }

  close(): void {
    this.#closed = true;
    for (const { database } of this.#open.values()) closeDatabase(database);
    this.#open.clear();
  }

  #path(tenant: string): string {
    if (tenant === EVERYWHERE) return join(this.directory, this.name);
    if (!isPlace(tenant)) throw new RangeError(`"${tenant}" is no country id`);
    return join(this.directory, tenant, this.name);
  }

  #prepare(database: Database, path: string): void {
    const { user_version: format } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    if (format === this.format) return;
    if (format !== 0) throw new AccessStoreError('damaged', `${path} was made by another release (format ${format})`);
    database.exec(`BEGIN IMMEDIATE; ${this.schema} PRAGMA user_version = ${this.format}; COMMIT`);
  }
}
