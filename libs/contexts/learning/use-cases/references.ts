import { Inject, Injectable } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import {
  cycleDecider,
  cycleStream,
  designFor,
  designOf,
  differsByPlace,
  mainAssignment,
  Registrations,
  schoolDecider,
  schoolStream,
  teacherDecider,
  teacherStream,
  type CycleDesign,
  type OwnRegistrations,
  type Participation,
  type StageWindow,
} from '#libs/contexts/rollout';
import { refuse, type Instant } from '#libs/kernel';
import { attemptDecider, attemptIdOf, attemptStream } from '#libs/contexts/assessment';
import { findEvery, READ_STORE, type Filter, type ReadStore } from '#libs/read-store';
import { contentOf, courseDecider, courseStream } from '../course.js';
import { enrolmentDecider, enrolmentStream, type Enrolment } from '../enrolment.js';
import type { CourseContent, OfferingOpened } from '../learning.events.js';
import { offeringDecider, offeringStream, type ApplicantFacts, type Offering, type SeatRequest } from '../offering.js';
import { pathDecider, pathStream } from '../path.js';
import type { CompletedBefore, OfferedCourse } from '../path-rules.js';
import type { CourseDocument } from '../projections/courses.projection.js';
import type { EnrolmentDocument } from '../projections/enrolments.projection.js';
import { offeringKey, type OfferingDocument } from '../projections/offerings.projection.js';

/** An enrolment with all that decides about it. */
export interface Held {
  readonly teacher: string;
  readonly offering: OfferingOpened['data'];
  /** Where seats are limited: what the teacher holds. */
  readonly seat: SeatRequest | undefined;
  readonly enrolment: Enrolment;
  /** Accounts of tutors that the offering was given to. */
  readonly tutors: ReadonlySet<string>;
}

/** What deciding about learning needs from elsewhere. */
@Injectable()
export class LearningReferences {
  constructor(
    private readonly streams: Streams,
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly registrations: Registrations,
  ) {}

  /** The design of an open cycle, with the windows that hold for a teacher where one is named. @throws Refusal cycle-unknown | cycle-not-open */
  async design(tenant: string, cycle: string, teacher?: string): Promise<CycleDesign> {
    const design = designOf(await this.streams.state(cycleDecider, cycleStream(tenant, cycle)), cycle);
    if (teacher === undefined) return design;
    const { windowChanges = [] } = await this.registrations.participation(tenant, cycle, teacher);
    if (!differsByPlace(design, 'learning')) return designFor(design, { teacher }, windowChanges);
    const { assignments } = await this.streams.state(teacherDecider, teacherStream(tenant, teacher));
    const school = mainAssignment(assignments)?.school;
    return designFor(design, { teacher, school, region: await this.region(tenant, teacher) }, windowChanges);
  }

  /** Who takes part. @throws Refusal consent-missing */
  async consenting(tenant: string, cycle: string, teacher: string): Promise<Participation> {
    const participation = await this.registrations.participation(tenant, cycle, teacher);
    if (!participation.consented) refuse('consent-missing', { cycle });
    return participation;
  }

  async course(tenant: string, course: string): Promise<CourseContent> {
    return contentOf(await this.streams.state(courseDecider, courseStream(tenant, course)), course);
  }

  offering(tenant: string, cycle: string, offering: string): Promise<Offering> {
    return this.streams.state(offeringDecider, offeringStream(tenant, cycle, offering));
  }

  /** The region of the school that a teacher counts under. */
  async region(tenant: string, teacher: string): Promise<string | undefined> {
    return (await this.school(tenant, teacher))?.region;
  }

  /** The school that a teacher counts under. */
  private async school(tenant: string, teacher: string) {
    const { assignments } = await this.streams.state(teacherDecider, teacherStream(tenant, teacher));
    const main = mainAssignment(assignments);
    return main && (await this.streams.state(schoolDecider, schoolStream(tenant, main.school))).facts;
  }

  /** What a priority rule looks at in somebody who asked for a seat in a course. */
  async applicant(tenant: string, cycle: string, teacher: string, { develops }: CourseContent): Promise<ApplicantFacts> {
    const registrations = await this.registrations.onRecord(tenant, teacher);
    const [rated, school, completed] = await Promise.all([
      this.rated(tenant, cycle, teacher),
      this.school(tenant, teacher),
      this.enrolments(tenant, { teacher: { in: registrations }, status: 'completed' }),
    ]);
    const gaps = rated?.gaps;
    const taught = new Set(develops.map(({ competency }) => competency));
    const gap = (gaps ?? []).reduce((sum, one) => sum + (taught.has(one.competency) ? (one.gap ?? 0) : 0), 0);
    return { teacher, gap, rural: school?.rurality === 'rural', completed: completed.length };
  }

  /** The first self-rating that counts for a person, and what it showed; `undefined` where there is none yet. */
  async rated(tenant: string, cycle: string, teacher: string) {
    for (const one of await this.registrations.onRecord(tenant, teacher)) {
      const attempt = attemptIdOf(tenant, cycle, one, 'self-rating', 'baseline');
      const { gaps, submittedAt } = await this.streams.state(attemptDecider, attemptStream(tenant, cycle, attempt));
      if (gaps) return { attempt, gaps, submittedAt };
    }
    return undefined;
  }

  /** Under which registration a person's path stands: where they accepted one, or else where one was derived first; their own where there is none. */
  async pathOwner(tenant: string, cycle: string, teacher: string): Promise<string> {
    const [, ...joined] = await this.registrations.onRecord(tenant, teacher);
    if (joined.length === 0) return teacher;
    const owners = [teacher, ...joined];
    const paths = await Promise.all(owners.map((one) => this.streams.state(pathDecider, pathStream(tenant, cycle, one))));
    return (
      owners.find((_, index) => paths[index]?.status === 'accepted') ??
      owners.find((_, index) => paths[index]?.generated !== undefined) ??
      teacher
    );
  }

  /** All registrations of a person. */
  registrationsOf(tenant: string, teacher: string): Promise<OwnRegistrations> {
    return this.registrations.onRecord(tenant, teacher);
  }

  /** An enrolment of the teacher's own, under whichever registration; somebody else's does not exist for them. @throws Refusal enrolment-unknown */
  async ownHeld(tenant: string, cycle: string, teacher: string, id: string): Promise<Held> {
    const held = await this.held(tenant, cycle, id);
    const own = await this.registrations.areOne(tenant, teacher, held.teacher);
    return own ? held : refuse('enrolment-unknown', { enrolment: id });
  }

  /** Enrolments as the read model has them. */
  enrolments(tenant: string, filter: Filter): Promise<readonly EnrolmentDocument[]> {
    return findEvery<EnrolmentDocument>(this.documents, tenant, 'enrolments', { filter });
  }

  /**
   * What a teacher completed in earlier cycles, where this one was planned to let it count; `undefined` where it was not. What the same person did under
   * another registration is theirs too.
   */
  async completedBefore(tenant: string, cycle: string, teacher: string): Promise<readonly CompletedBefore[] | undefined> {
    const { repeats } = await this.streams.state(cycleDecider, cycleStream(tenant, cycle));
    if (repeats?.carryOver.completedCoursesCount !== true) return undefined;
    const registrations = await this.registrations.onRecord(tenant, teacher);
    const completed = await this.enrolments(tenant, { teacher: { in: registrations }, status: 'completed' });
    const earlier = completed.filter((one) => one.cycle !== cycle);
    const offerings = (await this.documents.getMany(
      tenant,
      'offerings',
      earlier.map((one) => offeringKey(one.cycle, one.offering)),
    )) as unknown as readonly (OfferingDocument | undefined)[];
    const courses = (await this.documents.getMany(
      tenant,
      'courses',
      offerings.map((one) => one?.course ?? ''),
    )) as unknown as readonly (CourseDocument | undefined)[];
    return earlier
      .flatMap(({ completedAt = '' }, index): CompletedBefore[] => {
        const course = courses[index];
        return course ? [{ course: course.course, develops: course.develops, at: completedAt }] : [];
      })
      .sort((a, b) => (a.course < b.course ? -1 : 1));
  }

  /** What the cycle offers. From the read models: the event records what was made of it. */
  async offered(tenant: string, cycle: string): Promise<readonly OfferedCourse[]> {
    const offerings = await findEvery<OfferingDocument>(this.documents, tenant, 'offerings', { filter: { cycle } });
    const ids = [...new Set(offerings.map(({ course }) => course))];
    const courses = new Map<string, CourseDocument>();
    for (const document of await this.documents.getMany(tenant, 'courses', ids)) {
      const course = document as CourseDocument | undefined;
      if (course) courses.set(course.course, course);
    }
    return offerings.flatMap((one): OfferedCourse[] => {
      const course = courses.get(one.course);
      if (!course) return [];
      const { offering, modality, starts, ends, region, seats, allocation } = one;
      // Before a lottery is drawn everybody has a chance.
      const full = seats !== null && one.taken >= seats && (allocation === 'first-come' || one.drawn !== undefined);
      const { hours, develops } = course;
      return [{ offering, course: one.course, modality, starts, ends, region, hours, develops, full }];
    });
  }

  /**
   * An enrolment by its id. Its own stream knows the offering once something happened in it; before that, where seats are limited,
   * only the read model does, and then the offering's stream decides. @throws Refusal enrolment-unknown
   */
  async held(tenant: string, cycle: string, id: string): Promise<Held> {
    return (await this.heldIfAny(tenant, cycle, id)) ?? refuse('enrolment-unknown', { enrolment: id });
  }

  async heldIfAny(tenant: string, cycle: string, id: string): Promise<Held | undefined> {
    const enrolment = await this.streams.state(enrolmentDecider, enrolmentStream(tenant, cycle, id));
    const found = enrolment.enrolled ?? ((await this.documents.get(tenant, 'enrolments', id)) as EnrolmentDocument | undefined);
    if (!found) return undefined;
    const { teacher } = found;
    const offering = await this.offering(tenant, cycle, found.offering);
    if (!offering.opened) return undefined;
    const { opened, requests, tutors } = offering;
    return { teacher, offering: opened, seat: requests.get(teacher), enrolment, tutors };
  }
}

/** Until when a cycle records learning. @throws Refusal window-closed */
export const learningStillRecorded = (design: CycleDesign, at: Instant): StageWindow => {
  const window = learningWindow(design);
  if (at > window.graceUntil)
    refuse('window-closed', { stage: 'learning', closes: window.closes, graceUntil: window.graceUntil });
  return window;
};

export const learningWindow = (design: CycleDesign): StageWindow =>
  design.stages.find(({ stage }) => stage === 'learning') ?? refuse('window-not-open', { stage: 'learning', opens: 'unknown' });
