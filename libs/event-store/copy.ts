import {
  canonicalJson,
  tenantPrefix,
  type Clock,
  type Head,
  type Position,
  type RecordedEvent,
  type StreamName,
} from '#libs/kernel';
import { MAX_APPEND_BYTES, type EventStore, type PreparedEvent } from './port.js';

/** A clock that says what the event at hand says: the target's times become the source's. */
export class CopiedTime implements Clock {
  readonly exact = true;
  #now = 0;
  now(): number {
    return this.#now;
  }
  set(instant: string): void {
    this.#now = Date.parse(instant);
  }
}

export interface CopyProgress {
  /** Events of the source that are in the target now, those of an earlier attempt included. */
  readonly events: number;
  readonly position: Position;
}

export interface CopyReport {
  readonly events: number;
  /** How many of them were there from an earlier attempt. */
  readonly before: number;
  readonly streams: number;
  /** Of the source's and the target's last event. */
  readonly from: Position | undefined;
  readonly to: Position | undefined;
}

/** Two logs that should be one and are not; the message names the first place. */
export class CopyRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CopyRefused';
  }
}

const MOST_TOGETHER = 200;

/** What a writer was handed: the stored metadata without what the writer completed. */
const preparedAgain = (event: RecordedEvent): PreparedEvent => {
  const { previousHash: _, recordedAt: __, ...stable } = JSON.parse(event.metadataText) as Record<string, unknown>;
  const metadata = canonicalJson(stable);
  return {
    id: event.id,
    type: event.type,
    data: event.dataText,
    metadata,
    bytes: Buffer.byteLength(event.dataText) + Buffer.byteLength(metadata),
  } as PreparedEvent;
};

async function* eventsOf(store: EventStore, tenant: string, upTo?: Position): AsyncGenerator<RecordedEvent, void, void> {
  const stop = new AbortController();
  try {
    for await (const batch of store.subscribe({ tenant, prefixes: [tenantPrefix(tenant)], signal: stop.signal })) {
      for (const event of batch.events) {
        if (upTo !== undefined && event.position > upTo) return;
        yield event;
      }
      if (batch.caughtUp) return;
    }
  } finally {
    stop.abort();
  }
}

const placeOf = (event: RecordedEvent): string => `${event.type}, revision ${event.revision} of ${event.stream}`;

const sameEvent = (a: RecordedEvent, b: RecordedEvent): boolean =>
  a.id === b.id &&
  a.stream === b.stream &&
  a.revision === b.revision &&
  a.type === b.type &&
  a.hash === b.hash &&
  a.dataText === b.dataText &&
  a.metadataText === b.metadataText;

/**
 * Copies a country's log into another event store, through the port alone: ids, types, data, metadata, times, hashes and the total
 * order stay. What an earlier attempt left is checked and kept. It ends at the end that the source has then; call it again for what came
 * meanwhile, the last time while nobody writes.
 *
 * @param time the target's clock, and nobody else's
 * @param options `upTo`: the place in the source where the record ends, where that is not its end
 * @throws CopyRefused when the target holds something else than the source's beginning, or would store an event under another hash
 */
export const copyLog = async (
  source: EventStore,
  target: EventStore,
  tenant: string,
  time: CopiedTime,
  options: { upTo?: Position | undefined; progress?: (progress: CopyProgress) => void; signal?: AbortSignal } = {},
): Promise<CopyReport> => {
  const heads = new Map<StreamName, Head>();
  let events = 0;
  let from: Position | undefined;
  let to: Position | undefined;

  const there = eventsOf(target, tenant);
  let copied = await there.next();
  let group: RecordedEvent[] = [];
  let bytes = 0;
  const write = async (): Promise<void> => {
    const [first] = group;
    if (!first) return;
    time.set(first.metadata.recordedAt);
    const { stream } = first;
    const answer = await target.append(stream, heads.get(stream) ?? 'no-stream', group.map(preparedAgain));
    answer.events.forEach((stored, index) => {
      const original = group[index];
      if (!original || !sameEvent(original, stored))
        throw new CopyRefused(`the target stores another event than ${placeOf(first)}`);
    });
    heads.set(stream, answer.head);
    to = answer.position;
    group = [];
    bytes = 0;
  };

  let before = 0;
  for await (const event of eventsOf(source, tenant, options.upTo)) {
    options.signal?.throwIfAborted();
    if (!event.intact)
      throw new CopyRefused(`the source is damaged: ${placeOf(event)} does not have the hash that its bytes give`);
    if (!copied.done) {
      if (!sameEvent(copied.value, event))
        throw new CopyRefused(`the target holds another record: it differs from the source at ${placeOf(event)}`);
      heads.set(event.stream, { revision: event.revision, hash: event.hash });
      to = copied.value.position;
      before += 1;
      copied = await there.next();
    } else {
      const [first] = group;
      const size = Buffer.byteLength(event.dataText) + Buffer.byteLength(event.metadataText);
      const joins =
        first &&
        first.stream === event.stream &&
        first.metadata.recordedAt === event.metadata.recordedAt &&
        group.length < MOST_TOGETHER &&
        bytes + size < MAX_APPEND_BYTES / 2;
      if (!joins) await write();
      group.push(event);
      bytes += size;
    }
    events += 1;
    from = event.position;
    options.progress?.({ events, position: event.position });
  }
  await write();
  if (!copied.done) throw new CopyRefused(`the target holds more than the source: ${placeOf(copied.value)} is not in it`);
  return { events, before, streams: heads.size, from, to };
};

/**
 * Compares two logs event by event, and says how many they have. `upTo` as for `copyLog`.
 * @param pair told of each event's position in both
 * @throws CopyRefused at the first difference
 */
export const compareLogs = async (
  source: EventStore,
  target: EventStore,
  tenant: string,
  pair?: (from: Position, to: Position) => void,
  upTo?: Position,
): Promise<number> => {
  const there = eventsOf(target, tenant);
  let events = 0;
  for await (const event of eventsOf(source, tenant, upTo)) {
    const other = await there.next();
    if (other.done) throw new CopyRefused(`the target ends before ${placeOf(event)}`);
    if (!sameEvent(event, other.value)) throw new CopyRefused(`source and target differ at ${placeOf(event)}`);
    events += 1;
    pair?.(event.position, other.value.position);
  }
  const rest = await there.next();
  if (!rest.done) throw new CopyRefused(`the target goes on behind the source: ${placeOf(rest.value)}`);
  return events;
};
