import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { interleaved, resultOf, spreadOf, type BenchOptions, type RowResult } from '../measure.js';
import { BUILT } from '../places.js';
import { volume, type Volume } from '../volume/index.js';

const run = promisify(execFile);

/**
 * For all projections together, and small enough that the smaller log fills it too: what grows then is what is not bounded. Both logs are folded by two threads,
 * as the larger one is in the product: what a thread takes by itself is no growth.
 */
const LIMITS = { cacheBytes: 8 * 1024 * 1024, helpFrom: 0 };

interface Rebuilt {
  readonly outcome: string;
  readonly peak: number;
  readonly before: number;
  readonly seconds: number;
}

const rebuild = async ({ directory }: Volume): Promise<Rebuilt> => {
  const script = join(BUILT, 'bench', 'processes', 'rebuild.js');
  const { stdout } = await run(process.execPath, [script, directory, JSON.stringify(LIMITS)]);
  const rebuilt = JSON.parse(stdout) as Rebuilt;
  if (rebuilt.outcome !== 'reached') throw new Error(`the rebuild ended with ${rebuilt.outcome}`);
  return rebuilt;
};

const MEBI = 2 ** 20;

export const memory = async ({ pairs, quick, say }: BenchOptions): Promise<RowResult> => {
  const told = (line: string) => say(`  ${line}`);
  const small = await volume(quick ? 120 : 1_200, 'whole-cycle', told);
  const large = await volume(quick ? 1_200 : 12_000, 'whole-cycle', told);
  const empty: number[] = [];
  const peakOf = async (log: Volume): Promise<number> => {
    const { peak, before } = await rebuild(log);
    empty.push(before / MEBI);
    return peak / MEBI;
  };
  const measured = await interleaved(
    pairs,
    { product: () => peakOf(large), baseline: () => peakOf(small) },
    (pair, { product, baseline }) => say(`  ${pair + 1}: ${Math.round(product)} MiB beside ${Math.round(baseline)} MiB`),
  );
  const started = Math.round(spreadOf(empty).median);
  return resultOf(
    {
      row: 'memory',
      what: 'peak memory of a rebuild at 10 times the events',
      comparedWith: 'the same rebuild of a log of a tenth of the teachers, with the same cache limit',
      aim: { value: 1.3, direction: 'at most', binding: true },
      unit: 'MiB',
    },
    measured,
    [
      `${large.events} events beside ${small.events}, each rebuild in a process of its own, peak resident memory as the operating system counts it, of which ${started} MiB stand before the first event`,
      `Cache limit ${LIMITS.cacheBytes / MEBI} MiB for all projections together, threads and their limits as in the product, two of them on both sides`,
      'The smaller rebuild is over in seconds, before the garbage collector has settled: part of the difference is its patience, not documents that are held',
    ],
  );
};
