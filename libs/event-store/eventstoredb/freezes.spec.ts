import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { Head } from '#libs/kernel';
import { EventStoreStandIn } from '../../../test/support/eventstore-stand-in.js';
import { storesOn } from '../../../test/support/stores.js';
import { openMemoryEventStore } from '../memory/index.js';
import { freshTenant, prepared } from '../contract.js';
import { CopiedTime, compareLogs, copyLog } from '../copy.js';
import { Freezes } from './freezes.js';
import type { FreezableEventStore } from './index.js';

jest.setTimeout(240_000);

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
    await node.append(`${tenant}.school-4`, 'no-stream', prepared(tenant));
    await mover.freeze(tenant);
    const events = prepared(tenant);
    await expect(node.append(`${tenant}.school-1`, head, events)).rejects.toMatchObject(frozen);
    // What was written although it was refused is no part of the record: nobody finds it done and says so.
    await expect(node.append(`${tenant}.school-1`, head, events)).rejects.toMatchObject(frozen);
    for (const reader of [node, await store()]) {
      await expect(reader.readStream(`${tenant}.school-1`)).rejects.toMatchObject(frozen);
      expect((await reader.readStream(`${tenant}.school-4`)).events).toHaveLength(1);
    }
    // A server that starts now, too.
    await expect((await store()).append(`${tenant}.school-2`, 'no-stream', prepared(tenant))).rejects.toMatchObject(frozen);
    expect((await node.append(`${other}.school-1`, 'no-stream', prepared(other))).head.revision).toBe(0);
    expect((await mover.append(`${tenant}.school-3`, 'no-stream', prepared(tenant))).head.revision).toBe(0);

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

  it('is read by a mover that goes on with what an earlier one left, and by nobody else before it is thawed', async () => {
    const first = await store({ moves: true });
    await first.freeze(tenant);
    await first.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    const [second, node] = [await store({ moves: true }), await store()];
    expect((await second.readStream(`${tenant}.school-1`)).events).toHaveLength(1);
    await expect(node.readStream(`${tenant}.school-1`)).rejects.toMatchObject(frozen);
    await second.freeze(tenant);
    const { head } = await second.readStream(`${tenant}.school-1`);
    expect((await second.append(`${tenant}.school-1`, head ?? 'no-stream', prepared(tenant))).head.revision).toBe(1);
    await second.thaw(tenant);
    expect((await node.readStream(`${tenant}.school-1`)).events).toHaveLength(2);
  });

  it('belongs to who froze it last: a mover that comes back after another one is refused', async () => {
    const [first, second] = [await store(), await store()];
    await first.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    await first.freeze(tenant);
    await second.freeze(tenant);
    await expect(first.append(`${tenant}.school-2`, 'no-stream', prepared(tenant))).rejects.toMatchObject(frozen);
    expect((await second.append(`${tenant}.school-3`, 'no-stream', prepared(tenant))).head.revision).toBe(0);
  });

  it('is not looked for after every append, but by everybody who is far enough from what they have seen', async () => {
    const [mover, node] = [await store(), await store()];
    let { head } = await node.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    const before = standIn.reads;
    for (let i = 0; i < 50; i += 1) ({ head } = await node.append(`${tenant}.school-1`, head, prepared(tenant)));
    expect(standIn.reads - before).toBeLessThanOrEqual(1);
    await mover.freeze(tenant);
    await expect(node.append(`${tenant}.school-1`, head, prepared(tenant))).rejects.toMatchObject(frozen);
  });

  it('is not frozen while the positions of the log do not grow with its size: that would protect nobody', async () => {
    const mover = await store();
    await mover.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    standIn.flat = true;
    await expect(mover.freeze(tenant)).rejects.toMatchObject({ message: expect.stringContaining('do not grow') as string });
    await mover.thaw(tenant);
    expect((await mover.append(`${tenant}.school-2`, 'no-stream', prepared(tenant))).head.revision).toBe(0);
  });

  it('loses nothing that was acknowledged, whenever it is frozen under however many writers', async () => {
    for (let round = 0; round < 4; round += 1) {
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
      while (acknowledged.length < 20 + round * 13) await new Promise((resolve) => setTimeout(resolve, 1));
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

/** A log in memory, whose answers come when the scheduler lets them. */
class Log {
  readonly said: { data: object; revision: bigint; position: { commit: bigint; prepare: bigint } }[] = [];
  #end = 0n;

  constructor(private readonly scheduler: fc.Scheduler) {}

  write(bytes: number): { commit: bigint; prepare: bigint } {
    this.#end += BigInt(bytes);
    return { commit: this.#end, prepare: this.#end };
  }

  /** A request and its answer take their time, each of them. */
  async over<Answer>(what: string, run: () => Answer): Promise<Answer> {
    await this.scheduler.schedule(Promise.resolve(), `${what} arrives`);
    const answer = run();
    await this.scheduler.schedule(Promise.resolve(), `${what} is answered`);
    return answer;
  }

  freezes(name: string): Freezes {
    const read = async function* (this: Log, from: bigint) {
      for (const { data, revision, position } of await this.over(`${name} looks`, () => this.said.slice(Number(from))))
        yield { event: { data, revision, position } };
    };
    return new Freezes({
      client: { readStream: (_: string, { fromRevision }: { fromRevision: bigint }) => read.call(this, fromRevision) } as never,
      append: (stream, _, data) =>
        this.over(`${name} writes to ${stream}`, () => {
          const position = this.write(JSON.stringify(data).length + 100);
          if (stream === 'cordillera-freezes') this.said.push({ data, revision: BigInt(this.said.length), position });
          return position;
        }),
      patiently: (_, run) => run(),
    });
  }
}

describe('freezes among several servers, in whatever order their requests and answers come', () => {
  it('nothing is acknowledged behind a freeze that stands, by anybody but who froze', async () => {
    const mover = fc.array(fc.constantFrom('freeze', 'thaw'), { maxLength: 3 });
    // Small events and large ones: a look is due after a thousand, or after two.
    const caller = fc.array(fc.constantFrom(200, 2_000, 60_000, 200_000), { maxLength: 8 });
    const server = fc.array(caller, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(mover, { minLength: 1, maxLength: 2 }),
        fc.array(server, { minLength: 1, maxLength: 2 }),
        async (scheduler, movers, servers) => {
          const log = new Log(scheduler);
          const tenant = 'cl';
          const isThaw = ({ data }: { data: object }): boolean => (data as { holder: unknown }).holder === null;
          /** Where a mover was told that its freeze stands, and what was acknowledged to others, with how much had been said by then. */
          const frozenAt: bigint[] = [];
          const acknowledged: { at: bigint; said: number }[] = [];
          const moving = movers.map(async (steps, at) => {
            const freezes = log.freezes(`mover ${at}`);
            for (const step of steps) {
              if (step === 'thaw') await freezes.thaw(tenant);
              else
                await freezes.freeze(tenant).then(
                  ({ commit }) => frozenAt.push(commit),
                  (error: unknown) =>
                    expect(error).toMatchObject({ message: expect.stringContaining('somebody else') as string }),
                );
            }
          });
          const writing = servers.flatMap((callers, at) => {
            const freezes = log.freezes(`server ${at}`);
            return callers.map(async (sizes) => {
              for (const size of sizes) {
                if (freezes.holds(tenant)) await freezes.look();
                if (freezes.holds(tenant)) continue;
                const position = await log.over(`server ${at} appends`, () => log.write(size));
                if (!freezes.covers(tenant, position) && (await freezes.tooLate(tenant, position))) continue;
                acknowledged.push({ at: position.commit, said: log.said.length });
              }
            });
          });
          await scheduler.waitFor(Promise.all([...moving, ...writing]));
          const lost = frozenAt.flatMap((frozen) =>
            acknowledged.filter(
              ({ at, said }) =>
                at > frozen && !log.said.slice(0, said).some((one) => isThaw(one) && one.position.commit > frozen),
            ),
          );
          expect(lost).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a look at the freezes', () => {
  it('vouches for what was written before it began, and for nothing that came while it was under way', async () => {
    const gates: (() => void)[] = [];
    const read = async function* (): AsyncGenerator<never> {
      yield* await new Promise<never[]>((resolve) => gates.push(() => resolve([])));
    };
    const at = (commit: bigint) => ({ commit, prepare: commit });
    const freezes = new Freezes({
      client: { readStream: read } as never,
      append: () => Promise.reject(new Error('nothing is written here')),
      patiently: (_, run) => run(),
    });
    const first = freezes.tooLate('cl', at(1_000n));
    // Far enough behind for a freeze and its announcement to stand between the two, neither of them read by the look that is under way.
    const second = freezes.tooLate('cl', at(900_000_000n));
    gates[0]?.();
    await expect(first).resolves.toBe(false);
    expect(freezes.covers('cl', at(1_000n))).toBe(true);
    expect(freezes.covers('cl', at(900_000_000n))).toBe(false);
    while (gates.length < 2) await new Promise((resolve) => setImmediate(resolve));
    gates[1]?.();
    await expect(second).resolves.toBe(false);
    expect(freezes.covers('cl', at(900_000_000n))).toBe(true);
  });
});
