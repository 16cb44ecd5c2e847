import { drawOrder } from '#libs/contexts/learning';
import type { Client, Fields } from './support/http.js';
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

/** Seats, waiting lists, sessions and paths as they live over HTTP, with the policies that move them. */

interface Enrolment {
  readonly offering: string;
  readonly enrolment: string;
  readonly status: string;
  readonly place?: number;
}

const offering = (id: string, course: string, terms: Fields) => ({
  offering: id,
  course,
  modality: 'in-class',
  starts: '2023-07-17T04:00:00.000Z',
  ends: '2023-10-28T02:59:59.999Z',
  seats: null,
  allocation: 'first-come',
  ...terms,
});

const mine = async (teacher: TeacherActor, id: string): Promise<Enrolment | undefined> =>
  (await teacher.client.see<{ items: Enrolment[] }>(`${teacher.me}/enrolments`)).items.find((one) => one.offering === id);

describe('seats and sessions', () => {
  let scenario: Scenario;
  let cl: Country;
  let coordinator: Client;
  let people: readonly TeacherActor[];
  const [A, B, C, D, E, F] = [0, 1, 2, 3, 4, 5];
  const person = (at: number | undefined): TeacherActor => people[at ?? -1] as TeacherActor;
  /** Setting the clock to the time it shows answers when everything that was set off is done. */
  const settled = (time: string) => cl.at(time);

  beforeAll(async () => {
    scenario = await Scenario.inProcess();
    cl = await scenario.simulatedCountry();
    await cl.opensCycle();
    coordinator = await cl.coordinator();
    (await cl.importsSchools(registerCsv([registerRow(900001, { RURAL_RBD: 0 }), registerRow(900002, { RURAL_RBD: 1 })]))).must();
    people = await cl.teachers([...Array(6).keys()].map((n) => somebody(100 + n, n === F ? '900002' : '900001')));
    await cl.at(TIMES.selfAssessment);
    for (const [index, one] of people.entries()) {
      await one.consents();
      await one.ratesThemselves(index === A ? 1 : 2, 'baseline', index === A ? { '2.1': 0 } : {});
      await one.acknowledges();
    }
    await cl.at(TIMES.enrolment);
    for (const one of [
      offering('one-seat', 'cl-05', { seats: 1 }),
      offering('by-priority', 'cl-05', { seats: 2, allocation: 'priority', criteria: ['rural-school', 'largest-gap'] }),
      offering('in-class', 'cl-01', { seats: null }),
      offering('far-away', 'cl-02', { modality: 'distance' }),
    ])
      (await coordinator.post('cycles/2023/offerings', one)).must();
  }, 180_000);
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  it('two who take the last seat at once: the first gets it, the second waits in place 1, the third in place 2', async () => {
    const both = await Promise.all([person(A).enrols('one-seat'), person(B).enrols('one-seat')]);
    expect(both.map(({ status }) => status)).toEqual(['enrolled', 'waiting']);
    expect(both[1]?.place).toBe(1);
    expect(await person(C).enrols('one-seat')).toMatchObject({ status: 'waiting', place: 2 });
    expect((await person(C).client.post(`${person(C).me}/enrolments`, { offering: 'one-seat' })).problem).toBe('already-waiting');
    const lists = await coordinator.see<{ items: Fields[] }>('cycles/2023/waiting-lists');
    expect(lists.items[0]).toMatchObject({ offering: 'one-seat', seats: 1, given: 1, waiting: 2, allocation: 'first-come' });
    expect(JSON.stringify(lists)).not.toContain(person(A).pseudonym);
  });

  it('a seat that is cancelled goes to the next on the list, once; whoever leaves the list is passed over', async () => {
    const held = (await mine(person(A), 'one-seat'))?.enrolment ?? '';
    const another = await person(B).client.post(`cycles/2023/enrolments/${held}/cancellation`, {});
    expect([another.status, another.problem]).toEqual([404, 'enrolment-unknown']);
    expect(await person(D).enrols('one-seat')).toMatchObject({ status: 'waiting', place: 3 });
    const waiting = (await mine(person(B), 'one-seat'))?.enrolment ?? '';
    (await person(B).client.post(`cycles/2023/enrolments/${waiting}/cancellation`, {})).must();
    expect(await mine(person(C), 'one-seat')).toMatchObject({ status: 'waiting', place: 1 });

    (await person(A).client.post(`cycles/2023/enrolments/${held}/cancellation`, { reason: 'no-time' })).must();
    await settled(TIMES.enrolment);
    expect(await mine(person(A), 'one-seat')).toMatchObject({ status: 'cancelled' });
    expect(await mine(person(B), 'one-seat')).toMatchObject({ status: 'cancelled' });
    expect(await mine(person(C), 'one-seat')).toMatchObject({ status: 'enrolled' });
    expect(await mine(person(D), 'one-seat')).toMatchObject({ status: 'waiting', place: 1 });
  });

  it('who withdraws consent gives the seat back, and so does who is forgotten', async () => {
    (await person(C).client.post(`${person(C).me}/consent/withdrawal`, { purposes: ['take-part'] })).must();
    await settled(TIMES.enrolment);
    expect(await mine(person(D), 'one-seat')).toMatchObject({ status: 'enrolled' });
    expect(await person(E).enrols('one-seat')).toMatchObject({ status: 'waiting', place: 1 });
    const officer = await cl.as('data-protection-officer');
    (await officer.post(`teachers/${person(D).pseudonym}/forgetting`, { reason: 'Asked for it in writing' })).must();
    await settled(TIMES.enrolment);
    expect(await mine(person(E), 'one-seat')).toMatchObject({ status: 'enrolled' });
    const given = (await cl.events()).filter(({ type, stream }) => type === 'SeatGiven' && stream.endsWith('one-seat'));
    expect(given.map(({ data }) => data['teacher'])).toEqual([A, C, D, E].map((at) => person(at).pseudonym));
  });

  it('seats by priority follow the recorded criteria, and the record lets anybody repeat them', async () => {
    for (const at of [A, B, F]) expect(await person(at).enrols('by-priority')).toMatchObject({ status: 'requested' });
    expect((await coordinator.post('cycles/2023/offerings/by-priority/draw', { seed: 'a-seed' })).problem).toBe('not-a-lottery');
    const given = (await coordinator.post('cycles/2023/offerings/by-priority/priority', { seed: 'a-seed' })).must();
    expect(given.body).toEqual({ offering: 'by-priority', applicants: 3, enrolled: 2, waitlisted: 1 });
    expect((await coordinator.post('cycles/2023/offerings/by-priority/priority', { seed: 'a-seed' })).problem).toBe(
      'seats-drawn-already',
    );
    expect((await coordinator.post('cycles/2023/offerings/one-seat/priority', { seed: 'a-seed' })).problem).toBe(
      'not-by-priority',
    );
    const event = (await cl.events()).find(({ type }) => type === 'SeatsPrioritised');
    // The one of the rural school first; then the larger gap.
    expect((event?.data['enrolled'] as string[])[0]).toBe(person(F).pseudonym);
    expect(drawOrder('a-seed', [person(A).pseudonym])).toEqual([person(A).pseudonym]);
    expect(event?.data).toMatchObject({ criteria: ['rural-school', 'largest-gap'], applicants: 3 });
    expect((event?.data['facts'] as number[][])[0]?.[1]).toBe(1);
  });

  it('what an offering may not be is refused by name', async () => {
    const refused = async (terms: Fields) =>
      (await coordinator.post('cycles/2023/offerings', offering('never', 'cl-05', terms))).problem;
    expect(await refused({ allocation: 'priority', criteria: ['largest-gap'] })).toBe('priority-without-limit');
    expect(await refused({ allocation: 'priority', seats: 3 })).toBe('criteria-and-rule-differ');
    expect(await refused({ allocation: 'lottery', seats: 3, criteria: ['largest-gap'] })).toBe('criteria-and-rule-differ');
    expect(await refused({ allocation: 'priority', seats: 3, criteria: ['oldest'] })).toBe('invalid-request');
    const closed = offering('closed', 'cl-05', {
      enrolment: { opens: '2023-06-01T04:00:00.000Z', closes: '2023-06-20T04:00:00.000Z' },
    });
    (await coordinator.post('cycles/2023/offerings', closed)).must();
    expect((await person(A).client.post(`${person(A).me}/enrolments`, { offering: 'closed' })).problem).toBe('enrolment-closed');
    const later = offering('later', 'cl-05', {
      enrolment: { opens: '2023-08-01T04:00:00.000Z', closes: '2023-08-20T04:00:00.000Z' },
    });
    (await coordinator.post('cycles/2023/offerings', later)).must();
    expect((await person(A).client.post(`${person(A).me}/enrolments`, { offering: 'later' })).problem).toBe('enrolment-not-open');
  });

  describe('a course with sessions', () => {
    let tutor: Client;
    let foreign: Client;
    const enrolments = new Map<TeacherActor, string>();
    const session = { session: 'in-class-1', starts: '2023-08-19T13:00:00.000Z', ends: '2023-08-19T17:00:00.000Z' };
    const entries = (...list: readonly (readonly [TeacherActor, string])[]) => ({
      entries: list.map(([who, presence]) => ({ enrolment: enrolments.get(who), presence })),
    });

    beforeAll(async () => {
      tutor = await cl.as('tutor', { subject: 'tutor-1', courses: [] });
      foreign = await cl.as('tutor', { subject: 'tutor-2', courses: ['cl-02'] });
      for (const who of [person(A), person(B), person(F)]) enrolments.set(who, (await who.enrols('in-class')).enrolment);
      enrolments.set(person(E), (await person(E).enrols('far-away')).enrolment);
    });

    it('belongs to the tutor it was given to, and to no other', async () => {
      expect((await tutor.post('cycles/2023/offerings/in-class/sessions', session)).problem).toBe('offering-unknown');
      (await coordinator.post('cycles/2023/offerings/in-class/tutors', { tutor: 'tutor-1' })).must();
      expect((await tutor.see<{ items: Fields[] }>('cycles/2023/teaching')).items).toMatchObject([
        { offering: 'in-class', taken: 3, completed: 0, sessions: { scheduled: 0, held: 0 } },
      ]);
      (await tutor.post('cycles/2023/offerings/in-class/sessions', session)).must();
      expect((await foreign.post('cycles/2023/offerings/in-class/sessions', session)).problem).toBe('offering-unknown');
      expect((await foreign.get('cycles/2023/teaching/in-class')).problem).toBe('offering-unknown');
      expect((await foreign.post(`cycles/2023/sessions/in-class-1/attendance`, { entries: [] })).problem).toBe('session-unknown');
      expect((await foreign.post('cycles/2023/offerings/far-away/sessions', { ...session, session: 's2' })).problem).toBe(
        'sessions-at-a-distance',
      );
    });

    it('takes attendance from its beginning, of those who take part', async () => {
      const at = 'cycles/2023/sessions/in-class-1/attendance';
      expect((await tutor.post(at, entries([person(A), 'present']))).problem).toBe('session-not-begun');
      await cl.at('2023-08-19T13:30:00.000Z');
      (await coordinator.post('cycles/2023/stages', { to: 'learning' })).must();
      expect((await tutor.post(at, entries([person(A), 'present'], [person(E), 'present']))).problem).toBe(
        'attendance-of-stranger',
      );
      const held = (await mine(person(A), 'by-priority'))?.enrolment;
      expect((await tutor.post(at, { entries: [{ enrolment: held, presence: 'present' }] })).problem).toBe(
        'attendance-of-stranger',
      );
      expect((await tutor.post(at, { entries: [{ enrolment: 'nobody', presence: 'present' }] })).problem).toBe('invalid-request');
      (await tutor.post(at, entries([person(A), 'present'], [person(B), 'absent'], [person(F), 'present']))).must();
      expect((await tutor.post(at, entries([person(B), 'present']))).problem).toBe('attendance-recorded-already');
      const fix = `cycles/2023/sessions/in-class-1/attendance/${enrolments.get(person(B)) ?? ''}/correction`;
      expect((await foreign.post(fix, { presence: 'present', reason: 'came-later' })).problem).toBe('session-unknown');
      (await tutor.post(fix, { presence: 'present', reason: 'came-later' })).must();
      expect((await tutor.post('cycles/2023/sessions/in-class-1/cancellation', { reason: 'weather' })).problem).toBe(
        'session-held',
      );
    });

    it('was begun by who was there, without their saying so', async () => {
      await settled('2023-08-19T13:30:00.000Z');
      expect(await mine(person(A), 'in-class')).toMatchObject({ status: 'started' });
      expect(await mine(person(F), 'in-class')).toMatchObject({ status: 'started' });
    });

    it('shows its tutor names and attendance; no national id, no score', async () => {
      const list = await tutor.see<{ participants: { name: Fields; attendance: Fields }[]; sessions: Fields[] }>(
        'cycles/2023/teaching/in-class',
      );
      expect(list.sessions).toMatchObject([{ session: 'in-class-1', status: 'held', entered: 3 }]);
      expect(list.participants.map(({ name }) => name['givenName']).sort()).toEqual(['Nombre100', 'Nombre101', 'Nombre105']);
      expect(list.participants.every(({ attendance }) => attendance['in-class-1'] === 'present')).toBe(true);
      const text = JSON.stringify(list);
      expect(text).not.toMatch(/nationalId|score|gap|teacher":/);
      for (const { pseudonym } of people) expect(text).not.toContain(pseudonym);
      expect((await coordinator.get('cycles/2023/teaching/in-class')).status).toBe(403);
    });

    it('is completed or failed as its tutor records; a path follows a completion', async () => {
      const path = (await person(A).acceptsThePath()) as { steps: Fields[] };
      expect(path.steps.length).toBeGreaterThan(0);
      const of = (who: TeacherActor) => `cycles/2023/enrolments/${enrolments.get(who) ?? ''}`;
      expect((await foreign.post(`${of(person(A))}/completion`)).problem).toBe('enrolment-unknown');
      expect((await foreign.post(`${of(person(B))}/failure`, { reason: 'attendance' })).problem).toBe('enrolment-unknown');
      (await tutor.post(`${of(person(A))}/completion`)).must();
      await settled('2023-08-19T13:30:00.000Z');
      const renewed = await person(A).client.see<{ status: string; regenerated?: Fields; steps: Fields[] }>(
        `${person(A).me}/path`,
      );
      expect(renewed.status).toBe('accepted');
      expect(renewed.regenerated).toMatchObject({ reason: 'course-completed' });

      (await tutor.post(`${of(person(F))}/failure`, { reason: 'attendance' })).must();
      expect((await person(F).client.post(`${of(person(F))}/drop`, {})).problem).toBe('course-failed');
      expect((await person(F).client.post(`${of(person(F))}/cancellation`, {})).problem).toBe('course-failed');
      expect((await person(A).client.post(`${of(person(A))}/cancellation`, {})).problem).toBe('already-completed');
      // Recorded as failed by mistake.
      (await tutor.post(`${of(person(F))}/completion`)).must();
      expect((await tutor.see<{ items: Fields[] }>('cycles/2023/teaching')).items).toMatchObject([
        { completed: 2, sessions: { held: 1 } },
      ]);
      (await coordinator.post('cycles/2023/offerings/in-class/tutors/removal', { tutor: 'tutor-1' })).must();
      expect((await tutor.see<{ items: Fields[] }>('cycles/2023/teaching')).items).toEqual([]);
    });
  });

  it('the policies are seen by who operates them, and nothing is left to be done', async () => {
    const operator = await cl.as('operator');
    const { items } = await operator.see<{ items: Fields[] }>('policies');
    expect(items.map(({ name, state, pending, lagEvents }) => [name, state, pending, lagEvents])).toEqual(
      expect.arrayContaining([
        ['waiting-lists-move', 'running', [], 0],
        ['attendance-begins-courses', 'running', [], 0],
        ['paths-follow-evidence', 'running', [], 0],
      ]),
    );
    (await operator.post('policies/waiting-lists-move/pause', { reason: 'Maintenance' })).must();
    expect((await operator.post('policies/waiting-lists-move/pause', { reason: 'Maintenance' })).problem).toBe(
      'policy-paused-already',
    );
    (await operator.post('policies/waiting-lists-move/resume', { reason: 'Done' })).must();
    expect((await operator.post('policies/none/retry')).problem).toBe('policy-unknown');
    expect((await operator.post('policies/waiting-lists-move/start', { from: 'head', reason: 'Try' })).problem).toBe(
      'policy-runs',
    );
    expect((await operator.post('policies/waiting-lists-move/skip', { cause: 'none', reason: 'Try' })).problem).toBe(
      'policy-cause-unknown',
    );
    expect((await coordinator.get('policies')).status).toBe(403);
    const metrics = await operator.get('/metrics');
    expect(metrics.text).toMatch(/cordillera_policy_pending_causes\{country="cl",policy="waiting-lists-move"\} 0/);
    expect((await cl.verifies())['same']).toBe(true);
  });
});

describe('a server that is killed while a seat is freed', () => {
  it('has given it to the next on the list exactly once', async () => {
    const directory = Scenario.folder();
    let scenario = await Scenario.ofItsOwn(directory);
    try {
      const cl = await scenario.simulatedCountry();
      await cl.opensCycle();
      (await cl.importsSchools(registerCsv([registerRow(900001)]))).must();
      const people = await cl.teachers([...Array(5).keys()].map((n) => somebody(200 + n, '900001')));
      await cl.at(TIMES.enrolment);
      (await (await cl.coordinator()).post('cycles/2023/offerings', offering('one-seat', 'cl-05', { seats: 1 }))).must();
      for (const one of people) await (await one.consents()).enrols('one-seat');
      for (let kill = 0; kill < 2; kill += 1) {
        const now = scenario.country('cl');
        const holder = people[kill] as TeacherActor;
        const { token } = holder.client;
        const client = (await now.as('auditor')).with(token);
        const { items } = await client.see<{ items: Enrolment[] }>('cycles/2023/me/enrolments');
        (await client.post(`cycles/2023/enrolments/${items[0]?.enrolment ?? ''}/cancellation`, {})).must();
        await scenario.process?.end('SIGKILL');
        scenario = await Scenario.ofItsOwn(directory);
        await scenario.country('cl').at(TIMES.enrolment);
      }
      const given = (await scenario.country('cl').events()).filter(({ type }) => type === 'SeatGiven');
      expect(given.map(({ data }) => data['teacher'])).toEqual(people.slice(0, 3).map(({ pseudonym }) => pseudonym));
    } finally {
      await scenario.close();
      await closeConnections();
    }
  }, 600_000);
});
