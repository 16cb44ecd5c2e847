import fc from 'fast-check';
import { canonicalJson, NotCanonical } from './canonical-json.js';

/** Any JSON value, with 0 in place of the whole numbers that are refused for losing digits. */
const storable = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, member: unknown) => (Number.isInteger(member) && !Number.isSafeInteger(member) ? 0 : member)),
  );

describe('canonical JSON (RFC 8785)', () => {
  it('sorts members by UTF-16 code units, as the RFC’s own example asks', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '\ud83d\ude00': 'Emoji',
      '\u0080': 'Control',
      '\u00f6': 'o',
    };
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object)).toEqual([
      '1',
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
    expect(canonicalJson(value).startsWith('{"\\r":"Carriage Return","1":"One"')).toBe(true);
  });

  it('writes numbers as ECMAScript does', () => {
    expect(canonicalJson([333333333.3333333, 4.5, 2e-3, 0.000000000000000000000000001, -0])).toBe(
      '[333333333.3333333,4.5,0.002,1e-27,0]',
    );
  });

  it('leaves out members that are undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it('gives one text for one value, whatever the order of its members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue().map(storable)), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });

  it.each([
    ['bigint', { a: [1n] }, '/a/0'],
    ['NaN', { a: NaN }, '/a'],
    ['an infinity', { a: -Infinity }, '/a'],
    ['a lone surrogate', { a: '\ud800' }, '/a'],
    ['a lone surrogate in a name', { ['\udc00']: 1 }, '/\udc00'],
    ['an integer beyond 2^53', { 'a/b': 2 ** 53 }, '/a~1b'],
    ['a date', { a: new Date(0) }, '/a'],
    ['a function', { a: () => 1 }, '/a'],
    ['undefined in a list', { a: [undefined] }, '/a/0'],
  ])('refuses %s and says where', (_, value, pointer) => {
    let thrown: unknown;
    try {
      canonicalJson(value);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(NotCanonical);
    expect((thrown as NotCanonical).pointer).toBe(pointer);
  });
});
