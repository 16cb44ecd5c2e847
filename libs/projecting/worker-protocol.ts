import type { EventDefinition } from '#libs/kernel';
import type { ProjectorEngines } from './host.js';
import type { Projection } from './projection.js';
import type { Applied } from './projector.js';
import type { ProjectorLimits } from './runner.js';
import type { TenantStatus } from './status.js';

/** What the projector's thread is started with. Modules are named, not handed over: a thread imports for itself, from the build. */
export interface WorkerStart {
  /** URL of a module that exports `openEngines: OpenEngines`; the platform's, since only it may import engines. */
  readonly composition: string;
  /** Handed to `openEngines`; must survive a structured clone. */
  readonly config: unknown;
  /** URL of a module that exports `projections: Projection[]` and `eventDefinitions: EventDefinition[]`. */
  readonly readModels: string;
  readonly limits?: Partial<ProjectorLimits>;
  /** Names of the projections that it folds; all of them unless told. */
  readonly only?: readonly string[];
}

/**
 * Opens what the projector's thread needs: a reader of the event logs and the writer of the read models; `beside` the thread's that asked for help, which
 * stays open and tidies up in the end.
 */
export type OpenEngines = (
  config: never,
  how: { readonly beside: boolean },
) => Promise<ProjectorEngines & { close(): Promise<void> }>;

export interface ReadModels {
  readonly projections: readonly Projection[];
  readonly eventDefinitions: readonly EventDefinition[];
}

export type HostMethod = 'addTenant' | 'rebuild' | 'pause' | 'resume' | 'unpark' | 'verify' | 'digest';

export type ToWorker =
  | { readonly kind: 'call'; readonly call: number; readonly method: HostMethod; readonly args: readonly unknown[] }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly call: number; readonly name: string; readonly message: string; readonly code?: string }
  | { readonly kind: 'progress'; readonly call: number; readonly value: unknown }
  | { readonly kind: 'status'; readonly status: TenantStatus }
  | { readonly kind: 'applied'; readonly applied: Applied };
