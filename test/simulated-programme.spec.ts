import { Readable } from 'node:stream';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { loadPack, simulateSchoolRegister, type Pack } from '../libs/contexts/rollout/pack/index.js';
import { readSchoolRegister } from '../libs/contexts/rollout/school-register/index.js';
import type { SchoolFacts } from '#libs/contexts/rollout';
import { measureModel, type Figure } from '#libs/simulation';

jest.setTimeout(600_000);

const SEEDS = ['cordillera', '2023', 'lac', 'andes', 'chile', 'puelche', 'loa', 'maule', 'ibañez', 'aysén'];
const TOGETHER = 'all';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const numbers = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false });

/** The invented register, as the importer reads it. */
const schoolsOf = async (pack: Pack, seed: string): Promise<readonly SchoolFacts[]> => {
  const mapping = pack.mappings['mineduc-directorio-2023'];
  if (!mapping) throw new Error('the pack cannot read its own register');
  const schools: SchoolFacts[] = [];
  const text = simulateSchoolRegister({ schools: 220, seed, pack });
  for await (const { school } of readSchoolRegister(Readable.from([Buffer.from(text)]), mapping))
    if (school) schools.push(school);
  return schools;
};

const SECTORS = [
  ['municipal', 30],
  ['slep', 5],
  ['subsidised-private', 54],
  ['paid-private', 9.5],
  ['delegated-administration', 1.5],
] as const;

const figuresOfSchools = (schools: readonly SchoolFacts[]): Figure[] => {
  const share = (is: (school: SchoolFacts) => boolean) => (100 * schools.filter(is).length) / schools.length;
  const figure = (name: string, value: number, low: number, high: number): Figure => ({
    name,
    value,
    low,
    high,
    within: value >= low && value <= high,
    over: 'each',
  });
  const regions = new Set(schools.map(({ region }) => region));
  const delegated = schools.filter(({ sector }) => sector === 'delegated-administration');
  return [
    figure('schools in the register', schools.length, 210, 230),
    figure('regions with schools', regions.size, 16, 16),
    ...SECTORS.map(([sector, wanted]) =>
      figure(
        `schools: ${sector}, %`,
        share((one) => one.sector === sector),
        wanted - 1.5,
        wanted + 1.5,
      ),
    ),
    figure(
      'delegated with anything but secondary',
      delegated.filter(({ educationLevels }) => educationLevels?.some((level) => level !== 'secondary')).length,
      0,
      0,
    ),
  ];
};

describe('the simulated programme', () => {
  let bySeed: (readonly Figure[])[] = [];

  beforeAll(async () => {
    const pack = await loadPack(join(process.cwd(), 'packs', 'cl'));
    for (const seed of SEEDS) {
      const schools = await schoolsOf(pack, seed);
      bySeed = [...bySeed, [...figuresOfSchools(schools), ...measureModel({ seed, schools }).figures]];
    }
    // For whoever changes the model: one line a figure, its range, a column a seed, and the seeds together.
    const lines = (bySeed[0] ?? []).map(({ name, low, high, over }, row) => {
      const values = bySeed.map((figures) => figures[row]?.value ?? Number.NaN);
      const range = `[${numbers.format(low)}, ${numbers.format(high)}] ${over === TOGETHER ? 'all ' : 'each'}`;
      return `${name.padEnd(50)}${range.padEnd(24)}${numbers.format(mean(values)).padStart(9)} |${values.map((value) => numbers.format(value).padStart(9)).join('')}`;
    });
    process.stdout.write(`${lines.join('\n')}\n`);
  });

  it.each(SEEDS.map((seed, index) => [seed, index] as const))(
    'lies within the programme’s ranges with 1,200 teachers, seed %s',
    (_, index) => {
      expect(bySeed[index]?.filter(({ within, over }) => over === 'each' && !within)).toEqual([]);
    },
  );

  it('does so over the seeds together where a figure hangs on few people', () => {
    const together = (bySeed[0] ?? []).flatMap(({ name, low, high, over }, row) =>
      over === TOGETHER ? [{ name, low, high, value: mean(bySeed.map((figures) => figures[row]?.value ?? Number.NaN)) }] : [],
    );
    expect(together.length).toBeGreaterThan(15);
    expect(together.filter(({ low, high, value }) => !(value >= low && value <= high))).toEqual([]);
  });
});
