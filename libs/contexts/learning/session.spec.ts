import { specification } from '#libs/kernel/testing';
import type { Presence, SessionEvent } from './learning.events.js';
import { callOffSession, correctAttendance, recordAttendance, scheduleSession, sessionDecider, type Session } from './session.js';
import { sampleOffering } from './testing/samples.js';

const { given } = specification(sessionDecider);

const begins = '2023-07-29T13:00:00.000Z';
const ends = '2023-07-29T17:00:00.000Z';
const scheduled: SessionEvent = {
  type: 'SessionScheduled',
  data: { session: 's1', offering: 'o1', course: 'c1', cycle: '2023', starts: begins, ends },
};
const held: SessionEvent = { type: 'SessionHeld', data: { session: 's1', offering: 'o1' } };
const calledOff: SessionEvent = { type: 'SessionCalledOff', data: { session: 's1', offering: 'o1', reason: 'weather' } };
const entered = (presence: Presence): SessionEvent => ({
  type: 'AttendanceRecorded',
  data: { session: 's1', offering: 'o1', entries: [{ enrolment: 'e-ana', teacher: 'ana', presence }] },
});

const schedule =
  (modality: 'distance' | 'hybrid' | 'in-class' = 'in-class', starts = begins, until = ends) =>
  (session: Session) =>
    scheduleSession({ session: 's1', starts, ends: until }, session, { offering: sampleOffering('o1', 'c1', { modality }) });
const take =
  (entries: readonly (readonly [string, Presence])[], at = '2023-07-29T13:20:00.000Z') =>
  (session: Session) =>
    recordAttendance({ session: 's1', entries: entries.map(([enrolment, presence]) => ({ enrolment, presence })), at }, session, {
      participants: new Map([
        ['e-ana', { teacher: 'ana' }],
        ['e-eva', { teacher: 'eva' }],
      ]),
    });
const correct = (presence: Presence) => (session: Session) =>
  correctAttendance({ session: 's1', enrolment: 'e-ana', teacher: 'ana', presence, reason: 'entered-wrongly' }, session);

describe('a session', () => {
  it('belongs to an in-class or hybrid course and lies within it', () => {
    given().when(schedule()).then(scheduled);
    given().when(schedule('hybrid')).then(scheduled);
    given().when(schedule('distance')).refuses('sessions-at-a-distance');
    given().when(schedule('in-class', '2023-07-01T13:00:00.000Z')).refuses('session-outside-course');
    given()
      .when(schedule('in-class', ends, begins))
      .refuses('dates-inside-out');
  });

  it('has one date', () => {
    given(scheduled).when(schedule()).thenNothing();
    given(scheduled)
      .when(schedule('in-class', '2023-08-01T13:00:00.000Z', '2023-08-01T17:00:00.000Z'))
      .refuses('session-exists');
  });

  it('is called off before it takes place, and not after', () => {
    const off = (session: Session) => callOffSession({ session: 's1', reason: 'weather' }, session);
    given().when(off).refuses('session-unknown');
    given(scheduled).when(off).then(calledOff);
    given(scheduled, calledOff).when(off).thenNothing();
    given(scheduled, held).when(off).refuses('session-held');
  });
});

describe('attendance', () => {
  it('is taken once the session has begun, and says that it took place', () => {
    given()
      .when(take([['e-ana', 'present']]))
      .refuses('session-unknown');
    given(scheduled)
      .when(take([['e-ana', 'present']], '2023-07-29T12:59:59.999Z'))
      .refuses('session-not-begun');
    given(scheduled)
      .when(take([['e-ana', 'present']]))
      .then(held, entered('present'));
    given(scheduled).when(take([])).then(held);
    given(scheduled, calledOff)
      .when(take([['e-ana', 'present']]))
      .refuses('session-called-off');
  });

  it('is of those who take part, each once in a list', () => {
    given(scheduled)
      .when(take([['e-stranger', 'present']]))
      .refuses('attendance-of-stranger', { enrolment: 'e-stranger' });
    given(scheduled)
      .when(
        take([
          ['e-ana', 'present'],
          ['e-ana', 'absent'],
        ]),
      )
      .refuses('attendance-twice');
  });

  it('changes nothing when it is sent again, and is corrected with a reason where it was wrong', () => {
    given(scheduled, held, entered('present'))
      .when(take([['e-ana', 'present']]))
      .thenNothing();
    given(scheduled, held, entered('present'))
      .when(take([['e-ana', 'absent']]))
      .refuses('attendance-recorded-already', { presence: 'present' });
    given(scheduled, held, entered('present'))
      .when(correct('absent'))
      .then({
        type: 'AttendanceCorrected',
        data: {
          session: 's1',
          offering: 'o1',
          enrolment: 'e-ana',
          teacher: 'ana',
          from: 'present',
          to: 'absent',
          reason: 'entered-wrongly',
        },
      });
    given(scheduled, held, entered('present')).when(correct('present')).thenNothing();
    given(scheduled, held).when(correct('absent')).refuses('attendance-not-recorded');
  });
});
