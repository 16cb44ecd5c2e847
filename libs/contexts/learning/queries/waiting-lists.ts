import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { Allocation, Modality, PriorityCriterion } from '../learning.events.js';
import { movesUntil } from '../offering.js';
import type { CourseDocument } from '../projections/courses.projection.js';
import type { OfferingDocument } from '../projections/offerings.projection.js';

/** Seats of one offering, in numbers of people. */
export interface WaitingListRow {
  readonly offering: string;
  readonly course: string;
  readonly title: CourseDocument['title'];
  readonly modality: Modality;
  readonly region: string | null;
  readonly starts: string;
  readonly ends: string;
  readonly seats: number;
  readonly given: number;
  readonly waiting: number;
  /** Asked for a seat that is not drawn or given by priority yet. */
  readonly requested: number;
  readonly allocation: Allocation;
  readonly criteria?: readonly PriorityCriterion[];
  /** When and from which seed seats were drawn or given by priority. */
  readonly drawn?: OfferingDocument['drawn'];
  /** Until when a freed seat goes to the next on the list. */
  readonly movesUntil: string;
}

/** The offerings with limited seats, those with the longest list first. */
export class WaitingLists extends Query<{ readonly items: readonly WaitingListRow[] }> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
  ) {
    super();
  }
}

@QueryHandler(WaitingLists)
export class WaitingListsHandler implements IQueryHandler<WaitingLists> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, cycle }: WaitingLists) {
    const offerings = await findEvery<OfferingDocument>(this.documents, tenant, 'offerings', { filter: { cycle } });
    const limited = offerings.filter(({ seats }) => seats !== null);
    const courses = await this.documents.getMany(
      tenant,
      'courses',
      limited.map(({ course }) => course),
    );
    const items = limited.map((one, index): WaitingListRow => {
      const course = courses[index] as CourseDocument | undefined;
      const { offering, modality, region = null, starts, ends, taken, waiting, requested, allocation, criteria, drawn } = one;
      return {
        offering,
        course: one.course,
        title: course?.title ?? {},
        modality,
        region,
        starts,
        ends,
        seats: one.seats ?? 0,
        given: taken,
        waiting,
        requested,
        allocation,
        criteria,
        drawn,
        movesUntil: movesUntil(one),
      };
    });
    const order = (a: WaitingListRow, b: WaitingListRow) =>
      b.waiting - a.waiting || b.requested - a.requested || (a.offering < b.offering ? -1 : 1);
    return { items: items.sort(order) };
  }
}
