import { Readable } from 'node:stream';
import type { Attempt, MeasureKind, Occasion, PublishedVersion } from '#libs/contexts/assessment';
import { attemptDecider, attemptIdOf, attemptStream, instrumentDecider, instrumentStream } from '#libs/contexts/assessment';
import { frameworkDecider, frameworkStream, adoptFramework } from '#libs/contexts/frameworks';
import {
  courseDecider,
  courseStream,
  enrolmentDecider,
  enrolmentIdOf,
  enrolmentStream,
  offeringDecider,
  offeringStream,
  pathDecider,
  pathStream,
} from '#libs/contexts/learning';
import {
  countryDecider,
  countryStream,
  cycleDecider,
  cycleStream,
  giveConsent,
  inviteTeacher,
  acknowledgeProfile,
  mainAssignment,
  openCycle,
  openWindow,
  advanceStage,
  applyPack,
  createCountry,
  participationDecider,
  participationStream,
  planCycle,
  recordSchool,
  registerTeacher,
  assignTeacher,
  leaveSchool,
  schoolDecider,
  schoolImportDecider,
  schoolImportStream,
  schoolMappingDecider,
  schoolMappingStream,
  schoolStream,
  teacherDecider,
  teacherStream,
  withdrawConsent,
  type CycleDesign,
  type SchoolFacts,
} from '#libs/contexts/rollout';
import { instant, refuse, seededRandom, sha256, type Actor, type Instant } from '#libs/kernel';
import type { KeyStore } from '#libs/privacy';
import {
  answersOf,
  CHILE_2023,
  chooseOfferings,
  continueAfterSeats,
  inventedRut,
  portionOf,
  simulateTeachers,
  trainingOf,
  type Answers,
  type Intent,
  type Outcome,
  type Seat,
  type SimulatedTeacher,
  type Training,
} from '#libs/simulation';
import { answer, instrumentFor, recordOnPaper, start, submit } from '../../libs/contexts/assessment/attempt.js';
import { changeWindow, designOf } from '../../libs/contexts/rollout/cycle.js';
import { publishVersion } from '../../libs/contexts/assessment/instrument.js';
import { registerCourse } from '../../libs/contexts/learning/course.js';
import { completeCourse, dropCourse, enrol, recordProgress, startCourse } from '../../libs/contexts/learning/enrolment.js';
import { drawSeats, enrollable, openOffering, requestSeat } from '../../libs/contexts/learning/offering.js';
import { derivePath, pathRulesOf, type OfferedCourse } from '../../libs/contexts/learning/path-rules.js';
import { acceptPath, generatePath } from '../../libs/contexts/learning/path.js';
import { normaliseRut } from '../../libs/contexts/rollout/national-id.js';
import {
  coursesOf,
  cycleDesignOf,
  cycleIn,
  instrumentsOf,
  packAppliedOf,
  simulateSchoolRegister,
  type Pack,
} from '../../libs/contexts/rollout/pack/index.js';
import { defineSchoolMapping, finishImport } from '../../libs/contexts/rollout/school-import.js';
import { factsOf, readSchoolRegister } from '../../libs/contexts/rollout/school-register/index.js';
import type { DecidedLog } from './decided-log.js';

export const TENANT = 'cl';
export const CYCLE = '2023';
const MAPPING = 'mineduc-directorio-2023';

const COORDINATOR: Actor = { id: 'coordination', role: 'coordinator' };
const TUTOR: Actor = { id: 'tutor', role: 'tutor' };
const teacherActor = (teacher: string): Actor => ({ id: teacher, role: 'teacher' });

/** The pilot's own size: the people of a larger cohort are several pilots side by side. */
const BLOCK = 1_200;
const SCHOOLS_A_BLOCK = 220;

interface Person {
  readonly simulated: SimulatedTeacher;
  readonly teacher: string;
  readonly number: number;
  path: readonly string[];
  asked: string[];
  outcome: Outcome | undefined;
  training: Training | undefined;
  readonly answers: Map<string, Answers>;
}

/** A self-rating that lacks its last portion: what the HTTP row hands in. */
export interface OpenRating {
  readonly teacher: string;
  readonly attempt: string;
  readonly lastAnswers: Answers;
}

/**
 * A cohort's cycle, decided by the product's own deciders from the simulated programme's plans. What the use cases fetch as references is
 * fetched here from the states that the log has led to.
 */
export class Programme {
  readonly #design: CycleDesign;
  readonly #instruments: ReadonlyMap<string, PublishedVersion>;
  readonly #courses;
  readonly #offerings;
  #people: Person[] = [];
  #schools = new Map<string, SchoolFacts>();

  constructor(
    private readonly log: DecidedLog,
    private readonly keys: KeyStore,
    private readonly pack: Pack,
    private readonly seed: string,
    private readonly teachers: number,
    private readonly say: (line: string) => void,
  ) {
    this.#design = cycleDesignOf(pack, CYCLE);
    this.#instruments = new Map(instrumentsOf(pack, CYCLE).map((one) => [`${one.instrument}@${one.version}`, one]));
    const { courses, offerings } = coursesOf(pack, CYCLE);
    this.#courses = new Map(courses.map((course) => [course.course, course]));
    this.#offerings = new Map(offerings.map((offering) => [offering.offering, offering]));
  }

  /** Country, schools, cycle, teachers: everything before the first window. */
  async prepare(): Promise<void> {
    const { log, pack } = this;
    const doing = (route: string, at = '2023-03-01T12:00:00.000Z') => ({ at, actor: COORDINATOR, route });
    const { country } = pack;
    const vault = (await this.keys.fingerprint(TENANT)) ?? '';
    await log.run(doing('countries'), countryDecider, countryStream(TENANT), (state) =>
      createCountry(
        {
          country: TENANT,
          name: country.name,
          origin: 'simulated',
          timeZone: country.timeZone,
          languages: country.languages,
          suppressionThreshold: country.suppressionThreshold,
          vault,
        },
        state,
      ),
    );
    await log.run(doing('pack'), countryDecider, countryStream(TENANT), (state) => applyPack(packAppliedOf(pack), state));
    for (const framework of Object.values(pack.frameworks)) {
      await log.run(doing('frameworks'), frameworkDecider, frameworkStream(TENANT, framework.id), (state) =>
        adoptFramework(framework, state),
      );
    }
    await this.#readSchools();
    for (const instrument of this.#instruments.values()) {
      await log.run(doing('instruments'), instrumentDecider, instrumentStream(TENANT, instrument.instrument), (state) =>
        publishVersion(instrument, state),
      );
    }
    const inCycle = (route: string, at?: Instant) => ({ ...doing(route, at), cycle: CYCLE });
    const framework = pack.frameworks[this.#design.framework.framework] ?? refuse('framework-unknown', {});
    await log.run(inCycle('cycles'), cycleDecider, cycleStream(TENANT, CYCLE), (state) =>
      planCycle({ cycle: CYCLE, title: cycleIn(pack, CYCLE).title, design: this.#design }, state, {
        framework,
        languages: country.languages,
        educationLevels: country.educationLevels.map(({ code }) => code),
      }),
    );
    const [, learning] = this.#design.stages;
    if (!learning) throw new Error('the cycle has no learning stage');
    for (const course of this.#courses.values()) {
      await log.run(doing('courses'), courseDecider, courseStream(TENANT, course.course), (state) =>
        registerCourse(course, state),
      );
    }
    for (const offering of this.#offerings.values()) {
      await log.run(inCycle('offerings'), offeringDecider, offeringStream(TENANT, CYCLE, offering.offering), (state) =>
        openOffering(offering, state, { learning }),
      );
    }
    await this.#register();
    await this.#stage('self-assessment', '2023-05-04T12:00:00.000Z');
  }

  /** Everybody consents and answers the self-rating but for its last portion; nobody hands in. */
  async answerRatings(): Promise<readonly OpenRating[]> {
    const open: OpenRating[] = [];
    const from = Date.parse('2023-05-09T12:00:00.000Z');
    let at = from;
    for (const person of this.#people) {
      const intents: Intent[] = [
        { at: instant(at), step: 'consent', purposes: ['programme-statistics', 'take-part'] },
        { at: instant(at), step: 'start-attempt', measure: 'self-rating', occasion: 'baseline' },
        ...[1, 2].map((portion): Intent => ({
          at: instant(at),
          step: 'answer',
          measure: 'self-rating',
          occasion: 'baseline',
          portion,
          portions: 3,
        })),
      ];
      for (const intent of intents) await this.#do(person, intent);
      const version = this.#version(this.#design.selfRating);
      const all = person.answers.get('self-rating/baseline') ?? {};
      open.push({
        teacher: person.teacher,
        attempt: attemptIdOf(TENANT, CYCLE, person.teacher, 'self-rating', 'baseline'),
        lastAnswers: portionOf(version, all, 3, 3),
      });
      at += 20;
    }
    await this.log.flush();
    return open;
  }

  /** The whole cycle, everybody's deeds in the order of time. */
  async wholeCycle(): Promise<void> {
    const drawn = '2023-07-15T12:00:00.000Z';
    await this.#inOrder(this.#people, (person) => person.simulated.plan.filter(({ at }) => at <= drawn));
    await this.#stage('learning', drawn);
    for (const [offering, { allocation }] of this.#offerings) {
      if (allocation !== 'lottery') continue;
      await this.log.run(
        { at: drawn, actor: COORDINATOR, route: 'draw', cycle: CYCLE },
        offeringDecider,
        offeringStream(TENANT, CYCLE, offering),
        (state) => drawSeats({ offering, seed: `${this.seed}/${offering}`, at: drawn }, state),
      );
    }
    await this.log.flush();
    // Moves and withdrawals are planned for the whole year.
    const { storm } = CHILE_2023;
    const rest = (person: Person) => [
      ...person.simulated.plan.filter(({ at }) => at > drawn),
      ...this.#continued(person).intents,
    ];
    await this.#inOrder(this.#people, (person) => rest(person).filter(({ at }) => at <= storm.decided));
    await this.#moveWindows();
    await this.#inOrder(this.#people, (person) => rest(person).filter(({ at }) => at > storm.decided));
    await this.#stage('evaluation', '2023-12-02T12:00:00.000Z');
    await this.log.flush();
  }

  async #moveWindows(): Promise<void> {
    const { regions, reason, decided: at, learning, evaluation } = CHILE_2023.storm;
    for (const region of regions) {
      for (const [stage, { closes, graceUntil }] of [
        ['learning', learning],
        ['evaluation', evaluation],
      ] as const) {
        const change = { stage, scope: { region }, closes, graceUntil };
        await this.log.run(
          { at, actor: COORDINATOR, route: 'windows', cycle: CYCLE },
          cycleDecider,
          cycleStream(TENANT, CYCLE),
          (state) => changeWindow({ cycle: CYCLE, at, change, reason }, state, { region }),
        );
      }
    }
  }

  // ── before the cycle ──────────────────────────────────────────────────────────────────────────────────────────────────

  async #readSchools(): Promise<void> {
    const { log, pack } = this;
    const mapping = pack.mappings[MAPPING];
    if (!mapping) throw new Error(`the pack has no mapping ${MAPPING}`);
    const doing = { at: '2023-03-02T12:00:00.000Z', actor: COORDINATOR, route: 'schools' };
    await log.run(doing, schoolMappingDecider, schoolMappingStream(TENANT, mapping.id), (state) =>
      defineSchoolMapping({ name: mapping.id, mapping: mapping }, state),
    );
    const schools = Math.ceil(this.teachers / BLOCK) * SCHOOLS_A_BLOCK;
    const text = simulateSchoolRegister({ schools, seed: this.seed, pack });
    const reading = readSchoolRegister(Readable.from([Buffer.from(text)]), mapping);
    const given = factsOf(mapping);
    for await (const { school } of reading) {
      if (!school) continue;
      this.#schools.set(school.code, school);
      await log.run(doing, schoolDecider, schoolStream(TENANT, school.code), (state) =>
        recordSchool({ facts: school, given }, state),
      );
    }
    const { rows, errors, findings, missing, findingsByCode } = reading.summary;
    await log.run(doing, schoolImportDecider, schoolImportStream(TENANT, 'register'), (state) =>
      finishImport(
        {
          import: 'register',
          mapping: mapping.id,
          fileDigest: sha256(text),
          rows,
          created: this.#schools.size,
          updated: 0,
          unchanged: rows - errors - this.#schools.size,
          errors,
          findings,
          missing,
          findingsByCode: findingsByCode,
        },
        state,
      ),
    );
  }

  async #register(): Promise<void> {
    const schools = [...this.#schools.values()];
    for (let first = 0; first < this.teachers; first += BLOCK) {
      const block = first / BLOCK;
      const simulated = simulateTeachers({
        seed: `${this.seed}/${block}`,
        count: Math.min(BLOCK, this.teachers - first),
        schools: schools.slice(block * SCHOOLS_A_BLOCK, (block + 1) * SCHOOLS_A_BLOCK),
      });
      const enrolled = await Promise.all(
        simulated.map((_, index) => {
          const rut = inventedRut(first + index, seededRandom(`${this.seed}/rut/${first + index}`));
          return this.keys.enrol(TENANT, normaliseRut(rut) ?? rut);
        }),
      );
      for (const [index, one] of simulated.entries()) {
        const teacher = enrolled[index]?.pseudonym ?? '';
        const at = instant(Date.parse('2023-03-20T12:00:00.000Z') + (first + index) * 1_000);
        const doing = { at, actor: COORDINATOR, route: 'teachers', subject: teacher };
        const { givenName, familyName, email } = one.identity;
        const { gender, birthYear, assignments } = one;
        await this.log.run(
          doing,
          teacherDecider,
          teacherStream(TENANT, teacher),
          (state) =>
            registerTeacher({ teacher, identity: { givenName, familyName, email }, gender, birthYear, assignments }, state),
          one.identity,
        );
        await this.log.run(
          { ...doing, route: 'invitations', cycle: CYCLE },
          participationDecider,
          participationStream(TENANT, CYCLE, teacher),
          (state) => inviteTeacher({ teacher, cycle: CYCLE }, state),
        );
        this.#people.push({
          simulated: one,
          teacher,
          number: first + index,
          path: [],
          asked: [],
          outcome: undefined,
          training: undefined,
          answers: new Map(),
        });
      }
      if (block % 10 === 9) this.say(`${first + simulated.length} teachers registered`);
    }
  }

  async #stage(to: 'self-assessment' | 'learning' | 'evaluation', at: Instant): Promise<void> {
    const doing = { at, actor: COORDINATOR, route: `stage ${to}`, cycle: CYCLE };
    const stream = cycleStream(TENANT, CYCLE);
    if (to === 'self-assessment') await this.log.run(doing, cycleDecider, stream, (state) => openCycle({ cycle: CYCLE }, state));
    await this.log.run(doing, cycleDecider, stream, (state) => advanceStage({ cycle: CYCLE, to }, state));
  }

  // ── what teachers do ──────────────────────────────────────────────────────────────────────────────────────────────────

  async #inOrder(people: readonly Person[], plan: (person: Person) => readonly Intent[]): Promise<void> {
    const all: { person: Person; intent: Intent; at: number; order: number }[] = [];
    for (const person of people) {
      for (const intent of plan(person)) all.push({ person, intent, at: Date.parse(intent.at), order: all.length });
    }
    all.sort((a, b) => a.at - b.at || a.order - b.order);
    let done = 0;
    for (const { person, intent } of all) {
      await this.#do(person, intent);
      if ((done += 1) % 200_000 === 0) this.say(`${done} of ${all.length} deeds, ${this.log.events} events`);
    }
    await this.log.flush();
  }

  #version(ref: { instrument: string; version: number }): PublishedVersion {
    return this.#instruments.get(`${ref.instrument}@${ref.version}`) ?? refuse('instrument-unknown', { ...ref });
  }

  #continued(person: Person): Outcome {
    if (person.outcome) return person.outcome;
    const seats = person.asked.flatMap((id): Seat[] => {
      const opened = this.#offerings.get(id);
      if (!opened) return [];
      const held = this.log.state(offeringDecider, offeringStream(TENANT, CYCLE, id)).requests.get(person.teacher);
      const { course, modality, starts, ends, seats: limit } = opened;
      const enrolment = enrolmentIdOf(TENANT, CYCLE, id, person.teacher);
      return [{ enrolment, course, modality, starts, ends, given: limit === null || held?.status === 'given' }];
    });
    const outcome = continueAfterSeats(person.simulated, seats);
    person.outcome = outcome;
    person.training = trainingOf(person.simulated, outcome.completed, { effect: 1 });
    return outcome;
  }

  async #do(person: Person, intent: Intent): Promise<void> {
    const { log } = this;
    const { teacher } = person;
    const { at } = intent;
    const doing = { at, actor: teacherActor(teacher), route: intent.step, subject: teacher, cycle: CYCLE };
    const participation = log.state(participationDecider, participationStream(TENANT, CYCLE, teacher));
    switch (intent.step) {
      case 'consent': {
        const { version } = this.#design.consent;
        const consent = { teacher, cycle: CYCLE, version, language: 'es-CL', purposes: intent.purposes };
        await log.run(doing, participationDecider, participationStream(TENANT, CYCLE, teacher), (state) =>
          giveConsent(consent, state, this.#design.consent),
        );
        return;
      }
      case 'withdraw-consent':
        await log.run(doing, participationDecider, participationStream(TENANT, CYCLE, teacher), (state) =>
          withdrawConsent({ teacher, cycle: CYCLE, purposes: ['take-part'] }, state),
        );
        return;
      case 'change-school': {
        const move = { ...doing, actor: COORDINATOR };
        const main = mainAssignment(log.state(teacherDecider, teacherStream(TENANT, teacher)).assignments);
        if (!main) return;
        await log.run(move, teacherDecider, teacherStream(TENANT, teacher), (state) =>
          leaveSchool({ school: intent.from }, state),
        );
        await log.run(move, teacherDecider, teacherStream(TENANT, teacher), (state) =>
          assignTeacher({ ...main, school: intent.to }, state),
        );
        return;
      }
      case 'leave': {
        const left = { ...doing, actor: COORDINATOR };
        for (const { school } of log.state(teacherDecider, teacherStream(TENANT, teacher)).assignments)
          await log.run(left, teacherDecider, teacherStream(TENANT, teacher), (state) => leaveSchool({ school }, state));
        return;
      }
      case 'start-attempt':
      case 'answer':
      case 'submit':
      case 'paper-answers':
        return this.#attempt(person, intent, doing);
      case 'acknowledge-profile': {
        const attempt = attemptIdOf(TENANT, CYCLE, teacher, 'self-rating', 'baseline');
        await log.run(doing, participationDecider, participationStream(TENANT, CYCLE, teacher), (state) =>
          acknowledgeProfile({ teacher, cycle: CYCLE, attempt }, state),
        );
        return;
      }
      case 'generate-path':
        return this.#path(person, at, doing);
      case 'accept-path':
        await log.run(doing, pathDecider, pathStream(TENANT, CYCLE, teacher), (state) =>
          acceptPath({ teacher, cycle: CYCLE }, state),
        );
        return;
      case 'enrol': {
        if (!participation.consented) return;
        const offered = [...this.#offerings.values()];
        for (const offering of chooseOfferings(person.simulated, person.path, offered, this.teachers)) {
          if (await this.#enrol(person, offering, at, doing)) person.asked.push(offering);
        }
        return;
      }
      case 'start-course':
      case 'record-progress':
      case 'complete-course':
      case 'drop-course':
        return this.#course(person, intent, doing);
    }
  }

  async #attempt(
    person: Person,
    intent: Extract<Intent, { step: 'start-attempt' | 'answer' | 'submit' | 'paper-answers' }>,
    doing: Parameters<DecidedLog['run']>[0],
  ): Promise<void> {
    const { log } = this;
    const { teacher, simulated } = person;
    const at = intent.step === 'paper-answers' ? intent.filledAt : intent.at;
    const measure: MeasureKind = intent.measure;
    const occasion: Occasion = intent.occasion;
    const attempt = attemptIdOf(TENANT, CYCLE, teacher, measure, occasion);
    const stream = attemptStream(TENANT, CYCLE, attempt);
    const version = this.#version(instrumentFor(this.#design, teacher, measure, occasion));
    const participation = log.state(participationDecider, participationStream(TENANT, CYCLE, teacher));
    const stage = occasion === 'baseline' ? 'self-assessment' : 'evaluation';
    const timetable = designOf(log.state(cycleDecider, cycleStream(TENANT, CYCLE)), CYCLE);
    const { region } = simulated.school;
    const references = () => ({ version, participation, window: openWindow(timetable, stage, at, { teacher, region }) });
    const run = (decide: (state: Attempt) => ReturnType<typeof start>, body: unknown) =>
      log.run(doing, attemptDecider, stream, decide, body);
    const key = `${measure}/${occasion}`;
    if (intent.step === 'start-attempt') {
      person.answers.set(key, answersOf(simulated, version, occasion, person.training, version.keys));
      const body = { measure, occasion };
      await run((state) => start({ attempt, teacher, cycle: CYCLE, occasion }, state, references()), body);
    } else if (intent.step === 'paper-answers') {
      const answers = answersOf(simulated, version, occasion);
      const { instrument, version: sheetVersion } = version;
      const { educationLevel } = mainAssignment(log.state(teacherDecider, teacherStream(TENANT, teacher)).assignments) ?? {};
      const command = { attempt, teacher, cycle: CYCLE, occasion, answers, sheet: { instrument, version: sheetVersion }, at };
      await log.run({ ...doing, at, actor: COORDINATOR }, attemptDecider, stream, (state) =>
        recordOnPaper(command, state, { ...references(), design: timetable, educationLevel, equated: undefined }),
      );
    } else if (intent.step === 'answer') {
      const answers = portionOf(version, person.answers.get(key) ?? {}, intent.portion, intent.portions);
      await run((state) => answer({ answers, at }, state, references()), { answers });
    } else {
      const educationLevel = mainAssignment(
        log.state(teacherDecider, teacherStream(TENANT, teacher)).assignments,
      )?.educationLevel;
      await run((state) => submit({ at }, state, { ...references(), design: this.#design, educationLevel }), {});
      person.answers.delete(key);
    }
  }

  async #path(person: Person, at: Instant, doing: Parameters<DecidedLog['run']>[0]): Promise<void> {
    const { log } = this;
    const { teacher } = person;
    const attempt = attemptIdOf(TENANT, CYCLE, teacher, 'self-rating', 'baseline');
    const { gaps } = log.state(attemptDecider, attemptStream(TENANT, CYCLE, attempt));
    if (!gaps) return;
    const offered = [...this.#offerings.values()].flatMap((one): OfferedCourse[] => {
      const course = this.#courses.get(one.course);
      const { given, drawn } = log.state(offeringDecider, offeringStream(TENANT, CYCLE, one.offering));
      const full = one.seats !== null && given >= one.seats && (one.allocation === 'first-come' || drawn);
      return course ? [{ ...one, hours: course.hours, develops: course.develops, full }] : [];
    });
    const { region } = person.simulated.school;
    const derived = derivePath(gaps, offered, { region, at }, pathRulesOf(this.#design.pathRules));
    const { version: pathRules } = this.#design.pathRules;
    await log.run(doing, pathDecider, pathStream(TENANT, CYCLE, teacher), (state) =>
      generatePath({ teacher, cycle: CYCLE, attempt, pathRules, derived }, state),
    );
    person.path = derived.steps.map(({ offering }) => offering);
    log.forget(attemptStream(TENANT, CYCLE, attempt));
  }

  async #enrol(person: Person, offering: string, at: Instant, doing: Parameters<DecidedLog['run']>[0]): Promise<boolean> {
    const { log } = this;
    const { teacher } = person;
    const enrolment = enrolmentIdOf(TENANT, CYCLE, offering, teacher);
    const state = log.state(offeringDecider, offeringStream(TENANT, CYCLE, offering));
    const events =
      state.opened?.seats === null
        ? await log.run(
            doing,
            enrolmentDecider,
            enrolmentStream(TENANT, CYCLE, enrolment),
            (one) => enrol({ enrolment, teacher }, one, { offering: enrollable(state, offering, at) }),
            { offering },
          )
        : await log.run(
            doing,
            offeringDecider,
            offeringStream(TENANT, CYCLE, offering),
            (one) => requestSeat({ offering, teacher, enrolment, at }, one),
            { offering },
          );
    return events.length > 0;
  }

  async #course(
    person: Person,
    intent: Extract<Intent, { enrolment: string }>,
    doing: Parameters<DecidedLog['run']>[0],
  ): Promise<void> {
    const { log } = this;
    const { teacher } = person;
    const { enrolment, at } = intent;
    const id = person.asked.find((one) => enrolmentIdOf(TENANT, CYCLE, one, teacher) === enrolment);
    if (id === undefined) return;
    const { opened, requests } = log.state(offeringDecider, offeringStream(TENANT, CYCLE, id));
    if (!opened) return;
    const seat = requests.get(teacher);
    const stream = enrolmentStream(TENANT, CYCLE, enrolment);
    const byTutor = { ...doing, actor: TUTOR };
    switch (intent.step) {
      case 'start-course':
        await log.run(doing, enrolmentDecider, stream, (state) =>
          startCourse({ enrolment, teacher, at }, state, { offering: opened, seat }),
        );
        return;
      case 'record-progress':
        await log.run(byTutor, enrolmentDecider, stream, (state) => recordProgress({ percent: intent.percent }, state), {
          percent: intent.percent,
        });
        return;
      case 'complete-course': {
        const hours = this.#courses.get(opened.course)?.hours ?? 0;
        await log.run(byTutor, enrolmentDecider, stream, (state) => completeCourse(state, { hours }));
        return;
      }
      case 'drop-course':
        await log.run(doing, enrolmentDecider, stream, (state) =>
          dropCourse({ enrolment, teacher, offering: id, reason: intent.reason }, state, { seat }),
        );
        return;
    }
  }
}
