import { randomBytes, randomUUID } from 'node:crypto';
import { openMemoryEventStore } from '#libs/event-store/memory';
import { prepareEvent, type EventStore, type PreparedEvent } from '#libs/event-store';
import { openEventStoreDb } from '#libs/event-store/eventstoredb';
import type { Head } from '#libs/kernel';
import { openMongo } from '#libs/mongo';
import { InThreadProjectorHost } from '#libs/projecting';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { openMongoReadStore } from '#libs/read-store/mongodb';
import { mongodbNamed } from '../test/support/mongodb-address.js';
import { StandInProcess } from '../test/support/stand-in.js';
import { spreadOf } from './measure.js';
import { eventDefinitions, tallies } from '../test/support/projecting/toy-read-models.js';

/**
 * The cluster's engines against the bare client, as ratios within one run; a row whose server is not named says so, and those over EventStoreDB
 * are measured on a stand-in then, and say that. `MONGODB_URL`, `EVENTSTORE_URL`; `--events N` for the rows over MongoDB (600), `--appends N` for those over EventStoreDB (24,000).
 */
const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const EVENTS = option('events', 600);
const APPENDS = option('appends', 24_000);
const CALLERS = 32;
const ROUNDS = 8;
const TENANT = 'bench';

const row = (what: string, says: string): void => console.log(`${what.padEnd(72)} ${says}`);
const seconds = async (run: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await run();
  return (performance.now() - began) / 1000;
};
const ratioOf = (value: number, least: number): string =>
  `${value.toFixed(2)}× (at least ${least}×${value >= least ? '' : ': MISSED'})`;

const eventOf = (tenant: string, type: string, data: object): PreparedEvent => {
  const commandId = randomUUID();
  return prepareEvent({
    id: randomUUID(),
    type,
    data,
    metadata: {
      tenant,
      actor: { id: 'bench', role: 'operator' },
      occurredAt: '2023-05-08T12:00:00.000Z',
      commandId,
      $correlationId: commandId,
      $causationId: commandId,
      schemaVersion: 1,
    },
  });
};

/** With the chain and our id, as the port stores them. */
const metadataOf = (event: PreparedEvent): object => ({
  $eventId: event.id,
  $hash: '0'.repeat(64),
  ...(JSON.parse(event.metadata) as object),
  previousHash: '0'.repeat(64),
  recordedAt: '2023-05-08T12:00:00.000Z',
});

/** 32 callers, each with a stream of its own. */
const byCallers = (each: number, append: (caller: number, round: number) => Promise<void>): Promise<unknown> =>
  Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      for (let round = 0; round < each; round += 1) await append(caller, round);
    }),
  );

const eventStoreRows = async (url: string, where: string): Promise<void> => {
  const { EventStoreDBClient, jsonEvent, streamNameFilter } = await import('@eventstore/db-client');
  const store = await openEventStoreDb({ url });
  const bare = EventStoreDBClient.connectionString(url);
  const tenant = `b${randomBytes(5).toString('hex')}`;
  const each = Math.ceil(APPENDS / CALLERS / ROUNDS);
  const payload = { note: 'x'.repeat(300) };
  const prepared = (): PreparedEvent[][] =>
    Array.from({ length: CALLERS }, () => Array.from({ length: each }, () => eventOf(tenant, 'ScoreGiven', payload)));
  const throughPort = async (round: number): Promise<number> => {
    const events = prepared();
    const heads = new Map<number, Head>();
    return seconds(() =>
      byCallers(each, async (caller, at) => {
        const event = events[caller]?.[at] as PreparedEvent;
        const { head } = await store.append(`${tenant}.teacher-${round}-${caller}`, heads.get(caller) ?? 'no-stream', [event]);
        heads.set(caller, head);
      }),
    );
  };
  const byClient = async (round: number): Promise<number> => {
    // The same bytes: what we store, the client stores as JSON.
    const events = prepared().map((those) =>
      those.map((event) =>
        jsonEvent({ id: event.id, type: event.type, data: payload, metadata: metadataOf(event) as Record<string, unknown> }),
      ),
    );
    return seconds(() =>
      byCallers(each, async (caller, at) => {
        await bare.appendToStream(`bare-${tenant}-${round}-${caller}`, events[caller]?.[at] as never, {
          expectedRevision: at === 0 ? 'no_stream' : BigInt(at - 1),
        });
      }),
    );
  };
  const catchUp = (): Promise<number> =>
    seconds(async () => {
      const stop = new AbortController();
      let seen = 0;
      for await (const batch of store.subscribe({ tenant, prefixes: [`${tenant}.`], signal: stop.signal })) {
        seen += batch.events.length;
        if (seen >= total) stop.abort();
      }
    });
  const bareCatchUp = (): Promise<number> =>
    seconds(async () => {
      let seen = 0;
      for await (const _ of bare.subscribeToAll({ filter: streamNameFilter({ prefixes: [`${tenant}.`] }) })) {
        seen += 1;
        if (seen >= total) break;
      }
    });
  /** The client's time over the port's, pair by pair in turn; the first pair warms up. */
  const ratio = async (port: (round: number) => Promise<number>, client: (round: number) => Promise<number>): Promise<number> => {
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const one = round % 2 === 0 ? await port(round) : undefined;
      const other = await client(round);
      ratios.push(other / (one ?? (await port(round))));
    }
    return spreadOf(ratios.slice(1)).median;
  };
  const total = each * CALLERS * ROUNDS;
  try {
    const appends = await ratio(throughPort, byClient);
    row(`appends from 32 callers through the port against the bare client${where}`, ratioOf(appends, 0.9));
    const reads = await ratio(catchUp, bareCatchUp);
    row(`catch-up through the port against the bare client’s subscribeToAll${where}`, ratioOf(reads, 0.9));
  } finally {
    await store.close();
    await bare.dispose();
  }
};

const mongoRows = async (address: string): Promise<void> => {
  const url = mongodbNamed(address, `cdb${randomBytes(4).toString('hex')}`);
  const events = openMemoryEventStore();
  const heads = new Map<string, Head>();
  const write = async (store: EventStore, type: string, teacher: number, data: object): Promise<string> => {
    const stream = `${TENANT}.teacher-t${teacher}`;
    const { head, position } = await store.append(stream, heads.get(stream) ?? 'no-stream', [eventOf(TENANT, type, data)]);
    heads.set(stream, head);
    return position;
  };
  for (let i = 0; i < EVENTS; i += 1) await write(events, 'TeacherJoined', i, { teacher: `t${i}`, region: `r${i % 5}` });

  const project = async (limits: object): Promise<InThreadProjectorHost> => {
    const documents = await openMongoReadStore({ url });
    return new InThreadProjectorHost({
      engines: { events, documents, scratch: async () => ({ documents: openMemoryReadStore(), dispose: async () => undefined }) },
      projections: [tallies],
      eventDefinitions,
      limits,
    });
  };
  const reach = async (host: InThreadProjectorHost, position: string): Promise<void> => {
    const { outcome } = await host.waitFor(TENANT, { position, timeoutMs: 600_000 });
    if (outcome !== 'reached') throw new Error(`the projector did not get there: ${outcome}`);
  };
  const end = (await events.head(TENANT))?.position ?? '';
  const rebuild = async (limits: object): Promise<number> => {
    const host = await project(limits);
    const took = await seconds(async () => {
      await host.start([TENANT]);
      await host.rebuild(TENANT, 'all');
      await reach(host, end);
    });
    await host.close();
    return EVENTS / took;
  };
  try {
    const batched = await rebuild({});
    // One commit an event: nothing is put together.
    const single = await rebuild({ commitEvents: 1, rebuildBatch: 1, liveBatch: 1 });
    row(
      'projector into MongoDB: events/s with batching against one write per event',
      `${ratioOf(batched / single, 10)}; ${batched.toFixed(0)} against ${single.toFixed(0)} events/s`,
    );

    const host = await project({});
    await host.start([TENANT]);
    await reach(host, end);
    const reader = await openMongoReadStore({ url, readOnly: true });
    await reader.declare(TENANT, 'toy-tallies@1', tallies.collections);
    const waits: number[] = [];
    for (let i = 0; i < 60; i += 1) {
      const teacher = `n${i}`;
      const began = performance.now();
      await write(events, 'TeacherJoined', EVENTS + i, { teacher, region: 'r1' });
      while ((await reader.get(TENANT, 'toy_facts', teacher)) === undefined);
      waits.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    waits.sort((a, b) => a - b);
    const at = (share: number): string =>
      `${(waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0).toFixed(1)} ms`;
    row('append → document readable in MongoDB, idle system', `p50 ${at(0.5)}, p99 ${at(0.99)}; nothing polls on the way`);
    await reader.close();
    await host.close();
  } finally {
    const mongo = await openMongo({ url });
    for (const suffix of await mongo.databases()) await mongo.database(suffix).dropDatabase();
    await mongo.close();
  }
};

const eventstore = process.env['EVENTSTORE_URL'];
const mongodb = process.env['MONGODB_URL'];
if (eventstore === undefined) {
  // A server of ours that answers from memory: how much the adapter costs beside the client, and nothing about the server's own speed.
  const standIn = await StandInProcess.start(false);
  try {
    await eventStoreRows(standIn.url, ' (stand-in, not EventStoreDB)');
  } finally {
    await standIn.end();
  }
} else await eventStoreRows(eventstore, '');
if (mongodb === undefined) {
  row(
    'projector into MongoDB: events/s with batching against one write per event',
    'not measured: no MongoDB, name one with MONGODB_URL',
  );
  row('append → document readable in MongoDB, idle system', 'not measured: no MongoDB, name one with MONGODB_URL');
} else await mongoRows(mongodb);
process.exit(0);
