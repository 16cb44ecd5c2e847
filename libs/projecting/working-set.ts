import { checkDocument, type CollectionSpec, type ColumnType, type Delete, type Document, type Put } from '#libs/read-store';
import type { Change, Changes, View } from './projection.js';
import { seal, type Sealed } from './seal.js';

/** A document at hand. */
interface Entry {
  readonly id: string;
  /** `null` stands for a document that is known not to be there. */
  document: Document | null;
  bytes: number;
  ordered: boolean;
  /** Written since the last commit, by the event at hand too. */
  dirty: boolean;
  /** What was settled last, kept only while the document is dirty and its collection is followed; `undefined` where nobody has looked. */
  base: Document | null | undefined;
}

class CollectionState {
  readonly columns: readonly (readonly [string, ColumnType])[];
  /** Those that are dirty; none of them is in `old`. */
  dirty: Entry[] = [];
  /** Two generations of documents: what is used moves to the young one, the old one is dropped whole. */
  young = new Map<string, Entry>();
  /** The young one that was looked at last: a fold that reads a document and writes it looks twice. */
  last: Entry | undefined;
  old = new Map<string, Entry>();

  constructor(
    readonly name: string,
    spec: CollectionSpec,
    /** Nothing of this collection is in the store that is not here: what is not here is nowhere. */
    public complete: boolean,
    /** Its changes are asked for before each commit. */
    readonly followed: boolean,
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
 * drops what it has not used for longest, so that a view of many large documents that are soon done with leaves the others alone. What
 * waits to be committed has the same limit once more: where it is reached, the one that holds most commits.
 */
export class CacheBudget {
  readonly #members = new Set<WeakRef<WorkingSet>>();
  #documents = 0;
  #bytes = 0;
  #dirtyBytes = 0;

  constructor(private readonly limits: CacheLimits) {}

  join(set: WorkingSet): void {
    this.#members.add(new WeakRef(set));
  }

  add(documents: number, bytes: number): void {
    this.#documents += documents;
    this.#bytes += bytes;
  }

  addDirty(bytes: number): void {
    this.#dirtyBytes += bytes;
  }

  /** Whether too much waits to be committed, and most of it in this set. */
  crowdedBy(set: WorkingSet): boolean {
    if (this.#dirtyBytes <= this.limits.cacheBytes) return false;
    for (const other of this.#sets()) if (other.dirtyMemory > set.dirtyMemory) return false;
    return true;
  }

  /** Between the events of the set that asks; one that is in the middle of an event keeps what it has. */
  settle(): void {
    while (this.#documents > this.limits.cacheDocuments || this.#bytes > this.limits.cacheBytes) {
      let largest: WorkingSet | undefined;
      for (const set of this.#sets())
        if (!set.held && (largest === undefined || set.cachedBytes > largest.cachedBytes)) largest = set;
      // What nobody can let go of now goes when its event is folded.
      if (!largest?.turnGeneration()) return;
    }
  }

  *#sets(): Generator<WorkingSet, void, void> {
    for (const reference of this.#members) {
      const set = reference.deref();
      if (set) yield set;
      else this.#members.delete(reference);
    }
  }
}

const knownOf = (entry: Entry | undefined): Sealed | undefined =>
  entry === undefined || entry.document === null ? undefined : (entry as Entry & Sealed);

interface Undo {
  readonly state: CollectionState;
  readonly entry: Entry;
  /** Whether there was an entry before, and what it held. */
  readonly there: boolean;
  readonly dirty: boolean;
  readonly sealed: MaybeSealed;
}

type MaybeSealed = Pick<Entry, 'document' | 'bytes' | 'ordered'>;
const NONE: MaybeSealed = { document: null, bytes: 0, ordered: true };

/**
 * The documents a projection works on: a bounded cache, the writes since the last commit, and the effects of the event at hand, which
 * are kept or discarded as a whole.
 *
 * Documents are sealed when they come in, by `put` or from the store: frozen, and with the member order that the store would give
 * them. A fold that changes a document in place gets a TypeError instead of a read model that differs from its replay.
 */
export class WorkingSet implements View {
  readonly #collections = new Map<string, CollectionState>();
  /** How to take back what the event at hand did. */
  readonly #undo: Undo[] = [];
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

  /** @param followed collections whose changes are asked for before each commit */
  constructor(
    private readonly projection: string,
    specs: readonly CollectionSpec[],
    private readonly budget: CacheBudget,
    empty: boolean,
    followed: readonly string[] = [],
  ) {
    budget.join(this);
    for (const spec of specs)
      this.#collections.set(spec.name, new CollectionState(spec.name, spec, empty, followed.includes(spec.name)));
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
    this.budget.addDirty(-this.dirtyMemory);
    this.#youngCount = this.#oldCount = this.#youngBytes = this.#oldBytes = this.#dirtyCount = this.#dirtyBytes = 0;
    for (const state of this.#collections.values()) {
      state.complete = false;
      state.dirty = [];
      state.last = undefined;
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

  /** The memory that what is not committed takes, about. */
  get dirtyMemory(): number {
    return this.#dirtyBytes * MEMORY_FACTOR + this.#dirtyCount * MEMORY_OVERHEAD;
  }

  get<T extends object = Document>(collection: string, id: string): T | undefined {
    const state = this.#state(collection);
    const entry = this.#at(state, id);
    if (entry === undefined) {
      if (state.complete) return undefined;
      const wanted = { collection, id };
      if (this.#trial === 'beyond') {
        this.#missed.push(wanted);
        return undefined;
      }
      this.#wanted = wanted;
      throw MISS;
    }
    return (entry.document ?? undefined) as T | undefined;
  }

  put(collection: string, id: string, document: object): void {
    const state = this.#state(collection);
    if (this.#trial) return;
    const entry = this.#at(state, id);
    const sealed = seal(document, knownOf(entry));
    checkDocument(state, id, sealed.document);
    this.#write(state, id, entry, sealed);
  }

  delete(collection: string, id: string): void {
    if (this.#trial) return;
    const state = this.#state(collection);
    this.#write(state, id, this.#at(state, id), NONE);
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
      const { state, entry, there, dirty, sealed } = last;
      this.#countDirty(dirty ? 0 : -1, (dirty ? sealed.bytes : 0) - entry.bytes);
      if (!dirty) state.dirty.pop();
      entry.document = sealed.document;
      entry.bytes = sealed.bytes;
      entry.ordered = sealed.ordered;
      entry.dirty = dirty;
      state.last = undefined;
      if (!there) state.young.delete(entry.id);
      else if (!dirty) this.#countYoung(1, memoryOf(entry));
    }
  }

  /** What the store answered for documents that were missing. */
  loaded(collection: string, id: string, document: Document | undefined): void {
    const state = this.#state(collection);
    this.#held = true;
    const entry = this.#at(state, id);
    // Looked for because somebody follows it, or asked for twice: what was written here since stays.
    if (entry?.dirty) {
      if (state.followed && entry.base === undefined) entry.base = document === undefined ? null : seal(document).document;
      return;
    }
    if (entry) return;
    const { document: sealed, bytes, ordered } = document === undefined ? NONE : seal(document);
    const fresh: Entry = { id, document: sealed, bytes, ordered, dirty: false, base: undefined };
    state.young.set(id, fresh);
    this.#countYoung(1, memoryOf(fresh));
  }

  /** Followed documents that were written without a look at what the store holds: to be loaded before `changes` is asked for. */
  unseen(): readonly Wanted[] {
    const unseen: Wanted[] = [];
    for (const state of this.#collections.values()) {
      if (!state.followed || state.complete) continue;
      for (const { id, base } of state.dirty) if (base === undefined) unseen.push({ collection: state.name, id });
    }
    return unseen;
  }

  /** What the events since the last time made of the followed collections' documents. */
  changes(): Changes {
    const changes = new Map<string, Map<string, Change>>();
    for (const state of this.#collections.values()) {
      if (!state.followed) continue;
      const changed = new Map<string, Change>();
      for (const { id, base, document } of state.dirty)
        if (base !== document) changed.set(id, { before: base ?? undefined, after: document ?? undefined });
      changes.set(state.name, changed);
    }
    return changes;
  }

  /** What follows from the changes is written: a commit that is tried again does not settle them again. */
  settled(): void {
    for (const state of this.#collections.values())
      if (state.followed) for (const entry of state.dirty) entry.base = entry.document;
    this.keep();
  }

  /** In the order of collections, and in each of ids: neighbours are written together. */
  writes(): { puts: Put[]; deletes: Delete[]; collections: string[] } {
    const puts: Put[] = [];
    const deletes: Delete[] = [];
    const collections: string[] = [];
    for (const state of this.#collections.values()) {
      if (state.dirty.length === 0) continue;
      collections.push(state.name);
      const { name: collection } = state;
      for (const { id, document, ordered } of state.dirty.sort((a, b) => (a.id < b.id ? -1 : 1))) {
        if (document === null) deletes.push({ collection, id });
        else puts.push(ordered ? { collection, id, document, sealed: true } : { collection, id, document });
      }
    }
    return { puts, deletes, collections };
  }

  /** The writes are in the store now. */
  committed(): void {
    for (const state of this.#collections.values()) {
      for (const entry of state.dirty) {
        entry.dirty = false;
        entry.base = undefined;
        this.#countYoung(1, memoryOf(entry));
      }
      state.dirty = [];
    }
    this.#countDirty(-this.#dirtyCount, -this.#dirtyBytes);
    this.budget.settle();
  }

  #state(collection: string): CollectionState {
    const state = this.#collections.get(collection);
    if (!state) throw new RangeError(`${collection} is no collection of ${this.projection}`);
    return state;
  }

  /** What is at hand of a document; used, and so young again. */
  #at(state: CollectionState, id: string): Entry | undefined {
    if (state.last !== undefined && state.last.id === id) return state.last;
    const young = state.young.get(id);
    if (young !== undefined) return (state.last = young);
    if (state.old.size === 0) return undefined;
    const entry = state.old.get(id);
    if (entry === undefined) return undefined;
    const memory = memoryOf(entry);
    state.old.delete(id);
    this.#oldCount -= 1;
    this.#oldBytes -= memory;
    this.#youngCount += 1;
    this.#youngBytes += memory;
    state.young.set(id, entry);
    return (state.last = entry);
  }

  #write(state: CollectionState, id: string, known: Entry | undefined, { document, bytes, ordered }: MaybeSealed): void {
    if (known === undefined) {
      const base = state.followed && state.complete ? null : undefined;
      const entry: Entry = { id, document, bytes, ordered, dirty: true, base };
      this.#undo.push({ state, entry, there: false, dirty: false, sealed: NONE });
      state.young.set(id, entry);
      state.dirty.push(entry);
      this.#countDirty(1, bytes);
      return;
    }
    const sealed = { document: known.document, bytes: known.bytes, ordered: known.ordered };
    this.#undo.push({ state, entry: known, there: true, dirty: known.dirty, sealed });
    if (known.dirty) {
      this.#countDirty(0, bytes - known.bytes);
    } else {
      this.#countYoung(-1, -memoryOf(known));
      if (state.followed) known.base = known.document;
      known.dirty = true;
      state.dirty.push(known);
      this.#countDirty(1, bytes);
    }
    known.document = document;
    known.bytes = bytes;
    known.ordered = ordered;
  }

  #countYoung(documents: number, memory: number): void {
    this.#youngCount += documents;
    this.#youngBytes += memory;
    this.budget.add(documents, memory);
  }

  #countDirty(documents: number, bytes: number): void {
    this.#dirtyCount += documents;
    this.#dirtyBytes += bytes;
    this.budget.addDirty(bytes * MEMORY_FACTOR + documents * MEMORY_OVERHEAD);
  }

  /** Drops the old generation; the young one is old from now on. @returns whether there was anything at all */
  turnGeneration(): boolean {
    if (this.#youngCount === 0 && this.#oldCount === 0) return false;
    for (const state of this.#collections.values()) {
      if (state.old.size > 0) state.complete = false;
      state.old = state.young;
      state.young = new Map();
      state.last = undefined;
      for (const entry of state.dirty) {
        state.old.delete(entry.id);
        state.young.set(entry.id, entry);
      }
    }
    this.budget.add(-this.#oldCount, -this.#oldBytes);
    this.#oldCount = this.#youngCount;
    this.#oldBytes = this.#youngBytes;
    this.#youngCount = this.#youngBytes = 0;
    return true;
  }
}

const memoryOf = (entry: Entry): number => entry.bytes * MEMORY_FACTOR + MEMORY_OVERHEAD;
