import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '#libs/event-store';
import { refuse, type Position, type StreamName } from '#libs/kernel';
import type { AskedMethod, ProjectorBoard } from './board.js';
import { Listeners, type HostHealth, type ProjectorHost } from './host.js';
import { projectionId, type Projection } from './projection.js';
import type { Applied, RebuildOutcome, RebuildProgress, UnparkOutcome, VerifyReport, Which } from './projector.js';
import type { ReplayProgress } from './replay.js';
import {
  Waiters,
  type ProjectionState,
  type ProjectionStatus,
  type TenantStatus,
  type WaitOutcome,
  type WaitRequest,
} from './status.js';

export interface RemoteHostOptions {
  /** Closed with the host. */
  readonly board: ProjectorBoard;
  readonly events: Pick<EventStore, 'head'>;
  readonly projections: readonly Projection[];
  /** How often a country is looked at, milliseconds; 100 unless told, and four times as often while somebody waits. */
  readonly lookMs?: number;
  /** How long a projector may take to begin with what it is asked for; 60 s unless told. */
  readonly patienceMs?: number;
  readonly onProblem?: (message: string) => void;
}

/** The log's end is for the lag; it is asked for more seldom than how far the views are. */
const HEAD_EVERY_MS = 2000;
const LONGEST_PAUSE_MS = 5000;

interface Watched {
  status: TenantStatus;
  readonly waiters: Waiters;
  readonly stop: AbortController;
  readonly loop: Promise<void>;
}

/**
 * The projectors of an installation whose projectors are other processes. Each country is looked at once by this server, however
 * many readers wait; readers go by what can be read, never by what a projector has only folded.
 */
export class RemoteProjectorHost implements ProjectorHost {
  readonly #watched = new Map<string, Watched>();
  readonly #applied = new Listeners<Applied>();
  readonly #statuses = new Listeners<TenantStatus>();
  readonly #closing = new AbortController();
  /** Of the countries that cannot be looked at. */
  readonly #problems = new Map<string, string>();

  constructor(private readonly options: RemoteHostOptions) {}

  async start(tenants: readonly string[]): Promise<void> {
    for (const tenant of tenants) await this.addTenant(tenant);
  }

  async addTenant(tenant: string): Promise<void> {
    if (this.#watched.has(tenant)) return;
    await this.options.board.addCountry(tenant);
    const fresh: TenantStatus = { tenant, head: undefined, projections: this.options.projections.map(unseen) };
    const stop = new AbortController();
    const watched: Watched = {
      status: fresh,
      stop,
      waiters: new Waiters(() => watched.status),
      loop: Promise.resolve().then(() => this.#watch(watched)),
    };
    this.#watched.set(tenant, watched);
    await this.#look(watched);
  }

  tenants(): readonly string[] {
    return [...this.#watched.keys()].sort();
  }

  status(tenant: string): TenantStatus {
    return this.#of(tenant).status;
  }

  state(tenant: string, projection: string): ProjectionState {
    const found = this.status(tenant).projections.find(({ name }) => name === projection);
    if (!found) throw new RangeError(`"${projection}" is no projection`);
    return found.state;
  }

  waitFor(tenant: string, request: WaitRequest): Promise<WaitOutcome> {
    return this.#of(tenant).waiters.wait(request);
  }

  rebuild(tenant: string, which: Which, onProgress?: (progress: RebuildProgress) => void): Promise<readonly RebuildOutcome[]> {
    return this.#ask(tenant, 'rebuild', [which], onProgress);
  }

  pause(tenant: string, which: Which, reason?: string): Promise<void> {
    return this.#ask(tenant, 'pause', reason === undefined ? [which] : [which, reason]);
  }

  resume(tenant: string, which: Which): Promise<void> {
    return this.#ask(tenant, 'resume', [which]);
  }

  unpark(tenant: string, projection: string, stream: StreamName): Promise<UnparkOutcome> {
    return this.#ask(tenant, 'unpark', [projection, stream]);
  }

  verify(tenant: string, onProgress?: (progress: ReplayProgress) => void): Promise<VerifyReport> {
    return this.#ask(tenant, 'verify', [], onProgress);
  }

  digest(tenant: string): Promise<string> {
    return this.#ask(tenant, 'digest', []);
  }

  onApplied(listener: (applied: Applied) => void): () => void {
    return this.#applied.add(listener);
  }

  onStatus(listener: (status: TenantStatus) => void): () => void {
    return this.#statuses.add(listener);
  }

  health(): HostHealth {
    const [lastProblem] = this.#problems.values();
    return {
      alive: !this.#closing.signal.aborted && lastProblem === undefined,
      restarts: 0,
      ...(lastProblem === undefined ? {} : { lastProblem }),
    };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const { stop } of this.#watched.values()) stop.abort();
    await Promise.allSettled([...this.#watched.values()].map(({ loop }) => loop));
    await this.options.board.close();
  }

  #of(tenant: string): Watched {
    const watched = this.#watched.get(tenant);
    if (!watched) throw new RangeError(`the country "${tenant}" is not watched`);
    return watched;
  }

  async #watch(watched: Watched): Promise<void> {
    const { signal } = watched.stop;
    const calm = this.options.lookMs ?? 100;
    let pause = calm;
    let headAt = 0;
    while (!signal.aborted) {
      const { any } = watched.waiters;
      await delay(any ? Math.min(pause, calm / 4) : pause, undefined, { signal }).catch(() => undefined); // Closing ends the wait early.
      if (signal.aborted) return;
      try {
        if (Date.now() - headAt >= HEAD_EVERY_MS) {
          headAt = Date.now();
          const head = await this.options.events.head(watched.status.tenant);
          if (head && (!watched.status.head || head.position > watched.status.head.position))
            watched.status = { ...watched.status, head };
        }
        await this.#look(watched);
        pause = calm;
        this.#problems.delete(watched.status.tenant);
      } catch (error) {
        if (signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        if (this.#problems.size === 0) this.options.onProblem?.(message);
        this.#problems.set(watched.status.tenant, message);
        headAt = 0;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  async #look(watched: Watched): Promise<void> {
    const { tenant } = watched.status;
    const { status: published, applied } = await this.options.board.look(tenant);
    const before = new Map(watched.status.projections.map((one) => [one.name, one]));
    const head = later(watched.status.head, published?.head);
    const changed: Applied[] = [];
    const projections = this.options.projections.map((projection): ProjectionStatus => {
      const told = published?.projections.find(({ id }) => id === projectionId(projection));
      const stored = applied.get(projectionId(projection));
      const position = readable(told, stored);
      const known = before.get(projection.name);
      if (position !== undefined && known?.position !== position) {
        changed.push({
          tenant,
          projection: projection.name,
          position,
          recordedAt: told?.recordedAt,
          collections: projection.collections.map(({ name }) => name),
        });
      }
      return withLag({ ...(told ?? unseen(projection)), position }, head);
    });
    watched.status = { tenant, head, projections };
    watched.waiters.poke();
    this.#statuses.tell(watched.status);
    for (const one of changed) this.#applied.tell(one);
  }

  async #ask<Result>(
    tenant: string,
    method: AskedMethod,
    args: readonly unknown[],
    onProgress?: (value: never) => void,
  ): Promise<Result> {
    this.#of(tenant);
    const { board } = this.options;
    const id = randomUUID();
    const { signal } = this.#closing;
    const until = Date.now() + (this.options.patienceMs ?? 60_000);
    await board.ask({ id, tenant, method, args });
    try {
      let begun = false;
      for (;;) {
        const answered = await board.answer(id);
        if (answered?.state === 'done') return answered.value as Result;
        if (answered?.state === 'failed') {
          throw answered.name === 'RangeError' ? new RangeError(answered.message) : new Error(answered.message);
        }
        if (answered) begun = true;
        if (answered?.state === 'open' && answered.progress !== undefined) onProgress?.(answered.progress as never);
        if (!begun && Date.now() > until) refuse('no-projector', { country: tenant });
        signal.throwIfAborted();
        await delay(this.options.lookMs ?? 100);
      }
    } finally {
      await board.forget(id);
    }
  }
}

const unseen = (projection: Projection): ProjectionStatus => ({
  name: projection.name,
  version: projection.version,
  id: projectionId(projection),
  state: 'new',
  position: undefined,
  recordedAt: undefined,
  lag: { events: null, seconds: null },
  parked: [],
  skipped: [],
  folded: 0,
});

/**
 * What can be read: at least the stored checkpoint; further where a projector says that the events behind it changed nothing. After a
 * reset nothing is stored, and nobody's word counts.
 */
const readable = (told: ProjectionStatus | undefined, stored: Position | undefined): Position | undefined => {
  if (stored === undefined) return undefined;
  return told?.position !== undefined && told.position > stored ? told.position : stored;
};

const later = (a: TenantStatus['head'], b: TenantStatus['head']): TenantStatus['head'] =>
  a === undefined ? b : b === undefined || a.position > b.position ? a : b;

/** The lag as of now, also when the projector that told its own is gone. */
const withLag = (status: ProjectionStatus, head: TenantStatus['head']): ProjectionStatus => {
  if (!head || (status.position !== undefined && status.position >= head.position))
    return { ...status, lag: { events: 0, seconds: 0 } };
  const since = status.recordedAt;
  return {
    ...status,
    lag: {
      events: status.lag.events === 0 ? null : status.lag.events,
      seconds: since === undefined ? null : Math.max(0, (Date.parse(head.recordedAt) - Date.parse(since)) / 1000),
    },
  };
};
