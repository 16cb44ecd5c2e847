import { canonicalJson, NO_HASH, type DomainEvent, type EventMetadata, type FoldableEvent } from '#libs/kernel';
import type { Projection, View } from '#libs/projecting';

export type Documents = Map<string, Map<string, string>>;

/** A view over maps, for specifications: documents are kept as the text that would be stored. */
export const viewOf = (documents: Documents): View => {
  const collection = (name: string): Map<string, string> => {
    const known = documents.get(name) ?? new Map<string, string>();
    documents.set(name, known);
    return known;
  };
  return {
    get: <T extends object>(name: string, id: string): T | undefined => {
      const text = collection(name).get(id);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    put: (name, id, document) => void collection(name).set(id, canonicalJson(document)),
    delete: (name, id) => void collection(name).delete(id),
  };
};

export const happened = (event: DomainEvent, metadata: Partial<EventMetadata> = {}): FoldableEvent<string, never> => ({
  type: event.type,
  data: event.data as never,
  stream: 'cl.2023.offering-o1',
  metadata: {
    tenant: 'cl',
    cycle: '2023',
    actor: { id: 'specification', role: 'teacher' },
    occurredAt: '2023-07-20T12:00:00.000Z',
    recordedAt: '2023-07-20T12:00:00.000Z',
    commandId: '00000000-0000-5000-8000-000000000000',
    $correlationId: 'specification',
    $causationId: 'specification',
    schemaVersion: 1,
    previousHash: NO_HASH,
    hash: NO_HASH,
    ...metadata,
  },
});

export const foldInto = (documents: Documents, projection: Projection, events: Iterable<FoldableEvent<string, never>>): void => {
  const view = viewOf(documents);
  for (const event of events) projection.on[event.type]?.(event, view);
};

/** The documents of a projection's collection after these events, by id. */
export const folded = (
  projection: Projection,
  collection: string,
  events: Iterable<FoldableEvent<string, never>>,
): Record<string, unknown> => {
  const documents: Documents = new Map();
  foldInto(documents, projection, events);
  return Object.fromEntries([...(documents.get(collection) ?? [])].map(([id, text]) => [id, JSON.parse(text) as unknown]));
};
