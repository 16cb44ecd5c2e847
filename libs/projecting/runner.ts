import type { EventStore } from '#libs/event-store';
import type { EventCatalogue, Position, RecordedEvent, StreamName } from '#libs/kernel';
import type { CollectionSpec, Delete, Document, Put, ReadStore } from '#libs/read-store';
import { ReadableEvent, type TypeReading } from './readable-event.js';
import { projectionId, type Fold, type Projection } from './projection.js';
import type { ParkedStream, Problem, ProjectionState } from './status.js';
import { CacheBudget, WorkingSet, type CacheLimits, type Wanted } from './working-set.js';

export interface ProjectorLimits extends CacheLimits {
  /** Events read at once when live, and when rebuilding. */
  readonly liveBatch: number;
  readonly rebuildBatch: number;
  /** A commit holds at most about this many documents, this many bytes of them, and this many events. */
  readonly commitDocuments: number;
  readonly commitBytes: number;
  readonly commitEvents: number;
  /** In a rebuild, which nobody reads before its end, a commit may hold this many times as much, as far as memory goes. */
  readonly rebuildTimes: number;
  /** So long a log is shared with a second thread when nothing of it is folded yet; below, the thread would only come too late. */
  readonly helpFrom: number;
  /** More parked streams than this and the projection is faulted. */
  readonly parked: number;
  /** After a miss, this many of the next events are folded on trial, to load together what they miss. */
  readonly lookAhead: number;
  /** How long a projector that lost its checkpoint to another one waits before it looks again, at first; in milliseconds. */
  readonly yieldMs: number;
  /** How long it waits for a store that cannot be reached, at first; in milliseconds. */
  readonly retryMs: number;
}

export const DEFAULT_LIMITS: ProjectorLimits = {
  cacheDocuments: 1_000_000,
  cacheBytes: 128 * 1024 * 1024,
  liveBatch: 500,
  rebuildBatch: 1000,
  commitDocuments: 5_000,
  commitBytes: 8 * 1024 * 1024,
  commitEvents: 50_000,
  rebuildTimes: 8,
  helpFrom: 50_000,
  parked: 100,
  lookAhead: 64,
  yieldMs: 1_000,
  retryMs: 100,
};

/** The type of an operator's decision to leave an event out, in a stream `<tenant>.operations-…`. */
export const SKIP_EVENT = 'ProjectionEventSkipped';

export interface SkipDecision {
  /** Name of the projection, without version. */
  readonly projection: string;
  readonly eventId: string;
  readonly reason: string;
}

/** Which events are left out, by projection; one for all that fold a country's log. */
export class Skips {
  readonly #byProjection = new Map<string, Set<string>>();
  /** Rises with every decision that is new here. */
  revision = 0;

  add({ projection, eventId }: Pick<SkipDecision, 'projection' | 'eventId'>): void {
    const known = this.#byProjection.get(projection) ?? new Set<string>();
    if (known.has(eventId)) return;
    known.add(eventId);
    this.#byProjection.set(projection, known);
    this.revision += 1;
  }

  of(projection: string): ReadonlySet<string> {
    const known = this.#byProjection.get(projection) ?? new Set<string>();
    this.#byProjection.set(projection, known);
    return known;
  }

  /** What a stored event decides; `undefined` for any other, and for one that is not as it should be. */
  static decisionOf(tenant: string, event: RecordedEvent): SkipDecision | undefined {
    if (event.type !== SKIP_EVENT || !event.stream.startsWith(`${tenant}.operations-`)) return undefined;
    const { projection, eventId, reason } = event.data;
    if (typeof projection !== 'string' || typeof eventId !== 'string') return undefined;
    return { projection, eventId, reason: typeof reason === 'string' ? reason : '' };
  }

  /** A decision comes after the event it is about: a replay has to know all of them before it starts. */
  async collect(events: EventStore, tenant: string): Promise<void> {
    const done = new AbortController();
    try {
      for await (const batch of events.subscribe({ tenant, prefixes: [`${tenant}.operations-`], signal: done.signal })) {
        for (const event of batch.events) {
          const decision = Skips.decisionOf(tenant, event);
          if (decision) this.add(decision);
        }
        if (batch.caughtUp) return;
      }
    } finally {
      done.abort();
    }
  }
}

/** An event of a batch, with what every projection needs of it. */
export interface Item {
  readonly event: ReadableEvent;
  readonly position: Position;
  readonly skip: SkipDecision | undefined;
}

/** What some projections read together: each type that one of them folds, and what of its data none of them looks at. */
export type Reading = ReadonlyMap<string, TypeReading>;

export const readingOf = (runners: readonly Pick<Runner, 'folds'>[]): Reading => {
  const reading = new Map<string, TypeReading>();
  for (const { folds } of runners) {
    for (const [type, { without = [] }] of folds) {
      const others = reading.get(type)?.without;
      reading.set(type, { type, without: new Set(others ? without.filter((member) => others.has(member)) : without) });
    }
  }
  return reading;
};

/** The events of a batch that somebody folds. */
export const itemsOf = (
  events: readonly RecordedEvent[],
  tenant: string,
  reading: Reading,
  catalogue: EventCatalogue,
): Item[] => {
  const items: Item[] = [];
  for (const event of events) {
    const skip = event.type === SKIP_EVENT ? Skips.decisionOf(tenant, event) : undefined;
    const read = reading.get(event.type);
    if (skip || read) items.push({ event: new ReadableEvent(event, catalogue, read), position: event.position, skip });
  }
  return items;
};

/** What each of some projections folds of a batch, in order, with the decisions that concern it. */
export const sharesOf = (items: readonly Item[], runners: readonly Runner[]): ReadonlyMap<Runner, readonly Item[]> => {
  const shares = new Map<Runner, Item[]>();
  const byType = new Map<string, Item[][]>();
  for (const runner of runners) {
    const share: Item[] = [];
    shares.set(runner, share);
    for (const type of runner.folds.keys()) {
      const those = byType.get(type);
      if (those) those.push(share);
      else byType.set(type, [share]);
    }
  }
  for (const item of items) {
    for (const share of byType.get(item.event.type) ?? []) share.push(item);
    if (item.skip) for (const [runner, share] of shares) if (runner.name === item.skip.projection) share.push(item);
  }
  return shares;
};

const reasonOf = (error: unknown): string => {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  return `${typeof name === 'string' ? name : 'Error'}: ${typeof message === 'string' ? message : String(error)}`.slice(0, 300);
};

/** Name of the collection in which a projection keeps its own books: never digested, never compared, never read by queries. */
export const booksOf = (projection: Pick<Projection, 'name'>): string => `parked_${projection.name.replaceAll('-', '_')}`;

/** A miss that stands behind another one is found in the next round. */
const LOAD_ROUNDS = 3;

/** So many live batches in a row may leave the stored checkpoint where it is. */
const QUIET_COMMITS = 64;

const STATE_ID = 'state';
const skippedId = (eventId: string): string => `skipped ${eventId}`;

/**
 * One projection of one country: its documents at hand, its checkpoint, its parked streams. It folds what it is handed, in order, and
 * knows neither readers nor threads. What it keeps about itself is committed with the documents, so that both always fit together.
 */
export class Runner {
  readonly name: string;
  readonly id: string;
  phase: 'new' | 'rebuilding' | 'live' = 'new';
  paused: string | undefined;
  /** Waits because another projector moved the checkpoint. */
  yielding = false;
  /** Another thread folds it at the moment. */
  lent = false;
  /** Another thread has folded it once; the rest is done here. */
  helped = false;
  fault: Problem | undefined;
  /** Passing trouble. */
  trouble: Problem | undefined;
  /** What can be read; and folded, which may be further. */
  applied: Position | undefined;
  processed: Position | undefined;
  /** The checkpoint in the store. It may lag behind `applied` by events that changed nothing. */
  saved: Position | undefined;
  recordedAt: string | undefined;
  /** `recordedAt` of what is committed. */
  appliedRecordedAt: string | undefined;
  folded = 0;
  /**
   * A decision to skip that cannot be honoured in place: everything has to be folded again. The checkpoint stays before the
   * decision, so that whoever starts after a crash meets it again.
   */
  needsRebuild = false;
  /** Changes whenever it goes to another reader; a reader that holds an older one lets go. */
  epoch = 0;
  readonly parked = new Map<StreamName, ParkedStream>();
  readonly skipped = new Set<string>();

  /** By type. */
  readonly folds: ReadonlyMap<string, Fold>;
  readonly #specs: readonly CollectionSpec[];
  readonly #books: string;
  readonly #bookWrites = new Map<string, Document | null>();
  readonly #skips: ReadonlySet<string>;
  #working: WorkingSet;
  #eventsSinceCommit = 0;
  #quietCommits = 0;

  constructor(
    private readonly tenant: string,
    readonly projection: Projection,
    private readonly events: EventStore,
    private readonly documents: ReadStore,
    private readonly catalogue: EventCatalogue,
    skips: Skips,
    private readonly limits: ProjectorLimits,
    /** Whether an event that cannot be folded stops a rebuild; a verification parks as live does. */
    private readonly parkingStopsRebuild: boolean,
    private readonly budget = new CacheBudget(limits),
  ) {
    this.name = projection.name;
    this.id = projectionId(projection);
    this.folds = new Map(Object.entries(projection.on));
    this.#specs = projection.collections;
    this.#books = booksOf(projection);
    this.#skips = skips.of(projection.name);
    this.#working = this.#freshWorkingSet(false);
  }

  get state(): ProjectionState {
    if (this.fault) return 'faulted';
    if (this.paused !== undefined || this.yielding) return 'paused';
    return this.needsRebuild ? 'rebuilding' : this.phase;
  }

  get active(): boolean {
    return !this.fault && this.paused === undefined && !this.yielding && !this.needsRebuild && !this.lent;
  }

  get unsaved(): boolean {
    return this.processed !== this.saved || this.#working.dirtyCount > 0 || this.#bookWrites.size > 0;
  }

  /** Reads checkpoint and books; forgets what was not committed. */
  async load(): Promise<void> {
    const { tenant, id } = this;
    await this.documents.declare(tenant, id, [...this.#specs, { name: this.#books }]);
    const applied = await this.documents.checkpoint(tenant, id);
    this.parked.clear();
    this.skipped.clear();
    this.#bookWrites.clear();
    this.needsRebuild = false;
    this.epoch += 1;
    let rebuilding = false;
    for await (const page of this.documents.scan(tenant, this.#books)) {
      for (const { text } of page) {
        const entry = JSON.parse(text) as BookEntry;
        if (entry.kind === 'parked') this.parked.set(entry.stream, entry);
        else if (entry.kind === 'skipped') this.skipped.add(entry.eventId);
        else rebuilding = entry.rebuilding;
      }
    }
    if (applied !== this.applied) {
      this.recordedAt = undefined;
      this.appliedRecordedAt = undefined;
    }
    this.applied = applied;
    this.processed = applied;
    this.saved = applied;
    this.phase = applied === undefined ? 'new' : rebuilding ? 'rebuilding' : 'live';
    this.#working.leave();
    this.#working = this.#freshWorkingSet(applied === undefined);
    this.#eventsSinceCommit = 0;
  }

  /** Removes everything and starts over. */
  async reset(): Promise<void> {
    this.helped = false;
    await this.documents.reset(this.tenant, this.id);
    await this.load();
    this.fault = undefined;
    this.trouble = undefined;
    this.startRebuild();
  }

  /** It can be read: what earlier versions of it left is of no use any more, and what was forgotten since would stay in it. */
  async retireOthers(): Promise<void> {
    await this.documents.retireOthers(this.tenant, this.id);
  }

  startRebuild(): void {
    this.phase = 'rebuilding';
    // What is known before the first event is honoured on the way; its own turn in the log is nothing new then.
    for (const eventId of this.#skips) this.#bookSkipped(eventId);
    this.#book(STATE_ID, { kind: 'state', rebuilding: true });
  }

  /** It has seen everything there was: what it holds can be read. */
  goLive(): void {
    if (this.phase === 'live') return;
    this.phase = 'live';
    this.#book(STATE_ID, null);
  }

  /** Whether a batch that starts behind `from` goes on where this one is, without a gap. */
  continues(from: Position | undefined): boolean {
    return from === undefined || (this.processed !== undefined && this.processed >= from);
  }

  /**
   * Folds a batch; commits in between when much has come together. A second call with the same batch goes on where the first one was broken off.
   * @param items its share of the batch: see `sharesOf`
   * @param to position of the whole batch, which may lie behind its last item; `recordedAt` is that of its last event
   * @throws what the stores throw
   */
  async process(items: readonly Item[], to: Position, recordedAt: string | undefined): Promise<void> {
    const { limits } = this;
    const times = this.phase === 'live' ? 1 : limits.rebuildTimes;
    let start = 0;
    // Positions rise: behind the first new item all are new.
    if (this.processed !== undefined)
      while (start < items.length && (items[start] as Item).position <= this.processed) start += 1;
    for (let i = start; i < items.length; i += 1) {
      const item = items[i] as Item;
      if (item.skip !== undefined && item.skip.projection === this.name) await this.#honour(item.skip.eventId);
      if (this.needsRebuild) return;
      const fold = this.folds.get(item.event.type);
      if (fold !== undefined && !this.#heldBack(item.event)) {
        let problem = this.#attempt(item.event, fold);
        while (problem instanceof Missing) {
          await this.#load(problem.wanted, item.event, items, i + 1);
          problem = this.#attempt(item.event, fold);
        }
        if (problem !== undefined && !this.#park(item.event, problem.reason)) return;
        this.folded += 1;
      }
      this.processed = item.position;
      this.#eventsSinceCommit += 1;
      if (
        this.#working.dirtyCount >= limits.commitDocuments * times ||
        this.#working.dirtyBytes >= limits.commitBytes * times ||
        this.#eventsSinceCommit >= limits.commitEvents * times ||
        this.budget.crowdedBy(this.#working)
      ) {
        await this.commit();
      }
    }
    if (this.processed === undefined || to > this.processed) this.processed = to;
    if (recordedAt !== undefined) this.recordedAt = recordedAt;
  }

  /**
   * Documents, books and checkpoint at once. A live projection that nothing happened to moves its checkpoint now and then only: after
   * a restart it folds a few events again that change nothing.
   *
   * @param quietToo also when nothing happened
   * @throws ReadStoreError
   */
  async commit(quietToo = false): Promise<void> {
    const to = this.processed;
    if (to === undefined || !this.unsaved) return;
    await this.#settle();
    const { puts, deletes, collections } = this.#working.writes();
    this.#writeBooks(puts, deletes);
    const quiet = this.phase === 'live' && puts.length === 0 && deletes.length === 0 && !quietToo;
    if (quiet && this.#quietCommits < QUIET_COMMITS && this.#eventsSinceCommit < this.limits.commitEvents) {
      this.#quietCommits += 1;
    } else {
      await this.documents.commit(this.tenant, { projection: this.id, from: this.saved, to, puts, deletes });
      this.#working.committed();
      this.#bookWrites.clear();
      this.saved = to;
      this.#quietCommits = 0;
      this.#eventsSinceCommit = 0;
      for (const collection of collections) this.#changed.add(collection);
    }
    this.applied = to;
    this.appliedRecordedAt = this.recordedAt;
  }

  readonly #changed = new Set<string>();
  /** Collections that commits have changed since this was last asked. */
  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  /**
   * Folds what is held back of a stream, as far as the projection has come. Only where every document depends on one stream
   * alone is this what a replay would give. Not committed yet when it returns.
   * @returns whether nothing is held back any more
   */
  async unparkInPlace(stream: StreamName): Promise<boolean> {
    const parked = this.parked.get(stream);
    if (!parked || this.processed === undefined) return true;
    this.#unbook(stream);
    let from = parked.revision;
    for (;;) {
      const { events } = await this.events.readStream(stream, { from, limit: 500 });
      for (const event of events) {
        from = event.revision + 1;
        if (event.position > this.processed) return !this.parked.has(stream);
        const fold = this.folds.get(event.type);
        const readable = new ReadableEvent(event, this.catalogue);
        if (fold === undefined || this.#heldBack(readable)) continue;
        let problem = this.#attempt(readable, fold);
        while (problem instanceof Missing) {
          await this.#load(problem.wanted, readable, [], 0);
          problem = this.#attempt(readable, fold);
        }
        if (problem !== undefined) this.#hold(readable, problem.reason);
        else this.folded += 1;
      }
      if (events.length < 500) return !this.parked.has(stream);
    }
  }

  /** Skipped, or behind a parked event of its stream: then there is nothing to fold now. */
  #heldBack(event: ReadableEvent): boolean {
    if (this.#skips.size > 0 && this.#skips.has(event.recorded.id)) {
      const { id } = event.recorded;
      if (!this.skipped.has(id)) this.#bookSkipped(id);
      return true;
    }
    const parked = this.parked.size > 0 ? this.parked.get(event.stream) : undefined;
    if (!parked) return false;
    this.#bookParked({ ...parked, held: parked.held + 1 });
    return true;
  }

  /** Runs a fold to its end or not at all. */
  #attempt(event: ReadableEvent, fold: Fold): Missing | Failed | undefined {
    const working = this.#working;
    let answer: unknown;
    let failed: Failed | undefined;
    try {
      answer = fold(event, working);
    } catch (error) {
      failed = new Failed(reasonOf(error));
    }
    const wanted = working.takeWanted();
    if (wanted === undefined && failed === undefined && answer === undefined) {
      working.keep();
      return undefined;
    }
    working.discard();
    // A missed document outdoes everything else: the fold did not see what there is.
    if (wanted) return new Missing(wanted);
    return failed ?? new Failed('TypeError: a fold returned something; folds are synchronous and return nothing');
  }

  /** Loads all that an event misses, and what the next ones are going to, round by round as far as one miss hides another. */
  async #load(wanted: Wanted, at: ReadableEvent, items: readonly Item[], next: number): Promise<void> {
    let due: ReadableEvent[] = [];
    for (let i = next; i < items.length && due.length < this.limits.lookAhead; i += 1) {
      const { event } = items[i] as Item;
      if (this.folds.has(event.type) && !this.parked.has(event.stream) && !this.#skips.has(event.recorded.id)) due.push(event);
    }
    let missing: readonly Wanted[] = [wanted, ...this.#missedBy(at, true)];
    for (let round = 0; missing.length > 0 && round < LOAD_ROUNDS; round += 1) {
      await this.#fetch(missing);
      const found: Wanted[] = [];
      due = due.filter((event) => {
        const missed = this.#missedBy(event, false);
        found.push(...missed);
        return missed.length > 0;
      });
      missing = found;
    }
    await this.#fetch(missing);
  }

  /** Brings up to date what follows from the documents that changed. */
  async #settle(): Promise<void> {
    const { settlement } = this.projection;
    if (settlement === undefined || this.#working.dirtyCount === 0) return;
    const working = this.#working;
    await this.#fetch(working.unseen());
    const changes = working.changes();
    const settle = (): void => settlement.settle(changes, working);
    for (;;) {
      let failed: unknown;
      try {
        settle();
      } catch (error) {
        failed = error;
      }
      const wanted = working.takeWanted();
      if (wanted === undefined && failed === undefined) break;
      working.discard();
      if (wanted === undefined)
        throw new Error(`what follows from the documents of ${this.name} cannot be settled: ${reasonOf(failed)}`);
      await this.#fetch([wanted, ...working.onTrial(settle, true)]);
    }
    working.settled();
  }

  #missedBy(event: ReadableEvent, beyond: boolean): readonly Wanted[] {
    return this.#working.onTrial(() => this.folds.get(event.type)?.(event, this.#working), beyond);
  }

  async #fetch(missing: readonly Wanted[]): Promise<void> {
    const byCollection = new Map<string, Set<string>>();
    for (const { collection, id } of missing) {
      const ids = byCollection.get(collection) ?? new Set();
      byCollection.set(collection, ids.add(id));
    }
    for (const [collection, set] of byCollection) {
      const ids = [...set];
      const found = await this.documents.getMany(this.tenant, collection, ids);
      ids.forEach((id, i) => this.#working.loaded(collection, id, found[i]));
    }
  }

  /** @returns whether the projection goes on */
  #park(event: ReadableEvent, reason: string): boolean {
    const { recorded, stream } = event;
    const named = { stream, event: { id: recorded.id, type: recorded.type, revision: recorded.revision } };
    if (this.phase !== 'live' && this.parkingStopsRebuild) {
      this.fault = {
        code: 'parked-in-rebuild',
        message: `${recorded.type} (revision ${recorded.revision}) of ${stream} cannot be folded: ${reason}`,
        ...named,
      };
      return false;
    }
    if (this.parked.size >= this.limits.parked) {
      this.fault = {
        code: 'too-many-parked',
        message: `more than ${this.limits.parked} streams are parked, the next one is ${stream}: ${reason}`,
        ...named,
      };
      return false;
    }
    this.#hold(event, reason);
    return true;
  }

  #hold({ recorded, stream }: ReadableEvent, reason: string): void {
    this.#bookParked({ stream, eventId: recorded.id, type: recorded.type, revision: recorded.revision, reason, held: 1 });
  }

  /** An operator's decision has its turn in the log. */
  async #honour(eventId: string): Promise<void> {
    if (this.skipped.has(eventId)) return;
    const parked = [...this.parked.values()].find((each) => each.eventId === eventId);
    if (parked && this.projection.oneStream) {
      await this.unparkInPlace(parked.stream);
    } else if (parked && parked.held === 1) {
      this.#unbook(parked.stream);
      this.#bookSkipped(eventId);
    } else {
      // Other events were held back or folded on top of it: only from the start does it all come out as in a replay.
      this.needsRebuild = true;
    }
  }

  #bookParked(parked: ParkedStream): void {
    const { stream, eventId, type, revision, reason, held } = parked;
    this.parked.set(stream, { stream, eventId, type, revision, reason, held });
    this.#book(stream, { kind: 'parked', stream, eventId, type, revision, reason, held });
  }

  #bookSkipped(eventId: string): void {
    this.skipped.add(eventId);
    this.#book(skippedId(eventId), { kind: 'skipped', eventId });
  }

  #unbook(stream: StreamName): void {
    this.parked.delete(stream);
    this.#book(stream, null);
  }

  #book(id: string, entry: Document | null): void {
    this.#bookWrites.set(id, entry);
  }

  #writeBooks(puts: Put[], deletes: Delete[]): void {
    for (const [id, entry] of this.#bookWrites) {
      if (entry === null) deletes.push({ collection: this.#books, id });
      else puts.push({ collection: this.#books, id, document: entry });
    }
  }

  #freshWorkingSet(empty: boolean): WorkingSet {
    return new WorkingSet(this.id, this.#specs, this.budget, empty, this.projection.settlement?.follows);
  }
}

type BookEntry =
  | ({ readonly kind: 'parked' } & ParkedStream)
  | { readonly kind: 'skipped'; readonly eventId: string }
  | { readonly kind: 'state'; readonly rebuilding: boolean };

class Missing {
  constructor(readonly wanted: Wanted) {}
}

class Failed {
  constructor(readonly reason: string) {}
}
