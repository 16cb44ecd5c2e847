import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { cycleDecider, cycleStream } from '#libs/contexts/rollout';
import { refuse } from '#libs/kernel';
import { attemptDecider, attemptStream, rescore } from '../attempt.js';
import { AttemptReferences } from './references.js';

export class RescoreAttemptRequest {
  @ApiProperty({ example: 'The key of item a-07 was wrong.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  reason: string;
}

/** One attempt is scored again by what holds now; the earlier result stays. Also after the cycle closed: mistakes are found late. */
export class RescoreAttempt extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly attempt: string,
    readonly reason: string,
    readonly rescoring?: string,
  ) {
    super();
  }
}

@CommandHandler(RescoreAttempt)
export class RescoreAttemptHandler implements ICommandHandler<RescoreAttempt> {
  constructor(
    private readonly streams: Streams,
    private readonly references: AttemptReferences,
  ) {}

  async execute({ context, cycle, attempt, reason, rescoring }: RescoreAttempt): Promise<Executed> {
    const { tenant } = context;
    const stream = attemptStream(tenant, cycle, attempt);
    const [{ started }, { design }] = await Promise.all([
      this.streams.state(attemptDecider, stream),
      this.streams.state(cycleDecider, cycleStream(tenant, cycle)),
    ]);
    if (!design) return refuse('cycle-unknown', { cycle });
    if (!started) return refuse('attempt-unknown');
    const person = await this.references.person(tenant, started.teacher);
    const [participation, version, equated] = await Promise.all([
      this.references.participation(tenant, cycle, started.teacher, person),
      this.references.version(tenant, started),
      started.measure === 'test' ? this.references.equated(tenant, cycle, started) : undefined,
    ]);
    return this.streams.execute(
      context,
      attemptDecider,
      stream,
      (state) => rescore({ reason, rescoring }, state, { version, design, equated, participation }),
      { subject: started.teacher, cycle },
    );
  }
}
