import type { StoredAttempt } from '../projections/attempts.projection.js';
import { ownAttempts } from './my-attempts.js';

describe('the attempts of a person who was registered twice', () => {
  const attempt = (teacher: string, status: 'started' | 'submitted', startedAt: string, changed: object = {}) =>
    ({
      attempt: `${teacher}-${startedAt}`,
      teacher,
      cycle: '2023',
      measure: 'self-rating',
      occasion: 'retrospective',
      status,
      startedAt,
      answers: {},
      ...changed,
    }) as unknown as StoredAttempt;
  const marked = (...stored: readonly (readonly StoredAttempt[])[]) =>
    ownAttempts('rosa', stored).map(({ teacher, otherRegistration, overruled }) => [teacher, otherRegistration, overruled]);

  it('come in the order in which they were begun, and say under which registration', () => {
    const [first, second] = [attempt('rosa2', 'submitted', '1'), attempt('rosa', 'submitted', '2', { occasion: 'final' })];
    expect(marked([second], [first])).toEqual([
      ['rosa2', true, undefined],
      ['rosa', undefined, undefined],
    ]);
  });
  it('count under the registration that is kept, where both handed in the same', () => {
    expect(marked([attempt('rosa', 'submitted', '2')], [attempt('rosa2', 'submitted', '1')])).toEqual([
      ['rosa2', true, true],
      ['rosa', undefined, undefined],
    ]);
  });
  it('count under the other, where only that was handed in', () => {
    expect(marked([attempt('rosa', 'started', '1')], [attempt('rosa2', 'submitted', '2')])).toEqual([
      ['rosa', undefined, true],
      ['rosa2', true, undefined],
    ]);
  });
  it('of different cycles overrule nothing', () => {
    expect(marked([attempt('rosa', 'submitted', '1')], [attempt('rosa2', 'submitted', '2', { cycle: '2024' })])).toEqual([
      ['rosa', undefined, undefined],
      ['rosa2', true, undefined],
    ]);
  });
});
