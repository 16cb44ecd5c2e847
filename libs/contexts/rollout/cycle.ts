import { refuse, streamName, type Decider, type Instant } from '#libs/kernel';
import type { CycleDesign, CycleEvent, Localised, Stage, StageWindow } from './rollout.events.js';

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

export const planCycle = (command: { cycle: string; title: Localised; design: CycleDesign }, cycle: Cycle): CycleEvent[] => {
  if (cycle.status !== 'none') refuse('cycle-exists', { cycle: command.cycle });
  const { stages } = command.design;
  stages.forEach((window, index) => {
    const field = `/design/stages/${index}`;
    if (ORDER.indexOf(window.stage) !== index)
      refuse('stages-out-of-order', { stage: window.stage, expected: ORDER[index] ?? 'none' }, field);
    if (window.opens >= window.closes || window.closes > window.graceUntil) {
      refuse(
        'window-inside-out',
        { stage: window.stage, opens: window.opens, closes: window.closes, graceUntil: window.graceUntil },
        field,
      );
    }
  });
  if (stages.length !== ORDER.length)
    refuse('stages-out-of-order', { stage: 'none', expected: ORDER[stages.length] ?? 'none' }, '/design/stages');
  return [{ type: 'CyclePlanned', data: { cycle: command.cycle, title: command.title, design: command.design } }];
};

export const openCycle = (cycle: Cycle): CycleEvent[] => {
  if (cycle.status === 'none') refuse('cycle-unknown', { cycle: cycle.cycle });
  if (cycle.status !== 'planned') refuse('cycle-not-planned', { cycle: cycle.cycle, status: cycle.status });
  return [{ type: 'CycleOpened', data: { cycle: cycle.cycle } }];
};

export const advanceStage = (command: { to: Stage }, cycle: Cycle): CycleEvent[] => {
  if (cycle.status !== 'open') refuse('cycle-not-open', { cycle: cycle.cycle, status: cycle.status });
  if (cycle.stage === command.to) return [];
  if (cycle.stage !== undefined && ORDER.indexOf(command.to) < ORDER.indexOf(cycle.stage)) {
    refuse('stage-goes-back', { from: cycle.stage, to: command.to });
  }
  return [{ type: 'CycleStageAdvanced', data: { cycle: cycle.cycle, from: cycle.stage, to: command.to } }];
};

export const closeCycle = (cycle: Cycle): CycleEvent[] => {
  if (cycle.status !== 'open') refuse('cycle-not-open', { cycle: cycle.cycle, status: cycle.status });
  return [{ type: 'CycleClosed', data: { cycle: cycle.cycle } }];
};

/** The design of a cycle in which teachers can act. @throws Refusal cycle-unknown | cycle-not-open */
export const designOf = (cycle: Cycle, label: string): CycleDesign => {
  if (cycle.status === 'none' || !cycle.design) return refuse('cycle-unknown', { cycle: label });
  if (cycle.status !== 'open') refuse('cycle-not-open', { cycle: label, status: cycle.status });
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
