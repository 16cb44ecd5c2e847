import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { advanceStage, cycleDecider, cycleStream } from '../cycle.js';
import type { Stage } from '../rollout.events.js';
import { STAGES } from './plan-cycle.js';

export class AdvanceStageRequest {
  @ApiProperty({ enum: STAGES })
  @IsIn(STAGES)
  to: Stage;
}

/** The cycle enters a later stage. */
export class AdvanceStage extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly to: Stage,
  ) {
    super();
  }
}

@CommandHandler(AdvanceStage)
export class AdvanceStageHandler implements ICommandHandler<AdvanceStage> {
  constructor(private readonly streams: Streams) {}

  execute({ context, cycle, to }: AdvanceStage): Promise<Executed> {
    return this.streams.execute(context, cycleDecider, cycleStream(context.tenant, cycle), (state) =>
      advanceStage({ cycle, to }, state),
    );
  }
}
