import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Mark } from '#libs/privacy';
import { GAP_PARTS, gapAmounts, inStatistics, type Fact } from '../projections/cohort.js';
import type { GapTally } from '../projections/tallies.js';
import { UNKNOWN, type GapDimension, type GapFigure, type GapHeatMapAnswer } from './answers.js';
import { CohortReader, type RegionalCodes } from './cohort-reader.js';
import { listMarks } from './marks.js';
import { CohortPeople, cellIn } from './people.js';
import { shownShare } from './results.js';

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
  return { n, notRated, meanGap: gapSum / n, shareWithGap: shownShare(withGap, n, k), meanObserved: observedSum / n };
};

type Row = Pick<GapTally, 'cell' | 'competencies'>;
type Tallied = 'region' | 'sector' | 'educationLevel';
const TALLIED: readonly GapDimension[] = ['region', 'sector', 'educationLevel'] satisfies Tallied[];
/** Of which tallied dimension the shared codes are sums. */
const SUMMED: Readonly<Partial<Record<GapDimension, Tallied>>> = { isced: 'educationLevel', regionalSector: 'sector' };

const sumOf = (rows: readonly Row[], competency: string): number[] =>
  rows.reduce<number[]>((sum, row) => GAP_PARTS.map((_, at) => (sum[at] ?? 0) + (row.competencies[competency]?.[at] ?? 0)), []);

const byCell = (a: Row, b: Row): number => (a.cell < b.cell ? -1 : 1);

/** Rows added up under other names. */
const summedRows = (rows: readonly Row[], nameOf: (cell: string) => string): Row[] => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(nameOf(row.cell), [...(groups.get(nameOf(row.cell)) ?? []), row]);
  return [...groups]
    .map(([cell, own]) => ({
      cell,
      competencies: Object.fromEntries(
        [...new Set(own.flatMap((row) => Object.keys(row.competencies)))].map((one) => [one, sumOf(own, one)]),
      ),
    }))
    .sort(byCell);
};

@QueryHandler(GapHeatMap)
export class GapHeatMapHandler implements IQueryHandler<GapHeatMap> {
  constructor(
    private readonly cohort: CohortReader,
    private readonly people: CohortPeople,
  ) {}

  async execute({ tenant, cycle, by }: GapHeatMap): Promise<GapHeatMapAnswer> {
    const { head, regional } = await this.cohort.cycle(tenant, cycle, 'gap');
    const { k } = head;
    const { rows, shared } = await this.#rows(tenant, cycle, by, regional);
    const parts = shared?.parts ?? rows;
    const competencies = [...new Set(parts.flatMap((row) => Object.keys(row.competencies)))].sort((a, b) =>
      a.localeCompare(b, 'en', { numeric: true }),
    );
    // Each competency adds up over the groups on its own: one table each. Where the rows are sums of others that are shown elsewhere, or the other
    // way round, both hide the same.
    const marks = competencies.map((competency) => {
      const found = listMarks(
        parts.map((row) => ratedIn(row.competencies[competency])),
        k,
        shared?.of,
      );
      return { total: found.total, rows: by in SUMMED ? found.groups : found.cells };
    });
    return {
      ...head,
      by,
      competencies,
      all: competencies.map((competency, at) => figure(sumOf(parts, competency), marks[at]?.total ?? null, k)),
      rows: rows.map((row, index) => ({
        cell: row.cell,
        gaps: competencies.map((competency, at) => figure(row.competencies[competency], marks[at]?.rows[index] ?? null, k)),
      })),
    };
  }

  async #rows(
    tenant: string,
    cycle: string,
    by: GapDimension,
    regional: RegionalCodes,
  ): Promise<{ rows: readonly Row[]; shared?: { parts: readonly Row[]; of: readonly number[] } }> {
    const tallied = SUMMED[by] ?? (TALLIED.includes(by) ? (by as Tallied) : undefined);
    if (tallied === undefined) return { rows: await this.#counted(tenant, cycle, by, regional) };
    const parts = [...(await this.cohort.gaps(tenant, cycle, tallied))].sort(byCell);
    if (tallied === 'region') return { rows: parts };
    const codes = tallied === 'sector' ? regional.sectors : regional.educationLevels;
    const nameOf = (cell: string): string => codes[cell] ?? UNKNOWN;
    const groups = summedRows(parts, nameOf);
    const of = parts.map(({ cell }) => groups.findIndex((group) => group.cell === nameOf(cell)));
    return { rows: by in SUMMED ? groups : parts, shared: { parts, of } };
  }

  /** By what is not tallied: person by person. */
  async #counted(tenant: string, cycle: string, by: GapDimension, regional: RegionalCodes): Promise<readonly Row[]> {
    const [people, gaps] = await Promise.all([this.people.of(tenant, cycle), this.people.gaps(tenant, cycle)]);
    const cells = new Map(
      people.filter((person) => inStatistics(person as Fact)).map((person) => [person.teacher, cellIn(person, by, regional)]),
    );
    const rows = new Map<string, Record<string, number[]>>();
    for (const { teacher, gaps: own } of gaps) {
      const cell = cells.get(teacher);
      if (cell === undefined) continue;
      const competencies = rows.get(cell) ?? {};
      rows.set(cell, competencies);
      for (const [competency, gap] of Object.entries(own)) {
        const before = competencies[competency];
        competencies[competency] = gapAmounts(gap).map((amount, at) => (before?.[at] ?? 0) + amount);
      }
    }
    return [...rows].map(([cell, competencies]) => ({ cell, competencies })).sort(byCell);
  }
}
