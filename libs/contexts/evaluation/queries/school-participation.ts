import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf } from '#libs/http';
import { READ_STORE, type Document, type ReadStore } from '#libs/read-store';
import { SCHOOLS, type SchoolDocument } from '../projections/cohort.projection.js';
import { SCHOOLS_TAKING_PART, schoolTallyId, type SchoolTally } from '../projections/tallies.js';
import type { SchoolParticipationAnswer, SchoolParticipationItem } from './answers.js';
import { CohortReader } from './cohort-reader.js';

/** Participation school by school: counts, never a result. `school`: of this one only. */
export class SchoolParticipation extends Query<SchoolParticipationAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly page: { readonly limit?: number; readonly cursor?: string },
    readonly school?: string,
  ) {
    super();
  }
}

const itemOf = (school: string, tally: SchoolTally | undefined, facts: SchoolDocument | undefined): SchoolParticipationItem => ({
  school,
  name: facts?.name ?? null,
  region: facts?.region ?? null,
  sector: facts?.sector ?? null,
  rurality: facts?.rurality ?? null,
  invited: tally?.invited ?? 0,
  consented: tally?.consented ?? 0,
  started: tally?.started ?? 0,
  submitted: tally?.submitted ?? 0,
  profileSeen: tally?.profileSeen ?? 0,
  enrolled: tally?.enrolled ?? 0,
  completed: tally?.completed ?? 0,
  finalTest: tally?.finalTest ?? 0,
});

@QueryHandler(SchoolParticipation)
export class SchoolParticipationHandler implements IQueryHandler<SchoolParticipation> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly cohort: CohortReader,
  ) {}

  async execute({ tenant, cycle, page, school }: SchoolParticipation): Promise<SchoolParticipationAnswer> {
    const { head } = await this.cohort.cycle(tenant, cycle);
    if (school !== undefined) {
      const tally = await this.documents.get(tenant, SCHOOLS_TAKING_PART, schoolTallyId(cycle, school));
      return { ...head, items: await this.#items(tenant, [{ school, tally }]) };
    }
    const query = { filter: { cycle }, sort: { column: 'school' }, ...page };
    const { items, next } = await pageOf<SchoolTally>(this.documents, tenant, SCHOOLS_TAKING_PART, query);
    const rows = items.map((tally) => ({ school: tally.school, tally }));
    return { ...head, items: await this.#items(tenant, rows), next };
  }

  async #items(
    tenant: string,
    rows: readonly { school: string; tally: Document | undefined }[],
  ): Promise<SchoolParticipationItem[]> {
    const facts = await this.documents.getMany(
      tenant,
      SCHOOLS,
      rows.map(({ school }) => school),
    );
    return rows.map(({ school, tally }, at) =>
      itemOf(school, tally as unknown as SchoolTally | undefined, facts[at] as unknown as SchoolDocument | undefined),
    );
  }
}
