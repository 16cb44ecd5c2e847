import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import { participationDecider, participationStream, withdrawConsent, type Participation } from '../participation.js';
import type { Purpose } from '../rollout.events.js';
import { furthest } from './lanes.js';
import { Registrations } from './registrations.js';
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

const agreesTo = (purposes: readonly Purpose[], participation: Participation): boolean =>
  purposes.includes('take-part')
    ? participation.purposes.length > 0
    : purposes.some((purpose) => participation.purposes.includes(purpose));

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
  constructor(
    private readonly streams: Streams,
    private readonly registrations: Registrations,
  ) {}

  async execute({ context, cycle, teacher, purposes }: WithdrawConsent): Promise<Executed> {
    const { tenant } = context;
    const withdraw = (registration: string, concerned: (participation: Participation) => boolean = () => true) =>
      this.streams.execute(
        context,
        participationDecider,
        participationStream(tenant, cycle, registration),
        (participation) =>
          concerned(participation) ? withdrawConsent({ teacher: registration, cycle, purposes }, participation) : [],
        { subject: registration, cycle },
      );
    const registrations = await this.registrations.onRecord(tenant, teacher);
    if (registrations.length === 1) return withdraw(teacher);
    // A person withdraws, not a registration: wherever they agreed to it.
    const executed: Executed[] = [];
    for (const one of registrations) executed.push(await withdraw(one, (participation) => agreesTo(purposes, participation)));
    const changed = executed.find(({ events }) => events.length > 0);
    if (!changed) return refuse('consent-not-given', { purposes: [...purposes] }, '/purposes');
    return { ...changed, position: furthest(executed.map(({ position }) => position)) };
  }
}
