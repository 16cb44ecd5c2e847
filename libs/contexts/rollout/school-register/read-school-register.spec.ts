import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { codeAndName, directorio } from './directorio.fixture.js';
import { errorTexts, type Finding, RegisterRefused, refusalTexts, warningTexts } from './findings.js';
import { parseMapping, type SchoolRegisterMapping } from './mapping.js';
import { readSchoolRegister, type RegisterOptions, type RegisterSummary } from './read-school-register.js';
import type { RegisterRow } from './row-reader.js';

const chile: RegisterOptions = { bounds: { latitude: [-56, -17], longitude: [-110, -66] } };

const fixture = (name: string): Readable => createReadStream(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));

const readAll = async (
  source: Readable | AsyncIterable<Buffer>,
  mapping: SchoolRegisterMapping = codeAndName,
  options: RegisterOptions = {},
): Promise<{ rows: RegisterRow[]; summary: RegisterSummary }> => {
  const reading = readSchoolRegister(source, mapping, options);
  const rows: RegisterRow[] = [];
  for await (const row of reading) rows.push(row);
  return { rows, summary: reading.summary };
};

const from = (...pieces: (string | Buffer)[]): Readable => Readable.from(pieces.map((piece) => Buffer.from(piece)));
const refusalOf = async (source: Readable, mapping = codeAndName): Promise<RegisterRefused> => {
  const rows: RegisterRow[] = [];
  try {
    for await (const row of readSchoolRegister(source, mapping)) rows.push(row);
  } catch (error) {
    expect(rows).toEqual([]);
    if (error instanceof RegisterRefused) return error;
    throw error;
  }
  throw new Error('the file was taken');
};
const codesOf = (row: RegisterRow | undefined): string[] => (row?.findings ?? []).map((finding) => finding.code);
const findingOf = (row: RegisterRow | undefined, code: string): Finding => {
  const finding = row?.findings.find((candidate) => candidate.code === code);
  if (!finding) throw new Error(`no ${code} in ${JSON.stringify(row)}`);
  return finding;
};

/** What must hold of every reading, whatever the file. */
const expectWhole = ({ rows, summary }: { rows: RegisterRow[]; summary: RegisterSummary }): void => {
  for (const row of rows) {
    expect(row.school === undefined).toBe(row.findings.some((finding) => finding.severity === 'error'));
    for (const finding of row.findings) expect(finding.row).toBe(row.row);
  }
  expect(summary).toMatchObject({
    rows: rows.length,
    schools: rows.filter((row) => row.school).length,
    errors: rows.filter((row) => !row.school).length,
    findings: rows.reduce((count, row) => count + row.findings.length, 0),
  });
};

describe("the ministry's directory, in every width and encoding", () => {
  it.each([
    ['directorio-37-columns-latin1', 37, 'windows-1252', false],
    ['directorio-37-columns-utf8-bom', 37, 'utf-8', false],
    ['directorio-39-columns-latin1', 39, 'windows-1252', true],
    ['directorio-39-columns-utf8-bom', 39, 'utf-8', true],
    ['directorio-50-columns-latin1', 50, 'windows-1252', true],
    ['directorio-50-columns-utf8', 50, 'utf-8', true],
  ])('%s', async (file, width, encoding, hasEnrolment) => {
    const result = await readAll(fixture(`ok/${file}.csv`), directorio, chile);
    const { rows, summary } = result;
    expectWhole(result);
    expect(rows.map((row) => row.school)).toEqual([
      {
        code: '900001',
        name: 'Escuela Básica Ñandú del Norte',
        region: 'CL-AP',
        municipality: 'ARICA',
        municipalityCode: '15101',
        sector: 'municipal',
        rurality: 'urban',
        educationLevels: ['preschool', 'primary'],
        latitude: -18.4872,
        longitude: -70.2957,
        status: 'operating',
        ...(hasEnrolment ? { enrolment: 312 } : {}),
      },
      expect.objectContaining({
        name: 'Liceo Técnico Águila Mayor',
        municipality: 'VALPARAÍSO',
        educationLevels: ['vocational'],
      }),
      expect.objectContaining({ name: 'Escuela Rural Los Peñones', rurality: 'rural', sector: 'slep' }),
      expect.objectContaining({ name: 'Colegio "El Alerce"', status: 'in-recess' }),
    ]);
    expect(rows.map((row) => row.row)).toEqual([2, 3, 4, 5]);
    expect(rows[2]?.school).not.toHaveProperty('latitude');
    expect(summary.header).toHaveLength(width);
    expect(summary).toMatchObject({
      encoding,
      missing: { latitude: 1, longitude: 1, sector: 0, province: 4, enrolment: hasEnrolment ? 0 : 4 },
    });
    expect(summary.missingByColumn).toMatchObject({ LATITUD: 1, RBD: 0, ENS_02: 1, MAT_TOTAL: hasEnrolment ? 0 : 4 });
    expect(summary.absentColumns).toEqual(hasEnrolment ? [] : ['MAT_TOTAL']);
    expect(summary.unknownColumns).toContain('CONVENIO_PIE');
    expect(summary.unknownColumns).not.toContain('AGNO');
    expect(summary.digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('every kind of dirt', () => {
  it('ends as a school or as an error, each with its row and reason', async () => {
    const result = await readAll(fixture('not-ok/every-kind-of-dirt.csv'), directorio, chile);
    expectWhole(result);
    const byRow = new Map(result.rows.map((row) => [row.row, row]));
    const told = Object.fromEntries([...byRow].map(([row, read]) => [row, codesOf(read)]));
    expect(told).toEqual({
      2: [],
      3: ['duplicate-code'],
      4: ['missing-code'],
      5: ['invalid-code'],
      6: ['missing-name'],
      7: ['empty-row'],
      8: ['ragged-row'],
      9: ['ragged-row'],
      10: ['broken-quotes'],
      11: ['unclosed-quote'],
      12: [],
      13: ['repeated-header'],
      14: ['invalid-encoding'],
      15: ['nul-byte'],
      17: ['double-encoding-repaired'],
      18: ['unknown-value', 'unknown-value', 'unknown-value'],
      19: ['invalid-number'],
      20: ['coordinates-out-of-range'],
      21: ['coordinates-incomplete'],
      22: ['decimal-mark'],
      23: ['control-characters'],
      24: ['value-too-long'],
      25: ['multi-line-row', 'control-characters'],
      27: ['stray-quote'],
      28: ['replacement-character'],
      29: [],
      30: ['unclosed-quote'],
    });
    expect(result.summary).toMatchObject({ rows: 27, errors: 13, schools: 14, blankLines: 1 });

    expect(findingOf(byRow.get(3), 'duplicate-code')).toEqual({
      severity: 'error',
      row: 3,
      column: 'RBD',
      code: 'duplicate-code',
      values: { code: '900001', firstRow: 2 },
      reason: 'School 900001 stands already in row 2; that row was taken.',
      value: '900001',
    });
    expect(findingOf(byRow.get(8), 'ragged-row').values).toEqual({ expected: 37, found: 4 });
    expect(byRow.get(17)?.school?.name).toBe('ESCUELA ESPAÑA');
    expect(byRow.get(18)?.findings.map(({ column, value }) => [column, value])).toEqual([
      ['COD_DEPE2', '9'],
      ['RURAL_RBD', '2'],
      ['ENS_02', '999'],
    ]);
    expect(byRow.get(18)?.school).toMatchObject({ educationLevels: ['primary'] });
    for (const fact of ['sector', 'rurality']) expect(byRow.get(18)?.school).not.toHaveProperty(fact);
    for (const row of [19, 20, 21]) expect(byRow.get(row)?.school).not.toHaveProperty('longitude');
    expect(byRow.get(22)?.school).toMatchObject({ latitude: -45.1, longitude: -70.2 });
    expect(byRow.get(23)?.school?.name).toBe('Escuela de los Andes');
    expect(byRow.get(24)?.school?.name).toBe('E'.repeat(200));
    expect(findingOf(byRow.get(24), 'value-too-long').value).toHaveLength(120);
    expect(byRow.get(25)?.school?.name).toBe('Escuela de dos líneas');
    expect(byRow.get(27)?.school?.name).toBe('Escuela "Los Pinos"');
  });
});

describe('a file that is not the one the mapping was made for is refused before any row', () => {
  it('for missing columns, with those it has', async () => {
    const refusal = await refusalOf(fixture('not-ok/missing-columns.csv'), directorio);
    expect(refusal).toMatchObject({ code: 'missing-columns', columns: { missing: ['COD_DEPE2', 'LATITUD'] } });
    expect(refusal.columns.found).toHaveLength(35);
    expect(refusal.message).toContain('"COD_DEPE2", "LATITUD"');
  });

  it('for another delimiter, with the one it has', async () => {
    const refusal = await refusalOf(fixture('not-ok/comma-delimiter.csv'), directorio);
    expect(refusal).toMatchObject({ code: 'wrong-delimiter', values: { expected: '";"', found: '","' } });
    expect((await refusalOf(from('code\tname\n1\tA\n'))).values).toMatchObject({ found: 'tab' });
    expect((await refusalOf(from('"code";"name"\n"1";"A"\n'))).values).toMatchObject({ found: '";"' });
  });

  it('for a column that stands twice', async () => {
    expect(await refusalOf(fixture('not-ok/duplicate-column.csv'), directorio)).toMatchObject({
      code: 'duplicate-columns',
      columns: { duplicate: ['RBD'] },
    });
    const { rows } = await readAll(from('code,x,name,x\n1,a,A,b\n'));
    expect(rows[0]?.school).toEqual({ code: '1', name: 'A' });
  });

  it.each([
    ['empty-file', Buffer.alloc(0)],
    ['empty-file', Buffer.from('\ufeff')],
    ['empty-file', Buffer.from('\r\n\r\n  \n')],
    ['archive-file', Buffer.from('Rar!\u001a\u0007')],
    ['archive-file', Buffer.from('PK\u0003\u0004rest of an .xlsx')],
    ['archive-file', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['utf16-file', Buffer.from('\ufeffcode,name\n', 'utf16le')],
    ['not-text', Buffer.from('code,name\n', 'utf16le')],
    ['header-unreadable', Buffer.from('code,"name\n1,A\n')],
    ['header-unreadable', Buffer.from('code,"na"me\n1,A\n')],
    ['missing-columns', Buffer.from('one,two\n1,A\n')],
  ])('as %s', async (code, bytes) => {
    expect(await refusalOf(from(bytes))).toMatchObject({ code });
  });

  it('and the fixtures say the same', async () => {
    expect(await refusalOf(fixture('not-ok/empty.csv'), directorio)).toMatchObject({ code: 'empty-file' });
    expect(await refusalOf(fixture('not-ok/utf16.csv'), directorio)).toMatchObject({ code: 'utf16-file' });
  });

  it('and each refusal and finding has its sentence in both languages, with the same values', () => {
    const values = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] as string).sort();
    for (const text of Object.values({ ...errorTexts, ...warningTexts, ...refusalTexts }))
      expect(values(text.es)).toEqual(values(text.en));
  });
});

describe('encodings', () => {
  const ascii = 'x'.repeat(40);
  const manyRows = (count: number): string => Array.from({ length: count }, (_, i) => `${i + 10},${ascii}\n`).join('');

  it('with an ASCII beginning longer than the prefix, the first row that is not ASCII decides', async () => {
    const long = manyRows(3000);
    for (const [encoding, name] of [
      ['utf8', 'utf-8'],
      ['latin1', 'windows-1252'],
    ] as const) {
      const { rows, summary } = await readAll(from(`code,name\n${long}`, Buffer.from('1,Ñuñoa\n', encoding)));
      expect(rows.at(-1)?.school?.name).toBe('Ñuñoa');
      expect(summary.encoding).toBe(name);
    }
  });

  it('a row that is not in the file’s encoding is an error that names it; the rows around it stay whole', async () => {
    const { rows, summary } = await readAll(
      from('code,name\n1,Ñuble\n2,Aysén\n', Buffer.from('3,Maulín\n', 'latin1'), '4,Chillán\n'),
    );
    expect(rows.map((row) => row.school?.name)).toEqual(['Ñuble', 'Aysén', undefined, 'Chillán']);
    expect(findingOf(rows[2], 'invalid-encoding')).toMatchObject({ severity: 'error', row: 4 });
    expect(summary.encoding).toBe('utf-8');
  });

  it('one declared UTF-8 is held to it, one declared Latin-1 is read as such', async () => {
    const declared = (encoding: 'utf-8' | 'latin1') => ({ ...codeAndName, format: { ...codeAndName.format, encoding } });
    const latin = Buffer.from('code,name\n1,Peñón\n', 'latin1');
    expect((await readAll(from(latin), declared('utf-8'))).rows.map(codesOf)).toEqual([['invalid-encoding']]);
    expect((await readAll(from(latin), declared('latin1'))).rows[0]?.school?.name).toBe('Peñón');
  });

  it('Windows-1252 letters are letters', async () => {
    const bytes = Buffer.concat([
      Buffer.from('code,name\n1,'),
      Buffer.from([0x93, 0x41, 0x94, 0x20, 0x96, 0x20, 0xd1]),
      Buffer.from('\n'),
    ]);
    expect((await readAll(from(bytes))).rows[0]?.school?.name).toBe('“A” – Ñ');
  });

  it('a name encoded twice is turned back from Latin-1 and from Windows-1252; one that only looks so is left', async () => {
    const twice = Buffer.from('Peñón Ñ', 'utf8').toString('latin1');
    const { rows } = await readAll(from(`code,name\n1,${twice}\n2,PEÃ‘ALOLÃ‰N\n3,SÃO PAULO\n4,Año 2000\n5,ñ€€€\n`));
    expect(rows.map((row) => row.school?.name)).toEqual(['Peñón Ñ', 'PEÑALOLÉN', 'SÃO PAULO', 'Año 2000', 'ñ€€€']);
    expect(rows.map(codesOf)).toEqual([['double-encoding-repaired'], ['double-encoding-repaired'], [], [], []]);
  });

  it('where the mapping does not allow the repair, it is only pointed out', async () => {
    const strict = { ...codeAndName, name: { ...codeAndName.name, repairDoubleEncoding: false } };
    const { rows } = await readAll(from('code,name\n1,PEÃ‘A\n'), strict);
    expect(rows[0]).toMatchObject({ school: { name: 'PEÃ‘A' }, findings: [{ code: 'double-encoding-suspected' }] });
  });

  it('any text encoded twice comes back', async () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'B', 'ñ', 'Ñ', 'à', 'é', 'Í', 'ó', 'ü', '°', 'º', '´'),
      minLength: 1,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(letters, async (name) => {
        const { rows } = await readAll(from(`code,name\n1,${Buffer.from(name, 'utf8').toString('latin1')}\n`));
        expect(rows[0]?.school?.name).toBe(name);
      }),
    );
  });

  it('line ends of all three kinds', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const { rows } = await readAll(from(['code,name', '1,A', '2,B'].join(end)));
      expect(rows.map((row) => [row.row, row.school?.name])).toEqual([
        [2, 'A'],
        [3, 'B'],
      ]);
    }
  });
});

describe('single cells', () => {
  const field = (extra: Record<string, unknown>): SchoolRegisterMapping => parseMapping({ ...codeAndName, ...extra });

  it('a single column of education levels is taken apart', async () => {
    const mapping = field({
      educationLevels: {
        column: 'levels',
        split: '|',
        values: { PRI: 'primary', PRE: 'preschool', SEC: 'secondary', OTHER: null },
      },
    });
    const { rows } = await readAll(from('code,name,levels\n1,A,SEC | PRE|PRE\n2,B,OTHER\n3,C,XYZ|PRI|XYZ\n4,D,\n'), mapping);
    expect(rows.map((row) => row.school?.educationLevels)).toEqual([
      ['preschool', 'secondary'],
      undefined,
      ['primary'],
      undefined,
    ]);
    expect(rows.map(codesOf)).toEqual([[], [], ['unknown-value'], []]);
  });

  it('names of object members are no values', async () => {
    const mapping = field({ sector: { column: 'sector', values: { P: 'public' } } });
    const { rows } = await readAll(from('code,name,sector\n1,A,constructor\n2,B,P\n'), mapping);
    expect(rows.map((row) => row.school?.sector)).toEqual([undefined, 'public']);
    expect(codesOf(rows[0])).toEqual(['unknown-value']);
  });

  it('a region without values is ISO 3166-2', async () => {
    const { rows } = await readAll(from('code,name,region\n1,A,NI-BO\n2,B,Boaco\n'), field({ region: { column: 'region' } }));
    expect(rows.map((row) => row.school?.region)).toEqual(['NI-BO', undefined]);
    expect(codesOf(rows[1])).toEqual(['invalid-region']);
  });

  it('an enrolment is a whole number', async () => {
    const { rows } = await readAll(
      from('code,name,pupils\n1,A,0\n2,B,-3\n3,C,12.5\n4,D,many\n5,E,1e3\n'),
      field({ enrolment: { column: 'pupils' } }),
    );
    expect(rows.map((row) => row.school?.enrolment)).toEqual([0, undefined, undefined, undefined, undefined]);
    expect(rows.map(codesOf)).toEqual([[], ['invalid-enrolment'], ['invalid-enrolment'], ['invalid-number'], ['invalid-number']]);
  });

  it('0, 0 is no place', async () => {
    const mapping = field({ latitude: { column: 'lat' }, longitude: { column: 'lon' } });
    const { rows, summary } = await readAll(from('code,name,lat,lon\n1,A,0,0\n2,B,12.5,-85\n3,C,91,0\n'), mapping);
    expect(rows.map(codesOf)).toEqual([['coordinates-out-of-range'], [], ['coordinates-out-of-range']]);
    expect(summary.missing).toMatchObject({ latitude: 2, longitude: 2 });
  });

  it('a code that failed does not hold its place', async () => {
    const { rows } = await readAll(from('code,name\n1,\n1,A\n1,B\n'));
    expect(rows.map(codesOf)).toEqual([['missing-name'], [], ['duplicate-code']]);
    expect(findingOf(rows[2], 'duplicate-code').values).toEqual({ code: '1', firstRow: 3 });
  });

  it('a line beyond the limit is an error of its row, and of no other', async () => {
    const { rows } = await readAll(from('code,name\n1,A\n2,', 'x'.repeat(200_000), '\n3,C\n'));
    expect(rows.map((row) => row.school?.code)).toEqual(['1', undefined, '3']);
    expect(findingOf(rows[1], 'row-too-long')).toMatchObject({ row: 3, values: { limit: 65_536 } });
  });

  it('a file with a header only has no rows', async () => {
    expect((await readAll(from('code,name\n'))).summary).toMatchObject({ rows: 0, schools: 0, errors: 0, findings: 0 });
  });
});

describe('any file', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ñ', '"', ',', '\n', '\r\n', ' ', ';', '€'), maxLength: 12 });
  const chunked = (bytes: Buffer, sizes: readonly number[]): Readable => {
    const pieces: Buffer[] = [];
    let at = 0;
    for (let i = 0; at < bytes.length; i += 1) {
      const size = sizes.length === 0 ? bytes.length : (sizes[i % sizes.length] as number);
      pieces.push(bytes.subarray(at, at + size));
      at += size;
    }
    return Readable.from(pieces);
  };
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 });

  it('that is well formed gives each name as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 30 }), sizes, async (names, pieces) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const csv = `code,name\n${names.map((name, i) => `${i},${quoted(`S${name}`)}\n`).join('')}`;
        const { rows } = await readAll(chunked(Buffer.from(csv), pieces));
        expect(rows.map((row) => row.school?.name)).toEqual(names.map((name) => `S${name}`.replaceAll(/\s+/g, ' ').trim()));
      }),
    );
  });

  it('accounts for every line, however broken, and however it arrives', async () => {
    const line = fc.oneof(
      fc.constantFrom('1,A', '2,"B"', '3,"C', '4,"D"E', '5,F"G"', '', 'x', ',,', '7,"', '8,"a\n9,b"'),
      fc.string({ unit: fc.constantFrom('"', ',', 'a', 'é', '\n', '\u0000'), maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), sizes, async (lines, pieces) => {
        const bytes = Buffer.from(`code,name\n${lines.map((text) => `${text}\n`).join('')}`);
        const whole = await readAll(Readable.from([bytes]));
        expectWhole(whole);
        const physical = bytes.filter((byte) => byte === 0x0a).length;
        const joined = whole.rows
          .flatMap((row) => row.findings)
          .filter((finding) => finding.code === 'multi-line-row')
          .reduce((count, { values }) => count + Number(values.to) - Number(values.from), 0);
        expect(1 + whole.summary.rows + whole.summary.blankLines + joined).toBe(physical);
        expect(await readAll(chunked(bytes, pieces))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('of random bytes is refused or accounted for, never an accident', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, headed) => {
        const file = headed ? Buffer.concat([Buffer.from('code,name\n'), bytes]) : Buffer.from(bytes);
        try {
          expectWhole(await readAll(Readable.from([file])));
        } catch (error) {
          if (!(error instanceof RegisterRefused)) throw error;
          expect(headed).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a register of 200,000 rows', () => {
  const ROWS = 200_000;
  const generate = async function* (pulled: { bytes: number }, finished: () => void): AsyncGenerator<Buffer> {
    try {
      yield Buffer.from('code,name\n');
      for (let start = 0; start < ROWS; start += 500) {
        const chunk = Buffer.from(
          Array.from({ length: 500 }, (_, i) => `${start + i},Escuela número ${start + i} de la provincia\n`).join(''),
        );
        pulled.bytes += chunk.length;
        yield chunk;
      }
    } finally {
      finished();
    }
  };

  it('passes through in bounded memory', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const pulled = { bytes: 0 };
    const reading = readSchoolRegister(
      generate(pulled, () => undefined),
      codeAndName,
    );
    let schools = 0;
    let early = 0;
    let late = 0;
    for await (const row of reading) {
      if (row.school) schools += 1;
      if (schools === 2000) early = held();
      if (schools === ROWS - 1000) late = held();
    }
    expect(schools).toBe(ROWS);
    expect(reading.summary).toMatchObject({ rows: ROWS, errors: 0, bytes: pulled.bytes + 10 });
    // The codes with their rows are kept, to find duplicates: about 100 bytes each. The file itself is 9 MB, its rows as objects 60.
    expect(late - early).toBeLessThan(32 * 2 ** 20);
  });

  it('is not read ahead of whoever takes the rows, and is let go when they stop', async () => {
    const pulled = { bytes: 0 };
    let finished = false;
    let rows = 0;
    const source = generate(pulled, () => (finished = true));
    for await (const row of readSchoolRegister(source, codeAndName)) {
      expect(row.school?.code).toBe(String(rows));
      rows += 1;
      if (rows === 3000) break;
    }
    expect(pulled.bytes).toBeLessThan(400_000);
    expect(finished).toBe(true);
  });

  it('passes on what the source fails with', async () => {
    const failing = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('code,name\n1,A\n');
      throw new Error('the disk is gone');
    };
    await expect(readAll(failing())).rejects.toThrow('the disk is gone');
  });

  it('is read once', async () => {
    const reading = readSchoolRegister(from('code,name\n1,A\n'), codeAndName);
    for await (const row of reading) expect(row.school?.code).toBe('1');
    await expect(reading[Symbol.asyncIterator]().next()).rejects.toThrow('read once');
  });
});
