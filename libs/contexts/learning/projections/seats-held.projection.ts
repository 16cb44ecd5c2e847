import { fold, type Projection, type View } from '#libs/projecting';
import type {
  CourseCompleted,
  CourseFailed,
  EnrolmentWaitlisted,
  SeatGiven,
  SeatReleased,
  SeatRequested,
  WaitingListLeft,
} from '../learning.events.js';

/** The limited seats that somebody holds, waits for or asked for: what is to be freed when they leave. Gone with the last of them. */
export interface SeatsHeldDocument {
  readonly seats: readonly { readonly cycle: string; readonly offering: string; readonly enrolment: string }[];
}

const COLLECTION = 'seats_held';

const holds = fold<(SeatRequested | EnrolmentWaitlisted | SeatGiven)['data']>(({ data, metadata }, view) => {
  const seats = view.get<SeatsHeldDocument>(COLLECTION, data.teacher)?.seats ?? [];
  if (seats.some(({ enrolment }) => enrolment === data.enrolment)) return;
  const { offering, enrolment } = data;
  view.put(COLLECTION, data.teacher, { seats: [...seats, { cycle: metadata.cycle ?? '', offering, enrolment }] });
});

const gone = (view: View, teacher: string, enrolment: string): void => {
  const seats = view.get<SeatsHeldDocument>(COLLECTION, teacher)?.seats ?? [];
  const left = seats.filter((seat) => seat.enrolment !== enrolment);
  if (left.length === seats.length) return;
  if (left.length === 0) view.delete(COLLECTION, teacher);
  else view.put(COLLECTION, teacher, { seats: left });
};

/** A seat that was used to the end is nobody's to free; neither is one that was given back. */
const settles = fold<(SeatReleased | WaitingListLeft | CourseCompleted | CourseFailed)['data']>(({ data }, view) =>
  gone(view, data.teacher, data.enrolment),
);

export const seatsHeldProjection: Projection = {
  name: 'seats-held',
  version: 1,
  collections: [{ name: COLLECTION }],
  on: {
    SeatRequested: holds,
    EnrolmentWaitlisted: holds,
    SeatGiven: holds,
    SeatReleased: settles,
    WaitingListLeft: settles,
    CourseCompleted: settles,
    CourseFailed: settles,
  },
};
