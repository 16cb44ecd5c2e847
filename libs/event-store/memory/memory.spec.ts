import type { Clock, RecordedEvent } from '#libs/kernel';
import { describeEventStoreContract, prepared } from '../contract.js';
import { openMemoryEventStore } from './index.js';

describeEventStoreContract('memory', { open: ({ clock }) => Promise.resolve(openMemoryEventStore({ clock })) });

describe('the memory event store', () => {
  it('never lets recordedAt go back, whatever the clock does', async () => {
    const times = [5000, 3000, 9000];
    const clock: Clock = { now: () => times.shift() ?? 0 };
    const store = openMemoryEventStore({ clock });
    const events: RecordedEvent[] = [];
    for (const id of ['a', 'b', 'c']) events.push(...(await store.append(`cl.school-${id}`, 'no-stream', prepared('cl'))).events);
    expect(events.map(({ metadata }) => Date.parse(metadata.recordedAt))).toEqual([5000, 5000, 9000]);
  });
});
