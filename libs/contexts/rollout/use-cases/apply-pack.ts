import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { applyPack, countryDecider, countryStream } from '../country.js';
import type { PackApplied } from '../rollout.events.js';

/** The pack's codes, names and notices become the country's own; the same pack again changes nothing. */
export class ApplyPack extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly pack: PackApplied['data'],
  ) {
    super();
  }
}

@CommandHandler(ApplyPack)
export class ApplyPackHandler implements ICommandHandler<ApplyPack> {
  constructor(private readonly streams: Streams) {}

  execute({ context, pack }: ApplyPack): Promise<Executed> {
    return this.streams.execute(context, countryDecider, countryStream(context.tenant), (country) => applyPack(pack, country));
  }
}
