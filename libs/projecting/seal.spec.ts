import fc from 'fast-check';
import { canonicalJson } from '#libs/kernel';
import { freezeDeep, seal } from './seal.js';

const orders = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(orders)
    : typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, member]) => [key, orders(member)])
      : value;

/** As parsing gives it: `structuredClone` would answer with objects of another realm here. */
const cloned = <Value extends object>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

describe('seal', () => {
  it('gives the same for a document that shares members with the one it takes the place of', () => {
    const leaf = fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1, max: 1 }),
      fc.boolean(),
      fc.string(),
    );
    const nested = fc.dictionary(fc.constantFrom('x', 'a', '10', '9'), fc.oneof(leaf, fc.array(leaf)), { noNullPrototype: true });
    const member = fc.oneof(leaf, fc.constant(null), fc.array(fc.oneof(leaf, nested)), nested);
    const names = fc.constantFrom('a', 'b', 'c', 'Z', 'é', '10', '9', 'constructor', 'toString');
    const document = fc.dictionary(names, member, { noNullPrototype: true });
    fc.assert(
      fc.property(document, document, fc.array(fc.constantFrom('a', 'b', '9', 'constructor')), (first, changes, removed) => {
        const before = seal(cloned(first));
        const after: Record<string, unknown> = { ...before.document, ...cloned(changes) };
        for (const key of removed) delete after[key];
        const expected = seal(cloned(after));
        const sealed = seal(after, before);
        expect(orders(sealed.document)).toEqual(orders(expected.document));
        expect(sealed.bytes).toBe(expected.bytes);
        // What is said to be in order can be written without another look.
        if (sealed.ordered) expect(JSON.stringify(sealed.document)).toBe(canonicalJson(after));
        expect(Object.isFrozen(sealed.document)).toBe(true);
      }),
    );
  });

  it('gives what would come back from the store, member order and all', () => {
    const leaf = fc.oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
      fc.constantFrom(null, true, undefined, -0, '', 'ñ', 'b'),
    );
    const key = fc.constantFrom('a', 'b', 'Z', 'é', '1.2', '10', '9', '0', '01', 'aa');
    const { value } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(
          leaf.filter((each) => each !== undefined),
          { maxLength: 3 },
        ),
        tie('object'),
      ),
      object: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true }), (document) => {
        const text = canonicalJson(document);
        const sealed = seal(document).document;
        expect(orders(sealed)).toEqual(orders(JSON.parse(text)));
        expect(canonicalJson(sealed)).toBe(text);
        expect(seal(sealed).document).toEqual(sealed);
        expect(Object.isFrozen(sealed)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what is canonical already, and what a change left alone', () => {
    const first = seal({ a: { x: 1 }, b: [1, { y: 2 }], c: 'c' }).document as { a: object; b: object };
    expect(seal(first).document).toBe(first);
    const second = seal({ ...first, c: 'd' }).document as { a: object; b: object };
    expect(second.a).toBe(first.a);
    expect(second.b).toBe(first.b);
  });

  it('takes changes after the fact for what they are', () => {
    const inner = { list: [1] };
    seal({ inner });
    expect(() => inner.list.push(2)).toThrow(TypeError);
    expect(() => Object.assign(freezeDeep({ a: { b: [{}] } }).a, { c: 1 })).toThrow(TypeError);
  });

  it('refuses what JSON cannot hold', () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    for (const bad of [
      { a: NaN },
      { a: 2 ** 53 },
      { a: [undefined] },
      { a: '\ud800' },
      { a: new Date() },
      { a: 1n },
      { a: () => 1 },
      cyclic,
      [1] as never,
    ]) {
      expect(() => seal(bad)).toThrow();
    }
  });
});
