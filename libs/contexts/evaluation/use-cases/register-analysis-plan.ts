import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { cycleDecider, cycleStream } from '#libs/contexts/rollout';
import { analysisPlanDecider, analysisPlanStream, registerAnalysisPlan } from '../analysis-plan.js';
import { BREAKDOWNS, MEASURE_KINDS, type BreakdownDimension, type MeasureKind } from '../queries/answers.js';
import { LABEL } from './requests.js';

export class RegisterAnalysisPlanRequest {
  @ApiProperty({ description: 'Label of the plan, unique in the cycle.', example: 'main' })
  @IsString()
  @MaxLength(40)
  @Matches(LABEL)
  plan: string;

  @ApiProperty({ enum: MEASURE_KINDS, isArray: true, example: ['test'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(MEASURE_KINDS, { each: true })
  measures: MeasureKind[];

  @ApiProperty({ enum: BREAKDOWNS, isArray: true, description: 'Groups that will be compared.', example: ['sector', 'rurality'] })
  @IsArray()
  @ArrayMaxSize(BREAKDOWNS.length)
  @ArrayUnique()
  @IsIn(BREAKDOWNS, { each: true })
  breakdowns: BreakdownDimension[];

  @ApiProperty({
    description: 'SHA-256 of the plan’s document, hexadecimal: the text stays with the evaluator.',
    example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  })
  @Matches(/^[0-9a-f]{64}$/)
  documentDigest: string;
}

/** What will be compared is laid down; whether that was before anybody could see the final results, its date tells. */
export class RegisterAnalysisPlan extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly plan: RegisterAnalysisPlanRequest,
  ) {
    super();
  }
}

@CommandHandler(RegisterAnalysisPlan)
export class RegisterAnalysisPlanHandler implements ICommandHandler<RegisterAnalysisPlan> {
  constructor(private readonly streams: Streams) {}

  async execute({ context, cycle, plan: asked }: RegisterAnalysisPlan): Promise<Executed> {
    const { plan, measures, breakdowns, documentDigest } = asked;
    const { status } = await this.streams.state(cycleDecider, cycleStream(context.tenant, cycle));
    return this.streams.execute(
      context,
      analysisPlanDecider,
      analysisPlanStream(context.tenant, cycle, plan),
      (state) =>
        registerAnalysisPlan({ cycle, plan, measures: [...measures], breakdowns: [...breakdowns], documentDigest }, state, {
          cycleStatus: status,
        }),
      { cycle },
    );
  }
}
