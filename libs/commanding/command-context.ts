import { createHmac } from 'node:crypto';
import { canonicalJson, type Instant } from '#libs/kernel';

/** Who acts: what the token says, nothing about the person. */
export interface ActorClaims {
  readonly id: string;
  readonly role: string;
  /** Pseudonym, for the role `teacher`. */
  readonly teacher?: string;
  /** Code of the school, for the role `school-leader`. */
  readonly school?: string;
  /** Courses, for the role `tutor`. */
  readonly courses?: readonly string[];
}

/** Everything a handler needs to know about a command besides its own fields. Time and identity come in with it. */
export interface CommandContext {
  readonly tenant: string;
  readonly actor: ActorClaims;
  /** UUIDv5(tenant, actor, route, Idempotency-Key). */
  readonly commandId: string;
  /** HMAC of the body; another body under the same id is refused. */
  readonly commandDigest: string;
  /** From If-Match: the revision the caller has seen. */
  readonly ifMatch?: number;
  /** The server's clock for this country. */
  readonly at: Instant;
  /** When it happened, where the role may say so (imports, answers on paper); `at` otherwise. */
  readonly occurredAt?: Instant;
  readonly correlationId: string;
  readonly causationId: string;
}

/** The digest of a command's body that is stored beside its events: keyed, since bodies carry personal data. */
export const digestOf = (secret: string | Buffer, body: unknown): string =>
  createHmac('sha256', secret)
    .update(canonicalJson(body ?? null))
    .digest('base64url');
