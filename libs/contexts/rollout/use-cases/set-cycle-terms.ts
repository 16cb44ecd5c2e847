import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { cycleDecider, cycleStream, setTerms, type CycleTerms } from '../cycle.js';

/** Calendar, eligibility and targets of a cycle, as a pack brings them or an earlier cycle had them. */
export class SetCycleTerms extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly terms: CycleTerms,
  ) {
    super();
  }
}

@CommandHandler(SetCycleTerms)
export class SetCycleTermsHandler implements ICommandHandler<SetCycleTerms> {
  constructor(private readonly streams: Streams) {}

  execute({ context, cycle, terms }: SetCycleTerms): Promise<Executed> {
    return this.streams.execute(context, cycleDecider, cycleStream(context.tenant, cycle), (state) =>
      setTerms({ cycle, ...terms }, state),
    );
  }
}
