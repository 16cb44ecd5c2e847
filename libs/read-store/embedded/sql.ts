import { LIMIT } from '#libs/sqlite';
import { ID, MAX_ROWS, type Collection, type Condition, type FindPlan, type TabulatePlan } from '../rules.js';
import type { ColumnType, Scalar } from '../port.js';
import { afterPrefix, fromSortKey, toSortKey } from '../sort-key.js';
import type { Bound } from './tenant-file.js';

/** SQL for a query: the same text for the same shape of query, so that statements are prepared once. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly Bound[];
}

/** Each version of a projection has tables of its own: `facts@2`. Names are checked by the rules and can hold no bracket. */
export const tableOf = (collection: Pick<Collection, 'name' | 'projection'>): string =>
  `${collection.name}${collection.projection.slice(collection.projection.indexOf('@'))}`;

/** Columns carry a prefix of their own, so that none meets `_id`, `_doc` or a keyword. */
const columnName = (column: string): string => (column === ID ? '[_id]' : `[c_${column}]`);

export const toBound = (value: Scalar): Bound =>
  typeof value === 'string' ? toSortKey(value) : typeof value === 'boolean' ? Number(value) : value;

export const fromBound = (type: ColumnType, value: Bound | undefined): Scalar => {
  if (value === null || value === undefined) return null;
  if (type === 'boolean') return value === 1;
  return typeof value === 'string' ? fromSortKey(value) : value;
};

const conditionSql = (condition: Condition, parameters: Bound[]): string => {
  const column = columnName(condition.column);
  switch (condition.kind) {
    case 'equals':
      if (condition.value === null) return `${column} IS NULL`;
      parameters.push(toBound(condition.value));
      return `${column} = ?`;
    case 'in': {
      // One parameter whatever the list's length: one statement.
      parameters.push(JSON.stringify(condition.values.map(toBound)));
      const inList = `${column} IN (SELECT value FROM json_each(?))`;
      return condition.orNull ? `(${inList} OR ${column} IS NULL)` : inList;
    }
    case 'range': {
      const parts = [];
      if (condition.from !== undefined) {
        parameters.push(toBound(condition.from));
        parts.push(`${column} >= ?`);
      }
      if (condition.to !== undefined) {
        parameters.push(toBound(condition.to));
        parts.push(`${column} <= ?`);
      }
      return parts.length === 0 ? `${column} IS NOT NULL` : parts.join(' AND ');
    }
    case 'prefix': {
      const key = toSortKey(condition.prefix);
      parameters.push(key, afterPrefix(key));
      return `${column} >= ? AND ${column} < ?`;
    }
  }
};

const whereSql = (parts: readonly string[]): string => (parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`);

/** Behind a place in the order (column, _id), null first; backwards when descending. */
const afterSql = (plan: FindPlan, parameters: Bound[]): string[] => {
  if (!plan.after) return [];
  const id = toSortKey(plan.after.id);
  const beyond = plan.descending ? '<' : '>';
  if (plan.column === ID) {
    parameters.push(id);
    return [`[_id] ${beyond} ?`];
  }
  const column = columnName(plan.column);
  const value = toBound(plan.after.value);
  if (value === null) {
    parameters.push(id);
    return [plan.descending ? `${column} IS NULL AND [_id] < ?` : `((${column} IS NULL AND [_id] > ?) OR ${column} IS NOT NULL)`];
  }
  parameters.push(value, value, id);
  return plan.descending
    ? [`((${column} <= ? AND (${column} < ? OR [_id] < ?)) OR ${column} IS NULL)`]
    : [`${column} >= ? AND (${column} > ? OR [_id] > ?)`];
};

/** Rows `_id, _doc, sort column`, one more than the page holds. */
export const findSql = (collection: Collection, plan: FindPlan): Sql => {
  const parameters: Bound[] = [];
  const where = plan.conditions.map((condition) => conditionSql(condition, parameters));
  where.push(...afterSql(plan, parameters));
  const column = columnName(plan.column);
  const direction = plan.descending ? ' DESC' : '';
  const order = plan.column === ID ? `[_id]${direction}` : `${column}${direction}, [_id]${direction}`;
  parameters.push(plan.limit + 1);
  return {
    text: `SELECT [_id], [_doc], ${column} FROM [${tableOf(collection)}]${whereSql(where)} ORDER BY ${order} ${LIMIT}`,
    parameters,
  };
};

/** Rows of the `by` columns, then the measures. */
export const tabulateSql = (collection: Collection, plan: TabulatePlan): Sql => {
  const parameters: Bound[] = [];
  const where = plan.conditions.map((condition) => conditionSql(condition, parameters));
  const by = plan.by.map(columnName);
  const measures = plan.measures.map(([, measure]) => {
    if ('count' in measure) return 'COUNT(*)';
    if ('sum' in measure) return `COALESCE(SUM(${columnName(measure.sum)}), 0)`;
    return `COUNT(DISTINCT ${columnName(measure.distinct)})`;
  });
  const selected = [...by, ...measures];
  const group = by.length === 0 ? '' : ` GROUP BY ${by.join(', ')} ORDER BY ${by.join(', ')} LIMIT ${MAX_ROWS + 1}`;
  return {
    text: `SELECT ${selected.length === 0 ? '1' : selected.join(', ')} FROM [${tableOf(collection)}]${whereSql(where)}${group}`,
    parameters,
  };
};

export const createTableSql = (collection: Collection, table: string): string => {
  // Without a type a column keeps what it is given: no affinity turns '007' into 7.
  const columns = [...collection.columns.keys()].map((column) => `, ${columnName(column)}`);
  return `CREATE TABLE [${table}] ([_n] INTEGER PRIMARY KEY, [_id] TEXT NOT NULL UNIQUE, [_doc] TEXT NOT NULL${columns.join('')})`;
};

const writtenColumns = ({ columns }: Collection): readonly string[] => [
  '[_id]',
  '[_doc]',
  ...[...columns.keys()].map(columnName),
];

export const insertSql = (collection: Collection, table: string, rows = 1): string => {
  const columns = writtenColumns(collection);
  const row = `(${columns.map(() => '?').join(', ')})`;
  return `INSERT INTO [${table}] (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => row).join(', ')}`;
};

export const upsertSql = (collection: Collection, table: string, rows = 1): string => {
  const [, ...updated] = writtenColumns(collection);
  const updates = updated.map((column) => `${column} = excluded.${column}`);
  return `${insertSql(collection, table, rows)} ON CONFLICT ([_id]) DO UPDATE SET ${updates.join(', ')}`;
};

/** Columns that stand in an index, in the order of the declaration. */
export const indexedColumns = ({ columns, indexes }: Collection): readonly string[] =>
  [...columns.keys()].filter((column) => indexes.some((index) => index.includes(column)));

/** Number of a document's row, and what the indexes say of it. */
export const rowSql = (collection: Collection, table: string): string =>
  `SELECT ${['[_n]', ...indexedColumns(collection).map(columnName)].join(', ')} FROM [${table}] WHERE [_id] = ?`;

/** Every index of which a column is named is written anew, also with what it held: only those are named that change. */
export const updateSql = (columns: readonly string[], table: string): string =>
  `UPDATE [${table}] SET ${['[_doc]', ...columns.map(columnName)].map((column) => `${column} = ?`).join(', ')} WHERE [_n] = ?`;

/** Every index ends with `_id`, so that the order (column, _id) is read from it without sorting. */
export const indexesOf = (collection: Collection, table: string): ReadonlyMap<string, string> =>
  new Map(
    collection.indexes.map((columns) => {
      const name = `ix_${table}_${columns.join(',')}`;
      return [name, `CREATE INDEX [${name}] ON [${table}] (${[...columns.map(columnName), '[_id]'].join(', ')})`];
    }),
  );
