import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query as QueryParam, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Allow, languageOf, Public, Query, RefusalMessages, type CallerRequest, type QueryContext, type Role } from '#libs/http';
import { instant, refuse } from '#libs/kernel';
import { DESK, INSTALLATION, type Desk, type Installation } from '#libs/platform';

/** Roles that a token or a link can be issued for here; teachers get codes by invitation, operators have keys. */
const ISSUABLE = [
  'coordinator',
  'evaluator',
  'regional-officer',
  'school-leader',
  'data-protection-officer',
  'auditor',
  'partner',
  'tutor',
] as const satisfies readonly Role[];

class HolderRequest {
  @ApiProperty({ enum: ISSUABLE })
  @IsIn(ISSUABLE)
  role: (typeof ISSUABLE)[number];

  @ApiPropertyOptional({ description: 'Account it stands for; no name of a person.', example: 'ministry-desk' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9._-]{1,60}$/)
  subject?: string;

  @ApiPropertyOptional({ description: 'School, for school-leader.' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  school?: string;

  @ApiPropertyOptional({ description: 'Courses, for tutor.', type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  courses?: string[];
}

class CodeRequest extends HolderRequest {
  @ApiPropertyOptional({ description: 'How long the code is good for.', minimum: 1, maximum: 720, default: 24 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(720)
  hours?: number;
}

class EventsQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 500, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number;

  @ApiPropertyOptional({ description: '`next` of the page before.' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/)
  cursor?: string;
}

@ApiTags('operations')
@ApiBearerAuth()
@Controller()
export class OperationsController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(INSTALLATION) private readonly installation: Installation,
    private readonly messages: RefusalMessages,
  ) {}

  @Post('v1/:tenant/tokens')
  @Allow('operator')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Issue a short-lived bearer token of a role in this country.' })
  token(@Param('tenant') tenant: string, @Body() body: HolderRequest) {
    return this.desk.token(this.#holder(tenant, body));
  }

  @Post('v1/:tenant/sign-in-codes')
  @Allow('operator')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Issue a one-time code, and a link to the pages, for a role in this country.' })
  async code(@Param('tenant') tenant: string, @Body() body: CodeRequest) {
    const life = (body.hours ?? 24) * 3_600_000;
    const until = instant(this.installation.clocks.now(tenant) + life);
    const [code] = await this.desk.issueCodes(tenant, [this.#holder(tenant, body)], until);
    const expiresAt = instant(Date.now() + life);
    // Behind the hash, so that the code reaches no server log on its way.
    return { codes: [{ code, link: `${this.installation.publicUrl}/sign-in#${code}`, expiresAt }] };
  }

  #holder(tenant: string, { role, subject, school, courses }: HolderRequest) {
    if (role === 'school-leader' && school === undefined) refuse('holder-incomplete', { role, missing: 'school' }, '/school');
    if (role === 'tutor' && courses === undefined) refuse('holder-incomplete', { role, missing: 'courses' }, '/courses');
    return { tenant, role, subject: subject ?? role, school, courses };
  }

  @Get('v1/:tenant/projections')
  @Allow('operator', 'auditor')
  @ApiOperation({ summary: 'The views: state, lag, parked streams.' })
  views(@Param('tenant') tenant: string) {
    return { items: this.installation.views(tenant) };
  }

  @Post('v1/:tenant/projections/:name/rebuild')
  @HttpCode(202)
  @Allow('operator')
  @ApiOperation({ summary: 'Rebuild a view from the record; its reads wait meanwhile.' })
  rebuild(@Param('tenant') tenant: string, @Param('name') name: string) {
    this.installation.rebuild(tenant, name);
    return { projection: name, state: 'rebuilding' };
  }

  @Post('v1/:tenant/projections/:name/unpark')
  @HttpCode(200)
  @Allow('operator')
  @ApiOperation({ summary: 'Try again to fold a parked stream, in place where the view allows it.' })
  unpark(@Param('tenant') tenant: string, @Param('name') name: string, @QueryParam('stream') stream: string) {
    return this.installation.unpark(tenant, name, String(stream ?? ''));
  }

  @Post('v1/:tenant/projections/verification')
  @HttpCode(200)
  @Allow('operator', 'auditor')
  @ApiOperation({ summary: 'Replay the record beside the views and compare every document, byte for byte.' })
  verify(@Param('tenant') tenant: string) {
    return this.installation.verify(tenant);
  }

  @Get('v1/:tenant/digest')
  @Allow('operator', 'auditor')
  @ApiOperation({ summary: 'SHA-256 over all views in canonical form.' })
  digest(@Param('tenant') tenant: string) {
    return this.installation.digest(tenant);
  }

  @Get('v1/:tenant/events')
  @Allow('auditor')
  @ApiOperation({ summary: 'The record, oldest first: pseudonymised, personal fields sealed, with hashes.' })
  async events(@Query() query: QueryContext, @QueryParam() page: EventsQuery) {
    return this.installation.eventPage(query.tenant, page.cursor, page.limit ?? 100);
  }

  @Get('problems')
  @Public()
  @ApiOperation({ summary: 'Every problem this server can answer with.' })
  problems(@Req() request: CallerRequest) {
    return { items: this.messages.codes.map((code) => this.#problem(code, request)) };
  }

  @Get('problems/:code')
  @Public()
  @ApiOperation({ summary: 'What a problem means and what to do about it.' })
  problem(@Param('code') code: string, @Req() request: CallerRequest) {
    if (!this.messages.get(code)) refuse('not-found', { what: 'problem' });
    return this.#problem(code, request);
  }

  #problem(code: string, request: CallerRequest) {
    const definition = this.messages.get(code);
    const language = languageOf(request.headers['accept-language']);
    return {
      type: `/problems/${code}`,
      status: definition?.status,
      title: definition?.title[language],
      detail: definition?.action[language],
    };
  }
}
