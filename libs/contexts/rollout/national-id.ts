import { refuse } from '#libs/kernel';

/** How a country's national ids are written alike and checked. Without a rule they are trimmed, joined and put in upper case. */
export type NationalIdRule = 'rut';

/** The check digit of a Chilean RUT: the digits from the right times 2 to 7 in turn, the rest of 11; 10 is written K. */
export const rutCheckDigit = (digits: string): string => {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) sum += Number(digits[digits.length - 1 - i]) * (2 + (i % 6));
  const rest = 11 - (sum % 11);
  return rest === 11 ? '0' : rest === 10 ? 'K' : String(rest);
};

const RUT = /^0*([1-9]\d{5,8})([0-9K])$/;

/** `12.345.678-5`, `12345678-5` and ` 012345678-5` are one person: `12345678-5`. `undefined` where the check digit does not fit. */
export const normaliseRut = (given: string): string | undefined => {
  const match = RUT.exec(given.toUpperCase().replaceAll(/[\s.\u00a0-]|[\u2010-\u2015]/g, ''));
  if (!match) return undefined;
  const [, digits, check] = match as unknown as [string, string, string];
  return rutCheckDigit(digits) === check ? `${digits}-${check}` : undefined;
};

/**
 * The one way of writing a national id, under which the vault looks for its pseudonym.
 * @throws Refusal national-id-malformed, which never repeats what was given
 */
export const normaliseNationalId = (given: string, rule: NationalIdRule | undefined): string => {
  const normalised = rule === 'rut' ? normaliseRut(given) : given.normalize('NFKC').replaceAll(/\s+/g, '').toUpperCase();
  return normalised ? normalised : refuse('national-id-malformed', { rule: rule ?? 'any' }, '/nationalId');
};
