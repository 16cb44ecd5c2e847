import { canonicalJson, naturalIdOf, refuse, sha256, streamName, type Decider, type Instant } from '#libs/kernel';
import type { StageWindow } from '#libs/contexts/rollout';
import type { OfferingEvent, OfferingOpened } from './learning.events.js';

export type SeatStatus = 'requested' | 'given' | 'waiting';
export interface SeatRequest {
  readonly enrolment: string;
  readonly status: SeatStatus;
  /** On the waiting list, from 1. */
  readonly place?: number;
}

/**
 * A course on offer in a cycle. Who asked for one of its seats is kept here only where seats are limited: who enrols in an unlimited
 * offering never touches this stream, so that thousands can enrol at once.
 */
export interface Offering {
  readonly opened?: OfferingOpened['data'];
  /** By teacher. */
  readonly requests: ReadonlyMap<string, SeatRequest>;
  readonly given: number;
  readonly waiting: number;
  readonly drawn: boolean;
}

const withRequest = (offering: Offering, teacher: string, request: SeatRequest): ReadonlyMap<string, SeatRequest> =>
  new Map(offering.requests).set(teacher, request);

export const offeringDecider: Decider<Offering, OfferingEvent> = {
  category: 'offering',
  initial: { requests: new Map(), given: 0, waiting: 0, drawn: false },
  evolve: (offering, event) => {
    switch (event.type) {
      case 'OfferingOpened':
        return { ...offering, opened: event.data };
      case 'SeatRequested': {
        const { teacher, enrolment } = event.data;
        return { ...offering, requests: withRequest(offering, teacher, { enrolment, status: 'requested' }) };
      }
      case 'SeatGiven': {
        const { teacher, enrolment } = event.data;
        return {
          ...offering,
          requests: withRequest(offering, teacher, { enrolment, status: 'given' }),
          given: offering.given + 1,
        };
      }
      case 'EnrolmentWaitlisted': {
        const { teacher, enrolment, place } = event.data;
        return {
          ...offering,
          requests: withRequest(offering, teacher, { enrolment, status: 'waiting', place }),
          waiting: offering.waiting + 1,
        };
      }
      case 'SeatsDrawn': {
        const requests = new Map(offering.requests);
        const settle = (teacher: string, outcome: Omit<SeatRequest, 'enrolment'>) => {
          const request = requests.get(teacher);
          if (request) requests.set(teacher, { enrolment: request.enrolment, ...outcome });
        };
        event.data.enrolled.forEach((teacher) => settle(teacher, { status: 'given' }));
        event.data.waitlisted.forEach((teacher, index) => settle(teacher, { status: 'waiting', place: index + 1 }));
        return {
          ...offering,
          requests,
          given: event.data.enrolled.length,
          waiting: event.data.waitlisted.length,
          drawn: true,
        };
      }
    }
  },
};

export const offeringStream = (tenant: string, cycle: string, offering: string) =>
  streamName({ tenant, cycle, category: 'offering', id: offering });

/** A teacher has one enrolment in an offering; its id follows from the two, so nobody enrols twice. */
export const enrolmentIdOf = (tenant: string, cycle: string, offering: string, teacher: string): string =>
  naturalIdOf('enrolment', tenant, cycle, offering, teacher);

export const openOffering = (
  command: OfferingOpened['data'],
  offering: Offering,
  references: { learning: StageWindow },
): OfferingEvent[] => {
  if (offering.opened) {
    if (canonicalJson(offering.opened) === canonicalJson(command)) return [];
    refuse('offering-exists', { offering: command.offering });
  }
  const { starts, ends, enrolment } = command;
  const { learning } = references;
  if (starts >= ends) refuse('dates-inside-out', { from: starts, to: ends }, '/ends');
  if (enrolment && enrolment.opens >= enrolment.closes)
    refuse('dates-inside-out', { from: enrolment.opens, to: enrolment.closes }, '/enrolment/closes');
  if (enrolment && enrolment.closes > ends) refuse('dates-inside-out', { from: enrolment.closes, to: ends }, '/enrolment/closes');
  // A course that ends when nothing can be recorded any more could not be completed.
  if (ends > learning.graceUntil) refuse('offering-outside-stage', { ends, graceUntil: learning.graceUntil }, '/ends');
  if (command.seats === null && command.allocation === 'lottery') refuse('lottery-without-limit', {}, '/allocation');
  return [{ type: 'OfferingOpened', data: command }];
};

/** What is on offer, while it can be asked for. @throws Refusal offering-unknown | enrolment-not-open | enrolment-closed | offering-ended */
export const enrollable = (offering: Offering, id: string, at: Instant): OfferingOpened['data'] => {
  const { opened } = offering;
  if (!opened) return refuse('offering-unknown', { offering: id }, '/offering');
  if (at > opened.ends) refuse('offering-ended', { offering: id, ends: opened.ends }, '/offering');
  const { enrolment } = opened;
  if (enrolment && at < enrolment.opens) refuse('enrolment-not-open', { offering: id, opens: enrolment.opens }, '/offering');
  if (enrolment && at > enrolment.closes) refuse('enrolment-closed', { offering: id, closes: enrolment.closes }, '/offering');
  return opened;
};

/**
 * A seat in a limited offering. First come: a seat while there are some, a place on the waiting list after that. Lottery: asked for
 * until the draw; what the draw left over goes first come.
 */
export const requestSeat = (
  command: { offering: string; teacher: string; enrolment: string; at: Instant },
  offering: Offering,
): OfferingEvent[] => {
  const { teacher, enrolment } = command;
  const opened = enrollable(offering, command.offering, command.at);
  const { seats, allocation } = opened;
  if (seats === null) throw new RangeError(`${command.offering} has no limit: its seats are not given one by one`);
  const held = offering.requests.get(teacher);
  if (held?.status === 'given') refuse('already-enrolled', { offering: command.offering });
  if (held?.status === 'waiting') refuse('already-waiting', { offering: command.offering, place: held.place ?? 0 });
  if (held) refuse('already-requested', { offering: command.offering });
  const data = { offering: command.offering, teacher, enrolment };
  if (allocation === 'lottery' && !offering.drawn) return [{ type: 'SeatRequested', data }];
  if (offering.given < seats) return [{ type: 'SeatGiven', data }];
  return [{ type: 'EnrolmentWaitlisted', data: { ...data, place: offering.waiting + 1 } }];
};

/** The order of the draw: by SHA-256 of seed and pseudonym. Whoever knows the seed and who asked can repeat it. */
export const drawOrder = (seed: string, teachers: Iterable<string>): string[] =>
  [...teachers]
    .map((teacher) => ({ teacher, drawn: sha256(`${seed}\n${teacher}`) }))
    .sort((a, b) => (a.drawn < b.drawn ? -1 : 1))
    .map(({ teacher }) => teacher);

/** One draw for all who asked, once. */
export const drawSeats = (command: { offering: string; seed: string; at: Instant }, offering: Offering): OfferingEvent[] => {
  const { opened } = offering;
  if (!opened) return refuse('offering-unknown', { offering: command.offering });
  const { seats, allocation } = opened;
  if (seats === null || allocation !== 'lottery') return refuse('not-a-lottery', { offering: command.offering });
  if (offering.drawn) refuse('seats-drawn-already', { offering: command.offering });
  if (command.at > opened.ends) refuse('offering-ended', { offering: command.offering, ends: opened.ends });
  if (offering.requests.size === 0) refuse('nothing-to-draw', { offering: command.offering });
  const order = drawOrder(command.seed, offering.requests.keys());
  return [
    {
      type: 'SeatsDrawn',
      data: {
        offering: command.offering,
        seed: command.seed,
        applicants: order.length,
        enrolled: order.slice(0, seats),
        waitlisted: order.slice(seats),
      },
    },
  ];
};
