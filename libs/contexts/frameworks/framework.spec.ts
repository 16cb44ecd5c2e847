import { specification } from '#libs/kernel/testing';
import { Refusal } from '#libs/kernel';
import { adoptedVersionOf, adoptFramework, frameworkDecider, parseFramework } from './framework.js';
import type { FrameworkEvent } from './frameworks.events.js';
import { frameworksProjection, type FrameworkDocument } from './projections/frameworks.projection.js';

const { given } = specification(frameworkDecider);

const file = {
  id: 'flat-2011',
  version: 1,
  title: { es: 'Estándares' },
  publisher: 'Cordillera',
  year: 2011,
  source: 'Invented for tests.',
  licence: { id: 'CC-BY-4.0', uri: 'https://creativecommons.org/licenses/by/4.0/', attribution: { es: 'Cordillera' } },
  status: 'complete',
  shape: 'flat',
  dimensions: [
    { code: '1', name: { es: 'Pedagógica' } },
    { code: '2', name: { es: 'Técnica' } },
  ],
};
const content = parseFramework(file);
const adopted: FrameworkEvent = {
  type: 'FrameworkVersionAdopted',
  data: { framework: 'flat-2011', version: '1', shape: 'flat', content: content },
};

describe('a framework', () => {
  it('is adopted version by version', () => {
    given()
      .when((state) => adoptFramework(content, state))
      .then(adopted);
    const second = { ...content, version: 2 };
    given(adopted)
      .when((state) => adoptFramework(second, state))
      .then({ ...adopted, data: { ...adopted.data, version: '2', content: second } });
  });

  it('never changes once adopted: the same content is nothing new, another needs another version', () => {
    given(adopted)
      .when((state) => adoptFramework(content, state))
      .thenNothing();
    given(adopted)
      .when((state) => adoptFramework({ ...content, year: 2012 }, state))
      .refuses('framework-version-adopted-already', { version: '1' });
  });

  it('keeps its shape', () => {
    const { dimensions: _dimensions, ...rest } = file;
    const levelled = parseFramework({
      ...rest,
      version: 2,
      shape: 'levelled',
      levels: [
        { code: 'A1', name: { es: 'a' } },
        { code: 'A2', name: { es: 'b' } },
      ],
      areas: [{ code: '1', name: { es: 'x' }, competencies: [{ code: '1.1', name: { es: 'y' } }] }],
    });
    given(adopted)
      .when((state) => adoptFramework(levelled, state))
      .refuses('framework-shape-fixed');
  });

  it('is found by its version', () => {
    const { state } = given(adopted);
    expect(adoptedVersionOf(state, { framework: 'flat-2011', version: '1' }).id).toBe('flat-2011');
    expect(() => adoptedVersionOf(state, { framework: 'flat-2011', version: '2' })).toThrow(Refusal);
  });

  it('with mistakes is refused with all of them', () => {
    try {
      parseFramework({ ...file, year: 'long ago', dimensions: [] });
      throw new Error('it was not refused');
    } catch (error) {
      expect((error as Refusal).code).toBe('framework-malformed');
      expect((error as Refusal).details['problems']).toHaveLength(2);
    }
  });
});

describe('the frameworks of a country', () => {
  it('lay out what every shape has in common', () => {
    let put: { id: string; document: FrameworkDocument } | undefined;
    const fold = frameworksProjection.on['FrameworkVersionAdopted'];
    fold?.({ ...adopted, stream: 's', metadata: { occurredAt: '2023-03-01T00:00:00.000Z' } } as never, {
      get: () => undefined,
      put: (_collection, id, document) => {
        put = { id, document: document as FrameworkDocument };
      },
      delete: () => undefined,
    });
    expect(put?.id).toBe('flat-2011@1');
    expect(put?.document).toMatchObject({ number: 1, shape: 'flat', levels: null, adoptedAt: '2023-03-01T00:00:00.000Z' });
    expect(put?.document.competencies.map(({ code, dimension }) => [code, dimension])).toEqual([
      ['1', '1'],
      ['2', '2'],
    ]);
  });
});
