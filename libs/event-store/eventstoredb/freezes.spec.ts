import { jest } from '@jest/globals';
import type { Head } from '#libs/kernel';
import { EventStoreStandIn } from '../../../test/support/eventstore-stand-in.js';
import { storesOn } from '../../../test/support/stores.js';
import { openMemoryEventStore } from '../memory/index.js';
import { freshTenant, prepared } from '../contract.js';
import { CopiedTime, compareLogs, copyLog } from '../copy.js';
import type { FreezableEventStore } from './index.js';

jest.setTimeout(120_000);

describe('a country that is frozen in the log (a stand-in for EventStoreDB)', () => {
  let standIn: EventStoreStandIn;
  let tenant: string;
  const { store, closeStores } = storesOn(() => standIn);
  beforeEach(async () => {
    standIn = await EventStoreStandIn.start();
    tenant = freshTenant();
  });
  afterEach(async () => {
    await closeStores();
    standIn.close();
  });
  const frozen = { code: 'unavailable', retryable: true, message: expect.stringContaining('being moved') as string };

  it('is written by nobody but who froze it; other countries are, and it is again when it is thawed', async () => {
    const [mover, node, other] = [await store(), await store(), freshTenant()];
    const { head } = await node.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    await mover.freeze(tenant);
    const events = prepared(tenant);
    await expect(node.append(`${tenant}.school-1`, head, events)).rejects.toMatchObject(frozen);
    // A server that starts now, too.
    await expect((await store()).append(`${tenant}.school-2`, 'no-stream', prepared(tenant))).rejects.toMatchObject(frozen);
    expect((await node.append(`${other}.school-1`, 'no-stream', prepared(other))).head.revision).toBe(0);
    expect((await mover.append(`${tenant}.school-3`, 'no-stream', prepared(tenant))).head.revision).toBe(0);
    expect((await node.readStream(`${tenant}.school-1`)).events.length).toBeGreaterThan(0);

    await mover.thaw(tenant);
    // The same events on the same head, as a client repeats its request.
    const answer = await node.append(`${tenant}.school-1`, head, events);
    expect(answer.events.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect((await node.readStream(`${tenant}.school-1`)).events).toHaveLength(2);
  });

  it('is left alone by who has heard of it: nothing is sent', async () => {
    const [mover, node] = [await store(), await store()];
    await node.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    const stop = new AbortController();
    const live = node.subscribe({ tenant, prefixes: [`${tenant}.`], signal: stop.signal })[Symbol.asyncIterator]();
    await live.next();
    await mover.freeze(tenant);
    // Once it was told of, by its subscription or by the first refusal.
    for (let attempt = 2; ; attempt += 1) {
      const before = standIn.written;
      await expect(node.append(`${tenant}.school-${attempt}`, 'no-stream', prepared(tenant))).rejects.toMatchObject(frozen);
      if (standIn.written === before) break;
      expect(attempt).toBeLessThan(4);
    }
    stop.abort();
    await live.next();
  });

  it('belongs to who froze it last: a mover that comes back after another one is refused', async () => {
    const [first, second] = [await store(), await store()];
    await first.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    await first.freeze(tenant);
    await second.freeze(tenant);
    await expect(first.append(`${tenant}.school-2`, 'no-stream', prepared(tenant))).rejects.toMatchObject(frozen);
    expect((await second.append(`${tenant}.school-3`, 'no-stream', prepared(tenant))).head.revision).toBe(0);
  });

  it('loses nothing that was acknowledged, whenever it is frozen under however many writers', async () => {
    for (let round = 0; round < 8; round += 1) {
      tenant = freshTenant();
      const mover = await store();
      const nodes = [await store(), await store()];
      // Some answers come late, so that the freeze overtakes them.
      standIn.faults.onAppend = async (stream): Promise<'answer'> => {
        if (stream.startsWith(tenant)) await new Promise((resolve) => setTimeout(resolve, Math.floor(stream.length * 7) % 11));
        return 'answer';
      };
      const acknowledged: string[] = [];
      let refused = 0;
      const writers = Array.from({ length: 12 }, async (_, writer) => {
        const node = nodes[writer % 2] as FreezableEventStore;
        const stream = `${tenant}.school-${'x'.repeat(writer + 1)}`;
        let head: 'no-stream' | Head = 'no-stream';
        for (;;) {
          const events = prepared(tenant, 1 + (writer % 2));
          try {
            ({ head } = await node.append(stream, head, events));
            acknowledged.push(...events.map(({ id }) => id));
          } catch (error) {
            expect(error).toMatchObject(frozen);
            refused += 1;
            return;
          }
        }
      });
      while (acknowledged.length < 20 + round * 7) await new Promise((resolve) => setTimeout(resolve, 1));
      const upTo = await mover.freeze(tenant);
      await Promise.all(writers);
      expect(refused).toBe(12);
      const time = new CopiedTime();
      const target = openMemoryEventStore({ clock: time });
      const { events } = await copyLog(mover, target, tenant, time, { upTo });
      expect(await compareLogs(mover, target, tenant, undefined, upTo)).toBe(events);
      const copied = new Set<string>();
      for await (const batch of target.subscribe({ tenant, prefixes: [`${tenant}.`], signal: new AbortController().signal })) {
        for (const { id } of batch.events) copied.add(id);
        if (batch.caughtUp) break;
      }
      // What was written behind the freeze by who had not heard of it was acknowledged to nobody, and is not copied.
      expect(acknowledged.filter((id) => !copied.has(id))).toEqual([]);
      await target.close();
      await closeStores();
    }
  });
});
