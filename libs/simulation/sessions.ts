import { instant, seededRandom, type Instant } from '#libs/kernel';
import type { Seat } from './plan.js';

export interface PlannedSession {
  readonly session: string;
  readonly starts: Instant;
  readonly ends: Instant;
}

export type Presence = 'present' | 'absent' | 'excused';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SESSIONS = { 'in-class': 4, hybrid: 2, distance: 0 } as const;
/** Ten in the morning in Chile, give or take the summer hour. */
const MORNING = 13 * HOUR;
const LENGTH = { 'in-class': 4 * HOUR, hybrid: 3 * HOUR };

/** Saturdays on which a course meets, spread over its time; a course at a distance has none. */
export const sessionsOf = (
  offering: Pick<Seat, 'modality' | 'starts' | 'ends'> & { readonly offering: string },
): readonly PlannedSession[] => {
  const { modality } = offering;
  if (modality === 'distance') return [];
  const [from, to] = [Date.parse(offering.starts), Date.parse(offering.ends)];
  const number = SESSIONS[modality];
  const met = new Set<number>();
  for (let at = 1; at <= number; at += 1) {
    const day = new Date(from + ((to - from) * at) / (number + 1));
    const saturday = Math.floor(day.getTime() / DAY) * DAY + ((6 - day.getUTCDay()) % 7) * DAY;
    const starts = saturday + MORNING;
    if (starts >= from && starts + LENGTH[modality] <= to) met.add(starts);
  }
  return [...met].map((starts, index) => ({
    session: `${offering.offering}-s${index + 1}`,
    starts: instant(starts),
    ends: instant(starts + LENGTH[modality]),
  }));
};

/**
 * Who was there, of those who have begun a course and not given it up. Who completes it misses one session at most; who will stop on the way is there for
 * as long as they go on.
 * @param reach how far the person comes in the course, 0 to 1
 */
export const attendanceOf = (
  round: string,
  {
    session,
    place,
    of,
    missed,
  }: { readonly session: string; readonly place: number; readonly of: number; readonly missed: number },
  reach: number,
): Presence => {
  const random = seededRandom(`${round}/attendance/${session}`);
  const [chance, excuse] = [random.next(), random.next()];
  const absent: Presence = excuse < 0.4 ? 'excused' : 'absent';
  if (reach < 1 && (place - 1) / of >= reach) return absent;
  return missed === 0 && chance < 0.1 ? absent : 'present';
};
