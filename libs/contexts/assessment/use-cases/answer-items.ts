import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsObject, Validate, ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { openAt } from '#libs/contexts/rollout';
import type { Answer } from '../assessment.events.js';
import { answer, attemptDecider, attemptStream } from '../attempt.js';
import { AttemptReferences } from './references.js';

const MOST_ANSWERS = 200;

@ValidatorConstraint({ name: 'isAnswers' })
export class AnswersConstraint implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value);
    return (
      entries.length > 0 &&
      entries.length <= MOST_ANSWERS &&
      entries.every(
        ([item, given]) =>
          item.length <= 40 &&
          ((typeof given === 'string' && given.length <= 20) || (typeof given === 'number' && Number.isInteger(given))),
      )
    );
  }
  defaultMessage(): string {
    return `answers must map 1 to ${MOST_ANSWERS} item ids to a chosen option, or to "na" for not applicable`;
  }
}

export class AnswerItemsRequest {
  @ApiProperty({
    description:
      'Item id to the chosen option, or to `na` (not applicable). One item or several; the last answer to an item counts.',
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'integer' }, { type: 'string' }] },
    example: { 'sr-1.1': 3, 'sr-1.2': 'na' },
  })
  @IsObject()
  @Validate(AnswersConstraint)
  answers: Record<string, Answer>;
}

export class AnswerItems extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly attempt: string,
    readonly answers: Readonly<Record<string, Answer>>,
  ) {
    super();
  }
}

@CommandHandler(AnswerItems)
export class AnswerItemsHandler implements ICommandHandler<AnswerItems> {
  constructor(
    private readonly streams: Streams,
    private readonly references: AttemptReferences,
  ) {}

  async execute({ context, cycle, teacher, attempt, answers }: AnswerItems): Promise<Executed> {
    const { tenant, at } = context;
    const stream = attemptStream(tenant, cycle, attempt);
    const started = await this.references.own(tenant, teacher, await this.streams.state(attemptDecider, stream));
    const design = await this.references.design(tenant, cycle);
    const person = await this.references.person(tenant, teacher);
    const [participation, version] = await Promise.all([
      this.references.participation(tenant, cycle, teacher, person),
      this.references.version(tenant, started),
    ]);
    const window = await this.references.window(tenant, design, started.occasion, teacher, participation);
    return this.streams.execute(
      context,
      attemptDecider,
      stream,
      (state) => answer({ answers, at }, state, { version, participation, window: openAt(window, at) }),
      { subject: started.teacher, cycle },
    );
  }
}
