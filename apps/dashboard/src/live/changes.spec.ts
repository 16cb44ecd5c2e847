import { jest } from '@jest/globals';
import { LiveChanges, type LiveState, type Stream } from './changes.js';

class FakeStream implements Stream {
  readyState = 0;
  readonly #listeners = new Map<string, ((event: { data?: unknown; lastEventId?: string }) => void)[]>();
  addEventListener(type: string, listener: (event: { data?: unknown; lastEventId?: string }) => void) {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }
  close() {
    this.readyState = 2;
  }
  say(type: string, data?: unknown, lastEventId = '') {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data, lastEventId });
  }
}

const follow = () => {
  const streams: FakeStream[] = [];
  const since: (string | undefined)[] = [];
  const changed: string[] = [];
  const states: LiveState[] = [];
  let polls = 0;
  const live = new LiveChanges({
    open: (seen) => {
      since.push(seen);
      const stream = new FakeStream();
      streams.push(stream);
      return stream;
    },
    changed: (position) => changed.push(position),
    poll: () => (polls += 1),
    state: (state) => states.push(state),
  });
  const last = () => streams.at(-1) as FakeStream;
  return { live, streams, since, changed, states, last, polls: () => polls };
};
const hint = (document: string, position: string) => JSON.stringify({ document, position });

describe('following a cycle', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('gathers hints and reads once, at the newest position', () => {
    const { last, changed } = follow();
    last().say('open');
    last().say('change', hint('dashboard', 'cl.1.5'));
    last().say('change', hint('funnel', 'cl.1.5'));
    last().say('change', hint('dashboard', 'cl.1.9'));
    expect(changed).toEqual([]);
    jest.advanceTimersByTime(300);
    expect(changed).toEqual(['cl.1.9']);
    last().say('change', hint('dashboard', 'cl.1.12'));
    jest.advanceTimersByTime(300);
    expect(changed).toEqual(['cl.1.9', 'cl.1.12']);
  });

  it('is not put off by a hint that cannot be read', () => {
    const { last, changed } = follow();
    last().say('change', 'nonsense');
    last().say('change', '{"document":5}');
    jest.advanceTimersByTime(300);
    expect(changed).toEqual([]);
  });

  it('polls while the stream is broken, opens it again, and then reads everything once', () => {
    const { last, streams, states, polls } = follow();
    last().say('open');
    last().readyState = 2;
    last().say('error');
    expect(states.at(-1)).toBe('polling');
    jest.advanceTimersByTime(2_000);
    expect(streams).toHaveLength(2);
    last().readyState = 2;
    last().say('error');
    jest.advanceTimersByTime(3_999);
    expect(streams).toHaveLength(2);
    jest.advanceTimersByTime(9_001);
    expect(streams).toHaveLength(3);
    expect(polls()).toBe(1);
    last().say('open');
    expect(polls()).toBe(2);
    expect(states.at(-1)).toBe('live');
    jest.advanceTimersByTime(60_000);
    expect(polls()).toBe(2);
  });

  it('goes on behind the last event it saw: the stream says what was missed, and nothing is read for nothing', () => {
    const { last, since, changed, polls } = follow();
    last().say('open');
    last().say('here', hint('dashboard', 'cl.1.5'), 'cl.1.5');
    const breaks = () => {
      last().readyState = 2;
      last().say('error');
      jest.advanceTimersByTime(2_000);
      last().say('open');
    };
    breaks();
    last().say('here', hint('dashboard', 'cl.1.5'), 'cl.1.5');
    jest.advanceTimersByTime(300);
    expect([changed, polls()]).toEqual([[], 0]);
    breaks();
    last().say('change', hint('dashboard', 'cl.1.9'), 'cl.1.9');
    jest.advanceTimersByTime(300);
    expect([changed, polls()]).toEqual([['cl.1.9'], 0]);
    breaks();
    last().say('anew', hint('dashboard', 'cl.2.1'), 'cl.2.1');
    expect(polls()).toBe(1);
    breaks();
    expect(since).toEqual([undefined, 'cl.1.5', 'cl.1.5', 'cl.1.9', 'cl.2.1']);
  });

  it('leaves an interrupted stream to the browser', () => {
    const { last, streams } = follow();
    last().readyState = 0;
    last().say('error');
    jest.advanceTimersByTime(120_000);
    expect(streams).toHaveLength(1);
  });

  it('stops for good', () => {
    const { live, last, streams, changed, polls } = follow();
    last().say('change', hint('dashboard', 'x'));
    live.stop();
    last().say('error');
    jest.advanceTimersByTime(120_000);
    expect([changed, polls(), streams.length]).toEqual([[], 0, 1]);
  });
});
