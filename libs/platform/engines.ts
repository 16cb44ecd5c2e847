import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRecords, StartError } from '#libs/data-folder';
import type { EventStore } from '#libs/event-store';
import { verifyChains, type ChainReport } from '#libs/event-store';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { systemClock, tenantPrefix, type Clock, type RecordedEvent } from '#libs/kernel';
import type { ProjectorEngines } from '#libs/projecting';
import type { KeyStore } from '#libs/privacy';
import { openEmbeddedKeyStore } from '#libs/privacy/embedded';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';
import type { ReadStore } from '#libs/read-store';
import type { ClusterConfig, EventStorePlace } from './config.js';
import { byCountry } from './event-stores.js';

/** The engines of an installation: the one place that names them. Those of the cluster are loaded only where it is chosen. */
export interface Engines {
  readonly events: EventStore;
  readonly documents: ReadStore;
  readonly keys: KeyStore;
  /** Checkpoints of policies and what they could not get done; in files of its own, which no rebuild touches. */
  readonly books: ReadStore;
}

/** How old an enrolment without a registration is before a server of a cluster takes it back: another server may be about to register it. */
const SWEEP_AFTER_MS = 60 * 60 * 1000;

const openEvents = async (place: EventStorePlace, directory: string, clock: Clock | 'read-only'): Promise<EventStore> => {
  if (place === 'embedded') {
    return clock === 'read-only'
      ? openEmbeddedEventStore({ directory, readOnly: true })
      : openEmbeddedEventStore({ directory, clock, thread: 'worker' });
  }
  const { openEventStoreDb } = await import('#libs/event-store/eventstoredb');
  return openEventStoreDb({ url: place, clock: clock === 'read-only' ? systemClock : clock });
};

/** Each country's record where it is to be. */
const openClusterEvents = async (cluster: ClusterConfig, directory: string, clock: Clock | 'read-only'): Promise<EventStore> => {
  const open = new Map<EventStorePlace, EventStore>();
  try {
    for (const place of new Set([cluster.events, ...cluster.eventsByCountry.values()]))
      open.set(place, await openEvents(place, directory, clock));
  } catch (error) {
    for (const store of open.values()) await store.close();
    throw error;
  }
  return byCountry((tenant) => open.get(cluster.eventsByCountry.get(tenant) ?? cluster.events) as EventStore, [...open.values()]);
};

/** For a server of a cluster: it appends, and reads documents that projectors elsewhere write. */
const openClusterServing = async (
  cluster: ClusterConfig,
  directory: string,
  clock: Clock,
  masterKey: Buffer | undefined,
): Promise<Engines> => {
  const [{ openMongoReadStore }, { openMongoKeyStore }] = await Promise.all([
    import('#libs/read-store/mongodb'),
    import('#libs/privacy/mongodb'),
  ]);
  return {
    events: await openClusterEvents(cluster, directory, clock),
    documents: await openMongoReadStore({ url: cluster.mongodbUrl, readOnly: true }),
    books: await openMongoReadStore({ url: cluster.mongodbUrl, area: 'policies' }),
    keys: await openMongoKeyStore({ url: cluster.vaultUrl, masterKey, sweepAfterMs: SWEEP_AFTER_MS }),
  };
};

/** For a projector of a cluster. A verification folds into files of its own: what two engines hold is the same to the byte. */
export const openClusterProjecting = async (
  cluster: ClusterConfig,
  directory: string,
): Promise<ProjectorEngines & { close(): Promise<void> }> => {
  const { openMongoReadStore } = await import('#libs/read-store/mongodb');
  const places = [cluster.events, ...cluster.eventsByCountry.values()];
  const events = await openClusterEvents(cluster, directory, 'read-only');
  const documents = await openMongoReadStore({ url: cluster.mongodbUrl });
  return {
    events,
    documents,
    ...(places.every((place) => place === 'embedded') ? { distance } : {}),
    scratch: async () => {
      const path = await mkdtemp(join(tmpdir(), 'cordillera-verify-'));
      const scratch = openEmbeddedReadStore({ directory: path });
      return {
        documents: scratch,
        dispose: async () => {
          await scratch.close();
          await rm(path, { recursive: true, force: true });
        },
      };
    },
    close: async () => {
      await documents.close();
      await events.close();
    },
  };
};

/** For the thread that serves HTTP: it appends through the writer's thread and reads documents that the projector's thread writes. */
export const openServingEngines = async (options: {
  directory: string;
  clock: Clock;
  masterKey: Buffer | undefined;
  cluster?: ClusterConfig | undefined;
}): Promise<Engines> =>
  options.cluster
    ? openClusterServing(options.cluster, options.directory, options.clock, options.masterKey)
    : openEmbeddedServing(options);

const openEmbeddedServing = async (options: {
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
export const openProjectingEngines = async (options: {
  directory: string;
  beside: boolean;
}): Promise<Pick<Engines, 'events' | 'documents'>> => ({
  events: await openEmbeddedEventStore({ directory: options.directory, readOnly: true }),
  documents: openEmbeddedReadStore(options),
});

/** Number of events between two positions of one log: the embedded engine numbers them without gaps. */
export const distance = (after: string | undefined, upTo: string): number => Math.max(0, Number(upTo) - Number(after ?? 0));

/** Whether positions of this log tell how many events there are. */
export const isNumbered = (position: string): boolean => /^\d{16}$/.test(position);

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
