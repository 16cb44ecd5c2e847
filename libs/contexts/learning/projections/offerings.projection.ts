import { fold, type View, type Projection } from '#libs/projecting';
import type { EventMetadata } from '#libs/kernel';
import type {
  EnrolmentCancelled,
  EnrolmentWaitlisted,
  OfferingOpened,
  SeatGiven,
  SeatReleased,
  SeatRequested,
  SeatsDrawn,
  SeatsPrioritised,
  TeacherEnrolled,
  TutorAssigned,
  TutorUnassigned,
  WaitingListLeft,
} from '../learning.events.js';

/** Each course on offer, with how many seats are taken and how many people wait. Counts of people only, no pseudonym. */
export type OfferingDocument = OfferingOpened['data'] & {
  /** Asked for a seat that is not drawn or given by priority yet. */
  readonly requested: number;
  /** Hold a seat; where there is no limit: enrolled. */
  readonly taken: number;
  readonly waiting: number;
  /** Accounts that the offering was given to, in alphabetical order. */
  readonly tutors?: readonly string[];
  readonly drawn?: { readonly seed: string; readonly applicants: number; readonly at: string };
};

const COLLECTION = 'offerings';

/** Offering ids are chosen per cycle. */
export const offeringKey = (cycle: string, offering: string): string => `${cycle}/${offering}`;

const change = (
  view: View,
  metadata: EventMetadata,
  offering: string,
  to: (document: OfferingDocument) => Partial<OfferingDocument>,
): void => {
  const key = offeringKey(metadata.cycle ?? '', offering);
  const document = view.get<OfferingDocument>(COLLECTION, key);
  if (!document) throw new Error(`${key} was never opened`);
  view.put(COLLECTION, key, { ...document, ...to(document) });
};

/** Seats for all who asked at once, by lot or by priority. */
const given = fold<SeatsDrawn['data'] | SeatsPrioritised['data']>(({ data, metadata }, view) => {
  const { seed, applicants, enrolled, waitlisted } = data;
  change(view, metadata, data.offering, ({ requested, taken, waiting }) => ({
    requested: requested - applicants,
    taken: taken + enrolled.length,
    waiting: waiting + waitlisted.length,
    drawn: { seed, applicants, at: metadata.occurredAt },
  }));
});

export const offeringsProjection: Projection = {
  name: 'offerings',
  version: 2,
  collections: [
    {
      name: COLLECTION,
      columns: { cycle: 'text', course: 'text', modality: 'text', region: 'text', starts: 'text', ends: 'text' },
      indexes: [['cycle', 'course']],
    },
  ],
  on: {
    OfferingOpened: fold<OfferingOpened['data']>(({ data }, view) => {
      view.put(COLLECTION, offeringKey(data.cycle, data.offering), { ...data, requested: 0, taken: 0, waiting: 0 });
    }),
    SeatRequested: fold<SeatRequested['data']>(({ data, metadata }, view) => {
      change(view, metadata, data.offering, ({ requested }) => ({ requested: requested + 1 }));
    }),
    SeatGiven: fold<SeatGiven['data']>(({ data, metadata }, view) => {
      const moved = data.from === 'waiting-list' ? 1 : 0;
      change(view, metadata, data.offering, ({ taken, waiting }) => ({ taken: taken + 1, waiting: waiting - moved }));
    }),
    SeatReleased: fold<SeatReleased['data']>(({ data, metadata }, view) => {
      change(view, metadata, data.offering, ({ taken }) => ({ taken: taken - 1 }));
    }),
    WaitingListLeft: fold<WaitingListLeft['data']>(({ data, metadata }, view) => {
      change(view, metadata, data.offering, ({ requested, waiting }) =>
        data.stood === 'waiting' ? { waiting: waiting - 1 } : { requested: requested - 1 },
      );
    }),
    EnrolmentWaitlisted: fold<EnrolmentWaitlisted['data']>(({ data, metadata }, view) => {
      change(view, metadata, data.offering, ({ waiting }) => ({ waiting: waiting + 1 }));
    }),
    SeatsDrawn: given,
    SeatsPrioritised: given,
    TutorAssigned: fold<TutorAssigned['data']>(({ data, metadata }, view) => {
      change(view, metadata, data.offering, ({ tutors = [] }) => ({ tutors: [...tutors, data.tutor].sort() }));
    }),
    TutorUnassigned: fold<TutorUnassigned['data']>(({ data, metadata }, view) => {
      change(view, metadata, data.offering, ({ tutors = [] }) => ({ tutors: tutors.filter((tutor) => tutor !== data.tutor) }));
    }),
    EnrolmentCancelled: fold<EnrolmentCancelled['data']>(({ data, metadata }, view) => {
      // Where seats are limited the seat's own event counts.
      change(view, metadata, data.offering, ({ seats, taken }) => (seats === null ? { taken: taken - 1 } : {}));
    }),
    TeacherEnrolled: fold<TeacherEnrolled['data']>(({ data, metadata }, view) => {
      change(view, metadata, data.offering, ({ taken }) => ({ taken: taken + 1 }));
    }),
  },
};
