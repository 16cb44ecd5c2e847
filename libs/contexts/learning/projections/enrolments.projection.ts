import type { EventMetadata } from '#libs/kernel';
import { fold, type View, type Projection } from '#libs/projecting';
import type {
  CourseCompleted,
  CourseDropped,
  CourseFailed,
  CourseStarted,
  DropReason,
  EnrolmentCancelled,
  EnrolmentWaitlisted,
  FailReason,
  ProgressRecorded,
  ReleaseReason,
  SeatGiven,
  SeatReleased,
  SeatRequested,
  SeatsDrawn,
  SeatsPrioritised,
  TeacherEnrolled,
  WaitingListLeft,
} from '../learning.events.js';
import { enrolmentIdOf } from '../offering.js';

export type EnrolmentStatus = 'requested' | 'waiting' | 'enrolled' | 'started' | 'completed' | 'failed' | 'dropped' | 'cancelled';

/** What happened in an enrolment, each fact with its time; facts come from two streams and may arrive in any order. */
interface Facts {
  readonly requestedAt?: string;
  readonly waitingSince?: string;
  /** The number drawn for the waiting list. */
  readonly place?: number;
  readonly enrolledAt?: string;
  readonly startedAt?: string;
  readonly percent?: number;
  readonly completedAt?: string;
  readonly droppedAt?: string;
  readonly dropReason?: DropReason;
  readonly failedAt?: string;
  readonly failReason?: FailReason;
  /** The seat or the place on the list was given up, or taken back with the consent. */
  readonly cancelledAt?: string;
  readonly cancelledBecause?: ReleaseReason;
}
export interface EnrolmentDocument extends Facts {
  readonly enrolment: string;
  readonly teacher: string;
  readonly cycle: string;
  readonly offering: string;
  readonly status: EnrolmentStatus;
}
/** Which documents are about a teacher alone, so that forgetting finds them. */
interface LearnerDocument {
  readonly enrolments: readonly string[];
  readonly erased: boolean;
}

const COLLECTION = 'enrolments';
const LEARNERS = 'learners';

const statusOf = (facts: Facts): EnrolmentStatus => {
  if (facts.droppedAt !== undefined) return 'dropped';
  if (facts.completedAt !== undefined) return 'completed';
  if (facts.failedAt !== undefined) return 'failed';
  if (facts.cancelledAt !== undefined) return 'cancelled';
  if (facts.startedAt !== undefined) return 'started';
  if (facts.enrolledAt !== undefined) return 'enrolled';
  return facts.waitingSince !== undefined ? 'waiting' : 'requested';
};

const learn = (
  view: View,
  metadata: EventMetadata,
  about: { readonly enrolment: string; readonly teacher: string; readonly offering: string },
  facts: Facts,
): void => {
  const { enrolment, teacher, offering } = about;
  const learner = view.get<LearnerDocument>(LEARNERS, teacher) ?? { enrolments: [], erased: false };
  // The counts of the offering keep the person; a document about them alone is not made again.
  if (learner.erased) return;
  const before = view.get<EnrolmentDocument>(COLLECTION, enrolment);
  // A seat that was given up can be asked for again: what was before does not count any more.
  const anew = before?.cancelledAt !== undefined && ('requestedAt' in facts || 'waitingSince' in facts || 'enrolledAt' in facts);
  const known: Facts = anew ? {} : (before ?? {});
  const all: Facts = { ...known, ...facts };
  view.put(COLLECTION, enrolment, { ...all, enrolment, teacher, cycle: metadata.cycle ?? '', offering, status: statusOf(all) });
  if (!learner.enrolments.includes(enrolment)) {
    view.put(LEARNERS, teacher, { ...learner, enrolments: [...learner.enrolments, enrolment].sort() });
  }
};

const givenToAll = fold<SeatsDrawn['data'] | SeatsPrioritised['data']>(({ data, metadata }, view) => {
  const { offering, enrolled, waitlisted } = data;
  const at = metadata.occurredAt;
  const settle = (teacher: string, facts: Facts) => {
    const enrolment = enrolmentIdOf(metadata.tenant, metadata.cycle ?? '', offering, teacher);
    learn(view, metadata, { enrolment, teacher, offering }, facts);
  };
  enrolled.forEach((teacher) => settle(teacher, { enrolledAt: at }));
  waitlisted.forEach((teacher, index) => settle(teacher, { waitingSince: at, place: index + 1 }));
});

export const enrolmentsProjection: Projection = {
  name: 'enrolments',
  version: 2,
  weight: 45,
  collections: [
    {
      name: COLLECTION,
      columns: { cycle: 'text', offering: 'text', teacher: 'text', status: 'text' },
      indexes: [
        ['teacher', 'cycle'],
        ['cycle', 'offering', 'status'],
      ],
    },
    { name: LEARNERS },
  ],
  on: {
    SeatRequested: fold<SeatRequested['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { requestedAt: metadata.occurredAt });
    }),
    SeatGiven: fold<SeatGiven['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { enrolledAt: metadata.occurredAt });
    }),
    EnrolmentWaitlisted: fold<EnrolmentWaitlisted['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { waitingSince: metadata.occurredAt, place: data.place });
    }),
    SeatReleased: fold<SeatReleased['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { cancelledAt: metadata.occurredAt, cancelledBecause: data.reason });
    }),
    WaitingListLeft: fold<WaitingListLeft['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { cancelledAt: metadata.occurredAt, cancelledBecause: data.reason });
    }),
    EnrolmentCancelled: fold<EnrolmentCancelled['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { cancelledAt: metadata.occurredAt, cancelledBecause: 'cancelled' });
    }),
    SeatsDrawn: givenToAll,
    SeatsPrioritised: givenToAll,
    TeacherEnrolled: fold<TeacherEnrolled['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { enrolledAt: metadata.occurredAt });
    }),
    CourseFailed: fold<CourseFailed['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { failedAt: metadata.occurredAt, failReason: data.reason });
    }),
    CourseStarted: fold<CourseStarted['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { startedAt: metadata.occurredAt });
    }),
    ProgressRecorded: fold<ProgressRecorded['data']>(({ data, metadata }, view) => {
      const before = view.get<EnrolmentDocument>(COLLECTION, data.enrolment);
      if (before) {
        learn(view, metadata, before, { percent: Math.max(before.percent ?? 0, data.percent) });
      } else if (!view.get<LearnerDocument>(LEARNERS, metadata.subject ?? '')?.erased) {
        throw new Error('progress in an enrolment that was never begun');
      }
    }),
    CourseCompleted: fold<CourseCompleted['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { completedAt: metadata.occurredAt });
    }),
    CourseDropped: fold<CourseDropped['data']>(({ data, metadata }, view) => {
      learn(view, metadata, data, { droppedAt: metadata.occurredAt, dropReason: data.reason });
    }),
    PersonalDataErased: fold<{ teacher: string }>(({ data }, view) => {
      const learner = view.get<LearnerDocument>(LEARNERS, data.teacher);
      learner?.enrolments.forEach((enrolment) => view.delete(COLLECTION, enrolment));
      view.put(LEARNERS, data.teacher, { enrolments: [], erased: true });
    }),
  },
};
