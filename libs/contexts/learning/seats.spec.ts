import fc from 'fast-check';
import { specification } from '#libs/kernel/testing';
import type { OfferingEvent, OfferingOpened, PriorityCriterion } from './learning.events.js';
import {
  assignTutor,
  drawOrder,
  leaveWaitingList,
  offeringDecider,
  openOffering,
  placeOf,
  prioritiseSeats,
  priorityOrder,
  releaseSeat,
  requestSeat,
  unassignTutor,
  type ApplicantFacts,
  type Offering,
} from './offering.js';
import { sampleOffering } from './testing/samples.js';

const { given } = specification(offeringDecider);
const early = '2023-07-20T12:00:00.000Z';
const late = '2023-10-01T12:00:00.000Z';

const opened = (terms: Partial<OfferingOpened['data']> = {}): OfferingEvent => ({
  type: 'OfferingOpened',
  data: sampleOffering('o1', 'c1', { seats: 1, ...terms }),
});
const about = (teacher: string) => ({ offering: 'o1', teacher, enrolment: `e-${teacher}` });
const seated = (teacher: string, from?: 'waiting-list'): OfferingEvent => ({
  type: 'SeatGiven',
  data: { ...about(teacher), ...(from ? { from } : {}) },
});
const waits = (teacher: string, place: number): OfferingEvent => ({
  type: 'EnrolmentWaitlisted',
  data: { ...about(teacher), place },
});
const asked = (teacher: string): OfferingEvent => ({ type: 'SeatRequested', data: about(teacher) });
const freed = (teacher: string): OfferingEvent => ({ type: 'SeatReleased', data: { ...about(teacher), reason: 'dropped' } });
const releases =
  (teacher: string, at = early) =>
  (offering: Offering) =>
    releaseSeat({ offering: 'o1', teacher, reason: 'dropped', at }, offering);
const asks = (teacher: string) => (offering: Offering) => requestSeat({ ...about(teacher), at: early }, offering);

describe('a waiting list', () => {
  const full = [opened(), seated('a'), waits('b', 1), waits('c', 2)];

  it('moves when a seat is freed: the next one gets it', () => {
    given(...full)
      .when(releases('a'))
      .then(freed('a'), seated('b', 'waiting-list'));
  });

  it('moves no more once half of the course is over, or the date that its terms say', () => {
    given(...full)
      .when(releases('a', late))
      .then(freed('a'));
    given(opened({ movesUntil: late }), seated('a'), waits('b', 1))
      .when(releases('a', late))
      .then(freed('a'), seated('b', 'waiting-list'));
  });

  it('loses those who leave it, and keeps its order', () => {
    given(...full)
      .when((offering) => leaveWaitingList({ offering: 'o1', teacher: 'b' }, offering))
      .then({ type: 'WaitingListLeft', data: { ...about('b'), stood: 'waiting', reason: 'cancelled' } });
    const left: OfferingEvent = { type: 'WaitingListLeft', data: { ...about('b'), stood: 'waiting', reason: 'cancelled' } };
    given(...full, left)
      .when(releases('a'))
      .then(freed('a'), seated('c', 'waiting-list'));
    given(...full)
      .when((offering) => leaveWaitingList({ offering: 'o1', teacher: 'a' }, offering))
      .refuses('not-waiting');
    // Numbers are not given twice.
    given(...full, left)
      .when(asks('d'))
      .then(waits('d', 3));
    given(...full, left)
      .when(asks('c'))
      .refuses('already-waiting', { place: 1 });
  });

  it('comes before whoever comes now, also where a seat stands empty', () => {
    given(...full, freed('a'))
      .when(asks('d'))
      .then(waits('d', 3));
  });

  it('does nothing for what was freed before, or never held', () => {
    given(...full, freed('a'))
      .when(releases('a'))
      .thenNothing();
    given(...full)
      .when(releases('stranger'))
      .thenNothing();
    given().when(releases('a')).thenNothing();
  });

  it('can be joined again by who left', () => {
    given(opened({ seats: 1 }), seated('a'), freed('a'))
      .when(asks('a'))
      .then(seated('a'));
  });

  it('whatever happens, never gives more seats than there are, nor one to two', () => {
    const step = fc.record({ who: fc.constantFrom('a', 'b', 'c', 'd', 'e'), leaves: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), (steps, seats) => {
        let offering: Offering = [opened({ seats })].reduce(
          (state, event) => offeringDecider.evolve(state, event as never),
          offeringDecider.initial,
        );
        for (const { who, leaves } of steps) {
          let events: OfferingEvent[] = [];
          try {
            events = leaves ? releases(who)(offering) : asks(who)(offering);
          } catch (error) {
            expect((error as Error).message).toMatch(/^already-/);
          }
          for (const event of events) offering = offeringDecider.evolve(offering, event as never);
          const with_ = (status: string) => [...offering.requests.values()].filter((one) => one.status === status).length;
          expect(offering.given).toBe(with_('given'));
          expect(offering.waiting).toBe(with_('waiting'));
          expect(offering.given).toBeLessThanOrEqual(seats);
          // Nobody waits beside an empty seat.
          expect(offering.waiting === 0 || offering.given === seats).toBe(true);
          const places = [...offering.requests.keys()].map((one) => placeOf(offering, one)).filter((one) => one !== undefined);
          expect(places.sort()).toEqual(places.map((_, index) => index + 1));
        }
      }),
    );
  });
});

describe('seats by priority', () => {
  const criteria: PriorityCriterion[] = ['rural-school', 'largest-gap', 'never-trained'];
  const terms = { allocation: 'priority' as const, criteria, seats: 2 };
  const facts = new Map<string, ApplicantFacts>(
    [
      { teacher: 'a', gap: 9, rural: false, completed: 0 },
      { teacher: 'b', gap: 2, rural: true, completed: 1 },
      { teacher: 'c', gap: 2, rural: true, completed: 0 },
    ].map((one) => [one.teacher, one]),
  );
  const prioritise = (offering: Offering) => prioritiseSeats({ offering: 'o1', seed: 'seed', at: early }, offering, { facts });

  it('are asked for first, then given by the criteria in their order, with the facts in the record', () => {
    given(opened(terms)).when(asks('a')).then(asked('a'));
    given(opened(terms), asked('a'), asked('b'), asked('c'))
      .when(prioritise)
      .then({
        type: 'SeatsPrioritised',
        data: {
          offering: 'o1',
          criteria,
          seed: 'seed',
          applicants: 3,
          enrolled: ['c', 'b'],
          waitlisted: ['a'],
          facts: [
            [2, 1, 0],
            [2, 1, 1],
            [9, 0, 0],
          ],
        },
      });
  });

  it('are given once, by their own rule, where somebody asked', () => {
    given(opened({ seats: 2 }))
      .when(prioritise)
      .refuses('not-by-priority');
    given(opened(terms)).when(prioritise).refuses('nothing-to-draw');
    given().when(prioritise).refuses('offering-unknown');
  });

  it('need criteria, each once, and a limit', () => {
    const open = (more: Partial<OfferingOpened['data']>) => (offering: Offering) =>
      openOffering(sampleOffering('o1', 'c1', { ...terms, ...more }), offering, {
        learning: {
          stage: 'learning',
          opens: '2023-07-17T04:00:00.000Z',
          closes: '2023-11-11T02:59:59.999Z',
          graceUntil: '2023-11-18T02:59:59.999Z',
        },
      });
    given()
      .when(open({ criteria: undefined }))
      .refuses('criteria-and-rule-differ');
    given()
      .when(open({ allocation: 'first-come' }))
      .refuses('criteria-and-rule-differ');
    given()
      .when(open({ criteria: ['largest-gap', 'largest-gap'] }))
      .refuses('criterion-repeated');
    given()
      .when(open({ seats: null }))
      .refuses('priority-without-limit');
  });

  it('whoever repeats the rule gets the same order, whatever the order of the applicants; ties are the order of the draw', () => {
    const applicant = fc.record({ gap: fc.nat(3), rural: fc.boolean(), completed: fc.nat(1) });
    fc.assert(
      fc.property(fc.array(applicant, { maxLength: 12 }), fc.string(), (list, seed) => {
        const all = list.map((one, index) => ({ ...one, teacher: `t${index}` }));
        const order = priorityOrder(criteria, seed, all).map(({ teacher }) => teacher);
        expect(priorityOrder(criteria, seed, [...all].reverse()).map(({ teacher }) => teacher)).toEqual(order);
        const same = all
          .filter(({ gap, rural, completed }) => gap === 0 && !rural && completed === 0)
          .map(({ teacher }) => teacher);
        expect(order.filter((teacher) => same.includes(teacher))).toEqual(drawOrder(seed, same));
      }),
    );
  });
});

describe('an offering', () => {
  it('is given to a tutor, and taken from them', () => {
    const tutor: OfferingEvent = { type: 'TutorAssigned', data: { offering: 'o1', tutor: 't-1' } };
    const assign = (offering: Offering) => assignTutor({ offering: 'o1', tutor: 't-1' }, offering);
    const remove = (offering: Offering) => unassignTutor({ offering: 'o1', tutor: 't-1' }, offering);
    given().when(assign).refuses('offering-unknown');
    given(opened()).when(assign).then(tutor);
    given(opened(), tutor).when(assign).thenNothing();
    given(opened(), tutor)
      .when(remove)
      .then({ type: 'TutorUnassigned', data: { offering: 'o1', tutor: 't-1' } });
    given(opened()).when(remove).thenNothing();
  });
});
