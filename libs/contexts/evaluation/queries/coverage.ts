import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DIMENSIONS, UNKNOWN, type BreakdownDimension, type CoverageAnswer, type CoverageGroup } from './answers.js';
import { CohortReader, type RegionalCodes } from './cohort-reader.js';
import { Coverages, type Population } from './population.js';
import type { PeopleTally } from './tallied.js';

/** Who was reached, against who there is and who was wanted: participants, never "the teachers of the country". */
export class Coverage extends Query<CoverageAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
  ) {
    super();
  }
}

type Axis = Exclude<BreakdownDimension, 'modality'>;
const AXES: readonly Axis[] = [...DIMENSIONS, 'regionalSector', 'isced'];
type Counts = Pick<CoverageGroup, 'invited' | 'reached' | 'trained'>;
const NOBODY: Counts = { invited: 0, reached: 0, trained: 0 };

const countsOf = (tally: PeopleTally): Counts => ({
  invited: tally['anyhow:invited'],
  reached: tally['anyhow:profile-seen'],
  trained: tally['anyhow:course-completed'],
});
const plus = (a: Counts, b: Counts): Counts => ({
  invited: a.invited + b.invited,
  reached: a.reached + b.reached,
  trained: a.trained + b.trained,
});

/** Cell → its people, under the axis' own codes or under those that countries share. */
const peopleBy = (tallies: readonly PeopleTally[], axis: Axis, regional: RegionalCodes): Map<string, Counts> => {
  const shared = axis === 'regionalSector' ? regional.sectors : axis === 'isced' ? regional.educationLevels : undefined;
  const by = axis === 'regionalSector' ? 'sector' : axis === 'isced' ? 'educationLevel' : axis;
  const cells = new Map<string, Counts>();
  for (const tally of tallies) {
    if (tally.by !== by) continue;
    const cell = shared ? (shared[tally.cell] ?? UNKNOWN) : tally.cell;
    cells.set(cell, plus(cells.get(cell) ?? NOBODY, countsOf(tally)));
  }
  return cells;
};

const share = (n: number | null, of: number | null): number | null => (n === null || of === null || of === 0 ? null : n / of);

const groupOf = (
  cell: string,
  counts: Counts,
  population: number | null,
  target: number | null,
  totals: { readonly reached: number; readonly population: number | null },
): CoverageGroup => ({
  cell,
  population,
  target,
  ...counts,
  coverage: share(counts.reached, population),
  shareOfReached: share(counts.reached, totals.reached),
  shareOfPopulation: share(population, totals.population),
});

@QueryHandler(Coverage)
export class CoverageHandler implements IQueryHandler<Coverage> {
  constructor(
    private readonly cohort: CohortReader,
    private readonly coverages: Coverages,
  ) {}

  async execute({ tenant, cycle }: Coverage): Promise<CoverageAnswer> {
    const { head, design, regional } = await this.cohort.cycle(tenant, cycle, 'coverage', 'reached', 'trained');
    const [tallies, population, targets] = await Promise.all([
      this.cohort.people(tenant, cycle, ['all', ...DIMENSIONS]),
      this.coverages.population(tenant),
      this.coverages.targets(tenant, cycle),
    ]);
    const all = tallies.find(({ by }) => by === 'all');
    const counts = all ? countsOf(all) : NOBODY;
    const totals = { reached: counts.reached, population: population?.eligible ?? null };
    const targetOf = (axis: Axis, cell: string): number | null => {
      if (axis === 'regionalSector') return targets.ofShared('reached', axis, codesOf(regional.sectors, cell));
      if (axis === 'isced') return targets.ofShared('reached', axis, codesOf(regional.educationLevels, cell));
      return targets.of('reached', axis, cell);
    };
    return {
      ...head,
      population: {
        asOf: population?.asOf ?? null,
        status: population?.status ?? null,
        note: population?.note ?? null,
        total: totals.population,
      },
      all: groupOf('all', counts, totals.population, targets.of('reached') ?? design.target ?? null, totals),
      by: Object.fromEntries(
        AXES.map((axis) => [axis, groups(axis, peopleBy(tallies, axis, regional), population, regional, targetOf, totals)]),
      ) as unknown as CoverageAnswer['by'],
    };
  }
}

const codesOf = (shared: Readonly<Record<string, string>>, code: string): string[] =>
  Object.keys(shared).filter((own) => shared[own] === code);

/** Also cells where somebody could take part and nobody does: they are what coverage is about. */
const groups = (
  axis: Axis,
  people: ReadonlyMap<string, Counts>,
  population: Population | undefined,
  regional: RegionalCodes,
  targetOf: (axis: Axis, cell: string) => number | null,
  totals: Parameters<typeof groupOf>[4],
): CoverageGroup[] => {
  const there = population?.by(axis, regional);
  return [...new Set([...people.keys(), ...(there?.keys() ?? [])])]
    .sort()
    .map((cell) => groupOf(cell, people.get(cell) ?? NOBODY, there?.get(cell) ?? null, targetOf(axis, cell), totals));
};
