import {
  NO_HASH,
  RecordedEvent,
  canonicalJson,
  isUuid,
  parseStreamName,
  type JsonObject,
  type Position,
  type StreamName,
} from '#libs/kernel';
import { EventStoreError, type PreparedEvent } from '../port.js';

/** Between our words and the client's: events, positions, errors. Nothing here speaks to a server. */

export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

export const later = (a: LogPosition, b: LogPosition): boolean =>
  a.commit > b.commit || (a.commit === b.commit && a.prepare > b.prepare);

const HEX = 16;
const hex = (value: bigint): string => value.toString(16).padStart(HEX, '0');

/** Ordered as text, as the log is: first by commit, then by prepare; a checkpoint `{n, 0}` stands before the event `{n, n}`. */
export const positionOf = ({ commit, prepare }: LogPosition): Position => {
  const first = hex(commit);
  return first + (commit === prepare ? first : hex(prepare));
};

/** @throws EventStoreError invalid */
export const logPositionOf = (position: Position): LogPosition => {
  if (!/^[0-9a-f]{32}$/.test(position))
    throw new EventStoreError('invalid', `"${position}" is no position of this log`, { position });
  return { commit: BigInt(`0x${position.slice(0, HEX)}`), prepare: BigInt(`0x${position.slice(HEX)}`) };
};

/** What the server gives back of an event, as far as we read it. */
export interface ServerEvent {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: LogPosition | undefined;
}

/** With links resolved or not: `event` is missing where a link's target is gone. */
export interface ServerResolved {
  readonly event?: ServerEvent | undefined;
  readonly link?: ServerEvent | undefined;
  readonly commitPosition?: bigint | undefined;
}

const EVENT_ID = '$eventId';
const HASH = '$hash';
const DECODER = new TextDecoder('utf-8', { fatal: true });
const ENCODER = new TextEncoder();

/** Sixteen bytes of the link's hash as a UUID of version 8: the same envelope is the same event for the server, another one is another. */
export const serverIdOf = (hash: string): string =>
  `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;

export interface ServerNewEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: 'application/octet-stream';
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/**
 * An event as it is sent: data and metadata as the bytes that the hash is over, with our id and the hash in front of the metadata. The
 * server's own id follows from the hash, so that its idempotency means a verbatim repetition and nothing less.
 */
export const toServer = (event: Pick<PreparedEvent, 'id' | 'type' | 'data'>, metadata: string, hash: string): ServerNewEvent => ({
  id: serverIdOf(hash),
  type: event.type,
  contentType: 'application/octet-stream',
  data: ENCODER.encode(event.data),
  metadata: ENCODER.encode(`{"${EVENT_ID}":"${event.id}","${HASH}":"${hash}",${metadata.slice(1)}`),
});

/** Whether something in the log is the server's own: its streams, its types, links, and tombstones on streams of ours. */
export const isSystem = ({ streamId, type }: Pick<ServerEvent, 'streamId' | 'type'>): boolean =>
  streamId.startsWith('$') || type.startsWith('$') || parseStreamName(streamId) === undefined;

/** Members that look like numbers: a parsed object has them first, wherever they stood. */
const REORDERED = /"\d+":/;

/** Metadata as they were stored. They were canonical then, and a parsed object keeps the order of its members, but for those. */
const textOf = (stored: JsonObject): string => {
  const { [EVENT_ID]: _, [HASH]: __, ...metadata } = stored;
  const text = JSON.stringify(metadata);
  return REORDERED.test(text) ? canonicalJson(metadata) : text;
};

/** @throws EventStoreError invalid, for an event in a country's stream that this product did not write */
export const fromServer = (event: ServerEvent): RecordedEvent => {
  const foreign = (what: string): EventStoreError =>
    new EventStoreError('invalid', `revision ${event.revision} of ${event.streamId} was not written by this product: ${what}`, {
      stream: event.streamId,
      type: event.type,
    });
  const { metadata, data, position } = event;
  if (typeof metadata !== 'object' || metadata === null || metadata instanceof Uint8Array) throw foreign('its metadata are none');
  const { [EVENT_ID]: id, [HASH]: hash } = metadata as JsonObject;
  if (typeof id !== 'string' || !isUuid(id) || typeof hash !== 'string') throw foreign('it has no hash');
  if (!(data instanceof Uint8Array)) throw foreign('its data are no bytes');
  if (!position) throw foreign('it has no position');
  let text: string;
  try {
    text = DECODER.decode(data);
  } catch (cause) {
    throw new EventStoreError('invalid', foreign('its data are no text').message, { stream: event.streamId }, { cause });
  }
  return new RecordedEvent(
    id,
    event.streamId,
    revisionOf(event.revision),
    positionOf(position),
    event.type,
    text,
    () => textOf(metadata as JsonObject),
    hash,
  );
};

/** @throws EventStoreError invalid, beyond what a number can hold: no stream of ours gets there */
export const revisionOf = (revision: bigint): number => {
  const number = Number(revision);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new EventStoreError('invalid', `revision ${revision} is none of a stream of events`);
};

/** What a `$metadata` event says about the events of its stream: those before this revision are hidden. */
export const truncatedBefore = (data: unknown): number => {
  const before = typeof data === 'object' && data !== null ? (data as { $tb?: unknown }).$tb : undefined;
  // A deleted stream has the greatest number of all here, which arrives rounded.
  return typeof before === 'number' && before > 0 ? before : 0;
};

/** Whether a `$metadata` event has its stream lose events by age or number; which ones changes without any further event. */
export const isLimited = (data: unknown): boolean => {
  const { $maxAge, $maxCount } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  return $maxAge !== undefined || $maxCount !== undefined;
};

interface Said {
  readonly type: string | undefined;
  readonly code: number | undefined;
  readonly message: string;
}

/** An error by what it says about itself, never by its class. Errors of the batch path have no message of their own. */
const saidBy = (error: unknown): Said => {
  const { type, code, message } = (error ?? {}) as { type?: unknown; code?: unknown; message?: unknown };
  const named = typeof type === 'string' ? type : undefined;
  return {
    type: named,
    code: typeof code === 'number' ? code : undefined,
    message: typeof message === 'string' && message !== '' ? message : (named ?? String(error)),
  };
};

const CANCELLED = 1;
const UNKNOWN = 2;
const DEADLINE = 4;
const ABORTED = 10;
const INTERNAL = 13;
const UNAVAILABLE = 14;
const PASSING_CODES: ReadonlySet<number> = new Set([CANCELLED, DEADLINE, ABORTED, INTERNAL, UNAVAILABLE]);
const PASSING_TYPES: ReadonlySet<string> = new Set(['unavailable', 'timeout', 'deadline-exceeded', 'cancelled', 'not-leader']);

export const isConflict = (error: unknown): boolean => saidBy(error).type === 'wrong-expected-version';
export const isMissing = (error: unknown): boolean => ['stream-not-found', 'no-stream'].includes(saidBy(error).type ?? '');
export const isPassing = (error: unknown): boolean => {
  const { type, code } = saidBy(error);
  return PASSING_TYPES.has(type ?? '') || PASSING_CODES.has(code ?? -1);
};
/** The server let go of a subscriber that was slower than the log. */
export const isTooSlow = (error: unknown): boolean => {
  const { type, code, message } = saidBy(error);
  return (type === 'timeout' || code === ABORTED) && /too slow/i.test(message);
};
/** It failed before anything could be sent: the question what the server can do has no answer, and no type. */
const isUnsent = (error: unknown): boolean => {
  const { type, code } = saidBy(error);
  return type === undefined && code === UNAVAILABLE;
};

/**
 * The client's error in the port's words.
 * @param doing `append`: what passes may have been written all the same
 */
export const errorOf = (error: unknown, doing: 'append' | 'read' | 'subscribe', what: string): EventStoreError => {
  if (error instanceof EventStoreError) return error;
  const { type, code, message } = saidBy(error);
  const made = (to: EventStoreError['code'], says: string): EventStoreError =>
    new EventStoreError(
      to,
      `${what}: ${says}`,
      { ...(type === undefined ? {} : { type }), ...(code === undefined ? {} : { code }) },
      { cause: error },
    );
  if (type === 'stream-deleted') return made('deleted', 'the stream was deleted for ever');
  if (type === 'maximum-append-size-exceeded') return made('too-large', 'the append is larger than the server takes');
  if (type === 'access-denied') return made('invalid', 'the server does not let this user do that');
  if (isPassing(error)) return made(doing === 'append' && !isUnsent(error) ? 'unknown-outcome' : 'unavailable', message);
  if (doing === 'subscribe' && code === UNKNOWN) return made('invalid', `the position is none of this log (${message})`);
  return made(doing === 'append' ? 'unknown-outcome' : 'unavailable', message);
};

export const previousHashOf = (head: { hash: string } | undefined): string => head?.hash ?? NO_HASH;

export const streamsOfTenant = (stream: StreamName): string => stream.slice(0, Math.max(0, stream.indexOf('.')));
