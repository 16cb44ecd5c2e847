import type { Instant, Position, StreamName } from '#libs/kernel';

/** What a command came from. */
export type Cause =
  | {
      readonly kind: 'event';
      readonly key: string;
      readonly type: string;
      readonly stream: StreamName;
      readonly revision: number;
    }
  | { readonly kind: 'due'; readonly key: string; readonly collection: string; readonly id: string; readonly dueAt: Instant };

/** A cause whose commands are not all carried out; it is tried again until they are, or an operator gives it up. */
export interface PendingCause {
  readonly cause: Cause;
  /** Tries so far; 0 while it waits behind an earlier cause of its stream. */
  readonly attempts: number;
  /** Name of the last refusal or error; `behind-another` while it waits. */
  readonly code: string;
  /** What the last try met: names and codes, nothing about persons. */
  readonly message: string;
  /** The machine's time of the first try. */
  readonly since: Instant;
}

/**
 * `running` · `paused`: by an operator · `stopped`: its place in the record is lost, an operator names a start · `yielding`: another
 * runner is at work, this one waits and looks again.
 */
export type PolicyState = 'running' | 'paused' | 'stopped' | 'yielding';

export interface PolicyStatus {
  readonly name: string;
  readonly says: string;
  readonly state: PolicyState;
  /** Everything up to here was reacted to, but for what is pending. */
  readonly position: Position | undefined;
  /** `null` where the event store cannot tell. */
  readonly lagEvents: number | null;
  readonly pending: readonly PendingCause[];
  /** Since this process began: commands carried out (repeats included), and settled by a refusal that leaves nothing to do. */
  readonly issued: number;
  readonly settled: number;
  readonly failures: number;
  readonly problem?: { readonly code: string; readonly message: string };
}
