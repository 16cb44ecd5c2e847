import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import type { ReleaseReason } from '../learning.events.js';
import { offeringDecider, offeringStream, releaseSeat } from '../offering.js';

/**
 * What a policy does when somebody left: seat or place are free again, and the next on the list moves up. It holds for everybody, those who
 * withdrew and those who were forgotten too, and in every state of the cycle; so it asks for no consent and no window.
 */
export class ReleaseSeat extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly offering: string,
    readonly teacher: string,
    readonly reason: ReleaseReason,
  ) {
    super();
  }
}

@CommandHandler(ReleaseSeat)
export class ReleaseSeatHandler implements ICommandHandler<ReleaseSeat> {
  constructor(private readonly streams: Streams) {}

  execute({ context, cycle, offering, teacher, reason }: ReleaseSeat): Promise<Executed> {
    const { tenant, at } = context;
    return this.streams.execute(
      context,
      offeringDecider,
      offeringStream(tenant, cycle, offering),
      (state) => releaseSeat({ offering, teacher, reason, at }, state),
      { cycle },
    );
  }
}
