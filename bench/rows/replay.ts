import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { WorkerProjectorHost } from '#libs/projecting';
import { projections } from '../../libs/platform/read-models.js';
import { interleaved, resultOf, type BenchOptions, type RowResult } from '../measure.js';
import { TENANT, volume } from '../volume/index.js';

/**
 * Events a second through the projector into every read model, from the first event, into files that are not there yet. As in the product
 * the projector has a thread of its own, which stands ready when the clock starts.
 */
const project = async (directory: string, events: number): Promise<number> => {
  const documents = mkdtempSync(join(tmpdir(), 'cordillera-bench-replay-'));
  const store = await openEmbeddedEventStore({ directory, readOnly: true });
  const host = new WorkerProjectorHost({
    composition: new URL('../processes/replay-engines.js', import.meta.url).href,
    readModels: new URL('../../libs/platform/read-models.js', import.meta.url).href,
    config: { events: directory, documents },
  });
  try {
    const head = await store.head(TENANT);
    await host.start([]);
    const began = performance.now();
    await host.addTenant(TENANT);
    const outcome = await host.waitFor(TENANT, { position: head?.position ?? '', timeoutMs: 3_600_000 });
    const took = performance.now() - began;
    if (outcome.outcome !== 'reached') throw new Error(`the projections did not come to the end: ${JSON.stringify(outcome)}`);
    const parked = host.status(TENANT).projections.flatMap((one) => one.parked);
    if (parked.length > 0) throw new Error(`parked: ${JSON.stringify(parked[0])}`);
    return (events * 1000) / took;
  } finally {
    await host.close();
    await store.close();
    rmSync(documents, { recursive: true, force: true });
  }
};

/** Events a second that are read in order and parsed, and then let go. */
const scan = async (directory: string, events: number): Promise<number> => {
  const db = new DatabaseSync(join(directory, TENANT, 'log.db'), { readOnly: true });
  try {
    const page = db.prepare(
      'SELECT position, stream, revision, id, type, data, metadata, hash FROM event WHERE position > ? ORDER BY position LIMIT 1000',
    );
    page.setReturnArrays(true);
    const began = performance.now();
    let seen = 0;
    let last = 0;
    for (;;) {
      const rows = page.all(last) as unknown as [number, string, number, string, string, string, string, string][];
      for (const row of rows) {
        if (typeof JSON.parse(row[5]) !== 'object' || typeof JSON.parse(row[6]) !== 'object') throw new Error('no event');
        last = row[0];
      }
      seen += rows.length;
      if (rows.length < 1000) break;
    }
    const took = performance.now() - began;
    if (seen !== events) throw new Error(`the log has ${seen} events, not ${events}`);
    return (events * 1000) / took;
  } finally {
    db.close();
  }
};

export const replay = async ({ pairs, quick, say }: BenchOptions): Promise<RowResult> => {
  const log = await volume(quick ? 300 : 12_000, 'whole-cycle', (line) => say(`  ${line}`));
  await scan(log.directory, log.events);
  const measured = await interleaved(
    pairs,
    { product: () => project(log.directory, log.events), baseline: () => scan(log.directory, log.events) },
    (pair, { product, baseline }) => say(`  ${pair + 1}: ${Math.round(product)}/s beside ${Math.round(baseline)}/s`),
  );
  return resultOf(
    {
      row: 'replay',
      what: 'replay through the projector into all read models, one shared pass',
      comparedWith: 'a raw scan of the same file in order, with JSON.parse of data and metadata of every event',
      aim: { value: 0.25, direction: 'at least', binding: true },
      unit: 'events/s',
    },
    measured,
    [
      `The log of ${log.teachers} teachers' cycle, ${log.events} events, ${Math.round(log.bytes / 1e6)} MB, into ${projections.length} projections on the embedded read store, default limits; the projector in its thread, which is there before the clock starts`,
    ],
  );
};
