import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query as QueryString, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsISO8601, IsObject, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { digestOf, type CommandContext } from '#libs/commanding';
import {
  Allow,
  AllowEverySignedIn,
  Command,
  commandContextOf,
  CycleParam,
  positionToken,
  Query,
  ReadRequest,
  Reads,
  Written,
  type CallerRequest,
  type QueryContext,
} from '#libs/http';
import { Countries, CountryFacts, RepeatCycleRequest } from '#libs/contexts/rollout';
import { instant, isTenant, refuse } from '#libs/kernel';
import { INSTALLATION, type Installation } from '#libs/platform';
import { Provisioning } from '#libs/provisioning';

class CreateCountryRequest {
  @ApiProperty({
    description: 'ISO 3166-1 alpha-2, lower case; a region or a trial may have up to 16 letters and digits.',
    example: 'cl',
  })
  @Matches(/^[a-z][a-z0-9]{1,15}$/)
  id: string;

  @ApiProperty({ enum: ['real', 'simulated'], description: 'Simulated for ever: it cannot be changed.' })
  @IsIn(['real', 'simulated'])
  origin: 'real' | 'simulated';

  @ApiPropertyOptional({ description: 'Pack it takes codes, framework and notices from.', example: 'cl' })
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{1,30}$/)
  pack?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { en: 'Nicaragua', es: 'Nicaragua' },
  })
  @IsOptional()
  @IsObject()
  name?: Record<string, string>;

  @ApiPropertyOptional({ example: 'America/Managua' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  timeZone?: string;

  @ApiPropertyOptional({ type: [String], example: ['es', 'en'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { each: true })
  languages?: string[];

  @ApiPropertyOptional({ description: 'Simulated countries: pseudonyms and keys follow from it.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  seed?: string;

  @ApiPropertyOptional({ description: 'Simulated countries: where their clock begins.', example: '2023-03-01T12:00:00.000Z' })
  @IsOptional()
  @IsISO8601({ strict: true })
  clock?: string;
}

class SetClockRequest {
  @ApiProperty({ description: 'RFC 3339; never before the time it shows.', example: '2023-05-08T13:00:00.000Z' })
  @IsISO8601({ strict: true })
  at: string;
}

@ApiTags('countries')
@ApiBearerAuth()
@Controller('v1')
export class CountriesController {
  constructor(
    private readonly provisioning: Provisioning,
    private readonly queries: QueryBus,
    @Inject(INSTALLATION) private readonly installation: Installation,
  ) {}

  @Get('countries')
  @AllowEverySignedIn()
  @ApiOperation({ summary: 'The countries that I may see.' })
  async list(@Req() request: CallerRequest) {
    const mine = request.caller?.tenant;
    const all = [...this.installation.countries.keys()].sort();
    return { items: await this.queries.execute(new Countries(mine === '*' ? all : all.filter((country) => country === mine))) };
  }

  @Get(':tenant')
  @AllowEverySignedIn()
  @Reads('country')
  @ApiOperation({ summary: 'A country: origin, time zone, codes with their names, notices.' })
  facts(@Query() query: QueryContext) {
    return this.queries.execute(new CountryFacts(query.tenant));
  }

  @Post('countries')
  @Allow('operator')
  @ApiOperation({ summary: 'Set up a country, from a pack or bare.' })
  async create(@Req() request: CallerRequest, @Body() body: CreateCountryRequest) {
    if (!isTenant(body.id)) refuse('not-found', { what: 'country' });
    if (body.clock !== undefined && body.origin !== 'simulated') refuse('clock-not-simulated', { country: body.id }, '/clock');
    const { id, clock, ...country } = body;
    const exists = this.installation.countries.has(id);
    if (!exists && body.origin === 'simulated') {
      this.installation.clocks.simulate(id, clock === undefined ? Date.now() : Date.parse(clock));
    }
    // The route has no country in its path: the command belongs to the country it creates.
    const context: CommandContext = {
      ...commandContextOf(request),
      tenant: id,
      commandDigest: digestOf(this.installation.digestSecretOf(id), request.body),
      at: instant(this.installation.clocks.now(id)),
    };
    try {
      const executed = await this.provisioning.createCountry(context, country);
      await this.installation.admit(id);
      const position = executed.position && positionToken(id, this.installation.epoch(id), executed.position);
      return new Written({ country: id, origin: body.origin, position }, executed, id);
    } catch (error) {
      if (!exists) await this.installation.discardClockUnlessCreated(id);
      throw error;
    }
  }

  @Post(':tenant/packs/:pack/cycles/:cycle')
  @Allow('operator', 'coordinator')
  @ApiOperation({ summary: 'Plan a cycle as a pack designs it: instruments, courses and what is on offer.' })
  async plan(@Command() context: CommandContext, @Param('pack') pack: string, @CycleParam() cycle: string) {
    const executed = await this.provisioning.planCycle(context, pack, cycle);
    return new Written({ cycle, pack, status: 'planned' }, executed);
  }

  @Post(':tenant/cycles/:cycle/repetition')
  @Allow('coordinator')
  @Reads('offerings')
  @ApiOperation({ summary: 'Plan a cycle that repeats this one: windows and offers shifted, with what carries over.' })
  async repeat(
    @Command() context: CommandContext,
    @CycleParam() cycle: string,
    @Body() body: RepeatCycleRequest,
    @QueryString() _read: ReadRequest,
  ) {
    const { executed, offerings } = await this.provisioning.repeatCycle(context, cycle, body);
    return new Written({ cycle: body.as, repeats: cycle, status: 'planned', offerings }, executed);
  }

  @Post(':tenant/clock')
  @HttpCode(200)
  @Allow('operator')
  @ApiOperation({ summary: 'Set the clock of a simulated country.' })
  async clock(@Param('tenant') tenant: string, @Body() body: SetClockRequest) {
    await this.installation.setClock(tenant, Date.parse(body.at));
    return { at: instant(this.installation.clocks.now(tenant)) };
  }
}
