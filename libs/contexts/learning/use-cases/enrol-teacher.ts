import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import { enrol, enrolmentDecider, enrolmentStream, notOver } from '../enrolment.js';
import { enrollable, enrolmentIdOf, offeringDecider, offeringStream, placeOf, requestSeat, type Offering } from '../offering.js';
import { LearningReferences, learningStillRecorded } from './references.js';
import { ID } from './register-course.js';

export class EnrolTeacherRequest {
  @ApiProperty({ example: 'cl-05-2023-national' })
  @Matches(ID)
  offering: string;
}

export interface EnrolmentAnswer {
  readonly enrolment: string;
  /** `requested`: the seats of this offering are drawn by lot, or given by priority. */
  readonly status: 'enrolled' | 'waiting' | 'requested';
  /** On the waiting list, from 1. */
  readonly place?: number;
}

export class EnrolTeacher extends Command<{ answer: EnrolmentAnswer; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly offering: string,
  ) {
    super();
  }
}

const answerOf = (enrolment: string, { events: [event] }: Executed, place: number | undefined): EnrolmentAnswer => {
  if (event?.type === 'EnrolmentWaitlisted') return { enrolment, status: 'waiting', place };
  return { enrolment, status: event?.type === 'SeatRequested' ? 'requested' : 'enrolled' };
};

@CommandHandler(EnrolTeacher)
export class EnrolTeacherHandler implements ICommandHandler<EnrolTeacher> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, teacher, offering }: EnrolTeacher) {
    const { tenant, at } = context;
    const design = await this.references.design(tenant, cycle, teacher);
    await this.references.consenting(tenant, cycle, teacher);
    const enrolment = enrolmentIdOf(tenant, cycle, offering, teacher);
    const state = await this.references.offering(tenant, cycle, offering);
    await this.#notHeldAsOther(tenant, cycle, teacher, state, offering);
    const options = { subject: teacher, cycle };
    if (state.opened && state.opened.seats !== null) {
      // What happened to the course itself stands in its own stream.
      notOver(await this.streams.state(enrolmentDecider, enrolmentStream(tenant, cycle, enrolment)), offering);
    }
    const executed =
      state.opened?.seats === null
        ? await this.streams.execute(
            context,
            enrolmentDecider,
            enrolmentStream(tenant, cycle, enrolment),
            (one) => {
              learningStillRecorded(design, at);
              return enrol({ enrolment, teacher }, one, { offering: enrollable(state, offering, at) });
            },
            options,
          )
        : await this.streams.execute(
            context,
            offeringDecider,
            offeringStream(tenant, cycle, offering),
            (one) => {
              learningStillRecorded(design, at);
              return requestSeat({ offering, teacher, enrolment, at }, one);
            },
            options,
          );
    const place =
      executed.events[0]?.type === 'EnrolmentWaitlisted'
        ? placeOf(await this.references.offering(tenant, cycle, offering), teacher)
        : undefined;
    return { answer: answerOf(enrolment, executed, place), executed };
  }

  /** Nobody takes two seats in one offering because they were registered twice. @throws Refusal as for the seat that the other registration holds */
  async #notHeldAsOther(tenant: string, cycle: string, teacher: string, state: Offering, offering: string): Promise<void> {
    for (const other of await this.references.registrationsOf(tenant, teacher)) {
      if (other === teacher) continue;
      const stream = enrolmentStream(tenant, cycle, enrolmentIdOf(tenant, cycle, offering, other));
      const enrolment = await this.streams.state(enrolmentDecider, stream);
      notOver(enrolment, offering);
      if (enrolment.status === 'enrolled' || enrolment.status === 'started') refuse('already-enrolled', { offering });
      if (['given', 'waiting', 'requested'].includes(state.requests.get(other)?.status ?? ''))
        refuse('already-enrolled', { offering });
    }
  }
}
