import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { cycleDecider, cycleStream } from '#libs/contexts/rollout';
import { ReleaseDrafts } from '../queries/release-draft.js';
import { publishRelease, releaseDecider, releaseStream } from '../release.js';
import { LABEL } from './requests.js';

export class PublishReleaseRequest {
  @ApiProperty({ description: 'Label of the release, unique in the cycle.', example: '1' })
  @IsString()
  @MaxLength(40)
  @Matches(LABEL)
  release: string;

  @ApiPropertyOptional({
    description:
      'Publish without the dimensions that would, held against an earlier release, tell about a few people; they wait for the next release.',
    default: false,
  })
  @IsOptional()
  @IsBoolean()
  holdBack?: boolean;
}

/** A cycle's aggregates go to the outside, as they stand, and stay as they were published. */
export class PublishRelease extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly asked: PublishReleaseRequest,
  ) {
    super();
  }
}

@CommandHandler(PublishRelease)
export class PublishReleaseHandler implements ICommandHandler<PublishRelease> {
  constructor(
    private readonly streams: Streams,
    private readonly drafts: ReleaseDrafts,
  ) {}

  async execute({ context, cycle, asked: { release, holdBack = false } }: PublishRelease): Promise<Executed> {
    const { tenant } = context;
    const { status } = await this.streams.state(cycleDecider, cycleStream(tenant, cycle));
    const { content, basis } = await this.drafts.draft(tenant, cycle);
    return this.streams.execute(
      context,
      releaseDecider,
      releaseStream(tenant, cycle),
      (state) => publishRelease({ cycle, release, holdBack, content, basis }, state, { cycleStatus: status }),
      { cycle },
    );
  }
}
