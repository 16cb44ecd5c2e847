import type { Document as BsonDocument, Filter as MongoFilter, Sort } from 'mongodb';
import type { ColumnType, Scalar, TableRow } from '../port.js';
import {
  ID,
  MAX_ROWS,
  tooManyRows,
  typeOf,
  type Collection,
  type Condition,
  type FindPlan,
  type TabulatePlan,
} from '../rules.js';
import { afterPrefix, fromSortKey, toSortKey } from '../sort-key.js';

/** A document as it is stored. Its text is kept whole, so that no key and no number meets BSON's own rules; columns stand beside it. */
export interface StoredDocument {
  /** Spelled so that the order of bytes is the order of ids. */
  readonly _id: string;
  /** The journal entry that wrote it. */
  readonly _seq: number;
  /** Canonical JSON; absent in a tombstone. */
  readonly _doc?: string;
  /** A tombstone: the document was deleted, and no older write brings it back. */
  readonly _gone?: true;
  readonly [column: `c_${string}`]: Scalar;
}

export type StoredFilter = MongoFilter<StoredDocument>;

export const collectionOf = (collection: Pick<Collection, 'name' | 'projection'>): string =>
  `${collection.name}${collection.projection.slice(collection.projection.indexOf('@'))}`;

export const fieldOf = (column: string): string => (column === ID ? '_id' : `c_${column}`);

export const toStored = (value: Scalar): Scalar =>
  // Zero has one sign, as in JSON.
  typeof value === 'string' ? toSortKey(value) : typeof value === 'number' ? value + 0 : value;

export const fromStored = (type: ColumnType, value: unknown): Scalar => {
  if (value === null || value === undefined) return null;
  if (type === 'text') return fromSortKey(value as string);
  return type === 'integer' ? Number(value) : (value as boolean);
};

const conditionOf = (condition: Condition): unknown => {
  switch (condition.kind) {
    case 'equals':
      return toStored(condition.value);
    case 'in':
      return { $in: [...condition.values.map(toStored), ...(condition.orNull ? [null] : [])] };
    case 'range': {
      const { from, to } = condition;
      if (from === undefined && to === undefined) return { $ne: null };
      return { ...(from === undefined ? {} : { $gte: toStored(from) }), ...(to === undefined ? {} : { $lte: toStored(to) }) };
    }
    case 'prefix': {
      const key = toSortKey(condition.prefix);
      return { $gte: key, $lt: afterPrefix(key) };
    }
  }
};

/** What is there and meets the conditions. */
export const matchOf = (conditions: readonly Condition[], ...further: readonly BsonDocument[]): StoredFilter => {
  const parts: BsonDocument[] = conditions.map((condition) => ({ [fieldOf(condition.column)]: conditionOf(condition) }));
  // One name may stand in a filter twice, with a cursor: conditions are a list, never one object.
  return { $and: [...parts, ...further, { _gone: { $exists: false } }] };
};

/** Behind a place in the order (column, _id), null first; backwards when descending. */
const afterOf = (plan: FindPlan): BsonDocument[] => {
  if (!plan.after) return [];
  const id = toSortKey(plan.after.id);
  const beyond = plan.descending ? '$lt' : '$gt';
  if (plan.column === ID) return [{ _id: { [beyond]: id } }];
  const field = fieldOf(plan.column);
  const value = toStored(plan.after.value);
  const same = { [field]: value, _id: { [beyond]: id } };
  if (value === null) return [plan.descending ? same : { $or: [same, { [field]: { $ne: null } }] }];
  // Null is smaller than every value, and no comparison finds it.
  return [{ $or: [{ [field]: { [beyond]: value } }, same, ...(plan.descending ? [{ [field]: null }] : [])] }];
};

export const findOf = (plan: FindPlan): { filter: StoredFilter; sort: Sort; limit: number } => {
  const direction = plan.descending ? -1 : 1;
  return {
    filter: matchOf(plan.conditions, ...afterOf(plan)),
    sort: plan.column === ID ? { _id: direction } : { [fieldOf(plan.column)]: direction, _id: direction },
    limit: plan.limit + 1,
  };
};

/**
 * Sums and counts by group; what has to be counted once is part of the group, and is counted by `rowsOf`. Some servers get only the
 * first accumulator of a group right: `control` counts once more, so that it shows.
 * @param only one measure alone; all of them unless told
 */
export const pipelineOf = (plan: TabulatePlan, only?: number): BsonDocument[] => {
  const group: BsonDocument = {};
  keysOf(plan).forEach((column, i) => (group[`k${i}`] = `$${fieldOf(column)}`));
  const sums: BsonDocument = {};
  plan.measures.forEach(([, measure], i) => {
    if ('sum' in measure && (only === undefined || only === i)) sums[`m${i}`] = { $sum: `$${fieldOf(measure.sum)}` };
  });
  const counts =
    only === undefined ? { rows: { $sum: 1 }, ...sums, control: { $sum: 1 } } : only < 0 ? { rows: { $sum: 1 } } : sums;
  return [{ $match: matchOf(plan.conditions) }, { $group: { _id: group, ...counts } }];
};

/** The groups with all their sums, in one pass where the server can do that. */
export const groupsOf = async (
  plan: TabulatePlan,
  run: (pipeline: BsonDocument[]) => Promise<BsonDocument[]>,
): Promise<BsonDocument[]> => {
  const groups = await run(pipelineOf(plan));
  if (groups.every((group) => group['rows'] === group['control'])) return groups;
  const whole = new Map((await run(pipelineOf(plan, -1))).map((group) => [JSON.stringify(group['_id']), group]));
  for (const [i, [, measure]] of plan.measures.entries()) {
    if (!('sum' in measure)) continue;
    for (const part of await run(pipelineOf(plan, i))) {
      const group = whole.get(JSON.stringify(part['_id']));
      if (group) group[`m${i}`] = part[`m${i}`] as unknown;
    }
  }
  return [...whole.values()];
};

const keysOf = (plan: TabulatePlan): string[] => [
  ...new Set([...plan.by, ...plan.measures.flatMap(([, measure]) => ('distinct' in measure ? [measure.distinct] : []))]),
];

interface Group {
  readonly key: readonly Scalar[];
  count: number;
  readonly sums: number[];
  readonly seen: Set<Scalar>[];
}

export const rowsOf = (collection: Collection, plan: TabulatePlan, groups: readonly BsonDocument[]): readonly TableRow[] => {
  const columns = keysOf(plan);
  const found = new Map<string, Group>();
  const groupOf = (key: readonly Scalar[]): Group => {
    const text = JSON.stringify(key);
    const known = found.get(text);
    if (known) return known;
    if (found.size >= MAX_ROWS) throw tooManyRows(collection);
    const made = { key, count: 0, sums: plan.measures.map(() => 0), seen: plan.measures.map(() => new Set<Scalar>()) };
    found.set(text, made);
    return made;
  };
  if (plan.by.length === 0) groupOf([]);
  for (const one of groups) {
    const id = one['_id'] as BsonDocument;
    const values = new Map(columns.map((column, i) => [column, fromStored(typeOf(collection, column), id[`k${i}`])]));
    const group = groupOf(plan.by.map((column) => values.get(column) ?? null));
    group.count += Number(one['rows']);
    plan.measures.forEach(([, measure], i) => {
      if ('sum' in measure) group.sums[i] = (group.sums[i] ?? 0) + Number(one[`m${i}`] ?? 0);
      else if ('distinct' in measure) {
        const value = values.get(measure.distinct) ?? null;
        if (value !== null) group.seen[i]?.add(value);
      }
    });
  }
  return [...found.values()].sort(byKey).map((group) => {
    const row: Record<string, Scalar> = {};
    plan.by.forEach((column, i) => (row[column] = group.key[i] ?? null));
    plan.measures.forEach(([name, measure], i) => {
      row[name] = 'count' in measure ? group.count : 'sum' in measure ? (group.sums[i] ?? 0) : (group.seen[i]?.size ?? 0);
    });
    return row;
  });
};

const byKey = (a: Group, b: Group): number => {
  for (let i = 0; i < a.key.length; i += 1) {
    const [left = null, right = null] = [a.key[i], b.key[i]];
    if (left !== right) return left === null ? -1 : right === null ? 1 : left < right ? -1 : 1;
  }
  return 0;
};
