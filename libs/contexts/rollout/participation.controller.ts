import { Body, Controller, Get, HttpCode, Post, Query as QueryString } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, CycleParam, Query, ReadRequest, Reads, Tagged, teacherOf, Written, type QueryContext } from '#libs/http';
import { MyParticipation } from './queries/my-participation.js';
import { TeacherParam } from './parameters.js';
import { GiveConsent, GiveConsentRequest, PaperConsentRequest } from './use-cases/give-consent.js';
import { WithdrawConsent, WithdrawConsentRequest } from './use-cases/withdraw-consent.js';
import { participationStream } from './participation.js';

@ApiTags('participation')
@ApiBearerAuth()
@Controller('v1/:tenant/cycles/:cycle')
export class ParticipationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('me/participation')
  @Tagged(({ tenant, teacher, of }) => participationStream(tenant, of('cycle'), teacher))
  @Allow('teacher')
  @Reads('participations', 'cycles', 'teachers', 'schools')
  @ApiOperation({ summary: 'My place in this cycle: the consent text, what I agreed to, the windows.' })
  participation(@Query() { tenant, caller, at }: QueryContext, @CycleParam() cycle: string, @QueryString() _read: ReadRequest) {
    return this.queries.execute(new MyParticipation(tenant, cycle, teacherOf(caller), at));
  }

  @Post('me/consent')
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

  @Post('me/consent/withdrawal')
  @HttpCode(200)
  @Allow('teacher')
  @ApiOperation({ summary: 'Take consent back; without `take-part` nothing of mine is used any more.' })
  async withdraw(@Command() context: CommandContext, @CycleParam() cycle: string, @Body() { purposes }: WithdrawConsentRequest) {
    const executed = await this.commands.execute(new WithdrawConsent(context, cycle, teacherOf(context), purposes));
    const withdrawn = executed.events.flatMap((event) => (event.data['purposes'] as readonly string[] | undefined) ?? []);
    return new Written({ cycle, withdrawn }, executed);
  }

  @Post('teachers/:teacher/paper-consent')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'Enter a consent that a teacher signed on paper; both times are kept.' })
  async onPaper(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @TeacherParam() teacher: string,
    @Body() body: PaperConsentRequest,
  ) {
    const { version, language, purposes, occurredAt } = body;
    const executed = await this.commands.execute(
      new GiveConsent(context, cycle, teacher, { version, language, purposes }, occurredAt),
    );
    return new Written({ cycle, teacher, purposes: [...purposes].sort(), entered: 'paper' }, executed);
  }
}
