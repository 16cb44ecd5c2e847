import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ActorClaims } from '#libs/commanding';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { EnrolmentDocument } from '../projections/enrolments.projection.js';
import { offeringKey, type OfferingDocument } from '../projections/offerings.projection.js';
import { offeringReachedBy } from '../use-cases/reached-by.js';
import { pageOf, type Page, type PageRequest } from '#libs/http';

/** Who is in an offering, for its tutor: pseudonyms and how far they have come. */
export class Participants extends Query<Page<EnrolmentDocument>> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly offering: string,
    /** Another tutor's offering does not exist for them. */
    readonly actor: ActorClaims,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(Participants)
export class ParticipantsHandler implements IQueryHandler<Participants> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, cycle, offering, actor, page: { limit, cursor } }: Participants) {
    const document = await this.documents.get(tenant, 'offerings', offeringKey(cycle, offering));
    const opened = document as unknown as OfferingDocument | undefined;
    offeringReachedBy(actor, offering, opened && { course: opened.course, tutors: opened.tutors ?? [] });
    return pageOf<EnrolmentDocument>(this.documents, tenant, 'enrolments', { filter: { cycle, offering }, limit, cursor });
  }
}
