import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, CycleParam, IdParam, Query, Reads, Tagged, teacherOf, Written, type QueryContext } from '#libs/http';
import { MyEnrolments } from './queries/my-enrolments.js';
import { MyPath } from './queries/my-path.js';
import { AcceptPath } from './use-cases/accept-path.js';
import { CancelEnrolment } from './use-cases/cancel-enrolment.js';
import { CompleteCourse } from './use-cases/complete-course.js';
import { DropCourse, DropCourseRequest } from './use-cases/drop-course.js';
import { EnrolTeacher, EnrolTeacherRequest } from './use-cases/enrol-teacher.js';
import { FailCourse, FailCourseRequest } from './use-cases/fail-course.js';
import { GeneratePath } from './use-cases/generate-path.js';
import { RecordProgress, RecordProgressRequest } from './use-cases/record-progress.js';
import { StartCourse } from './use-cases/start-course.js';
import { pathStream } from './path.js';

@ApiTags('learning')
@ApiBearerAuth()
@Controller('v1/:tenant/cycles/:cycle')
export class LearningController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('me/path')
  @Allow('teacher')
  @Reads('offerings', 'courses', 'enrolments', 'teachers')
  @ApiOperation({ summary: 'Derive my learning path from my profile and what is on offer, with a reason for each step.' })
  async generate(@Command() context: CommandContext, @CycleParam() cycle: string) {
    const { path, executed } = await this.commands.execute(new GeneratePath(context, cycle, teacherOf(context)));
    return new Written(path, executed);
  }

  @Get('me/path')
  @Tagged(({ tenant, teacher, of }) => pathStream(tenant, of('cycle'), teacher))
  @Allow('teacher')
  @Reads('paths', 'offerings', 'courses', 'teachers')
  @ApiOperation({ summary: 'My learning path, and why each step.' })
  path(@Query() query: QueryContext, @CycleParam() cycle: string) {
    return this.queries.execute(new MyPath(query.tenant, cycle, teacherOf(query.caller)));
  }

  @Post('me/path/acceptance')
  @HttpCode(200)
  @Allow('teacher')
  @ApiOperation({ summary: 'Accept my learning path.' })
  async accept(@Command() context: CommandContext, @CycleParam() cycle: string) {
    const executed = await this.commands.execute(new AcceptPath(context, cycle, teacherOf(context)));
    return new Written({ accepted: true }, executed);
  }

  @Post('me/enrolments')
  @Allow('teacher')
  @ApiOperation({ summary: 'Enrol in an offering; where seats are limited: ask for a seat.' })
  async enrol(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() body: EnrolTeacherRequest) {
    const { answer, executed } = await this.commands.execute(new EnrolTeacher(context, cycle, teacherOf(context), body.offering));
    return new Written(answer, executed);
  }

  @Get('me/enrolments')
  @Allow('teacher')
  @Reads('enrolments', 'offerings', 'courses', 'teachers')
  @ApiOperation({ summary: 'My enrolments of this cycle, with where each stands.' })
  async enrolments(@Query() query: QueryContext, @CycleParam() cycle: string) {
    return { items: await this.queries.execute(new MyEnrolments(query.tenant, cycle, teacherOf(query.caller))) };
  }

  @Post('enrolments/:enrolment/start')
  @HttpCode(200)
  @Allow('teacher')
  @Reads('enrolments')
  @ApiOperation({ summary: 'Begin a course in which I have a seat.' })
  async start(@Command() context: CommandContext, @CycleParam() cycle: string, @IdParam('enrolment') enrolment: string) {
    const executed = await this.commands.execute(new StartCourse(context, cycle, teacherOf(context), enrolment));
    return new Written({ enrolment, status: 'started' }, executed);
  }

  @Post('enrolments/:enrolment/progress')
  @HttpCode(200)
  @Allow('teacher', 'tutor')
  @ApiOperation({ summary: 'Record how far a course is done: one’s own, or those of a tutor’s own courses.' })
  async progress(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @IdParam('enrolment') enrolment: string,
    @Body() body: RecordProgressRequest,
  ) {
    const executed = await this.commands.execute(new RecordProgress(context, cycle, enrolment, body.percent));
    return new Written({ enrolment, percent: body.percent }, executed);
  }

  @Post('enrolments/:enrolment/completion')
  @HttpCode(200)
  @Allow('tutor', 'coordinator')
  @ApiOperation({ summary: 'Confirm that a course was completed.' })
  async complete(@Command() context: CommandContext, @CycleParam() cycle: string, @IdParam('enrolment') enrolment: string) {
    const executed = await this.commands.execute(new CompleteCourse(context, cycle, enrolment));
    return new Written({ enrolment, status: 'completed' }, executed);
  }

  @Post('enrolments/:enrolment/failure')
  @HttpCode(200)
  @Allow('tutor', 'coordinator')
  @ApiOperation({ summary: 'Record that a course was taken to its end without being completed.' })
  async fail(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @IdParam('enrolment') enrolment: string,
    @Body() body: FailCourseRequest,
  ) {
    const executed = await this.commands.execute(new FailCourse(context, cycle, enrolment, body.reason));
    return new Written({ enrolment, status: 'failed' }, executed);
  }

  @Post('enrolments/:enrolment/cancellation')
  @HttpCode(200)
  @Allow('teacher')
  @Reads('enrolments')
  @ApiOperation({ summary: 'Give up a seat before the course is begun, or a place on the waiting list.' })
  async cancel(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @IdParam('enrolment') enrolment: string,
    @Body() body: DropCourseRequest,
  ) {
    const executed = await this.commands.execute(new CancelEnrolment(context, cycle, teacherOf(context), enrolment, body.reason));
    return new Written({ enrolment, status: 'cancelled' }, executed);
  }

  @Post('enrolments/:enrolment/drop')
  @HttpCode(200)
  @Allow('teacher')
  @Reads('enrolments')
  @ApiOperation({ summary: 'Leave a course.' })
  async drop(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @IdParam('enrolment') enrolment: string,
    @Body() body: DropCourseRequest,
  ) {
    const executed = await this.commands.execute(new DropCourse(context, cycle, teacherOf(context), enrolment, body.reason));
    return new Written({ enrolment, status: 'dropped' }, executed);
  }
}
