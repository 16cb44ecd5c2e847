import { NO_TRAINING, type Intent, type Seat, type SimulatedTeacher, type Training } from '#libs/simulation';

/** A teacher of a cycle: who they are, what the server knows them by, and how far they have come. */
export interface Participant {
  readonly one: SimulatedTeacher;
  readonly pseudonym: string;
  token: string;
  readonly attempts: Map<string, string>;
  /** What they hold or wait for. */
  seats: (Seat & { readonly offering: string })[];
  training: Training;
  path: readonly string[];
  step: number;
  /** What they have done so far: who is reminded hangs on it. */
  readonly done: Set<string>;
  /** Where they work now, the main school first. */
  readonly schools: string[];
  /** Enrolments whose course they have begun and not given up, with the share of it that they will do and the sessions missed. */
  readonly following: Map<string, { readonly reach: number; missed: number }>;
  /** What they are going to do after the seats were given; another one where they moved up from a waiting list. */
  plan: readonly Intent[];
}

export const participant = (
  one: SimulatedTeacher,
  pseudonym: string,
  token: string,
  schools: readonly string[] = one.assignments.map(({ school }) => school),
): Participant => ({
  one,
  pseudonym,
  token,
  attempts: new Map(),
  seats: [],
  training: NO_TRAINING,
  path: [],
  step: 0,
  done: new Set(),
  schools: [...schools],
  following: new Map(),
  plan: [],
});
