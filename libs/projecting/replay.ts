import { createHash } from 'node:crypto';
import type { EventStore } from '#libs/event-store';
import { tenantPrefix, type EventCatalogue, type Position } from '#libs/kernel';
import type { ReadStore } from '#libs/read-store';
import { digestDocument } from './digest.js';
import type { Projection } from './projection.js';
import { DEFAULT_LIMITS, Runner, Skips, itemsOf, readingOf, sharesOf, type ProjectorLimits, type Reading } from './runner.js';
import type { ParkedStream } from './status.js';
import { CacheBudget } from './working-set.js';

export interface ReplayOptions {
  readonly tenant: string;
  readonly events: EventStore;
  /** Where the replay writes: a store of its own. */
  readonly documents: ReadStore;
  readonly projections: readonly Projection[];
  readonly catalogue: EventCatalogue;
  /** Decisions to leave events out; all that the log holds unless given. */
  readonly skips?: Skips;
  readonly limits?: Partial<ProjectorLimits>;
}

export interface ReplayProgress {
  /** Events read so far. */
  readonly events: number;
  readonly position: Position;
}

/**
 * Folds a log into a store of its own, to a position and then on to later ones. The same folds as live; an event that cannot be
 * folded parks its stream as it does there.
 */
export class Replay {
  readonly runners: readonly Runner[];
  events = 0;
  readonly #reading: Reading;
  readonly #limits: ProjectorLimits;

  private constructor(
    private readonly options: ReplayOptions,
    skips: Skips,
  ) {
    const { tenant, events, documents, projections, catalogue } = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    const budget = new CacheBudget(this.#limits);
    this.runners = projections.map(
      (projection) => new Runner(tenant, projection, events, documents, catalogue, skips, this.#limits, false, budget),
    );
    this.#reading = readingOf(this.runners);
  }

  static async open(options: ReplayOptions): Promise<Replay> {
    let { skips } = options;
    if (!skips) {
      skips = new Skips();
      await skips.collect(options.events, options.tenant);
    }
    const replay = new Replay(options, skips);
    for (const runner of replay.runners) {
      await runner.load();
      runner.startRebuild();
    }
    return replay;
  }

  /**
   * @param until position by projection; one that is not named stays where it is
   * @throws what the stores throw, and an Error where a projection faults or the log ends before
   */
  async to(
    until: ReadonlyMap<string, Position>,
    onProgress?: (progress: ReplayProgress) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const behind = (runner: Runner): boolean => {
      const target = until.get(runner.name);
      return target !== undefined && (runner.processed === undefined || runner.processed < target);
    };
    const { tenant, events, catalogue } = this.options;
    const pending = this.runners.filter(behind);
    if (pending.length > 0) {
      const done = new AbortController();
      const from = lowest(pending);
      try {
        for await (const batch of events.subscribe({
          tenant,
          from,
          prefixes: [tenantPrefix(tenant)],
          signal: done.signal,
          batch: this.#limits.rebuildBatch,
        })) {
          const { position } = batch;
          const items = itemsOf(batch.events, tenant, this.#reading, catalogue);
          const shares = sharesOf(items, pending);
          for (const runner of pending) {
            const target = until.get(runner.name);
            if (position === undefined || target === undefined || !behind(runner)) continue;
            const whole = position <= target;
            const last = batch.events.at(-1);
            const share = shares.get(runner) ?? [];
            await runner.process(
              whole ? share : share.filter((item) => item.position <= target),
              whole ? position : target,
              last?.metadata.recordedAt,
            );
            if (runner.needsRebuild) throw new Error(`${runner.name}: the log skips an event that the replay did not know of`);
            if (runner.fault) throw new Error(`${runner.name}: ${runner.fault.message}`);
          }
          signal?.throwIfAborted();
          this.events += batch.events.length;
          if (position !== undefined) onProgress?.({ events: this.events, position });
          if (!pending.some(behind)) break;
          if (batch.caughtUp)
            throw new Error(`the log of ${tenant} ends at ${position ?? 'its start'}, before the position to replay to`);
        }
      } finally {
        done.abort();
      }
    }
    for (const runner of this.runners) await runner.commit();
  }

  get parked(): ReadonlyMap<string, readonly ParkedStream[]> {
    return new Map(this.runners.map((runner) => [runner.name, [...runner.parked.values()]]));
  }
}

/** The position from which a shared reader has to start; `undefined` where one of them has seen nothing. */
export const lowest = (runners: readonly Pick<Runner, 'processed'>[]): Position | undefined => {
  let low = runners[0]?.processed;
  for (const { processed } of runners) {
    if (processed === undefined) return undefined;
    if (low !== undefined && processed < low) low = processed;
  }
  return low;
};

/** Folds the whole log, or up to a position (inclusive), into a store: as-of, what-if, tests. */
export const replayInto = async (
  options: ReplayOptions & { readonly until?: Position; readonly onProgress?: (progress: ReplayProgress) => void },
): Promise<{ readonly events: number; readonly parked: ReadonlyMap<string, readonly ParkedStream[]> }> => {
  const replay = await Replay.open(options);
  const until = options.until ?? (await options.events.head(options.tenant))?.position;
  if (until !== undefined) await replay.to(new Map(options.projections.map(({ name }) => [name, until])), options.onProgress);
  return { events: replay.events, parked: replay.parked };
};

export interface Difference {
  readonly projection: string;
  readonly collection: string;
  readonly id: string;
  readonly kind: 'only-live' | 'only-replay' | 'differs';
}

export interface Comparison {
  readonly documents: number;
  /** The first hundred. */
  readonly differing: readonly Difference[];
  readonly differences: number;
  readonly digests: { readonly live: string; readonly replay: string };
}

type Scanned = { readonly id: string; readonly text: string };

async function* each(pages: AsyncIterable<readonly Scanned[]>): AsyncGenerator<Scanned, void, void> {
  for await (const page of pages) yield* page;
}

/** Compares two stores byte for byte. Both have to stand still. */
export const compare = async (
  tenant: string,
  live: ReadStore,
  replay: ReadStore,
  projections: readonly Projection[],
): Promise<Comparison> => {
  const hashes = { live: createHash('sha256'), replay: createHash('sha256') };
  const differing: Difference[] = [];
  let differences = 0;
  let documents = 0;
  const collections = projections
    .flatMap((projection) => projection.collections.map(({ name }) => ({ projection: projection.name, name })))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { projection, name } of collections) {
    const left = each(live.scan(tenant, name));
    const right = each(replay.scan(tenant, name));
    let a = await left.next();
    let b = await right.next();
    const note = (id: string, kind: Difference['kind']): void => {
      differences += 1;
      if (differing.length < 100) differing.push({ projection, collection: name, id, kind });
    };
    while (!a.done || !b.done) {
      const first = a.done ? b.value : b.done || a.value.id <= b.value.id ? a.value : b.value;
      if (!first) break;
      const { id } = first;
      const inLive = !a.done && a.value.id === id ? a.value.text : undefined;
      const inReplay = !b.done && b.value.id === id ? b.value.text : undefined;
      documents += 1;
      if (inLive === undefined) note(id, 'only-replay');
      else if (inReplay === undefined) note(id, 'only-live');
      else if (inLive !== inReplay) note(id, 'differs');
      if (inLive !== undefined) {
        digestDocument(hashes.live, name, id, inLive);
        a = await left.next();
      }
      if (inReplay !== undefined) {
        digestDocument(hashes.replay, name, id, inReplay);
        b = await right.next();
      }
    }
  }
  return { documents, differing, differences, digests: { live: hashes.live.digest('hex'), replay: hashes.replay.digest('hex') } };
};
