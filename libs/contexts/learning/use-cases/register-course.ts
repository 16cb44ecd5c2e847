import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  Validate,
  ValidateNested,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { courseDecider, courseStream, registerCourse } from '../course.js';
import type { CourseContent, Localised } from '../learning.events.js';

const TAG = /^[a-z]{2,3}(?:-[0-9A-Za-z]{2,8})*$/;
export const ID = /^[0-9a-z][0-9a-z-]{0,59}$/;

@ValidatorConstraint({ name: 'isLocalised' })
class LocalisedConstraint implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value);
    return (
      entries.length > 0 &&
      entries.length <= 20 &&
      entries.every(([tag, text]) => TAG.test(tag) && typeof text === 'string' && text.trim() !== '' && text.length <= 4000)
    );
  }
  defaultMessage(): string {
    return '$property must map language tags (BCP 47) to texts of at most 4000 characters';
  }
}

const LOCALISED = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Text by language tag (BCP 47).',
  example: { es: 'Evaluar con medios digitales', en: 'Assessing with digital means' },
} as const;

export class DevelopsRequest {
  @ApiProperty({ example: '4.1' })
  @IsString()
  @MaxLength(40)
  competency: string;

  @ApiProperty({ minimum: 0, maximum: 5, description: 'Proficiency level it starts from, 0 (A1) to 5 (C2).' })
  @IsInt()
  @Min(0)
  @Max(5)
  from: number;

  @ApiProperty({ minimum: 0, maximum: 5, description: 'Proficiency level it leads to.' })
  @IsInt()
  @Min(0)
  @Max(5)
  to: number;
}

export class RegisterCourseRequest implements CourseContent {
  @ApiProperty({ example: 'cl-05', pattern: ID.source })
  @Matches(ID)
  course: string;

  @ApiProperty(LOCALISED)
  @Validate(LocalisedConstraint)
  title: Localised;

  @ApiProperty(LOCALISED)
  @Validate(LocalisedConstraint)
  description: Localised;

  @ApiProperty()
  @IsString()
  @MaxLength(200)
  provider: string;

  @ApiProperty({ minimum: 4, maximum: 40, description: 'Hours of work.' })
  @IsInt()
  @Min(4)
  @Max(40)
  hours: number;

  @ApiProperty({ example: 'es-CL' })
  @Matches(TAG)
  language: string;

  @ApiProperty({ type: () => DevelopsRequest, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => DevelopsRequest)
  develops: DevelopsRequest[];

  @ApiProperty(LOCALISED)
  @Validate(LocalisedConstraint)
  accessibility: Localised;

  @ApiProperty({ description: 'Whether it can be followed without a connection.' })
  @IsBoolean()
  offline: boolean;

  @ApiProperty({ example: 'CC-BY-4.0' })
  @IsString()
  @MaxLength(60)
  licence: string;
}

export class RegisterCourse extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly content: CourseContent,
  ) {
    super();
  }
}

@CommandHandler(RegisterCourse)
export class RegisterCourseHandler implements ICommandHandler<RegisterCourse> {
  constructor(private readonly streams: Streams) {}

  execute({ context, content }: RegisterCourse): Promise<Executed> {
    const { course, title, description, provider, hours, language, develops, accessibility, offline, licence } = content;
    // A request's instance becomes a plain value, which is what can be stored.
    const plain: CourseContent = {
      course,
      title: { ...title },
      description: { ...description },
      provider,
      hours,
      language,
      develops: develops.map(({ competency, from, to }) => ({ competency, from, to })),
      accessibility: { ...accessibility },
      offline,
      licence,
    };
    return this.streams.execute(context, courseDecider, courseStream(context.tenant, course), (state) =>
      registerCourse(plain, state),
    );
  }
}
