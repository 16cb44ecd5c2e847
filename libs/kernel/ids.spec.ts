import fc from 'fast-check';
import { v5 } from 'uuid';
import { commandIdOf, CORDILLERA, isUuid, naturalIdOf } from './ids.js';

describe('name-based ids', () => {
  it('lie in the namespace of our own address', () => {
    expect(v5('https://cordillera.example/ids', v5.URL)).toBe(CORDILLERA);
  });

  it('are version 5 as everybody else makes them, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (kind, part) => {
        const id = naturalIdOf(kind, part);
        expect(id).toBe(v5([`7:natural`, `${kind.length}:${kind}`, `${part.length}:${part}`].join('|'), CORDILLERA));
        expect(isUuid(id)).toBe(true);
      }),
    );
  });

  it('tell parts apart that only together read the same', () => {
    expect(commandIdOf('cl', 'ab', 'c', 'd')).not.toBe(commandIdOf('cl', 'a', 'bc', 'd'));
    expect(commandIdOf('cl', 'a|1:b', 'c', 'd')).not.toBe(commandIdOf('cl', 'a', 'b|1:c', 'd'));
  });
});
