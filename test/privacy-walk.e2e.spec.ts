import { ROLES, type Role } from '#libs/access';
import { ask, type Client, type Fields } from './support/http.js';
import {
  closeConnections,
  registerCsv,
  registerRow,
  rut,
  Scenario,
  TIMES,
  type Country,
  type Person,
  type TeacherActor,
} from './support/scenario.js';

/**
 * Every reading route of the application, as its own description lists them, is asked by every role, with every choice that a parameter
 * offers; what comes back is searched for what the role may not see. A route that is added is walked without anybody remembering to.
 */
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema?: { readonly enum?: readonly string[]; readonly type?: string };
}
interface Described {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly Parameter[] } }>>;
}
interface Heard {
  readonly address: string;
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
  readonly origin: string | undefined;
}

const LARGE = 14;
const SMALL = 3;
const K = 10;

const person = (number: number, school: string): Person => ({
  nationalId: rut(15_400_000 + number),
  givenName: `Zoraida${number}x`,
  familyName: `Quintremil${number}x`,
  email: `zq${number}x@example.org`,
  gender: number % 4 === 0 ? 'male' : 'female',
  birthYear: 1980,
  assignments: [{ school, educationLevel: 'primary', hours: 38 }],
});

/** Statistics of what people answered; beside a count of people below the threshold none may stand. */
const STATISTIC = /^(mean|sd|median|variance|floor|ceiling|alpha|hake|g$|g[A-Z]|d[A-Z]|effect|interval|lower|upper|ci)/;

/** Objects that tell something about fewer people than may be told about. */
const smallCells = (value: unknown, at = ''): string[] => {
  if (Array.isArray(value)) return value.flatMap((one, index) => smallCells(one, `${at}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Readonly<Record<string, unknown>>;
  const people = [fields['n'], fields['pairs'], fields['persons']].filter((one): one is number => typeof one === 'number');
  const few = people.some((n) => n > 0 && n < K);
  const told = Object.entries(fields).filter(([name, one]) => STATISTIC.test(name) && one !== null && one !== undefined);
  return [
    ...(few && told.length > 0 ? [`${at}: ${people.join('/')} people, ${told.map(([name]) => name).join(', ')}`] : []),
    ...Object.entries(fields).flatMap(([name, one]) => smallCells(one, `${at}/${name}`)),
  ];
};

/** What a program would read of an answer; `undefined` where it is no JSON. */
const bodyOf = (type: string, text: string): unknown => {
  if (type.includes('ndjson'))
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Fields);
  return type.includes('json') ? JSON.parse(text) : undefined;
};

const withheld = (value: unknown): number => (JSON.stringify(value)?.match(/"withheld"|"primary"|"complementary"/g) ?? []).length;

describe('what each role can read', () => {
  let scenario: Scenario;
  let cl: Country;
  let people: Person[];
  let teachers: readonly TeacherActor[];
  let attempt: string;
  /** The one who did not agree to research. */
  let silent: TeacherActor;
  let gets: readonly { readonly path: string; readonly parameters: readonly Parameter[] }[];
  const heard = new Map<Role, readonly Heard[]>();
  const clients = new Map<Role, Client>();

  beforeAll(async () => {
    scenario = await Scenario.inProcess();
    cl = await scenario.simulatedCountry();
    await cl.opensCycle();
    const rows = [registerRow(900001), registerRow(900002, { COD_REG_RBD: 11, COD_DEPE2: 2, RURAL_RBD: 1 })];
    (await cl.importsSchools(registerCsv(rows))).must();
    people = [
      ...Array.from({ length: LARGE }, (_, at) => person(at, '900001')),
      ...Array.from({ length: SMALL }, (_, at) => person(LARGE + at, '900002')),
    ];
    teachers = await cl.teachers(people);
    silent = teachers.at(-1) as TeacherActor;
    await cl.at(TIMES.selfAssessment);
    for (const [at, teacher] of teachers.entries()) {
      await teacher.consents(teacher === silent ? ['take-part'] : ['take-part', 'programme-statistics', 'research']);
      const rated = await teacher.ratesThemselves(at % 4);
      if (at === 0) attempt = rated;
      await teacher.takesTheTest(8 + (at % 9));
    }
    const [first] = teachers as [TeacherActor];
    await first.acknowledges();
    await first.acceptsThePath();
    (await first.client.post('me/corrections', { topic: 'identity', text: 'Mi nombre es Zoraida0x.' })).must();
    const { request } = (await first.client.post<{ request: string }>('me/erasure')).must().body;
    (await first.client.post(`me/erasure/${request}/confirmation`)).must();
    await cl.at(TIMES.enrolment);
    const offering =
      (await first.client.see<{ items: { offering: string }[] }>('cycles/2023/offerings?limit=1')).items[0]?.offering ?? '';
    await first.enrols(offering);
    await cl.at(TIMES.evaluation);
    for (const [at, teacher] of teachers.entries()) if (at !== 1) await teacher.takesTheTest(9 + (at % 8), 'final');

    const publishing = await cl.coordinator();
    (await publishing.post(`cycles/2023/releases?after=${cl.furthest.position ?? ''}`, { release: '1' })).must();

    const described = await ask<Described>(scenario.url, { method: 'GET', path: '/openapi.json' });
    gets = Object.entries(described.body.paths).flatMap(([path, { get }]) =>
      // The stream of hints does not end; its hints name a document and a position, and are tested where they are made.
      get && !path.endsWith('/changes') ? [{ path, parameters: get.parameters ?? [] }] : [],
    );
    const values: Readonly<Record<string, string>> = {
      tenant: 'cl',
      cycle: '2023',
      teacher: first.pseudonym,
      attempt,
      offering,
      course: offering.replace(/-2023.*/, ''),
      framework: 'digcompedu-2017',
      release: '1',
      school: '900002',
      id: attempt,
      name: 'mineduc-directorio-2023',
      instrument: 'cl-self-rating',
    };
    const addressesOf = ({ path, parameters }: (typeof gets)[number]): string[] => {
      const place = path
        .replace('{code}', path.startsWith('/problems') ? 'not-found' : '900002')
        .replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? 'nothing'));
      const needed = parameters
        .filter((one) => one.in === 'query' && one.required === true)
        .map(({ name, schema }): [string, string] => [name, schema?.enum?.[0] ?? values[name] ?? '1']);
      const plain = new URLSearchParams(needed).toString();
      const choices = parameters
        .filter((one) => one.in === 'query')
        .flatMap(({ name, schema }) =>
          (schema?.enum ?? []).map((choice) => new URLSearchParams([...needed, [name, choice]]).toString()),
        );
      return [plain, ...choices].map((query) => (query === '' ? place : `${place}?${query}`));
    };
    const addresses = gets.flatMap(addressesOf);
    for (const role of ROLES) {
      const facts =
        role === 'school-leader' ? { school: '900002' } : role === 'tutor' ? { courses: [values['course'] ?? ''] } : {};
      const client = role === 'teacher' ? (teachers[1] as TeacherActor).client : await cl.as(role, facts);
      clients.set(role, client);
      const answers: Heard[] = [];
      for (const address of addresses) {
        const answer = await ask(scenario.url, {
          method: 'GET',
          path: address,
          headers: { authorization: `Bearer ${client.token ?? ''}` },
        });
        answers.push({
          address,
          status: answer.status,
          text: answer.text,
          body: bodyOf(String(answer.header('content-type')), answer.text),
          origin: answer.header('cordillera-data'),
        });
      }
      heard.set(role, answers);
    }
  }, 300_000);
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  const answersOf = (role: Role) => heard.get(role) ?? [];
  const where = (role: Role, search: (one: Heard) => boolean) =>
    answersOf(role)
      .filter(search)
      .map(({ address }) => address);
  const namesIn = ({ text }: Heard) => /Zoraida|Quintremil|zq\d+x@/.test(text);
  const pseudonymsIn = ({ text }: Heard) => teachers.some(({ pseudonym }) => text.includes(pseudonym));

  it('is asked for everything that can be read', () => {
    expect(gets.length).toBeGreaterThan(40);
    // Every route that is for people of a country was answered to somebody: the walk went in, and did not only knock.
    const answered = new Set(
      ROLES.flatMap((role) => answersOf(role).filter(({ status }) => status === 200)).map(({ address }) => address.split('?')[0]),
    );
    expect(answered.size).toBeGreaterThan(30);
    expect(ROLES.flatMap((role) => where(role, ({ status }) => status >= 500))).toEqual([]);
  });

  it('holds no national id, for anybody', () => {
    const forms = people.flatMap(({ nationalId }) => {
      const [digits = '', check = ''] = nationalId.split('-');
      return [nationalId, `${digits}${check}`, `${digits.replace(/\B(?=(\d{3})+$)/g, '.')}-${check}`];
    });
    for (const role of ROLES) expect(where(role, ({ text }) => forms.some((form) => text.includes(form)))).toEqual([]);
  });

  it.each(['school-leader', 'evaluator', 'regional-officer', 'partner', 'auditor', 'operator'] as const)(
    'holds no name for %s',
    (role) => {
      expect(where(role, namesIn)).toEqual([]);
    },
  );

  it('names to a tutor those who take their own course, and nobody else', async () => {
    const named = answersOf('tutor').filter(namesIn);
    expect(named.filter(({ address }) => !/\/cycles\/2023\/teaching\//.test(address))).toEqual([]);
    // The first teacher alone has a seat in it.
    const others = people.slice(1).map(({ givenName }) => givenName);
    expect(named.filter(({ text }) => others.some((name) => text.includes(name)))).toEqual([]);
    expect(where('tutor', ({ text }) => /"answers"|"score"|"observed"/.test(text))).toEqual([]);
    if (named.length > 0) {
      const { readBy } = await (teachers[0] as TeacherActor).client.see<{ readBy: readonly { role: string }[] }>('me/record');
      expect(readBy.map(({ role }) => role)).toContain('tutor');
    }
  });

  it.each(['school-leader', 'regional-officer', 'partner', 'operator'] as const)('holds no pseudonym for %s', (role) => {
    expect(where(role, pseudonymsIn)).toEqual([]);
  });

  it('holds for the evaluator nobody who did not agree to research, and nobody’s pseudonym', async () => {
    expect(where('evaluator', pseudonymsIn)).toEqual([]);
    const records = answersOf('evaluator').filter(
      ({ address }) => address.includes('research-records') && address.includes('ndjson'),
    );
    expect(records.map(({ body }) => (body as Fields[]).length)).toEqual([teachers.length - 1]);
  });

  it('gives each study its own codes, and nobody who withdraws from one reading to the next', async () => {
    const evaluator = clients.get('evaluator') as Client;
    const read = async (study: string) =>
      (await evaluator.get(`cycles/2023/research-records?study=${study}&format=ndjson&after=${cl.furthest.position ?? ''}`))
        .must()
        .text.trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { person: string; school: string; results: object[]; simulated: boolean });
    const [one, other] = [await read('one'), await read('other')];
    expect(one).toHaveLength(teachers.length - 1);
    expect(one.every(({ simulated, results }) => simulated && results.length >= 2)).toBe(true);
    expect(await read('one')).toEqual(one);
    const codes = new Set(one.flatMap(({ person, school }) => [person, school]));
    expect(other.flatMap(({ person, school }) => [person, school]).filter((code) => codes.has(code))).toEqual([]);
    expect(one.map(({ person }) => person)).toEqual(one.map(({ person }) => person).sort());

    const leaving = teachers[2] as TeacherActor;
    const { position } = leaving.client.furthest;
    expect(position).toBeDefined();
    (await leaving.client.post(`${leaving.me}/consent/withdrawal`, { purposes: ['research'] })).must();
    cl.furthest.saw(leaving.client.furthest.position);
    const left = await read('one');
    expect(left).toHaveLength(one.length - 1);
    const csv = (await evaluator.get('cycles/2023/research-records?study=one')).must();
    expect(csv.header('content-type')).toBe('text/csv; charset=utf-8');
    const lines = csv.text.trim().split('\r\n');
    expect(lines).toHaveLength(left.length + 1);
    expect(lines[0]).toMatch(/^person,school,cycle,.*competency:1\.1:before,.*,data$/);
    expect(lines.slice(1).every((line) => line.endsWith(',simulated'))).toBe(true);
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(left.map(({ person }) => person));
  });

  it('names people to the country team where it lists them, and tells nothing of what they answered', () => {
    expect(where('coordinator', namesIn).length).toBeGreaterThan(0);
    expect(
      where('coordinator', ({ address, text }) => /\/teachers/.test(address) && /"answers"|"result"|"gaps"|"score"/.test(text)),
    ).toEqual([]);
  });

  it('names people to the data protection officer only behind a reason or in their own words', async () => {
    const behind = `teachers/${teachers[2]?.pseudonym ?? ''}/identity`;
    const named = await clients.get('data-protection-officer')?.post(behind, { reason: 'A walk over everything' });
    expect(named?.text).toContain('Zoraida2x');
    for (const role of ROLES.filter((one) => one !== 'data-protection-officer'))
      expect((await clients.get(role)?.post(behind, { reason: 'A walk over everything' }))?.status).toBe(403);
    expect(where('data-protection-officer', (one) => namesIn(one) && !/-requests/.test(one.address))).toEqual([]);
  });

  it('is for a teacher what is their own, and nothing of another', () => {
    const own = teachers[1] as TeacherActor;
    const others = (one: Heard) =>
      teachers.some(({ pseudonym }) => pseudonym !== own.pseudonym && one.text.includes(pseudonym)) ||
      people.some(({ givenName }, at) => at !== 1 && one.text.includes(`"${givenName}"`));
    expect(where('teacher', others)).toEqual([]);
    expect(where('teacher', ({ text }) => text.includes('Zoraida1x'))).toEqual(
      expect.arrayContaining([expect.stringContaining('/me/record') as string]),
    );
  });

  it.each(ROLES.filter((role) => role !== 'teacher'))('tells %s nothing of fewer people than may be told about', (role) => {
    const told = answersOf(role).flatMap(({ address, status, body }) =>
      status === 200 ? smallCells(body).map((cell) => `${address} ${cell}`) : [],
    );
    expect(told).toEqual([]);
  });

  it('withholds something here: three people of one region could be told about', () => {
    const shown = answersOf('regional-officer').filter(({ status, address }) => status === 200 && address.includes('/dashboard'));
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.reduce((sum, { body }) => sum + withheld(body), 0)).toBeGreaterThan(0);
  });

  it('finds a small cell where one is', () => {
    expect(smallCells({ by: { region: [{ cell: 'CL-AI', n: 3, mean: 41 }] } })).toHaveLength(1);
    expect(
      smallCells({
        by: {
          region: [
            { cell: 'CL-AI', n: 3, withheld: 'primary' },
            { n: 12, mean: 41 },
          ],
        },
      }),
    ).toEqual([]);
  });

  it('shows a partner nothing of a country but that it is there', () => {
    const open = where('partner', ({ status, address }) => status === 200 && address.startsWith('/v1/cl'));
    expect(
      open
        .map((address) => address.split('?')[0])
        .filter((path) => !/^\/v1\/cl(\/(frameworks|releases)(\/.*)?)?$/.test(String(path))),
    ).toEqual([]);
  });

  it('shows a partner what was published, as it was published, and no count of few', async () => {
    const [own] = answersOf('partner').filter(({ address }) => address.startsWith('/v1/cl/releases/2023/1'));
    expect(own?.status).toBe(200);
    const { content } = own?.body as {
      content: {
        simulated: boolean;
        all: Fields;
        by: { region: { cell: string; people: { n?: number; suppressed?: string } }[] };
      };
    };
    expect(content).toMatchObject({ simulated: true, all: { people: { n: LARGE + SMALL } } });
    // Three people of the one region, and the others, whose number would give them away.
    expect(content.by.region.map(({ people: shown }) => [shown.n, typeof shown.suppressed])).toEqual([
      [undefined, 'string'],
      [undefined, 'string'],
    ]);
    expect(own?.text).not.toContain('basis');

    const coordinator = clients.get('coordinator') as Client;
    const twice = await coordinator.post('cycles/2023/releases', { release: '1' });
    expect([twice.status, twice.problem]).toEqual([409, 'release-published']);
    // One more is invited: the second release beside the first would tell about that one.
    await cl.teachers([person(LARGE + SMALL, '900001')]);
    const { position } = cl.furthest;
    const next = (body: object) => coordinator.post(`cycles/2023/releases?after=${position ?? ''}`, body);
    const refused = await next({ release: '2' });
    expect([refused.status, refused.problem]).toEqual([409, 'release-reveals-difference']);
    expect((await next({ release: '2', holdBack: true })).problem).toBe('release-reveals-difference');
    for (const [body, status] of [
      [{ release: 'With Spaces' }, 400],
      [{ release: 'x'.repeat(41) }, 400],
      [{ release: '3', content: {} }, 400],
      [{}, 400],
    ] as const)
      expect((await next(body)).status).toBe(status);
    expect((await coordinator.post('cycles/1999/releases', { release: '1' })).problem).toBe('cycle-unknown');
    const { items } = await (clients.get('partner') as Client).see<{ items: Fields[] }>('releases');
    expect(items).toMatchObject([{ cycle: '2023', release: '1', simulated: true }]);
    expect((await (clients.get('partner') as Client).get('releases/2023/9')).problem).toBe('release-unknown');
    const file = (format: string, release = '1') =>
      (clients.get('partner') as Client).get(`releases/2023/${release}/file?format=${format}`);
    const csv = (await file('csv')).must();
    expect(csv.header('content-disposition')).toBe('attachment; filename="cordillera-cl-2023-1-datos-simulados.csv"');
    const rows = csv.text.trim().split('\r\n').slice(1);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => !row.endsWith(',true,Datos simulados / Simulated data'))).toEqual([]);
    expect((await file('json')).must().body).toMatchObject({ notice: 'Datos simulados / Simulated data', release: '1' });
    expect([(await file('xml')).status, (await file('csv', '9')).problem]).toEqual([400, 'release-unknown']);
    // What the team would be told before it tries: the same that publishing was refused for.
    expect(await coordinator.see<Fields>('cycles/2023/release-preview')).toMatchObject({
      ...{ publishable: 'no', reason: 'release-reveals-difference', simulated: true },
    });
  });

  it('says that it is invented, whatever was asked by whom', () => {
    for (const role of ROLES)
      expect(
        where(role, ({ address, status, origin }) => status === 200 && address.startsWith('/v1/cl') && origin !== 'simulated'),
      ).toEqual([]);
  });
});
