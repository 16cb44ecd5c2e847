import { Body, Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, CycleParam, IdParam, Query, Reads, teacherOf, Written, type QueryContext } from '#libs/http';
import { MyAssessmentRecord } from './queries/my-record.js';
import { PaperAnswersRequest, RecordPaperAnswers } from './use-cases/record-paper-answers.js';

@ApiTags('assessment')
@ApiBearerAuth()
@Controller('v1/:tenant')
export class RecordsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('cycles/:cycle/teachers/:teacher/paper-answers')
  @Allow('coordinator')
  @ApiOperation({ summary: 'Enter what a teacher answered on paper; both times are kept. No result is answered.' })
  async record(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @IdParam('teacher') teacher: string,
    @Body() body: PaperAnswersRequest,
  ) {
    const { attempt, executed } = await this.commands.execute(new RecordPaperAnswers(context, cycle, teacher, body));
    const late = executed.events.some((event) => event.data['late'] === true);
    return new Written({ attempt, late, entered: 'paper' }, executed);
  }

  @Get('me/record/assessment')
  @Allow('teacher')
  @Reads('attempts', 'teachers')
  @ApiOperation({
    summary: 'Everything stored about my assessments: what was asked, what I answered, results with their versions, times.',
  })
  myRecord(@Query() { tenant, caller }: QueryContext) {
    return this.queries.execute(new MyAssessmentRecord(tenant, teacherOf(caller)));
  }
}
