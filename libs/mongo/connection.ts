import type { Db, MongoClient, MongoClientOptions } from 'mongodb';
import { keepAsking } from './monitor.js';

/**
 * How the engines speak to MongoDB. The driver is loaded here, at the first connection: an installation that has none of these engines
 * does not pay for it.
 */
export interface Mongo {
  /** A database of this installation; its name begins with the one that the address names. */
  database(suffix: string): Db;
  /** Suffixes of the databases of this installation that exist, sorted. */
  databases(): Promise<readonly string[]>;
  /** How many updates of one database may be under way at once, where a server stands still when there are more. */
  readonly updatesAtOnce: number | undefined;
  close(): Promise<void>;
}

export interface MongoOptions {
  /** `mongodb://…/name`: without a name the databases begin with `cordillera`. */
  readonly url: string;
  /** How long a call waits for a server that does not answer, milliseconds; 5,000 unless told. */
  readonly patience?: number;
  /** What the server's log shows. */
  readonly name?: string;
}

const DEFAULT_NAME = 'cordillera';
const DEFAULT_PATIENCE = 5000;
/** A query that takes longer has lost its server. */
const LONGEST_ANSWER = 60_000;
/**
 * FerretDB 1 has a hundred connections for a database's file. Every update of a call keeps one from its look at the documents until the call ends, and
 * needs another to write; who waits for that waits without end. Three processes that write a country at once stay below with this.
 */
const UPDATES_AT_ONCE_IN_FERRETDB = 32;

const NAME = /^[A-Za-z0-9_-]{1,30}$/;

/** The name that an address gives its databases. @throws RangeError when it cannot be one */
export const databaseNameOf = (url: string): string => {
  const named = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]*)/.exec(url)?.[1] ?? '';
  const name = named === '' ? DEFAULT_NAME : decodeURIComponent(named);
  if (!NAME.test(name)) throw new RangeError('the address names a database with other characters than letters, digits, _ and -');
  return name;
};

/** Why nothing can be had under an address. Its message does not repeat the address, which may hold a password. */
export class MongoOpenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MongoOpenError';
  }
}

/**
 * Connects, and asks for something that a server answers to its users alone. A client whose first connection failed stays closed for good: that
 * is told here, where somebody hears of it, and never found out later. One that was connected once finds its server again by itself.
 * @throws MongoOpenError
 */
export const openMongo = async ({ url, patience = DEFAULT_PATIENCE, name = 'cordillera' }: MongoOptions): Promise<Mongo> => {
  const { MongoClient: Client } = await import('mongodb');
  const options: MongoClientOptions = {
    appName: name,
    serverSelectionTimeoutMS: patience,
    connectTimeoutMS: patience,
    socketTimeoutMS: LONGEST_ANSWER,
    // What is acknowledged is on disk, with a majority where there are several; and nothing is read that a change of primary takes back: neither
    // a key nor a claim. One by one, since each outdoes what the address says of it.
    w: 'majority',
    journal: true,
    readConcernLevel: 'majority',
    readPreference: 'primary',
    ignoreUndefined: false,
  };
  let base: string;
  let client: MongoClient;
  try {
    base = databaseNameOf(url);
    client = new Client(url, options);
  } catch (cause) {
    throw new MongoOpenError(`the address cannot be read: ${said(cause)}`, { cause });
  }
  const mongo: Mongo = {
    database: (suffix) => client.db(`${base}_${suffix}`),
    databases: async () => {
      const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
      return databases
        .map((database) => database.name)
        .filter((found) => found.startsWith(`${base}_`))
        .map((found) => found.slice(base.length + 1))
        .sort();
    },
    get updatesAtOnce() {
      return updatesAtOnce;
    },
    close: async () => {
      closed = true;
      stopAsking();
      await client.close();
    },
  };
  let closed = false;
  let updatesAtOnce: number | undefined;
  let stopAsking = (): void => undefined;
  try {
    await client.connect();
    await mongo.databases();
    const server = await client.db('admin').command({ buildInfo: 1 });
    if ('ferretdbVersion' in server) updatesAtOnce = UPDATES_AT_ONCE_IN_FERRETDB;
  } catch (cause) {
    await client.close();
    throw new MongoOpenError(whyNot(cause), { cause });
  }
  stopAsking = keepAsking(client, async () => {
    await client.close();
    if (!closed) await client.connect();
    if (closed) await client.close();
  });
  return mongo;
};

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();

const AUTHENTICATION_FAILED: ReadonlySet<unknown> = new Set([18, 8000]);
const UNAUTHORIZED = 13;

const whyNot = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  if (AUTHENTICATION_FAILED.has(code))
    return 'the server refuses this user and password; `authSource=` in the address says in which database the user is kept';
  if (code === UNAUTHORIZED) return `the server needs a user and a password that may do this: ${said(error)}`;
  return `the server cannot be reached: ${said(error)}`;
};

/** `PoolCleared…`: what a call in flight gets when its server has been silent for too long. */
const OF_THE_DRIVER = /^(?:Mongo|BSON|PoolCleared)/;
/** Who looks for the servers behind `mongodb+srv://` fails with what Node.js says. */
const OF_THE_NAMES = /^query(?:Srv|Txt)$/;

/** Matched by name and code, never by class: a second copy of the driver in a process is none of our business. */
export const isMongoError = (error: unknown): error is Error & { code?: unknown } =>
  error instanceof Error && (OF_THE_DRIVER.test(error.name) || OF_THE_NAMES.test((error as { syscall?: string }).syscall ?? ''));

const DUPLICATE_KEY = 11_000;
export const isDuplicateKey = (error: unknown): boolean => isMongoError(error) && error.code === DUPLICATE_KEY;

const NAMESPACE_NOT_FOUND = 26;
export const isMissingCollection = (error: unknown): boolean => isMongoError(error) && error.code === NAMESPACE_NOT_FOUND;

const INDEX_NOT_FOUND = 27;
export const isMissingIndex = (error: unknown): boolean => isMongoError(error) && error.code === INDEX_NOT_FOUND;

const NAMESPACE_EXISTS = 48;
export const isExistingCollection = (error: unknown): boolean => isMongoError(error) && error.code === NAMESPACE_EXISTS;

/** Codes by which a server, or the driver before it, says that a document does not fit. */
const TOO_LARGE: ReadonlySet<unknown> = new Set([10_334, 17_280, 17_419, 17_420]);
export const isTooLarge = (error: unknown): boolean =>
  isMongoError(error) &&
  (TOO_LARGE.has(error.code) || /document is larger than|BSONObjectTooLarge|object to insert too large/i.test(error.message));

/** Whether all that went wrong in a bulk is that keys were there. */
export const onlyDuplicates = (error: unknown): boolean => {
  if (!isMongoError(error)) return false;
  const { writeErrors, writeConcernErrors } = error as { writeErrors?: unknown; writeConcernErrors?: unknown };
  if (Array.isArray(writeConcernErrors) && writeConcernErrors.length > 0) return false;
  const single = Array.isArray(writeErrors) ? (writeErrors as { code?: unknown }[]) : [];
  return single.length > 0 && single.every(({ code }) => code === DUPLICATE_KEY);
};
