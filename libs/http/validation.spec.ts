import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { bodyRule } from './body-rules.js';
import { InvalidRequest, reasonIn, requestValidation, type FieldError } from './validation.js';

const IsColour = bodyRule('isColour', (value) => value === 'red', 'must be a colour, such as red');

class Part {
  @IsString()
  @MinLength(1)
  name!: string;
}
class Request {
  @IsString()
  @MinLength(1)
  @MaxLength(5)
  @Matches(/^[a-z]+$/)
  title!: string;

  @IsInt()
  @Min(1)
  @Max(9)
  count!: number;

  @IsString()
  @IsIn(['a', 'b'])
  kind!: string;

  @IsOptional()
  @IsString()
  @MaxLength(3)
  @IsColour()
  colour?: string;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @IsString({ each: true })
  @MinLength(2, { each: true })
  names?: string[];

  @IsOptional()
  @ValidateNested()
  @Type(() => Part)
  part?: Part;
}

const good = { title: 'abc', count: 1, kind: 'a' };
const errorsOf = async (body: object): Promise<readonly FieldError[]> => {
  try {
    await requestValidation().transform(body, { type: 'body', metatype: Request });
  } catch (error) {
    if (error instanceof InvalidRequest) return error.errors;
    throw error;
  }
  return [];
};
const said = async (body: object) => (await errorsOf(body)).map(({ field, code }) => [field, code]);

describe('what is wrong with a request', () => {
  it('is one reason for a field that is missing, and says that it is', async () => {
    expect(await said({})).toEqual([
      ['/title', 'missing'],
      ['/count', 'missing'],
      ['/kind', 'missing'],
    ]);
    const [title, , kind] = await errorsOf({});
    expect(title?.reason).toBe('title is missing: title must be a string');
    expect(kind?.reason).toContain('one of the following values: a, b');
    expect(title && reasonIn(title, 'es')).toBe('falta');
  });

  it.each([
    [{ title: 7 }, [['/title', 'isString']]],
    [{ title: null }, [['/title', 'isString']]],
    [{ title: '' }, [['/title', 'minLength']]],
    [{ title: 'ABC' }, [['/title', 'matches']]],
    [{ count: 'many' }, [['/count', 'isInt']]],
    [{ count: 0 }, [['/count', 'min']]],
    [{ kind: 3 }, [['/kind', 'isIn']]],
    [{ colour: 7 }, [['/colour', 'isColour']]],
    [{ names: 'x' }, [['/names', 'isArray']]],
    [{ names: [] }, [['/names', 'arrayMinSize']]],
    [{ names: [5] }, [['/names', 'isString']]],
    [{ part: {} }, [['/part/name', 'missing']]],
    [{ part: 5 }, [['/part', 'nestedValidation']]],
    [{ more: 1 }, [['/more', 'unknownField']]],
  ])('in %j is one reason for one cause', async (wrong, expected) => {
    expect(await said({ ...good, ...wrong })).toEqual(expected);
  });

  it('is as many reasons as there are causes', async () => {
    expect((await said({ ...good, title: 'ABCDEF' })).map(([, code]) => code).sort()).toEqual(['matches', 'maxLength']);
    expect(await said({ title: 'TOO', count: 10, kind: 'c' })).toEqual([
      ['/title', 'matches'],
      ['/count', 'max'],
      ['/kind', 'isIn'],
    ]);
  });
});
