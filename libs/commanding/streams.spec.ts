import { jest } from '@jest/globals';
import { openMemoryEventStore } from '#libs/event-store/memory';
import { EventCatalogue, naturalIdOf, streamName, type Decider, type DomainEvent } from '#libs/kernel';
import { openMemoryKeyStore } from '#libs/privacy/memory';
import { Streams, type CommandContext } from './index.js';

const counter: Decider<number, DomainEvent> = { category: 'counter', initial: 0, evolve: (state) => state + 1 };
const counted: DomainEvent = { type: 'Counted', data: {} };

const bench = async () => {
  const store = openMemoryEventStore();
  const keys = openMemoryKeyStore();
  await keys.create('cl', {});
  const streams = new Streams(store, keys, new EventCatalogue([{ type: 'Counted', version: 1, says: 'One more.' }]));
  let commands = 0;
  const context = (): CommandContext => {
    const commandId = naturalIdOf('command', String((commands += 1)));
    const at = '2023-05-10T12:00:00.000Z';
    const actor = { id: 'office', role: 'coordinator' };
    return { tenant: 'cl', actor, commandId, commandDigest: 'd', at, correlationId: 'c', causationId: commandId };
  };
  /** From which revisions the stream is read. */
  const read = jest.spyOn(store, 'readStream');
  const from = () => read.mock.calls.splice(0).map(([, options]) => options?.from);
  return { streams, context, from };
};

describe('what is remembered of a stream', () => {
  const stream = streamName({ tenant: 'cl', category: 'counter', id: 'one' });

  it('is its state, so that the next command reads only what is new', async () => {
    const { streams, context, from } = await bench();
    await streams.execute(context(), counter, stream, () => [counted]);
    from();
    expect(await streams.state(counter, stream)).toBe(1);
    expect(from()).toEqual([1]);
  });

  it('is nothing after a command of many to streams that nobody comes back to, whether it changed them or not', async () => {
    const { streams, context, from } = await bench();
    await streams.execute(context(), counter, stream, () => [counted], { once: true });
    from();
    await streams.execute(context(), counter, stream, () => [], { once: true });
    expect(from()).toEqual([0, 0]);
    expect(await streams.state(counter, stream)).toBe(1);
    expect(from()).toEqual([0]);
  });

  it('is read again behind a long event, which most streams end with: by the next command, not by the one after', async () => {
    const { streams, context, from } = await bench();
    const long: DomainEvent = { type: 'Counted', data: { note: 'x'.repeat(2_000) } };
    await streams.execute(context(), counter, stream, () => [counted]);
    await streams.execute(context(), counter, stream, () => [long]);
    from();
    const states: number[] = [];
    const count = (state: number) => {
      states.push(state);
      return [counted];
    };
    await streams.execute(context(), counter, stream, count);
    expect(from()).toEqual([1]);
    await streams.execute(context(), counter, stream, count);
    expect(from()).toEqual([]);
    expect(states).toEqual([2, 3]);
  });

  it('knows a repeated command behind a long event', async () => {
    const { streams, context } = await bench();
    const same = context();
    const long: DomainEvent = { type: 'Counted', data: { note: 'x'.repeat(2_000) } };
    await streams.execute(same, counter, stream, () => [long]);
    expect((await streams.execute(same, counter, stream, () => [long])).repeated).toBe(true);
    expect(await streams.state(counter, stream)).toBe(1);
  });

  it('stays what it was where it was known before, and true', async () => {
    const { streams, context, from } = await bench();
    await streams.execute(context(), counter, stream, () => [counted]);
    await streams.execute(context(), counter, stream, () => [counted], { once: true });
    from();
    expect(await streams.state(counter, stream)).toBe(2);
    expect(from()).toEqual([2]);
  });

  it('does a repeated command once, kept or not', async () => {
    const { streams, context } = await bench();
    const same = context();
    const first = await streams.execute(same, counter, stream, () => [counted], { once: true });
    const second = await streams.execute(same, counter, stream, () => [counted], { once: true });
    expect([first.repeated, second.repeated, second.revision]).toEqual([false, true, 0]);
    expect(await streams.state(counter, stream)).toBe(1);
  });

  it('does nothing for a key that was used with another body, whatever that body names', async () => {
    const { streams, context } = await bench();
    const first = context();
    await streams.execute(first, counter, stream, () => [counted]);
    const other = { ...first, commandDigest: 'another' };
    const elsewhere = streamName({ tenant: 'cl', category: 'counter', id: 'two' });
    for (const one of [stream, elsewhere])
      await expect(streams.execute(other, counter, one, () => [counted])).rejects.toMatchObject({
        code: 'idempotency-key-reused',
      });
    expect(await streams.state(counter, elsewhere)).toBe(0);
    // A command of several streams says the same everywhere.
    await streams.execute(first, counter, elsewhere, () => [counted]);
    expect(await streams.state(counter, elsewhere)).toBe(1);
  });
});
