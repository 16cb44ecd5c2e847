import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import { keepAsking } from './monitor.js';

describe('a client whose driver asks its servers how they are', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const watched = (again: () => Promise<unknown>) => {
    const client = new EventEmitter();
    return { client, stop: keepAsking(client, again, { lookMs: 5000, looks: 6 }) };
  };

  it('is left alone as long as it hears something, be it that they are away', async () => {
    const again = jest.fn(async () => undefined);
    const { client, stop } = watched(again);
    for (let beat = 0; beat < 30; beat += 1) {
      await jest.advanceTimersByTimeAsync(10_000);
      client.emit(beat % 2 === 0 ? 'serverHeartbeatFailed' : 'serverHeartbeatSucceeded');
    }
    expect(again).not.toHaveBeenCalled();
    stop();
  });

  it('begins anew when it has stopped asking, and tries that again when it fails', async () => {
    const again = jest.fn(() => Promise.reject(new Error('nobody there')));
    const { stop } = watched(again);
    await jest.advanceTimersByTimeAsync(29_000);
    expect(again).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(2000);
    expect(again).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(again).toHaveBeenCalledTimes(2);
    stop();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(again).toHaveBeenCalledTimes(2);
  });

  it('waits for a beginning that takes long before it begins another', async () => {
    const again = jest.fn(() => new Promise(() => undefined));
    const { stop } = watched(again);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(again).toHaveBeenCalledTimes(1);
    stop();
  });
});
