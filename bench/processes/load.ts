import { Pool } from 'undici';

/** What the load process is asked to send; each request once, as fast as the connections allow. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly requests: readonly LoadRequest[];
}
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly token: string;
  readonly body?: object;
}
export interface LoadAnswer {
  readonly seconds: number;
  /** One for each request, milliseconds, in the order in which they ended. */
  readonly latencies: readonly number[];
  /** `Cordillera-Position` that sorts last. */
  readonly position: string | undefined;
  /** Answers that were none, or not 2xx; the first one in words. */
  readonly failed: number;
  readonly failure: string | undefined;
}

const pools = new Map<string, Pool>();

const run = async ({ url, connections, requests }: Load): Promise<LoadAnswer> => {
  const key = `${url} ${connections}`;
  // Between two rounds a connection stands idle for longer than the server keeps it: one that is about to be closed is not used again.
  const pool =
    pools.get(key) ?? new Pool(url, { connections, pipelining: 1, keepAliveTimeout: 1_000, keepAliveMaxTimeout: 1_000 });
  pools.set(key, pool);
  const latencies: number[] = [];
  let position: string | undefined;
  let failed = 0;
  let failure: string | undefined;
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const { method, path, token, body } = request;
      const began = performance.now();
      const answer = await pool.request({
        method,
        path,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await answer.body.text();
      latencies.push(performance.now() - began);
      if (answer.statusCode < 200 || answer.statusCode > 299) {
        failed += 1;
        failure ??= `${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`;
      }
      const at = answer.headers['cordillera-position'];
      if (typeof at === 'string' && (position === undefined || at > position)) position = at;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, caller));
  return { seconds: (performance.now() - began) / 1000, latencies, position, failed, failure };
};

process.on('message', (message: Load | 'end') => {
  if (message === 'end') process.exit(0);
  run(message).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
