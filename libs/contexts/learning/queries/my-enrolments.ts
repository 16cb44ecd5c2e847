import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { CourseDocument } from '../projections/courses.projection.js';
import type { EnrolmentDocument } from '../projections/enrolments.projection.js';
import { offeringKey, type OfferingDocument } from '../projections/offerings.projection.js';

export type EnrolmentRow = Omit<EnrolmentDocument, 'teacher'> &
  Partial<Pick<OfferingDocument, 'course' | 'modality' | 'starts' | 'ends'> & Pick<CourseDocument, 'title' | 'hours'>>;

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
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, cycle, teacher }: MyEnrolments): Promise<readonly EnrolmentRow[]> {
    const found = await this.documents.find(tenant, 'enrolments', { filter: { teacher, cycle }, limit: 1000 });
    const enrolments = found.documents.map(({ document }) => document as unknown as EnrolmentDocument);
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
    return enrolments.map(({ teacher: _teacher, ...enrolment }, index) => {
      const offering = offerings[index];
      const course = courses[index] as CourseDocument | undefined;
      return {
        ...enrolment,
        course: offering?.course,
        modality: offering?.modality,
        starts: offering?.starts,
        ends: offering?.ends,
        title: course?.title,
        hours: course?.hours,
      };
    });
  }
}
