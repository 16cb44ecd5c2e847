import { refuse, type Clock } from '#libs/kernel';

/**
 * The time of each country: the machine's, but for simulated countries, whose clock is set and drives both times of their events.
 * It never goes back.
 */
export class CountryClocks implements Clock {
  readonly #simulated = new Map<string, number>();

  now(tenant: string): number {
    return this.#simulated.get(tenant) ?? Date.now();
  }

  isSimulated(tenant: string): boolean {
    return this.#simulated.has(tenant);
  }

  /** Makes the country's clock a set one. */
  simulate(tenant: string, at: number): void {
    this.#simulated.set(tenant, at);
  }

  discard(tenant: string): void {
    this.#simulated.delete(tenant);
  }

  /** @throws Refusal clock-not-simulated | clock-goes-back */
  check(tenant: string, at: number): void {
    const current = this.#simulated.get(tenant);
    if (current === undefined) return refuse('clock-not-simulated', { country: tenant });
    if (at < current) refuse('clock-goes-back', { from: new Date(current).toISOString(), to: new Date(at).toISOString() }, '/at');
  }

  /** @throws Refusal clock-not-simulated | clock-goes-back */
  set(tenant: string, at: number): void {
    this.check(tenant, at);
    this.#simulated.set(tenant, at);
  }
}
