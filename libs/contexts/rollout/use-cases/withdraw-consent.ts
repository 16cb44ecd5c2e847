import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { participationDecider, participationStream, withdrawConsent } from '../participation.js';
import type { Purpose } from '../rollout.events.js';
import { PURPOSES } from './plan-cycle.js';

export class WithdrawConsentRequest {
  @ApiProperty({ description: 'Who withdraws `take-part` withdraws everything.', enum: PURPOSES, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(PURPOSES.length)
  @ArrayUnique()
  @IsIn(PURPOSES, { each: true })
  purposes: Purpose[];
}

/** A teacher takes consent back, at any time, also when the cycle is closed. */
export class WithdrawConsent extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly purposes: readonly Purpose[],
  ) {
    super();
  }
}

@CommandHandler(WithdrawConsent)
export class WithdrawConsentHandler implements ICommandHandler<WithdrawConsent> {
  constructor(private readonly streams: Streams) {}

  execute({ context, cycle, teacher, purposes }: WithdrawConsent): Promise<Executed> {
    return this.streams.execute(
      context,
      participationDecider,
      participationStream(context.tenant, cycle, teacher),
      (participation) => withdrawConsent({ teacher, cycle, purposes }, participation),
      { subject: teacher, cycle },
    );
  }
}
