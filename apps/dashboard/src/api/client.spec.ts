import { jest } from '@jest/globals';
import { Api } from './client.js';

interface Listed {
  readonly items: readonly number[];
  readonly next?: string;
  readonly asOf?: string;
}

/** A server whose list has `count` items, 100 a page. */
const listOf = (count: number): string[] => {
  const asked: string[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation((input) => {
    const url = new URL(input instanceof Request ? input.url : input, 'http://here');
    asked.push(url.pathname + url.search);
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const to = Math.min(count, from + 100);
    const body: Listed = {
      asOf: 'now',
      items: Array.from({ length: to - from }, (_, at) => from + at),
      ...(to < count ? { next: String(to) } : {}),
    };
    return Promise.resolve(new Response(JSON.stringify(body)));
  });
  return asked;
};

describe('a list', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('is read to its end, page by page', async () => {
    const asked = listOf(1_234);
    const { items, ...rest } = await new Api().get<Listed>('/v1/cl/releases', 'cl.1.5');
    expect(items).toEqual(Array.from({ length: 1_234 }, (_, at) => at));
    expect(rest).toEqual({ asOf: 'now' });
    expect(asked).toHaveLength(13);
    expect(asked.slice(0, 2)).toEqual(['/v1/cl/releases?after=cl.1.5', '/v1/cl/releases?cursor=100']);
  });

  it('is one page where the page’s length is asked for, and says that there is more', async () => {
    const asked = listOf(1_234);
    const { items, next } = await new Api().get<Listed>('/v1/cl/schools?limit=100');
    expect([items.length, next, asked.length]).toEqual([100, '100', 1]);
  });

  it('is asked for once where it is short', async () => {
    const asked = listOf(7);
    expect((await new Api().get<Listed>('/v1/cl/cycles')).items).toHaveLength(7);
    expect(asked).toEqual(['/v1/cl/cycles']);
  });
});
