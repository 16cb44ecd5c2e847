import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRecords, StartError } from '#libs/data-folder';
import type { EventStore } from '#libs/event-store';
import { EventStoreError, verifyChains, type ChainReport } from '#libs/event-store';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { systemClock, tenantPrefix, type Clock, type RecordedEvent } from '#libs/kernel';
import { MongoOpenError } from '#libs/mongo';
import type { ProjectorBoard, ProjectorEngines } from '#libs/projecting';
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

/** Opens one after the other; where one cannot be opened, those before it are closed. */
const together = async <Result>(
  open: (keep: <One extends { close(): Promise<void> }>(one: One) => One) => Promise<Result>,
): Promise<Result> => {
  const opened: { close(): Promise<void> }[] = [];
  try {
    return await open((one) => {
      opened.push(one);
      return one;
    });
  } catch (error) {
    for (const one of opened.reverse()) await one.close();
    throw error;
  }
};

/** A server that a setting names and that cannot be had is a mistake of the start, told by the setting's name. @throws StartError */
export const asSet = async <Opened>(setting: string, opening: Promise<Opened>): Promise<Opened> => {
  try {
    return await opening;
  } catch (error) {
    if (!(error instanceof MongoOpenError)) throw error;
    throw new StartError(`${setting}: ${error.message}`, { cause: error });
  }
};

/** Each country's record where it is to be. @throws StartError where a server does not answer */
const openClusterEvents = (cluster: ClusterConfig, directory: string, clock: Clock | 'read-only'): Promise<EventStore> =>
  together(async (keep) => {
    const open = new Map<EventStorePlace, EventStore>();
    const chosen = [...cluster.eventsByCountry].map(
      ([tenant, place]) => [`CORDILLERA_EVENTSTORE_BY_COUNTRY: the event store of "${tenant}"`, place] as const,
    );
    for (const [named, place] of [['CORDILLERA_EVENTSTORE: the event store', cluster.events] as const, ...chosen]) {
      if (open.has(place)) continue;
      const store = keep(await asSetEvents(named, () => openEvents(place, directory, clock)));
      open.set(place, store);
      if (place !== 'embedded') await asSetEvents(named, () => store.tenants());
    }
    return byCountry(
      (tenant) => open.get(cluster.eventsByCountry.get(tenant) ?? cluster.events) as EventStore,
      [...open.values()],
    );
  });

/** As `asSet`, for an event store. @throws StartError */
const asSetEvents = async <Result>(named: string, run: () => Promise<Result>): Promise<Result> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof EventStoreError)) throw error;
    if (!error.retryable) throw new StartError(`${named}: ${error.message}`, { cause: error });
    const why = (error.cause instanceof Error ? error.cause.message : error.message).replace(/\s+/g, ' ').trim();
    const advice = /\bssl\b|\btls\b/i.test(why) ? ' (one that speaks without TLS is named with `?tls=false`)' : '';
    throw new StartError(`${named} cannot be reached: ${why}${advice}`, { cause: error });
  }
};

/** For a server of a cluster: it appends, and reads documents that projectors elsewhere write. */
const openClusterServing = (
  cluster: ClusterConfig,
  directory: string,
  clock: Clock,
  masterKey: Buffer | undefined,
): Promise<Engines> =>
  together(async (keep) => {
    const [{ openMongoReadStore }, { openMongoKeyStore }] = await Promise.all([
      import('#libs/read-store/mongodb'),
      import('#libs/privacy/mongodb'),
    ]);
    const readModels = (options: { readOnly: true } | { area: 'policies' }): Promise<ReadStore> =>
      asSet('CORDILLERA_MONGODB_URL', openMongoReadStore({ url: cluster.mongodbUrl, ...options }));
    const vault = cluster.vaultUrl === cluster.mongodbUrl ? 'CORDILLERA_MONGODB_URL' : 'CORDILLERA_VAULT_URL';
    return {
      events: keep(await openClusterEvents(cluster, directory, clock)),
      documents: keep(await readModels({ readOnly: true })),
      books: keep(await readModels({ area: 'policies' })),
      keys: keep(await asSet(vault, openMongoKeyStore({ url: cluster.vaultUrl, masterKey, sweepAfterMs: SWEEP_AFTER_MS }))),
    };
  });

/** Files of its own for a verification, in a new folder whose path begins so; they go when they are disposed of. */
export const scratchIn = async (begins: string): ReturnType<ProjectorEngines['scratch']> => {
  const directory = await mkdtemp(begins);
  const documents = openEmbeddedReadStore({ directory });
  return {
    documents,
    dispose: async () => {
      await documents.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

/** For a projector of a cluster. A verification folds into files of its own: what two engines hold is the same to the byte. */
export const openClusterProjecting = (
  cluster: ClusterConfig,
  directory: string,
): Promise<ProjectorEngines & { readonly board: ProjectorBoard; close(): Promise<void> }> =>
  together(async (keep) => {
    const [{ openMongoReadStore }, { MongoBoard }] = await Promise.all([
      import('#libs/read-store/mongodb'),
      import('./mongo-board.js'),
    ]);
    const places = [cluster.events, ...cluster.eventsByCountry.values()];
    const events = keep(await openClusterEvents(cluster, directory, 'read-only'));
    const documents = keep(await asSet('CORDILLERA_MONGODB_URL', openMongoReadStore({ url: cluster.mongodbUrl })));
    const board = keep(await asSet('CORDILLERA_MONGODB_URL', MongoBoard.open(cluster.mongodbUrl)));
    return {
      board,
      events,
      documents,
      ...(places.every((place) => place === 'embedded') ? { distance } : {}),
      scratch: () => scratchIn(join(tmpdir(), 'cordillera-verify-')),
      close: async () => {
        await board.close();
        await documents.close();
        await events.close();
      },
    };
  });

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

/** The records of an installation, for reading beside a server or without one. */
export interface ReadOnlyLog {
  /** Where they are, for people. */
  readonly place: string;
  tenants(): Promise<readonly string[]>;
  /** Oldest first, up to the end it has now. */
  events(tenant: string, options?: { after?: string; stream?: string }): AsyncGenerator<RecordedEvent>;
  verify(tenant: string, progress?: (events: number) => void): Promise<ChainReport>;
  close(): Promise<void>;
}

/** A data folder's, or those that a cluster has elsewhere. @throws StartError where there are no records, or their server does not answer */
export const openLogReadOnly = async (directory: string, cluster?: ClusterConfig): Promise<ReadOnlyLog> => {
  if (cluster === undefined && (!hasRecords(directory) || !existsSync(join(directory, 'lock.db')))) {
    throw new StartError(`There are no records in ${directory}. Choose the folder of an installation with --data.`);
  }
  const store = await (cluster
    ? openClusterEvents(cluster, directory, 'read-only')
    : openEvents('embedded', directory, 'read-only'));
  return {
    place: cluster ? 'the cluster’s event stores' : directory,
    tenants: () => store.tenants(),
    async *events(tenant, options = {}) {
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
    verify: (tenant, progress) => verifyChains(store, tenant, { progress }),
    close: () => store.close(),
  };
};
