import fc from 'fast-check';
import { addressOf, ownAddress, placeOf } from './location.js';

describe('the address of a page', () => {
  it('holds its state, in one way only', () => {
    expect(addressOf(['cl', '2023', 'learning'], { lang: 'es', by: 'sector', cursor: undefined, step: '' })).toBe(
      '/cl/2023/learning?by=sector&lang=es',
    );
    expect(placeOf({ pathname: '/cl/2023-24/me/rating', search: '?item=3' })).toEqual({
      path: ['cl', '2023-24', 'me', 'rating'],
      query: { item: '3' },
    });
  });

  it('reads back what it wrote', () => {
    const part = fc.string({ minLength: 1 }).filter((text) => text !== '.' && text !== '..');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), fc.dictionary(fc.constantFrom('by', 'lang', 'step'), part), (path, query) => {
        const [pathname = '', search = ''] = addressOf(path, query).split(/(?=\?)/);
        expect(placeOf({ pathname, search })).toEqual({ path, query: { ...query } });
      }),
    );
  });

  it('takes a broken escape literally', () => {
    expect(placeOf({ pathname: '/%E0%A4%A', search: '' }).path).toEqual(['%E0%A4%A']);
  });

  it('is gone back to after signing in only where it is ours', () => {
    expect(ownAddress('/cl/2023?by=region')).toBe('/cl/2023?by=region');
    for (const other of ['//evil.example', '/\\evil.example', 'https://evil.example', '/sign-in#X', '/a b', '', undefined])
      expect(ownAddress(other)).toBeUndefined();
  });
});
