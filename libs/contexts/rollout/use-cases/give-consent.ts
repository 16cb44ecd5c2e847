import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { designOf } from '../cycle.js';
import { giveConsent, participationDecider, participationStream } from '../participation.js';
import type { Purpose } from '../rollout.events.js';
import { PURPOSES } from './plan-cycle.js';
import { RolloutReferences } from './references.js';
import { IsLanguage } from './requests.js';

export class GiveConsentRequest {
  @ApiProperty({ description: 'Version of the text that was read.', example: '1' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  version: string;

  @ApiProperty({ description: 'Language it was read in.', example: 'es-CL' })
  @IsLanguage()
  language: string;

  @ApiProperty({ description: 'What is agreed to; `take-part` is always among it.', enum: PURPOSES, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(PURPOSES.length)
  @ArrayUnique()
  @IsIn(PURPOSES, { each: true })
  purposes: Purpose[];
}

/** A teacher agrees to the cycle's consent text, purpose by purpose; the purposes named last are the ones that hold. */
export class GiveConsent extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly consent: { readonly version: string; readonly language: string; readonly purposes: readonly Purpose[] },
  ) {
    super();
  }
}

@CommandHandler(GiveConsent)
export class GiveConsentHandler implements ICommandHandler<GiveConsent> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, cycle, teacher, consent }: GiveConsent): Promise<Executed> {
    const { tenant } = context;
    const design = designOf(await this.references.cycle(tenant, cycle), cycle);
    return this.streams.execute(
      context,
      participationDecider,
      participationStream(tenant, cycle, teacher),
      (participation) => giveConsent({ teacher, cycle, ...consent }, participation, design.consent),
      { subject: teacher, cycle },
    );
  }
}
