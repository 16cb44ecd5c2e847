import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import { carriedOver, COMPLETED_BEFORE_RULE, firstPath, pathRulesOf, type DerivedPath } from '../path-rules.js';
import { generatePath, pathDecider, pathStream } from '../path.js';
import { LearningReferences, learningStillRecorded } from './references.js';

/** A learning path from the baseline's gap profile and what the cycle offers now. */
export class GeneratePath extends Command<{ path: DerivedPath; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
  ) {
    super();
  }
}

@CommandHandler(GeneratePath)
export class GeneratePathHandler implements ICommandHandler<GeneratePath> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, teacher }: GeneratePath) {
    const { tenant, at } = context;
    const design = await this.references.design(tenant, cycle, teacher);
    const { acknowledged } = await this.references.consenting(tenant, cycle, teacher);
    const rated = await this.references.rated(tenant, cycle, teacher);
    if (!rated) return refuse('profile-not-there', { cycle });
    const { attempt, gaps, submittedAt = at } = rated;
    if (acknowledged !== attempt) refuse('profile-not-acknowledged', { cycle });
    const [offered, region, completed] = await Promise.all([
      this.references.offered(tenant, cycle),
      this.references.region(tenant, teacher),
      this.references.completedBefore(tenant, cycle, teacher),
    ]);
    const before = carriedOver(completed ?? [], submittedAt);
    const derived = firstPath(gaps, offered, { region, at }, pathRulesOf(design.pathRules), before);
    const completedBefore = completed && { rule: COMPLETED_BEFORE_RULE, courses: [...before.courses] };
    const owner = await this.references.pathOwner(tenant, cycle, teacher);
    const executed = await this.streams.execute(
      context,
      pathDecider,
      pathStream(tenant, cycle, owner),
      (path) => {
        learningStillRecorded(design, at);
        return generatePath(
          { teacher: owner, cycle, attempt, pathRules: design.pathRules.version, derived, completedBefore },
          path,
        );
      },
      { subject: owner, cycle },
    );
    // A command that is repeated answers with what it derived the first time.
    const recorded = executed.events[0]?.data as DerivedPath | undefined;
    const { steps, withoutCourse } = recorded ?? derived;
    return { path: { steps, withoutCourse }, executed };
  }
}
