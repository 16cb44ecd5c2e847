import { Waker, follow, positionOf, sequenceOf, type LogPage } from './follow.js';

const page = (position: string | undefined, end: boolean): LogPage => ({ events: [], position, end });

describe('following a log', () => {
  it('waits out a failure that passes, later and later, and reads on from the last batch handed out', async () => {
    const passing = new Error('busy');
    const script: (LogPage | Error)[] = [page('1', false), passing, passing, page('2', true), passing, page('3', true)];
    const asked: (string | undefined)[] = [];
    const pauses: number[] = [];
    const got: (string | undefined)[] = [];
    const log = {
      page: (from: string | undefined) => {
        asked.push(from);
        const next = script.shift();
        if (next instanceof Error) throw next;
        return next as LogPage;
      },
      changed: () => Promise.resolve(),
      stopped: () => script.length === 0,
      passes: (error: unknown) => error === passing,
      pause: (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds)),
    };
    for await (const batch of follow(log, undefined)) got.push(batch.position);
    expect(got).toEqual(['1', '2', '3']);
    expect(asked).toEqual([undefined, '1', '1', '1', '2', '2']);
    expect(pauses).toHaveLength(3);
    const [first, second, again] = pauses as [number, number, number];
    expect(first).toBeGreaterThanOrEqual(50);
    expect(first).toBeLessThanOrEqual(100);
    expect(second).toBeGreaterThanOrEqual(100);
    expect(second).toBeLessThanOrEqual(200);
    expect(again).toBeLessThanOrEqual(100);
  });

  it('throws what does not pass, and anything before the first page', async () => {
    const log = (script: (LogPage | Error)[]) => ({
      page: () => {
        const next = script.shift();
        if (next instanceof Error) throw next;
        return next as LogPage;
      },
      changed: () => Promise.resolve(),
      stopped: () => false,
      passes: (error: unknown) => (error as Error).message === 'busy',
      pause: () => Promise.resolve(),
    });
    const run = async (script: (LogPage | Error)[]): Promise<number> => {
      let batches = 0;
      for await (const _ of follow(log(script), undefined)) batches += 1;
      return batches;
    };
    await expect(run([new Error('busy')])).rejects.toThrow('busy');
    await expect(run([page('1', false), new Error('corrupt')])).rejects.toThrow('corrupt');
  });
});

describe('the waker', () => {
  it('does not lose what was said while nobody waited', async () => {
    const waker = new Waker();
    const { signal } = new AbortController();
    const before = waker.count('cl');
    waker.wake('cl');
    await waker.wait('cl', before, signal);
    expect(waker.count('cl')).toBe(before + 1);
  });

  it('ends waiting on a word for the country, on abort and when patience is over', async () => {
    const waker = new Waker();
    const stop = new AbortController();
    const order: string[] = [];
    const waits = [
      waker.wait('cl', 0, stop.signal).then(() => order.push('woken')),
      waker.wait('uy', 0, stop.signal).then(() => order.push('aborted')),
    ];
    await waker.wait('ar', 0, stop.signal, 1);
    expect(order).toEqual([]);
    waker.wake('cl');
    await waits[0];
    expect(order).toEqual(['woken']);
    stop.abort();
    await waits[1];
    await waker.wait('uy', 0, stop.signal);
    expect(order).toEqual(['woken', 'aborted']);
  });
});

it('spells positions so that text order is number order', () => {
  const numbers = [1, 2, 9, 10, 99, 100, 12345, Number.MAX_SAFE_INTEGER];
  const positions = numbers.map(positionOf);
  expect([...positions].sort()).toEqual(positions);
  expect(positions.map(sequenceOf)).toEqual(numbers);
  expect(sequenceOf(undefined)).toBe(0);
});
