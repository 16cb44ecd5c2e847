import { Body, Controller, Get, HttpCode, Post, Query as QueryString } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, CycleParam, Query, Reads, teacherOf, Written, type QueryContext } from '#libs/http';
import { MyParticipation } from './queries/my-participation.js';
import { ReadRequest } from './queries/page.js';
import { GiveConsent, GiveConsentRequest } from './use-cases/give-consent.js';
import { WithdrawConsent, WithdrawConsentRequest } from './use-cases/withdraw-consent.js';

@ApiTags('participation')
@ApiBearerAuth()
@Controller('v1/:tenant/cycles/:cycle/me')
export class ParticipationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('participation')
  @Allow('teacher')
  @Reads('participations', 'cycles', 'teachers', 'schools')
  @ApiOperation({ summary: 'My place in this cycle: the consent text, what I agreed to, the windows.' })
  participation(@Query() { tenant, caller, at }: QueryContext, @CycleParam() cycle: string, @QueryString() _read: ReadRequest) {
    return this.queries.execute(new MyParticipation(tenant, cycle, teacherOf(caller), at));
  }

  @Post('consent')
  @HttpCode(200)
  @Allow('teacher')
  @ApiOperation({ summary: 'Agree to the consent text, purpose by purpose.' })
  async consent(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() body: GiveConsentRequest) {
    const { version, language, purposes } = body;
    const executed = await this.commands.execute(
      new GiveConsent(context, cycle, teacherOf(context), { version, language, purposes }),
    );
    return new Written({ cycle, purposes: [...purposes].sort() }, executed);
  }

  @Post('consent/withdrawal')
  @HttpCode(200)
  @Allow('teacher')
  @ApiOperation({ summary: 'Take consent back; without `take-part` nothing of mine is used any more.' })
  async withdraw(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() { purposes }: WithdrawConsentRequest) {
    const executed = await this.commands.execute(new WithdrawConsent(context, cycle, teacherOf(context), purposes));
    const withdrawn = executed.events.flatMap((event) => (event.data['purposes'] as readonly string[] | undefined) ?? []);
    return new Written({ cycle, withdrawn }, executed);
  }
}
