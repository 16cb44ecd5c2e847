import { errors, Pool, type Dispatcher } from 'undici';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
}

/** A refusal that the simulated programme did not expect. */
export class PilotRefused extends Error {
  constructor(
    readonly what: string,
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(`${what}: ${status} ${problem.title ?? ''} ${problem.detail ?? ''} [${problem.type ?? ''}]`);
    this.name = 'PilotRefused';
  }
  get code(): string {
    return String(this.problem.type ?? '').replace('/problems/', '');
  }
}

export interface Sent<Body> {
  readonly body: Body;
  readonly position: string | undefined;
}

/**
 * The public HTTP API as the pilot uses it. Keys and correlation ids come from the seed, so that a run repeats to the byte; a request
 * that a busy server turned away is repeated under the same key.
 */
export class ProgrammeClient {
  readonly #pool: Pool;
  /** The furthest of the writes that were answered; tokens of one country sort as text. */
  lastPosition: string | undefined;

  constructor(
    url: string,
    private readonly seed: string,
    connections: number,
  ) {
    this.#pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 300_000, bodyTimeout: 300_000 });
  }

  /** @param name what this request is in the run, unique: its key follows from it @throws PilotRefused */
  async send<Body>(
    method: string,
    path: string,
    options: { token?: string; body?: unknown; csv?: string; name?: string } = {},
  ): Promise<Sent<Body>> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
    if (options.name !== undefined) {
      headers['idempotency-key'] = `${this.seed}/${options.name}`;
      headers['x-correlation-id'] = `pilot-${this.seed}-${options.name}`.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 80);
    }
    if (options.csv !== undefined) headers['content-type'] = 'text/csv';
    else if (options.body !== undefined) headers['content-type'] = 'application/json';
    for (let attempt = 1; ; attempt += 1) {
      let response: Dispatcher.ResponseData;
      let text: string;
      try {
        response = await this.#pool.request({
          method: method,
          path,
          headers,
          body: options.csv ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
        });
        text = await response.body.text();
      } catch (error) {
        // A connection that the server had let go of while nothing was sent: under the same key the request does nothing twice.
        if (!(error instanceof errors.SocketError) || attempt >= 5) throw error;
        continue;
      }
      if (response.statusCode < 400) {
        const header = response.headers['cordillera-position'];
        const position = typeof header === 'string' ? header : undefined;
        if (method !== 'GET' && position !== undefined && position > (this.lastPosition ?? '')) this.lastPosition = position;
        return { body: (text === '' ? undefined : JSON.parse(text)) as Body, position };
      }
      const problem = (text.startsWith('{') ? JSON.parse(text) : { type: 'none', title: text }) as Problem;
      if (response.statusCode === 503 && attempt < 60) {
        await new Promise((resolve) => setTimeout(resolve, 250));
        continue;
      }
      throw new PilotRefused(`${method} ${path}`, response.statusCode, problem);
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}
