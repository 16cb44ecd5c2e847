import {
  NotCanonical,
  canonicalJson,
  isUuid,
  parseStreamName,
  stableMetadataText,
  type Head,
  type JsonObject,
  type Position,
  type RecordedEvent,
  type StableMetadata,
  type StreamName,
} from '#libs/kernel';

export type EventStoreErrorCode =
  /** The stream's head is another one; reload and decide again. `retryable` by deciding again, not verbatim. */
  | 'conflict'
  /** The engine cannot be reached or is closed; nothing is known to be written. */
  | 'unavailable'
  /** An event over 256 KiB or an append over 1 MiB; refused before anything is written. */
  | 'too-large'
  /** The stream was deleted for ever. */
  | 'deleted'
  /** The answer got lost: it may be written. Retry the same prepared events on the same head. */
  | 'unknown-outcome'
  /** The input is none that a store could hold: a bad stream name or id, a value that is not I-JSON, an empty append. */
  | 'invalid';

export class EventStoreError extends Error {
  readonly retryable: boolean;
  constructor(
    readonly code: EventStoreErrorCode,
    message: string,
    readonly details: JsonObject = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'EventStoreError';
    this.retryable = code === 'unavailable' || code === 'unknown-outcome';
  }
}

export const MAX_EVENT_BYTES = 256 * 1024;
export const MAX_APPEND_BYTES = 1024 * 1024;

export interface NewEvent {
  /** UUID; the identity by which a verbatim retry is recognised. */
  readonly id: string;
  /** PascalCase, past tense. */
  readonly type: string;
  readonly data: object;
  readonly metadata: StableMetadata;
}

declare const prepared: unique symbol;
/** An event whose data and stable metadata are serialised once (RFC 8785): every retry sends the same bytes. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  /** Canonical text of the stable metadata; the writer completes `recordedAt` and the hashes. */
  readonly metadata: string;
  readonly bytes: number;
  readonly [prepared]: true;
}

const TYPE = /^[A-Z][A-Za-z0-9]{1,79}$/;

/** @throws EventStoreError invalid | too-large */
export const prepareEvent = (event: NewEvent): PreparedEvent => {
  if (!isUuid(event.id)) throw new EventStoreError('invalid', `"${event.id}" is no UUID`, { field: 'id' });
  if (!TYPE.test(event.type)) throw new EventStoreError('invalid', `"${event.type}" is no event type`, { field: 'type' });
  if (!Number.isInteger(event.metadata.schemaVersion)) {
    throw new EventStoreError('invalid', `${event.type}: the metadata has no schemaVersion`, { field: 'metadata.schemaVersion' });
  }
  try {
    const data = canonicalJson(event.data);
    const metadata = stableMetadataText(event.metadata);
    const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata);
    if (bytes > MAX_EVENT_BYTES) {
      throw new EventStoreError('too-large', `${event.type} has ${bytes} bytes, the limit is ${MAX_EVENT_BYTES}`, {
        type: event.type,
        bytes,
        limit: MAX_EVENT_BYTES,
      });
    }
    return { id: event.id, type: event.type, data, metadata, bytes } as PreparedEvent;
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    throw new EventStoreError('invalid', `${event.type}: ${error.message}`, { type: event.type, pointer: error.pointer });
  }
};

/** What every engine checks before it touches anything. @throws EventStoreError invalid | too-large */
export const checkAppend = (stream: StreamName, events: readonly PreparedEvent[]): void => {
  checkStream(stream);
  const tenant = `"tenant":"${stream.slice(0, stream.indexOf('.'))}"`;
  if (events.length === 0) throw new EventStoreError('invalid', `an append to ${stream} without events`, { stream });
  let bytes = 0;
  const ids = new Set<string>();
  for (const event of events) {
    bytes += event.bytes;
    ids.add(event.id);
    // Quotes inside a value are escaped, so this text can only be the member itself.
    if (!event.metadata.includes(tenant)) {
      throw new EventStoreError('invalid', `an event of another country cannot be appended to ${stream}`, { stream });
    }
  }
  if (ids.size !== events.length) throw new EventStoreError('invalid', `an append to ${stream} repeats an event id`, { stream });
  if (bytes > MAX_APPEND_BYTES) {
    throw new EventStoreError('too-large', `an append to ${stream} has ${bytes} bytes, the limit is ${MAX_APPEND_BYTES}`, {
      stream,
      bytes,
      limit: MAX_APPEND_BYTES,
    });
  }
};

/** @throws EventStoreError invalid */
export const checkStream = (stream: StreamName): void => {
  if (parseStreamName(stream) === undefined) throw new EventStoreError('invalid', `"${stream}" is no stream name`, { stream });
};

export interface StreamSlice {
  /** In order of revision. */
  readonly events: readonly RecordedEvent[];
  /** The head of the whole stream, also when the slice ends before it; `undefined` where no event was ever appended. */
  readonly head: Head | undefined;
}

export interface Appended {
  readonly head: Head;
  /** Of the last event of the append. */
  readonly position: Position;
  /** As stored, in order; for a verbatim retry what was stored the first time. */
  readonly events: readonly RecordedEvent[];
}

export interface SubscriptionRequest {
  readonly tenant: string;
  /** The last position that was processed; `undefined` reads from the country's first event. Exclusive. */
  readonly from?: Position | undefined;
  /** Stream-name prefixes, each ending with its separator (`cl.`, `cl.2023.`, `cl.school-`); events outside are not delivered. */
  readonly prefixes: readonly string[];
  /** Events of other types are not delivered, as those outside the prefixes are not; all types unless told. */
  readonly types?: readonly string[] | undefined;
  /** Ends the subscription; the only way it ends without an error that cannot be retried. */
  readonly signal: AbortSignal;
  /** At most this many events a batch; 1,000 unless told. */
  readonly batch?: number;
}

export interface SubscriptionBatch {
  /** In the country's total order; may be empty (a quiet stretch was passed, or the end reached). */
  readonly events: readonly RecordedEvent[];
  /** Everything up to here was delivered or is not asked for; `undefined` while the country has no event at all. */
  readonly position: Position | undefined;
  /** Nothing lay behind `position` when this batch was read. Said once each time the end is reached. */
  readonly caughtUp: boolean;
}

/**
 * The event log of every country, the only truth about what happened.
 *
 * Idempotency is promised for a verbatim retry alone: the same prepared events on the same expected head give the first answer
 * again. There is no "any": who appends has read. An event's id follows from its command, its stream and its place there, so that it stands
 * in the log once: an engine with an index of ids refuses another one as `invalid`, EventStoreDB has none and writes it. Nothing builds on the refusal.
 */
export interface EventStore {
  /**
   * @param from first revision to read, inclusive (0 unless told); `limit` at most that many events (all unless told).
   * A stream that does not exist is an empty slice without head. @throws EventStoreError
   */
  readStream(stream: StreamName, options?: { from?: number; limit?: number }): Promise<StreamSlice>;
  /** All or nothing. @throws EventStoreError */
  append(stream: StreamName, expected: 'no-stream' | Head, events: readonly PreparedEvent[]): Promise<Appended>;
  /** Catches up, says so, goes on live; reconnects by itself from the last batch handed out. */
  subscribe(request: SubscriptionRequest): AsyncIterable<SubscriptionBatch>;
  /** Position and time (`recordedAt`) of the country's last event; `undefined` while it has none. */
  head(tenant: string): Promise<{ position: Position; recordedAt: string } | undefined>;
  /** The countries that have a log here, sorted. */
  tenants(): Promise<readonly string[]>;
  /** Ends subscriptions, finishes appends under way, lets go of every resource. */
  close(): Promise<void>;
}

/** Token under which the platform provides the event store. */
export const EVENT_STORE = Symbol('EventStore');
