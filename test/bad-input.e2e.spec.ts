import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { DIRECTORY_2023_COLUMNS } from '#libs/contexts/rollout/pack';
import { Answer, ask, type Client, type Fields } from './support/http.js';
import {
  closeConnections,
  keysOf,
  MAPPING,
  registerCsv,
  registerRow,
  Scenario,
  somebody,
  TIMES,
  type Country,
  type TeacherActor,
} from './support/scenario.js';

/** 20,000 unless CORDILLERA_TEST_ROWS says 200000. */
const ROWS = Number(process.env['CORDILLERA_TEST_ROWS'] ?? 20_000);

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  field?: string;
  errors?: { field: string; code: string; reason: string }[];
}

describe('bad input', () => {
  let scenario: Scenario;
  let cl: Country;
  let ni: Country;
  let coordinator: Client;
  let rosa: TeacherActor;
  let hugo: TeacherActor;
  /** Rosa's and Hugo's self-ratings, begun. */
  let ratings: readonly string[];
  let catalogue: Map<string, { title: string; detail: string; status: number }>;

  /** A problem document with name, status, words, what to do, and an entry in the catalogue under the same name. */
  const problem = (answer: Answer<unknown>, status: number, name: string): Problem => {
    expect([answer.asked, answer.status, answer.problem]).toEqual([answer.asked, status, name]);
    const body = answer.body as Problem;
    expect(answer.header('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ type: `/problems/${name}`, status });
    // Words with every value put in, and what to do about it.
    for (const words of [body.title, body.detail]) {
      expect(words.length).toBeGreaterThan(10);
      expect(words).not.toMatch(/\{\{|undefined|\[object/);
    }
    expect(catalogue.get(name)).toMatchObject({ status });
    return body;
  };
  /** Nothing is written while this goes on. */
  const writesNothing = async (happens: () => Promise<void>): Promise<void> => {
    const before = (await cl.events()).length;
    await happens();
    expect((await cl.events()).length).toBe(before);
  };

  beforeAll(async () => {
    scenario = await Scenario.inProcess();
    cl = await scenario.simulatedCountry('cl');
    ni = await scenario.realCountry('ni', 'cl');
    await cl.opensCycle();
    coordinator = await cl.coordinator();
    (await cl.importsSchools(registerCsv([registerRow(900001), registerRow(900002)]))).must();
    [rosa, hugo] = (await cl.teachers([somebody(1, '900001'), somebody(2, '900001')])) as [TeacherActor, TeacherActor];
    await cl.at(TIMES.selfAssessment);
    for (const teacher of [rosa, hugo]) await teacher.consents();
    ratings = [await rosa.starts('self-rating', 'baseline'), await hugo.starts('self-rating', 'baseline')];
    const { items } = (
      await ask<{ items: { type: string; title: string; detail: string; status: number }[] }>(scenario.url, {
        method: 'GET',
        path: '/problems',
      })
    ).must().body;
    catalogue = new Map(items.map((item) => [item.type.replace('/problems/', ''), item]));
  });
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  describe('fields', () => {
    it('refuses what it does not know, names it, and writes nothing', () =>
      writesNothing(async () => {
        const answer = await coordinator.post('teachers', {
          ...somebody(9),
          nickname: 'Charo',
          assignments: [{ school: '900001', educationLevel: 'primary', hours: 3, boss: 1 }],
        });
        const { errors } = problem(answer, 400, 'invalid-request');
        expect(errors?.map(({ field, code }) => [field, code]).sort()).toEqual([
          ['/assignments/0/boss', 'unknownField'],
          ['/nickname', 'unknownField'],
        ]);
      }));

    it.each([
      ['a number for a name', { givenName: 7 }, '/givenName'],
      ['a list for a name', { givenName: ['Rosa'] }, '/givenName'],
      ['an object for a name', { familyName: { $ne: '' } }, '/familyName'],
      ['an empty name', { givenName: '' }, '/givenName'],
      ['a name of 101 letters', { givenName: 'a'.repeat(101) }, '/givenName'],
      ['no email', { email: 'charo' }, '/email'],
      ['a gender that is none of the list', { gender: 'x' }, '/gender'],
      ['a year as text', { birthYear: '1980' }, '/birthYear'],
      ['a year with a fraction', { birthYear: 1980.5 }, '/birthYear'],
      ['assignments that are no list', { assignments: 'all' }, '/assignments'],
      [
        'eleven assignments',
        { assignments: Array(11).fill({ school: '900001', educationLevel: 'primary', hours: 1 }) },
        '/assignments',
      ],
      ['an assignment that is null', { assignments: [null] }, '/assignments'],
      ['negative hours', { assignments: [{ school: '900001', educationLevel: 'primary', hours: -1 }] }, '/assignments/0/hours'],
    ])('refuses %s', (_name, change, field) =>
      writesNothing(async () => {
        const { errors } = problem(await coordinator.post('teachers', { ...somebody(9), ...change }), 400, 'invalid-request');
        expect(errors?.some((error) => error.field.startsWith(field) && error.reason.length > 3)).toBe(true);
      }),
    );

    it.each([
      ['an array', []],
      ['a text', '"teacher"'],
      ['a number', '7'],
      ['null', 'null'],
      ['nothing', ''],
    ])('refuses %s for a body', (_name, body) =>
      writesNothing(async () => {
        const answer = await coordinator.post('teachers', typeof body === 'string' ? body : JSON.stringify(body), {
          'content-type': 'application/json',
        });
        expect([400, 'invalid-request']).toEqual([answer.status, answer.problem]);
      }),
    );

    it('is not polluted by keys that mean something to the language', async () => {
      for (const [text, field] of [
        ['{"name":"Uno","__proto__":{"sector":"municipal"}}', '/__proto__'],
        ['{"name":"Uno","constructor":{"prototype":{"polluted":true}}}', '/constructor'],
        ['{"name":"Uno","toString":1}', '/toString'],
      ] as const) {
        const answer = await coordinator.put('schools/930001', text, { 'content-type': 'application/json' });
        expect(problem(answer, 400, 'invalid-request').errors).toMatchObject([{ field, code: 'unknownField' }]);
      }
      expect(({} as Fields)['polluted']).toBeUndefined();
      const path = `${rosa.me}/attempts/${ratings[0] as string}/answers`;
      const own = await rosa.client.put(path, '{"answers":{"__proto__":3}}', { 'content-type': 'application/json' });
      problem(own, 400, 'invalid-request');
      problem(await rosa.client.put(path, { answers: { toString: 1 } }), 400, 'invalid-request');
    });

    it('refuses text that cannot be stored as it is', async () => {
      const answer = await coordinator.put('schools/930002', '{"name":"\\ud800"}', { 'content-type': 'application/json' });
      expect(problem(answer, 400, 'malformed-body').field).toBe('/name');
    });

    it('refuses nesting without end', async () => {
      for (const levels of [100, 5_000, 170_000]) {
        const deep = `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
        const path = levels === 100 ? 'school-mappings/deep' : 'schools/930003';
        const answer = await coordinator.put(path, deep, { 'content-type': 'application/json' });
        expect(problem(answer, 400, 'malformed-body')).toBeDefined();
        expect(answer.text.length).toBeLessThan(3_000);
      }
    });
  });

  describe('bodies', () => {
    it.each([
      ['broken JSON', '{"name": "Uno"', 'application/json', 400, 'malformed-body'],
      ['JSON in Latin-1 by its own word', '{"name":"Uno"}', 'application/json; charset=latin1', 400, 'malformed-body'],
      ['another type', '<name/>', 'application/xml', 415, 'unsupported-media-type'],
      ['a form', 'name=Uno', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
    ])('refuses %s', (_name, body, type, status, name) =>
      writesNothing(async () => {
        problem(await coordinator.put('schools/930004', body, { 'content-type': type }), status, name);
      }),
    );

    it('refuses more than 1 MB, and does not repeat what was sent', () =>
      writesNothing(async () => {
        const answer = await coordinator.put('schools/930005', { name: 'x'.repeat(1_100_000) });
        problem(answer, 413, 'body-too-large');
        expect(answer.text.length).toBeLessThan(2_000);
        const secret = await coordinator.post('teachers', '{"nationalId":"11111111-1",', { 'content-type': 'application/json' });
        problem(secret, 400, 'malformed-body');
        expect(secret.text).not.toContain('11111111');
      }));

    it('refuses a compressed bomb by its size when opened', async () => {
      const { gzipSync } = await import('node:zlib');
      const bomb = gzipSync(JSON.stringify({ name: ' '.repeat(50_000_000) }));
      expect(bomb.length).toBeLessThan(100_000);
      const answer = await coordinator.put('schools/930006', bomb, {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      });
      problem(answer, 413, 'body-too-large');
    });
  });

  describe('addresses', () => {
    it.each(['/v1/cl/schools/%E0%A4%A', '/v1/%', '/v1/cl/cycles/%FF/funnel', '/problems/%E0%A4%A'])(
      'refuses %s',
      async (path) => {
        problem(await coordinator.get(path), 400, 'malformed-address');
      },
    );

    it.each([
      ['/v1/cl/nothing', 404, 'not-found'],
      ['/v1/cl/cycles/2023/nothing', 404, 'not-found'],
      ['/v1/cl/cycles/20.23/funnel', 404, 'not-found'],
      ['/v1/cl/cycles/1999/funnel', 404, 'cycle-unknown'],
      ['/v1/cl/schools/..%2F..%2Fetc', 404, 'school-unknown'],
      ['/v1/cl/schools/nobody-here', 404, 'school-unknown'],
      ['/v1/cl/teachers/rosa', 404, 'teacher-unknown'],
      ['/v1/cl/frameworks/none', 404, 'framework-unknown'],
      ['/v1/cl/school-imports/x/findings', 404, 'import-unknown'],
      ['/problems/nothing', 404, 'not-found'],
    ])('says of %s that it is not there', async (path, status, name) => {
      problem(await coordinator.get(path), status, name);
    });

    it('does not know ids that are no ids', async () => {
      for (const id of ['1', '..', 'x'.repeat(300), '00000000-0000-0000-0000-000000000000']) {
        const answer = await rosa.client.get(`${rosa.me}/attempts/${id}`);
        expect([id.slice(0, 10), answer.status]).toEqual([id.slice(0, 10), 404]);
      }
    });

    it('does not know the other way of asking', async () => {
      const answer = await coordinator.send('PATCH', 'schools/900001', { name: 'x' });
      problem(answer, 404, 'not-found');
    });

    it('refuses parameters that are none', async () => {
      for (const query of ['limit=-1', 'limit=501', 'limit=x', 'colour=red', 'cursor=%00', 'limit=1&limit=2', 'limit[a]=1']) {
        const answer = await coordinator.get(`schools?${query}`);
        expect([query, answer.status]).toEqual([query, 400]);
        expect(answer.problem).toMatch(/^(invalid-request|cursor-malformed)$/);
      }
      problem(await coordinator.get('schools?after=cl.1.1&after=cl.1.2'), 400, 'invalid-request');
      problem(
        await coordinator.post('teachers', somebody(9), { 'idempotency-key': 'two words' }),
        400,
        'idempotency-key-malformed',
      );
      problem(
        await coordinator.post('teachers', somebody(9), { 'idempotency-key': 'k'.repeat(201) }),
        400,
        'idempotency-key-malformed',
      );
    });
  });

  describe('things of elsewhere', () => {
    it('refuses what belongs to another country, as if it were not there', async () => {
      const theirs = await ni.coordinator();
      (await theirs.put('schools/900001', { name: 'Otra', educationLevels: ['primary'] })).must();
      (await theirs.put('schools/777', { name: 'Solo allí', educationLevels: ['primary'] })).must();
      const stranger = await ni.registers(somebody(50, '777'));
      await writesNothing(async () => {
        problem(await coordinator.get(`teachers/${stranger}`), 404, 'teacher-unknown');
        problem(
          await coordinator.post(`teachers/${stranger}/assignments`, { school: '900001', educationLevel: 'primary', hours: 5 }),
          404,
          'teacher-unknown',
        );
        problem(await coordinator.post('cycles/2023/invitations', { teachers: [stranger] }), 404, 'teacher-unknown');
        problem(
          await coordinator.post(`teachers/${rosa.pseudonym}/assignments`, {
            school: '777',
            educationLevel: 'primary',
            hours: 5,
          }),
          404,
          'school-unknown',
        );
        const officer = await cl.as('data-protection-officer');
        problem(await officer.post(`teachers/${stranger}/forgetting`), 404, 'teacher-unknown');
      });
      expect(await theirs.see(`teachers/${stranger}`)).toMatchObject({ identity: { givenName: 'Nombre50' } });
    });

    it('refuses all invitations when one is nobody, and says which', () =>
      writesNothing(async () => {
        const { field } = problem(
          await coordinator.post('cycles/2023/invitations', {
            teachers: [rosa.pseudonym, '00000000-0000-4000-8000-000000000000'],
          }),
          404,
          'teacher-unknown',
        );
        expect(field === undefined || field === '/teachers/1').toBe(true);
      }));

    it('refuses a test form’s items in a self-rating, and options that an item does not have', () =>
      writesNothing(async () => {
        const path = `${rosa.me}/attempts/${ratings[0] as string}/answers`;
        const form = keysOf('test-form-a');
        const foreign = problem(await rosa.client.put(path, { answers: { '1.1': 3, ...form } }), 422, 'item-unknown');
        expect(foreign.field).toMatch(/^\/answers\/[ab]\d\d$/);
        problem(await rosa.client.put(path, { answers: { '1.1': 6 } }), 422, 'answer-not-offered');
        problem(await rosa.client.put(path, { answers: { '1.1': 'a' } }), 422, 'answer-not-offered');
        problem(await rosa.client.put(path, { answers: { '1.1': '3' } }), 422, 'answer-not-offered');
        problem(await rosa.client.put(path, { answers: {} }), 400, 'invalid-request');
        problem(await rosa.client.put(path, { answers: { '1.1': 1.5 } }), 400, 'invalid-request');
        problem(await rosa.client.put(path, { answers: { '1.1': null } }), 400, 'invalid-request');
      }));
  });

  describe('a cycle’s framework', () => {
    it('without levels can have no target level, and none is newer than the cycle; nothing is planned', () =>
      writesNothing(async () => {
        const { design } = await coordinator.see<{ design: Fields }>('cycles/2023');
        const plan = (framework: string, targets?: Fields) =>
          coordinator.post('cycles', {
            cycle: 'trial',
            title: { es: 'Un ensayo', en: 'A trial' },
            design: {
              ...design,
              // The seed of a cycle's draw is nobody's to read.
              formSeed: 'trial',
              framework: { framework, version: '1' },
              ...(targets ? { targetProfile: { ...(design['targetProfile'] as Fields), targets } } : {}),
            },
          });
        const flat = problem(await plan('estandares-tic-2011', { primary: { '1': 2 } }), 422, 'framework-without-levels');
        expect(flat.field).toBe('/design/targetProfile/targets/primary');
        expect(flat.detail + flat.title).toContain('estandares-tic-2011');
        const matrix = await plan('ict-cft-v3', { primary: { '1.1': 2 } });
        expect(problem(matrix, 422, 'framework-without-levels').field).toBe('/design/targetProfile/targets/primary');
        const newer = problem(await plan('marco-orientador-2025', {}), 422, 'framework-newer-than-cycle');
        expect([newer.field, newer.detail + newer.title]).toEqual(['/design/framework', expect.stringContaining('2025')]);
        problem(await plan('nobody-knows', {}), 404, 'framework-unknown');
        expect((await coordinator.get('cycles/trial')).problem).toBe('cycle-unknown');
      }));
  });

  describe('dates', () => {
    it('refuses what comes before a window opens, takes what is late, refuses what is after the grace, and says the dates', async () => {
      const tooEarly = await rosa.client.post(`${rosa.me}/attempts`, { measure: 'test', occasion: 'final' });
      expect(problem(tooEarly, 409, 'window-not-open').detail).toBeDefined();
      const attempt = ratings[1] as string;
      await hugo.answers(attempt, { '1.1': 1 });
      problem(
        await hugo.client.post(`${hugo.me}/attempts`, { measure: 'self-rating', occasion: 'baseline' }),
        409,
        'already-started',
      );
      await cl.at(TIMES.selfAssessmentOver);
      await writesNothing(async () => {
        const answer = await hugo.client.put(`${hugo.me}/attempts/${attempt}/answers`, { answers: { '1.2': 1 } });
        expect(JSON.stringify(problem(answer, 409, 'window-closed'))).toContain('2023-06-17T03:59:59.999Z');
        problem(await hugo.client.post(`${hugo.me}/attempts/${attempt}/submission`), 409, 'window-closed');
        problem(await hugo.client.post(`${hugo.me}/attempts`, { measure: 'test', occasion: 'baseline' }), 409, 'window-closed');
      });
    });

    it('does not set a clock back, nor that of a real country', async () => {
      problem(await cl.operator.post('/v1/cl/clock', { at: '2023-01-01T00:00:00.000Z' }), 409, 'clock-goes-back');
      problem(await cl.operator.post('/v1/cl/clock', { at: 'tomorrow' }), 400, 'invalid-request');
      problem(await cl.operator.post('/v1/cl/clock', { at: '2023-02-30T00:00:00.000Z' }), 400, 'invalid-request');
      problem(await cl.operator.post('/v1/ni/clock', { at: '2030-01-01T00:00:00.000Z' }), 409, 'clock-not-simulated');
    });
  });

  describe('twice', () => {
    it('refuses a second start, a second submission, a second registration, a second country', async () => {
      const again = await coordinator.post('teachers', somebody(1, '900001'));
      expect(problem(again, 409, 'teacher-registered-already')).toBeDefined();
      // The same person under another way of writing the id.
      const spaced = `0${somebody(1).nationalId.replace('-', ' - ')}`;
      problem(
        await coordinator.post('teachers', somebody(1, '900001', { nationalId: spaced })),
        409,
        'teacher-registered-already',
      );
      problem(
        await coordinator.post('teachers', somebody(1, '900001', { nationalId: '11.000.001-0' })),
        422,
        'national-id-malformed',
      );
      const key = { 'idempotency-key': 'one-teacher' };
      const first = (await coordinator.post('teachers', somebody(60, '900001'), key)).must();
      expect((await coordinator.post('teachers', somebody(60, '900001'), key)).must().body).toEqual(first.body);
      problem(await coordinator.post('teachers', somebody(61, '900001'), key), 422, 'idempotency-key-reused');
      problem(await cl.operator.post('/v1/countries', { id: 'cl', origin: 'real', pack: 'cl' }), 409, 'country-exists');
      problem(await coordinator.post('packs/cl/cycles/2023'), 409, 'cycle-exists');
      problem(await coordinator.post('cycles/2023/opening'), 409, 'cycle-not-planned');
    });

    it('makes one country of two that are asked for at the same time, and keeps its clock', async () => {
      const body = { id: 'xa', origin: 'simulated', pack: 'cl', seed: 's', clock: TIMES.beforeOpening };
      const answers = await Promise.all([cl.operator.post('/v1/countries', body), cl.operator.post('/v1/countries', body)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const xa = scenario.country('xa');
      await xa.at(TIMES.selfAssessment);
      expect(await xa.verifies()).toMatchObject({ same: true });
    });

    it('leaves nothing of a country that was refused', async () => {
      problem(await cl.operator.post('/v1/countries', { id: 'xb', origin: 'simulated', pack: 'none' }), 404, 'pack-unknown');
      problem(await cl.operator.post('/v1/countries', { id: 'xb', origin: 'real', seed: 's' }), 422, 'seed-for-simulated-only');
      problem(
        await cl.operator.post('/v1/countries', { id: 'xb', origin: 'real', timeZone: 'Mars/Olympus' }),
        422,
        'time-zone-unknown',
      );
      problem(await cl.operator.post('/v1/countries', { id: '../xb', origin: 'real' }), 400, 'invalid-request');
      problem(await cl.operator.get('/v1/xb'), 404, 'country-unknown');
      (await cl.operator.post('/v1/countries', { id: 'xb', origin: 'real' })).must();
    });
  });

  describe('a register of schools', () => {
    const rows = [registerRow(940001, { NOM_RBD: 'Escuela Ñuñoa' }), registerRow(940002, { NOM_RBD: 'Liceo Chañarcillo' })];
    const names = async () =>
      (await Promise.all([940001, 940002].map((code) => coordinator.see<{ name: string }>(`schools/${code}`)))).map(
        ({ name }) => name,
      );

    it('in Latin-1 keeps its letters', async () => {
      const { body } = (await cl.importsSchools(Buffer.from(registerCsv(rows), 'latin1'))).must();
      expect(body).toMatchObject({ rows: 2, created: 2, errors: 0 });
      expect(await names()).toEqual(['Escuela Ñuñoa', 'Liceo Chañarcillo']);
    });

    it('with a BOM is the same register', async () => {
      const { body } = (await cl.importsSchools(`\ufeff${registerCsv(rows)}`)).must();
      expect(body).toMatchObject({ rows: 2, created: 0, unchanged: 2, errors: 0 });
    });

    it.each([
      [
        'without a column',
        registerCsv(
          rows,
          DIRECTORY_2023_COLUMNS.filter((column) => column !== 'NOM_RBD'),
        ),
        'register-columns-missing',
        'NOM_RBD',
      ],
      ['with another delimiter', registerCsv(rows).replaceAll(',', '.').replaceAll(';', ','), 'register-delimiter-differs', ''],
      ['that is empty', '', 'register-empty', ''],
      ['that is a spreadsheet', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(2000)]), 'register-is-an-archive', ''],
      ['in UTF-16', Buffer.from(`\ufeff${registerCsv(rows)}`, 'utf16le'), 'register-in-utf16', ''],
      ['that is a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 1, 2, 3]), 'register-not-text', ''],
      ['with a column twice', registerCsv(rows, ['RBD', ...DIRECTORY_2023_COLUMNS]), 'register-columns-repeated', 'RBD'],
    ])('%s is refused before anything is written', (_name, file, name, says) =>
      writesNothing(async () => {
        const answer = await cl.importsSchools(file);
        expect(JSON.stringify(problem(answer, 422, name))).toContain(says);
      }),
    );

    it('for which there is no mapping, or of another type, is refused', () =>
      writesNothing(async () => {
        problem(
          await coordinator.post('school-imports?mapping=nothing', registerCsv(rows), { 'content-type': 'text/csv' }),
          404,
          'school-mapping-unknown',
        );
        problem(
          await coordinator.post('school-imports', registerCsv(rows), { 'content-type': 'text/csv' }),
          400,
          'invalid-request',
        );
        problem(
          await coordinator.post(`school-imports?mapping=${MAPPING}`, registerCsv(rows), { 'content-type': 'text/html' }),
          415,
          'unsupported-media-type',
        );
      }));

    it('under a key that another file had is refused', async () => {
      const key = { 'idempotency-key': 'register' };
      const first = (await cl.importsSchools(registerCsv(rows), key)).must();
      const again = (await cl.importsSchools(registerCsv(rows), key)).must();
      expect(again.body).toEqual(first.body);
      await writesNothing(async () => {
        problem(await cl.importsSchools(registerCsv([registerRow(940009)]), key), 422, 'idempotency-key-reused');
      });
    });

    it('that is cut off on its way has changed nothing, and the server goes on', () =>
      writesNothing(async () => {
        const csv = registerCsv(Array.from({ length: 2000 }, (_, at) => registerRow(950_000 + at)));
        const { hostname, port } = new URL(scenario.url);
        await new Promise<void>((resolve, reject) => {
          const socket = connect(Number(port), hostname, () => {
            socket.write(
              `POST /v1/cl/school-imports?mapping=${MAPPING} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${coordinator.token ?? ''}\r\n` +
                `Content-Type: text/csv\r\nContent-Length: ${Buffer.byteLength(csv)}\r\n\r\n`,
            );
            socket.write(csv.slice(0, csv.length / 2), () => setImmediate(() => socket.destroy()));
          });
          socket.on('close', () => resolve());
          socket.on('error', reject);
        });
        expect((await coordinator.get('schools/950000')).problem).toBe('school-unknown');
      }));
  });

  it('is named in the catalogue in two languages', async () => {
    const spanish = (
      await ask<{ items: { type: string; title: string; detail: string }[] }>(scenario.url, {
        method: 'GET',
        path: '/problems',
        headers: { 'accept-language': 'es' },
      })
    ).must().body.items;
    expect(spanish).toHaveLength(catalogue.size);
    for (const { type, title, detail } of spanish) {
      const english = catalogue.get(type.replace('/problems/', ''));
      expect([type, title === english?.title, detail === english?.detail]).toEqual([type, false, false]);
    }
    const one = await ask(scenario.url, { method: 'GET', path: '/problems/window-closed' });
    expect(one.body).toMatchObject({ type: '/problems/window-closed', status: 409 });
  });
});

/** Resident memory of a process and the most it ever had, MB. */
const memoryOf = (pid: number): { now: number; most: number } => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
};

describe(`a register of ${ROWS} rows (200,000 with CORDILLERA_TEST_ROWS=200000)`, () => {
  afterAll(closeConnections);

  it('is read in bounded memory: each row a school or an error, a second time unchanged', async () => {
    const scenario = await Scenario.ofItsOwn(undefined, { NODE_OPTIONS: '--max-old-space-size=384' });
    try {
      const cl = await scenario.realCountry('cl', 'cl');
      (await cl.importsSchools(registerCsv([registerRow(1)]))).must();
      const before = process.platform === 'linux' ? memoryOf(scenario.process?.pid ?? 0).now : undefined;
      const register = (): Readable =>
        Readable.from(
          (function* () {
            yield `${DIRECTORY_2023_COLUMNS.join(';')}\r\n`;
            // One row in ten has no code: an error with a finding of its own.
            for (let row = 0; row < ROWS; row += 1) {
              yield registerCsv([registerRow(100_000 + row, row % 10 === 9 ? { RBD: '' } : {})]).split('\r\n')[1] + '\r\n';
            }
          })(),
        );
      const first = (await cl.importsSchools(register() as unknown as Buffer)).must();
      expect(first.body).toMatchObject({ rows: ROWS, created: (ROWS / 10) * 9, updated: 0, unchanged: 0, errors: ROWS / 10 });
      const second = (await cl.importsSchools(register() as unknown as Buffer)).must();
      expect(second.body).toMatchObject({ rows: ROWS, created: 0, updated: 0, unchanged: (ROWS / 10) * 9, errors: ROWS / 10 });
      const { items } = await (await cl.coordinator()).see<{ items: Fields[] }>('schools?limit=1');
      expect(items).toHaveLength(1);
      if (before !== undefined) {
        // The heap is capped above; beside it are folded states (bounded), page caches and two threads.
        const { most } = memoryOf(scenario.process?.pid ?? 0);
        expect(most - before).toBeLessThan(400);
      }
    } finally {
      await scenario.close();
    }
  }, 600_000);
});
