import { setTimeout as delay } from 'node:timers/promises';
import type { CommandContext, Executed } from '#libs/commanding';
import { instant, Turns } from '#libs/kernel';
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
  /** Where several processes serve the same countries; without it this one reacts for all. */
  readonly lease?: PolicyLease | undefined;
}

interface Served {
  country: CountryPolicies;
  active: boolean;
  lookedAt: number;
  readonly turns: Turns;
}

/** Which of several processes reacts for a country. It only saves work: what two do has the same ids, and the books' fence tells them apart. */
export interface PolicyLease {
  /** Takes or keeps the country for a while; `insist` also from another one. @returns whether it is held now */
  take(tenant: string, insist: boolean): Promise<boolean>;
  letGo(tenant: string): Promise<void>;
  /** How often it has to be kept, milliseconds. */
  readonly everyMs: number;
}

/** Of one process: it has every country. */
const ALONE: PolicyLease = { take: async () => true, letGo: async () => undefined, everyMs: 1000 };

/** How often a process that does not react for a country looks how far the one is that does, milliseconds. */
const LOOK_MS = 10_000;

const DEFAULTS = { retryMs: 1000, longestRetryMs: 300_000, tickMs: 5000, yieldMs: 5000 };

/**
 * The policies of an installation, a runner for each country. Of several processes one reacts for a country: it holds the lease, and another
 * one takes over within seconds when it dies. Every process answers for the policies, and carries out what operators ask of them.
 */
export class PolicyHost {
  readonly #countries = new Map<string, Served>();
  readonly #closing = new AbortController();
  readonly #lease: PolicyLease;
  #keeping: Promise<void> | undefined;

  constructor(private readonly parts: PolicyHostParts) {
    this.#lease = parts.lease ?? ALONE;
  }

  /**
   * Sets a country's policies going; nothing happens where they run. What keeps them from beginning is thrown, and they begin as soon as it has
   * passed.
   */
  async addTenant(tenant: string): Promise<void> {
    if (this.#countries.has(tenant)) return;
    const served: Served = { country: this.#made(tenant), active: false, lookedAt: 0, turns: new Turns() };
    this.#countries.set(tenant, served);
    this.#keeping ??= this.#keepAll();
    await this.#keep(tenant, served, false);
  }

  /** The countries for which this process reacts. */
  held(): readonly string[] {
    return [...this.#countries].flatMap(([tenant, { active }]) => (active ? [tenant] : [])).sort();
  }

  #made(tenant: string): CountryPolicies {
    const { now, folded, limits, lease: _, ...shared } = this.parts;
    return new CountryPolicies({
      ...shared,
      ...DEFAULTS,
      ...limits,
      tenant,
      now: () => now(tenant),
      folded: (views, position) => folded(tenant, views, position),
    });
  }

  /** Takes the lease or keeps it, and does what follows from having it or not. */
  #keep(tenant: string, served: Served, insist: boolean): Promise<void> {
    return served.turns.take(async () => {
      if (this.#closing.signal.aborted) return;
      const held = await this.#lease.take(tenant, insist);
      if (held && !served.active) {
        await served.country.start();
        served.active = true;
      } else if (!held && served.active) {
        // This one was silent for too long: another one has the country.
        served.active = false;
        await served.country.close();
        served.country = this.#made(tenant);
        served.lookedAt = 0;
      }
      if (!served.active && Date.now() - served.lookedAt >= LOOK_MS) {
        served.lookedAt = Date.now();
        await served.country.look();
      }
    });
  }

  async #keepAll(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await delay(this.#lease.everyMs, undefined, { signal }).catch(() => undefined); // Closing ends the wait early.
      for (const [tenant, served] of this.#countries) {
        if (signal.aborted) return;
        try {
          await this.#keep(tenant, served, false);
        } catch (error) {
          // Whoever reacts goes on doing so: what two do together is done once.
          this.parts.onProblem(`who reacts for ${tenant} could not be settled; it is tried again`, error);
        }
      }
    }
  }

  /** Empty for a country whose policies do not run here. */
  status(tenant: string): readonly PolicyStatus[] {
    return this.#countries.get(tenant)?.country.status() ?? [];
  }

  tenants(): readonly string[] {
    return [...this.#countries.keys()].sort();
  }

  /** See `CountryPolicies.settled`; true for a country without policies. */
  async settled(tenant: string, timeoutMs: number): Promise<boolean> {
    return (await this.#countries.get(tenant)?.country.settled(timeoutMs)) ?? true;
  }

  /**
   * Moves the settable clock of a country: what was set off before the new time is carried out at the old one, and what falls due on the
   * way at its own date. `set` moves the clock. @returns false when something did not settle in time; the clock is moved all the same
   */
  async advance(tenant: string, to: number, set: (at: number) => void, timeoutMs: number): Promise<boolean> {
    const served = this.#countries.get(tenant);
    // The clock is this process's own: who reacts has to go by it.
    if (served && !served.active) await this.#keep(tenant, served, true);
    const country = served?.country;
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
    this.#closing.abort();
    await this.#keeping;
    await Promise.all(
      [...this.#countries].map(async ([tenant, served]) => {
        await served.turns.take(() => served.country.close());
        // Another process takes it over at once.
        if (served.active) await this.#lease.letGo(tenant);
      }),
    );
  }

  #country(tenant: string): CountryPolicies {
    const country = this.#countries.get(tenant)?.country;
    if (!country) throw new RangeError(`no policies run for the country "${tenant}"`);
    return country;
  }
}
