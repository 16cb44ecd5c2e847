import { openEventStoreDb, type EventStoreDbOptions, type FreezableEventStore } from '#libs/event-store/eventstoredb';

/** Stores that a test opens on one server, closed together when it is over. */
export const storesOn = (server: () => { readonly url: string }) => {
  const open: FreezableEventStore[] = [];
  return {
    store: async (options: Partial<EventStoreDbOptions> = {}): Promise<FreezableEventStore> => {
      const made = await openEventStoreDb({ url: server().url, quietMs: 50, ...options });
      open.push(made);
      return made;
    },
    closeStores: async (): Promise<void> => {
      for (const each of open.splice(0)) await each.close();
    },
  };
};
