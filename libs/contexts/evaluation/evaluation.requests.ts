import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { InstrumentRef } from '#libs/contexts/rollout';
import { ReadRequest } from '#libs/http';
import {
  BREAKDOWNS,
  CROSSINGS,
  DIMENSIONS,
  type ChangeHint,
  type BreakdownDimension,
  type Crossing,
  type Dimension,
  type GapDimension,
  type MeasureKind,
} from './queries/answers.js';
import { LABEL } from './use-cases/requests.js';

export class ResearchRecordsRequest extends ReadRequest {
  @ApiProperty({
    description: 'Label of the study: people and schools have other codes in each, so that no two studies can be joined.',
    example: 'retention-2024',
  })
  @IsString()
  @MaxLength(40)
  @Matches(LABEL)
  study: string;

  @ApiPropertyOptional({ enum: ['csv', 'ndjson'], default: 'csv' })
  @IsOptional()
  @IsIn(['csv', 'ndjson'])
  format: 'csv' | 'ndjson' = 'csv';
}

export class ReleaseFileRequest extends ReadRequest {
  @ApiPropertyOptional({ enum: ['csv', 'json'], default: 'csv' })
  @IsOptional()
  @IsIn(['csv', 'json'])
  format: 'csv' | 'json' = 'csv';
}

export class DashboardRequest extends ReadRequest {}

export class FunnelRequest extends ReadRequest {
  @ApiPropertyOptional({ enum: [...DIMENSIONS, ...CROSSINGS], description: 'What people are grouped by; nothing unless told.' })
  @IsOptional()
  @IsIn([...DIMENSIONS, ...CROSSINGS])
  by?: Dimension | Crossing;

  @ApiPropertyOptional({
    enum: ['country', 'regional'],
    default: 'country',
    description: 'Sectors and education levels by the country’s own codes, or by those that countries share.',
  })
  @IsOptional()
  @IsIn(['country', 'regional'])
  codes: 'country' | 'regional' = 'country';
}

const GAP_DIMENSIONS: readonly GapDimension[] = [
  'region',
  'sector',
  'educationLevel',
  'rurality',
  'gender',
  'regionalSector',
  'isced',
];

export class GapHeatMapRequest extends ReadRequest {
  @ApiPropertyOptional({ enum: GAP_DIMENSIONS, default: 'region', description: 'Rows of the map.' })
  @IsOptional()
  @IsIn(GAP_DIMENSIONS)
  by: GapDimension = 'region';
}

export class BreakdownRequest extends ReadRequest {
  @ApiProperty({ enum: BREAKDOWNS, description: 'What people are grouped by.' })
  @IsIn(BREAKDOWNS)
  by: BreakdownDimension;
}

const REF = /^([a-z0-9][a-z0-9-]{0,60})@([1-9]\d{0,5})$/;
const refOf = (text: string): InstrumentRef | undefined => {
  const match = REF.exec(text);
  return match?.[1] ? { instrument: match[1], version: Number(match[2]) } : undefined;
};
export const refFrom = (text: string | undefined): InstrumentRef | undefined => (text === undefined ? undefined : refOf(text));

export class GainRequest extends ReadRequest {
  @ApiPropertyOptional({ description: 'Instrument and version of the first result.', example: 'test-form-a@1' })
  @IsOptional()
  @Matches(REF)
  pre?: string;

  @ApiPropertyOptional({ description: 'Instrument and version of the last result.', example: 'test-form-b@1' })
  @IsOptional()
  @Matches(REF)
  post?: string;

  @ApiPropertyOptional({ enum: ['self-rating', 'test'], default: 'test' })
  @IsOptional()
  @IsIn(['self-rating', 'test'])
  measure?: MeasureKind;

  @ApiPropertyOptional({ description: 'Name of its scale; the one that the cycle’s instruments have unless told.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  scale?: string;

  @ApiPropertyOptional({ enum: ['self-rating', 'test'], description: 'Measure of the last result; the same unless told.' })
  @IsOptional()
  @IsIn(['self-rating', 'test'])
  otherMeasure?: MeasureKind;

  @ApiPropertyOptional({ description: 'Scale of the last result; the same unless told.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  otherScale?: string;
}

const DOCUMENTS: readonly ChangeHint['document'][] = [
  'dashboard',
  'funnel',
  'gap-heat-map',
  'school-participation',
  'data-state',
];

export class ChangesRequest {
  @ApiPropertyOptional({ enum: DOCUMENTS, default: 'dashboard', description: 'The document that the page shows.' })
  @IsOptional()
  @IsIn(DOCUMENTS)
  document: ChangeHint['document'] = 'dashboard';

  @ApiPropertyOptional({
    description: 'Id of the last event that was seen, where the Last-Event-ID header cannot be sent.',
    example: 'cl.1.000000000042',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  since?: string;
}
