import type { Json, JsonObject, Position } from '#libs/kernel';

/** A read model's document: JSON, without positions and without personal data in clear. */
export type Document = JsonObject;
export type Scalar = string | number | boolean | null;
export type ColumnType = 'text' | 'integer' | 'boolean';

export interface CollectionSpec {
  /** `[a-z][a-z0-9_]*`, unique over all projections of a country. */
  readonly name: string;
  /** Top-level fields that can be filtered, sorted and tabulated by. A document may lack them: the column is null. */
  readonly columns?: Readonly<Record<string, ColumnType>>;
  /** Each a list of columns, in order. */
  readonly indexes?: readonly (readonly string[])[];
}

/** A projection's version: `cohort@1`. */
export type ProjectionId = string;

export interface Filter {
  readonly [column: string]:
    Scalar | { readonly in: readonly Scalar[] } | { readonly from?: Scalar; readonly to?: Scalar } | { readonly prefix: string };
}

export interface FindQuery {
  /** All must hold; columns only, plus `_id`. `to` is inclusive; null has no prefix and is in no range. */
  readonly filter?: Filter;
  /** Column, then `_id` to break ties; by `_id` alone unless told. Null sorts first; `descending` turns the whole order round, ids too. */
  readonly sort?: { readonly column: string; readonly descending?: boolean };
  /** 1 to 1,000; 100 unless told. */
  readonly limit?: number;
  /** `next` of the page before, with the same filter and sort. */
  readonly cursor?: string;
}

export interface Found {
  readonly documents: readonly { readonly id: string; readonly document: Document }[];
  /** Where the next page starts; absent on the last. Opaque. */
  readonly next?: string;
}

export type Measure = { readonly count: true } | { readonly sum: string } | { readonly distinct: string };

export interface TabulateQuery {
  /** Columns to group by; empty for one row over all. */
  readonly by: readonly string[];
  readonly measures: Readonly<Record<string, Measure>>;
  readonly filter?: Filter;
}

export type TableRow = Readonly<Record<string, Scalar>>;

export interface Put {
  readonly collection: string;
  readonly id: string;
  readonly document: Document;
  /** `JSON.stringify` writes the document's canonical text as it is: whoever put it has seen to that. */
  readonly sealed?: true;
}
export interface Delete {
  readonly collection: string;
  readonly id: string;
}

export interface Commit {
  readonly projection: ProjectionId;
  /** The checkpoint this commit starts from; the fence: with another one stored nothing is written. `undefined`: none yet. */
  readonly from: Position | undefined;
  readonly to: Position;
  readonly puts: readonly Put[];
  readonly deletes: readonly Delete[];
}

export type ReadStoreErrorCode =
  /** Somebody else moved the checkpoint: stop, read it again. */
  | 'fenced'
  | 'unavailable'
  /** A collection, column or cursor that was not declared or does not fit. */
  | 'invalid';

export class ReadStoreError extends Error {
  constructor(
    readonly code: ReadStoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ReadStoreError';
  }
}

/** Where the read models live. Nothing writes here but the projector. */
export interface ReadStore {
  /** Makes collections, columns and indexes ready; repeated at every start, changes nothing when nothing changed. */
  declare(tenant: string, projection: ProjectionId, collections: readonly CollectionSpec[]): Promise<void>;
  get(tenant: string, collection: string, id: string): Promise<Document | undefined>;
  /** In the order of `ids`, `undefined` where there is none. */
  getMany(tenant: string, collection: string, ids: readonly string[]): Promise<readonly (Document | undefined)[]>;
  find(tenant: string, collection: string, query?: FindQuery): Promise<Found>;
  /** Rows sorted by the `by` columns, null first. */
  tabulate(tenant: string, collection: string, query: TabulateQuery): Promise<readonly TableRow[]>;
  /** Documents and checkpoint at once, or nothing. @throws ReadStoreError fenced */
  commit(tenant: string, commit: Commit): Promise<void>;
  /** The last position whose documents can be read; `undefined` before the first commit. */
  checkpoint(tenant: string, projection: ProjectionId): Promise<Position | undefined>;
  /** Removes the projection's documents and checkpoint, for a rebuild in place. */
  reset(tenant: string, projection: ProjectionId): Promise<void>;
  /** Removes what other versions of the same projection left, documents and checkpoints; for when this one can be read in their place. */
  retireOthers(tenant: string, projection: ProjectionId): Promise<void>;
  /** Every document of a collection in the order of ids (UTF-16 code units), in pages, as canonical text: what digests and comparisons read. */
  scan(tenant: string, collection: string): AsyncIterable<readonly { readonly id: string; readonly text: string }[]>;
  close(): Promise<void>;
}

export type { Json };

/** Token under which the platform provides the read store. */
export const READ_STORE = Symbol('ReadStore');
