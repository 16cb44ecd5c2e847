import { randomUUID } from 'node:crypto';
import { Streams, type CommandContext } from '#libs/commanding';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { EventCatalogue, instant, Refusal } from '#libs/kernel';
import { PolicyHost } from '#libs/policies';
import { openMemoryKeyStore } from '#libs/privacy/memory';
import { InThreadProjectorHost } from '#libs/projecting';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';
import { Answer, carryOut, duesProjection, eventDefinitions, openCase, policies } from './toy-policies.js';

/**
 * A country with policies in a process of its own, to be killed: `node policy-process.js DIRECTORY TENANT CASES`. Opens cases while the
 * policies answer them; a part of the commands fails at first. Says a line for each command, and `done` when all is settled.
 */
const [directory, tenant, cases] = process.argv.slice(2) as [string, string, string];
const events = await openEmbeddedEventStore({ directory, thread: 'in-thread' });
const documents = openEmbeddedReadStore({ directory });
const books = openEmbeddedReadStore({ directory, file: 'policies.db' });
const catalogue = new EventCatalogue(eventDefinitions);
const streams = new Streams(events, openMemoryKeyStore(), catalogue);
const context = (): CommandContext => {
  const commandId = randomUUID();
  const at = instant(Date.now());
  return {
    tenant,
    actor: { id: 'author', role: 'teacher' },
    commandId,
    commandDigest: commandId,
    at,
    correlationId: commandId,
    causationId: commandId,
  };
};
const open = (): Promise<unknown> =>
  openCase(streams, context(), randomUUID(), instant(Date.now() + Math.floor(Math.random() * 60)));

// The record begins before the policies do.
if (!(await events.head(tenant))) await openCase(streams, context(), 'before-everything', instant(Date.now() - 1));
const projector = new InThreadProjectorHost({
  engines: { events, documents, scratch: () => Promise.reject(new Error('nothing is verified here')) },
  projections: [duesProjection],
  eventDefinitions,
});
await documents.declare(tenant, 'dues@1', duesProjection.collections);
await projector.start([tenant]);
const host = new PolicyHost({
  policies,
  events,
  books,
  documents,
  streams,
  catalogue,
  issue: async (command) => {
    if (Math.random() < 0.15) throw new Refusal('not-now');
    await carryOut(streams, command as Answer);
    process.stdout.write('issued\n');
    if (Math.random() < 0.1) throw new Refusal('answer-lost');
  },
  now: () => Date.now(),
  folded: async (_tenant, _views, position) =>
    position === undefined || (await projector.waitFor(tenant, { position, timeoutMs: 2000 })).outcome === 'reached',
  distance: (after, upTo) => Number(upTo) - Number(after ?? 0),
  onProblem: (message, error) => process.stderr.write(`${message}: ${String(error)}\n`),
  limits: { retryMs: 3, longestRetryMs: 20, tickMs: 5, yieldMs: 20 },
});
await host.addTenant(tenant);
for (let at = 0; at < Number(cases); at += 1) await open();
const settled = async (): Promise<boolean> => {
  await host.settled(tenant, 60_000);
  const dues = await documents.find(tenant, 'dues', { limit: 2 });
  const left = dues.documents.filter(({ id }) => id !== 'before-everything');
  return left.length === 0 && host.status(tenant).every(({ pending, lagEvents }) => pending.length === 0 && lagEvents === 0);
};
while (!(await settled())) await new Promise((resolve) => setTimeout(resolve, 10));
process.stdout.write('done\n');
await host.close();
await projector.close();
await Promise.all([books.close(), documents.close(), events.close()]);
