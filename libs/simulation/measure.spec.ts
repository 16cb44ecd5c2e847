import { jest } from '@jest/globals';
import { measureModel, type Figure } from './measure.js';

jest.setTimeout(240_000);

const SEEDS = ['cordillera', '2023', 'lac', 'andes', 'chile'];

/** The figures beside the programme's ranges, for whoever changes the model: one line a figure, a column a seed. */
const printed = (bySeed: readonly (readonly Figure[])[]): string =>
  (bySeed[0] ?? [])
    .map(({ name, low, high }, row) => {
      const values = bySeed.map((figures) => (figures[row]?.value ?? Number.NaN).toFixed(2).padStart(8)).join('');
      return `${name.padEnd(42)} ${`[${low.toFixed(2)}, ${high.toFixed(2)}]`.padEnd(18)}${values}`;
    })
    .join('\n');

describe('the model of the simulated pilot', () => {
  const measured: (readonly Figure[])[] = [];

  it.each(SEEDS)('lies within the programme’s ranges with 1,200 teachers, seed %s', (seed) => {
    const { figures } = measureModel({ seed });
    measured.push(figures);
    expect(figures.filter(({ within }) => !within)).toEqual([]);
  });

  afterAll(() => process.stdout.write(`${printed(measured)}\n`));

  it('shows no gain but chance where no effect is planted', () => {
    const runs = ['null-1', 'null-2', 'null-3', 'null-4'].map((seed) => measureModel({ seed, effect: 0 }));
    const reach = runs.map(({ interval: [low, high] }) => (high - low) / 2);
    // The mean of some such gains strays by an interval's half over the root of their number; this seed's list is fixed.
    const mean = runs.reduce((sum, { meanGain }) => sum + meanGain, 0) / runs.length;
    expect(Math.abs(mean)).toBeLessThan(Math.max(...reach) / Math.sqrt(runs.length));
    for (const { meanGain } of runs) expect(Math.abs(meanGain)).toBeLessThan(3);
  });
});
