import type { AttemptDocument } from '#libs/contexts/assessment';
import type { Client, Fields } from './support/http.js';
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

const TEACHERS = 12;
const rated = (level: number): Record<string, number> => Object.fromEntries(COMPETENCIES.map((code) => [code, level]));

describe('measurement', () => {
  let scenario: Scenario;
  let cl: Country;
  let coordinator: Client;
  let evaluator: Client;
  let teachers: readonly TeacherActor[];
  /** Answers on paper. */
  let paper: TeacherActor;
  const tests: string[] = [];

  beforeAll(async () => {
    scenario = await Scenario.inProcess();
    cl = await scenario.simulatedCountry('cl');
    await cl.opensCycle();
    coordinator = await cl.coordinator();
    evaluator = await cl.as('evaluator');
    (await cl.importsSchools(registerCsv([registerRow(900001), registerRow(900002)]))).must();
    const people = Array.from({ length: TEACHERS + 1 }, (_, at) => somebody(at + 1, at % 2 === 0 ? '900001' : '900002'));
    const all = await cl.teachers(people);
    teachers = all.slice(0, TEACHERS);
    paper = all[TEACHERS] as TeacherActor;
    await cl.at(TIMES.selfAssessment);
    for (const [at, teacher] of teachers.entries()) {
      await teacher.consents();
      await teacher.ratesThemselves(at % 4, 'baseline', { '1.1': (at % 4) + 1, '2.1': at % 3 });
      tests.push(await teacher.takesTheTest(6 + at));
    }
  }, 300_000);
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  const mine = (teacher: TeacherActor, attempt: string): Promise<AttemptDocument> =>
    teacher.client.see<AttemptDocument>(`${teacher.me}/attempts/${attempt}`);

  describe('on paper', () => {
    const answers = `cycles/2023/teachers`;
    const given = '2023-05-19T16:30:00-04:00';
    const sheet = (more: Fields = {}): Fields => ({
      measure: 'self-rating',
      occasion: 'baseline',
      instrument: 'self-rating',
      version: 1,
      occurredAt: given,
      answers: rated(2),
      ...more,
    });
    const enter = (body: Fields) => coordinator.post(`${answers}/${paper.pseudonym}/paper-answers`, body);

    it('comes after a consent, which may be on paper too', async () => {
      await cl.at('2023-06-28T15:00:00.000Z');
      expect((await enter(sheet())).problem).toBe('consent-missing');
      const consent = {
        version: '2023-1',
        language: 'es-CL',
        purposes: ['take-part', 'programme-statistics'],
        occurredAt: '2023-05-12T10:00:00-04:00',
      };
      const path = `${answers}/${paper.pseudonym}/paper-consent`;
      expect((await coordinator.post(path, { ...consent, occurredAt: '2024-01-01T10:00:00-04:00' })).problem).toBe(
        'occurred-in-future',
      );
      expect((await coordinator.post(path, consent)).must().body).toMatchObject({ entered: 'paper' });
      expect((await enter(sheet({ occurredAt: '2023-05-11T10:00:00-04:00' }))).problem).toBe('answered-before-consent');
    });

    it('is refused by name where the sheet cannot be right', async () => {
      expect((await enter(sheet({ occurredAt: '2023-07-11T10:00:00-04:00' }))).problem).toBe('occurred-in-future');
      expect((await enter(sheet({ occurredAt: '2023-06-28T15:00:01Z' }))).problem).toBe('occurred-in-future');
      expect((await enter(sheet({ occurredAt: '2023-06-28T14:59:59Z' }))).problem).toBe('window-closed');
      expect((await enter(sheet({ version: 2 }))).problem).toBe('sheet-of-other-version');
      expect((await enter(sheet({ instrument: 'self-rating-then' }))).problem).toBe('sheet-of-other-version');
      expect((await enter(sheet({ answers: { '9.9': 1 } }))).problem).toBe('item-unknown');
      expect((await enter(sheet({ answers: { '1.1': 9 } }))).problem).toBe('answer-not-offered');
      expect((await enter(sheet({ occurredAt: 'yesterday' }))).status).toBe(400);
      expect((await enter(sheet({ answers: [] }))).status).toBe(400);
    });

    it('counts when it was answered in the window, however late it is entered, and both times can be read', async () => {
      const { attempt } = (await enter(sheet({ answers: { ...rated(2), '1.1': 'na' } }))).must().body as { attempt: string };
      const stored = await mine(paper, attempt);
      expect(stored).toMatchObject({
        status: 'submitted',
        entered: 'paper',
        late: false,
        submittedAt: '2023-05-19T20:30:00.000Z',
        recordedAt: '2023-06-28T15:00:00.000Z',
      });
      expect(stored.result?.byCompetency['1.1']).toEqual({ score: null, answered: 0, items: 1 });
      expect((await enter(sheet())).problem).toBe('already-submitted');
    });

    it('is late between closing and the end of grace', async () => {
      const instrument = (await evaluatorForm(paper)) ?? '';
      const test = sheet({ measure: 'test', instrument, occurredAt: '2023-06-12T10:00:00-04:00', answers: keysOf(instrument) });
      expect((await enter(test)).must().body).toMatchObject({ late: true, entered: 'paper' });
    });

    /** Which form the paper teacher was drawn: the other one is refused. */
    const evaluatorForm = async (_: TeacherActor): Promise<string | undefined> => {
      for (const instrument of ['test-form-a', 'test-form-b']) {
        const probe = await enter(
          sheet({ measure: 'test', instrument, occurredAt: '2023-06-12T10:00:00-04:00', answers: { nothing: 'a' } }),
        );
        if (probe.problem === 'item-unknown') return instrument;
        expect(probe.problem).toBe('sheet-of-other-version');
      }
      return undefined;
    };
  });

  describe('reliability', () => {
    const path = 'cycles/2023/instruments/self-rating/reliability';

    it('is an evaluator’s to see, with α of each dimension and every item', async () => {
      expect((await coordinator.get(path)).problem).toBe('not-allowed');
      const found = await evaluator.see<{
        persons: number;
        simulated: boolean;
        whole: { n: number; alpha: number };
        dimensions: { dimension: string; items: number; n: number; excluded: number; alpha: number }[];
        items: { item: string; answered: number; missing: number; difficulty: number; withDimension: number }[];
      }>(path);
      expect(found).toMatchObject({ persons: TEACHERS + 1, simulated: true });
      expect(found.dimensions.map(({ dimension }) => dimension)).toEqual(['1', '2', '3', '4', '5', '6']);
      // Who marked an item not applicable is left out of its dimension, not counted as 0.
      expect(found.dimensions[0]).toMatchObject({ items: 4, n: TEACHERS, excluded: 1 });
      expect(found.dimensions[0]?.alpha).toBeGreaterThan(0.9);
      expect(found.items).toHaveLength(22);
      expect(found.items[0]).toMatchObject({ item: '1.1', answered: TEACHERS, missing: 1, difficulty: 2.5 });
    });
    it('is withheld for few, and named where it is unknown', async () => {
      const few = await evaluator.see<{ whole: { n: number; alpha: unknown } }>(
        'cycles/2023/instruments/test-form-a/reliability',
      );
      expect(few.whole.n).toBeGreaterThan(0);
      expect(few.whole.n).toBeLessThan(10);
      expect(few.whole.alpha).toEqual({ withheld: 'primary' });
      expect(JSON.stringify(few)).not.toContain('"difficulty":0');
      expect((await evaluator.get(`${path}?version=9`)).problem).toBe('instrument-unknown');
      expect((await evaluator.get(`${path}?occasion=someday`)).status).toBe(400);
      expect((await evaluator.get('cycles/1999/instruments/self-rating/reliability')).problem).toBe('cycle-unknown');
    });
    it('leaves out who withdraws', async () => {
      const [leaver] = teachers as [TeacherActor];
      const purposes = ['programme-statistics'];
      (await leaver.client.post(`${leaver.me}/consent/withdrawal`, { purposes })).must();
      expect(await evaluator.see(path)).toMatchObject({ persons: TEACHERS });
      await leaver.consents();
      expect(await evaluator.see(path)).toMatchObject({ persons: TEACHERS + 1 });
    });
  });

  describe('scoring anew', () => {
    const revise = (instrument: string, body: Fields) => evaluator.post(`instruments/${instrument}/versions/1/scoring`, body);
    const why = { reason: 'A key was wrong.', decidedBy: 'Technical advisory council' };

    it('takes a version of the scoring that was never used, and complete keys', async () => {
      const keys = keysOf('test-form-a');
      expect((await revise('test-form-a', { scoring: { version: '1' }, keys, ...why })).problem).toBe('scoring-version-used');
      expect((await revise('test-form-a', { scoring: { version: '2' }, keys: { x: 'a' }, ...why })).problem).toBe('key-missing');
      expect((await revise('self-rating', { scoring: { version: '2' }, keys, ...why })).problem).toBe('keys-without-test');
      expect((await revise('nothing', { scoring: { version: '2' }, ...why })).problem).toBe('instrument-unknown');
      const share = { dimension: 0.5, whole: 0.5 };
      const minimum = await revise('test-form-a', { scoring: { version: '2', minimumAnswered: share }, ...why });
      expect(minimum.problem).toBe('minimum-answered-on-test');
    });

    it('runs through a version by itself; each earlier result stays readable beside the new one', async () => {
      for (const instrument of ['test-form-a', 'test-form-b']) {
        const keys = { ...keysOf(instrument) };
        const [first] = Object.keys(keys) as [string];
        // What was right is wrong now: everybody answered the first item rightly.
        keys[first] = keys[first] === 'a' ? 'b' : 'a';
        (await revise(instrument, { scoring: { version: '2' }, keys, ...why })).must();
      }
      const before = await mine(teachers[0] as TeacherActor, tests[0] as string);
      expect(before.earlier).toBeUndefined();
      const one = await evaluator.post(`cycles/2023/attempts/${tests[0] ?? ''}/rescoring`, { reason: 'A key was wrong.' });
      expect(one.must().body).toMatchObject({ changed: true });
      const again = await evaluator.post(`cycles/2023/attempts/${tests[0] ?? ''}/rescoring`, { reason: 'A key was wrong.' });
      expect(again.must().body).toMatchObject({ changed: false });
      const counts: [number, number][] = [];
      for (const instrument of ['test-form-a', 'test-form-b']) counts.push(await runThrough(instrument));
      // One was scored again by itself already; the sheet of paper counts like any other.
      const [rescored, unchanged] = [0, 1].map((at) => counts.reduce((sum, count) => sum + (count[at] ?? 0), 0));
      expect([rescored, unchanged]).toEqual([TEACHERS, 1]);
      const after = await mine(teachers[0] as TeacherActor, tests[0] as string);
      expect(after.result?.scoring).toBe('percent-correct@2');
      expect(after.result?.reason).toBe('A key was wrong.');
      expect(after.earlier).toEqual([{ result: before.result }]);
      expect(after.result?.whole.score).toBe(Math.floor((2 * 10_000 * 5 + 24) / 48));
    });

    it('refuses what it does not know', async () => {
      const run = (body: Fields) => evaluator.post('cycles/2023/rescorings', body);
      expect((await run({ instrument: 'nothing', version: 1, reason: 'x' })).problem).toBe('instrument-unknown');
      expect((await run({ instrument: 'self-rating', version: 1 })).status).toBe(400);
      const nobody = '0a4fd0ad-3ad3-5b2c-8a8e-0f8f0d0d7a11';
      expect((await evaluator.get(`cycles/2023/rescorings/${nobody}`)).problem).toBe('rescoring-unknown');
      const unknown = await evaluator.post(`cycles/2023/attempts/${nobody}/rescoring`, { reason: 'x' });
      expect(unknown.problem).toBe('attempt-unknown');
      const begun = await (teachers[1] as TeacherActor).client.post('cycles/2023/rescorings', {});
      expect(begun.problem).toBe('not-allowed');
    });
  });

  const runThrough = async (instrument: string): Promise<[number, number]> => {
    const { rescoring } = (
      await evaluator.post<{ rescoring: string }>('cycles/2023/rescorings', {
        instrument,
        version: 1,
        reason: 'A key was wrong.',
      })
    ).must().body;
    for (let tries = 0; tries < 300; tries += 1) {
      const run = await evaluator.see<{ status: string; rescored: number; unchanged: number }>(
        `cycles/2023/rescorings/${rescoring}`,
      );
      if (run.status === 'finished') return [run.rescored, run.unchanged];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('scoring anew did not end');
  };

  describe('equating', () => {
    const forms = [
      { instrument: 'test-form-a', version: 1 },
      { instrument: 'test-form-b', version: 1 },
    ];
    const decide = (body: Fields) =>
      evaluator.post('cycles/2023/equatings', {
        forms,
        scale: 'common',
        decidedBy: 'Evaluation unit',
        reason: 'B is easier.',
        ...body,
      });
    const raws = Array.from({ length: 25 }, (_, right) => Math.floor((20_000 * right + 24) / 48));

    it('refuses ratings, scales in use, small samples and tables with holes', async () => {
      expect((await decide({ method: 'random-groups-linear' })).problem).toBe('equating-sample-too-small');
      expect((await decide({ method: 'identical-form' })).problem).toBe('equating-forms-unusable');
      expect((await decide({ method: 'common-item-linear', anchors: ['x', 'y'] })).problem).toBe('equating-forms-unusable');
      expect((await decide({ method: 'supplied-table' })).problem).toBe('equating-table-unusable');
      expect((await decide({ method: 'supplied-table', scale: 'digital-teaching-test-percent' })).problem).toBe(
        'equating-scale-taken',
      );
      const rating = { instrument: 'self-rating', version: 1 };
      expect((await decide({ method: 'supplied-table', forms: [rating, forms[0]] })).problem).toBe('measures-not-comparable');
      expect((await decide({ method: 'identical-form', forms: [rating] })).problem).toBe('equating-for-tests-only');
      expect((await decide({ method: 'guessing' })).status).toBe(400);
    });

    const testsShown = async () => {
      interface Shown {
        readonly measure: string;
        readonly scale: string;
        readonly before: { readonly n: number };
        readonly equated?: { readonly with: readonly string[]; readonly elsewhere: number };
      }
      const { measures } = await evaluator.see<{ measures: readonly Shown[] }>('cycles/2023/dashboard');
      return measures.filter(({ measure }) => measure === 'test');
    };

    it('is a recorded decision; scored after it, every form is on the common scale', async () => {
      const table = raws.map((raw) => ({ raw, scaled: Math.max(0, raw - 100) }));
      const { decision } = (await decide({ method: 'supplied-table', tables: { 'test-form-b@1': table } })).must().body as {
        decision: string;
      };
      const { decisions } = (await evaluator.get<{ decisions: Fields[] }>('cycles/2023/equatings')).must().body;
      expect(decisions).toHaveLength(1);
      expect(decisions[0]).toMatchObject({ decision, method: 'supplied-table', scale: 'common', decidedBy: 'Evaluation unit' });
      // Decided, and nobody's result is on the new scale yet: the summary stays with the one on which they are.
      expect(await testsShown()).toMatchObject([
        {
          scale: 'digital-teaching-test-percent',
          before: { n: TEACHERS + 1 },
          equated: { common: false, with: ['common'], elsewhere: 0 },
        },
      ]);
      await runThrough('test-form-a');
      const [half] = await testsShown();
      expect(half).toMatchObject({ scale: 'common', equated: { common: true, with: ['digital-teaching-test-percent'] } });
      expect((half?.before.n ?? 0) + (half?.equated?.elsewhere ?? 0)).toBe(TEACHERS + 1);
      await runThrough('test-form-b');
      for (const [at, attempt] of tests.entries()) {
        const { instrument, result, earlier } = await mine(teachers[at] as TeacherActor, attempt);
        const raw = result?.equating?.raw.score ?? 0;
        expect(result).toMatchObject({ scale: 'common', equating: { decision, rawScale: 'digital-teaching-test-percent' } });
        expect(result?.whole.score).toBe(instrument === 'test-form-b' ? raw - 100 : raw);
        expect(earlier).toHaveLength(2);
      }
      const [common, ...others] = await testsShown();
      expect(common).toMatchObject({
        scale: 'common',
        before: { n: TEACHERS + 1 },
        equated: { with: ['digital-teaching-test-percent'], elsewhere: 0 },
      });
      expect(others).toEqual([]);
    });
  });

  describe('looking back', () => {
    it('is asked at the end, about each dimension, and is no end of a pair', async () => {
      await cl.at(TIMES.evaluation);
      for (const [at, teacher] of teachers.entries()) {
        await teacher.ratesThemselves(3, 'final');
        const started = await teacher.client.post<{ attempt: string }>(`${teacher.me}/attempts`, {
          measure: 'self-rating',
          occasion: 'retrospective',
        });
        const { attempt } = started.must().body;
        const { form } = await teacher.client.see<{ form: { items: { id: string }[] } }>(`${teacher.me}/attempts/${attempt}`);
        expect(form.items).toHaveLength(6);
        await teacher.answers(attempt, Object.fromEntries(form.items.map(({ id }) => [id, at % 3])));
        await teacher.submits(attempt);
        expect((await mine(teacher, attempt)).profile).toBeUndefined();
      }
      const [first] = teachers as [TeacherActor];
      const none = await first.client.post(`${first.me}/attempts`, { measure: 'test', occasion: 'retrospective' });
      expect(none.problem).toBe('occasion-not-planned');
    });
    it('shows then against now to an evaluator', async () => {
      const { dimensions } = await evaluator.see<{ dimensions: Fields[] }>('cycles/2023/then-against-now');
      expect(dimensions).toHaveLength(6);
      expect(dimensions[0]).toEqual({
        dimension: '1',
        thenAndNow: { n: TEACHERS, then: 1, now: 3, up: TEACHERS, same: 0, down: 0 },
        withBefore: { n: TEACHERS, before: 1.75, then: 1, now: 3 },
      });
      expect((await coordinator.get('cycles/2023/then-against-now')).problem).toBe('not-allowed');
    });
  });

  describe('frameworks', () => {
    it('answer what corresponds to them in others, from either side', async () => {
      const partner = await cl.as('partner');
      interface View {
        crosswalk: string;
        written: string;
        official: boolean;
        rows: { competency: string; alignments: { competency: string; relation: string }[] }[];
        uncovered: string[];
      }
      const near = await partner.see<{ crosswalks: View[] }>('frameworks/digcompedu-2017/crosswalks');
      expect(near.crosswalks.map(({ crosswalk, written, official }) => [crosswalk, written, official])).toEqual([
        ['digcompedu-2017-to-estandares-tic-2011', 'from-here', false],
        ['digcompedu-2017-to-ict-cft-v3', 'from-here', false],
      ]);
      const far = await partner.see<{ crosswalks: View[] }>('frameworks/ict-cft-v3/crosswalks');
      const teaching = far.crosswalks[0]?.rows.find(({ competency }) => competency === '3.KA')?.alignments;
      expect(teaching?.map(({ competency, relation }) => `${competency} ${relation}`)).toContain('3.1 narrower');
      expect(far.crosswalks[0]?.uncovered).toEqual(['1.KA', '1.KC', '4.KC']);
      expect((await partner.get('frameworks/nothing/crosswalks')).problem).toBe('framework-unknown');
    });
    it('are aligned by a coordinator, code by code', async () => {
      const content = {
        id: 'ict-cft-v3-to-estandares-tic-2011',
        version: 1,
        from: { framework: 'ict-cft-v3', version: 1 },
        to: { framework: 'estandares-tic-2011', version: 1 },
        decidedBy: 'Technical advisory council',
        official: false,
        note: { es: 'Correspondencia propia.' },
        alignments: [
          { from: '3.KA', to: '1', relation: 'broader' },
          { from: '3.KC', to: '2', relation: 'exact' },
          { from: '4.KA', to: '2', relation: 'related' },
        ],
      };
      const adopt = (more: Fields) => coordinator.post('crosswalks', { content: { ...content, ...more } });
      expect((await evaluator.post('crosswalks', { content })).problem).toBe('not-allowed');
      expect((await adopt({ alignments: [] })).problem).toBe('crosswalk-malformed');
      expect((await adopt({ alignments: [{ from: '9.ZZ', to: '1', relation: 'exact' }] })).problem).toBe(
        'competency-not-in-framework',
      );
      expect((await adopt({ to: { framework: 'nothing', version: 1 } })).problem).toBe('framework-unknown');
      expect((await adopt({})).must().body).toMatchObject({ crosswalk: content.id });
      expect((await adopt({ decidedBy: 'Somebody else' })).problem).toBe('crosswalk-version-adopted-already');
      const { crosswalks } = await evaluator.see<{
        crosswalks: {
          crosswalk: string;
          rows: { competency: string; alignments: { competency: string; relation: string }[] }[];
        }[];
      }>('frameworks/estandares-tic-2011/crosswalks');
      expect(crosswalks).toHaveLength(2);
      const rows = crosswalks.find(({ crosswalk }) => crosswalk === content.id)?.rows ?? [];
      const seen = rows.flatMap(({ competency, alignments }) =>
        alignments.map((one) => `${competency} ${one.relation} ${one.competency}`),
      );
      expect(seen.sort()).toEqual(['1 narrower 3.KA', '2 exact 3.KC', '2 related 4.KA']);
    });
  });

  it('is whole in the teacher’s own record, and views are what a replay gives', async () => {
    const [first] = teachers as [TeacherActor];
    const record = await first.client.see<{ attempts: AttemptDocument[]; instruments: Record<string, { items: unknown[] }> }>(
      'me/record/assessment',
    );
    expect(record.attempts.map(({ measure, occasion }) => `${measure} ${occasion}`).sort()).toEqual([
      'self-rating baseline',
      'self-rating final',
      'self-rating retrospective',
      'test baseline',
    ]);
    expect(record.attempts.find(({ measure }) => measure === 'test')?.earlier).toHaveLength(2);
    expect(Object.keys(record.instruments)).toHaveLength(3);
    expect(JSON.stringify(record)).not.toContain('"keys"');
    expect(await cl.verifies()).toMatchObject({ same: true });
  });
});
