import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { instrumentDecider, instrumentStream, publishVersion, type PublishedVersion } from '../instrument.js';

export class PublishInstrument extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly version: PublishedVersion,
  ) {
    super();
  }
}

@CommandHandler(PublishInstrument)
export class PublishInstrumentHandler implements ICommandHandler<PublishInstrument> {
  constructor(private readonly streams: Streams) {}

  execute({ context, version }: PublishInstrument): Promise<Executed> {
    return this.streams.execute(context, instrumentDecider, instrumentStream(context.tenant, version.instrument), (instrument) =>
      publishVersion(version, instrument),
    );
  }
}
