import { get } from 'node:http';
import { drawOrder } from '../libs/contexts/learning/offering.js';
import { type Answer, type Client, type Fields } from './support/http.js';
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

/** Everybody in the pack's count of the population. */
const ELIGIBLE = 242680;
interface FunnelBody {
  all: { steps: { step: string; n: number; anyhow: number }[] } & Record<string, unknown>;
}
interface Measure {
  measure: string;
  before: Fields;
  after: Fields;
  gain: Fields;
}

const A = '900001';
const B = '900002';
const offering = (id: string, seats: number, allocation: 'first-come' | 'lottery') => ({
  offering: id,
  course: 'cl-05',
  modality: 'distance',
  starts: '2023-07-17T04:00:00.000Z',
  ends: '2023-11-10T03:00:00.000Z',
  enrolment: { opens: '2023-06-12T04:00:00.000Z', closes: '2023-09-01T04:00:00.000Z' },
  seats,
  allocation,
});

/** Reads Server-Sent Events until one is a change. */
const nextChange = (url: string, client: Client, path: string, whenOpen: () => Promise<unknown>) =>
  new Promise<{ document: string; position: string }>((resolve, reject) => {
    const request = get(
      `${url}${client.base}/${path}`,
      { headers: { authorization: `Bearer ${client.token ?? ''}` } },
      (stream) => {
        expect(stream.headers['content-type']).toContain('text/event-stream');
        let text = '';
        stream.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
          const data = /event: change\nid: .*\ndata: (.*)\n\n/.exec(text)?.[1];
          if (data === undefined) return;
          request.destroy();
          resolve(JSON.parse(data) as { document: string; position: string });
        });
        whenOpen().catch(reject);
      },
    );
    request.on('error', (error) => {
      if (!request.destroyed) reject(error);
    });
  });

describe('one cohort’s cycle, from the register of schools to the second self-rating, over HTTP', () => {
  let scenario: Scenario;
  let cl: Country;
  let coordinator: Client;
  let rosa: TeacherActor, hugo: TeacherActor, elsa: TeacherActor, ivan: TeacherActor, nora: TeacherActor, olga: TeacherActor;
  const enrolments: Record<string, string> = {};

  const funnel = async (): Promise<Record<string, [through: number, anyhow: number]>> => {
    const { all } = await coordinator.see<FunnelBody>('cycles/2023/funnel');
    return Object.fromEntries(all.steps.map(({ step, n, anyhow }) => [step, [n, anyhow]]));
  };

  beforeAll(async () => {
    scenario = await Scenario.inProcess();
    cl = await scenario.simulatedCountry();
    await cl.opensCycle();
    coordinator = await cl.coordinator();
  });
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  it('reads the register of schools: each row is a school or an error', async () => {
    const csv = registerCsv([
      registerRow(900001),
      registerRow(900002, { COD_DEPE2: 2, RURAL_RBD: 1, NOM_RBD: 'Escuela Ñandú simulada' }),
      registerRow(900003, { ESTADO_ESTAB: 3 }),
      registerRow(900004, { RBD: '' }),
    ]);
    const { body } = (await cl.importsSchools(csv)).must();
    expect(body).toMatchObject({ rows: 4, created: 3, updated: 0, unchanged: 0, errors: 1 });
    const again = (await cl.importsSchools(csv)).must();
    expect(again.body).toMatchObject({ rows: 4, created: 0, updated: 0, unchanged: 3, errors: 1 });
    const findings = await coordinator.see<{ items: Fields[] }>(`school-imports/${String(body['import'])}/findings`);
    expect(findings.items).toHaveLength(Number(body['findings']));
    expect(findings.items[0]).toMatchObject({ row: 5, column: 'RBD', severity: 'error' });
    expect(findings.items[0]?.['reason']).toEqual(expect.any(String));
    expect(await coordinator.see('schools/900002')).toMatchObject({
      name: 'Escuela Ñandú simulada',
      region: 'CL-RM',
      sector: 'subsidised-private',
      rurality: 'rural',
    });
  });

  it('registers and invites teachers, who sign in with their one-time codes', async () => {
    const people = [1, 2, 3, 4].map((number) => somebody(number, A)).concat([5, 6].map((number) => somebody(number, B)));
    const teachers: string[] = [];
    for (const person of people) teachers.push(await cl.registers(person));
    const codes = await cl.invites(...teachers);
    expect(new Set(codes).size).toBe(6);
    const signedIn = await Promise.all(codes.map((code) => cl.signsIn(code)));
    expect(signedIn.map(({ pseudonym }) => pseudonym)).toEqual(teachers);
    [rosa, hugo, elsa, ivan, nora, olga] = signedIn as [
      TeacherActor,
      TeacherActor,
      TeacherActor,
      TeacherActor,
      TeacherActor,
      TeacherActor,
    ];
    const again = await cl.stranger.post('/v1/sign-in', { code: codes[0] });
    expect([again.status, again.problem]).toEqual([410, 'code-used']);
    expect(await funnel()).toMatchObject({ invited: [6, 6], consented: [0, 0] });
  });

  it('asks for consent before the first item, purpose by purpose', async () => {
    await cl.at(TIMES.selfAssessment);
    const early = await rosa.client.post(`${rosa.me}/attempts`, { measure: 'self-rating', occasion: 'baseline' });
    expect([early.status, early.problem]).toEqual([403, 'consent-missing']);
    for (const teacher of [rosa, hugo, elsa, ivan]) await teacher.consents();
    await nora.consents(['take-part']);
    expect(await rosa.client.see(`${rosa.me}/participation`)).toMatchObject({
      invited: true,
      participation: { step: 'consented', consent: { version: '2023-1', language: 'es-CL' } },
    });
    expect(olga.pseudonym).not.toBe(nora.pseudonym);
  });

  it('keeps a self-rating in portions, goes on where it was left, and scores it when it is handed in', async () => {
    const attempt = await rosa.starts('self-rating', 'baseline');
    await rosa.answers(attempt, { '1.1': 0, '1.2': 2, '1.3': 'na' });
    const resumed = await rosa.client.see<{ answers: Fields; form: { items: { id: string }[] }; keys?: unknown }>(
      `${rosa.me}/attempts/${attempt}`,
    );
    expect(resumed.answers).toEqual({ '1.1': 0, '1.2': 2, '1.3': 'na' });
    expect(resumed.form.items).toHaveLength(22);
    const tooEarly = await rosa.client.post(`${rosa.me}/attempts/${attempt}/submission`);
    expect([tooEarly.status, tooEarly.problem]).toEqual([422, 'answers-missing']);
    expect((tooEarly.body['details'] as { items: string[] }).items).toHaveLength(19);
    const rest = resumed.form.items.map(({ id }) => id).filter((id) => !['1.2', '1.3'].includes(id));
    await rosa.answers(attempt, Object.fromEntries(rest.map((id) => [id, 1])));
    expect(await rosa.submits(attempt)).toEqual({ attempt, late: false });

    const { attempts } = await rosa.client.see<{ attempts: Fields[] }>(`${rosa.me}/attempts`);
    // 21 answers: one 2, twenty 1, one not applicable: 22 / 21 = 1.0476…
    expect(attempts).toMatchObject([
      { attempt, status: 'submitted', late: false, result: { whole: { score: 105, answered: 21, items: 22 } } },
    ]);
    const { gaps } = attempts[0]?.['profile'] as { gaps: Fields[] };
    expect(gaps.find(({ competency }) => competency === '1.3')).toEqual({
      competency: '1.3',
      gap: null,
      observed: null,
      target: 2,
    });
    expect(gaps.find(({ competency }) => competency === '1.2')).toEqual({ competency: '1.2', gap: 0, observed: 2, target: 2 });

    for (const teacher of [hugo, elsa]) await teacher.ratesThemselves(1);
    await rosa.takesTheTest(12);
    await hugo.takesTheTest(10);
    await elsa.takesTheTest(8);
    for (const teacher of [rosa, hugo, elsa]) await teacher.acknowledges();
    await nora.starts('self-rating', 'baseline');
  });

  it('counts what comes between closing and the end of grace, and flags it late', async () => {
    await cl.at(TIMES.selfAssessmentGrace);
    const attempt = await ivan.starts('self-rating', 'baseline');
    const levels = Object.fromEntries(
      (await ivan.client.see<{ form: { items: { id: string }[] } }>(`${ivan.me}/attempts/${attempt}`)).form.items.map(
        ({ id }) => [id, 1],
      ),
    );
    await ivan.answers(attempt, levels);
    expect(await ivan.submits(attempt)).toEqual({ attempt, late: true });
    await ivan.takesTheTest(6);
    await ivan.acknowledges();
    expect(await funnel()).toEqual({
      invited: [6, 6],
      consented: [5, 5],
      started: [5, 5],
      submitted: [4, 4],
      'profile-seen': [4, 4],
      'path-accepted': [0, 0],
      enrolled: [0, 0],
      'course-started': [0, 0],
      'course-completed': [0, 0],
      'final-test': [0, 0],
      eligible: [ELIGIBLE, ELIGIBLE],
      certified: [0, 0],
    });
  });

  it('derives a path with a reason for every step, which the teacher accepts', async () => {
    await cl.at(TIMES.enrolment);
    const path = (await rosa.acceptsThePath()) as { steps: { competency: string; reason: string }[]; withoutCourse: string[] };
    expect(path.steps[0]).toMatchObject({ competency: '2.1', course: 'cl-01', gap: 2, reason: 'largest-gap' });
    // 1.1 has the gap, and no course.
    expect(path.withoutCourse).toEqual(['1.1', '4.2']);
    await hugo.acceptsThePath();
    await elsa.acceptsThePath();
    const twice = await elsa.client.post(`${elsa.me}/path/acceptance`);
    expect([twice.status, twice.problem]).toEqual([409, 'path-accepted-already']);
    const mine = await rosa.client.see<Fields>(`${rosa.me}/path`);
    expect(mine).toMatchObject({ status: 'accepted' });
  });

  it('gives seats without a limit, to the first who come, and by a draw that can be repeated', async () => {
    (await coordinator.post('cycles/2023/offerings', offering('cl-05-first', 1, 'first-come'))).must();
    (await coordinator.post('cycles/2023/offerings', offering('cl-05-lot', 2, 'lottery'))).must();

    expect(await rosa.enrols('cl-01-2023-national')).toMatchObject({ status: 'enrolled' });
    expect(await ivan.enrols('cl-08-2023-national')).toMatchObject({ status: 'enrolled' });
    const first = await hugo.enrols('cl-05-first');
    expect(first).toMatchObject({ status: 'enrolled' });
    expect(await elsa.enrols('cl-05-first')).toMatchObject({ status: 'waiting', place: 1 });
    const twice = await hugo.client.post(`${hugo.me}/enrolments`, { offering: 'cl-05-first' });
    expect([twice.status, twice.problem]).toEqual([409, 'already-enrolled']);

    for (const teacher of [rosa, hugo, elsa]) expect(await teacher.enrols('cl-05-lot')).toMatchObject({ status: 'requested' });
    // Whoever knows the seed and who asked knows the outcome: here one is chosen that leaves Elsa out.
    const applicants = [rosa, hugo, elsa].map(({ pseudonym }) => pseudonym);
    const seed = [...Array(200).keys()].map((n) => `seed-${n}`).find((one) => drawOrder(one, applicants)[2] === elsa.pseudonym);
    await cl.at(TIMES.afterDraw);
    const drawn = (await coordinator.post('cycles/2023/offerings/cl-05-lot/draw', { seed })).must();
    expect(drawn.body).toEqual({ offering: 'cl-05-lot', applicants: 3, enrolled: 2, waitlisted: 1 });
    const again = await coordinator.post('cycles/2023/offerings/cl-05-lot/draw', { seed: 'another' });
    expect([again.status, again.problem]).toEqual([409, 'seats-drawn-already']);

    const hers = await elsa.client.see<{ items: { offering: string; status: string }[] }>(`${elsa.me}/enrolments`);
    expect(hers.items.map((one) => [one.offering, one.status]).sort()).toEqual([
      ['cl-05-first', 'waiting'],
      ['cl-05-lot', 'waiting'],
    ]);
    const roses = await rosa.client.see<{ items: { offering: string; enrolment: string }[] }>(`${rosa.me}/enrolments`);
    for (const one of roses.items) enrolments[one.offering] = one.enrolment;
    enrolments['hugo'] = first.enrolment;
  });

  it('follows courses from the start to a completion that the tutor confirms', async () => {
    await cl.at(TIMES.learning);
    (await coordinator.post('cycles/2023/stages', { to: 'learning' })).must();
    const id = enrolments['cl-01-2023-national'] as string;
    await rosa.beginsCourse(id);
    await rosa.progresses(id, 40);
    const back = await rosa.client.post(`cycles/2023/enrolments/${id}/progress`, { percent: 10 });
    expect([back.status, back.problem]).toEqual([409, 'progress-goes-back']);
    const tutor = await cl.as('tutor', { courses: ['cl-01'] });
    (await tutor.post(`cycles/2023/enrolments/${id}/progress`, { percent: 100 })).must();
    const stranger = await cl.as('tutor', { subject: 'another', courses: ['cl-02'] });
    expect((await stranger.post(`cycles/2023/enrolments/${id}/completion`)).problem).toBe('enrolment-unknown');
    (await tutor.post(`cycles/2023/enrolments/${id}/completion`)).must();
    const participants = await tutor.see<{ items: Fields[] }>('cycles/2023/offerings/cl-01-2023-national/participants');
    expect(participants.items).toMatchObject([{ teacher: rosa.pseudonym, status: 'completed', percent: 100 }]);

    // A seat that was drawn, and one that came first.
    await rosa.beginsCourse(enrolments['cl-05-lot'] as string);
    await hugo.beginsCourse(enrolments['hugo'] as string);
    (await hugo.client.post(`cycles/2023/enrolments/${enrolments['hugo'] as string}/drop`, { reason: 'no-time' })).must();
  });

  it('measures again at the end', async () => {
    await cl.at(TIMES.evaluation);
    (await coordinator.post('cycles/2023/stages', { to: 'evaluation' })).must();
    await rosa.takesTheTest(18, 'final');
    await hugo.takesTheTest(12, 'final');
    await elsa.takesTheTest(8, 'final');
    await rosa.ratesThemselves(3, 'final');
    (await ivan.client.post(`${ivan.me}/consent/withdrawal`, { purposes: ['take-part'] })).must();
    const forms = await rosa.client.see<{ attempts: { measure: string; occasion: string; instrument: string }[] }>(
      `${rosa.me}/attempts`,
    );
    const tests = forms.attempts.filter(({ measure }) => measure === 'test');
    expect(new Set(tests.map(({ instrument }) => instrument)).size).toBe(2);
  });

  it('shows exactly who went how far', async () => {
    expect(await funnel()).toEqual({
      invited: [6, 6],
      consented: [5, 5],
      started: [5, 5],
      submitted: [4, 4],
      'profile-seen': [4, 4],
      'path-accepted': [3, 3],
      // Elsa has the seat that Hugo gave back.
      enrolled: [3, 4],
      'course-started': [2, 2],
      'course-completed': [1, 1],
      'final-test': [1, 3],
      eligible: [ELIGIBLE, ELIGIBLE],
      certified: [1, 1],
    });
    const { all } = await coordinator.see<FunnelBody>('cycles/2023/funnel');
    expect(all).toMatchObject({
      waitlisted: 0,
      waitlistedFinalTest: 0,
      withdrawn: 1,
      withoutStatistics: 1,
      erased: 0,
      late: 1,
      repeaters: 0,
    });
    const bySector = await coordinator.see<{ groups: { cell: string[]; steps: { step: string; n: number }[] }[] }>(
      'cycles/2023/funnel?by=sector',
    );
    expect(
      bySector.groups.map(({ cell, steps }) => [
        cell[0],
        ...['invited', 'submitted'].map((one) => steps.find(({ step }) => step === one)?.n),
      ]),
    ).toEqual([
      ['municipal', 4, 4],
      ['subsidised-private', 2, 0],
    ]);
  });

  it('withholds every mean and gain of fewer than ten people, and says that the data are simulated', async () => {
    const dashboard = await coordinator.see<{ measures: Measure[] } & Fields>('cycles/2023/dashboard');
    expect(dashboard).toMatchObject({
      cycle: '2023',
      simulated: true,
      k: 10,
      status: 'open',
      stage: 'evaluation',
      target: 1000,
      invited: 6,
      reached: { n: 4, of: 1000, share: 0.004 },
      trained: { n: 1, of: 1000, share: 0.001 },
      withdrawn: 1,
      schools: 2,
    });
    const [rating, test] = dashboard.measures as [Measure, Measure];
    expect(rating).toMatchObject({
      measure: 'self-rating',
      before: { n: 3, withheld: 'primary' },
      after: { n: 1, withheld: 'primary' },
      gain: { nPre: 3, nPost: 1, nPairs: 1, withheld: 'primary' },
    });
    expect(test).toMatchObject({
      measure: 'test',
      before: { n: 3, withheld: 'primary' },
      after: { n: 3, withheld: 'primary' },
      gain: { nPre: 3, nPost: 3, nPairs: 3, withheld: 'primary' },
    });
    expect(JSON.stringify(dashboard.measures)).not.toMatch(/"(mean|sd|meanPre|gAv|low|high)":/);
    expect(JSON.stringify(await coordinator.see('cycles/2023/gap-heat-map?by=sector'))).not.toMatch(/"meanGap":/);
    expect(await coordinator.see('cycles/2023/gain')).toMatchObject({
      name: 'learning gain',
      gain: { measure: 'test', nPairs: 3, withheld: 'primary' },
    });
    const mixed = await coordinator.get('cycles/2023/gain?measure=self-rating&otherMeasure=test');
    expect([mixed.status, mixed.problem]).toEqual([422, 'measures-not-comparable']);
  });

  it('shows participation school by school, and the state of the data', async () => {
    const { items } = await coordinator.see<{ items: Fields[] }>('cycles/2023/school-participation');
    expect(items).toEqual([
      {
        school: A,
        name: 'Escuela simulada 900001',
        region: 'CL-RM',
        sector: 'municipal',
        rurality: 'urban',
        invited: 4,
        consented: 4,
        started: 4,
        submitted: 4,
        profileSeen: 4,
        enrolled: 4,
        completed: 1,
        finalTest: 3,
      },
      {
        school: B,
        name: 'Escuela Ñandú simulada',
        region: 'CL-RM',
        sector: 'subsidised-private',
        rurality: 'rural',
        invited: 2,
        consented: 1,
        started: 1,
        submitted: 0,
        profileSeen: 0,
        enrolled: 0,
        completed: 0,
        finalTest: 0,
      },
    ]);
    const state = await coordinator.see<{ views: Fields[] } & Fields>('cycles/2023/data-state');
    expect(state).toMatchObject({
      asOf: TIMES.evaluation,
      persons: 6,
      schools: 2,
      submitted: 4,
      late: 1,
      withdrawn: 1,
      withoutStatistics: 1,
      unknown: { region: { n: 0, of: 6 }, gender: { n: 0, of: 6 } },
    });
    expect(state.views.length).toBeGreaterThan(10);
    expect(state.views.every((view) => view['state'] === 'live' && view['parkedStreams'] === 0)).toBe(true);
  });

  it('knows by name who has handed in what, without any answer', async () => {
    const { items } = await coordinator.see<{ items: Fields[] }>('teachers?cycle=2023&without=baseline-self-rating');
    expect(items.map(({ teacher }) => teacher).sort()).toEqual([nora.pseudonym, olga.pseudonym].sort());
    expect(items.find(({ teacher }) => teacher === nora.pseudonym)).toMatchObject({
      identity: { givenName: 'Nombre5', familyName: 'Apellido5' },
      participation: { step: 'started', baselineRating: 'started' },
    });
    expect(JSON.stringify(items)).not.toContain('"answers"');
  });

  it('has read models that are what a replay of the record gives, byte for byte', async () => {
    const report = await cl.verifies();
    expect(report).toMatchObject({ differing: [], same: true });
    expect(report['liveDigest']).toBe(report['replayDigest']);
    expect(report['events']).toBe((await cl.events()).length);
  });

  describe('manners', () => {
    const school = (name: string) => ({ name, region: 'CL-RM', sector: 'municipal' });

    it('writes only on what the caller has seen (ETag, If-Match)', async () => {
      const first = (await coordinator.put('schools/910001', school('Uno'))).must();
      expect(first.header('etag')).toBe('"0"');
      const second = (await coordinator.put('schools/910001', school('Dos'), { 'if-match': '"0"' })).must();
      expect(second.header('etag')).toBe('"1"');
      const stale = await coordinator.put('schools/910001', school('Tres'), { 'if-match': '"0"' });
      expect([stale.status, stale.problem]).toEqual([412, 'precondition-failed']);
      expect(stale.body['details']).toEqual({ expected: 0, actual: 1 });
      const nonsense = await coordinator.put('schools/910001', school('Tres'), { 'if-match': 'yesterday' });
      expect([nonsense.status, nonsense.problem, nonsense.body['field']]).toEqual([400, 'if-match-malformed', 'If-Match']);
      expect(nonsense.body['detail']).toContain('ETag');
      expect(await coordinator.see('schools/910001')).toMatchObject({ name: 'Dos' });
    });

    it('shows one thing with the tag that a change of it takes, and not again to who has it', async () => {
      await coordinator.see('schools/910001');
      const read = (await coordinator.get('schools/910001')).must();
      const tag = String(read.header('etag'));
      expect(tag).toMatch(/^"1-[0-9a-f]{16}"$/);
      const same = await coordinator.get('schools/910001', { 'if-none-match': tag });
      expect([same.status, same.text, same.header('etag')]).toEqual([304, '', tag]);
      (await coordinator.put('schools/910001', school('Cuatro'), { 'if-match': tag })).must();
      const late = await coordinator.put('schools/910001', school('Cinco'), { 'if-match': tag });
      expect([late.status, late.problem]).toEqual([412, 'precondition-failed']);
      await coordinator.see('schools/910001');
      const anew = (await coordinator.get('schools/910001', { 'if-none-match': tag })).must();
      expect(anew.body).toMatchObject({ name: 'Cuatro' });
      const tagged = await Promise.all([
        coordinator.get('cycles/2023'),
        coordinator.get(`teachers/${rosa.pseudonym}`),
        rosa.client.get('cycles/2023/me/participation'),
        rosa.client.get('cycles/2023/me/path'),
      ]);
      for (const one of tagged) expect([one.asked, one.header('etag')]).toEqual([one.asked, expect.stringMatching(/^"\d+-/)]);
      expect((await coordinator.get('schools/999999')).header('etag')).toBeUndefined();
    });

    it('goes on behind the last change that was seen, after the line broke', async () => {
      /** The first event of a stream; then the line is cut. */
      const first = (headers: Record<string, string>) =>
        new Promise<{ event: string; id: string }>((resolve, reject) => {
          const request = get(
            `${scenario.url}${coordinator.base}/cycles/2023/changes`,
            { headers: { authorization: `Bearer ${coordinator.token ?? ''}`, ...headers } },
            (stream) => {
              let text = '';
              stream.setEncoding('utf8').on('data', (piece: string) => {
                text += piece;
                const [, event, id] = /event: (\w+)\nid: (.*)\ndata: .*\n\n/.exec(text) ?? [];
                if (event === undefined || id === undefined) return;
                request.socket?.destroy();
                resolve({ event, id });
              });
              stream.on('error', reject);
            },
          );
          request.on('error', reject);
        });
      await coordinator.see('cycles/2023/funnel');
      const begun = await first({});
      expect(begun.event).toBe('here');
      expect(await first({ 'last-event-id': begun.id })).toEqual({ event: 'here', id: begun.id });
      (await coordinator.post('teachers', somebody(79, A))).must();
      await coordinator.see('cycles/2023/funnel');
      const back = await first({ 'last-event-id': begun.id });
      expect(back.event).toBe('change');
      expect(back.id > begun.id).toBe(true);
      expect(await first({ 'last-event-id': back.id })).toMatchObject({ event: 'here' });
      expect(await first({ 'last-event-id': begun.id.replace('.1.', '.7.') })).toMatchObject({ event: 'anew' });
      expect(await first({ 'last-event-id': 'nonsense' })).toMatchObject({ event: 'anew' });
    });

    it('does a repeated command once and answers the same (Idempotency-Key)', async () => {
      const body = somebody(77, A);
      const key = { 'idempotency-key': 'register-77' };
      const before = (await cl.events()).length;
      const first = (await coordinator.post('teachers', body, key)).must();
      const second = (await coordinator.post('teachers', body, key)).must();
      expect(second.body).toEqual(first.body);
      expect(second.status).toBe(first.status);
      expect(second.header('etag')).toBe(first.header('etag'));
      expect(second.header('cordillera-position')).toBe(first.header('cordillera-position'));
      expect([first.header('idempotency-replayed'), second.header('idempotency-replayed')]).toEqual([undefined, 'true']);
      const written = (await cl.events()).slice(before);
      expect(written.map(({ type }) => type)).toEqual(['TeacherRegistered', 'TeacherAssignedToSchool']);

      const other = await coordinator.post('teachers', { ...body, givenName: 'Otra' }, key);
      expect([other.status, other.problem]).toEqual([422, 'idempotency-key-reused']);
      // Of another account it is another command: the person is known.
      const colleague = await cl.as('coordinator', { subject: 'colleague' });
      expect((await colleague.post('teachers', body, key)).problem).toBe('teacher-registered-already');
    });

    it('repeats a command that changed nothing, and one that ran at the same time, once', async () => {
      const key = { 'idempotency-key': 'same-moment' };
      const before = (await cl.events()).length;
      const answers = await Promise.all([...Array(8)].map(() => coordinator.put('schools/910002', school('A la vez'), key)));
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect((await cl.events()).length).toBe(before + 1);
    });

    it('pages through lists with a cursor', async () => {
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const page: { items: { code: string }[]; next?: string } = await coordinator.see(
          `schools?limit=2${next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`}`,
        );
        expect(page.items.length).toBeLessThanOrEqual(2);
        seen.push(...page.items.map(({ code }) => code));
        next = page.next;
      } while (next !== undefined);
      expect(seen).toHaveLength(new Set(seen).size);
      expect(seen).toEqual(expect.arrayContaining(['900001', '900002', '900003', '910001', '910002']));
      expect((await coordinator.get('schools?cursor=zzz')).problem).toBe('cursor-malformed');
      expect((await coordinator.get('schools?limit=0')).problem).toBe('invalid-request');
    });

    it('says what is wrong in the reader’s language', async () => {
      const wanted = (language: string): Promise<Answer> =>
        coordinator.get('cycles/1999/funnel', { 'accept-language': language });
      const spanish = await wanted('es-CL,es;q=0.9,en;q=0.5');
      const english = await wanted('de, en;q=0.3');
      expect([spanish.header('content-language'), english.header('content-language')]).toEqual(['es', 'en']);
      expect(spanish.body['title']).toContain('ciclo');
      expect(english.body['title']).toContain('cycle');
      expect(spanish.body['type']).toBe(english.body['type']);
      const invalid = await coordinator.post('teachers', { nationalId: 7, givenName: 'Rosa' }, { 'accept-language': 'es' });
      expect(invalid.body['errors']).toEqual([
        {
          field: '/nationalId',
          code: expect.any(String) as string,
          reason: expect.stringContaining('debe ser un texto') as string,
        },
        { field: '/familyName', code: 'missing', reason: 'falta' },
      ]);
    });

    it('lets a read wait for a write, and says how far it is when it cannot', async () => {
      const written = (await coordinator.put('schools/910003', school('Recién'))).must();
      const position = written.header('cordillera-position') as string;
      expect(position).toMatch(/^cl\.1\.\d+$/);
      const read = (await coordinator.get(`schools/910003?after=${position}`)).must();
      expect(read.body).toMatchObject({ name: 'Recién' });
      expect((read.header('cordillera-position') ?? '') >= position).toBe(true);

      const [, , number] = position.split('.') as [string, string, string];
      const ahead = `cl.1.${String(Number(number) + 1_000_000).padStart(number.length, '0')}`;
      const waiting = await coordinator.get(`schools/910003?after=${ahead}`);
      expect([waiting.status, waiting.problem, waiting.header('retry-after')]).toEqual([503, 'view-not-there-yet', '1']);
      expect(waiting.body['details']).toMatchObject({ position: expect.stringMatching(/^cl\.1\.\d+$/) as string });

      expect((await coordinator.get(`schools?after=cl.2.${number}`)).problem).toBe('position-of-another-epoch');
      expect((await coordinator.get(`schools?after=ni.1.${number}`)).problem).toBe('position-of-another-country');
      expect((await coordinator.get('schools?after=soon')).problem).toBe('position-malformed');
    });

    it('hints at changes to pages that listen', async () => {
      const late = await cl.registers(somebody(78, B));
      await coordinator.see('cycles/2023/funnel');
      const change = await nextChange(scenario.url, coordinator, 'cycles/2023/changes?document=funnel', async () => {
        await cl.invites(late);
      });
      expect(change.document).toBe('funnel');
      expect((await coordinator.get(`cycles/2023/funnel?after=${change.position}`)).status).toBe(200);
      expect((await funnel())['invited']).toEqual([7, 7]);
    });

    it('names every answer’s correlation, the caller’s where there is one', async () => {
      const answer = await coordinator.get('schools', { 'x-correlation-id': 'case-17' });
      expect(answer.header('x-correlation-id')).toBe('case-17');
      const written = (await coordinator.put('schools/910004', school('Cuatro'), { 'x-correlation-id': 'case-18' })).must();
      expect(written.header('x-correlation-id')).toBe('case-18');
      expect((await cl.events()).at(-1)?.metadata).toMatchObject({ $correlationId: 'case-18', actor: { role: 'coordinator' } });
    });
  });
});
