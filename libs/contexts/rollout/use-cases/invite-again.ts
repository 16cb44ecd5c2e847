import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse, Refusal } from '#libs/kernel';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import { invitingDesignOf } from '../cycle.js';
import { inviteTeacher, participationDecider, participationStream } from '../participation.js';
import { JointParticipations } from '../queries/joint-participations.js';
import { invitedAgain } from '../repeating.js';
import { furthest, inLanes } from './lanes.js';
import { RolloutReferences } from './references.js';

export interface InvitedAgain {
  /** Invited now; codes are printed school by school, or issued with the next invitation. */
  readonly invited: number;
  /** Invited to this cycle before. */
  readonly already: number;
  /** Chosen by the carry-over, but no longer eligible, forgotten, or merged. */
  readonly left: number;
  /** Of the earlier cycle, not chosen. */
  readonly notChosen: number;
}

/** The carry-over's teachers of the cycle that is repeated are invited to this one, flagged as returning. Again it invites nobody twice. */
export class InviteAgain extends Command<{
  readonly answer: InvitedAgain;
  readonly executed: Pick<Executed, 'revision' | 'position' | 'repeated'>;
}> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
  ) {
    super();
  }
}

@CommandHandler(InviteAgain)
export class InviteAgainHandler implements ICommandHandler<InviteAgain> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
    private readonly joint: JointParticipations,
    @Inject(READ_STORE) private readonly documents: ReadStore,
  ) {}

  async execute({ context: asked, cycle }: InviteAgain) {
    const context: CommandContext = { ...asked, ifMatch: undefined };
    const { tenant } = context;
    const planned = await this.references.cycle(tenant, cycle);
    invitingDesignOf(planned, cycle);
    const { repeats } = planned;
    if (!repeats) return refuse('cycle-repeats-none', { cycle });
    // A person who is registered twice is chosen once, for what they did under both.
    const earlier = await this.joint.everybody(tenant, repeats.from);
    const trained = repeats.carryOver.invite === 'trained' ? await this.#trained(tenant, repeats.from) : new Set<string>();
    const chosen = earlier.filter((one) => invitedAgain(repeats.carryOver, one, { cycle, trained }));
    const returningFrom = repeats.carryOver.flagRepeaters ? repeats.from : undefined;
    const executed = await inLanes(chosen, async ({ teacher }) => {
      try {
        const person = await this.references.teacher(tenant, teacher);
        if (person.status !== 'registered' || person.mergedInto !== undefined) return undefined;
        await this.references.checkEligible(tenant, planned, person, '');
      } catch (error) {
        // Not eligible any more: counted, so that nobody is left out in silence.
        if (error instanceof Refusal && error.code === 'teacher-not-eligible') return undefined;
        throw error;
      }
      return this.streams.execute(
        context,
        participationDecider,
        participationStream(tenant, cycle, teacher),
        (participation) => inviteTeacher({ teacher, cycle, returningFrom }, participation),
        { subject: teacher, cycle },
      );
    });
    const reached = executed.flatMap((one) => (one ? [one] : []));
    const invited = reached.filter(({ events, repeated }) => events.length > 0 && !repeated).length;
    const answer: InvitedAgain = {
      invited,
      already: reached.length - invited,
      left: executed.length - reached.length,
      notChosen: earlier.length - chosen.length,
    };
    return { answer, executed: { revision: -1, position: furthest(reached.map(({ position }) => position)), repeated: false } };
  }

  async #trained(tenant: string, cycle: string): Promise<ReadonlySet<string>> {
    const filter = { cycle, status: 'completed' };
    const completed = await findEvery<{ teacher: string }>(this.documents, tenant, 'enrolments', { filter });
    const kept = new Map(
      (await this.joint.of(tenant, cycle)).flatMap(({ joint, joined }) => joined.map((one) => [one, joint.teacher] as const)),
    );
    return new Set(completed.map(({ teacher }) => kept.get(teacher) ?? teacher));
  }
}
