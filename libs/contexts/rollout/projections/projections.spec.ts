import { populationProjection } from './population.projection.js';
import { folded, design } from '../testing/index.js';
import { countryProjection } from './country.projection.js';
import { cyclesProjection } from './cycles.projection.js';
import { participationsProjection } from './participations.projection.js';
import { schoolImportsProjection } from './school-imports.projection.js';
import { schoolsProjection, searchable } from './schools.projection.js';
import { teachersProjection } from './teachers.projection.js';

const on = (occurredAt: string, cycle?: string) => ({ metadata: { occurredAt, ...(cycle ? { cycle } : {}) } });
const may = (day: number) => `2023-05-${String(day).padStart(2, '0')}T12:00:00.000Z`;

describe('the country', () => {
  it('shows facts, codes and notices, and not which vault is its own', () => {
    const { country } = folded(countryProjection, [
      {
        type: 'CountryCreated',
        data: {
          country: 'cl',
          name: { es: 'Chile' },
          origin: 'simulated',
          timeZone: 'America/Santiago',
          languages: ['es-CL'],
          suppressionThreshold: 10,
          vault: 'f00',
        },
        ...on(may(1)),
      },
      {
        type: 'PackApplied',
        data: {
          pack: 'cl',
          version: '1',
          digest: 'd',
          regions: [{ code: 'CL-RM', name: { es: 'Metropolitana' } }],
          sectors: [],
          educationLevels: [],
          notices: [{ es: 'Datos simulados' }],
        },
      },
    ]);
    expect(country?.['cl']).toMatchObject({
      origin: 'simulated',
      createdAt: may(1),
      pack: { pack: 'cl', version: '1', digest: 'd' },
      regions: [{ code: 'CL-RM' }],
      notices: [{ es: 'Datos simulados' }],
    });
    expect(JSON.stringify(country)).not.toContain('f00');
  });
});

describe('cycles', () => {
  it('stand where their events left them', () => {
    const { cycles } = folded(cyclesProjection, [
      { type: 'CyclePlanned', data: { cycle: '2023', title: { es: 'C' }, design }, ...on(may(1)) },
      { type: 'CycleOpened', data: { cycle: '2023' }, ...on(may(2)) },
      { type: 'CycleStageAdvanced', data: { cycle: '2023', to: 'learning' }, ...on(may(3)) },
      { type: 'CycleClosed', data: { cycle: '2023' }, ...on(may(4)) },
    ]);
    expect(cycles?.['2023']).toMatchObject({
      status: 'closed',
      stage: 'learning',
      plannedAt: may(1),
      openedAt: may(2),
      closedAt: may(4),
      design: { formSeed: '2023' },
    });
  });
});

describe('the directory of schools', () => {
  it('follows corrections and reclassifications, and forgets facts that are gone', () => {
    const { schools } = folded(schoolsProjection, [
      { type: 'SchoolRegistered', data: { code: '1', name: 'Liceo Ñuñoa', sector: 'municipal', region: 'CL-RM' }, ...on(may(1)) },
      { type: 'SchoolReclassified', data: { code: '1', from: 'municipal', to: 'slep' }, ...on(may(2)) },
      { type: 'SchoolCorrected', data: { code: '1', name: 'Liceo  Ñuñoa A-12', sector: 'slep' }, ...on(may(3)) },
    ]);
    expect(schools?.['1']).toEqual({
      code: '1',
      name: 'Liceo  Ñuñoa A-12',
      sector: 'slep',
      search: 'liceo nunoa a-12',
      registeredAt: may(1),
      changedAt: may(3),
    });
    expect(searchable(' ÉSCUELA  Básica ')).toBe('escuela basica');
  });
});

describe('imports', () => {
  const finding = (row: number) => ({ severity: 'error', row, code: 'missing-name', reason: 'The row has no school name.' });

  it('number their findings over all events, and are interrupted until they are finished', () => {
    const reading = [
      { type: 'RegisterFindingsRecorded', data: { import: 'i1', findings: [finding(2), finding(3)] } },
      { type: 'RegisterFindingsRecorded', data: { import: 'i1', findings: [finding(9)] } },
    ];
    const interrupted = folded(schoolImportsProjection, reading);
    expect(interrupted['school_imports']?.['i1']).toMatchObject({ status: 'interrupted', recordedFindings: 3 });
    expect(Object.keys(interrupted['import_findings'] ?? {})).toEqual(['i1/000000000', 'i1/000000001', 'i1/000000002']);
    const report = { import: 'i1', mapping: 'm', rows: 12, created: 9, updated: 0, unchanged: 0, errors: 3, findings: 3 };
    const finished = folded(schoolImportsProjection, [...reading, { type: 'SchoolRegisterImported', data: report }]);
    expect(finished['school_imports']?.['i1']).toMatchObject({ status: 'finished', created: 9, recordedFindings: 3 });
  });
});

describe('teachers', () => {
  const sealed = { $personal: 'sealed' };
  const registered = { type: 'TeacherRegistered', data: { teacher: 'p1', identity: sealed, gender: 'female', birthYear: 1981 } };
  const assigned = (school: string, hours: number) => ({
    type: 'TeacherAssignedToSchool',
    data: { teacher: 'p1', school, educationLevel: 'primary', hours },
  });

  it('stand under their main assignment and keep what is personal sealed', () => {
    const { teachers } = folded(teachersProjection, [registered, assigned('1', 10), assigned('2', 30), assigned('1', 40)]);
    expect(teachers?.['p1']).toMatchObject({ school: '1', educationLevel: 'primary', identity: sealed, erased: false });
    expect((teachers?.['p1'] as { assignments: unknown[] }).assignments).toHaveLength(2);
    const left = folded(teachersProjection, [
      registered,
      assigned('1', 10),
      { type: 'TeacherLeftSchool', data: { teacher: 'p1', school: '1' } },
    ]);
    expect(left['teachers']?.['p1']).toMatchObject({ school: null, educationLevel: null, assignments: [] });
  });

  it('lose even the sealed identity when they are forgotten, and stay countable', () => {
    const erased = { type: 'PersonalDataErased', data: { teacher: 'p1', keyDigest: 'k' }, ...on(may(20)) };
    const { teachers } = folded(teachersProjection, [registered, assigned('1', 10), erased]);
    expect(teachers?.['p1']).toMatchObject({ erased: true, gender: 'female', school: '1', erasedAt: may(20) });
    expect(teachers?.['p1']).not.toHaveProperty('identity');
  });
});

describe('participations', () => {
  const who = { teacher: 'p1', cycle: '2023' };
  const history = [
    { type: 'TeacherInvited', data: who, ...on(may(1)) },
    {
      type: 'ConsentGiven',
      data: { ...who, version: '1', language: 'es', purposes: ['research', 'take-part'] },
      ...on(may(2)),
    },
    { type: 'SelfAssessmentStarted', data: { teacher: 'p1', occasion: 'baseline' }, ...on(may(3), '2023') },
    { type: 'SelfAssessmentSubmitted', data: { teacher: 'p1', occasion: 'baseline', late: true }, ...on(may(4), '2023') },
    { type: 'ProfileAcknowledged', data: { ...who, attempt: 'a' }, ...on(may(5)) },
    { type: 'TestStarted', data: { teacher: 'p1', occasion: 'final' }, ...on(may(6), '2023') },
  ];
  const step = (n: number) =>
    (folded(participationsProjection, history.slice(0, n))['participations']?.['2023/p1'] as { step: string }).step;

  it('go step by step', () => {
    expect([1, 2, 3, 4, 5].map(step)).toEqual(['invited', 'consented', 'started', 'submitted', 'profile-seen']);
    expect(folded(participationsProjection, history)['participations']?.['2023/p1']).toMatchObject({
      late: true,
      baselineRating: 'submitted',
      submittedAt: { baselineRating: may(4) },
      finalTest: 'started',
      baselineTest: null,
      consent: { purposes: ['research', 'take-part'] },
    });
  });

  it('are withdrawn when taking part is, and only then', () => {
    const without = (...purposes: string[]) =>
      folded(participationsProjection, [...history, { type: 'ConsentWithdrawn', data: { ...who, purposes } }])[
        'participations'
      ]?.['2023/p1'];
    expect(without('research')).toMatchObject({ step: 'profile-seen', consent: { purposes: ['take-part'] } });
    expect(without('research', 'take-part')).toMatchObject({ step: 'withdrawn', consent: { purposes: [] } });
  });

  it('of a forgotten person are gone from every cycle, and do not come back', () => {
    const documents = folded(participationsProjection, [
      ...history,
      { type: 'TeacherInvited', data: { teacher: 'p1', cycle: '2024' } },
      { type: 'TeacherInvited', data: { teacher: 'p2', cycle: '2024' } },
      { type: 'PersonalDataErased', data: { teacher: 'p1' } },
      { type: 'TestSubmitted', data: { teacher: 'p1', occasion: 'final', late: false }, ...on(may(9), '2023') },
    ]);
    expect(Object.keys(documents['participations'] ?? {})).toEqual(['2024/p2']);
  });
});

describe('the population', () => {
  const part = (digest: string, number: number, parts: number, rows: object[]) => ({
    type: 'PopulationRecorded',
    data: { digest, asOf: '2023-03-01', status: 'illustrative', note: { es: 'Ilustrativo' }, part: number, parts, rows },
  });
  const row = (region: string, teachers: number) => ({ region, sector: 'municipal', teachers });

  it('is put together from its parts, a document a region', () => {
    const documents = folded(populationProjection, [
      part('a', 1, 2, [row('CL-AP', 10), row('CL-RM', 20)]),
      part('a', 2, 2, [row('CL-RM', 5), { teachers: 1 }]),
    ]);
    expect(documents['population_about']?.['cl']).toMatchObject({ teachers: 36, regions: ['CL-AP', 'CL-RM', 'unknown'] });
    expect(documents['population']?.['CL-RM']).toEqual({ region: 'CL-RM', rows: [row('CL-RM', 20), row('CL-RM', 5)] });
  });

  it('is replaced whole by the next count', () => {
    const documents = folded(populationProjection, [part('a', 1, 1, [row('CL-AP', 10)]), part('b', 1, 1, [row('CL-RM', 7)])]);
    expect(documents['population_about']?.['cl']).toMatchObject({ digest: 'b', teachers: 7, regions: ['CL-RM'] });
    expect(Object.keys(documents['population'] ?? {})).toEqual(['CL-RM']);
  });
});
