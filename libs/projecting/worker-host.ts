import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { StreamName } from '#libs/kernel';
import { Listeners, type HostHealth, type ProjectorHost } from './host.js';
import type { Applied, RebuildHelp, RebuildOutcome, RebuildProgress, UnparkOutcome, VerifyReport, Which } from './projector.js';
import type { ReplayProgress } from './replay.js';
import { DEFAULT_LIMITS, type ProjectorLimits } from './runner.js';
import { Waiters, type ProjectionState, type TenantStatus, type WaitOutcome, type WaitRequest } from './status.js';
import type { FromWorker, HostMethod, ToWorker, WorkerStart } from './worker-protocol.js';

/** What went wrong in the projector's thread, or with it. */
export class ProjectorThreadError extends Error {
  constructor(
    readonly code: 'worker-died' | 'closed' | 'failed',
    message: string,
  ) {
    super(message);
    this.name = 'ProjectorThreadError';
  }
}

export interface WorkerHostOptions extends WorkerStart {
  /** Before the thread is started again after it died, in milliseconds; doubles up to 30 s. 100 unless told. */
  readonly restartMs?: number;
  /** Something that people who run the product should read. */
  readonly onProblem?: (message: string) => void;
}

const MAX_RESTART_MS = 30_000;
const STABLE_AFTER_MS = 60_000;
const CLOSE_MS = 30_000;
/**
 * Young memory of a thread, MB. Folding leaves much behind that dies young; room for it spares copying what does not. It fills whatever the log's length,
 * but only a long one fills it all: whoever gives a small cache gets no more than an engine takes by itself.
 */
const youngGenerationMb = ({ cacheBytes }: Pick<ProjectorLimits, 'cacheBytes'>): number =>
  Math.min(192, Math.max(48, Math.ceil((cacheBytes / 2 ** 20) * 3)));
/**
 * Old memory of a thread, MB. What is held for the cache limit takes four times of it (clean documents, as many that wait, and both once more while they are
 * written), and a page of the largest events less than the rest: it is never reached. But an engine that knows of a near end collects at less than
 * twice of what is in use, and at four times where the end is far: so whoever gives a small cache has a thread that stays small, however long the
 * log, and whoever gives a large one has a rebuild that spends a tenth less on collecting. Never more than a quarter of the machine for that.
 */
const oldGenerationMb = ({ cacheBytes }: Pick<ProjectorLimits, 'cacheBytes'>): number => {
  const cacheMb = Math.ceil(cacheBytes / 2 ** 20);
  return Math.max(4 * cacheMb + 1024, Math.min(16 * cacheMb + 1024, Math.floor(totalmem() / 2 ** 22)));
};

/** A thread loads the build, whatever its starter was loaded from. */
const workerUrl = (): URL =>
  import.meta.url.includes('/dist/libs/projecting/')
    ? new URL('./projector.worker.js', import.meta.url)
    : new URL('../../dist/libs/projecting/projector.worker.js', import.meta.url);

interface Call {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  readonly progress: ((value: never) => void) | undefined;
}

interface Mirror {
  status: TenantStatus;
  readonly waiters: Waiters;
}

/**
 * The projectors of an installation in a thread of their own, seen from the main thread. A thread that dies is started again, later
 * and later; until it is back every projection is `faulted`, and whoever asked it something gets an error.
 */
export class WorkerProjectorHost implements ProjectorHost {
  readonly #mirrors = new Map<string, Mirror>();
  readonly #calls = new Map<number, Call>();
  readonly #applied = new Listeners<Applied>();
  readonly #statuses = new Listeners<TenantStatus>();
  #worker: Worker | undefined;
  #ready: Promise<void> | undefined;
  #nextCall = 0;
  #restarts = 0;
  #inARow = 0;
  #timer: NodeJS.Timeout | undefined;
  #problem: string | undefined;
  #alive = false;
  #closing: Promise<void> | undefined;

  constructor(private readonly options: WorkerHostOptions) {}

  async start(tenants: readonly string[]): Promise<void> {
    await this.#running();
    await Promise.all(tenants.map((tenant) => this.addTenant(tenant)));
  }

  async addTenant(tenant: string): Promise<void> {
    if (!this.#mirrors.has(tenant)) {
      const mirror: Mirror = { status: { tenant, head: undefined, projections: [] }, waiters: new Waiters(() => mirror.status) };
      this.#mirrors.set(tenant, mirror);
    }
    await this.#running();
    await this.#call('addTenant', [tenant]);
  }

  tenants(): readonly string[] {
    return [...this.#mirrors.keys()].sort();
  }

  status(tenant: string): TenantStatus {
    return this.#mirror(tenant).status;
  }

  state(tenant: string, projection: string): ProjectionState {
    const found = this.status(tenant).projections.find(({ name }) => name === projection);
    if (!found) throw new RangeError(`"${projection}" is no projection`);
    return found.state;
  }

  waitFor(tenant: string, request: WaitRequest): Promise<WaitOutcome> {
    return this.#mirror(tenant).waiters.wait(request);
  }

  rebuild(tenant: string, which: Which, onProgress?: (progress: RebuildProgress) => void): Promise<readonly RebuildOutcome[]> {
    return this.#call('rebuild', [tenant, which], onProgress);
  }

  pause(tenant: string, which: Which, reason?: string): Promise<void> {
    return this.#call('pause', [tenant, which, reason]);
  }

  resume(tenant: string, which: Which): Promise<void> {
    return this.#call('resume', [tenant, which]);
  }

  unpark(tenant: string, projection: string, stream: StreamName): Promise<UnparkOutcome> {
    return this.#call('unpark', [tenant, projection, stream]);
  }

  verify(tenant: string, onProgress?: (progress: ReplayProgress) => void): Promise<VerifyReport> {
    return this.#call('verify', [tenant], onProgress);
  }

  digest(tenant: string): Promise<string> {
    return this.#call('digest', [tenant]);
  }

  onApplied(listener: (applied: Applied) => void): () => void {
    return this.#applied.add(listener);
  }

  onStatus(listener: (status: TenantStatus) => void): () => void {
    return this.#statuses.add(listener);
  }

  health(): HostHealth {
    return {
      alive: this.#alive,
      restarts: this.#restarts,
      ...(this.#problem === undefined ? {} : { lastProblem: this.#problem }),
    };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    const ended = await this.#ended();
    this.#failCalls(new ProjectorThreadError('closed', 'the projectors are closed'));
    if (!ended)
      throw new ProjectorThreadError(
        'failed',
        `the projector's thread did not end within ${CLOSE_MS / 1000} s; what it committed stands`,
      );
  }

  /** Ended from outside inside SQLite, the thread would take the process with it: one that does not end in time is let go. */
  async #ended(): Promise<boolean> {
    const worker = this.#worker;
    if (!worker) return true;
    let timer: NodeJS.Timeout | undefined;
    const gone = new Promise<true>((resolve) => worker.once('exit', () => resolve(true)));
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), CLOSE_MS)));
    worker.postMessage({ kind: 'close' } satisfies ToWorker);
    const ended = await Promise.race([gone, late]);
    clearTimeout(timer);
    if (!ended) worker.unref();
    return ended;
  }

  #mirror(tenant: string): Mirror {
    const mirror = this.#mirrors.get(tenant);
    if (!mirror) throw new RangeError(`no projector for the country "${tenant}" was started`);
    return mirror;
  }

  /** Until the thread is there. @throws ProjectorThreadError when it dies before */
  #running(): Promise<void> {
    if (this.#closing) return Promise.reject(new ProjectorThreadError('closed', 'the projectors are closed'));
    return (this.#ready ??= this.#spawn());
  }

  #spawn(): Promise<void> {
    const { composition, config, readModels, limits, only } = this.options;
    const workerData: WorkerStart = {
      composition,
      config,
      readModels,
      ...(limits ? { limits } : {}),
      ...(only ? { only } : {}),
    };
    const worker = new Worker(workerUrl(), {
      workerData,
      name: 'projector',
      resourceLimits: {
        maxYoungGenerationSizeMb: youngGenerationMb({ ...DEFAULT_LIMITS, ...limits }),
        maxOldGenerationSizeMb: oldGenerationMb({ ...DEFAULT_LIMITS, ...limits }),
      },
    });
    this.#worker = worker;
    const since = Date.now();
    return new Promise((resolve, reject) => {
      let why: string | undefined;
      worker.on('message', (message: FromWorker) => {
        if (message.kind !== 'ready') return this.#heard(message);
        this.#alive = true;
        resolve();
      });
      worker.on('error', (error: unknown) => {
        const { message } = (error ?? {}) as { message?: unknown };
        why = typeof message === 'string' ? message : String(error);
      });
      worker.on('exit', (code) => {
        this.#worker = undefined;
        this.#ready = undefined;
        this.#alive = false;
        if (this.#closing) return resolve();
        if (Date.now() - since > STABLE_AFTER_MS) this.#inARow = 0;
        const error = new ProjectorThreadError('worker-died', `the projector's thread died: ${why ?? `exit code ${code}`}`);
        this.#died(error);
        reject(error);
      });
    });
  }

  /** Everybody hears of it, and the thread is started again with the same countries. */
  #died(error: ProjectorThreadError): void {
    this.#problem = error.message;
    this.options.onProblem?.(error.message);
    this.#failCalls(error);
    for (const mirror of this.#mirrors.values()) {
      const projections = mirror.status.projections.map((projection) => ({
        ...projection,
        state: 'faulted' as const,
        problem: { code: 'worker-died' as const, message: error.message },
      }));
      this.#show({ ...mirror.status, projections });
    }
    const wait = Math.min((this.options.restartMs ?? 100) * 2 ** this.#inARow, MAX_RESTART_MS);
    this.#inARow += 1;
    this.#timer = setTimeout(() => {
      this.#restarts += 1;
      // When it dies again `exit` has been told, with the reason, and the next start is planned.
      this.start(this.tenants()).catch(() => undefined);
    }, wait);
    this.#timer.unref();
  }

  #heard(message: Exclude<FromWorker, { kind: 'ready' }>): void {
    switch (message.kind) {
      case 'status':
        return this.#show(message.status);
      case 'applied':
        return this.#applied.tell(message.applied);
      case 'progress':
        return this.#calls.get(message.call)?.progress?.(message.value as never);
      case 'answer':
        this.#calls.get(message.call)?.resolve(message.value as never);
        break;
      case 'failed': {
        const error =
          message.name === 'RangeError' ? new RangeError(message.message) : new ProjectorThreadError('failed', message.message);
        this.#calls.get(message.call)?.reject(error);
        break;
      }
    }
    this.#calls.delete(message.call);
  }

  #show(status: TenantStatus): void {
    const mirror = this.#mirrors.get(status.tenant);
    if (!mirror) return;
    mirror.status = status;
    mirror.waiters.poke();
    this.#statuses.tell(status);
  }

  #call<Result>(method: HostMethod, args: readonly unknown[], progress?: (value: never) => void): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (!this.#worker || !this.#alive) {
        reject(
          new ProjectorThreadError(this.#closing ? 'closed' : 'worker-died', this.#problem ?? 'the projectors are not at work'),
        );
        return;
      }
      this.#nextCall += 1;
      this.#calls.set(this.#nextCall, { resolve, reject, progress });
      this.#worker.postMessage({ kind: 'call', call: this.#nextCall, method, args } satisfies ToWorker);
    });
  }

  #failCalls(error: ProjectorThreadError): void {
    for (const { reject } of this.#calls.values()) reject(error);
    this.#calls.clear();
  }
}

/** So long may a rebuild take: for ever. */
const NO_HURRY_MS = 2 ** 31 - 1;

/** Help with a rebuild by a projector of its own in one more thread, with half the cache, for as long as it takes. */
export const helpInThread =
  (start: WorkerStart): RebuildHelp =>
  async ({ tenant, projections, to }, signal) => {
    if (signal.aborted) return;
    const { cacheBytes, cacheDocuments } = { ...DEFAULT_LIMITS, ...start.limits };
    const limits = { ...start.limits, cacheBytes: cacheBytes / 2, cacheDocuments: cacheDocuments / 2 };
    const host = new WorkerProjectorHost({ ...start, limits, only: projections });
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    try {
      await host.start([tenant]);
      // A thread that dies shows as faulted: then whoever asked goes on alone.
      await Promise.race([stopped, host.waitFor(tenant, { position: to, timeoutMs: NO_HURRY_MS, projections })]);
    } finally {
      await host.close();
    }
  };
