import { hash } from 'node:crypto';

/** Namespace of every name-based identifier of the product: the UUIDv5 of `https://cordillera.example/ids` in the namespace of URLs. */
export const CORDILLERA = 'c8c904b9-5ba0-58f5-b16d-b480759b858c';
const NAMESPACE = Buffer.from(CORDILLERA.replaceAll('-', ''), 'hex');
/** Where names are spelled behind the namespace, one at a time: most are a few hundred bytes. */
const SCRATCH = Buffer.concat([NAMESPACE, Buffer.alloc(4096)]);

/**
 * UUIDv5 (RFC 9562, 5.5: the first 128 bits of SHA-1 over namespace and name, with version and variant set) over parts whose boundaries cannot
 * be confused: each part is prefixed with its length. Several are made for every event, which is why the platform's own hash makes them.
 */
const uuidOf = (...parts: readonly string[]): string => {
  const name = parts.map((part) => `${part.length}:${part}`).join('|');
  // No UTF-16 code unit takes more than three bytes.
  const room =
    name.length * 3 <= SCRATCH.length - NAMESPACE.length ? SCRATCH : Buffer.concat([NAMESPACE, Buffer.alloc(name.length * 3)]);
  const length = NAMESPACE.length + room.write(name, NAMESPACE.length);
  const digits = hash('sha1', room.subarray(0, length), 'hex');
  const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) & 3] as string;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-5${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
};

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
