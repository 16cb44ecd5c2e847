/** Why a request gave no answer: a problem document (RFC 9457), or a line that is down (`offline`). */
export class Problem extends Error {
  constructor(
    /** Kebab-case name of the problem; `offline` and `unreadable` are made here. */
    readonly code: string,
    readonly status: number,
    readonly title = '',
    readonly detail = '',
    readonly details: Readonly<Record<string, unknown>> = {},
    /** Seconds after which the server asks to be tried again. */
    readonly retryAfter?: number,
  ) {
    super(title || code);
    this.name = 'Problem';
  }
}

interface ProblemDocument {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

const problemOf = async (response: Response): Promise<Problem> => {
  const seconds = Number(response.headers.get('Retry-After') ?? '');
  const retryAfter = response.headers.has('Retry-After') && Number.isFinite(seconds) ? seconds : undefined;
  try {
    const { type = '', title, detail, details } = (await response.json()) as ProblemDocument;
    return new Problem(type.replace(/^.*\/problems\//, '') || 'unreadable', response.status, title, detail, details, retryAfter);
  } catch {
    // A gateway's own page instead of a problem document: the status is all that is known.
    return new Problem('unreadable', response.status, '', '', {}, retryAfter);
  }
};

/** Works also where the page came over plain HTTP, where `crypto.randomUUID` is missing. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Speaks to the server under the browser's session. A read after an own write waits until it shows that write. */
export class Api {
  /** Language that problems are told in. */
  language = 'es';
  /** Called when the session has ended. */
  signedOut: () => void = () => undefined;
  readonly #written = new Map<string, string>();
  /** Counts the sessions begun here: what was asked before one began says nothing about it. */
  #session = 0;

  /** A list is read to its end, unless the path says how long a page shall be: then the page is what is asked for. */
  async get<Body>(path: string, after?: string): Promise<Body> {
    const waitFor = after ?? this.#written.get(countryOf(path));
    const first = await this.#page<Body>(waitFor === undefined ? path : withParameter(path, 'after', waitFor));
    if (!isUnfinished(first) || /[?&]limit=/.test(path)) return first;
    const { next, ...rest } = first;
    const items = [...first.items];
    for (let cursor: string | undefined = next; cursor !== undefined;) {
      const page: UnfinishedList = await this.#page(withParameter(path, 'cursor', cursor));
      items.push(...page.items);
      cursor = page.next;
    }
    return { ...rest, items } as Body;
  }

  async #page<Body>(url: string): Promise<Body> {
    return this.#body<Body>(await this.#fetch(url, { method: 'GET' }));
  }

  /** `key` makes a repeated write the same write. */
  async send<Body>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object, key = newKey()): Promise<Body> {
    const response = await this.#fetch(path, {
      method,
      headers: { 'Idempotency-Key': key, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
    });
    const position = response.headers.get('Cordillera-Position');
    if (position !== null) this.#written.set(countryOf(path), position);
    return this.#body<Body>(response);
  }

  /** @throws Problem code-not-valid and its like */
  async signIn(code: string): Promise<void> {
    await this.send('POST', '/v1/sessions', { code });
    this.#session += 1;
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const headers = { Accept: 'application/json', 'Accept-Language': this.language, ...(init.headers as Record<string, string>) };
    const askedIn = this.#session;
    let response: Response;
    try {
      response = await fetch(url, { ...init, headers, credentials: 'same-origin', cache: 'no-store' });
    } catch {
      throw new Problem('offline', 0);
    }
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (problem.status === 401 && askedIn === this.#session && !url.startsWith('/v1/sessions')) this.signedOut();
    throw problem;
  }

  async #body<Body>(response: Response): Promise<Body> {
    const text = await response.text();
    if (text === '') return undefined as Body;
    try {
      return JSON.parse(text) as Body;
    } catch {
      throw new Problem('unreadable', response.status);
    }
  }
}

interface UnfinishedList {
  readonly items: readonly unknown[];
  readonly next?: string;
}
const isUnfinished = (body: unknown): body is UnfinishedList =>
  typeof body === 'object' && body !== null && 'next' in body && typeof body.next === 'string' && 'items' in body;

const withParameter = (path: string, name: string, value: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;

const countryOf = (path: string): string => /^\/v1\/([^/?]+)/.exec(path)?.[1] ?? '';
