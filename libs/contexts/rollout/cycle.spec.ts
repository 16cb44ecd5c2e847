import { specification } from '#libs/kernel/testing';
import { frameworkSchema } from '#libs/contexts/frameworks';
import {
  advanceStage,
  closeCycle,
  cycleDecider,
  designOf,
  invitingDesignOf,
  openCycle,
  planCycle,
  remindersFallDue,
  repeatCycle,
  type CycleReferences,
} from './cycle.js';
import type { CycleDesign, CycleEvent, StageWindow } from './rollout.events.js';
import { dateShifted, designShifted, invitedAgain } from './repeating.js';
import { design, framework } from './testing/index.js';
import { openWindow } from './windows.js';

const { given } = specification(cycleDecider);

const references: CycleReferences = {
  framework: frameworkSchema.parse(framework),
  languages: ['es-CL'],
  educationLevels: ['primary', 'secondary'],
};
const title = { es: 'Ciclo 2023' };
const plan = (changed: Partial<CycleDesign> = {}, other: Partial<CycleReferences> = {}) => ({
  command: { cycle: '2023', title, design: { ...design, ...changed } },
  references: { ...references, ...other },
});
const planned: CycleEvent = { type: 'CyclePlanned', data: { cycle: '2023', title, design } };
const opened: CycleEvent = { type: 'CycleOpened', data: { cycle: '2023' } };
const closed: CycleEvent = { type: 'CycleClosed', data: { cycle: '2023' } };

const windows = (change: (windows: StageWindow[]) => StageWindow[]): readonly StageWindow[] => change([...design.stages]);
const refusedPlan = ({ command, references: known }: ReturnType<typeof plan>, code: string, details?: object) =>
  given()
    .when((cycle) => planCycle(command, cycle, known))
    .refuses(code, details);

describe('planning a cycle', () => {
  it('records its design, once', () => {
    const { command } = plan();
    given()
      .when((cycle) => planCycle(command, cycle, references))
      .then(planned);
    given(planned)
      .when((cycle) => planCycle(command, cycle, references))
      .refuses('cycle-exists', { cycle: '2023' });
  });

  it('has every stage once, in the programme’s order', () => {
    refusedPlan(plan({ stages: windows(([a, b, c]) => [b, a, c] as StageWindow[]) }), 'stages-out-of-order', {
      stage: 'learning',
    });
    refusedPlan(plan({ stages: windows((all) => all.slice(0, 2)) }), 'stages-out-of-order', { expected: 'evaluation' });
    const early = { opens: '2023-01-01T00:00:00.000Z' };
    refusedPlan(plan({ stages: windows(([a, b, c]) => [a, { ...b, ...early }, c] as StageWindow[]) }), 'stage-opens-too-early', {
      before: 'self-assessment',
    });
  });

  it('lets a stage open before the one before it closes, as courses and final test do', () => {
    const [, learning, evaluation] = design.stages as [StageWindow, StageWindow, StageWindow];
    expect(evaluation.opens < learning.closes).toBe(true);
  });

  it('has windows that open before they close, and grace that ends no earlier', () => {
    const [first] = design.stages as [StageWindow];
    const withFirst = (changed: Partial<StageWindow>) =>
      windows(([a, ...rest]) => [{ ...a, ...changed } as StageWindow, ...rest]);
    refusedPlan(plan({ stages: withFirst({ closes: first.opens }) }), 'window-inside-out');
    refusedPlan(plan({ stages: withFirst({ graceUntil: first.opens }) }), 'window-inside-out');
  });

  it('sets targets that the framework can hold', () => {
    const targets = (target: Record<string, Record<string, number>>) =>
      plan({ targetProfile: { ...design.targetProfile, targets: target } });
    refusedPlan(targets({ primary: { '9.9': 1 } }), 'competency-unknown', { competency: '9.9' });
    refusedPlan(targets({ primary: { '1.1': 3 } }), 'target-level-unknown', { highest: 2 });
    refusedPlan(targets({ primary: { '1.1': -1 } }), 'target-level-unknown');
    refusedPlan(targets({ university: { '1.1': 1 } }), 'education-level-unknown', { educationLevel: 'university' });
  });

  it('sets no proficiency level on a flat list', () => {
    const { levels: _levels, areas: _areas, ...rest } = framework;
    const flat = frameworkSchema.parse({
      ...rest,
      shape: 'flat',
      dimensions: [{ code: '1.1', name: { es: 'Una' } }],
    });
    refusedPlan(plan({}, { framework: flat }), 'framework-without-levels', { shape: 'flat' });
  });

  it('has a consent text in every language of the country, and two different test forms', () => {
    refusedPlan(plan({}, { languages: ['es-CL', 'arn'] }), 'consent-text-missing', { languages: ['arn'] });
    refusedPlan(plan({ testForms: [design.testForms[0], design.testForms[0]] }), 'test-forms-alike');
  });
});

describe('running a cycle', () => {
  it('opens when planned, and once', () => {
    const open = (cycle: Parameters<typeof openCycle>[1]) => openCycle({ cycle: '2023' }, cycle);
    given(planned).when(open).then(opened);
    given().when(open).refuses('cycle-unknown', { cycle: '2023' });
    given(planned, opened).when(open).refuses('cycle-not-planned', { status: 'open' });
  });

  it('goes forward through its stages, never back', () => {
    const to = (stage: 'self-assessment' | 'learning') => (cycle: Parameters<typeof advanceStage>[1]) =>
      advanceStage({ cycle: '2023', to: stage }, cycle);
    const learning: CycleEvent = { type: 'CycleStageAdvanced', data: { cycle: '2023', to: 'learning' } };
    given(planned).when(to('learning')).refuses('cycle-not-open');
    given(planned, opened)
      .when(to('learning'))
      .then({ ...learning, data: { ...learning.data, from: undefined } });
    given(planned, opened, learning).when(to('learning')).thenNothing();
    given(planned, opened, learning).when(to('self-assessment')).refuses('stage-goes-back', { from: 'learning' });
  });

  it('closes when open', () => {
    const close = (cycle: Parameters<typeof closeCycle>[1]) => closeCycle({ cycle: '2023' }, cycle);
    given(planned, opened).when(close).then(closed);
    given(planned).when(close).refuses('cycle-not-open', { status: 'planned' });
    given().when(close).refuses('cycle-unknown');
  });

  it('lets teachers act while it is open, and be invited until it is closed', () => {
    const acting = (cycle: Parameters<typeof designOf>[0]) => (designOf(cycle, '2023'), []);
    const inviting = (cycle: Parameters<typeof designOf>[0]) => (invitingDesignOf(cycle, '2023'), []);
    given(planned, opened).when(acting).thenNothing();
    given(planned).when(acting).refuses('cycle-not-open');
    given(planned).when(inviting).thenNothing();
    given(planned, opened, closed).when(inviting).refuses('cycle-closed');
    given().when(inviting).refuses('cycle-unknown');
  });

  it('counts an answer until the end of grace', () => {
    const [window] = design.stages as [StageWindow];
    const at = (time: string) => () => (openWindow(design, 'self-assessment', time), []);
    given(planned, opened).when(at(window.opens)).thenNothing();
    given(planned, opened).when(at(window.graceUntil)).thenNothing();
    given(planned, opened).when(at('2023-05-08T03:59:59.999Z')).refuses('window-not-open', { opens: window.opens });
    given(planned, opened).when(at('2023-06-17T04:00:00.000Z')).refuses('window-closed', { graceUntil: window.graceUntil });
  });
});

describe('rounds of reminders', () => {
  const due = (wave: string, at: string) => (cycle: Parameters<typeof remindersFallDue>[1]) =>
    remindersFallDue({ cycle: '2023', wave, at }, cycle);
  const fell: CycleEvent = { type: 'RemindersFellDue', data: { cycle: '2023', wave: '2023-05-22', stage: 'self-assessment' } };

  it('fall due once, of the round that is open', () => {
    given(planned, opened).when(due('2023-05-22', '2023-05-22T04:00:00.000Z')).then(fell);
    given(planned, opened, fell).when(due('2023-05-22', '2023-05-22T04:00:00.000Z')).thenNothing();
    given(planned, opened)
      .when(due('2023-11-16', '2023-11-16T04:00:00.000Z'))
      .then({ ...fell, data: { ...fell.data, wave: '2023-11-16', stage: 'evaluation' } });
  });

  it('do not while nothing is open or the cycle does not run', () => {
    given(planned, opened).when(due('2023-04-01', '2023-04-01T04:00:00.000Z')).refuses('no-window-to-remind-of');
    given(planned).when(due('2023-05-22', '2023-05-22T04:00:00.000Z')).refuses('cycle-not-open');
  });
});

describe('repeating a cycle', () => {
  const carryOver = { invite: 'consented', share: 0.5, completedCoursesCount: true, flagRepeaters: true } as const;
  const repeats = { from: '2023', shiftedYears: 1, carryOver };
  const shifted = designShifted(design, { cycle: '2024', years: 1, zone: 'America/Santiago' });

  it('plans it with shifted windows, in one append with what it repeats', () => {
    given()
      .when((cycle) => repeatCycle({ cycle: '2024', title, design: shifted, terms: {}, repeats }, cycle, references))
      .then(
        { type: 'CyclePlanned', data: { cycle: '2024', title, design: shifted } },
        { type: 'CycleRepeatedFrom', data: { cycle: '2024', ...repeats } },
      );
    given()
      .when((cycle) => repeatCycle({ cycle: '2023', title, design: shifted, terms: {}, repeats }, cycle, references))
      .refuses('cycle-repeats-itself');
  });

  it('shifts days in the country’s zone: first and last moments stay what they are, also where the clocks change', () => {
    expect(shifted.stages.map(({ opens, closes }) => [opens, closes])).toEqual([
      ['2024-05-08T04:00:00.000Z', '2024-06-10T03:59:59.999Z'],
      ['2024-07-17T04:00:00.000Z', '2024-11-11T02:59:59.999Z'],
      ['2024-11-06T03:00:00.000Z', '2024-12-02T02:59:59.999Z'],
    ]);
    expect(dateShifted('2024-02-29', 1)).toBe('2025-02-28');
    expect(shifted.formSeed).not.toBe(design.formSeed);
  });

  it('invites again by its rule: a share that is drawn, nobody who withdrew or was merged', () => {
    const one = (teacher: string, changed: object = {}) => ({
      teacher,
      step: 'profile-seen' as const,
      merged: false,
      consent: { version: '1', language: 'es', purposes: [], givenAt: '2023-05-10T12:00:00.000Z' },
      ...changed,
    });
    const again = (rule: object, ...people: ReturnType<typeof one>[]) =>
      people
        .filter((person) => invitedAgain({ ...carryOver, share: 1, ...rule }, person, { cycle: '2024', trained: new Set(['b']) }))
        .map(({ teacher }) => teacher);
    const [a, b] = [one('a'), one('b')];
    expect(again({}, a, b)).toEqual(['a', 'b']);
    expect(again({ invite: 'trained' }, a, b)).toEqual(['b']);
    expect(again({ invite: 'nobody' }, a, b)).toEqual([]);
    expect(again({}, one('a', { step: 'withdrawn' }), one('b', { merged: true }), one('c', { consent: null }))).toEqual([]);
    const many = Array.from({ length: 1000 }, (_, index) => one(`p${index}`));
    const half = again({ share: 0.5 }, ...many);
    expect(half.length).toBeGreaterThan(430);
    expect(half.length).toBeLessThan(570);
    expect(again({ share: 0.5 }, ...many)).toEqual(half);
  });
});
