import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { openAt } from '#libs/contexts/rollout';
import { attemptDecider, attemptStream, submit } from '../attempt.js';
import { AttemptReferences } from './references.js';

export class SubmitAttempt extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly attempt: string,
  ) {
    super();
  }
}

@CommandHandler(SubmitAttempt)
export class SubmitAttemptHandler implements ICommandHandler<SubmitAttempt> {
  constructor(
    private readonly streams: Streams,
    private readonly references: AttemptReferences,
  ) {}

  async execute({ context, cycle, teacher, attempt }: SubmitAttempt): Promise<Executed> {
    const { tenant, at } = context;
    const stream = attemptStream(tenant, cycle, attempt);
    const started = await this.references.own(tenant, teacher, await this.streams.state(attemptDecider, stream));
    const design = await this.references.design(tenant, cycle);
    const person = await this.references.person(tenant, teacher);
    const [participation, version, educationLevel, equated] = await Promise.all([
      this.references.participation(tenant, cycle, teacher, person),
      this.references.version(tenant, started),
      this.references.educationLevel(tenant, person),
      started.measure === 'test' ? this.references.equated(tenant, cycle, started) : undefined,
    ]);
    const window = await this.references.window(tenant, design, started.occasion, teacher, participation);
    const references = {
      version,
      participation,
      design,
      equated,
      educationLevel,
    };
    return this.streams.execute(
      context,
      attemptDecider,
      stream,
      (state) => submit({ at }, state, { ...references, window: openAt(window, at) }),
      { subject: started.teacher, cycle },
    );
  }
}
