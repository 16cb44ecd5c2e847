import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, Matches } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { instant } from '#libs/kernel';
import { invitingDesignOf } from '../cycle.js';
import { inviteTeacher, participationDecider, participationStream } from '../participation.js';
import { SIGN_IN_CODES, type CodeIssuer } from '../ports.js';
import { checkKnown } from '../teacher.js';
import { furthest, inLanes } from './lanes.js';
import { RolloutReferences } from './references.js';

export const MOST_INVITATIONS = 500;
export const PSEUDONYM = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export class InviteTeachersRequest {
  @ApiProperty({ description: 'Pseudonyms of registered teachers.', type: [String], maxItems: MOST_INVITATIONS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_INVITATIONS)
  @ArrayUnique()
  @Matches(PSEUDONYM, { each: true })
  teachers: string[];
}

export interface Invitation {
  readonly teacher: string;
  /** Shown this once; it works once. */
  readonly code: string;
}

export interface Invited {
  readonly invitations: readonly Invitation[];
  readonly expiresAt: string;
  readonly executed: Pick<Executed, 'revision' | 'position' | 'repeated'>;
}

/** Teachers are invited to a cycle and get a code to sign in with. Who was invited before gets a new code, and the old one works no
 * longer. All or none. */
export class InviteTeachers extends Command<Invited> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teachers: readonly string[],
  ) {
    super();
  }
}

/** How long a new sign-in code is good for, in milliseconds, unless a window ends later. */
export const CODE_LIFE = 7 * 24 * 3_600_000;

@CommandHandler(InviteTeachers)
export class InviteTeachersHandler implements ICommandHandler<InviteTeachers> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
    @Inject(SIGN_IN_CODES) private readonly codes: CodeIssuer,
  ) {}

  async execute({ context: asked, cycle, teachers }: InviteTeachers): Promise<Invited> {
    const context: CommandContext = { ...asked, ifMatch: undefined };
    const { tenant, at } = context;
    const planned = await this.references.cycle(tenant, cycle);
    const design = invitingDesignOf(planned, cycle);
    await inLanes(teachers, async (teacher, index) => {
      const field = `/teachers/${index}`;
      const person = await this.references.teacher(tenant, teacher);
      checkKnown(person, field);
      // Who was invited before and needs a new code may have left school since.
      const { invited } = await this.streams.state(participationDecider, participationStream(tenant, cycle, teacher));
      if (!invited) await this.references.checkEligible(tenant, planned, person, field);
    });
    const executed = await inLanes(teachers, (teacher) =>
      this.streams.execute(
        context,
        participationDecider,
        participationStream(tenant, cycle, teacher),
        (participation) => inviteTeacher({ teacher, cycle }, participation),
        { subject: teacher, cycle },
      ),
    );
    const inAWeek = instant(Date.parse(at) + CODE_LIFE);
    // As long as anybody's first stage can last, extensions included.
    const expiresAt = [...design.stages, ...(design.regionalWindows ?? []), ...design.windowChanges]
      .filter(({ stage }) => stage === 'self-assessment')
      .reduce((latest, { graceUntil }) => (graceUntil > latest ? graceUntil : latest), inAWeek);
    const codes = await this.codes.issue(
      tenant,
      teachers.map((teacher) => ({ role: 'teacher' as const, teacher })),
      expiresAt,
    );
    return {
      invitations: teachers.map((teacher, index) => ({ teacher, code: codes[index] as string })),
      expiresAt,
      executed: {
        revision: -1,
        position: furthest(executed.map(({ position }) => position)),
        repeated: executed.every(({ repeated }) => repeated),
      },
    };
  }
}
