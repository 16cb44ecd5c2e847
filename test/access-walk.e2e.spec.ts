import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { Controller, Get, Module, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { APP_FILTER, APP_GUARD, ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { ROLES, type Role } from '#libs/access';
import {
  AccessGuard,
  ALLOWED,
  AUTHENTICATOR,
  HTTP_SETTINGS,
  httpRefusals,
  ProblemFilter,
  RefusalMessages,
  UNFORESEEN,
} from '#libs/http';
import { Answer, ask, Client } from './support/http.js';
import {
  closeConnections,
  registerCsv,
  registerRow,
  Scenario,
  somebody,
  TIMES,
  type Country,
  type TeacherActor,
} from './support/scenario.js';

type Key = Awaited<ReturnType<typeof importJWK>>;

interface Route {
  readonly method: string;
  readonly path: string;
  readonly allowed: readonly Role[] | 'signed-in' | 'public' | undefined;
}

const joined = (...parts: readonly string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;

/** Every handler of every controller of the application, with what it says about who may call it. */
const declaredRoutes = (app: NestExpressApplication): Route[] => {
  const routes: Route[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, unknown>;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name];
        if (name === 'constructor' || typeof handler !== 'function') continue;
        const path = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
        if (path === undefined) continue;
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'none';
        const allowed = (Reflect.getMetadata(ALLOWED, handler) ?? Reflect.getMetadata(ALLOWED, metatype)) as Route['allowed'];
        routes.push({ method, path: joined(Reflect.getMetadata(PATH_METADATA, metatype) as string, path), allowed });
      }
    }
  }
  return routes;
};

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}
/** What the router really answers to. */
const routed = (app: NestExpressApplication): string[] => {
  const { router } = app.getHttpAdapter().getInstance() as unknown as { router: { stack: readonly Layer[] } };
  return router.stack.flatMap(({ route }) =>
    route === undefined ? [] : Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`),
  );
};

/** An address of a route where nothing is, so that walking it changes nothing. */
const addressOf = (route: Route, country: string): string =>
  route.path
    .replace(':tenant', country)
    .replace(':cycle', '1999')
    .replace(':code', route.path.startsWith('/problems') ? 'nothing' : '999999')
    .replace(':school', '999999')
    .replace(/:(teacher|attempt|enrolment|id)/, randomUUID())
    .replace(/:[a-z]+/g, 'nothing');

/** Reads no body: some answers do not end. */
const statusOf = (url: string, method: string, path: string, headers: Record<string, string>) =>
  new Promise<Answer>((resolve, reject) => {
    const request = httpRequest(`${url}${path}`, { method, headers: { connection: 'close', ...headers } }, (response) => {
      const { statusCode = 0 } = response;
      const endless = String(response.headers['content-type']).startsWith('text/event-stream');
      let text = '';
      const done = () => {
        resolve(new Answer(statusCode, response.headers, text, `${method} ${path}`));
        request.destroy();
      };
      if (endless) return done();
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', done);
    });
    request.on('error', (error) => {
      if (!request.destroyed) reject(error);
    });
    request.end(method === 'GET' || method === 'DELETE' ? undefined : '{}');
  });

describe('who may do what', () => {
  let scenario: Scenario;
  let cl: Country;
  let ni: Country;
  let teacher: TeacherActor;
  let other: TeacherActor;
  let routes: Route[];
  const tokens = new Map<Role, string>();

  beforeAll(async () => {
    scenario = await Scenario.inProcess();
    cl = await scenario.simulatedCountry('cl');
    ni = await scenario.realCountry('ni');
    await cl.opensCycle();
    (await cl.importsSchools(registerCsv([registerRow(900001), registerRow(900002)]))).must();
    [teacher, other] = (await cl.teachers([somebody(1, '900001'), somebody(2, '900002')])) as [TeacherActor, TeacherActor];
    for (const role of ROLES) {
      if (role === 'teacher') tokens.set(role, teacher.client.token ?? '');
      else tokens.set(role, (await cl.as(role, roleFacts(role))).token ?? '');
    }
    routes = declaredRoutes(scenario.api?.app as NestExpressApplication);
  });
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  const roleFacts = (role: Role) =>
    role === 'school-leader' ? { school: '900001' } : role === 'tutor' ? { courses: ['cl-01'] } : {};
  const call = (route: Route, token: string | undefined, country = 'cl') =>
    statusOf(scenario.url, route.method, addressOf(route, country), {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    });
  const closed = () => routes.filter(({ allowed }) => allowed !== 'public');
  const ofCountries = () => closed().filter(({ path }) => path.includes(':tenant'));

  it('is declared by every route, and there is no route beside those', () => {
    expect(routes.length).toBeGreaterThan(60);
    expect(routes.filter(({ allowed }) => allowed === undefined)).toEqual([]);
    const names = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(routed(scenario.api?.app as NestExpressApplication))).toEqual(new Set(names));
    expect(
      routes
        .filter(({ allowed }) => allowed === 'public')
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual([
      'GET /.well-known/jwks.json',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /problems',
      'GET /problems/:code',
      'POST /v1/sessions',
      'POST /v1/sign-in',
    ]);
  });

  it('lets nobody in without a token', async () => {
    for (const route of closed()) {
      const answer = await call(route, undefined);
      expect([route.path, answer.status, answer.problem]).toEqual([route.path, 401, 'not-signed-in']);
      expect(answer.header('www-authenticate')).toContain('Bearer');
    }
  });

  it('lets nobody into another country, and does not say whether there is one', async () => {
    for (const country of ['ni', 'xx']) {
      for (const route of ofCountries()) {
        for (const role of ['coordinator', 'teacher'] as const) {
          const answer = await call(route, tokens.get(role), country);
          expect([route.path, country, answer.status, answer.problem]).toEqual([route.path, country, 403, 'other-country']);
          expect(answer.text).not.toMatch(/exist/);
        }
      }
    }
  });

  it.each(ROLES)('opens to %s what is declared for them, and nothing else', async (role) => {
    const wrong: unknown[] = [];
    for (const route of closed()) {
      // Signing the walker out belongs to no walk.
      if (route.path === '/v1/sessions/current') continue;
      const answer = await call(route, tokens.get(role));
      const may = route.allowed === 'signed-in' || (route.allowed as readonly string[]).includes(role);
      // A school leader is let in, and then sees only the own school: another one is refused by the same name.
      const elsewhere = role === 'school-leader' && route.path === '/v1/:tenant/schools/:code';
      const fits =
        may && !elsewhere ? ![401, 403].includes(answer.status) : answer.status === 403 && answer.problem === 'not-allowed';
      if (!fits || answer.status >= 500) wrong.push([route.method, route.path, may, answer.status, answer.text]);
    }
    expect(wrong).toEqual([]);
  });

  it('tells the operator that a country is not there, who may know', async () => {
    expect((await cl.operator.get('/v1/xx')).problem).toBe('country-unknown');
  });

  it('has roles whose doors are few', () => {
    const doors = (role: Role) =>
      closed()
        .filter(({ allowed }) => Array.isArray(allowed) && allowed.includes(role))
        .map(({ method, path }) => `${method} ${path}`);
    expect(doors('partner').sort()).toEqual([
      'GET /v1/:tenant/releases',
      'GET /v1/:tenant/releases/:cycle/:release',
      'GET /v1/:tenant/releases/:cycle/:release/file',
    ]);
    expect(doors('school-leader').sort()).toEqual([
      'GET /v1/:tenant/cycles',
      'GET /v1/:tenant/cycles/:cycle',
      'GET /v1/:tenant/cycles/:cycle/changes',
      'GET /v1/:tenant/cycles/:cycle/school-participation',
      'GET /v1/:tenant/schools/:code',
    ]);
    // What concerns people by name, or one person's answers, is for exactly one role each.
    for (const { path, allowed } of routes.filter((route) => /\/teachers|\/me\//.test(route.path))) {
      expect([path, allowed]).toEqual([path, [expect.stringMatching(/^(coordinator|teacher|data-protection-officer)$/)]]);
    }
  });

  describe('tokens', () => {
    const whoAmI = (token: string) =>
      ask(scenario.url, { method: 'GET', path: '/v1/me', headers: { authorization: `Bearer ${token}` } });
    const claims = { role: 'operator', tenant: '*' };
    const signed = (key: Key, kid: string, change: (jwt: SignJWT) => SignJWT = (jwt) => jwt) => {
      const now = Math.floor(Date.now() / 1000);
      const jwt = new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid })
        .setIssuer('cordillera')
        .setAudience('cordillera')
        .setSubject('operator')
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(now + 600);
      return change(jwt).sign(key);
    };
    const ownKey = async () => {
      const { keys } = JSON.parse(readFileSync(join(scenario.directory, 'keys', 'issuer.json'), 'utf8')) as {
        keys: { kid: string; jwk: JWK }[];
      };
      const [{ kid, jwk }] = keys as [{ kid: string; jwk: JWK }];
      return { kid, key: await importJWK(jwk, 'EdDSA') };
    };

    it('are good when this server signed them', async () => {
      const { kid, key } = await ownKey();
      expect((await whoAmI(await signed(key, kid))).body).toMatchObject({ role: 'operator', country: '*' });
    });

    it('are none when they are forged, expired, for somebody else, unsigned or changed', async () => {
      const { kid, key } = await ownKey();
      const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
      const hour = 3600;
      const now = Math.floor(Date.now() / 1000);
      const good = await signed(key, kid);
      const [header, payload, signature] = good.split('.') as [string, string, string];
      const base = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const raised = base({
        ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object),
        role: 'auditor',
        tenant: 'cl',
      });
      const bad: Record<string, string> = {
        'another key': await signed(privateKey, kid),
        expired: await signed(key, kid, (jwt) =>
          jwt
            .setIssuedAt(now - 2 * hour)
            .setNotBefore(now - 2 * hour)
            .setExpirationTime(now - hour),
        ),
        'not valid yet': await signed(key, kid, (jwt) => jwt.setNotBefore(now + hour).setExpirationTime(now + 2 * hour)),
        'valid for ever': await signed(key, kid, (jwt) => jwt.setExpirationTime(now + 365 * 24 * hour)),
        'another audience': await signed(key, kid, (jwt) => jwt.setAudience('elsewhere')),
        'another issuer': await signed(key, kid, (jwt) => jwt.setIssuer('elsewhere')),
        'no algorithm': `${base({ alg: 'none', typ: 'JWT', kid })}.${payload}.`,
        'a shared secret': `${base({ alg: 'HS256', typ: 'JWT', kid })}.${payload}.${signature}`,
        'another payload': `${header}.${raised}.${signature}`,
        'no token': 'abc',
      };
      for (const [name, token] of Object.entries(bad)) {
        const answer = await whoAmI(token);
        expect([name, answer.status, answer.problem]).toEqual([name, 401, 'not-signed-in']);
      }
    });

    it('can be checked with the published keys, which hold nothing private', async () => {
      const { keys } = (await ask<{ keys: JWK[] }>(scenario.url, { method: 'GET', path: '/.well-known/jwks.json' })).body;
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    });
  });

  describe('one’s own', () => {
    it('are a teacher’s attempts: another’s do not exist', async () => {
      await cl.at(TIMES.selfAssessment);
      await teacher.consents();
      await other.consents();
      const attempt = await teacher.starts('self-rating', 'baseline');
      await teacher.answers(attempt, { '1.1': 2 });
      await teacher.client.see(`${teacher.me}/attempts/${attempt}`);
      for (const answer of [
        await other.client.get(`${other.me}/attempts/${attempt}`),
        await other.client.put(`${other.me}/attempts/${attempt}/answers`, { answers: { '1.1': 5 } }),
        await other.client.post(`${other.me}/attempts/${attempt}/submission`),
      ]) {
        expect([answer.status, answer.problem]).toEqual([404, 'attempt-unknown']);
      }
      expect((await teacher.client.see<{ answers: object }>(`${teacher.me}/attempts/${attempt}`)).answers).toEqual({ '1.1': 2 });
      expect((await other.client.see<{ attempts: object[] }>(`${other.me}/attempts`)).attempts).toEqual([]);
    });

    it('is a school leader’s school', async () => {
      const leader = await cl.as('school-leader', { school: '900001' });
      expect((await leader.get('schools/900001')).status).toBe(200);
      const elsewhere = await leader.get('schools/900002');
      expect([elsewhere.status, elsewhere.problem]).toEqual([403, 'not-allowed']);
      const { items } = await leader.see<{ items: { school: string }[] }>('cycles/2023/school-participation');
      expect(items.map(({ school }) => school)).toEqual(['900001']);
    });

    it('are a tutor’s courses', async () => {
      const tutor = await cl.as('tutor', { courses: ['cl-02'] });
      await cl.coordinator().then((coordinator) => coordinator.see('cycles/2023/offerings'));
      expect((await tutor.get('cycles/2023/offerings/cl-02-2023-national/participants')).status).toBe(200);
      expect((await tutor.get('cycles/2023/offerings/cl-01-2023-national/participants')).problem).toBe('offering-unknown');
    });

    it('is what the list of countries shows', async () => {
      const { items } = (
        await new Client(scenario.url, '/v1', teacher.client.token).get<{ items: { country?: string }[] }>('countries')
      ).body;
      expect(items).toHaveLength(1);
      expect(JSON.stringify(items)).not.toContain('"ni"');
      expect((await cl.operator.get<{ items: unknown[] }>('/v1/countries')).body.items).toHaveLength(2);
      expect(ni.id).toBe('ni');
    });
  });

  describe('a browser session', () => {
    const signIn = async (): Promise<string> => {
      const { codes } = (
        await cl.operator.post<{ codes: { code: string; link: string }[] }>('/v1/cl/sign-in-codes', { role: 'coordinator' })
      ).must().body;
      const [{ code, link }] = codes as [{ code: string; link: string }];
      // What stands behind # stays in the browser and reaches no log.
      expect(link).toBe(`${scenario.url}/sign-in#${code}`);
      const opened = (await ask(scenario.url, { method: 'POST', path: '/v1/sessions', body: { code } })).must();
      const cookie = opened.header('set-cookie') ?? '';
      expect(cookie).toMatch(/HttpOnly/);
      expect(cookie).toMatch(/SameSite=Strict/);
      expect(opened.body).toEqual({ subject: 'coordinator', role: 'coordinator', country: 'cl' });
      return cookie.split(';')[0] ?? '';
    };
    const me = (cookie: string, headers: Record<string, string> = {}) =>
      ask(scenario.url, { method: 'GET', path: '/v1/me', headers: { cookie, ...headers } });
    const write = (cookie: string, headers: Record<string, string>) =>
      ask(scenario.url, {
        method: 'PUT',
        path: '/v1/cl/schools/920001',
        body: { name: 'Por la página' },
        headers: { cookie, ...headers },
      });

    it('works, and ends with the sign-out', async () => {
      const cookie = await signIn();
      expect((await me(cookie)).body).toMatchObject({ role: 'coordinator', country: 'cl' });
      const ended = await ask(scenario.url, {
        method: 'DELETE',
        path: '/v1/sessions/current',
        headers: { cookie, 'sec-fetch-site': 'same-origin' },
      });
      expect(ended.status).toBe(204);
      expect((await me(cookie)).status).toBe(401);
      expect((await me('cordillera_session=cs_cl_0000000000000000000000000000000000000000000')).status).toBe(401);
      expect((await me('cordillera_session=%E0%A4%A')).status).toBe(401);
    });

    it('takes no write that another site’s page sends', async () => {
      const cookie = await signIn();
      for (const site of ['cross-site', 'same-site']) {
        const answer = await write(cookie, { 'sec-fetch-site': site });
        expect([site, answer.status, answer.problem]).toEqual([site, 403, 'cross-site-request']);
      }
      // Browsers that do not say where a page is from say its origin.
      const foreign = await write(cookie, { origin: 'https://elsewhere.example' });
      expect([foreign.status, foreign.problem]).toEqual([403, 'cross-site-request']);
      expect((await write(cookie, { 'sec-fetch-site': 'same-origin', origin: scenario.url })).status).toBe(200);
    });

    it('ends the page’s stream of hints with it', async () => {
      const cookie = await signIn();
      const answer = await statusOf(scenario.url, 'GET', '/v1/cl/cycles/2023/changes', { cookie });
      expect(answer.status).toBe(200);
    });
  });

  it('makes who guesses codes wait', async () => {
    const guess = () => ask(scenario.url, { method: 'POST', path: '/v1/sign-in', body: { code: 'cl.AAAA-AAAA-AAAA' } });
    let answer = await guess();
    for (let tries = 0; tries < 60 && answer.status !== 429; tries += 1) answer = await guess();
    expect([answer.status, answer.problem]).toEqual([429, 'too-many-attempts']);
    expect(Number(answer.header('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a route that declares nothing', () => {
  @Controller('forgotten')
  class ForgottenController {
    @Get()
    secret() {
      return { secret: true };
    }
  }
  @Module({
    controllers: [ForgottenController],
    providers: [
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: UNFORESEEN, useValue: () => undefined },
      { provide: RefusalMessages, useValue: new RefusalMessages([httpRefusals]) },
      {
        provide: AUTHENTICATOR,
        useValue: {
          bearer: (role: string) => Promise.resolve({ subject: role, role, tenant: role === 'operator' ? '*' : 'cl' }),
          session: () => Promise.resolve(undefined),
        },
      },
      {
        provide: HTTP_SETTINGS,
        useValue: { knows: () => true, simulated: () => false, now: Date.now, epoch: () => 1, timeZoneOf: () => 'UTC' },
      },
    ],
  })
  class ForgottenModule {}

  it('is closed to everybody, the operator too', async () => {
    const module = await Test.createTestingModule({ imports: [ForgottenModule] }).compile();
    const app = module.createNestApplication({ logger: false });
    const server = (await app.listen(0, '127.0.0.1')) as { address(): { port: number } };
    const url = `http://127.0.0.1:${server.address().port}`;
    for (const role of ROLES) {
      const answer = await ask(url, { method: 'GET', path: '/forgotten', headers: { authorization: `Bearer ${role}` } });
      expect([role, answer.status, answer.problem]).toEqual([role, 403, 'not-allowed']);
    }
    expect((await ask(url, { method: 'GET', path: '/forgotten' })).status).toBe(401);
    await app.close();
    await closeConnections();
  });
});
