import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { dropCourse, enrolmentDecider, enrolmentStream } from '../enrolment.js';
import type { DropReason } from '../learning.events.js';
import { LearningReferences } from './references.js';

const REASONS: readonly DropReason[] = ['no-time', 'no-connection', 'not-what-i-need', 'left-the-school', 'other'];

export class DropCourseRequest {
  @ApiPropertyOptional({ enum: REASONS })
  @IsOptional()
  @IsIn(REASONS)
  reason?: DropReason;
}

/** Leaving is possible without consent and outside every window. */
export class DropCourse extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly enrolment: string,
    readonly reason?: DropReason,
  ) {
    super();
  }
}

@CommandHandler(DropCourse)
export class DropCourseHandler implements ICommandHandler<DropCourse> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, teacher, enrolment, reason }: DropCourse): Promise<Executed> {
    const { tenant } = context;
    const held = await this.references.ownHeld(tenant, cycle, teacher, enrolment);
    const { teacher: holder } = held;
    await this.references.design(tenant, cycle);
    const { offering } = held.offering;
    return this.streams.execute(
      context,
      enrolmentDecider,
      enrolmentStream(tenant, cycle, enrolment),
      (state) => dropCourse({ enrolment, teacher: holder, offering, reason }, state, held),
      { subject: holder, cycle },
    );
  }
}
