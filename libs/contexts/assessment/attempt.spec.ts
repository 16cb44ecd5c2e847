import { specification } from '#libs/kernel/testing';
import type { CycleDesign, Participation, StageWindow } from '#libs/contexts/rollout';
import type { AttemptEvent, AttemptStarted } from './assessment.events.js';
import { answer, attemptDecider, formFor, instrumentFor, recordOnPaper, rescore, start, submit } from './attempt.js';
import type { PublishedVersion } from './instrument.js';

const text = (en: string) => ({ en, es: en });
const item = (id: string, competency: string) => ({
  id,
  competency,
  dimension: competency.slice(0, 1),
  prompt: text(id),
  options: [0, 1, 2, 3, 4, 5].map((value) => ({ value, text: text(`anchor ${value}`) })),
  notApplicable: true,
});
const rating: PublishedVersion = {
  instrument: 'selfrating',
  version: 1,
  title: text('Self-assessment'),
  measure: 'self-rating',
  scale: 'anchored-0-5',
  framework: 'digcompedu',
  minutes: 15,
  items: [item('i1', '1.1'), item('i2', '1.2'), item('i3', '2.1')],
  scoring: { rule: 'mean-of-anchors', version: '1' },
};
const choices = ['a', 'b', 'c', 'd'].map((value) => ({ value, text: text(value) }));
const test: PublishedVersion = {
  ...rating,
  instrument: 'testforma',
  measure: 'test',
  scale: 'percent',
  items: ['q1', 'q2', 'q3'].map((id) => ({ ...item(id, '1.1'), options: choices, notApplicable: false })),
  keys: { q1: 'a', q2: 'b', q3: 'c' },
  scoring: { rule: 'percent-correct', version: '1' },
};
const window: StageWindow = {
  stage: 'self-assessment',
  opens: '2023-05-08T04:00:00.000Z',
  closes: '2023-06-10T03:59:59.999Z',
  graceUntil: '2023-06-17T03:59:59.999Z',
};
const inTime = '2023-05-10T12:00:00.000Z';
const late = '2023-06-12T12:00:00.000Z';
const afterGrace = '2023-06-18T12:00:00.000Z';
const consenting: Participation = { invited: true, consented: true, purposes: ['take-part'] };
const withdrawn: Participation = { invited: true, consented: false, purposes: [] };
const design = {
  formSeed: 'seed',
  testForms: [
    { instrument: 'testforma', version: 1 },
    { instrument: 'testformb', version: 1 },
  ],
  targetProfile: { version: 'tp1', decidedBy: 'CPEIP', targets: { primary: { '1.1': 3, '1.2': 2, '2.1': 4 } } },
  gapRules: { version: 'gap1' },
} as unknown as CycleDesign;

const begun = (version: PublishedVersion): AttemptStarted => ({
  attempt: 'a1',
  teacher: 't1',
  cycle: '2023',
  occasion: 'baseline',
  instrument: version.instrument,
  version: 1,
  measure: version.measure,
  scale: version.scale,
  closes: window.closes,
  graceUntil: window.graceUntil,
});
const started: AttemptEvent = { type: 'SelfAssessmentStarted', data: begun(rating) };
const testStarted: AttemptEvent = { type: 'TestStarted', data: begun(test) };
const answered = (answers: Record<string, number | string>): AttemptEvent => ({
  type: 'ItemsAnswered',
  data: { attempt: 'a1', answers },
});
const submitted: AttemptEvent = {
  type: 'SelfAssessmentSubmitted',
  data: { attempt: 'a1', teacher: 't1', occasion: 'baseline', late: false },
};

const { given } = specification(attemptDecider);
const command = { attempt: 'a1', teacher: 't1', cycle: '2023', occasion: 'baseline' } as const;
const references = { version: rating, window, participation: consenting };
const handIn = { ...references, design, educationLevel: 'primary' };

describe('starting', () => {
  it('begins a self-assessment for who consented', () => {
    given()
      .when((state) => start(command, state, references))
      .then(started);
  });
  it('begins a test under its own name', () => {
    given()
      .when((state) => start(command, state, { ...references, version: test }))
      .then(testStarted);
  });
  it('comes after consent', () => {
    given()
      .when((state) => start(command, state, { ...references, participation: withdrawn }))
      .refuses('consent-missing');
  });
  it('happens once', () => {
    given(started)
      .when((state) => start(command, state, references))
      .refuses('already-started', { attempt: 'a1' });
    given(started, submitted)
      .when((state) => start(command, state, references))
      .refuses('already-submitted');
  });
});

describe('answering', () => {
  const saying = (answers: Record<string, number | string>, at = inTime) => ({ answers, at });

  it('keeps one item or several, and only what changed', () => {
    given(started, answered({ i1: 2 }))
      .when((state) => answer(saying({ i1: 2, i2: 'na', i3: 5 }), state, references))
      .then(answered({ i2: 'na', i3: 5 }));
  });
  it('says nothing when nothing changed', () => {
    given(started, answered({ i1: 2 }))
      .when((state) => answer(saying({ i1: 2 }), state, references))
      .thenNothing();
  });
  it('refuses items of another instrument, and options that are not offered', () => {
    given(started)
      .when((state) => answer(saying({ q1: 'a' }), state, references))
      .refuses('item-unknown', { item: 'q1' });
    given(started)
      .when((state) => answer(saying({ i1: 6 }), state, references))
      .refuses('answer-not-offered', { item: 'i1', answer: 6 });
    given(testStarted)
      .when((state) => answer(saying({ q1: 'na' }), state, { ...references, version: test }))
      .refuses('answer-not-offered');
  });
  it('ends with the grace period', () => {
    given(started)
      .when((state) => answer(saying({ i1: 1 }, late), state, references))
      .then(answered({ i1: 1 }));
    given(started)
      .when((state) => answer(saying({ i1: 1 }, afterGrace), state, references))
      .refuses('window-closed', { closes: window.closes });
  });
  it('ends when it was handed in or consent was withdrawn, and needs a start', () => {
    given(started, submitted)
      .when((state) => answer(saying({ i1: 1 }), state, references))
      .refuses('already-submitted');
    given(started)
      .when((state) => answer(saying({ i1: 1 }), state, { ...references, participation: withdrawn }))
      .refuses('consent-missing');
    given()
      .when((state) => answer(saying({ i1: 1 }), state, references))
      .refuses('attempt-unknown');
  });
});

describe('handing in', () => {
  it('scores a self-assessment and holds it against the target profile, in one decision', () => {
    given(started, answered({ i1: 2, i2: 3, i3: 'na' }))
      .when((state) => submit({ at: inTime }, state, handIn))
      .then(
        submitted,
        {
          type: 'AttemptScored',
          data: {
            attempt: 'a1',
            teacher: 't1',
            occasion: 'baseline',
            measure: 'self-rating',
            scale: 'anchored-0-5',
            instrument: 'selfrating',
            version: 1,
            scoring: 'mean-of-anchors@1',
            marks: [2, 3, null],
            whole: { score: 250, answered: 2, items: 3 },
            byDimension: { '1': { score: 250, answered: 2, items: 2 }, '2': { score: null, answered: 0, items: 1 } },
            byCompetency: {
              '1.1': { score: 200, answered: 1, items: 1 },
              '1.2': { score: 300, answered: 1, items: 1 },
              '2.1': { score: null, answered: 0, items: 1 },
            },
          },
        },
        {
          type: 'GapsIdentified',
          data: {
            attempt: 'a1',
            teacher: 't1',
            educationLevel: 'primary',
            targetProfile: 'tp1',
            gapRules: 'gap1',
            gaps: [
              { competency: '1.1', observed: 2, target: 3, gap: 1 },
              { competency: '1.2', observed: 3, target: 2, gap: 0 },
              { competency: '2.1', observed: null, target: 4, gap: null },
            ],
          },
        },
      );
  });
  it('counts what was left blank in a test as wrong, and shows no gaps', () => {
    const events = given(testStarted, answered({ q1: 'a', q2: 'd' }))
      .when((state) => submit({ at: inTime }, state, { ...handIn, version: test }))
      .events();
    expect(events.map((event) => event.type)).toEqual(['TestSubmitted', 'AttemptScored']);
    expect(events[1]?.data).toMatchObject({ whole: { score: 3333, answered: 3, items: 3 } });
  });
  it('gives no score where fewer items were answered than the rule asks for', () => {
    const strict = { ...rating, scoring: { ...rating.scoring, minimumAnswered: { dimension: 0.6, whole: 0.6 } } };
    const events = given(started, answered({ i1: 2, i2: 'na', i3: 4 }))
      .when((state) => submit({ at: inTime }, state, { ...handIn, version: strict }))
      .events();
    expect(events[1]?.data).toMatchObject({
      whole: { score: 300, answered: 2 },
      byDimension: { '1': { score: null, answered: 1, items: 2 }, '2': { score: 400 } },
    });
  });
  it('flags what came in the grace period as late', () => {
    const [event] = given(started, answered({ i1: 0, i2: 0, i3: 0 }))
      .when((state) => submit({ at: late }, state, handIn))
      .events();
    expect(event?.data).toMatchObject({ late: true });
  });
  it('names the items that have no answer', () => {
    given(started, answered({ i1: 2 }))
      .when((state) => submit({ at: inTime }, state, handIn))
      .refuses('answers-missing', { items: ['i2', 'i3'] });
  });
  it('happens once, in time, and with consent', () => {
    given(started, submitted)
      .when((state) => submit({ at: inTime }, state, handIn))
      .refuses('already-submitted');
    given(started)
      .when((state) => submit({ at: afterGrace }, state, handIn))
      .refuses('window-closed');
    given(started)
      .when((state) => submit({ at: inTime }, state, { ...handIn, participation: withdrawn }))
      .refuses('consent-missing');
  });
});

describe('the test form', () => {
  const teachers = Array.from({ length: 400 }, (_, index) => `teacher-${index}`);
  it('is the other one at the end', () => {
    for (const teacher of teachers) {
      expect(formFor(design, teacher, 'final').instrument).not.toBe(formFor(design, teacher, 'baseline').instrument);
    }
  });
  it('is drawn evenly and the same each time', () => {
    const first = teachers.filter((teacher) => formFor(design, teacher, 'baseline').instrument === 'testforma').length;
    expect(first).toBeGreaterThan(150);
    expect(first).toBeLessThan(250);
    expect(formFor(design, 'teacher-7', 'baseline')).toEqual(formFor(design, 'teacher-7', 'baseline'));
  });
});

describe('looking back', () => {
  const then: PublishedVersion = { ...rating, instrument: 'then', about: 'then' };
  const designed = { ...design, selfRating: { instrument: 'selfrating', version: 1 } } as CycleDesign;

  it('is asked only where the cycle’s design does', () => {
    const asking = { ...designed, retrospective: { instrument: 'then', version: 1 } };
    expect(instrumentFor(asking, 't1', 'self-rating', 'retrospective')).toEqual({ instrument: 'then', version: 1 });
    expect(() => instrumentFor(designed, 't1', 'self-rating', 'retrospective')).toThrow('occasion-not-planned');
    expect(() => instrumentFor(asking, 't1', 'test', 'retrospective')).toThrow('occasion-not-planned');
  });
  it('never mixes what was then with what is now', () => {
    given()
      .when((state) => start({ ...command, occasion: 'final' }, state, { ...references, version: then }))
      .refuses('instrument-of-other-occasion');
    given()
      .when((state) => start({ ...command, occasion: 'retrospective' }, state, references))
      .refuses('instrument-of-other-occasion');
  });
  it('shows no gaps and no competencies', () => {
    const asked: AttemptEvent = { type: 'SelfAssessmentStarted', data: { ...begun(then), occasion: 'retrospective' } };
    const events = given(asked, answered({ i1: 1, i2: 2, i3: 'na' }))
      .when((state) => submit({ at: inTime }, state, { ...handIn, version: then }))
      .events();
    expect(events.map(({ type }) => type)).toEqual(['SelfAssessmentSubmitted', 'AttemptScored']);
    expect(events[1]?.data).toMatchObject({ byCompetency: {}, occasion: 'retrospective' });
  });
});

describe('answers on paper', () => {
  const signed: Participation = { ...consenting, consentedAt: '2023-05-09T12:00:00.000Z' };
  const entering = { ...handIn, participation: signed };
  const sheet = { ...command, answers: { i1: 3 }, sheet: { instrument: 'selfrating', version: 1 }, at: inTime };

  it('are begun, answered and handed in at once, flagged, and what was left blank is missing', () => {
    const events = given()
      .when((state) => recordOnPaper(sheet, state, entering))
      .events();
    expect(events.map(({ type, data }) => [type, (data as { entered?: string }).entered])).toEqual([
      ['SelfAssessmentStarted', 'paper'],
      ['ItemsAnswered', 'paper'],
      ['SelfAssessmentSubmitted', 'paper'],
      ['AttemptScored', undefined],
      ['GapsIdentified', undefined],
    ]);
    expect(events[3]?.data).toMatchObject({ whole: { score: 300, answered: 1, items: 3 }, marks: [3, null, null] });
  });
  it('complete what was begun on the pages', () => {
    const events = given(started, answered({ i1: 1, i2: 2 }))
      .when((state) => recordOnPaper(sheet, state, entering))
      .events();
    expect(events.map(({ type }) => type)).toEqual([
      'ItemsAnswered',
      'SelfAssessmentSubmitted',
      'AttemptScored',
      'GapsIdentified',
    ]);
    expect(events[2]?.data).toMatchObject({ marks: [3, 2, null] });
  });
  it('are late when they were given late', () => {
    const [, , submittedLate] = given()
      .when((state) => recordOnPaper({ ...sheet, at: late }, state, entering))
      .events();
    expect(submittedLate?.data).toMatchObject({ late: true });
  });
  it('need a consent that is older, and the sheet of this teacher’s form', () => {
    const refused = (more: object, name: string, participation = signed) =>
      given()
        .when((state) => recordOnPaper({ ...sheet, ...more }, state, { ...entering, participation }))
        .refuses(name);
    refused({ at: '2023-05-09T11:59:59.999Z' }, 'answered-before-consent');
    refused({}, 'consent-missing', withdrawn);
    refused({ sheet: { instrument: 'selfrating', version: 2 } }, 'sheet-of-other-version');
    refused({ answers: { nothing: 1 } }, 'item-unknown');
    given(started, submitted)
      .when((state) => recordOnPaper(sheet, state, entering))
      .refuses('already-submitted');
  });
});

describe('scoring anew', () => {
  const [handed, scored] = given(testStarted, answered({ q1: 'a', q2: 'b' }))
    .when((state) => submit({ at: inTime }, state, { ...handIn, version: test }))
    .events() as [AttemptEvent, AttemptEvent];
  const history = [testStarted, answered({ q1: 'a', q2: 'b' }), handed, scored] as const;
  const revised: PublishedVersion = {
    ...test,
    keys: { q1: 'a', q2: 'c', q3: 'c' },
    scoring: { rule: 'percent-correct', version: '2' },
  };
  const again = { version: revised, design, participation: consenting };

  it('adds a result that names the version that made it', () => {
    given(...history)
      .when((state) => rescore({ reason: 'wrong key' }, state, again))
      .then({
        type: 'AttemptRescored',
        data: {
          ...(scored.data as object),
          scoring: 'percent-correct@2',
          whole: { score: 3333, answered: 3, items: 3 },
          byDimension: { 1: { score: 3333, answered: 3, items: 3 } },
          byCompetency: { '1.1': { score: 3333, answered: 3, items: 3 } },
          marks: [1, 0, 0],
          result: 2,
          reason: 'wrong key',
        },
      } as unknown as AttemptEvent);
  });
  it('says nothing where nothing is different, and counts results on', () => {
    given(...history)
      .when((state) => rescore({ reason: 'to be sure' }, state, { ...again, version: test }))
      .thenNothing();
    const second = given(...history)
      .when((state) => rescore({ reason: 'wrong key' }, state, again))
      .events();
    const [third] = given(...history, ...second)
      .when((state) => rescore({ reason: 'right after all' }, state, { ...again, version: test }))
      .events();
    expect(third?.data).toMatchObject({ result: 3, scoring: 'percent-correct@1' });
  });
  it('puts an equated form on the common scale and keeps the raw score', () => {
    const table = [0, 3333, 6667, 10_000].map((raw) => ({ raw, scaled: Math.max(0, raw - 500) }));
    const equated = {
      decision: 'd1',
      scale: 'common',
      instrument: 'testforma',
      version: 1,
      scoring: 'percent-correct@1',
      rawScale: 'percent',
      table,
    };
    const [result] = given(...history)
      .when((state) => rescore({ reason: 'equated' }, state, { ...again, version: test, equated }))
      .events();
    expect(result?.data).toMatchObject({
      scale: 'common',
      whole: { score: 6167 },
      equating: { decision: 'd1', rawScale: 'percent', raw: { score: 6667 } },
    });
    // The table reads raw scores of one scoring only: under another the form is on its own scale.
    const [other] = given(...history)
      .when((state) => rescore({ reason: 'wrong key' }, state, { ...again, equated }))
      .events();
    expect(other?.data).toMatchObject({ scale: 'percent', whole: { score: 3333 } });
    expect(other?.data).not.toHaveProperty('equating');
  });
  it('holds a self-rating against the targets of the level it was handed in at', () => {
    const first = given(started, answered({ i1: 2, i2: 3, i3: 'na' }))
      .when((state) => submit({ at: inTime }, state, handIn))
      .events();
    const stricter = {
      ...design,
      targetProfile: { ...design.targetProfile, version: 'tp2', targets: { primary: { '1.1': 5 } } },
    };
    const events = given(started, answered({ i1: 2, i2: 3, i3: 'na' }), ...first)
      .when((state) => rescore({ reason: 'new targets' }, state, { ...again, version: rating, design: stricter }))
      .events();
    expect(events).toEqual([
      {
        type: 'GapsIdentified',
        data: expect.objectContaining({
          educationLevel: 'primary',
          targetProfile: 'tp2',
          gaps: [{ competency: '1.1', observed: 2, target: 5, gap: 3 }],
        }) as object,
      },
    ]);
  });
  it('uses nothing of who withdrew, and needs something handed in', () => {
    given(...history)
      .when((state) => rescore({ reason: 'x' }, state, { ...again, participation: withdrawn }))
      .refuses('consent-missing');
    given(testStarted)
      .when((state) => rescore({ reason: 'x' }, state, again))
      .refuses('attempt-not-submitted');
  });
});
