import { Inject } from '@nestjs/common';
import { CommandBus, CommandHandler, Command, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Matches } from 'class-validator';
import type { CommandContext, Executed } from '#libs/commanding';
import type { QueryContext } from '#libs/http';
import { refuse } from '#libs/kernel';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { ParticipationDocument } from '../projections/participations.projection.js';
import type { SchoolDocument } from '../projections/schools.projection.js';
import type { TeacherDocument } from '../projections/teachers.projection.js';
import type { Letter, Letters } from '../queries/answers.js';
import { Identities } from '../queries/teachers.js';
import { SCHOOL_CODE } from '../school.js';
import { InviteTeachers } from './invite-teachers.js';

export class LettersRequest {
  @ApiProperty({ description: 'Code of the school whose letters are printed.', example: '900001' })
  @IsString()
  @Matches(SCHOOL_CODE)
  school: string;

  @ApiPropertyOptional({ description: 'Also for those who have agreed already; otherwise only who has not.', default: false })
  @IsOptional()
  @IsBoolean()
  everybody?: boolean;
}

/** New sign-in codes for the invited teachers of a school, with their names, for printing and cutting. */
export class IssueLetters extends Command<{
  readonly letters: Letters;
  readonly executed: Pick<Executed, 'revision' | 'position' | 'repeated'>;
}> {
  constructor(
    readonly context: CommandContext,
    /** Who reads the names: it goes to the access log. */
    readonly reader: QueryContext,
    readonly cycle: string,
    readonly asked: LettersRequest,
  ) {
    super();
  }
}

@CommandHandler(IssueLetters)
export class IssueLettersHandler implements ICommandHandler<IssueLetters> {
  constructor(
    private readonly commands: CommandBus,
    private readonly identities: Identities,
    @Inject(READ_STORE) private readonly documents: ReadStore,
  ) {}

  async execute({ context, reader, cycle, asked }: IssueLetters) {
    const { tenant } = context;
    const { school: code, everybody = false } = asked;
    const school = (await this.documents.get(tenant, 'schools', code)) as SchoolDocument | undefined;
    if (!school) return refuse('school-unknown', { school: code }, '/school');
    const asking = await findEvery<ParticipationDocument>(this.documents, tenant, 'participations', {
      filter: { cycle, school: code, merged: false, ...(everybody ? {} : { step: 'invited' }) },
    });
    const teachers = asking.filter(({ step }) => step !== 'withdrawn').map(({ teacher }) => teacher);
    if (teachers.length === 0) return refuse('nobody-to-write-to', { school: code, cycle });
    const { invitations, expiresAt, executed } = await this.commands.execute(new InviteTeachers(context, cycle, teachers));
    const people = await this.documents.getMany(tenant, 'teachers', teachers);
    const known = people.flatMap((person) => (person ? [person as unknown as TeacherDocument] : []));
    const identities = await this.identities.of(reader, known, { what: 'letters' });
    const names = new Map(known.map(({ teacher }, index) => [teacher, identities[index] ?? null]));
    const letters: Letters = {
      school: { code, name: school.name, municipality: school.municipality ?? null },
      letters: invitations
        .map(({ teacher, code: signIn }) => ({ teacher, identity: names.get(teacher) ?? null, code: signIn }))
        .sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'es')),
      expiresAt,
    };
    return { letters, executed };
  }
}

const nameOf = ({ identity }: Letter): string => (identity ? `${identity.familyName} ${identity.givenName}` : '');
