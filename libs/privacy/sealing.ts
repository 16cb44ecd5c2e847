import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { canonicalJson, isUuid, type Json, type JsonObject } from '#libs/kernel';

/**
 * A personal value as logs and documents hold it: `<event id>.<field>.<base64url of ciphertext and tag>`. It says by itself which event and
 * field it was sealed for, so that it can be copied into a document, or its field renamed by an upcaster, and still be opened.
 */
export interface Sealed extends JsonObject {
  readonly $personal: string;
}

export type SealingErrorCode =
  /** A value that is to be stored in clear looks like a sealed one. */
  | 'looks-sealed'
  /** Another person's key, another event's value, or a changed bit: AES-GCM cannot tell which. */
  | 'unreadable';

export class SealingError extends Error {
  constructor(
    readonly code: SealingErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SealingError';
  }
}

export interface Opened {
  /** Sealed fields in clear; `null` where the person's key is gone. */
  readonly data: JsonObject;
  /** A field could not be opened since its key was destroyed. */
  readonly erased: boolean;
}

const IV = 12;
const TAG = 16;

/** Field names may hold dots: the event id has none before it, base64url none behind it. */
const PARTS = /^([0-9a-f-]{36})\.(.*)\.([A-Za-z0-9_-]{22,})$/s;

const bind = (eventId: string, field: string): Buffer => Buffer.from(`${eventId}\n${field}`, 'utf8');

/** HMAC(person key, event id, field) cut to 96 bits: the same on every retry, never the same for two fields. */
const ivOf = (key: Buffer, bound: Buffer): Buffer => createHmac('sha256', key).update(bound).digest().subarray(0, IV);

const seal = (value: unknown, eventId: string, field: string, key: Buffer): Sealed => {
  const bound = bind(eventId, field);
  const cipher = createCipheriv('aes-256-gcm', key, ivOf(key, bound)).setAAD(bound);
  const sealed = Buffer.concat([cipher.update(canonicalJson(value), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { $personal: `${eventId}.${field}.${sealed.toString('base64url')}` };
};

export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' &&
  value !== null &&
  '$personal' in value &&
  typeof value.$personal === 'string' &&
  Object.keys(value).length === 1;

/**
 * The event's data as it is stored: each personal field that is there replaced by its ciphertext (AES-256-GCM over the value's canonical JSON, event id and
 * field as AAD). Deterministic, so that a retry is verbatim; an event id therefore seals one content only.
 *
 * @throws SealingError looks-sealed, NotCanonical
 */
export const sealPersonal = (fields: readonly string[] | undefined, data: object, eventId: string, key: Buffer): JsonObject => {
  if (!isUuid(eventId)) throw new RangeError(`"${eventId}" is no event id`);
  const stored: [string, Json][] = [];
  for (const [field, value] of Object.entries(data) as [string, Json | undefined][]) {
    if (value === undefined) continue;
    if (fields?.includes(field)) stored.push([field, seal(value, eventId, field, key)]);
    else if (isSealed(value))
      throw new SealingError('looks-sealed', `"${field}" is stored in clear and may not look like a sealed value`);
    else stored.push([field, value]);
  }
  return Object.fromEntries(stored);
};

/**
 * One sealed value in clear, wherever it was found. @throws SealingError unreadable
 */
export const openSealed = (sealed: Sealed, key: Buffer): Json => {
  const [, eventId, field, text] = PARTS.exec(sealed.$personal) ?? [];
  if (eventId === undefined || field === undefined || text === undefined) {
    throw new SealingError('unreadable', 'a sealed value has not the form of one');
  }
  const bound = bind(eventId, field);
  const bytes = Buffer.from(text, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, ivOf(key, bound), { authTagLength: TAG });
    decipher.setAAD(bound).setAuthTag(bytes.subarray(-TAG));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(0, -TAG)), decipher.final()]).toString('utf8')) as Json;
  } catch (error) {
    throw new SealingError('unreadable', `"${field}" of event ${eventId} does not open: another key, or it was changed`, {
      cause: error,
    });
  }
};

/** The event and the field that a sealed value was sealed for; `undefined` for a malformed one. */
export const sealedFor = (sealed: Sealed): { eventId: string; field: string } | undefined => {
  const [, eventId, field] = PARTS.exec(sealed.$personal) ?? [];
  return eventId === undefined || field === undefined ? undefined : { eventId, field };
};

/**
 * An event's stored data (or a document's fields) in clear.
 * @param eventId the event that holds them; a value that was sealed for another one is refused. Leave it out for documents.
 * @param key `undefined` once it was destroyed
 * @throws SealingError unreadable
 */
export const openPersonal = (data: JsonObject, eventId: string | undefined, key: Buffer | undefined): Opened => {
  const opened: [string, Json][] = [];
  let erased = false;
  for (const [field, value] of Object.entries(data)) {
    if (!isSealed(value)) {
      opened.push([field, value]);
    } else if (eventId !== undefined && sealedFor(value)?.eventId !== eventId) {
      throw new SealingError('unreadable', `"${field}" was not sealed for event ${eventId}`);
    } else if (key === undefined) {
      opened.push([field, null]);
      erased = true;
    } else {
      opened.push([field, openSealed(value, key)]);
    }
  }
  return { data: Object.fromEntries(opened), erased };
};
