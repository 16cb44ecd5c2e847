import { specification } from '#libs/kernel/testing';
import {
  defineSchoolMapping,
  FindingChunks,
  finishImport,
  recordFindings,
  schoolImportDecider,
  schoolMappingDecider,
  type ImportReport,
} from './school-import.js';
import type { RegisterFinding, RegisterFindingsRecorded, SchoolImportEvent } from './rollout.events.js';

const report: ImportReport = {
  import: 'i1',
  mapping: 'directory',
  fileDigest: 'd',
  rows: 10,
  created: 4,
  updated: 3,
  unchanged: 2,
  errors: 1,
  findings: 1,
  missing: {},
  findingsByCode: { 'missing-name': 1 },
};
const finding = (row: number, reason = 'wrong'): RegisterFinding => ({ severity: 'error', row, code: 'missing-name', reason });

describe('a mapping', () => {
  it('is laid down, and the same again changes nothing', () => {
    const { given } = specification(schoolMappingDecider);
    const defined: SchoolImportEvent = {
      type: 'SchoolMappingDefined',
      data: { name: 'directory', mapping: { id: 'x', version: 1 } },
    };
    const define = defineSchoolMapping.bind(undefined, { name: 'directory', mapping: { version: 1, id: 'x' } });
    given().when(define).then(defined);
    given(defined).when(define).thenNothing();
  });
});

describe('an import', () => {
  const { given } = specification(schoolImportDecider);
  const findings: SchoolImportEvent = { type: 'RegisterFindingsRecorded', data: { import: 'i1', findings: [finding(2)] } };

  it('records its findings, then its counts, then nothing more', () => {
    const finished: SchoolImportEvent = { type: 'SchoolRegisterImported', data: report };
    given()
      .when((reading) => recordFindings(findings, reading))
      .then(findings);
    given(findings)
      .when((reading) => finishImport(report, reading))
      .then(finished);
    given(findings, finished)
      .when((reading) => finishImport(report, reading))
      .refuses('import-finished');
    given(findings, finished)
      .when((reading) => recordFindings(findings, reading))
      .refuses('import-finished');
  });

  it('loses no row', () => {
    expect(() => finishImport({ ...report, rows: 11 }, { findings: 0 })).toThrow(RangeError);
  });
});

describe('findings', () => {
  it('are kept all, in order, in events of at most 100 KiB, long cells cut', () => {
    const chunks = new FindingChunks('i1');
    const events: RegisterFindingsRecorded[] = [];
    const keep = (event: SchoolImportEvent | undefined) => event && events.push(event as RegisterFindingsRecorded);
    for (let row = 2; row < 3_002; row += 1)
      keep(chunks.add({ ...finding(row, 'ñ'.repeat(10_000)), values: { repaired: 'x'.repeat(60_000), limit: 3 } }));
    keep(chunks.rest());
    expect(chunks.rest()).toBeUndefined();
    expect(events.length).toBeGreaterThan(5);
    for (const event of events) expect(Buffer.byteLength(JSON.stringify(event.data))).toBeLessThanOrEqual(100 * 1024);
    expect(events.flatMap(({ data }) => data.findings.map(({ row }) => row))).toEqual(
      Array.from({ length: 3_000 }, (_, i) => i + 2),
    );
    expect(events[0]?.data.findings[0]?.reason).toBe(`${'ñ'.repeat(200)}…`);
    expect(events[0]?.data.findings[0]?.values).toEqual({ repaired: `${'x'.repeat(200)}…`, limit: 3 });
  });
});
