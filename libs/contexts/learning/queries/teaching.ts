import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { IDENTITY_READ_LOG, type IdentityReadLog, type TeacherDocument } from '#libs/contexts/rollout';
import { actorOf, type QueryContext } from '#libs/http';
import { KEY_STORE, openSealed, type KeyStore } from '#libs/privacy';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { CourseDocument } from '../projections/courses.projection.js';
import type { EnrolmentDocument, EnrolmentStatus } from '../projections/enrolments.projection.js';
import { offeringKey, type OfferingDocument } from '../projections/offerings.projection.js';
import type { SessionDocument } from '../projections/sessions.projection.js';
import type { ClassAnswer, ClassEntry, TaughtOffering } from './answers.js';
import { hasToDoWith, offeringReachedBy } from '../use-cases/reached-by.js';

/** The offerings of a cycle that a tutor or provider has to do with. */
export class Teaching extends Query<{ readonly items: readonly TaughtOffering[] }> {
  constructor(
    readonly context: QueryContext,
    readonly cycle: string,
  ) {
    super();
  }
}

@QueryHandler(Teaching)
export class TeachingHandler implements IQueryHandler<Teaching> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ context, cycle }: Teaching) {
    const { tenant, caller } = context;
    const offerings = (await findEvery<OfferingDocument>(this.documents, tenant, 'offerings', { filter: { cycle } })).filter(
      ({ course, tutors }) => hasToDoWith(actorOf(caller), { course, tutors: tutors ?? [] }),
    );
    const courses = await this.documents.getMany(
      tenant,
      'courses',
      offerings.map(({ course }) => course),
    );
    const items: TaughtOffering[] = [];
    for (const [index, one] of offerings.entries()) {
      const course = courses[index] as CourseDocument | undefined;
      const { offering, modality, region = null, starts, ends, seats, taken, waiting } = one;
      const sessions = await findEvery<SessionDocument>(this.documents, tenant, 'sessions', { filter: { cycle, offering } });
      const [completed] = await this.documents.tabulate(tenant, 'enrolments', {
        by: [],
        measures: { people: { count: true } },
        filter: { cycle, offering, status: 'completed' },
      });
      items.push({
        offering,
        course: one.course,
        title: course?.title ?? {},
        hours: course?.hours ?? null,
        modality,
        region,
        starts,
        ends,
        seats,
        taken,
        waiting,
        completed: Number(completed?.['people'] ?? 0),
        sessions: {
          scheduled: sessions.filter(({ status }) => status === 'scheduled').length,
          held: sessions.filter(({ status }) => status === 'held').length,
        },
      });
    }
    return { items: items.sort((a, b) => (a.starts + a.offering < b.starts + b.offering ? -1 : 1)) };
  }
}

/**
 * An offering as its tutor or provider works with it: sessions, who takes part by name, attendance and completions. No score, no answer, no
 * national id. Who reads names is written down first.
 */
export class ClassList extends Query<ClassAnswer> {
  constructor(
    readonly context: QueryContext,
    readonly cycle: string,
    readonly offering: string,
  ) {
    super();
  }
}

/** Who is on the list: those with a seat, also after the end; neither those who wait nor those who gave up before it began. */
const LISTED: ReadonlySet<EnrolmentStatus> = new Set(['enrolled', 'started', 'completed', 'failed', 'dropped']);

@QueryHandler(ClassList)
export class ClassListHandler implements IQueryHandler<ClassList> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(IDENTITY_READ_LOG) private readonly log: IdentityReadLog,
  ) {}

  async execute({ context, cycle, offering }: ClassList): Promise<ClassAnswer> {
    const { tenant, caller } = context;
    const opened = (await this.documents.get(tenant, 'offerings', offeringKey(cycle, offering))) as unknown as
      OfferingDocument | undefined;
    offeringReachedBy(actorOf(caller), offering, opened && { course: opened.course, tutors: opened.tutors ?? [] });
    const { course, modality, starts, ends } = opened as OfferingDocument;
    const [content, sessions, enrolments] = await Promise.all([
      this.documents.get(tenant, 'courses', course) as Promise<unknown> as Promise<CourseDocument | undefined>,
      findEvery<SessionDocument>(this.documents, tenant, 'sessions', { filter: { cycle, offering } }),
      findEvery<EnrolmentDocument>(this.documents, tenant, 'enrolments', { filter: { cycle, offering } }),
    ]);
    const listed = enrolments.filter(({ status }) => LISTED.has(status));
    const names = await this.#names(
      context,
      listed.map(({ teacher }) => teacher),
    );
    const participants = listed.map(({ enrolment, status, percent = null }, index): ClassEntry => ({
      enrolment,
      name: names[index] ?? null,
      status,
      percent,
      attendance: Object.fromEntries(
        sessions.flatMap(({ session, attendance }) => {
          const presence = attendance[enrolment];
          return presence === undefined ? [] : [[session, presence]];
        }),
      ),
    }));
    const sortName = ({ name }: ClassEntry) => `${name?.familyName ?? '\uffff'} ${name?.givenName ?? ''}`;
    return {
      offering,
      course,
      title: content?.title ?? {},
      modality,
      starts,
      ends,
      sessions: sessions
        .sort((a, b) => (a.starts < b.starts ? -1 : 1))
        .map(({ session, starts: from, ends: to, status, calledOffBecause, attendance }) => ({
          session,
          starts: from,
          ends: to,
          status,
          calledOffBecause,
          entered: Object.keys(attendance).length,
        })),
      participants: participants.sort(
        (a, b) => sortName(a).localeCompare(sortName(b), 'es') || (a.enrolment < b.enrolment ? -1 : 1),
      ),
    };
  }

  async #names(context: QueryContext, teachers: readonly string[]): Promise<readonly ClassEntry['name'][]> {
    if (teachers.length === 0) return [];
    const { tenant, caller, at, correlationId } = context;
    const [found, keys] = await Promise.all([
      this.documents.getMany(tenant, 'teachers', teachers),
      this.keys.keys(tenant, [...new Set(teachers)]),
    ]);
    await this.log.record({
      tenant,
      actor: caller.subject,
      role: caller.role,
      subjects: teachers,
      what: 'class-list',
      at,
      correlationId,
    });
    return teachers.map((teacher, index) => {
      const document = found[index] as unknown as TeacherDocument | undefined;
      const key = keys.get(teacher);
      if (!document?.identity || !key) return null;
      const { givenName, familyName } = openSealed(document.identity, key) as unknown as NonNullable<ClassEntry['name']>;
      return { givenName, familyName };
    });
  }
}
