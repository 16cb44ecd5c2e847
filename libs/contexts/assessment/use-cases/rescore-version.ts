import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNotEmpty, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { LABEL, cycleDecider, cycleStream } from '#libs/contexts/rollout';
import { createdIdOf, refuse } from '#libs/kernel';
import { beginRescoring, rescoringDecider, rescoringStream } from '../rescoring.js';
import { AttemptReferences } from './references.js';
import { RescoringRuns } from './rescoring-runs.js';

export class RescoreVersionRequest {
  @ApiProperty({ example: 'test-form-a' })
  @IsString()
  @MaxLength(60)
  @Matches(LABEL)
  instrument: string;

  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version: number;

  @ApiProperty({ example: 'The key of item a-07 was wrong.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  reason: string;
}

/** Every attempt of a cycle on a version of an instrument is scored again. The run goes on by itself, also after a restart. */
export class RescoreVersion extends Command<{ rescoring: string; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly asked: RescoreVersionRequest,
  ) {
    super();
  }
}

@CommandHandler(RescoreVersion)
export class RescoreVersionHandler implements ICommandHandler<RescoreVersion> {
  constructor(
    private readonly streams: Streams,
    private readonly references: AttemptReferences,
    private readonly runs: RescoringRuns,
  ) {}

  async execute({ context, cycle, asked }: RescoreVersion) {
    const { tenant } = context;
    const { instrument, version, reason } = asked;
    const { design } = await this.streams.state(cycleDecider, cycleStream(tenant, cycle));
    if (!design) return refuse('cycle-unknown', { cycle });
    await this.references.version(tenant, { instrument, version });
    const rescoring = createdIdOf(context.commandId, 'rescoring');
    const executed = await this.streams.execute(
      context,
      rescoringDecider,
      rescoringStream(tenant, cycle, rescoring),
      (run) => beginRescoring({ rescoring, cycle, instrument, version, reason }, run),
      { cycle },
    );
    this.runs.start(tenant, cycle, rescoring);
    return { rescoring, executed };
  }
}
