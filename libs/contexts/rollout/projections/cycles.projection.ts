import { fold, type Projection } from '#libs/projecting';
import type {
  CycleCalendar,
  CycleCalendarSet,
  CycleDesign,
  CyclePlanned,
  CycleRepeatedFrom,
  CycleStageAdvanced,
  CycleTargets,
  CycleWindowChanged,
  EligibilityRule,
  EligibilitySet,
  Localised,
  RemindersFellDue,
  Stage,
  TargetsSet,
  WindowChange,
} from '../rollout.events.js';

/** Each cycle with its design and where it stands. */
export interface CycleDocument {
  readonly cycle: string;
  readonly title: Localised;
  readonly design: CycleDesign;
  /** Windows extended, reopened or moved, in the order in which that was decided. */
  readonly windowChanges: readonly (WindowChange & { readonly reason: string; readonly changedAt: string })[];
  /** School year, launch, reminders, holidays and breaks; what time axes draw. */
  readonly calendar?: CycleCalendar;
  readonly eligibility?: EligibilityRule;
  /** Teachers to be reached or trained, by group; an axis that a row leaves out is everybody of it. */
  readonly targets?: CycleTargets;
  /** Rounds of reminders that have fallen due, the oldest first. */
  readonly wavesDue: readonly { readonly wave: string; readonly stage: Stage }[];
  /** The cycle that this one repeats. */
  readonly repeats?: Omit<CycleRepeatedFrom['data'], 'cycle'>;
  readonly status: 'planned' | 'open' | 'closed';
  readonly stage: Stage | null;
  readonly plannedAt: string;
  readonly openedAt?: string;
  readonly closedAt?: string;
}

const COLLECTION = 'cycles';

const changed = (change: (cycle: CycleDocument, at: string, data: never) => Partial<CycleDocument>) =>
  fold<{ cycle: string }>(({ data, metadata }, view) => {
    const cycle = view.get<CycleDocument>(COLLECTION, data.cycle);
    if (!cycle) throw new Error('a cycle changed before it was planned');
    view.put(COLLECTION, data.cycle, { ...cycle, ...change(cycle, metadata.occurredAt, data as never) });
  });

export const cyclesProjection: Projection = {
  name: 'cycles',
  version: 3,
  oneStream: true,
  collections: [{ name: COLLECTION, columns: { status: 'text', stage: 'text' } }],
  on: {
    CyclePlanned: fold<CyclePlanned['data']>(({ data, metadata }, view) => {
      const at = metadata.occurredAt;
      const document: CycleDocument = { ...data, windowChanges: [], wavesDue: [], status: 'planned', stage: null, plannedAt: at };
      view.put(COLLECTION, data.cycle, document);
    }),
    CycleOpened: changed((_, at) => ({ status: 'open', openedAt: at })),
    CycleStageAdvanced: changed((_, _at, { to }: CycleStageAdvanced['data']) => ({ stage: to })),
    CycleRepeatedFrom: changed((_, _at, { cycle: _cycle, ...repeats }: CycleRepeatedFrom['data']) => ({ repeats })),
    CycleCalendarSet: changed((_, _at, { cycle: _cycle, ...calendar }: CycleCalendarSet['data']) => ({ calendar })),
    EligibilitySet: changed((_, _at, { cycle: _cycle, ...eligibility }: EligibilitySet['data']) => ({ eligibility })),
    RemindersFellDue: changed(({ wavesDue }, _at, { wave, stage }: RemindersFellDue['data']) => ({
      wavesDue: [...wavesDue, { wave, stage }],
    })),
    TargetsSet: changed((_, _at, { cycle: _cycle, ...targets }: TargetsSet['data']) => ({ targets })),
    CycleWindowChanged: changed(({ windowChanges }, at, { cycle: _cycle, ...change }: CycleWindowChanged['data']) => ({
      windowChanges: [...windowChanges, { ...change, changedAt: at }],
    })),
    CycleClosed: changed((_, at) => ({ status: 'closed', closedAt: at })),
  },
};
