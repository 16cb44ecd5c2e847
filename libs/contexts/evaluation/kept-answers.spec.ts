import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import supertest from 'supertest';
import type { FoldableEvent } from '#libs/kernel';
import { projectionId } from '#libs/projecting';
import type { ReadStore } from '#libs/read-store';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { cohortProjection } from './projections/cohort.projection.js';
import { CohortReader } from './queries/cohort-reader.js';
import { Dashboard, DashboardHandler } from './queries/dashboard.js';
import { country, foldInto, MemoryView, TeacherStory } from './testing/index.js';
import { serveEvaluation } from './testing/server.js';

const PROJECTION = projectionId(cohortProjection);
const SCHOOLS = [
  { code: '900001', region: 'CL-RM', sector: 'municipal' },
  { code: '900002', region: 'CL-VS', sector: 'slep' },
];

/** Two countries whose cohorts grow event by event, one commit after the other, as the projector makes them. */
class Country {
  readonly #view = new MemoryView();
  #at: string | undefined;
  #number = 0;

  constructor(
    readonly tenant: string,
    private readonly store: ReadStore,
  ) {}

  async fold(events: readonly FoldableEvent[]): Promise<void> {
    foldInto(this.#view, events);
    this.#number += 1;
    const to = String(this.#number).padStart(6, '0');
    const puts = this.#view.entries();
    await this.store.commit(this.tenant, { projection: PROJECTION, from: this.#at, to, puts, deletes: [] });
    this.#at = to;
  }

  /** Everything is folded anew, from nothing to where it was. */
  async rebuild(): Promise<void> {
    await this.store.reset(this.tenant, PROJECTION);
    const puts = this.#view.entries();
    await this.store.commit(this.tenant, { projection: PROJECTION, from: undefined, to: this.#at as string, puts, deletes: [] });
  }
}

let app: INestApplication;
let store: ReadStore;
let computed = 0;
/** Runs between the reading of an answer's documents and its end. */
let meanwhile: (() => Promise<void>) | undefined;

beforeAll(async () => {
  store = openMemoryReadStore();
  app = await serveEvaluation({
    documents: store,
    // A token is a role and a country.
    bearer: (token) => {
      const [role = '', tenant = ''] = token.split('~');
      return Promise.resolve({ subject: 'somebody', role, tenant });
    },
    knows: () => true,
    fence: {
      ready: async (tenant) => ({ outcome: 'ready', position: await store.checkpoint(tenant, PROJECTION) }),
      version: (tenant) => store.checkpoint(tenant, PROJECTION),
    },
    changes: { subscribe: () => () => undefined },
    unforeseen: () => undefined,
  });
  const queries = app.get(QueryBus);
  const execute = queries.execute.bind(queries);
  queries.execute = async (query: object): Promise<never> => {
    computed += 1;
    const answer = await execute<object, never>(query);
    const happens = meanwhile;
    meanwhile = undefined;
    await happens?.();
    return answer;
  };
});
afterAll(async () => {
  await app.close();
  await store.close();
});
beforeEach(() => {
  computed = 0;
});

let countries = 0;
const newCountry = async (): Promise<Country> => {
  const tenant = `c${countries++}`;
  await store.declare(tenant, PROJECTION, cohortProjection.collections);
  const made = new Country(tenant, store);
  await made.fold(country(SCHOOLS, ['2023'], 3));
  return made;
};
const get = async (tenant: string, role = 'coordinator', of = tenant, path = '2023/dashboard') =>
  supertest(app.getHttpServer() as never)
    .get(`/v1/${of}/cycles/${path}`)
    .set('Authorization', `Bearer ${role}~${tenant}`);
const made = async (tenant: string) =>
  JSON.parse(
    JSON.stringify(await new DashboardHandler(new CohortReader(store)).execute(new Dashboard(tenant, '2023'))),
  ) as unknown;

const teacher = (at: number): TeacherStory =>
  new TeacherStory(`t${at}`).registered(at % 3 === 0 ? 'male' : 'female').assigned(SCHOOLS[at % 2]?.code as string);
const STEPS: Record<string, (at: number) => readonly FoldableEvent[]> = {
  joins: (at) => teacher(at).invited().consented().events,
  tested: (at) => new TeacherStory(`t${at}`).tested('baseline', 3_000 + at * 100).tested('final', 5_000 + at * 100).events,
  withdraws: (at) => new TeacherStory(`t${at}`).withdrew('take-part').events,
  forgotten: (at) => new TeacherStory(`t${at}`).erased().events,
  // A country's first event alone: its rule anew.
  threshold: (at) => country([], [], 3 + (at % 5)).slice(0, 1),
  nothing: () => [],
};

describe('an answer that is kept', () => {
  it('is the one that is computed, whatever happened since it was kept, in each country', async () => {
    const step = fc.record({
      what: fc.constantFrom(...Object.keys(STEPS), 'rebuild'),
      who: fc.integer({ min: 0, max: 9 }),
      where: fc.integer({ min: 0, max: 1 }),
      reads: fc.integer({ min: 0, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const both = [await newCountry(), await newCountry()];
        const first = [0, 1, 2, 3, 4, 5].flatMap((at) => [...STEPS['joins']!(at), ...STEPS['tested']!(at)]);
        for (const one of both) await one.fold(first);
        for (const { what, who, where, reads } of steps) {
          const here = both[where] as Country;
          if (what === 'rebuild') await here.rebuild();
          else await here.fold(STEPS[what]!(who));
          for (let read = 0; read < reads; read += 1)
            for (const { tenant } of both) {
              const { body, headers } = await get(tenant);
              expect(body).toEqual(await made(tenant));
              expect(headers['content-type']).toBe('application/json; charset=utf-8');
            }
        }
      }),
      { numRuns: 12 },
    );
  }, 300_000);

  it('is computed once for all who may ask, and anew after each commit', async () => {
    const { tenant, fold } = await newCountry().then((one) => ({ tenant: one.tenant, fold: one.fold.bind(one) }));
    await Promise.all(['coordinator', 'evaluator', 'regional-officer'].map((role) => get(tenant, role)));
    await get(tenant);
    expect(computed).toBe(1);
    await fold(STEPS['joins']!(1));
    expect((await get(tenant)).body).toMatchObject({ invited: 1 });
    expect(computed).toBe(2);
  });

  it('is given to nobody who may not see it: another role, another country, no token', async () => {
    const [one, other] = [await newCountry(), await newCountry()];
    await one.fold(STEPS['joins']!(1));
    expect((await get(one.tenant)).status).toBe(200);
    expect((await get(one.tenant, 'teacher')).status).toBe(403);
    expect((await get(other.tenant, 'coordinator', one.tenant)).status).toBe(403);
    expect((await get(other.tenant)).body).toMatchObject({ invited: 0 });
    const path = `/v1/${one.tenant}/cycles/2023/dashboard`;
    expect((await supertest(app.getHttpServer() as never).get(path)).status).toBe(401);
  });

  it('belongs to its question: another one is answered or refused by itself', async () => {
    const { tenant } = await newCountry();
    expect((await get(tenant)).status).toBe(200);
    expect((await get(tenant, 'coordinator', tenant, '2023/dashboard?more=1')).status).toBe(400);
    const by = async (dimension: string) =>
      (await get(tenant, 'coordinator', tenant, `2023/breakdown?by=${dimension}`)).body as unknown;
    expect(await by('sector')).toMatchObject({ by: 'sector' });
    expect(await by('region')).toMatchObject({ by: 'region' });
    expect(await by('sector')).toMatchObject({ by: 'sector' });
  });

  it('is not kept when something was committed while it was made', async () => {
    const one = await newCountry();
    meanwhile = () => one.fold(STEPS['joins']!(1));
    expect((await get(one.tenant)).body).toMatchObject({ invited: 0 });
    await one.rebuild();
    expect((await get(one.tenant)).body).toMatchObject({ invited: 1 });
  });

  it('that was refused is asked anew', async () => {
    const { tenant } = await newCountry();
    const path = () => get(tenant, 'coordinator', tenant, '2031/dashboard');
    expect((await path()).status).toBe(404);
    expect((await path()).status).toBe(404);
    expect(computed).toBe(2);
  });
});
