import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { acknowledgeProfile, participationDecider, participationStream, Registrations } from '#libs/contexts/rollout';
import { refuse } from '#libs/kernel';
import { attemptDecider, attemptIdOf, attemptStream } from '../attempt.js';

/** The teacher says that they have seen the profile that their self-assessment gave. */
export class AcknowledgeProfile extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeProfile)
export class AcknowledgeProfileHandler implements ICommandHandler<AcknowledgeProfile> {
  constructor(
    private readonly streams: Streams,
    private readonly registrations: Registrations,
  ) {}

  async execute({ context, cycle, teacher }: AcknowledgeProfile): Promise<Executed> {
    const { tenant } = context;
    const person = await this.registrations.onRecord(tenant, teacher);
    const { consented } = await this.registrations.participation(tenant, cycle, teacher, person);
    for (const rated of person) {
      const attempt = attemptIdOf(tenant, cycle, rated, 'self-rating', 'baseline');
      const { status } = await this.streams.state(attemptDecider, attemptStream(tenant, cycle, attempt));
      if (status !== 'submitted') continue;
      return this.streams.execute(
        context,
        participationDecider,
        participationStream(tenant, cycle, rated),
        (participation) => acknowledgeProfile({ teacher: rated, cycle, attempt }, { ...participation, consented }),
        { subject: rated, cycle },
      );
    }
    return refuse('profile-not-there', { cycle });
  }
}
