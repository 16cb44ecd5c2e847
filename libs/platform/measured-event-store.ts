import { EventStoreError, type EventStore } from '#libs/event-store';
import { parseStreamName } from '#libs/kernel';
import type { Metrics } from './metrics.js';

/** The event store with its appends counted and timed; everything else passes through. */
export const measured = (store: EventStore, metrics: Metrics): EventStore => ({
  readStream: (stream, options) => store.readStream(stream, options),
  subscribe: (request) => store.subscribe(request),
  head: (tenant) => store.head(tenant),
  tenants: () => store.tenants(),
  close: () => store.close(),
  append: async (stream, expected, events) => {
    const country = parseStreamName(stream)?.tenant ?? 'none';
    const began = performance.now();
    try {
      const appended = await store.append(stream, expected, events);
      metrics.appends.inc({ country }, events.length);
      metrics.appendSeconds.observe({ country, outcome: 'written' }, (performance.now() - began) / 1000);
      return appended;
    } catch (error) {
      const outcome = error instanceof EventStoreError ? error.code : 'failed';
      metrics.appendSeconds.observe({ country, outcome }, (performance.now() - began) / 1000);
      throw error;
    }
  },
});
