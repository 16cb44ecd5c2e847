import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { assignTutor, offeringDecider, offeringStream, unassignTutor } from '../offering.js';
import { LearningReferences } from './references.js';

export const ACCOUNT = /^[0-9a-z][0-9a-z._-]{0,59}$/;

export class AssignTutorRequest {
  @ApiProperty({
    example: 'tutor-aysen-2',
    pattern: ACCOUNT.source,
    description: 'The account’s id, as its token names it; never a name.',
  })
  @Matches(ACCOUNT)
  tutor: string;
}

/** An offering is given to a tutor or provider, or taken from them. */
export class AssignTutor extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly offering: string,
    readonly tutor: string,
    readonly assigned: boolean,
  ) {
    super();
  }
}

@CommandHandler(AssignTutor)
export class AssignTutorHandler implements ICommandHandler<AssignTutor> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, offering, tutor, assigned }: AssignTutor): Promise<Executed> {
    const { tenant } = context;
    await this.references.design(tenant, cycle);
    const decide = assigned ? assignTutor : unassignTutor;
    return this.streams.execute(
      context,
      offeringDecider,
      offeringStream(tenant, cycle, offering),
      (state) => decide({ offering, tutor }, state),
      { cycle },
    );
  }
}
