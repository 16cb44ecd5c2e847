import { CacheBudget, WorkingSet } from './working-set.js';

const setOf = (budget: CacheBudget, name: string): WorkingSet => new WorkingSet(`${name}@1`, [{ name }], budget, false);

/** Has it loaded the document and folded an event that used it. */
const use = (set: WorkingSet, collection: string, id: string, text = 'x'): void => {
  set.loaded(collection, id, { text });
  set.keep();
};
const holds = (set: WorkingSet, collection: string, id: string): boolean =>
  set.onTrial(() => void set.get(collection, id), false).length === 0;

describe('the cache limit that working sets share', () => {
  it('lets one have what the others do not need', () => {
    const budget = new CacheBudget({ cacheDocuments: 10, cacheBytes: 1e9 });
    const [one] = [setOf(budget, 'one'), setOf(budget, 'two')];
    for (let id = 0; id < 10; id += 1) use(one, 'one', `${id}`);
    expect(Array.from({ length: 10 }, (_, id) => holds(one, 'one', `${id}`))).not.toContain(false);
  });

  it('is made up for by the largest, oldest documents first', () => {
    const budget = new CacheBudget({ cacheDocuments: 1_000, cacheBytes: 20_000 });
    const [small, large] = [setOf(budget, 'small'), setOf(budget, 'large')];
    for (let id = 0; id < 5; id += 1) use(small, 'small', `${id}`);
    for (let id = 0; id < 100; id += 1) use(large, 'large', `${id}`, 'x'.repeat(1_000));
    expect(Array.from({ length: 5 }, (_, id) => holds(small, 'small', `${id}`))).not.toContain(false);
    expect(holds(large, 'large', '99')).toBe(true);
    expect(holds(large, 'large', '0')).toBe(false);
    expect(small.cachedBytes + large.cachedBytes).toBeLessThanOrEqual(20_000);
  });

  it('takes nothing from a set that is in the middle of an event', () => {
    const budget = new CacheBudget({ cacheDocuments: 1, cacheBytes: 1 });
    const [waiting, other] = [setOf(budget, 'waiting'), setOf(budget, 'other')];
    waiting.loaded('waiting', 'a', { text: 'x' });
    waiting.loaded('waiting', 'b', { text: 'x' });
    use(other, 'other', 'a');
    expect(holds(other, 'other', 'a')).toBe(false);
    expect([holds(waiting, 'waiting', 'a'), holds(waiting, 'waiting', 'b')]).toEqual([true, true]);
    waiting.keep();
    expect(holds(waiting, 'waiting', 'a')).toBe(false);
  });

  it('gets back what a set held that is used no more', () => {
    const budget = new CacheBudget({ cacheDocuments: 4, cacheBytes: 1e9 });
    const [gone, next] = [setOf(budget, 'gone'), setOf(budget, 'next')];
    for (let id = 0; id < 4; id += 1) use(gone, 'gone', `${id}`);
    gone.leave();
    for (let id = 0; id < 4; id += 1) use(next, 'next', `${id}`);
    expect(Array.from({ length: 4 }, (_, id) => holds(next, 'next', `${id}`))).not.toContain(false);
  });
});

describe('a fold on trial', () => {
  it('changes nothing and says what it misses: the first, or going on behind it, all', () => {
    const set = setOf(new CacheBudget({ cacheDocuments: 100, cacheBytes: 1e9 }), 'docs');
    const run = (): void => {
      set.put('docs', 'written', { n: 1 });
      set.get('docs', 'a');
      set.get('docs', 'b');
      set.delete('docs', 'gone');
    };
    expect(set.onTrial(run, false)).toEqual([{ collection: 'docs', id: 'a' }]);
    expect(set.onTrial(run, true).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(set.dirtyCount).toBe(0);
    expect(set.takeWanted()).toBeUndefined();
  });
});
