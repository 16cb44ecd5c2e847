import fc from 'fast-check';
import { specification } from '#libs/kernel/testing';
import { Refusal, sha256 } from '#libs/kernel';
import type { OfferingEvent, OfferingOpened } from './learning.events.js';
import { drawOrder, drawSeats, offeringDecider, openOffering, requestSeat, type Offering } from './offering.js';
import { sampleOffering } from './testing/samples.js';

const { given } = specification(offeringDecider);
const learning = {
  stage: 'learning',
  opens: '2023-07-17T04:00:00.000Z',
  closes: '2023-11-11T02:59:59.999Z',
  graceUntil: '2023-11-18T02:59:59.999Z',
} as const;
const during = '2023-07-01T12:00:00.000Z';

const opened = (terms: Partial<OfferingOpened['data']> = {}): OfferingEvent => ({
  type: 'OfferingOpened',
  data: sampleOffering('o1', 'c1', terms),
});
const about = (teacher: string) => ({ offering: 'o1', teacher, enrolment: `e-${teacher}` });
const asked = (teacher: string): OfferingEvent => ({ type: 'SeatRequested', data: about(teacher) });
const seated = (teacher: string): OfferingEvent => ({ type: 'SeatGiven', data: about(teacher) });
const waits = (teacher: string, place: number): OfferingEvent => ({
  type: 'EnrolmentWaitlisted',
  data: { ...about(teacher), place },
});
const asks =
  (teacher: string, at = during) =>
  (offering: Offering) =>
    requestSeat({ ...about(teacher), at }, offering);
const draw =
  (seed = 'seed', at = during) =>
  (offering: Offering) =>
    drawSeats({ offering: 'o1', seed, at }, offering);

describe('an offering', () => {
  const open = (terms: Partial<OfferingOpened['data']>) => (offering: Offering) =>
    openOffering(sampleOffering('o1', 'c1', terms), offering, { learning });

  it('opens once with its terms', () => {
    given()
      .when(open({ seats: 30 }))
      .then(opened({ seats: 30 }));
    given(opened({ seats: 30 }))
      .when(open({ seats: 30 }))
      .thenNothing();
    given(opened({ seats: 30 }))
      .when(open({ seats: 31 }))
      .refuses('offering-exists');
  });

  it('has its dates the right way round and inside the cycle', () => {
    given()
      .when(open({ starts: '2023-10-29T00:00:00.000Z' }))
      .refuses('dates-inside-out');
    given()
      .when(open({ ends: '2023-11-19T00:00:00.000Z' }))
      .refuses('offering-outside-stage');
    const late = { opens: '2023-06-12T04:00:00.000Z', closes: '2023-11-01T00:00:00.000Z' };
    given()
      .when(open({ enrolment: late }))
      .refuses('dates-inside-out');
  });

  it('draws no lots where there is no limit', () => {
    given()
      .when(open({ allocation: 'lottery' }))
      .refuses('lottery-without-limit');
  });
});

describe('seats given first come', () => {
  const two = opened({ seats: 2 });

  it('go to those who ask while there are some, then comes the waiting list', () => {
    given(two).when(asks('a')).then(seated('a'));
    given(two, seated('a')).when(asks('b')).then(seated('b'));
    given(two, seated('a'), seated('b')).when(asks('c')).then(waits('c', 1));
    given(two, seated('a'), seated('b'), waits('c', 1)).when(asks('d')).then(waits('d', 2));
  });

  it('are asked for once by a teacher', () => {
    given(two, seated('a')).when(asks('a')).refuses('already-enrolled');
    given(two, seated('a'), seated('b'), waits('c', 1)).when(asks('c')).refuses('already-waiting', { place: 1 });
  });

  it('are asked for while enrolment is open', () => {
    given().when(asks('a')).refuses('offering-unknown');
    given(two).when(asks('a', '2023-10-29T00:00:00.000Z')).refuses('offering-ended');
    const period = opened({ seats: 2, enrolment: { opens: '2023-06-12T04:00:00.000Z', closes: '2023-07-15T03:59:59.999Z' } });
    given(period).when(asks('a', '2023-06-01T00:00:00.000Z')).refuses('enrolment-not-open');
    given(period).when(asks('a', '2023-07-15T03:59:59.999Z')).then(seated('a'));
    given(period).when(asks('a', '2023-07-15T04:00:00.000Z')).refuses('enrolment-closed');
  });

  it('are not drawn', () => {
    given(two).when(draw()).refuses('not-a-lottery');
  });
});

describe('seats drawn by lot', () => {
  const two = opened({ seats: 2, allocation: 'lottery' });
  const drawn: OfferingEvent = {
    type: 'SeatsDrawn',
    data: { offering: 'o1', seed: 'seed', applicants: 3, enrolled: ['b', 'a'], waitlisted: ['c'] },
  };

  it('are asked for until the draw', () => {
    given(two).when(asks('a')).then(asked('a'));
    given(two, asked('a')).when(asks('a')).refuses('already-requested');
  });

  it('go by the hash of seed and pseudonym, whoever asked first', () => {
    const order = ['a', 'b', 'c', 'd'].sort((x, y) => (sha256(`seed\n${x}`) < sha256(`seed\n${y}`) ? -1 : 1));
    const [event] = given(two, asked('d'), asked('a'), asked('c'), asked('b')).when(draw()).events();
    expect(event).toEqual({
      type: 'SeatsDrawn',
      data: { offering: 'o1', seed: 'seed', applicants: 4, enrolled: order.slice(0, 2), waitlisted: order.slice(2) },
    });
  });

  it('are drawn once, and not before somebody asked', () => {
    given().when(draw()).refuses('offering-unknown');
    given(two).when(draw()).refuses('nothing-to-draw');
    given(two, asked('a')).when(draw('seed', '2023-10-29T00:00:00.000Z')).refuses('offering-ended');
    given(two, asked('a'), asked('b'), asked('c'), drawn).when(draw('another')).refuses('seats-drawn-already');
  });

  it('tell everybody where they stand after the draw, and latecomers wait', () => {
    const after = given(two, asked('a'), asked('b'), asked('c'), drawn);
    expect(after.state.requests.get('a')).toEqual({ enrolment: 'e-a', status: 'given' });
    expect(after.state.requests.get('c')).toEqual({ enrolment: 'e-c', status: 'waiting', place: 1 });
    after.when(asks('a')).refuses('already-enrolled');
    after.when(asks('c')).refuses('already-waiting', { place: 1 });
    after.when(asks('e')).then(waits('e', 2));
  });

  it('that the draw left over go first come', () => {
    const few: OfferingEvent = {
      type: 'SeatsDrawn',
      data: { offering: 'o1', seed: 'seed', applicants: 1, enrolled: ['a'], waitlisted: [] },
    };
    given(two, asked('a'), few).when(asks('b')).then(seated('b'));
    given(two, asked('a'), few, seated('b')).when(asks('c')).then(waits('c', 1));
  });

  it('never depend on the order of the requests, lose nobody and give nobody two', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(fc.uuid(), { minLength: 1, maxLength: 40 })
          .chain((teachers) => fc.tuple(fc.constant(teachers), fc.shuffledSubarray(teachers, { minLength: teachers.length }))),
        fc.integer({ min: 1, max: 30 }),
        fc.string({ minLength: 1, maxLength: 20 }),
        ([teachers, otherwise], seats, seed) => {
          const limited = opened({ seats, allocation: 'lottery' });
          const outcome = (order: readonly string[]) => {
            const [event] = given(limited, ...order.map(asked))
              .when(draw(seed))
              .events();
            return event?.type === 'SeatsDrawn' ? event.data : undefined;
          };
          const first = outcome(teachers);
          expect(outcome(otherwise)).toEqual(first);
          expect([...(first?.enrolled ?? []), ...(first?.waitlisted ?? [])]).toEqual(drawOrder(seed, teachers));
          expect(first?.enrolled.length).toBe(Math.min(seats, teachers.length));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('any history of requests', () => {
  it('gives no more seats than there are and one answer to each teacher', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('first-come', 'lottery'),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.oneof(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'), fc.constant('draw')), { maxLength: 40 }),
        (allocation, seats, acts) => {
          let { state } = given(opened({ seats, allocation: allocation as 'lottery' }));
          for (const act of acts) {
            try {
              const events = act === 'draw' ? draw()(state) : asks(act)(state);
              state = events.reduce((now, event) => offeringDecider.evolve(now, event as never), state);
            } catch (error) {
              // A refusal leaves the state as it was, which is what is looked at below.
              if (!(error instanceof Refusal)) throw error;
            }
            const statuses = [...state.requests.values()];
            expect(statuses.filter(({ status }) => status === 'given')).toHaveLength(state.given);
            expect(state.given).toBeLessThanOrEqual(seats);
            const places = statuses.flatMap(({ place }) => (place === undefined ? [] : [place])).sort((x, y) => x - y);
            expect(places).toEqual(Array.from({ length: state.waiting }, (_, index) => index + 1));
          }
        },
      ),
    );
  });
});
