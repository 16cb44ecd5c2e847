import { Body, Controller, Get, HttpCode, Post, Query as QueryString } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import {
  Allow,
  Command,
  CycleParam,
  PageRequest,
  Query,
  ReadRequest,
  Reads,
  Tagged,
  Written,
  type QueryContext,
  type Role,
} from '#libs/http';
import { CycleByLabel, Cycles } from './queries/cycles.js';
import { FollowUp, FollowUpRequest, Team } from './queries/follow-up.js';
import { AdvanceStage, AdvanceStageRequest } from './use-cases/advance-stage.js';
import { ChangeWindow, ChangeWindowRequest } from './use-cases/change-window.js';
import { CloseCycle } from './use-cases/close-cycle.js';
import { InviteTeachers, InviteTeachersRequest } from './use-cases/invite-teachers.js';
import { InviteAgain } from './use-cases/invite-again.js';
import { IssueLetters, LettersRequest } from './use-cases/issue-letters.js';
import { OpenCycle } from './use-cases/open-cycle.js';
import { RemindTeachers, RemindTeachersRequest } from './use-cases/remind-teachers.js';
import { PlanCycle, PlanCycleRequest } from './use-cases/plan-cycle.js';
import { cycleStream } from './cycle.js';

/** Everybody inside the programme; partners see published releases only. */
const INSIDE: readonly Role[] = [
  'teacher',
  'school-leader',
  'coordinator',
  'data-protection-officer',
  'evaluator',
  'regional-officer',
  'tutor',
  'auditor',
  'operator',
];

@ApiTags('cycles')
@ApiBearerAuth()
@Controller('v1/:tenant/cycles')
export class CyclesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Allow('coordinator')
  @ApiOperation({ summary: 'Plan a cycle: framework, instruments, windows, consent, targets and rules.' })
  async plan(@Command() context: CommandContext, @Body() { cycle, title, design }: PlanCycleRequest) {
    return new Written({ cycle }, await this.commands.execute(new PlanCycle(context, cycle, title, design)));
  }

  @Get()
  @Allow(...INSIDE)
  @Reads('cycles')
  @ApiOperation({ summary: 'The cycles of the country.' })
  cycles(@Query() { tenant }: QueryContext, @QueryString() page: PageRequest) {
    return this.queries.execute(new Cycles(tenant, page));
  }

  @Get(':cycle')
  @Tagged(({ tenant, of }) => cycleStream(tenant, of('cycle')))
  @Allow(...INSIDE)
  @Reads('cycles')
  @ApiOperation({ summary: 'One cycle with its design.' })
  cycle(@Query() { tenant, at }: QueryContext, @CycleParam() cycle: string, @QueryString() _read: ReadRequest) {
    return this.queries.execute(new CycleByLabel(tenant, cycle, at));
  }

  @Post(':cycle/opening')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'Open a planned cycle.' })
  async open(@Command() context: CommandContext, @CycleParam() cycle: string) {
    return new Written({ cycle, status: 'open' }, await this.commands.execute(new OpenCycle(context, cycle)));
  }

  @Post(':cycle/stages')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'Enter the next stage.' })
  async advance(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() { to }: AdvanceStageRequest) {
    return new Written({ cycle, stage: to }, await this.commands.execute(new AdvanceStage(context, cycle, to)));
  }

  @Post(':cycle/windows')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'Extend, reopen or move a window for a region, a school, a person or everybody, with the reason.' })
  async changeWindow(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() body: ChangeWindowRequest) {
    return new Written({ cycle, stage: body.stage }, await this.commands.execute(new ChangeWindow(context, cycle, body)));
  }

  @Post(':cycle/closing')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'Close a cycle.' })
  async close(@Command() context: CommandContext, @CycleParam() cycle: string) {
    return new Written({ cycle, status: 'closed' }, await this.commands.execute(new CloseCycle(context, cycle)));
  }

  @Post(':cycle/invitations')
  @Allow('coordinator')
  @ApiOperation({ summary: 'Invite teachers, 500 at most at once; each gets a one-time code to sign in with.' })
  async invite(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() { teachers }: InviteTeachersRequest) {
    const { invitations, expiresAt, executed } = await this.commands.execute(new InviteTeachers(context, cycle, teachers));
    return new Written({ invitations, expiresAt }, executed);
  }

  @Post(':cycle/reminders')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'Record that teachers were reminded, 500 at most at once; once for each wave and channel.' })
  async remind(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() body: RemindTeachersRequest) {
    const { reminded, executed } = await this.commands.execute(new RemindTeachers(context, cycle, body));
    return new Written({ cycle, wave: body.wave, reminded }, executed);
  }

  @Post(':cycle/invitations/again')
  @HttpCode(200)
  @Allow('coordinator')
  @Reads('participations')
  @ApiOperation({ summary: 'Invite again whom the carry-over of a repeated cycle names; codes are printed school by school.' })
  async inviteAgain(@Command() context: CommandContext, @CycleParam() cycle: string, @QueryString() _read: ReadRequest) {
    const { answer, executed } = await this.commands.execute(new InviteAgain(context, cycle));
    return new Written(answer, executed);
  }

  @Post(':cycle/letters')
  @HttpCode(200)
  @Allow('coordinator')
  @Reads('participations', 'teachers', 'schools')
  @ApiOperation({
    summary: 'New sign-in codes for a school’s invited teachers, with names, to print and cut; older codes are dead.',
  })
  async letters(
    @Command() context: CommandContext,
    @Query() reader: QueryContext,
    @CycleParam() cycle: string,
    @Body() body: LettersRequest,
    @QueryString() _read: ReadRequest,
  ) {
    const { letters, executed } = await this.commands.execute(new IssueLetters(context, reader, cycle, body));
    return new Written(letters, executed);
  }

  @Get(':cycle/follow-up')
  @Allow('coordinator')
  @Reads('participations', 'teachers', 'schools')
  @ApiOperation({ summary: 'Who has stopped at a step, with names and the reminders that reached them; never their answers.' })
  followUp(@Query() context: QueryContext, @CycleParam() cycle: string, @QueryString() request: FollowUpRequest) {
    return this.queries.execute(new FollowUp(context, cycle, request));
  }

  @Get(':cycle/team')
  @Allow('coordinator')
  @Reads('cycles', 'participations', 'schools')
  @ApiOperation({
    summary: 'What the country’s team looks at first: windows, who has stopped where, schools behind. Counts of people.',
  })
  team(@Query() { tenant, at }: QueryContext, @CycleParam() cycle: string, @QueryString() _read: ReadRequest) {
    return this.queries.execute(new Team(tenant, cycle, at));
  }
}
