import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { columnsOf, MappingError, parseMapping } from './mapping.js';

const packs = fileURLToPath(new URL('../../../../packs/', import.meta.url));
const read = async (file: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(`${packs}${file}`, 'utf8')) as Record<string, unknown>;
const problems = (value: unknown): readonly string[] => {
  try {
    parseMapping(value);
  } catch (error) {
    if (error instanceof MappingError) return error.problems.map(({ pointer }) => pointer);
    throw error;
  }
  return [];
};

describe('a school register’s mapping', () => {
  it.each(['cl', 'ni'])('every mapping that %s ships can be used, under its own name', async (country) => {
    const files = await readdir(`${packs}${country}/mappings`);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(`${parseMapping(await read(`${country}/mappings/${file}`)).id}.json`).toBe(file);
    }
  });

  it('says which columns a file must have, and which it may have', async () => {
    const { required, optional } = columnsOf(parseMapping(await read('cl/mappings/mineduc-directorio-2023.json')));
    expect(required).toEqual(
      expect.arrayContaining(['RBD', 'NOM_RBD', 'COD_REG_RBD', 'COD_DEPE2', 'ENS_01', 'ENS_11', 'COD_COM_RBD']),
    );
    expect(optional).toEqual(['MAT_TOTAL']);
    expect(columnsOf(parseMapping(await read('cl/mappings/establecimientos-2022.json')))).toEqual({
      required: ['ROL_ESTABLECIMIENTO', 'NOMBRE_ESTABLECIMIENTO'],
      optional: [],
    });
  });

  it('reads Nicaragua by labels, department by ISO 3166-2, and never the ids that lost their separators', async () => {
    const mapping = parseMapping(await read('ni/mappings/mined-schools-2025.json'));
    const { required } = columnsOf(mapping);
    expect(required).toContain('modality_labels_10');
    expect(required).not.toContain('modality_ids');
    expect(Object.keys(mapping.region?.values ?? {})).toHaveLength(17);
    expect(mapping.educationLevels?.values['CURSOS REGULARES-MEP PLAN NACIONAL']).toBeNull();
    expect(mapping.missing).toContain('NA');
  });

  it('names every problem by its place', async () => {
    const mapping = await read('cl/mappings/mineduc-directorio-2023.json');
    expect(problems({ ...mapping, colour: 'blue' })).toEqual(['']);
    expect(problems({ ...mapping, code: undefined })).toEqual(['/code']);
    expect(problems({ ...mapping, format: { delimiter: ';;', decimal: ';' } })).toEqual(['/format/delimiter', '/format/decimal']);
    expect(problems({ ...mapping, region: { column: 'R', values: { 1: 'Tarapacá' } } })).toEqual(['/region/values/1']);
    expect(problems({ ...mapping, rurality: { column: 'R', values: { 'a/b': 'suburban' } } })).toEqual(['/rurality/values/a~1b']);
    expect(problems({ ...mapping, educationLevels: { values: {} } })).toEqual(['/educationLevels']);
    expect(problems({ ...mapping, educationLevels: { columns: ['A'], split: '|', values: {} } })).toEqual(['/educationLevels']);
    expect(problems('text')).toEqual(['']);
  });
});
