import type { Position, StreamName } from '#libs/kernel';
import type { ProjectionId } from '#libs/read-store';

/**
 * `new`: not started yet · `rebuilding`: not caught up since its first event; reads answer "rebuilding" · `live` · `paused`: by an operator, or
 * while another projector is at work · `faulted`: stopped by the problem it names · `retired`: no release reads it any more.
 */
export type ProjectionState = 'new' | 'rebuilding' | 'live' | 'paused' | 'faulted' | 'retired';

export type ProblemCode =
  /** Too many streams are parked. */
  | 'too-many-parked'
  /** A rebuild met an event that cannot be folded. */
  | 'parked-in-rebuild'
  /** The projection folds a type that no context defines. */
  | 'unknown-event-type'
  /** The read store refused or lost something that trying again does not mend. */
  | 'read-store'
  /** The event store ended the subscription for good. */
  | 'event-store'
  /** A store cannot be reached for the moment; it is tried again. */
  | 'unavailable'
  /** Somebody else moved the checkpoint; this projector waits and looks again. */
  | 'fenced'
  /** The thread of the projector died; it is started again. */
  | 'worker-died'
  /** A fault in the projector itself. */
  | 'internal';

export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly stream?: StreamName;
  readonly event?: { readonly id: string; readonly type: string; readonly revision: number };
}

/** A stream whose events a projection holds back since one of them could not be folded. */
export interface ParkedStream {
  readonly stream: StreamName;
  /** The event that could not be folded. */
  readonly eventId: string;
  readonly type: string;
  readonly revision: number;
  /** The error's name and message; folds see no personal data in clear, so it holds none. */
  readonly reason: string;
  /** Events held back, this one included. */
  readonly held: number;
}

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly id: ProjectionId;
  readonly state: ProjectionState;
  /** Up to here documents can be read. */
  readonly position: Position | undefined;
  /** `recordedAt` of the last event that is in them, where this process has seen it. */
  readonly recordedAt: string | undefined;
  readonly lag: {
    /** Exact where the engine can count positions; `null` where it is behind by an unknown number. */
    readonly events: number | null;
    /** By `recordedAt` of the log's last event; 0 when caught up, `null` while unknown. */
    readonly seconds: number | null;
  };
  readonly parked: readonly ParkedStream[];
  /** Ids of events that an operator's decision left out. */
  readonly skipped: readonly string[];
  /** Events folded since this process started it. */
  readonly folded: number;
  readonly problem?: Problem;
  readonly pausedBecause?: string;
}

export interface TenantStatus {
  readonly tenant: string;
  /** The log's last event as far as it is known here. */
  readonly head: { readonly position: Position; readonly recordedAt: string } | undefined;
  readonly projections: readonly ProjectionStatus[];
}

export interface WaitRequest {
  /** What `Cordillera-Position` said. */
  readonly position: Position;
  readonly timeoutMs: number;
  /** Names; all unless told. */
  readonly projections?: readonly string[] | undefined;
  /** The stream that was written: parked in one of the projections, the answer is a problem and no stale data. */
  readonly stream?: StreamName | undefined;
}

export type WaitOutcome =
  | { readonly outcome: 'reached' }
  /** `applied`: the position that all of them have reached. */
  | { readonly outcome: 'timeout'; readonly applied: Position | undefined; readonly rebuilding: boolean }
  | { readonly outcome: 'parked'; readonly projection: string; readonly parked: ParkedStream }
  | {
      readonly outcome: 'paused' | 'faulted';
      readonly projection: string;
      readonly applied: Position | undefined;
      readonly reason: string;
    };

const chosen = (status: TenantStatus, names: readonly string[] | undefined): readonly ProjectionStatus[] =>
  names === undefined ? status.projections : status.projections.filter((projection) => names.includes(projection.name));

const reached = (projection: ProjectionStatus, position: Position): boolean =>
  projection.position !== undefined && projection.position >= position;

/** What can be said at once; `undefined` while it pays to wait. */
export const judge = (status: TenantStatus, request: Omit<WaitRequest, 'timeoutMs'>): WaitOutcome | undefined => {
  const projections = chosen(status, request.projections);
  let waiting = false;
  for (const projection of projections) {
    const parked = request.stream === undefined ? undefined : projection.parked.find(({ stream }) => stream === request.stream);
    if (parked) return { outcome: 'parked', projection: projection.name, parked };
    if (projection.state === 'paused' || projection.state === 'faulted') {
      // What was reached before can be read; a rebuild that stopped half-way cannot.
      if (reached(projection, request.position) && projection.problem?.code !== 'parked-in-rebuild') continue;
      const reason = projection.problem?.message ?? projection.pausedBecause ?? projection.state;
      return { outcome: projection.state, projection: projection.name, applied: projection.position, reason };
    }
    if (projection.state !== 'live' || !reached(projection, request.position)) waiting = true;
  }
  return waiting ? undefined : { outcome: 'reached' };
};

const timeout = (status: TenantStatus, request: WaitRequest): WaitOutcome => {
  const projections = chosen(status, request.projections);
  let applied: Position | undefined = projections[0]?.position;
  for (const { position } of projections) {
    if (position === undefined || applied === undefined) applied = undefined;
    else if (position < applied) applied = position;
  }
  const rebuilding = projections.some(({ state }) => state === 'rebuilding' || state === 'new');
  return { outcome: 'timeout', applied, rebuilding };
};

/** Those who wait for a position. `poke` whenever a status has changed. */
export class Waiters {
  readonly #waiting = new Set<() => void>();

  constructor(private readonly status: () => TenantStatus) {}

  get any(): boolean {
    return this.#waiting.size > 0;
  }

  async wait(request: WaitRequest): Promise<WaitOutcome> {
    const now = judge(this.status(), request);
    if (now) return now;
    return new Promise((resolve) => {
      const settle = (outcome: WaitOutcome): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(outcome);
      };
      const look = (): void => {
        const outcome = judge(this.status(), request);
        if (outcome) settle(outcome);
      };
      const timer = setTimeout(() => settle(judge(this.status(), request) ?? timeout(this.status(), request)), request.timeoutMs);
      this.#waiting.add(look);
    });
  }

  poke(): void {
    for (const look of [...this.#waiting]) look();
  }
}
