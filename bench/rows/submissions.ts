import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIssuer } from '#libs/access';
import { interleaved, quantile, resultOf, rounded, spreadOf, type BenchOptions, type RowResult } from '../measure.js';
import { Child } from '../processes/children.js';
import type { LoadAnswer, LoadRequest } from '../processes/load.js';
import { caughtUp } from '../processes/waiting.js';
import { CYCLE, TENANT, openRatings, volume, type OpenRating } from '../volume/index.js';

const CONNECTIONS = 32;

export const submissions = async ({ pairs, quick, say }: BenchOptions): Promise<RowResult> => {
  const each = quick ? 200 : 800;
  // The first round warms up and is not measured.
  const log = await volume(each * (pairs + 1), 'open-ratings', (line) => say(`  ${line}`));
  const folder = mkdtempSync(join(tmpdir(), 'cordillera-bench-http-'));
  cpSync(log.directory, folder, { recursive: true });
  const ratings = openRatings(log);
  const server = new Child('server', [folder]);
  const load = new Child('load', []);
  try {
    const { url } = await server.heard<{ url: string }>();
    const issuer = await openIssuer({ directory: folder });
    const { token: coordinator } = await issuer.issue({ subject: 'coordination', role: 'coordinator', tenant: TENANT }, 3600);
    await caughtUp(url, TENANT, CYCLE, coordinator);
    const send = async (requests: readonly LoadRequest[]): Promise<LoadAnswer> => {
      const answer = await load.ask<LoadAnswer>({ url, connections: CONNECTIONS, requests });
      if (answer.failed > 0) throw new Error(`${answer.failed} requests failed, first ${answer.failure}`);
      return answer;
    };
    const tokens = new Map<string, string>();
    const block = (round: number): readonly OpenRating[] => ratings.slice(round * each, (round + 1) * each);
    const token = ({ teacher }: OpenRating): string => tokens.get(teacher) ?? '';
    const me = (kind: 'me' | 'nothing', { attempt }: OpenRating): string =>
      `/v1/${TENANT}/cycles/${CYCLE}/${kind}/attempts/${attempt}`;
    const handIn = (kind: 'me' | 'nothing', round: number) =>
      send(block(round).map((one) => ({ method: 'POST', path: `${me(kind, one)}/submission`, token: token(one), body: {} })));
    const behind: number[] = [];
    const latencies: number[] = [];
    const emptyLatencies: number[] = [];
    const dashboard = `/v1/${TENANT}/cycles/${CYCLE}/dashboard`;
    /** Every teacher of the round saves the last answers, as they do before they hand in. */
    const answered = async (round: number): Promise<void> => {
      for (const one of block(round)) {
        const { teacher } = one;
        tokens.set(teacher, (await issuer.issue({ subject: teacher, role: 'teacher', tenant: TENANT, teacher }, 3600)).token);
      }
      const { position } = await send(
        block(round).map((one) => ({
          method: 'PUT',
          path: `${me('me', one)}/answers`,
          token: token(one),
          body: { answers: one.lastAnswers },
        })),
      );
      await caughtUp(url, TENANT, CYCLE, coordinator, position);
    };
    const submitted = async (round: number): Promise<number> => {
      const { seconds, position, latencies: these } = await handIn('me', round);
      const ended = performance.now();
      await caughtUp(url, TENANT, CYCLE, coordinator, position);
      behind.push((performance.now() - ended) / 1000);
      latencies.push(...these);
      return each / seconds;
    };
    const nothing = async (round: number): Promise<number> => {
      const { seconds, latencies: these } = await handIn('nothing', round);
      emptyLatencies.push(...these);
      return each / seconds;
    };
    let prepared = -1;
    const round = async (pair: number): Promise<number> => {
      if (prepared !== pair) await answered(pair + 1);
      prepared = pair;
      return pair + 1;
    };
    await answered(0);
    await nothing(0);
    await submitted(0);
    for (const list of [behind, latencies, emptyLatencies]) list.length = 0;
    const measured = await interleaved(
      pairs,
      {
        product: async (pair) => submitted(await round(pair)),
        baseline: async (pair) => nothing(await round(pair)),
      },
      (pair, { product, baseline }) =>
        say(
          `  ${pair + 1}: ${Math.round(product)}/s beside ${Math.round(baseline)}/s, views ${rounded(behind.at(-1) ?? 0)} s behind`,
        ),
    );
    await send([{ method: 'GET', path: dashboard, token: coordinator }]);
    const lag = spreadOf(behind);
    const ms = (list: readonly number[], share: number) => `${rounded(quantile(list, share), 1)} ms`;
    return resultOf(
      {
        row: 'submissions',
        what: `HTTP self-rating submissions, durable, ${CONNECTIONS} connections`,
        comparedWith: 'the same route with an empty handler: same server, adapter, guard, pipes, interceptors and tokens',
        aim: { value: 0.45, direction: 'at least', binding: true },
        unit: 'requests/s',
      },
      measured,
      [
        `${each} submissions a side and pair by as many teachers, each of three events in one append; the client is a process of its own on the same cores`,
        `Until the views showed all of it, after the last answer: ${rounded(lag.median)} s (${rounded(lag.least)}–${rounded(lag.most)}); aim < 1 s`,
        `Latency p50 ${ms(latencies, 0.5)}, p99 ${ms(latencies, 0.99)} beside ${ms(emptyLatencies, 0.5)} and ${ms(emptyLatencies, 0.99)}`,
      ],
    );
  } finally {
    await load.end();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
};
