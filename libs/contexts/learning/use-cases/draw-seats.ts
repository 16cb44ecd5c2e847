import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { drawSeats, offeringDecider, offeringStream } from '../offering.js';
import { LearningReferences } from './references.js';

export class DrawSeatsRequest {
  @ApiProperty({
    description: 'Drawn or agreed in public beforehand: with it and the list of applicants anybody can repeat the draw.',
    example: 'loteria-nacional-2023-07-15-4711',
  })
  @IsString()
  @Length(4, 200)
  seed: string;
}

export class DrawSeats extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly offering: string,
    readonly seed: string,
  ) {
    super();
  }
}

@CommandHandler(DrawSeats)
export class DrawSeatsHandler implements ICommandHandler<DrawSeats> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, offering, seed }: DrawSeats): Promise<Executed> {
    const { tenant, at } = context;
    await this.references.design(tenant, cycle);
    return this.streams.execute(
      context,
      offeringDecider,
      offeringStream(tenant, cycle, offering),
      (state) => drawSeats({ offering, seed, at }, state),
      { cycle },
    );
  }
}
