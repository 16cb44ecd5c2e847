import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsNotEmpty,
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
import { instrumentDecider, instrumentStream, reviseScoring } from '../instrument.js';
import { IsTextMap } from './requests.js';

export class MinimumAnsweredRequest {
  @ApiProperty({ minimum: 0, maximum: 1, example: 0.5 })
  @IsNumber()
  @Min(0)
  @Max(1)
  dimension: number;

  @ApiProperty({ minimum: 0, maximum: 1, example: 0.8 })
  @IsNumber()
  @Min(0)
  @Max(1)
  whole: number;
}

export class ScoringRequest {
  @ApiProperty({ description: 'A version that the instrument’s scoring has not had yet.', example: '2' })
  @IsString()
  @Matches(/^[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*$/)
  @MaxLength(20)
  version: string;

  @ApiPropertyOptional({
    description: 'Ratings: share of items that must be answered for a score; any answer is enough unless told.',
    type: MinimumAnsweredRequest,
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MinimumAnsweredRequest)
  minimumAnswered?: MinimumAnsweredRequest;
}

export class ReviseScoringRequest {
  @ApiProperty({ type: ScoringRequest })
  @IsObject()
  @ValidateNested()
  @Type(() => ScoringRequest)
  scoring: ScoringRequest;

  @ApiPropertyOptional({
    description: 'Tests: the right option of every item, where a key was wrong.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { 'a-01': 'b' },
  })
  @IsOptional()
  @IsTextMap()
  keys?: Record<string, string>;

  @ApiProperty({ example: 'The key of item a-07 was wrong.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  reason: string;

  @ApiProperty({ example: 'Technical advisory council' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  decidedBy: string;
}

/** From now on answers to a version count by another version of its scoring; what was scored before stays until it is scored again. */
export class ReviseScoring extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly instrument: string,
    readonly version: number,
    readonly revision: ReviseScoringRequest,
  ) {
    super();
  }
}

@CommandHandler(ReviseScoring)
export class ReviseScoringHandler implements ICommandHandler<ReviseScoring> {
  constructor(private readonly streams: Streams) {}

  execute({ context, instrument, version, revision }: ReviseScoring): Promise<Executed> {
    const { keys, reason, decidedBy } = revision;
    // Requests come as instances of their classes; what is stored is plain JSON.
    const scoring = JSON.parse(JSON.stringify(revision.scoring)) as ScoringRequest;
    return this.streams.execute(context, instrumentDecider, instrumentStream(context.tenant, instrument), (state) =>
      reviseScoring({ instrument, version, scoring, keys, reason, decidedBy }, state),
    );
  }
}
