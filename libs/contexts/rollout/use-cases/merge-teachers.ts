import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { mergeTeachers, teacherDecider, teacherStream, unmergeTeachers } from '../teacher.js';
import { PSEUDONYM } from './invite-teachers.js';
import { Duplicates } from './duplicates.js';
import { RolloutReferences } from './references.js';

class ReasonRequest {
  @ApiProperty({ description: 'Why; part of the record, so nothing personal.', example: 'Registered again under a mistyped id.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  reason: string;
}

export class MergeTeachersRequest extends ReasonRequest {
  @ApiProperty({ description: 'Pseudonym of the registration that counts from now on.' })
  @Matches(PSEUDONYM)
  into: string;
}
export class UnmergeTeachersRequest extends ReasonRequest {}

/** A person who was registered twice is one again: what the second registration did counts for the first. Can be taken back. */
export class MergeTeachers extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly merged: string,
    readonly kept: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(MergeTeachers)
export class MergeTeachersHandler implements ICommandHandler<MergeTeachers> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
    private readonly duplicates: Duplicates,
  ) {}

  async execute({ context, merged, kept, reason }: MergeTeachers): Promise<Executed> {
    const { tenant } = context;
    const [survivor] = await Promise.all([this.references.teacher(tenant, kept), this.references.teacher(tenant, merged)]);
    const [mergedIntoThis, conflicts] = await Promise.all([
      this.duplicates.mergedInto(tenant, merged),
      this.duplicates.conflicts(tenant, merged, kept),
    ]);
    return this.streams.execute(
      context,
      teacherDecider,
      teacherStream(tenant, merged),
      (state) => mergeTeachers({ merged, kept, reason }, state, { kept: survivor, mergedIntoThis, conflicts }),
      { subject: merged },
    );
  }
}

export class UnmergeTeachers extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly merged: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(UnmergeTeachers)
export class UnmergeTeachersHandler implements ICommandHandler<UnmergeTeachers> {
  constructor(private readonly streams: Streams) {}

  execute({ context, merged, reason }: UnmergeTeachers): Promise<Executed> {
    return this.streams.execute(
      context,
      teacherDecider,
      teacherStream(context.tenant, merged),
      (state) => unmergeTeachers({ merged, reason }, state),
      { subject: merged },
    );
  }
}
