import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { CycleDocument } from '../projections/cycles.projection.js';
import { participationKey, type ParticipationDocument } from '../projections/participations.projection.js';
import type { CycleDesign, StageWindow } from '../rollout.events.js';

export interface ShownWindow extends StageWindow {
  /** `grace`: closed, but what is handed in still counts and is flagged late. */
  readonly state: 'not-yet' | 'open' | 'grace' | 'closed';
}

/** A teacher's own place in a cycle: what they are asked to agree to, what they agreed to, when what is open. */
export interface MyParticipationView {
  readonly cycle: string;
  readonly title: CycleDocument['title'];
  readonly status: CycleDocument['status'];
  readonly stage: CycleDocument['stage'];
  readonly windows: readonly ShownWindow[];
  /** The text as it is asked now. */
  readonly consentText: CycleDesign['consent'];
  readonly invited: boolean;
  readonly participation: Omit<ParticipationDocument, 'teacher' | 'cycle'> | null;
}

export class MyParticipation extends Query<MyParticipationView> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly teacher: string,
    readonly at: string,
  ) {
    super();
  }
}

const stateOf = (window: StageWindow, at: string): ShownWindow['state'] =>
  at < window.opens ? 'not-yet' : at <= window.closes ? 'open' : at <= window.graceUntil ? 'grace' : 'closed';

@QueryHandler(MyParticipation)
export class MyParticipationHandler implements IQueryHandler<MyParticipation> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, cycle, teacher, at }: MyParticipation): Promise<MyParticipationView> {
    const [planned, found] = await Promise.all([
      this.documents.get(tenant, 'cycles', cycle),
      this.documents.get(tenant, 'participations', participationKey(cycle, teacher)),
    ]);
    if (!planned) return refuse('cycle-unknown', { cycle });
    const { title, status, stage, design } = planned as unknown as CycleDocument;
    const windows = design.stages.map((window) => ({ ...window, state: stateOf(window, at) }));
    const shown = { cycle, title, status, stage, windows, consentText: design.consent };
    if (!found) return { ...shown, invited: false, participation: null };
    const { teacher: _teacher, cycle: _cycle, ...participation } = found as unknown as ParticipationDocument;
    return { ...shown, invited: participation.invitedAt !== null, participation };
  }
}
