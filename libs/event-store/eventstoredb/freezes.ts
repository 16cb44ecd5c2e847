import type { EventStoreDBClient } from '@eventstore/db-client';
import { isMissing, later, type LogPosition } from './translate.js';

/** Who holds which country, in the log itself; no stream of a country can have this name. */
export const FREEZES = 'cordillera-freezes';

/** What stands in that stream. */
export interface FreezeSaid {
  readonly tenant: string;
  /** The store that goes on writing while nobody else does; nobody's where the country can be written by all again. */
  readonly holder: string | null;
}

interface Frozen {
  readonly holder: string;
  readonly at: LogPosition;
}

/**
 * Which countries are frozen. A freeze is an event of the log, so that the log's own order says what came before it: an append that is
 * answered behind a freeze it did not know of is no part of the record, and whoever moves the record copies what lies before the freeze. So each append looks
 * here after its answer; those that are answered meanwhile share one look.
 */
export class Freezes {
  readonly #frozen = new Map<string, Frozen>();
  #next = 0n;
  #underWay: Promise<void> | undefined;
  #following: Promise<void> | undefined;

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly holder: string,
  ) {}

  /** Whether somebody else holds the country, as far as is known here. */
  holds(tenant: string): boolean {
    const frozen = this.#frozen.get(tenant);
    return frozen !== undefined && frozen.holder !== this.holder;
  }

  /** Where this store's own freeze stands. */
  since(tenant: string): LogPosition | undefined {
    const frozen = this.#frozen.get(tenant);
    return frozen?.holder === this.holder ? frozen.at : undefined;
  }

  /** Whether something at this place of the log came too late. Ask after `look`. */
  before(tenant: string, position: LogPosition): boolean {
    const frozen = this.#frozen.get(tenant);
    return frozen !== undefined && frozen.holder !== this.holder && later(position, frozen.at);
  }

  /** Reads what was said since the last look; begins after it was called, however many call. */
  look(): Promise<void> {
    if (!this.#underWay) return (this.#underWay = this.#read().finally(() => (this.#underWay = undefined)));
    return (this.#following ??= this.#underWay
      .catch(() => undefined) // Its own callers hear of it.
      .then(() => {
        this.#following = undefined;
        return this.look();
      }));
  }

  /** Hears of an event of that stream as it is written. */
  heard(revision: bigint, data: unknown, position: LogPosition): void {
    // What was missed in between is read by the next look, in order.
    if (revision !== this.#next) return;
    this.#next = revision + 1n;
    const { tenant, holder } = data as FreezeSaid;
    if (holder === null) this.#frozen.delete(tenant);
    else this.#frozen.set(tenant, { holder, at: position });
  }

  async #read(): Promise<void> {
    try {
      for await (const { event } of this.client.readStream(FREEZES, { fromRevision: this.#next }))
        if (event?.position) this.heard(event.revision, event.data, event.position);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}
