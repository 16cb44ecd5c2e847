import fc from 'fast-check';
import { Refusal } from '#libs/kernel';
import { normaliseNationalId, normaliseRut, rutCheckDigit } from './national-id.js';

describe('a RUT', () => {
  it.each([
    ['12345678', '5'],
    ['11111111', '1'],
    ['7654321', '6'],
    ['10000013', 'K'],
    ['20347878', 'K'],
    ['10000004', '0'],
  ])('%s has the check digit %s', (digits, expected) => {
    expect(rutCheckDigit(digits)).toBe(expected);
  });

  it.each(['12.345.678-5', '12345678-5', ' 012345678-5 ', '123456785', '12 345 678‐5'])('%j is written 12345678-5', (given) => {
    expect(normaliseRut(given)).toBe('12345678-5');
  });

  it.each(['12.345.678-6', '12345678', '', 'abc', '1-9', '12.345.678-', '-5', '123456789012-5'])('%j is none', (given) => {
    expect(normaliseRut(given)).toBeUndefined();
  });

  it('is told from one with any single digit mistyped, or two neighbours exchanged', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000_000, max: 30_000_000 }),
        fc.nat(6),
        fc.integer({ min: 1, max: 9 }),
        (number, at, by) => {
          const digits = String(number);
          const check = rutCheckDigit(digits);
          const wrong = digits.slice(0, at) + ((Number(digits[at]) + by) % 10) + digits.slice(at + 1);
          if (!wrong.startsWith('0')) expect(normaliseRut(`${wrong}-${check}`)).toBeUndefined();
          const swapped = digits.slice(0, at) + (digits[at + 1] ?? '') + digits[at] + digits.slice(at + 2);
          if (swapped !== digits && !swapped.startsWith('0')) expect(normaliseRut(`${swapped}-${check}`)).toBeUndefined();
        },
      ),
    );
  });
});

describe('a national id', () => {
  it('without a rule is the same with or without spaces and in either case', () => {
    expect(normaliseNationalId(' 001-120 390 0001a', undefined)).toBe('001-1203900001A');
  });

  it('that is wrong is refused without being repeated', () => {
    for (const [given, rule] of [
      ['12.345.678-9', 'rut'],
      ['   ', undefined],
    ] as const) {
      try {
        normaliseNationalId(given, rule);
        throw new Error('it was not refused');
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
        expect((error as Refusal).code).toBe('national-id-malformed');
        expect(JSON.stringify((error as Refusal).details)).not.toContain('345');
      }
    }
  });
});
