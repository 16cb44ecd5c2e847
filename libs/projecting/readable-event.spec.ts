import fc from 'fast-check';
import { EventCatalogue, NO_HASH, RecordedEvent, canonicalJson, completeMetadata, type EventMetadata } from '#libs/kernel';
import { ReadableEvent, type TypeReading } from './readable-event.js';
import { readingOf } from './runner.js';
import { fold, foldWithout } from './projection.js';

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

describe('data that folds look at', () => {
  const definitions = new EventCatalogue([
    { type: 'Scored', version: 2, says: 'A score.', upcasters: { 1: ({ parts }: { parts: object }) => ({ parts, whole: 1 }) } },
  ]);
  const event = (version: number, data: string, reading?: TypeReading): ReadableEvent => {
    const metadata = completeMetadata(canonicalJson({ occurredAt: 'x', schemaVersion: version }), 'y', NO_HASH);
    return new ReadableEvent(new RecordedEvent('id', 'cl.x-1', 0, '1', 'Scored', data, metadata, 'h'), definitions, reading);
  };
  type Score = { parts: object; whole: number };
  const alone = foldWithout<Score, 'parts'>(['parts'], () => undefined);
  const all = fold<Score>(() => undefined);
  const reading = (...folds: (typeof all)[]) =>
    readingOf(folds.map((one) => ({ folds: new Map([['Scored', one]]) }))).get('Scored') as TypeReading;
  const data = '{"parts":{"a":[1]},"whole":3}';

  it('lacks what none of those who fold the type looks at', () => {
    expect(event(2, data, reading(alone)).data).toEqual({ whole: 3 });
    expect(event(2, data, reading(alone, alone)).data).toEqual({ whole: 3 });
  });

  it('is whole where one of them looks at all of it', () => {
    for (const those of [reading(alone, all), reading(all, alone), reading(all)])
      expect(event(2, data, those).data).toEqual({ parts: { a: [1] }, whole: 3 });
    expect(event(2, data).data).toEqual({ parts: { a: [1] }, whole: 3 });
  });

  it('is whole where it has to be brought up to date', () => {
    expect(event(1, '{"parts":{"a":[1]}}', reading(alone)).data).toEqual({ parts: { a: [1] }, whole: 1 });
  });

  it('is frozen either way, and an event of a later release is refused', () => {
    for (const those of [reading(alone), reading(all)]) {
      expect(Object.isFrozen(event(2, data, those).data)).toBe(true);
      expect(() => event(3, data, those).data).toThrow('was written as version 3');
    }
  });
});
