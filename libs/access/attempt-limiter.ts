import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Refusal, refuse } from '#libs/kernel';

export interface AttemptLimits {
  /** Failed attempts from one address within the window; 20 unless told. A whole school may sit behind one address. */
  readonly perAddress?: number;
  /** Failed attempts for one country within the window, from wherever; 1,000 unless told. */
  readonly perTenant?: number;
  /** Seconds; 900 unless told. */
  readonly windowSeconds?: number;
}

/** Who guesses has to wait. Only failures count: a thousand teachers who sign in from one room with good codes are no attack. */
export class AttemptLimiter {
  readonly #addresses: RateLimiterMemory;
  readonly #tenants: RateLimiterMemory;

  constructor(limits: AttemptLimits = {}) {
    const duration = limits.windowSeconds ?? 900;
    this.#addresses = new RateLimiterMemory({ keyPrefix: 'address', points: limits.perAddress ?? 20, duration });
    this.#tenants = new RateLimiterMemory({ keyPrefix: 'tenant', points: limits.perTenant ?? 1_000, duration });
  }

  /**
   * Runs an attempt; a Refusal that it ends with counts against the address and the country, any other end does not.
   * @throws Refusal too-many-attempts {seconds}, without running it, or what the attempt threw
   */
  async attempt<T>(tenant: string, address: string, run: () => Promise<T>): Promise<T> {
    const counted: readonly (readonly [RateLimiterMemory, string])[] = [
      [this.#addresses, `${tenant}|${address}`],
      [this.#tenants, tenant],
    ];
    for (const [limiter, key] of counted) {
      const state = await limiter.get(key);
      if (state && state.consumedPoints >= limiter.points && state.msBeforeNext > 0) {
        refuse('too-many-attempts', { seconds: Math.ceil(state.msBeforeNext / 1000) });
      }
    }
    try {
      return await run();
    } catch (error) {
      if (error instanceof Refusal) for (const [limiter, key] of counted) await limiter.penalty(key);
      throw error;
    }
  }
}
