import { Body, Controller, Get, Param, Post, Query as QueryString } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { CommandContext } from '#libs/commanding';
import { Allow, AllowEverySignedIn, Command, PageRequest, Query, Reads, Written, type QueryContext } from '#libs/http';
import { FrameworkCrosswalks } from './queries/crosswalks.js';
import { Frameworks, FrameworkVersion } from './queries/frameworks.js';
import { AdoptCrosswalk, AdoptCrosswalkRequest } from './use-cases/adopt-crosswalk.js';

export class FrameworkVersionRequest {
  @ApiPropertyOptional({ description: 'The newest unless told.', example: '1' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  version?: string;

  @ApiPropertyOptional({ description: 'Cordillera-Position of a write that the answer must show.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string;
}

@ApiTags('frameworks')
@ApiBearerAuth()
@Controller('v1/:tenant')
export class FrameworksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('frameworks')
  @AllowEverySignedIn()
  @Reads('frameworks')
  @ApiOperation({ summary: 'The competency frameworks that the country adopted, every version.' })
  frameworks(@Query() { tenant }: QueryContext, @QueryString() { limit, cursor }: PageRequest) {
    return this.queries.execute(new Frameworks(tenant, { limit, cursor }));
  }

  @Get('frameworks/:framework')
  @AllowEverySignedIn()
  @Reads('frameworks')
  @ApiOperation({ summary: 'One framework with its dimensions, competencies and, where it has them, proficiency levels.' })
  framework(
    @Query() { tenant }: QueryContext,
    @Param('framework') framework: string,
    @QueryString() { version }: FrameworkVersionRequest,
  ) {
    return this.queries.execute(new FrameworkVersion(tenant, framework, version));
  }

  @Get('frameworks/:framework/crosswalks')
  @AllowEverySignedIn()
  @Reads('frameworks', 'crosswalks')
  @ApiOperation({
    summary: 'What answers to the framework’s competencies in others, read from its side, and what nothing answers to.',
  })
  crosswalks(
    @Query() { tenant }: QueryContext,
    @Param('framework') framework: string,
    @QueryString() { version }: FrameworkVersionRequest,
  ) {
    return this.queries.execute(new FrameworkCrosswalks(tenant, framework, version));
  }

  @Post('crosswalks')
  @Allow('coordinator')
  @ApiOperation({ summary: 'Adopt a version of a crosswalk between two adopted frameworks.' })
  async adopt(@Command() context: CommandContext, @Body() { content }: AdoptCrosswalkRequest) {
    const executed = await this.commands.execute(new AdoptCrosswalk(context, content));
    const { id } = content as { id: string };
    return new Written({ crosswalk: id }, executed);
  }
}
