import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { declineErasure, dataRightsDecider, dataRightsStream } from '../data-rights.js';

export class DeclineErasureRequest {
  @ApiProperty({
    description: 'The ground on which the data must be kept. The teacher reads it; encrypted with their key.',
    example: 'An open complaint needs these records until it is decided.',
  })
  @IsString()
  @MinLength(3)
  @MaxLength(2000)
  @Matches(/\S/)
  reply: string;
}

/** The data protection officer says why somebody cannot be forgotten. */
export class DeclineErasure extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly teacher: string,
    readonly request: string,
    readonly reply: string,
  ) {
    super();
  }
}

@CommandHandler(DeclineErasure)
export class DeclineErasureHandler implements ICommandHandler<DeclineErasure> {
  constructor(private readonly streams: Streams) {}

  execute({ context, teacher, request, reply }: DeclineErasure): Promise<Executed> {
    return this.streams.execute(
      context,
      dataRightsDecider,
      dataRightsStream(context.tenant, teacher),
      (rights) => declineErasure({ teacher, request, reply }, rights),
      { subject: teacher },
    );
  }
}
