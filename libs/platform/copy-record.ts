import { DataFolder, StartError } from '#libs/data-folder';
import { countryDecider, countryStream, moveRecord, type Country } from '#libs/contexts/rollout';
import {
  CopiedTime,
  CopyRefused,
  EventStoreError,
  compareLogs,
  copyLog,
  prepareEvent,
  verifyChains,
  type CopyProgress,
  type EventStore,
} from '#libs/event-store';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import type { FreezableEventStore } from '#libs/event-store/eventstoredb';
import { eventIdOf, instant, naturalIdOf, sha256, type Head, type Position } from '#libs/kernel';
import { openMongo } from '#libs/mongo';
import { policyPlace, putPolicyAt, type PolicyPlace } from '#libs/policies';
import { KeyStoreError, type MovableKeyStore } from '#libs/privacy';
import { openEmbeddedKeyStore } from '#libs/privacy/embedded';
import { ReadStoreError, type ReadStore } from '#libs/read-store';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';
import { asSet } from './engines.js';
import { policies } from './policies.js';

export type RecordPlace = 'embedded' | 'eventstoredb';

export interface CopyRecordOptions {
  readonly directory: string;
  readonly tenant: string;
  readonly from: RecordPlace;
  readonly to: RecordPlace;
  /** Address of the EventStoreDB. */
  readonly url: string;
  /** The cluster's MongoDB: the country's vault and its policies' places go there with the record, or come back from there. */
  readonly cluster?: { readonly mongodbUrl: string; readonly vaultUrl: string } | undefined;
  readonly masterKey?: Buffer | undefined;
  readonly progress: (progress: CopyProgress) => void;
}

export interface CopiedRecord {
  readonly events: number;
  readonly before: number;
  /** The epoch that the record begins at its new place: positions of the old one are refused there. */
  readonly epoch: number;
  /** Policies that go on at the new place where they were. */
  readonly policies: number;
  /** Whether the vault is at the new place, entry by entry as it was; it stays at the old one too. */
  readonly vault: 'moved' | 'left';
}

const POSITIONS: Record<RecordPlace, RegExp> = { embedded: /^\d{16}$/, eventstoredb: /^[0-9a-f]{32}$/ };

/**
 * Moves a country to another engine. A first pass copies what there is while servers go on. For the last step the country is frozen: the data
 * folder is held, and in the EventStoreDB a freeze stands in the log, which every server over it obeys. What came meanwhile is copied, both
 * records are compared event by event, vault and policies' places follow where the cluster's MongoDB is named, and the new record says as its
 * last event that it was moved, which begins a new epoch. Its old place stays frozen. It can be interrupted and run again. Read models are not
 * copied: they are folded from the record.
 *
 * @throws StartError where a server still holds the folder (what was copied stays), or the two do not fit
 */
export const copyRecord = async (options: CopyRecordOptions): Promise<CopiedRecord> => {
  const { directory, tenant, from, to, url, progress, cluster, masterKey } = options;
  if (from === to) throw new StartError('A record is copied from one engine to the other: embedded to eventstoredb, or back.');
  if (cluster && !masterKey) throw new StartError('CORDILLERA_MASTER_KEY: the vault is wrapped with it in the cluster.');
  // Before anything is copied, or frozen.
  if (cluster) await reachable(cluster);
  const time = new CopiedTime();
  const server = await openEventStoreDbStore(url, time);
  let folder: DataFolder | undefined;
  let files: EventStore | undefined;
  let thaw = false;
  try {
    let upTo: Position | undefined;
    /** From an attempt that came before this one. */
    let before: number;
    if (from === 'embedded') {
      files = await openEmbeddedEventStore({ directory, readOnly: true });
      await beforeMove(files, server, tenant);
      // Until it is whole there, nobody takes it in service.
      await server.freeze(tenant);
      ({ before } = await copyLog(files, server, tenant, time, { progress }));
      folder = DataFolder.claim(directory);
    } else {
      // The folder's own log is written: it is held from the start.
      folder = DataFolder.claim(directory);
      files = await openEmbeddedEventStore({ directory, clock: time });
      await beforeMove(server, files, tenant);
      ({ before } = await copyLog(server, files, tenant, time, { progress }));
      thaw = true;
      upTo = await server.freeze(tenant);
    }
    const [source, target] = from === 'embedded' ? [files, server] : [server, files];
    const { events } = await copyLog(source, target, tenant, time, { upTo, progress });
    if (events === 0) throw new StartError(`There is no record of "${tenant}" to copy.`);
    const places = await openBooks(directory, cluster, async (books) => {
      const found = await placesOf(books, tenant, POSITIONS[from]);
      const last = new Map<string, Position>();
      const note = (here: Position, there: Position): void => {
        for (const [policy, place] of found) if (here <= place.position) last.set(policy, there);
      };
      const same = await compareLogs(source, target, tenant, note, upTo);
      if (same !== events) {
        throw new StartError(
          `The record of "${tenant}" was written to while it was copied. Stop every server, and run it again.`,
        );
      }
      for (const [policy, { pending }] of found) {
        const position = last.get(policy);
        if (position === undefined) continue;
        for (const each of books) await putPolicyAt(each, tenant, policy, { position, pending });
      }
      return last.size;
    });
    const vault = cluster && masterKey ? await moveVault(options, cluster, masterKey) : 'left';
    const epoch = await sayMoved(target, tenant, from, to, time);
    // From here on its place is the new one: there it can be written, and where it was it stays frozen.
    thaw = to === 'eventstoredb';
    return { events, before, epoch, policies: places, vault };
  } catch (error) {
    const known = [CopyRefused, EventStoreError, KeyStoreError, ReadStoreError].some((kind) => error instanceof kind);
    if (known) throw new StartError((error as Error).message, { cause: error });
    throw error;
  } finally {
    try {
      if (thaw) await server.thaw(tenant);
    } finally {
      await server.close();
      await files?.close();
      folder?.release();
    }
  }
};

/**
 * Takes a freeze back that a move left behind which was ended from outside and is not going to be run again: the country goes on in the EventStoreDB.
 * @throws StartError where the move was done
 */
export const giveUpMove = async ({
  directory,
  tenant,
  url,
}: Pick<CopyRecordOptions, 'directory' | 'tenant' | 'url'>): Promise<void> => {
  const server = await openEventStoreDbStore(url, new CopiedTime());
  try {
    const files = await openEmbeddedEventStore({ directory, readOnly: true });
    try {
      await beforeMove(server, files, tenant);
      const [there, here] = [await verifyChains(server, tenant), await verifyChains(files, tenant)];
      if (there.events === 0) throw new StartError(`There is no record of "${tenant}" in the EventStoreDB.`);
      if (here.events > there.events) {
        throw new StartError(
          `The record of "${tenant}" in the EventStoreDB is an unfinished copy of the one in the folder, which goes on.`,
        );
      }
    } finally {
      await files.close();
    }
    await server.thaw(tenant);
  } catch (error) {
    if (error instanceof EventStoreError) throw new StartError(error.message, { cause: error });
    throw error;
  } finally {
    await server.close();
  }
};

const openEventStoreDbStore = async (url: string, clock: CopiedTime): Promise<FreezableEventStore> => {
  const { openEventStoreDb } = await import('#libs/event-store/eventstoredb');
  return openEventStoreDb({ url, clock, moves: true });
};

interface CountryInRecord {
  readonly country: Country;
  readonly head: Head | undefined;
}

const countryIn = async (store: EventStore, tenant: string): Promise<CountryInRecord> => {
  const { events, head } = await store.readStream(countryStream(tenant));
  const country = events.reduce<Country>((state, event) => countryDecider.evolve(state, event as never), countryDecider.initial);
  return { country, head };
};

/** @throws StartError for a record that was moved there and has its life there since */
const beforeMove = async (source: EventStore, target: EventStore, tenant: string): Promise<void> => {
  const [here, there] = [await countryIn(source, tenant), await countryIn(target, tenant)];
  if (there.country.epoch > here.country.epoch) {
    throw new StartError(`The record of "${tenant}" was moved there already: it is in epoch ${there.country.epoch}.`);
  }
};

/** The last event of the move; a simulated country's own clock stands still meanwhile. */
const sayMoved = async (
  target: EventStore,
  tenant: string,
  from: RecordPlace,
  to: RecordPlace,
  time: CopiedTime,
): Promise<number> => {
  const { country, head } = await countryIn(target, tenant);
  const last = (await target.head(tenant))?.recordedAt ?? instant(0);
  const now = instant(Date.now());
  const at = country.facts?.origin === 'simulated' || last > now ? last : now;
  const [moved] = moveRecord({ from, to }, country);
  if (!head || moved?.type !== 'RecordMoved') throw new StartError(`The record of "${tenant}" does not begin with the country.`);
  const commandId = naturalIdOf('record-moved', tenant, String(moved.data.epoch));
  time.set(at);
  await target.append(countryStream(tenant), head, [
    prepareEvent({
      id: eventIdOf(commandId, countryStream(tenant), 0),
      type: moved.type,
      data: moved.data,
      metadata: {
        tenant,
        actor: { id: 'operator', role: 'operator' },
        occurredAt: at,
        commandId,
        $correlationId: commandId,
        $causationId: commandId,
        schemaVersion: 1,
      },
    }),
  ]);
  return moved.data.epoch;
};

/** The books of both profiles, as far as they are there. */
const openBooks = async <Result>(
  directory: string,
  cluster: CopyRecordOptions['cluster'],
  use: (books: readonly ReadStore[]) => Promise<Result>,
): Promise<Result> => {
  const books: ReadStore[] = [openEmbeddedReadStore({ directory, file: 'policies.db' })];
  try {
    if (cluster) {
      const { openMongoReadStore } = await import('#libs/read-store/mongodb');
      books.push(await asSet(MONGODB, openMongoReadStore({ url: cluster.mongodbUrl, area: 'policies' })));
    }
    return await use(books);
  } finally {
    for (const each of books) await each.close();
  }
};

/** Where each policy is in this record; places in the other engine's record, of an earlier life there, are none. */
const placesOf = async (
  books: readonly ReadStore[],
  tenant: string,
  ofThisRecord: RegExp,
): Promise<ReadonlyMap<string, PolicyPlace>> => {
  const found = new Map<string, PolicyPlace>();
  for (const { name } of policies) {
    for (const each of books) {
      const place = await policyPlace(each, tenant, name);
      if (!place || !ofThisRecord.test(place.position)) continue;
      const known = found.get(name);
      if (!known || known.position < place.position) found.set(name, place);
    }
  }
  return found;
};

const [MONGODB, VAULT] = ['The MongoDB', 'The MongoDB of the vaults'] as const;

/** @throws StartError */
const reachable = async ({ mongodbUrl, vaultUrl }: NonNullable<CopyRecordOptions['cluster']>): Promise<void> => {
  await (await asSet(MONGODB, openMongo({ url: mongodbUrl }))).close();
  if (vaultUrl !== mongodbUrl) await (await asSet(VAULT, openMongo({ url: vaultUrl }))).close();
};

/** Entry by entry, and compared entry by entry afterwards. */
const moveVault = async (
  { directory, tenant, from }: CopyRecordOptions,
  { vaultUrl }: NonNullable<CopyRecordOptions['cluster']>,
  masterKey: Buffer,
): Promise<CopiedRecord['vault']> => {
  const { openMongoKeyStore } = await import('#libs/privacy/mongodb');
  const own = await openOwnVault(directory, tenant, masterKey);
  let shared: MovableKeyStore | undefined;
  try {
    shared = await asSet(VAULT, openMongoKeyStore({ url: vaultUrl, masterKey }));
    const [source, target]: [MovableKeyStore, MovableKeyStore] = from === 'embedded' ? [own, shared] : [shared, own];
    const fingerprint = await source.fingerprint(tenant);
    // A server of a cluster over logs in its folder has its vaults in MongoDB already.
    if (fingerprint === undefined && (await target.fingerprint(tenant)) !== undefined) return 'left';
    await target.bringIn(tenant, source.takeOut(tenant));
    const [here, there] = [await entriesOf(source, tenant), await entriesOf(target, tenant)];
    if (here !== there) throw new StartError(`The vault of "${tenant}" is not the same at its new place. Run it again.`);
    return 'moved';
  } finally {
    await own.close();
    await shared?.close();
  }
};

/** The folder's vaults may have been made without a master key. */
const openOwnVault = async (directory: string, tenant: string, masterKey: Buffer): Promise<MovableKeyStore> => {
  const store = openEmbeddedKeyStore({ directory, masterKey });
  try {
    await store.fingerprint(tenant);
    return store;
  } catch (error) {
    await store.close();
    if (!(error instanceof KeyStoreError) || error.code !== 'wrong') throw error;
    const open = openEmbeddedKeyStore({ directory });
    try {
      await open.fingerprint(tenant);
      return open;
    } catch {
      await open.close();
      // What the master key had against it is what the operator has to know.
      throw error;
    }
  }
};

/** In no order: each engine has its own. */
const entriesOf = async (store: MovableKeyStore, tenant: string): Promise<string> => {
  const entries: string[] = [];
  for await (const entry of store.takeOut(tenant)) {
    if (entry.kind === 'root') entries.push(`root ${entry.root.toString('hex')} ${entry.seeded}`);
    else if (entry.kind === 'certificate') entries.push(`certificate ${entry.pseudonym} ${entry.destroyedAt} ${entry.keyDigest}`);
    else entries.push(`person ${entry.pseudonym} ${entry.national.toString('hex')} ${entry.key.toString('hex')}`);
  }
  return sha256(entries.sort().join('\n'));
};
