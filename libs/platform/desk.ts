import type { Caller } from '#libs/http';

/** What a person or a program shows to get in, and what they get. The platform's face of the access library. */
export interface Desk {
  /** A one-time code or a long-lived key becomes a caller. @throws Refusal code-unknown | code-used | code-expired | too-many-attempts */
  redeem(code: string, address: string): Promise<Caller>;
  /** A bearer token for a caller. `expiresIn` in seconds. */
  token(caller: Caller): Promise<{ token: string; expiresIn: number }>;
  /** A browser session; the id goes into a cookie. */
  openSession(caller: Caller): Promise<{ id: string; maxAgeSeconds: number }>;
  closeSession(id: string): Promise<void>;
  /** One-time codes, in the order of the holders; `expiresAt` by the country's clock. */
  issueCodes(
    tenant: string,
    holders: readonly Pick<Caller, 'role' | 'teacher' | 'school' | 'courses' | 'subject'>[],
    expiresAt: string,
  ): Promise<readonly string[]>;
  /** Codes, sessions and keys of a subject end; a token lives on for its minutes. */
  revoke(tenant: string, subject: string): Promise<void>;
  /** The public keys that verify tokens (RFC 7517). */
  keySet(): object;
}
export const DESK = Symbol('Desk');
