import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import type { GainRun, GainRunsWanted, PublishedGain } from './support/gain-runs.js';

jest.setTimeout(600_000);

const SEEDS = Array.from({ length: 400 }, (_, index) => `honest-${index + 1}`);
const WORKERS = 2;

/** In threads of their own and from the build: a hundred thousand teachers take a minute there, and many in here. */
const runsOf = (seeds: readonly string[]): Promise<readonly GainRun[]> =>
  new Promise((resolve, reject) => {
    const wanted: GainRunsWanted = { packDirectory: join(process.cwd(), 'packs', 'cl'), seeds };
    const worker = new Worker(join(process.cwd(), 'dist', 'test', 'support', 'gain-runs.js'), { workerData: wanted });
    worker.once('message', (runs: readonly GainRun[]) => resolve(runs));
    worker.once('error', reject);
  });

describe('the published interval of the gain, over 400 simulated pilots', () => {
  let runs: readonly GainRun[] = [];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const covering = (truth: number, of: (run: GainRun) => PublishedGain) =>
    runs.filter((run) => of(run).low <= truth && truth <= of(run).high).length / runs.length;
  const say = (line: string) => process.stdout.write(`${line}\n`);

  beforeAll(async () => {
    const parts = Array.from({ length: WORKERS }, (_, part) => SEEDS.filter((_, index) => index % WORKERS === part));
    runs = (await Promise.all(parts.map(runsOf))).flat();
  });

  it('covers no gain in 93 to 97 of a hundred where the courses teach nothing', () => {
    const covered = covering(0, ({ without }) => without);
    say(`no effect: covered in ${(100 * covered).toFixed(2)} % of ${runs.length} seeds        [93, 97]`);
    expect(runs).toHaveLength(400);
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
  });

  it('covers what the courses do as often', () => {
    // The same people, days and luck with and without the courses: the difference is what was planted.
    const planted = mean(runs.map((run) => run.with.mean - run.without.mean));
    const covered = covering(planted, (run) => run.with);
    say(`an effect of ${planted.toFixed(2)} points: covered in ${(100 * covered).toFixed(2)} % of ${runs.length} seeds [93, 97]`);
    expect(planted).toBeGreaterThan(6);
    expect(planted).toBeLessThan(8);
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
  });
});
