import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DashboardAnswer, FunnelAnswer, GainFigure, PersonsAnswer } from '#libs/contexts/evaluation';
import type { ProgrammeClient } from './programme-client.js';

export interface Summary {
  readonly country: string;
  readonly cycle: string;
  readonly schools: number;
  readonly teachers: number;
  readonly events: number;
  readonly funnel: readonly { readonly step: string; readonly n: number }[];
  readonly learningGain: {
    readonly measure: string;
    readonly scale: string;
    readonly nPre: number;
    readonly nPost: number;
    readonly nPairs: number;
    readonly mean: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly interval: string;
  };
  readonly selfRatingChange: {
    readonly n: number;
    readonly mean: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly interval: string;
  };
  readonly refused: number;
  readonly findings: number;
  readonly readModelsDigest: string;
}

export const CYCLE = '2023';
export const NEXT_CYCLE = '2024';
const INTERVAL = 'clustered by school';

const valueOf = (gain: GainFigure | undefined) =>
  gain && 'mean' in gain ? { mean: gain.mean, low: gain.low, high: gain.high } : { mean: null, low: null, high: null };

/** What only the run itself has counted is kept beside the data, so that serving it again gives the same line. */
const counted = (directory: string, counts: { refused: number; findings: number }): { refused: number; findings: number } => {
  const file = join(directory, 'pilot-counts.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as { refused: number; findings: number };
  writeFileSync(file, `${JSON.stringify(counts)}\n`);
  return counts;
};

/** The people of both years, each once, and what those who came back had kept. Beside the summary, which is about the first year alone. */
export const yearsOf = async (client: ProgrammeClient, country: string, operatorKey: string): Promise<PersonsAnswer> =>
  (await reading(client, country, operatorKey))<PersonsAnswer>(`cycles/${NEXT_CYCLE}/persons`);

/** Reads as an evaluator. */
const reading = async (client: ProgrammeClient, country: string, operatorKey: string) => {
  const { body: operator } = await client.send<{ token: string }>('POST', '/v1/sign-in', { body: { code: operatorKey } });
  const { body: evaluator } = await client.send<{ token: string }>('POST', `/v1/${country}/tokens`, {
    token: operator.token,
    body: { role: 'evaluator', subject: 'pilot-summary' },
  });
  return async <Body>(path: string, as: 'evaluator' | 'operator' = 'evaluator') => {
    const { token } = as === 'evaluator' ? evaluator : operator;
    return (await client.send<Body>('GET', `/v1/${country}/${path}`, { token })).body;
  };
};

/** Reads the figures from the dashboards, once they have heard of everything that was written. */
export const summaryOf = async (
  client: ProgrammeClient,
  country: string,
  operatorKey: string,
  run: { refused: number; findings: number; directory: string },
): Promise<Summary> => {
  const read = await reading(client, country, operatorKey);
  const after = client.lastPosition === undefined ? '' : `?after=${encodeURIComponent(client.lastPosition)}`;
  const dashboard = await read<DashboardAnswer>(`cycles/${CYCLE}/dashboard${after}`);
  const funnel = await read<FunnelAnswer>(`cycles/${CYCLE}/funnel${after}`);
  const { digest, events } = await read<{ digest: string; events: number }>('digest', 'operator');
  const test = dashboard.measures.find(({ measure }) => measure === 'test');
  const rating = dashboard.measures.find(({ measure }) => measure === 'self-rating');
  return {
    country,
    cycle: CYCLE,
    schools: dashboard.schools,
    teachers: dashboard.invited,
    events,
    // A step that nobody can count is none of zero.
    funnel: funnel.all.steps.flatMap(({ step, n }) => (n === null ? [] : [{ step, n }])),
    learningGain: {
      measure: 'test',
      scale: test?.scale ?? '',
      nPre: test?.gain.nPre ?? 0,
      nPost: test?.gain.nPost ?? 0,
      nPairs: test?.gain.nPairs ?? 0,
      ...valueOf(test?.gain),
      interval: INTERVAL,
    },
    selfRatingChange: { n: rating?.gain.nPairs ?? 0, ...valueOf(rating?.gain), interval: INTERVAL },
    ...counted(run.directory, { refused: run.refused, findings: run.findings }),
    readModelsDigest: digest,
  };
};
