import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { CycleDocument } from '../projections/cycles.projection.js';
import type { CycleDesign, Stage } from '../rollout.events.js';
import { stillOpen, type StillOpen } from '../windows.js';
import { pageOf, type Page } from '#libs/http';

type ShownDesign = Omit<CycleDesign, 'formSeed'>;
export type ShownCycle = Omit<CycleDocument, 'design'> & {
  readonly design: ShownDesign;
  /** Stage by stage, who can still come to it: by the server's clock for the country, and nobody once the cycle is closed. */
  readonly stillOpen: Readonly<Record<Stage, StillOpen>>;
};
export type ListedCycle = Omit<CycleDocument, 'design' | 'calendar' | 'eligibility' | 'targets'> &
  Pick<CycleDesign, 'stages' | 'target'>;

/** The cycles of a country, by label. */
export class Cycles extends Query<Page<ListedCycle>> {
  constructor(
    readonly tenant: string,
    readonly page: { readonly limit?: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(Cycles)
export class CyclesHandler implements IQueryHandler<Cycles> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, page: { limit, cursor } }: Cycles): Promise<Page<ListedCycle>> {
    const { items, next } = await pageOf<CycleDocument>(this.documents, tenant, 'cycles', { limit, cursor });
    const listed = items.map(
      ({ design: { stages, target }, calendar: _calendar, eligibility: _eligibility, targets: _targets, ...cycle }) => ({
        ...cycle,
        stages,
        target,
      }),
    );
    return { items: listed, next };
  }
}

/** One cycle with its design. The seed by which test forms are drawn stays on the server. */
export class CycleByLabel extends Query<ShownCycle> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly at: string,
  ) {
    super();
  }
}

@QueryHandler(CycleByLabel)
export class CycleByLabelHandler implements IQueryHandler<CycleByLabel> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, cycle, at }: CycleByLabel): Promise<ShownCycle> {
    const found = await this.documents.get(tenant, 'cycles', cycle);
    if (!found) return refuse('cycle-unknown', { cycle });
    const { design, ...rest } = found as unknown as CycleDocument;
    const { formSeed: _formSeed, ...shown } = design;
    const timetable = { ...design, windowChanges: rest.windowChanges };
    const openFor = (stage: Stage): StillOpen => (rest.status === 'closed' ? 'nobody' : stillOpen(timetable, stage, at));
    return {
      ...rest,
      design: shown,
      stillOpen: {
        'self-assessment': openFor('self-assessment'),
        learning: openFor('learning'),
        evaluation: openFor('evaluation'),
      },
    };
  }
}
