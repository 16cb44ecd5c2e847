import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { acceptPath, pathDecider, pathStream } from '../path.js';
import { LearningReferences, learningStillRecorded } from './references.js';

export class AcceptPath extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
  ) {
    super();
  }
}

@CommandHandler(AcceptPath)
export class AcceptPathHandler implements ICommandHandler<AcceptPath> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, teacher }: AcceptPath): Promise<Executed> {
    const { tenant, at } = context;
    const design = await this.references.design(tenant, cycle, teacher);
    await this.references.consenting(tenant, cycle, teacher);
    const owner = await this.references.pathOwner(tenant, cycle, teacher);
    return this.streams.execute(
      context,
      pathDecider,
      pathStream(tenant, cycle, owner),
      (path) => {
        learningStillRecorded(design, at);
        return acceptPath({ teacher: owner, cycle }, path);
      },
      { subject: owner, cycle },
    );
  }
}
