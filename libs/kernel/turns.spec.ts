import { Turns } from './turns.js';

describe('turns', () => {
  it('are taken one at a time, in the order of asking', async () => {
    const turns = new Turns();
    const said: string[] = [];
    const run = (name: string) =>
      turns.take(async () => {
        said.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 2));
        said.push(`${name} ends`);
        return name;
      });
    expect(await Promise.all([run('a'), run('b'), run('c')])).toEqual(['a', 'b', 'c']);
    expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('go on after one that failed, whose error its own caller gets', async () => {
    const turns = new Turns();
    const failing = turns.take(() => Promise.reject(new Error('no')));
    const next = turns.take(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
  });
});
