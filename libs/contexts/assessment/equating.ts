import { streamName, type Decider } from '#libs/kernel';
import type { EquatingEvent, VersionsEquated } from './assessment.events.js';
import type { Equated } from './scoring.js';

/** What was decided about the forms of one cycle, oldest first. */
export interface Equating {
  readonly decisions: readonly VersionsEquated['data'][];
}

export const equatingDecider: Decider<Equating, EquatingEvent> = {
  category: 'equating',
  initial: { decisions: [] },
  evolve: ({ decisions }, { data }) => ({ decisions: [...decisions, data] }),
};

export const equatingStream = (tenant: string, cycle: string) => streamName({ tenant, cycle, category: 'equating', id: cycle });

/** The newest decision about a form's version; `undefined` where it was never equated. */
export const equatedForm = (equating: Equating, ref: { instrument: string; version: number }): Equated | undefined => {
  for (const { decision, forms, scale } of equating.decisions.toReversed()) {
    const form = forms.find(({ instrument, version }) => instrument === ref.instrument && version === ref.version);
    if (form) return { ...form, decision, scale };
  }
  return undefined;
};
