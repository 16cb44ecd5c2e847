import { Injectable } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import {
  cycleDecider,
  cycleStream,
  designOf,
  differsByPlace,
  mainAssignment,
  MergedPseudonyms,
  participationDecider,
  participationStream,
  schoolDecider,
  schoolStream,
  teacherDecider,
  teacherStream,
  windowOf,
  withOwn,
  type CycleInForce,
  type InstrumentRef,
  type Participation,
  type Place,
  type StageWindow,
} from '#libs/contexts/rollout';
import type { MeasureKind, Occasion } from '../assessment.events.js';
import { attemptDecider, attemptIdOf, attemptStream } from '../attempt.js';
import { equatedForm, equatingDecider, equatingStream } from '../equating.js';
import type { Equated } from '../scoring.js';
import { instrumentDecider, instrumentStream, versionOf, type PublishedVersion } from '../instrument.js';

export const stageOf = (occasion: Occasion) => (occasion === 'baseline' ? 'self-assessment' : 'evaluation');

/** What deciding about an attempt needs from elsewhere. */
@Injectable()
export class AttemptReferences {
  constructor(
    private readonly streams: Streams,
    private readonly pseudonyms: MergedPseudonyms,
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
    const { assignments } = await this.streams.state(teacherDecider, teacherStream(tenant, teacher));
    const school = mainAssignment(assignments)?.school;
    if (school === undefined) return { teacher };
    const { facts } = await this.streams.state(schoolDecider, schoolStream(tenant, school));
    return { teacher, school, region: facts?.region };
  }

  participation(tenant: string, cycle: string, teacher: string): Promise<Participation> {
    return this.streams.state(participationDecider, participationStream(tenant, cycle, teacher));
  }

  /** Whether the same person has begun this under another registration, which was joined with this one: those answers count. */
  async begunAsOther(tenant: string, cycle: string, teacher: string, measure: MeasureKind, occasion: Occasion): Promise<boolean> {
    for (const other of await this.pseudonyms.of(tenant, teacher)) {
      const attempt = attemptIdOf(tenant, cycle, other, measure, occasion);
      const { status } = await this.streams.state(attemptDecider, attemptStream(tenant, cycle, attempt));
      if (status !== 'none') return true;
    }
    return false;
  }

  async version(tenant: string, ref: InstrumentRef): Promise<PublishedVersion> {
    return versionOf(await this.streams.state(instrumentDecider, instrumentStream(tenant, ref.instrument)), ref);
  }

  /** What was decided about a test's form in this cycle, if anything was. */
  async equated(tenant: string, cycle: string, ref: InstrumentRef): Promise<Equated | undefined> {
    return equatedForm(await this.streams.state(equatingDecider, equatingStream(tenant, cycle)), ref);
  }
}
