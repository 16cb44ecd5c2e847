/** Where time comes from. Deciders and folds never ask it: time arrives with the command. */
export interface Clock {
  /** Milliseconds since the Unix epoch, for a country: simulated countries have a clock that is set, others the machine's. */
  now(tenant: string): number;
  /** Its times are kept as they are, also where they go back: those of a record that is copied. */
  readonly exact?: boolean;
}

export const systemClock: Clock = { now: () => Date.now() };

/** RFC 3339, UTC, milliseconds: sorts as text. */
export type Instant = string;
export const instant = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
export const isInstant = (value: string): boolean => INSTANT.test(value) && !Number.isNaN(Date.parse(value));
