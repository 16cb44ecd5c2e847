import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { Head, RecordedEvent } from '#libs/kernel';
import {
  bySignal,
  eventstoreRestart,
  eventstoreUrl,
  noRestart,
  removeFromEventstore,
  withRestart,
} from '../../../test/support/servers.js';
import { StandInProcess } from '../../../test/support/stand-in.js';
import { freshTenant, freshTenants, prepared } from '../contract.js';
import type { EventStore } from '../port.js';
import { verifyChains } from '../verify.js';
import { openEventStoreDb } from './index.js';

jest.setTimeout(240_000);

const CALLERS = 8;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const ids = (events: readonly RecordedEvent[]): string[] => events.map(({ id }) => id);

/** The connection notices a server that hangs within two seconds, as it does within twenty where nothing is said. */
const watchful = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}keepAliveInterval=1000&keepAliveTimeout=1000`;

interface Server {
  readonly url: () => string;
  readonly restart: () => string;
}

/** A server that dies, ends or hangs while everybody is at work; it comes back, and nothing of what was acknowledged is missing or there twice. */
const describeCrashes = ({ url, restart }: Server): void => {
  const open: EventStore[] = [];
  beforeAll(() => {
    // The client finds keep-alives of a second too short for anything but this.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterAll(() => {
    jest.restoreAllMocks();
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });
  const store = async (deadline: number): Promise<EventStore> => {
    const made = await openEventStoreDb({ url: watchful(url()), quietMs: 50, deadline, patience: 60_000 });
    open.push(made);
    return made;
  };

  /** Everybody appends, each to streams of their own, and somebody follows from the first event on; in the middle of it `trouble` comes. */
  const atWork = async (deadline: number, trouble: () => Promise<void>): Promise<void> => {
    const tenant = freshTenant();
    const one = await store(deadline);
    const stop = new AbortController();
    const live: RecordedEvent[] = [];
    let failed: unknown;
    const following = (async () => {
      try {
        for await (const batch of one.subscribe({ tenant, prefixes: [`${tenant}.`], signal: stop.signal }))
          live.push(...batch.events);
      } catch (error) {
        failed = error;
      }
    })();
    const acknowledged: string[] = [];
    let over = false;
    const callers = Array.from({ length: CALLERS }, async () => {
      const stream = `${tenant}.teacher-${randomUUID()}`;
      let head: 'no-stream' | Head = 'no-stream';
      while (!over) {
        const events = prepared(tenant, 2);
        for (;;) {
          try {
            const answer = await one.append(stream, head, events);
            expect(ids(answer.events)).toEqual(events.map(({ id }) => id));
            acknowledged.push(...ids(answer.events));
            head = answer.head;
            break;
          } catch (error) {
            // As a handler does: what may pass is sent again as it was, on the same head.
            if ((error as { retryable?: boolean }).retryable !== true) throw error;
          }
        }
        await pause(5);
      }
    });
    const all = Promise.all(callers);
    all.catch(() => undefined); // It is awaited below; until then its failure is nobody's.
    const reach = async (count: number): Promise<void> => {
      while (acknowledged.length < count) await Promise.race([pause(20), all]);
    };
    await reach(CALLERS * 4);
    const before = acknowledged.length;
    await trouble();
    await reach(before + CALLERS * 8);
    over = true;
    await all;

    const known = new Set(acknowledged);
    expect(known.size).toBe(acknowledged.length);
    while (live.length < acknowledged.length && failed === undefined) await pause(20);
    await pause(200);
    stop.abort();
    await following;
    expect(failed).toBeUndefined();
    // What lives on in the subscription is what the record has, once and in order.
    const fresh = await store(deadline);
    const read: RecordedEvent[] = [];
    for await (const batch of fresh.subscribe({ tenant, prefixes: [`${tenant}.`], signal: new AbortController().signal })) {
      read.push(...batch.events);
      if (batch.caughtUp) break;
    }
    expect(new Set(ids(read))).toEqual(known);
    expect(ids(read)).toHaveLength(known.size);
    expect(ids(live)).toEqual(ids(read));
    expect(await verifyChains(fresh, tenant)).toMatchObject({ events: known.size, faults: [] });
  };

  it('killed (-9): what was acknowledged is there once, subscriptions and callers go on', async () => {
    await atWork(5000, () => bySignal(restart(), 'KILL'));
  });

  it('ended in order (SIGTERM): connections that were there are answered or break, and everything goes on with the next server', async () => {
    await atWork(5000, () => bySignal(restart(), 'TERM'));
  });

  it('halted (SIGSTOP) for longer than connections live: what is tried again meanwhile is there once after it went on', async () => {
    await atWork(1000, async () => {
      await bySignal(restart(), 'STOP');
      try {
        await pause(5000);
      } finally {
        await bySignal(restart(), 'CONT');
      }
    });
  });

  it('halted for less than that: nobody is disturbed', async () => {
    await atWork(5000, async () => {
      await bySignal(restart(), 'STOP');
      try {
        await pause(500);
      } finally {
        await bySignal(restart(), 'CONT');
      }
    });
  });

  it('reads although no read has a deadline: one that hangs ends with its connection, and is asked again', async () => {
    const tenant = freshTenant();
    const one = await store(5000);
    const { head } = await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant, 3));
    await bySignal(restart(), 'STOP');
    const readings = [one.readStream(`${tenant}.school-1`), one.readStream(`${tenant}.school-1`, { from: 1 })];
    const all = Promise.all(readings);
    try {
      expect(await Promise.race([all, pause(5000)])).toBeUndefined();
    } finally {
      await bySignal(restart(), 'CONT');
    }
    const [whole, rest] = await all;
    expect(whole?.events.map(({ revision }) => revision)).toEqual([0, 1, 2]);
    expect(rest).toMatchObject({ head, events: [{ revision: 1 }, { revision: 2 }] });
  });

  it('answers within its own deadline while the server hangs', async () => {
    const tenant = freshTenant();
    const one = await openEventStoreDb({ url: url(), deadline: 500, patience: 0 });
    open.push(one);
    const { head } = await one.append(`${tenant}.school-1`, 'no-stream', prepared(tenant));
    const events = prepared(tenant);
    await bySignal(restart(), 'STOP');
    try {
      await expect(one.append(`${tenant}.school-1`, head, events)).rejects.toMatchObject({
        code: 'unknown-outcome',
        retryable: true,
      });
    } finally {
      await bySignal(restart(), 'CONT');
    }
    // The same events on the same head, until the answer comes.
    for (;;) {
      try {
        const answer = await one.append(`${tenant}.school-1`, head, events);
        expect(answer.head.revision).toBe(1);
        break;
      } catch (error) {
        expect(error).toMatchObject({ retryable: true });
        await pause(50);
      }
    }
    expect((await one.readStream(`${tenant}.school-1`)).events).toHaveLength(2);
  });
};

describe('a stand-in in a process of its own, which is not the server', () => {
  let standIn: StandInProcess;
  beforeAll(async () => {
    standIn = await StandInProcess.start();
  });
  afterAll(() => standIn.end());
  describeCrashes({ url: () => standIn.url, restart: () => standIn.restart });

  it('was ended twice and started anew', () => {
    expect(standIn.starts).toBe(3);
  });
});

withRestart(`a real EventStoreDB${noRestart === undefined ? '' : ` (${noRestart})`}`, () => {
  afterAll(() => removeFromEventstore(eventstoreUrl ?? '', freshTenants));
  describeCrashes({ url: () => eventstoreUrl ?? '', restart: () => eventstoreRestart ?? '' });
});
