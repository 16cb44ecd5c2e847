import fc from 'fast-check';
import { parseStreamName, streamName, tenantPrefix } from './stream-name.js';

describe('stream names', () => {
  it('read like sentences', () => {
    expect(streamName({ tenant: 'cl', category: 'school', id: '900001' })).toBe('cl.school-900001');
    expect(streamName({ tenant: 'cl', cycle: '2023-24', category: 'assessment', id: 'a-b' })).toBe('cl.2023_24.assessment-a-b');
  });

  it('come apart into what they were made of', () => {
    const name = fc.record({
      tenant: fc.stringMatching(/^[a-z][a-z0-9]{1,5}$/),
      category: fc.stringMatching(/^[a-z]{1,8}$/),
      id: fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/),
    });
    fc.assert(fc.property(name, (parts) => expect(parseStreamName(streamName(parts))).toEqual(parts)));
    fc.assert(
      fc.property(name, fc.stringMatching(/^[0-9]{4}$/), (parts, cycle) =>
        expect(parseStreamName(streamName({ ...parts, cycle }))).toEqual({ ...parts, cycle }),
      ),
    );
  });

  it('of one country never begin with another country’s prefix', () => {
    expect(streamName({ tenant: 'clx', category: 'school', id: '1' }).startsWith(tenantPrefix('cl'))).toBe(false);
  });

  it.each([
    { tenant: 'C L', category: 'school', id: '1' },
    { tenant: 'cl', category: 'sch-ool', id: '1' },
    { tenant: 'cl', category: 'school', id: 'a/b' },
    { tenant: 'cl', category: 'school', id: '' },
    { tenant: 'cl', category: 'school', id: 'a\nb' },
    { tenant: 'cl', cycle: '20.23', category: 'school', id: '1' },
  ])('are refused when a part would break them: %j', (parts) => {
    expect(() => streamName(parts)).toThrow(RangeError);
  });
});
