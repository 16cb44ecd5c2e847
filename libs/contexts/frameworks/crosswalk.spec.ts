import fc from 'fast-check';
import { specification } from '#libs/kernel/testing';
import { adoptCrosswalk, crosswalkDecider, parseCrosswalk } from './crosswalk.js';
import { inverse, RELATIONS, type Crosswalk } from './crosswalk-schema.js';
import { parseFramework } from './framework.js';
import type { Framework } from './framework-schema.js';
import { competenciesOf, dimensionsOf, levelsOf } from './shape.js';
import type { CrosswalkEvent } from './frameworks.events.js';
import type { FrameworkDocument } from './projections/frameworks.projection.js';
import { crosswalkFrom } from './queries/crosswalks.js';

const list = (id: string, codes: readonly string[]): Framework =>
  parseFramework({
    id,
    version: 1,
    title: { es: id },
    publisher: 'Cordillera',
    year: 2011,
    source: 'Invented for tests.',
    licence: { id: 'CC-BY-4.0', uri: 'https://creativecommons.org/licenses/by/4.0/', attribution: { es: 'Cordillera' } },
    status: 'complete',
    shape: 'flat',
    dimensions: codes.map((code) => ({ code, name: { es: `Dimensión ${code}` } })),
  });
const from = list('near', ['1', '2', '3']);
const to = list('far', ['a', 'b']);
const file = {
  id: 'near-to-far',
  version: 1,
  from: { framework: 'near', version: 1 },
  to: { framework: 'far', version: 1 },
  decidedBy: 'Council',
  official: false,
  note: { es: 'Correspondencia propia.' },
  alignments: [
    { from: '1', to: 'a', relation: 'broader' },
    { from: '2', to: 'a', relation: 'related' },
  ],
};
const content = parseCrosswalk(file);
const adopted: CrosswalkEvent = {
  type: 'CrosswalkAdopted',
  data: {
    crosswalk: 'near-to-far',
    version: '1',
    from: { framework: 'near', version: '1' },
    to: { framework: 'far', version: '1' },
    content,
  },
};
const { given } = specification(crosswalkDecider);
const documentOf = (framework: Framework): FrameworkDocument =>
  ({
    ...framework,
    framework: framework.id,
    version: String(framework.version),
    dimensions: dimensionsOf(framework),
    competencies: competenciesOf(framework),
    levels: levelsOf(framework) ?? null,
    content: framework,
  }) as unknown as FrameworkDocument;
const stored = (crosswalk: Crosswalk) => ({
  crosswalk: crosswalk.id,
  version: '1',
  fromFramework: 'near',
  fromVersion: '1',
  toFramework: 'far',
  toVersion: '1',
  adoptedAt: '2023-05-02T12:00:00.000Z',
  content: crosswalk,
});

describe('a crosswalk', () => {
  it('is adopted with who decided it, once', () => {
    given()
      .when((state) => adoptCrosswalk(content, state, { from, to }))
      .then(adopted);
    given(adopted)
      .when((state) => adoptCrosswalk(content, state, { from, to }))
      .thenNothing();
    given(adopted)
      .when((state) => adoptCrosswalk({ ...content, decidedBy: 'Somebody else' }, state, { from, to }))
      .refuses('crosswalk-version-adopted-already');
  });
  it('keeps its two ends, and aligns what they have', () => {
    const turned = { ...content, version: 2, from: content.to, to: content.from };
    given(adopted)
      .when((state) => adoptCrosswalk(turned, state, { from: to, to: from }))
      .refuses('crosswalk-ends-fixed');
    const strange = { ...content, alignments: [{ from: '1', to: 'z', relation: 'exact' as const }] };
    given()
      .when((state) => adoptCrosswalk(strange, state, { from, to }))
      .refuses('competency-not-in-framework', { competency: 'z', framework: 'far' });
  });
  it('is refused with every mistake of its file', () => {
    const twice = { ...file, alignments: [file.alignments[0], file.alignments[0]] };
    expect(() => parseCrosswalk(twice)).toThrow('crosswalk-malformed');
    expect(() => parseCrosswalk({ ...file, to: file.from })).toThrow('crosswalk-malformed');
    const unheard = { ...file, alignments: [{ from: '1', to: 'a', relation: 'similar' }] };
    expect(() => parseCrosswalk(unheard)).toThrow('crosswalk-malformed');
  });
  it('is read from either end, with what nothing answers to', () => {
    const near = crosswalkFrom(documentOf(from), documentOf(to), stored(content), 'from-here');
    expect(near.rows[0]?.alignments).toEqual([{ competency: 'a', name: { es: 'Dimensión a' }, relation: 'broader' }]);
    expect(near.uncovered).toEqual(['3']);
    expect(near.uncoveredThere.map(({ competency }) => competency)).toEqual(['b']);
    const far = crosswalkFrom(documentOf(to), documentOf(from), stored(content), 'from-there');
    expect(far.rows[0]?.alignments.map(({ competency, relation }) => [competency, relation])).toEqual([
      ['1', 'narrower'],
      ['2', 'related'],
    ]);
    expect(far.uncovered).toEqual(['b']);
    expect(far.uncoveredThere.map(({ competency }) => competency)).toEqual(['3']);
  });
  it('says the same from both ends, whatever it aligns', () => {
    const alignment = fc.record({
      from: fc.constantFrom('1', '2', '3'),
      to: fc.constantFrom('a', 'b'),
      relation: fc.constantFrom(...RELATIONS),
    });
    const alignments = fc.uniqueArray(alignment, { selector: ({ from: f, to: t }) => `${f}${t}`, minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(alignments, (drawn) => {
        const some = stored({ ...content, alignments: drawn });
        const pairs = (view: ReturnType<typeof crosswalkFrom>, turn: boolean) =>
          view.rows
            .flatMap(({ competency, alignments: found }) =>
              found.map(({ competency: there, relation }) =>
                turn ? `${there} ${inverse(relation)} ${competency}` : `${competency} ${relation} ${there}`,
              ),
            )
            .sort();
        const near = crosswalkFrom(documentOf(from), documentOf(to), some, 'from-here');
        const far = crosswalkFrom(documentOf(to), documentOf(from), some, 'from-there');
        expect(pairs(far, true)).toEqual(pairs(near, false));
        expect(far.uncovered).toEqual(near.uncoveredThere.map(({ competency }) => competency));
      }),
      { numRuns: 100 },
    );
  });
});
