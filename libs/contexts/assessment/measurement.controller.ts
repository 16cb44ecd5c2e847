import { Body, Controller, Get, HttpCode, Param, Post, Query as Parameters } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { LABEL } from '#libs/contexts/rollout';
import type { CommandContext } from '#libs/commanding';
import {
  Allow,
  Command,
  CycleParam,
  IdParam,
  PageRequest,
  Query,
  ReadRequest,
  Reads,
  Written,
  type QueryContext,
} from '#libs/http';
import { refuse } from '#libs/kernel';
import type { Occasion } from './assessment.events.js';
import { EquatingDecisions, Rescorings, RescoringById } from './queries/decisions.js';
import { Reliability, ThenAgainstNow } from './queries/reliability.js';
import { EquateVersions, EquateVersionsRequest } from './use-cases/equate-versions.js';
import { RescoreAttempt, RescoreAttemptRequest } from './use-cases/rescore-attempt.js';
import { RescoreVersion, RescoreVersionRequest } from './use-cases/rescore-version.js';
import { OCCASIONS } from './use-cases/requests.js';
import { ReviseScoring, ReviseScoringRequest } from './use-cases/revise-scoring.js';

export class ReliabilityRequest extends ReadRequest {
  @ApiPropertyOptional({ minimum: 1, default: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version?: number;

  @ApiPropertyOptional({ enum: OCCASIONS, default: 'baseline' })
  @IsOptional()
  @IsIn(OCCASIONS)
  occasion?: Occasion;
}

const instrumentIn = (instrument: string, version: number): string =>
  instrument.length <= 60 && LABEL.test(instrument)
    ? instrument
    : refuse('instrument-unknown', { instrument: instrument.slice(0, 60), version });

@ApiTags('measurement')
@ApiBearerAuth()
@Controller('v1/:tenant')
export class MeasurementController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('instruments/:instrument/versions/:version/scoring')
  @Allow('coordinator', 'evaluator')
  @ApiOperation({ summary: 'Revise how answers to a version of an instrument count; what was scored before stays.' })
  async revise(
    @Command() context: CommandContext,
    @Param('instrument') instrument: string,
    @Param('version') given: string,
    @Body() body: ReviseScoringRequest,
  ) {
    const version = /^[1-9]\d{0,5}$/.test(given) ? Number(given) : refuse('not-found', { what: 'version' });
    const executed = await this.commands.execute(new ReviseScoring(context, instrumentIn(instrument, version), version, body));
    return new Written({ instrument, version, scoring: body.scoring.version }, executed);
  }

  @Post('cycles/:cycle/equatings')
  @Allow('coordinator', 'evaluator')
  @ApiOperation({ summary: 'Decide how scores of the test forms are put on one scale.' })
  async equate(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() body: EquateVersionsRequest) {
    const { decision, executed } = await this.commands.execute(new EquateVersions(context, cycle, body));
    return new Written({ decision, scale: body.scale }, executed);
  }

  @Get('cycles/:cycle/equatings')
  @Allow('coordinator', 'evaluator', 'auditor')
  @ApiOperation({ summary: 'What was decided about the test forms of a cycle, oldest first: methods, samples, tables.' })
  equatings(@Query() { tenant }: QueryContext, @CycleParam() cycle: string) {
    return this.queries.execute(new EquatingDecisions(tenant, cycle));
  }

  @Post('cycles/:cycle/attempts/:attempt/rescoring')
  @HttpCode(200)
  @Allow('coordinator', 'evaluator')
  @ApiOperation({ summary: 'Score one attempt again by what holds now; the earlier result stays.' })
  async rescoreOne(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @IdParam('attempt') attempt: string,
    @Body() { reason }: RescoreAttemptRequest,
  ) {
    const executed = await this.commands.execute(new RescoreAttempt(context, cycle, attempt, reason));
    return new Written({ attempt, changed: executed.events.length > 0 }, executed);
  }

  @Post('cycles/:cycle/rescorings')
  @HttpCode(202)
  @Allow('coordinator', 'evaluator')
  @ApiOperation({ summary: 'Score every attempt on a version of an instrument again; it goes on by itself.' })
  async rescoreAll(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() body: RescoreVersionRequest) {
    const { rescoring, executed } = await this.commands.execute(new RescoreVersion(context, cycle, body));
    return new Written({ rescoring, status: 'running' }, executed);
  }

  @Get('cycles/:cycle/rescorings')
  @Allow('coordinator', 'evaluator', 'auditor')
  @Reads('rescorings')
  @ApiOperation({ summary: 'The cycle’s runs of scoring anew, the newest first: how far each is and what it changed.' })
  rescorings(@Query() { tenant }: QueryContext, @CycleParam() cycle: string, @Parameters() page: PageRequest) {
    return this.queries.execute(new Rescorings(tenant, cycle, page));
  }

  @Get('cycles/:cycle/rescorings/:id')
  @Allow('coordinator', 'evaluator', 'auditor')
  @Reads('rescorings')
  @ApiOperation({ summary: 'One run of scoring anew.' })
  rescoring(
    @Query() { tenant }: QueryContext,
    @CycleParam() cycle: string,
    @IdParam('id') id: string,
    @Parameters() _: ReadRequest,
  ) {
    return this.queries.execute(new RescoringById(tenant, cycle, id));
  }

  @Get('cycles/:cycle/instruments/:instrument/reliability')
  @Allow('evaluator')
  @Reads('measurement')
  @ApiOperation({
    summary: 'Cronbach’s α of each dimension and item statistics of a version on one occasion; small groups withheld.',
  })
  reliability(
    @Query() { tenant }: QueryContext,
    @CycleParam() cycle: string,
    @Param('instrument') instrument: string,
    @Parameters() { version = 1, occasion = 'baseline' }: ReliabilityRequest,
  ) {
    return this.queries.execute(
      new Reliability(tenant, cycle, { instrument: instrumentIn(instrument, version), version, occasion }),
    );
  }

  @Get('cycles/:cycle/then-against-now')
  @Allow('evaluator')
  @Reads('measurement')
  @ApiOperation({
    summary: 'How teachers rate the time before, in retrospect, against how they rate themselves now; small groups withheld.',
  })
  thenAgainstNow(@Query() { tenant }: QueryContext, @CycleParam() cycle: string, @Parameters() _: ReadRequest) {
    return this.queries.execute(new ThenAgainstNow(tenant, cycle));
  }
}
