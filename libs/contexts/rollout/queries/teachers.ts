import { Inject, Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { Transform } from 'class-transformer';
import { pageOf, PageRequest, type QueryContext, type Page } from '#libs/http';
import { refuse } from '#libs/kernel';
import { KEY_STORE, openSealed, type DestructionCertificate, type KeyStore } from '#libs/privacy';
import { READ_STORE, type Filter, type ReadStore } from '#libs/read-store';
import { IDENTITY_READ_LOG, type IdentityReadLog } from '../ports.js';
import { participationKey, STEPS, type ParticipationDocument, type Step } from '../projections/participations.projection.js';
import type { TeacherDocument } from '../projections/teachers.projection.js';
import { SCHOOL_CODE } from '../school.js';
import { JointParticipations } from './joint-participations.js';
import type { Identity } from '../use-cases/register-teacher.js';

const PIECES = {
  'baseline-self-rating': 'baselineRating',
  'baseline-test': 'baselineTest',
  'final-self-rating': 'finalRating',
  'final-test': 'finalTest',
} as const satisfies Record<string, keyof ParticipationDocument>;
type Piece = keyof typeof PIECES;

export class TeachersRequest extends PageRequest {
  @ApiPropertyOptional({ description: 'Only who takes part in this cycle, with how far they have come.', example: '2023' })
  @IsOptional()
  @Matches(/^[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*$/)
  @MaxLength(20)
  cycle?: string;

  @ApiPropertyOptional({ description: 'Only who works mainly at this school.', example: '900001' })
  @IsOptional()
  @Matches(SCHOOL_CODE)
  school?: string;

  @ApiPropertyOptional({ description: 'With a cycle: only who stands at this step.', enum: STEPS })
  @IsOptional()
  @IsIn(STEPS)
  step?: Step;

  @ApiPropertyOptional({
    description: 'With a cycle: only who has not handed this in (whom to remind).',
    enum: Object.keys(PIECES),
  })
  @IsOptional()
  @IsIn(Object.keys(PIECES))
  without?: Piece;

  @ApiPropertyOptional({ description: 'With a cycle: only who handed something in late, or nothing late.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  late?: boolean;
}

export class IdentityRequest {
  @ApiProperty({
    description: 'Why the identity is needed; written to the access log.',
    example: 'Request for correction, case 17',
  })
  @IsString()
  @IsNotEmpty()
  @MinLength(5)
  @MaxLength(500)
  reason: string;
}

/** A teacher as a coordinator sees them: who they are, where they work, how far they have come; never what they answered. */
export type IdentifiedTeacher = Omit<TeacherDocument, 'identity'> & {
  /** `null` for somebody who was forgotten. */
  readonly identity: Identity | null;
  readonly participation?: Omit<ParticipationDocument, 'teacher' | 'cycle'> | null;
};

/** Opens identities, and lets nobody see them before the access log knows. */
@Injectable()
export class Identities {
  constructor(
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(IDENTITY_READ_LOG) private readonly log: IdentityReadLog,
  ) {}

  async of(
    context: QueryContext,
    teachers: readonly TeacherDocument[],
    asked: { readonly what: string; readonly reason?: string },
  ): Promise<readonly (Identity | null)[]> {
    const { tenant, caller, at, correlationId } = context;
    const subjects = teachers.filter(({ identity }) => identity !== undefined).map(({ teacher }) => teacher);
    if (subjects.length === 0) return teachers.map(() => null);
    const keys = await this.keys.keys(tenant, subjects);
    await this.log.record({ tenant, actor: caller.subject, role: caller.role, subjects, ...asked, at, correlationId });
    return teachers.map(({ teacher, identity }) => {
      const key = keys.get(teacher);
      // No key: forgotten a moment ago, the view follows.
      return identity && key ? (openSealed(identity, key) as unknown as Identity) : null;
    });
  }
}

/** Teachers with names, for the country's coordinators. */
export class Teachers extends Query<Page<IdentifiedTeacher>> {
  constructor(
    readonly context: QueryContext,
    readonly request: TeachersRequest,
  ) {
    super();
  }
}

@QueryHandler(Teachers)
export class TeachersHandler implements IQueryHandler<Teachers> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly identities: Identities,
    private readonly joint: JointParticipations,
  ) {}

  async execute({ context, request }: Teachers): Promise<Page<IdentifiedTeacher>> {
    const { cycle, school } = request;
    if (cycle === undefined || school !== undefined) return this.#byTeacher(context, request);
    return this.#byParticipation(context, cycle, request);
  }

  async #byParticipation(context: QueryContext, cycle: string, request: TeachersRequest): Promise<Page<IdentifiedTeacher>> {
    const { step, without, late, limit, cursor } = request;
    const filter: Filter = {
      ...(step === undefined ? {} : { step }),
      ...(without === undefined ? {} : { [PIECES[without]]: { in: [null, 'started'] } }),
      ...(late === undefined ? {} : { late }),
    };
    const { tenant } = context;
    const found = await this.joint.page(tenant, cycle, { filter, limit, cursor }, (one) => fits(one, request));
    const teachers = await this.documents.getMany(
      tenant,
      'teachers',
      found.items.map(({ teacher }) => teacher),
    );
    // A view may be a moment ahead of the other: who is only in one of them shows up with the next read.
    const both = found.items.flatMap((participation, index) => {
      const teacher = teachers[index] as TeacherDocument | undefined;
      return teacher ? [{ teacher, participation }] : [];
    });
    return { items: await this.#identified(context, both), next: found.next };
  }

  async #byTeacher(context: QueryContext, request: TeachersRequest): Promise<Page<IdentifiedTeacher>> {
    const { cycle, school, limit, cursor } = request;
    const { tenant } = context;
    const filter: Filter = school === undefined ? {} : { school };
    const found = await pageOf<TeacherDocument>(this.documents, tenant, 'teachers', { filter, limit, cursor });
    if (cycle === undefined)
      return {
        items: await this.#identified(
          context,
          found.items.map((teacher) => ({ teacher })),
        ),
        next: found.next,
      };
    const participations = await this.documents.getMany(
      tenant,
      'participations',
      found.items.map(({ teacher }) => participationKey(cycle, teacher)),
    );
    // A school has few teachers: what does not fit is left out of the page here, which may make it shorter.
    const joint = new Map((await this.joint.of(tenant, cycle)).map((one) => [one.joint.teacher, one.joint]));
    const both = found.items.flatMap((teacher, index) => {
      const participation = joint.get(teacher.teacher) ?? (participations[index] as ParticipationDocument | undefined);
      return participation && fits(participation, request) ? [{ teacher, participation }] : [];
    });
    return { items: await this.#identified(context, both), next: found.next };
  }

  async #identified(
    context: QueryContext,
    found: readonly { readonly teacher: TeacherDocument; readonly participation?: ParticipationDocument }[],
  ): Promise<IdentifiedTeacher[]> {
    const identities = await this.identities.of(
      context,
      found.map(({ teacher }) => teacher),
      { what: 'teachers' },
    );
    return found.map(({ teacher: { identity: _sealed, ...teacher }, participation }, index) => {
      const identity = identities[index] ?? null;
      if (!participation) return { ...teacher, identity };
      const { teacher: _teacher, cycle: _cycle, ...progress } = participation;
      return { ...teacher, identity, participation: progress };
    });
  }
}

const fits = (one: ParticipationDocument, { step, without, late }: TeachersRequest): boolean =>
  (step === undefined || one.step === step) &&
  (without === undefined || one[PIECES[without]] !== 'submitted') &&
  (late === undefined || one.late === late);

/** One teacher with their name, for the country's coordinators. */
export class TeacherByPseudonym extends Query<IdentifiedTeacher> {
  constructor(
    readonly context: QueryContext,
    readonly teacher: string,
  ) {
    super();
  }
}

@QueryHandler(TeacherByPseudonym)
export class TeacherByPseudonymHandler implements IQueryHandler<TeacherByPseudonym> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly identities: Identities,
  ) {}

  async execute({ context, teacher }: TeacherByPseudonym): Promise<IdentifiedTeacher> {
    const found = (await this.documents.get(context.tenant, 'teachers', teacher)) as TeacherDocument | undefined;
    if (!found) return refuse('teacher-unknown', { teacher });
    const [identity] = await this.identities.of(context, [found], { what: 'teacher' });
    const { identity: _sealed, ...rest } = found;
    return { ...rest, identity: identity ?? null };
  }
}

/** Who is behind a pseudonym, for the data protection officer, with the reason given. */
export class IdentityBehind extends Query<{
  readonly teacher: string;
  readonly identity: Identity | null;
  readonly erased: boolean;
  /** Where the person was forgotten. */
  readonly certificate?: DestructionCertificate;
}> {
  constructor(
    readonly context: QueryContext,
    readonly teacher: string,
    readonly reason: string,
  ) {
    super();
  }
}

@QueryHandler(IdentityBehind)
export class IdentityBehindHandler implements IQueryHandler<IdentityBehind> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    private readonly identities: Identities,
  ) {}

  async execute({ context, teacher, reason }: IdentityBehind) {
    const found = (await this.documents.get(context.tenant, 'teachers', teacher)) as TeacherDocument | undefined;
    if (!found) return refuse('teacher-unknown', { teacher });
    const [identity] = await this.identities.of(context, [found], { what: 'identity', reason });
    if (identity) return { teacher, identity, erased: false };
    return { teacher, identity: null, erased: true, certificate: await this.keys.certificate(context.tenant, teacher) };
  }
}
