import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
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
import { refuse } from '#libs/kernel';
import { countryFactsOf } from '../country.js';
import { cycleDecider, cycleStream, repeatCycle, type Cycle } from '../cycle.js';
import { DEFAULT_CARRY_OVER, designShifted, termsShifted } from '../repeating.js';
import type { CarryOver, Localised } from '../rollout.events.js';
import { RolloutReferences } from './references.js';
import { IsDateOrMoment, IsText, momentOf } from './requests.js';

export class CarryOverRequest {
  @ApiPropertyOptional({ enum: ['nobody', 'invited', 'consented', 'trained'], default: 'consented' })
  @IsOptional()
  @IsIn(['nobody', 'invited', 'consented', 'trained'])
  invite?: CarryOver['invite'];

  @ApiPropertyOptional({ description: 'Of those, the share that is drawn.', default: 1 })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  share?: number;

  @ApiPropertyOptional({ description: 'Courses completed remain in the record and are not recommended again.', default: true })
  @IsOptional()
  @IsBoolean()
  completedCoursesCount?: boolean;

  @ApiPropertyOptional({ description: 'Who took part before is flagged a repeater.', default: true })
  @IsOptional()
  @IsBoolean()
  flagRepeaters?: boolean;
}

export class RepeatCycleRequest {
  @ApiProperty({ description: 'Label of the new cycle.', example: '2024' })
  @IsString()
  @MaxLength(20)
  @Matches(/^[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*$/)
  as: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { es: 'Ciclo 2024', en: 'Cycle 2024' },
  })
  @IsOptional()
  @IsText()
  title?: Localised;

  @ApiPropertyOptional({ description: 'Years by which every date is shifted.', default: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  years?: number;

  @ApiPropertyOptional({ description: 'The design as it was known then; as it is now where absent.', example: '2023-12-29' })
  @IsOptional()
  @IsDateOrMoment()
  asOf?: string;

  @ApiPropertyOptional({ type: CarryOverRequest })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CarryOverRequest)
  carryOver?: CarryOverRequest;
}

/** A cycle begins from an earlier one: its design with shifted windows, its calendar, eligibility and targets, and what carries over. */
export class RepeatCycle extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly from: string,
    readonly asked: RepeatCycleRequest,
  ) {
    super();
  }
}

@CommandHandler(RepeatCycle)
export class RepeatCycleHandler implements ICommandHandler<RepeatCycle> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, from, asked }: RepeatCycle): Promise<Executed> {
    const { tenant } = context;
    const country = await this.references.country(tenant);
    const { timeZone, languages } = countryFactsOf(country);
    const asOf = asked.asOf == null ? undefined : momentOf(asked.asOf, 'closes', timeZone, '/asOf');
    const earlier: Cycle =
      asOf === undefined
        ? await this.references.cycle(tenant, from)
        : await this.streams.stateAsOf(cycleDecider, cycleStream(tenant, from), asOf);
    if (!earlier.design) return refuse('cycle-unknown', { cycle: from });
    const { windowChanges: _ofThatYear, ...planned } = earlier.design;
    // A field that is null says as little as one that is left out.
    const years = asked.years ?? 1;
    const title = asked.title ?? titleOf(earlier.title, from, asked.as);
    const carryOver = Object.entries(asked.carryOver ?? {}).filter(([, value]) => value !== undefined && value !== null);
    const references = {
      framework: await this.references.framework(tenant, planned.framework),
      languages,
      educationLevels: country.pack?.educationLevels.map(({ code }) => code),
      regions: country.pack?.regions.map(({ code }) => code),
    };
    const command = {
      cycle: asked.as,
      title,
      design: designShifted(planned, { cycle: asked.as, years, zone: timeZone }),
      terms: termsShifted(earlier, years),
      repeats: {
        from,
        ...(asOf === undefined ? {} : { asOf }),
        shiftedYears: years,
        carryOver: {
          ...DEFAULT_CARRY_OVER,
          ...Object.fromEntries(carryOver),
        },
      },
    };
    return this.streams.execute(context, cycleDecider, cycleStream(tenant, asked.as), (state) =>
      repeatCycle(command, state, references),
    );
  }
}

/** Last year's title with this year's label in it, where it had one. */
const titleOf = (title: Localised, from: string, to: string): Localised =>
  Object.fromEntries(
    Object.entries(title).map(([language, text]) => [
      language,
      text.includes(from) ? text.replaceAll(from, to) : `${text} (${to})`,
    ]),
  );
