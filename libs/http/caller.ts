import type { Request } from 'express';
import type { ActorClaims } from '#libs/commanding';

/** What a verified token or session says about its holder. */
export interface Caller {
  /** Id of the holder: a pseudonym for teachers, a name of an account otherwise. */
  readonly subject: string;
  readonly role: string;
  /** The country, or `*` for the operator of the whole installation. */
  readonly tenant: string;
  readonly teacher?: string;
  readonly school?: string;
  readonly courses?: readonly string[];
  /** The teacher's registration was joined with another of the same person: nothing of the country opens under it any more. */
  readonly joinedWithAnother?: true;
  /** The browser session it came with, where it was a cookie. */
  readonly session?: string;
}

/** Turns what a request shows into a caller. Bound to the access library by the platform. */
export interface Authenticator {
  /** @returns undefined for a token that is none of ours, expired, or tampered with */
  bearer(token: string): Promise<Caller | undefined>;
  session(id: string): Promise<Caller | undefined>;
}
export const AUTHENTICATOR = Symbol('Authenticator');

export interface HttpSettings {
  /** Key of the HMAC over a country's command bodies. */
  digestSecretOf(tenant: string): Buffer;
  /** Milliseconds since the epoch for a country. */
  now(tenant: string): number;
  /** Whether the country exists here. */
  knows(tenant: string): boolean;
  /** Whether the country was invented. */
  simulated(tenant: string): boolean;
  /** IANA zone in which a country's people read times. */
  timeZoneOf(tenant: string): string;
  /** The log's epoch, part of every position that leaves the server. */
  epoch(tenant: string): number;
}
export const HTTP_SETTINGS = Symbol('HttpSettings');

export interface CallerRequest extends Request {
  caller?: Caller;
  correlationId?: string;
  settings?: HttpSettings;
  /** The raw body that the command's digest covers, where it is not JSON. */
  bodyDigestInput?: string;
}

export const SESSION_COOKIE = 'cordillera_session';

export const actorOf = (caller: Caller): ActorClaims => ({
  id: caller.subject,
  role: caller.role,
  teacher: caller.teacher,
  school: caller.school,
  courses: caller.courses,
});

/** Value of one cookie; `undefined` where it was not sent. */
export const cookieOf = (request: Request, name: string): string | undefined => {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return decoded(part.slice(at + 1).trim());
  }
  return undefined;
};

/** As it is where it is no percent-encoding: it will be nobody's cookie. */
const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) return value;
    throw error;
  }
};
