import { PageRequest } from '#libs/http';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { RELEASES, releaseKey, releasesProjection } from '../projections/releases.projection.js';
import { Releases } from './releases.js';

const MANY = 1_203;

const published = async (): Promise<Releases> => {
  const store = openMemoryReadStore();
  await store.declare('cl', 'releases@1', releasesProjection.collections);
  const puts = Array.from({ length: MANY }, (_, at) => ({
    collection: RELEASES,
    id: releaseKey('2023', `r${at}`),
    document: {
      cycle: '2023',
      release: `r${at}`,
      publishedAt: new Date(Date.UTC(2023, 0, 1) + at * 60_000).toISOString(),
      content: { title: { en: `Release ${at}` }, asOf: null, simulated: true },
    },
  }));
  await store.commit('cl', { projection: 'releases@1', from: undefined, to: '1', puts, deletes: [] });
  return new Releases(store);
};

describe('what a country published', () => {
  it('is listed to the oldest release, page by page, the newest first', async () => {
    const releases = await published();
    const seen: string[] = [];
    const request = new PageRequest();
    request.limit = 500;
    for (;;) {
      const { items, next } = await releases.list('cl', request);
      seen.push(...items.map(({ release }) => release));
      if (next === undefined) break;
      request.cursor = next;
    }
    expect(seen).toEqual(Array.from({ length: MANY }, (_, at) => `r${MANY - 1 - at}`));
  });

  it('says on a page that there is more', async () => {
    const { items, next } = await (await published()).list('cl', {});
    expect(items).toHaveLength(100);
    expect(next).toEqual(expect.any(String));
  });

  it('refuses a cursor that is none of this list', async () => {
    await expect((await published()).list('cl', { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'cursor-malformed' });
  });
});
