import { attendanceOf, sessionsOf, type PlannedSession, type Presence } from '#libs/simulation';
import type { OfferingRow } from './acting.js';
import type { Desk } from './desk.js';
import type { Participant } from './participant.js';

const ENTERED_AT_ONCE = 500;

/** What tutors do in courses that meet: dates set before the course begins, attendance taken on the day. */
export class Teaching {
  constructor(
    private readonly desk: Desk,
    private readonly cycle: string,
    private readonly participants: readonly Participant[],
  ) {}

  /** Sets the dates of every course that meets and that somebody takes. @returns when attendance is to be taken, and how */
  async schedule(offerings: readonly OfferingRow[]): Promise<readonly { at: string; run: () => Promise<void> }[]> {
    const taken = new Set(this.participants.flatMap(({ seats }) => seats.map(({ offering }) => offering)));
    const work: { at: string; run: () => Promise<void> }[] = [];
    for (const one of [...offerings].sort((a, b) => (a.offering < b.offering ? -1 : 1))) {
      if (!taken.has(one.offering)) continue;
      const sessions = sessionsOf(one).map((session) => ({ ...session, session: `${this.cycle}-${session.session}` }));
      for (const [index, session] of sessions.entries()) {
        await this.#send(`offerings/${one.offering}/sessions`, `session-${session.session}`, session);
        work.push({ at: session.ends, run: () => this.#takeAttendance(one.offering, session, index + 1, sessions.length) });
      }
    }
    return work;
  }

  /** Everybody with a seat is on the list; who has not begun the course is not there. */
  async #takeAttendance(offering: string, { session }: PlannedSession, place: number, of: number): Promise<void> {
    const entries: { enrolment: string; presence: Presence }[] = [];
    for (const who of this.participants) {
      const seat = who.seats.find((one) => one.offering === offering && one.given);
      if (!seat || who.done.has('withdraw-consent') || who.done.has('leave')) continue;
      const { enrolment } = seat;
      const following = who.following.get(enrolment);
      const presence = following
        ? attendanceOf(who.one.round, { session, place, of, missed: following.missed }, following.reach)
        : 'absent';
      if (following && presence !== 'present') following.missed += 1;
      entries.push({ enrolment, presence });
    }
    // Nobody on the list: the session took place all the same.
    for (let from = 0; from < Math.max(1, entries.length); from += ENTERED_AT_ONCE) {
      const some = entries.slice(from, from + ENTERED_AT_ONCE);
      await this.#send(`sessions/${session}/attendance`, `attendance-${session}-${from}`, { entries: some });
    }
  }

  async #send(path: string, name: string, body: unknown): Promise<void> {
    const { client, base, tutor } = this.desk;
    await client.send('POST', `${base}/cycles/${this.cycle}/${path}`, { token: tutor, body, name });
  }
}
