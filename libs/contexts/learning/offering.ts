import { canonicalJson, instant, naturalIdOf, refuse, sha256, streamName, type Decider, type Instant } from '#libs/kernel';
import type { StageWindow } from '#libs/contexts/rollout';
import type { OfferingEvent, OfferingOpened, PriorityCriterion, ReleaseReason } from './learning.events.js';

export type SeatStatus = 'requested' | 'given' | 'waiting' | 'released' | 'left';
export interface SeatRequest {
  readonly enrolment: string;
  readonly status: SeatStatus;
  /** The number drawn for the waiting list: whoever has a lower one comes first. Numbers are not given twice. */
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
  /** The highest number on the waiting list so far. */
  readonly lastPlace: number;
  /** The seats that are drawn or given by priority have been. */
  readonly drawn: boolean;
  readonly tutors: ReadonlySet<string>;
}

const withRequest = (offering: Offering, teacher: string, request: SeatRequest): ReadonlyMap<string, SeatRequest> =>
  new Map(offering.requests).set(teacher, request);

/** Seats for all who asked at once, in an order. */
const settled = (offering: Offering, enrolled: readonly string[], waitlisted: readonly string[]): Offering => {
  const requests = new Map(offering.requests);
  const settle = (teacher: string, outcome: Omit<SeatRequest, 'enrolment'>) => {
    const request = requests.get(teacher);
    if (request) requests.set(teacher, { enrolment: request.enrolment, ...outcome });
  };
  enrolled.forEach((teacher) => settle(teacher, { status: 'given' }));
  waitlisted.forEach((teacher, index) => settle(teacher, { status: 'waiting', place: index + 1 }));
  const waiting = waitlisted.length;
  return { ...offering, requests, given: enrolled.length, waiting, lastPlace: waiting, drawn: true };
};

export const offeringDecider: Decider<Offering, OfferingEvent> = {
  category: 'offering',
  initial: { requests: new Map(), given: 0, waiting: 0, lastPlace: 0, drawn: false, tutors: new Set() },
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
        const waited = offering.requests.get(teacher)?.status === 'waiting' ? 1 : 0;
        return {
          ...offering,
          requests: withRequest(offering, teacher, { enrolment, status: 'given' }),
          given: offering.given + 1,
          waiting: offering.waiting - waited,
        };
      }
      case 'EnrolmentWaitlisted': {
        const { teacher, enrolment, place } = event.data;
        return {
          ...offering,
          requests: withRequest(offering, teacher, { enrolment, status: 'waiting', place }),
          waiting: offering.waiting + 1,
          lastPlace: Math.max(offering.lastPlace, place),
        };
      }
      case 'SeatsDrawn':
      case 'SeatsPrioritised':
        return settled(offering, event.data.enrolled, event.data.waitlisted);
      case 'SeatReleased': {
        const { teacher, enrolment } = event.data;
        return {
          ...offering,
          requests: withRequest(offering, teacher, { enrolment, status: 'released' }),
          given: offering.given - 1,
        };
      }
      case 'WaitingListLeft': {
        const { teacher, enrolment } = event.data;
        const waited = offering.requests.get(teacher)?.status === 'waiting' ? 1 : 0;
        return {
          ...offering,
          requests: withRequest(offering, teacher, { enrolment, status: 'left' }),
          waiting: offering.waiting - waited,
        };
      }
      case 'TutorAssigned':
        return { ...offering, tutors: new Set(offering.tutors).add(event.data.tutor) };
      case 'TutorUnassigned':
        return { ...offering, tutors: new Set([...offering.tutors].filter((tutor) => tutor !== event.data.tutor)) };
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
  if (command.seats === null && command.allocation === 'priority') refuse('priority-without-limit', {}, '/allocation');
  const { criteria, movesUntil } = command;
  if (command.allocation === 'priority' ? !criteria?.length : criteria !== undefined)
    refuse('criteria-and-rule-differ', { allocation: command.allocation }, '/criteria');
  if (criteria && new Set(criteria).size !== criteria.length) refuse('criterion-repeated', {}, '/criteria');
  if (movesUntil && movesUntil > ends) refuse('dates-inside-out', { from: movesUntil, to: ends }, '/movesUntil');
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
  if (held?.status === 'waiting')
    refuse('already-waiting', { offering: command.offering, place: placeOf(offering, teacher) ?? 0 });
  if (held?.status === 'requested') refuse('already-requested', { offering: command.offering });
  const data = { offering: command.offering, teacher, enrolment };
  if (allocation !== 'first-come' && !offering.drawn) return [{ type: 'SeatRequested', data }];
  // Who waits comes before who comes.
  if (offering.given < seats && offering.waiting === 0) return [{ type: 'SeatGiven', data }];
  return [{ type: 'EnrolmentWaitlisted', data: { ...data, place: offering.lastPlace + 1 } }];
};

/** Those who wait for a seat, the next first. */
const waitingList = (offering: Offering): { teacher: string; enrolment: string; place: number }[] =>
  [...offering.requests]
    .flatMap(([teacher, { enrolment, status, place }]) =>
      status === 'waiting' ? [{ teacher, enrolment, place: place ?? 0 }] : [],
    )
    .sort((a, b) => a.place - b.place);

/** How many wait before a teacher, themselves included; `undefined` for somebody who does not wait. */
export const placeOf = (offering: Offering, teacher: string): number | undefined => {
  const at = waitingList(offering).findIndex((one) => one.teacher === teacher);
  return at < 0 ? undefined : at + 1;
};

/** Until when a freed seat is given on: half of the course, unless its terms say otherwise. Nobody completes what they join later. */
export const movesUntil = ({ starts, ends, movesUntil: said }: OfferingOpened['data']): Instant =>
  said ?? instant((Date.parse(starts) + Date.parse(ends)) / 2);

/**
 * Somebody holds or waits for a seat no longer. A seat that becomes free goes to the next on the list, in the same breath. What was given
 * up before, or never held, changes nothing.
 */
export const releaseSeat = (
  command: { offering: string; teacher: string; reason: ReleaseReason; at: Instant },
  offering: Offering,
): OfferingEvent[] => {
  const { opened } = offering;
  const held = offering.requests.get(command.teacher);
  if (!opened || !held) return [];
  const data = { offering: command.offering, teacher: command.teacher, enrolment: held.enrolment, reason: command.reason };
  if (held.status === 'requested' || held.status === 'waiting')
    return [{ type: 'WaitingListLeft', data: { ...data, stood: held.status } }];
  if (held.status !== 'given') return [];
  const released: OfferingEvent = { type: 'SeatReleased', data };
  const [next] = command.at <= movesUntil(opened) ? waitingList(offering) : [];
  if (!next) return [released];
  const { teacher, enrolment } = next;
  return [released, { type: 'SeatGiven', data: { offering: command.offering, teacher, enrolment, from: 'waiting-list' } }];
};

/** Off the list, or out of the draw, by one's own wish. @throws Refusal not-waiting */
export const leaveWaitingList = (command: { offering: string; teacher: string }, offering: Offering): OfferingEvent[] => {
  const held = offering.requests.get(command.teacher);
  if (held?.status === 'left') return [];
  if (held?.status !== 'waiting' && held?.status !== 'requested') return refuse('not-waiting', { offering: command.offering });
  const { offering: id, teacher } = command;
  return [
    {
      type: 'WaitingListLeft',
      data: { offering: id, teacher, enrolment: held.enrolment, stood: held.status, reason: 'cancelled' },
    },
  ];
};

/** The order of the draw: by SHA-256 of seed and pseudonym. Whoever knows the seed and who asked can repeat it. */
export const drawOrder = (seed: string, teachers: Iterable<string>): string[] =>
  [...teachers]
    .map((teacher) => ({ teacher, drawn: sha256(`${seed}\n${teacher}`) }))
    .sort((a, b) => (a.drawn < b.drawn ? -1 : 1))
    .map(({ teacher }) => teacher);

/** Who asked for a seat and still wants it. */
export const applicants = (offering: Offering): string[] =>
  [...offering.requests].filter(([, { status }]) => status === 'requested').map(([teacher]) => teacher);

/** One draw for all who asked, once. */
export const drawSeats = (command: { offering: string; seed: string; at: Instant }, offering: Offering): OfferingEvent[] => {
  const { opened } = offering;
  if (!opened) return refuse('offering-unknown', { offering: command.offering });
  const { seats, allocation } = opened;
  if (seats === null || allocation !== 'lottery') return refuse('not-a-lottery', { offering: command.offering });
  if (offering.drawn) refuse('seats-drawn-already', { offering: command.offering });
  if (command.at > opened.ends) refuse('offering-ended', { offering: command.offering, ends: opened.ends });
  const asked = applicants(offering);
  if (asked.length === 0) refuse('nothing-to-draw', { offering: command.offering });
  const order = drawOrder(command.seed, asked);
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

/** What a priority rule looks at in a teacher who asked. */
export interface ApplicantFacts {
  readonly teacher: string;
  /** Levels missing to the target, summed over what the course develops. */
  readonly gap: number;
  readonly rural: boolean;
  /** Courses completed so far, in any cycle. */
  readonly completed: number;
}

const PRECEDES: Readonly<Record<PriorityCriterion, (a: ApplicantFacts, b: ApplicantFacts) => number>> = {
  'largest-gap': (a, b) => b.gap - a.gap,
  'rural-school': (a, b) => Number(b.rural) - Number(a.rural),
  'never-trained': (a, b) => Number(a.completed > 0) - Number(b.completed > 0),
};

/** The order of a priority rule: criterion by criterion, ties broken by the order of the draw. */
export const priorityOrder = (
  criteria: readonly PriorityCriterion[],
  seed: string,
  facts: readonly ApplicantFacts[],
): ApplicantFacts[] => {
  const drawn = new Map(
    drawOrder(
      seed,
      facts.map(({ teacher }) => teacher),
    ).map((teacher, index) => [teacher, index]),
  );
  return [...facts].sort((a, b) => {
    for (const criterion of criteria) {
      const order = PRECEDES[criterion](a, b);
      if (order !== 0) return order;
    }
    return (drawn.get(a.teacher) ?? 0) - (drawn.get(b.teacher) ?? 0);
  });
};

/** Seats by the offering's criteria for all who asked, once. @param references the facts of everybody who asked */
export const prioritiseSeats = (
  command: { offering: string; seed: string; at: Instant },
  offering: Offering,
  references: { readonly facts: ReadonlyMap<string, ApplicantFacts> },
): OfferingEvent[] => {
  const { opened } = offering;
  if (!opened) return refuse('offering-unknown', { offering: command.offering });
  const { seats, criteria } = opened;
  if (seats === null || !criteria) return refuse('not-by-priority', { offering: command.offering });
  if (offering.drawn) refuse('seats-drawn-already', { offering: command.offering });
  if (command.at > opened.ends) refuse('offering-ended', { offering: command.offering, ends: opened.ends });
  const asked = applicants(offering);
  if (asked.length === 0) refuse('nothing-to-draw', { offering: command.offering });
  const order = priorityOrder(
    criteria,
    command.seed,
    asked.map((teacher) => references.facts.get(teacher) ?? { teacher, gap: 0, rural: false, completed: 0 }),
  );
  const teachers = order.map(({ teacher }) => teacher);
  return [
    {
      type: 'SeatsPrioritised',
      data: {
        offering: command.offering,
        criteria,
        seed: command.seed,
        applicants: order.length,
        enrolled: teachers.slice(0, seats),
        waitlisted: teachers.slice(seats),
        facts: order.map(({ gap, rural, completed }) => [gap, Number(rural), completed] as const),
      },
    },
  ];
};

export const assignTutor = (command: { offering: string; tutor: string }, offering: Offering): OfferingEvent[] => {
  if (!offering.opened) return refuse('offering-unknown', { offering: command.offering });
  return offering.tutors.has(command.tutor) ? [] : [{ type: 'TutorAssigned', data: command }];
};

export const unassignTutor = (command: { offering: string; tutor: string }, offering: Offering): OfferingEvent[] => {
  if (!offering.opened) return refuse('offering-unknown', { offering: command.offering });
  return offering.tutors.has(command.tutor) ? [{ type: 'TutorUnassigned', data: command }] : [];
};
