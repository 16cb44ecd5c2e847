import { Streams, type CommandContext } from '#libs/commanding';
import {
  assessmentEventDefinitions,
  attemptDecider,
  attemptIdOf,
  attemptStream,
  type AttemptEvent,
} from '#libs/contexts/assessment';
import {
  cycleDecider,
  cycleStream,
  participationDecider,
  participationStream,
  Registrations,
  rolloutEventDefinitions,
  schoolDecider,
  schoolStream,
  teacherDecider,
  teachersProjection,
  teacherStream,
  type CycleDesign,
  type CycleEvent,
  type ParticipationEvent,
  type SchoolEvent,
  type TeacherEvent,
} from '#libs/contexts/rollout';
import { openMemoryEventStore } from '#libs/event-store/memory';
import { EventCatalogue, naturalIdOf, type FoldableEvent } from '#libs/kernel';
import { openMemoryKeyStore } from '#libs/privacy/memory';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { learningEventDefinitions } from './learning.events.js';
import { enrolmentIdOf } from './offering.js';
import { coursesProjection } from './projections/courses.projection.js';
import { enrolmentsProjection } from './projections/enrolments.projection.js';
import { offeringsProjection } from './projections/offerings.projection.js';
import { pathsProjection } from './projections/paths.projection.js';
import { MyEnrolments, MyEnrolmentsHandler } from './queries/my-enrolments.js';
import { MyPath, MyPathHandler } from './queries/my-path.js';
import { Offerings, OfferingsHandler } from './queries/offerings.js';
import { Participants, ParticipantsHandler } from './queries/participants.js';
import { foldInto, type Documents } from './testing/folding.js';
import { sampleCourse, sampleOffering } from './testing/samples.js';
import { AcceptPath, AcceptPathHandler } from './use-cases/accept-path.js';
import { CompleteCourse, CompleteCourseHandler } from './use-cases/complete-course.js';
import { DrawSeats, DrawSeatsHandler } from './use-cases/draw-seats.js';
import { DropCourse, DropCourseHandler } from './use-cases/drop-course.js';
import { EnrolTeacher, EnrolTeacherHandler } from './use-cases/enrol-teacher.js';
import { GeneratePath, GeneratePathHandler } from './use-cases/generate-path.js';
import { OpenOffering, OpenOfferingHandler } from './use-cases/open-offering.js';
import { RecordProgress, RecordProgressHandler } from './use-cases/record-progress.js';
import { LearningReferences } from './use-cases/references.js';
import { RegisterCourse, RegisterCourseHandler } from './use-cases/register-course.js';
import { StartCourse, StartCourseHandler } from './use-cases/start-course.js';

// Real: deciders, handlers, queries, folds, the command pipeline. In memory: event store, read store, vault.

const stage = (name: 'self-assessment' | 'learning' | 'evaluation', opens: string, closes: string, graceUntil: string) => ({
  stage: name,
  opens: `2023-${opens}T04:00:00.000Z`,
  closes: `2023-${closes}T03:59:59.999Z`,
  graceUntil: `2023-${graceUntil}T03:59:59.999Z`,
});
const design = {
  stages: [
    stage('self-assessment', '05-08', '06-10', '06-17'),
    stage('learning', '07-17', '11-11', '11-18'),
    stage('evaluation', '11-06', '12-02', '12-12'),
  ],
  pathRules: { version: 'path-rules-1', maxSteps: 2 },
} as unknown as CycleDesign;

const programme = async () => {
  const store = openMemoryEventStore();
  const keys = openMemoryKeyStore();
  await keys.create('cl', {});
  const documents = openMemoryReadStore();
  const streams = new Streams(
    store,
    keys,
    new EventCatalogue([...rolloutEventDefinitions, ...assessmentEventDefinitions, ...learningEventDefinitions]),
  );
  const projections = [coursesProjection, offeringsProjection, pathsProjection, enrolmentsProjection];
  // Nobody is registered twice here: the view is there and empty.
  await documents.declare('cl', 'teachers@1', teachersProjection.collections);
  const registrations = new Registrations(documents, streams);
  const references = new LearningReferences(streams, documents, registrations);
  let commands = 0;
  let checkpoint: string | undefined;
  const context = (at: string, actor: CommandContext['actor'] = { id: 'office', role: 'coordinator' }): CommandContext => {
    commands += 1;
    const commandId = naturalIdOf('command', String(commands));
    return { tenant: 'cl', actor, commandId, commandDigest: 'd', at, correlationId: 'c', causationId: commandId };
  };
  const teacher = (id: string) => ({ id, role: 'teacher', teacher: id });

  /** Folds the whole log anew into the read store: what the projector would have done by now. */
  const project = async () => {
    const events: FoldableEvent<string, never>[] = [];
    const ended = new AbortController();
    let last: string | undefined;
    for await (const batch of store.subscribe({ tenant: 'cl', prefixes: ['cl.'], signal: ended.signal })) {
      events.push(...(batch.events as unknown as FoldableEvent<string, never>[]));
      last = batch.position;
      if (batch.caughtUp) break;
    }
    ended.abort();
    for (const projection of projections) {
      const folded: Documents = new Map();
      foldInto(folded, projection, events);
      const projected = `${projection.name}@1`;
      await documents.declare('cl', projected, projection.collections);
      await documents.commit('cl', {
        projection: projected,
        from: checkpoint,
        to: last as string,
        puts: [...folded].flatMap(([collection, rows]) =>
          [...rows].map(([id, text]) => ({ collection, id, document: JSON.parse(text) as never })),
        ),
        deletes: [],
      });
    }
    checkpoint = last;
  };

  return {
    documents,
    registrations,
    context,
    project,
    teacher,
    async opens() {
      const at = '2023-05-01T12:00:00.000Z';
      await streams.execute(context(at), cycleDecider, cycleStream('cl', '2023'), (): CycleEvent[] => [
        { type: 'CyclePlanned', data: { cycle: '2023', title: {}, design } },
        { type: 'CycleOpened', data: { cycle: '2023' } },
      ]);
      await streams.execute(context(at), schoolDecider, schoolStream('cl', '900001'), (): SchoolEvent[] => [
        { type: 'SchoolRegistered', data: { code: '900001', name: 'Escuela inventada', region: 'CL-AR' } },
      ]);
      const courses = [sampleCourse('c1', ['1.1', 0, 2], ['1.2', 0, 2]), sampleCourse('c2', ['2.1', 0, 2])];
      for (const course of courses) await new RegisterCourseHandler(streams).execute(new RegisterCourse(context(at), course));
      const offer = new OpenOfferingHandler(streams, references);
      await offer.execute(new OpenOffering(context(at), '2023', sampleOffering('free', 'c1')));
      const one = sampleOffering('drawn', 'c2', { seats: 1, allocation: 'lottery' });
      await offer.execute(new OpenOffering(context(at), '2023', one));
      await project();
    },
    /** Somebody who has consented, rated themselves and seen their profile. */
    async profiled(id: string, { acknowledged = true } = {}) {
      const at = '2023-05-20T12:00:00.000Z';
      const attempt = attemptIdOf('cl', '2023', id, 'self-rating', 'baseline');
      await streams.execute(context(at), teacherDecider, teacherStream('cl', id), (): TeacherEvent[] => [
        { type: 'TeacherAssignedToSchool', data: { teacher: id, school: '900001', educationLevel: 'primary', hours: 30 } },
      ]);
      await streams.execute(
        context(at),
        participationDecider,
        participationStream('cl', '2023', id),
        (): ParticipationEvent[] => [
          { type: 'TeacherInvited', data: { teacher: id, cycle: '2023' } },
          {
            type: 'ConsentGiven',
            data: { teacher: id, cycle: '2023', version: '1', language: 'es', purposes: ['take-part'] },
          },
          ...(acknowledged ? [{ type: 'ProfileAcknowledged' as const, data: { teacher: id, cycle: '2023', attempt } }] : []),
        ],
      );
      await streams.execute(context(at), attemptDecider, attemptStream('cl', '2023', attempt), (): AttemptEvent[] => [
        {
          type: 'GapsIdentified',
          data: {
            attempt,
            teacher: id,
            educationLevel: 'primary',
            targetProfile: 'tp',
            gapRules: 'gr',
            gaps: [
              { competency: '1.1', observed: 1, target: 2, gap: 1 },
              { competency: '1.2', observed: 1, target: 2, gap: 1 },
              { competency: '2.1', observed: 0, target: 2, gap: 2 },
              { competency: '4.2', observed: 0, target: 1, gap: 1 },
            ],
          },
        },
      ]);
    },
    /** The year after, with the same courses and what carries over; the person rates themselves as before. */
    async nextYear(id: string, completedCoursesCount: boolean) {
      const at = '2024-05-20T12:00:00.000Z';
      const stages = design.stages.map((window) => ({
        ...window,
        opens: window.opens.replace('2023', '2024'),
        closes: window.closes.replace('2023', '2024'),
        graceUntil: window.graceUntil.replace('2023', '2024'),
      }));
      const carryOver = { invite: 'invited', share: 1, completedCoursesCount, flagRepeaters: true } as const;
      await streams.execute(context(at), cycleDecider, cycleStream('cl', '2024'), (): CycleEvent[] => [
        { type: 'CyclePlanned', data: { cycle: '2024', title: {}, design: { ...design, stages } } },
        { type: 'CycleRepeatedFrom', data: { cycle: '2024', from: '2023', shiftedYears: 1, carryOver } },
        { type: 'CycleOpened', data: { cycle: '2024' } },
      ]);
      const offer = new OpenOfferingHandler(streams, references);
      const [starts, ends] = ['2024-07-17T04:00:00.000Z', '2024-10-28T02:59:59.999Z'];
      for (const course of ['c1', 'c2'])
        await offer.execute(new OpenOffering(context(at), '2024', { ...sampleOffering(`${course}-24`, course), starts, ends }));
      const attempt = attemptIdOf('cl', '2024', id, 'self-rating', 'baseline');
      await streams.execute(
        context(at),
        participationDecider,
        participationStream('cl', '2024', id),
        (): ParticipationEvent[] => [
          { type: 'TeacherInvited', data: { teacher: id, cycle: '2024', returningFrom: '2023' } },
          { type: 'ConsentGiven', data: { teacher: id, cycle: '2024', version: '1', language: 'es', purposes: ['take-part'] } },
          { type: 'ProfileAcknowledged', data: { teacher: id, cycle: '2024', attempt } },
        ],
      );
      const gaps = [
        { competency: '1.1', observed: 1, target: 2, gap: 1 },
        { competency: '2.1', observed: 0, target: 2, gap: 2 },
      ];
      await streams.execute(context(at), attemptDecider, attemptStream('cl', '2024', attempt), (): AttemptEvent[] => [
        {
          type: 'GapsIdentified',
          data: { attempt, teacher: id, educationLevel: 'primary', targetProfile: 'tp', gapRules: 'gr', gaps },
        },
      ]);
      await project();
      const asked = new GeneratePath(context('2024-06-20T12:00:00.000Z', teacher(id)), '2024', id);
      return new GeneratePathHandler(streams, references).execute(asked);
    },
    withdraws: (id: string) =>
      streams.execute(
        context('2023-08-01T12:00:00.000Z'),
        participationDecider,
        participationStream('cl', '2023', id),
        (): ParticipationEvent[] => [{ type: 'ConsentWithdrawn', data: { teacher: id, cycle: '2023', purposes: ['take-part'] } }],
      ),
    generate: (id: string, at = '2023-06-20T12:00:00.000Z') =>
      new GeneratePathHandler(streams, references).execute(new GeneratePath(context(at, teacher(id)), '2023', id)),
    accept: (id: string, at = '2023-06-20T13:00:00.000Z') =>
      new AcceptPathHandler(streams, references).execute(new AcceptPath(context(at, teacher(id)), '2023', id)),
    enrol: (id: string, offering: string, at = '2023-06-21T12:00:00.000Z', asked = context(at, teacher(id))) =>
      new EnrolTeacherHandler(streams, references).execute(new EnrolTeacher({ ...asked, at }, '2023', id, offering)),
    draw: (seed: string) =>
      new DrawSeatsHandler(streams, references).execute(
        new DrawSeats(context('2023-07-15T12:00:00.000Z'), '2023', 'drawn', seed),
      ),
    start: (id: string, enrolment: string, at = '2023-07-20T12:00:00.000Z') =>
      new StartCourseHandler(streams, references).execute(new StartCourse(context(at, teacher(id)), '2023', id, enrolment)),
    progress: (actor: CommandContext['actor'], enrolment: string, percent: number, at = '2023-08-20T12:00:00.000Z') =>
      new RecordProgressHandler(streams, references).execute(new RecordProgress(context(at, actor), '2023', enrolment, percent)),
    complete: (actor: CommandContext['actor'], enrolment: string, at = '2023-10-20T12:00:00.000Z') =>
      new CompleteCourseHandler(streams, references).execute(new CompleteCourse(context(at, actor), '2023', enrolment)),
    drop: (id: string, enrolment: string) =>
      new DropCourseHandler(streams, references).execute(
        new DropCourse(context('2023-08-20T12:00:00.000Z', teacher(id)), '2023', id, enrolment, 'no-time'),
      ),
  };
};

const enrolmentIn = (offering: string, teacher: string) => enrolmentIdOf('cl', '2023', offering, teacher);
const tutor = (...courses: string[]) => ({ id: 'tutor', role: 'tutor', courses });

describe('a teacher’s learning', () => {
  const ana = 'ana-pseudonym';
  const eva = 'eva-pseudonym';

  it('goes from gaps to a path, a seat, progress and completion', async () => {
    const cl = await programme();
    await cl.opens();
    await cl.profiled(ana);
    const { path } = await cl.generate(ana);
    expect(path.steps.map((step) => `${step.competency} ${step.offering} ${step.reason}`)).toEqual([
      '2.1 drawn largest-gap',
      '1.1 free next-gap',
      '1.2 free also-develops',
    ]);
    expect(path.withoutCourse).toEqual(['4.2']);
    await cl.accept(ana);
    await expect(cl.generate(ana)).rejects.toThrow('path-accepted-already');

    const { answer } = await cl.enrol(ana, 'free');
    expect(answer).toEqual({ enrolment: enrolmentIn('free', ana), status: 'enrolled' });
    await cl.start(ana, answer.enrolment);
    await cl.progress(cl.teacher(ana), answer.enrolment, 40);
    await cl.progress(tutor('c1'), answer.enrolment, 100);
    const completed = await cl.complete(tutor('c1'), answer.enrolment);
    expect(completed.events.map(({ type, data }) => [type, data['hours']])).toEqual([['CourseCompleted', 12]]);
    expect(completed.events[0]?.metadata).toMatchObject({ subject: ana, cycle: '2023', actor: { role: 'tutor' } });

    await cl.project();
    const shown = await new MyPathHandler(cl.documents, cl.registrations).execute(new MyPath('cl', '2023', ana));
    expect(shown).toMatchObject({ status: 'accepted', withoutCourse: ['4.2'] });
    expect(shown.steps[0]).toMatchObject({ title: { en: 'Course c2' }, modality: 'distance', gap: 2 });
    expect(
      await new MyEnrolmentsHandler(cl.documents, cl.registrations).execute(new MyEnrolments('cl', '2023', ana)),
    ).toMatchObject([{ enrolment: answer.enrolment, status: 'completed', percent: 100, course: 'c1', hours: 12 }]);
  });

  it('does not begin anew in the year after: what was completed is not recommended again, if the cycle was planned so', async () => {
    const completing = async (completedCoursesCount: boolean) => {
      const cl = await programme();
      await cl.opens();
      await cl.profiled(ana);
      const { answer } = await cl.enrol(ana, 'free');
      await cl.start(ana, answer.enrolment);
      await cl.complete(tutor('c1'), answer.enrolment);
      await cl.project();
      const generated = await cl.nextYear(ana, completedCoursesCount);
      await cl.project();
      const shown = await new MyPathHandler(cl.documents, cl.registrations).execute(new MyPath('cl', '2024', ana));
      return { ...generated, shown };
    };
    const { path, executed, shown } = await completing(true);
    expect(shown.alreadyCompleted).toMatchObject([{ course: 'c1', title: { en: 'Course c1' } }]);
    expect(path.steps.map(({ course }) => course)).toEqual(['c2']);
    expect(path.withoutCourse).toEqual([]);
    expect(executed.events[0]?.data).toMatchObject({ completedBefore: { rule: 'completed-before-1', courses: ['c1'] } });
    const anew = await completing(false);
    expect(anew.shown.alreadyCompleted).toEqual([]);
    expect(anew.path.steps.map(({ course }) => course)).toEqual(['c2', 'c1']);
    expect(anew.executed.events[0]?.data).not.toHaveProperty('completedBefore');
  });

  it('waits for the lot where seats are limited', async () => {
    const cl = await programme();
    await cl.opens();
    for (const one of [ana, eva]) await cl.profiled(one);
    expect((await cl.enrol(ana, 'drawn')).answer.status).toBe('requested');
    await cl.enrol(eva, 'drawn');
    await cl.project();
    await expect(cl.start(ana, enrolmentIn('drawn', ana))).rejects.toMatchObject({
      code: 'seat-not-given',
      details: { status: 'requested' },
    });
    const [event] = (await cl.draw('seed')).events;
    const [winner, loser] = [...(event?.data['enrolled'] as string[]), ...(event?.data['waitlisted'] as string[])];
    expect([winner, loser].sort()).toEqual([ana, eva]);
    await expect(cl.draw('seed')).rejects.toThrow('seats-drawn-already');
    await cl.project();
    const { items } = await new OfferingsHandler(cl.documents).execute(new Offerings('cl', '2023', {}));
    expect(items.map(({ offering, seatsLeft, waiting }) => [offering, seatsLeft, waiting])).toEqual([
      ['drawn', 0, 1],
      ['free', null, 0],
    ]);
    await cl.start(winner as string, enrolmentIn('drawn', winner as string));
    await expect(cl.start(loser as string, enrolmentIn('drawn', loser as string))).rejects.toMatchObject({
      code: 'seat-not-given',
      details: { status: 'waiting' },
    });
    await cl.drop(winner as string, enrolmentIn('drawn', winner as string));
    await expect(cl.complete({ id: 'office', role: 'coordinator' }, enrolmentIn('drawn', winner as string))).rejects.toThrow(
      'enrolment-dropped',
    );

    const participants = new ParticipantsHandler(cl.documents);
    const page = await participants.execute(
      new Participants('cl', '2023', 'drawn', { id: 'tutor-1', role: 'tutor', courses: ['c2'] }, {}),
    );
    expect(page.items.map(({ teacher }) => teacher).sort()).toEqual([ana, eva]);
    await expect(
      participants.execute(new Participants('cl', '2023', 'drawn', { id: 'tutor-1', role: 'tutor', courses: ['c1'] }, {})),
    ).rejects.toThrow('offering-unknown');
    await expect(
      participants.execute(
        new Participants('cl', '2023', 'drawn', { id: 'tutor-1', role: 'tutor', courses: ['c2'] }, { cursor: 'nonsense' }),
      ),
    ).rejects.toThrow('cursor-malformed');
  });

  it('answers a request that is repeated after the window as it did the first time', async () => {
    const cl = await programme();
    await cl.opens();
    await cl.profiled(ana);
    const [before, after] = ['2023-06-21T12:00:00.000Z', '2023-11-20T12:00:00.000Z'];
    const asked = cl.context(before, cl.teacher(ana));
    for (const offering of ['free', 'drawn']) {
      const request = { ...asked, commandId: naturalIdOf('command', offering) };
      const first = await cl.enrol(ana, offering, before, request);
      const again = await cl.enrol(ana, offering, after, request);
      expect(again.answer).toEqual(first.answer);
      expect(again.executed).toMatchObject({ repeated: true, revision: first.executed.revision });
      await expect(cl.enrol(eva, offering, after)).rejects.toThrow('consent-missing');
    }
    await cl.profiled(eva);
    await expect(cl.enrol(eva, 'drawn', after)).rejects.toThrow('window-closed');
  });

  it('needs consent, a profile that was seen, an open window and a course of one’s own', async () => {
    const cl = await programme();
    await cl.opens();
    await expect(cl.generate(ana)).rejects.toThrow('consent-missing');
    await cl.profiled(ana, { acknowledged: false });
    await expect(cl.generate(ana)).rejects.toThrow('profile-not-acknowledged');
    await expect(cl.accept(ana)).rejects.toThrow('path-not-there');
    await expect(cl.enrol(ana, 'nothing')).rejects.toThrow('offering-unknown');
    await expect(cl.enrol(ana, 'free', '2023-11-20T12:00:00.000Z')).rejects.toThrow('window-closed');
    await expect(cl.enrol(ana, 'free', '2023-11-01T12:00:00.000Z')).rejects.toThrow('offering-ended');
    await expect(cl.start(ana, enrolmentIn('free', ana))).rejects.toThrow('enrolment-unknown');

    const { answer } = await cl.enrol(ana, 'free');
    await expect(cl.enrol(ana, 'free')).rejects.toThrow('already-enrolled');
    await expect(cl.start(ana, answer.enrolment, '2023-07-10T12:00:00.000Z')).rejects.toThrow('window-not-open');
    await expect(cl.start(eva, answer.enrolment)).rejects.toThrow('enrolment-unknown');
    await cl.start(ana, answer.enrolment);
    await expect(cl.progress(cl.teacher(eva), answer.enrolment, 10)).rejects.toThrow('enrolment-unknown');
    await expect(cl.progress(tutor('c2'), answer.enrolment, 10)).rejects.toThrow('enrolment-unknown');
    await expect(cl.complete(tutor('c2'), answer.enrolment)).rejects.toThrow('enrolment-unknown');
    await cl.withdraws(ana);
    await expect(cl.progress(cl.teacher(ana), answer.enrolment, 10)).rejects.toThrow('consent-missing');
    await expect(cl.complete(tutor('c1'), answer.enrolment)).rejects.toThrow('consent-missing');
    // Who withdrew can still leave.
    expect((await cl.drop(ana, answer.enrolment)).events).toHaveLength(1);
  });
});
