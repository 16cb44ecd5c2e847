import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { attemptDecider, attemptStream } from '#libs/contexts/assessment';
import { refuse } from '#libs/kernel';
import type { LearningPathRegenerated } from '../learning.events.js';
import { carriedOver, COMPLETED_BEFORE_RULE, pathRulesOf, renewPath } from '../path-rules.js';
import { pathDecider, pathStream, regeneratePath } from '../path.js';
import { LearningReferences, learningStillRecorded } from './references.js';

/** What a policy does when there is new evidence: the path is derived again from it, as far as it still lies ahead. */
export class RegeneratePath extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    /** The self-rating it rests on. */
    readonly attempt: string,
    readonly reason: LearningPathRegenerated['data']['reason'],
  ) {
    super();
  }
}

@CommandHandler(RegeneratePath)
export class RegeneratePathHandler implements ICommandHandler<RegeneratePath> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, teacher, attempt, reason }: RegeneratePath): Promise<Executed> {
    const { tenant, at } = context;
    const design = await this.references.design(tenant, cycle);
    learningStillRecorded(design, at);
    await this.references.consenting(tenant, cycle, teacher);
    const { gaps, submittedAt = at } = await this.streams.state(attemptDecider, attemptStream(tenant, cycle, attempt));
    if (!gaps) return refuse('profile-not-there', { cycle });
    const registrations = await this.references.registrationsOf(tenant, teacher);
    const [offered, region, enrolments, completed] = await Promise.all([
      this.references.offered(tenant, cycle),
      this.references.region(tenant, teacher),
      this.references.enrolments(tenant, { teacher: { in: registrations }, cycle }),
      this.references.completedBefore(tenant, cycle, teacher),
    ]);
    const before = carriedOver(completed ?? [], submittedAt);
    const completedBefore = completed && { rule: COMPLETED_BEFORE_RULE, courses: [...before.courses] };
    const held = new Map(enrolments.map(({ offering, status }) => [offering, status]));
    return this.streams.execute(
      context,
      pathDecider,
      pathStream(tenant, cycle, teacher),
      (path) => {
        const derived = renewPath(
          path.generated?.steps ?? [],
          held,
          gaps,
          offered,
          { region, at },
          pathRulesOf(design.pathRules),
          before,
        );
        const { version: pathRules } = design.pathRules;
        return regeneratePath({ teacher, cycle, attempt, pathRules, reason, derived, completedBefore }, path);
      },
      { subject: teacher, cycle },
    );
  }
}
