import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, CycleParam, IdParam, Query, Reads, Tagged, teacherOf, Written, type QueryContext } from '#libs/http';
import { AcknowledgeProfile } from './use-cases/acknowledge-profile.js';
import { AnswerItems, AnswerItemsRequest } from './use-cases/answer-items.js';
import { MyAttempt, MyAttempts } from './queries/my-attempts.js';
import { StartAttempt, StartAttemptRequest } from './use-cases/start-attempt.js';
import { SubmitAttempt } from './use-cases/submit-attempt.js';
import { attemptStream } from './attempt.js';

@ApiTags('assessment')
@ApiBearerAuth()
@Controller('v1/:tenant/cycles/:cycle/me')
export class AssessmentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('attempts')
  @Allow('teacher')
  @ApiOperation({ summary: 'Begin a self-assessment or a test form; the form is drawn, not chosen.' })
  async start(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() body: StartAttemptRequest) {
    const { attempt, executed } = await this.commands.execute(
      new StartAttempt(context, cycle, teacherOf(context), body.measure, body.occasion),
    );
    return new Written({ attempt }, executed);
  }

  @Put('attempts/:attempt/answers')
  @HttpCode(200)
  @Allow('teacher')
  @ApiOperation({ summary: 'Save the answer to one item or to several.' })
  async answer(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @IdParam('attempt') attempt: string,
    @Body() body: AnswerItemsRequest,
  ) {
    const executed = await this.commands.execute(new AnswerItems(context, cycle, teacherOf(context), attempt, body.answers));
    return new Written({ attempt, saved: Object.keys(body.answers).length }, executed);
  }

  @Post('attempts/:attempt/submission')
  @HttpCode(200)
  @Allow('teacher')
  @ApiOperation({ summary: 'Hand in an attempt: it is scored, and a self-assessment shows its gaps.' })
  async submit(@Command() context: CommandContext, @CycleParam() cycle: string, @IdParam('attempt') attempt: string) {
    const executed = await this.commands.execute(new SubmitAttempt(context, cycle, teacherOf(context), attempt));
    const late = executed.events.some((event) => event.data['late'] === true);
    return new Written({ attempt, late }, executed);
  }

  @Post('profile/acknowledgement')
  @HttpCode(200)
  @Allow('teacher')
  @ApiOperation({ summary: 'Confirm having seen the profile.' })
  async acknowledge(@Command() context: CommandContext, @CycleParam() cycle: string) {
    const executed = await this.commands.execute(new AcknowledgeProfile(context, cycle, teacherOf(context)));
    return new Written({ acknowledged: true }, executed);
  }

  @Get('attempts')
  @Allow('teacher')
  @Reads('attempts', 'teachers')
  @ApiOperation({ summary: 'My attempts of this cycle, with results where they were handed in.' })
  async attempts(@Query() query: QueryContext, @CycleParam() cycle: string) {
    return { attempts: await this.queries.execute(new MyAttempts(query.tenant, cycle, teacherOf(query.caller))) };
  }

  @Get('attempts/:attempt')
  @Tagged(({ tenant, of }) => attemptStream(tenant, of('cycle'), of('attempt')))
  @Allow('teacher')
  @Reads('attempts', 'teachers')
  @ApiOperation({ summary: 'One attempt of mine with the items it is answered on.' })
  attempt(@Query() query: QueryContext, @CycleParam() cycle: string, @IdParam('attempt') attempt: string) {
    return this.queries.execute(new MyAttempt(query.tenant, cycle, teacherOf(query.caller), attempt));
  }
}
