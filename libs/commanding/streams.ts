import { LRUCache } from 'lru-cache';
import { EventStoreError, prepareEvent, type EventStore, type PreparedEvent } from '#libs/event-store';
import {
  eventIdOf,
  parseStreamName,
  refuse,
  type Decider,
  type DomainEvent,
  type EventCatalogue,
  type Head,
  type Instant,
  type Position,
  type RecordedEvent,
  type StreamName,
} from '#libs/kernel';
import { sealPersonal, type KeyStore } from '#libs/privacy';
import type { CommandContext } from './command-context.js';

interface Loaded {
  state: unknown;
  head: Head | undefined;
  /** `occurredAt` of the stream's last event. */
  lastOccurredAt: Instant | undefined;
  /** Which revisions each command wrote, to recognise a repeated one. */
  commands: Map<string, { digest: string | undefined; first: number; last: number }>;
  /** More was appended here since: whoever comes back reads it first. */
  behind?: true;
}

export interface Executed {
  readonly stream: StreamName;
  /** What was written; empty when the command changed nothing. Personal fields are sealed. */
  readonly events: readonly RecordedEvent[];
  /** Of the stream after the command; -1 for a stream that does not exist. */
  readonly revision: number;
  /** What a read can wait for. */
  readonly position: Position | undefined;
  /** The command had been carried out before; this is the answer of that time. */
  readonly repeated: boolean;
}

export interface ExecuteOptions {
  /** The pseudonym the events are about; needed where an event has personal fields. */
  readonly subject?: string;
  /** The cycle's label, for what belongs to one. */
  readonly cycle?: string;
  /** The event is the one that says that the subject was forgotten. */
  readonly forgetting?: boolean;
  /** Nobody will come back to this stream soon: its state is not kept. For one of many that a file names, so that a large file takes no more memory than a small one. */
  readonly once?: boolean;
}

const ATTEMPTS = 5;
/**
 * Characters of data that are folded as soon as they are appended: an answer, a step. What is long, as a result with its scores, ends a stream's part in
 * most cases, and is read again for the few who come back.
 */
const FOLDED_AT_ONCE = 1_000;
/** Of how many commands the body is remembered whatever stream they wrote to. */
const REMEMBERED = 20_000;

/**
 * Carries commands out: loads the stream, recognises a repeated command, checks If-Match, lets the decider decide, seals personal
 * fields, appends on the head it has read; after a conflict it reloads and decides again, five times at most.
 */
export class Streams {
  readonly #cache: LRUCache<string, Loaded>;
  /** The last command of each stream that has one under way here. */
  readonly #turns = new Map<StreamName, Promise<unknown>>();
  /**
   * Digests of the bodies of the last commands. A stream knows its own for good; a body that names another thing leads to another stream, where only
   * this tells that its key was used.
   */
  readonly #digests = new LRUCache<string, string>({ max: REMEMBERED });

  constructor(
    private readonly store: EventStore,
    private readonly keys: KeyStore,
    private readonly catalogue: EventCatalogue,
    options: { cachedStreams?: number } = {},
  ) {
    this.#cache = new LRUCache({ max: options.cachedStreams ?? 50_000 });
  }

  /** The stream's state now, refreshed by reading what is new since it was last folded. */
  async state<State, Event extends DomainEvent>(decider: Decider<State, Event>, stream: StreamName): Promise<State> {
    return (await this.#load(decider, stream, true)).state as State;
  }

  /** The stream's state as it was known at a time: everything recorded until then. */
  async stateAsOf<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: StreamName,
    recordedAt: Instant,
  ): Promise<State> {
    const { events } = await this.store.readStream(stream, { from: 0 });
    const known = events.findIndex(({ metadata }) => metadata.recordedAt > recordedAt);
    return this.#folded(decider, undefined, known < 0 ? events : events.slice(0, known), undefined).state as State;
  }

  /** State and revision, for answers that carry an ETag. */
  async read<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: StreamName,
  ): Promise<{ state: State; revision: number }> {
    const loaded = await this.#load(decider, stream, true);
    return { state: loaded.state as State, revision: loaded.head?.revision ?? -1 };
  }

  /**
   * Commands to one stream take turns within this process, in the order they came, so that a crowd at one offering waits instead of
   * colliding; other processes are met as conflicts. @throws Refusal, EventStoreError
   */
  execute<State, Event extends DomainEvent>(
    context: CommandContext,
    decider: Decider<State, Event>,
    stream: StreamName,
    decide: (state: State) => readonly Event[],
    options: ExecuteOptions = {},
  ): Promise<Executed> {
    const carryOut = () => this.#execute(context, decider, stream, decide, options);
    const before = this.#turns.get(stream);
    const executed = before ? before.then(carryOut, carryOut) : carryOut();
    this.#turns.set(stream, executed);
    const leave = (): void => {
      if (this.#turns.get(stream) === executed) this.#turns.delete(stream);
    };
    executed.then(leave, leave);
    return executed;
  }

  async #execute<State, Event extends DomainEvent>(
    context: CommandContext,
    decider: Decider<State, Event>,
    stream: StreamName,
    decide: (state: State) => readonly Event[],
    options: ExecuteOptions,
  ): Promise<Executed> {
    const keep = !options.once;
    const digest = this.#digests.get(context.commandId);
    if (digest !== undefined && digest !== context.commandDigest) refuse('idempotency-key-reused');
    for (let attempt = 1; ; attempt += 1) {
      const loaded = await this.#load(decider, stream, attempt > 1, keep);
      const repeated = await this.#repeated(context, stream, loaded);
      if (repeated) return repeated;
      if (context.occurredAt !== undefined && context.occurredAt > context.at)
        refuse('occurred-in-future', { occurredAt: context.occurredAt, now: context.at }, '/occurredAt');
      const revision = loaded.head?.revision ?? -1;
      if (context.ifMatch !== undefined && context.ifMatch !== revision) {
        // A stale cache must not refuse a caller who knows better.
        const fresh = attempt > 1 ? loaded : await this.#load(decider, stream, true, keep);
        if (context.ifMatch !== (fresh.head?.revision ?? -1)) {
          refuse('precondition-failed', { expected: context.ifMatch, actual: fresh.head?.revision ?? -1 });
        }
        if (fresh !== loaded || fresh.head?.revision !== revision) continue;
      }
      let decided: readonly Event[];
      try {
        decided = decide(loaded.state as State);
      } catch (error) {
        // A refusal that rests on a cached state is only believed when the state is the current one.
        if (attempt === 1 && (await this.#refreshed(decider, stream, loaded, keep))) continue;
        throw error;
      }
      if (decided.length === 0) {
        if (attempt === 1 && (await this.#refreshed(decider, stream, loaded, keep))) continue;
        const head = await this.store.head(context.tenant);
        return { stream, events: [], revision, position: head?.position, repeated: false };
      }
      const prepared = await this.#prepare(context, stream, decided, loaded, options);
      try {
        const executed = await this.#append(decider, stream, loaded, prepared, keep);
        this.#digests.set(context.commandId, context.commandDigest);
        return executed;
      } catch (error) {
        if (!(error instanceof EventStoreError) || error.code !== 'conflict') throw error;
        this.#cache.delete(stream);
        if (attempt >= ATTEMPTS) refuse('too-busy', { stream: parseStreamName(stream)?.category ?? stream });
      }
    }
  }

  /** Drops what is remembered of a country, after its log was changed from outside. */
  forget(tenant: string): void {
    for (const key of this.#cache.keys()) if (key.startsWith(`${tenant}.`)) this.#cache.delete(key);
  }

  async #load<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: StreamName,
    refresh: boolean,
    keep = true,
  ): Promise<Loaded> {
    const cached = this.#cache.get(stream);
    if (cached && !refresh && !cached.behind) return cached;
    const slice = await this.store.readStream(stream, { from: cached?.head ? cached.head.revision + 1 : 0 });
    if (cached && slice.events.length === 0) return cached;
    const loaded = this.#folded(decider, cached, slice.events, slice.head);
    // What an append of this process folded meanwhile is newer than what was read.
    const current = this.#cache.get(stream);
    if (current?.head && loaded.head && current.head.revision > loaded.head.revision) return current;
    if (keep || current) this.#cache.set(stream, loaded);
    return loaded;
  }

  async #refreshed<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: StreamName,
    before: Loaded,
    keep: boolean,
  ): Promise<boolean> {
    return (await this.#load(decider, stream, true, keep)).head?.revision !== before.head?.revision;
  }

  #folded<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    before: Loaded | undefined,
    events: readonly RecordedEvent[],
    head: Head | undefined,
  ): Loaded {
    let state = (before?.state ?? decider.initial) as State;
    let lastOccurredAt = before?.lastOccurredAt;
    const commands = before?.commands ?? new Map<string, { digest: string | undefined; first: number; last: number }>();
    for (const event of events) {
      const { metadata } = event;
      const data = this.catalogue.upcast(event.type, metadata.schemaVersion, event.data);
      state = decider.evolve(state, { type: event.type, data, metadata } as unknown as Parameters<typeof decider.evolve>[1]);
      if (lastOccurredAt === undefined || metadata.occurredAt > lastOccurredAt) lastOccurredAt = metadata.occurredAt;
      const known = commands.get(metadata.commandId);
      if (known) known.last = event.revision;
      else commands.set(metadata.commandId, { digest: metadata.commandDigest, first: event.revision, last: event.revision });
    }
    return { state, head, lastOccurredAt, commands };
  }

  async #repeated(context: CommandContext, stream: StreamName, loaded: Loaded): Promise<Executed | undefined> {
    const known = loaded.commands.get(context.commandId);
    if (!known) return undefined;
    if (known.digest !== undefined && known.digest !== context.commandDigest) refuse('idempotency-key-reused');
    const slice = await this.store.readStream(stream, { from: known.first, limit: known.last - known.first + 1 });
    return { stream, events: slice.events, revision: known.last, position: slice.events.at(-1)?.position, repeated: true };
  }

  async #prepare(
    context: CommandContext,
    stream: StreamName,
    decided: readonly DomainEvent[],
    loaded: Loaded,
    options: ExecuteOptions,
  ): Promise<PreparedEvent[]> {
    const last = loaded.lastOccurredAt;
    if (context.occurredAt !== undefined && last !== undefined && context.occurredAt < last) {
      refuse('occurred-before-last', { occurredAt: context.occurredAt, last });
    }
    await this.#checkSubject(context.tenant, options);
    const asked = context.occurredAt ?? context.at;
    const occurredAt = last !== undefined && last > asked ? last : asked;
    const prepared: PreparedEvent[] = [];
    for (const [index, event] of decided.entries()) {
      const definition = this.catalogue.require(event.type);
      const id = eventIdOf(context.commandId, stream, index);
      const data = definition.personal
        ? await this.#sealed(context.tenant, options.subject, definition.personal, event.data, id)
        : event.data;
      prepared.push(
        prepareEvent({
          id,
          type: event.type,
          data,
          metadata: {
            tenant: context.tenant,
            cycle: options.cycle,
            actor: { id: context.actor.id, role: context.actor.role },
            subject: options.subject,
            occurredAt,
            commandId: context.commandId,
            commandDigest: context.commandDigest,
            $correlationId: context.correlationId,
            $causationId: context.causationId,
            schemaVersion: definition.version,
          },
        }),
      );
    }
    return prepared;
  }

  /** Nothing more is recorded about somebody who was forgotten, whoever sends it: a token lives on for some minutes. */
  async #checkSubject(tenant: string, { subject, forgetting = false }: ExecuteOptions): Promise<void> {
    if (subject === undefined || forgetting || (await this.keys.key(tenant, subject))) return;
    if (await this.keys.certificate(tenant, subject)) refuse('person-forgotten', { teacher: subject });
  }

  async #sealed(
    tenant: string,
    subject: string | undefined,
    fields: readonly string[],
    data: object,
    eventId: string,
  ): Promise<object> {
    if (subject === undefined) throw new RangeError('an event with personal fields needs its subject');
    const key = await this.keys.key(tenant, subject);
    if (!key) return refuse('person-forgotten', { teacher: subject });
    return sealPersonal(fields, data, eventId, key);
  }

  async #append<State, Event extends DomainEvent>(
    decider: Decider<State, Event>,
    stream: StreamName,
    loaded: Loaded,
    prepared: readonly PreparedEvent[],
    keep: boolean,
  ): Promise<Executed> {
    const expected = loaded.head ?? 'no-stream';
    const retryVerbatim = async () => {
      try {
        return await this.store.append(stream, expected, prepared);
      } catch (error) {
        if (!(error instanceof EventStoreError) || error.code !== 'unknown-outcome') throw error;
        return this.store.append(stream, expected, prepared);
      }
    };
    const appended = await retryVerbatim();
    const current = this.#cache.get(stream);
    if (current === loaded || (current === undefined && keep)) {
      const length = prepared.reduce((sum, { data }) => sum + data.length, 0);
      this.#cache.set(
        stream,
        length > FOLDED_AT_ONCE ? { ...loaded, behind: true } : this.#folded(decider, loaded, appended.events, appended.head),
      );
    }
    return { stream, events: appended.events, revision: appended.head.revision, position: appended.position, repeated: false };
  }
}
