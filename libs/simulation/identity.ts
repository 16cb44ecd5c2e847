import type { SeededRandom } from '#libs/kernel';
import { FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES } from './names.js';

export type Gender = 'female' | 'male';
export interface SimulatedIdentity {
  /** A RUT with a right check digit, from a range that the civil registry has given to nobody. */
  readonly nationalId: string;
  readonly givenName: string;
  readonly familyName: string;
  /** At a domain that can belong to nobody (RFC 2606). */
  readonly email: string;
}

/** Persons have numbers up to about 28 million, companies from 50 million on. */
const FIRST_INVENTED = 40_000_000;
const SPREAD = 83;

/** The check digit of a RUT: digits from the right times 2 to 7 in turn, 11 minus the rest of 11. */
const checkDigit = (digits: number): string => {
  let sum = 0;
  for (let rest = digits, factor = 2; rest > 0; rest = Math.floor(rest / 10), factor = factor === 7 ? 2 : factor + 1) {
    sum += (rest % 10) * factor;
  }
  const digit = 11 - (sum % 11);
  return digit === 11 ? '0' : digit === 10 ? 'K' : String(digit);
};

/** `40000123-4`: no two indexes below 120,000 have the same. */
export const inventedRut = (index: number, random: SeededRandom): string => {
  if (index < 0 || index >= 120_000) throw new RangeError('there are invented ids for 120,000 people');
  const digits = FIRST_INVENTED + index * SPREAD + random.int(SPREAD);
  return `${digits}-${checkDigit(digits)}`;
};

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

export const inventedIdentity = (index: number, gender: Gender, random: SeededRandom): SimulatedIdentity => {
  const nationalId = inventedRut(index, random);
  const names = gender === 'female' ? FEMALE_NAMES : MALE_NAMES;
  const [first, second] = random.shuffle(names);
  const givenName = random.next() < 0.7 ? `${first} ${second}` : `${first}`;
  const [father, mother] = [random.pick(FAMILY_NAMES), random.pick(FAMILY_NAMES)];
  const email = `${plain(first ?? '')}.${plain(father)}.${index + 1}@docentes.example`;
  return { nationalId, givenName, familyName: `${father} ${mother}`, email };
};

/** The same id with its first digit mistyped, and a check digit that fits it: nobody notices when it is entered. */
export const mistyped = (rut: string): string => {
  const digits = Number(`3${rut.split('-')[0]?.slice(1)}`);
  return `${digits}-${checkDigit(digits)}`;
};
