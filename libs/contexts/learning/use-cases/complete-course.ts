import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { completeCourse, enrolmentDecider, enrolmentStream } from '../enrolment.js';
import { reachedBy } from './reached-by.js';
import { LearningReferences } from './references.js';

/** The tutor confirms a completion; they may do so as long as the cycle is open. */
export class CompleteCourse extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly enrolment: string,
  ) {
    super();
  }
}

@CommandHandler(CompleteCourse)
export class CompleteCourseHandler implements ICommandHandler<CompleteCourse> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, enrolment }: CompleteCourse): Promise<Executed> {
    const { tenant } = context;
    const held = await this.references.held(tenant, cycle, enrolment);
    reachedBy(context.actor, enrolment, held);
    await this.references.design(tenant, cycle);
    await this.references.consenting(tenant, cycle, held.teacher);
    const { hours } = await this.references.course(tenant, held.offering.course);
    return this.streams.execute(
      context,
      enrolmentDecider,
      enrolmentStream(tenant, cycle, enrolment),
      (state) => completeCourse(state, { hours }),
      { subject: held.teacher, cycle },
    );
  }
}
