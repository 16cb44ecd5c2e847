import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { CourseDocument } from '../projections/courses.projection.js';
import type { OfferingDocument } from '../projections/offerings.projection.js';
import { pageOf, type Page, type PageRequest } from '#libs/http';

export type OfferingRow = Omit<OfferingDocument, 'tutors'> & {
  readonly title: CourseDocument['title'];
  readonly hours: number | null;
  /** `null`: no limit. Before seats are drawn or given by priority: all of them. */
  readonly seatsLeft: number | null;
};

/** What a cycle offers, with the seats that are left. */
export class Offerings extends Query<Page<OfferingRow>> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(Offerings)
export class OfferingsHandler implements IQueryHandler<Offerings> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, cycle, page: { limit, cursor } }: Offerings) {
    const { items, next } = await pageOf<OfferingDocument>(this.documents, tenant, 'offerings', {
      filter: { cycle },
      limit,
      cursor,
    });
    const courses = await this.documents.getMany(
      tenant,
      'courses',
      items.map(({ course }) => course),
    );
    // Who teaches is nothing that everybody has to know.
    const rows = items.map(({ tutors: _, ...offering }, index): OfferingRow => {
      const course = courses[index] as CourseDocument | undefined;
      const { seats, taken } = offering;
      const seatsLeft = seats === null ? null : Math.max(0, seats - taken);
      return { ...offering, title: course?.title ?? {}, hours: course?.hours ?? null, seatsLeft };
    });
    return { items: rows, next };
  }
}
