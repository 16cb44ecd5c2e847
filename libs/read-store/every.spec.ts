import { everyPage, findEvery } from './index.js';
import { openMemoryReadStore } from './memory/index.js';

const MANY = 2_345;

const filled = async () => {
  const store = openMemoryReadStore();
  await store.declare('cl', 'facts@1', [{ name: 'facts', columns: { half: 'integer', at: 'integer' } }]);
  const puts = Array.from({ length: MANY }, (_, at) => ({
    collection: 'facts',
    id: String(at).padStart(5, '0'),
    document: { half: at % 2, at: MANY - at },
  }));
  await store.commit('cl', { projection: 'facts@1', from: undefined, to: '1', puts, deletes: [] });
  return store;
};

describe('what is read as a whole', () => {
  it('goes on behind the longest page, each document once, in order', async () => {
    const found = await findEvery<{ at: number }>(await filled(), 'cl', 'facts', { sort: { column: 'at' } });
    expect(found.map(({ at }) => at)).toEqual(Array.from({ length: MANY }, (_, at) => at + 1));
  });

  it('keeps to its filter on every page', async () => {
    const found = await findEvery(await filled(), 'cl', 'facts', { filter: { half: 1 } });
    expect(found).toHaveLength(Math.floor(MANY / 2));
  });

  it('comes in pages, so that nobody needs to hold it', async () => {
    const pages: number[] = [];
    for await (const page of everyPage(await filled(), 'cl', 'facts')) pages.push(page.length);
    expect(pages).toEqual([1_000, 1_000, 345]);
  });
});
