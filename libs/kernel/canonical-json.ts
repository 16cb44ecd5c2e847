/** JSON values that survive every engine unchanged: I-JSON (RFC 7493) without integers beyond 2^53. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A value that cannot be stored: where it stands (RFC 6901 pointer) and why. */
export class NotCanonical extends Error {
  constructor(
    readonly pointer: string,
    readonly reason: string,
  ) {
    super(`${pointer === '' ? 'the value' : pointer} cannot be stored as JSON: ${reason}`);
    this.name = 'NotCanonical';
  }
}

/** Where a value stands, from the inside out; spelled only when something is wrong there. */
interface Place {
  readonly within: Place | undefined;
  readonly key: string | number;
}

const pointerOf = (place: Place | undefined): string =>
  place === undefined ? '' : `${pointerOf(place.within)}/${String(place.key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const isWellFormed = (value: string): boolean => (value as unknown as { isWellFormed(): boolean }).isWellFormed();

const text = (value: string, place: Place | undefined): string => {
  if (!isWellFormed(value)) throw new NotCanonical(pointerOf(place), 'it has a lone surrogate');
  return JSON.stringify(value);
};

const write = (value: unknown, place: Place | undefined, depth: number): string => {
  switch (typeof value) {
    case 'string':
      return text(value, place);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new NotCanonical(pointerOf(place), `${value} is not a JSON number`);
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw new NotCanonical(pointerOf(place), `${value} is beyond 2^53 and would lose digits`);
      }
      return Object.is(value, -0) ? '0' : String(value);
    case 'object':
      break;
    default:
      throw new NotCanonical(pointerOf(place), `${typeof value} has no JSON form`);
  }
  if (value === null) return 'null';
  if (depth > 64) throw new NotCanonical(pointerOf(place), 'it is nested more than 64 deep');
  if (Array.isArray(value)) {
    let out = '[';
    for (let i = 0; i < value.length; i += 1) {
      if (i > 0) out += ',';
      out += write(value[i], { within: place, key: i }, depth + 1);
    }
    return `${out}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotCanonical(pointerOf(place), `a ${value.constructor.name} is no plain object`);
  }
  const object = value as Record<string, unknown>;
  let out = '{';
  let first = true;
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    if (first) first = false;
    else out += ',';
    const at = { within: place, key };
    out += `${text(key, at)}:${write(member, at, depth + 1)}`;
  }
  return `${out}}`;
};

/**
 * Whether `JSON.stringify` writes the canonical text as it is: members sorted, nothing that would be left out, changed or refused.
 * Most of what is stored was stored before, so this spares most values the slow way.
 */
const alreadyCanonical = (value: unknown, depth: number): boolean => {
  switch (typeof value) {
    case 'string':
      return isWellFormed(value);
    case 'boolean':
      return true;
    case 'number':
      return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (depth > 64) return false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) if (!alreadyCanonical(value[i], depth + 1)) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const object = value as Record<string, unknown>;
  let previous: string | undefined;
  for (const key in object) {
    if (previous !== undefined && key <= previous) return false;
    const member = object[key];
    if (!alreadyCanonical(key, depth) || !(member === undefined || alreadyCanonical(member, depth + 1))) return false;
    previous = key;
  }
  return true;
};

/** The value with its members sorted, as far as plain objects can be; what cannot be stored stays as it is, for `write` to refuse. */
const sorted = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null || depth > 64) return value;
  if (Array.isArray(value)) return value.map((member) => sorted(member, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || Object.hasOwn(value, '__proto__')) return value;
  const object = value as Record<string, unknown>;
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(object).sort()) out[key] = sorted(object[key], depth + 1);
  return out;
};

/**
 * The RFC 8785 (JSON Canonicalization Scheme) text of a value: members sorted by UTF-16 code units, ECMAScript numbers,
 * no white space. Members that are `undefined` are left out.
 *
 * @throws NotCanonical for what I-JSON excludes: bigint, NaN, infinities, lone surrogates, integers beyond 2^53, class instances.
 */
export const canonicalJson = (value: unknown): string => {
  if (alreadyCanonical(value, 0)) return JSON.stringify(value);
  // Engines write a value in one piece much faster than we could member by member.
  const inOrder = sorted(value, 0);
  return alreadyCanonical(inOrder, 0) ? JSON.stringify(inOrder) : write(value, undefined, 0);
};
