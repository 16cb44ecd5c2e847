import { Injectable } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import {
  cycleDecider,
  cycleStream,
  designOf,
  differsByPlace,
  mainAssignment,
  Registrations,
  schoolDecider,
  schoolStream,
  teacherDecider,
  teacherStream,
  windowOf,
  withOwn,
  type Assignment,
  type CycleInForce,
  type InstrumentRef,
  type OwnRegistrations,
  type Participation,
  type Place,
  type StageWindow,
} from '#libs/contexts/rollout';
import type { AttemptStarted, MeasureKind, Occasion } from '../assessment.events.js';
import { attemptDecider, attemptIdOf, attemptStream, type Attempt } from '../attempt.js';
import { equatedForm, equatingDecider, equatingStream } from '../equating.js';
import { refuse } from '#libs/kernel';
import type { Equated } from '../scoring.js';
import { instrumentDecider, instrumentStream, versionOf, type PublishedVersion } from '../instrument.js';

export const stageOf = (occasion: Occasion) => (occasion === 'baseline' ? 'self-assessment' : 'evaluation');

/** What deciding about an attempt needs from elsewhere. */
@Injectable()
export class AttemptReferences {
  constructor(
    private readonly streams: Streams,
    private readonly registrations: Registrations,
  ) {}

  async design(tenant: string, cycle: string): Promise<CycleInForce> {
    return designOf(await this.streams.state(cycleDecider, cycleStream(tenant, cycle)), cycle);
  }

  /**
   * The window that holds for a teacher now, with what was extended for them, their school or region, also since an attempt began.
   * Whether it is open is for deciding (`openAt`), after a repeated command was recognised.
   */
  async window(
    tenant: string,
    design: CycleInForce,
    occasion: Occasion,
    teacher: string,
    { windowChanges }: Participation,
  ): Promise<StageWindow> {
    const stage = stageOf(occasion);
    const place = differsByPlace(design, stage) ? await this.#placeOf(tenant, teacher) : { teacher };
    return windowOf(withOwn(design, windowChanges), stage, place);
  }

  async #placeOf(tenant: string, teacher: string): Promise<Place> {
    const school = (await this.#mainOf(tenant, teacher))?.school;
    if (school === undefined) return { teacher };
    const { facts } = await this.streams.state(schoolDecider, schoolStream(tenant, school));
    return { teacher, school, region: facts?.region };
  }

  /** All registrations of a person, the one that counts first: asked once a command. */
  person(tenant: string, teacher: string): Promise<OwnRegistrations> {
    return this.registrations.onRecord(tenant, teacher);
  }

  /** Of the person, over all their registrations. */
  participation(tenant: string, cycle: string, teacher: string, person: OwnRegistrations): Promise<Participation> {
    return this.registrations.participation(tenant, cycle, teacher, person);
  }

  /** Somebody else's attempt does not exist for this teacher; what was begun under another registration of theirs is their own. @throws Refusal attempt-unknown */
  async own(tenant: string, teacher: string, { started }: Attempt): Promise<AttemptStarted> {
    if (!started || !(await this.registrations.areOne(tenant, teacher, started.teacher))) return refuse('attempt-unknown');
    return started;
  }

  /** Where the teacher teaches; of what they are registered with twice, what the registration that counts says. */
  async educationLevel(tenant: string, person: OwnRegistrations): Promise<string | undefined> {
    for (const one of person) {
      const main = await this.#mainOf(tenant, one);
      if (main) return main.educationLevel;
    }
    return undefined;
  }

  async #mainOf(tenant: string, teacher: string): Promise<Assignment | undefined> {
    return mainAssignment((await this.streams.state(teacherDecider, teacherStream(tenant, teacher))).assignments);
  }

  /**
   * Whose pseudonym draws the form: the one that drew the form of the first test, so that nobody gets the same form twice because they were registered
   * twice.
   */
  async drawnFor(
    tenant: string,
    cycle: string,
    teacher: string,
    person: OwnRegistrations,
    measure: MeasureKind,
    occasion: Occasion,
  ): Promise<string> {
    if (measure !== 'test' || occasion === 'baseline') return teacher;
    return (await this.#begunBy(tenant, cycle, [teacher, ...others(person, teacher)], measure, 'baseline')) ?? teacher;
  }

  /** Whether the same person has begun this under another registration, which was joined with this one: those answers count. */
  async begunAsOther(
    tenant: string,
    cycle: string,
    teacher: string,
    person: OwnRegistrations,
    measure: MeasureKind,
    occasion: Occasion,
  ): Promise<boolean> {
    return (await this.#begunBy(tenant, cycle, others(person, teacher), measure, occasion)) !== undefined;
  }

  /** The first of some registrations under which this was begun. */
  async #begunBy(tenant: string, cycle: string, registrations: readonly string[], measure: MeasureKind, occasion: Occasion) {
    for (const one of registrations) {
      const attempt = attemptIdOf(tenant, cycle, one, measure, occasion);
      const { status } = await this.streams.state(attemptDecider, attemptStream(tenant, cycle, attempt));
      if (status !== 'none') return one;
    }
    return undefined;
  }

  async version(tenant: string, ref: InstrumentRef): Promise<PublishedVersion> {
    return versionOf(await this.streams.state(instrumentDecider, instrumentStream(tenant, ref.instrument)), ref);
  }

  /** What was decided about a test's form in this cycle, if anything was. */
  async equated(tenant: string, cycle: string, ref: InstrumentRef): Promise<Equated | undefined> {
    return equatedForm(await this.streams.state(equatingDecider, equatingStream(tenant, cycle)), ref);
  }
}

const others = (person: OwnRegistrations, teacher: string): readonly string[] => person.filter((one) => one !== teacher);
