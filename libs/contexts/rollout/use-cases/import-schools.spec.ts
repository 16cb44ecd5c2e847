import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { RegisterFindingsRecorded } from '../rollout.events.js';
import { refusalOf, rolloutBench } from '../testing/index.js';
import { schoolDecider, schoolStream } from '../school.js';
import { DefineSchoolMapping, DefineSchoolMappingHandler } from './define-school-mapping.js';
import { ImportSchools, ImportSchoolsHandler } from './import-schools.js';
import { receiveRegister, registerFile } from './register-file.js';

const mapping = {
  id: 'directory',
  version: 1,
  describes: 'A register for tests.',
  format: { delimiter: ';' },
  code: { column: 'RBD' },
  name: { column: 'NOMBRE' },
  sector: { column: 'DEPENDENCIA', values: { '1': 'municipal', '6': 'slep' } },
};
const HEADER = 'RBD;NOMBRE;DEPENDENCIA';

describe('importing a school register', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cordillera-spec-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const bench = async () => {
    const made = await rolloutBench();
    await new DefineSchoolMappingHandler(made.streams, made.references).execute(
      new DefineSchoolMapping(made.context(), 'directory', mapping),
    );
    const file = async (...rows: (string | Buffer)[]) => {
      const path = join(folder, 'register.csv');
      await writeFile(path, Buffer.concat(rows.map((row) => Buffer.concat([Buffer.from(row), Buffer.from('\n')]))));
      return registerFile(path);
    };
    const handler = new ImportSchoolsHandler(made.streams);
    return { ...made, file, handler };
  };
  const findingsOf = async (events: Awaited<ReturnType<typeof rolloutBench>>['events']) =>
    (await events())
      .filter(({ type }) => type === 'RegisterFindingsRecorded')
      .flatMap(({ data }) => (data as unknown as RegisterFindingsRecorded['data']).findings);

  it('makes a school or an error of every row, and keeps every finding', async () => {
    const { context, file, handler, events, streams } = await bench();
    const register = await file(HEADER, '1;Escuela Uno;1', '2;Escuela Dos;9', '3;;1', '1;Otra vez;1', '4;Liceo Cuatro;6');
    const { report } = await handler.execute(new ImportSchools(context(), 'directory', register));
    expect(report).toMatchObject({
      rows: 5,
      created: 3,
      updated: 0,
      unchanged: 0,
      errors: 2,
      findings: 3,
      fileDigest: register.digest,
      findingsByCode: { 'unknown-value': 1, 'missing-name': 1, 'duplicate-code': 1 },
    });
    expect((await findingsOf(events)).map(({ row, code }) => [row, code])).toEqual([
      [3, 'unknown-value'],
      [4, 'missing-name'],
      [5, 'duplicate-code'],
    ]);
    expect((await streams.state(schoolDecider, schoolStream('cl', '2'))).facts).toEqual({ code: '2', name: 'Escuela Dos' });
    const causes = (await events()).filter(({ type }) => type === 'SchoolRegistered').map(({ metadata }) => metadata.commandId);
    expect(new Set(causes).size).toBe(3);
  });

  it('changes nothing the second time, and says what differs the third', async () => {
    const { context, file, handler, events } = await bench();
    const first = await file(HEADER, '1;Escuela Uno;1', '2;Escuela Dos;1');
    await handler.execute(new ImportSchools(context(), 'directory', first));
    const again = await handler.execute(new ImportSchools(context(), 'directory', first));
    expect(again.report).toMatchObject({ rows: 2, created: 0, updated: 0, unchanged: 2, errors: 0 });
    const changed = await file(HEADER, '1;Escuela Uno;6', '2;Escuela Dos B;1', '3;Escuela Tres;1');
    const third = await handler.execute(new ImportSchools(context(), 'directory', changed));
    expect(third.report).toMatchObject({ rows: 3, created: 1, updated: 2, unchanged: 0 });
    const types = (await events())
      .map(({ type }) => type)
      .filter((type) => type.startsWith('School') && !type.includes('Mapping'));
    expect(types.filter((type) => type !== 'SchoolRegisterImported').sort()).toEqual([
      'SchoolCorrected',
      'SchoolReclassified',
      'SchoolRegistered',
      'SchoolRegistered',
      'SchoolRegistered',
    ]);
  });

  it('answers a repeated command with its report, and knows the key of another file', async () => {
    const { context, file, handler, events, newStreams } = await bench();
    const register = await file(HEADER, '1;Escuela Uno;1');
    const first = await handler.execute(new ImportSchools(context('same'), 'directory', register));
    const before = (await events()).length;
    const repeated = await new ImportSchoolsHandler(newStreams()).execute(
      new ImportSchools(context('same'), 'directory', register),
    );
    expect(repeated.report).toEqual(first.report);
    expect(repeated.executed.repeated).toBe(true);
    expect((await events()).length).toBe(before);
    const other = { ...context('same'), commandDigest: 'another file' };
    expect((await refusalOf(() => handler.execute(new ImportSchools(other, 'directory', register)))).code).toBe(
      'idempotency-key-reused',
    );
  });

  it('is finished by repeating it after it died half way', async () => {
    const { context, file, handler, events, store, newStreams } = await bench();
    const rows = Array.from({ length: 300 }, (_, i) => `${i + 1};${i % 10 === 0 ? '' : `Escuela ${i + 1}`};1`);
    const register = await file(HEADER, ...rows);
    const append = store.append.bind(store);
    let appends = 0;
    store.append = (...given) => ((appends += 1) > 120 ? Promise.reject(new Error('the machine died')) : append(...given));
    await expect(handler.execute(new ImportSchools(context('same'), 'directory', register))).rejects.toThrow('the machine died');
    store.append = append;
    expect((await events()).some(({ type }) => type === 'SchoolRegisterImported')).toBe(false);
    const { report } = await new ImportSchoolsHandler(newStreams()).execute(
      new ImportSchools(context('same'), 'directory', register),
    );
    expect(report).toMatchObject({ rows: 300, created: 270, updated: 0, unchanged: 0, errors: 30 });
    const types = (await events()).map(({ type }) => type);
    expect(types.filter((type) => type === 'SchoolRegistered')).toHaveLength(270);
    expect(await findingsOf(events)).toHaveLength(30);
  });

  it('writes nothing of a file that cannot be what the mapping is for', async () => {
    const { context, file, handler, events } = await bench();
    const before = (await events()).length;
    const refused = async (...rows: (string | Buffer)[]) => {
      const register = await file(...rows);
      return refusalOf(() => handler.execute(new ImportSchools(context(), 'directory', register)));
    };
    const missing = await refused('RBD;DEPENDENCIA', '1;1');
    expect(missing.code).toBe('register-columns-missing');
    expect(missing.details['missing']).toBe('"NOMBRE"');
    expect((await refused(HEADER.replaceAll(';', ','), '1,Uno,1')).code).toBe('register-delimiter-differs');
    expect((await refused(Buffer.from(`\u{feff}${HEADER}`, 'utf16le'))).code).toBe('register-in-utf16');
    expect((await refused(Buffer.from('PK\u0003\u0004rest'))).code).toBe('register-is-an-archive');
    const register = await file(HEADER, '1;Uno;1');
    expect((await refusalOf(() => handler.execute(new ImportSchools(context(), 'nowhere', register)))).code).toBe(
      'school-mapping-unknown',
    );
    expect((await events()).length).toBe(before);
  });

  it('reads Latin-1 and a byte order mark', async () => {
    const { context, file, handler, streams } = await bench();
    const latin = await file(HEADER, Buffer.from('1;Liceo Ñuñoa;1', 'latin1'));
    await handler.execute(new ImportSchools(context(), 'directory', latin));
    const marked = await file(`\u{feff}${HEADER}`, '2;Escuela José;1');
    await handler.execute(new ImportSchools(context(), 'directory', marked));
    const name = async (code: string) => (await streams.state(schoolDecider, schoolStream('cl', code))).facts?.name;
    expect([await name('1'), await name('2')]).toEqual(['Liceo Ñuñoa', 'Escuela José']);
  });

  it('never has more than 64 schools on their way', async () => {
    const { context, file, handler, store } = await bench();
    const register = await file(HEADER, ...Array.from({ length: 500 }, (_, i) => `${i + 1};Escuela ${i + 1};1`));
    const append = store.append.bind(store);
    let now = 0;
    let most = 0;
    store.append = async (...given) => {
      most = Math.max(most, (now += 1));
      try {
        await new Promise((resolve) => setImmediate(resolve));
        return await append(...given);
      } finally {
        now -= 1;
      }
    };
    await handler.execute(new ImportSchools(context(), 'directory', register));
    expect(most).toBeGreaterThan(8);
    expect(most).toBeLessThanOrEqual(64);
  });

  it('refuses a mapping with mistakes, all of them named', async () => {
    const { streams, references, context } = await bench();
    const handler = new DefineSchoolMappingHandler(streams, references);
    const { code, details } = await refusalOf(() => handler.execute(new DefineSchoolMapping(context(), 'x', { id: 'x' })));
    expect(code).toBe('school-mapping-malformed');
    expect((details['problems'] as string[]).length).toBeGreaterThan(3);
  });
});

describe('receiving an upload', () => {
  const left = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('cordillera-register-'));

  it('keeps it in a file until it is discarded', async () => {
    const before = await left();
    const received = await receiveRegister(Readable.from([Buffer.from('a;'), Buffer.from('b\n')]));
    expect(received.bytes).toBe(4);
    expect(received.digest).toBe((await registerFile(received.path)).digest);
    await received.discard();
    expect(await left()).toEqual(before);
  });

  it('stops at the limit and when it is cut off, and leaves nothing behind', async () => {
    const before = await left();
    const large = Readable.from([Buffer.alloc(600), Buffer.alloc(600)]);
    expect((await refusalOf(() => receiveRegister(large, 1000))).code).toBe('body-too-large');
    const cutOff = new Readable({
      read() {
        this.destroy(new Error('aborted'));
      },
    });
    expect((await refusalOf(() => receiveRegister(cutOff))).code).toBe('malformed-body');
    expect(await left()).toEqual(before);
  });
});
