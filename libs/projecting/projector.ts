import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreError, type EventStore, type SubscriptionBatch } from '#libs/event-store';
import { Turns, tenantPrefix, type EventCatalogue, type Position, type StreamName } from '#libs/kernel';
import { ReadStoreError, type ReadStore } from '#libs/read-store';
import { digest } from './digest.js';
import type { Projection } from './projection.js';
import { Replay, compare, lowest, type Comparison, type ReplayProgress } from './replay.js';
import {
  DEFAULT_LIMITS,
  Runner,
  SKIP_EVENT,
  Skips,
  itemsOf,
  readingOf,
  sharesOf,
  type Item,
  type ProjectorLimits,
  type Reading,
} from './runner.js';
import { CacheBudget } from './working-set.js';
import {
  Waiters,
  type ParkedStream,
  type ProjectionState,
  type ProjectionStatus,
  type TenantStatus,
  type WaitOutcome,
  type WaitRequest,
} from './status.js';

/** What a commit made readable. A hint: who needs more asks the read store. */
export interface Applied {
  readonly tenant: string;
  /** Name, without version. */
  readonly projection: string;
  readonly position: Position;
  readonly recordedAt: string | undefined;
  /** Collections that changed; empty when the checkpoint alone moved. */
  readonly collections: readonly string[];
}

export interface ProjectorOptions {
  readonly tenant: string;
  readonly events: EventStore;
  readonly documents: ReadStore;
  readonly projections: readonly Projection[];
  readonly catalogue: EventCatalogue;
  readonly limits?: Partial<ProjectorLimits>;
  /** The cache limit that it shares with other projectors; one of its own unless told. */
  readonly budget?: CacheBudget;
  /** A second thread for the first fold of a long log; none unless told. */
  readonly help?: RebuildHelp | undefined;
  /** Number of events behind `after`, up to and with `upTo`, where the engine can tell: for the lag. */
  readonly distance?: ((after: Position | undefined, upTo: Position) => number) | undefined;
  /** After every batch and every change of a state. Must not throw. */
  readonly onChange?: (status: TenantStatus, applied: readonly Applied[]) => void;
}

/**
 * Folds some of a country's projections from the first event to a position, beside whoever asks, and commits as a projector does. Settles when it
 * has come there, when it cannot go on, or soon after the signal; whatever it did is in the read store, and whoever asked goes on from there.
 */
export type RebuildHelp = (
  request: { readonly tenant: string; readonly projections: readonly string[]; readonly to: Position },
  signal: AbortSignal,
) => Promise<void>;

export interface RebuildProgress {
  /** Events read so far. */
  readonly events: number;
  /** Events there are to read, where the engine can tell. */
  readonly of: number | undefined;
  readonly position: Position;
}

export interface RebuildOutcome {
  readonly projection: string;
  readonly state: ProjectionState;
  /** Why it did not come to its end. */
  readonly problem?: string;
}

export type UnparkOutcome =
  | { readonly outcome: 'unparked' }
  | { readonly outcome: 'still-parked'; readonly parked: ParkedStream }
  /** Documents depend on more than this stream: a rebuild takes it up again. */
  | { readonly outcome: 'rebuild-needed'; readonly parked: ParkedStream }
  | { readonly outcome: 'not-parked' };

/** A store for a verification, thrown away afterwards. */
export interface ScratchStore {
  readonly documents: ReadStore;
  dispose(): Promise<void>;
}

export interface VerifyReport extends Comparison {
  readonly tenant: string;
  readonly same: boolean;
  /** Events that were replayed. */
  readonly events: number;
  readonly projections: readonly {
    readonly name: string;
    readonly state: ProjectionState;
    readonly position: Position | undefined;
    readonly verified: boolean;
  }[];
}

/** Names of projections, or all of them. */
export type Which = readonly string[] | 'all';

const MAX_BACKOFF_MS = 30_000;
const HEAD_EVERY_MS = 500;

/**
 * Keeps one country's read models at the end of its log. One reader feeds all live projections; those that are being rebuilt share
 * another one. Everything that touches a projection happens between two batches, one thing at a time.
 */
export class Projector {
  readonly #options: ProjectorOptions;
  readonly #limits: ProjectorLimits;
  readonly #runners: readonly Runner[];
  readonly #reading: Reading;
  readonly #skips = new Skips();
  readonly #waiters = new Waiters(() => this.status());
  readonly #closing = new AbortController();
  readonly #loops = new Set<Promise<unknown>>();
  /** How often in a row a runner's commit was refused because somebody else had moved its checkpoint. */
  readonly #fences = new Map<Runner, number>();
  readonly #progress = new Map<Runner, (progress: RebuildProgress) => void>();
  /** What another thread folds at the moment. */
  #help: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  /** Who waits for anything at all to change. */
  readonly #changes = new Set<() => void>();
  #restart = new AbortController();
  readonly #turns = new Turns();
  /** How far the live reader has come, also when nobody folds. */
  #tail: Position | undefined;
  #head: { position: Position; recordedAt: string } | undefined;
  #headAt = 0;
  #started: Promise<void> | undefined;

  constructor(options: ProjectorOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { tenant, events, documents, projections, catalogue } = options;
    const budget = options.budget ?? new CacheBudget(this.#limits);
    const names = new Set(projections.map(({ name }) => name));
    if (names.size !== projections.length) throw new RangeError('two projections have the same name');
    this.#runners = projections.map(
      (projection) => new Runner(tenant, projection, events, documents, catalogue, this.#skips, this.#limits, true, budget),
    );
    this.#reading = readingOf(this.#runners);
  }

  get tenant(): string {
    return this.#options.tenant;
  }

  /** Reads checkpoints and sets the readers going; does not wait until they have caught up. @throws what the stores throw */
  start(): Promise<void> {
    return (this.#started ??= this.#start());
  }

  async #start(): Promise<void> {
    const { events, tenant, catalogue } = this.#options;
    await this.#skips.collect(events, tenant);
    this.#head = await events.head(tenant);
    this.#tail = this.#head?.position;
    for (const runner of this.#runners) {
      await runner.load();
      const missing = [...runner.folds.keys()].filter((type) => !catalogue.get(type));
      if (missing.length > 0) {
        runner.fault = {
          code: 'unknown-event-type',
          message: `${runner.name} folds event types that nobody defines: ${missing.join(', ')}`,
        };
      }
      if (runner.phase === 'live') await runner.retireOthers();
      if (runner.phase === 'new') {
        if (this.#head) runner.startRebuild();
        else runner.goLive();
      }
    }
    this.#loop(this.#live());
    const rebuilding = this.#runners.filter((runner) => runner.phase === 'rebuilding' && runner.active);
    if (rebuilding.length > 0) this.#loop(this.#rebuild(rebuilding));
    this.#notify([]);
  }

  status(): TenantStatus {
    return { tenant: this.tenant, head: this.#head, projections: this.#runners.map((runner) => this.#statusOf(runner)) };
  }

  /** @throws RangeError for a projection that is none */
  state(projection: string): ProjectionState {
    return this.#runner(projection).state;
  }

  waitFor(request: WaitRequest): Promise<WaitOutcome> {
    return this.#waiters.wait(request);
  }

  /** Stops folding after the batch at hand; reads go on, and the lag shows. */
  async pause(which: Which, reason = 'paused by an operator'): Promise<void> {
    await this.#endHelp();
    await this.#turns.take(async () => {
      for (const runner of this.#named(which)) runner.paused = reason;
    });
    this.#notify([]);
  }

  /** Goes on after a pause, and tries again after a fault, from the checkpoint. */
  async resume(which: Which): Promise<void> {
    const rebuilding: Runner[] = [];
    await this.#turns.take(async () => {
      await this.#skips.collect(this.#options.events, this.tenant);
      for (const runner of this.#named(which)) {
        if (runner.active) continue;
        const broken = runner.fault !== undefined;
        if (runner.fault?.code === 'unknown-event-type') continue;
        runner.paused = undefined;
        runner.yielding = false;
        runner.fault = undefined;
        runner.trouble = undefined;
        if (broken) await this.#reload(runner);
        if (runner.phase !== 'live') rebuilding.push(runner);
      }
    });
    this.#rejoin(rebuilding);
  }

  /**
   * In place: removes documents and checkpoints and folds the log again, all in one pass; meanwhile the state is `rebuilding`. Ends when
   * it has caught up, or stopped.
   */
  async rebuild(which: Which, onProgress?: (progress: RebuildProgress) => void): Promise<readonly RebuildOutcome[]> {
    const runners = this.#named(which);
    await this.#endHelp();
    await this.#turns.take(async () => {
      await this.#skips.collect(this.#options.events, this.tenant);
      for (const runner of runners) {
        if (runner.fault?.code === 'unknown-event-type') continue;
        runner.paused = undefined;
        runner.yielding = false;
        await runner.reset();
      }
      this.#head = (await this.#options.events.head(this.tenant)) ?? this.#head;
    });
    this.#notify([]);
    const due = runners.filter((runner) => runner.active);
    if (onProgress) for (const runner of due) this.#progress.set(runner, onProgress);
    this.#loop(this.#rebuild(due));
    // Another reader may bring it to its end: after a lost answer, or a decision to skip.
    const underWay = (runner: Runner): boolean => runner.phase !== 'live' && !runner.fault && runner.paused === undefined;
    while (due.some(underWay) && !this.#closing.signal.aborted) await new Promise<void>((resolve) => this.#changes.add(resolve));
    for (const runner of due) this.#progress.delete(runner);
    return runners.map((runner) => ({
      projection: runner.name,
      state: runner.state,
      ...(runner.fault ? { problem: runner.fault.message } : {}),
    }));
  }

  /** Takes up a parked stream again, in place where that gives what a replay gives. */
  async unpark(projection: string, stream: StreamName): Promise<UnparkOutcome> {
    const runner = this.#runner(projection);
    const outcome = await this.#turns.take(async (): Promise<UnparkOutcome> => {
      const parked = runner.parked.get(stream);
      if (!parked) return { outcome: 'not-parked' };
      if (!runner.projection.oneStream) return { outcome: 'rebuild-needed', parked };
      await runner.unparkInPlace(stream);
      await runner.commit();
      const still = runner.parked.get(stream);
      return still ? { outcome: 'still-parked', parked: still } : { outcome: 'unparked' };
    });
    this.#notify(this.#applied([runner]));
    return outcome;
  }

  /**
   * Replays the log into a store of its own and compares byte for byte. The replay runs beside the live projections up to where they
   * were when it began; for the short rest, and while the two are compared, they wait.
   */
  async verify(scratch: () => Promise<ScratchStore>, onProgress?: (progress: ReplayProgress) => void): Promise<VerifyReport> {
    const { tenant, events, catalogue, documents, projections } = this.#options;
    const targets = (): Map<string, Position> =>
      new Map(this.#verifiable().flatMap(({ name, applied }) => (applied === undefined ? [] : [[name, applied] as const])));
    for (;;) {
      const store = await scratch();
      try {
        const decisions = this.#skips.revision;
        const replay = await Replay.open({
          tenant,
          events,
          catalogue,
          projections,
          documents: store.documents,
          skips: this.#skips,
          limits: this.#limits,
        });
        await replay.to(await this.#turns.take(async () => targets()), onProgress, this.#closing.signal);
        const report = await this.#turns.take(async (): Promise<VerifyReport | undefined> => {
          // A decision to skip an event that came meanwhile was not known when the replay began.
          if (this.#skips.revision !== decisions) return undefined;
          const verified = this.#verifiable();
          for (const runner of verified) await runner.commit();
          await replay.to(targets(), onProgress, this.#closing.signal);
          const names = new Set(verified.map(({ name }) => name));
          const comparison = await compare(
            tenant,
            documents,
            store.documents,
            projections.filter(({ name }) => names.has(name)),
          );
          return {
            ...comparison,
            tenant,
            same: comparison.differences === 0,
            events: replay.events,
            projections: this.#runners.map((runner) => ({
              name: runner.name,
              state: runner.state,
              position: runner.applied,
              verified: names.has(runner.name),
            })),
          };
        });
        if (report) return report;
      } finally {
        await store.dispose();
      }
    }
  }

  /** Over all read models, while no projection moves. */
  digest(): Promise<string> {
    return this.#turns.take(() => digest(this.#options.documents, this.tenant, this.#options.projections));
  }

  /** Ends the readers and saves what is folded. Closes no store. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#restart.abort();
    while (this.#loops.size > 0) await Promise.allSettled([...this.#loops]);
    await this.#turns.take(async () => {
      for (const runner of this.#runners) {
        if (!runner.active) continue;
        try {
          await runner.commit(true);
        } catch (error) {
          // Nothing is lost: the next start reads the checkpoint and folds these events again.
          if (!(error instanceof ReadStoreError)) throw error;
        }
      }
    });
    this.#notify([]);
  }

  // ── readers ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  async #live(): Promise<void> {
    const { events } = this.#options;
    let backoff = this.#limits.retryMs;
    while (!this.#closing.signal.aborted) {
      this.#restart = new AbortController();
      const { signal } = this.#restart;
      try {
        const runners = this.#runners.filter((runner) => runner.phase === 'live' && runner.active);
        let from = runners.length > 0 ? lowest(runners) : this.#tail;
        for await (const batch of events.subscribe({
          tenant: this.tenant,
          from,
          prefixes: [tenantPrefix(this.tenant)],
          signal,
          batch: this.#limits.liveBatch,
        })) {
          if (signal.aborted) break;
          const due = (): Runner[] => this.#runners.filter((runner) => runner.phase === 'live' && runner.active);
          await this.#step(batch, from, due, this.#reading, true);
          from = batch.position;
          // Somebody joined who is further behind than this reader: start again where they are.
          if (due().some((runner) => !runner.continues(from))) break;
          if (batch.position !== undefined && (this.#tail === undefined || batch.position > this.#tail))
            this.#tail = batch.position;
          backoff = this.#limits.retryMs;
          if (signal.aborted) break;
        }
        this.#restart.abort();
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        if (this.#readerFailed(error, 'live')) return;
        await this.#sleep(backoff);
        backoff = Math.min(backoff * 2, MAX_BACKOFF_MS);
      }
    }
  }

  /** Projections of a long log that nothing is folded of yet are shared with another thread, where there is one. */
  async #rebuild(all: readonly Runner[]): Promise<void> {
    const lent = this.#lent(all);
    const own = all.filter((runner) => !lent.includes(runner));
    if (lent.length > 0) this.#lend(lent);
    await this.#rebuildHere(own);
  }

  #lent(all: readonly Runner[]): readonly Runner[] {
    const { help, distance } = this.#options;
    if (!help || !distance || !this.#head || this.#help) return [];
    if (distance(undefined, this.#head.position) < this.#limits.helpFrom) return [];
    const fresh = all.filter((runner) => runner.active && runner.processed === undefined && !runner.helped);
    return lighterHalf(fresh);
  }

  #lend(lent: readonly Runner[]): void {
    const { help } = this.#options;
    const to = this.#head?.position;
    if (!help || to === undefined) return;
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#closing.signal]);
    for (const runner of lent) runner.lent = true;
    const run = async (): Promise<void> => {
      try {
        await help({ tenant: this.tenant, projections: lent.map(({ name }) => name), to }, signal);
      } catch {
        // Why it could not be done elsewhere will show here, where the rest is folded.
      }
      await this.#patiently(async () => {
        for (const runner of lent) {
          await this.#reload(runner);
          runner.helped = true;
          runner.lent = false;
        }
      });
      this.#help = undefined;
      this.#rejoin(lent.filter((runner) => runner.phase !== 'live'));
    };
    const done = run();
    this.#help = { stop, done: done.catch(() => undefined) }; // The loop that watches it says what went wrong.
    this.#loop(done);
  }

  async #endHelp(): Promise<void> {
    this.#help?.stop.abort();
    await this.#help?.done;
  }

  /** Ends when every runner is live, or has stopped. */
  async #rebuildHere(group: readonly Runner[]): Promise<void> {
    const { events, distance } = this.#options;
    const epochs = new Map(group.map((runner) => [runner, runner.epoch]));
    const active = (): Runner[] =>
      group.filter((runner) => runner.phase === 'rebuilding' && runner.active && runner.epoch === epochs.get(runner));
    // Decisions to leave an event out concern everybody.
    const reading = readingOf(group);
    const types = [...new Set([SKIP_EVENT, ...reading.keys()])];
    let backoff = this.#limits.retryMs;
    let read = 0;
    while (active().length > 0 && !this.#closing.signal.aborted) {
      const done = new AbortController();
      const end = (): void => done.abort();
      this.#closing.signal.addEventListener('abort', end, { once: true });
      try {
        let from = lowest(active());
        for await (const batch of events.subscribe({
          tenant: this.tenant,
          from,
          prefixes: [tenantPrefix(this.tenant)],
          types,
          signal: done.signal,
          batch: this.#limits.rebuildBatch,
        })) {
          if (done.signal.aborted) break;
          await this.#step(batch, from, active, reading, false);
          const { position } = batch;
          read += distance && position !== undefined ? distance(from, position) : batch.events.length;
          from = position;
          if (position !== undefined) {
            const of =
              distance && this.#head
                ? read + Math.max(0, this.#head.position > position ? distance(position, this.#head.position) : 0)
                : undefined;
            for (const tell of new Set(group.map((runner) => this.#progress.get(runner)))) tell?.({ events: read, of, position });
          }
          if (batch.caughtUp && active().every((runner) => runner.processed === position)) {
            await this.#arrived(active());
            break;
          }
          if (active().length === 0) break;
          backoff = this.#limits.retryMs;
        }
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        if (this.#readerFailed(error, 'rebuilding')) return;
        await this.#sleep(backoff);
        backoff = Math.min(backoff * 2, MAX_BACKOFF_MS);
      } finally {
        this.#closing.signal.removeEventListener('abort', end);
        done.abort();
      }
    }
  }

  /** The end of the log: what was rebuilt joins the live reader. */
  async #arrived(runners: readonly Runner[]): Promise<void> {
    await this.#patiently(async () => {
      for (const runner of runners) {
        if (!runner.active || runner.phase === 'live') continue;
        runner.goLive();
        await this.#guard(runner, async () => {
          await runner.commit();
          await runner.retireOthers();
        });
      }
    });
    this.#notify(this.#applied(runners));
    this.#restart.abort();
  }

  /** One batch for all who are due, and again until the stores have taken it. */
  async #step(
    batch: SubscriptionBatch,
    from: Position | undefined,
    due: () => readonly Runner[],
    reading: Reading,
    commit: boolean,
  ): Promise<void> {
    const { tenant, catalogue, events } = this.#options;
    const last = batch.events.at(-1);
    const recordedAt = last?.metadata.recordedAt;
    const { position } = batch;
    // A batch may end behind its last event, with others that nobody asked for.
    if (last && recordedAt !== undefined && last.position === position && (!this.#head || position > this.#head.position))
      this.#head = { position, recordedAt };
    if (position === undefined) return;
    const items: Item[] = itemsOf(batch.events, tenant, reading, catalogue);
    for (const { skip } of items) if (skip) this.#skips.add(skip);
    const done = new Set<Runner>();
    await this.#patiently(async () => {
      const left = due().filter((runner) => !done.has(runner) && runner.continues(from));
      const shares = sharesOf(items, left);
      const one = async (runner: Runner): Promise<void> => {
        await this.#guard(runner, async () => {
          await runner.process(shares.get(runner) ?? [], position, recordedAt);
          if (commit || runner.fault || runner.needsRebuild) await runner.commit();
        });
        done.add(runner);
      };
      if (commit) {
        // Small commits wait for their store together, not one behind the other.
        const failed = (await Promise.allSettled(left.map(one))).find(({ status }) => status === 'rejected');
        if (failed) throw (failed as PromiseRejectedResult).reason;
      } else for (const runner of left) await one(runner);
    });
    if (!batch.caughtUp && Date.now() - this.#headAt > HEAD_EVERY_MS) {
      this.#headAt = Date.now();
      const head = await events.head(tenant);
      if (head && (!this.#head || head.position > this.#head.position)) this.#head = head;
    }
    this.#notify(this.#applied(this.#runners.filter((runner) => done.has(runner))));
    const outdated = [...done].filter((runner) => runner.needsRebuild && runner.state === 'rebuilding').map(({ name }) => name);
    // Not awaited: this reader has to let go first. What goes wrong shows in the states.
    if (outdated.length > 0) this.#loop(this.rebuild(outdated));
    for (const { skip } of items) {
      const stopped =
        skip && this.#runners.find(({ name, fault }) => name === skip.projection && fault?.event?.id === skip.eventId);
      if (stopped) this.#loop(this.resume([stopped.name]));
    }
  }

  // ── trouble ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Does something with runners, as often as it takes until the read store is there. */
  async #patiently(run: () => Promise<void>): Promise<void> {
    let backoff = this.#limits.retryMs;
    while (!this.#closing.signal.aborted) {
      try {
        await this.#turns.take(run);
        return;
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        this.#notify([]);
        await this.#sleep(backoff);
        backoff = Math.min(backoff * 2, MAX_BACKOFF_MS);
      }
    }
  }

  /** What goes wrong with one projection stops this one; only a store that is away is everybody's. @throws for a store that cannot be reached */
  async #guard(runner: Runner, run: () => Promise<void>): Promise<void> {
    const before = runner.applied;
    try {
      await run();
      if (runner.trouble?.code === 'unavailable' || runner.trouble?.code === 'fenced') runner.trouble = undefined;
      if (runner.applied !== before) this.#fences.delete(runner);
    } catch (error) {
      if (isUnavailable(error)) {
        runner.trouble = { code: 'unavailable', message: messageOf(error) };
        throw error;
      }
      if (error instanceof ReadStoreError && error.code === 'fenced') await this.#fenced(runner);
      else runner.fault = { code: error instanceof ReadStoreError ? 'read-store' : 'internal', message: messageOf(error) };
    }
  }

  /**
   * The checkpoint is not where we left it, and nothing of ours was written. It may have been our own commit whose answer got lost: the
   * first time we go on at once from wherever it is. From the second time in a row somebody else is at work: we wait, longer and longer.
   */
  async #fenced(runner: Runner): Promise<void> {
    const fences = (this.#fences.get(runner) ?? 0) + 1;
    this.#fences.set(runner, fences);
    runner.trouble = { code: 'fenced', message: `another projector moved the checkpoint of ${runner.name}` };
    runner.yielding = true;
    if (fences === 1) await this.#returnTo(runner);
    else this.#yield(runner, Math.min(this.#limits.yieldMs * 2 ** (fences - 2), MAX_BACKOFF_MS));
  }

  async #returnTo(runner: Runner): Promise<void> {
    if (!runner.yielding) return;
    await this.#reload(runner);
    runner.yielding = false;
    runner.trouble = undefined;
    this.#rejoin(runner.phase === 'live' ? [] : [runner]);
  }

  #yield(runner: Runner, milliseconds: number): void {
    this.#loop(
      (async () => {
        await this.#sleep(milliseconds);
        if (!this.#closing.signal.aborted) await this.#patiently(() => this.#returnTo(runner));
      })(),
    );
  }

  async #reload(runner: Runner): Promise<void> {
    await runner.load();
    if (runner.phase === 'new') runner.startRebuild();
  }

  /** @returns whether the reader is at its end for good */
  #readerFailed(error: unknown, phase: Runner['phase']): boolean {
    const passing = error instanceof EventStoreError && error.retryable;
    for (const runner of this.#runners) {
      if (runner.phase !== phase || !runner.active) continue;
      if (passing) runner.trouble = { code: 'unavailable', message: messageOf(error) };
      else runner.fault = { code: error instanceof EventStoreError ? 'event-store' : 'internal', message: messageOf(error) };
    }
    this.#notify([]);
    return !passing && phase !== 'live';
  }

  #rejoin(rebuilding: readonly Runner[]): void {
    if (this.#closing.signal.aborted) return;
    for (const runner of rebuilding) runner.epoch += 1;
    if (rebuilding.length > 0) this.#loop(this.#rebuild(rebuilding));
    this.#restart.abort();
    this.#notify([]);
  }

  // ── small things ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #runner(name: string): Runner {
    const runner = this.#runners.find((each) => each.name === name);
    if (!runner) throw new RangeError(`"${name}" is no projection`);
    return runner;
  }

  #named(which: Which): readonly Runner[] {
    return which === 'all' ? this.#runners : which.map((name) => this.#runner(name));
  }

  #verifiable(): readonly Runner[] {
    return this.#runners.filter((runner) => runner.phase === 'live');
  }

  #loop(run: Promise<unknown>): void {
    const watched: Promise<void> = run.then(
      () => undefined,
      (error: unknown) => {
        if (this.#closing.signal.aborted) return;
        for (const runner of this.#runners) if (runner.active) runner.fault = { code: 'internal', message: messageOf(error) };
        this.#notify([]);
      },
    );
    this.#loops.add(watched);
    void watched.finally(() => this.#loops.delete(watched));
  }

  async #sleep(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => undefined); // Closing ends the sleep early.
  }

  #statusOf(runner: Runner): ProjectionStatus {
    const { name, applied, fault, trouble } = runner;
    const head = this.#head;
    const caughtUp = !head || (applied !== undefined && applied >= head.position);
    const { distance } = this.#options;
    const since = runner.appliedRecordedAt;
    const problem = fault ?? trouble;
    return {
      name,
      version: runner.projection.version,
      id: runner.id,
      state: runner.state,
      position: applied,
      recordedAt: since,
      lag: {
        events: caughtUp ? 0 : distance ? distance(applied, head.position) : null,
        seconds: caughtUp
          ? 0
          : since === undefined
            ? null
            : Math.max(0, (Date.parse(head.recordedAt) - Date.parse(since)) / 1000),
      },
      parked: [...runner.parked.values()],
      skipped: [...runner.skipped],
      folded: runner.folded,
      ...(problem ? { problem } : {}),
      ...(runner.paused === undefined ? {} : { pausedBecause: runner.paused }),
    };
  }

  readonly #told = new Map<Runner, Position>();
  #applied(runners: readonly Runner[]): Applied[] {
    return runners.flatMap((runner) => {
      const collections = runner.takeChanged();
      const position = runner.applied;
      if (position === undefined || (collections.length === 0 && this.#told.get(runner) === position)) return [];
      this.#told.set(runner, position);
      return [{ tenant: this.tenant, projection: runner.name, position, recordedAt: runner.appliedRecordedAt, collections }];
    });
  }

  #notify(applied: readonly Applied[]): void {
    this.#options.onChange?.(this.status(), applied);
    this.#waiters.poke();
    for (const resolve of this.#changes) resolve();
    this.#changes.clear();
  }
}

/** The share of a rebuild that a thread folds while another one starts, and reads what the first one leaves out. */
const WHILE_STARTING = 0.035;

/** A half of the projections by what they take of a rebuild's time, without the one that takes most: the other thread begins a moment later. */
const lighterHalf = (runners: readonly Runner[]): readonly Runner[] => {
  const weight = ({ projection }: Runner): number => projection.weight ?? 1;
  const all = runners.reduce((sum, runner) => sum + weight(runner), 0);
  const halves = { here: 0, there: WHILE_STARTING * all };
  const there: Runner[] = [];
  for (const runner of [...runners].sort((a, b) => weight(b) - weight(a))) {
    if (halves.there < halves.here) {
      halves.there += weight(runner);
      there.push(runner);
    } else halves.here += weight(runner);
  }
  return there;
};

const isUnavailable = (error: unknown): boolean => error instanceof ReadStoreError && error.code === 'unavailable';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
