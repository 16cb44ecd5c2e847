import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { countryFactsOf } from '../country.js';
import { SCHOOL_CODE } from '../school.js';
import { teacherDecider, teacherStream, transferTeacher, type Assignment } from '../teacher.js';
import { AssignmentRequest } from './assign-teacher.js';
import { RolloutReferences } from './references.js';
import { IsDateOrMoment, momentOf } from './requests.js';

/** The assignment at the new school, and the school that is left. */
export class TransferRequest extends AssignmentRequest {
  @ApiProperty({ description: 'The school that is left.', example: '900002' })
  @IsString()
  @Matches(SCHOOL_CODE)
  from: string;

  @ApiPropertyOptional({
    description: 'Since when, a date of the country or an RFC 3339 time; now where absent.',
    example: '2023-08-01',
  })
  @IsOptional()
  @IsDateOrMoment()
  effectiveOn?: string;
}

/** A teacher moves from one school to another. What they did before stays counted where they did it. */
export class TransferTeacher extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly teacher: string,
    readonly from: string,
    readonly to: Assignment,
    readonly effectiveOn?: string,
  ) {
    super();
  }
}

@CommandHandler(TransferTeacher)
export class TransferTeacherHandler implements ICommandHandler<TransferTeacher> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, teacher, from, to, effectiveOn }: TransferTeacher): Promise<Executed> {
    const { tenant, at } = context;
    await this.references.teacher(tenant, teacher);
    await this.references.checkAssignments(tenant, [to], () => '');
    const { timeZone } = countryFactsOf(await this.references.country(tenant));
    const effectiveAt = effectiveOn === undefined ? at : momentOf(effectiveOn, 'opens', timeZone, '/effectiveOn');
    return this.streams.execute(
      context,
      teacherDecider,
      teacherStream(tenant, teacher),
      (state) => transferTeacher({ from, to, effectiveAt, at }, state),
      { subject: teacher },
    );
  }
}
