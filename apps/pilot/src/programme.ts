import {
  CHILE_2023,
  CHILE_2024,
  continueAfterSeats,
  inLaterCycle,
  mistyped,
  REFORM,
  schoolReform,
  SchoolYear,
  simulateTeachers,
  trainingOf,
  type Intent,
  type PilotCalendar,
  type SchoolOfPilot,
  type SchoolReform,
  type SimulatedTeacher,
} from '#libs/simulation';
import { loadPack, simulateSchoolRegister, type Pack } from '#libs/contexts/rollout/pack';
import { Acting, type OfferingRow } from './acting.js';
import { Agenda } from './agenda.js';
import { Desk } from './desk.js';
import { inLanes } from './lanes.js';
import { participant, type Participant } from './participant.js';
import type { ProgrammeClient } from './programme-client.js';
import { Teaching } from './teaching.js';

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

/** What a teacher, or their tutor, does at a moment; `plan` is there for what another plan may take the place of. */
interface Due {
  readonly intent: Intent;
  readonly who: Participant;
  readonly plan?: readonly Intent[];
}
/** What the coordination, or a tutor, does at a moment. */
interface OfficeWork {
  readonly at: string;
  readonly run: () => Promise<void>;
}

/** The cycle that the pack designs. */
const DESIGNED = '2023';
/** Where the country's clock begins: the school year's first working day. */
const BEGIN = '2023-03-01T12:00:00.000Z';
const REGISTER = '2023-04-17T13:00:00.000Z';
const TEACHERS_REGISTER = '2023-04-24T13:00:00.000Z';
const INVITE = '2023-05-04T13:00:00.000Z';
/** When the coordination has gone through those who had not answered the first reminder. */
const MERGE = '2023-05-29T14:00:00.000Z';
/** The first days of the year after: the schools of the new services, the cycle planned and opened, people invited again. */
const NEXT = {
  cycle: '2024',
  carriedOut: '2024-01-02T13:00:00.000Z',
  planned: '2024-03-11T13:00:00.000Z',
  opened: '2024-04-29T13:00:00.000Z',
  invited: '2024-05-02T13:00:00.000Z',
};
/** Of those who were invited, so many are invited again. */
const INVITED_AGAIN = 0.5;
const MAPPING = 'mineduc-directorio-2023';
const INVITED_AT_ONCE = 200;
/** Half of the real mean of teachers a school sends: 220 schools for 1,200 teachers. */
const TEACHERS_PER_SCHOOL = 1200 / 220;
/** The clock goes from stretch to stretch, so many hours long: in the weeks when everybody rates themselves, and in the months of the courses. */
const STRETCH = { 'self-assessment': 1, learning: 3 } as const;
type Walked = keyof typeof STRETCH;

/** What frees a seat that somebody else may be waiting for. */
const FREEING: ReadonlySet<Intent['step']> = new Set(['drop-course', 'withdraw-consent']);

/**
 * Takes a simulated country through a cycle in the programme's order, and through the year after, over the public HTTP API alone. The clock is
 * set from stretch to stretch; everything that falls into one is sent, and all of it is awaited.
 */
export class SimulatedProgramme {
  readonly #desk: Desk;
  #pack: Pack;
  #cycle = DESIGNED;
  #calendar: PilotCalendar = CHILE_2023;
  #year = new SchoolYear(CHILE_2023);
  #participants: Participant[] = [];
  /** Those of the cycle before. */
  #before: readonly Participant[] = [];
  #acting: Acting;
  #offerings: readonly OfferingRow[] = [];
  /** How many wait, by offering, as it was known last. */
  #waiting = new Map<string, number>();
  #duplicates: readonly { readonly of: number; readonly pseudonym: string }[] = [];
  #schools: readonly SchoolOfPilot[] = [];
  #reform: SchoolReform = { moved: [], postponed: [] };
  #guest: string | undefined;
  findings = 0;

  constructor(
    private readonly client: ProgrammeClient,
    private readonly options: ProgrammeOptions,
    private readonly watch: Watcher,
  ) {
    this.#desk = new Desk(client, options.country, options.operatorKey);
  }

  get refused(): number {
    return this.#desk.refused;
  }

  /** The country from its pack, with its cycle planned and open. */
  async setUp(): Promise<void> {
    const { country, seed, packDirectory } = this.options;
    const desk = this.#desk;
    this.#pack = await loadPack(packDirectory);
    desk.courses = Object.values(this.#pack.courses).flatMap(({ courses }) => courses.map(({ course }) => course));
    await desk.signIn();
    await this.client.send('POST', '/v1/countries', {
      token: desk.operator,
      body: { id: country, pack: this.#pack.id, origin: 'simulated', seed, clock: BEGIN },
      name: 'country',
    });
    desk.now = BEGIN;
    await desk.tokens();
    await this.client.send('POST', `${desk.base}/packs/${this.#pack.id}/cycles/${DESIGNED}`, {
      token: desk.operator,
      name: 'cycle',
    });
  }

  /** The invented register, through the real importer. */
  async importSchools(): Promise<void> {
    const { seed, teachers } = this.options;
    const { base, coordinator } = this.#desk;
    await this.#desk.clock(REGISTER);
    const csv = simulateSchoolRegister({
      schools: Math.max(3, Math.round(teachers / TEACHERS_PER_SCHOOL)),
      seed,
      pack: this.#pack,
    });
    const bar = this.watch.phase('Schools', 1);
    const { body } = await this.client.send<{ findings: number; errors: number }>(
      'POST',
      `${base}/school-imports?mapping=${MAPPING}`,
      { token: coordinator, csv, name: 'schools' },
    );
    this.findings += body.findings;
    if (body.errors > 0) throw new Error(`the invented register has ${body.errors} errors`);
    this.#schools = await this.#everySchool();
    this.#reform = schoolReform(seed, this.#schools);
    bar.to(1);
    bar.done();
  }

  async #everySchool(): Promise<SchoolOfPilot[]> {
    const schools = await this.#every<SchoolOfPilot>('schools');
    return schools.sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** All pages of a list. */
  async #every<Item>(path: string): Promise<Item[]> {
    const { base, coordinator, after } = this.#desk;
    const items: Item[] = [];
    for (let cursor: string | undefined; ;) {
      const more: string = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await this.client.send<{ items: Item[]; next?: string }>(
        'GET',
        `${base}/${path}${after || '?'}&limit=500${more}`,
        { token: coordinator },
      );
      items.push(...body.items);
      cursor = body.next;
      if (cursor === undefined) return items;
    }
  }

  /** Opens the cycle, registers and invites the teachers, and signs them in with their codes. */
  async inviteTeachers(): Promise<void> {
    const desk = this.#desk;
    await desk.clock(TEACHERS_REGISTER);
    await desk.decide(`cycles/${DESIGNED}/opening`, 'opening');
    await desk.decide(`cycles/${DESIGNED}/stages`, 'stage-1', { to: 'self-assessment' });
    const people = simulateTeachers({ seed: this.options.seed, count: this.options.teachers, schools: this.#schools });
    const twice = people.filter(({ decisions }) => decisions.registeredTwice);
    const bar = this.watch.phase('Teachers', people.length * 2 + twice.length);
    let done = 0;
    const registered: { one: SimulatedTeacher; pseudonym: string }[] = new Array(people.length) as never;
    const register = async (one: SimulatedTeacher, nationalId: string, name: string): Promise<string> => {
      const { givenName, familyName, email } = one.identity;
      const { gender, birthYear, assignments } = one;
      const body = { nationalId, givenName, familyName, email, gender, birthYear, assignments };
      const { teacher } = await desk.decide<{ teacher: string }>('teachers', name, body);
      bar.to((done += 1));
      return teacher;
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
    await desk.clock(INVITE);
    if (duplicates.length > 0)
      await desk.invite(
        DESIGNED,
        duplicates.map(({ pseudonym }) => pseudonym),
        'invitations-again',
      );
    for (let from = 0; from < registered.length; from += INVITED_AT_ONCE) {
      const some = registered.slice(from, from + INVITED_AT_ONCE);
      const codes = await desk.invite(
        DESIGNED,
        some.map(({ pseudonym }) => pseudonym),
        `invitations-${from}`,
      );
      await inLanes(some, async ({ one, pseudonym }) => {
        this.#participants[one.index] = participant(one, pseudonym, await desk.redeem(codes.get(pseudonym) ?? ''));
        bar.to((done += 1));
      });
    }
    bar.done();
  }

  /** Somebody whose pages a visitor may look at: at first one who does nothing in this run, at the end one with a whole record, of both years if there is one. */
  visitor(finished: boolean): string | undefined {
    const whole = ({ done }: Participant): boolean =>
      done.has('submit self-rating final') && !done.has('withdraw-consent') && !done.has('leave');
    const idle = ({ one }: Participant): boolean =>
      !one.decisions.consents && !one.decisions.leaves && !one.decisions.registeredTwice;
    if (finished) {
      const again = new Set(this.#participants.filter(whole).map(({ pseudonym }) => pseudonym));
      const first = this.#before.filter(whole);
      return (first.find(({ pseudonym }) => again.has(pseudonym)) ?? first[0])?.pseudonym;
    }
    this.#guest = this.#participants.find(idle)?.pseudonym;
    return this.#guest;
  }

  /** Self-assessment, baseline test, profile, path, asking for a course. */
  async selfAssess(): Promise<void> {
    this.#offerings = await this.#every<OfferingRow>(`cycles/${this.#cycle}/offerings`);
    this.#acting = new Acting(this.#desk, this.#pack, this.#cycle, DESIGNED, this.#offerings, this.#participants.length);
    const { closes } = this.#calendar.enrolment;
    // What lies after the seats are given is taken up when that walk begins.
    const due = this.#participants.flatMap((who) => who.one.plan.map((intent): Due => ({ intent, who })));
    await this.#walk(
      'self-assessment',
      due.filter(({ intent }) => intent.at <= closes),
      this.#officeWork().filter(({ at }) => at <= closes),
    );
  }

  /** Seats are drawn once, by lot; who holds one goes on to courses, final test and second self-rating. */
  async learn(): Promise<void> {
    const desk = this.#desk;
    await desk.tokens();
    await desk.clock(new Date(Date.parse(this.#calendar.enrolment.closes) + 1).toISOString());
    await desk.decide(`cycles/${this.#cycle}/stages`, this.#named('stage-2'), { to: 'learning' });
    for (const { offering, seats, allocation } of [...this.#offerings].sort((a, b) => (a.offering < b.offering ? -1 : 1))) {
      if (seats === null || allocation !== 'lottery') continue;
      await desk.expecting(['nothing-to-draw'], () =>
        desk.decide(`cycles/${this.#cycle}/offerings/${offering}/draw`, this.#named(`draw-${offering}`), {
          seed: `${this.options.seed}-${offering}`,
        }),
      );
    }
    await this.#seatsOf(this.#participants);
    this.#waiting = await this.#lists();
    const due: Due[] = [];
    for (const who of this.#participants) {
      due.push(...this.#planned(who));
      // What was planned before the seats and lies behind them: changing schools, withdrawing.
      for (const intent of who.one.plan) if (intent.at > desk.now) due.push({ intent, who });
    }
    const meetings = await new Teaching(desk, this.#cycle, this.#participants).schedule(this.#offerings);
    const office = this.#officeWork().filter(({ at }) => at > desk.now);
    await this.#walk('learning', due, [...office, ...meetings]);
    await desk.tokens();
    await desk.decide(`cycles/${this.#cycle}/stages`, this.#named('stage-3'), { to: 'evaluation' });
  }

  /**
   * The year after: schools move to the local education services or stay, the cycle is repeated, half of the people are invited again by letter, and
   * those who come back go through it.
   */
  async nextYear(): Promise<void> {
    const desk = this.#desk;
    await desk.clock(NEXT.carriedOut);
    await desk.tokens();
    await desk.decide(`school-reclassifications${desk.after}`, 'reform-carried-out');
    await desk.clock(NEXT.planned);
    const { cycle } = NEXT;
    await desk.decide(`cycles/${this.#cycle}/repetition`, 'repetition', {
      as: cycle,
      carryOver: { invite: 'invited', share: INVITED_AGAIN },
    });
    await desk.clock(NEXT.opened);
    await desk.decide(`cycles/${cycle}/opening`, `opening-${cycle}`);
    await desk.decide(`cycles/${cycle}/stages`, `stage-1-${cycle}`, { to: 'self-assessment' });
    await desk.clock(NEXT.invited);
    const { invited } = await desk.decide<{ invited: number }>(
      `cycles/${cycle}/invitations/again${desk.after}`,
      `invitations-again-${cycle}`,
    );
    const before = new Map(this.#participants.map((who) => [who.pseudonym, who]));
    const letters = await this.#letters(cycle);
    const bar = this.watch.phase('Invited again', invited);
    this.#before = this.#participants;
    this.#cycle = cycle;
    this.#calendar = CHILE_2024;
    this.#year = new SchoolYear(CHILE_2024);
    const again: Participant[] = [];
    let done = 0;
    await inLanes([...letters], async ([pseudonym, code]) => {
      const known = before.get(pseudonym);
      if (!known) throw new Error(`${pseudonym} is invited again and was never a participant`);
      const school = this.#schools.find((one) => one.code === known.schools[0]) ?? known.one.school;
      const one = inLaterCycle(known.one, cycle, { school, learned: known.training, calendar: CHILE_2024 });
      // Who does nothing needs no sign-in; the guest of this run is left in peace.
      const comes = one.decisions.consents && pseudonym !== this.#guest;
      if (comes) again.push(participant(one, pseudonym, await desk.redeem(code), known.schools));
      bar.to((done += 1));
    });
    bar.done();
    this.#participants = again.sort((a, b) => a.one.index - b.one.index);
    await this.selfAssess();
    await this.learn();
  }

  /** The codes of everybody who is invited, as they are printed school by school. */
  async #letters(cycle: string): Promise<ReadonlyMap<string, string>> {
    const codes = new Map<string, string>();
    const schools = await this.#every<{ school: string; invited: number }>(`cycles/${cycle}/school-participation`);
    await inLanes(
      schools.filter(({ invited }) => invited > 0),
      async ({ school }) => {
        const path = `cycles/${cycle}/letters`;
        const { letters } = await this.#desk.decide<{ letters: { teacher: string; code: string }[] }>(
          path,
          `letters-${cycle}-${school}`,
          { school },
        );
        for (const { teacher, code } of letters) codes.set(teacher, code);
      },
    );
    return codes;
  }

  /** Everything by its name in the cycle, so that no two of the same name are one request. */
  #named(name: string): string {
    return this.#cycle === DESIGNED ? name : `${name}-${this.#cycle}`;
  }
  /** What somebody does with the seats they hold, or without one. */
  #planned(who: Participant, from?: string): readonly Due[] {
    const seats = [...who.seats].sort((a, b) => (a.enrolment < b.enrolment ? -1 : 1));
    const outcome = continueAfterSeats(who.one, seats, { calendar: this.#calendar, from });
    who.training = trainingOf(who.one, outcome.completed, {
      effect: this.options.effect,
      courseWithoutEffect: COURSE_WITHOUT_EFFECT,
    });
    // Looking back is asked for only where the cycle has items for it.
    const asked = this.#pack.cycles[DESIGNED]?.retrospective !== undefined;
    who.plan = outcome.intents.filter((intent) => asked || !('occasion' in intent && intent.occasion === 'retrospective'));
    return who.plan.map((intent) => ({ intent, who, plan: who.plan }));
  }

  /** Asks for those who wait, or whose seat was to be drawn, how it stands. @returns who holds a seat that they did not hold */
  async #seatsOf(people: readonly Participant[]): Promise<readonly Participant[]> {
    const moved = new Set<Participant>();
    const { base, after } = this.#desk;
    const waiting = people.filter(({ seats }) => seats.some(({ given }) => !given));
    await inLanes(waiting, async (who) => {
      const { body } = await this.client.send<{ items: EnrolmentRow[] }>(
        'GET',
        `${base}/cycles/${this.#cycle}/me/enrolments${after}`,
        { token: who.token },
      );
      who.seats = who.seats.map((seat) => {
        const row = body.items.find(({ enrolment }) => enrolment === seat.enrolment);
        if (seat.given || row?.status !== 'enrolled') return seat;
        moved.add(who);
        return { ...seat, given: true };
      });
    });
    return people.filter((who) => moved.has(who));
  }

  async #lists(): Promise<Map<string, number>> {
    const { base, after, coordinator } = this.#desk;
    const { body } = await this.client.send<{ items: { offering: string; waiting: number }[] }>(
      'GET',
      `${base}/cycles/${this.#cycle}/waiting-lists${after}`,
      { token: coordinator },
    );
    return new Map(body.items.map(({ offering, waiting }) => [offering, waiting]));
  }

  /** Who moved up from a waiting list begins from there. */
  async #movedUp(): Promise<readonly Due[]> {
    const now = await this.#lists();
    const shorter = new Set(
      [...this.#waiting].flatMap(([offering, waiting]) => (waiting > (now.get(offering) ?? 0) ? offering : [])),
    );
    this.#waiting = now;
    if (shorter.size === 0) return [];
    const waiting = this.#participants.filter(
      ({ seats, done }) => !done.has('withdraw-consent') && seats.some(({ offering, given }) => !given && shorter.has(offering)),
    );
    return (await this.#seatsOf(waiting)).flatMap((who) => this.#planned(who, this.#desk.now));
  }

  /** What the coordination has in its diary: reminders, the two registrations of one person, windows moved after the storm, the school reform. */
  #officeWork(): readonly OfficeWork[] {
    const { reminders, storm, evaluation } = this.#calendar;
    const work: OfficeWork[] = reminders.map((day) => ({
      at: `${day}T13:00:00.000Z`,
      run: () => this.#remind(day, day < evaluation.opens),
    }));
    if (storm) work.push({ at: storm.decided, run: () => this.#moveWindows(storm) });
    if (this.#cycle !== DESIGNED) return work;
    return [
      ...work,
      { at: MERGE, run: () => this.#mergeDuplicates() },
      { at: REFORM.planned, run: () => this.#planReform() },
      { at: REFORM.putOff, run: () => this.#putReformOff() },
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
      await this.#desk.decide(`cycles/${this.#cycle}/reminders`, `reminder-${wave}-${from}`, {
        teachers,
        stage: first ? 'self-assessment' : 'evaluation',
        wave,
        channel: 'email',
      });
    }
  }

  async #mergeDuplicates(): Promise<void> {
    for (const { of, pseudonym } of this.#duplicates) {
      await this.#desk.decide(`teachers/${pseudonym}/merging`, `merging-${of}`, {
        into: this.#participants[of]?.pseudonym,
        reason: 'Registrada dos veces: identificador mal digitado',
      });
    }
  }

  async #moveWindows({ regions, reason, learning, evaluation }: NonNullable<PilotCalendar['storm']>): Promise<void> {
    for (const region of regions) {
      for (const [stage, { closes, graceUntil }] of [
        ['learning', learning],
        ['evaluation', evaluation],
      ] as const) {
        const body = { stage, region, closes, graceUntil, reason };
        await this.#desk.decide(`cycles/${this.#cycle}/windows`, `window-${region}-${stage}`, body);
      }
    }
  }

  /** Municipal schools are to come under the local education services from January on. */
  async #planReform(): Promise<void> {
    for (const code of [...this.#reform.moved, ...this.#reform.postponed].sort()) {
      await this.#desk.decide(`schools/${code}/reclassification`, `reform-${code}`, {
        to: 'slep',
        effectiveOn: REFORM.effectiveOn,
        reason: 'Traspaso al Servicio Local de Educación Pública',
      });
    }
  }

  async #putReformOff(): Promise<void> {
    for (const code of this.#reform.postponed) {
      await this.#desk.decide(`schools/${code}/reclassification/postponement`, `reform-${code}-put-off`, {
        until: REFORM.until,
        reason: 'El traspaso se aplaza un año',
      });
    }
  }

  /** Everything due, stretch by stretch. Those who ask for limited seats do so one after the other: who comes first must not depend on the network. */
  async #walk(walked: Walked, due: readonly Due[], office: readonly OfficeWork[]): Promise<void> {
    const desk = this.#desk;
    const agenda = new Agenda<Due | OfficeWork>([
      ...office.map((work) => ({ at: work.at, item: work })),
      ...due.map((one) => ({ at: one.intent.at, item: one })),
    ]);
    const total = agenda.size;
    const bar = this.watch.phase(this.#cycle === DESIGNED ? PHASES[walked] : `${PHASES[walked]} ${this.#cycle}`, total);
    let done = 0;
    const told = (count: number) => bar.to(Math.min((done += count), total));
    const stretchOf = (at: string): string => {
      const { date, hour } = this.#year.local(at);
      return `${date} ${Math.floor(hour / STRETCH[walked])}`;
    };
    let freed = false;
    for (let next = agenda.take(stretchOf); next; next = agenda.take(stretchOf)) {
      // When the clock has been set, the views have heard of everything, and seats that were freed are given.
      if (next.at > desk.now) await desk.clock(next.at);
      if (freed) for (const one of await this.#movedUp()) agenda.add(one.intent.at, one);
      freed = false;
      const people = new Map<Participant, Intent[]>();
      for (const item of next.items) {
        if ('run' in item) {
          await item.run();
          told(1);
          continue;
        }
        const { who, intent, plan } = item;
        if (plan !== undefined && plan !== who.plan) {
          told(1);
          continue;
        }
        freed ||= FREEING.has(intent.step) && [...this.#waiting.values()].some((waiting) => waiting > 0);
        const mine = people.get(who);
        if (mine) mine.push(intent);
        else people.set(who, [intent]);
      }
      await this.#together(people, told);
    }
    bar.done();
  }

  async #together(people: ReadonlyMap<Participant, readonly Intent[]>, told: (count: number) => void): Promise<void> {
    const asking = ({ step }: Intent): boolean => step === 'enrol';
    await inLanes([...people], ([who, intents]) =>
      this.#acting.act(
        who,
        intents.filter((intent) => !asking(intent)),
        told,
      ),
    );
    const applicants = [...people].filter(([, intents]) => intents.some(asking));
    const limited = applicants.filter(([who]) => this.#acting.choices(who).some(({ seats }) => seats !== null));
    const ask = ([who, intents]: readonly [Participant, readonly Intent[]]) =>
      this.#acting.act(who, intents.filter(asking), told);
    await inLanes(
      applicants.filter((one) => !limited.includes(one)),
      ask,
    );
    for (const one of limited) await ask(one);
  }
}

interface EnrolmentRow {
  readonly enrolment: string;
  readonly offering: string;
  readonly status: string;
}

const PHASES = { 'self-assessment': 'Self-assessment', learning: 'Courses and final test' } as const;

/** One course of the pilot teaches nothing; an honest evaluation has to show it. */
const COURSE_WITHOUT_EFFECT = 'cl-04';
