import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import { designOf } from '../cycle.js';
import { participationDecider, participationStream, remindTeacher } from '../participation.js';
import type { ReminderChannel, Stage } from '../rollout.events.js';
import { MOST_INVITATIONS, PSEUDONYM } from './invite-teachers.js';
import { Registrations, type OwnRegistrations } from './registrations.js';
import { furthest, inLanes } from './lanes.js';
import { STAGES } from './plan-cycle.js';
import { RolloutReferences } from './references.js';
import { LABEL } from './requests.js';

export const CHANNELS = ['paper', 'email', 'telephone', 'meeting', 'message'] as const satisfies readonly ReminderChannel[];

export class RemindTeachersRequest {
  @ApiProperty({ description: 'Pseudonyms of invited teachers.', type: [String], maxItems: MOST_INVITATIONS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_INVITATIONS)
  @ArrayUnique()
  @Matches(PSEUDONYM, { each: true })
  teachers: string[];

  @ApiProperty({ enum: STAGES })
  @IsIn(STAGES)
  stage: Stage;

  @ApiProperty({ description: 'Which round of reminders it is: a day, or a name.', example: '2023-05-22' })
  @IsString()
  @MaxLength(40)
  @Matches(LABEL)
  wave: string;

  @ApiProperty({ description: 'How they were reminded; by people, not by this system.', enum: CHANNELS })
  @IsIn(CHANNELS)
  channel: ReminderChannel;
}

export interface Reminded {
  /** How many were reminded now; who had been in this wave already is not counted again. */
  readonly reminded: number;
  readonly executed: Pick<Executed, 'revision' | 'position' | 'repeated'>;
}

/** That people were reminded is recorded. All or none: one who withdrew stops the whole list before anything is written. */
export class RemindTeachers extends Command<Reminded> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly reminder: RemindTeachersRequest,
  ) {
    super();
  }
}

@CommandHandler(RemindTeachers)
export class RemindTeachersHandler implements ICommandHandler<RemindTeachers> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
    private readonly registrations: Registrations,
  ) {}

  async execute({ context: asked, cycle, reminder }: RemindTeachers): Promise<Reminded> {
    const context: CommandContext = { ...asked, ifMatch: undefined };
    const { tenant } = context;
    const { teachers, stage, wave, channel } = reminder;
    designOf(await this.references.cycle(tenant, cycle), cycle);
    const remind = (teacher: string) => ({ teacher, cycle, stage, wave, channel });
    const reached = await inLanes(teachers, async (teacher, index) => {
      const { status } = await this.references.teacher(tenant, teacher);
      if (status === 'erased') refuse('person-forgotten', { teacher }, `/teachers/${index}`);
      const registrations = await this.registrations.onRecord(tenant, teacher);
      const person = await this.registrations.participation(tenant, cycle, teacher, registrations);
      remindTeacher(remind(teacher), person);
      return { person, under: await this.#invitedAs(tenant, cycle, teacher, registrations) };
    });
    const executed = await inLanes(reached, ({ person: { withdrawn, reminded = [] }, under }) =>
      this.streams.execute(
        context,
        participationDecider,
        participationStream(tenant, cycle, under),
        (participation) =>
          remindTeacher(remind(under), {
            ...participation,
            withdrawn,
            reminded: [...reminded, ...(participation.reminded ?? [])],
          }),
        { subject: under, cycle },
      ),
    );
    return {
      reminded: executed.filter(({ events }) => events.length > 0).length,
      executed: {
        revision: -1,
        position: furthest(executed.map(({ position }) => position)),
        repeated: executed.every(({ repeated }) => repeated),
      },
    };
  }

  /** The registration under which a person was invited; the one that counts where it was. */
  async #invitedAs(tenant: string, cycle: string, teacher: string, registrations: OwnRegistrations): Promise<string> {
    if (registrations.length === 1) return teacher;
    for (const one of registrations)
      if ((await this.streams.state(participationDecider, participationStream(tenant, cycle, one))).invited) return one;
    return teacher;
  }
}
