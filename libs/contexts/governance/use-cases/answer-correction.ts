import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { answerCorrection, dataRightsDecider, dataRightsStream } from '../data-rights.js';

const OUTCOMES = ['resolved', 'declined'] as const;

export class AnswerCorrectionRequest {
  @ApiProperty({ enum: OUTCOMES, example: 'resolved' })
  @IsIn(OUTCOMES)
  outcome: (typeof OUTCOMES)[number];

  @ApiProperty({
    description: 'What was done, or why it was not. The teacher reads it; encrypted with their key.',
    example: 'The assignment was ended on 31 May.',
  })
  @IsString()
  @MinLength(3)
  @MaxLength(2000)
  @Matches(/\S/)
  reply: string;
}

/** The country team has corrected what was wrong, or says why not. */
export class AnswerCorrection extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly teacher: string,
    readonly request: string,
    readonly answer: { readonly outcome: 'resolved' | 'declined'; readonly reply: string },
  ) {
    super();
  }
}

@CommandHandler(AnswerCorrection)
export class AnswerCorrectionHandler implements ICommandHandler<AnswerCorrection> {
  constructor(private readonly streams: Streams) {}

  execute({ context, teacher, request, answer }: AnswerCorrection): Promise<Executed> {
    return this.streams.execute(
      context,
      dataRightsDecider,
      dataRightsStream(context.tenant, teacher),
      (rights) => answerCorrection({ teacher, request, ...answer }, rights),
      { subject: teacher },
    );
  }
}
