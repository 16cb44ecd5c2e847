import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import { applicants, offeringDecider, offeringStream, prioritiseSeats, type ApplicantFacts } from '../offering.js';
import { LearningReferences } from './references.js';

/** Seats by the offering's recorded criteria; the event keeps the facts of everybody who asked, so that anybody can repeat it. */
export class PrioritiseSeats extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly offering: string,
    readonly seed: string,
  ) {
    super();
  }
}

@CommandHandler(PrioritiseSeats)
export class PrioritiseSeatsHandler implements ICommandHandler<PrioritiseSeats> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, offering, seed }: PrioritiseSeats): Promise<Executed> {
    const { tenant, at } = context;
    await this.references.design(tenant, cycle);
    const state = await this.references.offering(tenant, cycle, offering);
    if (!state.opened) return refuse('offering-unknown', { offering });
    const course = await this.references.course(tenant, state.opened.course);
    const facts = new Map<string, ApplicantFacts>();
    for (const teacher of applicants(state)) facts.set(teacher, await this.references.applicant(tenant, cycle, teacher, course));
    return this.streams.execute(
      context,
      offeringDecider,
      offeringStream(tenant, cycle, offering),
      (current) => prioritiseSeats({ offering, seed, at }, current, { facts }),
      { cycle },
    );
  }
}
