import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { SCHOOL_CODE } from '../school.js';
import { assignTeacher, teacherDecider, teacherStream, type Assignment } from '../teacher.js';
import { RolloutReferences } from './references.js';

export class AssignmentRequest {
  @ApiProperty({ description: 'Code of the school in the register.', example: '900001' })
  @IsString()
  @Matches(SCHOOL_CODE)
  school: string;

  @ApiProperty({ description: 'An education level of the country’s own.', example: 'primary' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  educationLevel: string;

  @ApiPropertyOptional({ example: 'mathematics' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  subject?: string;

  @ApiProperty({ description: 'Hours a week.', example: 30 })
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0.5)
  @Max(60)
  hours: number;
}

/** A teacher works at a school; what was said of the same school before is replaced. */
export class AssignTeacher extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly teacher: string,
    readonly assignment: Assignment,
  ) {
    super();
  }
}

@CommandHandler(AssignTeacher)
export class AssignTeacherHandler implements ICommandHandler<AssignTeacher> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, teacher, assignment }: AssignTeacher): Promise<Executed> {
    const { tenant } = context;
    await this.references.teacher(tenant, teacher);
    await this.references.checkAssignments(tenant, [assignment], () => '');
    return this.streams.execute(
      context,
      teacherDecider,
      teacherStream(tenant, teacher),
      (state) => assignTeacher(assignment, state),
      { subject: teacher },
    );
  }
}
