import type { Position } from '#libs/kernel';
import type { ProjectionId } from '#libs/read-store';
import type { TenantStatus } from './status.js';

/** What servers ask a projector for. */
export type AskedMethod = 'rebuild' | 'pause' | 'resume' | 'unpark' | 'verify' | 'digest';

export interface Asked {
  readonly id: string;
  readonly tenant: string;
  readonly method: AskedMethod;
  readonly args: readonly unknown[];
}

export type Answered =
  | { readonly state: 'open'; readonly progress?: unknown }
  | { readonly state: 'done'; readonly value: unknown }
  | { readonly state: 'failed'; readonly name: string; readonly message: string };

/** The board cannot be reached at the moment. */
export class BoardUnavailable extends Error {
  readonly code = 'unavailable';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BoardUnavailable';
  }
}

/**
 * Where servers and projectors that are processes of their own meet: which countries there are, who projects which, how far they
 * are, and what somebody wants done. Nothing on it decides what a read model holds: two who believe to hold a country are told apart by the
 * read store's fence. A lease only keeps them from working for nothing. Every method @throws BoardUnavailable
 */
export interface ProjectorBoard {
  /** Countries to be projected. */
  countries(): Promise<readonly string[]>;
  addCountry(tenant: string): Promise<void>;
  /** Takes or keeps the lease of a country for `milliseconds`. @returns whether it is held now */
  hold(tenant: string, holder: string, milliseconds: number): Promise<boolean>;
  letGo(tenant: string, holder: string): Promise<void>;
  holders(): Promise<ReadonlyMap<string, string>>;
  /** Says that a projector is at work; those that have not said so for `milliseconds` are not counted. @returns how many there are */
  signIn(holder: string, milliseconds: number): Promise<number>;
  signOut(holder: string): Promise<void>;
  publish(status: TenantStatus, holder: string): Promise<void>;
  /** What was published last, and the positions whose documents can be read. */
  look(tenant: string): Promise<{
    readonly status: TenantStatus | undefined;
    readonly applied: ReadonlyMap<ProjectionId, Position | undefined>;
  }>;
  ask(asked: Asked): Promise<void>;
  /** The next thing that is asked of a country, taken; each is taken once. */
  take(tenant: string): Promise<Asked | undefined>;
  tell(id: string, answered: Answered): Promise<void>;
  answer(id: string): Promise<Answered | undefined>;
  forget(id: string): Promise<void>;
  close(): Promise<void>;
}
