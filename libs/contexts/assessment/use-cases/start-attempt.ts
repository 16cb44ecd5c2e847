import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { openAt } from '#libs/contexts/rollout';
import { ApiProperty } from '@nestjs/swagger';
import type { MeasureKind, Occasion } from '../assessment.events.js';
import { attemptDecider, attemptIdOf, attemptStream, instrumentFor, start } from '../attempt.js';
import { AttemptReferences } from './references.js';
import { OCCASIONS } from './requests.js';

export class StartAttemptRequest {
  @ApiProperty({ enum: ['self-rating', 'test'], description: 'What is measured: a self-assessment yields a self-rating.' })
  @IsIn(['self-rating', 'test'])
  measure: MeasureKind;

  @ApiProperty({
    enum: OCCASIONS,
    description: 'Before the courses, after them, or after them about the time before.',
  })
  @IsIn(OCCASIONS)
  occasion: Occasion;
}

export class StartAttempt extends Command<{ attempt: string; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly measure: MeasureKind,
    readonly occasion: Occasion,
  ) {
    super();
  }
}

@CommandHandler(StartAttempt)
export class StartAttemptHandler implements ICommandHandler<StartAttempt> {
  constructor(
    private readonly streams: Streams,
    private readonly references: AttemptReferences,
  ) {}

  async execute({ context, cycle, teacher, measure, occasion }: StartAttempt) {
    const { tenant, at } = context;
    const attempt = attemptIdOf(tenant, cycle, teacher, measure, occasion);
    const design = await this.references.design(tenant, cycle);
    const person = await this.references.person(tenant, teacher);
    const drawnFor = await this.references.drawnFor(tenant, cycle, teacher, person, measure, occasion);
    const [participation, begunAsOther, version] = await Promise.all([
      this.references.participation(tenant, cycle, teacher, person),
      this.references.begunAsOther(tenant, cycle, teacher, person, measure, occasion),
      this.references.version(tenant, instrumentFor(design, drawnFor, measure, occasion)),
    ]);
    const window = await this.references.window(tenant, design, occasion, teacher, participation);
    const executed = await this.streams.execute(
      context,
      attemptDecider,
      attemptStream(tenant, cycle, attempt),
      (state) =>
        start({ attempt, teacher, cycle, occasion }, state, {
          version,
          window: openAt(window, at),
          participation,
          begunAsOther,
        }),
      { subject: teacher, cycle },
    );
    return { attempt, executed };
  }
}
