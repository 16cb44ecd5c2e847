import type { ActorClaims } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import type { Held } from './references.js';

/** Teachers reach their own enrolments, tutors those in their own courses: everybody else's do not exist for them. */
export const reachedBy = (actor: ActorClaims, enrolment: string, held: Held): void => {
  if (actor.role === 'teacher' && actor.teacher !== held.teacher) refuse('enrolment-unknown', { enrolment });
  if (actor.role === 'tutor' && !(actor.courses ?? []).includes(held.offering.course)) refuse('enrolment-unknown', { enrolment });
};
