import { Global, Module, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { Agent, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import supertest from 'supertest';
import { commandRefusals, Streams } from '#libs/commanding';
import { FrameworksModule, frameworksRefusals, frameworksProjection } from '#libs/contexts/frameworks';
import {
  AccessGuard,
  AUTHENTICATOR,
  HTTP_SETTINGS,
  httpRefusals,
  ProblemFilter,
  READ_FENCE,
  ReadsInterceptor,
  RefusalMessages,
  requestValidation,
  TagsInterceptor,
  UNFORESEEN,
  WrittenInterceptor,
  type HttpSettings,
} from '#libs/http';
import { EVENT_STORE } from '#libs/event-store';
import { KEY_STORE } from '#libs/privacy';
import { projectionId } from '#libs/projecting';
import { READ_STORE, type Document } from '#libs/read-store';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { IDENTITY_READ_LOG, SIGN_IN_CODES, type IdentityRead } from './ports.js';
import { countryProjection } from './projections/country.projection.js';
import { cyclesProjection } from './projections/cycles.projection.js';
import { participationsProjection } from './projections/participations.projection.js';
import { populationProjection } from './projections/population.projection.js';
import { schoolImportsProjection } from './projections/school-imports.projection.js';
import { schoolsProjection } from './projections/schools.projection.js';
import { teachersProjection } from './projections/teachers.projection.js';
import { RolloutModule } from './rollout.module.js';
import { rolloutRefusals } from './rollout.refusals.js';
import { design, folded, rolloutBench } from './testing/index.js';
import { MAX_REGISTER_BYTES } from './use-cases/register-file.js';

const PROJECTIONS = [
  countryProjection,
  cyclesProjection,
  frameworksProjection,
  participationsProjection,
  populationProjection,
  schoolImportsProjection,
  schoolsProjection,
  teachersProjection,
];
const mapping = {
  id: 'directory',
  version: 1,
  describes: 'A register for tests.',
  format: { delimiter: ';' },
  code: { column: 'RBD' },
  name: { column: 'NOMBRE' },
};

/** The routes of this context over memory engines; every read sees all that was written. A token is `role`, `role:teacher` or `role:school`. */
const serve = async () => {
  const bench = await rolloutBench();
  const documents = openMemoryReadStore();
  for (const projection of PROJECTIONS) await documents.declare('cl', projectionId(projection), projection.collections);
  const project = async (): Promise<undefined> => {
    const events = await bench.events();
    for (const projection of PROJECTIONS) {
      await documents.reset('cl', projectionId(projection));
      const puts = Object.entries(folded(projection, events)).flatMap(([collection, found]) =>
        Object.entries(found).map(([id, document]) => ({ collection, id, document: document as Document })),
      );
      const to = events.at(-1)?.position ?? '';
      await documents.commit('cl', { projection: projectionId(projection), from: undefined, to, puts, deletes: [] });
    }
    return undefined;
  };
  const reads: IdentityRead[] = [];
  const unforeseen: unknown[] = [];
  const bearer = (token: string) => {
    const [role = '', about] = token.split('~');
    const caller = { subject: role, role, tenant: 'cl', ...(role === 'teacher' ? { teacher: about } : { school: about }) };
    return Promise.resolve(caller);
  };
  @Global()
  @Module({
    providers: [
      { provide: Streams, useValue: bench.streams },
      { provide: KEY_STORE, useValue: bench.keys },
      { provide: READ_STORE, useValue: documents },
      { provide: EVENT_STORE, useValue: bench.store },
      { provide: AUTHENTICATOR, useValue: { bearer, session: () => Promise.resolve(undefined) } },
      {
        provide: HTTP_SETTINGS,
        useValue: {
          digestSecretOf: () => Buffer.from('secret'),
          now: () => Date.parse('2023-05-10T12:00:00.000Z'),
          knows: () => true,
          epoch: () => 1,
          simulated: () => false,
          timeZoneOf: () => 'America/Santiago',
        } satisfies HttpSettings,
      },
      {
        provide: READ_FENCE,
        useValue: { ready: async () => ({ outcome: 'ready', position: await project() }), version: async () => undefined },
      },
      {
        provide: SIGN_IN_CODES,
        useValue: {
          issue: (_: string, holders: readonly unknown[]) => Promise.resolve(holders.map((_one, i) => `code-${i}`)),
        },
      },
      { provide: IDENTITY_READ_LOG, useValue: { record: (read: IdentityRead) => Promise.resolve(void reads.push(read)) } },
      { provide: UNFORESEEN, useValue: ({ error }: { error: unknown }) => unforeseen.push(error) },
      {
        provide: RefusalMessages,
        useValue: new RefusalMessages([httpRefusals, commandRefusals, rolloutRefusals, frameworksRefusals]),
      },
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_INTERCEPTOR, useClass: WrittenInterceptor },
      { provide: APP_INTERCEPTOR, useClass: ReadsInterceptor },
      { provide: APP_INTERCEPTOR, useClass: TagsInterceptor },
      { provide: APP_PIPE, useFactory: requestValidation },
    ],
    exports: [
      Streams,
      KEY_STORE,
      READ_STORE,
      EVENT_STORE,
      READ_FENCE,
      SIGN_IN_CODES,
      IDENTITY_READ_LOG,
      AUTHENTICATOR,
      HTTP_SETTINGS,
    ],
  })
  class Surroundings {}
  const module = await Test.createTestingModule({
    imports: [CqrsModule.forRoot(), Surroundings, RolloutModule, FrameworksModule],
  }).compile();
  const app: INestApplication = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
  app.use(express.json());
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const agent = supertest(`http://127.0.0.1:${port}`);
  const as = (token: string) => {
    const bearerOf = { Authorization: `Bearer ${token}` };
    return {
      get: (path: string) => agent.get(`/v1/cl/${path}`).set(bearerOf),
      post: (path: string, body?: object) => agent.post(`/v1/cl/${path}`).set(bearerOf).send(body),
      put: (path: string, body?: object) => agent.put(`/v1/cl/${path}`).set(bearerOf).send(body),
      delete: (path: string) => agent.delete(`/v1/cl/${path}`).set(bearerOf),
      upload: (csv: string | Buffer, type = 'text/csv', key?: string, query = 'mapping=directory') =>
        agent
          .post(`/v1/cl/school-imports?${query}`)
          .set({ ...bearerOf, 'Content-Type': type, ...(key === undefined ? {} : { 'Idempotency-Key': key }) })
          .send(csv),
    };
  };
  return { ...bench, app, as, port, reads, unforeseen };
};

describe('the routes of the rollout', () => {
  let server: Awaited<ReturnType<typeof serve>>;
  beforeEach(async () => {
    server = await serve();
  });
  afterEach(async () => {
    await server.app.close();
    expect(server.unforeseen).toEqual([]);
  });

  const plan = { cycle: '2023', title: { es: 'Ciclo 2023' }, design };
  const teacher = (nationalId: string) => ({
    nationalId,
    givenName: 'Rosa',
    familyName: 'Fuentes',
    birthYear: 1981,
    gender: 'female',
  });

  it('take a register from upload to findings in the reader’s language', async () => {
    const coordinator = server.as('coordinator');
    await coordinator.put('school-mappings/directory', mapping).expect(200);
    const csv = 'RBD;NOMBRE\n1;Escuela Uno\n2;\n3;Ñandú\n';
    const { body, headers } = await coordinator.upload(csv, 'text/csv; charset=utf-8', 'a-key').expect(200);
    expect(body).toMatchObject({ rows: 3, created: 2, errors: 1, findings: 1 });
    expect(headers['cordillera-position']).toMatch(/^cl\.1\./);
    const repeated = await coordinator.upload(csv, 'text/csv', 'a-key').expect(200);
    expect([repeated.body, repeated.headers['idempotency-replayed']]).toEqual([body, 'true']);
    expect((await coordinator.upload(`${csv}4;Otra\n`, 'text/csv', 'a-key').expect(422)).body.type).toBe(
      '/problems/idempotency-key-reused',
    );
    expect((await coordinator.upload(csv).expect(200)).body).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    const imports = await coordinator.get('school-imports').expect(200);
    expect(imports.body.items).toHaveLength(2);
    const findings = await coordinator
      .get(`school-imports/${body.import}/findings?severity=error`)
      .set('Accept-Language', 'es')
      .expect(200);
    expect(findings.body.items).toEqual([
      expect.objectContaining({ row: 3, code: 'missing-name', reason: 'La fila no tiene nombre de establecimiento.' }),
    ]);
    const found = await coordinator.get('schools?name=nan').expect(200);
    expect(found.body.items.map(({ code }: { code: string }) => code)).toEqual(['3']);
    await server.as('school-leader~3').get('schools/3').expect(200);
    await server.as('school-leader~1').get('schools/3').expect(403);
    await coordinator.get('schools/9').expect(404);
  });

  it('refuse an upload that cannot be taken, and write nothing', async () => {
    const coordinator = server.as('coordinator');
    await coordinator.put('school-mappings/directory', mapping).expect(200);
    const before = (await server.events()).length;
    expect((await coordinator.upload('RBD;NOMBRE\n1;Uno\n', 'application/pdf').expect(415)).body.type).toBe(
      '/problems/unsupported-media-type',
    );
    const missing = await coordinator.upload('RBD;OTRA\n1;Uno\n').expect(422);
    expect(missing.body).toMatchObject({ type: '/problems/register-columns-missing', details: { missing: '"NOMBRE"' } });
    await coordinator.upload('x', 'text/csv', undefined, 'mapping=nowhere').expect(404);
    await coordinator.upload('x', 'text/csv', undefined, 'other=1').expect(400);
    await server.as('teacher~t').upload('x').expect(403);
    const tooLarge = await new Promise<number>((resolve, reject) => {
      const upload = httpRequest(
        {
          port: server.port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/v1/cl/school-imports?mapping=directory',
          agent: new Agent({ keepAlive: false }),
          headers: {
            Authorization: 'Bearer coordinator',
            'Content-Type': 'text/csv',
            'Content-Length': MAX_REGISTER_BYTES + 1,
          },
        },
        (response) => {
          resolve(response.statusCode ?? 0);
          upload.destroy();
        },
      );
      upload.on('error', reject);
      upload.write('RBD;NOMBRE\n');
    });
    expect(tooLarge).toBe(413);
    expect((await server.events()).length).toBe(before);
  });

  it('lead a teacher from registration to consent, and the coordinator sees how far they are', async () => {
    const coordinator = server.as('coordinator');
    await coordinator.put('schools/900001', { name: 'Escuela Uno' }).expect(200);
    await coordinator.post('cycles', plan).expect(201);
    await coordinator.post('cycles/2023/opening').expect(200);
    const assignments = [{ school: '900001', educationLevel: 'primary', hours: 30 }];
    const { body } = await coordinator.post('teachers', { ...teacher('X-1'), assignments }).expect(201);
    const again = await coordinator.post('teachers', teacher('x-1')).expect(409);
    expect(again.body).toMatchObject({ type: '/problems/teacher-registered-already', details: { teacher: body.teacher } });
    const invited = await coordinator.post('cycles/2023/invitations', { teachers: [body.teacher] }).expect(201);
    expect(invited.body.invitations).toEqual([{ teacher: body.teacher, code: 'code-0' }]);
    const own = server.as(`teacher~${body.teacher}`);
    const place = await own.get('cycles/2023/me/participation').expect(200);
    expect(place.body).toMatchObject({
      invited: true,
      status: 'open',
      consentText: { version: '1' },
      participation: { step: 'invited' },
    });
    expect(place.body.windows.map(({ state }: { state: string }) => state)).toEqual(['open', 'not-yet', 'not-yet']);
    await own.post('cycles/2023/me/consent', { version: '1', language: 'es-CL', purposes: ['take-part'] }).expect(200);
    const listed = await coordinator.get('teachers?cycle=2023&step=consented&without=baseline-self-rating').expect(200);
    expect(listed.body.items).toEqual([
      expect.objectContaining({
        teacher: body.teacher,
        school: '900001',
        identity: { givenName: 'Rosa', familyName: 'Fuentes' },
        participation: expect.objectContaining({ step: 'consented' }) as unknown,
      }),
    ]);
    expect((await coordinator.get('teachers?cycle=2023&step=submitted').expect(200)).body.items).toEqual([]);
    expect((await coordinator.get('teachers?cycle=2023&school=900001').expect(200)).body.items).toHaveLength(1);
    const withdrawn = await own.post('cycles/2023/me/consent/withdrawal', { purposes: ['take-part'] }).expect(200);
    expect(withdrawn.body.withdrawn).toEqual(['take-part']);
    const cycle = await own.get('cycles/2023').expect(200);
    expect(JSON.stringify(cycle.body)).not.toContain('formSeed');
  });

  it('tell who is behind a pseudonym to the data protection officer alone, and write it down first', async () => {
    const { body } = await server.as('coordinator').post('teachers', teacher('X-1')).expect(201);
    const officer = server.as('data-protection-officer');
    await officer.post(`teachers/${body.teacher}/identity`).expect(400);
    await officer.post(`teachers/${body.teacher}/identity`, { reason: 'why' }).expect(400);
    // A reason in the address would end in logs: it is no reason, and the route is no reading by address.
    await officer.post(`teachers/${body.teacher}/identity?reason=case%2017`).expect(400);
    await officer.get(`teachers/${body.teacher}/identity?reason=case%2017`).expect(404);
    await server.as('coordinator').post(`teachers/${body.teacher}/identity`, { reason: 'curiosity' }).expect(403);
    expect(server.reads).toEqual([]);
    const shown = await officer.post(`teachers/${body.teacher}/identity`, { reason: 'case 17' }).expect(200);
    expect(shown.body).toEqual({ teacher: body.teacher, identity: { givenName: 'Rosa', familyName: 'Fuentes' }, erased: false });
    expect(server.reads).toEqual([
      expect.objectContaining({
        actor: 'data-protection-officer',
        subjects: [body.teacher],
        what: 'identity',
        reason: 'case 17',
      }),
    ]);
    await server.as('coordinator').post(`teachers/${body.teacher}/forgetting`).expect(403);
    const certificate = await officer.post(`teachers/${body.teacher}/forgetting`).expect(200);
    expect(certificate.body).toMatchObject({
      teacher: body.teacher,
      keyDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
    const gone = await officer.post(`teachers/${body.teacher}/identity`, { reason: 'case 17' }).expect(200);
    expect(gone.body).toMatchObject({ identity: null, erased: true, certificate: { keyDigest: certificate.body.keyDigest } });
    expect((await server.as('coordinator').get('teachers').expect(200)).body.items[0]).toMatchObject({
      identity: null,
      erased: true,
    });
    await officer.post('teachers/not-a-pseudonym/identity', { reason: 'case 17' }).expect(404);
  });

  it('name the field that is wrong', async () => {
    const coordinator = server.as('coordinator');
    const wrong = {
      ...plan,
      cycle: '2023_24',
      design: { ...design, stages: [{ ...design.stages[0], closes: 'soon' }], colour: 'red' },
    };
    const { body } = await coordinator.post('cycles', wrong).expect(400);
    const fields = body.errors.map(({ field }: { field: string }) => field);
    for (const field of ['/cycle', '/design/stages/0/closes', '/design/colour']) expect(fields).toContain(field);
    const person = await coordinator.post('teachers', { ...teacher('X-1'), givenName: 'x'.repeat(101), age: 3 }).expect(400);
    expect(person.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['/age', '/givenName']);
    expect(JSON.stringify(person.body)).not.toContain('X-1');
    await coordinator.get('teachers?cursor=nonsense').expect(400);
    await coordinator.delete('teachers/00000000-0000-4000-8000-000000000000/assignments/1').expect(404);
  });

  it('show frameworks to everybody who is signed in', async () => {
    const listed = await server.as('partner').get('frameworks').expect(200);
    expect(listed.body.items).toEqual([expect.objectContaining({ framework: 'levels', version: '1', competencies: 1 })]);
    const one = await server.as('partner').get('frameworks/levels').expect(200);
    expect(one.body.levels).toHaveLength(3);
    await server.as('partner').get('frameworks/other').expect(404);
    await server.as('partner').get('cycles').expect(403);
  });
});
