import type { EventStore } from '#libs/event-store';
import { EventCatalogue, type EventDefinition, type Position, type StreamName } from '#libs/kernel';
import type { ReadStore } from '#libs/read-store';
import type { Projection } from './projection.js';
import {
  Projector,
  type Applied,
  type RebuildHelp,
  type RebuildOutcome,
  type RebuildProgress,
  type ScratchStore,
  type UnparkOutcome,
  type VerifyReport,
  type Which,
} from './projector.js';
import type { ReplayProgress } from './replay.js';
import { DEFAULT_LIMITS, type ProjectorLimits } from './runner.js';
import type { ProjectionState, TenantStatus, WaitOutcome, WaitRequest } from './status.js';
import { CacheBudget } from './working-set.js';

/** The engines that projectors work on. */
export interface ProjectorEngines {
  readonly events: EventStore;
  /** The one instance that writes. */
  readonly documents: ReadStore;
  /** A store for a verification. */
  scratch(): Promise<ScratchStore>;
  /** Number of events behind `after`, up to and with `upTo`, where positions tell: for the lag. */
  readonly distance?: (after: Position | undefined, upTo: Position) => number;
}

export interface HostHealth {
  /** The projectors are at work; false while their thread is being started again. */
  readonly alive: boolean;
  /** How often the thread had to be started again. */
  readonly restarts: number;
  readonly lastProblem?: string;
}

/** The projectors of an installation, wherever they run. Every method throws a RangeError for a country or projection that is none. */
export interface ProjectorHost {
  /** Sets the projectors of these countries going; does not wait until they have caught up. */
  start(tenants: readonly string[]): Promise<void>;
  /** One country more; nothing happens for one that is there. */
  addTenant(tenant: string): Promise<void>;
  tenants(): readonly string[];
  /** As it stands; kept current. */
  status(tenant: string): TenantStatus;
  state(tenant: string, projection: string): ProjectionState;
  waitFor(tenant: string, request: WaitRequest): Promise<WaitOutcome>;
  rebuild(tenant: string, which: Which, onProgress?: (progress: RebuildProgress) => void): Promise<readonly RebuildOutcome[]>;
  pause(tenant: string, which: Which, reason?: string): Promise<void>;
  resume(tenant: string, which: Which): Promise<void>;
  unpark(tenant: string, projection: string, stream: StreamName): Promise<UnparkOutcome>;
  verify(tenant: string, onProgress?: (progress: ReplayProgress) => void): Promise<VerifyReport>;
  /** SHA-256 over all read models of the country, hexadecimal. */
  digest(tenant: string): Promise<string>;
  /** After every commit; a hint, at least once for what changed. @returns how to stop listening */
  onApplied(listener: (applied: Applied) => void): () => void;
  /** After every batch and every change of a state. @returns how to stop listening */
  onStatus(listener: (status: TenantStatus) => void): () => void;
  health(): HostHealth;
  /** Saves what is folded and ends. */
  close(): Promise<void>;
}

export class Listeners<Event> {
  readonly #listeners = new Set<(event: Event) => void>();

  add(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }
}

export interface InThreadOptions {
  readonly engines: ProjectorEngines;
  readonly projections: readonly Projection[];
  readonly eventDefinitions: readonly EventDefinition[];
  readonly limits?: Partial<ProjectorLimits>;
  /** A second thread for long rebuilds. */
  readonly help?: RebuildHelp | undefined;
}

/** Projectors in the thread of whoever makes it: inside the projector's thread, in a process of their own, and in tests. Closes no engine. */
export class InThreadProjectorHost implements ProjectorHost {
  readonly #projectors = new Map<string, Projector>();
  readonly #catalogue: EventCatalogue;
  readonly #applied = new Listeners<Applied>();
  readonly #status = new Listeners<TenantStatus>();
  readonly #budget: CacheBudget;
  #closed = false;

  constructor(private readonly options: InThreadOptions) {
    this.#budget = new CacheBudget({ ...DEFAULT_LIMITS, ...options.limits });
    this.#catalogue = new EventCatalogue(options.eventDefinitions);
  }

  async start(tenants: readonly string[]): Promise<void> {
    await Promise.all(tenants.map((tenant) => this.addTenant(tenant)));
  }

  async addTenant(tenant: string): Promise<void> {
    if (this.#closed) throw new Error('the projectors are closed');
    let projector = this.#projectors.get(tenant);
    if (!projector) {
      const { engines, projections, limits, help } = this.options;
      projector = new Projector({
        tenant,
        events: engines.events,
        documents: engines.documents,
        distance: engines.distance,
        projections,
        catalogue: this.#catalogue,
        budget: this.#budget,
        help,
        ...(limits ? { limits } : {}),
        onChange: (status, applied) => {
          this.#status.tell(status);
          for (const each of applied) this.#applied.tell(each);
        },
      });
      this.#projectors.set(tenant, projector);
    }
    await projector.start();
  }

  /** One country less: what it folded is saved as far as nobody else moved the checkpoint. */
  async removeTenant(tenant: string): Promise<void> {
    const projector = this.#projectors.get(tenant);
    this.#projectors.delete(tenant);
    await projector?.close();
  }

  tenants(): readonly string[] {
    return [...this.#projectors.keys()].sort();
  }

  status(tenant: string): TenantStatus {
    return this.#projector(tenant).status();
  }

  state(tenant: string, projection: string): ProjectionState {
    return this.#projector(tenant).state(projection);
  }

  waitFor(tenant: string, request: WaitRequest): Promise<WaitOutcome> {
    return this.#projector(tenant).waitFor(request);
  }

  async rebuild(
    tenant: string,
    which: Which,
    onProgress?: (progress: RebuildProgress) => void,
  ): Promise<readonly RebuildOutcome[]> {
    return this.#projector(tenant).rebuild(which, onProgress);
  }

  async pause(tenant: string, which: Which, reason?: string): Promise<void> {
    await this.#projector(tenant).pause(which, reason);
  }

  async resume(tenant: string, which: Which): Promise<void> {
    await this.#projector(tenant).resume(which);
  }

  async unpark(tenant: string, projection: string, stream: StreamName): Promise<UnparkOutcome> {
    return this.#projector(tenant).unpark(projection, stream);
  }

  async verify(tenant: string, onProgress?: (progress: ReplayProgress) => void): Promise<VerifyReport> {
    return this.#projector(tenant).verify(() => this.options.engines.scratch(), onProgress);
  }

  async digest(tenant: string): Promise<string> {
    return this.#projector(tenant).digest();
  }

  onApplied(listener: (applied: Applied) => void): () => void {
    return this.#applied.add(listener);
  }

  onStatus(listener: (status: TenantStatus) => void): () => void {
    return this.#status.add(listener);
  }

  health(): HostHealth {
    return { alive: !this.#closed, restarts: 0 };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#projectors.values()].map((projector) => projector.close()));
  }

  #projector(tenant: string): Projector {
    const projector = this.#projectors.get(tenant);
    if (!projector) throw new RangeError(`no projector for the country "${tenant}" was started`);
    return projector;
  }
}
