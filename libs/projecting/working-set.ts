import { checkDocument, type CollectionSpec, type ColumnType, type Delete, type Document, type Put } from '#libs/read-store';
import type { View } from './projection.js';
import { seal } from './seal.js';

/** `null` stands for a document that is known not to be there. */
interface Entry {
  readonly document: Document | null;
  readonly bytes: number;
}

const GONE: Entry = { document: null, bytes: 0 };

class CollectionState {
  readonly columns: readonly (readonly [string, ColumnType])[];
  /** What was written since the last commit, by the event at hand too. */
  readonly dirty = new Map<string, Entry>();
  /** Two generations of clean documents: what is used moves to the young one, the old one is dropped whole. */
  young = new Map<string, Entry>();
  old = new Map<string, Entry>();

  constructor(
    readonly name: string,
    spec: CollectionSpec,
    /** Nothing of this collection is in the store that is not here: what is not here is nowhere. */
    public complete: boolean,
  ) {
    this.columns = Object.entries(spec.columns ?? {});
  }
}

/** A document that a fold asked for and that has to be loaded. */
export interface Wanted {
  readonly collection: string;
  readonly id: string;
}

/** Thrown through the fold when a document is not in memory; never leaves this library. */
export class Miss extends Error {
  constructor() {
    super('a document is not in memory yet');
    this.name = 'Miss';
  }
}
// One object for all: building a stack each time would cost more than loading the document.
const MISS = new Miss();

export interface CacheLimits {
  /** Clean documents in memory, a projection. */
  readonly cacheDocuments: number;
  /** Their JSON text, about, in bytes, a projection. */
  readonly cacheBytes: number;
}

/**
 * The documents a projection works on: a bounded cache, the writes since the last commit, and the effects of the event at hand, which
 * are kept or discarded as a whole.
 *
 * Documents are sealed when they come in, by `put` or from the store: frozen, and with the member order that the store would give
 * them. A fold that changes a document in place gets a TypeError instead of a read model that differs from its replay.
 */
export class WorkingSet implements View {
  readonly #collections = new Map<string, CollectionState>();
  /** How to take back what the event at hand did: collection, id, and what was written there before it. */
  readonly #undo: { readonly state: CollectionState; readonly id: string; readonly before: Entry | undefined }[] = [];
  #youngCount = 0;
  #youngBytes = 0;
  #dirtyCount = 0;
  #dirtyBytes = 0;
  #wanted: Wanted | undefined;

  constructor(
    private readonly projection: string,
    specs: readonly CollectionSpec[],
    private readonly limits: CacheLimits,
    empty: boolean,
  ) {
    for (const spec of specs) this.#collections.set(spec.name, new CollectionState(spec.name, spec, empty));
  }

  get dirtyCount(): number {
    return this.#dirtyCount;
  }

  get dirtyBytes(): number {
    return this.#dirtyBytes;
  }

  get<T extends object = Document>(collection: string, id: string): T | undefined {
    const state = this.#state(collection);
    let entry = state.dirty.get(id) ?? state.young.get(id);
    if (entry === undefined) {
      entry = state.old.get(id);
      if (entry !== undefined) {
        state.old.delete(id);
        this.#addYoung(state, id, entry);
      } else if (state.complete) {
        return undefined;
      } else {
        this.#wanted = { collection, id };
        throw MISS;
      }
    }
    return (entry.document ?? undefined) as T | undefined;
  }

  put(collection: string, id: string, document: object): void {
    const state = this.#state(collection);
    const sealed = seal(document);
    checkDocument(state, id, sealed.document);
    this.#write(state, id, sealed);
  }

  delete(collection: string, id: string): void {
    this.#write(this.#state(collection), id, GONE);
  }

  /** The document that the last run of a fold missed, also when the fold caught what was thrown; asked once. */
  takeWanted(): Wanted | undefined {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    return wanted;
  }

  /** The event is folded: its effects stay. */
  keep(): void {
    this.#undo.length = 0;
    this.#rotate();
  }

  discard(): void {
    for (let last = this.#undo.pop(); last; last = this.#undo.pop()) {
      const { state, id, before } = last;
      this.#dirtyBytes += (before?.bytes ?? 0) - (state.dirty.get(id)?.bytes ?? 0);
      if (before) {
        state.dirty.set(id, before);
      } else {
        state.dirty.delete(id);
        this.#dirtyCount -= 1;
      }
    }
  }

  /** What the store answered for documents that were missing. */
  loaded(collection: string, id: string, document: Document | undefined): void {
    const state = this.#state(collection);
    this.#addYoung(state, id, document === undefined ? GONE : seal(document));
  }

  writes(): { puts: Put[]; deletes: Delete[]; collections: string[] } {
    const puts: Put[] = [];
    const deletes: Delete[] = [];
    const collections: string[] = [];
    for (const state of this.#collections.values()) {
      if (state.dirty.size === 0) continue;
      collections.push(state.name);
      for (const [id, { document }] of state.dirty) {
        if (document === null) deletes.push({ collection: state.name, id });
        else puts.push({ collection: state.name, id, document });
      }
    }
    return { puts, deletes, collections };
  }

  /** The writes are in the store now. */
  committed(): void {
    for (const state of this.#collections.values()) {
      for (const [id, entry] of state.dirty) {
        state.old.delete(id);
        this.#addYoung(state, id, entry);
      }
      state.dirty.clear();
    }
    this.#dirtyCount = 0;
    this.#dirtyBytes = 0;
    this.#rotate();
  }

  #state(collection: string): CollectionState {
    const state = this.#collections.get(collection);
    if (!state) throw new RangeError(`${collection} is no collection of ${this.projection}`);
    return state;
  }

  #write(state: CollectionState, id: string, entry: Entry): void {
    const before = state.dirty.get(id);
    this.#undo.push({ state, id, before });
    if (before === undefined) this.#dirtyCount += 1;
    this.#dirtyBytes += entry.bytes - (before?.bytes ?? 0);
    state.dirty.set(id, entry);
  }

  #addYoung(state: CollectionState, id: string, entry: Entry): void {
    const before = state.young.get(id);
    if (before === undefined) this.#youngCount += 1;
    this.#youngBytes += entry.bytes - (before?.bytes ?? 0);
    state.young.set(id, entry);
  }

  /** Between events only: what an event has loaded stays until it is folded, however small the cache. */
  #rotate(): void {
    if (this.#youngCount * 2 <= this.limits.cacheDocuments && this.#youngBytes * 2 <= this.limits.cacheBytes) return;
    for (const state of this.#collections.values()) {
      if (state.old.size > 0) state.complete = false;
      state.old = state.young;
      state.young = new Map();
    }
    this.#youngCount = 0;
    this.#youngBytes = 0;
  }
}
