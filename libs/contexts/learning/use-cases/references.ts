import { Inject, Injectable } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import {
  cycleDecider,
  cycleStream,
  designFor,
  designOf,
  differsByPlace,
  mainAssignment,
  participationDecider,
  participationStream,
  schoolDecider,
  schoolStream,
  teacherDecider,
  teacherStream,
  type CycleDesign,
  type Participation,
  type StageWindow,
} from '#libs/contexts/rollout';
import { refuse, type Instant } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import { contentOf, courseDecider, courseStream } from '../course.js';
import { enrolmentDecider, enrolmentStream, type Enrolment } from '../enrolment.js';
import type { CourseContent, OfferingOpened } from '../learning.events.js';
import { offeringDecider, offeringStream, type Offering, type SeatRequest } from '../offering.js';
import type { OfferedCourse } from '../path-rules.js';
import type { CourseDocument } from '../projections/courses.projection.js';
import type { EnrolmentDocument } from '../projections/enrolments.projection.js';
import type { OfferingDocument } from '../projections/offerings.projection.js';

/** An enrolment with all that decides about it. */
export interface Held {
  readonly teacher: string;
  readonly offering: OfferingOpened['data'];
  /** Where seats are limited: what the teacher holds. */
  readonly seat: SeatRequest | undefined;
  readonly enrolment: Enrolment;
}

/** What deciding about learning needs from elsewhere. */
@Injectable()
export class LearningReferences {
  constructor(
    private readonly streams: Streams,
    @Inject(READ_STORE) private readonly documents: ReadStore,
  ) {}

  /** The design of an open cycle, with the windows that hold for a teacher where one is named. @throws Refusal cycle-unknown | cycle-not-open */
  async design(tenant: string, cycle: string, teacher?: string): Promise<CycleDesign> {
    const design = designOf(await this.streams.state(cycleDecider, cycleStream(tenant, cycle)), cycle);
    if (teacher === undefined) return design;
    const { windowChanges = [] } = await this.streams.state(participationDecider, participationStream(tenant, cycle, teacher));
    if (!differsByPlace(design, 'learning')) return designFor(design, { teacher }, windowChanges);
    const { assignments } = await this.streams.state(teacherDecider, teacherStream(tenant, teacher));
    const school = mainAssignment(assignments)?.school;
    return designFor(design, { teacher, school, region: await this.region(tenant, teacher) }, windowChanges);
  }

  /** Who takes part. @throws Refusal consent-missing */
  async consenting(tenant: string, cycle: string, teacher: string): Promise<Participation> {
    const participation = await this.streams.state(participationDecider, participationStream(tenant, cycle, teacher));
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
    const { assignments } = await this.streams.state(teacherDecider, teacherStream(tenant, teacher));
    const main = mainAssignment(assignments);
    if (!main) return undefined;
    return (await this.streams.state(schoolDecider, schoolStream(tenant, main.school))).facts?.region;
  }

  /** What the cycle offers. From the read models: the event records what was made of it. */
  async offered(tenant: string, cycle: string): Promise<readonly OfferedCourse[]> {
    const offerings: OfferingDocument[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.documents.find(tenant, 'offerings', { filter: { cycle }, limit: 1000, cursor });
      offerings.push(...page.documents.map(({ document }) => document as unknown as OfferingDocument));
      if (page.next === undefined) break;
      cursor = page.next;
    }
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
    const enrolment = await this.streams.state(enrolmentDecider, enrolmentStream(tenant, cycle, id));
    const found = enrolment.enrolled ?? ((await this.documents.get(tenant, 'enrolments', id)) as EnrolmentDocument | undefined);
    if (!found) return refuse('enrolment-unknown', { enrolment: id });
    const { teacher } = found;
    const offering = await this.offering(tenant, cycle, found.offering);
    if (!offering.opened) return refuse('enrolment-unknown', { enrolment: id });
    return { teacher, offering: offering.opened, seat: offering.requests.get(teacher), enrolment };
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
