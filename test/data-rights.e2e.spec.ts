import { jest } from '@jest/globals';
import { personalCollections } from '#libs/platform';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import {
  closeConnections,
  registerCsv,
  registerRow,
  Scenario,
  somebody,
  TIMES,
  type Country,
  type TeacherActor,
} from './support/scenario.js';
import { ask, type Client } from './support/http.js';

interface Record_ {
  readonly simulated: boolean;
  readonly consents: readonly object[];
  readonly documents: Readonly<Record<string, readonly Record<string, unknown>[]>>;
  readonly requests: readonly Record<string, unknown>[];
  readonly readBy: readonly object[];
}
interface Listed {
  readonly items: readonly Record<string, string>[];
}

/** Where a pseudonym stands in a list about many: not a document about that person, and what it says of them stands in their own documents too. */
const ABOUT_MANY = ['offerings', 'seats', 'queues'];

jest.setTimeout(120_000);

describe('what a teacher may ask about their own data', () => {
  let scenario: Scenario;
  let cl: Country;
  let coordinator: Client;
  let officer: Client;
  let teacher: TeacherActor;
  let other: TeacherActor;

  beforeAll(async () => {
    scenario = await Scenario.inProcess();
    cl = await scenario.simulatedCountry();
    await cl.opensCycle();
    (await cl.importsSchools(registerCsv([registerRow(900001)]))).must();
    [teacher, other] = (await cl.teachers([somebody(1, '900001'), somebody(2, '900001')])) as [TeacherActor, TeacherActor];
    coordinator = await cl.coordinator();
    officer = await cl.as('data-protection-officer');
    await cl.at(TIMES.selfAssessment);
    await teacher.consents(['take-part', 'research']);
    await teacher.ratesThemselves(1, 'baseline', { '1.1': 'na' });
    await teacher.takesTheTest(9);
    await teacher.acknowledges();
    await teacher.acceptsThePath();
    await cl.at(TIMES.enrolment);
    const { items } = await teacher.client.see<Listed>(`cycles/2023/offerings?limit=1`);
    await teacher.enrols(String(items[0]?.['offering']));
    (await teacher.client.post(`${teacher.me}/consent/withdrawal`, { purposes: ['research'] })).must();
  });
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  const record = (who = teacher) => who.client.see<Record_>('me/record');

  describe('one’s own record', () => {
    it('holds who they are, what they agreed to and took back, what they answered, and how they are counted', async () => {
      const { documents, consents, simulated } = await record();
      expect(simulated).toBe(true);
      expect(documents['teachers']?.[0]).toMatchObject({
        identity: { givenName: 'Nombre1', familyName: 'Apellido1' },
        assignments: [{ school: '900001', educationLevel: 'primary', hours: 38 }],
      });
      expect(consents).toEqual([
        expect.objectContaining({ what: 'given', version: '2023-1', language: 'es-CL', purposes: ['research', 'take-part'] }),
        expect.objectContaining({ what: 'withdrawn', version: '2023-1', purposes: ['research'] }),
      ]);
      const attempts = documents['attempts'] ?? [];
      expect(attempts.map(({ measure }) => measure).sort()).toEqual(['self-rating', 'test']);
      expect(attempts.find(({ measure }) => measure === 'self-rating')).toMatchObject({ answers: { '1.1': 'na', '1.2': 1 } });
      expect(attempts.every(({ result }) => (result as { scoring?: unknown }).scoring !== undefined)).toBe(true);
      expect(documents['paths']).toHaveLength(1);
      expect(documents['enrolments']).toHaveLength(1);
      expect(documents['facts']).toHaveLength(1);
    });

    it('leaves no view out: wherever the pseudonym stands, the record has it', async () => {
      const { documents } = await record();
      const store = scenario.api?.app.get<ReadStore>(READ_STORE) as ReadStore;
      const holding: string[] = [];
      for (const { name } of personalCollections) {
        for await (const page of store.scan('cl', name)) {
          if (page.some(({ id, text }) => id.includes(teacher.pseudonym) || text.includes(teacher.pseudonym))) {
            holding.push(name);
            break;
          }
        }
      }
      expect(holding).toEqual(expect.arrayContaining(['teachers', 'participations', 'attempts', 'enrolments']));
      expect(holding.filter((name) => !(name in documents) && !ABOUT_MANY.includes(name))).toEqual([]);
    });

    it('says who has read who they are, when and why', async () => {
      (await officer.post(`teachers/${teacher.pseudonym}/identity`, { reason: 'Request of the teacher' })).must();
      const { readBy } = await record();
      expect(readBy[0]).toMatchObject({ role: 'data-protection-officer', what: 'identity', reason: 'Request of the teacher' });
    });

    it('is nobody else’s, and holds neither a national id nor another teacher', async () => {
      const text = JSON.stringify(await record());
      expect(text).not.toContain(other.pseudonym);
      expect(text).not.toContain(somebody(1).nationalId);
      for (const client of [coordinator, officer, await cl.as('operator')]) {
        const answer = await client.get('me/record');
        expect([answer.status, answer.problem]).toEqual([403, 'not-allowed']);
      }
    });
  });

  describe('a correction', () => {
    const wrong = { topic: 'assignment', text: 'Ya no trabajo en la escuela 900001; soy Nombre1 Apellido1.' };

    it('is asked by the teacher, read and answered by the country team, and the answer is read by the teacher', async () => {
      const { request } = (await teacher.client.post<{ request: string }>('me/corrections', wrong)).must().body;
      const { items } = await coordinator.see<Listed>('correction-requests?status=open');
      expect(items).toMatchObject([{ request, teacher: teacher.pseudonym, ...wrong, status: 'open' }]);
      const address = `correction-requests/${teacher.pseudonym}/${request}/answer`;
      (await coordinator.post(address, { outcome: 'resolved', reply: 'Corregido en el registro.' })).must();
      expect((await teacher.client.see<Listed>('me/requests')).items[0]).toMatchObject({
        request,
        status: 'resolved',
        reply: 'Corregido en el registro.',
      });
      expect((await coordinator.see<Listed>('correction-requests?status=open')).items).toEqual([]);
      const again = await coordinator.post(address, { outcome: 'declined', reply: 'No, otra vez.' });
      expect([again.status, again.problem]).toEqual([409, 'data-request-settled']);
    });

    it('stays out of the record in clear, and whoever reads it is written down', async () => {
      expect(JSON.stringify(await cl.events())).not.toContain('Ya no trabajo');
      const { readBy } = await record();
      expect(readBy).toContainEqual(expect.objectContaining({ role: 'coordinator', what: 'correction-requests' }));
    });

    it('counts once however often it is sent', async () => {
      const send = () => other.client.post<{ request: string }>('me/corrections', wrong, { 'idempotency-key': 'once' });
      const [first, second] = [(await send()).must(), (await send()).must()];
      expect(second.body).toEqual(first.body);
      expect((await other.client.see<Listed>('me/requests')).items).toHaveLength(1);
      const changed = await other.client.post('me/corrections', { ...wrong, topic: 'other' }, { 'idempotency-key': 'once' });
      expect(changed.status).toBe(422);
    });

    it.each([
      ['no topic', { text: 'Something is wrong.' }],
      ['a topic that is none', { topic: 'salary', text: 'Something is wrong.' }],
      ['no words', { topic: 'other', text: '   ' }],
      ['too many words', { topic: 'other', text: 'x'.repeat(2001) }],
      ['something that nobody asked for', { ...wrong, teacher: 'someone-else' }],
    ])('is refused with %s', async (_what, body) => {
      const answer = await teacher.client.post('me/corrections', body);
      expect([answer.status, answer.problem]).toEqual([400, 'invalid-request']);
    });

    it('of another teacher, or of nobody, cannot be answered', async () => {
      const { items } = await other.client.see<Listed>('me/requests');
      const mistaken = `correction-requests/${teacher.pseudonym}/${String(items[0]?.['request'])}/answer`;
      const answer = await coordinator.post(mistaken, { outcome: 'resolved', reply: 'Corregido.' });
      expect([answer.status, answer.problem]).toEqual([404, 'data-request-unknown']);
    });

    it('is declined with a reason', async () => {
      const { items } = await other.client.see<Listed>('me/requests');
      const address = `correction-requests/${other.pseudonym}/${String(items[0]?.['request'])}/answer`;
      const silent = await coordinator.post(address, { outcome: 'declined', reply: ' ' });
      expect([silent.status, silent.problem]).toEqual([400, 'invalid-request']);
      (await coordinator.post(address, { outcome: 'declined', reply: 'El registro dice otra cosa.' })).must();
      expect((await other.client.see<Listed>('me/requests')).items[0]).toMatchObject({
        status: 'declined',
        reply: 'El registro dice otra cosa.',
      });
    });
  });

  describe('being forgotten', () => {
    it('is asked, confirmed, taken back, asked anew, declined with a ground, and at last carried out', async () => {
      const ask = async () => (await teacher.client.post<{ request: string }>('me/erasure')).must().body.request;
      const mine = async () => (await teacher.client.see<Listed>('me/requests')).items.filter(({ kind }) => kind === 'erasure');
      const first = await ask();
      const twice = await teacher.client.post('me/erasure');
      expect([twice.status, twice.problem]).toEqual([409, 'erasure-requested-already']);
      const early = await officer.post(`erasure-requests/${teacher.pseudonym}/${first}/refusal`, { reply: 'Se conserva.' });
      expect([early.status, early.problem]).toEqual([409, 'erasure-not-confirmed']);
      (await teacher.client.post(`me/erasure/${first}/confirmation`)).must();
      const elsewhere = await other.client.post(`me/erasure/${first}/withdrawal`);
      expect([elsewhere.status, elsewhere.problem]).toEqual([404, 'data-request-unknown']);
      (await teacher.client.post(`me/erasure/${first}/withdrawal`)).must();
      expect(await mine()).toMatchObject([{ request: first, status: 'withdrawn' }]);

      const second = await ask();
      (await teacher.client.post(`me/erasure/${second}/confirmation`)).must();
      (
        await officer.post(`erasure-requests/${teacher.pseudonym}/${second}/refusal`, { reply: 'Hay un reclamo abierto.' })
      ).must();
      expect((await mine()).find(({ request }) => request === second)).toMatchObject({
        status: 'declined',
        reply: 'Hay un reclamo abierto.',
      });

      const third = await ask();
      (await teacher.client.post(`me/erasure/${third}/confirmation`)).must();
      const { items } = await officer.see<Listed>('erasure-requests?status=confirmed');
      expect(items).toMatchObject([{ request: third, teacher: teacher.pseudonym }]);
      (await officer.post(`teachers/${teacher.pseudonym}/forgetting`)).must();

      const { items: left } = await officer.see<Listed>('erasure-requests');
      expect(left).toMatchObject([{ request: third, status: 'carried-out' }]);
      expect((await teacher.client.get('me/record')).status).toBeGreaterThanOrEqual(401);
      expect((await officer.see<Listed>('correction-requests')).items.map(({ teacher: of }) => of)).toEqual([other.pseudonym]);
      expect((await cl.verifies())['same']).toBe(true);
    });
  });

  it('says in every answer that the country was invented, in refusals too', async () => {
    expect((await coordinator.get('cycles')).header('cordillera-data')).toBe('simulated');
    expect((await coordinator.get('cycles/1999')).header('cordillera-data')).toBe('simulated');
    expect((await coordinator.get('me/record')).header('cordillera-data')).toBeUndefined();
  });

  describe('a code for the record, after the cycle has closed', () => {
    const reason = 'Asked by telephone; the school confirmed who she is.';
    const codeFor = (pseudonym: string, body: object = { reason }, client = coordinator) =>
      client.post<{ code: string; identity: object; expiresAt: string }>(`teachers/${pseudonym}/sign-in-code`, body);
    const signIn = (code: string) => ask(scenario.url, { method: 'POST', path: '/v1/sign-in', body: { code } });

    beforeAll(async () => {
      await cl.at('2023-12-20T15:00:00.000Z');
      (await coordinator.post('cycles/2023/closing')).must();
    });

    it('leads to everything stored, where an invitation leads nowhere any more', async () => {
      expect((await coordinator.post('cycles/2023/letters', { school: '900001', everybody: true })).problem).toBe('cycle-closed');
      const answer = (await codeFor(other.pseudonym)).must();
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.body.identity).toMatchObject({ givenName: 'Nombre2' });
      const { client: mine } = await cl.signsIn(answer.body.code);
      const { documents, readBy } = await mine.see<Record_>('me/record');
      expect(documents['teachers']?.[0]).toMatchObject({ teacher: other.pseudonym });
      // Whoever could have read the record with it is named to its owner.
      expect(readBy[0]).toMatchObject({ role: 'coordinator', what: 'sign-in-code', reason });
      expect(await mine.see('cycles/2023/me/certification')).toMatchObject({
        ...{ status: 'closed', takesPart: true, certified: false, missing: { hours: 10, finalTest: true } },
      });
      expect((await signIn(answer.body.code)).problem).toBe('code-used');
      const { request } = (await mine.post<{ request: string }>('me/erasure')).must().body;
      (await mine.post(`me/erasure/${request}/withdrawal`)).must();
    });

    it('is dead once a newer one was made, and after a week', async () => {
      const older = (await codeFor(other.pseudonym)).must().body.code;
      const newer = (await codeFor(other.pseudonym)).must().body;
      expect((await signIn(older)).problem).toBe('code-expired');
      expect(newer.expiresAt).toBe('2023-12-27T15:00:00.000Z');
      (await signIn(newer.code)).must();
    });

    it('is made by the country team alone, for somebody who is there, and with a reason', async () => {
      for (const role of ['data-protection-officer', 'evaluator', 'regional-officer', 'auditor'] as const)
        expect((await codeFor(other.pseudonym, { reason }, await cl.as(role))).problem).toBe('not-allowed');
      const nobody = '00000000-0000-8000-8000-000000000000';
      expect((await codeFor(nobody)).problem).toBe('teacher-unknown');
      expect((await codeFor(other.pseudonym, {})).status).toBe(400);
      expect((await codeFor(other.pseudonym, { reason: 'no' })).status).toBe(400);
      expect((await codeFor(other.pseudonym, { reason, hours: 900 })).status).toBe(400);
    });
  });
});
