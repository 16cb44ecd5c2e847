import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
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
  constructor(private readonly streams: Streams) {}

  execute({ context, teacher, request }: ConfirmErasure): Promise<Executed> {
    return this.streams.execute(
      context,
      dataRightsDecider,
      dataRightsStream(context.tenant, teacher),
      (rights) => confirmErasure({ teacher, request }, rights),
      { subject: teacher },
    );
  }
}
