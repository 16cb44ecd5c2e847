import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DIMENSIONS, type DashboardAnswer } from './answers.js';
import { CohortReader, analysisLabel } from './cohort-reader.js';
import { BREAKDOWN, breakdown, measureBreakdown } from './results.js';

/** A country's cycle on one page: who was reached and trained, what was measured before and after, what changed. */
export class Dashboard extends Query<DashboardAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
  ) {
    super();
  }
}

const DEFINITIONS = ['reached', 'trained', 'learning-gain', 'self-rating-change', 'g-av', 'class-gain'];

@QueryHandler(Dashboard)
export class DashboardHandler implements IQueryHandler<Dashboard> {
  constructor(private readonly cohort: CohortReader) {}

  async execute({ tenant, cycle }: Dashboard): Promise<DashboardAnswer> {
    const { head, design, regional } = await this.cohort.cycle(tenant, cycle, ...DEFINITIONS);
    const [people, schools, scales] = await Promise.all([
      this.cohort.people(tenant, cycle, ['all', ...DIMENSIONS]),
      this.cohort.schools(tenant, cycle),
      this.cohort.scales(tenant, design),
    ]);
    const measures = await Promise.all(
      scales.map(async (scale) =>
        measureBreakdown(breakdown(scale, await this.cohort.results(tenant, cycle, scale, BREAKDOWN), head.k, regional)),
      ),
    );
    const all = people.find((tally) => tally.by === 'all');
    const target = design.target ?? null;
    const against = (n: number) => ({ n, of: target, share: target === null ? null : n / target });
    return {
      ...head,
      title: design.title,
      status: design.status,
      stage: design.stage ?? null,
      target,
      invited: all?.['anyhow:invited'] ?? 0,
      reached: against(all?.['anyhow:profile-seen'] ?? 0),
      trained: against(all?.['anyhow:course-completed'] ?? 0),
      repeaters: all?.repeaters ?? 0,
      withdrawn: all?.withdrawn ?? 0,
      schools,
      people: Object.fromEntries(
        DIMENSIONS.map((dimension) => [
          dimension,
          people
            .filter((tally) => tally.by === dimension)
            .map((tally) => ({
              cell: tally.cell,
              invited: tally['anyhow:invited'],
              submitted: tally['anyhow:submitted'],
              reached: tally['anyhow:profile-seen'],
              trained: tally['anyhow:course-completed'],
            })),
        ]),
      ) as unknown as DashboardAnswer['people'],
      measures,
      plan: analysisLabel(design),
    };
  }
}
