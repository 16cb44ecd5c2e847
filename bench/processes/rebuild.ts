import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { InThreadProjectorHost, type ProjectorLimits } from '#libs/projecting';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';
import { eventDefinitions, projections } from '../../libs/platform/read-models.js';
import { TENANT } from '../volume/index.js';

/**
 * One rebuild of all read models in a process of its own, whose peak memory is then the rebuild's. Arguments: data folder, limits as
 * JSON. Prints one line of JSON.
 */
const [directory = '', limits = '{}'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'cordillera-bench-rebuild-'));
try {
  const events = await openEmbeddedEventStore({ directory, readOnly: true });
  const documents = openEmbeddedReadStore({ directory: folder });
  const before = process.resourceUsage().maxRSS * 1024;
  const host = new InThreadProjectorHost({
    engines: { events, documents, scratch: () => Promise.reject(new Error('nothing is verified here')) },
    projections,
    eventDefinitions,
    limits: JSON.parse(limits) as Partial<ProjectorLimits>,
  });
  const head = await events.head(TENANT);
  const began = performance.now();
  await host.start([TENANT]);
  const outcome = await host.waitFor(TENANT, { position: head?.position ?? '', timeoutMs: 3_600_000 });
  const seconds = (performance.now() - began) / 1000;
  await host.close();
  await documents.close();
  await events.close();
  const peak = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ outcome: outcome.outcome, peak, before, seconds })}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
