import { createHash } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { canonicalJson } from '#libs/kernel';
import { populationDecider, populationStream, recordPopulation, type PopulationCount } from '../population.js';

/** A count of eligible teachers becomes the country's own, as a pack brings it. */
export class RecordPopulation extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly count: Omit<PopulationCount, 'digest'>,
  ) {
    super();
  }
}

@CommandHandler(RecordPopulation)
export class RecordPopulationHandler implements ICommandHandler<RecordPopulation> {
  constructor(private readonly streams: Streams) {}

  execute({ context, count }: RecordPopulation): Promise<Executed> {
    const digest = createHash('sha256').update(canonicalJson(count)).digest('hex');
    return this.streams.execute(context, populationDecider, populationStream(context.tenant), (population) =>
      recordPopulation({ ...count, digest }, population),
    );
  }
}
