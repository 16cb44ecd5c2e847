import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { KEY_STORE, type KeyStore } from '#libs/privacy';
import { normaliseNationalId } from '../national-id.js';
import { registerTeacher, teacherDecider, teacherStream, type Assignment } from '../teacher.js';
import { AssignmentRequest } from './assign-teacher.js';
import { RolloutReferences } from './references.js';

export const GENDERS = ['female', 'male', 'other'] as const;
export type Gender = (typeof GENDERS)[number];

export class RegisterTeacherRequest {
  @ApiProperty({
    description: 'The national id (RUT, cédula). It finds the person again in the vault and is stored nowhere.',
    example: '12.345.678-5',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  nationalId: string;

  @ApiProperty({ example: 'Rosa' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  givenName: string;

  @ApiProperty({ example: 'Fuentes Araya' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  familyName: string;

  @ApiPropertyOptional({ example: 'rosa.fuentes@example.org' })
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ enum: GENDERS })
  @IsOptional()
  @IsIn(GENDERS)
  gender?: Gender;

  @ApiPropertyOptional({ example: 1981 })
  @IsOptional()
  @IsInt()
  @Min(1900)
  @Max(2100)
  birthYear?: number;

  @ApiPropertyOptional({ type: [AssignmentRequest] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => AssignmentRequest)
  assignments?: AssignmentRequest[];
}

/** What is personal about a teacher; sealed with their key before it is stored. */
export interface Identity {
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
}

export class RegisterTeacher extends Command<{ teacher: string; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly nationalId: string,
    readonly identity: Identity,
    readonly facts: { readonly gender?: Gender; readonly birthYear?: number },
    readonly assignments: readonly Assignment[],
  ) {
    super();
  }
}

@CommandHandler(RegisterTeacher)
export class RegisterTeacherHandler implements ICommandHandler<RegisterTeacher> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
  ) {}

  async execute({ context, nationalId, identity, facts, assignments }: RegisterTeacher) {
    const { tenant } = context;
    const { pack } = await this.references.country(tenant);
    const normalised = normaliseNationalId(nationalId, pack?.nationalIdRule);
    await this.references.checkAssignments(tenant, assignments, (index) => `/assignments/${index}`);
    // Last of all that can be refused: the vault keeps no pseudonym for a registration that is none.
    const { pseudonym: teacher } = await this.keys.enrol(tenant, normalised);
    const executed = await this.streams.execute(
      context,
      teacherDecider,
      teacherStream(tenant, teacher),
      (state) => registerTeacher({ teacher, identity, ...facts, assignments }, state),
      { subject: teacher },
    );
    return { teacher, executed };
  }
}
