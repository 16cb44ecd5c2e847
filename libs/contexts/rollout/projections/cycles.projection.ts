import { fold, type Projection } from '#libs/projecting';
import type {
  CycleDesign,
  CyclePlanned,
  CycleStageAdvanced,
  CycleWindowChanged,
  Localised,
  Stage,
  WindowChange,
} from '../rollout.events.js';

/** Each cycle with its design and where it stands. */
export interface CycleDocument {
  readonly cycle: string;
  readonly title: Localised;
  readonly design: CycleDesign;
  /** Windows extended, reopened or moved, in the order in which that was decided. */
  readonly windowChanges: readonly (WindowChange & { readonly reason: string; readonly changedAt: string })[];
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
  version: 2,
  oneStream: true,
  collections: [{ name: COLLECTION, columns: { status: 'text', stage: 'text' } }],
  on: {
    CyclePlanned: fold<CyclePlanned['data']>(({ data, metadata }, view) => {
      const at = metadata.occurredAt;
      const document: CycleDocument = { ...data, windowChanges: [], status: 'planned', stage: null, plannedAt: at };
      view.put(COLLECTION, data.cycle, document);
    }),
    CycleOpened: changed((_, at) => ({ status: 'open', openedAt: at })),
    CycleStageAdvanced: changed((_, _at, { to }: CycleStageAdvanced['data']) => ({ stage: to })),
    CycleWindowChanged: changed(({ windowChanges }, at, { cycle: _cycle, ...change }: CycleWindowChanged['data']) => ({
      windowChanges: [...windowChanges, { ...change, changedAt: at }],
    })),
    CycleClosed: changed((_, at) => ({ status: 'closed', closedAt: at })),
  },
};
