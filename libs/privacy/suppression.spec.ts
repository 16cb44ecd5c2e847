import fc from 'fast-check';
import {
  heldBack,
  releasedShare,
  suppressList,
  suppressTable,
  tellsOfEverybody,
  type Counted,
  type List,
  type Mark,
  type Published,
  type Table,
} from './suppression.js';

const sum = (numbers: readonly number[]): number => numbers.reduce((before, n) => before + n, 0);
const counted = (n: number): Counted => ({ n });

const tableOf = (cells: readonly (readonly number[])[]): Table<Counted> => ({
  cells: cells.map((row) => row.map(counted)),
  rowTotals: cells.map((row) => counted(sum(row))),
  columnTotals: (cells[0] ?? []).map((_, c) => counted(sum(cells.map((row) => row[c] ?? 0)))),
  total: counted(sum(cells.flat())),
});
const listOf = (cells: readonly number[]): List<Counted> => ({ cells: cells.map(counted), total: counted(sum(cells)) });

const marks = (cells: readonly Published<Counted>[]): (Mark | null)[] => cells.map((cell) => cell.suppressed);
const everyCell = (table: Table<Published<Counted>>): Published<Counted>[] => [
  ...table.cells.flat(),
  ...table.rowTotals,
  ...table.columnTotals,
  table.total,
];

/** A sum that the reader knows: the numbers at `parts` add up to the number at `total`. */
interface Sum {
  readonly parts: readonly number[];
  readonly total: number;
}

const sumsOfTable = (rows: number, columns: number): Sum[] => {
  const all = Array.from({ length: rows * columns }, (_, index) => index);
  const rowTotal = (r: number) => rows * columns + r;
  const columnTotal = (c: number) => rows * columns + rows + c;
  const total = rows * columns + rows + columns;
  const rowIndexes = Array.from({ length: rows }, (_, r) => r);
  const columnIndexes = Array.from({ length: columns }, (_, c) => c);
  return [
    ...rowIndexes.map((r) => ({ parts: all.filter((index) => Math.floor(index / columns) === r), total: rowTotal(r) })),
    ...columnIndexes.map((c) => ({ parts: all.filter((index) => index % columns === c), total: columnTotal(c) })),
    { parts: rowIndexes.map(rowTotal), total },
    { parts: columnIndexes.map(columnTotal), total },
  ];
};

/**
 * Tries every table that the reader could think of: cells within what their marks say, totals as their parts add up. Knows nothing of how
 * cells were chosen. @returns the withheld numbers for which only one value is left
 */
const workedOut = (
  published: readonly Published<Counted>[],
  cells: number,
  sums: readonly Sum[],
  truth: readonly number[],
  k: number,
): number[] => {
  const seen = published.map(() => new Set<number>());
  const withheld = published.flatMap((cell, index) => (cell.suppressed === null ? [] : [index]));
  const values = [...truth];
  const settled = () => withheld.every((index) => (seen[index]?.size ?? 0) > 1);
  const fits = (): boolean => {
    for (const { parts, total } of sums) {
      const value = sum(parts.map((part) => values[part] ?? 0));
      if (published[total]?.suppressed === null && value !== truth[total]) return false;
      values[total] = value;
    }
    // A grand total is reached by two ways; both must agree, and every published total must hold.
    return sums.every(({ parts, total }) => sum(parts.map((part) => values[part] ?? 0)) === values[total]);
  };
  const open = withheld.filter((index) => index < cells);
  const visit = (at: number): void => {
    if (settled()) return;
    const index = open[at];
    if (index === undefined) {
      if (fits()) for (const each of withheld) seen[each]?.add(values[each] ?? 0);
      return;
    }
    const primary = published[index]?.suppressed === 'primary';
    const n = truth[index] ?? 0;
    const [least, most] = primary ? [1, k - 1] : [Math.max(k, n - 3), n + 3];
    for (let value = least; value <= most; value += 1) {
      values[index] = value;
      visit(at + 1);
    }
  };
  visit(0);
  return withheld.filter((index) => (seen[index]?.size ?? 0) < 2);
};

describe('suppression', () => {
  it('withholds all four cells of a two-by-two table with one small cell, and keeps the margins', () => {
    const published = suppressTable(
      tableOf([
        [40, 30],
        [6, 24],
      ]),
    );
    expect(published.cells.map(marks)).toEqual([
      ['complementary', 'complementary'],
      ['primary', 'complementary'],
    ]);
    expect(published.rowTotals).toEqual([
      { n: 70, suppressed: null },
      { n: 30, suppressed: null },
    ]);
    expect(published.columnTotals).toEqual([
      { n: 46, suppressed: null },
      { n: 54, suppressed: null },
    ]);
    expect(published.total).toEqual({ n: 100, suppressed: null });
  });

  it('leaves a table without small cells as it is', () => {
    const table = tableOf([
      [10, 0],
      [25, 300],
    ]);
    expect(suppressTable(table)).toEqual({
      cells: table.cells.map((row) => row.map((cell) => ({ ...cell, suppressed: null }))),
      rowTotals: table.rowTotals.map((cell) => ({ ...cell, suppressed: null })),
      columnTotals: table.columnTotals.map((cell) => ({ ...cell, suppressed: null })),
      total: { n: 335, suppressed: null },
    });
  });

  it('takes the next smallest cell of a list as the partner', () => {
    expect(marks(suppressList(listOf([40, 6, 15, 90])).cells)).toEqual([null, 'primary', 'complementary', null]);
  });

  it('never takes a zero as the partner: where nothing else is left the total goes', () => {
    const published = suppressList(listOf([0, 6, 0]));
    expect(marks(published.cells)).toEqual([null, 'primary', null]);
    expect(published.total).toEqual({ suppressed: 'complementary' });
  });

  it('does not leave a rest under k for the withheld together', () => {
    expect(marks(suppressList(listOf([3, 4, 50, 80])).cells)).toEqual(['primary', 'primary', 'complementary', null]);
  });

  it('sees through bounds: 1 and 10 beside a total of 11 can be nothing else', () => {
    const published = suppressList(listOf([1, 10]));
    expect(marks(published.cells)).toEqual(['primary', 'complementary']);
    expect(published.total).toEqual({ suppressed: 'complementary' });
  });

  it('sees through bounds: two cells under 10 that add up to 18 are 9 and 9', () => {
    const published = suppressList(listOf([9, 9, 70]));
    expect(marks(published.cells)).toEqual(['primary', 'primary', 'complementary']);
  });

  it('withholds everything that was measured together with the count', () => {
    const cell = (n: number) => ({ n, mean: n * 1.5, low: 1, high: 2 });
    const published = suppressList({ cells: [cell(6), cell(20), cell(74)], total: cell(100) });
    expect(published.cells[0]).toEqual({ suppressed: 'primary' });
    expect(published.cells[1]).toEqual({ suppressed: 'complementary' });
    expect(published.cells[2]).toEqual({ n: 74, mean: 111, low: 1, high: 2, suppressed: null });
  });

  it('keeps the counts, and nothing else, where counts may be seen', () => {
    const cell = (n: number) => ({ n, mean: 50 });
    const published = suppressList({ cells: [cell(6), cell(20), cell(74)], total: cell(100) }, { counts: 'shown' });
    expect(published.cells[0]).toEqual({ suppressed: 'primary', n: 6 });
    expect(published.cells[1]).toEqual({ suppressed: 'complementary', n: 20 });
  });

  it('withholds only the small ones where no total is shown', () => {
    expect(suppressList({ cells: [counted(6), counted(20)] })).toEqual({
      cells: [{ suppressed: 'primary' }, { n: 20, suppressed: null }],
    });
  });

  it('refuses tables that do not add up, and a k whose mark would tell the count', () => {
    expect(() => suppressList({ cells: [counted(5)], total: counted(6) })).toThrow(/add up to 5, not to 6/);
    expect(() => suppressTable({ ...tableOf([[1, 2]]), columnTotals: [counted(3)] })).toThrow(RangeError);
    expect(() => suppressList(listOf([-1, 2]))).toThrow(/no count/);
    expect(() => suppressList(listOf([5]), { k: 2 })).toThrow(/at least 3/);
  });

  const small = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 9 }));
  const tables = fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 3, max: 4 }))
    .chain(([rows, columns, k]) =>
      fc.record({
        k: fc.constant(k),
        cells: fc.array(fc.array(small, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
      }),
    );

  it('leaves no withheld number of a table to be worked out', () => {
    fc.assert(
      fc.property(tables, ({ k, cells }) => {
        const table = tableOf(cells);
        const published = everyCell(suppressTable(table, { k }));
        const truth = [...table.cells.flat(), ...table.rowTotals, ...table.columnTotals, table.total].map((cell) => cell.n);
        const columns = cells[0]?.length ?? 0;
        expect(workedOut(published, cells.length * columns, sumsOfTable(cells.length, columns), truth, k)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('leaves no withheld number of a list to be worked out', () => {
    fc.assert(
      fc.property(fc.array(small, { minLength: 1, maxLength: 5 }), fc.integer({ min: 3, max: 5 }), (cells, k) => {
        const { cells: parts, total } = suppressList(listOf(cells), { k });
        const published = [...parts, ...(total ? [total] : [])];
        const sums = [{ parts: cells.map((_, index) => index), total: cells.length }];
        expect(workedOut(published, cells.length, sums, [...cells, sum(cells)], k)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('leaves nothing to be worked out between sectors and the groups that sum them up', () => {
    // Municipal 40, SLEP 6 are the public schools: with 46 shown, 40 beside it would give the 6.
    const sectors = suppressList({
      ...listOf([40, 6, 80, 30]),
      groups: { of: [0, 0, 1, 2], totals: [counted(46), counted(80), counted(30)] },
    });
    expect(marks(sectors.cells)).toEqual(['complementary', 'primary', null, null]);
    expect(marks(sectors.groups?.totals ?? [])).toEqual([null, null, null]);
  });

  it('withholds a group that is one small sector, and another beside it', () => {
    const sectors = suppressList({
      ...listOf([40, 20, 6]),
      groups: { of: [0, 0, 1], totals: [counted(60), counted(6)] },
    });
    expect(sectors.cells[2]?.suppressed).toBe('primary');
    expect(marks(sectors.groups?.totals ?? [])).toEqual(['complementary', 'complementary']);
  });

  const grouped = tables.chain(({ k, cells }) =>
    fc.record({
      k: fc.constant(k),
      cells: fc.constant(cells),
      of: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: cells[0]?.length ?? 1, maxLength: cells[0]?.length ?? 1 }),
    }),
  );

  it('leaves no withheld number of a table with groups of columns to be worked out', () => {
    fc.assert(
      fc.property(grouped, ({ k, cells, of }) => {
        const plain = tableOf(cells);
        const totals = [0, 1].map((group) => counted(sum(plain.columnTotals.map(({ n }, c) => (of[c] === group ? n : 0)))));
        const { groups, ...found } = suppressTable({ ...plain, groups: { of, totals } }, { k });
        const published = [...everyCell(found), ...(groups?.totals ?? [])];
        const truth = [...plain.cells.flat(), ...plain.rowTotals, ...plain.columnTotals, plain.total, ...totals].map(
          ({ n }) => n,
        );
        const [rows, columns] = [cells.length, of.length];
        const total = rows * columns + rows + columns;
        const [byRow, byColumn] = [
          sumsOfTable(rows, columns).slice(0, rows),
          sumsOfTable(rows, columns).slice(rows, rows + columns),
        ];
        const ofGroups = [0, 1].map((group) => ({
          parts: of.flatMap((own, c) => (own === group ? [rows * columns + rows + c] : [])),
          total: total + 1 + group,
        }));
        const ends = [
          { parts: byRow.map((line) => line.total), total },
          { parts: ofGroups.map((line) => line.total), total },
        ];
        expect(workedOut(published, rows * columns, [...byRow, ...byColumn, ...ofGroups, ...ends], truth, k)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses groups that leave a part out or do not add up', () => {
    const list = listOf([10, 20]);
    expect(() => suppressList({ ...list, groups: { of: [0], totals: [counted(30)] } })).toThrow(/2 parts/);
    expect(() => suppressList({ ...list, groups: { of: [0, 1], totals: [counted(30)] } })).toThrow(/not there/);
    expect(() => suppressList({ ...list, groups: { of: [0, 0], totals: [counted(31)] } })).toThrow(/add up/);
  });

  it('shows no count under k, no rest under k beside a shown total, and marks exactly the small cells as primary', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        (cells) => {
          const published = suppressTable(tableOf(cells));
          for (const cell of everyCell(published)) {
            if (cell.suppressed === null) expect(cell.n === 0 || cell.n >= 10).toBe(true);
            else expect(Object.keys(cell)).toEqual(['suppressed']);
          }
          cells.forEach((row, r) => {
            row.forEach((n, c) => expect(published.cells[r]?.[c]?.suppressed === 'primary').toBe(n > 0 && n < 10));
            const rest = sum(row.filter((_, c) => published.cells[r]?.[c]?.suppressed !== null));
            if (published.rowTotals[r]?.suppressed === null) expect(rest === 0 || rest >= 10).toBe(true);
          });
          expect(suppressTable(tableOf(cells))).toEqual(published);
        },
      ),
    );
  });

  it('would be caught by the same reader if it withheld the small cells alone', () => {
    const published: Published<Counted>[] = [{ suppressed: 'primary' }, { n: 8, suppressed: null }, { n: 10, suppressed: null }];
    expect(workedOut(published, 2, [{ parts: [0, 1], total: 2 }], [2, 8, 10], 4)).toEqual([0]);
  });
});

describe('a share', () => {
  it('of all or of none tells of everybody where few are behind it', () => {
    expect([tellsOfEverybody(0, 12), tellsOfEverybody(12, 12), tellsOfEverybody(29, 29)]).toEqual([true, true, true]);
    expect([tellsOfEverybody(1, 12), tellsOfEverybody(0, 30), tellsOfEverybody(0, 0)]).toEqual([false, false, false]);
  });

  it('goes out coded at its ends, and not at all where few are behind it', () => {
    expect(releasedShare(3, 9)).toEqual({ suppressed: 'primary' });
    expect(releasedShare(20, 20)).toEqual({ suppressed: 'primary' });
    expect(releasedShare(1, 100)).toEqual({ coded: 'at-most', bound: 0.05 });
    expect(releasedShare(100, 100)).toEqual({ coded: 'at-least', bound: 0.95 });
    expect(releasedShare(5, 100)).toEqual({ share: 0.05, coded: null });
    expect(() => releasedShare(5, 4)).toThrow(/no share/);
  });
});

describe('two releases', () => {
  it('hold a cell back where the second would tell about the few who came or left', () => {
    const released = new Map([
      ['urban', 40],
      ['rural', 24],
      ['all', 64],
    ]);
    const next = new Map([
      ['urban', 55],
      ['rural', 26],
      ['all', 81],
      ['unknown', 3],
    ]);
    expect([...heldBack(released, next)]).toEqual(['rural']);
  });

  it('never let two shown counts of a cell differ by 1 to k − 1', () => {
    const counts = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(60));
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 3, max: 15 }), (first, second, k) => {
        const [released, next] = [new Map(Object.entries(first)), new Map(Object.entries(second))];
        const held = heldBack(released, next, { k });
        for (const [cell, n] of next) {
          const before = released.get(cell);
          if (held.has(cell) || before === undefined) continue;
          expect(n === before || Math.abs(n - before) >= k).toBe(true);
        }
      }),
    );
  });
});
