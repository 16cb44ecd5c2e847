import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Streams } from '#libs/commanding';
import { cycleDecider, cycleStream } from '#libs/contexts/rollout';
import { pageOf, type Page, type PageRequest } from '#libs/http';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { VersionsEquated } from '../assessment.events.js';
import { equatingDecider, equatingStream } from '../equating.js';
import { RESCORINGS, type RescoringDocument } from '../projections/rescorings.projection.js';

/** What was decided about the test forms of a cycle. */
export class EquatingDecisions extends Query<{ readonly decisions: readonly VersionsEquated['data'][] }> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
  ) {
    super();
  }
}

@QueryHandler(EquatingDecisions)
export class EquatingDecisionsHandler implements IQueryHandler<EquatingDecisions> {
  constructor(private readonly streams: Streams) {}

  async execute({ tenant, cycle }: EquatingDecisions) {
    const { status } = await this.streams.state(cycleDecider, cycleStream(tenant, cycle));
    if (status === 'none') refuse('cycle-unknown', { cycle });
    const { decisions } = await this.streams.state(equatingDecider, equatingStream(tenant, cycle));
    return { decisions };
  }
}

export class Rescorings extends Query<Page<RescoringDocument>> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(Rescorings)
export class RescoringsHandler implements IQueryHandler<Rescorings> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  execute({ tenant, cycle, page: { limit, cursor } }: Rescorings) {
    const sort = { column: 'begunAt', descending: true };
    return pageOf<RescoringDocument>(this.documents, tenant, RESCORINGS, { filter: { cycle }, sort, limit, cursor });
  }
}

export class RescoringById extends Query<RescoringDocument> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly rescoring: string,
  ) {
    super();
  }
}

@QueryHandler(RescoringById)
export class RescoringByIdHandler implements IQueryHandler<RescoringById> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, cycle, rescoring }: RescoringById) {
    const found = (await this.documents.get(tenant, RESCORINGS, rescoring)) as unknown as RescoringDocument | undefined;
    return found?.cycle === cycle ? found : refuse('rescoring-unknown');
  }
}
