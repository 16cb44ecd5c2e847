import { specification } from '#libs/kernel/testing';
import { analysisPlanDecider, registerAnalysisPlan, type AnalysisPlan } from './analysis-plan.js';
import type { AnalysisPlanEvent } from './evaluation.events.js';

const { given } = specification(analysisPlanDecider);

const plan: AnalysisPlan = {
  cycle: '2023',
  plan: 'main',
  measures: ['test'],
  breakdowns: ['sector', 'rurality'],
  documentDigest: 'ab'.repeat(32),
};
const registered: AnalysisPlanEvent = { type: 'AnalysisPlanRegistered', data: plan };
const register =
  (change: Partial<AnalysisPlan> = {}, cycleStatus: 'none' | 'planned' | 'open' | 'closed' = 'open') =>
  (state: Parameters<typeof registerAnalysisPlan>[1]) =>
    registerAnalysisPlan({ ...plan, ...change }, state, { cycleStatus });

describe('an analysis plan', () => {
  it('is registered with what will be compared', () => given().when(register()).then(registered));
  it('may come late: its date tells', () => given().when(register({}, 'closed')).then(registered));
  it('registered twice alike is registered once', () =>
    given(registered)
      .when(register({ breakdowns: ['rurality', 'sector'] }))
      .then());
  it('is never changed', () =>
    given(registered)
      .when(register({ breakdowns: ['sector', 'gender'] }))
      .refuses('analysis-plan-registered', { plan: 'main' }));
  it('needs a cycle', () => given().when(register({}, 'none')).refuses('cycle-unknown', { cycle: '2023' }));
});
