import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasRecords, StartError } from '#libs/data-folder';
import type { EventStore } from '#libs/event-store';
import { verifyChains, type ChainReport } from '#libs/event-store';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { tenantPrefix, type Clock, type RecordedEvent } from '#libs/kernel';
import type { KeyStore } from '#libs/privacy';
import { openEmbeddedKeyStore } from '#libs/privacy/embedded';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';
import type { ReadStore } from '#libs/read-store';

/** The engines of the embedded profile: the one place that names them. */
export interface Engines {
  readonly events: EventStore;
  readonly documents: ReadStore;
  readonly keys: KeyStore;
  /** Checkpoints of policies and what they could not get done; in files of its own, which no rebuild touches. */
  readonly books: ReadStore;
}

/** For the thread that serves HTTP: it appends through the writer's thread and reads documents that the projector's thread writes. */
export const openServingEngines = async (options: {
  directory: string;
  clock: Clock;
  masterKey: Buffer | undefined;
}): Promise<Engines> => ({
  events: await openEmbeddedEventStore({ directory: options.directory, clock: options.clock, thread: 'worker' }),
  documents: openEmbeddedReadStore({ directory: options.directory, readOnly: true }),
  keys: openEmbeddedKeyStore({ directory: options.directory, masterKey: options.masterKey }),
  books: openEmbeddedReadStore({ directory: options.directory, file: 'policies.db' }),
});

/** For the projector: it reads the log and writes documents. */
export const openProjectingEngines = async (options: { directory: string }): Promise<Pick<Engines, 'events' | 'documents'>> => ({
  events: await openEmbeddedEventStore({ directory: options.directory, readOnly: true }),
  documents: openEmbeddedReadStore({ directory: options.directory }),
});

/** Number of events between two positions of one log: the embedded engine numbers them without gaps. */
export const distance = (after: string | undefined, upTo: string): number => Math.max(0, Number(upTo) - Number(after ?? 0));

/** A data folder's log, for reading beside a server or without one. */
export interface ReadOnlyLog {
  tenants(): Promise<readonly string[]>;
  /** Oldest first, up to the end it has now. */
  events(tenant: string, options?: { after?: string; stream?: string }): AsyncGenerator<RecordedEvent>;
  verify(tenant: string, progress?: (events: number) => void): Promise<ChainReport>;
  close(): Promise<void>;
}

/** @throws StartError where there are no records */
export const openLogReadOnly = (directory: string): ReadOnlyLog => {
  if (!hasRecords(directory) || !existsSync(join(directory, 'lock.db'))) {
    throw new StartError(`There are no records in ${directory}. Choose the folder of an installation with --data.`);
  }
  const opening = openEmbeddedEventStore({ directory, readOnly: true });
  return {
    tenants: async () => (await opening).tenants(),
    async *events(tenant, options = {}) {
      const store = await opening;
      const stop = new AbortController();
      const prefix = options.stream ?? tenantPrefix(tenant);
      try {
        const batches = store.subscribe({ tenant, from: options.after, prefixes: [tenantPrefix(tenant)], signal: stop.signal });
        for await (const batch of batches) {
          for (const event of batch.events) if (event.stream.startsWith(prefix)) yield event;
          if (batch.caughtUp) return;
        }
      } finally {
        stop.abort();
      }
    },
    verify: async (tenant, progress) => verifyChains(await opening, tenant, { progress }),
    close: async () => (await opening).close(),
  };
};
