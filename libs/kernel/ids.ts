import { v5 } from 'uuid';

/** Namespace of every name-based identifier of the product (RFC 9562, version 5). */
const CORDILLERA = v5('https://cordillera.example/ids', v5.URL);

/** UUIDv5 over parts whose boundaries cannot be confused: each part is prefixed with its length. */
const uuidOf = (...parts: readonly string[]): string => v5(parts.map((part) => `${part.length}:${part}`).join('|'), CORDILLERA);

/** The identity of a command: the same caller, route and Idempotency-Key give the same id, so that a retry is recognised. */
export const commandIdOf = (tenant: string, actor: string, route: string, idempotencyKey: string): string =>
  uuidOf('command', tenant, actor, route, idempotencyKey);

/** The identity of the `index`-th event that a command adds to a stream. */
export const eventIdOf = (commandId: string, stream: string, index: number): string =>
  uuidOf('event', commandId, stream, String(index));

/** The identity of a command that a policy issues: the same cause (an event's id, or what fell due) and step give the same id. */
export const policyCommandIdOf = (cause: string, policy: string, step: string): string => uuidOf('policy', cause, policy, step);

/** The identity of a thing that a command makes on the server: a retried create makes one thing. */
export const createdIdOf = (commandId: string, kind: string): string => uuidOf('created', commandId, kind);

/** The identity of something that exists once for each combination of its parts (one attempt per person, instrument and occasion). */
export const naturalIdOf = (kind: string, ...parts: readonly string[]): string => uuidOf('natural', kind, ...parts);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const isUuid = (value: string): boolean => uuid.test(value);
