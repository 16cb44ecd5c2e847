import { NotCanonical } from '#libs/kernel';
import type { Document } from '#libs/read-store';

/**
 * A document as the projector keeps it: exactly what it would be if it came back from the store, and frozen. Without this a
 * fold could tell a cached document from a loaded one (order of members, members that are `undefined`, -0, a change made after
 * `put`), and live would no longer equal replay. One walk does it all; what is already so stays the same object.
 */
export interface Sealed {
  readonly document: Document;
  /** About the length of its JSON text. */
  readonly bytes: number;
  /** `JSON.stringify` writes its members in canonical order. It cannot where names are whole numbers: those come first, by value. */
  readonly ordered: boolean;
}

let size = 0;
let ordered = true;

/** @param before what the document takes the place of, sealed: members that it shares with this one are not walked again */
export const seal = (document: object, before?: Sealed): Sealed => {
  size = before ? before.bytes : 0;
  ordered = before ? before.ordered : true;
  const sealed = before ? sealChanged(document as Record<string, unknown>, before.document, 0) : sealValue(document, 0);
  if (sealed === null || typeof sealed !== 'object' || Array.isArray(sealed))
    throw new NotCanonical('', 'a document is an object');
  return { document: sealed as Document, bytes: Math.max(2, size), ordered };
};

const refuse = (reason: string): never => {
  throw new NotCanonical('somewhere in the document', reason);
};

/** The value itself where it is canonical already, a rebuilt one where not. */
const sealValue = (value: unknown, depth: number): unknown => {
  switch (typeof value) {
    case 'string':
      if (!(value as unknown as { isWellFormed(): boolean }).isWellFormed()) refuse('a text has a lone surrogate');
      size += value.length + 2;
      return value;
    case 'number':
      if (!(Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)))
        refuse(`${value} is no number that JSON can hold`);
      size += 8;
      return value === 0 ? 0 : value;
    case 'boolean':
      size += 5;
      return value;
    case 'object':
      if (value === null) {
        size += 4;
        return null;
      }
      if (depth > 64) refuse('it is nested more than 64 deep');
      return Array.isArray(value) ? sealArray(value, depth) : sealObject(value as Record<string, unknown>, depth);
    default:
      return refuse(`${typeof value} has no JSON form`);
  }
};

const sealArray = (array: readonly unknown[], depth: number): unknown => {
  size += 2;
  let rebuilt: unknown[] | undefined;
  for (let i = 0; i < array.length; i += 1) {
    const member = array[i];
    const sealed = sealValue(member, depth + 1);
    size += 1;
    if (!Object.is(sealed, member)) (rebuilt ??= [...array])[i] = sealed;
  }
  return Object.freeze(rebuilt ?? array);
};

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const isIndex = (key: string): boolean => {
  const first = key.charCodeAt(0);
  return first >= 48 && first <= 57 && Number.isInteger(Number(key));
};

/** A copy with members replaced that otherwise is as it is stored. */
const replace = (object: Readonly<Record<string, unknown>>, replaced: ReadonlyMap<string, unknown>): unknown => {
  const copy = { ...object };
  for (const [key, member] of replaced) copy[key] = member;
  return Object.freeze(copy);
};

/** Nearly in order already, since what a fold adds stands behind what was there: for few names this takes less than `sort`. */
const sortNames = (names: string[]): string[] => {
  if (names.length > 64) return names.sort();
  for (let at = 1; at < names.length; at += 1) {
    const name = names[at] as string;
    let to = at;
    for (; to > 0 && (names[to - 1] as string) > name; to -= 1) names[to] = names[to - 1] as string;
    names[to] = name;
  }
  return names;
};

/** Replaces members, if any; in the order in which they are stored, and without those that are `undefined`. */
const rebuild = (object: Record<string, unknown>, replaced: ReadonlyMap<string, unknown> | undefined): unknown => {
  const rebuilt: Record<string, unknown> = {};
  for (const key of sortNames(Object.keys(object))) {
    if (isIndex(key)) ordered = false;
    const member = replaced?.has(key) ? replaced.get(key) : object[key];
    if (member !== undefined) rebuilt[key] = member;
  }
  return Object.freeze(rebuilt);
};

const checkName = (key: string): void => {
  if (key === '__proto__') refuse('"__proto__" is no name for a member');
  if (!(key as unknown as { isWellFormed(): boolean }).isWellFormed()) refuse("a member's name has a lone surrogate");
};

const sealObject = (object: Record<string, unknown>, depth: number): unknown => {
  if (!isPlain(object)) refuse(`a ${object.constructor.name} is no plain object`);
  size += 2;
  let same = Object.getPrototypeOf(object) !== null;
  let previous: string | undefined;
  let replaced: Map<string, unknown> | undefined;
  for (const key in object) {
    if (previous !== undefined && key <= previous) same = false;
    previous = key;
    checkName(key);
    const member = object[key];
    if (member === undefined) {
      same = false;
      continue;
    }
    size += key.length + 4;
    const sealed = sealValue(member, depth + 1);
    if (!Object.is(sealed, member)) (replaced ??= new Map()).set(key, sealed);
  }
  if (!same) return rebuild(object, replaced);
  if (replaced) return replace(object, replaced);
  return Object.isFrozen(object) ? object : Object.freeze(object);
};

/** An object that takes the place of a sealed one: members that are the same are not walked again, and `size` changes by the difference. */
const sealChanged = (object: Record<string, unknown>, known: Readonly<Record<string, unknown>>, depth: number): unknown => {
  if (object === known) return known;
  if (depth > 64) refuse('it is nested more than 64 deep');
  if (Array.isArray(object)) refuse('a document is an object');
  if (!isPlain(object)) refuse(`a ${object.constructor.name} is no plain object`);
  let same = Object.getPrototypeOf(object) !== null;
  let previous: string | undefined;
  let replaced: Map<string, unknown> | undefined;
  let common = 0;
  for (const key in object) {
    if (previous !== undefined && key <= previous) same = false;
    previous = key;
    const member = object[key];
    if (member === undefined) {
      same = false;
      continue;
    }
    const before = own(known, key);
    if (before !== undefined) common += 1;
    // 0 and -0 are equal, and not the same.
    if (member === before && (member !== 0 || Object.is(member, 0))) continue;
    let sealed: unknown;
    if (isChanged(member, before)) {
      sealed = sealChanged(member, before as Members, depth + 1);
    } else {
      if (before === undefined) {
        checkName(key);
        size += key.length + 4;
      } else size -= sizeOf(before);
      sealed = sealValue(member, depth + 1);
    }
    if (!Object.is(sealed, member)) (replaced ??= new Map()).set(key, sealed);
  }
  if (common < Object.keys(known).length)
    for (const key in known) if (own(object, key) === undefined) size -= key.length + 4 + sizeOf(known[key]);
  if (!same) return rebuild(object, replaced);
  return replaced ? replace(object, replaced) : Object.freeze(object);
};

type Members = Record<string, unknown>;

/** A member of JSON's; what every object has by its prototype are functions, and the prototype itself. Asking for its own members takes twice as long. */
const own = (object: Readonly<Members>, key: string): unknown => {
  const member = object[key];
  return typeof member === 'function' || member === Object.prototype ? undefined : member;
};

/** Whether both are objects with members, so that only what differs has to be looked at. */
function isChanged(member: unknown, before: unknown): member is Members;
function isChanged(member: unknown, before: unknown): boolean {
  return (
    typeof member === 'object' &&
    member !== null &&
    !Array.isArray(member) &&
    typeof before === 'object' &&
    before !== null &&
    !Array.isArray(before)
  );
}

/** About the length of a sealed value's JSON text, as `sealValue` counts it. */
const sizeOf = (value: unknown): number => {
  switch (typeof value) {
    case 'string':
      return value.length + 2;
    case 'number':
      return 8;
    case 'boolean':
      return 5;
    default:
      break;
  }
  if (typeof value !== 'object' || value === null) return 4;
  let sum = 2;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) sum += 1 + sizeOf(value[i]);
    return sum;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const key in object) sum += key.length + 4 + sizeOf(object[key]);
  return sum;
};

/** Freezes parsed JSON all the way down: an event is shared by all projections, and read again when a document was missing. */
export const freezeDeep = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (const member of value) freezeDeep(member);
  } else {
    for (const key in value) freezeDeep(value[key]);
  }
  return Object.freeze(value);
};
