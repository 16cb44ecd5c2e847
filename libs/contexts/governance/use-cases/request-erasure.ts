import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { createdIdOf } from '#libs/kernel';
import { requestErasure, dataRightsDecider, dataRightsStream } from '../data-rights.js';

/** A teacher asks to be forgotten; nothing happens before they confirm it. */
export class RequestErasure extends Command<{ request: string; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly teacher: string,
  ) {
    super();
  }
}

@CommandHandler(RequestErasure)
export class RequestErasureHandler implements ICommandHandler<RequestErasure> {
  constructor(private readonly streams: Streams) {}

  async execute({ context, teacher }: RequestErasure) {
    const request = createdIdOf(context.commandId, 'erasure');
    const executed = await this.streams.execute(
      context,
      dataRightsDecider,
      dataRightsStream(context.tenant, teacher),
      (rights) => requestErasure({ teacher, request }, rights),
      { subject: teacher },
    );
    return { request, executed };
  }
}
