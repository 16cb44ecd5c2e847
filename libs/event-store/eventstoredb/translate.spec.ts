import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { NO_HASH, canonicalJson, chainHash, completeMetadata, isUuid } from '#libs/kernel';
import { EventStoreError } from '../port.js';
import { someEvent } from '../contract.js';
import { prepareEvent } from '../port.js';
import {
  errorOf,
  fromServer,
  isConflict,
  isLimited,
  isMissing,
  isPassing,
  isSystem,
  isTooSlow,
  logPositionOf,
  positionOf,
  revisionOf,
  serverIdOf,
  toServer,
  truncatedBefore,
  type ServerEvent,
} from './translate.js';

const STREAM = 'cl.2023.assessment-1';

const envelope = (data: object = { answer: 3 }) => {
  const event = prepareEvent(someEvent('cl', { data }));
  const metadata = completeMetadata(event.metadata, '2023-05-08T12:00:00.000Z', NO_HASH);
  const hash = chainHash({
    previousHash: NO_HASH,
    stream: STREAM,
    revision: 0,
    id: event.id,
    type: event.type,
    data: event.data,
    metadata,
  });
  return { event, metadata, hash, sent: toServer(event, metadata, hash) };
};

/** As the client hands a stored event out: bytes stay bytes, metadata are parsed where they can be. */
const received = ({ sent }: ReturnType<typeof envelope>, over: Partial<ServerEvent> = {}): ServerEvent => ({
  streamId: STREAM,
  id: sent.id,
  revision: 0n,
  type: sent.type,
  isJson: false,
  data: sent.data,
  metadata: JSON.parse(new TextDecoder().decode(sent.metadata)) as unknown,
  position: { commit: 137n, prepare: 137n },
  ...over,
});

const said = (over: object): Error => Object.assign(new Error('message' in over ? String(over.message) : ''), over);
const code = (error: unknown, doing: 'append' | 'read' | 'subscribe' = 'append'): string =>
  errorOf(error, doing, 'something').code;

describe('positions', () => {
  it('are ordered as text as they are in the log, up to the last that there can be', () => {
    const position = fc.record({ commit: fc.bigInt(0n, 2n ** 64n - 1n), prepare: fc.bigInt(0n, 2n ** 64n - 1n) });
    fc.assert(
      fc.property(position, position, (a, b) => {
        const [left, right] = [positionOf(a), positionOf(b)];
        const later = a.commit > b.commit || (a.commit === b.commit && a.prepare > b.prepare);
        expect(left > right).toBe(later);
        expect(logPositionOf(left)).toEqual(a);
      }),
    );
  });

  it('put a checkpoint of a history, {n, 0}, before the event {n, n}', () => {
    expect(positionOf({ commit: 137n, prepare: 0n }) < positionOf({ commit: 137n, prepare: 137n })).toBe(true);
    expect(positionOf({ commit: 0n, prepare: 0n }) < positionOf({ commit: 1n, prepare: 0n })).toBe(true);
  });

  it('of another log are refused', () => {
    for (const bad of ['', '0000000000000001', 'x'.repeat(32), '0'.repeat(33)])
      expect(() => logPositionOf(bad)).toThrow(EventStoreError);
  });

  it('come as bigints; a revision beyond a number’s reach, as a tombstone has, is none', () => {
    expect(revisionOf(41n)).toBe(41);
    for (const bad of [9_223_372_036_854_775_807n, -1n, -2n]) expect(() => revisionOf(bad)).toThrow(EventStoreError);
  });
});

describe('events', () => {
  it('go as the bytes that were hashed and come back as they were', () => {
    const made = envelope({ ñ: 1.5e-7, '10': 'x', '9': ['\u0000', null], big: 9007199254740991 });
    expect(made.sent.contentType).toBe('application/octet-stream');
    // The client tells bytes by their very class.
    expect(made.sent.data.constructor).toBe(Uint8Array);
    expect(made.sent.metadata.constructor).toBe(Uint8Array);
    const event = fromServer(received(made));
    expect(event.dataText).toBe(made.event.data);
    expect(event.metadataText).toBe(made.metadata);
    expect(event.metadataText).toBe(canonicalJson(JSON.parse(made.metadata)));
    expect([event.id, event.hash, event.intact, event.revision]).toEqual([made.event.id, made.hash, true, 0]);
    expect(event.position).toBe(positionOf({ commit: 137n, prepare: 137n }));
  });

  it('have their metadata as they were written, also where members look like numbers', () => {
    const member = fc.oneof(fc.string({ minLength: 1 }), fc.nat().map(String));
    fc.assert(
      fc.property(fc.dictionary(member, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }), (more) => {
        let metadata: string;
        try {
          metadata = canonicalJson({ ...more, actor: { id: 'x', role: 'teacher' }, tenant: 'cl' });
        } catch {
          return; // No metadata of ours: a lone surrogate, a number beyond 2^53.
        }
        const sent = toServer({ id: randomUUID(), type: 'X', data: '{}' }, metadata, 'a'.repeat(64));
        const parsed = JSON.parse(new TextDecoder().decode(sent.metadata)) as unknown;
        if ('$eventId' in more || '$hash' in more || '__proto__' in more) return;
        expect(fromServer(received({ ...envelope(), sent }, { metadata: parsed })).metadataText).toBe(metadata);
      }),
    );
  });

  it('have a server id that follows from the envelope: the same envelope is the same event, another one is another', () => {
    const made = envelope();
    expect(isUuid(made.sent.id)).toBe(true);
    expect(serverIdOf(made.hash)).toBe(made.sent.id);
    expect(envelope().sent.id).not.toBe(made.sent.id);
  });

  it('whose bytes were changed show it', () => {
    const made = envelope();
    expect(fromServer(received(made, { data: new TextEncoder().encode('{"answer":4}') })).intact).toBe(false);
    expect(fromServer(received(made, { data: new TextEncoder().encode('{"answer": 3}') })).intact).toBe(false);
  });

  it('that somebody else wrote into a country’s stream are told, not skipped', () => {
    const made = envelope();
    const strange: Partial<ServerEvent>[] = [
      { metadata: undefined },
      { metadata: new Uint8Array([1, 2]) },
      { metadata: {} },
      { metadata: { $eventId: 'x', $hash: 'y' } },
      { isJson: true, data: { answer: 3 } },
      { data: new Uint8Array([0xff, 0xfe]) },
      { position: undefined },
    ];
    for (const over of strange)
      expect(() => fromServer(received(made, over))).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it('of the server itself are none: its streams, its types, tombstones on our streams, parked and checkpoint streams', () => {
    const system = [
      { streamId: '$$$scavenges', type: '$metadata' },
      { streamId: `$$${STREAM}`, type: '$metadata' },
      { streamId: STREAM, type: '$streamDeleted' },
      { streamId: STREAM, type: '$>' },
      { streamId: '$persistentSubscriptionConfig', type: '$PersistentConfig' },
      // A type without $: a filter on types alone lets it pass.
      { streamId: '$persistentsubscription-s::g-checkpoint', type: 'SubscriptionCheckpoint' },
      { streamId: 'cordillera-countries', type: 'CountryRegistered' },
    ];
    for (const one of system) expect([one, isSystem(one)]).toEqual([one, true]);
    expect(isSystem({ streamId: STREAM, type: 'ItemsAnswered' })).toBe(false);
  });

  it('before a stream’s $tb are hidden; a deleted stream’s arrives rounded', () => {
    expect(truncatedBefore({ $tb: 5 })).toBe(5);
    expect(truncatedBefore({ $tb: 9223372036854776000 })).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    for (const nothing of [{}, null, undefined, { $maxAge: 5 }, { $tb: 'x' }, new Uint8Array()])
      expect(truncatedBefore(nothing)).toBe(0);
  });
});

describe('streams that lose events by themselves', () => {
  it('are told by their metadata', () => {
    expect(isLimited({ $maxAge: 3600 })).toBe(true);
    expect(isLimited({ $maxCount: 2, $tb: 1 })).toBe(true);
    for (const none of [{}, { $tb: 4 }, { $cacheControl: 5 }, undefined, null, 'x', new Uint8Array()])
      expect(isLimited(none)).toBe(false);
  });
});

describe('errors', () => {
  it('of the batch path, without message and code, are told by their type', () => {
    expect(isConflict(said({ type: 'wrong-expected-version', expectedVersion: 'any', actualVersion: 3n }))).toBe(true);
    expect(code(said({ type: 'maximum-append-size-exceeded' }))).toBe('too-large');
    expect(code(said({ type: 'stream-deleted', code: 9 }))).toBe('deleted');
    const error = errorOf(said({ type: 'unavailable' }), 'append', 'an append to x');
    expect(error.message).toContain('an append to x');
    expect(error.message).toContain('unavailable');
  });

  it('that pass leave an append’s outcome unknown and a read to be tried again', () => {
    const passing = [
      said({ type: 'unavailable', code: 14, message: 'read ECONNRESET' }),
      said({ type: 'unavailable', code: 14, message: 'Connection dropped' }),
      said({ type: 'timeout', code: 10 }),
      said({ type: 'deadline-exceeded', code: 4 }),
      said({ type: 'unknown', code: 13, message: 'Received RST_STREAM with code 0' }),
      said({ type: 'cancelled', code: 1 }),
      said({ type: 'not-leader' }),
    ];
    for (const error of passing) {
      expect(isPassing(error)).toBe(true);
      expect([error.message, code(error)]).toEqual([error.message, 'unknown-outcome']);
      expect(errorOf(error, 'append', '').retryable).toBe(true);
      expect([error.message, code(error, 'read'), code(error, 'subscribe')]).toEqual([
        error.message,
        'unavailable',
        'unavailable',
      ]);
    }
  });

  it('without a type and with code 14 come from before anything was sent: unavailable, for an append too', () => {
    const plain = said({ code: 14, message: '14 UNAVAILABLE: No connection established' });
    expect(code(plain)).toBe('unavailable');
    expect(errorOf(plain, 'append', '').retryable).toBe(true);
  });

  it('that nobody foresaw may hide a written append', () => {
    expect(code(new TypeError('undefined is not iterable'))).toBe('unknown-outcome');
    expect(code('thrown as a text', 'read')).toBe('unavailable');
  });

  it('tell a position of another log from a server that is away', () => {
    expect(code(said({ type: 'unknown', code: 2, message: 'Exception was thrown by handler.' }), 'subscribe')).toBe('invalid');
    expect(code(said({ type: 'unknown', code: 2, message: 'Unexpected ReadAllResult: Error' }), 'subscribe')).toBe('invalid');
    expect(code(said({ type: 'access-denied' }), 'read')).toBe('invalid');
  });

  it('tell a missing stream, and a consumer that was too slow', () => {
    expect(isMissing(said({ type: 'stream-not-found' }))).toBe(true);
    expect(isMissing(said({ type: 'stream-deleted', code: 9 }))).toBe(false);
    const slow = 'Consumer too slow to handle event while live. Client resubscription required.';
    expect(isTooSlow(said({ type: 'timeout', code: 10, message: slow }))).toBe(true);
    expect(isTooSlow(said({ type: 'timeout', code: 10, message: 'something else took too long' }))).toBe(false);
    expect(isTooSlow(said({ type: 'unavailable', code: 14 }))).toBe(false);
  });

  it('of ours stay as they are', () => {
    const ours = new EventStoreError('invalid', `no ${randomUUID()}`);
    expect(errorOf(ours, 'append', 'x')).toBe(ours);
  });
});
