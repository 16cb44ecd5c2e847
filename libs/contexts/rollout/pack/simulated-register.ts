import { seededRandom, type SeededRandom } from '#libs/kernel';
import type { PackContent } from './pack-schema.js';

/**
 * Chile's invented school register, for simulated countries: in the shape of the real directory, so that the real importer reads it,
 * and of schools that do not exist. Every school, commune and province says that it is simulated; school ids start where the real
 * ones have not come yet.
 */

/** The columns of the directory of schools (Directorio Oficial de Establecimientos), edition 2023, in their order. */
export const DIRECTORY_2023_COLUMNS: readonly string[] = [
  ...['AGNO', 'RBD', 'DGV_RBD', 'NOM_RBD', 'MRUN', 'RUT_SOSTENEDOR', 'P_JURIDICA', 'COD_REG_RBD', 'NOM_REG_RBD_A', 'COD_PRO_RBD'],
  ...[
    'COD_COM_RBD',
    'NOM_COM_RBD',
    'COD_DEPROV_RBD',
    'NOM_DEPROV_RBD',
    'COD_DEPE',
    'COD_DEPE2',
    'RURAL_RBD',
    'LATITUD',
    'LONGITUD',
  ],
  ...['CONVENIO_PIE', 'PACE'],
  ...Array.from({ length: 11 }, (_, index) => `ENS_${String(index + 1).padStart(2, '0')}`),
  ...['MAT_TOTAL', 'MATRICULA', 'ESTADO_ESTAB', 'ORI_RELIGIOSA', 'ORI_OTRO_GLOSA', 'PAGO_MATRICULA', 'PAGO_MENSUAL'],
  ...Array.from({ length: 11 }, (_, index) => `ESPE_${String(index + 1).padStart(2, '0')}`),
];

export const FIRST_SIMULATED_RBD = 900_001;

export interface SimulatedRegisterOptions {
  readonly schools: number;
  readonly seed: string;
  readonly pack: Pick<PackContent, 'country' | 'population'>;
}

/** Share of schools by sector, as the pilot wants its sample; not the country's. */
const SECTOR_SHARES = {
  municipal: 0.3,
  slep: 0.05,
  'subsidised-private': 0.54,
  'paid-private': 0.095,
  'delegated-administration': 0.015,
} as const;
type Sector = keyof typeof SECTOR_SHARES;

/** Teaching codes (ENS) of the kinds of school, with how likely each kind is; `TP` stands for one to three vocational branches. */
type Kind = readonly [codes: readonly (number | 'TP')[], weight: number];
const KINDS: Readonly<Record<Sector, { readonly urban: readonly Kind[]; readonly rural: readonly Kind[] }>> = (() => {
  const publicSchools = {
    urban: [
      [[10, 110], 46],
      [[110], 12],
      [[310], 16],
      [[310, 'TP'], 22],
      [['TP'], 4],
    ],
    rural: [
      [[110], 52],
      [[10, 110], 40],
      [[10, 110, 310], 5],
      [['TP'], 3],
    ],
  } as const;
  const vocational = [[['TP'], 1]] as const;
  const paid = [
    [[10, 110, 310], 85],
    [[10, 110], 15],
  ] as const;
  return {
    municipal: publicSchools,
    slep: publicSchools,
    'subsidised-private': {
      urban: [
        [[10, 110], 32],
        [[10, 110, 310], 40],
        [[110], 6],
        [[310], 8],
        [[310, 'TP'], 10],
        [['TP'], 4],
      ],
      rural: [
        [[110], 55],
        [[10, 110], 38],
        [[10, 110, 310], 7],
      ],
    },
    'paid-private': { urban: paid, rural: paid },
    'delegated-administration': { urban: vocational, rural: vocational },
  };
})();
const VOCATIONAL_BRANCHES = [410, 510, 610, 710, 810];

/** Short name as the directory writes it, and a place inside the region around which its schools are strewn (degrees). */
const PLACES: Readonly<Record<string, readonly [short: string, latitude: number, longitude: number]>> = {
  'CL-AP': ['AYP', -18.6, -69.9],
  'CL-TA': ['TPCA', -20.2, -69.5],
  'CL-AN': ['ANTOF', -23.6, -69.6],
  'CL-AT': ['ATCMA', -27.4, -70],
  'CL-CO': ['COQ', -30.4, -70.9],
  'CL-VS': ['VALPO', -32.8, -71],
  'CL-RM': ['RM', -33.5, -70.7],
  'CL-LI': ['LGBO', -34.4, -71],
  'CL-ML': ['MAULE', -35.6, -71.5],
  'CL-NB': ['NUBLE', -36.7, -72.1],
  'CL-BI': ['BBIO', -37.2, -72.6],
  'CL-AR': ['ARAUC', -38.6, -72.4],
  'CL-LR': ['RIOS', -40, -72.6],
  'CL-LL': ['LAGOS', -41.5, -73],
  'CL-AI': ['AYSEN', -45.6, -72.3],
  'CL-MA': ['MAG', -53, -71],
};

const NOUNS =
  'QUEBRADA CERRO RÍO VALLE PUERTO LAGUNA ESTERO PAMPA BOSQUE FARO MIRADOR PUENTE LLANO SENDERO MANANTIAL BAHÍA CALETA HUERTO'.split(
    ' ',
  );
/** Adjectives that fit either gender. */
const ADJECTIVES =
  'AMABLE ALEGRE CONSTANTE PACIENTE BRILLANTE VALIENTE CELESTE DILIGENTE PRUDENTE RADIANTE SONRIENTE ELEGANTE LEAL GENTIL SUTIL JOVIAL CORDIAL ESTELAR LUNAR APACIBLE ADMIRABLE NOTABLE'.split(
    ' ',
  );

/** Whole numbers that add up to `total` in proportion to the weights (largest remainder; ties in the order given). */
const apportion = (total: number, weights: readonly number[]): number[] => {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const quotas = weights.map((weight) => (total * weight) / sum);
  const seats = quotas.map(Math.floor);
  const byRemainder = quotas
    .map((quota, index) => ({ index, rest: quota - Math.floor(quota) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  const left = total - seats.reduce((all, seat) => all + seat, 0);
  for (const { index } of byRemainder.slice(0, left)) seats[index] = (seats[index] ?? 0) + 1;
  return seats;
};

export interface SampledRegion {
  readonly region: string;
  readonly schools: number;
  /** Of the pack's population. */
  readonly teachers: number;
  /** Share of the region's teachers among the country's, over the share of its schools in the sample: below 1 where it is oversampled. */
  readonly weight: number;
}

/**
 * How many schools each region gives: by the square root of its teachers, so that a small region has enough to be seen, and the
 * weight that makes up for it.
 */
export const simulatedSample = ({ schools, pack }: Omit<SimulatedRegisterOptions, 'seed'>): readonly SampledRegion[] => {
  const teachers = pack.country.regions.map(({ code }) =>
    pack.population.rows.filter((row) => row.region === code).reduce((sum, row) => sum + row.teachers, 0),
  );
  const everyone = teachers.reduce((sum, count) => sum + count, 0);
  const given = apportion(schools, teachers.map(Math.sqrt));
  return pack.country.regions.map(({ code }, index) => {
    const count = given[index] ?? 0;
    const own = teachers[index] ?? 0;
    return { region: code, schools: count, teachers: own, weight: count === 0 ? 0 : own / everyone / (count / schools) };
  });
};

const title = (codes: readonly number[], rural: boolean): string => {
  const vocational = codes.some((code) => code >= 400);
  if (codes.includes(110)) return codes.includes(310) ? 'COLEGIO' : rural ? 'ESCUELA RURAL' : 'ESCUELA BÁSICA';
  return vocational ? (codes.includes(310) ? 'LICEO POLIVALENTE' : 'LICEO TÉCNICO') : 'LICEO';
};

const decimal = (value: number): string => value.toFixed(6).replace('.', ',');

/**
 * The register as a file: delimiter `;`, decimal comma, one header and one line for each school, ended by line feeds. The same
 * options give the same text.
 *
 * @throws RangeError unless there is at least one school, fewer than 100,000, and the pack has Chile's regions and sectors
 */
export const simulateSchoolRegister = ({ schools, seed, pack }: SimulatedRegisterOptions): string => {
  if (!Number.isInteger(schools) || schools < 1 || schools >= 100_000)
    throw new RangeError(`a register of ${schools} schools cannot be made`);
  const random = seededRandom(`${seed}/school-register`);
  const sectorNames = Object.keys(SECTOR_SHARES) as Sector[];
  const counts = apportion(schools, Object.values(SECTOR_SHARES));
  const sectors = random.shuffle(sectorNames.flatMap((sector, index) => new Array<Sector>(counts[index] ?? 0).fill(sector)));
  const names = random.shuffle(NOUNS.flatMap((noun) => ADJECTIVES.map((adjective) => `${noun} ${adjective}`)));

  const lines = [DIRECTORY_2023_COLUMNS.join(';')];
  for (const { region, schools: count } of simulatedSample({ schools, pack })) {
    for (let place = 0; place < count; place += 1) {
      const index = lines.length - 1;
      const name = names[index % names.length] ?? '';
      const again = Math.floor(index / names.length);
      lines.push(
        school({
          rbd: FIRST_SIMULATED_RBD + index,
          name: again === 0 ? name : `${name} ${again + 1}`,
          region,
          communes: Math.max(2, Math.ceil(count / 4)),
          sector: sectors[index] ?? 'municipal',
          pack,
          // Numbers of its own: how many are drawn for one school moves nothing in the next.
          random: seededRandom(`${seed}/school/${FIRST_SIMULATED_RBD + index}`),
        }),
      );
    }
  }
  return `${lines.join('\n')}\n`;
};

const school = (given: {
  rbd: number;
  name: string;
  region: string;
  communes: number;
  sector: Sector;
  pack: SimulatedRegisterOptions['pack'];
  random: SeededRandom;
}): string => {
  const { rbd, random, sector, pack } = given;
  const region = pack.country.regions.find((each) => each.code === given.region);
  const codes = pack.country.sectors.find((each) => each.code === sector)?.registerCodes;
  const around = PLACES[given.region];
  if (region === undefined || codes === undefined || around === undefined) {
    throw new RangeError(`the pack has no region ${given.region} or sector ${sector} of Chile`);
  }
  const [short, latitude, longitude] = around;

  const same = pack.population.rows.filter((row) => row.region === given.region && row.sector === sector);
  const all = same.reduce((sum, row) => sum + row.teachers, 0);
  const ruralTeachers = same.filter((row) => row.rurality === 'rural').reduce((sum, row) => sum + row.teachers, 0);
  // Rural schools are small: their share among schools is about twice their share among teachers.
  const rural = all > 0 && random.next() < Math.min(0.75, (2 * ruralTeachers) / all);

  const kind = random.weighted(KINDS[sector][rural ? 'rural' : 'urban']);
  const branches = random
    .shuffle(VOCATIONAL_BRANCHES)
    .slice(0, 1 + random.int(3))
    .sort((a, b) => a - b);
  const taught = kind.flatMap((code) => (code === 'TP' ? branches : [code]));
  const typical = (rural ? 45 : 210) * Math.min(3, taught.length) * (sector === 'paid-private' ? 1.1 : 1);
  const enrolment = Math.max(8, Math.round(typical * Math.exp(0.5 * random.normal())));

  const commune = 1 + random.int(given.communes);
  const label = `${region.registerCode}-${commune}`;
  const kindOfSchool = title(taught, rural);
  const pays = sector === 'paid-private';
  const pad = (values: readonly number[]): string[] => Array.from({ length: 11 }, (_, index) => String(values[index] ?? 0));
  const cells: readonly string[] = [
    '2023',
    String(rbd),
    String(rbd % 10),
    `${kindOfSchool} ${given.name} (${kindOfSchool.startsWith('ESCUELA') ? 'SIMULADA' : 'SIMULADO'})`,
    // Ids of persons and companies stay empty: an invented one could be somebody's.
    '',
    '',
    '1',
    region.registerCode,
    short,
    `${region.registerCode}9`,
    `${region.registerCode}9${String(commune).padStart(2, '0')}`,
    `COMUNA SIMULADA ${label}`,
    `${region.registerCode}9`,
    `DEPROV SIMULADA ${region.registerCode}`,
    random.pick(codes['COD_DEPE'] ?? ['']),
    codes['COD_DEPE2']?.[0] ?? '',
    rural ? '1' : '0',
    decimal(latitude + 0.3 * (2 * random.next() - 1)),
    decimal(longitude + 0.3 * (2 * random.next() - 1)),
    !pays && random.next() < 0.7 ? '1' : '0',
    taught.some((code) => code >= 310) && !pays && random.next() < 0.3 ? '1' : '0',
    ...pad(taught),
    String(enrolment),
    '1',
    '1',
    random.next() < 0.7 ? '1' : '2',
    '',
    pays ? 'MAS DE $100.000' : 'GRATUITO',
    pays ? 'MAS DE $100.000' : 'GRATUITO',
    ...pad([]),
  ];
  return cells.join(';');
};
