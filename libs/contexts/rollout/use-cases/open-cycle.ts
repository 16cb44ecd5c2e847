import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { cycleDecider, cycleStream, openCycle } from '../cycle.js';

/** From now on teachers can act in the cycle, each stage within its window. */
export class OpenCycle extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
  ) {
    super();
  }
}

@CommandHandler(OpenCycle)
export class OpenCycleHandler implements ICommandHandler<OpenCycle> {
  constructor(private readonly streams: Streams) {}

  execute({ context, cycle }: OpenCycle): Promise<Executed> {
    return this.streams.execute(context, cycleDecider, cycleStream(context.tenant, cycle), (state) =>
      openCycle({ cycle }, state),
    );
  }
}
