import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';
import { withoutMembers } from './canonical-text.js';

describe('the text of an object without some of its members', () => {
  const names = fc.constantFrom('a', 'b', 'c', 'count', 'z', '');
  const odd = fc.oneof(fc.string(), fc.constantFrom('}', '"', '\\', '{"a":1}', ',"b":', ']'));
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      odd,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(names, odd), tie('any'), { maxKeys: 4 }),
    ),
  })).any;

  it('is what stays when it is parsed and they are taken out, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(names, odd), value), fc.uniqueArray(names), (object, left) => {
        // Names are looked for as they stand in the text: whoever asks names members that need no escape.
        const rest = Object.fromEntries(Object.entries(object).filter(([name]) => !new Set<string>(left).has(name)));
        expect(withoutMembers(canonicalJson(object), new Set(left))).toBe(canonicalJson(rest));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['the first', '{"a":{"b":[1,{"a":2}]},"b":1}', ['a'], '{"b":1}'],
    ['the last', '{"a":1,"b":"}"}', ['b'], '{"a":1}'],
    ['all', '{"a":1,"b":[]}', ['a', 'b'], '{}'],
    ['one that is further in alone', '{"b":{"a":1}}', ['a'], '{"b":{"a":1}}'],
  ])('leaves out %s', (_, json, left, kept) => {
    expect(withoutMembers(json, new Set(left))).toBe(kept);
  });
});
