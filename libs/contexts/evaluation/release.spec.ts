import fc from 'fast-check';
import { specification } from '#libs/kernel/testing';
import type { ReleaseEvent, ReleasePublished } from './evaluation.events.js';
import { PEOPLE_KEYS } from './projections/cohort.js';
import { DIMENSIONS } from './queries/answers.js';
import type { PeopleTally } from './queries/tallied.js';
import type { ReleaseContent, ReleasedGroup } from './queries/release-answers.js';
import { releaseCsv, releaseJson, releaseRows, SIMULATED_NOTICE } from './release-file.js';
import { previewRelease, publishRelease, releaseDecider, releaseOf } from './release.js';

const { given } = specification(releaseDecider);
const K = 10;
const head = { simulated: true, asOf: '2023-12-01T00:00:00.000Z', k: K, title: { en: 'Cycle 2023' }, definitions: [] };

interface Counts {
  readonly persons: number;
  readonly reached: number;
  readonly trained: number;
}
const tally = (by: string, cell: string, { persons, reached, trained }: Counts): PeopleTally =>
  ({
    ...Object.fromEntries(PEOPLE_KEYS.map((key) => [key, 0])),
    by,
    cell,
    persons,
    'anyhow:profile-seen': reached,
    'anyhow:course-completed': trained,
  }) as unknown as PeopleTally;
const sum = (groups: readonly Counts[], name: keyof Counts) => groups.reduce((before, group) => before + group[name], 0);
/** The same groups in every dimension: what one shows may not give away what another hides. */
const release = (groups: Readonly<Record<string, Counts>>) => {
  const all = Object.values(groups);
  const total = { persons: sum(all, 'persons'), reached: sum(all, 'reached'), trained: sum(all, 'trained') };
  const people = [
    tally('all', 'all', total),
    ...DIMENSIONS.flatMap((by) => Object.entries(groups).map(([cell, counts]) => tally(by, cell, counts))),
  ];
  return releaseOf({ people, measures: [] }, head);
};
const large = { persons: 100, reached: 60, trained: 30 };
const groupIn = (content: ReleaseContent, cell: string): ReleasedGroup | undefined =>
  content.by.region?.find((group) => group.cell === cell);

describe('what a release shows', () => {
  it('is how many people there are, and shares of them in whole percent', () => {
    const { content } = release({ north: large, south: { persons: 90, reached: 41, trained: 20 } });
    expect(groupIn(content, 'south')).toEqual({
      cell: 'south',
      people: { n: 90 },
      reached: { share: 0.46, coded: null },
      trained: { share: 0.22, coded: null },
    });
    expect(content.all.people).toEqual({ n: 190 });
  });

  it('suppresses a small group together with another, so that it does not follow from the total', () => {
    const { content } = release({ north: large, south: { persons: 6, reached: 3, trained: 1 }, west: { ...large, persons: 80 } });
    const hidden = { suppressed: expect.any(String) as string };
    expect(groupIn(content, 'south')).toEqual({ cell: 'south', people: hidden, reached: hidden, trained: hidden });
    expect(groupIn(content, 'west')?.people).toEqual({ suppressed: 'complementary' });
    expect(groupIn(content, 'north')?.people).toEqual({ n: 100 });
  });

  it('suppresses a share behind which few people stand, or from which few are missing', () => {
    const { content } = release({
      few: { persons: 100, reached: 95, trained: 4 },
      more: { persons: 100, reached: 60, trained: 30 },
      most: { persons: 100, reached: 50, trained: 40 },
    });
    const hidden = { suppressed: expect.any(String) as string };
    expect(groupIn(content, 'few')).toMatchObject({ people: { n: 100 }, trained: hidden, reached: hidden });
  });

  it('says only at most and at least of what is near none and near all', () => {
    const { content } = release({ north: { persons: 1_000, reached: 980, trained: 20 }, south: { ...large, persons: 200 } });
    expect(groupIn(content, 'north')).toMatchObject({
      reached: { coded: 'at-least', bound: 0.95 },
      trained: { coded: 'at-most', bound: 0.05 },
    });
  });

  it('never has a count under k, nor a share of which one side is under k', () => {
    const group = fc
      .tuple(fc.nat({ max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([persons, reached, trained]) => ({
        persons,
        reached: Math.round(persons * reached),
        trained: Math.round(persons * trained),
      }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 6 }), (groups) => {
        const named = Object.fromEntries(groups.map((one, at) => [`g${at}`, one]));
        const { content, basis } = release(named);
        for (const [at, counts] of groups.entries()) {
          const shown = groupIn(content, `g${at}`);
          if (shown && 'n' in shown.people) expect(counts.persons === 0 || counts.persons >= K).toBe(true);
          for (const name of ['reached', 'trained'] as const) {
            if (!shown || 'suppressed' in shown[name]) continue;
            for (const side of [counts[name], counts.persons - counts[name]]) expect(side === 0 || side >= K).toBe(true);
          }
        }
        // Hidden by itself, a group would follow from the others and the total.
        const people = (content.by.region ?? []).filter(
          ({ people: one }, at) => 'suppressed' in one && (groups[at]?.persons ?? 0) > 0,
        );
        if ('n' in content.all.people) expect(people.length).not.toBe(1);
        // The counts that stay in the record for later are those of what is shown, and no others.
        for (const figure of Object.keys(basis)) {
          const [name, by, cell] = figure.split('|') as ['people' | 'reached' | 'trained', string, string];
          const shown = by === 'all' ? content.all : groupIn(content, cell);
          expect(shown && 'suppressed' in shown[name]).toBe(false);
        }
      }),
    );
  });
});

const asked = (label: string, groups: Readonly<Record<string, Counts>>, holdBack = false) => ({
  cycle: '2023',
  release: label,
  holdBack,
  ...release(groups),
});
const publish =
  (command: ReturnType<typeof asked>, cycleStatus: 'none' | 'open' = 'open') =>
  (state: Parameters<typeof publishRelease>[1]) =>
    publishRelease(command, state, { cycleStatus });
const published = (label: string, groups: Readonly<Record<string, Counts>>): ReleaseEvent => {
  const { holdBack: _, ...data } = asked(label, groups);
  return { type: 'ReleasePublished', data: { ...data, heldBack: [] } };
};

describe('a release', () => {
  const first = { north: large, south: { persons: 90, reached: 41, trained: 20 } };
  it('is published as it stands', () =>
    given()
      .when(publish(asked('1', first)))
      .then(published('1', first)));
  it('needs a cycle', () =>
    given()
      .when(publish(asked('1', first), 'none'))
      .refuses('cycle-unknown', { cycle: '2023' }));
  it('is never changed', () =>
    given(published('1', first))
      .when(publish(asked('1', { north: large })))
      .refuses('release-published', { cycle: '2023', release: '1' }));
  it('tells about nobody where there are too few', () =>
    given()
      .when(publish(asked('1', { north: { persons: 7, reached: 3, trained: 1 } })))
      .refuses('release-too-small', { k: K }));
  it('may say the same again: that tells nothing new', () =>
    given(published('1', first))
      .when(publish(asked('2', first)))
      .then(published('2', first)));
  it('may say what has changed by many', () => {
    const next = { north: { persons: 150, reached: 90, trained: 45 }, south: { persons: 120, reached: 60, trained: 40 } };
    return given(published('1', first))
      .when(publish(asked('2', next)))
      .then(published('2', next));
  });
  it('is refused where the two together would tell about a few people', () =>
    given(published('1', first))
      .when(publish(asked('2', { north: { ...large, persons: 103 }, south: { persons: 120, reached: 60, trained: 40 } })))
      .refuses('release-reveals-difference', { whole: 'no' }));
  it('is held against every release before it, not the last alone', () =>
    given(published('1', first), published('2', { north: { persons: 200, reached: 120, trained: 60 } }))
      .when(publish(asked('3', { north: { ...large, persons: 104 }, south: { persons: 170, reached: 90, trained: 40 } })))
      .refuses('release-reveals-difference'));
  it('goes out without the dimensions that have to wait', () => {
    const next = { north: { ...large, persons: 103 }, south: { persons: 120, reached: 60, trained: 50 } };
    const events = publishRelease(
      asked('2', next, true),
      { releases: [{ release: '1', basis: release(first).basis }] },
      { cycleStatus: 'open' },
    );
    const { content, heldBack, basis } = events[0]?.data as ReleasePublished['data'];
    expect(heldBack).toEqual([...DIMENSIONS].sort());
    expect(content.by.region).toBeNull();
    expect(content.all.people).toEqual({ n: 223 });
    expect(Object.keys(basis).every((figure) => figure.includes('|all|'))).toBe(true);
  });
  it('waits where the whole has changed by a few', () =>
    given(published('1', first))
      .when(publish(asked('2', { ...first, north: { ...large, persons: 103 } }, true)))
      .refuses('release-reveals-difference', { whole: 'yes' }));
});

describe('a preview', () => {
  const nothing = { releases: [] };
  const groups = { north: large, south: { persons: 6, reached: 3, trained: 1 }, west: { ...large, persons: 80 } };

  it('says what goes out and how much is suppressed, and decides nothing', () => {
    const preview = previewRelease('2023', release(groups), nothing);
    // Three figures for everybody and for each of three groups, in each dimension; two groups are hidden in all of them.
    const { shown, primary, complementary, heldBack } = preview.figures;
    expect(shown + primary + complementary).toBe(3 + DIMENSIONS.length * 9);
    expect(primary).toBeGreaterThan(0);
    expect(complementary).toBeGreaterThan(0);
    expect(preview).toMatchObject({ simulated: true, publishable: 'yes', reason: null });
    expect([heldBack, preview.heldBack]).toEqual([0, []]);
  });

  it('tells the same as publishing does', () => {
    const counts = fc.record({
      persons: fc.integer({ min: 0, max: 60 }),
      reached: fc.integer({ min: 0, max: 60 }),
      trained: fc.integer({ min: 0, max: 60 }),
    });
    const cohort = fc
      .record({ north: counts, south: counts, west: counts })
      .map((all) =>
        Object.fromEntries(
          Object.entries(all).map(([cell, { persons, reached, trained }]) => [
            cell,
            { persons, reached: Math.min(persons, reached), trained: Math.min(persons, trained) },
          ]),
        ),
      );
    fc.assert(
      fc.property(cohort, cohort, (first, second) => {
        const earlier = { releases: [{ release: '1', basis: release(first).basis }] };
        const drafted = release(second);
        const preview = previewRelease('2023', drafted, earlier);
        const publish = (holdBack: boolean) => {
          try {
            const command = { cycle: '2023', release: '2', holdBack, ...drafted };
            return publishRelease(command, earlier, { cycleStatus: 'open' })[0]?.data.content;
          } catch (error) {
            return (error as { code?: string }).code;
          }
        };
        switch (preview.publishable) {
          case 'yes':
            return expect(publish(false)).toEqual(preview.content);
          case 'without':
            expect(publish(false)).toBe(preview.reason);
            return expect(publish(true)).toEqual(preview.content);
          case 'no':
            return expect(publish(true)).toBe(preview.reason);
        }
      }),
    );
  });
});

describe('a release as a file for programs', () => {
  const published = (content: ReleaseContent) => ({
    ...{ cycle: '2023', release: '1', heldBack: ['region'], publishedAt: '2023-12-05T15:00:00.000Z', content },
  });
  const { content } = release({ north: large, south: { persons: 6, reached: 3, trained: 1 }, west: { ...large, persons: 80 } });
  const document = published({
    ...content,
    by: { ...content.by, region: null },
    measures: [
      {
        measure: 'test',
        scale: 'percent',
        all: { mean: -1.2, low: -3, high: null, pairs: 40, schools: 12 },
        by: {
          ...content.by,
          region: null,
          gender: [{ cell: 'north', gain: { notEstimable: 'no-pairs' } }],
          sector: [],
          rurality: [],
          educationLevel: [],
        },
      },
    ],
  });

  it('has one figure a row, also what is suppressed, held back or not estimable, and why', () => {
    const found = (by: string, cell: string, figure: string) => {
      const row = releaseRows(document).find((one) => one.by === by && one.cell === cell && one.figure === figure);
      return row && [row.value, row.status];
    };
    expect(found('gender', 'north', 'people')).toEqual([100, 'shown']);
    expect(found('gender', 'south', 'people')?.[0]).toBeNull();
    expect(found('gender', 'south', 'people')?.[1]).toMatch(/^suppressed-(primary|complementary)$/);
    expect(found('region', '*', 'people')).toEqual([null, 'held-back']);
    expect(found('all', 'all', 'gain-mean')).toEqual([-1.2, 'shown']);
    expect(found('all', 'all', 'gain-high')).toEqual([null, 'not-applicable']);
    expect(found('gender', 'north', 'gain-mean')).toEqual([null, 'not-estimable:no-pairs']);
    expect(releaseRows(document).some(({ by, cell }) => by === 'region' && cell !== '*')).toBe(false);
  });

  it('says on every row whose it is and that it is invented', () => {
    const [columns = '', ...lines] = releaseCsv('cl', document).trim().split('\r\n');
    expect(lines).toHaveLength(releaseRows(document).length);
    expect(columns.split(',').slice(-2)).toEqual(['simulated', 'notice']);
    expect(lines.every((line) => line.includes(',cl,2023,1,') && line.endsWith(`,true,${SIMULATED_NOTICE}`))).toBe(true);
    // A negative gain stays a number.
    expect(lines.some((line) => line.includes(',-1.2,shown,'))).toBe(true);
    expect(releaseJson('cl', document)).toMatchObject({
      notice: SIMULATED_NOTICE,
      simulated: true,
      country: 'cl',
      heldBack: ['region'],
    });
    const real = published({ ...document.content, simulated: false });
    expect(releaseCsv('cl', real)).not.toContain('imulad');
    expect(releaseJson('cl', real)).not.toHaveProperty('notice');
  });
});
