import {
  answersOf,
  chooseOfferings,
  CHILE_2023,
  continueAfterSeats,
  mistyped,
  NO_TRAINING,
  portionOf,
  simulateTeachers,
  trainingOf,
  type FormToAnswer,
  type Intent,
  type OfferedSeat,
  type SchoolOfPilot,
  type Seat,
  type SimulatedTeacher,
  type Training,
} from '#libs/simulation';
import { loadPack, simulateSchoolRegister, type Pack } from '#libs/contexts/rollout/pack';
import { PilotRefused, type ProgrammeClient } from './programme-client.js';

export interface ProgrammeOptions {
  readonly country: string;
  readonly teachers: number;
  readonly seed: string;
  /** 1 as in the programme, 0 for the null run. */
  readonly effect: number;
  readonly packDirectory: string;
  readonly operatorKey: string;
}

/** What the run tells whoever watches it. */
export interface Watcher {
  phase(name: string, total: number): { to(value: number): void; done(): void };
}

/** A teacher of the run: who they are, and what the server knows them by. */
interface Participant {
  readonly one: SimulatedTeacher;
  readonly pseudonym: string;
  token: string;
  readonly attempts: Map<string, string>;
  readonly seats: Seat[];
  waiting: { enrolment: string; offering: string }[];
  training: Training;
  path: readonly string[];
  step: number;
  /** What they have done so far: who is reminded hangs on it. */
  readonly done: Set<string>;
  /** Where they work now, the main school first. */
  readonly schools: string[];
}

/** What a teacher, or their tutor, does at a moment. */
interface Due {
  readonly intent: Intent;
  readonly who: Participant;
}
/** What the coordination does at a moment. */
interface OfficeWork {
  readonly at: string;
  readonly run: () => Promise<void>;
}

interface OfferingRow extends OfferedSeat {
  readonly course: string;
  readonly modality: Seat['modality'];
  readonly starts: string;
  readonly ends: string;
}

const CYCLE = '2023';
/** Where the country's clock begins: the school year's first working day. */
const BEGIN = '2023-03-01T12:00:00.000Z';
const REGISTER = '2023-04-17T13:00:00.000Z';
const TEACHERS_REGISTER = '2023-04-24T13:00:00.000Z';
const INVITE = '2023-05-04T13:00:00.000Z';
/** When the coordination has gone through those who had not answered the first reminder. */
const MERGE = '2023-05-29T14:00:00.000Z';
const MAPPING = 'mineduc-directorio-2023';
/** Requests under way at once. */
const LANES = 32;
const INVITED_AT_ONCE = 200;
/** Half of the real mean of teachers a school sends: 220 schools for 1,200 teachers. */
const TEACHERS_PER_SCHOOL = 1200 / 220;

const hourOf = (at: string): string => at.slice(0, 13);

/** Runs jobs with at most so many under way. The first failure is thrown once all that had begun have ended. */
const inLanes = async <T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> => {
  let next = 0;
  const failures: unknown[] = [];
  const lane = async () => {
    while (next < items.length && failures.length === 0) {
      const item = items[next] as T;
      next += 1;
      try {
        await run(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
};

/**
 * Takes a simulated country through a cycle in the programme's order, over the public HTTP API alone. It goes in ticks of an hour: the
 * clock is set, everything that falls into the hour is sent, all of it is awaited.
 */
export class SimulatedProgramme {
  readonly #participants: Participant[] = [];
  readonly #forms = new Map<string, FormToAnswer>();
  #operator = '';
  #coordinator = '';
  #tutor = '';
  #pack: Pack;
  #offerings: readonly OfferingRow[] = [];
  #duplicates: readonly { readonly of: number; readonly pseudonym: string }[] = [];
  #schools: readonly SchoolOfPilot[] = [];
  #now = BEGIN;
  refused = 0;
  findings = 0;

  constructor(
    private readonly client: ProgrammeClient,
    private readonly options: ProgrammeOptions,
    private readonly watch: Watcher,
  ) {}

  get base(): string {
    return `/v1/${this.options.country}`;
  }

  /** The country from its pack, with its cycle planned and open. */
  async setUp(): Promise<void> {
    const { country, seed, packDirectory } = this.options;
    this.#pack = await loadPack(packDirectory);
    await this.#signIn();
    await this.client.send('POST', '/v1/countries', {
      token: this.#operator,
      body: { id: country, pack: this.#pack.id, origin: 'simulated', seed, clock: BEGIN },
      name: 'country',
    });
    await this.#tokens();
    await this.client.send('POST', `${this.base}/packs/${this.#pack.id}/cycles/${CYCLE}`, {
      token: this.#operator,
      name: 'cycle',
    });
  }

  /** Tokens live minutes; they are fetched again at every stage. */
  async #tokens(): Promise<void> {
    await this.#signIn();
    const courses = Object.values(this.#pack.courses).flatMap((catalogue) => catalogue.courses.map(({ course }) => course));
    const issue = async (role: string, more: object = {}) =>
      (
        await this.client.send<{ token: string }>('POST', `${this.base}/tokens`, {
          token: this.#operator,
          body: { role, subject: `pilot-${role}`, ...more },
        })
      ).body.token;
    this.#coordinator = await issue('coordinator');
    this.#tutor = await issue('tutor', { courses });
  }

  async #signIn(): Promise<void> {
    const { body } = await this.client.send<{ token: string }>('POST', '/v1/sign-in', {
      body: { code: this.options.operatorKey },
    });
    this.#operator = body.token;
  }

  /** The invented register, through the real importer. */
  async importSchools(): Promise<void> {
    const { seed, teachers } = this.options;
    await this.#clock(REGISTER);
    const csv = simulateSchoolRegister({
      schools: Math.max(3, Math.round(teachers / TEACHERS_PER_SCHOOL)),
      seed,
      pack: this.#pack,
    });
    const bar = this.watch.phase('Schools', 1);
    const { body, position } = await this.client.send<{ findings: number; errors: number }>(
      'POST',
      `${this.base}/school-imports?mapping=${MAPPING}`,
      { token: this.#coordinator, csv, name: 'schools' },
    );
    this.findings += body.findings;
    if (body.errors > 0) throw new Error(`the invented register has ${body.errors} errors`);
    this.#schools = await this.#everySchool(position);
    bar.to(1);
    bar.done();
  }

  async #everySchool(position: string | undefined): Promise<SchoolOfPilot[]> {
    const schools: SchoolOfPilot[] = [];
    let cursor: string | undefined;
    do {
      const query = new URLSearchParams({
        limit: '500',
        ...(cursor ? { cursor } : {}),
        ...(position ? { after: position } : {}),
      });
      const { body } = await this.client.send<{ items: SchoolOfPilot[]; next?: string }>(
        'GET',
        `${this.base}/schools?${query.toString()}`,
        {
          token: this.#coordinator,
        },
      );
      schools.push(...body.items);
      cursor = body.next;
    } while (cursor !== undefined);
    return schools.sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** Opens the cycle, registers and invites the teachers, and signs them in with their codes. */
  async inviteTeachers(): Promise<void> {
    await this.#clock(TEACHERS_REGISTER);
    await this.client.send('POST', `${this.base}/cycles/${CYCLE}/opening`, { token: this.#coordinator, name: 'opening' });
    await this.client.send('POST', `${this.base}/cycles/${CYCLE}/stages`, {
      token: this.#coordinator,
      body: { to: 'self-assessment' },
      name: 'stage-1',
    });
    const people = simulateTeachers({ seed: this.options.seed, count: this.options.teachers, schools: this.#schools });
    const twice = people.filter(({ decisions }) => decisions.registeredTwice);
    const bar = this.watch.phase('Teachers', people.length * 2 + twice.length);
    let done = 0;
    const registered: { one: SimulatedTeacher; pseudonym: string }[] = new Array(people.length) as never;
    const register = async (one: SimulatedTeacher, nationalId: string, name: string): Promise<string> => {
      const { givenName, familyName, email } = one.identity;
      const { gender, birthYear, assignments } = one;
      const { body } = await this.client.send<{ teacher: string }>('POST', `${this.base}/teachers`, {
        token: this.#coordinator,
        body: { nationalId, givenName, familyName, email, gender, birthYear, assignments },
        name,
      });
      bar.to((done += 1));
      return body.teacher;
    };
    await inLanes(people, async (one) => {
      registered[one.index] = { one, pseudonym: await register(one, one.identity.nationalId, `teacher-${one.index}`) };
    });
    const duplicates: { of: number; pseudonym: string }[] = [];
    for (const one of twice) {
      const pseudonym = await register(one, mistyped(one.identity.nationalId), `teacher-${one.index}-again`);
      duplicates.push({ of: one.index, pseudonym });
    }
    this.#duplicates = duplicates;
    await this.#clock(INVITE);
    if (duplicates.length > 0)
      await this.#invite(
        duplicates.map(({ pseudonym }) => pseudonym),
        'invitations-again',
      );
    for (let from = 0; from < registered.length; from += INVITED_AT_ONCE) {
      const some = registered.slice(from, from + INVITED_AT_ONCE);
      const codes = await this.#invite(
        some.map(({ pseudonym }) => pseudonym),
        `invitations-${from}`,
      );
      await inLanes(some, async ({ one, pseudonym }) => {
        const token = await this.#redeem(codes.get(pseudonym) ?? '');
        this.#participants[one.index] = {
          one,
          pseudonym,
          token,
          attempts: new Map(),
          seats: [],
          waiting: [],
          training: NO_TRAINING,
          path: [],
          step: 0,
          done: new Set(),
          schools: one.assignments.map(({ school }) => school),
        };
        bar.to((done += 1));
      });
    }
    bar.done();
  }

  /** Somebody whose pages a visitor may look at: at first one who does nothing in this run, at the end one with a whole record. */
  visitor(finished: boolean): string | undefined {
    const apt = ({ one, done }: Participant): boolean =>
      finished
        ? done.has('submit self-rating final') && !done.has('withdraw-consent') && !done.has('leave')
        : !one.decisions.consents && !one.decisions.leaves && !one.decisions.registeredTwice;
    return this.#participants.find(apt)?.pseudonym;
  }

  async #invite(teachers: readonly string[], name: string): Promise<Map<string, string>> {
    const { body } = await this.client.send<{ invitations: { teacher: string; code: string }[] }>(
      'POST',
      `${this.base}/cycles/${CYCLE}/invitations`,
      { token: this.#coordinator, body: { teachers }, name },
    );
    return new Map(body.invitations.map(({ teacher, code }) => [teacher, code]));
  }

  async #redeem(code: string): Promise<string> {
    return (await this.client.send<{ token: string }>('POST', '/v1/sign-in', { body: { code } })).body.token;
  }

  /** Self-assessment, baseline test, profile, path, asking for a course. */
  async selfAssess(): Promise<void> {
    this.#offerings = (
      await this.client.send<{ items: OfferingRow[] }>('GET', `${this.base}/cycles/${CYCLE}/offerings?limit=500`, {
        token: this.#coordinator,
      })
    ).body.items;
    await this.#walk(
      'Self-assessment',
      this.#participants.flatMap((who) => who.one.plan.map((intent) => ({ intent, who }))),
      this.#officeWork(),
    );
  }

  /** Seats are drawn once, by lot; who holds one goes on to courses, final test and second self-rating. */
  async learn(): Promise<void> {
    await this.#tokens();
    await this.#clock(new Date(Date.parse(CHILE_2023.enrolment.closes) + 1).toISOString());
    await this.client.send('POST', `${this.base}/cycles/${CYCLE}/stages`, {
      token: this.#coordinator,
      body: { to: 'learning' },
      name: 'stage-2',
    });
    for (const { offering, seats, allocation } of [...this.#offerings].sort((a, b) => (a.offering < b.offering ? -1 : 1))) {
      if (seats === null || allocation !== 'lottery') continue;
      await this.#expecting(['nothing-to-draw'], () =>
        this.client.send('POST', `${this.base}/cycles/${CYCLE}/offerings/${offering}/draw`, {
          token: this.#coordinator,
          body: { seed: `${this.options.seed}-${offering}` },
          name: `draw-${offering}`,
        }),
      );
    }
    await inLanes(
      this.#participants.filter(({ waiting }) => waiting.length > 0),
      async (who) => {
        const mine = await this.client.send<{ items?: EnrolmentRow[]; enrolments?: EnrolmentRow[] }>(
          'GET',
          `${this.base}/cycles/${CYCLE}/me/enrolments${this.#after()}`,
          { token: who.token },
        );
        for (const row of mine.body.items ?? mine.body.enrolments ?? []) {
          if (!who.waiting.some(({ enrolment }) => enrolment === row.enrolment)) continue;
          who.seats.push(this.#seat(row.enrolment, row.offering, row.status === 'enrolled'));
        }
      },
    );
    const due: Due[] = [];
    for (const who of this.#participants) {
      const outcome = continueAfterSeats(
        who.one,
        [...who.seats].sort((a, b) => (a.enrolment < b.enrolment ? -1 : 1)),
      );
      who.training = trainingOf(who.one, outcome.completed, {
        effect: this.options.effect,
        courseWithoutEffect: COURSE_WITHOUT_EFFECT,
      });
      for (const intent of outcome.intents) if (this.#planned(intent)) due.push({ intent, who });
      // What was planned before the seats and lies behind them: changing schools, withdrawing.
      for (const intent of who.one.plan) if (intent.at > this.#now) due.push({ intent, who });
    }
    await this.#walk('Courses and final test', due, this.#officeWork());
    await this.#tokens();
    await this.client.send('POST', `${this.base}/cycles/${CYCLE}/stages`, {
      token: this.#coordinator,
      body: { to: 'evaluation' },
      name: 'stage-3',
    });
  }

  /** Looking back is asked for only where the cycle has items for it. */
  #planned(intent: Intent): boolean {
    return (
      !('occasion' in intent && intent.occasion === 'retrospective') || this.#pack.cycles[CYCLE]?.retrospective !== undefined
    );
  }

  /** What the coordination has in its diary: reminders, the two registrations of one person, windows moved after the storm. */
  #officeWork(): readonly OfficeWork[] {
    const { reminders, storm, evaluation } = CHILE_2023;
    return [
      ...reminders.map((day) => ({ at: `${day}T13:00:00.000Z`, run: () => this.#remind(day, day < evaluation.opens) })),
      { at: MERGE, run: () => this.#mergeDuplicates() },
      { at: storm.decided, run: () => this.#moveWindows() },
    ];
  }

  async #remind(wave: string, first: boolean): Promise<void> {
    const waiting = this.#participants.filter(({ done, seats }) => {
      if (done.has('leave') || done.has('withdraw-consent')) return false;
      if (first) return !done.has('submit self-rating baseline');
      return seats.length > 0 && !done.has('submit test final') && (done.has('complete-course') || !done.has('start-course'));
    });
    for (let from = 0; from < waiting.length; from += INVITED_AT_ONCE) {
      const teachers = waiting.slice(from, from + INVITED_AT_ONCE).map(({ pseudonym }) => pseudonym);
      await this.client.send('POST', `${this.base}/cycles/${CYCLE}/reminders`, {
        token: this.#coordinator,
        body: { teachers, stage: first ? 'self-assessment' : 'evaluation', wave, channel: 'email' },
        name: `reminder-${wave}-${from}`,
      });
    }
  }

  async #mergeDuplicates(): Promise<void> {
    for (const { of, pseudonym } of this.#duplicates) {
      await this.client.send('POST', `${this.base}/teachers/${pseudonym}/merging`, {
        token: this.#coordinator,
        body: { into: this.#participants[of]?.pseudonym, reason: 'Registrada dos veces: identificador mal digitado' },
        name: `merging-${of}`,
      });
    }
  }

  async #moveWindows(): Promise<void> {
    const { regions, reason, learning, evaluation } = CHILE_2023.storm;
    for (const region of regions) {
      for (const [stage, { closes, graceUntil }] of [
        ['learning', learning],
        ['evaluation', evaluation],
      ] as const) {
        await this.client.send('POST', `${this.base}/cycles/${CYCLE}/windows`, {
          token: this.#coordinator,
          body: { stage, region, closes, graceUntil, reason },
          name: `window-${region}-${stage}`,
        });
      }
    }
  }

  #seat(enrolment: string, offering: string, given: boolean): Seat {
    const row = this.#offerings.find((one) => one.offering === offering);
    if (!row) throw new Error(`the offering ${offering} is not on offer`);
    return { enrolment, course: row.course, modality: row.modality, starts: row.starts, ends: row.ends, given };
  }

  /** Everything due, hour by hour. Those who ask for limited seats do so one after the other: who comes first must not depend on the network. */
  async #walk(name: string, due: readonly Due[], office: readonly OfficeWork[]): Promise<void> {
    const selfAssessing = name === 'Self-assessment';
    // What was planned for after the seats begins when that walk reaches it.
    const within = (at: string) => (selfAssessing ? at <= CHILE_2023.enrolment.closes : at > this.#now);
    type Planned = { readonly at: string; readonly due?: Due; readonly work?: OfficeWork };
    const sorted = [
      ...office.map((work): Planned => ({ at: work.at, work })),
      ...due.map((one): Planned => ({ at: one.intent.at, due: one })),
    ]
      .filter(({ at }) => within(at))
      .map((one, index) => ({ ...one, index }))
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.index - b.index));
    const bar = this.watch.phase(name, sorted.length);
    let done = 0;
    for (let from = 0; from < sorted.length;) {
      const { at } = sorted[from] as Planned;
      let to = from;
      while (to < sorted.length && hourOf((sorted[to] as Planned).at) === hourOf(at)) to += 1;
      if (at > this.#now) await this.#clock(at);
      const people = new Map<Participant, Intent[]>();
      const hour = sorted.slice(from, to);
      for (const { work, due: one } of hour) {
        if (work) await work.run();
        if (!one) continue;
        const mine = people.get(one.who);
        if (mine) mine.push(one.intent);
        else people.set(one.who, [one.intent]);
      }
      await inLanes([...people], async ([who, intents]) => {
        for (const intent of intents) {
          if (intent.step !== 'enrol') await this.#act(who, intent);
          bar.to((done += 1));
        }
      });
      let asked = false;
      for (const [who, intents] of people) {
        for (const intent of intents) {
          if (intent.step !== 'enrol') continue;
          await this.#act(who, intent);
          asked = true;
        }
      }
      // Paths look at the seats that are left: the views must have heard of those just given.
      if (asked)
        await this.client.send('GET', `${this.base}/cycles/${CYCLE}/offerings${this.#after()}`, { token: this.#coordinator });
      from = to;
    }
    bar.to(sorted.length);
    bar.done();
  }

  #after(): string {
    return this.client.lastPosition === undefined ? '' : `?after=${encodeURIComponent(this.client.lastPosition)}`;
  }

  async #clock(at: string): Promise<void> {
    await this.client.send('POST', `${this.base}/clock`, { token: this.#operator, body: { at } });
    this.#now = at;
  }

  /** Some refusals belong to the programme (a withdrawn teacher's saved page, a seat that is gone): they are counted, nothing else is let pass. */
  async #expecting<T>(codes: readonly string[], run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof PilotRefused) || !codes.includes(error.code)) throw error;
      this.refused += 1;
      return undefined;
    }
  }

  async #act(who: Participant, intent: Intent): Promise<void> {
    await this.#carryOut(who, intent);
    who.done.add(intent.step === 'submit' ? `submit ${intent.measure} ${intent.occasion}` : intent.step);
  }

  async #carryOut(who: Participant, intent: Intent): Promise<void> {
    const me = `${this.base}/cycles/${CYCLE}/me`;
    who.step += 1;
    const name = `${who.one.index}-${who.step}-${intent.step}`;
    const send = <Body>(method: string, path: string, body?: unknown, token = who.token) =>
      this.#withFreshToken(who, token, (valid) => this.client.send<Body>(method, path, { token: valid, body, name }));
    switch (intent.step) {
      case 'consent': {
        const version = this.#consentVersion();
        await send('POST', `${me}/consent`, { version, language: 'es-CL', purposes: intent.purposes });
        return;
      }
      case 'withdraw-consent':
        await this.#expecting(['consent-not-given'], () => send('POST', `${me}/consent/withdrawal`, { purposes: ['take-part'] }));
        return;
      case 'change-school': {
        const [assignment] = who.one.assignments;
        if (!assignment) return;
        await send(
          'POST',
          `${this.base}/teachers/${who.pseudonym}/transfers`,
          { ...assignment, from: intent.from, school: intent.to },
          this.#coordinator,
        );
        who.schools[0] = intent.to;
        return;
      }
      case 'leave':
        for (const school of who.schools) {
          await this.client.send('DELETE', `${this.base}/teachers/${who.pseudonym}/assignments/${school}`, {
            token: this.#coordinator,
            name: `${name}-${school}`,
          });
        }
        return;
      case 'start-attempt': {
        const { body } = await send<{ attempt: string }>('POST', `${me}/attempts`, {
          measure: intent.measure,
          occasion: intent.occasion,
        });
        who.attempts.set(`${intent.measure} ${intent.occasion}`, body.attempt);
        return;
      }
      case 'answer': {
        const attempt = this.#attempt(who, intent);
        const form = await this.#form(who, intent);
        const keys = this.#pack.keys[this.#keyName(form)]?.keys ?? {};
        const training = intent.occasion === 'final' ? who.training : NO_TRAINING;
        const answers = answersOf(who.one, form, intent.occasion, training, keys);
        const portion = portionOf(form, answers, intent.portion, intent.portions);
        if (Object.keys(portion).length > 0) await send('PUT', `${me}/attempts/${attempt}/answers`, { answers: portion });
        return;
      }
      case 'submit':
        await send('POST', `${me}/attempts/${this.#attempt(who, intent)}/submission`);
        return;
      case 'paper-answers': {
        const sheet = this.#pack.instruments[this.#pack.cycles[CYCLE]?.selfRating ?? ''];
        if (!sheet) throw new Error('the pack has no self-rating');
        const { measure, occasion, filledAt } = intent;
        await send(
          'POST',
          `${this.base}/cycles/${CYCLE}/teachers/${who.pseudonym}/paper-answers`,
          {
            measure,
            occasion,
            instrument: sheet.instrument,
            version: sheet.version,
            occurredAt: filledAt,
            answers: answersOf(who.one, sheet, occasion),
          },
          this.#coordinator,
        );
        who.done.add(`submit ${measure} ${occasion}`);
        return;
      }
      case 'acknowledge-profile':
        await send('POST', `${me}/profile/acknowledgement`);
        return;
      case 'generate-path': {
        const { body } = await send<{ steps: { offering: string }[] }>('POST', `${me}/path`);
        who.path = body.steps.map(({ offering }) => offering);
        return;
      }
      case 'accept-path':
        // Nothing on offer closes this teacher's gaps: there is no path to accept.
        if (who.path.length === 0) return;
        await send('POST', `${me}/path/acceptance`);
        return;
      case 'enrol':
        for (const offering of chooseOfferings(who.one, who.path, this.#offerings, this.options.teachers)) {
          const { body } = await this.client.send<{ enrolment: string; status: string }>('POST', `${me}/enrolments`, {
            token: who.token,
            body: { offering },
            name: `${name}-${offering}`,
          });
          if (body.status === 'enrolled') who.seats.push(this.#seat(body.enrolment, offering, true));
          else who.waiting.push({ enrolment: body.enrolment, offering });
        }
        return;
      case 'start-course':
        await send('POST', `${this.base}/cycles/${CYCLE}/enrolments/${intent.enrolment}/start`);
        return;
      case 'record-progress':
        await send('POST', `${this.base}/cycles/${CYCLE}/enrolments/${intent.enrolment}/progress`, { percent: intent.percent });
        return;
      case 'complete-course':
        await send('POST', `${this.base}/cycles/${CYCLE}/enrolments/${intent.enrolment}/completion`, undefined, this.#tutor);
        return;
      case 'drop-course':
        await send('POST', `${this.base}/cycles/${CYCLE}/enrolments/${intent.enrolment}/drop`, { reason: intent.reason });
        return;
    }
  }

  /** A run on a slow machine outlives its tokens: a teacher then signs in again with a new code, the staff with their keys. */
  async #withFreshToken<T>(who: Participant, token: string, run: (token: string) => Promise<T>): Promise<T> {
    try {
      return await run(token);
    } catch (error) {
      if (!(error instanceof PilotRefused) || error.code !== 'not-signed-in') throw error;
      const role = token === this.#tutor ? 'tutor' : token === this.#coordinator ? 'coordinator' : 'teacher';
      await this.#tokens();
      if (role === 'tutor') return run(this.#tutor);
      if (role === 'coordinator') return run(this.#coordinator);
      who.token = await this.#redeem(
        (await this.#invite([who.pseudonym], `again-${who.one.index}-${who.step}`)).get(who.pseudonym) ?? '',
      );
      return run(who.token);
    }
  }

  #attempt(who: Participant, { measure, occasion }: { measure: string; occasion: string }): string {
    const attempt = who.attempts.get(`${measure} ${occasion}`);
    if (attempt === undefined) throw new Error(`${who.one.key} answers a ${measure} that was not begun`);
    return attempt;
  }

  /** The items, as the teacher's page gets them; one request a form and run. */
  async #form(who: Participant, about: { measure: string; occasion: string }): Promise<FormToAnswer> {
    const attempt = this.#attempt(who, about);
    const known = this.#forms.get(attempt);
    if (known) return known;
    const { body } = await this.client.send<{ form: FormToAnswer & { instrument: string } }>(
      'GET',
      `${this.base}/cycles/${CYCLE}/me/attempts/${attempt}${this.#after()}`,
      { token: who.token },
    );
    const same = [...this.#forms.values()].find((form) => (form as { instrument?: string }).instrument === body.form.instrument);
    const form = same ?? body.form;
    this.#forms.set(attempt, form);
    return form;
  }

  #keyName(form: FormToAnswer): string {
    const { instrument } = form as FormToAnswer & { instrument: string };
    return Object.keys(this.#pack.keys).find((name) => this.#pack.keys[name]?.instrument === instrument) ?? '';
  }

  #consentVersion(): string {
    const consent = this.#pack.consents[this.#pack.cycles[CYCLE]?.consent ?? ''];
    if (!consent) throw new Error('the pack has no consent text');
    return `${consent.id}-${consent.version}`;
  }
}

interface EnrolmentRow {
  readonly enrolment: string;
  readonly offering: string;
  readonly status: string;
}

/** One course of the pilot teaches nothing; an honest evaluation has to show it. */
const COURSE_WITHOUT_EFFECT = 'cl-04';
