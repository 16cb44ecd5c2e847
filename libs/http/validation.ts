import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { refuse } from '#libs/kernel';
import type { Language } from './messages.js';

export interface FieldError {
  /** RFC 6901 pointer into the body (or the name of a parameter). */
  readonly field: string;
  /** Name of the rule that was broken: `isString`, `maxLength`, `unknownField`; `missing` where there is no value. */
  readonly code: string;
  readonly reason: string;
}

export class InvalidRequest extends Error {
  constructor(readonly errors: readonly FieldError[]) {
    super('invalid-request');
    this.name = 'InvalidRequest';
  }
}

/** Rules about what kind of value a field takes, the one that says most first. */
const KINDS = ['isArray', 'isObject', 'nestedValidation', 'isIn', 'isEnum', 'isBoolean', 'isInt', 'isNumber', 'isString'];
const TOO_SHORT = ['isNotEmpty', 'minLength', 'arrayMinSize'];

/**
 * One rule for each cause. A value that is missing or of another kind breaks the rules about its length, its size and its form as well, and one that is
 * too short those about its form: they have the same cause and say less. A text's own rule (`isMoment`) says more than that it is a text.
 */
const causes = (broken: Readonly<Record<string, string>>): readonly string[] => {
  const codes = Object.keys(broken);
  const kind = KINDS.find((code) => codes.includes(code));
  if (kind !== undefined && kind !== 'isString') return [kind];
  if (kind !== undefined) return [codes.find((code) => !(code in SPANISH)) ?? kind];
  const short = TOO_SHORT.find((code) => codes.includes(code));
  return short === undefined ? codes : [short];
};

const collect = (errors: readonly ValidationError[], path: string): FieldError[] =>
  errors.flatMap((error) => {
    const field = `${path}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const broken = error.constraints ?? {};
    const own = causes(broken).map((code): FieldError => {
      const reason = broken[code] ?? '';
      if (code === 'whitelistValidation')
        return { field, code: 'unknownField', reason: `${error.property} is not a field of this request` };
      if (error.value === undefined && KINDS.includes(code))
        return { field, code: 'missing', reason: `${error.property} is missing: ${reason}` };
      return { field, code, reason };
    });
    return [...own, ...collect(error.children ?? [], field)];
  });

interface Part {
  readonly value: unknown;
  readonly key: string;
  readonly within: Part | undefined;
  readonly depth: number;
}

const pointerOf = ({ key, within }: Part): string =>
  within === undefined ? '' : `${pointerOf(within)}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** As deep as what is stored may be. */
const DEEPEST = 64;

/**
 * What the class-based rules would let slip: names that every object inherits (`toString`) pass for known ones, and a body of a million
 * brackets ends them by a full stack. @throws InvalidRequest, Refusal malformed-body
 */
const checkShape = (body: unknown): void => {
  const open: Part[] = [{ value: body, key: '', within: undefined, depth: 0 }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { value, depth } = part;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > DEEPEST) refuse('malformed-body', { reason: 'not-storable' });
    for (const key of Object.keys(value)) {
      const member: Part = { value: (value as Record<string, unknown>)[key], key, within: part, depth: depth + 1 };
      if (!Array.isArray(value) && key in Object.prototype) {
        throw new InvalidRequest([
          { field: pointerOf(member), code: 'unknownField', reason: `${key} is not a field of this request` },
        ]);
      }
      if (typeof member.value === 'object') open.push(member);
    }
  }
};

/** Bodies and parameters are checked against their class; fields that are not declared are refused. */
class RequestValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body') checkShape(value);
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

export const requestValidation = (): ValidationPipe =>
  new RequestValidation({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false },
    exceptionFactory: (errors) => new InvalidRequest(collect(errors, '')),
  });

/** Spanish words for the rules that class-validator words in English. */
const SPANISH: Readonly<Record<string, string>> = {
  unknownField: 'no es un campo de esta solicitud',
  missing: 'falta',
  isString: 'debe ser un texto',
  isNotEmpty: 'no puede estar vacío',
  isInt: 'debe ser un número entero',
  isNumber: 'debe ser un número',
  isBoolean: 'debe ser verdadero o falso',
  isArray: 'debe ser una lista',
  isObject: 'debe ser un objeto',
  isIn: 'no es uno de los valores admitidos',
  isEnum: 'no es uno de los valores admitidos',
  isUuid: 'debe ser un identificador UUID',
  isEmail: 'debe ser una dirección de correo',
  isISO8601: 'debe ser una fecha ISO 8601',
  isRfc3339: 'debe ser una fecha y hora RFC 3339',
  matches: 'no tiene la forma esperada',
  maxLength: 'es demasiado largo',
  minLength: 'es demasiado corto',
  min: 'es menor que lo admitido',
  max: 'es mayor que lo admitido',
  arrayMaxSize: 'tiene demasiados elementos',
  arrayMinSize: 'tiene muy pocos elementos',
  nestedValidation: 'debe ser un objeto con sus campos',
};

/** The reason in the reader's language; English as class-validator words it (with the limits), Spanish by the rule's name. */
export const reasonIn = (error: FieldError, language: Language): string =>
  language === 'es' ? (SPANISH[error.code] ?? error.reason) : error.reason;
