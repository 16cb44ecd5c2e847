import fc from 'fast-check';
import { EventCatalogue, NO_HASH, RecordedEvent, canonicalJson, completeMetadata, type EventMetadata } from '#libs/kernel';
import { ReadableEvent } from './readable-event.js';

const catalogue = new EventCatalogue([]);
const readable = (metadataText: string): { read: EventMetadata; parsed: EventMetadata } => {
  const event = new RecordedEvent('id', 'cl.x-1', 0, '1', 'Something', '{}', metadataText, 'h');
  return { read: new ReadableEvent(event, catalogue).metadata, parsed: JSON.parse(metadataText) as EventMetadata };
};
const MEMBERS = [
  'occurredAt',
  'recordedAt',
  'tenant',
  'cycle',
  'subject',
  'actor',
  'commandId',
  'schemaVersion',
  'previousHash',
] as const;

describe('metadata that folds look at', () => {
  const odd = fc.oneof(fc.string(), fc.constantFrom(',"recordedAt":"', '"schemaVersion":', '\\', '","occurredAt":"x'));
  const metadata = fc.record(
    {
      actor: fc.record({ id: odd, role: odd }),
      commandId: odd,
      cycle: odd,
      occurredAt: fc.oneof(odd, fc.constant('2023-05-08T23:24:02.198Z')),
      subject: odd,
      tenant: odd,
      schemaVersion: fc.integer({ min: 1, max: 99 }),
      $correlationId: odd,
    },
    { requiredKeys: ['actor', 'commandId', 'occurredAt', 'tenant', 'schemaVersion'] },
  );
  const instants = fc.oneof(fc.constant('2024-01-01T00:00:00.000Z'), odd);

  it('is what the stored text says when it is parsed, whatever stands in its members', () => {
    fc.assert(
      fc.property(metadata, instants, fc.boolean(), (stable, recordedAt, chained) => {
        const { read, parsed } = readable(
          completeMetadata(canonicalJson(stable), recordedAt, chained ? 'a'.repeat(64) : NO_HASH),
        );
        for (const member of MEMBERS) expect(read[member]).toEqual(parsed[member]);
      }),
    );
  });
});
