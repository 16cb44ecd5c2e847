import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openIssuer } from '#libs/access';
import { interleaved, quantile, resultOf, rounded, spreadOf, type BenchOptions, type RowResult } from '../measure.js';
import { BUILT } from '../places.js';
import { Child } from '../processes/children.js';
import type { LoadAnswer, LoadRequest } from '../processes/load.js';
import { caughtUp } from '../processes/waiting.js';
import { CYCLE, TENANT, volume, type Volume } from '../volume/index.js';

/** Read models hang on the code that folds; a folder made by other code is made anew. */
const foldingCode = (): string => {
  const hash = createHash('sha256');
  for (const part of ['libs/contexts', 'libs/projecting', 'libs/read-store']) {
    const files = readdirSync(join(BUILT, part), { recursive: true, withFileTypes: true });
    for (const file of files.filter((one) => one.isFile() && one.name.endsWith('.js')).sort((a, b) => (a.name < b.name ? -1 : 1)))
      hash.update(readFileSync(join(file.parentPath, file.name)));
  }
  return hash.digest('hex').slice(0, 12);
};

interface Served {
  readonly child: Child;
  readonly url: string;
  readonly token: string;
}

/** A server on a volume whose views are at the end of the log; the folder with the views is kept for the next run. */
const serve = async (log: Volume, say: (line: string) => void): Promise<Served> => {
  const folder = `${log.directory}-served-${foldingCode()}`;
  const fresh = !existsSync(folder);
  if (fresh) {
    rmSync(`${folder}.new`, { recursive: true, force: true });
    cpSync(log.directory, `${folder}.new`, { recursive: true });
    renameSync(`${folder}.new`, folder);
  }
  const child = new Child('server', [folder]);
  const { url } = await child.heard<{ url: string }>();
  const issuer = await openIssuer({ directory: folder });
  const { token } = await issuer.issue({ subject: 'region', role: 'regional-officer', tenant: TENANT }, 3600);
  const began = performance.now();
  await caughtUp(url, TENANT, CYCLE, token);
  if (fresh) say(`  the views of ${log.events} events came to the end in ${rounded((performance.now() - began) / 1000, 1)} s`);
  return { child, url, token };
};

export const dashboard = async ({ pairs, quick, say }: BenchOptions): Promise<RowResult> => {
  const told = (line: string) => say(`  ${line}`);
  const reads = quick ? 100 : 600;
  const small = await volume(quick ? 120 : 1_200, 'whole-cycle', told);
  const large = await volume(quick ? 1_200 : 50_000, 'whole-cycle', told);
  const servers = { small: await serve(small, say), large: await serve(large, say) };
  const load = new Child('load', []);
  const medians = { small: [] as number[], large: [] as number[] };
  try {
    const read = async (which: 'small' | 'large', count = reads): Promise<number> => {
      const { url, token } = servers[which];
      const request: LoadRequest = { method: 'GET', path: `/v1/${TENANT}/cycles/${CYCLE}/dashboard`, token };
      const requests = Array.from({ length: count }, () => request);
      const answer = await load.ask<LoadAnswer>({ url, connections: 1, requests });
      if (answer.failed > 0) throw new Error(`${answer.failed} reads failed, first ${answer.failure}`);
      medians[which].push(quantile(answer.latencies, 0.5));
      return quantile(answer.latencies, 0.99);
    };
    await read('small', 300);
    await read('large', 300);
    medians.small.length = 0;
    medians.large.length = 0;
    const measured = await interleaved(
      pairs,
      { product: () => read('large'), baseline: () => read('small') },
      (pair, { product, baseline }) => say(`  ${pair + 1}: p99 ${rounded(product)} ms beside ${rounded(baseline)} ms`),
    );
    return resultOf(
      {
        row: 'dashboard',
        what: `dashboard read, warm: p99 at ${large.teachers.toLocaleString('en')} teachers`,
        comparedWith: `the same read at ${small.teachers.toLocaleString('en')} teachers, from a second server beside it`,
        aim: { value: 1.5, direction: 'at most', binding: true },
        unit: 'ms',
      },
      measured,
      [
        `${reads} reads one after the other a side and pair, over HTTP, from a process of its own`,
        `Median read ${rounded(spreadOf(medians.large).median)} ms beside ${rounded(spreadOf(medians.small).median)} ms`,
      ],
    );
  } finally {
    await load.end();
    await servers.small.child.end();
    await servers.large.child.end();
  }
};
