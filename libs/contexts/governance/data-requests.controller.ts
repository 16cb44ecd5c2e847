import { Body, Controller, Get, HttpCode, Post, Query as QueryString } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, IdParam, Query, Reads, Written, type QueryContext } from '#libs/http';
import { DataRequests, DataRequestsRequest } from './queries/data-requests.js';
import { AnswerCorrection, AnswerCorrectionRequest } from './use-cases/answer-correction.js';
import { DeclineErasure, DeclineErasureRequest } from './use-cases/decline-erasure.js';

@ApiTags('data requests')
@ApiBearerAuth()
@Controller('v1/:tenant')
export class DataRequestsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('correction-requests')
  @Allow('coordinator', 'data-protection-officer')
  @Reads('data-requests')
  @ApiOperation({ summary: 'What teachers asked to have corrected, in the order it came; reading it goes to the access log.' })
  corrections(@Query() context: QueryContext, @QueryString() request: DataRequestsRequest) {
    return this.queries.execute(new DataRequests(context, 'correction', request));
  }

  @Post('correction-requests/:teacher/:request/answer')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'Say that it was corrected, or why not; the teacher reads it.' })
  async answer(
    @Command() context: CommandContext,
    @IdParam('teacher') teacher: string,
    @IdParam('request') request: string,
    @Body() { outcome, reply }: AnswerCorrectionRequest,
  ) {
    const executed = await this.commands.execute(new AnswerCorrection(context, teacher, request, { outcome, reply }));
    return new Written({ request, status: outcome }, executed);
  }

  @Get('erasure-requests')
  @Allow('data-protection-officer')
  @Reads('data-requests')
  @ApiOperation({ summary: 'Who asked to be forgotten, in the order it came, under pseudonyms.' })
  erasures(@Query() context: QueryContext, @QueryString() request: DataRequestsRequest) {
    return this.queries.execute(new DataRequests(context, 'erasure', request));
  }

  @Post('erasure-requests/:teacher/:request/refusal')
  @HttpCode(200)
  @Allow('data-protection-officer')
  @ApiOperation({ summary: 'Say on which ground somebody cannot be forgotten; the teacher reads it.' })
  async decline(
    @Command() context: CommandContext,
    @IdParam('teacher') teacher: string,
    @IdParam('request') request: string,
    @Body() { reply }: DeclineErasureRequest,
  ) {
    const executed = await this.commands.execute(new DeclineErasure(context, teacher, request, reply));
    return new Written({ request, status: 'declined' }, executed);
  }
}
