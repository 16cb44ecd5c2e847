import { Body, Controller, Delete, Get, Header, HttpCode, Post, Query as QueryString } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, Query, ReadRequest, Reads, Tagged, Written, type QueryContext } from '#libs/http';
import { AssignedSchoolParam, TeacherParam } from './parameters.js';
import { IdentityBehind, IdentityRequest, TeacherByPseudonym, Teachers, TeachersRequest } from './queries/teachers.js';
import { AssignmentRequest, AssignTeacher } from './use-cases/assign-teacher.js';
import { ForgetPerson } from './use-cases/forget-person.js';
import { IssueRecordCode, RecordCodeRequest } from './use-cases/issue-record-code.js';
import { LeaveSchool } from './use-cases/leave-school.js';
import { MergeTeachers, MergeTeachersRequest, UnmergeTeachers, UnmergeTeachersRequest } from './use-cases/merge-teachers.js';
import { RegisterTeacher, RegisterTeacherRequest } from './use-cases/register-teacher.js';
import { TransferRequest, TransferTeacher } from './use-cases/transfer-teacher.js';
import { teacherStream } from './teacher.js';

@ApiTags('teachers')
@ApiBearerAuth()
@Controller('v1/:tenant/teachers')
export class TeachersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Allow('coordinator')
  @ApiOperation({ summary: 'Register a teacher; from here on they go by a pseudonym.' })
  async register(@Command() context: CommandContext, @Body() body: RegisterTeacherRequest) {
    const { nationalId, givenName, familyName, email, gender, birthYear, assignments = [] } = body;
    const { teacher, executed } = await this.commands.execute(
      new RegisterTeacher(
        context,
        nationalId,
        { givenName, familyName, email },
        { gender, birthYear },
        assignments.map(({ school, educationLevel, subject, hours }) => ({ school, educationLevel, subject, hours })),
      ),
    );
    return new Written({ teacher }, executed);
  }

  @Get()
  @Allow('coordinator')
  @Reads('teachers', 'participations')
  @ApiOperation({ summary: 'Teachers with names and, for a cycle, how far each has come; never their answers.' })
  teachers(@Query() context: QueryContext, @QueryString() request: TeachersRequest) {
    return this.queries.execute(new Teachers(context, request));
  }

  @Get(':teacher')
  @Tagged(({ tenant, of }) => teacherStream(tenant, of('teacher')))
  @Allow('coordinator')
  @Reads('teachers')
  @ApiOperation({ summary: 'One teacher with name and assignments.' })
  teacher(@Query() context: QueryContext, @TeacherParam() teacher: string, @QueryString() _read: ReadRequest) {
    return this.queries.execute(new TeacherByPseudonym(context, teacher));
  }

  @Post(':teacher/assignments')
  @Allow('coordinator')
  @ApiOperation({ summary: 'Assign a teacher to a school; replaces what was said of the same school.' })
  async assign(@Command() context: CommandContext, @TeacherParam() teacher: string, @Body() body: AssignmentRequest) {
    const { school, educationLevel, subject, hours } = body;
    const executed = await this.commands.execute(new AssignTeacher(context, teacher, { school, educationLevel, subject, hours }));
    return new Written({ teacher, school }, executed);
  }

  @Delete(':teacher/assignments/:school')
  @Allow('coordinator')
  @ApiOperation({ summary: 'A teacher has left a school.' })
  async leave(@Command() context: CommandContext, @TeacherParam() teacher: string, @AssignedSchoolParam() school: string) {
    return new Written({ teacher, school }, await this.commands.execute(new LeaveSchool(context, teacher, school)));
  }

  @Post(':teacher/transfers')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'A teacher has moved from one school to another, since a day that may be past.' })
  async transfer(@Command() context: CommandContext, @TeacherParam() teacher: string, @Body() body: TransferRequest) {
    const { from, effectiveOn, school, educationLevel, subject, hours } = body;
    const to = { school, educationLevel, subject, hours };
    return new Written(
      { teacher, school },
      await this.commands.execute(new TransferTeacher(context, teacher, from, to, effectiveOn)),
    );
  }

  @Post(':teacher/merging')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'This registration and another are one person: what it did counts for the other from now on.' })
  async merge(
    @Command() context: CommandContext,
    @TeacherParam() teacher: string,
    @Body() { into, reason }: MergeTeachersRequest,
  ) {
    return new Written(
      { merged: teacher, kept: into },
      await this.commands.execute(new MergeTeachers(context, teacher, into, reason)),
    );
  }

  @Post(':teacher/unmerging')
  @HttpCode(200)
  @Allow('coordinator')
  @ApiOperation({ summary: 'They are two people after all: each counts for themselves again.' })
  async unmerge(@Command() context: CommandContext, @TeacherParam() teacher: string, @Body() { reason }: UnmergeTeachersRequest) {
    return new Written({ teacher }, await this.commands.execute(new UnmergeTeachers(context, teacher, reason)));
  }

  @Post(':teacher/sign-in-code')
  @HttpCode(200)
  @Allow('coordinator')
  @Reads('teachers')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary:
      'A new one-time code for a teacher’s own record, also after the cycle has closed; the older is dead. The teacher reads who asked for it and why.',
  })
  recordCode(@Query() reader: QueryContext, @TeacherParam() teacher: string, @Body() { reason }: RecordCodeRequest) {
    return this.commands.execute(new IssueRecordCode(reader, teacher, reason));
  }

  @Post(':teacher/forgetting')
  @HttpCode(200)
  @Allow('data-protection-officer')
  @ApiOperation({ summary: 'Forget a person: destroys their key for ever and answers with the certificate.' })
  async forget(@Command() context: CommandContext, @TeacherParam() teacher: string) {
    const { certificate, alongside, executed } = await this.commands.execute(new ForgetPerson(context, teacher));
    const { destroyedAt, keyDigest } = certificate;
    const others = alongside.map((one) => ({ teacher: one.pseudonym, destroyedAt: one.destroyedAt, keyDigest: one.keyDigest }));
    return new Written({ teacher, destroyedAt, keyDigest, ...(others.length === 0 ? {} : { alongside: others }) }, executed);
  }

  /** A reading that is asked for with POST: a reason tells about a person, and what stands in an address ends in logs. */
  @Post(':teacher/identity')
  @HttpCode(200)
  @Allow('data-protection-officer')
  @Reads('teachers')
  @ApiOperation({ summary: 'Who is behind a pseudonym; the reason, in the body, goes to the access log. Changes nothing.' })
  identity(@Query() context: QueryContext, @TeacherParam() teacher: string, @Body() { reason }: IdentityRequest) {
    return this.queries.execute(new IdentityBehind(context, teacher, reason));
  }
}
