import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { COUNTRIES, REMOVED } from '#libs/event-store/eventstoredb';
import { mongodbNamed } from './mongodb-address.js';

/**
 * Servers that suites run against when they are told where one is. Every suite uses names of its own and removes what it made.
 * `MONGODB_URL=mongodb://…` · `EVENTSTORE_URL=esdb://…?tls=false` · `EVENTSTORE_RESTART`: a shell command that does to the EventStoreDB what `$SIGNAL` says:
 * `KILL` and `TERM` end it, and it is started again; `STOP` halts it, `CONT` lets it go on.
 */
export const mongodbUrl: string | undefined = process.env['MONGODB_URL'];
export const eventstoreUrl: string | undefined = process.env['EVENTSTORE_URL'];
export const eventstoreRestart: string | undefined = process.env['EVENTSTORE_RESTART'];

/** What a suite says in its name when it is skipped. */
export const noMongodb: string | undefined =
  mongodbUrl === undefined ? 'skipped: no MongoDB, name one with MONGODB_URL' : undefined;
export const noEventstore: string | undefined =
  eventstoreUrl === undefined ? 'skipped: no EventStoreDB, name one with EVENTSTORE_URL' : undefined;

export const noRestart: string | undefined =
  eventstoreUrl !== undefined && eventstoreRestart === undefined
    ? 'skipped: no command that ends and starts the server, name one with EVENTSTORE_RESTART'
    : noEventstore;

export const withMongodb = noMongodb === undefined ? describe : describe.skip;
export const withEventstore = noEventstore === undefined ? describe : describe.skip;

export const withRestart = noRestart === undefined ? describe : describe.skip;

/** Does to a server what a signal does, by the command that was given for it. @throws what the command says when it fails */
export const bySignal = async (command: string, signal: 'KILL' | 'TERM' | 'STOP' | 'CONT'): Promise<void> => {
  await promisify(execFile)('sh', ['-c', command], { env: { ...process.env, SIGNAL: signal } });
};

/**
 * Deletes in an EventStoreDB every stream whose name begins so, and says that these countries are none any more; the server's next scavenge
 * frees the space. @returns how many streams
 */
export const removeFromEventstore = async (url: string, prefixes: readonly string[]): Promise<number> => {
  if (prefixes.length === 0) return 0;
  const { EventStoreDBClient, jsonEvent } = await import('@eventstore/db-client');
  const client = EventStoreDBClient.connectionString(url);
  try {
    const streams = new Set<string>();
    for await (const { event } of client.readAll())
      if (event && prefixes.some((prefix) => event.streamId.startsWith(prefix))) streams.add(event.streamId);
    for (const stream of streams) {
      await client.deleteStream(stream).catch((error: { type?: string }) => {
        // A test had tombstoned it.
        if (error.type !== 'stream-deleted') throw error;
      });
    }
    const countries = new Set<string>();
    for (const stream of streams) {
      const country = stream.slice(0, Math.max(0, stream.indexOf('.')));
      if (prefixes.some((prefix) => `${country}.`.startsWith(prefix))) countries.add(country);
    }
    for (const tenant of countries) await client.appendToStream(COUNTRIES, jsonEvent({ type: REMOVED, data: { tenant } }));
    return streams.size;
  } finally {
    await client.dispose();
  }
};

/** An address under which nothing is yet: the same server, databases with a name of their own. */
export const freshMongodb = (): { url: string; dispose: () => Promise<void> } => {
  const url = mongodbNamed(mongodbUrl ?? '', `cdt${randomBytes(5).toString('hex')}`);
  return {
    url,
    dispose: async () => {
      const { openMongo } = await import('#libs/mongo');
      const mongo = await openMongo({ url });
      try {
        for (const suffix of await mongo.databases()) await mongo.database(suffix).dropDatabase();
      } finally {
        await mongo.close();
      }
    },
  };
};
