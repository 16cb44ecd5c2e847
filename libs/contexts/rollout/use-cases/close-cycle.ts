import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { closeCycle, cycleDecider, cycleStream } from '../cycle.js';

/** Nothing more can be done in the cycle; consent can still be withdrawn. */
export class CloseCycle extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
  ) {
    super();
  }
}

@CommandHandler(CloseCycle)
export class CloseCycleHandler implements ICommandHandler<CloseCycle> {
  constructor(private readonly streams: Streams) {}

  execute({ context, cycle }: CloseCycle): Promise<Executed> {
    return this.streams.execute(context, cycleDecider, cycleStream(context.tenant, cycle), (state) =>
      closeCycle({ cycle }, state),
    );
  }
}
