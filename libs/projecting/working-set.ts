import { checkDocument, type CollectionSpec, type ColumnType, type Delete, type Document, type Put } from '#libs/read-store';
import type { View } from './projection.js';
import { seal, type Sealed } from './seal.js';

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
  /** Clean documents in memory, of all projections together. */
  readonly cacheDocuments: number;
  /** The memory that they take, about, in bytes, of all projections together. */
  readonly cacheBytes: number;
}

/** What a document takes in memory for each character of its JSON text, and besides: measured on our own read models. */
const MEMORY_FACTOR = 2;
const MEMORY_OVERHEAD = 150;

/**
 * The cache limit that working sets share. What a small view does not need a large one can have; where it is not enough, the largest
 * drops what it has not used for longest, so that a view of many large documents that are soon done with leaves the others alone.
 */
export class CacheBudget {
  readonly #members = new Set<WeakRef<WorkingSet>>();
  #documents = 0;
  #bytes = 0;

  constructor(private readonly limits: CacheLimits) {}

  join(set: WorkingSet): void {
    this.#members.add(new WeakRef(set));
  }

  add(documents: number, bytes: number): void {
    this.#documents += documents;
    this.#bytes += bytes;
  }

  /** Between the events of the set that asks; one that is in the middle of an event keeps what it has. */
  settle(): void {
    while (this.#documents > this.limits.cacheDocuments || this.#bytes > this.limits.cacheBytes) {
      let largest: WorkingSet | undefined;
      for (const reference of this.#members) {
        const set = reference.deref();
        if (!set) this.#members.delete(reference);
        else if (!set.held && (largest === undefined || set.cachedBytes > largest.cachedBytes)) largest = set;
      }
      // What nobody can let go of now goes when its event is folded.
      if (!largest?.turnGeneration()) return;
    }
  }
}

const knownOf = (entry: Entry | undefined): Sealed | undefined =>
  entry === undefined || entry.document === null ? undefined : (entry as Sealed);

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
  #dirtyCount = 0;
  #dirtyBytes = 0;
  #wanted: Wanted | undefined;
  #trial: 'beyond' | 'until' | undefined;
  #missed: Wanted[] = [];
  /** Documents were loaded for an event that is not folded yet. */
  #held = false;
  #youngCount = 0;
  #youngBytes = 0;
  #oldCount = 0;
  #oldBytes = 0;

  constructor(
    private readonly projection: string,
    specs: readonly CollectionSpec[],
    private readonly budget: CacheBudget,
    empty: boolean,
  ) {
    budget.join(this);
    for (const spec of specs) this.#collections.set(spec.name, new CollectionState(spec.name, spec, empty));
  }

  get held(): boolean {
    return this.#held;
  }

  /** The memory that its clean documents take, about. */
  get cachedBytes(): number {
    return this.#youngBytes + this.#oldBytes;
  }

  /** Lets go of everything: it is not used any more. */
  leave(): void {
    this.budget.add(-this.#youngCount - this.#oldCount, -this.#youngBytes - this.#oldBytes);
    this.#youngCount = this.#oldCount = this.#youngBytes = this.#oldBytes = 0;
    for (const state of this.#collections.values()) {
      state.complete = false;
      state.young.clear();
      state.old.clear();
    }
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
        this.#dropOld(state, id, entry);
        this.#addYoung(state, id, entry);
      } else if (state.complete) {
        return undefined;
      } else {
        const wanted = { collection, id };
        if (this.#trial === 'beyond') {
          this.#missed.push(wanted);
          return undefined;
        }
        this.#wanted = wanted;
        throw MISS;
      }
    }
    return (entry.document ?? undefined) as T | undefined;
  }

  put(collection: string, id: string, document: object): void {
    const state = this.#state(collection);
    if (this.#trial) return;
    const sealed = seal(document, knownOf(state.dirty.get(id) ?? state.young.get(id)));
    checkDocument(state, id, sealed.document);
    this.#write(state, id, sealed);
  }

  delete(collection: string, id: string): void {
    if (this.#trial) return;
    this.#write(this.#state(collection), id, GONE);
  }

  /** The document that the last run of a fold missed, also when the fold caught what was thrown; asked once. */
  takeWanted(): Wanted | undefined {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    return wanted;
  }

  /**
   * Runs a fold only to see what it misses: nothing it does stays.
   * @param beyond goes on behind a miss as if the document were nowhere: finds much at once, some of it perhaps in vain
   */
  onTrial(run: () => void, beyond: boolean): readonly Wanted[] {
    this.#trial = beyond ? 'beyond' : 'until';
    this.#missed = [];
    try {
      run();
    } catch {
      // Whatever this was is thrown again, and then dealt with, when the event has its turn.
    }
    this.#trial = undefined;
    const last = this.takeWanted();
    return last && !beyond ? [last] : this.#missed;
  }

  /** The event is folded: its effects stay. */
  keep(): void {
    this.#undo.length = 0;
    this.#held = false;
    this.budget.settle();
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
    this.#held = true;
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
        const old = state.old.get(id);
        if (old !== undefined) this.#dropOld(state, id, old);
        this.#addYoung(state, id, entry);
      }
      state.dirty.clear();
    }
    this.#dirtyCount = 0;
    this.#dirtyBytes = 0;
    this.budget.settle();
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
    const documents = before === undefined ? 1 : 0;
    const bytes = memoryOf(entry) - (before === undefined ? 0 : memoryOf(before));
    this.#youngCount += documents;
    this.#youngBytes += bytes;
    this.budget.add(documents, bytes);
    state.young.set(id, entry);
  }

  #dropOld(state: CollectionState, id: string, entry: Entry): void {
    state.old.delete(id);
    this.#oldCount -= 1;
    this.#oldBytes -= memoryOf(entry);
    this.budget.add(-1, -memoryOf(entry));
  }

  /** Drops the old generation; the young one is old from now on. @returns whether there was anything at all */
  turnGeneration(): boolean {
    if (this.#youngCount === 0 && this.#oldCount === 0) return false;
    for (const state of this.#collections.values()) {
      if (state.old.size > 0) state.complete = false;
      state.old = state.young;
      state.young = new Map();
    }
    this.budget.add(-this.#oldCount, -this.#oldBytes);
    this.#oldCount = this.#youngCount;
    this.#oldBytes = this.#youngBytes;
    this.#youngCount = this.#youngBytes = 0;
    return true;
  }
}

const memoryOf = (entry: Entry): number => entry.bytes * MEMORY_FACTOR + MEMORY_OVERHEAD;
