import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rutCheckDigit } from '#libs/contexts/rollout';
import { DIRECTORY_2023_COLUMNS } from '#libs/contexts/rollout/pack';
import type { Role } from '#libs/http';
import type { RunningApi } from '../../apps/api/src/server.js';
import { ask, Client, closeConnections as closeAgents, Furthest, type Fields } from './http.js';
import { ServerProcess } from './server-process.js';

/** Times of cycle 2023, as the pack of Chile lays it out; UTC. */
export const TIMES = {
  beforeOpening: '2023-05-02T15:00:00.000Z',
  selfAssessment: '2023-05-10T15:00:00.000Z',
  selfAssessmentGrace: '2023-06-12T15:00:00.000Z',
  selfAssessmentOver: '2023-06-20T15:00:00.000Z',
  enrolment: '2023-07-01T15:00:00.000Z',
  afterDraw: '2023-07-15T15:00:00.000Z',
  learning: '2023-08-21T15:00:00.000Z',
  learningLater: '2023-09-20T15:00:00.000Z',
  evaluation: '2023-11-10T15:00:00.000Z',
} as const;

/** A valid national id (RUT) from a number of its own. */
export const rut = (number: number): string => {
  const digits = String(number);
  return `${digits}-${rutCheckDigit(digits)}`;
};

export interface Person {
  readonly nationalId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  readonly gender?: 'female' | 'male' | 'other';
  readonly birthYear?: number;
  readonly assignments?: readonly { school: string; educationLevel: string; hours: number; subject?: string }[];
}

/** A row of the ministry's directory of schools (50 columns); what is left out is empty. */
export interface RegisterRow {
  readonly RBD: string | number;
  readonly NOM_RBD: string;
  readonly COD_REG_RBD?: string | number;
  readonly [column: string]: string | number | undefined;
}

/** An operating municipal school of basic education in the capital, unless told otherwise. */
export const registerRow = (code: number, facts: Partial<RegisterRow> = {}): RegisterRow => ({
  AGNO: 2023,
  RBD: code,
  NOM_RBD: `Escuela simulada ${code}`,
  COD_REG_RBD: 13,
  COD_COM_RBD: 13119,
  NOM_COM_RBD: 'Comuna simulada',
  COD_DEPROV_RBD: 133,
  NOM_DEPROV_RBD: 'Provincia simulada',
  COD_DEPE2: 1,
  RURAL_RBD: 0,
  LATITUD: '-33,45',
  LONGITUD: '-70,66',
  ...Object.fromEntries(DIRECTORY_2023_COLUMNS.filter((name) => name.startsWith('ENS_')).map((name) => [name, 0])),
  ENS_01: 10,
  ENS_02: 110,
  MAT_TOTAL: 120,
  ESTADO_ESTAB: 1,
  ...facts,
});

export const registerCsv = (rows: readonly RegisterRow[], columns: readonly string[] = DIRECTORY_2023_COLUMNS): string =>
  [columns.join(';'), ...rows.map((row) => columns.map((column) => row[column] ?? '').join(';'))].join('\r\n') + '\r\n';

export const MAPPING = 'mineduc-directorio-2023';

type Holder = Exclude<Role, 'teacher' | 'operator'>;

/** A teacher who is signed in: what they do, step by step. Every step must go well; what may not is asked of `client`. */
export class TeacherActor {
  constructor(
    readonly pseudonym: string,
    readonly client: Client,
    readonly cycle: string,
  ) {}

  get me(): string {
    return `cycles/${this.cycle}/me`;
  }

  async consents(purposes: readonly string[] = ['take-part', 'programme-statistics', 'research']): Promise<this> {
    const version = '2023-1';
    (await this.client.post(`${this.me}/consent`, { version, language: 'es-CL', purposes })).must();
    return this;
  }

  async starts(measure: 'self-rating' | 'test', occasion: 'baseline' | 'final'): Promise<string> {
    return (await this.client.post<{ attempt: string }>(`${this.me}/attempts`, { measure, occasion })).must().body.attempt;
  }

  async answers(attempt: string, answers: Record<string, number | string>): Promise<this> {
    (await this.client.put(`${this.me}/attempts/${attempt}/answers`, { answers })).must();
    return this;
  }

  async submits(attempt: string): Promise<Fields> {
    return (await this.client.post(`${this.me}/attempts/${attempt}/submission`)).must().body;
  }

  /** Rates every competency; the same level for all unless told. */
  async ratesThemselves(
    level: number,
    occasion: 'baseline' | 'final' = 'baseline',
    except: Record<string, number | string> = {},
  ) {
    const attempt = await this.starts('self-rating', occasion);
    await this.answers(attempt, { ...Object.fromEntries(COMPETENCIES.map((code) => [code, level])), ...except });
    await this.submits(attempt);
    return attempt;
  }

  /** Answers the form that was drawn, so many items rightly. */
  async takesTheTest(right: number, occasion: 'baseline' | 'final' = 'baseline'): Promise<string> {
    const attempt = await this.starts('test', occasion);
    const { instrument } = await this.client.see<{ instrument: string }>(`${this.me}/attempts/${attempt}`);
    const keys = keysOf(instrument);
    const answers = Object.entries(keys).map(([item, key], at) => [item, at < right ? key : key === 'a' ? 'b' : 'a']);
    await this.answers(attempt, Object.fromEntries(answers) as Record<string, string>);
    await this.submits(attempt);
    return attempt;
  }

  async acknowledges(): Promise<this> {
    (await this.client.post(`${this.me}/profile/acknowledgement`)).must();
    return this;
  }

  async acceptsThePath(): Promise<Fields> {
    const path = (await this.client.post(`${this.me}/path`)).must().body;
    (await this.client.post(`${this.me}/path/acceptance`)).must();
    return path;
  }

  async enrols(offering: string): Promise<{ enrolment: string; status: string; place?: number }> {
    return (
      await this.client.post<{ enrolment: string; status: string; place?: number }>(`${this.me}/enrolments`, { offering })
    ).must().body;
  }

  async beginsCourse(enrolment: string): Promise<this> {
    // The seat may just have been given: the read model has to know it.
    (await this.client.post(this.client.since(`cycles/${this.cycle}/enrolments/${enrolment}/start`))).must();
    return this;
  }

  async progresses(enrolment: string, percent: number): Promise<this> {
    (await this.client.post(`cycles/${this.cycle}/enrolments/${enrolment}/progress`, { percent })).must();
    return this;
  }
}

export const COMPETENCIES: readonly string[] = [
  ...['1.1', '1.2', '1.3', '1.4', '2.1', '2.2', '2.3', '3.1', '3.2', '3.3', '3.4'],
  ...['4.1', '4.2', '4.3', '5.1', '5.2', '5.3', '6.1', '6.2', '6.3', '6.4', '6.5'],
];

/** The right answers of a test form; they never leave a server, so they are read from the pack. */
export const keysOf = (instrument: string): Readonly<Record<string, string>> => {
  for (const form of ['test-form-a-1', 'test-form-b-1']) {
    const content = JSON.parse(readFileSync(join('packs', 'cl', 'instruments', `${form}.json`), 'utf8')) as Fields;
    if (content['instrument'] === instrument) {
      const { keys } = JSON.parse(readFileSync(join('packs', 'cl', 'keys', `${form}.json`), 'utf8')) as {
        keys: Record<string, string>;
      };
      return keys;
    }
  }
  throw new RangeError(`${instrument} is no test form of the pack`);
};

/** A country on a running server, with everybody who works in it. */
export class Country {
  readonly furthest = new Furthest();
  readonly #clients = new Map<string, Client>();
  /** The one that teachers work in. */
  cycle = '2023';

  constructor(
    readonly id: string,
    readonly url: string,
    readonly operator: Client,
  ) {}

  get base(): string {
    return `/v1/${this.id}`;
  }

  /** Somebody without a token. */
  get stranger(): Client {
    return new Client(this.url, this.base, undefined, this.furthest);
  }

  /** Somebody in a role of this country, signed in. A school leader's school, a tutor's courses in `more`. */
  async as(role: Holder | 'operator', more: { subject?: string; school?: string; courses?: readonly string[] } = {}) {
    if (role === 'operator') return new Client(this.url, this.base, this.operator.token, this.furthest);
    const name = JSON.stringify([role, more]);
    const known = this.#clients.get(name);
    if (known) return known;
    const { token } = (await this.operator.post<{ token: string }>(`${this.base}/tokens`, { role, ...more })).must().body;
    const client = new Client(this.url, this.base, token, this.furthest);
    this.#clients.set(name, client);
    return client;
  }

  coordinator(): Promise<Client> {
    return this.as('coordinator');
  }

  /** Sets the clock of a simulated country. */
  async at(time: string): Promise<this> {
    (await this.operator.post(`${this.base}/clock`, { at: time })).must();
    return this;
  }

  /** Cycle 2023 as the pack designs it, open. */
  async opensCycle(): Promise<this> {
    const coordinator = await this.coordinator();
    (await coordinator.post(`packs/cl/cycles/${this.cycle}`)).must();
    (await coordinator.post(`cycles/${this.cycle}/opening`)).must();
    return this;
  }

  async importsSchools(csv: string | Buffer, headers: Record<string, string> = {}) {
    const coordinator = await this.coordinator();
    return coordinator.post(`school-imports?mapping=${MAPPING}`, csv, { 'content-type': 'text/csv', ...headers });
  }

  async registers(person: Person): Promise<string> {
    const answer = await (await this.coordinator()).post<{ teacher: string }>('teachers', person);
    return answer.must().body.teacher;
  }

  /** @returns one code a teacher, in their order */
  async invites(...teachers: readonly string[]): Promise<readonly string[]> {
    const answer = await (
      await this.coordinator()
    ).post<{ invitations: { teacher: string; code: string }[] }>(`cycles/${this.cycle}/invitations`, { teachers });
    return answer.must().body.invitations.map(({ code }) => code);
  }

  async signsIn(code: string): Promise<TeacherActor> {
    const answer = await ask<{ token: string; teacher: string }>(this.url, {
      method: 'POST',
      path: '/v1/sign-in',
      body: { code },
    });
    const { token, teacher } = answer.must().body;
    return new TeacherActor(teacher, new Client(this.url, this.base, token, this.furthest), this.cycle);
  }

  /** Registers, invites and signs in teachers. */
  async teachers(people: readonly Person[]): Promise<readonly TeacherActor[]> {
    const pseudonyms: string[] = [];
    for (const person of people) pseudonyms.push(await this.registers(person));
    const codes = await this.invites(...pseudonyms);
    return Promise.all(codes.map((code) => this.signsIn(code)));
  }

  async teacher(person: Person): Promise<TeacherActor> {
    const [teacher] = await this.teachers([person]);
    return teacher as TeacherActor;
  }

  async verifies(): Promise<Fields> {
    return (await (await this.as('operator')).post('projections/verification')).must().body;
  }

  /** The whole record, oldest first. */
  async events(): Promise<readonly StoredEvent[]> {
    const auditor = await this.as('auditor');
    const events: StoredEvent[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await auditor.get<{ items: StoredEvent[]; next?: string }>(
        `events?limit=500${cursor === undefined ? '' : `&cursor=${cursor}`}`,
      );
      events.push(...page.must().body.items);
      if (page.body.next === undefined) return events;
      cursor = page.body.next;
    }
  }
}

export interface StoredEvent {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: Fields;
  readonly metadata: Fields;
}

/** An invented person; the number makes them somebody of their own. */
export const somebody = (number: number, school?: string, facts: Partial<Person> = {}): Person => ({
  nationalId: rut(11_000_000 + number),
  givenName: `Nombre${number}`,
  familyName: `Apellido${number}`,
  gender: number % 3 === 0 ? 'male' : 'female',
  birthYear: 1970 + (number % 25),
  ...(school === undefined ? {} : { assignments: [{ school, educationLevel: 'primary', hours: 38 }] }),
  ...facts,
});

/** A server for a test, on a folder of its own: in this process from the sources, or as a process of its own from the build. */
export class Scenario {
  readonly #countries = new Map<string, Country>();

  private constructor(
    readonly directory: string,
    readonly url: string,
    readonly operatorKey: string,
    readonly operator: Client,
    /** In this process: the application itself. */
    readonly api: RunningApi | undefined,
    readonly process: ServerProcess | undefined,
  ) {}

  static folder(): string {
    return mkdtempSync(join(tmpdir(), 'cordillera-test-'));
  }

  static async inProcess(directory: string = Scenario.folder()): Promise<Scenario> {
    const { startServer } = await import('../../apps/api/src/server.js');
    const api = await startServer({
      dataDirectory: directory,
      host: '127.0.0.1',
      port: 0,
      logLevel: process.env['TEST_LOG'] ?? 'silent',
      announce: false,
      masterKey: undefined,
    });
    return Scenario.#on(directory, api.url, api, undefined);
  }

  static async ofItsOwn(directory: string = Scenario.folder(), variables: Record<string, string> = {}): Promise<Scenario> {
    const server = await ServerProcess.start(directory, variables);
    return Scenario.#on(directory, server.url, undefined, server);
  }

  static async #on(directory: string, url: string, api: RunningApi | undefined, server: ServerProcess | undefined) {
    const key = readFileSync(join(directory, 'operator.key'), 'utf8').trim();
    const signedIn = await ask<{ token: string }>(url, { method: 'POST', path: '/v1/sign-in', body: { code: key } });
    const operator = new Client(url, '/v1', signedIn.must().body.token);
    return new Scenario(directory, url, key, operator, api, server);
  }

  /** A country that was there before, on a server that was started again. */
  country(id: string): Country {
    const known = this.#countries.get(id) ?? new Country(id, this.url, this.operator);
    this.#countries.set(id, known);
    return known;
  }

  async simulatedCountry(id = 'cl', clock: string = TIMES.beforeOpening, seed = 'test'): Promise<Country> {
    (await this.operator.post('countries', { id, origin: 'simulated', pack: 'cl', seed, clock })).must();
    return this.country(id);
  }

  async realCountry(id: string, pack?: string): Promise<Country> {
    (await this.operator.post('countries', { id, origin: 'real', ...(pack === undefined ? {} : { pack }) })).must();
    return this.country(id);
  }

  /** Ends the server; the folder stays. */
  async stop(): Promise<void> {
    await this.api?.close();
    await this.process?.end();
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** For the end of a suite: no server of its own and no connection is left. */
export const closeConnections = async (): Promise<void> => {
  await ServerProcess.endAll();
  await closeAgents();
};
