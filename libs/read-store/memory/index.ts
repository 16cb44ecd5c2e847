import { canonicalJson, NotCanonical } from '#libs/kernel';
import {
  ReadStoreError,
  type Commit,
  type Document,
  type FindQuery,
  type Found,
  type ReadStore,
  type Scalar,
  type TabulateQuery,
  type TableRow,
} from '../port.js';
import {
  Declarations,
  ID,
  MAX_ROWS,
  checkId,
  checkTenant,
  columnValue,
  fenced,
  isOtherVersion,
  invalid,
  planFind,
  planTabulate,
  tooManyRows,
  type Collection,
  type Condition,
} from '../rules.js';

interface Row {
  readonly id: string;
  readonly text: string;
  readonly columns: ReadonlyMap<string, Scalar>;
}

interface Tenant {
  /** By projection and collection. */
  readonly rows: Map<string, Map<string, Row>>;
  readonly checkpoints: Map<string, string>;
}

/** Read models that live as long as the process: unit tests, as-of and what-if replays. */
export const openMemoryReadStore = (): ReadStore => new MemoryReadStore();

class MemoryReadStore implements ReadStore {
  readonly #declarations = new Declarations();
  readonly #tenants = new Map<string, Tenant>();
  #closed = false;

  async declare(...[tenant, projection, specs]: Parameters<ReadStore['declare']>): Promise<void> {
    this.#open();
    for (const collection of this.#declarations.declare(tenant, projection, specs)) {
      const rows = this.#rows(tenant, collection);
      for (const [id, row] of rows) rows.set(id, rowOf(collection, id, JSON.parse(row.text) as Document));
    }
  }

  async get(tenant: string, collection: string, id: string): Promise<Document | undefined> {
    return (await this.getMany(tenant, collection, [id]))[0];
  }

  async getMany(tenant: string, collection: string, ids: readonly string[]): Promise<readonly (Document | undefined)[]> {
    this.#open();
    const rows = this.#rows(tenant, this.#declarations.get(tenant, collection));
    return ids.map((id) => {
      const row = rows.get(id);
      return row && (JSON.parse(row.text) as Document);
    });
  }

  async find(tenant: string, name: string, query?: FindQuery): Promise<Found> {
    this.#open();
    const collection = this.#declarations.get(tenant, name);
    const plan = planFind(collection, query);
    const order = (a: Row, b: Row): number => {
      const byValue = compare(valueOf(a, plan.column), valueOf(b, plan.column)) || compare(a.id, b.id);
      return plan.descending ? -byValue : byValue;
    };
    let rows = this.#matching(tenant, collection, plan.conditions).sort(order);
    const { after } = plan;
    if (after) {
      const place: Row = { id: after.id, text: '', columns: new Map([[plan.column, after.value]]) };
      rows = rows.filter((row) => order(row, place) > 0);
    }
    const page = rows.slice(0, plan.limit);
    const documents = page.map((row) => ({ id: row.id, document: JSON.parse(row.text) as Document }));
    const last = page.at(-1);
    if (!last || rows.length === page.length) return { documents };
    return { documents, next: plan.cursor({ value: valueOf(last, plan.column), id: last.id }) };
  }

  async tabulate(tenant: string, name: string, query: TabulateQuery): Promise<readonly TableRow[]> {
    this.#open();
    const collection = this.#declarations.get(tenant, name);
    const plan = planTabulate(collection, query);
    const groups = new Map<string, { key: Scalar[]; rows: Row[] }>();
    if (plan.by.length === 0) groups.set('[]', { key: [], rows: [] });
    for (const row of this.#matching(tenant, collection, plan.conditions)) {
      const key = plan.by.map((column) => valueOf(row, column));
      const text = JSON.stringify(key);
      const group = groups.get(text);
      if (group) group.rows.push(row);
      else groups.set(text, { key, rows: [row] });
    }
    if (groups.size > MAX_ROWS) throw tooManyRows(collection);
    const sorted = [...groups.values()].sort((a, b) => {
      for (let i = 0; i < plan.by.length; i += 1) {
        const order = compare(a.key[i] ?? null, b.key[i] ?? null);
        if (order !== 0) return order;
      }
      return 0;
    });
    return sorted.map(({ key, rows }) => {
      const out: Record<string, Scalar> = {};
      plan.by.forEach((column, i) => (out[column] = key[i] ?? null));
      for (const [measureName, measure] of plan.measures) {
        if ('count' in measure) out[measureName] = rows.length;
        else if ('sum' in measure) out[measureName] = rows.reduce((sum, row) => sum + Number(valueOf(row, measure.sum) ?? 0), 0);
        else out[measureName] = new Set(rows.map((row) => valueOf(row, measure.distinct)).filter((value) => value !== null)).size;
      }
      return out;
    });
  }

  async commit(tenant: string, commit: Commit): Promise<void> {
    this.#open();
    checkTenant(tenant);
    const own = (name: string): Collection => {
      const collection = this.#declarations.get(tenant, name);
      if (collection.projection !== commit.projection)
        throw invalid(`${name} belongs to ${collection.projection}, not to ${commit.projection}`);
      return collection;
    };
    const puts = commit.puts.map((put) => {
      const collection = own(put.collection);
      checkId(put.collection, put.id);
      return { rows: this.#rows(tenant, collection), row: rowOf(collection, put.id, put.document) };
    });
    const deletes = commit.deletes.map((each) => ({ rows: this.#rows(tenant, own(each.collection)), id: each.id }));
    const { checkpoints } = this.#tenant(tenant);
    if (checkpoints.get(commit.projection) !== commit.from) throw fenced(commit.projection);
    for (const { rows, row } of puts) rows.set(row.id, row);
    for (const { rows, id } of deletes) rows.delete(id);
    checkpoints.set(commit.projection, commit.to);
  }

  async checkpoint(tenant: string, projection: string): Promise<string | undefined> {
    this.#open();
    checkTenant(tenant);
    return this.#tenants.get(tenant)?.checkpoints.get(projection);
  }

  async reset(tenant: string, projection: string): Promise<void> {
    this.#open();
    checkTenant(tenant);
    for (const collection of this.#declarations.of(tenant, projection)) this.#rows(tenant, collection).clear();
    this.#tenant(tenant).checkpoints.delete(projection);
  }

  async retireOthers(tenant: string, projection: string): Promise<void> {
    this.#open();
    checkTenant(tenant);
    const { rows, checkpoints } = this.#tenant(tenant);
    for (const id of [...checkpoints.keys()]) if (isOtherVersion(id, projection)) checkpoints.delete(id);
    for (const key of [...rows.keys()]) if (isOtherVersion(key.slice(0, key.indexOf('/')), projection)) rows.delete(key);
  }

  async *scan(
    tenant: string,
    name: string,
  ): AsyncGenerator<readonly { readonly id: string; readonly text: string }[], void, void> {
    this.#open();
    const rows = this.#rows(tenant, this.#declarations.get(tenant, name));
    const sorted = [...rows.values()].sort((a, b) => compare(a.id, b.id));
    for (let at = 0; at < sorted.length; at += 500) yield sorted.slice(at, at + 500).map(({ id, text }) => ({ id, text }));
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #open(): void {
    if (this.#closed) throw new ReadStoreError('unavailable', 'the read store is closed');
  }

  #tenant(tenant: string): Tenant {
    const found = this.#tenants.get(tenant) ?? { rows: new Map(), checkpoints: new Map() };
    this.#tenants.set(tenant, found);
    return found;
  }

  #rows(tenant: string, collection: Collection): Map<string, Row> {
    const { rows } = this.#tenant(tenant);
    const key = `${collection.projection}/${collection.name}`;
    const found = rows.get(key) ?? new Map<string, Row>();
    rows.set(key, found);
    return found;
  }

  #matching(tenant: string, collection: Collection, conditions: readonly Condition[]): Row[] {
    return [...this.#rows(tenant, collection).values()].filter((row) => conditions.every((condition) => holds(condition, row)));
  }
}

const rowOf = (collection: Collection, id: string, document: Document): Row => {
  const columns = new Map(
    [...collection.columns].map(([column, type]) => [column, columnValue(collection, column, type, document)]),
  );
  try {
    return { id, text: canonicalJson(document), columns };
  } catch (cause) {
    if (!(cause instanceof NotCanonical)) throw cause;
    throw new ReadStoreError('invalid', `${collection.name}: ${cause.message}`, { cause });
  }
};

const valueOf = (row: Row, column: string): Scalar => (column === ID ? row.id : (row.columns.get(column) ?? null));

/** Null first, then by value; text by UTF-16 code units; two values of one column have one type. */
const compare = (a: Scalar, b: Scalar): number => (a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1);

const holds = (condition: Condition, row: Row): boolean => {
  const value = valueOf(row, condition.column);
  switch (condition.kind) {
    case 'equals':
      return value === condition.value;
    case 'in':
      return value === null ? condition.orNull : condition.values.includes(value);
    case 'range':
      if (value === null) return false;
      return (condition.from === undefined || value >= condition.from) && (condition.to === undefined || value <= condition.to);
    case 'prefix':
      return typeof value === 'string' && value.startsWith(condition.prefix);
  }
};
