import { fold, type Projection, type View } from '#libs/projecting';
import type {
  AttendanceCorrected,
  AttendanceRecorded,
  Presence,
  SessionCalledOff,
  SessionHeld,
  SessionScheduled,
} from '../learning.events.js';

/** A session with who was there, by enrolment. */
export type SessionDocument = SessionScheduled['data'] & {
  readonly status: 'scheduled' | 'held' | 'called-off';
  readonly calledOffBecause?: SessionCalledOff['data']['reason'];
  readonly attendance: Readonly<Record<string, Presence>>;
};

const COLLECTION = 'sessions';

export const sessionKey = (cycle: string, session: string): string => `${cycle}/${session}`;

const change = (view: View, cycle: string | undefined, session: string, to: Partial<SessionDocument>): void => {
  const key = sessionKey(cycle ?? '', session);
  const document = view.get<SessionDocument>(COLLECTION, key);
  if (!document) throw new Error(`${key} was never scheduled`);
  view.put(COLLECTION, key, { ...document, ...to, attendance: { ...document.attendance, ...to.attendance } });
};

export const sessionsProjection: Projection = {
  name: 'sessions',
  version: 1,
  oneStream: true,
  collections: [
    {
      name: COLLECTION,
      columns: { cycle: 'text', offering: 'text', starts: 'text', status: 'text' },
      indexes: [['cycle', 'offering']],
    },
  ],
  on: {
    SessionScheduled: fold<SessionScheduled['data']>(({ data }, view) => {
      view.put(COLLECTION, sessionKey(data.cycle, data.session), { ...data, status: 'scheduled', attendance: {} });
    }),
    SessionHeld: fold<SessionHeld['data']>(({ data, metadata }, view) => {
      change(view, metadata.cycle, data.session, { status: 'held' });
    }),
    SessionCalledOff: fold<SessionCalledOff['data']>(({ data, metadata }, view) => {
      change(view, metadata.cycle, data.session, { status: 'called-off', calledOffBecause: data.reason });
    }),
    AttendanceRecorded: fold<AttendanceRecorded['data']>(({ data, metadata }, view) => {
      const attendance = Object.fromEntries(data.entries.map(({ enrolment, presence }) => [enrolment, presence]));
      change(view, metadata.cycle, data.session, { attendance });
    }),
    AttendanceCorrected: fold<AttendanceCorrected['data']>(({ data, metadata }, view) => {
      change(view, metadata.cycle, data.session, { attendance: { [data.enrolment]: data.to } });
    }),
  },
};
