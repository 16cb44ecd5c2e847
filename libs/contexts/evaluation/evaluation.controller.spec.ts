import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import type { SchoolParticipationAnswer } from './queries/answers.js';
import type { ViewChange } from './changes.js';
import { country, foldInto, MemoryView, storeOf, TeacherStory } from './testing/index.js';
import { serveEvaluation } from './testing/server.js';

let app: INestApplication;
const unforeseen: unknown[] = [];
const listeners = new Set<(change: ViewChange) => void>();

beforeAll(async () => {
  const view = new MemoryView();
  foldInto(view, [
    ...country([
      { code: '900001', region: 'CL-RM', sector: 'municipal' },
      { code: '900002', region: 'CL-VS', sector: 'municipal' },
    ]),
    ...['900001', '900002'].flatMap(
      (school) =>
        new TeacherStory(`t-${school}`).registered('female').assigned(school).invited().consented().tested('baseline', 5_000)
          .events,
    ),
  ]);
  app = await serveEvaluation({
    documents: await storeOf(view),
    // A token is a role; of a school leader also the school.
    bearer: (token) => {
      const [role = '', school] = token.split('~');
      return Promise.resolve({ subject: 'somebody', role, tenant: 'cl', school });
    },
    knows: (tenant) => tenant === 'cl',
    fence: {
      ready: () => Promise.resolve({ outcome: 'ready', position: '7' }),
      version: () => Promise.resolve('7'),
    },
    changes: {
      subscribe: (_, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    unforeseen: (error) => unforeseen.push(error),
  });
});
afterAll(async () => {
  await app.close();
  expect(unforeseen).toEqual([]);
});

const get = (path: string, as: string) =>
  supertest(app.getHttpServer() as never)
    .get(`/v1/cl/cycles/${path}`)
    .set('Authorization', `Bearer ${as}`);

const answer = async (path: string, as: string): Promise<{ status: number; body: unknown }> => get(path, as);

describe('the routes of evaluation', () => {
  const aggregates = ['coordinator', 'evaluator', 'regional-officer'];
  const allowed: Record<string, string[]> = {
    funnel: aggregates,
    dashboard: aggregates,
    'gap-heat-map': aggregates,
    gain: aggregates,
    coverage: aggregates,
    persons: aggregates,
    'breakdown?by=modality': aggregates,
    evaluation: ['evaluator'],
    'data-state': [...aggregates, 'auditor', 'operator'],
    'school-participation': ['coordinator', 'evaluator', 'school-leader~900002'],
  };
  const roles = [
    ...[
      'teacher',
      'coordinator',
      'data-protection-officer',
      'evaluator',
      'regional-officer',
      'partner',
      'tutor',
      'auditor',
      'operator',
    ],
    'school-leader~900002',
  ];

  it.each(Object.keys(allowed))('%s answers those who may see it, and nobody else', async (route) => {
    for (const role of roles) {
      const { status } = await get(`2023/${route}`, role);
      expect([role, status]).toEqual([role, allowed[route]?.includes(role) ? 200 : 403]);
    }
  });

  it('show a school leader the own school, whatever is asked', async () => {
    const { body } = await answer('2023/school-participation?limit=50', 'school-leader~900002');
    expect((body as SchoolParticipationAnswer).items.map((item) => item.school)).toEqual(['900002']);
    expect((await get('2023/school-participation', 'school-leader')).status).toBe(403);
  });

  it('refuse a gain between two measures, in words', async () => {
    const { status, body } = await answer('2023/gain?pre=self-rating@1&post=test-form-a@1', 'coordinator');
    expect(status).toBe(422);
    expect((body as { type: string }).type).toBe('/problems/measures-not-comparable');
  });

  it('refuse what they do not know', async () => {
    expect((await get('2023/funnel?by=shoe-size', 'coordinator')).status).toBe(400);
    expect((await get('2023/funnel?colour=red', 'coordinator')).status).toBe(400);
    expect((await get('2023/gap-heat-map?by=modality', 'coordinator')).status).toBe(400);
    expect((await get('2023/school-participation?limit=0', 'coordinator')).status).toBe(400);
    expect((await get('2023/breakdown', 'coordinator')).status).toBe(400);
    expect((await get('2023/breakdown?by=shoe-size', 'coordinator')).status).toBe(400);
    expect((await get('2023/funnel?codes=private', 'coordinator')).status).toBe(400);
    expect((await get('1999/evaluation', 'evaluator')).status).toBe(404);
    expect((await get('1999/dashboard', 'coordinator')).status).toBe(404);
    expect((await get('1999/changes', 'coordinator')).status).toBe(404);
  });

  it('say what their figures are, by id and version', async () => {
    const { body } = await answer('2023/dashboard', 'coordinator');
    const cited = (body as { definitions: string[] }).definitions;
    expect(cited).toContain('learning-gain@1');
    const indicators = await supertest(app.getHttpServer() as never)
      .get('/v1/cl/indicators')
      .set('Authorization', 'Bearer evaluator');
    const known = (indicators.body as { items: { id: string; version: number }[] }).items.map(
      ({ id, version }) => `${id}@${version}`,
    );
    expect(cited.filter((one) => !known.includes(one))).toEqual([]);
  });

  it('take ?after=, and say which position they show', async () => {
    const { status, headers } = await get('2023/dashboard?after=cl.1.7', 'coordinator');
    expect([status, headers['cordillera-position']]).toEqual([200, 'cl.1.7']);
  });

  it('hint at changes as events, until the page leaves', async () => {
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest(
        { port, path: '/v1/cl/cycles/2023/changes?document=funnel', headers: { authorization: 'Bearer coordinator' } },
        resolve,
      )
        .on('error', reject)
        .end();
    });
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response) {
      text += String(chunk);
      if (text.includes('hints follow')) for (const listener of listeners) listener({ projection: 'cohort', position: '9' });
      if (text.includes('event: change')) break;
    }
    expect(text).toContain('event: change\nid: cl.1.9\ndata: {"document":"funnel","position":"cl.1.9"}\n\n');
    while (listeners.size > 0) await new Promise((resolve) => setImmediate(resolve));
  });
});
