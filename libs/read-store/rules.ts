import { createHash } from 'node:crypto';
import { canonicalJson, isTenant } from '#libs/kernel';
import {
  ReadStoreError,
  type CollectionSpec,
  type ColumnType,
  type Document,
  type Filter,
  type FindQuery,
  type Measure,
  type ProjectionId,
  type Scalar,
  type TabulateQuery,
} from './port.js';

/** What every engine checks and understands in the same way, so that one query means one thing. */

export const ID = '_id';
export const MAX_ID_LENGTH = 512;
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
/** A table with more rows is no table for a reader; it would hold the thread and the memory of the process. */
export const MAX_ROWS = 50_000;

const COLLECTION = /^[a-z][a-z0-9_]{0,62}$/;
const COLUMN = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;
const PROJECTION = /^[a-z][a-z0-9-]*@[1-9][0-9]*$/;

export const invalid = (message: string): ReadStoreError => new ReadStoreError('invalid', message);
export const fenced = (projection: ProjectionId): ReadStoreError =>
  new ReadStoreError('fenced', `somebody else moved the checkpoint of ${projection}`);

/** A collection as an engine keeps it at hand. */
export interface Collection {
  readonly name: string;
  readonly projection: ProjectionId;
  readonly columns: ReadonlyMap<string, ColumnType>;
  readonly indexes: readonly (readonly string[])[];
}

const columnsOf = (spec: CollectionSpec): [string, ColumnType][] => {
  const seen = new Set<string>();
  return Object.entries(spec.columns ?? {}).map(([column, type]) => {
    if (!COLUMN.test(column)) throw invalid(`"${column}" of ${spec.name} is no column name`);
    if (type !== 'text' && type !== 'integer' && type !== 'boolean')
      throw invalid(`${spec.name}.${column} has the unknown type "${String(type)}"`);
    if (seen.has(column.toLowerCase())) throw invalid(`${spec.name} has two columns "${column}" that differ by case alone`);
    seen.add(column.toLowerCase());
    return [column, type];
  });
};

/** What one instance of an engine was told by `declare`: its collections by tenant. */
export class Declarations {
  readonly #tenants = new Map<string, Map<string, Collection>>();

  /** @throws ReadStoreError invalid; nothing is declared then */
  declare(tenant: string, projection: ProjectionId, specs: readonly CollectionSpec[]): readonly Collection[] {
    checkTenant(tenant);
    if (!PROJECTION.test(projection)) throw invalid(`"${projection}" is no projection's version`);
    const known = this.#tenants.get(tenant) ?? new Map<string, Collection>();
    const names = new Set<string>();
    const collections = specs.map((spec): Collection => {
      if (!COLLECTION.test(spec.name)) throw invalid(`"${spec.name}" is no collection name`);
      if (names.has(spec.name)) throw invalid(`${projection} declares ${spec.name} twice`);
      names.add(spec.name);
      const owner = known.get(spec.name)?.projection;
      if (owner !== undefined && owner !== projection) throw invalid(`${spec.name} belongs to ${owner}, not to ${projection}`);
      const columns = new Map(columnsOf(spec));
      for (const index of spec.indexes ?? []) {
        if (index.length === 0) throw invalid(`${spec.name} has an index without columns`);
        for (const column of index)
          if (!columns.has(column)) throw invalid(`${spec.name} has an index on "${column}", which is no column`);
        if (new Set(index).size !== index.length) throw invalid(`${spec.name} has an index that repeats a column`);
      }
      return { name: spec.name, projection, columns, indexes: spec.indexes ?? [] };
    });
    for (const collection of collections) known.set(collection.name, collection);
    this.#tenants.set(tenant, known);
    return collections;
  }

  /** @throws ReadStoreError invalid */
  get(tenant: string, collection: string): Collection {
    const found = this.#tenants.get(tenant)?.get(collection);
    if (found) return found;
    checkTenant(tenant);
    throw invalid(`no collection "${collection}" was declared for ${tenant}`);
  }

  of(tenant: string, projection: ProjectionId): Collection[] {
    return [...(this.#tenants.get(tenant)?.values() ?? [])].filter((collection) => collection.projection === projection);
  }
}

/** Whether both are versions of one projection, and not the same. */
export const isOtherVersion = (one: ProjectionId, other: ProjectionId): boolean =>
  one !== other && one.slice(0, one.indexOf('@') + 1) === other.slice(0, other.indexOf('@') + 1);

/** @throws ReadStoreError invalid */
export const checkTenant = (tenant: string): void => {
  if (!isTenant(tenant)) throw invalid(`"${tenant}" is no country id`);
};

/** @throws ReadStoreError invalid */
export const checkId = (collection: string, id: string): void => {
  if (id.length === 0 || id.length > MAX_ID_LENGTH)
    throw invalid(`an id of ${collection} has 1 to ${MAX_ID_LENGTH} characters, not ${id.length}`);
  if (!(id as unknown as { isWellFormed(): boolean }).isWellFormed())
    throw invalid(`an id of ${collection} has a lone surrogate`);
};

const describe = (value: unknown): string => (typeof value === 'number' ? String(value) : value === null ? 'null' : typeof value);

const fits = (type: ColumnType, value: unknown): boolean =>
  type === 'text' ? typeof value === 'string' : type === 'integer' ? Number.isSafeInteger(value) : typeof value === 'boolean';

/** A document's value for a declared column; null where it has none. @throws ReadStoreError invalid for a value of another type */
export const columnValue = (
  collection: Pick<Collection, 'name'>,
  column: string,
  type: ColumnType,
  document: Document,
): Scalar => {
  const value = document[column];
  if (value === undefined || value === null) return null;
  if (!fits(type, value)) throw invalid(`${collection.name}.${column} is of type ${type}, a document has ${describe(value)}`);
  return value as Scalar;
};

/** Everything an engine would refuse a document for, apart from what JSON cannot hold. @throws ReadStoreError invalid */
export const checkDocument = (
  collection: { readonly name: string; readonly columns: Iterable<readonly [column: string, type: ColumnType]> },
  id: string,
  document: Document,
): void => {
  checkId(collection.name, id);
  for (const [column, type] of collection.columns) columnValue(collection, column, type, document);
};

export type Condition =
  | { readonly column: string; readonly kind: 'equals'; readonly value: Scalar }
  | { readonly column: string; readonly kind: 'in'; readonly values: readonly Exclude<Scalar, null>[]; readonly orNull: boolean }
  /** Null is in no range. */
  | {
      readonly column: string;
      readonly kind: 'range';
      readonly from?: Exclude<Scalar, null>;
      readonly to?: Exclude<Scalar, null>;
    }
  | { readonly column: string; readonly kind: 'prefix'; readonly prefix: string };

export const typeOf = (collection: Collection, column: string): ColumnType => {
  const type = column === ID ? 'text' : collection.columns.get(column);
  if (type === undefined) throw invalid(`"${column}" is no column of ${collection.name}`);
  return type;
};

/** @throws ReadStoreError invalid for what is no column, or a value of another type than the column's */
export const conditionsOf = (collection: Collection, filter: Filter = {}): Condition[] => {
  const conditions: Condition[] = [];
  for (const [column, wanted] of Object.entries(filter)) {
    if (wanted === undefined) continue;
    const type = typeOf(collection, column);
    const check = (value: unknown): Exclude<Scalar, null> => {
      if (!fits(type, value))
        throw invalid(`${collection.name}.${column} is of type ${type} and cannot be compared with ${describe(value)}`);
      return value as Exclude<Scalar, null>;
    };
    if (wanted === null) conditions.push({ column, kind: 'equals', value: null });
    else if (typeof wanted !== 'object') conditions.push({ column, kind: 'equals', value: check(wanted) });
    else if ('in' in wanted) {
      const values = [...new Set(wanted.in)];
      conditions.push({
        column,
        kind: 'in',
        values: values.filter((value) => value !== null).map(check),
        orNull: values.includes(null),
      });
    } else if ('prefix' in wanted) {
      if (type !== 'text') throw invalid(`${collection.name}.${column} is of type ${type} and has no prefixes`);
      conditions.push({ column, kind: 'prefix', prefix: String(check(wanted.prefix)) });
    } else {
      for (const key of Object.keys(wanted))
        if (key !== 'from' && key !== 'to') throw invalid(`"${key}" is no way to filter ${column} by`);
      conditions.push({
        column,
        kind: 'range',
        ...(wanted.from === undefined ? {} : { from: check(wanted.from) }),
        ...(wanted.to === undefined ? {} : { to: check(wanted.to) }),
      });
    }
  }
  return conditions;
};

export interface Place {
  /** The sort column's value in the last row of the page before. */
  readonly value: Scalar;
  readonly id: string;
}

export interface FindPlan {
  readonly conditions: readonly Condition[];
  readonly column: string;
  readonly descending: boolean;
  readonly limit: number;
  readonly after: Place | undefined;
  cursor(place: Place): string;
}

/** @throws ReadStoreError invalid */
export const planFind = (collection: Collection, query: FindQuery = {}): FindPlan => {
  const limit = query.limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalid(`a page has 1 to ${MAX_LIMIT} documents, not ${limit}`);
  const conditions = conditionsOf(collection, query.filter);
  const column = query.sort?.column ?? ID;
  const descending = query.sort?.descending ?? false;
  const type = typeOf(collection, column);
  // Most queries have one page, and neither get a cursor nor give one out.
  const digest = (): string => {
    const text = canonicalJson([collection.projection, collection.name, query.filter ?? {}, column, descending]);
    return createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, 16);
  };

  const read = (cursor: string): Place => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    } catch (cause) {
      throw new ReadStoreError('invalid', 'the cursor is none that was given out', { cause });
    }
    const [of, value, id] = Array.isArray(parsed) && parsed.length === 3 ? (parsed as unknown[]) : [];
    if (typeof of !== 'string' || typeof id !== 'string' || !(value === null || fits(type, value))) {
      throw invalid('the cursor is none that was given out');
    }
    if (of !== digest()) throw invalid('the cursor belongs to another query');
    return { value: value as Scalar, id };
  };
  return {
    conditions,
    column,
    descending,
    limit,
    after: query.cursor === undefined ? undefined : read(query.cursor),
    cursor: (place) => Buffer.from(JSON.stringify([digest(), place.value, place.id]), 'utf8').toString('base64url'),
  };
};

export interface TabulatePlan {
  readonly by: readonly string[];
  readonly measures: readonly (readonly [name: string, measure: Measure])[];
  readonly conditions: readonly Condition[];
}

/** @throws ReadStoreError invalid */
export const planTabulate = (collection: Collection, query: TabulateQuery): TabulatePlan => {
  for (const column of query.by)
    if (!collection.columns.has(column)) throw invalid(`"${column}" is no column of ${collection.name}`);
  if (new Set(query.by).size !== query.by.length) throw invalid('a table is grouped twice by the same column');
  const measures = Object.entries(query.measures);
  for (const [name, measure] of measures) {
    if (query.by.includes(name)) throw invalid(`"${name}" is both a column to group by and a measure`);
    if ('sum' in measure && typeOf(collection, measure.sum) !== 'integer')
      throw invalid(`"${measure.sum}" of ${collection.name} is no integer to sum`);
    if ('distinct' in measure) typeOf(collection, measure.distinct);
  }
  return { by: query.by, measures, conditions: conditionsOf(collection, query.filter) };
};

export const tooManyRows = (collection: Collection): ReadStoreError =>
  invalid(`the table over ${collection.name} has more than ${MAX_ROWS} rows: group by fewer columns`);
