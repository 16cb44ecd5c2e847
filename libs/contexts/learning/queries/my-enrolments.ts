import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Registrations } from '#libs/contexts/rollout';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { CourseDocument } from '../projections/courses.projection.js';
import type { EnrolmentDocument } from '../projections/enrolments.projection.js';
import { offeringKey, type OfferingDocument } from '../projections/offerings.projection.js';

export type EnrolmentRow = Omit<EnrolmentDocument, 'teacher'> & {
  /** It is held under another registration of the same person, which was joined with this one. */
  readonly otherRegistration?: true;
} & Partial<Pick<OfferingDocument, 'course' | 'modality' | 'starts' | 'ends'> & Pick<CourseDocument, 'title' | 'hours'>>;

/** The teacher's enrolments of a cycle. */
export class MyEnrolments extends Query<readonly EnrolmentRow[]> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly teacher: string,
  ) {
    super();
  }
}

@QueryHandler(MyEnrolments)
export class MyEnrolmentsHandler implements IQueryHandler<MyEnrolments> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly registrations: Registrations,
  ) {}

  async execute({ tenant, cycle, teacher }: MyEnrolments): Promise<readonly EnrolmentRow[]> {
    const registrations = await this.registrations.of(tenant, teacher);
    const enrolments = await findEvery<EnrolmentDocument>(this.documents, tenant, 'enrolments', {
      filter: { teacher: { in: registrations }, cycle },
    });
    const offerings = (
      await this.documents.getMany(
        tenant,
        'offerings',
        enrolments.map(({ offering }) => offeringKey(cycle, offering)),
      )
    ).map((document) => document as unknown as OfferingDocument | undefined);
    const courses = await this.documents.getMany(
      tenant,
      'courses',
      offerings.map((offering) => offering?.course ?? ''),
    );
    const places = await Promise.all(enrolments.map((one) => this.#place(tenant, one)));
    return enrolments.map(({ teacher: holder, ...enrolment }, index) => {
      const offering = offerings[index];
      const course = courses[index] as CourseDocument | undefined;
      return {
        ...enrolment,
        ...(holder === teacher ? {} : { otherRegistration: true }),
        place: places[index],
        course: offering?.course,
        modality: offering?.modality,
        starts: offering?.starts,
        ends: offering?.ends,
        title: course?.title,
        hours: course?.hours,
      };
    });
  }

  /** How many wait before the teacher, themselves included: lists move, the number drawn does not. */
  async #place(tenant: string, { cycle, offering, status, place = 0 }: EnrolmentDocument): Promise<number | undefined> {
    if (status !== 'waiting') return undefined;
    const filter = { cycle, offering, status: 'waiting' };
    const waiting = await findEvery<EnrolmentDocument>(this.documents, tenant, 'enrolments', { filter });
    return 1 + waiting.filter((one) => (one.place ?? 0) < place).length;
  }
}
