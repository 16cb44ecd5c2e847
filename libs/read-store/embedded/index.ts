import { NotCanonical, canonicalJson } from '#libs/kernel';
import {
  ReadStoreError,
  type Commit,
  type Document,
  type FindQuery,
  type Found,
  type ReadStore,
  type Scalar,
  type TableRow,
  type TabulateQuery,
} from '../port.js';
import {
  Declarations,
  MAX_ROWS,
  checkId,
  checkTenant,
  columnValue,
  fenced,
  invalid,
  isOtherVersion,
  planFind,
  planTabulate,
  tooManyRows,
  typeOf,
  type Collection,
} from '../rules.js';
import { fromSortKey, toSortKey } from '../sort-key.js';
import {
  createTableSql,
  findSql,
  fromBound,
  indexedColumns,
  indexesOf,
  insertSql,
  rowSql,
  tableOf,
  tabulateSql,
  toBound,
  updateSql,
  upsertSql,
  type Sql,
} from './sql.js';
import { LARGE, TenantFile, isMissingTable, translated, translatedLater, type Bound, type Row } from './tenant-file.js';

export interface EmbeddedReadStoreOptions {
  /** The data folder; each country has `<directory>/<tenant>/read.db`. */
  readonly directory: string;
  /**
   * For every thread and process but the projector's. `declare` then only says what this instance is going to read; what the projector
   * has not made yet reads as empty.
   */
  readonly readOnly?: boolean;
  /** Another instance that writes stays open on the same files: closing leaves their write-ahead logs to it. */
  readonly beside?: boolean;
  /** Name of each country's file; `read.db` unless told. What has its own file is out of reach of whoever deletes read models. */
  readonly file?: string;
}

/**
 * Read models in one SQLite file a country. One instance belongs to one thread; one writer at a time, any number of readers beside it.
 * A commit is in the file when it returns, and durable against a killed process; a power cut may lose the last ones, which the
 * projector then folds again.
 */
export const openEmbeddedReadStore = (options: EmbeddedReadStoreOptions): EmbeddedReadStore => new EmbeddedReadStore(options);

const SCAN_PAGE = 500;

export class EmbeddedReadStore implements ReadStore {
  readonly #declarations = new Declarations();
  readonly #files = new Map<string, TenantFile>();
  /** New and empty when they were declared: filling them first and indexing them then takes less than both at once. */
  readonly #unindexed = new Set<string>();
  readonly #directory: string;
  readonly #readOnly: boolean;
  readonly #beside: boolean;
  readonly #name: string;
  #closed = false;

  constructor(options: EmbeddedReadStoreOptions) {
    this.#directory = options.directory;
    this.#readOnly = options.readOnly ?? false;
    this.#beside = options.beside ?? false;
    this.#name = options.file ?? 'read.db';
  }

  async declare(...[tenant, projection, specs]: Parameters<ReadStore['declare']>): Promise<void> {
    const collections = this.#declarations.declare(tenant, projection, specs);
    const file = this.#file(tenant);
    if (this.#readOnly || !file) return;
    translated(`the read models of ${tenant}`, () =>
      file.transaction(() => {
        for (const collection of collections) {
          if (prepareTable(file, collection)) prepareIndexes(file, collection);
          else this.#unindexed.add(fileTable(tenant, collection));
        }
      }),
    );
  }

  async get(tenant: string, collection: string, id: string): Promise<Document | undefined> {
    const table = tableOf(this.#declarations.get(tenant, collection));
    const row = this.#read(
      tenant,
      (file) => file.first(`SELECT [_doc] FROM [${table}] WHERE [_id] = ?`, [toSortKey(id)]),
      undefined,
    );
    return row && (JSON.parse(row[0] as string) as Document);
  }

  async getMany(tenant: string, collection: string, ids: readonly string[]): Promise<readonly (Document | undefined)[]> {
    const table = tableOf(this.#declarations.get(tenant, collection));
    if (ids.length === 1) return [await this.get(tenant, collection, ids[0] as string)];
    const rows = this.#read(
      tenant,
      (file) =>
        file.all(`SELECT [_id], [_doc] FROM [${table}] WHERE [_id] IN (SELECT value FROM json_each(?))`, [
          JSON.stringify(ids.map(toSortKey)),
        ]),
      [],
    );
    const texts = new Map(rows.map(([id, text]) => [fromSortKey(id as string), text as string]));
    return ids.map((id) => {
      const text = texts.get(id);
      return text === undefined ? undefined : (JSON.parse(text) as Document);
    });
  }

  async find(tenant: string, name: string, query?: FindQuery): Promise<Found> {
    const collection = this.#declarations.get(tenant, name);
    const plan = planFind(collection, query);
    const sql = findSql(collection, plan);
    const rows = this.#read(tenant, (file) => file.all(sql.text, sql.parameters), []);
    const page = rows.slice(0, plan.limit);
    const documents = page.map(([id, text]) => ({
      id: fromSortKey(id as string),
      document: JSON.parse(text as string) as Document,
    }));
    const last = page.at(-1);
    if (!last || rows.length <= plan.limit) return { documents };
    return {
      documents,
      next: plan.cursor({ value: fromBound(typeOf(collection, plan.column), last[2]), id: fromSortKey(last[0] as string) }),
    };
  }

  async tabulate(tenant: string, name: string, query: TabulateQuery): Promise<readonly TableRow[]> {
    const collection = this.#declarations.get(tenant, name);
    const plan = planTabulate(collection, query);
    const sql = tabulateSql(collection, plan);
    const overNothing: readonly Row[] = plan.by.length === 0 ? [plan.measures.map(() => 0)] : [];
    const rows = this.#read(tenant, (file) => file.all(sql.text, sql.parameters), overNothing);
    if (rows.length > MAX_ROWS) throw tooManyRows(collection);
    return rows.map((row) => {
      const out: Record<string, Scalar> = {};
      plan.by.forEach((column, i) => (out[column] = fromBound(typeOf(collection, column), row[i])));
      plan.measures.forEach(([measure], i) => (out[measure] = row[plan.by.length + i] ?? 0));
      return out;
    });
  }

  async commit(tenant: string, commit: Commit): Promise<void> {
    checkTenant(tenant);
    const own = (name: string): Collection => {
      const collection = this.#declarations.get(tenant, name);
      if (collection.projection !== commit.projection)
        throw invalid(`${name} belongs to ${collection.projection}, not to ${commit.projection}`);
      return collection;
    };
    // Everything that can be refused is refused before the transaction.
    const large = commit.puts.length >= LARGE.documents;
    const writes = new Map<string, { readonly write: Writer; readonly rows: Bound[][] }>();
    let characters = 0;
    for (const put of commit.puts) {
      const collection = own(put.collection);
      checkId(put.collection, put.id);
      let those = writes.get(put.collection);
      if (those === undefined) writes.set(put.collection, (those = { write: writerOf(collection, large), rows: [] }));
      const row = rowOf(collection, put.id, put.document, put.sealed);
      characters += row[1].length;
      those.rows.push(row);
    }
    const deletes = commit.deletes.map(({ collection, id }) => ({
      sql: `DELETE FROM [${tableOf(own(collection))}] WHERE [_id] = ?`,
      id: toSortKey(id),
    }));
    const file = this.#writable(tenant);
    const first = commit.from === undefined;
    const apply = (): void => {
      if (checkpointOf(file, commit.projection) !== commit.from) throw fenced(commit.projection);
      for (const { write, rows } of writes.values()) write(file, rows);
      for (const { sql, id } of deletes) file.statement(sql).run(id);
      if (commit.from === undefined) {
        file.statement('INSERT INTO [_checkpoints] ([projection], [position]) VALUES (?, ?)').run(commit.projection, commit.to);
      } else if (commit.to !== commit.from) {
        file.statement('UPDATE [_checkpoints] SET [position] = ? WHERE [projection] = ?').run(commit.to, commit.projection);
      }
    };
    await translatedLater(`the read models of ${tenant}`, async () => {
      if (!large && !first) this.#index(file, tenant, commit.projection);
      file.expect({ documents: commit.puts.length + deletes.length, characters, first });
      if (large || first) file.transaction(apply);
      else await file.together(apply);
    });
  }

  async checkpoint(tenant: string, projection: string): Promise<string | undefined> {
    return this.#read(tenant, (file) => checkpointOf(file, projection), undefined);
  }

  async reset(tenant: string, projection: string): Promise<void> {
    checkTenant(tenant);
    const file = this.#writable(tenant);
    translated(`the read models of ${tenant}`, () =>
      file.transaction(() => {
        for (const [table] of file.all('SELECT [name] FROM [_tables] WHERE [projection] = ?', [projection]))
          file.exec(`DELETE FROM [${table}]`);
        file.statement('DELETE FROM [_checkpoints] WHERE [projection] = ?').run(projection);
        for (const collection of this.#declarations.of(tenant, projection))
          for (const name of indexesOf(collection, tableOf(collection)).keys()) file.exec(`DROP INDEX IF EXISTS [${name}]`);
      }),
    );
    for (const collection of this.#declarations.of(tenant, projection)) this.#unindexed.add(fileTable(tenant, collection));
  }

  /** The projection can be read: what its tables still lack of indexes is made as well. */
  async retireOthers(tenant: string, projection: string): Promise<void> {
    checkTenant(tenant);
    const file = this.#writable(tenant);
    translated(`the read models of ${tenant}`, () => {
      this.#index(file, tenant, projection);
      const versions = 'SELECT [projection] FROM [_checkpoints] UNION SELECT [projection] FROM [_tables]';
      const others = file.all(versions).flatMap(([id]) => (isOtherVersion(String(id), projection) ? [String(id)] : []));
      if (others.length === 0) return;
      file.transaction(() => {
        for (const other of others) {
          for (const [table] of file.all('SELECT [name] FROM [_tables] WHERE [projection] = ?', [other]))
            file.exec(`DROP TABLE [${table}]`);
          file.statement('DELETE FROM [_tables] WHERE [projection] = ?').run(other);
          file.statement('DELETE FROM [_checkpoints] WHERE [projection] = ?').run(other);
        }
      });
    });
  }

  async *scan(
    tenant: string,
    name: string,
  ): AsyncGenerator<readonly { readonly id: string; readonly text: string }[], void, void> {
    const table = tableOf(this.#declarations.get(tenant, name));
    let after = '';
    for (;;) {
      const from = after;
      const sql = `SELECT [_id], [_doc] FROM [${table}] WHERE [_id] > ? ORDER BY [_id] LIMIT ${SCAN_PAGE}`;
      const rows = this.#read(tenant, (file) => file.all(sql, [from]), []);
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map(([id, text]) => ({ id: fromSortKey(id as string), text: text as string }));
      if (rows.length < SCAN_PAGE) return;
      after = last[0] as string;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const file of this.#files.values()) file.close(this.#beside);
    this.#files.clear();
  }

  /** How SQLite is going to read for a query: for the test that indexes are used. */
  explain(tenant: string, name: string, query: FindQuery | TabulateQuery): readonly string[] {
    const collection = this.#declarations.get(tenant, name);
    const sql: Sql =
      'by' in query ? tabulateSql(collection, planTabulate(collection, query)) : findSql(collection, planFind(collection, query));
    return this.#read(tenant, (file) => file.plan(sql.text, sql.parameters), []);
  }

  /** Indexes that were left for later. */
  #index(file: TenantFile, tenant: string, projection: string): void {
    if (this.#unindexed.size === 0) return;
    const due = this.#declarations.of(tenant, projection).filter((one) => this.#unindexed.has(fileTable(tenant, one)));
    if (due.length === 0) return;
    file.transaction(() => {
      for (const collection of due) prepareIndexes(file, collection);
    });
    for (const collection of due) this.#unindexed.delete(fileTable(tenant, collection));
  }

  #file(tenant: string): TenantFile | undefined {
    if (this.#closed) throw new ReadStoreError('unavailable', 'the read store is closed');
    const known = this.#files.get(tenant);
    if (known) return known;
    checkTenant(tenant);
    const file = TenantFile.open(this.#directory, tenant, this.#readOnly, this.#name);
    if (file) this.#files.set(tenant, file);
    return file;
  }

  #writable(tenant: string): TenantFile {
    const file = this.#file(tenant);
    if (this.#readOnly || !file)
      throw new ReadStoreError('unavailable', `the read models of ${tenant} are open for reading only`);
    return file;
  }

  /** A file or table that the projector has not made yet is `empty`: whoever asks has declared the collection. */
  #read<Result>(tenant: string, read: (file: TenantFile) => Result, empty: Result): Result {
    const file = this.#file(tenant);
    if (!file) return empty;
    return translated(`the read models of ${tenant}`, () => {
      try {
        return read(file);
      } catch (error) {
        if (isMissingTable(error)) return empty;
        throw error;
      }
    });
  }
}

/** A table, among those of all countries. */
const fileTable = (tenant: string, collection: Collection): string => `${tenant} ${tableOf(collection)}`;

const checkpointOf = (file: TenantFile, projection: string): string | undefined =>
  file.first('SELECT [position] FROM [_checkpoints] WHERE [projection] = ?', [projection])?.[0] as string | undefined;

/** The parameters of an upsert. */
const rowOf = (
  collection: Collection,
  id: string,
  document: Document,
  sealed = false,
): [id: string, text: string, ...columns: Bound[]] => {
  let text: string;
  try {
    text = sealed ? JSON.stringify(document) : canonicalJson(document);
  } catch (cause) {
    if (!(cause instanceof NotCanonical)) throw cause;
    throw new ReadStoreError('invalid', `${collection.name}: ${cause.message}`, { cause });
  }
  const row: [string, string, ...Bound[]] = [toSortKey(id), text];
  for (const [column, type] of collection.columns) row.push(toBound(columnValue(collection, column, type, document)));
  return row;
};

/** Writes rows, as `rowOf` gives them, in their order. */
type Writer = (file: TenantFile, rows: readonly Bound[][]) => void;

/** Rows that one statement of a large commit writes: to call SQLite for each costs as much again as to write it. */
const TOGETHER = 32;

/**
 * A page that is written costs more than a row that is read: where a collection has indexes, those are left alone that say of a document what they said
 * before. Most documents of a large commit were not there before, and are not looked for.
 */
const writerOf = (collection: Collection, large: boolean): Writer => {
  const table = tableOf(collection);
  const indexed = indexedColumns(collection);
  if (large || indexed.length === 0) {
    const one = upsertSql(collection, table);
    const many = upsertSql(collection, table, TOGETHER);
    return (file, rows) => {
      const whole = large ? rows.length - (rows.length % TOGETHER) : 0;
      for (let at = 0; at < whole; at += TOGETHER) file.statement(many).run(...rows.slice(at, at + TOGETHER).flat());
      for (const row of rows.slice(whole)) file.statement(one).run(...row);
    };
  }
  const find = rowSql(collection, table);
  const insert = insertSql(collection, table);
  const names = [...collection.columns.keys()];
  const updates = new Map<string, string>();
  const write = (file: TenantFile, row: Bound[]): void => {
    const [id, text, ...values] = row;
    const known = file.first(find, [id as string]);
    if (!known) {
      file.statement(insert).run(...row);
      return;
    }
    let key = '';
    const changed: Bound[] = [];
    names.forEach((name, at) => {
      const place = indexed.indexOf(name);
      if (place >= 0 && known[place + 1] === values[at]) return;
      key += `${name},`;
      changed.push(values[at] as Bound);
    });
    let sql = updates.get(key);
    if (sql === undefined) updates.set(key, (sql = updateSql(key.split(',').slice(0, -1), table)));
    file.statement(sql).run(text as string, ...changed, known[0] as Bound);
  };
  return (file, rows) => {
    for (const row of rows) write(file, row);
  };
};

/** Makes the table as declared: new, or rewritten from its documents when its columns changed. @returns whether it has documents */
const prepareTable = (file: TenantFile, collection: Collection): boolean => {
  const table = tableOf(collection);
  const columns = JSON.stringify([...collection.columns]);
  const known = file.first('SELECT [projection], [columns] FROM [_tables] WHERE [name] = ?', [table]);
  if (!known) {
    file.exec(createTableSql(collection, table));
    file
      .statement('INSERT INTO [_tables] ([name], [projection], [columns]) VALUES (?, ?, ?)')
      .run(table, collection.projection, columns);
  } else if (known[0] !== collection.projection) {
    throw invalid(`${collection.name} belongs to ${String(known[0])}, not to ${collection.projection}`);
  } else if (known[1] !== columns) {
    rewriteTable(file, collection, table);
    file.statement('UPDATE [_tables] SET [columns] = ? WHERE [name] = ?').run(columns, table);
  }
  return file.first(`SELECT 1 FROM [${table}] LIMIT 1`) !== undefined;
};

const prepareIndexes = (file: TenantFile, collection: Collection): void => {
  const table = tableOf(collection);
  const wanted = indexesOf(collection, table);
  const present = new Set(
    file
      .all(`SELECT [name] FROM [sqlite_schema] WHERE [type] = 'index' AND [tbl_name] = ? AND [sql] IS NOT NULL`, [table])
      .map(([name]) => String(name)),
  );
  for (const name of present) if (!wanted.has(name)) file.exec(`DROP INDEX [${name}]`);
  for (const [name, sql] of wanted) if (!present.has(name)) file.exec(sql);
};

const rewriteTable = (file: TenantFile, collection: Collection, table: string): void => {
  const fresh = `new ${table}`;
  file.exec(createTableSql(collection, fresh));
  const insert = upsertSql(collection, fresh);
  let after = 0;
  for (;;) {
    const rows = file.all(`SELECT [_n], [_id], [_doc] FROM [${table}] WHERE [_n] > ? ORDER BY [_n] LIMIT ${SCAN_PAGE}`, [after]);
    for (const [, id, text] of rows) {
      file.statement(insert).run(...rowOf(collection, fromSortKey(id as string), JSON.parse(text as string) as Document));
    }
    if (rows.length < SCAN_PAGE) break;
    after = rows[rows.length - 1]?.[0] as number;
  }
  file.exec(`DROP TABLE [${table}]; ALTER TABLE [${fresh}] RENAME TO [${table}]`);
};
