import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolder, StartError } from '#libs/data-folder';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import {
  CopiedTime,
  CopyRefused,
  EventStoreError,
  compareLogs,
  copyLog,
  type CopyProgress,
  type EventStore,
} from '#libs/event-store';

export type RecordPlace = 'embedded' | 'eventstoredb';

export interface CopyRecordOptions {
  readonly directory: string;
  readonly tenant: string;
  readonly from: RecordPlace;
  readonly to: RecordPlace;
  /** Address of the EventStoreDB. */
  readonly url: string;
  readonly progress: (progress: CopyProgress) => void;
}

export interface CopiedRecord {
  readonly events: number;
  readonly before: number;
  /** The epoch that the record begins at its new place: positions of the old one are refused there. */
  readonly epoch: number;
}

const EPOCHS = 'epochs.json';

/** The epoch of each country's record in a data folder; 1 where it was never moved. */
export const epochsOf = (directory: string): ReadonlyMap<string, number> => {
  const path = join(directory, EPOCHS);
  if (!existsSync(path)) return new Map();
  return new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>));
};

/**
 * Moves a country's record to another engine. A first pass copies what there is while servers go on; for the last step the data folder is
 * held, so that no server of it can write: what came meanwhile is copied, both records are compared event by event, and a new epoch begins. It can
 * be interrupted and run again.
 *
 * @throws StartError where a server still holds the folder (what was copied stays), or the two do not fit
 */
export const copyRecord = async (options: CopyRecordOptions): Promise<CopiedRecord> => {
  const { directory, tenant, from, to, url, progress } = options;
  if (from === to) throw new StartError('A record is copied from one engine to the other: embedded to eventstoredb, or back.');
  const time = new CopiedTime();
  const server = await openEventStoreDbStore(url, time);
  let folder: DataFolder | undefined;
  let files: EventStore | undefined;
  try {
    if (from === 'embedded') {
      files = await openEmbeddedEventStore({ directory, readOnly: true });
      await copyLog(files, server, tenant, time, { progress });
      folder = DataFolder.claim(directory);
    } else {
      // The folder's own log is written: it is held from the start.
      folder = DataFolder.claim(directory);
      files = await openEmbeddedEventStore({ directory, clock: time, thread: 'in-thread' });
    }
    const [source, target] = from === 'embedded' ? [files, server] : [server, files];
    const { events, before } = await copyLog(source, target, tenant, time, { progress });
    if (events === 0) throw new StartError(`There is no record of "${tenant}" to copy.`);
    if ((await compareLogs(source, target, tenant)) !== events) {
      throw new StartError(`The record of "${tenant}" was written to while it was copied. Stop every server, and run it again.`);
    }
    const epochs = new Map(epochsOf(directory));
    const epoch = (epochs.get(tenant) ?? 1) + 1;
    epochs.set(tenant, epoch);
    folder.writePrivate(join(directory, EPOCHS), `${JSON.stringify(Object.fromEntries(epochs))}\n`);
    return { events, before, epoch };
  } catch (error) {
    if (error instanceof CopyRefused || error instanceof EventStoreError) throw new StartError(error.message, { cause: error });
    throw error;
  } finally {
    await server.close();
    await files?.close();
    folder?.release();
  }
};

const openEventStoreDbStore = async (url: string, clock: CopiedTime): Promise<EventStore> => {
  const { openEventStoreDb } = await import('#libs/event-store/eventstoredb');
  return openEventStoreDb({ url, clock });
};
