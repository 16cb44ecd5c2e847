import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { cycleDecider, cycleStream } from '#libs/contexts/rollout';
import { refuse } from '#libs/kernel';
import type { Allocation, Modality, OfferingOpened, PriorityCriterion } from '../learning.events.js';
import { offeringDecider, offeringStream, openOffering } from '../offering.js';
import { LearningReferences, learningWindow } from './references.js';
import { ID } from './register-course.js';

/** RFC 3339, UTC, milliseconds: the one form that instants have here, so that they sort as text. */
export const INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const RULES: readonly Allocation[] = ['first-come', 'lottery', 'priority'];
const CRITERIA: PriorityCriterion[] = ['largest-gap', 'rural-school', 'never-trained'];
export const MOMENT = { example: '2023-07-17T04:00:00.000Z', format: 'date-time' } as const;

export class EnrolmentPeriodRequest {
  @ApiProperty(MOMENT)
  @Matches(INSTANT)
  opens: string;

  @ApiProperty(MOMENT)
  @Matches(INSTANT)
  closes: string;
}

export class OpenOfferingRequest {
  @ApiProperty({ example: 'cl-05-2023-national', pattern: ID.source })
  @Matches(ID)
  offering: string;

  @ApiProperty({ example: 'cl-05' })
  @Matches(ID)
  course: string;

  @ApiProperty({ enum: ['distance', 'hybrid', 'in-class'] })
  @IsIn(['distance', 'hybrid', 'in-class'])
  modality: Modality;

  @ApiProperty(MOMENT)
  @Matches(INSTANT)
  starts: string;

  @ApiProperty(MOMENT)
  @Matches(INSTANT)
  ends: string;

  @ApiPropertyOptional({ example: 'CL-BI', description: 'ISO 3166-2; national where absent.' })
  @IsOptional()
  @Matches(/^[A-Z]{2}-[0-9A-Z]{1,3}$/)
  region?: string;

  @ApiPropertyOptional({ type: () => EnrolmentPeriodRequest, description: 'When seats can be asked for.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => EnrolmentPeriodRequest)
  enrolment?: EnrolmentPeriodRequest;

  @ApiProperty({ type: 'integer', nullable: true, minimum: 1, description: 'Seats; null where there is no limit.' })
  @ValidateIf((request: OpenOfferingRequest) => request.seats !== null)
  @IsInt()
  @Min(1)
  @Max(5000)
  seats: number | null;

  @ApiProperty({ enum: RULES, description: 'The rule by which limited seats are given.' })
  @IsIn(RULES)
  allocation: Allocation;

  @ApiPropertyOptional({
    enum: CRITERIA,
    isArray: true,
    description: 'With the rule `priority`: who comes first, the strongest criterion first; ties are broken by lot.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(CRITERIA.length)
  @IsIn(CRITERIA, { each: true })
  criteria?: PriorityCriterion[];

  @ApiPropertyOptional({
    ...MOMENT,
    description: 'Until when a freed seat goes to the next on the list; half of the course unless told.',
  })
  @IsOptional()
  @Matches(INSTANT)
  movesUntil?: string;
}

export class OpenOffering extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly offering: Omit<OfferingOpened['data'], 'cycle'>,
  ) {
    super();
  }
}

@CommandHandler(OpenOffering)
export class OpenOfferingHandler implements ICommandHandler<OpenOffering> {
  constructor(
    private readonly streams: Streams,
    private readonly references: LearningReferences,
  ) {}

  async execute({ context, cycle, offering }: OpenOffering): Promise<Executed> {
    const { tenant } = context;
    // Offerings are announced before a cycle opens, and go on being added while it runs.
    const { design, status } = await this.streams.state(cycleDecider, cycleStream(tenant, cycle));
    if (!design) return refuse('cycle-unknown', { cycle });
    if (status === 'closed') refuse('cycle-not-open', { cycle, status });
    await this.references.course(tenant, offering.course);
    const { course, modality, starts, ends, region, enrolment, seats, allocation, criteria, movesUntil } = offering;
    const plain: OfferingOpened['data'] = {
      offering: offering.offering,
      course,
      cycle,
      modality,
      starts,
      ends,
      region,
      enrolment: enrolment && { opens: enrolment.opens, closes: enrolment.closes },
      seats,
      allocation,
      criteria: criteria && [...criteria],
      movesUntil,
    };
    return this.streams.execute(
      context,
      offeringDecider,
      offeringStream(tenant, cycle, offering.offering),
      (state) => openOffering(plain, state, { learning: learningWindow(design) }),
      { cycle },
    );
  }
}
