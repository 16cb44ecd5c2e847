import { specification } from '#libs/kernel/testing';
import type { AttemptEvent } from './assessment.events.js';
import { attemptDecider } from './attempt.js';

describe('the gaps of an attempt', () => {
  it('are remembered, for a learning path to be derived from them', () => {
    const gaps = [{ competency: '1.1', observed: 1, target: 3, gap: 2 }];
    const identified: AttemptEvent = {
      type: 'GapsIdentified',
      data: { attempt: 'a1', teacher: 't1', educationLevel: 'primary', targetProfile: 'tp', gapRules: 'gr', gaps },
    };
    const { given } = specification(attemptDecider);
    expect(given().state.gaps).toBeUndefined();
    expect(given(identified).state.gaps).toEqual(gaps);
  });
});
