import { randomUUID } from 'node:crypto';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreError } from '../port.js';
import { isMissing, later, type LogPosition } from './translate.js';

/** Who holds which country, in the log itself; no stream of a country can have this name. */
export const FREEZES = 'cordillera-freezes';

/** Space in the log between the word that a freeze is coming and the freeze. */
const PADDING = 'cordillera-padding';

/** The type of what stands in `FREEZES`. */
export const FREEZE_SAID = 'CountryFreeze';

interface FreezeSaid {
  readonly tenant: string;
  /** The store that goes on writing while nobody else does; nobody's where the country can be written by all again. */
  readonly holder: string | null;
  /** Which announcement this is, or which one it follows; those that were written before there were any stand by themselves. */
  readonly announcement?: string;
  /** The freeze is only coming. */
  readonly coming?: boolean;
}

interface Frozen {
  readonly holder: string;
  readonly at: LogPosition;
  /** Where it was frozen first: what stood behind that was acknowledged to nobody, whoever took it over from there. */
  readonly since: LogPosition;
}

/** So many bytes of the log behind a place up to which it knows every freeze, a store takes for granted that there is none. */
const UNSEEN_BYTES = 256n * 1024n;
/** As many appends of padding are tried; two are enough where a place in the log is a place in its file. */
const PADDINGS = 8;

export interface FreezesOptions {
  readonly client: Pick<EventStoreDBClient, 'readStream'>;
  /** Appends to a stream of our own; saying the same twice changes nothing. @returns where it stands */
  readonly append: (stream: string, type: string, data: object) => Promise<LogPosition>;
  /** Tries again what fails in passing. */
  readonly patiently: (what: string, run: () => Promise<void>) => Promise<void>;
}

/**
 * Which countries are frozen. A freeze is an event of the log, so that the log's own order says what came before it: an append that is
 * answered behind a freeze it did not know of is no part of the record, and whoever moves the record copies what lies before the freeze.
 *
 * To look after each append would cost as much as the append. So a freeze is announced first, and stands farther behind its announcement than any store
 * goes without a look: who writes behind the freeze has seen the announcement, or looks since it is too far from what it has seen. Distances are the log's
 * own, no clock decides. A freeze whose announcement was taken back or overtaken by another one is none, for whoever looked in between goes by that.
 */
export class Freezes {
  readonly #frozen = new Map<string, Frozen>();
  readonly #announced = new Map<string, string>();
  #next = 0n;
  /** Every freeze before this place is known. */
  #seen: LogPosition | undefined;
  /** The last place known to be written before the look that comes next. */
  #written: LogPosition | undefined;
  #underWay: Promise<void> | undefined;
  #following: Promise<void> | undefined;

  readonly #holder = randomUUID();

  constructor(private readonly options: FreezesOptions) {}

  /** Whether somebody else holds the country, as far as is known here. */
  holds(tenant: string): boolean {
    return this.#byOther(tenant) !== undefined;
  }

  /** Whether what stands at this place of the log is part of the country's record for certain, without looking. */
  covers(tenant: string, position: LogPosition): boolean {
    const frozen = this.#byOther(tenant);
    if (frozen) return !later(position, frozen.since);
    if (!this.#seen) return false;
    if (!later(position, this.#seen)) return true;
    return !this.#announced.has(tenant) && position.commit - this.#seen.commit <= UNSEEN_BYTES;
  }

  /** Looks. @returns whether what stands at this place of the log came too late to be part of the country's record */
  async tooLate(tenant: string, position: LogPosition): Promise<boolean> {
    if (!this.#written || later(position, this.#written)) this.#written = position;
    await this.look();
    const frozen = this.#byOther(tenant);
    return frozen !== undefined && later(position, frozen.since);
  }

  /** Reads what was said since the last look; begins after it was called, however many call. */
  look(): Promise<void> {
    if (!this.#underWay) {
      const reading = this.options.patiently('reading the freezes of the log', () => this.#read());
      return (this.#underWay = reading.finally(() => (this.#underWay = undefined)));
    }
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
    const { tenant, holder, announcement, coming = false } = data as FreezeSaid;
    if (holder === null) {
      this.#frozen.delete(tenant);
      this.#announced.delete(tenant);
    } else if (coming && announcement !== undefined) this.#announced.set(tenant, announcement);
    else if (announcement === undefined || announcement === this.#announced.get(tenant)) {
      this.#frozen.set(tenant, { holder, at: position, since: this.#frozen.get(tenant)?.since ?? position });
      this.#announced.delete(tenant);
    }
  }

  /**
   * @returns where the freeze stands: up to there reaches what was acknowledged to others
   * @throws EventStoreError unavailable, when somebody else froze or thawed the country at the same moment
   */
  async freeze(tenant: string): Promise<LogPosition> {
    const said: FreezeSaid = { tenant, holder: this.#holder, announcement: randomUUID() };
    const announced = await this.#say({ ...said, coming: true });
    await this.#padBehind(announced);
    await this.#say(said);
    await this.look();
    const frozen = this.#frozen.get(tenant);
    if (frozen?.holder !== this.#holder || !later(frozen.at, announced))
      throw new EventStoreError('unavailable', `somebody else took ${tenant}, or gave it back, at the same moment`, { tenant });
    return frozen.at;
  }

  async thaw(tenant: string): Promise<void> {
    await this.#say({ tenant, holder: null });
    await this.look();
  }

  #say(said: FreezeSaid): Promise<LogPosition> {
    return this.options.append(FREEZES, FREEZE_SAID, said);
  }

  /** Moves the log on: what is written after this is farther from `from` than anybody goes without looking. */
  async #padBehind(from: LogPosition): Promise<void> {
    const space = 'x'.repeat(Number(UNSEEN_BYTES) * 2);
    for (let attempt = 0; attempt < PADDINGS; attempt += 1) {
      const { commit } = await this.options.append(PADDING, 'Padding', { space });
      if (commit - from.commit > UNSEEN_BYTES) return;
    }
    throw new EventStoreError(
      'unavailable',
      'the positions of this log do not grow with its size: no country can be frozen in it',
    );
  }

  #byOther(tenant: string): Frozen | undefined {
    const frozen = this.#frozen.get(tenant);
    return frozen && frozen.holder !== this.#holder ? frozen : undefined;
  }

  async #read(): Promise<void> {
    const { client } = this.options;
    const written = this.#written;
    try {
      // A follower may be behind what the leader has answered.
      for await (const { event } of client.readStream(FREEZES, { fromRevision: this.#next, requiresLeader: true }))
        if (event?.position) this.heard(event.revision, event.data, event.position);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    if (written && (!this.#seen || later(written, this.#seen))) this.#seen = written;
  }
}
