import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { AskedErasures } from './asked-erasures.js';
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
  constructor(
    private readonly streams: Streams,
    private readonly asked: AskedErasures,
  ) {}

  async execute({ context, teacher, request }: WithdrawErasure): Promise<Executed> {
    const owner = await this.asked.under(context.tenant, teacher, request);
    return this.streams.execute(
      context,
      dataRightsDecider,
      dataRightsStream(context.tenant, owner),
      (rights) => withdrawErasure({ teacher: owner, request }, rights),
      { subject: owner },
    );
  }
}
