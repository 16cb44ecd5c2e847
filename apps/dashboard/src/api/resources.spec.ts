import { jest } from '@jest/globals';
import { Problem, type Api } from './client.js';
import { Resources } from './resources.js';

/** An `Api` whose answers are given by the test. */
const fake = () => {
  const asked: { path: string; after: string | undefined; answer: (body: unknown) => void; fail: (problem: Problem) => void }[] =
    [];
  const api = {
    get: (path: string, after?: string) => new Promise((answer, fail) => asked.push({ path, after, answer, fail })),
  } as unknown as Api;
  return { resources: new Resources(api), asked };
};
const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('the answers on a page', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('are fetched once for all who show them', async () => {
    const { resources, asked } = fake();
    resources.subscribe('/a', () => undefined);
    resources.subscribe('/a', () => undefined);
    expect(asked).toHaveLength(1);
    asked[0]?.answer({ n: 1 });
    await settle();
    expect(resources.read('/a')).toMatchObject({ data: { n: 1 }, loading: false });
  });

  it('are read once more when a hint comes during a reading, at the newest position', async () => {
    const { resources, asked } = fake();
    resources.subscribe('/c/dashboard', () => undefined);
    resources.refreshUnder('/c/dashboard', 'p1');
    resources.refreshUnder('/c/dashboard', 'p2');
    asked[0]?.answer(1);
    await settle();
    expect(asked.map(({ after }) => after)).toEqual([undefined, 'p2']);
  });

  it('of another document are left alone by a hint', async () => {
    const { resources, asked } = fake();
    for (const path of ['/c/funnel', '/c/funnel?by=sector', '/c/funnels']) resources.subscribe(path, () => undefined);
    asked.forEach(({ answer }) => answer(1));
    await settle();
    resources.refreshUnder('/c/funnel', 'p');
    expect(asked.slice(3).map(({ path }) => path)).toEqual(['/c/funnel', '/c/funnel?by=sector']);
  });

  it('stay on the page while a view is being rebuilt, and come back by themselves', async () => {
    const { resources, asked } = fake();
    resources.subscribe('/a', () => undefined);
    asked[0]?.answer('old');
    await settle();
    void resources.refresh('/a');
    asked[1]?.fail(new Problem('view-rebuilding', 503, 't', 'd', {}, 2));
    await settle();
    expect(resources.read('/a')).toMatchObject({ data: 'old', problem: { code: 'view-rebuilding' } });
    jest.advanceTimersByTime(2_000);
    asked[2]?.answer('new');
    await settle();
    expect(resources.read('/a').data).toBe('new');
    expect(resources.read('/a').problem).toBeUndefined();
  });

  it('are read without a position that means nothing any more', async () => {
    const { resources, asked } = fake();
    resources.subscribe('/a', () => undefined);
    asked[0]?.answer(1);
    await settle();
    void resources.refresh('/a', 'cl.1.7');
    asked[1]?.fail(new Problem('position-of-another-epoch', 409));
    await settle();
    expect(asked[2]?.after).toBeUndefined();
  });

  it('are not asked for again once nobody shows them', async () => {
    const { resources, asked } = fake();
    const off = resources.subscribe('/a', () => undefined);
    asked[0]?.fail(new Problem('offline', 0));
    await settle();
    off();
    jest.advanceTimersByTime(60_000);
    expect(asked).toHaveLength(1);
  });
});
