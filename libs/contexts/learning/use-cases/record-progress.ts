import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { enrolmentDecider, enrolmentStream, recordProgress } from '../enrolment.js';
import { LearningReferences, learningStillRecorded } from './references.js';
import { reachedBy } from './reached-by.js';

export class RecordProgressRequest {
  @ApiProperty({ minimum: 0, maximum: 100, description: 'Share of the course that is done; never less than before.' })
  @IsInt()
  @Min(0)
  @Max(100)
  percent: number;
}

export class RecordProgress extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly enrolment: string,
    readonly percent: number,
  ) {
    super();
  }
}

@CommandHandler(RecordProgress)
export class RecordProgressHandler implements ICommandHandler<RecordProgress> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, enrolment, percent }: RecordProgress): Promise<Executed> {
    const { tenant, at } = context;
    const { teacher } = context.actor;
    const held =
      teacher === undefined
        ? await this.references.held(tenant, cycle, enrolment)
        : await this.references.ownHeld(tenant, cycle, teacher, enrolment);
    reachedBy(context.actor, enrolment, held);
    const design = await this.references.design(tenant, cycle, held.teacher);
    await this.references.consenting(tenant, cycle, held.teacher);
    return this.streams.execute(
      context,
      enrolmentDecider,
      enrolmentStream(tenant, cycle, enrolment),
      (state) => {
        learningStillRecorded(design, at);
        return recordProgress({ percent }, state);
      },
      { subject: held.teacher, cycle },
    );
  }
}
