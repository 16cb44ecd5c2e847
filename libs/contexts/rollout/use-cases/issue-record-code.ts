import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import type { QueryContext } from '#libs/http';
import { instant, refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import { SIGN_IN_CODES, type CodeIssuer } from '../ports.js';
import type { TeacherDocument } from '../projections/teachers.projection.js';
import type { RecordCode } from '../queries/answers.js';
import { Identities } from '../queries/teachers.js';
import { checkKnown } from '../teacher.js';
import { CODE_LIFE } from './invite-teachers.js';
import { RolloutReferences } from './references.js';

export class RecordCodeRequest {
  @ApiProperty({
    description: 'Why, and how it was made sure who asks; the teacher reads it on the record.',
    example: 'Asked by telephone; identity checked by the school',
  })
  @IsString()
  @MinLength(5)
  @MaxLength(500)
  reason: string;
}

/**
 * A code with which a registered teacher signs in to their own record, whatever became of the cycles: what is stored about somebody stays theirs to
 * read, keep and have forgotten after the last window has closed. It invites to nothing. Asked again it makes another one, and the older is dead.
 */
export class IssueRecordCode extends Command<RecordCode> {
  constructor(
    /** Who makes the code and reads the name: it goes to the access log, where the teacher sees it. */
    readonly reader: QueryContext,
    readonly teacher: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(IssueRecordCode)
export class IssueRecordCodeHandler implements ICommandHandler<IssueRecordCode> {
  constructor(
    private readonly references: RolloutReferences,
    private readonly identities: Identities,
    @Inject(READ_STORE) private readonly documents: ReadStore,
    @Inject(SIGN_IN_CODES) private readonly codes: CodeIssuer,
  ) {}

  async execute({ reader, teacher, reason }: IssueRecordCode): Promise<RecordCode> {
    const { tenant, at } = reader;
    // Of somebody who was merged into another, the other's record is the one that counts.
    checkKnown(await this.references.teacher(tenant, teacher));
    const known = (await this.documents.get(tenant, 'teachers', teacher)) as TeacherDocument | undefined;
    if (!known) return refuse('teacher-unknown', { teacher });
    // Logged before there is a code: nobody gets into a record without its owner being told.
    const [identity] = await this.identities.of(reader, [known], { what: 'sign-in-code', reason });
    if (!identity) return refuse('person-forgotten', { teacher });
    const expiresAt = instant(Date.parse(at) + CODE_LIFE);
    const [code] = await this.codes.issue(tenant, [{ role: 'teacher', teacher }], expiresAt);
    if (code === undefined) throw new Error('no code was issued for the one who was asked for');
    return { teacher, identity, code, expiresAt };
  }
}
