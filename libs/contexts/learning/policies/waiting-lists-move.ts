import type { ConsentWithdrawn } from '#libs/contexts/rollout';
import { reaction, type Policy, type PolicyCommand, type PolicyEvent, type PolicySources } from '#libs/policies';
import type { CourseDropped, EnrolmentCancelled, ReleaseReason } from '../learning.events.js';
import type { SeatsHeldDocument } from '../projections/seats-held.projection.js';
import { ReleaseSeat } from '../use-cases/release-seat.js';

type Seats = SeatsHeldDocument['seats'];

const left = (reason: ReleaseReason) =>
  reaction<CourseDropped['data'] | EnrolmentCancelled['data']>({
    react: ({ data: { offering, teacher }, metadata: { cycle = '' } }) => [
      { step: `release ${offering}`, command: (context) => new ReleaseSeat(context, cycle, offering, teacher, reason) },
    ],
  });

/** Every limited seat that a person holds or waits for. */
const seatsOf = async (event: PolicyEvent<{ teacher: string }>, { documents, tenant }: PolicySources): Promise<Seats> => {
  const held = await documents.get(tenant, 'seats_held', event.data.teacher);
  return (held as unknown as SeatsHeldDocument | undefined)?.seats ?? [];
};

const releaseAll = (seats: Seats, teacher: string, reason: ReleaseReason): PolicyCommand[] =>
  seats.map(({ cycle, offering }) => ({
    step: `release ${cycle} ${offering}`,
    command: (context) => new ReleaseSeat(context, cycle, offering, teacher, reason),
  }));

/** When somebody leaves, their seat is free again and the next on the waiting list gets it. */
export const waitingListsMove: Policy = {
  name: 'waiting-lists-move',
  says: 'When a teacher drops a course, cancels, withdraws consent or is forgotten, the seat goes to the next on the waiting list.',
  views: ['seats-held'],
  on: {
    CourseDropped: left('dropped'),
    EnrolmentCancelled: left('cancelled'),
    ConsentWithdrawn: reaction<ConsentWithdrawn['data'], Seats>({
      references: seatsOf,
      react: ({ data: { teacher, cycle, purposes } }, seats) =>
        purposes.includes('take-part')
          ? releaseAll(
              seats.filter((seat) => seat.cycle === cycle),
              teacher,
              'consent-withdrawn',
            )
          : [],
    }),
    PersonalDataErased: reaction<{ teacher: string }, Seats>({
      references: seatsOf,
      react: ({ data: { teacher } }, seats) => releaseAll(seats, teacher, 'forgotten'),
    }),
  },
};
