import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, Length, MaxLength } from 'class-validator';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, Written } from '#libs/http';
import { INSTALLATION, type Installation } from '#libs/platform';

class ReasonRequest {
  @ApiProperty({
    description: 'Why; it is recorded for good, so name no person.',
    example: 'The offering was cancelled by its provider.',
  })
  @IsString()
  @Length(3, 500)
  reason: string;
}

class SkipRequest extends ReasonRequest {
  @ApiProperty({ description: '`cause.key` of what is pending.', example: '3f0c6a4e-1d1c-5b6e-9d59-3a1d6c0d9f10' })
  @IsString()
  @MaxLength(700)
  cause: string;
}

class StartRequest extends ReasonRequest {
  @ApiProperty({
    description: '`head`: what comes next; `beginning`: the whole record; or everything recorded after an instant.',
    example: '2023-05-08T13:00:00.000Z',
  })
  @IsString()
  @MaxLength(40)
  from: string;
}

/** Rules that answer events with commands: where they stand, and what operators can do about them. */
@ApiTags('operations')
@ApiBearerAuth()
@Controller('v1/:tenant/policies')
export class PoliciesController {
  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {}

  @Get()
  @Allow('operator', 'auditor')
  @ApiOperation({ summary: 'The policies: state, lag, and what failed and is tried again.' })
  list(@Param('tenant') tenant: string) {
    return { items: this.installation.policies.status(tenant).map(({ position: _, ...policy }) => policy) };
  }

  @Post(':policy/pause')
  @HttpCode(200)
  @Allow('operator')
  @ApiOperation({ summary: 'Stop a policy, for a reason; what happens meanwhile waits for it.' })
  async pause(@Command() context: CommandContext, @Param('policy') policy: string, @Body() { reason }: ReasonRequest) {
    return new Written({ policy, state: 'paused' }, await this.installation.policies.pause(context, policy, reason));
  }

  @Post(':policy/resume')
  @HttpCode(200)
  @Allow('operator')
  @ApiOperation({ summary: 'Let a paused policy go on from where it was.' })
  async resume(@Command() context: CommandContext, @Param('policy') policy: string, @Body() { reason }: ReasonRequest) {
    return new Written({ policy, state: 'running' }, await this.installation.policies.resume(context, policy, reason));
  }

  @Post(':policy/retry')
  @HttpCode(200)
  @Allow('operator')
  @ApiOperation({ summary: 'Try everything again that failed, now.' })
  async retry(@Param('tenant') tenant: string, @Param('policy') policy: string) {
    await this.installation.policies.retry(tenant, policy);
    const { pending = [] } = this.installation.policies.status(tenant).find(({ name }) => name === policy) ?? {};
    return { policy, pending: pending.length };
  }

  @Post(':policy/skip')
  @HttpCode(200)
  @Allow('operator')
  @ApiOperation({ summary: 'Give up what a policy could not get done for one cause, for a reason.' })
  async skip(@Command() context: CommandContext, @Param('policy') policy: string, @Body() { cause, reason }: SkipRequest) {
    return new Written({ policy, skipped: cause }, await this.installation.policies.skip(context, policy, cause, reason));
  }

  @Post(':policy/start')
  @HttpCode(200)
  @Allow('operator')
  @ApiOperation({ summary: 'Name the place from which a policy that lost its own goes on; nothing is done a second time.' })
  async start(@Command() context: CommandContext, @Param('policy') policy: string, @Body() { from, reason }: StartRequest) {
    return new Written({ policy, from }, await this.installation.policies.startFrom(context, policy, from, reason));
  }
}
