import { refuse, streamName, type Decider } from '#libs/kernel';
import type { AnalysisPlanEvent, AnalysisPlanRegistered } from './evaluation.events.js';

export type AnalysisPlan = AnalysisPlanRegistered['data'];
interface Registration {
  readonly plan?: AnalysisPlan;
}

export const analysisPlanDecider: Decider<Registration, AnalysisPlanEvent> = {
  category: 'analysisplan',
  initial: {},
  evolve: (_, event) => ({ plan: event.data }),
};

export const analysisPlanStream = (tenant: string, cycle: string, plan: string) =>
  streamName({ tenant, cycle, category: 'analysisplan', id: plan });

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((one) => b.includes(one));

/** A plan is never changed: who wants to look at something else registers another one, and its date tells. */
export const registerAnalysisPlan = (
  command: AnalysisPlan,
  { plan }: Registration,
  { cycleStatus }: { readonly cycleStatus: 'none' | 'planned' | 'open' | 'closed' },
): AnalysisPlanEvent[] => {
  if (cycleStatus === 'none') refuse('cycle-unknown', { cycle: command.cycle });
  if (!plan) return [{ type: 'AnalysisPlanRegistered', data: command }];
  const repeats =
    plan.documentDigest === command.documentDigest &&
    same(plan.measures, command.measures) &&
    same(plan.breakdowns, command.breakdowns);
  if (!repeats) refuse('analysis-plan-registered', { plan: command.plan });
  return [];
};
