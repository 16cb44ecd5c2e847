import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AnswerHead,
  BreakdownAnswer,
  BreakdownDimension,
  CoverageAnswer,
  CoverageGroup,
  DashboardAnswer,
  DataStateAnswer,
  Dimension,
  FunnelAnswer,
  FunnelCounts,
  FunnelStep,
  GainFigure,
  GapFigure,
  GapHeatMapAnswer,
  GroupResults,
  MeasureBreakdown,
  MeasureKind,
  PersonsAnswer,
  Ratio,
  SchoolParticipationAnswer,
  SchoolParticipationItem,
  ScoreFigure,
  Step,
} from '../../libs/contexts/evaluation/queries/answers.js';

interface Named {
  readonly code: string;
  readonly name: Readonly<Record<string, string>>;
}
interface PackCountry {
  readonly name: Readonly<Record<string, string>>;
  readonly regions: readonly Named[];
  readonly sectors: readonly Named[];
  readonly educationLevels: readonly Named[];
  readonly notices: readonly Readonly<Record<string, string>>[];
}
interface PackFramework {
  readonly title: Readonly<Record<string, string>>;
  readonly licence: { readonly attribution: Readonly<Record<string, string>> };
  readonly levels: readonly Named[];
  readonly areas: readonly (Named & { readonly competencies: readonly Named[] })[];
}

const load = <Content>(root: string, path: string): Content => JSON.parse(readFileSync(join(root, path), 'utf8')) as Content;

const head: AnswerHead = { cycle: '2023', simulated: true, asOf: '2023-12-01T21:14:00.000Z', k: 10, definitions: [] };
const SCHOOLS = 120;
const LIMIT = 50;
const STEPS: readonly Step[] = [
  'invited',
  'consented',
  'started',
  'submitted',
  'profile-seen',
  'path-accepted',
  'enrolled',
  'course-started',
  'course-completed',
  'final-test',
  'certified',
];
const SHARES = [1, 0.93, 0.84, 0.75, 0.72, 0.58, 0.49, 0.44, 0.29, 0.25, 0.22];
const ELIGIBLE = 214_500;
const ends: Pick<FunnelAnswer, 'population' | 'certification'> = {
  population: { asOf: '2023-03-01', status: 'illustrative' },
  certification: {
    version: 'certification-1',
    note: { en: 'Certified is whoever completed ten hours of courses.', es: 'Se certifica quien terminó diez horas de cursos.' },
    minimumHours: 10,
    finalTest: true,
  },
};

/** Limits as wide as a rough guess: pages draw them, they do not check them. */
const ratioOf = (n: number, of: number): Ratio => {
  const share = of === 0 ? null : n / of;
  const reach = of === 0 ? 0 : 1 / Math.sqrt(of);
  return { n, of, share, low: share && Math.max(0, share - reach), high: share && Math.min(1, share + reach) };
};

const countsOf = (invited: number): FunnelCounts => {
  const taken = SHARES.map((share) => Math.round(share * invited));
  return {
    steps: [
      { step: 'eligible', n: ELIGIBLE, anyhow: ELIGIBLE, ofPrevious: null, ofFirst: null },
      ...STEPS.map((step, at): FunnelStep => {
        const n = taken[at] ?? 0;
        return {
          step,
          n,
          anyhow: n + (at > 4 ? 2 : 0),
          ofPrevious: ratioOf(n, taken[at - 1] ?? ELIGIBLE),
          ofFirst: ratioOf(n, invited),
        };
      }),
    ],
    waitlisted: Math.round(invited * 0.04),
    waitlistedFinalTest: Math.round(invited * 0.01),
    withdrawn: Math.round(invited * 0.005),
    withoutStatistics: Math.round(invited * 0.02),
    erased: 1,
    late: Math.round(invited * 0.07),
    repeaters: 0,
  };
};

const gainOf = (measure: MeasureKind, nPre: number, nPairs: number, shift: number): GainFigure => {
  const basis = {
    measure,
    scale: measure === 'test' ? 'digital-teaching-test-percent' : 'digcompedu-anchored-0-5',
    nPre,
    nPost: nPairs + 4,
    nPairs,
    matchRate: nPre === 0 ? null : nPairs / nPre,
    attrition: nPre === 0 ? null : 1 - nPairs / nPre,
  };
  if (nPre === 0) return { ...basis, notEstimable: 'no-baseline' };
  if (nPairs === 0) return { ...basis, notEstimable: 'no-pairs' };
  if (nPairs < head.k) return { ...basis, withheld: 'primary' };
  const unit = measure === 'test' ? 1 : 0.045;
  const mean = (7.1 + shift) * unit;
  const half = (16 / Math.sqrt(nPairs)) * 1.96 * unit;
  const pre = measure === 'test' ? 52.4 : 2.1;
  return {
    ...basis,
    mean,
    low: mean - half,
    high: mean + half,
    level: 0.95,
    interval: 'clustered by school',
    schools: Math.max(2, Math.round(nPairs / 3)),
    designEffect: 1.2,
    meanPre: pre,
    meanPost: pre + mean,
    up: Math.round(nPairs * 0.66),
    same: Math.round(nPairs * 0.08),
    down: nPairs - Math.round(nPairs * 0.66) - Math.round(nPairs * 0.08),
    gAv: measure === 'test' ? 0.44 : null,
    classGain: measure === 'test' ? 0.15 : null,
  };
};

const scoreOf = (measure: MeasureKind, n: number, shift: number): ScoreFigure => {
  if (n === 0) return { n, notEstimable: 'no-observations' };
  if (n < head.k) return { n, withheld: 'primary' };
  const test = measure === 'test';
  return {
    n,
    mean: (test ? 52.4 : 2.1) + shift * (test ? 1 : 0.045),
    sd: test ? 15.6 : 0.74,
    floor: test ? 0.002 : 0.01,
    ceiling: test ? 0.01 : 0.004,
  };
};

/** The fixture's answers; tests change them to see the pages follow. */
export interface FixtureAnswers {
  readonly country: object;
  cycle: object;
  readonly framework: object;
  dashboard: DashboardAnswer;
  funnel: FunnelAnswer;
  readonly funnelCrossed: FunnelAnswer;
  dataState: DataStateAnswer;
  readonly coverage: CoverageAnswer;
  readonly persons: PersonsAnswer;
  breakdown(by: string): BreakdownAnswer;
  readonly ownSchool: SchoolParticipationAnswer;
  gaps(by: string): GapHeatMapAnswer;
  schools(cursor: string | undefined, limit: number): SchoolParticipationAnswer;
}

export const fixtureAnswers = (root: string): FixtureAnswers => {
  const pack = load<PackCountry>(root, 'packs/cl/country.json');
  const content = load<PackFramework>(root, 'packs/frameworks/digcompedu-2017.json');
  const competencies = content.areas.flatMap((area) =>
    area.competencies.map(({ code, name }) => ({ code, name, dimension: area.code })),
  );
  // A group without anybody measured, one too small to be shown, one that would give it away, and those of whom the fact is missing.
  const cells: Readonly<Record<Dimension, readonly { readonly cell: string; readonly invited: number }[]>> = {
    region: [
      ...pack.regions.map(({ code }, at) => ({
        cell: code,
        invited: [34, 9, 58, 24, 71, 118, 362, 64, 77, 0, 121, 83, 36, 88, 22, 21][at] ?? 40,
      })),
      { cell: 'unknown', invited: 12 },
    ],
    sector: [
      { cell: 'municipal', invited: 372 },
      { cell: 'slep', invited: 66 },
      { cell: 'subsidised-private', invited: 634 },
      { cell: 'delegated-administration', invited: 16 },
      { cell: 'paid-private', invited: 100 },
      { cell: 'unknown', invited: 12 },
    ],
    rurality: [
      { cell: 'rural', invited: 214 },
      { cell: 'urban', invited: 986 },
    ],
    educationLevel: [
      { cell: 'preschool', invited: 128 },
      { cell: 'primary', invited: 642 },
      { cell: 'secondary', invited: 418 },
      { cell: 'unknown', invited: 12 },
    ],
    gender: [
      { cell: 'female', invited: 868 },
      { cell: 'male', invited: 312 },
      { cell: 'unknown', invited: 20 },
    ],
  };
  const group = (measure: MeasureKind, cell: string, invited: number, at: number): GroupResults => {
    const nPre = Math.round(invited * 0.75);
    const nPairs = Math.round(invited * 0.25);
    const shift = ((at * 7) % 11) - 5;
    const results = {
      cell,
      before: scoreOf(measure, nPre, shift / 3),
      after: scoreOf(measure, nPairs, 7 + shift),
      gain: gainOf(measure, nPre, nPairs, shift),
    };
    if (cell !== 'CL-AN') return results;
    const mark = { withheld: 'complementary' } as const;
    const { measure: own, scale, nPost, matchRate, attrition } = results.gain;
    return {
      cell,
      before: { n: nPre, ...mark },
      after: { n: nPairs, ...mark },
      gain: { measure: own, scale, nPre, nPost, nPairs, matchRate, attrition, ...mark },
    };
  };
  const breakdown = (measure: MeasureKind): MeasureBreakdown => ({
    measure,
    scale: measure === 'test' ? 'digital-teaching-test-percent' : 'digcompedu-anchored-0-5',
    minimum: 0,
    maximum: measure === 'test' ? 100 : 5,
    before: scoreOf(measure, 900, 0),
    after: scoreOf(measure, 316, 7),
    gain: gainOf(measure, 900, 312, 0),
    by: Object.fromEntries(
      Object.entries(cells).map(([dimension, groups]) => [
        dimension,
        groups.map(({ cell, invited }, at) => group(measure, cell, invited, at)),
      ]),
    ) as unknown as MeasureBreakdown['by'],
    regionBySector: cells.region.flatMap(({ cell: region, invited }, row) =>
      cells.sector.flatMap(({ cell: sector, invited: of }, column) => {
        const n = Math.round((invited * of) / 1200);
        return n === 0
          ? []
          : [{ region, sector, gain: gainOf(measure, n, Math.round(n * 0.25), ((row * 5 + column * 3) % 17) - 8) }];
      }),
    ),
  });
  const dashboard: DashboardAnswer = {
    ...head,
    title: { en: 'Digital teaching competencies, cycle 2023', es: 'Competencias digitales docentes, ciclo 2023' },
    status: 'open',
    stage: 'evaluation',
    target: 1000,
    invited: 1200,
    reached: { n: 864, of: 1000, share: 0.864 },
    trained: { n: 348, of: 1000, share: 0.348 },
    repeaters: 0,
    withdrawn: 6,
    schools: 218,
    people: Object.fromEntries(
      Object.entries(cells).map(([dimension, groups]) => [
        dimension,
        groups.map(({ cell, invited }) => ({
          cell,
          invited,
          submitted: Math.round(invited * 0.75),
          reached: Math.round(invited * 0.72),
          trained: Math.round(invited * 0.29),
        })),
      ]),
    ) as unknown as DashboardAnswer['people'],
    measures: [breakdown('self-rating'), breakdown('test')],
    plan: { finalWindowOpens: '2023-11-06T03:00:00.000Z', plans: [], planned: [] },
  };
  const SHARED = ['public', 'government-dependent-private', 'independent-private'];
  const groupsOf = (by: BreakdownDimension): readonly { readonly cell: string; readonly invited: number }[] => {
    if (by === 'modality') return ['distance', 'hybrid', 'not-applicable'].map((cell) => ({ cell, invited: 400 }));
    if (by === 'regionalSector') return SHARED.map((cell) => ({ cell, invited: 400 }));
    if (by === 'isced') return ['0', '1', '3'].map((cell) => ({ cell, invited: 400 }));
    return cells[by];
  };
  const covered = (cell: string, invited: number): CoverageGroup => ({
    cell,
    population: null,
    target: null,
    invited,
    reached: Math.round(invited * 0.72),
    trained: Math.round(invited * 0.29),
    coverage: null,
    shareOfReached: invited / 1200,
    shareOfPopulation: null,
  });
  const coverage: CoverageAnswer = {
    ...head,
    population: { asOf: null, status: null, note: null, total: null },
    all: { ...covered('all', 1200), target: 1000 },
    by: Object.fromEntries(
      (['region', 'sector', 'rurality', 'educationLevel', 'gender', 'regionalSector', 'isced'] as const).map((by) => [
        by,
        groupsOf(by).map(({ cell, invited }) => covered(cell, invited)),
      ]),
    ) as unknown as CoverageAnswer['by'],
  };
  const breakdownBy = (asked: string): BreakdownAnswer => {
    const by = asked as BreakdownDimension;
    return {
      ...head,
      by,
      exploratory: true,
      people: groupsOf(by).map(({ cell, invited }) => {
        const [submitted, reached, enrolled, trained, finalTest] = [0.75, 0.72, 0.49, 0.29, 0.25].map((share) =>
          Math.round(invited * share),
        ) as [number, number, number, number, number];
        return {
          ...{ cell, invited, submitted, reached, enrolled, trained, finalTest },
          participation: ratioOf(submitted, invited),
          completion: ratioOf(trained, enrolled),
          finalParticipation: ratioOf(finalTest, submitted),
        };
      }),
      parity: [],
      measures: dashboard.measures.map(({ by: _, regionBySector: __, ...results }) => ({
        ...results,
        groups: groupsOf(by).map(({ cell, invited }, at) => ({
          cell,
          before: results.before,
          after: results.after,
          gain: gainOf(results.measure, Math.round(invited * 0.75), Math.round(invited * 0.25), at - 1),
        })),
      })),
    };
  };
  const genders = [
    ['female', 0.72],
    ['male', 0.26],
    ['unknown', 0.02],
  ] as const;
  const funnelCrossed: FunnelAnswer = {
    ...head,
    all: countsOf(1200),
    by: 'sector-rurality-gender',
    codes: 'country',
    ...ends,
    groups: cells.sector.flatMap(({ cell, invited }) =>
      (['rural', 'urban'] as const).flatMap((rurality) =>
        genders.map(([gender, share]) => ({
          cell: [cell, rurality, gender],
          ...countsOf(Math.round(invited * share * (rurality === 'rural' ? 0.18 : 0.82))),
        })),
      ),
    ),
  };
  const gapAt = (row: number, column: number, n: number): GapFigure => {
    if (n === 0) return { n, notRated: 0, notEstimable: 'no-observations' };
    if (n < head.k) return { n, notRated: 0, withheld: 'primary' };
    const meanGap = 0.2 + ((row * 37 + column * 13) % 29) / 16;
    return { n, notRated: row % 5, meanGap, shareWithGap: Math.min(0.95, meanGap / 2.2), meanObserved: 2.1 };
  };
  const gaps = (by: string): GapHeatMapAnswer => {
    const dimension = by as Dimension;
    return {
      ...head,
      by: dimension,
      competencies: competencies.map(({ code }) => code),
      all: competencies.map((_, row) => gapAt(row, 0, 900)),
      rows: (cells[dimension] ?? []).map(({ cell, invited }, column) => ({
        cell,
        gaps: competencies.map((_, row) => gapAt(row, column + 1, Math.round(invited * 0.75))),
      })),
    };
  };
  const school = (at: number): SchoolParticipationItem => {
    const invited = 3 + (at % 9);
    const [region, sector] = [pack.regions[at % pack.regions.length], cells.sector[at % 5]];
    return {
      school: String(900_001 + at),
      name:
        at === 3
          ? null
          : `${['Escuela', 'Liceo', 'Colegio'][at % 3] ?? ''} ${['Los Aromos', 'Río Claro', 'Santa Elena del Maule', 'El Boldo', 'Cordillera'][at % 5] ?? ''} ${at + 1}`,
      region: region?.code ?? null,
      sector: at % 17 === 0 ? null : (sector?.cell ?? null),
      rurality: at % 4 === 0 ? 'rural' : 'urban',
      invited,
      consented: invited,
      started: invited - 1,
      submitted: Math.max(0, invited - 2),
      profileSeen: Math.max(0, invited - 2),
      enrolled: Math.max(0, invited - 3),
      completed: Math.max(0, invited - 4),
      finalTest: Math.max(0, invited - 5),
    };
  };
  const unknown = (n: number) => ratioOf(n, 1200);
  return {
    country: {
      country: 'cl',
      name: pack.name,
      origin: 'simulated',
      timeZone: 'America/Santiago',
      languages: ['es-CL', 'en'],
      suppressionThreshold: head.k,
      regions: pack.regions,
      sectors: pack.sectors,
      educationLevels: pack.educationLevels,
      notices: pack.notices,
    },
    cycle: {
      cycle: '2023',
      stillOpen: { 'self-assessment': 'nobody', learning: 'nobody', evaluation: 'nobody' },
      title: dashboard.title,
      status: 'open',
      stage: 'evaluation',
      design: {
        framework: { framework: 'digcompedu-2017', version: '1' },
        target: 1000,
      },
    },
    framework: {
      framework: 'digcompedu-2017',
      version: '1',
      title: content.title,
      licence: content.licence,
      dimensions: content.areas.map(({ code, name }) => ({ code, name })),
      competencies,
      levels: content.levels,
    },
    dashboard,
    funnel: { ...head, all: countsOf(1200), by: null, codes: 'country', groups: [], ...ends },
    funnelCrossed,
    dataState: {
      ...head,
      status: 'open',
      stage: 'evaluation',
      persons: 1200,
      schools: 218,
      submitted: 900,
      late: 84,
      withdrawn: 6,
      withoutStatistics: 24,
      erased: 1,
      repeaters: 0,
      unknown: {
        region: unknown(12),
        sector: unknown(12),
        rurality: unknown(0),
        educationLevel: unknown(12),
        gender: unknown(20),
      },
      results: [gainOf('self-rating', 900, 312, 0), gainOf('test', 900, 312, 0)].map(
        ({ measure, scale, nPre, nPost, nPairs, matchRate, attrition }) => ({
          measure,
          scale,
          nPre,
          nPost,
          nPairs,
          matchRate,
          attrition,
        }),
      ),
      views: [
        { projection: 'cohort', state: 'live', lagEvents: 0, lagSeconds: 0, parkedStreams: 0 },
        { projection: 'enrolments', state: 'rebuilding', lagEvents: 1840, lagSeconds: 12.4, parkedStreams: 0 },
        { projection: 'participations', state: 'live', lagEvents: 0, lagSeconds: null, parkedStreams: 2 },
      ],
    },
    coverage,
    persons: {
      ...head,
      cycles: [{ cycle: '2023', title: dashboard.title, invited: 1200, reached: 864, trained: 348, repeaters: 0 }],
      distinct: { invited: 1200, reached: 864, trained: 348 },
      back: null,
      retention: [],
    },
    breakdown: breakdownBy,
    ownSchool: { ...head, items: [school(0)] },
    gaps,
    schools: (cursor, limit) => {
      const from = cursor === undefined ? 0 : Number(cursor);
      const size = limit || LIMIT;
      const items = Array.from({ length: Math.min(size, SCHOOLS - from) }, (_, at) => school(from + at));
      return { ...head, items, ...(from + size < SCHOOLS ? { next: String(from + size) } : {}) };
    },
  };
};
