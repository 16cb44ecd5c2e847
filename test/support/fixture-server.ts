import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fixtureAnswers, type FixtureAnswers } from './fixture-answers.js';
import { FixtureDataRights } from './fixture-data-rights.js';
import { fixturePreview, fixtureRelease } from './fixture-release.js';
import { FixtureProblem } from './fixture-problem.js';
import { FixtureTeacher } from './fixture-teacher.js';

/** The content policy under which the pages are tested: nothing from elsewhere, nothing inline, not even styles. */
export const STRICT_POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly language: string;
  readonly key: string | undefined;
}

/** A server with canned answers in the shapes of the product's own, so that the pages can be driven without the rest of it. */
export interface FixtureServer {
  readonly url: string;
  readonly answers: FixtureAnswers;
  readonly teacher: FixtureTeacher;
  readonly rights: FixtureDataRights;
  readonly requests: Recorded[];
  /** Sends a hint to every page that listens. */
  change(document: string, position: string): void;
  listeners(): number;
  /** Ends every stream and refuses new ones while it is set. */
  breakStreams(broken: boolean): void;
  /** The line is down: every request is dropped while it is set. */
  cut(down: boolean): void;
  /** Answers 503 for these documents (`dashboard`) or paths that contain the text. */
  readonly unavailable: Map<string, 'view-rebuilding' | 'view-not-there-yet'>;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface ProblemWords {
  readonly status: number;
  readonly en: readonly [string, string];
  readonly es: readonly [string, string];
}
const PROBLEMS: Readonly<Record<string, ProblemWords>> = {
  'code-not-valid': {
    status: 401,
    en: ['This code does not work, or no longer.', 'Ask for a new one.'],
    es: ['Este código no sirve, o ya no sirve.', 'Pida uno nuevo.'],
  },
  'not-signed-in': { status: 401, en: ['You are not signed in.', 'Sign in.'], es: ['No ha iniciado sesión.', 'Ingrese.'] },
  'not-allowed': { status: 403, en: ['Not allowed.', 'Ask.'], es: ['No permitido.', 'Consulte.'] },
  'not-found': { status: 404, en: ['There is no such thing.', 'Check.'], es: ['No existe.', 'Revise.'] },
  'release-unknown': { status: 404, en: ['There is no such release.', 'Choose.'], es: ['No existe.', 'Elija.'] },
  'release-reveals-difference': {
    status: 409,
    en: ['This release would tell about a few people.', 'Publish without them.'],
    es: ['Esta publicación revelaría datos de pocas personas.', 'Publique sin ellas.'],
  },
  'path-not-there': { status: 404, en: ['There is no path yet.', 'Ask for it.'], es: ['Aún no hay ruta.', 'Pídala.'] },
  'already-started': { status: 409, en: ['You have begun this already.', 'Go on.'], es: ['Ya comenzó.', 'Continúe.'] },
  'answers-missing': {
    status: 422,
    en: ['Some items have no answer yet.', 'Answer them.'],
    es: ['Faltan ítems por responder.', 'Respóndalos.'],
  },
  'view-rebuilding': { status: 503, en: ['Rebuilding.', 'Repeat.'], es: ['Se reconstruye.', 'Repita.'] },
  'view-not-there-yet': { status: 503, en: ['Not there yet.', 'Repeat.'], es: ['Aún no.', 'Repita.'] },
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as unknown);
};

/** How many have stopped at the step that the follow-up list is asked for: three pages of the server's largest. */
export const FOLLOWED_UP = 1_203;

/** A list as the server pages it: `limit` people, and a cursor as long as there are more. */
const followUp = (query: URLSearchParams): object => {
  const [from, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit'))];
  const items = Array.from({ length: Math.min(limit, FOLLOWED_UP - from) }, (_, at) => ({
    teacher: `teacher-${from + at}`,
    identity: { givenName: 'Rosa', familyName: `Fuentes ${from + at}` },
    school: '900001',
    schoolName: 'Escuela simulada 900001',
    region: 'CL-RM',
    invitedAt: '2023-05-04T15:00:00.000Z',
    reminders: [],
  }));
  return { items, ...(from + limit < FOLLOWED_UP ? { next: String(from + limit) } : {}) };
};

/** Codes that work name the role that they sign in: `COORDINATOR`, `TEACHER`, `OPERATOR`. */
const ROLES = [
  'coordinator',
  'evaluator',
  'regional-officer',
  'auditor',
  'school-leader',
  'operator',
  'teacher',
  'partner',
  'tutor',
  'data-protection-officer',
];

export const startFixtureServer = async (root: string): Promise<FixtureServer> => {
  const pages = join(root, 'dist', 'dashboard');
  if (!existsSync(join(pages, 'index.html'))) throw new Error('the pages are not built: npm run build:dashboard');
  const answers = fixtureAnswers(root);
  const releases: ReturnType<typeof fixtureRelease>[] = [];
  /** As a server answered after a small pilot run. */
  const pilot = JSON.parse(readFileSync(join(root, 'test/support/answers-of-a-small-pilot.json'), 'utf8')) as Readonly<
    Record<string, unknown>
  >;
  const rights = new FixtureDataRights();
  const teacher = new FixtureTeacher(root);
  const sessions = new Map<string, string>();
  const streams = new Set<ServerResponse>();
  const requests: Recorded[] = [];
  const unavailable: FixtureServer['unavailable'] = new Map();
  let streamsBroken = false;
  let lineDown = false;
  let sessionCount = 0;

  const roleOf = (request: IncomingMessage): string | undefined =>
    sessions.get(/cordillera_session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');

  const send = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };

  const refuse = (response: ServerResponse, request: IncomingMessage, { code, details }: FixtureProblem) => {
    const words = PROBLEMS[code];
    if (!words) throw new Error(`no words for ${code}`);
    const [title, detail] = String(request.headers['accept-language']).startsWith('es') ? words.es : words.en;
    const retry: Record<string, string> = words.status === 503 ? { 'Retry-After': '1' } : {};
    send(
      response,
      words.status,
      { type: `/problems/${code}`, title, detail, status: words.status, details },
      { 'Content-Type': 'application/problem+json', ...retry },
    );
  };

  const page = (path: string, response: ServerResponse) => {
    const file = join(pages, path);
    const found = file.startsWith(pages) && existsSync(file) && statSync(file).isFile() ? file : join(pages, 'index.html');
    response.writeHead(200, {
      'Content-Type': TYPES[extname(found)] ?? 'application/octet-stream',
      'Content-Security-Policy': STRICT_POLICY,
      'X-Content-Type-Options': 'nosniff',
    });
    createReadStream(found).pipe(response);
  };

  const cycleAnswer = (document: string, query: URLSearchParams, role: string): unknown => {
    const allowed: Record<string, readonly string[]> = {
      'school-leader': ['school-participation'],
      'regional-officer': [
        'dashboard',
        'funnel',
        'gap-heat-map',
        'need-against-offer',
        'data-state',
        'coverage',
        'persons',
        'breakdown',
      ],
      tutor: ['offerings'],
      'data-protection-officer': [],
      auditor: ['data-state'],
      operator: ['data-state'],
      teacher: ['offerings'],
      partner: [],
    };
    if (allowed[role] && !allowed[role].includes(document)) throw new FixtureProblem('not-allowed');
    switch (document) {
      case 'dashboard':
        return answers.dashboard;
      case 'funnel':
        return query.get('by') === null ? answers.funnel : answers.funnelCrossed;
      case 'coverage':
        return answers.coverage;
      case 'persons':
        return answers.persons;
      case 'breakdown':
        return answers.breakdown(query.get('by') ?? 'region');
      case 'gap-heat-map':
        return answers.gaps(query.get('by') ?? 'region');
      case 'school-participation':
        return role === 'school-leader'
          ? answers.ownSchool
          : answers.schools(query.get('cursor') ?? undefined, Number(query.get('limit')));
      case 'data-state':
        return answers.dataState;
      case 'evaluation':
        return pilot.evaluation;
      case 'need-against-offer':
        return pilot.need;
      case 'team':
        return pilot.team;
      case 'follow-up':
        return followUp(query);
      case 'waiting-lists':
        return pilot.waitingLists;
      case 'offerings':
        return teacher.offerings();
      default:
        if (/^instruments\/[\w-]+\/reliability$/.test(document)) return pilot.reliability;
        throw new FixtureProblem('not-found');
    }
  };

  const api = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const method = request.method ?? 'GET';
    const body = await bodyOf(request);
    requests.push({
      method,
      path: url.pathname,
      query: url.searchParams,
      body,
      language: String(request.headers['accept-language']),
      key: request.headers['idempotency-key'] as string | undefined,
    });
    if (url.pathname === '/v1/sessions' && method === 'POST') {
      const role = String((body as { code?: unknown }).code).toLowerCase();
      if (!ROLES.includes(role)) throw new FixtureProblem('code-not-valid');
      const id = `session-${(sessionCount += 1)}`;
      sessions.set(id, role);
      return send(response, 201, { role }, { 'Set-Cookie': `cordillera_session=${id}; HttpOnly; SameSite=Strict; Path=/` });
    }
    const role = roleOf(request);
    if (role === undefined) throw new FixtureProblem('not-signed-in');
    if (url.pathname === '/v1/sessions/current' && method === 'DELETE') {
      sessions.clear();
      return send(response, 204, undefined);
    }
    if (url.pathname === '/v1/me')
      return send(response, 200, {
        subject: role,
        role,
        country: role === 'operator' ? '*' : 'cl',
        ...(role === 'teacher' ? { teacher: 'tx1' } : {}),
        ...(role === 'school-leader' ? { school: '900001' } : {}),
      });
    if (url.pathname === '/v1/countries') return send(response, 200, { items: [answers.country] });
    const right = /^\/v1\/cl\/(me\/.+|correction-requests.*|erasure-requests.*|teachers(?:\/.+)?)$/.exec(url.pathname)?.[1];
    if (right !== undefined) {
      const { status, answer } = rights.handle(method, right, body, role);
      return send(response, status, answer, method === 'GET' ? {} : { 'Cordillera-Position': `cl.1.${requests.length}` });
    }
    if (url.pathname === '/v1/cl/cycles' && role === 'partner') throw new FixtureProblem('not-allowed');
    if (url.pathname === '/v1/cl') return send(response, 200, answers.country);
    if (url.pathname === '/v1/cl/cycles/2023') return send(response, 200, answers.cycle);
    if (url.pathname === '/v1/cl/releases')
      return send(response, 200, {
        items: releases.map(({ content, ...one }) => ({ ...one, title: content.title, asOf: content.asOf })),
      });
    const published = /^\/v1\/cl\/releases\/2023\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (published !== undefined) {
      const one = releases.find(({ release }) => release === published);
      if (!one) throw new FixtureProblem('release-unknown');
      return send(response, 200, one);
    }
    if (url.pathname === '/v1/cl/cycles/2023/release-preview') return send(response, 200, fixturePreview(releases.length > 0));
    if (url.pathname === '/v1/cl/cycles/2023/releases' && method === 'POST') {
      const { release, holdBack } = body as { release: string; holdBack: boolean };
      if (releases.length > 0 && !holdBack) throw new FixtureProblem('release-reveals-difference', { k: 10, whole: 'no' });
      releases.unshift({ ...fixtureRelease(holdBack), release });
      return send(response, 201, { cycle: '2023', release }, { 'Cordillera-Position': `cl.1.${requests.length}` });
    }
    if (url.pathname === '/v1/cl/cycles') return send(response, 200, { items: [answers.cycle] });
    if (url.pathname === '/v1/cl/frameworks/digcompedu-2017') return send(response, 200, answers.framework);
    for (const [part, code] of unavailable) if (url.pathname.includes(part)) throw new FixtureProblem(code);
    const own = /^\/v1\/cl\/cycles\/2023\/((?:me|enrolments)\/.+)$/.exec(url.pathname)?.[1];
    if (own !== undefined) {
      if (role !== 'teacher') throw new FixtureProblem('not-allowed');
      const { status, answer } = teacher.handle(method, own, body);
      return send(response, status, answer, method === 'GET' ? {} : { 'Cordillera-Position': `cl.1.${requests.length}` });
    }
    const document = /^\/v1\/cl\/cycles\/2023\/([a-z-]+(?:\/[\w-]+)*)$/.exec(url.pathname)?.[1];
    if (document === 'changes') {
      if (streamsBroken) return send(response, 502, undefined);
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write(': here\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    if (document === undefined) throw new FixtureProblem('not-found');
    send(response, 200, cycleAnswer(document, url.searchParams, role));
  };

  const server = createServer((request, response) => {
    if (lineDown) return void request.socket.destroy();
    const url = new URL(request.url ?? '/', 'http://fixture');
    if (!url.pathname.startsWith('/v1/')) return page(url.pathname, response);
    api(request, response, url).catch((error: unknown) => {
      if (error instanceof FixtureProblem) return refuse(response, request, error);
      // A mistake in the fixture must show in the test that ran into it.
      console.error(error);
      send(response, 500, undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    answers,
    teacher,
    rights,
    requests,
    unavailable,
    listeners: () => streams.size,
    change: (document, position) => {
      for (const stream of streams) stream.write(`event: change\ndata: ${JSON.stringify({ document, position })}\n\n`);
    },
    cut: (down) => {
      lineDown = down;
    },
    breakStreams: (broken) => {
      streamsBroken = broken;
      if (broken) for (const stream of streams) stream.end();
    },
    close: () =>
      new Promise((resolve, reject) => {
        for (const stream of streams) stream.end();
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
};
