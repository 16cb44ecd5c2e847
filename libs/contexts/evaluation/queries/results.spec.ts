import fc from 'fast-check';
import { CLUSTER_KEYS, RESULT_KEYS } from '../projections/cohort.js';
import type { GainFigure, ScoreFigure } from './answers.js';
import { breakdown } from './results.js';
import type { ResultTally } from './tallied.js';

const K = 10;
const PERCENT = { measure: 'test', scale: 'percent', minimum: 0, maximum: 100 } as const;

interface Cell {
  readonly pairs: number;
  readonly preOnly: number;
  readonly postOnly: number;
}

/** Tallies of a table of regions by sectors, as if everybody were from one level, place and gender. */
const talliesOf = (table: readonly (readonly Cell[])[]): ResultTally[] => {
  const tally = (by: string, cell: string, members: readonly Cell[]): ResultTally => {
    const total = (of: (one: Cell) => number) => members.reduce((sum, one) => sum + of(one), 0);
    const pairs = total((one) => one.pairs);
    const zeros = Object.fromEntries([...RESULT_KEYS, ...CLUSTER_KEYS].map((key) => [key, 0]));
    return {
      ...zeros,
      cycle: '2023',
      table: 't',
      by,
      cell,
      pairs,
      pre: pairs + total((one) => one.preOnly),
      post: pairs + total((one) => one.postOnly),
      // Each person a school of their own, each score a zero: only who is shown matters here.
      clusters: pairs,
      squaredSizes: pairs,
    } as unknown as ResultTally;
  };
  const rows = table.map((row, r) => tally('region', `r${r}`, row));
  const columns = (table[0] ?? []).map((_, c) =>
    tally(
      'sector',
      `c${c}`,
      table.map((row) => row[c] as Cell),
    ),
  );
  const all = table.flat();
  return [
    tally('all', 'all', all),
    ...rows,
    ...columns,
    ...['rurality', 'educationLevel', 'gender'].map((by) => tally(by, 'one', all)),
    ...table.flatMap((row, r) => row.map((cell, c) => tally('region-sector', `r${r}|c${c}`, [cell]))),
  ].filter(({ pre, post }) => pre + post > 0);
};

/** Below 2^26, so that products are exact. */
const PRIME = 67_108_859;
const inverse = (value: number): number => {
  let result = 1;
  for (let exponent = PRIME - 2, base = value % PRIME; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
};

/** What follows from sums that are known: whether another sum is a combination of them. */
class Known {
  readonly #rows: { pivot: number; row: number[] }[] = [];

  #reduced(vector: readonly number[]): number[] {
    const row = [...vector];
    for (const { pivot, row: known } of this.#rows) {
      const factor = row[pivot] ?? 0;
      if (factor === 0) continue;
      known.forEach((value, at) => (row[at] = ((((row[at] as number) - factor * value) % PRIME) + PRIME) % PRIME));
    }
    return row;
  }

  add(vector: readonly number[]): void {
    const row = this.#reduced(vector);
    const pivot = row.findIndex((value) => value !== 0);
    if (pivot < 0) return;
    const scale = inverse(row[pivot] as number);
    this.#rows.push({ pivot, row: row.map((value) => (value * scale) % PRIME) });
  }

  gives(vector: readonly number[]): boolean {
    return this.#reduced(vector).every((value) => value === 0);
  }
}

const isShown = (figure: GainFigure | ScoreFigure): boolean => 'mean' in figure;

describe('what is shown of results', () => {
  const count = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 40 }));
  const cell = fc.record({ pairs: count, preOnly: count, postOnly: fc.oneof(fc.constant(0), count) });
  const table = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    );

  it('never lets the sum of fewer than k people be worked out, whichever figures are combined', () => {
    fc.assert(
      fc.property(table, (cells) => {
        const tallies = talliesOf(cells);
        if (tallies.length === 0) return;
        const answer = breakdown(PERCENT, tallies, K);
        const columns = cells[0]?.length ?? 0;
        // Unknowns: of each cell the pairs' sums before and after, and the sums of those with one result only.
        const GROUPS = ['pairsPre', 'pairsPost', 'preOnly', 'postOnly'] as const;
        type Group = (typeof GROUPS)[number];
        const sizes = cells.flatMap((row) => row.flatMap(({ pairs, preOnly, postOnly }) => [pairs, pairs, preOnly, postOnly]));
        const sumOver = (inside: (r: number, c: number) => boolean, ...groups: Group[]): number[] =>
          cells.flatMap((row, r) =>
            row.flatMap((_, c) =>
              GROUPS.map((group, g) => {
                const at = (r * columns + c) * GROUPS.length + g;
                return inside(r, c) && groups.includes(group) && (sizes[at] ?? 0) > 0 ? 1 : 0;
              }),
            ),
          );
        const peopleIn = (vector: readonly number[]): number =>
          vector.reduce((sum, one, at) => (one === 1 ? sum + (sizes[at] ?? 0) : sum), 0);
        const known = new Known();
        const publish = (
          inside: (r: number, c: number) => boolean,
          { before, after, gain }: { before?: ScoreFigure; after?: ScoreFigure; gain: GainFigure },
        ): void => {
          if (before && isShown(before)) known.add(sumOver(inside, 'pairsPre', 'preOnly'));
          if (after && isShown(after)) known.add(sumOver(inside, 'pairsPost', 'postOnly'));
          if (!isShown(gain)) return;
          known.add(sumOver(inside, 'pairsPre'));
          known.add(sumOver(inside, 'pairsPost'));
        };
        const row = (cellName: string) => (r: number) => `r${r}` === cellName;
        const column = (cellName: string) => (_: number, c: number) => `c${c}` === cellName;
        publish(() => true, answer);
        for (const group of answer.by.region) publish(row(group.cell), group);
        for (const group of answer.by.sector) publish(column(group.cell), group);
        for (const dimension of ['rurality', 'educationLevel', 'gender'] as const) {
          for (const group of answer.by[dimension]) publish(() => true, group);
        }
        for (const { region, sector, gain } of answer.regionBySector) {
          publish((r, c) => `r${r}` === region && `c${c}` === sector, { gain });
        }
        const places: ((r: number, c: number) => boolean)[] = [
          () => true,
          ...cells.map((_, at) => (r: number) => r === at),
          ...(cells[0] ?? []).map((_, at) => (_r: number, c: number) => c === at),
          ...cells.flatMap((one, r) => one.map((_, c) => (otherR: number, otherC: number) => otherR === r && otherC === c)),
        ];
        const secrets: Group[][] = [
          ['pairsPre'],
          ['pairsPost'],
          ['preOnly'],
          ['postOnly'],
          ['pairsPre', 'preOnly'],
          ['pairsPost', 'postOnly'],
        ];
        for (const inside of places) {
          for (const groups of secrets) {
            const secret = sumOver(inside, ...groups);
            const people = peopleIn(secret);
            if (people > 0 && people < K) expect(known.gives(secret)).toBe(false);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is everything where every group is large', () => {
    const answer = breakdown(
      PERCENT,
      talliesOf([
        [
          { pairs: 20, preOnly: 15, postOnly: 0 },
          { pairs: 30, preOnly: 12, postOnly: 11 },
        ],
      ]),
      K,
    );
    expect([answer.before, answer.after, answer.gain].every(isShown)).toBe(true);
    expect(answer.by.sector.every(({ before, after, gain }) => [before, after, gain].every(isShown))).toBe(true);
  });

  it('is the mean before, also while only few have come to the final test', () => {
    const answer = breakdown(PERCENT, talliesOf([[{ pairs: 3, preOnly: 60, postOnly: 0 }]]), K);
    expect(isShown(answer.before)).toBe(true);
    expect(answer.gain).toMatchObject({ withheld: 'primary' });
    expect(answer.after).toMatchObject({ withheld: 'primary' });
  });
});
