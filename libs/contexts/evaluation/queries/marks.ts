import { LRUCache } from 'lru-cache';
import { suppressList, suppressTable, type Mark, type Published } from '#libs/privacy';

/** What a table of people withholds of what was measured about them; their counts are shown. */
export interface TableMarks {
  readonly total: Mark | null;
  readonly rows: readonly (Mark | null)[];
  readonly columns: readonly (Mark | null)[];
  readonly cells: readonly (readonly (Mark | null)[])[];
  /** Of the sums of columns, where there are some. */
  readonly groups: readonly (Mark | null)[];
}

// Which cells are withheld follows from the counts alone, and the same counts are asked for at every read of a dashboard.
const remembered = new LRUCache<string, TableMarks>({ max: 500 });
const markOf = ({ suppressed }: Published<{ n: number }>): Mark | null => suppressed;
const sumOf = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);

const groupsFor = (of: readonly number[], counts: readonly number[]) => ({
  of,
  totals: Array.from({ length: Math.max(-1, ...of) + 1 }, (_, group) => ({
    n: sumOf(counts.filter((_, at) => of[at] === group)),
  })),
});

/**
 * @param counts by row and column
 * @param of which sum of columns each column belongs to; without, there are none
 */
export const tableMarks = (
  counts: readonly (readonly number[])[],
  columns: number,
  k: number,
  of: readonly number[] = [],
): TableMarks => {
  const key = `${k}:${columns}:${of.join()}:${counts.map((row) => row.join()).join(';')}`;
  const known = remembered.get(key);
  if (known) return known;
  const rowTotals = counts.map(sumOf);
  const columnTotals = Array.from({ length: columns }, (_, at) => sumOf(counts.map((row) => row[at] ?? 0)));
  const published = suppressTable(
    {
      cells: counts.map((row) => row.map((n) => ({ n }))),
      rowTotals: rowTotals.map((n) => ({ n })),
      columnTotals: columnTotals.map((n) => ({ n })),
      total: { n: sumOf(rowTotals) },
      groups: of.length > 0 ? groupsFor(of, columnTotals) : undefined,
    },
    { k, counts: 'shown' },
  );
  const marks: TableMarks = {
    total: markOf(published.total),
    rows: published.rowTotals.map(markOf),
    columns: published.columnTotals.map(markOf),
    cells: published.cells.map((row) => row.map(markOf)),
    groups: (published.groups?.totals ?? []).map(markOf),
  };
  remembered.set(key, marks);
  return marks;
};

export interface ListMarks {
  readonly total: Mark | null;
  readonly cells: readonly (Mark | null)[];
  readonly groups: readonly (Mark | null)[];
}

const rememberedLists = new LRUCache<string, ListMarks>({ max: 2_000 });

/** @param of which sum of cells each cell belongs to; without, there are none */
export const listMarks = (counts: readonly number[], k: number, of: readonly number[] = []): ListMarks => {
  const key = `${k}:${of.join()}:${counts.join()}`;
  const known = rememberedLists.get(key);
  if (known) return known;
  const published = suppressList(
    {
      cells: counts.map((n) => ({ n })),
      total: { n: sumOf(counts) },
      groups: of.length > 0 ? groupsFor(of, counts) : undefined,
    },
    { k, counts: 'shown' },
  );
  const marks: ListMarks = {
    total: published.total ? markOf(published.total) : null,
    cells: published.cells.map(markOf),
    groups: (published.groups?.totals ?? []).map(markOf),
  };
  rememberedLists.set(key, marks);
  return marks;
};
