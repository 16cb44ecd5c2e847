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

const UNSTORABLE = Symbol('what `write` refuses, or spells by itself');

const inOrderArray = (value: readonly unknown[], depth: number): unknown => {
  let copy: unknown[] | undefined;
  for (let i = 0; i < value.length; i += 1) {
    const member: unknown = value[i];
    const ordered = inOrder(member, depth + 1);
    if (ordered === UNSTORABLE || ordered === undefined) return UNSTORABLE;
    if (ordered !== member) copy ??= value.slice();
    if (copy) copy[i] = ordered;
  }
  return copy ?? value;
};

const inOrderObject = (object: Record<string, unknown>, depth: number): unknown => {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) return UNSTORABLE;
  let previous: string | undefined;
  let changed = false;
  for (const key in object) {
    if (previous !== undefined && key <= previous) {
      changed = true;
      break;
    }
    if (!isWellFormed(key)) return UNSTORABLE;
    const member = object[key];
    const ordered = inOrder(member, depth + 1);
    if (ordered === UNSTORABLE) return UNSTORABLE;
    if (ordered !== member) {
      changed = true;
      break;
    }
    previous = key;
  }
  if (!changed) return object;
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(object).sort()) {
    // A member of that name would be taken for the object's prototype.
    if (key === '__proto__' || !isWellFormed(key)) return UNSTORABLE;
    const ordered = inOrder(object[key], depth + 1);
    if (ordered === UNSTORABLE) return UNSTORABLE;
    out[key] = ordered;
  }
  // Names that are whole numbers come first in every object, in the order of numbers: such a one has no other order.
  let last: string | undefined;
  for (const key in out) {
    if (last !== undefined && key <= last) return UNSTORABLE;
    last = key;
  }
  return out;
};

/**
 * The value as `JSON.stringify` writes its canonical text: itself where its members are sorted (most of what is stored was stored before), a copy with sorted
 * members otherwise; `UNSTORABLE` where something would be left out, changed or refused.
 */
const inOrder = (value: unknown, depth: number): unknown => {
  switch (typeof value) {
    case 'string':
      return isWellFormed(value) ? value : UNSTORABLE;
    case 'boolean':
    case 'undefined':
      return value;
    case 'number':
      return (Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)) ? value : UNSTORABLE;
    case 'object':
      break;
    default:
      return UNSTORABLE;
  }
  if (value === null) return value;
  if (depth > 64) return UNSTORABLE;
  return Array.isArray(value) ? inOrderArray(value, depth) : inOrderObject(value as Record<string, unknown>, depth);
};

/**
 * The RFC 8785 (JSON Canonicalization Scheme) text of a value: members sorted by UTF-16 code units, ECMAScript numbers,
 * no white space. Members that are `undefined` are left out.
 *
 * @throws NotCanonical for what I-JSON excludes: bigint, NaN, infinities, lone surrogates, integers beyond 2^53, class instances.
 */
export const canonicalJson = (value: unknown): string => {
  // Engines write a value in one piece much faster than we could member by member.
  const ordered = inOrder(value, 0);
  return ordered === UNSTORABLE || ordered === undefined ? write(value, undefined, 0) : JSON.stringify(ordered);
};
