import { jest } from '@jest/globals';
import { ask } from './support/http.js';
import {
  closeConnections,
  COMPETENCIES,
  keysOf,
  registerCsv,
  registerRow,
  Scenario,
  somebody,
  TIMES,
  type Country,
  type TeacherActor,
} from './support/scenario.js';

// Many steps, each over HTTP, on machines that do other things as well.
jest.setTimeout(180_000);

/** What counts of a person: there is one of it, under the registration that is kept. */
const COUNTED_ONCE = ['facts', 'fact_gaps'];

type Fields = Readonly<Record<string, unknown>>;
interface Own {
  readonly participation: {
    readonly joinedRegistrations: number;
    readonly invited: boolean;
    readonly participation: Fields | null;
  };
  readonly attempts: readonly Fields[];
  readonly path: Fields | undefined;
  readonly enrolments: readonly Fields[];
  readonly certification: Fields;
  readonly record: Fields & {
    readonly joined: readonly string[];
    readonly documents: Readonly<Record<string, readonly Fields[]>>;
    readonly consents: readonly Fields[];
    readonly requests: readonly Fields[];
  };
  readonly assessment: { readonly attempts: readonly Fields[]; readonly instruments: Fields };
}

/** A person who was registered twice, before, while and after both registrations are one. */
describe('two registrations of one person', () => {
  let scenario: Scenario;
  let cl: Country;
  let numbers = 0;

  beforeAll(async () => {
    scenario = await Scenario.inProcess();
    cl = await scenario.simulatedCountry('cl');
    (await cl.importsSchools(registerCsv([registerRow(900001)]))).must();
    await cl.opensCycle();
  });
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  const someone = () => cl.teacher(somebody((numbers += 1), '900001'));
  const joins = async (duplicate: TeacherActor, kept: TeacherActor) =>
    (await cl.coordinator()).post(`teachers/${duplicate.pseudonym}/merging`, { into: kept.pseudonym, reason: 'A mistyped id.' });
  const parts = async (duplicate: TeacherActor) =>
    (await (await cl.coordinator()).post(`teachers/${duplicate.pseudonym}/unmerging`, { reason: 'Two people.' })).must();
  /** Everything that a teacher reads about themselves. */
  const own = async ({ client, me }: TeacherActor): Promise<Own> => {
    const path = await client.get<Fields>(`${me}/path?after=${client.furthest.position ?? ''}`);
    return {
      participation: await client.see(`${me}/participation`),
      attempts: (await client.see<{ attempts: readonly Fields[] }>(`${me}/attempts`)).attempts,
      path: path.problem === 'path-not-there' ? undefined : path.must().body,
      enrolments: (await client.see<{ items: readonly Fields[] }>(`${me}/enrolments`)).items,
      certification: await client.see(`${me}/certification`),
      record: await client.see('me/record'),
      assessment: await client.see('me/record/assessment'),
    };
  };
  /** Without what depends on when it was asked. */
  const lasting = ({ record, ...rest }: Own) => {
    const { at: _at, readBy: _readBy, ...stored } = record;
    return { ...rest, record: stored };
  };

  describe('in the lists of those who follow up', () => {
    it('are one person who stands where both together have come, and are two again once that is taken back', async () => {
      await cl.at(TIMES.selfAssessment);
      const [kept, duplicate, alone] = [await someone(), await someone(), await someone()];
      await duplicate.consents();
      await duplicate.starts('self-rating', 'baseline');
      const uninvited = await cl.registers(somebody((numbers += 1), '900001'));
      const coordinator = await cl.coordinator();
      const group = async (name: string, limit = 100) => {
        const found: string[] = [];
        for (let cursor = ''; ;) {
          const page = await coordinator.see<{ items: { teacher: string }[]; next?: string }>(
            `cycles/2023/follow-up?group=${name}&region=CL-RM&limit=${limit}${cursor}`,
          );
          expect(page.items.length).toBeLessThanOrEqual(limit);
          found.push(...page.items.map(({ teacher }) => teacher));
          if (page.next === undefined) return found.sort();
          cursor = `&cursor=${page.next}`;
        }
      };
      const counted = async () => {
        const { groups } = await coordinator.see<{ groups: { group: string; people: number; byRegion: Fields }[] }>(
          'cycles/2023/team',
        );
        return Object.fromEntries(groups.map((one) => [one.group, one.people]));
      };
      const listed = async (step: string) =>
        (await coordinator.see<{ items: { teacher: string }[] }>(`teachers?cycle=2023&step=${step}&limit=500`)).items.map(
          ({ teacher }) => teacher,
        );
      const before = { invited: await group('not-consented'), begun: await group('not-submitted'), counted: await counted() };
      expect(before.invited).toEqual([kept.pseudonym, alone.pseudonym].sort());
      expect(before.begun).toEqual([duplicate.pseudonym]);
      (await joins(duplicate, kept)).must();
      for (const limit of [1, 100]) {
        expect(await group('not-consented', limit)).toEqual([alone.pseudonym]);
        expect(await group('not-submitted', limit)).toEqual([kept.pseudonym]);
      }
      expect(await counted()).toEqual({ ...before.counted, 'not-consented': 1 });
      expect(await listed('invited')).toEqual([alone.pseudonym]);
      expect(await listed('started')).toEqual([kept.pseudonym]);
      expect((await coordinator.get('cycles/2023/follow-up?group=not-submitted&cursor=joined.9')).problem).toBe(
        'cursor-malformed',
      );
      await parts(duplicate);
      expect([await group('not-consented'), await group('not-submitted'), await counted()]).toEqual([
        before.invited,
        before.begun,
        before.counted,
      ]);
      // The one that counts need not have been invited: who is reminded is the person.
      (await coordinator.post(`teachers/${duplicate.pseudonym}/merging`, { into: uninvited, reason: 'A mistyped id.' })).must();
      expect(await group('not-submitted')).toEqual([uninvited]);
      const remind = () =>
        coordinator.post<Fields>('cycles/2023/reminders', {
          stage: 'self-assessment',
          wave: '2023-05-22',
          channel: 'email',
          teachers: [uninvited],
        });
      expect((await remind()).must().body).toMatchObject({ reminded: 1 });
      expect((await remind()).must().body).toMatchObject({ reminded: 0 });
      (await (await cl.as('data-protection-officer')).post(`teachers/${uninvited}/forgetting`)).must();
      expect(await group('not-submitted')).toEqual([]);
      expect(await counted()).toEqual({ ...before.counted, 'not-submitted': 0 });
    });
  });

  describe('of which the one that is not kept had begun something', () => {
    it('are one person who finishes it, and withdraws from all of it at once', async () => {
      await cl.at(TIMES.selfAssessment);
      const [kept, duplicate] = [await someone(), await someone()];
      await duplicate.consents();
      const attempt = await duplicate.starts('self-rating', 'baseline');
      await duplicate.answers(attempt, { '1.1': 2 });
      (await joins(duplicate, kept)).must();
      const { client, me } = kept;
      expect((await own(kept)).attempts).toMatchObject([
        { attempt, status: 'started', otherRegistration: true, answers: { '1.1': 2 } },
      ]);
      await kept.answers(attempt, Object.fromEntries(COMPETENCIES.slice(1).map((code) => [code, 3])));
      await kept.submits(attempt);
      await kept.acknowledges();
      expect((await own(kept)).participation.participation).toMatchObject({ step: 'profile-seen' });
      const withdrawing = () => client.post(`${me}/consent/withdrawal`, { purposes: ['take-part'] });
      (await withdrawing()).must();
      expect((await withdrawing()).problem).toBe('consent-not-given');
      expect((await client.post(`${me}/path`)).problem).toBe('consent-missing');
      expect((await own(kept)).participation.participation).toMatchObject({ step: 'withdrawn' });
      // One answer for what is written to several registrations: who waits for its position sees all of it.
      const last = async (type: string) => (await cl.events()).findLast((event) => event.type === type)?.position;
      await kept.consents();
      expect(client.furthest.position?.split('.').at(-1)).toBe(await last('ConsentGiven'));
      expect((await own(kept)).participation.participation).toMatchObject({ step: 'profile-seen' });
      (await withdrawing()).must();
      expect(client.furthest.position?.split('.').at(-1)).toBe(await last('ConsentWithdrawn'));
      await kept.consents();
      await parts(duplicate);
      expect((await own(duplicate)).attempts).toMatchObject([{ attempt, status: 'submitted' }]);
    });
  });

  describe('of which the one that is not kept answered on paper', () => {
    it('are one person whose sheets are shown, and who answers a third time under no other registration', async () => {
      const [kept, duplicate, third] = [await someone(), await someone(), await someone()];
      for (const teacher of [duplicate, third]) await teacher.consents();
      const coordinator = await cl.coordinator();
      const occurredAt = TIMES.selfAssessment;
      const enter = (teacher: TeacherActor) =>
        coordinator.post<Fields>(`cycles/2023/teachers/${teacher.pseudonym}/paper-answers`, {
          measure: 'self-rating',
          occasion: 'baseline',
          instrument: 'self-rating',
          version: 1,
          occurredAt,
          answers: Object.fromEntries(COMPETENCIES.map((code) => [code, 2])),
        });
      const { attempt } = (await enter(duplicate)).must().body;
      (await joins(duplicate, kept)).must();
      expect((await own(kept)).attempts).toMatchObject([
        { attempt, entered: 'paper', status: 'submitted', otherRegistration: true },
      ]);
      expect((await enter(kept)).problem).toBe('begun-as-other');
      expect((await enter(duplicate)).problem).toBe('teacher-merged');
      (await enter(third)).must();
      // Whoever is joined with the one that is kept has answered already, under whichever registration.
      const conflict = await joins(third, kept);
      expect([conflict.problem, conflict.text.includes('baseline-self-rating (2023)')]).toEqual(['merge-conflict', true]);
      await parts(duplicate);
      expect((await own(kept)).attempts).toEqual([]);
      expect((await own(duplicate)).attempts).toMatchObject([{ attempt, entered: 'paper' }]);
      (await joins(third, kept)).must();
    });
  });

  describe('of which the one that is not kept did all the work', () => {
    let kept: TeacherActor;
    let duplicate: TeacherActor;
    let stranger: TeacherActor;
    let before: { readonly kept: Own; readonly duplicate: Own };
    let enrolment: string;

    beforeAll(async () => {
      [kept, duplicate, stranger] = [await someone(), await someone(), await someone()];
      await duplicate.consents();
      await duplicate.ratesThemselves(1);
      await duplicate.takesTheTest(9);
      await duplicate.acknowledges();
      await cl.at(TIMES.enrolment);
      await duplicate.acceptsThePath();
      const { items } = await duplicate.client.see<{ items: readonly Fields[] }>('cycles/2023/offerings?limit=500');
      const free = items.find(({ seats, starts }) => seats === null && String(starts) < TIMES.learning);
      ({ enrolment } = await duplicate.enrols(String(free?.['offering'])));
      (await duplicate.client.post('me/corrections', { topic: 'identity', text: 'My name is misspelt.' })).must();
      before = { kept: await own(kept), duplicate: await own(duplicate) };
      (await joins(duplicate, kept)).must();
    });

    it('shows the person all of it under the one that is kept, and says where it is from', async () => {
      const now = await own(kept);
      expect(now.participation).toMatchObject({
        joinedRegistrations: 1,
        invited: true,
        participation: { step: 'profile-seen', baselineRating: 'submitted', baselineTest: 'submitted', merged: false },
      });
      for (const attempt of now.attempts) expect(attempt).toMatchObject({ status: 'submitted', otherRegistration: true });
      expect(now.attempts.map(({ measure }) => measure).sort()).toEqual(['self-rating', 'test']);
      const unmarked = ({ otherRegistration: _, ...one }: Fields) => one;
      expect(now.attempts.map(unmarked)).toEqual(before.duplicate.attempts);
      expect(now.path).toEqual({ ...before.duplicate.path, otherRegistration: true });
      expect(now.enrolments.map(unmarked)).toEqual(before.duplicate.enrolments);
      expect(now.assessment.attempts).toEqual(now.attempts);
      expect(now.certification).toMatchObject({ takesPart: true, hoursCompleted: 0 });
      for (const { attempt } of now.attempts)
        expect(await kept.client.see(`${kept.me}/attempts/${String(attempt)}`)).toMatchObject({
          attempt,
          form: { items: expect.any(Array) as object },
        });
    });

    it('has the whole of it in the record that is read, kept and downloaded', async () => {
      const { record } = await own(kept);
      expect(record.joined).toEqual([duplicate.pseudonym]);
      for (const [name, documents] of Object.entries(before.duplicate.record.documents)) {
        if (COUNTED_ONCE.includes(name)) continue;
        const here = (record.documents[name] ?? []).filter(({ otherRegistration }) => otherRegistration === duplicate.pseudonym);
        expect([name, here.length]).toEqual([name, documents.length]);
      }
      expect(record.documents['teachers']?.map(({ teacher, identity }) => [teacher, (identity as Fields)['givenName']])).toEqual([
        [kept.pseudonym, `Nombre${numbers - 2}`],
        [duplicate.pseudonym, `Nombre${numbers - 1}`],
      ]);
      const attempts = new Map(before.duplicate.attempts.map((one) => [one['attempt'], one]));
      for (const { otherRegistration: _, ...attempt } of record.documents['attempts'] ?? [])
        expect(attempt).toEqual(attempts.get(attempt['attempt']));
      expect(record.consents).toMatchObject([{ what: 'given', otherRegistration: duplicate.pseudonym }]);
      expect(record.requests).toMatchObject([{ kind: 'correction', text: 'My name is misspelt.', status: 'open' }]);
    });

    it('shows nothing of it to anybody else', async () => {
      const [rating] = before.duplicate.attempts;
      expect((await stranger.client.get(`${stranger.me}/attempts/${String(rating?.['attempt'])}`)).problem).toBe(
        'attempt-unknown',
      );
      const theirs = JSON.stringify(await own(stranger));
      for (const actor of [kept, duplicate]) expect(theirs).not.toContain(actor.pseudonym);
      expect((await stranger.client.post(`cycles/2023/enrolments/${enrolment}/drop`, {})).problem).toBe('enrolment-unknown');
    });

    it('says to whoever comes under the other one where to go on, whatever they ask, and lets them in by no code', async () => {
      const { client, me } = duplicate;
      for (const path of [`${me}/participation`, `${me}/attempts`, 'me/record', 'courses'])
        expect((await client.get(path)).problem).toBe('registration-joined');
      expect((await client.post(`${me}/attempts`, { measure: 'test', occasion: 'final' })).problem).toBe('registration-joined');
      expect((await client.post(`${me}/consent/withdrawal`, { purposes: ['take-part'] })).problem).toBe('registration-joined');
      const twice = await cl.registers(somebody((numbers += 1), '900001'));
      const [code = ''] = await cl.invites(twice);
      const other = await someone();
      (await (await cl.coordinator()).post(`teachers/${twice}/merging`, { into: other.pseudonym, reason: 'Twice.' })).must();
      const signIn = await ask(scenario.url, { method: 'POST', path: '/v1/sign-in', body: { code } });
      expect([signIn.status, signIn.problem]).toEqual([409, 'registration-joined']);
    });

    it('lets the person go on where they stopped: the course, the other form of the test, the end', async () => {
      const { client, me } = kept;
      const { items } = await client.see<{ items: readonly Fields[] }>('cycles/2023/offerings?limit=500');
      const [held] = before.duplicate.enrolments;
      expect((await client.post(`${me}/enrolments`, { offering: held?.['offering'] })).problem).toBe('already-enrolled');
      expect(items.length).toBeGreaterThan(0);
      expect((await client.post(`${me}/path`)).problem).toBe('path-accepted-already');
      await cl.at(TIMES.learning);
      await kept.beginsCourse(enrolment);
      await kept.progresses(enrolment, 60);
      (await (await cl.coordinator()).post(`cycles/2023/enrolments/${enrolment}/completion`)).must();
      await cl.at(TIMES.evaluation);
      const last = await kept.starts('test', 'final');
      const shown = await client.see<Fields>(`${me}/attempts/${last}`);
      const first = before.duplicate.attempts.find(({ measure }) => measure === 'test');
      expect(shown['instrument']).not.toBe(first?.['instrument']);
      await kept.answers(last, { ...keysOf(String(shown['instrument'])) });
      await kept.submits(last);
      await kept.ratesThemselves(3, 'final');
      const now = await own(kept);
      expect(now.participation.participation).toMatchObject({ finalRating: 'submitted', finalTest: 'submitted' });
      expect(now.enrolments).toMatchObject([{ status: 'completed', percent: 60, otherRegistration: true }]);
      expect(now.certification).toMatchObject({ takesPart: true, finalTest: true, hoursCompleted: held?.['hours'] });
      expect(now.attempts.map(({ occasion, otherRegistration }) => [occasion, otherRegistration === true])).toEqual([
        ['baseline', true],
        ['baseline', true],
        ['final', false],
        ['final', false],
      ]);
    });

    it('gives each back what is theirs once they are two again', async () => {
      await parts(duplicate);
      const now = { kept: await own(kept), duplicate: await own(duplicate) };
      expect(now.kept.record.joined).toEqual([]);
      expect(now.kept.attempts.map(({ occasion }) => occasion)).toEqual(['final', 'final']);
      expect(now.kept.path).toBeUndefined();
      expect(now.kept.enrolments).toEqual([]);
      expect(JSON.stringify(now.kept)).not.toContain(duplicate.pseudonym);
      expect(now.duplicate.attempts).toEqual(before.duplicate.attempts);
      expect(now.duplicate.enrolments).toMatchObject([{ status: 'completed' }]);
      expect(JSON.stringify(lasting(now.duplicate))).not.toContain(kept.pseudonym);
      expect(await cl.verifies()).toMatchObject({ same: true, differing: [] });
    });
  });

  describe('when the person asks to be forgotten', () => {
    it('are both forgotten, and nothing of either can be read any more', async () => {
      const [kept, duplicate] = [await someone(), await someone()];
      const asked = (await duplicate.client.post<{ request: string }>('me/erasure')).must().body.request;
      (await joins(duplicate, kept)).must();
      expect((await own(kept)).record.requests).toMatchObject([{ request: asked, kind: 'erasure', status: 'asked' }]);
      (await kept.client.post(`me/erasure/${asked}/confirmation`)).must();
      const officer = await cl.as('data-protection-officer');
      const { body } = (await officer.post<Fields>(`teachers/${kept.pseudonym}/forgetting`)).must();
      expect(body).toMatchObject({
        teacher: kept.pseudonym,
        alongside: [{ teacher: duplicate.pseudonym, keyDigest: expect.any(String) as string }],
      });
      expect((await officer.post<Fields>(`teachers/${kept.pseudonym}/forgetting`)).must().body).toEqual(body);
      const coordinator = await cl.coordinator();
      for (const { pseudonym } of [kept, duplicate])
        expect(await coordinator.see(`teachers/${pseudonym}`)).toMatchObject({ erased: true, identity: null });
      const { items } = await officer.see<{ items: readonly Fields[] }>('erasure-requests');
      expect(items.find(({ request }) => request === asked)).toMatchObject({ status: 'carried-out' });
    });
  });
});
