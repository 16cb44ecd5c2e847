import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { WorkerProjectorHost, type ProjectorLimits } from '#libs/projecting';
import { BUILT } from '../places.js';
import { TENANT } from '../volume/index.js';

const built = (path: string): string => pathToFileURL(join(BUILT, path)).href;

/**
 * One rebuild of all read models in a process of its own, by the projector's threads as the product starts them; the process's peak memory is then
 * the rebuild's. Arguments: data folder, limits as JSON. Prints one line of JSON, memory in bytes.
 */
const [directory = '', limits = '{}'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'cordillera-bench-rebuild-'));
try {
  const events = await openEmbeddedEventStore({ directory, readOnly: true });
  const head = await events.head(TENANT);
  await events.close();
  const before = process.resourceUsage().maxRSS * 1024;
  const host = new WorkerProjectorHost({
    composition: built('bench/processes/replay-engines.js'),
    readModels: built('libs/platform/read-models.js'),
    config: { events: directory, documents: folder },
    limits: JSON.parse(limits) as Partial<ProjectorLimits>,
  });
  const began = performance.now();
  await host.start([TENANT]);
  const outcome = await host.waitFor(TENANT, { position: head?.position ?? '', timeoutMs: 2 ** 31 - 1 });
  const seconds = (performance.now() - began) / 1000;
  await host.close();
  const { maxRSS } = process.resourceUsage();
  const peak = maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ outcome: outcome.outcome, peak, before, seconds })}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
