import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import { countryFactsOf } from '../country.js';
import { changeWindow, cycleDecider, cycleStream, invitingDesignOf } from '../cycle.js';
import { changeOwnWindow, participationDecider, participationStream } from '../participation.js';
import type { Stage, WindowChange, WindowScope } from '../rollout.events.js';
import { SCHOOL_CODE } from '../school.js';
import { PSEUDONYM } from './invite-teachers.js';
import { STAGES } from './plan-cycle.js';
import { RolloutReferences } from './references.js';
import { IsDateOrMoment, momentOf } from './requests.js';

export class ChangeWindowRequest {
  @ApiProperty({ enum: STAGES })
  @IsIn(STAGES)
  stage: Stage;

  @ApiPropertyOptional({
    description: 'ISO 3166-2. For one region; without region, school and person it is for everybody.',
    example: 'CL-BI',
  })
  @IsOptional()
  @Matches(/^[A-Z]{2}-[A-Z0-9]{1,3}$/)
  region?: string;

  @ApiPropertyOptional({ description: 'For one school.' })
  @IsOptional()
  @IsString()
  @Matches(SCHOOL_CODE)
  school?: string;

  @ApiPropertyOptional({ description: 'For one person: their pseudonym.' })
  @IsOptional()
  @Matches(PSEUDONYM)
  teacher?: string;

  @ApiPropertyOptional({ description: 'A date of the country or an RFC 3339 time. As it was where absent.' })
  @IsOptional()
  @IsDateOrMoment()
  opens?: string;

  @ApiProperty({ description: 'A date of the country, its last moment, or an RFC 3339 time.', example: '2023-09-08' })
  @IsDateOrMoment()
  closes: string;

  @ApiPropertyOptional({
    description: 'Until then what is handed in counts and is flagged late; the closing itself where absent.',
    example: '2023-09-15',
  })
  @IsOptional()
  @IsDateOrMoment()
  graceUntil?: string;

  @ApiProperty({
    description: 'Why; part of the record. For a region or a school nothing about a person; for a person it is sealed.',
    example: 'Schools closed by storms.',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  reason: string;
}

/** A window of a stage is extended, reopened or moved for a region, a school, a person or everybody. */
export class ChangeWindow extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly change: ChangeWindowRequest,
  ) {
    super();
  }
}

@CommandHandler(ChangeWindow)
export class ChangeWindowHandler implements ICommandHandler<ChangeWindow> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, cycle, change: asked }: ChangeWindow): Promise<Executed> {
    const { tenant, at } = context;
    const { timeZone } = countryFactsOf(await this.references.country(tenant));
    const { stage } = asked;
    const reason = asked.reason.trim();
    const scope = scopeOf(asked);
    const closes = momentOf(asked.closes, 'closes', timeZone, '/closes');
    const change: WindowChange = {
      stage,
      ...(scope === undefined ? {} : { scope }),
      ...(asked.opens === undefined ? {} : { opens: momentOf(asked.opens, 'opens', timeZone, '/opens') }),
      closes,
      graceUntil: asked.graceUntil === undefined ? closes : momentOf(asked.graceUntil, 'closes', timeZone, '/graceUntil'),
    };
    const place = await this.references.placeOf(tenant, scope);
    if (scope === undefined || !('teacher' in scope))
      return this.streams.execute(context, cycleDecider, cycleStream(tenant, cycle), (state) =>
        changeWindow({ cycle, at, change, reason }, state, place),
      );
    const { teacher } = scope;
    const timetable = invitingDesignOf(await this.references.cycle(tenant, cycle), cycle);
    return this.streams.execute(
      context,
      participationDecider,
      participationStream(tenant, cycle, teacher),
      (state) => changeOwnWindow({ teacher, cycle, at, change, reason }, state, { timetable, place }),
      { subject: teacher, cycle },
    );
  }
}

const scopeOf = ({ region, school, teacher }: ChangeWindowRequest): WindowScope | undefined => {
  const scopes: WindowScope[] = [
    ...(region === undefined ? [] : [{ region }]),
    ...(school === undefined ? [] : [{ school }]),
    ...(teacher === undefined ? [] : [{ teacher }]),
  ];
  if (scopes.length > 1) refuse('window-scope-unclear', {}, '');
  return scopes[0];
};
