import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { adoptFramework, frameworkDecider, frameworkStream, parseFramework } from '../framework.js';

/** A version of a framework becomes the country's own; adopting the same content again changes nothing. */
export class AdoptFramework extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    /** The framework's file. */
    readonly content: unknown,
  ) {
    super();
  }
}

@CommandHandler(AdoptFramework)
export class AdoptFrameworkHandler implements ICommandHandler<AdoptFramework> {
  constructor(private readonly streams: Streams) {}

  async execute({ context, content }: AdoptFramework): Promise<Executed> {
    const framework = parseFramework(content);
    return this.streams.execute(context, frameworkDecider, frameworkStream(context.tenant, framework.id), (adopted) =>
      adoptFramework(framework, adopted),
    );
  }
}
