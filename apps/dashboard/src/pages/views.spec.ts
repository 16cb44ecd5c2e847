import { firstCycle } from './views.js';

const cycle = (label: string, status: 'planned' | 'open' | 'closed') => ({ cycle: label, status });

describe('the cycle in which everybody begins', () => {
  it.each([
    [[cycle('2022', 'closed'), cycle('2023', 'open'), cycle('2024', 'planned')], '2023'],
    [[cycle('2023', 'open'), cycle('2024', 'open')], '2024'],
    [[cycle('2023', 'closed'), cycle('2022', 'closed'), cycle('2024', 'planned')], '2023'],
    [[cycle('2024', 'planned')], '2024'],
    [[], undefined],
  ])('of %j is %s', (cycles, first) => {
    expect(firstCycle(cycles)?.cycle).toBe(first);
  });
});
