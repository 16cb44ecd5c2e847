import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { createdIdOf } from '#libs/kernel';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import { countryFactsOf } from '../country.js';
import type { SchoolDocument } from '../projections/schools.projection.js';
import { carryOutReclassification, postponeReclassification, reclassifySchool, schoolDecider, schoolStream } from '../school.js';
import { furthest, inLanes } from './lanes.js';
import { RolloutReferences } from './references.js';
import { IsDateOrMoment, momentOf } from './requests.js';

export class ReclassificationRequest {
  @ApiProperty({ description: 'A sector of the country’s own.', example: 'slep' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  to: string;

  @ApiProperty({
    description: 'The first day in the new sector, or an RFC 3339 time. To come: it is planned.',
    example: '2024-01-01',
  })
  @IsDateOrMoment()
  effectiveOn: string;

  @ApiProperty({ description: 'Why; part of the record.', example: 'Transfer to the local education service.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  reason: string;
}

export class PostponementRequest {
  @ApiPropertyOptional({ description: 'Until then; without it the move has to be planned anew.', example: '2025-01-01' })
  @IsOptional()
  @IsDateOrMoment()
  until?: string;

  @ApiProperty({ example: 'The council asked for another year.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  reason: string;
}

/** A school moves to another sector from a day on; a day to come is a plan. */
export class ReclassifySchool extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly code: string,
    readonly asked: ReclassificationRequest,
  ) {
    super();
  }
}

@CommandHandler(ReclassifySchool)
export class ReclassifySchoolHandler implements ICommandHandler<ReclassifySchool> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, code, asked: { to, effectiveOn, reason } }: ReclassifySchool): Promise<Executed> {
    const { tenant, at } = context;
    const country = await this.references.country(tenant);
    await this.references.checkCodes(tenant, { code, name: '', sector: to });
    const effectiveAt = momentOf(effectiveOn, 'opens', countryFactsOf(country).timeZone, '/effectiveOn');
    return this.streams.execute(context, schoolDecider, schoolStream(tenant, code), (school) =>
      reclassifySchool({ code, to, effectiveAt, reason, at }, school),
    );
  }
}

export class PostponeReclassification extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly code: string,
    readonly asked: PostponementRequest,
  ) {
    super();
  }
}

@CommandHandler(PostponeReclassification)
export class PostponeReclassificationHandler implements ICommandHandler<PostponeReclassification> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, code, asked: { until, reason } }: PostponeReclassification): Promise<Executed> {
    const { tenant, at } = context;
    const { timeZone } = countryFactsOf(await this.references.country(tenant));
    const effectiveAt = until === undefined ? undefined : momentOf(until, 'opens', timeZone, '/until');
    return this.streams.execute(context, schoolDecider, schoolStream(tenant, code), (school) =>
      postponeReclassification({ code, effectiveAt, reason, at }, school),
    );
  }
}

/** Every planned move whose time has come is carried out; again it finds none. */
export class CarryOutReclassifications extends Command<{
  readonly schools: readonly string[];
  readonly executed: Pick<Executed, 'revision' | 'position' | 'repeated'>;
}> {
  constructor(readonly context: CommandContext) {
    super();
  }
}

@CommandHandler(CarryOutReclassifications)
export class CarryOutReclassificationsHandler implements ICommandHandler<CarryOutReclassifications> {
  constructor(
    private readonly streams: Streams,
    @Inject(READ_STORE) private readonly documents: ReadStore,
  ) {}

  async execute({ context }: CarryOutReclassifications) {
    const { tenant, at } = context;
    const planned = await findEvery<SchoolDocument>(this.documents, tenant, 'schools', { filter: { plannedFor: { to: at } } });
    const due = planned.map(({ code }) => code);
    const executed = await inLanes(due, (code) =>
      this.streams.execute(
        { ...context, commandId: createdIdOf(context.commandId, code), ifMatch: undefined },
        schoolDecider,
        schoolStream(tenant, code),
        (school) => carryOutReclassification({ at }, school),
      ),
    );
    return {
      schools: due.filter((_, index) => (executed[index]?.events.length ?? 0) > 0),
      executed: { revision: -1, position: furthest(executed.map(({ position }) => position)), repeated: false },
    };
  }
}
