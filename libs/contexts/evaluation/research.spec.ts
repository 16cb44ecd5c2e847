import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Fact } from './projections/cohort.js';
import { recordLine, inResearch, researchColumns, researchRecord, studyCodes } from './research.js';

const SECRET = Buffer.from('a secret of the country');
const fact: Fact = {
  cycle: '2023',
  teacher: '70a9e36b-8aa0-8d39-b98b-ca1e7ebbc913',
  school: '900001',
  region: 'CL-RM',
  sector: 'municipal',
  gender: 'female',
  pinned: { registration: {} },
  steps: ['invited', 'consented', 'submitted'],
  purposes: ['research', 'take-part'],
  results: { test: { baseline: { attempt: 'a-1', scale: 'percent', score: 4_550 } } },
  coursesCompleted: 0,
  enrolledOn: 19_555,
  draws: { 'cl-01': false },
};
const record = (study = 'one', of: Fact = fact) =>
  researchRecord(of, {
    codeOf: studyCodes(SECRET, study),
    regional: { sectors: { municipal: 'public' }, educationLevels: {} },
    gaps: { '1.1': [2, 1] },
    after: { '1.1': 3, '1.2': 4 },
    simulated: true,
  });

describe('who is in a research record', () => {
  const with_ = (change: Partial<Fact>) => inResearch({ ...fact, ...change });
  it('is whoever agreed to research and takes part', () => {
    expect(inResearch(fact)).toBe(true);
    expect(with_({ purposes: ['take-part', 'programme-statistics'] })).toBe(false);
    expect(with_({ purposes: ['research'] })).toBe(false);
  });
  it('is nobody who withdrew or is forgotten', () => {
    expect(with_({ withdrawn: true })).toBe(false);
    expect(with_({ erased: true })).toBe(false);
  });
});

describe('a research record', () => {
  it('holds what was done and measured, in the scale’s own units', () => {
    expect(record()).toMatchObject({
      region: 'CL-RM',
      regionalSector: 'public',
      isced: null,
      steps: ['invited', 'consented', 'submitted'],
      enrolledOn: '2023-07-17',
      drawn: false,
      results: [{ measure: 'test', occasion: 'baseline', scale: 'percent', score: 45.5, end: null }],
      competencies: { '1.1': { before: 2, gap: 1, after: 3 }, '1.2': { before: null, gap: null, after: 4 } },
      simulated: true,
    });
  });
  it('leads back to no pseudonym, school or attempt', () => {
    expect(JSON.stringify(record())).not.toMatch(/70a9e36b|900001|a-1/);
  });
  it('has the same codes in one study and others in the next', () => {
    expect(record().person).toBe(record().person);
    expect(record('two').person).not.toBe(record('one').person);
    expect(record('two').school).not.toBe(record('one').school);
    // Nobody who knows a pseudonym can make the code without the country's secret.
    expect(studyCodes(Buffer.from('another'), 'one')('person', fact.teacher)).not.toBe(record().person);
  });
});

describe('a line of the table', () => {
  it('has a field for each column, empty where a fact is missing', () => {
    const columns = researchColumns(['1.1', '1.2']);
    const fields = columns.map((column) => column.of(record()));
    const named = Object.fromEntries(columns.map(({ name }, at) => [name, fields[at]]));
    expect(named).toMatchObject({
      'test:baseline:score': 45.5,
      'test:final:score': null,
      'step:submitted': true,
      'step:certified': false,
      'competency:1.2:gap': null,
      'competency:1.2:after': 4,
      data: 'simulated',
    });
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
  });
  it('reads back as it was written, whatever the codes of a country look like', () => {
    const plain = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(plain, { minLength: 2 }), (values) => {
        expect(parse(recordLine(values), { record_delimiter: '\r\n' })).toEqual([values]);
      }),
    );
  });
  it('holds nothing that a spreadsheet would carry out', () => {
    expect(recordLine(['=1+1', '@x', -5])).toBe("'=1+1,'@x,-5\r\n");
  });
});
