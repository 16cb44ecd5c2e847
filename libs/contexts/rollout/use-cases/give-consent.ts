import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { designOf } from '../cycle.js';
import { giveConsent, participationDecider, participationStream } from '../participation.js';
import type { Purpose } from '../rollout.events.js';
import { PURPOSES } from './plan-cycle.js';
import { furthest } from './lanes.js';
import { Registrations } from './registrations.js';
import { checkKnown } from '../teacher.js';
import { RolloutReferences } from './references.js';
import { instant } from '#libs/kernel';
import { IsLanguage, IsMoment } from './requests.js';

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

export class PaperConsentRequest extends GiveConsentRequest {
  @ApiProperty({
    description: 'When it was signed, as the sheet says; when it is entered is kept beside it.',
    example: '2023-05-12T10:00:00-04:00',
  })
  @IsMoment()
  occurredAt: string;
}

/** A teacher agrees to the cycle's consent text, purpose by purpose; the purposes named last are the ones that hold. */
export class GiveConsent extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly teacher: string,
    readonly consent: { readonly version: string; readonly language: string; readonly purposes: readonly Purpose[] },
    /** When it was signed on paper; on the pages where absent. */
    readonly signedAt?: string,
  ) {
    super();
  }
}

@CommandHandler(GiveConsent)
export class GiveConsentHandler implements ICommandHandler<GiveConsent> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
    private readonly registrations: Registrations,
  ) {}

  async execute({ context: given, cycle, teacher, consent, signedAt }: GiveConsent): Promise<Executed> {
    const { tenant } = given;
    const context = signedAt === undefined ? given : { ...given, occurredAt: instant(Date.parse(signedAt)) };
    const entered = signedAt === undefined ? {} : ({ entered: 'paper' } as const);
    const design = designOf(await this.references.cycle(tenant, cycle), cycle);
    const person = await this.references.teacher(tenant, teacher);
    const give = (registration: string) =>
      this.streams.execute(
        context,
        participationDecider,
        participationStream(tenant, cycle, registration),
        (participation) => {
          checkKnown(person);
          return giveConsent({ teacher: registration, cycle, ...consent, ...entered }, participation, design.consent);
        },
        { subject: registration, cycle },
      );
    const [first = teacher, ...others] = await this.#askedUnder(tenant, cycle, teacher);
    const executed = await give(first);
    const positions = [executed.position];
    for (const other of others) positions.push((await give(other)).position);
    return { ...executed, position: furthest(positions) };
  }

  /** Where the person was asked, and where what they said before would go on saying something else. */
  async #askedUnder(tenant: string, cycle: string, teacher: string): Promise<readonly string[]> {
    const registrations = await this.registrations.onRecord(tenant, teacher);
    if (registrations.length === 1) return [teacher];
    const states = await Promise.all(
      registrations.map((one) => this.streams.state(participationDecider, participationStream(tenant, cycle, one))),
    );
    const asked = registrations.filter((_, index) => states[index]?.invited);
    return asked.filter((one, index) => {
      const state = states[registrations.indexOf(one)];
      return index === 0 || (state?.purposes.length ?? 0) > 0 || state?.withdrawn === true;
    });
  }
}
