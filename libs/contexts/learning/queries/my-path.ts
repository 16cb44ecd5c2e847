import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Registrations } from '#libs/contexts/rollout';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { PathStep } from '../learning.events.js';
import type { CourseDocument } from '../projections/courses.projection.js';
import { offeringKey, type OfferingDocument } from '../projections/offerings.projection.js';
import type { PathDocument, PathsDocument } from '../projections/paths.projection.js';

export type PathAnswer = Omit<PathDocument, 'steps'> & {
  readonly status: 'proposed' | 'accepted';
  /** It was derived under another registration of the same person, which was joined with this one. */
  readonly otherRegistration?: true;
  /** Each with what the page needs to say why: the rule's name, the competency, its gap and the levels of the course. */
  readonly steps: readonly (PathStep &
    Pick<CourseDocument, 'title' | 'hours' | 'offline'> &
    Pick<OfferingDocument, 'modality' | 'starts' | 'ends' | 'enrolment'>)[];
  /** Courses of earlier cycles that are not recommended again. */
  readonly alreadyCompleted: readonly Pick<CourseDocument, 'course' | 'title'>[];
};

/** A teacher's path in a cycle and why. @throws Refusal path-not-there */
export class MyPath extends Query<PathAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly teacher: string,
  ) {
    super();
  }
}

@QueryHandler(MyPath)
export class MyPathHandler implements IQueryHandler<MyPath> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly registrations: Registrations,
  ) {}

  async execute({ tenant, cycle, teacher }: MyPath): Promise<PathAnswer> {
    const registrations = await this.registrations.of(tenant, teacher);
    const found = (await this.documents.getMany(tenant, 'paths', registrations)) as unknown as (PathsDocument | undefined)[];
    const derived = found.flatMap((one) => {
      const path = one?.cycles[cycle];
      return one && path ? [{ owner: one.teacher, path }] : [];
    });
    // The one that was accepted, or else the first.
    const own = derived.find(({ path }) => path.acceptedAt !== undefined) ?? derived[0];
    if (!own) return refuse('path-not-there', { cycle });
    const { owner, path } = own;
    const [courses, offerings, completed] = await Promise.all([
      this.documents.getMany(
        tenant,
        'courses',
        path.steps.map(({ course }) => course),
      ),
      this.documents.getMany(
        tenant,
        'offerings',
        path.steps.map(({ offering }) => offeringKey(cycle, offering)),
      ),
      this.documents.getMany(tenant, 'courses', path.completedBefore?.courses ?? []),
    ]);
    const steps = path.steps.flatMap((step, index) => {
      const course = courses[index] as CourseDocument | undefined;
      const offering = offerings[index] as unknown as OfferingDocument | undefined;
      // Both were there when the path was derived; a view that is being rebuilt answers before this.
      if (!course || !offering) return [];
      const { title, hours, offline } = course;
      const { modality, starts, ends, enrolment } = offering;
      return [{ ...step, title, hours, offline, modality, starts, ends, enrolment }];
    });
    const alreadyCompleted = completed.flatMap((document) => {
      const one = document as CourseDocument | undefined;
      return one ? [{ course: one.course, title: one.title }] : [];
    });
    return {
      ...path,
      ...(owner === teacher ? {} : { otherRegistration: true }),
      alreadyCompleted,
      status: path.acceptedAt === undefined ? 'proposed' : 'accepted',
      steps,
    };
  }
}
