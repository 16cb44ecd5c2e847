import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { createdIdOf } from '#libs/kernel';
import { requestCorrection, dataRightsDecider, dataRightsStream } from '../data-rights.js';
import { CORRECTION_TOPICS, type CorrectionTopic } from '../governance.events.js';

export class RequestCorrectionRequest {
  @ApiProperty({ description: 'What it is about.', enum: CORRECTION_TOPICS, example: 'assignment' })
  @IsIn(CORRECTION_TOPICS)
  topic: CorrectionTopic;

  @ApiProperty({
    description: 'What is wrong and how it should be. Encrypted with the teacher’s own key before it is stored.',
    example: 'I no longer work at the school 900001.',
  })
  @IsString()
  @MinLength(3)
  @MaxLength(2000)
  @Matches(/\S/)
  text: string;
}

/** A teacher says what is wrong in what is stored about them. */
export class RequestCorrection extends Command<{ request: string; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly teacher: string,
    readonly topic: CorrectionTopic,
    readonly text: string,
  ) {
    super();
  }
}

@CommandHandler(RequestCorrection)
export class RequestCorrectionHandler implements ICommandHandler<RequestCorrection> {
  constructor(private readonly streams: Streams) {}

  async execute({ context, teacher, topic, text }: RequestCorrection) {
    const request = createdIdOf(context.commandId, 'correction');
    const executed = await this.streams.execute(
      context,
      dataRightsDecider,
      dataRightsStream(context.tenant, teacher),
      (rights) => requestCorrection({ teacher, request, topic, text }, rights),
      { subject: teacher },
    );
    return { request, executed };
  }
}
