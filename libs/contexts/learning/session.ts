import { refuse, streamName, type Decider, type Instant } from '#libs/kernel';
import type {
  Attendance,
  CorrectionReason,
  OfferingOpened,
  Presence,
  SessionCalledOff,
  SessionEvent,
  SessionScheduled,
} from './learning.events.js';

/** One meeting of an in-class or hybrid course, with who was there. */
export interface Session {
  readonly status: 'none' | 'scheduled' | 'held' | 'called-off';
  readonly scheduled?: SessionScheduled['data'];
  /** By enrolment. */
  readonly attendance: ReadonlyMap<string, Presence>;
}

export const sessionDecider: Decider<Session, SessionEvent> = {
  category: 'session',
  initial: { status: 'none', attendance: new Map() },
  evolve: (session, event) => {
    switch (event.type) {
      case 'SessionScheduled':
        return { ...session, status: 'scheduled', scheduled: event.data };
      case 'SessionHeld':
        return { ...session, status: 'held' };
      case 'SessionCalledOff':
        return { ...session, status: 'called-off' };
      case 'AttendanceRecorded': {
        const attendance = new Map(session.attendance);
        for (const { enrolment, presence } of event.data.entries) attendance.set(enrolment, presence);
        return { ...session, attendance };
      }
      case 'AttendanceCorrected':
        return { ...session, attendance: new Map(session.attendance).set(event.data.enrolment, event.data.to) };
    }
  },
};

export const sessionStream = (tenant: string, cycle: string, session: string) =>
  streamName({ tenant, cycle, category: 'session', id: session });

export const scheduleSession = (
  command: { session: string; starts: Instant; ends: Instant },
  session: Session,
  references: { offering: OfferingOpened['data'] },
): SessionEvent[] => {
  const { offering, course, cycle, modality, starts, ends } = references.offering;
  const data = { session: command.session, offering, course, cycle, starts: command.starts, ends: command.ends };
  if (session.scheduled) {
    const same = session.scheduled.starts === command.starts && session.scheduled.ends === command.ends;
    return same ? [] : refuse('session-exists', { session: command.session });
  }
  if (modality === 'distance') refuse('sessions-at-a-distance', { offering });
  if (command.starts >= command.ends) refuse('dates-inside-out', { from: command.starts, to: command.ends }, '/ends');
  if (command.starts < starts || command.ends > ends) refuse('session-outside-course', { offering, starts, ends }, '/starts');
  return [{ type: 'SessionScheduled', data }];
};

export const callOffSession = (
  command: { session: string; reason: SessionCalledOff['data']['reason'] },
  session: Session,
): SessionEvent[] => {
  const { scheduled, status } = session;
  if (!scheduled) return refuse('session-unknown', { session: command.session });
  if (status === 'called-off') return [];
  if (status === 'held') refuse('session-held', { session: command.session });
  return [{ type: 'SessionCalledOff', data: { session: command.session, offering: scheduled.offering, reason: command.reason } }];
};

/**
 * Who was present, entered by the tutor once the session has begun. The first entry says that the session took place; the same entry
 * again changes nothing, another one is a correction and has its own way.
 * @param references what each person named holds in the offering; nobody else is entered
 */
export const recordAttendance = (
  command: { session: string; entries: readonly { enrolment: string; presence: Presence }[]; at: Instant },
  session: Session,
  references: { readonly participants: ReadonlyMap<string, { teacher: string }> },
): SessionEvent[] => {
  const { scheduled, status } = session;
  if (!scheduled) return refuse('session-unknown', { session: command.session });
  if (status === 'called-off') refuse('session-called-off', { session: command.session });
  if (command.at < scheduled.starts) refuse('session-not-begun', { starts: scheduled.starts });
  const seen = new Set<string>();
  const entries = command.entries.flatMap(({ enrolment, presence }, index): Attendance[] => {
    const at = `/entries/${index}`;
    if (seen.has(enrolment)) refuse('attendance-twice', { enrolment }, at);
    seen.add(enrolment);
    const participant = references.participants.get(enrolment);
    if (!participant) return refuse('attendance-of-stranger', { enrolment }, at);
    const known = session.attendance.get(enrolment);
    if (known !== undefined && known !== presence) refuse('attendance-recorded-already', { enrolment, presence: known }, at);
    return known === undefined ? [{ enrolment, teacher: participant.teacher, presence }] : [];
  });
  const { offering } = scheduled;
  const held: SessionEvent[] = status === 'held' ? [] : [{ type: 'SessionHeld', data: { session: command.session, offering } }];
  if (entries.length === 0) return command.entries.length === 0 ? held : [];
  return [...held, { type: 'AttendanceRecorded', data: { session: command.session, offering, entries } }];
};

export const correctAttendance = (
  command: { session: string; enrolment: string; teacher: string; presence: Presence; reason: CorrectionReason },
  session: Session,
): SessionEvent[] => {
  const { scheduled } = session;
  if (!scheduled) return refuse('session-unknown', { session: command.session });
  const { session: id, enrolment, teacher, presence: to, reason } = command;
  const from = session.attendance.get(enrolment);
  if (from === undefined) return refuse('attendance-not-recorded', { enrolment });
  if (from === to) return [];
  return [
    { type: 'AttendanceCorrected', data: { session: id, offering: scheduled.offering, enrolment, teacher, from, to, reason } },
  ];
};
