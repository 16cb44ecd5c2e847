import { parseMapping, type SchoolRegisterMapping } from './mapping.js';

const levels = Array.from({ length: 11 }, (_, i) => `ENS_${String(i + 1).padStart(2, '0')}`);

/** A mapping for the three widths of Chile's directory, as the specs need it. */
export const directorio: SchoolRegisterMapping = parseMapping({
  id: 'directorio',
  version: 1,
  describes: 'The directory in 37, 39 and 50 columns.',
  format: { delimiter: ';', encoding: 'auto', decimal: ',' },
  missing: ['', 'NA'],
  code: { column: 'RBD' },
  name: { column: 'NOM_RBD', repairDoubleEncoding: true },
  region: { column: 'COD_REG_RBD', values: { 5: 'CL-VS', 10: 'CL-LL', 11: 'CL-AI', 15: 'CL-AP' } },
  commune: { column: 'NOM_COM_RBD', code: 'COD_COM_RBD' },
  sector: { column: 'COD_DEPE2', values: { 1: 'municipal', 2: 'subsidised', 3: 'paid', 4: 'delegated', 5: 'slep' } },
  rurality: { column: 'RURAL_RBD', values: { 0: 'urban', 1: 'rural' } },
  educationLevels: {
    columns: levels,
    empty: ['0'],
    values: { 10: 'preschool', 110: 'primary', 310: 'secondary', 410: 'vocational', 510: 'vocational' },
  },
  latitude: { column: 'LATITUD' },
  longitude: { column: 'LONGITUD' },
  status: { column: 'ESTADO_ESTAB', values: { 1: 'operating', 2: 'in-recess', 3: 'closed', 4: 'without-enrolment' } },
  enrolment: { column: 'MAT_TOTAL', optional: true },
  ignored: ['AGNO'],
});

/** A mapping for two columns, separated by commas. */
export const codeAndName: SchoolRegisterMapping = parseMapping({
  id: 'code-and-name',
  version: 1,
  describes: 'Code and name.',
  format: { delimiter: ',' },
  code: { column: 'code' },
  name: { column: 'name', repairDoubleEncoding: true },
});
