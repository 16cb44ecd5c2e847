import { jest } from '@jest/globals';
import type { Response } from 'express';
import type { Authenticator, Caller, CallerRequest, ReadFence } from '#libs/http';
import { ChangeStreams, type Changes, type ViewChange } from './changes.js';

const COORDINATOR: Caller = { subject: 'c', role: 'coordinator', tenant: 'cl', session: 's1' };

/** @param at where the view stands; @param since id of the last event that the page saw */
const page = (at?: string, since?: string) => {
  const listeners = new Set<(change: ViewChange) => void>();
  const changes: Changes = {
    subscribe: (tenant, listener) => {
      if (tenant === 'cl') listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  let signedIn = true;
  const authenticator: Authenticator = {
    bearer: () => Promise.resolve(undefined),
    session: () => Promise.resolve(signedIn ? COORDINATOR : undefined),
  };
  const written: string[] = [];
  let ended = false;
  let closed: () => void = () => undefined;
  const response = {
    writableLength: 0,
    status: () => response,
    setHeader: () => response,
    flushHeaders: () => undefined,
    write: (text: string) => written.push(text),
    end: () => (ended = true),
    on: (_: string, listener: () => void) => (closed = listener),
  };
  const request = { caller: COORDINATOR, headers: {}, settings: { epoch: () => 1 } };
  const fence: ReadFence = {
    ready: () => Promise.resolve({ outcome: 'ready', position: at }),
    version: () => Promise.resolve(undefined),
  };
  const streams = new ChangeStreams(changes, authenticator, fence);
  streams.open(request as unknown as CallerRequest, response as unknown as Response, 'cl', 'funnel', since);
  return {
    streams,
    listeners,
    hints: () =>
      written
        .filter((text) => text.startsWith('event: change'))
        .map((text) => JSON.parse(text.split('data: ')[1] ?? '') as unknown),
    events: () => written.filter((text) => text.startsWith('event: ')).map((text) => text.split('\n').slice(0, 2)),
    comments: () => written.filter((text) => text.startsWith(': ')).length,
    commit: (position: string, projection = 'cohort') => listeners.forEach((listener) => listener({ projection, position })),
    signOut: () => (signedIn = false),
    leave: () => closed(),
    slow: () => (response.writableLength = 1_000_000),
    ended: () => ended,
  };
};

describe('the stream of changes', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 1_683_547_200_000 }));
  afterEach(() => void jest.useRealTimers());

  it('hints at most once a second, and always at the last position', async () => {
    const open = page();
    for (let position = 1; position <= 5; position += 1) open.commit(String(position));
    await jest.advanceTimersByTimeAsync(1);
    expect(open.hints()).toEqual([{ document: 'funnel', position: 'cl.1.5' }]);
    for (let position = 6; position <= 9; position += 1) open.commit(String(position));
    await jest.advanceTimersByTimeAsync(900);
    expect(open.hints()).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(200);
    expect(open.hints()[1]).toEqual({ document: 'funnel', position: 'cl.1.9' });
    await jest.advanceTimersByTimeAsync(5_000);
    expect(open.hints()).toHaveLength(2);
  });

  it.each([
    ['says where the view stands to who comes first', undefined, ['event: here', 'id: cl.1.7']],
    ['says that nothing was missed', 'cl.1.7', ['event: here', 'id: cl.1.7']],
    ['goes on behind what was seen last', 'cl.1.5', ['event: change', 'id: cl.1.7']],
    ['asks to read anew behind what is not yet', 'cl.1.9', ['event: anew', 'id: cl.1.7']],
    ['asks to read anew after the record was moved', 'cl.2.5', ['event: anew', 'id: cl.1.7']],
    ['asks to read anew who comes with another country’s id', 'ar.1.5', ['event: anew', 'id: cl.1.7']],
    ['asks to read anew who comes with no id of ours', 'yesterday', ['event: anew', 'id: cl.1.7']],
  ])('%s', async (_, since, first) => {
    const open = page('7', since);
    await jest.advanceTimersByTimeAsync(1);
    expect(open.events()).toEqual([first]);
    open.commit('8');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(open.events().at(-1)).toEqual(['event: change', 'id: cl.1.8']);
  });

  it('asks to read anew where the view stands nowhere', async () => {
    const open = page(undefined, 'cl.1.5');
    await jest.advanceTimersByTimeAsync(1);
    expect(open.events().map(([event]) => event)).toEqual(['event: anew']);
  });

  it('says nothing about other views', async () => {
    const open = page();
    open.commit('1', 'attempts');
    await jest.advanceTimersByTimeAsync(2_000);
    expect(open.hints()).toEqual([]);
  });

  it('shows that it is alive, and ends with the session', async () => {
    const open = page();
    await jest.advanceTimersByTimeAsync(31_000);
    expect(open.comments()).toBe(2);
    open.signOut();
    await jest.advanceTimersByTimeAsync(15_000);
    expect(open.ended()).toBe(true);
    expect(open.listeners.size).toBe(0);
  });

  it('stops listening when the page leaves, when it does not read, and when the server stops', async () => {
    const left = page();
    left.leave();
    const slow = page();
    slow.slow();
    slow.commit('1');
    await jest.advanceTimersByTimeAsync(1_000);
    const stopped = page();
    stopped.streams.beforeApplicationShutdown();
    for (const one of [left, slow, stopped]) {
      expect(one.ended()).toBe(true);
      expect(one.listeners.size).toBe(0);
    }
    expect(jest.getTimerCount()).toBe(0);
  });
});
