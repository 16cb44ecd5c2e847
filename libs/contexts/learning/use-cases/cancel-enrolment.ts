import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { cancelEnrolment, enrolmentDecider, enrolmentStream } from '../enrolment.js';
import type { DropReason } from '../learning.events.js';
import { leaveWaitingList, offeringDecider, offeringStream } from '../offering.js';
import { LearningReferences } from './references.js';

/** Before the course is begun: a seat is given back, a place on the waiting list given up. Possible without consent and outside every window. */
export class CancelEnrolment extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly enrolment: string,
    readonly reason?: DropReason,
  ) {
    super();
  }
}

@CommandHandler(CancelEnrolment)
export class CancelEnrolmentHandler implements ICommandHandler<CancelEnrolment> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, teacher, enrolment, reason }: CancelEnrolment): Promise<Executed> {
    const { tenant } = context;
    const held = await this.references.ownHeld(tenant, cycle, teacher, enrolment);
    const { teacher: holder } = held;
    await this.references.design(tenant, cycle);
    const { offering } = held.offering;
    const options = { subject: holder, cycle };
    const waits = held.seat?.status === 'waiting' || held.seat?.status === 'requested' || held.seat?.status === 'left';
    return waits
      ? this.streams.execute(
          context,
          offeringDecider,
          offeringStream(tenant, cycle, offering),
          (state) => leaveWaitingList({ offering, teacher: holder }, state),
          options,
        )
      : this.streams.execute(
          context,
          enrolmentDecider,
          enrolmentStream(tenant, cycle, enrolment),
          (state) => cancelEnrolment({ enrolment, teacher: holder, offering, reason }, state, held),
          options,
        );
  }
}
