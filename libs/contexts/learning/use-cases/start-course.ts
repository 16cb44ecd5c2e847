import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { openWindow } from '#libs/contexts/rollout';
import { enrolmentDecider, enrolmentStream, startCourse } from '../enrolment.js';
import { LearningReferences } from './references.js';

export class StartCourse extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly enrolment: string,
  ) {
    super();
  }
}

@CommandHandler(StartCourse)
export class StartCourseHandler implements ICommandHandler<StartCourse> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, teacher, enrolment }: StartCourse): Promise<Executed> {
    const { tenant, at } = context;
    const held = await this.references.ownHeld(tenant, cycle, teacher, enrolment);
    const { teacher: holder } = held;
    const design = await this.references.design(tenant, cycle, teacher);
    await this.references.consenting(tenant, cycle, teacher);
    return this.streams.execute(
      context,
      enrolmentDecider,
      enrolmentStream(tenant, cycle, enrolment),
      (state) => {
        openWindow(design, 'learning', at);
        return startCourse({ enrolment, teacher: holder, at }, state, held);
      },
      { subject: holder, cycle },
    );
  }
}
