import type { FoldableEvent } from '#libs/kernel';
import type { CollectionSpec, Document } from '#libs/read-store';

/**
 * What a fold may touch: the documents of its own projection. `get` answers from memory; where a document is not there yet the
 * projector loads it and runs the fold for this event again, so a fold is free of effects until it returns. Documents handed out
 * are not to be changed: put a new one.
 */
export interface View {
  get<T extends object = Document>(collection: string, id: string): T | undefined;
  /** A plain JSON object; `undefined` members are left out. Members that stand in the order of their names need not be put in order. */
  put(collection: string, id: string, document: object): void;
  delete(collection: string, id: string): void;
}

export interface Fold {
  (event: FoldableEvent<string, never>, view: View): void;
  /** Members of the event's data that it does not look at: they need not be parsed, and may be missing. */
  readonly without?: readonly string[];
}

/** What became of a document since the last commit: what the store holds, and what it is going to hold; `undefined` where there is none. */
export interface Change<T extends object = Document> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}
/** Collection → id → change. */
export type Changes = ReadonlyMap<string, ReadonlyMap<string, Change>>;

/** The changes of a collection, by id. */
export const changesOf = <T extends object>(changes: Changes, collection: string): ReadonlyMap<string, Change<T>> =>
  (changes.get(collection) ?? new Map()) as unknown as ReadonlyMap<string, Change<T>>;

/**
 * Documents that follow from other documents of the same projection: tallies, which add up what each fact contributes. They are brought up to
 * date once a commit instead of once an event, so a fact that changed ten times is subtracted once and added once.
 */
export interface Settlement {
  /** Collections whose changes it is told. */
  readonly follows: readonly string[];
  /**
   * Pure, and indifferent to where commits fall: settling two batches one after the other gives the same bytes as settling them
   * together. Where it throws, no single event is to blame, and the projection is faulted.
   */
  readonly settle: (changes: Changes, view: View) => void;
}

/** A read model's definition: a pure fold over events. Same events, same bytes, live or replayed. */
export interface Projection {
  /** kebab-case; `cohort`. */
  readonly name: string;
  /** Raised whenever the fold or the shape of its documents changes. */
  readonly version: number;
  readonly collections: readonly CollectionSpec[];
  /** Event type → fold. Types that are not here do not concern this projection. Data arrives upcast to the current version. */
  readonly on: Readonly<Record<string, Fold>>;
  /** Thousandths of what folding and committing takes in a rebuild of all of them, about; 1 unless told. A rebuild in two threads is divided by it. */
  readonly weight?: number;
  /** What is made of the folds' documents before each commit. */
  readonly settlement?: Settlement;
  /** Every document depends on the events of one stream alone: a parked stream can be replayed in place. */
  readonly oneStream?: boolean;
}

/** Defines a fold for events whose data has the given shape; the projector hands it what the event's definition upcasts to. */
export const fold = <Data extends object>(run: (event: FoldableEvent<string, Data>, view: View) => void): Fold => run;

/**
 * As `fold`, for one that leaves large members of the data alone: where all who fold a type together do, they are not parsed. Of the data in its current
 * shape, and by names without escapes.
 */
export const foldWithout = <Data extends object, Left extends keyof Data & string>(
  without: readonly Left[],
  run: (event: FoldableEvent<string, Omit<Data, Left>>, view: View) => void,
): Fold => Object.assign(run, { without });

export const projectionId = (projection: Pick<Projection, 'name' | 'version'>): string =>
  `${projection.name}@${projection.version}`;
