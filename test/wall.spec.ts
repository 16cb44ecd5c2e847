import fc from 'fast-check';
import { closeConnections, Scenario, somebody, TIMES, type Country, type TeacherActor } from './support/scenario.js';

/**
 * Two countries with the same school codes, the same national ids and the same teachers’ numbers, working at the same time. What one of
 * them answers, records and shows has to be the same to the byte as if the other were not there.
 */
type Deed =
  | { kind: 'school'; code: number; name: number }
  | { kind: 'register'; who: number; code: number }
  | { kind: 'invite'; who: number }
  | { kind: 'consent'; who: number }
  | { kind: 'begin'; who: number }
  | { kind: 'answer'; who: number; level: number }
  | { kind: 'forget'; who: number };
interface Turn {
  readonly here: boolean;
  readonly deed: Deed;
}

const who = fc.integer({ min: 0, max: 2 });
const code = fc.integer({ min: 1, max: 2 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('school' as const), code, name: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('register' as const), who, code }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('invite' as const), who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('consent' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('begin' as const), who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('answer' as const), who, level: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), who }) },
);
const turns = fc.array(fc.record({ here: fc.boolean(), deed }), { minLength: 12, maxLength: 30 });
/** Every history begins with people on both sides, so that there is something to see. */
const BEGINNING: readonly Deed[] = [
  { kind: 'school', code: 1, name: 0 },
  { kind: 'register', who: 0, code: 1 },
  { kind: 'invite', who: 0 },
  { kind: 'consent', who: 0 },
];

const READS = [
  '',
  'schools',
  'teachers',
  'teachers?cycle=2023',
  'cycles/2023/funnel?by=sector',
  'cycles/2023/dashboard',
  'cycles/2023/school-participation',
  'cycles/2023/gap-heat-map',
];

/** One side of the history: does its turns and keeps what was answered. */
class Side {
  readonly answers: string[] = [];
  readonly #known = new Map<number, { teacher: string; actor?: TeacherActor; attempt?: string }>();
  #turn = 0;

  constructor(readonly country: Country) {}

  async does(deed: Deed): Promise<void> {
    this.#turn += 1;
    const headers = { 'idempotency-key': `turn-${this.#turn}`, 'x-correlation-id': `turn-${this.#turn}` };
    const coordinator = await this.country.coordinator();
    const person = 'who' in deed ? this.#known.get(deed.who) : undefined;
    const me = 'cycles/2023/me';
    switch (deed.kind) {
      case 'school':
        return this.#keep(
          await coordinator.put(`schools/${deed.code}`, { name: `Escuela ${deed.name}`, sector: 'municipal' }, headers),
        );
      case 'register': {
        const answer = await coordinator.post<{ teacher: string }>('teachers', somebody(deed.who, String(deed.code)), headers);
        if (answer.status === 201) this.#known.set(deed.who, { teacher: answer.body.teacher });
        return this.#keep(answer);
      }
      case 'invite': {
        if (!person) return;
        const answer = await coordinator.post<{ invitations: [{ code: string }] }>(
          'cycles/2023/invitations',
          { teachers: [person.teacher] },
          headers,
        );
        // Codes are drawn anew each time.
        this.answers.push(`${answer.status} ${answer.problem ?? ''}`);
        if (answer.status === 201) person.actor = await this.country.signsIn(answer.body.invitations[0].code);
        return;
      }
      case 'consent': {
        const consent = { version: '2023-1', language: 'es-CL', purposes: ['take-part', 'programme-statistics'] };
        if (person?.actor) this.#keep(await person.actor.client.post(`${me}/consent`, consent, headers));
        return;
      }
      case 'begin': {
        if (!person?.actor) return;
        const measure = { measure: 'self-rating', occasion: 'baseline' };
        const answer = await person.actor.client.post<{ attempt: string }>(`${me}/attempts`, measure, headers);
        if (answer.status === 201) person.attempt = answer.body.attempt;
        return this.#keep(answer);
      }
      case 'answer': {
        if (!person?.actor || person.attempt === undefined) return;
        const path = `${me}/attempts/${person.attempt}/answers`;
        return this.#keep(await person.actor.client.put(path, { answers: { '1.1': deed.level } }, headers));
      }
      case 'forget': {
        if (!person) return;
        const officer = await this.country.as('data-protection-officer');
        this.#keep(await officer.post(`teachers/${person.teacher}/forgetting`, undefined, headers));
        this.#known.delete(deed.who);
      }
    }
  }

  #keep(answer: { status: number; text: string; header(name: string): string | undefined }): void {
    this.answers.push([answer.status, answer.header('etag'), answer.header('cordillera-position'), answer.text].join(' '));
  }

  async everything(): Promise<unknown> {
    const coordinator = await this.country.coordinator();
    const shown: unknown[] = [];
    for (const path of READS) shown.push([path, await coordinator.see(path === '' ? this.country.base : path)]);
    const operator = await this.country.as('operator');
    return {
      answers: this.answers,
      shown,
      events: await this.country.events(),
      digest: (await operator.get('digest')).must().body,
      verified: (await this.country.verifies())['same'],
    };
  }
}

describe('the wall between countries', () => {
  let alone: Scenario;
  let together: Scenario;
  let run = 0;

  beforeAll(async () => {
    [alone, together] = await Promise.all([Scenario.inProcess(), Scenario.inProcess()]);
  });
  afterAll(async () => {
    await alone.close();
    await together.close();
    await closeConnections();
  });

  const standUp = async (scenario: Scenario, id: string): Promise<Side> => {
    const fixed = { 'idempotency-key': `make-${id}`, 'x-correlation-id': `make-${id}` };
    const body = { id, origin: 'simulated', pack: 'cl', seed: 'wall', clock: TIMES.selfAssessment };
    (await scenario.operator.post('countries', body, fixed)).must();
    const country = scenario.country(id);
    const coordinator = await country.coordinator();
    (await coordinator.post('packs/cl/cycles/2023', undefined, fixed)).must();
    (await coordinator.post('cycles/2023/opening', undefined, fixed)).must();
    return new Side(country);
  };

  it('lets nothing through: what a country answers, records and shows is the same with and without a neighbour', async () => {
    await fc.assert(
      fc.asyncProperty(turns, async (history: readonly Turn[]) => {
        run += 1;
        const [here, alike, neighbour] = await Promise.all([
          standUp(alone, `a${run}`),
          standUp(together, `a${run}`),
          standUp(together, `b${run}`),
        ]);
        const whole = [
          ...BEGINNING.flatMap((one) => [
            { here: false, deed: one },
            { here: true, deed: one },
          ]),
          ...history,
        ];
        for (const { here: ours, deed: one } of whole) {
          if (!ours) await neighbour.does(one);
          else {
            await here.does(one);
            await alike.does(one);
          }
        }
        expect(await alike.everything()).toEqual(await here.everything());
        expect(await neighbour.everything()).toMatchObject({ verified: true });
      }),
      { numRuns: 5, seed: 2023, endOnFailure: true },
    );
  }, 120_000);

  it('gives the same person another pseudonym in every country', async () => {
    const [one, other] = [await standUp(together, 'pa'), await standUp(together, 'pb')];
    for (const side of [one, other]) for (const deed of BEGINNING) await side.does(deed);
    const pseudonyms = await Promise.all(
      [one, other].map(async ({ country }) => {
        const { items } = await (await country.coordinator()).see<{ items: { teacher: string }[] }>('teachers');
        return items.map(({ teacher }) => teacher);
      }),
    );
    expect(pseudonyms.map(({ length }) => length)).toEqual([1, 1]);
    expect(pseudonyms[0]).not.toEqual(pseudonyms[1]);
    // Nor does the record of one say anything that the other's says of the same person.
    const records = await Promise.all([one, other].map(async ({ country }) => JSON.stringify(await country.events())));
    expect(records[0]).not.toContain(pseudonyms[1]?.[0]);
    const sealed = (record: string | undefined): string[] =>
      [...(record ?? '').matchAll(/"identity":\{[^}]*\}/g)].map(([text]) => text);
    expect(sealed(records[0])).toHaveLength(1);
    expect(sealed(records[0])).not.toEqual(sealed(records[1]));
  }, 60_000);
});
