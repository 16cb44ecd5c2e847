import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { adoptCrosswalk, crosswalkDecider, crosswalkStream, parseCrosswalk } from '../crosswalk.js';
import { adoptedVersionOf, frameworkDecider, frameworkStream } from '../framework.js';

export class AdoptCrosswalkRequest {
  @ApiProperty({
    description: 'The crosswalk’s file: its two frameworks, who decided it, and the alignments one by one.',
    type: 'object',
    additionalProperties: true,
    example: {
      id: 'digcompedu-2017-to-ict-cft-v3',
      version: 2,
      from: { framework: 'digcompedu-2017', version: 1 },
      to: { framework: 'ict-cft-v3', version: 1 },
      decidedBy: 'Technical advisory council',
      official: false,
      note: { en: 'Our own alignment.', es: 'Correspondencia propia.' },
      alignments: [{ from: '3.1', to: '3.KA', relation: 'related' }],
    },
  })
  @IsObject()
  content: object;
}

/** A version of a crosswalk becomes the country's own; both frameworks were adopted before. */
export class AdoptCrosswalk extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    /** The crosswalk's file. */
    readonly content: unknown,
  ) {
    super();
  }
}

@CommandHandler(AdoptCrosswalk)
export class AdoptCrosswalkHandler implements ICommandHandler<AdoptCrosswalk> {
  constructor(private readonly streams: Streams) {}

  async execute({ context, content }: AdoptCrosswalk): Promise<Executed> {
    const { tenant } = context;
    const crosswalk = parseCrosswalk(content);
    const adopted = async ({ framework, version }: { framework: string; version: number }) =>
      adoptedVersionOf(await this.streams.state(frameworkDecider, frameworkStream(tenant, framework)), {
        framework,
        version: String(version),
      });
    const frameworks = { from: await adopted(crosswalk.from), to: await adopted(crosswalk.to) };
    return this.streams.execute(context, crosswalkDecider, crosswalkStream(tenant, crosswalk.id), (state) =>
      adoptCrosswalk(crosswalk, state, frameworks),
    );
  }
}
