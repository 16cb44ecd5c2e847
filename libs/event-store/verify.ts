import { NO_HASH, chainHash, tenantPrefix, type Head, type Position, type RecordedEvent, type StreamName } from '#libs/kernel';
import type { EventStore } from './port.js';

export interface ChainFault {
  /**
   * `revision`: one is missing or comes twice. `previous-hash`: the event does not name the hash before it. `hash`: its own bytes give
   * another hash. `metadata`: it cannot be read.
   */
  readonly kind: 'revision' | 'previous-hash' | 'hash' | 'metadata';
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: number;
  readonly id: string;
}

export interface ChainReport {
  readonly events: number;
  readonly streams: number;
  /** Of the last event that was checked. */
  readonly position: Position | undefined;
  readonly faults: readonly ChainFault[];
}

/**
 * Reads a country's whole log, up to the end it has meanwhile, and recomputes every hash over the stored bytes. Memory grows with
 * the number of streams, not of events.
 *
 * @throws whatever the store's subscription throws; the reason of `signal` when it aborts before the end
 */
export const verifyChains = async (
  store: Pick<EventStore, 'subscribe'>,
  tenant: string,
  options: { signal?: AbortSignal; progress?: (events: number) => void } = {},
): Promise<ChainReport> => {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', abort);
  const heads = new Map<StreamName, Head>();
  const faults: ChainFault[] = [];
  let events = 0;
  let position: Position | undefined;
  try {
    for await (const batch of store.subscribe({ tenant, prefixes: [tenantPrefix(tenant)], signal: stop.signal })) {
      for (const event of batch.events) {
        const kind = faultOf(event, heads.get(event.stream));
        if (kind) faults.push({ kind, position: event.position, stream: event.stream, revision: event.revision, id: event.id });
        heads.set(event.stream, { revision: event.revision, hash: event.hash });
      }
      events += batch.events.length;
      position = batch.position;
      options.progress?.(events);
      if (batch.caughtUp) break;
    }
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
  options.signal?.throwIfAborted();
  return { events, streams: heads.size, position, faults };
};

const faultOf = (event: RecordedEvent, before: Head | undefined): ChainFault['kind'] | undefined => {
  if (event.revision !== (before === undefined ? 0 : before.revision + 1)) return 'revision';
  const previousHash = before?.hash ?? NO_HASH;
  let named: unknown;
  try {
    named = event.metadata.previousHash;
  } catch {
    // Metadata that is no JSON is itself the finding.
    return 'metadata';
  }
  if (named !== previousHash) return 'previous-hash';
  const { stream, revision, id, type, dataText: data, metadataText: metadata } = event;
  return chainHash({ previousHash, stream, revision, id, type, data, metadata }) === event.hash ? undefined : 'hash';
};
