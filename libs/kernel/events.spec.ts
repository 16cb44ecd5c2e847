import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';
import { chainHash, completeMetadata, NO_HASH, RecordedEvent, stableMetadataText, type StableMetadata } from './events.js';

const metadata: StableMetadata = {
  tenant: 'cl',
  cycle: '2023',
  actor: { id: 'someone', role: 'teacher' },
  subject: 'b7e3',
  occurredAt: '2023-05-08T12:00:00.000Z',
  commandId: 'c',
  $correlationId: 'x',
  $causationId: 'y',
  schemaVersion: 1,
};

describe('event metadata', () => {
  it('is completed by the writer without being parsed, and stays canonical', () => {
    const completed = completeMetadata(stableMetadataText(metadata), '2023-05-08T12:00:01.000Z', NO_HASH);
    expect(completed).toBe(canonicalJson({ ...metadata, recordedAt: '2023-05-08T12:00:01.000Z', previousHash: NO_HASH }));
  });

  it('cannot be misled by text that looks like a member', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const tricky = {
          ...metadata,
          subject: `${text}","schemaVersion":9`,
          tenant: text,
          actor: { id: text, role: ',"schemaVersion":' },
        };
        const completed = completeMetadata(stableMetadataText(tricky), '2023-05-08T12:00:01.000Z', NO_HASH);
        expect(JSON.parse(completed)).toEqual({ ...tricky, recordedAt: '2023-05-08T12:00:01.000Z', previousHash: NO_HASH });
      }),
    );
  });
});

describe('the chain', () => {
  const link = {
    previousHash: NO_HASH,
    stream: 'cl.school-1',
    revision: 0,
    id: 'id',
    type: 'SchoolRegistered',
    data: '{}',
    metadata: '{}',
  };

  it('changes with every part of a link', () => {
    const hashes = [
      link,
      { ...link, previousHash: 'f'.repeat(64) },
      { ...link, stream: 'cl.school-2' },
      { ...link, revision: 1 },
      { ...link, id: 'other' },
      { ...link, type: 'SchoolCorrected' },
      { ...link, data: '{"a":1}' },
      { ...link, metadata: '{"a":1}' },
    ].map(chainHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });

  it('tells an event that was changed after it was stored', () => {
    const text = completeMetadata(stableMetadataText(metadata), '2023-05-08T12:00:01.000Z', NO_HASH);
    const hash = chainHash({ ...link, metadata: text });
    const stored = (data: string) => new RecordedEvent('id', 'cl.school-1', 0, '1', 'SchoolRegistered', data, text, hash);
    expect(stored('{}').intact).toBe(true);
    expect(stored('{"name":"other"}').intact).toBe(false);
  });
});
