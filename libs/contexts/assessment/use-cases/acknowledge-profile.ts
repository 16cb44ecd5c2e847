import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { acknowledgeProfile, participationDecider, participationStream } from '#libs/contexts/rollout';
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
  constructor(private readonly streams: Streams) {}

  async execute({ context, cycle, teacher }: AcknowledgeProfile): Promise<Executed> {
    const { tenant } = context;
    const attempt = attemptIdOf(tenant, cycle, teacher, 'self-rating', 'baseline');
    const { status } = await this.streams.state(attemptDecider, attemptStream(tenant, cycle, attempt));
    if (status !== 'submitted') refuse('profile-not-there', { cycle });
    return this.streams.execute(
      context,
      participationDecider,
      participationStream(tenant, cycle, teacher),
      (participation) => acknowledgeProfile({ teacher, cycle, attempt }, participation),
      { subject: teacher, cycle },
    );
  }
}
