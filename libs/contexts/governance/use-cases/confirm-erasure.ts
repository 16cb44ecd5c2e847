import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { AskedErasures } from './asked-erasures.js';
import { confirmErasure, dataRightsDecider, dataRightsStream } from '../data-rights.js';

/** The second step: from here on the data protection officer acts. */
export class ConfirmErasure extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly teacher: string,
    readonly request: string,
  ) {
    super();
  }
}

@CommandHandler(ConfirmErasure)
export class ConfirmErasureHandler implements ICommandHandler<ConfirmErasure> {
  constructor(
    private readonly streams: Streams,
    private readonly asked: AskedErasures,
  ) {}

  async execute({ context, teacher, request }: ConfirmErasure): Promise<Executed> {
    const owner = await this.asked.under(context.tenant, teacher, request);
    return this.streams.execute(
      context,
      dataRightsDecider,
      dataRightsStream(context.tenant, owner),
      (rights) => confirmErasure({ teacher: owner, request }, rights),
      { subject: owner },
    );
  }
}
