/** Gives out the one-time codes with which invited teachers sign in. Bound to the access library by the platform. */
export interface CodeIssuer {
  /**
   * One code for each holder, in their order; a code works once and not after `expiresAt` (RFC 3339, UTC). A holder has one code that
   * works: an older one that was not used yet is dead from now on.
   */
  issue(
    tenant: string,
    holders: readonly { readonly role: 'teacher'; readonly teacher: string }[],
    expiresAt: string,
  ): Promise<readonly string[]>;
}
export const SIGN_IN_CODES = Symbol('SignInCodes');

/** Somebody read who people are. */
export interface IdentityRead {
  readonly tenant: string;
  /** Id of the reader's account, never a name. */
  readonly actor: string;
  readonly role: string;
  /** The pseudonyms whose identity was shown. */
  readonly subjects: readonly string[];
  /** What was asked for: `teachers`, `teacher`, `identity`. */
  readonly what: string;
  /** As the reader gave it; the role's standing reason is nothing that has to be given. */
  readonly reason?: string;
  readonly at: string;
  readonly correlationId: string;
}

/** The access log of a country: a file of its own with its own retention. Bound to the access library by the platform. */
export interface IdentityReadLog {
  /** Returns once the entry is accepted; nothing identified leaves the server before. */
  record(entry: IdentityRead): Promise<void>;
}
export const IDENTITY_READ_LOG = Symbol('IdentityReadLog');
