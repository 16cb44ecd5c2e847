import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsObject, IsString, Matches, Max, MaxLength, Min, Validate } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { checkKnown, IsMoment, LABEL, mainAssignment, openAt, teacherDecider, teacherStream } from '#libs/contexts/rollout';
import { instant, refuse } from '#libs/kernel';
import type { Answer, MeasureKind, Occasion } from '../assessment.events.js';
import { attemptDecider, attemptIdOf, attemptStream, instrumentFor, recordOnPaper } from '../attempt.js';
import { AnswersConstraint } from './answer-items.js';
import { AttemptReferences } from './references.js';
import { OCCASIONS } from './requests.js';

export class PaperAnswersRequest {
  @ApiProperty({ enum: ['self-rating', 'test'] })
  @IsIn(['self-rating', 'test'])
  measure: MeasureKind;

  @ApiProperty({ enum: OCCASIONS })
  @IsIn(OCCASIONS)
  occasion: Occasion;

  @ApiProperty({ description: 'The instrument that the sheet names.', example: 'test-form-a' })
  @IsString()
  @MaxLength(60)
  @Matches(LABEL)
  instrument: string;

  @ApiProperty({ description: 'The version that the sheet names.', example: 1 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version: number;

  @ApiProperty({
    description:
      'When the teacher answered, as the sheet says. It decides whether the window was open; when it is entered is kept beside it.',
    example: '2023-05-19T16:30:00-04:00',
  })
  @IsMoment()
  occurredAt: string;

  @ApiProperty({
    description: 'Item id to the option that was ticked, or to `na`. What was left blank is left out: it is missing.',
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'integer' }, { type: 'string' }] },
    example: { 'a-01': 'c' },
  })
  @IsObject()
  @Validate(AnswersConstraint)
  answers: Record<string, Answer>;
}

/** A coordinator enters what a teacher answered on paper: begun, answered and handed in at the time of the paper. */
export class RecordPaperAnswers extends Command<{ attempt: string; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly sheet: PaperAnswersRequest,
  ) {
    super();
  }
}

@CommandHandler(RecordPaperAnswers)
export class RecordPaperAnswersHandler implements ICommandHandler<RecordPaperAnswers> {
  constructor(
    private readonly streams: Streams,
    private readonly references: AttemptReferences,
  ) {}

  async execute({ context, cycle, teacher, sheet }: RecordPaperAnswers) {
    const { tenant } = context;
    const { measure, occasion, instrument, version: sheetVersion, answers } = sheet;
    const at = instant(Date.parse(sheet.occurredAt));
    const attempt = attemptIdOf(tenant, cycle, teacher, measure, occasion);
    const design = await this.references.design(tenant, cycle);
    const person = await this.references.person(tenant, teacher);
    const drawnFor = await this.references.drawnFor(tenant, cycle, teacher, person, measure, occasion);
    const ref = instrumentFor(design, drawnFor, measure, occasion);
    const [participation, begunAsOther, version, registered, equated] = await Promise.all([
      this.references.participation(tenant, cycle, teacher, person),
      this.references.begunAsOther(tenant, cycle, teacher, person, measure, occasion),
      this.references.version(tenant, ref),
      this.streams.state(teacherDecider, teacherStream(tenant, teacher)),
      measure === 'test' ? this.references.equated(tenant, cycle, ref) : undefined,
    ]);
    if (registered.status === 'none') return refuse('teacher-unknown', { teacher });
    const window = await this.references.window(tenant, design, occasion, teacher, participation);
    const command = { attempt, teacher, cycle, occasion, answers, sheet: { instrument, version: sheetVersion }, at };
    const educationLevel = mainAssignment(registered.assignments)?.educationLevel;
    const executed = await this.streams.execute(
      { ...context, occurredAt: at },
      attemptDecider,
      attemptStream(tenant, cycle, attempt),
      (state) => {
        checkKnown(registered);
        return recordOnPaper(command, state, {
          version,
          design,
          educationLevel,
          equated,
          participation,
          begunAsOther,
          window: openAt(window, at),
        });
      },
      { subject: teacher, cycle },
    );
    return { attempt, executed };
  }
}
