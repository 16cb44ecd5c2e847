import { Body, Controller, Get, HttpCode, Param, Post, Query as QueryString } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import {
  actorOf,
  Allow,
  Command,
  CycleParam,
  PageRequest,
  Query,
  Reads,
  Written,
  type QueryContext,
  type Role,
} from '#libs/http';
import { refuse } from '#libs/kernel';
import { Catalogue } from './queries/catalogue.js';
import { Offerings } from './queries/offerings.js';
import { Participants } from './queries/participants.js';
import { WaitingLists } from './queries/waiting-lists.js';
import { AssignTutor, AssignTutorRequest } from './use-cases/assign-tutor.js';
import { DrawSeats, DrawSeatsRequest } from './use-cases/draw-seats.js';
import { PrioritiseSeats } from './use-cases/prioritise-seats.js';
import { OpenOffering, OpenOfferingRequest } from './use-cases/open-offering.js';
import { ID, RegisterCourse, RegisterCourseRequest } from './use-cases/register-course.js';

export const offeringIn = (given: string): string =>
  ID.test(given) ? given : refuse('offering-unknown', { offering: given.slice(0, 60) });

/** Who has to do with courses; a partner sees what was published and nothing else. */
const INSIDE: readonly Role[] = ['teacher', 'coordinator', 'evaluator', 'regional-officer', 'tutor', 'auditor', 'operator'];

@ApiTags('catalogue')
@ApiBearerAuth()
@Controller('v1/:tenant')
export class CatalogueController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('courses')
  @Allow(...INSIDE)
  @Reads('courses')
  @ApiOperation({ summary: 'The courses of the catalogue, with what each develops.' })
  courses(@Query() query: QueryContext, @QueryString() page: PageRequest) {
    return this.queries.execute(new Catalogue(query.tenant, page));
  }

  @Post('courses')
  @Allow('coordinator', 'operator')
  @ApiOperation({ summary: 'Put a course into the catalogue.' })
  async register(@Command() context: CommandContext, @Body() body: RegisterCourseRequest) {
    return new Written({ course: body.course }, await this.commands.execute(new RegisterCourse(context, body)));
  }

  @Get('cycles/:cycle/offerings')
  @Allow(...INSIDE)
  @Reads('offerings', 'courses')
  @ApiOperation({ summary: 'What a cycle offers, with dates, modality and the seats that are left.' })
  offerings(@Query() query: QueryContext, @CycleParam() cycle: string, @QueryString() page: PageRequest) {
    return this.queries.execute(new Offerings(query.tenant, cycle, page));
  }

  @Post('cycles/:cycle/offerings')
  @Allow('coordinator', 'operator')
  @ApiOperation({ summary: 'Offer a course in a cycle.' })
  async open(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() body: OpenOfferingRequest) {
    return new Written({ offering: body.offering }, await this.commands.execute(new OpenOffering(context, cycle, body)));
  }

  @Post('cycles/:cycle/offerings/:offering/draw')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'Draw the seats of an offering by lot among all who asked: once, repeatable from its seed.' })
  async draw(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @Param('offering') offering: string,
    @Body() body: DrawSeatsRequest,
  ) {
    const executed = await this.commands.execute(new DrawSeats(context, cycle, offeringIn(offering), body.seed));
    const drawn = executed.events[0]?.data as { applicants: number; enrolled: readonly string[]; waitlisted: readonly string[] };
    return new Written(
      { offering, applicants: drawn.applicants, enrolled: drawn.enrolled.length, waitlisted: drawn.waitlisted.length },
      executed,
    );
  }

  @Post('cycles/:cycle/offerings/:offering/priority')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({
    summary: 'Give the seats of an offering by its criteria among all who asked: once, repeatable from the event.',
  })
  async prioritise(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @Param('offering') offering: string,
    @Body() body: DrawSeatsRequest,
  ) {
    const executed = await this.commands.execute(new PrioritiseSeats(context, cycle, offeringIn(offering), body.seed));
    const given = executed.events[0]?.data as { applicants: number; enrolled: readonly string[]; waitlisted: readonly string[] };
    return new Written(
      { offering, applicants: given.applicants, enrolled: given.enrolled.length, waitlisted: given.waitlisted.length },
      executed,
    );
  }

  @Post('cycles/:cycle/offerings/:offering/tutors')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({
    summary: 'Give an offering to a tutor or provider: sessions, attendance and completions are theirs to record.',
  })
  async assign(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @Param('offering') offering: string,
    @Body() body: AssignTutorRequest,
  ) {
    const executed = await this.commands.execute(new AssignTutor(context, cycle, offeringIn(offering), body.tutor, true));
    return new Written({ offering, tutor: body.tutor, assigned: true }, executed);
  }

  @Post('cycles/:cycle/offerings/:offering/tutors/removal')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'Take an offering from a tutor or provider.' })
  async unassign(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @Param('offering') offering: string,
    @Body() body: AssignTutorRequest,
  ) {
    const executed = await this.commands.execute(new AssignTutor(context, cycle, offeringIn(offering), body.tutor, false));
    return new Written({ offering, tutor: body.tutor, assigned: false }, executed);
  }

  @Get('cycles/:cycle/waiting-lists')
  @Allow('coordinator', 'regional-officer', 'evaluator')
  @Reads('offerings', 'courses')
  @ApiOperation({
    summary: 'Offerings with limited seats: how many were given, how many people wait, and by which rule. No names.',
  })
  waitingLists(@Query() query: QueryContext, @CycleParam() cycle: string) {
    return this.queries.execute(new WaitingLists(query.tenant, cycle));
  }

  @Get('cycles/:cycle/offerings/:offering/participants')
  @Allow('tutor')
  @Reads('enrolments', 'offerings')
  @ApiOperation({ summary: 'Who takes part in an offering of one’s own courses: pseudonyms, never names.' })
  participants(
    @Query() query: QueryContext,
    @CycleParam() cycle: string,
    @Param('offering') offering: string,
    @QueryString() page: PageRequest,
  ) {
    return this.queries.execute(new Participants(query.tenant, cycle, offeringIn(offering), actorOf(query.caller), page));
  }
}
