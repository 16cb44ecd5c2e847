import type { FoldableEvent } from '#libs/kernel';
import type { CollectionSpec, Document } from '#libs/read-store';

/**
 * What a fold may touch: the documents of its own projection. `get` answers from memory; where a document is not there yet the
 * projector loads it and runs the fold for this event again, so a fold is free of effects until it returns. Documents handed out
 * are not to be changed: put a new one.
 */
export interface View {
  get<T extends object = Document>(collection: string, id: string): T | undefined;
  /** A plain JSON object; `undefined` members are left out. */
  put(collection: string, id: string, document: object): void;
  delete(collection: string, id: string): void;
}

export type Fold = (event: FoldableEvent<string, never>, view: View) => void;

/** A read model's definition: a pure fold over events. Same events, same bytes, live or replayed. */
export interface Projection {
  /** kebab-case; `cohort`. */
  readonly name: string;
  /** Raised whenever the fold or the shape of its documents changes. */
  readonly version: number;
  readonly collections: readonly CollectionSpec[];
  /** Event type → fold. Types that are not here do not concern this projection. Data arrives upcast to the current version. */
  readonly on: Readonly<Record<string, Fold>>;
  /** Every document depends on the events of one stream alone: a parked stream can be replayed in place. */
  readonly oneStream?: boolean;
}

/** Defines a fold for events whose data has the given shape; the projector hands it what the event's definition upcasts to. */
export const fold = <Data extends object>(run: (event: FoldableEvent<string, Data>, view: View) => void): Fold => run;

export const projectionId = (projection: Pick<Projection, 'name' | 'version'>): string =>
  `${projection.name}@${projection.version}`;
