import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Mark } from '#libs/privacy';
import { GAP_PARTS } from '../projections/cohort.js';
import type { GapDimension, GapFigure, GapHeatMapAnswer } from './answers.js';
import { CohortReader } from './cohort-reader.js';
import { listMarks } from './marks.js';

/** Levels missing to the target, group by competency, from the self-rating at baseline. */
export class GapHeatMap extends Query<GapHeatMapAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly by: GapDimension,
  ) {
    super();
  }
}

type Sums = readonly number[] | undefined;
const ratedIn = (sums: Sums): number => sums?.[0] ?? 0;

const figure = (sums: Sums, mark: Mark | null, k: number): GapFigure => {
  const [n = 0, notRated = 0, withGap = 0, gapSum = 0, observedSum = 0] = sums ?? [];
  if (n === 0) return { n, notRated, notEstimable: 'no-observations' };
  if (mark !== null || n < k) return { n, notRated, withheld: n < k ? 'primary' : 'complementary' };
  return { n, notRated, meanGap: gapSum / n, shareWithGap: withGap / n, meanObserved: observedSum / n };
};

@QueryHandler(GapHeatMap)
export class GapHeatMapHandler implements IQueryHandler<GapHeatMap> {
  constructor(private readonly cohort: CohortReader) {}

  async execute({ tenant, cycle, by }: GapHeatMap): Promise<GapHeatMapAnswer> {
    const { head } = await this.cohort.cycle(tenant, cycle);
    const { k } = head;
    const rows = await this.cohort.gaps(tenant, cycle, by);
    const competencies = [...new Set(rows.flatMap((row) => Object.keys(row.competencies)))].sort((a, b) =>
      a.localeCompare(b, 'en', { numeric: true }),
    );
    const all = (competency: string): number[] =>
      rows.reduce<number[]>(
        (sum, row) => GAP_PARTS.map((_, at) => (sum[at] ?? 0) + (row.competencies[competency]?.[at] ?? 0)),
        [],
      );
    // Each competency adds up over the groups on its own: one table each.
    const marks = competencies.map((competency) =>
      listMarks(
        rows.map((row) => ratedIn(row.competencies[competency])),
        k,
      ),
    );
    return {
      ...head,
      by,
      competencies,
      all: competencies.map((competency, at) => figure(all(competency), marks[at]?.total ?? null, k)),
      rows: rows.map((row, index) => ({
        cell: row.cell,
        gaps: competencies.map((competency, at) => figure(row.competencies[competency], marks[at]?.cells[index] ?? null, k)),
      })),
    };
  }
}
