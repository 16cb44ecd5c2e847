import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { enrolmentDecider, enrolmentStream, failCourse } from '../enrolment.js';
import type { FailReason } from '../learning.events.js';
import { reachedBy } from './reached-by.js';
import { LearningReferences } from './references.js';

const REASONS: readonly FailReason[] = ['attendance', 'assignments', 'final-work', 'other'];

export class FailCourseRequest {
  @ApiProperty({ enum: REASONS })
  @IsIn(REASONS)
  reason: FailReason;
}

/** The tutor records that somebody came to the end without completing; as long as the cycle is open. */
export class FailCourse extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly enrolment: string,
    readonly reason: FailReason,
  ) {
    super();
  }
}

@CommandHandler(FailCourse)
export class FailCourseHandler implements ICommandHandler<FailCourse> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, enrolment, reason }: FailCourse): Promise<Executed> {
    const { tenant } = context;
    const held = await this.references.held(tenant, cycle, enrolment);
    reachedBy(context.actor, enrolment, held);
    await this.references.design(tenant, cycle);
    await this.references.consenting(tenant, cycle, held.teacher);
    return this.streams.execute(
      context,
      enrolmentDecider,
      enrolmentStream(tenant, cycle, enrolment),
      (state) => failCourse({ reason }, state),
      { subject: held.teacher, cycle },
    );
  }
}
