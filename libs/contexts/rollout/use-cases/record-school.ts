import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import type { SchoolFacts } from '../rollout.events.js';
import { recordSchool, schoolDecider, schoolStream } from '../school.js';
import {
  ENROLMENT_LIMIT,
  NAME_LIMIT,
  ruralities,
  schoolStatuses,
  type Rurality,
  type SchoolStatus,
} from '../school-register/index.js';
import { RolloutReferences } from './references.js';

export class RecordSchoolRequest {
  @ApiProperty({ example: 'Escuela Gabriela Mistral' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(NAME_LIMIT)
  name: string;

  @ApiPropertyOptional({ description: 'ISO 3166-2.', example: 'CL-RM' })
  @IsOptional()
  @Matches(/^[A-Z]{2}-[A-Z0-9]{1,3}$/)
  region?: string;

  @ApiPropertyOptional({ example: 'Santiago' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  province?: string;

  @ApiPropertyOptional({ example: '131' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  provinceCode?: string;

  @ApiPropertyOptional({ description: 'The lowest administrative unit: commune, municipality, district.', example: 'Maipú' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  municipality?: string;

  @ApiPropertyOptional({ example: '13119' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  municipalityCode?: string;

  @ApiPropertyOptional({ description: 'A sector of the country’s own.', example: 'municipal' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  sector?: string;

  @ApiPropertyOptional({ enum: ruralities })
  @IsOptional()
  @IsIn(ruralities)
  rurality?: Rurality;

  @ApiPropertyOptional({ description: 'Education levels of the country’s own.', example: ['primary'], type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  educationLevels?: string[];

  @ApiPropertyOptional({ description: 'Decimal degrees, WGS 84.', example: -33.51 })
  @IsOptional()
  @IsNumber()
  @Min(-90)
  @Max(90)
  latitude?: number;

  @ApiPropertyOptional({ example: -70.76 })
  @IsOptional()
  @IsNumber()
  @Min(-180)
  @Max(180)
  longitude?: number;

  @ApiPropertyOptional({ enum: schoolStatuses })
  @IsOptional()
  @IsIn(schoolStatuses)
  status?: SchoolStatus;

  @ApiPropertyOptional({ description: 'Pupils.', example: 412 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(ENROLMENT_LIMIT)
  enrolment?: number;
}

/** What a school is now, all of it: a fact that is left out is missing. */
export class RecordSchool extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly facts: SchoolFacts,
  ) {
    super();
  }
}

@CommandHandler(RecordSchool)
export class RecordSchoolHandler implements ICommandHandler<RecordSchool> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, facts }: RecordSchool): Promise<Executed> {
    if ((facts.latitude === undefined) !== (facts.longitude === undefined)) refuse('coordinates-incomplete', {}, '/latitude');
    await this.references.checkCodes(context.tenant, facts);
    return this.streams.execute(context, schoolDecider, schoolStream(context.tenant, facts.code), (school) =>
      recordSchool({ facts }, school),
    );
  }
}
