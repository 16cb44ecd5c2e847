import type { CommandContext, Executed } from '#libs/commanding';
import { instant } from '#libs/kernel';
import { CountryPolicies, type CountryPoliciesParts } from './country-policies.js';
import type { StartFrom } from './decisions.js';
import type { PolicyStatus } from './status.js';

export interface PolicyHostParts extends Omit<
  CountryPoliciesParts,
  'tenant' | 'now' | 'folded' | 'retryMs' | 'longestRetryMs' | 'tickMs' | 'yieldMs'
> {
  readonly now: (tenant: string) => number;
  readonly folded: (tenant: string, views: readonly string[] | 'all', position: string | undefined) => Promise<boolean>;
  readonly limits?: Partial<Pick<CountryPoliciesParts, 'retryMs' | 'longestRetryMs' | 'tickMs' | 'yieldMs'>>;
}

const DEFAULTS = { retryMs: 1000, longestRetryMs: 300_000, tickMs: 5000, yieldMs: 5000 };

/** The policies of an installation, a runner for each country. */
export class PolicyHost {
  readonly #countries = new Map<string, CountryPolicies>();

  constructor(private readonly parts: PolicyHostParts) {}

  /** Sets a country's policies going; nothing happens where they run. */
  async addTenant(tenant: string): Promise<void> {
    if (this.#countries.has(tenant)) return;
    const { now, folded, limits, ...shared } = this.parts;
    const country = new CountryPolicies({
      ...shared,
      ...DEFAULTS,
      ...limits,
      tenant,
      now: () => now(tenant),
      folded: (views, position) => folded(tenant, views, position),
    });
    this.#countries.set(tenant, country);
    await country.start();
  }

  /** Empty for a country whose policies do not run here. */
  status(tenant: string): readonly PolicyStatus[] {
    return this.#countries.get(tenant)?.status() ?? [];
  }

  tenants(): readonly string[] {
    return [...this.#countries.keys()].sort();
  }

  /** See `CountryPolicies.settled`; true for a country without policies. */
  async settled(tenant: string, timeoutMs: number): Promise<boolean> {
    return (await this.#countries.get(tenant)?.settled(timeoutMs)) ?? true;
  }

  /**
   * Moves the settable clock of a country: what was set off before the new time is carried out at the old one, and what falls due on the
   * way at its own date. `set` moves the clock. @returns false when something did not settle in time; the clock is moved all the same
   */
  async advance(tenant: string, to: number, set: (at: number) => void, timeoutMs: number): Promise<boolean> {
    const country = this.#countries.get(tenant);
    const until = Date.now() + timeoutMs;
    const left = () => Math.max(1, until - Date.now());
    if (!country) {
      set(to);
      return true;
    }
    let whole = await this.#quiet(country, tenant, left());
    while (whole) {
      const due = await country.nextDue(instant(to));
      if (due === undefined) break;
      set(Math.max(Date.parse(due), this.parts.now(tenant)));
      whole = await this.#quiet(country, tenant, left());
    }
    set(to);
    return (await this.#quiet(country, tenant, left())) && whole;
  }

  /** Everything reacted to, everything folded, nothing due. */
  async #quiet(country: CountryPolicies, tenant: string, timeoutMs: number): Promise<boolean> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const before = (await this.parts.events.head(tenant))?.position;
      while (!(await this.parts.folded(tenant, 'all', before))) if (Date.now() > until) return false;
      if (!(await country.settled(Math.max(1, until - Date.now())))) return false;
      if ((await this.parts.events.head(tenant))?.position === before) return true;
    }
  }

  pause(context: CommandContext, policy: string, reason: string): Promise<Executed> {
    return this.#country(context.tenant).pause(context, policy, reason);
  }

  resume(context: CommandContext, policy: string, reason: string): Promise<Executed> {
    return this.#country(context.tenant).resume(context, policy, reason);
  }

  retry(tenant: string, policy: string): Promise<void> {
    return this.#country(tenant).retry(policy);
  }

  skip(context: CommandContext, policy: string, cause: string, reason: string): Promise<Executed> {
    return this.#country(context.tenant).skip(context, policy, cause, reason);
  }

  startFrom(context: CommandContext, policy: string, from: StartFrom, reason: string): Promise<Executed> {
    return this.#country(context.tenant).startFrom(context, policy, from, reason);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#countries.values()].map((country) => country.close()));
  }

  #country(tenant: string): CountryPolicies {
    const country = this.#countries.get(tenant);
    if (!country) throw new RangeError(`no policies run for the country "${tenant}"`);
    return country;
  }
}
