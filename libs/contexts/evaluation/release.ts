import { refuse, streamName, type Decider } from '#libs/kernel';
import { heldBack, releasedShare, suppressTable, type Mark, type ReleasedShare } from '#libs/privacy';
import type { ReleaseEvent, ReleasePublished } from './evaluation.events.js';
import { DIMENSIONS, type Dimension, type GainFigure, type MeasureBreakdown } from './queries/answers.js';
import type {
  ReleaseBasis,
  ReleaseContent,
  ReleasedGain,
  ReleasedGroup,
  ReleasePreview,
  Suppressed,
} from './queries/release-answers.js';
import type { PeopleTally } from './queries/tallied.js';

// ── what may be shown ───────────────────────────────────────────────────────────────────────────────────────────────────
const SHARES = { reached: 'anyhow:profile-seen', trained: 'anyhow:course-completed' } as const;
type ShareName = keyof typeof SHARES;

const isHidden = (share: ReleasedShare): share is Suppressed => 'suppressed' in share;
const wholePercent = (share: ReleasedShare): ReleasedShare =>
  'share' in share ? { share: Math.round(share.share * 100) / 100, coded: null } : share;

/** A share that is the only one hidden of its list follows from the others and the whole: another one goes with it, that of the fewest people. */
const withPartner = (shares: readonly ReleasedShare[], people: readonly number[]): readonly ReleasedShare[] => {
  if (shares.filter(isHidden).length !== 1) return shares;
  const fewest = shares
    .map((share, at) => ({ at, share, n: people[at] ?? 0 }))
    .filter(({ share, n }) => !isHidden(share) && n > 0)
    .sort((a, b) => a.n - b.n)[0];
  return fewest ? shares.map((share, at) => (at === fewest.at ? { suppressed: 'complementary' } : share)) : shares;
};

interface Released {
  readonly groups: readonly ReleasedGroup[];
  readonly total: ReleasedGroup;
}

/**
 * One dimension. Those who took a step and those who did not are a table of two columns, so that neither a small group nor its complement
 * follows from the margins; of the counts only the rows' totals go out, and a row that has to be hidden for one step is hidden for all.
 */
const releasedGroups = (groups: readonly PeopleTally[], all: PeopleTally, k: number): Released => {
  const people = groups.map(({ persons }) => persons);
  const tables = (Object.keys(SHARES) as ShareName[]).map((name) => {
    const did = groups.map((group) => group[SHARES[name]]);
    const total = all[SHARES[name]];
    const table = suppressTable(
      {
        cells: groups.map((_, at) => [{ n: did[at] ?? 0 }, { n: (people[at] ?? 0) - (did[at] ?? 0) }]),
        rowTotals: people.map((n) => ({ n })),
        columnTotals: [{ n: total }, { n: all.persons - total }],
        total: { n: all.persons },
      },
      { k },
    );
    const markOf = (cells: readonly { readonly suppressed: Mark | null }[]): Mark | null =>
      cells.map(({ suppressed }) => suppressed).find((mark) => mark !== null) ?? null;
    const shareOf = (cells: readonly { readonly suppressed: Mark | null }[], count: number, of: number): ReleasedShare => {
      const mark = markOf(cells);
      return mark === null ? wholePercent(releasedShare(count, of, { k })) : { suppressed: mark };
    };
    return {
      rows: table.rowTotals.map((row) => row.suppressed),
      total: table.total.suppressed,
      shares: withPartner(
        table.cells.map((cells, at) => shareOf(cells, did[at] ?? 0, people[at] ?? 0)),
        people,
      ),
      whole: shareOf([...table.columnTotals, table.total], total, all.persons),
    };
  });
  const count = (n: number, marks: readonly (Mark | null | undefined)[]): ReleasedGroup['people'] => {
    const mark = marks.find((one) => one !== null && one !== undefined);
    // A row of few people is hidden with its cells; said of it is that it is small, and not that others would follow.
    return mark ? { suppressed: n > 0 && n < k ? 'primary' : mark } : { n };
  };
  const [reached, trained] = tables;
  if (!reached || !trained) throw new Error('a release has two shares');
  // Where the number of people is hidden, a share of them says too much as well.
  const group = (cell: string, counted: ReleasedGroup['people'], one: ReleasedShare, other: ReleasedShare): ReleasedGroup =>
    'n' in counted
      ? { cell, people: counted, reached: one, trained: other }
      : { cell, people: counted, reached: counted, trained: counted };
  return {
    groups: groups.map(({ cell }, at) =>
      group(
        cell,
        count(
          people[at] ?? 0,
          tables.map(({ rows }) => rows[at]),
        ),
        reached.shares[at] ?? { suppressed: 'complementary' },
        trained.shares[at] ?? { suppressed: 'complementary' },
      ),
    ),
    total: group(
      'all',
      count(
        all.persons,
        tables.map(({ total }) => total),
      ),
      reached.whole,
      trained.whole,
    ),
  };
};

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

const releasedGain = (gain: GainFigure): ReleasedGain => {
  if ('withheld' in gain) return { suppressed: gain.withheld };
  if ('notEstimable' in gain) return { notEstimable: gain.notEstimable };
  const digits = gain.measure === 'test' ? 1 : 2;
  const limit = (value: number | null) => (value === null ? null : rounded(value, digits));
  return {
    mean: rounded(gain.mean, digits),
    low: limit(gain.low),
    high: limit(gain.high),
    pairs: gain.nPairs,
    schools: gain.schools,
  };
};

const overDimensions = <Of>(of: (dimension: Dimension) => Of): Record<Dimension, Of> =>
  Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, of(dimension)])) as Record<Dimension, Of>;

/** A cycle's aggregates as they may go to the outside, and the counts behind what is shown. */
export const releaseOf = (
  cohort: {
    readonly people: readonly PeopleTally[];
    /** Under the country's own suppression of what was measured. */
    readonly measures: readonly MeasureBreakdown[];
  },
  head: Pick<ReleaseContent, 'simulated' | 'asOf' | 'k' | 'title' | 'definitions'>,
): { readonly content: ReleaseContent; readonly basis: ReleaseBasis } => {
  const { k } = head;
  const all = cohort.people.find(({ by }) => by === 'all');
  const nobody: ReleasedGroup = {
    cell: 'all',
    people: { suppressed: 'primary' },
    reached: { suppressed: 'primary' },
    trained: { suppressed: 'primary' },
  };
  const released = overDimensions((dimension) =>
    all
      ? releasedGroups(
          cohort.people.filter(({ by }) => by === dimension),
          all,
          k,
        )
      : { groups: [], total: nobody },
  );
  // The whole is in every dimension's table: it is hidden where one of them hides it.
  const whole = DIMENSIONS.map((dimension) => released[dimension].total).reduce(
    (a, b) => ({
      cell: 'all',
      people: 'n' in a.people ? b.people : a.people,
      reached: isHidden(a.reached) ? a.reached : b.reached,
      trained: isHidden(a.trained) ? a.trained : b.trained,
    }),
    released.region.total,
  );
  const content: ReleaseContent = {
    ...head,
    all: whole,
    by: overDimensions((dimension) => released[dimension].groups),
    measures: cohort.measures.map(({ measure, scale, gain, by }) => ({
      measure,
      scale,
      all: releasedGain(gain),
      by: overDimensions((dimension) => by[dimension].map((one) => ({ cell: one.cell, gain: releasedGain(one.gain) }))),
    })),
  };
  return { content, basis: basisOf(content, cohort.people) };
};

const basisOf = (content: ReleaseContent, people: readonly PeopleTally[]): ReleaseBasis => {
  const basis: Record<string, number> = {};
  const groups = [['all', [content.all]] as const, ...DIMENSIONS.map((one) => [one, content.by[one] ?? []] as const)];
  for (const [by, shown] of groups) {
    for (const group of shown) {
      const tally = people.find((one) => one.by === by && one.cell === group.cell);
      if (!tally) continue;
      if ('n' in group.people) basis[`people|${by}|${group.cell}`] = tally.persons;
      for (const name of Object.keys(SHARES) as ShareName[])
        if (!isHidden(group[name])) basis[`${name}|${by}|${group.cell}`] = tally[SHARES[name]];
    }
  }
  for (const { measure, scale, all, by } of content.measures) {
    const pairs = (dimension: string, cell: string, gain: ReleasedGain) => {
      if ('pairs' in gain) basis[`pairs:${measure}:${scale}|${dimension}|${cell}`] = gain.pairs;
    };
    pairs('all', 'all', all);
    for (const dimension of DIMENSIONS) for (const { cell, gain } of by[dimension] ?? []) pairs(dimension, cell, gain);
  }
  return basis;
};

// ── publishing ──────────────────────────────────────────────────────────────────────────────────────────────────────────
export interface Published {
  readonly releases: readonly { readonly release: string; readonly basis: ReleaseBasis }[];
}

/** All releases of a cycle are one stream: each is held against every one before it, and two at once cannot both be the next. */
export const releaseDecider: Decider<Published, ReleaseEvent> = {
  category: 'releases',
  initial: { releases: [] },
  evolve: ({ releases }, { data: { release, basis } }) => ({ releases: [...releases, { release, basis }] }),
};

export const releaseStream = (tenant: string, cycle: string) =>
  streamName({ tenant, cycle, category: 'releases', id: 'outside' });

const dimensionOf = (figure: string): string => figure.split('|')[1] ?? '';

/** Leaves out whole dimensions: one group held back by itself would follow from the others and the total. */
const without = (content: ReleaseContent, dimensions: ReadonlySet<string>): ReleaseContent => {
  const left = <Of>(by: Readonly<Record<Dimension, Of>>) =>
    overDimensions((dimension) => (dimensions.has(dimension) ? null : by[dimension]));
  return {
    ...content,
    by: left(content.by),
    measures: content.measures.map((measure) => ({ ...measure, by: left(measure.by) })),
  };
};

/** The dimensions in which a figure differs from an earlier release by fewer than k people and more than none. */
const revealing = (
  { content, basis }: { readonly content: ReleaseContent; readonly basis: ReleaseBasis },
  { releases }: Published,
): { readonly figures: readonly string[]; readonly dimensions: ReadonlySet<string> } => {
  const next = new Map(Object.entries(basis));
  const close = releases.flatMap((one) => [...heldBack(new Map(Object.entries(one.basis)), next, { k: content.k })]);
  const figures = [...new Set(close)].sort();
  return { figures, dimensions: new Set(figures.map(dimensionOf)) };
};

const marksOf = (content: ReleaseContent, dimensions: Iterable<Dimension | 'all'>): readonly (Mark | 'shown')[] => {
  const one = (figure: object): Mark | 'shown' => ('suppressed' in figure ? (figure.suppressed as Mark) : 'shown');
  const group = ({ people, reached, trained }: ReleasedGroup) => [people, reached, trained].map(one);
  return [...dimensions].flatMap((by) => [
    ...(by === 'all' ? [content.all] : (content.by[by] ?? [])).flatMap(group),
    ...content.measures.flatMap((measure) =>
      by === 'all' ? [one(measure.all)] : (measure.by[by] ?? []).map(({ gain }) => one(gain)),
    ),
  ]);
};

/** What publishing would do now, by the same rules; nothing is decided. */
export const previewRelease = (
  cycle: string,
  drafted: { readonly content: ReleaseContent; readonly basis: ReleaseBasis },
  published: Published,
): ReleasePreview => {
  const { content } = drafted;
  const { dimensions } = revealing(drafted, published);
  const small = !('n' in content.all.people);
  const waiting = DIMENSIONS.filter((dimension) => dimensions.has(dimension));
  const goesOut = marksOf(content, ['all', ...DIMENSIONS.filter((dimension) => !dimensions.has(dimension))]);
  const count = (mark: Mark | 'shown') => goesOut.filter((one) => one === mark).length;
  return {
    cycle,
    simulated: content.simulated,
    content: without(content, dimensions),
    figures: {
      shown: count('shown'),
      primary: count('primary'),
      complementary: count('complementary'),
      heldBack: marksOf(content, waiting).length,
    },
    heldBack: waiting,
    publishable: small || dimensions.has('all') ? 'no' : dimensions.size > 0 ? 'without' : 'yes',
    reason: small ? 'release-too-small' : dimensions.size > 0 ? 'release-reveals-difference' : null,
  };
};

/**
 * Whoever holds two releases side by side learns about the few by whom they differ. So what differs from an earlier release by fewer than k, and by
 * more than none, waits; `holdBack` publishes the rest without it.
 */
export const publishRelease = (
  command: Omit<ReleasePublished['data'], 'heldBack'> & { readonly holdBack: boolean },
  published: Published,
  { cycleStatus }: { readonly cycleStatus: 'none' | 'planned' | 'open' | 'closed' },
): ReleaseEvent[] => {
  const { cycle, release, content, basis, holdBack } = command;
  if (cycleStatus === 'none') refuse('cycle-unknown', { cycle });
  if (published.releases.some((one) => one.release === release)) refuse('release-published', { cycle, release }, '/release');
  if (!('n' in content.all.people)) refuse('release-too-small', { k: content.k });
  const { figures, dimensions } = revealing({ content, basis }, published);
  if (figures.length > 0 && (!holdBack || dimensions.has('all')))
    refuse('release-reveals-difference', {
      k: content.k,
      figures: figures.slice(0, 20),
      whole: dimensions.has('all') ? 'yes' : 'no',
    });
  return [
    {
      type: 'ReleasePublished',
      data: {
        cycle,
        release,
        content: without(content, dimensions),
        basis: Object.fromEntries(Object.entries(basis).filter(([figure]) => !dimensions.has(dimensionOf(figure)))),
        heldBack: [...dimensions].sort(),
      },
    },
  ];
};
