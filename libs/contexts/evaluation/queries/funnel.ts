import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { PEOPLE_KEYS } from '../projections/cohort.js';
import {
  STEPS,
  UNKNOWN,
  type Crossing,
  type Dimension,
  type FunnelAnswer,
  type FunnelCounts,
  type FunnelStep,
  type Ratio,
} from './answers.js';
import { CohortReader, type RegionalCodes } from './cohort-reader.js';
import { Coverages } from './population.js';
import { ratio } from './results.js';
import type { PeopleTally } from './tallied.js';

/** How many went how far, each step against the one before and against the first. Counts of people; nothing is withheld. */
export class Funnel extends Query<FunnelAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly by: Dimension | Crossing | null,
    readonly codes: FunnelAnswer['codes'] = 'country',
  ) {
    super();
  }
}

/** Who could take part and whether somebody is certified; neither is told by what people did. */
interface Ends {
  readonly eligible: number | null;
  readonly certifies: boolean;
}

/** Those invited are nobody's sample of the eligible, and more may be invited than were counted: a share, no limits. */
const shareOf = (n: number, of: number): Ratio => ({ n, of, share: of === 0 ? null : n / of, low: null, high: null });

export const funnelCounts = (tally: PeopleTally | undefined, { eligible, certifies }: Ends): FunnelCounts => {
  const through = STEPS.map((step) => tally?.[`through:${step}`] ?? 0);
  const taken = STEPS.map((step, at): FunnelStep => {
    if (step === 'certified' && !certifies) return { step, n: null, anyhow: null, ofPrevious: null, ofFirst: null };
    const n = through[at] ?? 0;
    return {
      step,
      n,
      anyhow: tally?.[`anyhow:${step}`] ?? 0,
      ofPrevious: at > 0 ? ratio(n, through[at - 1] ?? 0) : eligible === null ? null : shareOf(n, eligible),
      ofFirst: ratio(n, through[0] ?? 0),
    };
  });
  return {
    steps: [{ step: 'eligible', n: eligible, anyhow: eligible, ofPrevious: null, ofFirst: null }, ...taken],
    waitlisted: tally?.waitlisted ?? 0,
    waitlistedFinalTest: tally?.waitlistedFinalTest ?? 0,
    withdrawn: tally?.withdrawn ?? 0,
    withoutStatistics: tally?.withoutStatistics ?? 0,
    erased: tally?.erased ?? 0,
    late: tally?.late ?? 0,
    repeaters: tally?.repeaters ?? 0,
  };
};

/** The same people under the codes that countries share: counts add up. */
const recoded = (tallies: readonly PeopleTally[], regional: RegionalCodes): PeopleTally[] => {
  const groups = new Map<string, Record<string, string | number>>();
  for (const tally of tallies) {
    const [first = UNKNOWN, ...others] = tally.cell.split('|');
    const shared = (codes: Readonly<Record<string, string>>, code: string) => codes[code] ?? UNKNOWN;
    const cell =
      tally.by === 'educationLevel'
        ? shared(regional.educationLevels, first)
        : tally.by === 'sector' || tally.by === 'sector-rurality-gender'
          ? [shared(regional.sectors, first), ...others].join('|')
          : tally.by === 'region-sector'
            ? [first, ...others.map((sector) => shared(regional.sectors, sector))].join('|')
            : tally.cell;
    const key = `${tally.by}=${cell}`;
    const known = groups.get(key);
    if (!known) groups.set(key, { ...tally, cell });
    else for (const name of PEOPLE_KEYS) known[name] = Number(known[name]) + tally[name];
  }
  return ([...groups.values()] as unknown as PeopleTally[]).sort((a, b) => (a.cell < b.cell ? -1 : 1));
};

/** The axes of a population that answer to the groups asked for. */
const axesOf = (by: Dimension | Crossing, codes: FunnelAnswer['codes']): ('regionalSector' | 'isced' | Dimension)[] =>
  (by.split('-') as Dimension[]).map((axis) =>
    codes === 'country' ? axis : axis === 'sector' ? 'regionalSector' : axis === 'educationLevel' ? 'isced' : axis,
  );

@QueryHandler(Funnel)
export class FunnelHandler implements IQueryHandler<Funnel> {
  constructor(
    private readonly cohort: CohortReader,
    private readonly coverages: Coverages,
  ) {}

  async execute({ tenant, cycle, by, codes }: Funnel): Promise<FunnelAnswer> {
    const { head, design, regional } = await this.cohort.cycle(tenant, cycle, 'funnel', 'certified');
    const population = await this.coverages.population(tenant);
    const certifies = design.certification !== undefined;
    const there = by ? population?.byAll(axesOf(by, codes), regional) : undefined;
    const tallied = await this.cohort.people(tenant, cycle, by ? ['all', by] : ['all']);
    const tallies = codes === 'regional' ? recoded(tallied, regional) : tallied;
    return {
      ...head,
      all: funnelCounts(
        tallies.find((tally) => tally.by === 'all'),
        { eligible: population?.eligible ?? null, certifies },
      ),
      by,
      codes,
      groups: tallies
        .filter((tally) => tally.by === by)
        .map((tally) => ({
          cell: by?.includes('-') ? tally.cell.split('|') : [tally.cell],
          ...funnelCounts(tally, { eligible: there ? (there.get(tally.cell) ?? 0) : null, certifies }),
        })),
      population: population ? { asOf: population.asOf, status: population.status } : null,
      certification: design.certification ?? null,
    };
  }
}
