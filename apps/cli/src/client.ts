import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { runningServer } from '#libs/data-folder';
import { CliError, EXIT } from './output.js';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly position: string | undefined;
}

interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { field: string; reason: string }[];
}

const words = (status: number, problem: Problem): string => {
  const fields = (problem.errors ?? []).map(({ field, reason }) => `\n  ${field}: ${reason}`).join('');
  const name = problem.type?.replace('/problems/', '');
  return `${problem.title ?? `The server answered ${status}.`}${fields}${problem.detail ? `\n${problem.detail}` : ''}${name ? ` [${name}]` : ''}`;
};

/** A problem document that the server answered with. */
export class ServerRefusal extends CliError {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(words(status, problem), EXIT.failed);
  }
  get code(): string {
    return this.problem.type?.replace('/problems/', '') ?? 'unknown';
  }
}

/** Speaks to a server as a role in a country; tokens are fetched anew before they expire. */
export class ApiClient {
  readonly #pool: Pool;
  readonly #tokens = new Map<string, { token: string; until: number }>();

  constructor(
    readonly url: string,
    private readonly operatorKey: string,
    connections = 32,
  ) {
    this.#pool = new Pool(url, {
      connections,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      headersTimeout: 600_000,
      bodyTimeout: 600_000,
    });
  }

  /** A bearer token: of the operator, or of another role in a country that the operator issues it for. */
  async token(tenant?: string, role?: string): Promise<string> {
    const name = `${tenant ?? ''} ${role ?? ''}`;
    const known = this.#tokens.get(name);
    if (known && known.until > Date.now()) return known.token;
    const issued =
      tenant === undefined || role === undefined
        ? await this.send<{ token: string; expiresIn: number }>('POST', '/v1/sign-in', { body: { code: this.operatorKey } })
        : await this.send<{ token: string; expiresIn: number }>('POST', `/v1/${tenant}/tokens`, {
            body: { role, subject: `command-line-${role}` },
            token: await this.token(),
          });
    this.#tokens.set(name, { token: issued.body.token, until: Date.now() + (issued.body.expiresIn - 30) * 1000 });
    return issued.body.token;
  }

  /** As the operator. @throws ServerRefusal */
  async call<Body>(
    method: string,
    path: string,
    options: { body?: unknown; key?: string; tenant?: string; role?: string } = {},
  ): Promise<Answer<Body>> {
    return this.send<Body>(method, path, {
      body: options.body,
      key: options.key,
      token: await this.token(options.tenant, options.role),
    });
  }

  async send<Body>(
    method: string,
    path: string,
    options: { body?: unknown; raw?: { stream: AsyncIterable<Buffer>; type: string }; token?: string; key?: string } = {},
  ): Promise<Answer<Body>> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
    if (method !== 'GET') headers['idempotency-key'] = options.key ?? randomUUID();
    if (options.raw) headers['content-type'] = options.raw.type;
    else if (options.body !== undefined) headers['content-type'] = 'application/json';
    const response = await this.#pool.request({
      method: method,
      path,
      headers,
      body: options.raw ? (options.raw.stream as never) : options.body === undefined ? undefined : JSON.stringify(options.body),
    });
    const text = await response.body.text();
    const type = String(response.headers['content-type'] ?? '');
    const body = (type.includes('json') && text !== '' ? JSON.parse(text) : text) as unknown;
    if (response.statusCode >= 400)
      throw new ServerRefusal(response.statusCode, (typeof body === 'object' ? body : {}) as Problem);
    return { status: response.statusCode, body: body as Body, position: headerOf(response.headers['cordillera-position']) };
  }

  /** Every item of a paged list. */
  async *list<Item>(path: string, options: { tenant?: string; role?: string } = {}): AsyncGenerator<Item> {
    let cursor: string | undefined;
    do {
      const query = new URLSearchParams({ limit: '500', ...(cursor === undefined ? {} : { cursor }) });
      const { body } = await this.call<{ items: Item[]; next?: string }>(
        'GET',
        `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`,
        options,
      );
      yield* body.items;
      cursor = body.next;
    } while (cursor !== undefined);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

const headerOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** The operator's key of a data folder. */
export const operatorKeyOf = (directory: string): string => {
  try {
    return readFileSync(join(directory, 'operator.key'), 'utf8').trim();
  } catch (error) {
    throw new CliError(
      `The operator's key of ${directory} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Run as the user who runs the server.`,
      EXIT.unavailable,
    );
  }
};

/**
 * Runs `use` against the server that works on the data folder, or against one that is started for the moment where none does. A folder in which nothing
 * was ever recorded is begun by a command that creates a country alone: anywhere else its name is a slip of the pen.
 */
export const withServer = async <T>(
  directory: string,
  use: (client: ApiClient) => Promise<T>,
  { begins = false }: { readonly begins?: boolean } = {},
): Promise<T> => {
  const running = runningServer(directory);
  if (running) {
    const client = new ApiClient(running.url, operatorKeyOf(directory));
    try {
      return await use(client);
    } finally {
      await client.close();
    }
  }
  const [{ startServer }, { configFromEnvironment }] = await Promise.all([
    import('../../api/src/server.js'),
    import('#libs/platform'),
  ]);
  const used = ['lock.db', 'operator.key'].some((file) => existsSync(join(directory, file)));
  // A machine of a cluster has no records of its own.
  if (!used && !begins && configFromEnvironment().cluster === undefined)
    throw new CliError(
      `There are no records in ${directory}. Choose the folder of an installation with --data.`,
      EXIT.unavailable,
    );
  const server = await startServer({ dataDirectory: directory, port: 0, host: '127.0.0.1', logLevel: 'warn', announce: false });
  const client = new ApiClient(server.url, operatorKeyOf(directory));
  try {
    return await use(client);
  } finally {
    await client.close();
    await server.close();
  }
};
