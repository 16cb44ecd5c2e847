import { Agent, request } from 'undici';

export type Fields = Record<string, unknown>;

/** What a server answered. `body` is parsed where it is JSON, the text otherwise. */
export class Answer<Body = Fields> {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string | string[] | undefined>>,
    readonly text: string,
    readonly asked: string,
  ) {}

  get body(): Body {
    const type = String(this.headers['content-type'] ?? '');
    return (/[/+]json\b/.test(type) ? JSON.parse(this.text) : this.text) as Body;
  }

  /** The name of the problem, where it is one: `window-closed`. */
  get problem(): string | undefined {
    if (!String(this.headers['content-type'] ?? '').startsWith('application/problem+json')) return undefined;
    return String((JSON.parse(this.text) as { type: string }).type).replace('/problems/', '');
  }

  header(name: string): string | undefined {
    const value = this.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** For steps that must go well for a test to make sense. @throws Error with what was answered instead */
  must(): this {
    if (this.status >= 200 && this.status < 300) return this;
    throw new Error(`${this.asked} was answered with ${this.status}: ${this.text.slice(0, 600)}`);
  }
}

export interface Asked {
  readonly method: string;
  /** From the root of the server. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, anything else as it is. */
  readonly body?: unknown;
}

const connections = (): Agent =>
  new Agent({ connections: 64, keepAliveTimeout: 1_000, headersTimeout: 120_000, bodyTimeout: 120_000 });
let agent = connections();

/** Ends the connections that tests left open. */
export const closeConnections = async (): Promise<void> => {
  const used = agent;
  agent = connections();
  await used.close();
};

const isPlain = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  !(body instanceof Uint8Array) &&
  !(Symbol.asyncIterator in body) &&
  !(Symbol.iterator in body && !Array.isArray(body));

export const ask = async <Body = Fields>(url: string, asked: Asked): Promise<Answer<Body>> => {
  const { method, path, headers = {}, body } = asked;
  const json = isPlain(body);
  const response = await request(`${url}${path}`, {
    method: method as 'GET',
    dispatcher: agent,
    headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...headers },
    body: (json ? JSON.stringify(body) : body) as string | undefined,
  });
  return new Answer<Body>(response.statusCode, response.headers, await response.body.text(), `${method} ${path}`);
};

/** Remembers the furthest position that was written, so that reads can wait for it. */
export class Furthest {
  position: string | undefined;

  saw(position: string | undefined): void {
    if (position !== undefined && (this.position === undefined || this.position < position)) this.position = position;
  }
}

/** Somebody who speaks to a server: paths that do not begin with `/` are under their country. */
export class Client {
  constructor(
    readonly url: string,
    readonly base: string,
    readonly token: string | undefined,
    readonly furthest: Furthest = new Furthest(),
  ) {}

  async send<Body = Fields>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await ask<Body>(this.url, {
      method,
      path: path.startsWith('/') ? path : `${this.base}/${path}`,
      headers: { ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }), ...headers },
      body,
    });
    if (method !== 'GET' && answer.status < 300) this.furthest.saw(answer.header('cordillera-position'));
    return answer;
  }

  get<Body = Fields>(path: string, headers?: Record<string, string>) {
    return this.send<Body>('GET', path, undefined, headers);
  }
  post<Body = Fields>(path: string, body?: unknown, headers?: Record<string, string>) {
    return this.send<Body>('POST', path, body, headers);
  }
  put<Body = Fields>(path: string, body?: unknown, headers?: Record<string, string>) {
    return this.send<Body>('PUT', path, body, headers);
  }
  delete<Body = Fields>(path: string, headers?: Record<string, string>) {
    return this.send<Body>('DELETE', path, undefined, headers);
  }

  /** The path for what rests on views: they have everything that was written so far. */
  since(path: string): string {
    const { position } = this.furthest;
    return position === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}after=${position}`;
  }

  /** The body of a read that contains everything written so far. */
  async see<Body = Fields>(path: string): Promise<Body> {
    return (await this.get<Body>(this.since(path))).must().body;
  }

  with(token: string | undefined): Client {
    return new Client(this.url, this.base, token, this.furthest);
  }
}
