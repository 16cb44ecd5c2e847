import { canonicalJson, covers, refuse, streamName, type Decider, type Instant } from '#libs/kernel';
import { competenciesOf, levelsOf, type Framework } from '#libs/contexts/frameworks';
import type {
  CarryOver,
  CycleCalendar,
  CycleDesign,
  CycleEvent,
  CycleRepeatedFrom,
  CycleTargets,
  EligibilityRule,
  Localised,
  Stage,
  TargetProfile,
  WindowChange,
} from './rollout.events.js';
import { changesWindow, checkTimetable, STAGE_ORDER, windowOf, type Place } from './windows.js';

/** A cycle's design, with what was changed of its windows since. */
export interface CycleInForce extends CycleDesign {
  readonly windowChanges: readonly WindowChange[];
}

export interface Cycle {
  readonly status: 'none' | 'planned' | 'open' | 'closed';
  readonly cycle: string;
  readonly title: Localised;
  readonly design?: CycleInForce;
  readonly stage?: Stage;
  readonly calendar?: CycleCalendar;
  readonly eligibility?: EligibilityRule;
  readonly targets?: CycleTargets;
  /** Rounds of reminders that have fallen due. */
  readonly wavesDue?: readonly string[];
  readonly repeats?: { readonly from: string; readonly carryOver: CarryOver };
}

export const cycleDecider: Decider<Cycle, CycleEvent> = {
  category: 'cycle',
  initial: { status: 'none', cycle: '', title: {} },
  evolve: (cycle, event) => {
    switch (event.type) {
      case 'CyclePlanned':
        return {
          status: 'planned',
          cycle: event.data.cycle,
          title: event.data.title,
          design: { ...event.data.design, windowChanges: [] },
        };
      case 'CycleOpened':
        return { ...cycle, status: 'open' };
      case 'CycleStageAdvanced':
        return { ...cycle, stage: event.data.to };
      case 'CycleRepeatedFrom':
        return { ...cycle, repeats: { from: event.data.from, carryOver: event.data.carryOver } };
      case 'CycleCalendarSet':
        return { ...cycle, calendar: withoutCycle(event.data) };
      case 'EligibilitySet':
        return { ...cycle, eligibility: withoutCycle(event.data) };
      case 'TargetsSet':
        return { ...cycle, targets: withoutCycle(event.data) };
      case 'RemindersFellDue':
        return { ...cycle, wavesDue: [...(cycle.wavesDue ?? []), event.data.wave] };
      case 'CycleWindowChanged': {
        const { cycle: _cycle, reason: _reason, ...change } = event.data;
        if (!cycle.design) return cycle;
        return { ...cycle, design: { ...cycle.design, windowChanges: [...cycle.design.windowChanges, change] } };
      }
      case 'CycleClosed':
        return { ...cycle, status: 'closed' };
    }
  },
};

const withoutCycle = <Terms extends object>({ cycle: _cycle, ...terms }: Terms & { cycle: string }): Terms =>
  terms as unknown as Terms;

export const cycleStream = (tenant: string, cycle: string) => streamName({ tenant, category: 'cycle', id: cycle });

/** What a design leans on: the framework version it names, and the country's languages and education levels (unknown in a bare country). */
export interface CycleReferences {
  readonly framework: Framework;
  readonly languages: readonly string[];
  readonly educationLevels?: readonly string[];
  /** The country's regions; unknown in a bare country. */
  readonly regions?: readonly string[];
}

export const planCycle = (
  command: { cycle: string; title: Localised; design: CycleDesign },
  cycle: Cycle,
  references: CycleReferences,
): CycleEvent[] => {
  if (cycle.status !== 'none') refuse('cycle-exists', { cycle: command.cycle });
  const { design } = command;
  checkTimetable(design, references.regions);
  const last = design.stages.at(-1)?.closes.slice(0, 4) ?? '';
  if (references.framework.year > Number(last))
    refuse(
      'framework-newer-than-cycle',
      { framework: references.framework.id, year: references.framework.year },
      '/design/framework',
    );
  checkTargets(design.targetProfile, references);
  const unread = references.languages.filter((language) => !covers(design.consent.text, language));
  if (unread.length > 0) refuse('consent-text-missing', { languages: [...unread] }, '/design/consent/text');
  const [a, b] = design.testForms;
  if (a.instrument === b.instrument && a.version === b.version)
    refuse('test-forms-alike', { instrument: a.instrument, version: a.version }, '/design/testForms');
  return [{ type: 'CyclePlanned', data: { cycle: command.cycle, title: command.title, design } }];
};

/** What a cycle reckons with beside its design: calendar, who may be invited, how many are to be reached. */
export interface CycleTerms {
  readonly calendar?: CycleCalendar;
  readonly eligibility?: EligibilityRule;
  readonly targets?: CycleTargets;
}

/** Only what is new of them is recorded. */
export const setTerms = (command: { cycle: string } & CycleTerms, cycle: Cycle): CycleEvent[] => {
  invitingDesignOf(cycle, command.cycle);
  const { calendar, eligibility, targets } = command;
  const isNew = (now: object | undefined, before: object | undefined) =>
    now !== undefined && (before === undefined || canonicalJson(now) !== canonicalJson(before));
  return [
    ...(calendar && isNew(calendar, cycle.calendar)
      ? [{ type: 'CycleCalendarSet' as const, data: { cycle: command.cycle, ...calendar } }]
      : []),
    ...(eligibility && isNew(eligibility, cycle.eligibility)
      ? [{ type: 'EligibilitySet' as const, data: { cycle: command.cycle, ...eligibility } }]
      : []),
    ...(targets && isNew(targets, cycle.targets)
      ? [{ type: 'TargetsSet' as const, data: { cycle: command.cycle, ...targets } }]
      : []),
  ];
};

/** It is time for a round of reminders: of what is open somewhere then, the final round before the first. Once for each round. */
export const remindersFallDue = (
  command: { readonly cycle: string; readonly wave: string; readonly at: Instant },
  cycle: Cycle,
): CycleEvent[] => {
  const { cycle: label, wave, at } = command;
  const { stages, regionalWindows = [], windowChanges } = designOf(cycle, label);
  if (cycle.wavesDue?.includes(wave)) return [];
  const openSomewhere = (stage: Stage) =>
    at >= windowOf({ stages }, stage).opens &&
    [...stages, ...regionalWindows, ...windowChanges].some((window) => window.stage === stage && at <= window.graceUntil);
  const stage = (['evaluation', 'self-assessment', 'learning'] as const).find(openSomewhere);
  if (!stage) return refuse('no-window-to-remind-of', { cycle: label, wave });
  return [{ type: 'RemindersFellDue', data: { cycle: label, wave, stage } }];
};

/** A cycle is planned from an earlier one, with what it reckons with and what carries over, in one append. */
export const repeatCycle = (
  command: {
    readonly cycle: string;
    readonly title: Localised;
    readonly design: CycleDesign;
    readonly terms: CycleTerms;
    readonly repeats: Omit<CycleRepeatedFrom['data'], 'cycle'>;
  },
  cycle: Cycle,
  references: CycleReferences,
): CycleEvent[] => {
  const { cycle: label, title, design, terms, repeats } = command;
  if (label === repeats.from) refuse('cycle-repeats-itself', { cycle: label }, '/as');
  const planned = planCycle({ cycle: label, title, design }, cycle, references);
  const after = planned.reduce<Cycle>(
    (state, event) => cycleDecider.evolve(state, event as Parameters<typeof cycleDecider.evolve>[1]),
    cycle,
  );
  return [
    ...planned,
    { type: 'CycleRepeatedFrom', data: { cycle: label, ...repeats } },
    ...setTerms({ cycle: label, ...terms }, after),
  ];
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
  if (cycle.stage !== undefined && STAGE_ORDER.indexOf(command.to) < STAGE_ORDER.indexOf(cycle.stage)) {
    refuse('stage-goes-back', { from: cycle.stage, to: command.to }, '/to');
  }
  return [{ type: 'CycleStageAdvanced', data: { cycle: cycle.cycle, from: cycle.stage, to: command.to } }];
};

/**
 * A window is extended, reopened or moved for a region, a school or everybody. The same window again changes nothing. `place` is where
 * the scope stands: the region of a school.
 */
export const changeWindow = (
  command: { readonly cycle: string; readonly at: Instant; readonly change: WindowChange; readonly reason: string },
  cycle: Cycle,
  place: Place,
): CycleEvent[] => {
  const { at, change, reason } = command;
  const design = invitingDesignOf(cycle, command.cycle);
  if (!changesWindow(design, change, place, at)) return [];
  return [{ type: 'CycleWindowChanged', data: { cycle: cycle.cycle, ...change, reason } }];
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
export const designOf = (cycle: Cycle, label: string): CycleInForce => {
  if (cycle.status === 'none' || !cycle.design) return refuse('cycle-unknown', { cycle: label });
  if (cycle.status !== 'open') refuse('cycle-not-open', { cycle: label, status: cycle.status });
  return cycle.design;
};

/** The design of a cycle that takes invitations: planned or open. @throws Refusal cycle-unknown | cycle-closed */
export const invitingDesignOf = (cycle: Cycle, label: string): CycleInForce => {
  if (cycle.status === 'none' || !cycle.design) return refuse('cycle-unknown', { cycle: label });
  if (cycle.status === 'closed') refuse('cycle-closed', { cycle: label });
  return cycle.design;
};
