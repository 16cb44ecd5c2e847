import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { leaveSchool, teacherDecider, teacherStream } from '../teacher.js';
import { RolloutReferences } from './references.js';

/** A teacher no longer works at a school. */
export class LeaveSchool extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly teacher: string,
    readonly school: string,
  ) {
    super();
  }
}

@CommandHandler(LeaveSchool)
export class LeaveSchoolHandler implements ICommandHandler<LeaveSchool> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, teacher, school }: LeaveSchool): Promise<Executed> {
    const { tenant } = context;
    await this.references.teacher(tenant, teacher);
    return this.streams.execute(
      context,
      teacherDecider,
      teacherStream(tenant, teacher),
      (state) => leaveSchool({ school }, state),
      {
        subject: teacher,
      },
    );
  }
}
