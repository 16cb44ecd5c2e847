import { canonicalJson, chainHash, EventCatalogue, parseStreamName } from '#libs/kernel';
import { eventDefinitions, projections } from '../libs/platform/read-models.js';
import { sampleName, samplesIn, type Sample } from '../tools/docs/pages.js';

/**
 * What was stored once is readable for ever. A sample is an event as a log holds it; it is written when a version is new and never
 * changed after that.
 */
describe('stored samples of events', () => {
  const catalogue = new EventCatalogue(eventDefinitions);
  const samples = samplesIn('test/samples');
  const versions = catalogue.definitions.flatMap(({ type, version }) =>
    Array.from({ length: version }, (_, at) => [type, at + 1] as const),
  );

  it('are there for every version of every type, and for nothing else', () => {
    expect([...samples.keys()].sort()).toEqual(versions.map(([type, version]) => sampleName(type, version)).sort());
  });

  it.each(versions)('%s version %i is read as the current version writes it', (type, version) => {
    const sample = samples.get(sampleName(type, version)) as Sample;
    expect([sample.type, sample.metadata.schemaVersion]).toEqual([type, version]);
    const data = catalogue.upcast(type, version, sample.data) as Record<string, unknown>;
    // The fields of the current version's own sample, whichever version was stored.
    const current = samples.get(sampleName(type, catalogue.require(type).version)) as Sample;
    expect(Object.keys(data).sort()).toEqual(Object.keys(current.data).sort());
    for (const field of catalogue.require(type).personal ?? [])
      expect(data[field]).toEqual({ $personal: expect.any(String) as string });
  });

  it.each([...samples])('%s has the hash that its bytes give', (_name, sample) => {
    const { hash, ...metadata } = sample.metadata;
    expect(parseStreamName(sample.stream)).toBeDefined();
    expect(
      chainHash({
        previousHash: String(metadata['previousHash']),
        stream: sample.stream,
        revision: sample.revision,
        id: sample.id,
        type: sample.type,
        data: canonicalJson(sample.data),
        metadata: canonicalJson(metadata),
      }),
    ).toBe(hash);
  });

  it('covers everything that a read model folds', () => {
    const folded = new Set(projections.flatMap((projection) => Object.keys(projection.on)));
    expect([...folded].filter((type) => !catalogue.get(type))).toEqual([]);
  });
});
