import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { countryFactsOf } from '../country.js';
import { cycleDecider, cycleStream, planCycle } from '../cycle.js';
import type { CycleDesign, Localised, Purpose, Stage, StageWindow } from '../rollout.events.js';
import { RolloutReferences } from './references.js';
import { IsDateOrMoment, IsTargets, IsText, LABEL, momentOf } from './requests.js';

export const STAGES = ['self-assessment', 'learning', 'evaluation'] as const satisfies readonly Stage[];
export const PURPOSES = ['take-part', 'programme-statistics', 'research'] as const satisfies readonly Purpose[];

const DATE = 'A date in the country’s zone, or an RFC 3339 time.';

export class StageRequest {
  @ApiProperty({ enum: STAGES })
  @IsIn(STAGES)
  stage: Stage;

  @ApiProperty({ description: `${DATE} A date opens with its first moment.`, example: '2023-05-08' })
  @IsDateOrMoment()
  opens: string;

  @ApiProperty({ description: `${DATE} A date closes with its last moment.`, example: '2023-06-09' })
  @IsDateOrMoment()
  closes: string;

  @ApiProperty({ description: 'Until then what is handed in counts and is flagged late.', example: '2023-06-16' })
  @IsDateOrMoment()
  graceUntil: string;
}

export class RegionalWindowRequest extends StageRequest {
  @ApiProperty({ description: 'ISO 3166-2.', example: ['CL-AI', 'CL-MA'], type: [String] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @Matches(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, { each: true })
  regions: string[];
}

export class InstrumentRequest {
  @ApiProperty({ example: 'self-rating-22' })
  @IsString()
  @MaxLength(60)
  @Matches(LABEL)
  instrument: string;

  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(1)
  version: number;
}

export class FrameworkRequest {
  @ApiProperty({ example: 'digcompedu-2017' })
  @IsString()
  @MaxLength(60)
  @Matches(LABEL)
  framework: string;

  @ApiProperty({ example: '1' })
  @IsString()
  @MaxLength(20)
  @Matches(LABEL)
  version: string;
}

export class ConsentPurposeRequest {
  @ApiProperty({ enum: PURPOSES })
  @IsIn(PURPOSES)
  purpose: Purpose;

  @ApiProperty()
  @IsBoolean()
  required: boolean;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  @IsText()
  text: Localised;
}

export class ConsentTextRequest {
  @ApiProperty({ example: '1' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  version: string;

  @ApiProperty({
    description: 'The text that teachers agree to, in every language of the country.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { es: 'Participo voluntariamente …' },
  })
  @IsText()
  text: Localised;

  @ApiPropertyOptional({ type: [ConsentPurposeRequest] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3)
  @ValidateNested({ each: true })
  @Type(() => ConsentPurposeRequest)
  purposes?: ConsentPurposeRequest[];
}

export class TargetProfileRequest {
  @ApiProperty({ example: '2023-1' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  version: string;

  @ApiProperty({ example: 'Technical advisory council' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  decidedBy: string;

  @ApiProperty({
    description: 'Education level → competency → target proficiency level, 0 the lowest.',
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'integer' } },
    example: { primary: { '1.1': 3 } },
  })
  @IsTargets()
  targets: Record<string, Record<string, number>>;
}

export class GapRulesRequest {
  @ApiProperty({ example: 'gap-rules-1' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  version: string;
}

export class PathRulesRequest extends GapRulesRequest {
  @ApiProperty({ example: 3 })
  @IsInt()
  @Min(1)
  @Max(12)
  maxSteps: number;
}

export class CertificationRequest {
  @ApiProperty({ example: 'certification-1' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  version: string;

  @ApiProperty({
    description: 'The rule as teachers read it.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { en: 'Ten hours of completed courses and the final test.' },
  })
  @IsText()
  note: Localised;

  @ApiProperty({ description: 'Hours of the courses completed in the cycle, together.', example: 10 })
  @IsInt()
  @Min(1)
  @Max(1_000)
  minimumHours: number;

  @ApiProperty({ description: 'Whether the final test has to be handed in, whatever its result.' })
  @IsBoolean()
  finalTest: boolean;
}

export class CycleDesignRequest {
  @ApiProperty({ type: FrameworkRequest })
  @IsObject()
  @ValidateNested()
  @Type(() => FrameworkRequest)
  framework: FrameworkRequest;

  @ApiProperty({ type: InstrumentRequest })
  @IsObject()
  @ValidateNested()
  @Type(() => InstrumentRequest)
  selfRating: InstrumentRequest;

  @ApiPropertyOptional({ description: 'Asked at the end about the time before, one item a dimension.', type: InstrumentRequest })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => InstrumentRequest)
  retrospective?: InstrumentRequest;

  @ApiProperty({ description: 'Two parallel forms; who starts with which is drawn.', type: [InstrumentRequest] })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(2)
  @ValidateNested({ each: true })
  @Type(() => InstrumentRequest)
  testForms: [InstrumentRequest, InstrumentRequest];

  @ApiProperty({ description: 'Seed of that draw.', example: '2023' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  formSeed: string;

  @ApiProperty({ type: [StageRequest] })
  @IsArray()
  @ArrayMinSize(3)
  @ArrayMaxSize(3)
  @ValidateNested({ each: true })
  @Type(() => StageRequest)
  stages: StageRequest[];

  @ApiPropertyOptional({ description: 'Regions with another window from the start.', type: [RegionalWindowRequest] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => RegionalWindowRequest)
  regionalWindows?: RegionalWindowRequest[];

  @ApiProperty({ type: ConsentTextRequest })
  @IsObject()
  @ValidateNested()
  @Type(() => ConsentTextRequest)
  consent: ConsentTextRequest;

  @ApiProperty({ type: TargetProfileRequest })
  @IsObject()
  @ValidateNested()
  @Type(() => TargetProfileRequest)
  targetProfile: TargetProfileRequest;

  @ApiProperty({ type: GapRulesRequest })
  @IsObject()
  @ValidateNested()
  @Type(() => GapRulesRequest)
  gapRules: GapRulesRequest;

  @ApiProperty({ type: PathRulesRequest })
  @IsObject()
  @ValidateNested()
  @Type(() => PathRulesRequest)
  pathRules: PathRulesRequest;

  @ApiPropertyOptional({ description: 'Teachers the cycle wants to reach.', example: 1000 })
  @IsOptional()
  @IsInt()
  @Min(1)
  target?: number;

  @ApiPropertyOptional({
    description: 'What makes a participation a certified one; nobody is certified in a cycle without it.',
    type: CertificationRequest,
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CertificationRequest)
  certification?: CertificationRequest;
}

export class PlanCycleRequest {
  @ApiProperty({ description: 'Label of the cycle; unique in the country.', example: '2023' })
  @IsString()
  @MaxLength(20)
  // No underscore: in stream names it stands for the hyphen, and two labels must never share one.
  @Matches(/^[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*$/)
  cycle: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { es: 'Ciclo 2023', en: 'Cycle 2023' } })
  @IsText()
  title: Localised;

  @ApiProperty({ type: CycleDesignRequest })
  @IsObject()
  @ValidateNested()
  @Type(() => CycleDesignRequest)
  design: CycleDesignRequest;
}

/** A cycle is designed; dates of its windows may still be bare dates of the country's calendar. */
export class PlanCycle extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly title: Localised,
    readonly design: CycleDesign,
  ) {
    super();
  }
}

@CommandHandler(PlanCycle)
export class PlanCycleHandler implements ICommandHandler<PlanCycle> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, cycle, title, design: asked }: PlanCycle): Promise<Executed> {
    const country = await this.references.country(context.tenant);
    const { timeZone, languages } = countryFactsOf(country);
    const inTime = <Window extends StageWindow>(window: Window, field: string): Window => ({
      ...window,
      opens: momentOf(window.opens, 'opens', timeZone, `${field}/opens`),
      closes: momentOf(window.closes, 'closes', timeZone, `${field}/closes`),
      graceUntil: momentOf(window.graceUntil, 'closes', timeZone, `${field}/graceUntil`),
    });
    const design = plain({
      ...asked,
      stages: asked.stages.map((window, index) => inTime(window, `/design/stages/${index}`)),
      regionalWindows: asked.regionalWindows?.map((window, index) => inTime(window, `/design/regionalWindows/${index}`)),
    });
    const references = {
      framework: await this.references.framework(context.tenant, design.framework),
      languages,
      educationLevels: country.pack?.educationLevels.map(({ code }) => code),
      regions: country.pack?.regions.map(({ code }) => code),
    };
    return this.streams.execute(context, cycleDecider, cycleStream(context.tenant, cycle), (state) =>
      planCycle({ cycle, title, design }, state, references),
    );
  }
}

/** Requests come as instances of their classes; what is stored is plain JSON. */
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
