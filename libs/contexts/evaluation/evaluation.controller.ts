import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Body, Controller, Get, Param, Post, Query as Parameters, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { CommandContext } from '#libs/commanding';
import {
  AlikeForAll,
  Allow,
  Command,
  CycleParam,
  PageRequest,
  Query,
  Reads,
  teacherOf,
  Written,
  type CallerRequest,
  type QueryContext,
} from '#libs/http';
import { refuse } from '#libs/kernel';
import { ChangeStreams } from './changes.js';
import {
  BreakdownRequest,
  ChangesRequest,
  DashboardRequest,
  ReleaseFileRequest,
  FunnelRequest,
  GainRequest,
  GapHeatMapRequest,
  ResearchRecordsRequest,
  refFrom,
} from './evaluation.requests.js';
import { releaseCsv, releaseJson } from './release-file.js';
import type { IndicatorsAnswer } from './queries/answers.js';
import { BreakdownBy } from './queries/breakdown.js';
import { CohortReader } from './queries/cohort-reader.js';
import { Coverage } from './queries/coverage.js';
import { Dashboard } from './queries/dashboard.js';
import { DataState } from './queries/data-state.js';
import { INDICATORS } from './queries/definitions.js';
import { Evaluation } from './queries/evaluation.js';
import { Funnel } from './queries/funnel.js';
import { Gain } from './queries/gain.js';
import { GapHeatMap } from './queries/gap-heat-map.js';
import { MyCertification } from './queries/my-certification.js';
import { NeedAgainstOffer } from './queries/need-against-offer.js';
import { Persons } from './queries/persons.js';
import { ReleaseDrafts } from './queries/release-draft.js';
import { Releases } from './queries/releases.js';
import { ResearchRecords } from './queries/research-records.js';
import { SchoolParticipation } from './queries/school-participation.js';
import { PublishRelease, PublishReleaseRequest } from './use-cases/publish-release.js';
import { RegisterAnalysisPlan, RegisterAnalysisPlanRequest } from './use-cases/register-analysis-plan.js';

@ApiTags('evaluation')
@ApiBearerAuth()
@Controller('v1/:tenant/cycles/:cycle')
export class EvaluationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly streams: ChangeStreams,
    private readonly cohort: CohortReader,
    private readonly records: ResearchRecords,
    private readonly drafts: ReleaseDrafts,
  ) {}

  @Get('funnel')
  @Allow('coordinator', 'evaluator', 'regional-officer')
  @Reads('cohort')
  @AlikeForAll()
  @ApiOperation({ summary: 'How many teachers went how far, step by step. Counts of people.' })
  funnel(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() { by, codes }: FunnelRequest) {
    return this.queries.execute(new Funnel(query.tenant, cycle, by ?? null, codes));
  }

  @Get('dashboard')
  @Allow('coordinator', 'evaluator', 'regional-officer')
  @Reads('cohort')
  @AlikeForAll()
  @ApiOperation({
    summary: 'Reached and trained against the target; results before and after, and what changed; small groups withheld.',
  })
  dashboard(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() _: DashboardRequest) {
    return this.queries.execute(new Dashboard(query.tenant, cycle));
  }

  @Get('gap-heat-map')
  @Allow('coordinator', 'evaluator', 'regional-officer')
  @Reads('cohort')
  @AlikeForAll()
  @ApiOperation({ summary: 'Levels missing to the target, by group and competency; small groups withheld.' })
  gapHeatMap(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() { by }: GapHeatMapRequest) {
    return this.queries.execute(new GapHeatMap(query.tenant, cycle, by));
  }

  @Get('need-against-offer')
  @Allow('coordinator', 'evaluator', 'regional-officer')
  @Reads('cohort', 'offerings', 'courses')
  @ApiOperation({
    summary:
      'Competency by competency, in the country and region by region: teachers below what is expected, against courses and seats.',
  })
  needAgainstOffer(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() _: DashboardRequest) {
    return this.queries.execute(new NeedAgainstOffer(query.tenant, cycle));
  }

  @Get('school-participation')
  @Allow('coordinator', 'evaluator', 'school-leader')
  @Reads('cohort')
  @ApiOperation({ summary: 'Participation school by school: counts, never results. A school leader sees the own school.' })
  schoolParticipation(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() page: PageRequest) {
    const { limit, cursor } = page;
    const { role, school } = query.caller;
    const only = role === 'school-leader' ? (school ?? refuse('school-not-named')) : undefined;
    return this.queries.execute(new SchoolParticipation(query.tenant, cycle, { limit, cursor }, only));
  }

  @Get('data-state')
  @Allow('coordinator', 'evaluator', 'regional-officer', 'auditor', 'operator')
  @Reads('cohort')
  @ApiOperation({ summary: 'How fresh and how complete the data are.' })
  dataState(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() _: DashboardRequest) {
    return this.queries.execute(new DataState(query.tenant, cycle));
  }

  @Get('gain')
  @Allow('coordinator', 'evaluator', 'regional-officer')
  @Reads('cohort')
  @AlikeForAll()
  @ApiOperation({ summary: 'The change of those measured twice on one measure and one scale; refused between two.' })
  gain(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() asked: GainRequest) {
    const { measure, scale, otherMeasure, otherScale } = asked;
    return this.queries.execute(
      new Gain(query.tenant, cycle, {
        pre: refFrom(asked.pre),
        post: refFrom(asked.post),
        measure,
        scale,
        otherMeasure,
        otherScale,
      }),
    );
  }

  @Get('breakdown')
  @Allow('coordinator', 'evaluator', 'regional-officer')
  @Reads('cohort')
  @AlikeForAll()
  @ApiOperation({ summary: 'Participation, completion, parity and results by one dimension; small groups withheld.' })
  breakdown(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() { by }: BreakdownRequest) {
    return this.queries.execute(new BreakdownBy(query.tenant, cycle, by));
  }

  @Get('coverage')
  @Allow('coordinator', 'evaluator', 'regional-officer')
  @Reads('cohort')
  @ApiOperation({ summary: 'Who was reached against the population and the targets, group by group. Counts of people.' })
  coverage(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() _: DashboardRequest) {
    return this.queries.execute(new Coverage(query.tenant, cycle));
  }

  @Get('persons')
  @Allow('coordinator', 'evaluator', 'regional-officer')
  @Reads('cohort')
  @ApiOperation({ summary: 'Distinct persons over the cycles up to this one, who came back, and what they had kept.' })
  persons(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() _: DashboardRequest) {
    return this.queries.execute(new Persons(query.tenant, cycle));
  }

  @Get('me/certification')
  @Allow('teacher')
  @Reads('cohort')
  @ApiOperation({ summary: 'Whether I am certified in this cycle, by which rule, and what is missing.' })
  certification(@Query() { tenant, caller }: QueryContext, @CycleParam() cycle: string, @Parameters() _: DashboardRequest) {
    return this.queries.execute(new MyCertification(tenant, cycle, teacherOf(caller)));
  }

  @Get('evaluation')
  @Allow('evaluator')
  @Reads('cohort', 'cycles', 'participations')
  @ApiOperation({ summary: 'Participant flow, effect sizes, attrition, bounds, draws: how sure the figures are.' })
  evaluation(@Query() query: QueryContext, @CycleParam() cycle: string, @Parameters() _: DashboardRequest) {
    return this.queries.execute(new Evaluation(query.tenant, cycle, query.at));
  }

  @Get('research-records')
  @Allow('evaluator')
  @Reads('cohort')
  @ApiOkResponse({
    description: 'A header line and a record a line, or one JSON object a line.',
    content: { 'text/csv': { schema: { type: 'string' } }, 'application/x-ndjson': { schema: { type: 'string' } } },
  })
  @ApiOperation({
    summary:
      'One record a person who consented to research, under codes of the study’s own. Who withdraws or is forgotten is in no later reading.',
  })
  async researchRecords(
    @Query() query: QueryContext,
    @CycleParam() cycle: string,
    @Parameters() { study, format }: ResearchRecordsRequest,
    @Res() response: Response,
  ): Promise<void> {
    const text = this.records.text(query.tenant, cycle, study, format);
    // Read before anything is sent, so that a refusal is an answer of its own.
    const first = await text.next();
    response.setHeader('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
    response.setHeader('Content-Disposition', `attachment; filename="${cycle}-${study}.${format}"`);
    response.setHeader('Cache-Control', 'no-store');
    const pieces = async function* () {
      if (first.done !== true) yield first.value;
      yield* text;
    };
    try {
      await pipeline(Readable.from(pieces()), response);
    } catch (error) {
      // Who asked has gone: nobody is there to be told, and nothing was written that could be lost.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  }

  @Post('analysis-plans')
  @Allow('evaluator')
  @ApiOperation({
    summary: 'Lay down which measures and groups will be compared; what no plan named before the final window is exploratory.',
  })
  async registerAnalysisPlan(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @Body() plan: RegisterAnalysisPlanRequest,
  ) {
    return new Written({ plan: plan.plan }, await this.commands.execute(new RegisterAnalysisPlan(context, cycle, plan)));
  }

  @Get('release-preview')
  @Allow('coordinator')
  @Reads('cohort')
  @ApiOperation({
    summary:
      'What publishing would do now: what goes out, how many figures are suppressed, what would be held back, and whether it can be.',
  })
  releasePreview(@Query() { tenant }: QueryContext, @CycleParam() cycle: string, @Parameters() _: DashboardRequest) {
    return this.drafts.preview(tenant, cycle);
  }

  @Post('releases')
  @Allow('coordinator')
  @Reads('cohort')
  @ApiOperation({
    summary:
      'Publish the cycle’s aggregates to the outside as they stand: small groups suppressed, nothing that an earlier release would give away. Never changed afterwards.',
  })
  async publishRelease(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() asked: PublishReleaseRequest) {
    return new Written({ cycle, release: asked.release }, await this.commands.execute(new PublishRelease(context, cycle, asked)));
  }

  @Get('changes')
  @Allow('coordinator', 'evaluator', 'regional-officer', 'school-leader', 'auditor', 'operator')
  @ApiProduces('text/event-stream')
  @ApiOperation({
    summary:
      'Hints that a document has changed, at most one a second (Server-Sent Events). With Last-Event-ID it goes on behind that event: `change` where something was missed, `here` where nothing was, `anew` where the id means nothing here.',
  })
  async changes(
    @Query() query: QueryContext,
    @CycleParam() cycle: string,
    @Parameters() { document, since }: ChangesRequest,
    @Req() request: CallerRequest,
    @Res() response: Response,
  ): Promise<void> {
    await this.cohort.cycle(query.tenant, cycle);
    const last = request.headers['last-event-id'];
    this.streams.open(request, response, query.tenant, document, typeof last === 'string' && last !== '' ? last : since);
  }
}

@ApiTags('evaluation')
@ApiBearerAuth()
@Controller('v1/:tenant/releases')
export class ReleasesController {
  constructor(private readonly releases: Releases) {}

  @Get()
  @Allow('coordinator', 'evaluator', 'regional-officer', 'partner')
  @Reads('releases')
  @ApiOperation({ summary: 'What was published about the country’s cycles, the newest first.' })
  list(@Query() { tenant }: QueryContext, @Parameters() page: PageRequest) {
    return this.releases.list(tenant, page);
  }

  @Get(':cycle/:release')
  @Allow('coordinator', 'evaluator', 'regional-officer', 'partner')
  @Reads('releases')
  @ApiOperation({ summary: 'One release, as it was published.' })
  one(
    @Query() { tenant }: QueryContext,
    @CycleParam() cycle: string,
    @Param('release') release: string,
    @Parameters() _: DashboardRequest,
  ) {
    return this.releases.one(tenant, cycle, release);
  }

  @Get(':cycle/:release/file')
  @Allow('coordinator', 'evaluator', 'regional-officer', 'partner')
  @Reads('releases')
  @ApiOkResponse({
    description: 'One figure a row, or one JSON document with the same rows; invented data say so in each.',
    content: { 'text/csv': { schema: { type: 'string' } }, 'application/json': { schema: { type: 'object' } } },
  })
  @ApiOperation({ summary: 'One release as a file for programs.' })
  async file(
    @Query() { tenant }: QueryContext,
    @CycleParam() cycle: string,
    @Param('release') release: string,
    @Parameters() { format }: ReleaseFileRequest,
    @Res() response: Response,
  ): Promise<void> {
    const document = await this.releases.one(tenant, cycle, release);
    const invented = document.content.simulated ? '-datos-simulados' : '';
    response.setHeader(
      'Content-Disposition',
      `attachment; filename="cordillera-${tenant}-${document.cycle}-${document.release}${invented}.${format}"`,
    );
    if (format === 'csv') response.setHeader('Content-Type', 'text/csv; charset=utf-8').send(releaseCsv(tenant, document));
    else response.json(releaseJson(tenant, document));
  }
}

@ApiTags('evaluation')
@ApiBearerAuth()
@Controller('v1/:tenant/indicators')
export class IndicatorsController {
  @Get()
  @Allow('coordinator', 'evaluator', 'regional-officer', 'auditor', 'operator')
  @ApiOperation({ summary: 'What the figures are: numerator, denominator, interval and source of each, by id and version.' })
  indicators(): IndicatorsAnswer {
    return { items: INDICATORS };
  }
}
