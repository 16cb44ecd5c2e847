import { jest } from '@jest/globals';
import { ask } from './support/http.js';
import {
  closeConnections,
  COMPETENCIES,
  registerCsv,
  registerRow,
  Scenario,
  somebody,
  TIMES,
  type Country,
  type TeacherActor,
} from './support/scenario.js';

// Many steps, each over HTTP, on machines that do other things as well.
jest.setTimeout(120_000);

/** The life of a cycle over HTTP, as a country's team runs it: what is allowed, and what is refused by name. */
describe('running a cycle', () => {
  let scenario: Scenario;
  let cl: Country;
  let numbers = 0;

  beforeAll(async () => {
    scenario = await Scenario.inProcess();
    cl = await scenario.simulatedCountry('cl');
    await cl.at(TIMES.beforeOpening);
    const rows = [registerRow(900001), registerRow(900002, { COD_REG_RBD: 8 }), registerRow(900003, { COD_REG_RBD: 8 })];
    (await cl.importsSchools(registerCsv(rows))).must();
    await cl.opensCycle();
  });
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  const team = () => cl.coordinator();
  const someone = (school = '900001') => cl.teacher(somebody((numbers += 1), school));
  const invited = async (school = '900001') => {
    const teacher = await cl.registers(somebody((numbers += 1), school));
    const [code] = await cl.invites(teacher);
    return { teacher, code: code as string };
  };
  const refused = async (asked: ReturnType<Country['stranger']['post']>, code: string) =>
    expect((await asked).problem).toBe(code);
  const windows = async (body: object) => (await team()).post('cycles/2023/windows', body);
  const rating = (teacher: TeacherActor) =>
    teacher.client.post(`${teacher.me}/attempts`, { measure: 'self-rating', occasion: 'baseline' });

  describe('consent', () => {
    it('can be withdrawn at any step: from then on nothing is taken, and whoever agrees again goes on from there', async () => {
      await cl.at(TIMES.selfAssessment);
      const rosa = await someone();
      const { client, me } = rosa;
      const withdraws = async () => (await client.post(`${me}/consent/withdrawal`, { purposes: ['take-part'] })).must();
      await refused(client.post(`${me}/consent/withdrawal`, { purposes: ['take-part'] }), 'consent-not-given');
      await rosa.consents();
      await withdraws();
      await refused(rating(rosa), 'consent-missing');
      await rosa.consents();
      const attempt = await rosa.starts('self-rating', 'baseline');
      await rosa.answers(attempt, { '1.1': 3 });
      await withdraws();
      await refused(client.put(`${me}/attempts/${attempt}/answers`, { answers: { '1.2': 3 } }), 'consent-missing');
      await refused(client.post(`${me}/attempts/${attempt}/submission`), 'consent-missing');
      expect(await client.see(`${me}/attempts/${attempt}`)).toMatchObject({ status: 'started', answers: { '1.1': 3 } });
      await rosa.consents();
      await rosa.answers(attempt, Object.fromEntries(COMPETENCIES.slice(1).map((code) => [code, 2])));
      await rosa.submits(attempt);
      await withdraws();
      await refused(client.post(`${me}/profile/acknowledgement`), 'consent-missing');
      await refused(client.post(`${me}/path`), 'consent-missing');
      // Research alone is no reason to stop.
      await rosa.consents();
      (await client.post(`${me}/consent/withdrawal`, { purposes: ['research'] })).must();
      await rosa.acknowledges();
      await rosa.acceptsThePath();
    });
  });

  describe('windows', () => {
    it('extends one for a region, also for who had begun; what comes in grace counts and is late', async () => {
      await cl.at(TIMES.selfAssessment);
      const [south, north] = [await someone('900002'), await someone('900001')];
      for (const teacher of [south, north]) await teacher.consents();
      const begun = await south.starts('self-rating', 'baseline');
      await cl.at(TIMES.selfAssessmentOver);
      await refused(rating(north), 'window-closed');
      const extension = {
        stage: 'self-assessment',
        region: 'CL-BI',
        closes: '2023-06-19',
        graceUntil: '2023-06-25',
        reason: 'Schools closed by storms.',
      };
      (await windows(extension)).must();
      await refused(rating(north), 'window-closed');
      const answers = Object.fromEntries(
        ['1.1', '1.2', '1.3', '1.4', '2.1', '2.2', '2.3', '3.1', '3.2', '3.3', '3.4'].map((code) => [code, 2]),
      );
      await south.answers(begun, answers);
      const mine = await south.client.see<{ windows: { stage: string; state: string }[] }>(`${south.me}/participation`);
      expect(mine.windows[0]).toMatchObject({ stage: 'self-assessment', state: 'grace' });
      const overview = await (await team()).see<{ ownWindows: object[] }>('cycles/2023/team');
      expect(overview.ownWindows).toContainEqual(
        expect.objectContaining({ scope: { region: 'CL-BI' }, reason: extension.reason, state: 'grace' }),
      );
    });

    it('reopens one for a person, and keeps why sealed', async () => {
      await cl.at(TIMES.selfAssessmentOver);
      const rosa = await someone();
      await rosa.consents();
      await refused(rating(rosa), 'window-closed');
      const reason = 'Three weeks in hospital.';
      (await windows({ stage: 'self-assessment', teacher: rosa.pseudonym, closes: '2023-06-28', reason })).must();
      await rosa.ratesThemselves(2);
      const stored = (await cl.events()).filter(({ type }) => type === 'TeacherWindowChanged');
      expect(stored).toHaveLength(1);
      expect(JSON.stringify(stored)).not.toContain('hospital');
    });

    it('refuses what contradicts the calendar', async () => {
      const change = { stage: 'self-assessment', closes: '2023-06-30', reason: 'A test.' };
      await refused(windows({ ...change, closes: '2023-06-01' }), 'window-ends-in-the-past');
      await refused(windows({ ...change, graceUntil: '2023-06-29' }), 'window-inside-out');
      await refused(windows({ ...change, closes: '2023-11-06' }), 'windows-overlap');
      await refused(windows({ ...change, region: 'CL-XX' }), 'region-unknown');
      await refused(windows({ ...change, school: '999999' }), 'school-unknown');
      await refused(windows({ ...change, school: '900001', region: 'CL-BI' }), 'window-scope-unclear');
    });
  });

  describe('letters, codes and reminders', () => {
    it('makes a new code for each person of a school, and the old one is dead', async () => {
      const { teacher, code } = await invited('900003');
      const client = await team();
      const printed = await client.post<{ letters: { teacher: string; code: string; identity: object }[]; school: object }>(
        client.since('cycles/2023/letters'),
        { school: '900003' },
      );
      const { letters, school } = printed.must().body;
      expect(school).toMatchObject({ code: '900003', name: 'Escuela simulada 900003' });
      expect(letters).toEqual([
        {
          teacher,
          code: expect.any(String) as string,
          identity: expect.objectContaining({ givenName: `Nombre${numbers}` }) as object,
        },
      ]);
      const signIn = (shown: string) => ask(scenario.url, { method: 'POST', path: '/v1/sign-in', body: { code: shown } });
      expect((await signIn(code)).problem).toBe('code-expired');
      (await signIn(letters[0]?.code ?? '')).must();
      expect((await signIn(letters[0]?.code ?? '')).problem).toBe('code-used');
      await refused((await team()).post('cycles/2023/letters', { school: '900009' }), 'school-unknown');
    });

    it('records a reminder once a round, lists who has stopped where, and leaves in peace who withdrew', async () => {
      const { teacher } = await invited('900001');
      const round = { stage: 'self-assessment', wave: '2023-05-22', channel: 'email' };
      const remind = async (teachers: readonly string[]) => (await team()).post('cycles/2023/reminders', { ...round, teachers });
      expect((await remind([teacher])).must().body).toMatchObject({ reminded: 1 });
      expect((await remind([teacher])).must().body).toMatchObject({ reminded: 0 });
      const list = await (
        await team()
      ).see<{ items: { teacher: string; reminders: object[] }[] }>('cycles/2023/follow-up?group=not-consented&region=CL-RM');
      expect(list.items.find((one) => one.teacher === teacher)?.reminders).toEqual([
        { ...round, at: expect.any(String) as string },
      ]);
      const stranger = await cl.registers(somebody((numbers += 1), '900001'));
      await refused(remind([stranger]), 'teacher-not-invited');
      const gone = await someone();
      await gone.consents();
      (await gone.client.post(`${gone.me}/consent/withdrawal`, { purposes: ['take-part'] })).must();
      await refused(remind([teacher, gone.pseudonym]), 'teacher-withdrew');
    });
  });

  describe('people', () => {
    it('moves a teacher from one school to another, never before they were registered', async () => {
      const { teacher } = await invited('900001');
      const move = { from: '900001', school: '900002', educationLevel: 'primary', hours: 30 };
      const transfer = async (body: object) => (await team()).post(`teachers/${teacher}/transfers`, body);
      await refused(transfer({ ...move, effectiveOn: '2023-01-01' }), 'transfer-before-registration');
      await refused(transfer({ ...move, effectiveOn: '2030-01-01' }), 'effective-in-the-future');
      await refused(transfer({ ...move, from: '900003' }), 'assignment-unknown');
      (await transfer(move)).must();
      expect(await (await team()).see(`teachers/${teacher}`)).toMatchObject({ school: '900002' });
    });

    it('merges who was registered twice, unless both answered the same thing, and unmerges them', async () => {
      (await windows({ stage: 'self-assessment', closes: '2023-07-05', reason: 'A later start.' })).must();
      const [kept, twice, other] = [await someone(), await someone(), await someone()];
      for (const teacher of [kept, other]) await teacher.consents();
      await kept.starts('test', 'baseline');
      await other.starts('test', 'baseline');
      const merge = async (teacher: TeacherActor, into: TeacherActor) =>
        (await team()).post(`teachers/${teacher.pseudonym}/merging`, { into: into.pseudonym, reason: 'A mistyped id.' });
      const conflict = await merge(other, kept);
      expect(conflict.problem).toBe('merge-conflict');
      expect(conflict.text).toContain('baseline-test (2023)');
      await refused(merge(kept, kept), 'merge-with-itself');
      (await merge(twice, kept)).must();
      expect(await (await team()).see(`teachers/${twice.pseudonym}`)).toMatchObject({ mergedInto: kept.pseudonym });
      await refused(merge(kept, other), 'merge-in-a-chain');
      await refused((await team()).post('cycles/2023/invitations', { teachers: [twice.pseudonym] }), 'teacher-merged');
      const occurredAt = '2023-06-20T11:00:00-04:00';
      const onPaper = async (what: string, body: object) =>
        (await team()).post(`cycles/2023/teachers/${twice.pseudonym}/${what}`, { ...body, occurredAt });
      const consent = { version: '2023-1', language: 'es-CL', purposes: ['take-part'] };
      await refused(onPaper('paper-consent', consent), 'teacher-merged');
      const sheet = {
        measure: 'self-rating',
        occasion: 'baseline',
        instrument: 'self-rating',
        version: 1,
        answers: { '1.1': 2 },
      };
      await refused(onPaper('paper-answers', sheet), 'teacher-merged');
      // Who answered under the other registration does not answer again under the one that is kept.
      const third = await someone();
      await third.consents();
      await third.starts('self-rating', 'baseline');
      (await merge(third, kept)).must();
      // What deciding knows of a joining comes by way of the views.
      expect(await (await team()).see(`teachers/${third.pseudonym}`)).toMatchObject({ mergedInto: kept.pseudonym });
      await refused(kept.client.post(`${kept.me}/attempts`, { measure: 'self-rating', occasion: 'baseline' }), 'begun-as-other');
      const keptOnPaper = async () =>
        (await team()).post(`cycles/2023/teachers/${kept.pseudonym}/paper-answers`, { ...sheet, occurredAt });
      await refused(keptOnPaper(), 'begun-as-other');
      const unmerge = async () =>
        (await team()).post(`teachers/${twice.pseudonym}/unmerging`, { reason: 'Two people of one name.' });
      (await unmerge()).must();
      await refused(unmerge(), 'teacher-not-merged');
    });
  });

  describe('the year after', () => {
    it('repeats the cycle with shifted windows, and invites again whom the carry-over names', async () => {
      const coordinator = await team();
      const repeat = (body: object) => coordinator.post<{ offerings: number }>('cycles/2023/repetition', body);
      await refused(repeat({ as: '2023' }), 'cycle-repeats-itself');
      const { offerings } = (await repeat({ as: '2024', years: null, carryOver: { invite: 'consented', share: null } })).must()
        .body;
      expect(offerings).toBeGreaterThan(10);
      await refused(repeat({ as: '2024' }), 'cycle-exists');
      const planned = await coordinator.see<{
        design: { stages: { opens: string; closes: string }[] };
        repeats: object;
        calendar: { reminders: string[] };
        windowChanges: object[];
      }>('cycles/2024');
      expect(planned.design.stages[0]).toMatchObject({ opens: '2024-05-08T04:00:00.000Z', closes: '2024-06-10T03:59:59.999Z' });
      expect(planned).toMatchObject({ repeats: { from: '2023', shiftedYears: 1, carryOver: { share: 1 } }, windowChanges: [] });
      expect(planned.calendar.reminders[0]).toBe('2024-05-22');
      const again = async () => (await coordinator.post<Record<string, number>>('cycles/2024/invitations/again')).must().body;
      const first = await again();
      expect(first['invited']).toBeGreaterThan(0);
      expect(await again()).toMatchObject({ invited: 0, already: first['invited'] });
      await refused(coordinator.post('cycles/2023/invitations/again'), 'cycle-repeats-none');
    });

    it('plans schools’ move to another sector, puts it off, and carries it out on its day', async () => {
      const coordinator = await team();
      const plan = (school: string) =>
        coordinator.post(`schools/${school}/reclassification`, { to: 'slep', effectiveOn: '2024-01-01', reason: 'By law.' });
      (await plan('900001')).must();
      (await plan('900002')).must();
      const off = { until: '2025-01-01', reason: 'The council asked.' };
      (await coordinator.post('schools/900002/reclassification/postponement', off)).must();
      await refused(coordinator.post('schools/900003/reclassification/postponement', off), 'reclassification-not-planned');
      await cl.at('2024-01-02T15:00:00.000Z');
      expect((await coordinator.post('school-reclassifications')).must().body).toEqual({ schools: ['900001'] });
      expect(await coordinator.see('schools/900001')).toMatchObject({ sector: 'slep' });
      expect(await coordinator.see('schools/900002')).toMatchObject({ sector: 'municipal' });
    });
  });

  it('counts the population region by region, and holds every view against its record', async () => {
    const { population } = await (
      await team()
    ).see<{ population: { teachers: number; rows: { teachers: number }[] } }>('population');
    expect(population.rows.length).toBeGreaterThan(100);
    expect(population.rows.reduce((sum, { teachers }) => sum + teachers, 0)).toBe(population.teachers);
    expect(await cl.verifies()).toMatchObject({ differing: [], same: true });
  });

  // Last of all: nobody signs in from here for a while afterwards.
  it('lets nobody guess codes for long', async () => {
    const codes: string[] = [];
    for (let tries = 0; tries < 60; tries += 1) {
      const guess = await ask(scenario.url, {
        method: 'POST',
        path: '/v1/sign-in',
        body: { code: `cl.AAAA-AAAA-${String(1000 + tries)}` },
      });
      codes.push(guess.problem ?? 'let in');
      if (codes.at(-1) === 'too-many-attempts') break;
    }
    expect(codes.at(-1)).toBe('too-many-attempts');
  });
});
