import type { INestApplication } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { INSTALLATION } from '#libs/platform';
import { HealthController } from './health.controller.js';

describe('whether a server is ready', () => {
  let app: INestApplication;
  let figures: object[] = [];
  let alive = true;
  beforeAll(async () => {
    const module = await Test.createTestingModule({
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController],
      providers: [
        {
          provide: INSTALLATION,
          useValue: {
            projectionFigures: () => figures,
            host: { health: () => ({ alive, restarts: 2, lastProblem: 'connect db.example' }) },
          },
        },
      ],
    }).compile();
    app = await module.createNestApplication({ logger: false }).init();
  });
  afterAll(() => app.close());
  const view = { projection: 'cohort', state: 'live', lagSeconds: 0, parkedStreams: 0 };
  const ready = () => request(app.getHttpServer() as never).get('/health/ready');

  it('is said with the views’ lag', async () => {
    figures = [view];
    const { body } = (await ready().expect(200)) as { body: object };
    expect(body).toMatchObject({ status: 'ok', info: { views: { status: 'up', views: 1, lagSeconds: 0, unwell: [] } } });
  });

  it.each([
    ['view is being rebuilt', { state: 'rebuilding' }, { unwell: [{ view: 'cohort', state: 'rebuilding' }] }],
    ['view is too far behind', { lagSeconds: 31 }, { lagSeconds: 31 }],
  ])('is denied with 503, and why, while a %s', async (_, over, said) => {
    figures = [view, { ...view, ...over }];
    const { body } = (await ready().expect(503)) as { body: object };
    expect(body).toMatchObject({ status: 'error', error: { views: { status: 'down', views: 2, ...said } } });
    // Which is no trouble with the process.
    await request(app.getHttpServer() as never)
      .get('/health/live')
      .expect(200);
  });

  it('is denied while the projectors cannot be asked, without naming a machine to everybody', async () => {
    figures = [view];
    alive = false;
    const { body } = (await ready().expect(503)) as { body: object };
    expect(body).toMatchObject({ status: 'error', error: { projectors: { status: 'down', restarts: 2 } } });
    expect(JSON.stringify(body)).not.toContain('db.example');
    alive = true;
    await ready().expect(200);
  });
});
