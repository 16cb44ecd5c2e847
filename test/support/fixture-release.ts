import type { ReleaseContent, ReleasedGroup, ReleasePreview } from '../../libs/contexts/evaluation/queries/release-answers.js';

const group = (cell: string, n: number, reached: number, trained: number): ReleasedGroup => ({
  cell,
  people: { n },
  reached: { share: reached, coded: null },
  trained: { share: trained, coded: null },
});

/** A release as the server answers it. @param heldBack whether its regions wait for the next one */
export const fixtureRelease = (heldBack: boolean) => {
  const gain = { mean: 7.1, low: 5.3, high: 8.9, pairs: 312, schools: 101 };
  const withheld = { suppressed: 'primary' } as const;
  const content: ReleaseContent = {
    simulated: true,
    asOf: '2023-12-01T21:14:00.000Z',
    k: 10,
    title: { es: 'Ciclo 2023', en: 'Cycle 2023' },
    definitions: ['reached@1', 'trained@1', 'learning-gain@1'],
    all: group('all', 1_200, 0.72, 0.29),
    by: {
      region: heldBack
        ? null
        : [
            group('CL-RM', 400, 0.71, 0.3),
            { cell: 'CL-AI', people: withheld, reached: withheld, trained: withheld },
            { ...group('CL-VS', 260, 0.8, 0.2), trained: { coded: 'at-most', bound: 0.05 } },
          ],
      sector: [group('municipal', 500, 0.7, 0.3), group('subsidised-private', 700, 0.74, 0.28)],
      rurality: [group('urban', 900, 0.72, 0.3), group('rural', 300, 0.72, 0.27)],
      educationLevel: [],
      gender: [group('female', 880, 0.73, 0.3), group('male', 320, 0.7, 0.26)],
    },
    measures: [
      {
        measure: 'test',
        scale: 'digital-teaching-test-percent',
        all: gain,
        by: {
          region: heldBack
            ? null
            : [
                { cell: 'CL-RM', gain },
                { cell: 'CL-AI', gain: withheld },
              ],
          sector: [],
          rurality: [],
          educationLevel: [],
          gender: [],
        },
      },
    ],
  };
  return { cycle: '2023', release: '1', publishedAt: '2023-12-05T15:00:00.000Z', content, heldBack: heldBack ? ['region'] : [] };
};

/** What would be published. @param again whether something was published before */
export const fixturePreview = (again: boolean): ReleasePreview => ({
  cycle: '2023',
  simulated: true,
  content: fixtureRelease(again).content,
  figures: { shown: again ? 31 : 40, primary: 4, complementary: 1, heldBack: again ? 11 : 0 },
  heldBack: again ? ['region'] : [],
  publishable: again ? 'without' : 'yes',
  reason: again ? 'release-reveals-difference' : null,
});
