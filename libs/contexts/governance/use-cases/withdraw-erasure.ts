import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { withdrawErasure, dataRightsDecider, dataRightsStream } from '../data-rights.js';

/** A teacher has changed their mind. */
export class WithdrawErasure extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly teacher: string,
    readonly request: string,
  ) {
    super();
  }
}

@CommandHandler(WithdrawErasure)
export class WithdrawErasureHandler implements ICommandHandler<WithdrawErasure> {
  constructor(private readonly streams: Streams) {}

  execute({ context, teacher, request }: WithdrawErasure): Promise<Executed> {
    return this.streams.execute(
      context,
      dataRightsDecider,
      dataRightsStream(context.tenant, teacher),
      (rights) => withdrawErasure({ teacher, request }, rights),
      { subject: teacher },
    );
  }
}
