import { digestOf } from '#libs/commanding';
import { prepareEvent, type EventStore, type PreparedEvent } from '#libs/event-store';
import {
  chainHash,
  commandIdOf,
  completeMetadata,
  eventIdOf,
  instant,
  NO_HASH,
  Refusal,
  type Actor,
  type Clock,
  type Decider,
  type DomainEvent,
  type EventCatalogue,
  type EventMetadata,
  type Head,
  type Instant,
  type StreamName,
} from '#libs/kernel';
import { sealPersonal, type KeyStore } from '#libs/privacy';

const DIGEST_SECRET = Buffer.alloc(32, 7);
/** Appends that may be under way: they share commits. */
const UNDER_WAY = 1024;

interface Known {
  state: unknown;
  head: Head | undefined;
}

export interface Doing {
  readonly at: Instant;
  readonly actor: Actor;
  /** What the caller's route would be: part of the command's id. */
  readonly route: string;
  readonly subject?: string;
  readonly cycle?: string;
}

/** What a decider may see of an event's metadata when it looks back: who, when and in which cycle. */
const metadataOf = (tenant: string, { at, actor, subject, cycle }: Doing): EventMetadata => ({
  tenant,
  ...(cycle === undefined ? {} : { cycle }),
  actor,
  ...(subject === undefined ? {} : { subject }),
  occurredAt: at,
  recordedAt: at,
  commandId: '',
  $correlationId: '',
  $causationId: '',
  schemaVersion: 1,
  previousHash: NO_HASH,
  hash: NO_HASH,
});

/** The clock that `recordedAt` follows. */
export class SetClock implements Clock {
  at = 0;
  now(): number {
    return this.at;
  }
}

/**
 * Carries decisions out as the product's command side does (same ids, digests, sealing and metadata), without HTTP, and with a thousand
 * appends under way at a time: since the clock is set here, the head that an append leads to is known before it is written.
 */
export class DecidedLog {
  events = 0;
  refused = 0;
  readonly #streams = new Map<StreamName, Known>();
  #underWay: Promise<unknown>[] = [];
  #commands = 0;

  constructor(
    private readonly tenant: string,
    private readonly store: EventStore,
    private readonly clock: SetClock,
    private readonly keys: KeyStore,
    private readonly catalogue: EventCatalogue,
  ) {}

  state<State>(decider: Decider<State, never>, stream: StreamName): State {
    return (this.#streams.get(stream)?.state ?? decider.initial) as State;
  }

  /** Lets go of a stream that nothing is decided on any more. */
  forget(stream: StreamName): void {
    this.#streams.delete(stream);
  }

  /** @returns the events that were decided; none where the rules refused */
  async run<State, Event extends DomainEvent>(
    doing: Doing,
    decider: Decider<State, Event>,
    stream: StreamName,
    decide: (state: State) => readonly Event[],
    body: unknown = {},
  ): Promise<readonly Event[]> {
    if (this.#underWay.length >= UNDER_WAY) await this.flush();
    const known: Known = this.#streams.get(stream) ?? { state: decider.initial, head: undefined };
    this.#streams.set(stream, known);
    let decided: readonly Event[];
    try {
      decided = decide(known.state as State);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refused += 1;
      return [];
    }
    if (decided.length === 0) return [];
    const prepared = await this.#prepared(doing, stream, decided, body);
    const metadata = metadataOf(this.tenant, doing);
    for (const event of decided) known.state = decider.evolve(known.state as State, { ...event, metadata });
    this.clock.at = Math.max(this.clock.at, Date.parse(doing.at));
    this.#underWay.push(this.store.append(stream, known.head ?? 'no-stream', prepared));
    known.head = this.#headAfter(stream, known.head, prepared);
    this.events += prepared.length;
    return decided;
  }

  #headAfter(stream: StreamName, head: Head | undefined, prepared: readonly PreparedEvent[]): Head {
    const recordedAt = instant(this.clock.at);
    let revision = head?.revision ?? -1;
    let hash = head?.hash ?? NO_HASH;
    for (const { id, type, data, metadata: stable } of prepared) {
      revision += 1;
      const metadata = completeMetadata(stable, recordedAt, hash);
      hash = chainHash({ previousHash: hash, stream, revision, id, type, data, metadata });
    }
    return { revision, hash };
  }

  async flush(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#underWay = [];
  }

  async #prepared(
    { at, actor, route, subject, cycle }: Doing,
    stream: StreamName,
    decided: readonly DomainEvent[],
    body: unknown,
  ): Promise<PreparedEvent[]> {
    this.#commands += 1;
    const commandId = commandIdOf(this.tenant, actor.id, route, String(this.#commands));
    const prepared: PreparedEvent[] = [];
    for (const [index, event] of decided.entries()) {
      const definition = this.catalogue.require(event.type);
      const id = eventIdOf(commandId, stream, index);
      let data: object = event.data;
      if (definition.personal && subject !== undefined) {
        const key = await this.keys.key(this.tenant, subject);
        if (!key) throw new Error('a person without a key');
        data = sealPersonal(definition.personal, event.data, id, key);
      }
      prepared.push(
        prepareEvent({
          id,
          type: event.type,
          data,
          metadata: {
            tenant: this.tenant,
            cycle,
            actor,
            subject,
            occurredAt: at,
            commandId,
            commandDigest: digestOf(DIGEST_SECRET, body),
            $correlationId: commandId,
            $causationId: commandId,
            schemaVersion: definition.version,
          },
        }),
      );
    }
    return prepared;
  }
}
