import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsUUID, Matches, ValidateNested } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { isUuid, refuse } from '#libs/kernel';
import type { CorrectionReason, Presence, SessionCalledOff } from '../learning.events.js';
import {
  callOffSession,
  correctAttendance,
  recordAttendance,
  scheduleSession,
  sessionDecider,
  sessionStream,
  type Session,
} from '../session.js';
import { INSTANT, MOMENT } from './open-offering.js';
import { hasToDoWith, offeringReachedBy, reachedBy } from './reached-by.js';
import { LearningReferences, type Held } from './references.js';
import { ID } from './register-course.js';

const PRESENCES: readonly Presence[] = ['present', 'absent', 'excused'];
const CALLED_OFF: readonly SessionCalledOff['data']['reason'][] = [
  'weather',
  'strike',
  'tutor-absent',
  'place-unusable',
  'other',
];
const CORRECTIONS: readonly CorrectionReason[] = ['entered-wrongly', 'came-later', 'proof-followed'];

export class ScheduleSessionRequest {
  @ApiProperty({ example: 'cl-20-2023-sur-1', pattern: ID.source })
  @Matches(ID)
  session: string;

  @ApiProperty(MOMENT)
  @Matches(INSTANT)
  starts: string;

  @ApiProperty(MOMENT)
  @Matches(INSTANT)
  ends: string;
}

export class CallOffSessionRequest {
  @ApiProperty({ enum: CALLED_OFF })
  @IsIn(CALLED_OFF)
  reason: SessionCalledOff['data']['reason'];
}

export class AttendanceEntryRequest {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  enrolment: string;

  @ApiProperty({ enum: PRESENCES })
  @IsIn(PRESENCES)
  presence: Presence;
}

export class RecordAttendanceRequest {
  @ApiProperty({ type: () => AttendanceEntryRequest, isArray: true, description: 'At most 500 at a time; empty: it took place.' })
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => AttendanceEntryRequest)
  entries: AttendanceEntryRequest[];
}

export class CorrectAttendanceRequest {
  @ApiProperty({ enum: PRESENCES })
  @IsIn(PRESENCES)
  presence: Presence;

  @ApiProperty({ enum: CORRECTIONS })
  @IsIn(CORRECTIONS)
  reason: CorrectionReason;
}

export class ScheduleSession extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly offering: string,
    readonly session: ScheduleSessionRequest,
  ) {
    super();
  }
}
export class CallOffSession extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly session: string,
    readonly reason: SessionCalledOff['data']['reason'],
  ) {
    super();
  }
}
export class RecordAttendance extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly session: string,
    readonly entries: readonly { readonly enrolment: string; readonly presence: Presence }[],
  ) {
    super();
  }
}
export class CorrectAttendance extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly session: string,
    readonly enrolment: string,
    readonly presence: Presence,
    readonly reason: CorrectionReason,
  ) {
    super();
  }
}

/** A session that the caller may have to do with. @throws Refusal session-unknown */
const reached = async (
  streams: Streams,
  references: LearningReferences,
  { tenant, actor }: CommandContext,
  cycle: string,
  id: string,
): Promise<Session> => {
  const session = await streams.state(sessionDecider, sessionStream(tenant, cycle, id));
  const { scheduled } = session;
  if (!scheduled) return refuse('session-unknown', { session: id });
  const { tutors } = await references.offering(tenant, cycle, scheduled.offering);
  if (actor.role === 'tutor' && !hasToDoWith(actor, { course: scheduled.course, tutors }))
    refuse('session-unknown', { session: id });
  return session;
};

/** Whether somebody takes part: with a seat or an enrolment that was not given up, also after the course was completed or failed. */
const takesPart = ({ seat, enrolment }: Held): boolean =>
  ['enrolled', 'started', 'completed', 'failed'].includes(enrolment.status) ||
  (seat?.status === 'given' && (enrolment.status === 'none' || enrolment.status === 'cancelled'));

@CommandHandler(ScheduleSession)
export class ScheduleSessionHandler implements ICommandHandler<ScheduleSession> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, offering: id, session }: ScheduleSession): Promise<Executed> {
    const { tenant, actor } = context;
    await this.references.design(tenant, cycle);
    const { opened, tutors } = await this.references.offering(tenant, cycle, id);
    if (!opened) return refuse('offering-unknown', { offering: id });
    offeringReachedBy(actor, id, { course: opened.course, tutors });
    return this.streams.execute(
      context,
      sessionDecider,
      sessionStream(tenant, cycle, session.session),
      (state) => {
        if (state.scheduled && state.scheduled.offering !== id) refuse('session-exists', { session: session.session });
        return scheduleSession(session, state, { offering: opened });
      },
      { cycle },
    );
  }
}

@CommandHandler(CallOffSession)
export class CallOffSessionHandler implements ICommandHandler<CallOffSession> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, session, reason }: CallOffSession): Promise<Executed> {
    await this.references.design(context.tenant, cycle);
    await reached(this.streams, this.references, context, cycle, session);
    return this.streams.execute(
      context,
      sessionDecider,
      sessionStream(context.tenant, cycle, session),
      (state) => callOffSession({ session, reason }, state),
      { cycle },
    );
  }
}

@CommandHandler(RecordAttendance)
export class RecordAttendanceHandler implements ICommandHandler<RecordAttendance> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, session, entries }: RecordAttendance): Promise<Executed> {
    const { tenant, at } = context;
    await this.references.design(tenant, cycle);
    const { scheduled } = await reached(this.streams, this.references, context, cycle, session);
    const participants = new Map<string, { teacher: string }>();
    for (const { enrolment } of entries) {
      const held = isUuid(enrolment) ? await this.references.heldIfAny(tenant, cycle, enrolment) : undefined;
      if (held && held.offering.offering === scheduled?.offering && takesPart(held)) participants.set(enrolment, held);
    }
    return this.streams.execute(
      context,
      sessionDecider,
      sessionStream(tenant, cycle, session),
      (state) => recordAttendance({ session, entries, at }, state, { participants }),
      { cycle },
    );
  }
}

@CommandHandler(CorrectAttendance)
export class CorrectAttendanceHandler implements ICommandHandler<CorrectAttendance> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, session, enrolment, presence, reason }: CorrectAttendance): Promise<Executed> {
    const { tenant } = context;
    await this.references.design(tenant, cycle);
    await reached(this.streams, this.references, context, cycle, session);
    const held = await this.references.held(tenant, cycle, enrolment);
    reachedBy(context.actor, enrolment, held);
    const { teacher } = held;
    return this.streams.execute(
      context,
      sessionDecider,
      sessionStream(tenant, cycle, session),
      (state) => correctAttendance({ session, enrolment, teacher, presence, reason }, state),
      { subject: teacher, cycle },
    );
  }
}
