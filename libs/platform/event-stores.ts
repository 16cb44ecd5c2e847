import type { EventStore } from '#libs/event-store';

/** Several event stores as one: each country's record is in the one that is chosen for it. */
export const byCountry = (of: (tenant: string) => EventStore, all: readonly EventStore[]): EventStore => {
  const ofStream = (stream: string): EventStore => of(stream.slice(0, Math.max(0, stream.indexOf('.'))));
  return {
    readStream: (stream, options) => ofStream(stream).readStream(stream, options),
    append: (stream, expected, events) => ofStream(stream).append(stream, expected, events),
    subscribe: (request) => of(request.tenant).subscribe(request),
    head: (tenant) => of(tenant).head(tenant),
    // A country that was moved may have left a record behind: it counts where it is chosen to be.
    tenants: async () => {
      const found = await Promise.all(all.map(async (store) => (await store.tenants()).filter((tenant) => of(tenant) === store)));
      return found.flat().sort();
    },
    close: async () => {
      for (const store of all) await store.close();
    },
  };
};
