/**
 * Small cells and what would give them away.
 *
 * A table's cells and totals hang together by sums. Whoever reads the published part knows those sums, that a `primary` cell is between 1 and k − 1,
 * and that a `complementary` cell inside the table is at least k. Cells are withheld until that reader can work out none of the withheld
 * ones, and no published total leaves a rest under k for the withheld cells of its line.
 */
export type Mark = 'primary' | 'complementary';

/** `n` decides; every other member (a mean, an interval) is withheld together with it. */
export interface Counted {
  readonly n: number;
}

/** A cell as it may be shown. A withheld one carries its mark and nothing else, or its count where counts may be seen. */
export type Published<Cell extends Counted> =
  (Cell & { readonly suppressed: null }) | { readonly suppressed: Mark; readonly n?: number };

export interface SuppressionOptions {
  /** Smallest count that is shown; 10 unless told, 3 at least (under 3 a mark alone would say the count). */
  readonly k?: number;
  /** `shown` inside a country, where counts of people are seen by role and only what was measured about them is withheld. `withheld` unless told. */
  readonly counts?: 'withheld' | 'shown';
}

export interface Table<Cell> {
  /** One array a row, all of the same length. */
  readonly cells: readonly (readonly Cell[])[];
  readonly rowTotals: readonly Cell[];
  readonly columnTotals: readonly Cell[];
  readonly total: Cell;
  /** Sums of columns that are shown too (sectors by the codes that countries share); each column belongs to one. */
  readonly groups?: Groups<Cell>;
}

/** Sums between the parts and the total. */
export interface Groups<Cell> {
  /** Which of the sums each part belongs to, in the order of the parts. */
  readonly of: readonly number[];
  readonly totals: readonly Cell[];
}

export interface List<Cell> {
  readonly cells: readonly Cell[];
  /** Absent only if it is shown nowhere. */
  readonly total?: Cell;
  /** Only with a total. */
  readonly groups?: Groups<Cell>;
}

type Kind = 'cell' | 'margin' | 'total';
const RANK: Readonly<Record<Kind, number>> = { cell: 0, margin: 1, total: 2 };

/**
 * A number of the table, as an arc between the sums it stands in: +1 in the sum `to`, −1 in the sum `from`. Every number stands in at most
 * two sums, with opposite signs once the sums are signed well, so the table is a network: what the reader cannot tell apart are the
 * circulations in it.
 */
interface Variable {
  readonly n: number;
  readonly kind: Kind;
  readonly from: number;
  readonly to: number;
  mark: Mark | null;
}

/** A sum: the parts and the total that they add up to. */
interface Line {
  readonly parts: readonly Variable[];
  readonly total: Variable;
}

interface Network {
  readonly variables: readonly Variable[];
  readonly lines: readonly Line[];
  readonly nodes: number;
}

const DEFAULT_K = 10;

/** Withheld first where the count is smallest; inside the table before its margins; ties by place, so that the outcome repeats. */
const cheapest = (candidates: readonly Variable[]): Variable | undefined => {
  let best: Variable | undefined;
  for (const candidate of candidates) {
    // A zero is known to be one: it protects nobody.
    if (candidate.mark !== null || candidate.n === 0) continue;
    if (!best || RANK[candidate.kind] < RANK[best.kind] || (candidate.kind === best.kind && candidate.n < best.n))
      best = candidate;
  }
  return best;
};

const members = (line: Line): Variable[] => [...line.parts, line.total];

/** One more cell where a line leaves its only withheld member, or too small a rest, to subtraction. */
const openLine = (line: Line, k: number): Variable | undefined => {
  const withheld = members(line).filter((member) => member.mark !== null);
  if (withheld.length === 0) return undefined;
  if (withheld.length === 1) return cheapest(members(line));
  if (line.total.mark !== null) return undefined;
  const rest = line.parts.reduce((sum, part) => (part.mark === null ? sum : sum + part.n), 0);
  return rest < k ? cheapest(members(line)) : undefined;
};

/** What a reader knows of a withheld number. A withheld total may be of any size: its mark never says "under k", which would bound its parts. */
const known = (variable: Variable, k: number): { least: number; most: number } => {
  if (variable.kind !== 'cell') return { least: 1, most: Infinity };
  return variable.mark === 'primary' ? { least: 1, most: k - 1 } : { least: k, most: Infinity };
};

/** Whether some other table with the same published part has another number here: a cycle of changes by one through this arc. */
const isOpenToDoubt = (target: Variable, { variables, nodes }: Network, k: number): boolean => {
  const next: number[][] = Array.from({ length: nodes }, () => []);
  for (const variable of variables) {
    if (variable === target || variable.mark === null) continue;
    const { least, most } = known(variable, k);
    if (variable.n < most) next[variable.from]?.push(variable.to);
    if (variable.n > least) next[variable.to]?.push(variable.from);
  }
  const leadsTo = (start: number, end: number): boolean => {
    const seen = new Set([start]);
    const queue = [start];
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      if (node === end) return true;
      for (const neighbour of next[node] ?? []) {
        if (seen.has(neighbour)) continue;
        seen.add(neighbour);
        queue.push(neighbour);
      }
    }
    return false;
  };
  const { least, most } = known(target, k);
  return (target.n < most && leadsTo(target.to, target.from)) || (target.n > least && leadsTo(target.from, target.to));
};

/** Withholds until nothing withheld can be worked out. Ends at the latest when all but the zeros are withheld. */
const withhold = (network: Network, k: number): void => {
  const { variables, lines } = network;
  for (const variable of variables) {
    if (variable.n > 0 && variable.n < k) variable.mark = variable.kind === 'cell' ? 'primary' : 'complementary';
  }
  const byLines = (): boolean => {
    let changed = false;
    for (const line of lines) {
      const partner = openLine(line, k);
      if (!partner) continue;
      partner.mark = 'complementary';
      changed = true;
    }
    return changed;
  };
  const byAudit = (): boolean => {
    const told = variables.find((variable) => variable.mark !== null && !isOpenToDoubt(variable, network, k));
    if (!told) return false;
    const beside = lines.filter((line) => members(line).includes(told)).flatMap(members);
    const partner = cheapest(beside) ?? cheapest(variables);
    if (!partner) return false;
    partner.mark = 'complementary';
    return true;
  };
  while (byLines() || byAudit());
};

const kOf = (options: SuppressionOptions): number => {
  const k = options.k ?? DEFAULT_K;
  if (!Number.isInteger(k) || k < 3) throw new RangeError(`k is ${k}, it must be a whole number of at least 3`);
  return k;
};

const checkCount = (n: number): number => {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`${n} is no count`);
  return n;
};

const checkSums = (lines: readonly Line[]): void => {
  for (const { parts, total } of lines) {
    const sum = parts.reduce((before, part) => before + part.n, 0);
    if (sum !== total.n)
      throw new RangeError(`the parts of a total add up to ${sum}, not to ${total.n}: show what is missing as a part of its own`);
  }
};

/** The sums that stand between parts and their total, each an arc from its own sum into the one above, and a line. */
const groupsOf = (
  groups: Groups<Counted>,
  parts: readonly Variable[],
  arc: (cell: Counted, group: number) => Variable,
): { variables: Variable[]; lines: Line[] } => {
  if (groups.of.length !== parts.length) throw new RangeError(`${parts.length} parts, but ${groups.of.length} places in groups`);
  if (groups.of.some((group) => groups.totals[group] === undefined))
    throw new RangeError('a part is in a group that is not there');
  const variables = groups.totals.map(arc);
  return {
    variables,
    lines: variables.map((total, group) => ({ parts: parts.filter((_, at) => groups.of[at] === group), total })),
  };
};

const publish = <Cell extends Counted>(cell: Cell, variable: Variable, options: SuppressionOptions): Published<Cell> => {
  if (variable.mark === null) return { ...cell, suppressed: null };
  return options.counts === 'shown' ? { suppressed: variable.mark, n: cell.n } : { suppressed: variable.mark };
};

/**
 * A table of two dimensions with its margins and its grand total.
 * @throws RangeError where rows differ in length, a count is none, or margins are not the sums of their parts
 */
export const suppressTable = <Cell extends Counted>(
  table: Table<Cell>,
  options: SuppressionOptions = {},
): Table<Published<Cell>> => {
  const k = kOf(options);
  const { groups } = table;
  const rows = table.cells.length;
  const columns = table.columnTotals.length;
  if (table.rowTotals.length !== rows) throw new RangeError(`${rows} rows, but ${table.rowTotals.length} totals of rows`);
  if (table.cells.some((row) => row.length !== columns))
    throw new RangeError(`a row has not ${columns} cells, one for each total of a column`);
  // Sums: the rows, the columns (counted with the opposite sign), the column of row totals, the row of column totals (opposite again).
  const rowTotalsSum = rows + columns;
  const columnTotalsSum = rowTotalsSum + 1;
  // Where columns are summed up in groups, a column's total stands in its group's sum, and the group's in the row of column totals.
  const sumOfColumn = (c: number): number => (groups ? columnTotalsSum + 1 + (groups.of[c] ?? 0) : columnTotalsSum);
  const sumOfGroup = (g: number): number => columnTotalsSum + 1 + g;
  const make = (cell: Counted, kind: Kind, from: number, to: number): Variable => ({
    n: checkCount(cell.n),
    kind,
    from,
    to,
    mark: null,
  });
  const cells = table.cells.map((row, r) => row.map((cell, c) => make(cell, 'cell', rows + c, r)));
  const rowTotals = table.rowTotals.map((cell, r) => make(cell, 'margin', r, rowTotalsSum));
  const columnTotals = table.columnTotals.map((cell, c) => make(cell, 'margin', sumOfColumn(c), rows + c));
  const grouped = groups && groupsOf(groups, columnTotals, (cell, g) => make(cell, 'margin', columnTotalsSum, sumOfGroup(g)));
  const total = make(table.total, 'total', rowTotalsSum, columnTotalsSum);
  const lines: Line[] = [
    ...cells.map((parts, r) => ({ parts, total: rowTotals[r] as Variable })),
    ...columnTotals.map((sum, c) => ({ parts: cells.map((row) => row[c] as Variable), total: sum })),
    { parts: rowTotals, total },
    ...(grouped?.lines ?? []),
    { parts: grouped?.variables ?? columnTotals, total },
  ];
  checkSums(lines);
  withhold(
    {
      variables: [...cells.flat(), ...rowTotals, ...columnTotals, ...(grouped?.variables ?? []), total],
      lines,
      nodes: columnTotalsSum + 1 + (groups?.totals.length ?? 0),
    },
    k,
  );
  return {
    cells: table.cells.map((row, r) => row.map((cell, c) => publish(cell, cells[r]?.[c] as Variable, options))),
    rowTotals: table.rowTotals.map((cell, r) => publish(cell, rowTotals[r] as Variable, options)),
    columnTotals: table.columnTotals.map((cell, c) => publish(cell, columnTotals[c] as Variable, options)),
    total: publish(table.total, total, options),
    ...(groups && grouped ? { groups: publishGroups(groups, grouped.variables, options) } : {}),
  };
};

const publishGroups = <Cell extends Counted>(
  { of, totals }: Groups<Cell>,
  variables: readonly Variable[],
  options: SuppressionOptions,
): Groups<Published<Cell>> => ({
  of,
  totals: totals.map((cell, g) => publish(cell, variables[g] as Variable, options)),
});

/**
 * A list of cells, with the total they add up to if it is shown anywhere.
 * @throws RangeError where a count is none, or the total is not the sum
 */
export const suppressList = <Cell extends Counted>(list: List<Cell>, options: SuppressionOptions = {}): List<Published<Cell>> => {
  const k = kOf(options);
  const { groups } = list;
  // Node 0 is the sum, 1 the ground that the other end of every arc stands on; the sums of groups come behind.
  const sumOf = (at: number): number => (groups ? 2 + (groups.of[at] ?? 0) : 0);
  const cells = list.cells.map((cell, at): Variable => ({
    n: checkCount(cell.n),
    kind: 'cell',
    from: 1,
    to: sumOf(at),
    mark: null,
  }));
  if (!list.total) {
    for (const cell of cells) if (cell.n > 0 && cell.n < k) cell.mark = 'primary';
    return { cells: list.cells.map((cell, index) => publish(cell, cells[index] as Variable, options)) };
  }
  const total: Variable = { n: checkCount(list.total.n), kind: 'total', from: 0, to: 1, mark: null };
  const grouped =
    groups &&
    groupsOf(groups, cells, (cell, g): Variable => ({ n: checkCount(cell.n), kind: 'margin', from: 2 + g, to: 0, mark: null }));
  const lines: Line[] = [...(grouped?.lines ?? []), { parts: grouped?.variables ?? cells, total }];
  checkSums(lines);
  withhold({ variables: [...cells, ...(grouped?.variables ?? []), total], lines, nodes: 2 + (groups?.totals.length ?? 0) }, k);
  return {
    cells: list.cells.map((cell, index) => publish(cell, cells[index] as Variable, options)),
    total: publish(list.total, total, options),
    ...(groups && grouped ? { groups: publishGroups(groups, grouped.variables, options) } : {}),
  };
};

// ── shares, and what goes out twice ─────────────────────────────────────────────────────────────────────────────────────

/** Under this many times `k`, "all of them" and "none of them" say what each one did. */
const SMALL = 3;

/** Whether a share tells about every single one of a small group: 0 % or 100 % of fewer than three times k. */
export const tellsOfEverybody = (count: number, of: number, k = DEFAULT_K): boolean =>
  of > 0 && of < SMALL * k && (count === 0 || count === of);

/** A share as it goes to the outside: withheld, coded at its end, or itself. */
export type ReleasedShare =
  | { readonly share: number; readonly coded: null }
  | { readonly coded: 'at-most' | 'at-least'; readonly bound: number }
  | { readonly suppressed: Mark };

/** For releases: nothing of fewer than k, no 0 % or 100 % of a small group, and shares beyond 5 and 95 % only as "at most" and "at least". */
export const releasedShare = (count: number, of: number, options: SuppressionOptions = {}): ReleasedShare => {
  const k = kOf(options);
  checkCount(count);
  checkCount(of);
  if (count > of) throw new RangeError(`${count} of ${of} is no share`);
  if (of < k || tellsOfEverybody(count, of, k)) return { suppressed: 'primary' };
  const share = count / of;
  if (share < 0.05) return { coded: 'at-most', bound: 0.05 };
  if (share > 0.95) return { coded: 'at-least', bound: 0.95 };
  return { share, coded: null };
};

/**
 * Which cells of a new release have to wait for the next one: those whose count differs from the last release's by fewer than k, since the two
 * together would tell about the few who came or left. A cell that has not changed at all tells nothing new.
 * @param released cell → n as it was released; a cell that was withheld or not there is absent
 */
export const heldBack = (
  released: ReadonlyMap<string, number>,
  next: ReadonlyMap<string, number>,
  options: SuppressionOptions = {},
): ReadonlySet<string> => {
  const k = kOf(options);
  const held = new Set<string>();
  for (const [cell, n] of next) {
    const before = released.get(cell);
    const difference = before === undefined ? 0 : Math.abs(checkCount(n) - before);
    if (difference > 0 && difference < k) held.add(cell);
  }
  return held;
};
