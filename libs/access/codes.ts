import { randomBytes } from 'node:crypto';

/** Crockford's base32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 12;
const GROUP = 4;

/** A one-time code of 60 random bits that can be printed, read out and typed: `7KQ4-MX2P-9D3H`. */
export const newCode = (): string => {
  const bytes = randomBytes(CHARACTERS);
  let code = '';
  for (const [index, byte] of bytes.entries()) {
    if (index > 0 && index % GROUP === 0) code += '-';
    // 256 is a multiple of 32: every character is as likely.
    code += ALPHABET[byte % ALPHABET.length];
  }
  return code;
};

/** What somebody typed, as it was meant: any case, with or without hyphens and spaces, O for 0, I and L for 1. `undefined` where no code can be meant. */
export const readCode = (typed: string): string | undefined => {
  if (typed.length > 64) return undefined;
  const plain = typed
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (plain.length !== CHARACTERS || [...plain].some((character) => !ALPHABET.includes(character))) return undefined;
  return (plain.match(/.{4}/g) ?? []).join('-');
};
