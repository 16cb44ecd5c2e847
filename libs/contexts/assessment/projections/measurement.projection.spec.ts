import fc from 'fast-check';
import { alphaFromSums, cronbachAlpha } from '#libs/indicators';
import type { FoldableEvent } from '#libs/kernel';
import type { Change, View } from '#libs/projecting';
import type { Document } from '#libs/read-store';
import { ITEM_TALLIES, measurementProjection, SHEETS, THEN_NOW, type ItemTally } from './measurement.projection.js';

class Documents implements View {
  readonly all = new Map<string, string>();
  #settled = new Map<string, string>();
  /** As when the projector commits. */
  settle(): void {
    const sheets = (all: ReadonlyMap<string, string>) => new Map([...all].filter(([key]) => key.startsWith(`${SHEETS} `)));
    const now = sheets(this.all);
    const changed = new Map<string, Change>();
    for (const key of new Set([...now.keys(), ...this.#settled.keys()])) {
      const [before, after] = [this.#settled.get(key), now.get(key)].map((text) =>
        text === undefined ? undefined : (JSON.parse(text) as Document),
      );
      if (this.#settled.get(key) !== now.get(key)) changed.set(key.slice(SHEETS.length + 1), { before, after });
    }
    measurementProjection.settlement?.settle(new Map([[SHEETS, changed]]), this);
    this.#settled = now;
  }
  get<T extends object>(collection: string, id: string): T | undefined {
    const text = this.all.get(`${collection} ${id}`);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }
  put(collection: string, id: string, document: object): void {
    this.all.set(`${collection} ${id}`, JSON.stringify(document));
  }
  delete(collection: string, id: string): void {
    this.all.delete(`${collection} ${id}`);
  }
  of(...collections: string[]): Record<string, unknown> {
    const kept = [...this.all].filter(([key]) => collections.some((collection) => key.startsWith(`${collection} `)));
    return Object.fromEntries(kept.sort().map(([key, text]) => [key, JSON.parse(text) as unknown]));
  }
}

interface Happening {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
/** @param batch so many happenings are settled together; all of them unless told */
const fold = (happenings: readonly Happening[], batch = Infinity): Documents => {
  const view = new Documents();
  const published: Happening = {
    type: 'InstrumentVersionPublished',
    data: { instrument: 'rating', version: 1, items: ITEMS.map(({ id, dimension }) => ({ id, dimension })) },
  };
  let waiting = 0;
  for (const { type, data } of [published, ...happenings]) {
    measurementProjection.on[type]?.(
      { type, data, metadata: { cycle: '2023' } } as unknown as FoldableEvent<string, never>,
      view,
    );
    if ((waiting += 1) < batch) continue;
    view.settle();
    waiting = 0;
  }
  view.settle();
  return view;
};

const ITEMS = [
  { id: 'i1', dimension: '1' },
  { id: 'i2', dimension: '1' },
  { id: 'i3', dimension: '2' },
];
const consents = (teacher: string, purposes = ['take-part', 'programme-statistics']): Happening => ({
  type: 'ConsentGiven',
  data: { teacher, purposes },
});
const scored = (teacher: string, marks: readonly (number | null)[], occasion = 'baseline', again = false): Happening => ({
  type: again ? 'AttemptRescored' : 'AttemptScored',
  data: {
    teacher,
    instrument: 'rating',
    version: 1,
    measure: 'self-rating',
    occasion,
    marks,
    byDimension: { 1: { score: marks[0] === null ? null : 100 * (marks[0] ?? 0) }, 2: { score: 100 * (marks[2] ?? 0) } },
  },
});

const mark = fc.option(fc.integer({ min: 0, max: 5 }), { freq: 6 });
const sheet = fc.tuple(mark, mark, mark);

describe('the tallies of measurement', () => {
  it('give the α of the answers, leaving out who left an item of the dimension out', () => {
    fc.assert(
      fc.property(fc.array(sheet, { minLength: 1, maxLength: 30 }), (rows) => {
        const view = fold(rows.flatMap((marks, at) => [consents(`t${at}`), scored(`t${at}`, marks)]));
        const tally = view.get<ItemTally>(ITEM_TALLIES, '2023|rating@1|baseline');
        const { n = 0, total = 0, totalSquares = 0, items = [] } = tally?.dimensions['1'] ?? {};
        const sums = { n, total, totalSquares, items: items.map(([sum, squares, product]) => ({ sum, squares, product })) };
        const fromTally = alphaFromSums(sums, rows.length - n);
        const fromRows = cronbachAlpha(rows.map(([a, b]) => [a ?? undefined, b ?? undefined]));
        expect(fromTally.estimable).toBe(fromRows.estimable);
        if (fromTally.estimable && fromRows.estimable) expect(fromTally.value).toBeCloseTo(fromRows.value, 9);
      }),
      { numRuns: 150 },
    );
  });

  it('are the same in whatever order people come, and what a teacher gave last is all that counts', () => {
    const person = fc.record({
      first: sheet,
      then: fc.option(sheet),
      last: fc.option(sheet),
      again: fc.option(sheet),
      statistics: fc.boolean(),
      leaves: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 8 }),
        fc.integer(),
        fc.integer({ min: 1, max: 9 }),
        (people, seed, batch) => {
          const lives = people.map(({ first, then, last, again, statistics, leaves }, at) => {
            const teacher = `t${at}`;
            return [
              consents(teacher, statistics ? undefined : ['take-part']),
              scored(teacher, first),
              ...(last ? [scored(teacher, last, 'final')] : []),
              ...(then ? [scored(teacher, then, 'retrospective')] : []),
              ...(again ? [scored(teacher, again, 'baseline', true)] : []),
              ...(leaves ? [{ type: 'ConsentWithdrawn', data: { teacher, purposes: ['programme-statistics'] } }] : []),
            ];
          });
          const byPerson = fold(lives.flat());
          // Another order of people, each life in its own order.
          const shuffled = lives.map((life, at) => ({ life, key: Math.sin(seed + at) })).sort((a, b) => a.key - b.key);
          const interleaved: Happening[] = [];
          for (let step = 0; step < 6; step += 1)
            for (const { life } of shuffled) interleaved.push(...life.slice(step, step + 1));
          const tallies = [ITEM_TALLIES, THEN_NOW, SHEETS] as const;
          expect(fold(interleaved).of(...tallies)).toEqual(byPerson.of(...tallies));
          // Wherever the commits fall.
          expect(fold(interleaved, batch).of(...tallies)).toEqual(byPerson.of(...tallies));
          // As if everybody had said at once what they said last, and who left had never agreed.
          const atOnce = people.flatMap(({ first, then, last, again, statistics, leaves }, at) =>
            statistics && !leaves
              ? [
                  consents(`t${at}`),
                  scored(`t${at}`, again ?? first),
                  ...(last ? [scored(`t${at}`, last, 'final')] : []),
                  ...(then ? [scored(`t${at}`, then, 'retrospective')] : []),
                ]
              : [],
          );
          expect(byPerson.of(ITEM_TALLIES, THEN_NOW)).toEqual(fold(atOnce).of(ITEM_TALLIES, THEN_NOW));
        },
      ),
      { numRuns: 150 },
    );
  });
});
