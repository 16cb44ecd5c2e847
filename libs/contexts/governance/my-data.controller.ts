import { Body, Controller, Get, HttpCode, Post, Query as QueryString } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, IdParam, Query, ReadRequest, Reads, teacherOf, Written, type QueryContext } from '#libs/http';
import { MyDataRequests } from './queries/data-requests.js';
import { MyRecord } from './queries/my-record.js';
import { ConfirmErasure } from './use-cases/confirm-erasure.js';
import { RequestCorrection, RequestCorrectionRequest } from './use-cases/request-correction.js';
import { RequestErasure } from './use-cases/request-erasure.js';
import { WithdrawErasure } from './use-cases/withdraw-erasure.js';

@ApiTags('my data')
@ApiBearerAuth()
@Controller('v1/:tenant/me')
export class MyDataController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('record')
  @Allow('teacher')
  @Reads('teachers', 'participations', 'attempts', 'paths', 'enrolments', 'cohort', 'data-requests')
  @ApiOperation({ summary: 'Everything that is stored about me, over all cycles, and who has read who I am.' })
  record(@Query() { tenant, caller, at }: QueryContext, @QueryString() _read: ReadRequest) {
    return this.queries.execute(new MyRecord(tenant, teacherOf(caller), at));
  }

  @Get('requests')
  @Allow('teacher')
  @Reads('data-requests', 'teachers')
  @ApiOperation({ summary: 'What I asked about my own data, and what I was told.' })
  async requests(@Query() { tenant, caller }: QueryContext, @QueryString() _read: ReadRequest) {
    return { items: await this.queries.execute(new MyDataRequests(tenant, teacherOf(caller))) };
  }

  @Post('corrections')
  @Allow('teacher')
  @ApiOperation({ summary: 'Ask for something about me to be corrected; the country team answers.' })
  async correct(@Command() context: CommandContext, @Body() { topic, text }: RequestCorrectionRequest) {
    const { request, executed } = await this.commands.execute(new RequestCorrection(context, teacherOf(context), topic, text));
    return new Written({ request, status: 'open' }, executed);
  }

  @Post('erasure')
  @Allow('teacher')
  @ApiOperation({ summary: 'Ask to be forgotten. Nothing happens before it is confirmed.' })
  async erase(@Command() context: CommandContext) {
    const { request, executed } = await this.commands.execute(new RequestErasure(context, teacherOf(context)));
    return new Written({ request, status: 'asked' }, executed);
  }

  @Post('erasure/:request/confirmation')
  @HttpCode(200)
  @Allow('teacher')
  @ApiOperation({ summary: 'Confirm that I want to be forgotten; the data protection officer carries it out.' })
  async confirm(@Command() context: CommandContext, @IdParam('request') request: string) {
    const executed = await this.commands.execute(new ConfirmErasure(context, teacherOf(context), request));
    return new Written({ request, status: 'confirmed' }, executed);
  }

  @Post('erasure/:request/withdrawal')
  @HttpCode(200)
  @Allow('teacher')
  @ApiOperation({ summary: 'Take back the request to be forgotten, while it is not carried out.' })
  async withdraw(@Command() context: CommandContext, @IdParam('request') request: string) {
    const executed = await this.commands.execute(new WithdrawErasure(context, teacherOf(context), request));
    return new Written({ request, status: 'withdrawn' }, executed);
  }
}
