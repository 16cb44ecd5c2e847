import { Body, Controller, Get, HttpCode, Post, Put, Query as QueryString, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import {
  Allow,
  Command,
  commandContextOf,
  PageRequest,
  Query,
  ReadRequest,
  Reads,
  Tagged,
  Written,
  type CallerRequest,
  type QueryContext,
} from '#libs/http';
import { refuse } from '#libs/kernel';
import { ImportParam, MappingParam, SchoolParam } from './parameters.js';
import { Population } from './queries/population.js';
import { ImportFindings, ImportFindingsRequest, SchoolImports, SchoolMappings } from './queries/school-imports.js';
import { SchoolByCode, Schools, SchoolsRequest } from './queries/schools.js';
import { DefineSchoolMapping } from './use-cases/define-school-mapping.js';
import { ImportSchools, ImportSchoolsRequest } from './use-cases/import-schools.js';
import {
  CarryOutReclassifications,
  PostponementRequest,
  PostponeReclassification,
  ReclassificationRequest,
  ReclassifySchool,
} from './use-cases/reclassify-school.js';
import { RecordSchool, RecordSchoolRequest } from './use-cases/record-school.js';
import { MAX_REGISTER_BYTES, receiveRegister } from './use-cases/register-file.js';
import { schoolStream } from './school.js';

const TAKEN = ['text/csv', 'application/octet-stream'];

/** What can be refused before a byte of the body is read. */
const checkUpload = (request: CallerRequest): void => {
  const type = (request.headers['content-type'] ?? 'none').split(';')[0]?.trim().toLowerCase() ?? 'none';
  if (!TAKEN.includes(type)) refuse('unsupported-media-type', { type, expected: 'text/csv' });
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    refuse('unsupported-media-type', { type: encoding, expected: 'text/csv' });
  if (Number(request.headers['content-length'] ?? 0) > MAX_REGISTER_BYTES)
    refuse('body-too-large', { limit: MAX_REGISTER_BYTES });
};

@ApiTags('schools')
@ApiBearerAuth()
@Controller('v1/:tenant')
export class SchoolsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Put('school-mappings/:name')
  @Allow('coordinator', 'operator')
  @ApiOperation({ summary: 'Lay down how the columns of a school register are read.' })
  @ApiBody({
    description: 'The mapping file.',
    schema: {
      type: 'object',
      additionalProperties: true,
      example: {
        id: 'schools-2023',
        version: 1,
        describes: 'The ministry’s directory of 2023.',
        format: { delimiter: ';' },
        code: { column: 'RBD' },
        name: { column: 'NOM_RBD' },
      },
    },
  })
  async defineMapping(@Command() context: CommandContext, @MappingParam() name: string, @Body() body: Record<string, unknown>) {
    return new Written({ name }, await this.commands.execute(new DefineSchoolMapping(context, name, body)));
  }

  @Get('school-mappings')
  @Allow('coordinator', 'operator', 'auditor')
  @Reads('school-imports')
  @ApiOperation({ summary: 'How the country’s school registers are read.' })
  mappings(@Query() { tenant }: QueryContext, @QueryString() page: PageRequest) {
    return this.queries.execute(new SchoolMappings(tenant, page));
  }

  @Post('school-imports')
  @HttpCode(200)
  @Allow('coordinator', 'operator')
  @ApiConsumes('text/csv', 'application/octet-stream')
  @ApiBody({ description: 'The register as the ministry publishes it.', schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ summary: 'Read a school register: every row becomes a school or an error.' })
  async import(@Req() request: CallerRequest, @QueryString() { mapping }: ImportSchoolsRequest) {
    checkUpload(request);
    const file = await receiveRegister(request);
    try {
      // The same key with another file or mapping is another command, and is recognised as such.
      request.bodyDigestInput = `${mapping}\n${file.digest}`;
      const { report, executed } = await this.commands.execute(new ImportSchools(commandContextOf(request), mapping, file));
      return new Written(report, { ...executed, revision: -1 });
    } finally {
      await file.discard();
    }
  }

  @Get('school-imports')
  @Allow('coordinator', 'operator', 'auditor')
  @Reads('school-imports')
  @ApiOperation({ summary: 'Imports of school registers, the newest first.' })
  imports(@Query() { tenant }: QueryContext, @QueryString() page: PageRequest) {
    return this.queries.execute(new SchoolImports(tenant, page));
  }

  @Get('school-imports/:id/findings')
  @Allow('coordinator', 'operator', 'auditor')
  @Reads('school-imports')
  @ApiOperation({ summary: 'What was wrong or doubtful in a register, row by row.' })
  findings(
    @Query() { tenant, language }: QueryContext,
    @ImportParam() id: string,
    @QueryString() request: ImportFindingsRequest,
  ) {
    return this.queries.execute(new ImportFindings(tenant, id, request, language));
  }

  @Get('schools')
  @Allow('coordinator', 'operator', 'data-protection-officer', 'evaluator', 'regional-officer', 'auditor')
  @Reads('schools')
  @ApiOperation({ summary: 'The directory of schools.' })
  schools(@Query() { tenant }: QueryContext, @QueryString() request: SchoolsRequest) {
    return this.queries.execute(new Schools(tenant, request));
  }

  @Get('schools/:code')
  @Tagged(({ tenant, of }) => schoolStream(tenant, of('code')))
  @Allow(
    'coordinator',
    'operator',
    'data-protection-officer',
    'evaluator',
    'regional-officer',
    'auditor',
    'teacher',
    'school-leader',
  )
  @Reads('schools')
  @ApiOperation({ summary: 'One school; a school leader sees their own.' })
  school(@Query() { tenant, caller }: QueryContext, @SchoolParam() code: string, @QueryString() _read: ReadRequest) {
    if (caller.role === 'school-leader' && caller.school !== code) refuse('not-allowed', { role: caller.role });
    return this.queries.execute(new SchoolByCode(tenant, code));
  }

  @Put('schools/:code')
  @Allow('coordinator')
  @ApiOperation({ summary: 'Register a school, or say what it is now: facts that are left out are missing.' })
  async record(@Command() context: CommandContext, @SchoolParam() code: string, @Body() body: RecordSchoolRequest) {
    const executed = await this.commands.execute(new RecordSchool(context, { code, ...body }));
    return new Written({ code, changed: executed.events.map(({ type }) => type) }, executed);
  }

  @Post('schools/:code/reclassification')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'A school moves to another sector from a day on; a day to come is a plan.' })
  async reclassify(@Command() context: CommandContext, @SchoolParam() code: string, @Body() body: ReclassificationRequest) {
    const executed = await this.commands.execute(new ReclassifySchool(context, code, body));
    return new Written({ code, changed: executed.events.map(({ type }) => type) }, executed);
  }

  @Post('schools/:code/reclassification/postponement')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'A planned move to another sector is put off.' })
  async postpone(@Command() context: CommandContext, @SchoolParam() code: string, @Body() body: PostponementRequest) {
    const executed = await this.commands.execute(new PostponeReclassification(context, code, body));
    return new Written({ code, changed: executed.events.map(({ type }) => type) }, executed);
  }

  @Post('school-reclassifications')
  @HttpCode(200)
  @Allow('coordinator')
  @Reads('schools')
  @ApiOperation({ summary: 'Carry out every planned move whose day has come.' })
  async carryOut(@Command() context: CommandContext, @QueryString() _read: ReadRequest) {
    const { schools, executed } = await this.commands.execute(new CarryOutReclassifications(context));
    return new Written({ schools }, executed);
  }

  @Get('population')
  @Allow('coordinator', 'operator', 'data-protection-officer', 'evaluator', 'regional-officer', 'auditor')
  @Reads('population')
  @ApiOperation({ summary: 'How many eligible teachers there are: region × sector × education level × gender × rurality.' })
  async population(@Query() { tenant }: QueryContext, @QueryString() _read: ReadRequest) {
    return { population: await this.queries.execute(new Population(tenant)) };
  }
}
