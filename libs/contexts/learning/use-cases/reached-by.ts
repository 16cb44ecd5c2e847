import type { ActorClaims } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import type { Held } from './references.js';

/** A tutor has to do with an offering of their own courses, and with one that was given to them. */
export const hasToDoWith = (
  actor: ActorClaims,
  offering: { readonly course: string; readonly tutors: Iterable<string> },
): boolean => (actor.courses ?? []).includes(offering.course) || [...offering.tutors].includes(actor.id);

/** Tutors reach the enrolments in their own courses: everybody else's do not exist for them. What is a teacher's own is asked with `ownHeld`. */
export const reachedBy = (actor: ActorClaims, enrolment: string, held: Held): void => {
  if (actor.role === 'tutor' && !hasToDoWith(actor, { course: held.offering.course, tutors: held.tutors }))
    refuse('enrolment-unknown', { enrolment });
};

/** Where the caller is a tutor, another's offering does not exist for them. */
export const offeringReachedBy = (
  actor: ActorClaims,
  offering: string,
  opened: { readonly course: string; readonly tutors: Iterable<string> } | undefined,
): void => {
  if (!opened || (actor.role === 'tutor' && !hasToDoWith(actor, opened))) refuse('offering-unknown', { offering });
};
