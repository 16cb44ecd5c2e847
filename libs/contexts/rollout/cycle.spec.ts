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
  type CycleReferences,
} from './cycle.js';
import type { CycleDesign, CycleEvent, StageWindow } from './rollout.events.js';
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
    refusedPlan(plan({ stages: windows(([a, b, c]) => [a, { ...b, ...early }, c] as StageWindow[]) }), 'stages-out-of-order');
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
