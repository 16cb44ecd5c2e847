import { refuse, streamName, type Decider, type Instant } from '#libs/kernel';
import type { DropReason, EnrolmentEvent, FailReason, Modality, OfferingOpened } from './learning.events.js';
import type { SeatRequest } from './offering.js';

/** A teacher in an offering. Where seats are limited the stream begins with the start: the seat itself stands in the offering. */
export interface Enrolment {
  readonly status: 'none' | 'enrolled' | 'started' | 'completed' | 'failed' | 'dropped' | 'cancelled';
  readonly enrolled?: { enrolment: string; teacher: string; offering: string; course: string; modality: Modality };
  readonly percent: number;
}

export const enrolmentDecider: Decider<Enrolment, EnrolmentEvent> = {
  category: 'enrolment',
  initial: { status: 'none', percent: 0 },
  evolve: (enrolment, event) => {
    switch (event.type) {
      case 'TeacherEnrolled':
        return { ...enrolment, status: 'enrolled', enrolled: event.data };
      case 'CourseStarted':
        return { ...enrolment, status: 'started', enrolled: event.data };
      case 'ProgressRecorded':
        return { ...enrolment, percent: event.data.percent };
      case 'CourseCompleted':
        return { ...enrolment, status: 'completed' };
      case 'CourseFailed':
        return { ...enrolment, status: 'failed' };
      case 'CourseDropped':
        return { ...enrolment, status: 'dropped' };
      case 'EnrolmentCancelled':
        return { ...enrolment, status: 'cancelled' };
    }
  },
};

export const enrolmentStream = (tenant: string, cycle: string, enrolment: string) =>
  streamName({ tenant, cycle, category: 'enrolment', id: enrolment });

type Opened = OfferingOpened['data'];

/** A course that was taken to an end, or left, is not taken again. @throws Refusal already-completed | course-failed | enrolment-dropped */
export const notOver = ({ status }: Enrolment, offering: string): void => {
  if (status === 'completed') refuse('already-completed', { offering });
  if (status === 'failed') refuse('course-failed', { offering });
  if (status === 'dropped') refuse('enrolment-dropped', { offering });
};

/** Enrolment in an offering without a limit of seats. */
export const enrol = (
  command: { enrolment: string; teacher: string },
  enrolment: Enrolment,
  references: { offering: Opened },
): EnrolmentEvent[] => {
  const { offering, course, modality, seats } = references.offering;
  if (seats !== null) throw new RangeError(`${offering} has limited seats: they are given in its own stream`);
  notOver(enrolment, offering);
  if (enrolment.status !== 'none' && enrolment.status !== 'cancelled') refuse('already-enrolled', { offering });
  return [
    {
      type: 'TeacherEnrolled',
      data: { enrolment: command.enrolment, teacher: command.teacher, offering, course, modality },
    },
  ];
};

/** @param references `seat` is what the teacher holds in an offering with limited seats */
export const startCourse = (
  command: { enrolment: string; teacher: string; at: Instant },
  enrolment: Enrolment,
  references: { offering: Opened; seat: SeatRequest | undefined },
): EnrolmentEvent[] => {
  const { offering, course, modality, starts, ends, seats } = references.offering;
  notOver(enrolment, offering);
  if (enrolment.status === 'started') return [];
  if (seats === null ? enrolment.status !== 'enrolled' : references.seat?.status !== 'given') {
    if (references.seat && seats !== null) refuse('seat-not-given', { offering, status: references.seat.status });
    refuse('not-enrolled', { offering });
  }
  if (command.at < starts) refuse('offering-not-started', { offering, starts });
  if (command.at > ends) refuse('offering-ended', { offering, ends });
  return [
    { type: 'CourseStarted', data: { enrolment: command.enrolment, teacher: command.teacher, offering, course, modality } },
  ];
};

/** What goes on only in a course that was begun and is not over. */
const under = (enrolment: Enrolment): NonNullable<Enrolment['enrolled']> => {
  const { enrolled } = enrolment;
  if (!enrolled) return refuse('not-enrolled', {});
  const { offering } = enrolled;
  notOver(enrolment, offering);
  if (enrolment.status !== 'started') refuse('course-not-begun', { offering });
  return enrolled;
};

export const recordProgress = (command: { percent: number }, enrolment: Enrolment): EnrolmentEvent[] => {
  const { enrolment: id } = under(enrolment);
  if (command.percent < enrolment.percent)
    refuse('progress-goes-back', { from: enrolment.percent, to: command.percent }, '/percent');
  if (command.percent === enrolment.percent) return [];
  return [{ type: 'ProgressRecorded', data: { enrolment: id, percent: command.percent } }];
};

export const completeCourse = (enrolment: Enrolment, references: { hours: number }): EnrolmentEvent[] => {
  // What was recorded as failed by mistake can be set right.
  const {
    enrolment: id,
    teacher,
    offering,
    course,
    modality,
  } = under(enrolment.status === 'failed' ? { ...enrolment, status: 'started' } : enrolment);
  return [
    {
      type: 'CourseCompleted',
      data: { enrolment: id, teacher, offering, course, modality, hours: references.hours },
    },
  ];
};

export const failCourse = (command: { reason: FailReason }, enrolment: Enrolment): EnrolmentEvent[] => {
  if (enrolment.status === 'failed') return [];
  const { enrolment: id, teacher, offering, course, modality } = under(enrolment);
  return [{ type: 'CourseFailed', data: { enrolment: id, teacher, offering, course, modality, reason: command.reason } }];
};

/**
 * Giving up a seat, or an enrolment without limit, before the course was begun.
 * @param references `seat` is what the teacher holds in an offering with limited seats
 */
export const cancelEnrolment = (
  command: { enrolment: string; teacher: string; offering: string; reason?: DropReason },
  enrolment: Enrolment,
  references: { seat: SeatRequest | undefined },
): EnrolmentEvent[] => {
  const { offering } = command;
  notOver(enrolment, offering);
  if (enrolment.status === 'started') refuse('course-begun', { offering });
  const holds = references.seat?.status === 'given' || enrolment.status === 'enrolled';
  if (!holds) {
    if (enrolment.status === 'cancelled') return [];
    refuse('not-enrolled', { offering });
  }
  return [
    {
      type: 'EnrolmentCancelled',
      data: { enrolment: command.enrolment, teacher: command.teacher, offering, reason: command.reason },
    },
  ];
};

/**
 * Leaving a course, also before it was begun.
 * @param references `seat` is what the teacher holds in an offering with limited seats
 */
export const dropCourse = (
  command: { enrolment: string; teacher: string; offering: string; reason?: DropReason },
  enrolment: Enrolment,
  references: { seat: SeatRequest | undefined },
): EnrolmentEvent[] => {
  const { offering } = command;
  if (enrolment.status === 'completed') refuse('already-completed', { offering });
  if (enrolment.status === 'failed') refuse('course-failed', { offering });
  if (enrolment.status === 'dropped') return [];
  if ((enrolment.status === 'none' || enrolment.status === 'cancelled') && references.seat?.status !== 'given')
    refuse('not-enrolled', { offering });
  return [
    { type: 'CourseDropped', data: { enrolment: command.enrolment, teacher: command.teacher, offering, reason: command.reason } },
  ];
};
