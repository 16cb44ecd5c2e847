import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { cycleDecider, cycleStream } from '#libs/contexts/rollout';
import { CohortReader } from '../queries/cohort-reader.js';
import { DIMENSIONS } from '../queries/answers.js';
import { BREAKDOWN, breakdown, measureBreakdown } from '../queries/results.js';
import { publishRelease, releaseDecider, releaseOf, releaseStream } from '../release.js';
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

const DEFINITIONS = ['reached', 'trained', 'learning-gain', 'self-rating-change'];

@CommandHandler(PublishRelease)
export class PublishReleaseHandler implements ICommandHandler<PublishRelease> {
  constructor(
    private readonly streams: Streams,
    private readonly cohort: CohortReader,
  ) {}

  async execute({ context, cycle, asked: { release, holdBack = false } }: PublishRelease): Promise<Executed> {
    const { tenant } = context;
    const { status } = await this.streams.state(cycleDecider, cycleStream(tenant, cycle));
    const { head, design, regional } = await this.cohort.cycle(tenant, cycle, ...DEFINITIONS);
    const { simulated, asOf, k, definitions } = head;
    const scales = await this.cohort.scales(tenant, design);
    const measures = await Promise.all(
      scales.map(async (scale) =>
        measureBreakdown(breakdown(scale, await this.cohort.results(tenant, cycle, scale, BREAKDOWN), k, regional)),
      ),
    );
    const people = await this.cohort.people(tenant, cycle, ['all', ...DIMENSIONS]);
    const { content, basis } = releaseOf({ people, measures }, { simulated, asOf, k, definitions, title: design.title });
    return this.streams.execute(
      context,
      releaseDecider,
      releaseStream(tenant, cycle),
      (state) => publishRelease({ cycle, release, holdBack, content, basis }, state, { cycleStatus: status }),
      { cycle },
    );
  }
}
