import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, CycleParam, IdParam, Query, Reads, Written, type QueryContext } from '#libs/http';
import { refuse } from '#libs/kernel';
import { offeringIn } from './catalogue.controller.js';
import { ClassList, Teaching } from './queries/teaching.js';
import { ID } from './use-cases/register-course.js';
import {
  CallOffSession,
  CallOffSessionRequest,
  CorrectAttendance,
  CorrectAttendanceRequest,
  RecordAttendance,
  RecordAttendanceRequest,
  ScheduleSession,
  ScheduleSessionRequest,
} from './use-cases/sessions.js';

const sessionIn = (given: string): string =>
  ID.test(given) ? given : refuse('session-unknown', { session: given.slice(0, 60) });

/** What tutors and providers do in their own courses; coordinators may do it for them. */
@ApiTags('teaching')
@ApiBearerAuth()
@Controller('v1/:tenant/cycles/:cycle')
export class TeachingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('teaching')
  @Allow('tutor')
  @Reads('offerings', 'courses', 'sessions', 'enrolments')
  @ApiOperation({ summary: 'My courses in this cycle: dates, seats, sessions, completions.' })
  teaching(@Query() query: QueryContext, @CycleParam() cycle: string) {
    return this.queries.execute(new Teaching(query, cycle));
  }

  @Get('teaching/:offering')
  @Allow('tutor')
  @Reads('offerings', 'courses', 'sessions', 'enrolments', 'teachers')
  @ApiOperation({ summary: 'One of my courses: sessions, and participants by name with attendance and completion. No scores.' })
  classList(@Query() query: QueryContext, @CycleParam() cycle: string, @Param('offering') offering: string) {
    return this.queries.execute(new ClassList(query, cycle, offeringIn(offering)));
  }

  @Post('offerings/:offering/sessions')
  @Allow('tutor', 'coordinator')
  @ApiOperation({ summary: 'Set the date of a session of an in-class or hybrid course.' })
  async schedule(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @Param('offering') offering: string,
    @Body() body: ScheduleSessionRequest,
  ) {
    const executed = await this.commands.execute(new ScheduleSession(context, cycle, offeringIn(offering), body));
    return new Written({ session: body.session, status: 'scheduled' }, executed);
  }

  @Post('sessions/:session/cancellation')
  @HttpCode(200)
  @Allow('tutor', 'coordinator')
  @ApiOperation({ summary: 'Call a session off, with the reason.' })
  async callOff(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @Param('session') session: string,
    @Body() body: CallOffSessionRequest,
  ) {
    const executed = await this.commands.execute(new CallOffSession(context, cycle, sessionIn(session), body.reason));
    return new Written({ session, status: 'called-off' }, executed);
  }

  @Post('sessions/:session/attendance')
  @HttpCode(200)
  @Allow('tutor', 'coordinator')
  @Reads('enrolments')
  @ApiOperation({ summary: 'Take attendance; the first entry says that the session took place.' })
  async attendance(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @Param('session') session: string,
    @Body() body: RecordAttendanceRequest,
  ) {
    const executed = await this.commands.execute(new RecordAttendance(context, cycle, sessionIn(session), body.entries));
    return new Written({ session, status: 'held', entries: body.entries.length }, executed);
  }

  @Post('sessions/:session/attendance/:enrolment/correction')
  @HttpCode(200)
  @Allow('tutor', 'coordinator')
  @ApiOperation({ summary: 'Correct an entry of the attendance, with the reason; the earlier one stays in the record.' })
  async correct(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @Param('session') session: string,
    @IdParam('enrolment') enrolment: string,
    @Body() body: CorrectAttendanceRequest,
  ) {
    const executed = await this.commands.execute(
      new CorrectAttendance(context, cycle, sessionIn(session), enrolment, body.presence, body.reason),
    );
    return new Written({ session, enrolment, presence: body.presence }, executed);
  }
}
