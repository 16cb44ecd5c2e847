import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { columnsOf } from '../school-register/mapping.js';
import { loadPack, type Pack } from './pack.js';
import { DIRECTORY_2023_COLUMNS, FIRST_SIMULATED_RBD, simulatedSample, simulateSchoolRegister } from './simulated-register.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const header =
  'AGNO;RBD;DGV_RBD;NOM_RBD;MRUN;RUT_SOSTENEDOR;P_JURIDICA;COD_REG_RBD;NOM_REG_RBD_A;COD_PRO_RBD;COD_COM_RBD;NOM_COM_RBD;' +
  'COD_DEPROV_RBD;NOM_DEPROV_RBD;COD_DEPE;COD_DEPE2;RURAL_RBD;LATITUD;LONGITUD;CONVENIO_PIE;PACE;ENS_01;ENS_02;ENS_03;ENS_04;ENS_05;' +
  'ENS_06;ENS_07;ENS_08;ENS_09;ENS_10;ENS_11;MAT_TOTAL;MATRICULA;ESTADO_ESTAB;ORI_RELIGIOSA;ORI_OTRO_GLOSA;PAGO_MATRICULA;' +
  'PAGO_MENSUAL;ESPE_01;ESPE_02;ESPE_03;ESPE_04;ESPE_05;ESPE_06;ESPE_07;ESPE_08;ESPE_09;ESPE_10;ESPE_11';

type Row = Record<string, string>;
const read = (text: string): Row[] => parse(text, { columns: true, delimiter: ';' });
const count = (rows: readonly Row[], column: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row[column] ?? ''] = (counts[row[column] ?? ''] ?? 0) + 1;
  return counts;
};
const taught = (row: Row): number[] =>
  Array.from({ length: 11 }, (_, i) => Number(row[`ENS_${String(i + 1).padStart(2, '0')}`])).filter((code) => code > 0);

describe('the invented school register of Chile', () => {
  let pack: Pack;
  beforeAll(async () => {
    pack = await loadPack(`${root}packs/cl`);
  });

  it('has the 50 columns of the directory of 2023 and as many schools as asked for', () => {
    const text = simulateSchoolRegister({ schools: 220, seed: 'a', pack });
    expect(text.split('\n')[0]).toBe(header);
    expect(DIRECTORY_2023_COLUMNS).toHaveLength(50);
    expect(read(text)).toHaveLength(220);
  });

  it('is the same for a seed and another for another seed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 60 }), (seed, other, schools) => {
        fc.pre(seed !== other);
        const text = simulateSchoolRegister({ schools, seed, pack });
        expect(simulateSchoolRegister({ schools, seed, pack })).toBe(text);
        expect(simulateSchoolRegister({ schools, seed: other, pack })).not.toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  it('gives the sectors in the shares of the pilot, and delegated administration to vocational schools only', () => {
    const rows = read(simulateSchoolRegister({ schools: 200, seed: 'sectors', pack }));
    expect(count(rows, 'COD_DEPE2')).toEqual({ 1: 60, 2: 108, 3: 19, 4: 3, 5: 10 });
    for (const row of rows) {
      const codes = taught(row);
      expect(codes.length).toBeGreaterThan(0);
      if (row['COD_DEPE2'] === '4') expect(codes.every((code) => code >= 410)).toBe(true);
      expect({ '1': ['1', '2'], '2': ['3'], '3': ['4'], '4': ['5'], '5': ['6'] }[row['COD_DEPE2'] ?? '']).toContain(
        row['COD_DEPE'],
      );
    }
  });

  it('covers every region, the small ones more than their share, with weights that make up for it', () => {
    const rows = read(simulateSchoolRegister({ schools: 220, seed: 'regions', pack }));
    const regions = count(rows, 'COD_REG_RBD');
    expect(Object.keys(regions)).toHaveLength(16);
    const sample = simulatedSample({ schools: 220, pack });
    for (const { region, schools } of sample) {
      expect(regions[pack.country.regions.find((each) => each.code === region)?.registerCode ?? '']).toBe(schools);
    }
    const weighted = sample.reduce((sum, { schools, weight }) => sum + schools * weight, 0);
    expect(weighted).toBeCloseTo(220, 6);
    const weightOf = (code: string) => sample.find(({ region }) => region === code)?.weight ?? Number.NaN;
    expect(weightOf('CL-AI')).toBeLessThan(0.5);
    expect(weightOf('CL-RM')).toBeGreaterThan(1.5);
  });

  it('has rural and urban schools of every education level, most rural ones small', () => {
    const rows = read(simulateSchoolRegister({ schools: 600, seed: 'levels', pack }));
    const rural = rows.filter((row) => row['RURAL_RBD'] === '1');
    expect(rural.length / rows.length).toBeGreaterThan(0.15);
    expect(rural.length / rows.length).toBeLessThan(0.45);
    const withLevel = (from: number, to: number) =>
      rows.filter((row) => taught(row).some((code) => code >= from && code <= to)).length / rows.length;
    expect(withLevel(10, 10)).toBeGreaterThan(0.4);
    expect(withLevel(110, 110)).toBeGreaterThan(0.6);
    expect(withLevel(310, 899)).toBeGreaterThan(0.3);
    const median = (list: readonly Row[]) =>
      list.map((row) => Number(row['MAT_TOTAL'])).sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
    expect(median(rural)).toBeLessThan(median(rows.filter((row) => row['RURAL_RBD'] === '0')) / 2);
  });

  it('invents everything: ids from 900001, names that say so and do not repeat, nobody’s tax number', () => {
    const rows = read(simulateSchoolRegister({ schools: 1000, seed: 'names', pack }));
    expect(rows.map((row) => row['RBD'])).toEqual(rows.map((_, index) => String(FIRST_SIMULATED_RBD + index)));
    expect(new Set(rows.map((row) => row['NOM_RBD'])).size).toBe(rows.length);
    for (const row of rows) {
      expect(row['NOM_RBD']).toMatch(/\(SIMULAD[AO]\)$/);
      expect(row['NOM_COM_RBD']).toMatch(/^COMUNA SIMULADA /);
      expect([row['MRUN'], row['RUT_SOSTENEDOR']]).toEqual(['', '']);
      expect(row['LATITUD']).toMatch(/^-\d{2},\d{6}$/);
      expect(row['LONGITUD']).toMatch(/^-\d{2},\d{6}$/);
    }
  });

  it('is read by the mapping that reads the real directory: every column there, every code known', () => {
    const mapping = pack.mappings['mineduc-directorio-2023'];
    if (mapping === undefined) throw new Error('the pack has no mapping for the directory');
    const { required, optional } = columnsOf(mapping);
    const named = new Set([...required, ...optional, ...mapping.ignored]);
    expect([...named].sort()).toEqual([...DIRECTORY_2023_COLUMNS].sort());
    for (const row of read(simulateSchoolRegister({ schools: 500, seed: 'codes', pack }))) {
      for (const field of [mapping.region, mapping.sector, mapping.rurality, mapping.status]) {
        expect(field?.values?.[row[field.column] ?? '']).toBeDefined();
      }
      for (const code of taught(row)) expect(mapping.educationLevels?.values[String(code)]).toBeDefined();
    }
  });

  it('refuses a number of schools that is none', () => {
    for (const schools of [0, -1, 1.5, 100_000, Number.NaN]) {
      expect(() => simulateSchoolRegister({ schools, seed: 'a', pack })).toThrow(RangeError);
    }
    expect(read(simulateSchoolRegister({ schools: 1, seed: 'a', pack }))).toHaveLength(1);
  });
});
