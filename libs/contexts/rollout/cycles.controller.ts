import { Body, Controller, Get, HttpCode, Post, Query as QueryString } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, CycleParam, Query, Reads, Written, type QueryContext, type Role } from '#libs/http';
import { CycleByLabel, Cycles } from './queries/cycles.js';
import { PageRequest, ReadRequest } from './queries/page.js';
import { AdvanceStage, AdvanceStageRequest } from './use-cases/advance-stage.js';
import { ChangeWindow, ChangeWindowRequest } from './use-cases/change-window.js';
import { CloseCycle } from './use-cases/close-cycle.js';
import { InviteTeachers, InviteTeachersRequest } from './use-cases/invite-teachers.js';
import { OpenCycle } from './use-cases/open-cycle.js';
import { RemindTeachers, RemindTeachersRequest } from './use-cases/remind-teachers.js';
import { PlanCycle, PlanCycleRequest } from './use-cases/plan-cycle.js';

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
  @Allow(...INSIDE)
  @Reads('cycles')
  @ApiOperation({ summary: 'One cycle with its design.' })
  cycle(@Query() { tenant }: QueryContext, @CycleParam() cycle: string, @QueryString() _read: ReadRequest) {
    return this.queries.execute(new CycleByLabel(tenant, cycle));
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
}
