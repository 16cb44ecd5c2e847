import { randomBytes } from 'node:crypto';

/**
 * Servers that suites run against when they are told where one is. Every suite uses names of its own and removes what it made.
 * `MONGODB_URL=mongodb://…` · `EVENTSTORE_URL=esdb://…?tls=false` · `EVENTSTORE_RESTART`: a command that kills the server and starts it again.
 */
export const mongodbUrl: string | undefined = process.env['MONGODB_URL'];
export const eventstoreUrl: string | undefined = process.env['EVENTSTORE_URL'];
export const eventstoreRestart: string | undefined = process.env['EVENTSTORE_RESTART'];

/** What a suite says in its name when it is skipped. */
export const noMongodb: string | undefined =
  mongodbUrl === undefined ? 'skipped: no MongoDB, name one with MONGODB_URL' : undefined;
export const noEventstore: string | undefined =
  eventstoreUrl === undefined ? 'skipped: no EventStoreDB, name one with EVENTSTORE_URL' : undefined;

export const withMongodb = noMongodb === undefined ? describe : describe.skip;
export const withEventstore = noEventstore === undefined ? describe : describe.skip;

/** An address under which nothing is yet: the same server, databases with a name of their own. */
export const freshMongodb = (): { url: string; dispose: () => Promise<void> } => {
  const name = `cdt${randomBytes(5).toString('hex')}`;
  const url = new URL(mongodbUrl ?? '');
  url.pathname = `/${name}`;
  return {
    url: url.href,
    dispose: async () => {
      const { openMongo } = await import('#libs/mongo');
      const mongo = await openMongo({ url: url.href });
      try {
        for (const suffix of await mongo.databases()) await mongo.database(suffix).dropDatabase();
      } finally {
        await mongo.close();
      }
    },
  };
};
