import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { PEOPLE_KEYS } from '../projections/cohort.js';
import { STEPS, UNKNOWN, type Crossing, type Dimension, type FunnelAnswer, type FunnelCounts } from './answers.js';
import { CohortReader, type RegionalCodes } from './cohort-reader.js';
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

export const funnelCounts = (tally: PeopleTally | undefined): FunnelCounts => {
  const through = STEPS.map((step) => tally?.[`through:${step}`] ?? 0);
  return {
    steps: STEPS.map((step, at) => {
      const n = through[at] ?? 0;
      const previous = at === 0 ? undefined : through[at - 1];
      return {
        step,
        n,
        anyhow: tally?.[`anyhow:${step}`] ?? 0,
        ofPrevious: previous === undefined ? null : ratio(n, previous),
        ofFirst: ratio(n, through[0] ?? 0),
      };
    }),
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

@QueryHandler(Funnel)
export class FunnelHandler implements IQueryHandler<Funnel> {
  constructor(private readonly cohort: CohortReader) {}

  async execute({ tenant, cycle, by, codes }: Funnel): Promise<FunnelAnswer> {
    const { head, regional } = await this.cohort.cycle(tenant, cycle, 'funnel');
    const tallied = await this.cohort.people(tenant, cycle, by ? ['all', by] : ['all']);
    const tallies = codes === 'regional' ? recoded(tallied, regional) : tallied;
    return {
      ...head,
      all: funnelCounts(tallies.find((tally) => tally.by === 'all')),
      by,
      codes,
      groups: tallies
        .filter((tally) => tally.by === by)
        .map((tally) => ({ cell: by?.includes('-') ? tally.cell.split('|') : [tally.cell], ...funnelCounts(tally) })),
    };
  }
}
