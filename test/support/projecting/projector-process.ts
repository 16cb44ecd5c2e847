import { InThreadProjectorHost } from '#libs/projecting';
import { openEngines } from './engines.js';
import { eventDefinitions, projections } from './toy-read-models.js';

/**
 * A projector in a process of its own, to be killed: `node projector-process.js DIRECTORY TENANT`. Commits as often as it can, says
 * a line for each, and `done POSITION` whenever it has caught up.
 */
const [directory, tenant] = process.argv.slice(2) as [string, string];
const engines = await openEngines({ directory } as never, { beside: false });
const host = new InThreadProjectorHost({
  engines,
  projections,
  eventDefinitions,
  limits: { liveBatch: 7, rebuildBatch: 11, commitDocuments: 3, commitEvents: 9, rebuildTimes: 1, cacheDocuments: 8 },
});
host.onApplied(({ projection, position }) => process.stdout.write(`${projection} ${position}\n`));
host.onStatus((status) => {
  if (status.projections.every(({ state, lag }) => state === 'live' && lag.events === 0)) {
    process.stdout.write(`done ${status.head?.position ?? ''}\n`);
  }
});
await host.start([tenant]);
