import type { Db } from 'mongodb';
import { NotCanonical, canonicalJson } from '#libs/kernel';
import {
  isExistingCollection,
  isMissingCollection,
  isMissingIndex,
  isMongoError,
  isTooLarge,
  openMongo,
  type Mongo,
} from '#libs/mongo';
import {
  ReadStoreError,
  type Commit,
  type Document,
  type FindQuery,
  type Found,
  type ProjectionId,
  type ReadStore,
  type Scalar,
  type TableRow,
  type TabulateQuery,
} from '../port.js';
import {
  Declarations,
  checkId,
  checkTenant,
  columnValue,
  invalid,
  isOtherVersion,
  planFind,
  planTabulate,
  typeOf,
  type Collection,
} from '../rules.js';
import { fromSortKey, toSortKey } from '../sort-key.js';
import { Journal, type Step, type Write } from './journal.js';
import {
  collectionOf,
  fieldOf,
  findOf,
  fromStored,
  groupsOf,
  matchOf,
  rowsOf,
  toStored,
  type StoredDocument,
} from './queries.js';

export type { Step } from './journal.js';

export interface MongoReadStoreOptions {
  /** `mongodb://…/name`; each country has a database `<name>_<tenant>`. */
  readonly url: string;
  /** Databases of their own, `<name>_<area>_<tenant>`, for what no rebuild of the read models may touch. */
  readonly area?: string;
  /**
   * For every process but projectors. `declare` then only says what this instance is going to read; what no projector has made yet
   * reads as empty, and what was claimed and not done is left to them.
   */
  readonly readOnly?: boolean;
  readonly now?: () => number;
  /** How long a call waits for a server that does not answer, milliseconds. */
  readonly patience?: number;
  /** Between the steps of a commit, for tests. */
  readonly onStep?: (step: Step, projection: ProjectionId, seq: number) => Promise<void>;
  /** Documents a call to the server writes, for tests. */
  readonly chunk?: number;
}

/** A document's text may be this long, in bytes: with its columns and the journal's words around it it stays below the server's 16 MiB. */
export const MAX_DOCUMENT_BYTES = 15 * 1024 * 1024;
const SCAN_PAGE = 500;
/** Attempts to empty a projection that somebody else is writing to. */
const RESET_ATTEMPTS = 5;

/**
 * Read models in MongoDB, a database a country. Any number of processes read; several may project: commits are exactly once by the
 * journal, and of two projectors on one checkpoint one is fenced. It needs no replica set.
 *
 * What a reader may see while a batch is applied: every single document is whole, before or after the batch; several together may straddle it.
 * `checkpoint` names a position whose documents are all there.
 */
export const openMongoReadStore = async (options: MongoReadStoreOptions): Promise<MongoReadStore> =>
  new MongoReadStore(
    await openMongo({ url: options.url, ...(options.patience === undefined ? {} : { patience: options.patience }) }),
    options,
  );

interface Home {
  readonly database: Db;
  readonly journal: Journal;
}

interface KnownCollection {
  readonly _id: string;
  readonly projection: ProjectionId;
  /** JSON of the declared columns and their types, in order. */
  readonly columns: string;
}

export class MongoReadStore implements ReadStore {
  readonly #declarations = new Declarations();
  readonly #homes = new Map<string, Home>();
  #closed = false;

  constructor(
    private readonly mongo: Mongo,
    private readonly options: MongoReadStoreOptions,
  ) {}

  async declare(...[tenant, projection, specs]: Parameters<ReadStore['declare']>): Promise<void> {
    const collections = this.#declarations.declare(tenant, projection, specs);
    if (this.options.readOnly) return void this.#home(tenant);
    await this.#do(tenant, async ({ database, journal }) => {
      await journal.prepare(projection);
      for (const collection of collections) await prepareCollection(database, collection);
    });
  }

  async get(tenant: string, collection: string, id: string): Promise<Document | undefined> {
    return (await this.getMany(tenant, collection, [id]))[0];
  }

  async getMany(tenant: string, collection: string, ids: readonly string[]): Promise<readonly (Document | undefined)[]> {
    const name = collectionOf(this.#declarations.get(tenant, collection));
    if (ids.length === 0) return [];
    const keys = [...new Set(ids)].map(toSortKey);
    const found = await this.#do(tenant, ({ database }) =>
      database
        .collection<StoredDocument>(name)
        // Nothing but the id in the filter: every server finds it by its index.
        .find({ _id: keys.length === 1 ? (keys[0] as string) : { $in: keys } }, { projection: { _id: 1, _doc: 1 } })
        .toArray(),
    );
    const texts = new Map(found.map(({ _id, _doc }) => [_id, _doc]));
    return ids.map((id) => {
      const text = texts.get(toSortKey(id));
      return text === undefined ? undefined : (JSON.parse(text) as Document);
    });
  }

  async find(tenant: string, name: string, query?: FindQuery): Promise<Found> {
    const collection = this.#declarations.get(tenant, name);
    const plan = planFind(collection, query);
    const { filter, sort, limit } = findOf(plan);
    const rows = await this.#do(tenant, ({ database }) =>
      database.collection<StoredDocument>(collectionOf(collection)).find(filter).sort(sort).limit(limit).toArray(),
    );
    const page = rows.slice(0, plan.limit);
    const documents = page.map(({ _id, _doc }) => ({ id: fromSortKey(_id), document: JSON.parse(_doc as string) as Document }));
    const last = page.at(-1);
    if (!last || rows.length <= plan.limit) return { documents };
    const value = fromStored(typeOf(collection, plan.column), last[fieldOf(plan.column) as keyof StoredDocument]);
    return { documents, next: plan.cursor({ value, id: fromSortKey(last._id) }) };
  }

  async tabulate(tenant: string, name: string, query: TabulateQuery): Promise<readonly TableRow[]> {
    const collection = this.#declarations.get(tenant, name);
    const plan = planTabulate(collection, query);
    return this.#do(tenant, async ({ database }) => {
      const stored = database.collection<StoredDocument>(collectionOf(collection));
      return rowsOf(collection, plan, await groupsOf(plan, (pipeline) => stored.aggregate(pipeline).toArray()));
    });
  }

  async commit(tenant: string, commit: Commit): Promise<void> {
    checkTenant(tenant);
    this.#open();
    const own = (name: string): Collection => {
      const collection = this.#declarations.get(tenant, name);
      if (collection.projection !== commit.projection)
        throw invalid(`${name} belongs to ${collection.projection}, not to ${commit.projection}`);
      return collection;
    };
    // One write a document, the last one; everything that can be refused is refused before anything is claimed.
    const writes = new Map<string, Write>();
    const write = (one: Write): void => void writes.set(JSON.stringify([one.c, one.id]), one);
    for (const put of commit.puts) write(writeOf(own(put.collection), put.id, put.document));
    for (const { collection, id } of commit.deletes) {
      const key = toSortKey(id);
      write({ c: collectionOf(own(collection)), id: key, text: null, columns: {}, bytes: 100 + key.length });
    }
    await this.#write(tenant, ({ journal }) => journal.commit(commit.projection, commit.from, commit.to, [...writes.values()]));
  }

  async checkpoint(tenant: string, projection: string): Promise<string | undefined> {
    checkTenant(tenant);
    const { position } = await this.#do(tenant, ({ journal }) =>
      this.options.readOnly ? journal.mark(projection) : journal.recover(projection),
    );
    return position ?? undefined;
  }

  /** Of all projections of a country at once: what those who wait for a position ask again and again. */
  async checkpoints(tenant: string): Promise<ReadonlyMap<ProjectionId, string | undefined>> {
    checkTenant(tenant);
    const marks = await this.#do(tenant, ({ journal }) => journal.marks());
    return new Map(marks.map(({ _id, position }) => [_id, position ?? undefined]));
  }

  async reset(tenant: string, projection: string): Promise<void> {
    checkTenant(tenant);
    await this.#write(tenant, async ({ database, journal }) => {
      const known = await database.collection<KnownCollection>('_collections').find({ projection }).toArray();
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await journal.reset(
            projection,
            known.map(({ _id }) => _id),
          );
        } catch (error) {
          if (!(error instanceof ReadStoreError && error.code === 'fenced') || attempt === RESET_ATTEMPTS) throw error;
        }
      }
    });
  }

  /** The journal's numbers of the others go on, so that a projector of theirs that slept meanwhile is fenced. */
  async retireOthers(tenant: string, projection: string): Promise<void> {
    checkTenant(tenant);
    const known = await this.#write(tenant, ({ database }) =>
      database.collection<KnownCollection>('_collections').find().toArray(),
    );
    const others = known.filter((one) => isOtherVersion(one.projection, projection));
    for (const other of new Set(others.map((one) => one.projection))) await this.reset(tenant, other);
    await this.#write(tenant, async ({ database }) => {
      for (const { _id } of others) {
        await database.dropCollection(_id);
        await database.collection<KnownCollection>('_collections').deleteOne({ _id });
      }
    });
  }

  async *scan(
    tenant: string,
    name: string,
  ): AsyncGenerator<readonly { readonly id: string; readonly text: string }[], void, void> {
    const stored = collectionOf(this.#declarations.get(tenant, name));
    let after: string | undefined;
    for (;;) {
      const filter = matchOf([], ...(after === undefined ? [] : [{ _id: { $gt: after } }]));
      const rows = await this.#do(tenant, ({ database }) =>
        database
          .collection<StoredDocument>(stored)
          .find(filter, { projection: { _id: 1, _doc: 1 } })
          .sort({ _id: 1 })
          .limit(SCAN_PAGE)
          .toArray(),
      );
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map(({ _id, _doc }) => ({ id: fromSortKey(_id), text: _doc as string }));
      if (rows.length < SCAN_PAGE) return;
      after = last._id;
    }
  }

  /** Removes journal entries that are older than a day and done; commits do it now and then by themselves. */
  async prune(tenant: string): Promise<void> {
    await this.#write(tenant, ({ journal }) => journal.prune());
  }

  /** Removes everything of a country here: for verifications and tests, which have a name of their own. */
  async drop(tenant: string): Promise<void> {
    checkTenant(tenant);
    await this.#write(tenant, ({ database }) => database.dropDatabase());
    this.#homes.delete(tenant);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.mongo.close();
  }

  #open(): void {
    if (this.#closed) throw new ReadStoreError('unavailable', 'the read store is closed');
  }

  #home(tenant: string): Home {
    this.#open();
    const known = this.#homes.get(tenant);
    if (known) return known;
    checkTenant(tenant);
    const { area, onStep, chunk, now = Date.now } = this.options;
    const database = this.mongo.database(area === undefined ? tenant : `${area}_${tenant}`);
    const { updatesAtOnce } = this.mongo;
    const journal = new Journal(database, { now, onStep, updatesAtOnce, ...(chunk === undefined ? {} : { chunk }) });
    const home = { database, journal };
    this.#homes.set(tenant, home);
    return home;
  }

  #write<Result>(tenant: string, run: (home: Home) => Promise<Result>): Promise<Result> {
    if (this.options.readOnly) {
      return Promise.reject(new ReadStoreError('unavailable', `the read models of ${tenant} are open for reading only`));
    }
    return this.#do(tenant, run);
  }

  async #do<Result>(tenant: string, run: (home: Home) => Promise<Result>): Promise<Result> {
    const home = this.#home(tenant);
    try {
      return await run(home);
    } catch (error) {
      if (!isMongoError(error)) throw error;
      if (isTooLarge(error))
        throw new ReadStoreError('invalid', `a document of ${tenant} is too large to be stored`, { cause: error });
      throw new ReadStoreError('unavailable', `the read models of ${tenant} cannot be reached: ${error.message}`, {
        cause: error,
      });
    }
  }
}

const writeOf = (collection: Collection, id: string, document: Document): Write => {
  checkId(collection.name, id);
  const columns = columnsOf(collection, document);
  let text: string;
  try {
    text = canonicalJson(document);
  } catch (cause) {
    if (!(cause instanceof NotCanonical)) throw cause;
    throw new ReadStoreError('invalid', `${collection.name}: ${cause.message}`, { cause });
  }
  const bytes = Buffer.byteLength(text) + 2 * Buffer.byteLength(JSON.stringify(columns)) + 2 * id.length + 100;
  if (bytes > MAX_DOCUMENT_BYTES) {
    throw invalid(`the document ${id} of ${collection.name} has ${bytes} bytes, the limit is ${MAX_DOCUMENT_BYTES}`);
  }
  return { c: collectionOf(collection), id: toSortKey(id), text, columns, bytes };
};

const columnsOf = (collection: Collection, document: Document): Record<string, Scalar> =>
  Object.fromEntries(
    [...collection.columns].map(([column, type]) => [fieldOf(column), toStored(columnValue(collection, column, type, document))]),
  );

/** Makes a collection as it is declared: new, or with its documents' columns written anew when those changed; then its indexes. */
const prepareCollection = async (database: Db, collection: Collection): Promise<void> => {
  const name = collectionOf(collection);
  const columns = JSON.stringify([...collection.columns]);
  const known = await database.collection<KnownCollection>('_collections').findOne({ _id: name });
  if (known && known.projection !== collection.projection)
    throw invalid(`${collection.name} belongs to ${known.projection}, not to ${collection.projection}`);
  if (!known) {
    try {
      await database.createCollection(name);
    } catch (error) {
      // Another projector that starts at the same time made it.
      if (!isExistingCollection(error)) throw error;
    }
  } else if (known.columns !== columns) {
    await rewriteColumns(database, collection, name, known.columns);
  }
  if (known?.columns !== columns) {
    await database
      .collection<KnownCollection>('_collections')
      .replaceOne({ _id: name }, { projection: collection.projection, columns }, { upsert: true });
  }
  await prepareIndexes(database, collection, name);
};

const unless =
  <Instead>(expected: (error: unknown) => boolean, instead: Instead) =>
  (error: unknown): Instead => {
    if (!expected(error)) throw error;
    return instead;
  };

/**
 * Every index ends with `_id`, so that the order (column, _id) is read from it without sorting. A collection that is known and not there was let go
 * of by somebody who was interrupted: its first write makes it again.
 */
const prepareIndexes = async (database: Db, collection: Collection, name: string): Promise<void> => {
  const wanted = new Map(
    collection.indexes.map((columns) => [
      columns.join(','),
      Object.fromEntries([...columns.map(fieldOf), '_id'].map((field) => [field, 1 as const])),
    ]),
  );
  const stored = database.collection(name);
  const present = (await stored.listIndexes().toArray().catch(unless(isMissingCollection, [])))
    .map((index) => String((index as { name?: unknown }).name))
    .filter((index) => index !== '_id_');
  // Another projector that starts at the same time drops the same ones.
  for (const index of present) if (!wanted.has(index)) await stored.dropIndex(index).catch(unless(isMissingIndex, undefined));
  for (const [index, key] of wanted) if (!present.includes(index)) await stored.createIndex(key, { name: index });
};

/** Guarded like every other write: a document that is written meanwhile has its columns already. */
const rewriteColumns = async (database: Db, collection: Collection, name: string, before: string): Promise<void> => {
  const documents = database.collection<StoredDocument>(name);
  const gone = (JSON.parse(before) as [string, string][]).map(([column]) => fieldOf(column));
  let after: string | undefined;
  for (;;) {
    const rows = await documents
      .find(matchOf([], ...(after === undefined ? [] : [{ _id: { $gt: after } }])))
      .sort({ _id: 1 })
      .limit(SCAN_PAGE)
      .toArray();
    for (const { _id, _seq, _doc } of rows) {
      const wanted = columnsOf(collection, JSON.parse(_doc as string) as Document);
      const unset = gone.filter((field) => !(field in wanted));
      const change = {
        ...(Object.keys(wanted).length === 0 ? {} : { $set: wanted }),
        ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset.map((field) => [field, ''])) }),
      };
      if (Object.keys(change).length > 0) await documents.updateOne({ _id, _seq }, change as never);
    }
    const last = rows.at(-1);
    if (!last || rows.length < SCAN_PAGE) return;
    after = last._id;
  }
};
