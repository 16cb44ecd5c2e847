import { covers, refuse, streamName, type Decider, type Instant } from '#libs/kernel';
import { competenciesOf, levelsOf, type Framework } from '#libs/contexts/frameworks';
import type { CycleDesign, CycleEvent, Localised, Stage, StageWindow, TargetProfile } from './rollout.events.js';

export interface Cycle {
  readonly status: 'none' | 'planned' | 'open' | 'closed';
  readonly cycle: string;
  readonly title: Localised;
  readonly design?: CycleDesign;
  readonly stage?: Stage;
}

export const cycleDecider: Decider<Cycle, CycleEvent> = {
  category: 'cycle',
  initial: { status: 'none', cycle: '', title: {} },
  evolve: (cycle, event) => {
    switch (event.type) {
      case 'CyclePlanned':
        return { status: 'planned', cycle: event.data.cycle, title: event.data.title, design: event.data.design };
      case 'CycleOpened':
        return { ...cycle, status: 'open' };
      case 'CycleStageAdvanced':
        return { ...cycle, stage: event.data.to };
      case 'CycleClosed':
        return { ...cycle, status: 'closed' };
    }
  },
};

export const cycleStream = (tenant: string, cycle: string) => streamName({ tenant, category: 'cycle', id: cycle });

const ORDER: readonly Stage[] = ['self-assessment', 'learning', 'evaluation'];

/** What a design leans on: the framework version it names, and the country's languages and education levels (unknown in a bare country). */
export interface CycleReferences {
  readonly framework: Framework;
  readonly languages: readonly string[];
  readonly educationLevels?: readonly string[];
}

export const planCycle = (
  command: { cycle: string; title: Localised; design: CycleDesign },
  cycle: Cycle,
  references: CycleReferences,
): CycleEvent[] => {
  if (cycle.status !== 'none') refuse('cycle-exists', { cycle: command.cycle });
  const { design } = command;
  checkWindows(design.stages);
  checkTargets(design.targetProfile, references);
  const unread = references.languages.filter((language) => !covers(design.consent.text, language));
  if (unread.length > 0) refuse('consent-text-missing', { languages: [...unread] }, '/design/consent/text');
  const [a, b] = design.testForms;
  if (a.instrument === b.instrument && a.version === b.version)
    refuse('test-forms-alike', { instrument: a.instrument, version: a.version }, '/design/testForms');
  return [{ type: 'CyclePlanned', data: { cycle: command.cycle, title: command.title, design } }];
};

/** Each stage once, in the programme's order, each window right side out; two windows may overlap, as courses and final test do. */
const checkWindows = (stages: readonly StageWindow[]): void => {
  stages.forEach((window, index) => {
    const field = `/design/stages/${index}`;
    const { stage, opens, closes, graceUntil } = window;
    if (ORDER.indexOf(stage) !== index) refuse('stages-out-of-order', { stage, expected: ORDER[index] ?? 'none' }, field);
    if (opens >= closes || closes > graceUntil) refuse('window-inside-out', { stage, opens, closes, graceUntil }, field);
    const before = stages[index - 1];
    if (before && opens < before.opens) refuse('stages-out-of-order', { stage, expected: before.stage }, `${field}/opens`);
  });
  if (stages.length !== ORDER.length)
    refuse('stages-out-of-order', { stage: 'none', expected: ORDER[stages.length] ?? 'none' }, '/design/stages');
};

/** Targets are proficiency levels of the framework's own competencies; a framework without levels can have none. */
const checkTargets = (profile: TargetProfile, { framework, educationLevels }: CycleReferences): void => {
  const levels = levelsOf(framework);
  const competencies = new Set(competenciesOf(framework).map(({ code }) => code));
  for (const [educationLevel, targets] of Object.entries(profile.targets)) {
    const field = `/design/targetProfile/targets/${educationLevel}`;
    if (educationLevels && !educationLevels.includes(educationLevel))
      refuse('education-level-unknown', { educationLevel }, field);
    for (const [competency, target] of Object.entries(targets)) {
      if (!levels) return refuse('framework-without-levels', { framework: framework.id, shape: framework.shape }, field);
      if (!competencies.has(competency))
        refuse('competency-unknown', { competency, framework: framework.id }, `${field}/${competency}`);
      if (!Number.isInteger(target) || target < 0 || target >= levels.length)
        refuse('target-level-unknown', { competency, target, highest: levels.length - 1 }, `${field}/${competency}`);
    }
  }
};

export const openCycle = (command: { cycle: string }, cycle: Cycle): CycleEvent[] => {
  if (cycle.status === 'none') refuse('cycle-unknown', { cycle: command.cycle });
  if (cycle.status !== 'planned') refuse('cycle-not-planned', { cycle: command.cycle, status: cycle.status });
  return [{ type: 'CycleOpened', data: { cycle: cycle.cycle } }];
};

export const advanceStage = (command: { cycle: string; to: Stage }, cycle: Cycle): CycleEvent[] => {
  running(cycle, command.cycle);
  if (cycle.stage === command.to) return [];
  if (cycle.stage !== undefined && ORDER.indexOf(command.to) < ORDER.indexOf(cycle.stage)) {
    refuse('stage-goes-back', { from: cycle.stage, to: command.to }, '/to');
  }
  return [{ type: 'CycleStageAdvanced', data: { cycle: cycle.cycle, from: cycle.stage, to: command.to } }];
};

export const closeCycle = (command: { cycle: string }, cycle: Cycle): CycleEvent[] => {
  running(cycle, command.cycle);
  return [{ type: 'CycleClosed', data: { cycle: cycle.cycle } }];
};

const running = (cycle: Cycle, label: string): void => {
  if (cycle.status === 'none') refuse('cycle-unknown', { cycle: label });
  if (cycle.status !== 'open') refuse('cycle-not-open', { cycle: label, status: cycle.status });
};

/** The design of a cycle in which teachers can act. @throws Refusal cycle-unknown | cycle-not-open */
export const designOf = (cycle: Cycle, label: string): CycleDesign => {
  if (cycle.status === 'none' || !cycle.design) return refuse('cycle-unknown', { cycle: label });
  if (cycle.status !== 'open') refuse('cycle-not-open', { cycle: label, status: cycle.status });
  return cycle.design;
};

/** The design of a cycle that takes invitations: planned or open. @throws Refusal cycle-unknown | cycle-closed */
export const invitingDesignOf = (cycle: Cycle, label: string): CycleDesign => {
  if (cycle.status === 'none' || !cycle.design) return refuse('cycle-unknown', { cycle: label });
  if (cycle.status === 'closed') refuse('cycle-closed', { cycle: label });
  return cycle.design;
};

/** The stage's window, checked against the time. @throws Refusal window-not-open | window-closed */
export const openWindow = (design: CycleDesign, stage: Stage, at: Instant): StageWindow => {
  const window = design.stages.find((one) => one.stage === stage);
  if (!window) return refuse('window-not-open', { stage, opens: 'unknown' });
  if (at < window.opens) refuse('window-not-open', { stage, opens: window.opens });
  if (at > window.graceUntil) refuse('window-closed', { stage, closes: window.closes, graceUntil: window.graceUntil });
  return window;
};
