import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { LABEL } from '#libs/contexts/rollout';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { momentsOf } from '#libs/indicators';
import { createdIdOf } from '#libs/kernel';
import { everyPage, READ_STORE, type ReadStore } from '#libs/read-store';
import type { EquatedForm, EquatingMethod, Occasion } from '../assessment.events.js';
import { equateForms, equatingDecider, equatingStream, type FormTaken } from '../equating.js';
import type { PublishedVersion } from '../instrument.js';
import { resultKey, SHEETS, type Sheet } from '../projections/measurement.projection.js';
import { AttemptReferences } from './references.js';
import { IsConversionTables } from './requests.js';

const METHODS = [
  'identical-form',
  'random-groups-linear',
  'common-item-linear',
  'supplied-table',
] as const satisfies readonly EquatingMethod[];

export class FormRequest {
  @ApiProperty({ example: 'test-form-a' })
  @IsString()
  @MaxLength(60)
  @Matches(LABEL)
  instrument: string;

  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version: number;
}

export class EquateVersionsRequest {
  @ApiProperty({ enum: METHODS })
  @IsIn(METHODS)
  method: EquatingMethod;

  @ApiProperty({ description: 'Name of the common scale.', example: 'digital-teaching-test-common' })
  @IsString()
  @MaxLength(60)
  @Matches(LABEL)
  scale: string;

  @ApiProperty({ description: 'The forms; the first is the reference, whose raw scores are the scale’s.', type: [FormRequest] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => FormRequest)
  forms: FormRequest[];

  @ApiPropertyOptional({ description: 'Ids of the items that the forms share, for `common-item-linear`.', type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  anchors?: string[];

  @ApiPropertyOptional({ enum: ['baseline', 'final'], default: 'baseline', description: 'Whose attempts are the sample.' })
  @IsOptional()
  @IsIn(['baseline', 'final'])
  sampledOccasion?: 'baseline' | 'final';

  @ApiPropertyOptional({
    description:
      'For `supplied-table`: `<instrument>@<version>` → what each raw score is worth, in hundredths of a percent; the reference may be left out.',
    type: 'object',
    additionalProperties: {
      type: 'array',
      items: { type: 'object', properties: { raw: { type: 'integer' }, scaled: { type: 'integer' } } },
    },
    example: { 'test-form-b@1': [{ raw: 0, scaled: 0 }] },
  })
  @IsOptional()
  @IsConversionTables()
  tables?: Record<string, EquatedForm['table'] & object[]>;

  @ApiProperty({ example: 'Evaluation unit' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  decidedBy: string;

  @ApiProperty({ example: 'Form B was easier for groups drawn at random.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  reason: string;
}

/**
 * Test forms are put on one scale. The sample is whoever took a form and agreed to the programme's statistics; what was computed from it
 * stands in the decision, so that it can be checked.
 */
export class EquateVersions extends Command<{ decision: string; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly asked: EquateVersionsRequest,
  ) {
    super();
  }
}

@CommandHandler(EquateVersions)
export class EquateVersionsHandler implements ICommandHandler<EquateVersions> {
  constructor(
    private readonly streams: Streams,
    private readonly references: AttemptReferences,
    @Inject(READ_STORE) private readonly documents: ReadStore,
  ) {}

  async execute({ context, cycle, asked }: EquateVersions) {
    const { tenant } = context;
    const { method, scale, anchors = [], tables = {}, sampledOccasion = 'baseline', decidedBy, reason } = asked;
    await this.references.design(tenant, cycle);
    const versions = await Promise.all(asked.forms.map((form) => this.references.version(tenant, form)));
    const sampled = method === 'random-groups-linear' || method === 'common-item-linear';
    const forms = (
      sampled ? await this.#taken(tenant, cycle, versions, sampledOccasion, anchors) : versions.map((version) => ({ version }))
    ) as [FormTaken, ...FormTaken[]];
    const decision = createdIdOf(context.commandId, 'equating');
    const command = {
      decision,
      cycle,
      method,
      scale,
      anchors,
      tables: JSON.parse(JSON.stringify(tables)) as Record<string, EquatedForm['table']>,
      sampledOccasion,
      decidedBy,
      reason,
    };
    const executed = await this.streams.execute(
      context,
      equatingDecider,
      equatingStream(tenant, cycle),
      (equating) => equateForms(command, equating, forms),
      { cycle },
    );
    return { decision, executed };
  }

  /** Scores of a form and of its anchors, both in hundredths of a percent. */
  async #taken(
    tenant: string,
    cycle: string,
    versions: readonly PublishedVersion[],
    occasion: Occasion,
    anchors: readonly string[],
  ): Promise<FormTaken[]> {
    const scores = versions.map((): { score: number; anchor: number }[] => []);
    const places = versions.map(({ items }) => anchors.map((anchor) => items.findIndex(({ id }) => id === anchor)));
    for await (const page of everyPage(this.documents, tenant, SHEETS, { filter: { cycle } }))
      for (const { document } of page) {
        const sheet = document as unknown as Sheet;
        const result = sheet.statistics ? sheet.results[resultKey('test', occasion)] : undefined;
        const form = versions.findIndex(
          ({ instrument, version }) => instrument === result?.instrument && version === result.version,
        );
        const marks = result?.marks;
        if (form < 0 || !marks) continue;
        const right = (of: readonly number[]): number => of.reduce((sum, place) => sum + (marks[place] ?? 0), 0);
        const own = places[form] ?? [];
        const score = (10_000 * right(marks.map((_, place) => place))) / marks.length;
        scores[form]?.push({ score, anchor: own.length === 0 ? 0 : (10_000 * right(own)) / own.length });
      }
    return versions.map((version, form) => {
      const taken = scores[form] ?? [];
      return taken.length === 0 ? { version } : { version, moments: momentsOf(taken) };
    });
  }
}
