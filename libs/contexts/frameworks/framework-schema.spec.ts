import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { frameworkSchema, type Framework } from './framework-schema.js';
import { competenciesOf, dimensionsOf, levelsOf } from './shape.js';

const folder = fileURLToPath(new URL('../../../packs/frameworks/', import.meta.url));
const raw = async (id: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(`${folder}${id}.json`, 'utf8')) as Record<string, unknown>;
const load = async (id: string): Promise<Framework> => frameworkSchema.parse(await raw(id));
const messages = (value: unknown): string[] => {
  const result = frameworkSchema.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => `/${issue.path.map(String).join('/')}: ${issue.message}`);
};

describe('frameworks as data', () => {
  it('DigCompEdu has six areas, 22 competencies and levels from A1 to C2', async () => {
    const framework = await load('digcompedu-2017');
    expect(dimensionsOf(framework).map(({ code }) => code)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(competenciesOf(framework)).toHaveLength(22);
    expect(competenciesOf(framework)[10]).toMatchObject({ code: '3.4', dimension: '3' });
    expect(levelsOf(framework)?.map(({ code }) => code)).toEqual(['A1', 'A2', 'B1', 'B2', 'C1', 'C2']);
    expect(framework.licence.attribution['en']).toContain('2011/833/EU');
    expect(framework.translations['es']?.official).toBe(false);
  });

  it('ICT-CFT is a matrix whose cells are the competencies, without levels', async () => {
    const framework = await load('ict-cft-v3');
    expect(dimensionsOf(framework)).toHaveLength(6);
    expect(competenciesOf(framework)).toHaveLength(18);
    expect(competenciesOf(framework).find(({ code }) => code === '3.KD')).toMatchObject({
      name: { en: 'Complex Problem-solving' },
      dimension: '3',
    });
    expect(levelsOf(framework)).toBeUndefined();
    expect(framework.licence.id).toBe('CC-BY-SA-3.0-IGO');
  });

  it('Estándares TIC is a flat list, and says that it is incomplete', async () => {
    const framework = await load('estandares-tic-2011');
    expect(competenciesOf(framework).map(({ name }) => name['es'])).toEqual([
      'Pedagógica',
      'Técnica o instrumental',
      'Gestión',
      'Social, ética y legal',
      'Desarrollo y responsabilidad profesional',
    ]);
    expect(levelsOf(framework)).toBeUndefined();
    expect(framework.status).toBe('incomplete');
  });

  it('refuses a matrix with a cell too few, twice or out of place', async () => {
    const matrix = await raw('ict-cft-v3');
    const cells = matrix['cells'] as Record<string, unknown>[];
    expect(messages({ ...matrix, cells: cells.slice(1) })).toEqual(['/cells: 1 × KA is empty']);
    expect(messages({ ...matrix, cells: [...cells, { ...cells[0], code: 'x' }] })).toEqual(['/cells/18: 1 × KA is filled twice']);
    expect(messages({ ...matrix, cells: [{ ...cells[0], stage: 'KX' }, ...cells.slice(1)] })).toEqual([
      '/cells/0/stage: no stage "KX"',
      '/cells: 1 × KA is empty',
    ]);
  });

  it('refuses codes that repeat, competencies outside their area, texts in no language and members that nobody knows', async () => {
    const levelled = await raw('digcompedu-2017');
    const areas = structuredClone(levelled['areas']) as { code: string; competencies: { code: string }[] }[];
    const [first, second] = areas;
    if (!first?.competencies[1] || !second?.competencies[0]) throw new Error('the framework changed');
    first.competencies[1].code = '1.1';
    second.competencies[0].code = '4.9';
    expect(messages({ ...levelled, areas })).toEqual([
      '/areas/1: competency "1.1" stands here twice',
      '/areas/1/competencies/0/code: competency "4.9" does not belong to area "2"',
    ]);
    expect(messages({ ...levelled, title: {} })).toEqual(['/title: a text in no language']);
    expect(messages({ ...levelled, colour: 'blue' })).toHaveLength(1);
    expect(messages({ ...levelled, shape: 'tree' })).toHaveLength(1);
  });
});
