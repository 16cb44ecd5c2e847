import { setTimeout as delay } from 'node:timers/promises';
import type { AskedMethod, ProjectorBoard } from './board.js';
import type { InThreadProjectorHost } from './host.js';
import type { TenantStatus } from './status.js';

export interface SharedWorkOptions {
  readonly board: ProjectorBoard;
  readonly host: InThreadProjectorHost;
  /** A name that no other projector has. */
  readonly holder: string;
  /** How long a lease lasts without being renewed, milliseconds; 5,000 unless told. */
  readonly leaseMs?: number;
  /** How often the board is looked at; 250 unless told. */
  readonly lookMs?: number;
  readonly onProblem: (error: unknown, doing: string) => void;
}

const WITH_PROGRESS: ReadonlySet<AskedMethod> = new Set(['rebuild', 'verify']);
const PUBLISH_EVERY_MS = 50;

/**
 * One of several projectors that share the countries. Each holds the leases of its countries and renews them; a lease whose holder died
 * runs out within seconds, and another projector takes the country over from its checkpoint. With more projectors each holds fewer.
 */
export class SharedWork {
  readonly #held = new Set<string>();
  readonly #closing = new AbortController();
  readonly #due = new Map<string, TenantStatus>();
  readonly #running = new Set<Promise<void>>();
  readonly #leaseMs: number;
  readonly #lookMs: number;
  #loop: Promise<void> | undefined;
  #publishing: Promise<void> | undefined;

  constructor(private readonly options: SharedWorkOptions) {
    this.#leaseMs = options.leaseMs ?? 5000;
    this.#lookMs = options.lookMs ?? 250;
    options.host.onStatus((status) => {
      this.#due.set(status.tenant, status);
      this.#publishing ??= this.#publish();
    });
  }

  get held(): readonly string[] {
    return [...this.#held].sort();
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Lets go of every country, so that others take them at once. Closes neither host nor board. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
    await Promise.allSettled([...this.#running]);
    for (const tenant of this.held) await this.#attempt('letting go of a country', () => this.#letGo(tenant));
    await this.#publishing;
    await this.#attempt('signing out', () => this.options.board.signOut(this.options.holder));
  }

  async #run(): Promise<void> {
    let renewedAt = 0;
    while (!this.#closing.signal.aborted) {
      if (Date.now() - renewedAt >= this.#leaseMs / 5) {
        renewedAt = Date.now();
        await this.#attempt('sharing the countries', () => this.#share());
      }
      for (const tenant of this.held) await this.#attempt('looking for requests', () => this.#serve(tenant));
      await delay(this.#lookMs, undefined, { signal: this.#closing.signal }).catch(() => undefined); // Closing ends the wait early.
    }
  }

  async #share(): Promise<void> {
    const { board, holder } = this.options;
    const projectors = Math.max(1, await board.signIn(holder, this.#leaseMs));
    const countries = await board.countries();
    const share = Math.ceil(countries.length / projectors);
    for (const tenant of this.held) {
      if (!(await board.hold(tenant, holder, this.#leaseMs))) await this.#lost(tenant);
    }
    // Somebody joined: what is above the share becomes free.
    for (const tenant of this.held.slice(share)) await this.#letGo(tenant);
    const taken = await board.holders();
    for (const tenant of countries) {
      if (this.#held.size >= share) break;
      if (this.#held.has(tenant) || taken.has(tenant)) continue;
      if (await board.hold(tenant, holder, this.#leaseMs)) await this.#attempt('beginning a country', () => this.#begin(tenant));
    }
  }

  async #begin(tenant: string): Promise<void> {
    this.#held.add(tenant);
    try {
      await this.options.host.addTenant(tenant);
    } catch (error) {
      // A store is away this very moment. Held and not begun, nobody would project it: whoever looks next begins anew.
      await this.#attempt('letting go of a country', () => this.#letGo(tenant));
      throw error;
    }
  }

  async #letGo(tenant: string): Promise<void> {
    this.#held.delete(tenant);
    await this.options.host.removeTenant(tenant);
    await this.options.board.letGo(tenant, this.options.holder);
  }

  /** Another one holds it now: this one was silent for too long, and its next commit would be refused. */
  async #lost(tenant: string): Promise<void> {
    this.#held.delete(tenant);
    await this.options.host.removeTenant(tenant);
  }

  async #serve(tenant: string): Promise<void> {
    const asked = await this.options.board.take(tenant);
    if (!asked) return;
    const { board, host } = this.options;
    let told = 0;
    const progress = (value: unknown): void => {
      if (Date.now() - told < this.#lookMs) return;
      told = Date.now();
      void this.#attempt('telling progress', () => board.tell(asked.id, { state: 'open', progress: value }));
    };
    const run = (async () => {
      try {
        const method = host[asked.method].bind(host) as (...all: unknown[]) => Promise<unknown>;
        const value = await method(tenant, ...asked.args, ...(WITH_PROGRESS.has(asked.method) ? [progress] : []));
        await board.tell(asked.id, { state: 'done', value });
      } catch (error) {
        const { name = 'Error', message = String(error) } = error as { name?: string; message?: string };
        await board.tell(asked.id, { state: 'failed', name, message });
      }
    })();
    const watched = this.#attempt('answering', () => run);
    this.#running.add(watched);
    void watched.finally(() => this.#running.delete(watched));
  }

  async #publish(): Promise<void> {
    try {
      while (this.#due.size > 0) {
        const statuses = [...this.#due.values()];
        this.#due.clear();
        for (const status of statuses) {
          if (this.#held.has(status.tenant)) {
            await this.#attempt('telling how far it is', () => this.options.board.publish(status, this.options.holder));
          }
        }
        await delay(PUBLISH_EVERY_MS);
      }
    } finally {
      this.#publishing = undefined;
    }
  }

  /** The board may be away for a while; everything here is tried again. */
  async #attempt(doing: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.options.onProblem(error, doing);
    }
  }
}
