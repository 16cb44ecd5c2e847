import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { STEPS, type Crossing, type Dimension, type FunnelAnswer, type FunnelCounts } from './answers.js';
import { CohortReader } from './cohort-reader.js';
import { ratio } from './results.js';
import type { PeopleTally } from './tallied.js';

/** How many went how far, each step against the one before and against the first. Counts of people; nothing is withheld. */
export class Funnel extends Query<FunnelAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly by: Dimension | Crossing | null,
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

@QueryHandler(Funnel)
export class FunnelHandler implements IQueryHandler<Funnel> {
  constructor(private readonly cohort: CohortReader) {}

  async execute({ tenant, cycle, by }: Funnel): Promise<FunnelAnswer> {
    const { head } = await this.cohort.cycle(tenant, cycle);
    const tallies = await this.cohort.people(tenant, cycle, by ? ['all', by] : ['all']);
    return {
      ...head,
      all: funnelCounts(tallies.find((tally) => tally.by === 'all')),
      by,
      groups: tallies
        .filter((tally) => tally.by === by)
        .map((tally) => ({ cell: by?.includes('-') ? tally.cell.split('|') : [tally.cell], ...funnelCounts(tally) })),
    };
  }
}
