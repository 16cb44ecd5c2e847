import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { EventStoreError } from '#libs/event-store';
import { isUnavailable, Refusal, type JsonObject } from '#libs/kernel';
import type { CallerRequest } from './caller.js';
import { languageOf, RefusalMessages, type Language } from './messages.js';
import { InvalidRequest, reasonIn } from './validation.js';

/** An error nobody foresaw: goes to the log with the id that the answer shows. */
export interface Unforeseen {
  readonly errorId: string;
  readonly error: unknown;
  readonly request: CallerRequest;
}
export const UNFORESEEN = Symbol('what is done with unforeseen errors');

interface BodyParserError extends Error {
  type: string;
  status: number;
  limit?: number;
}
const isBodyParserError = (error: unknown): error is BodyParserError =>
  error instanceof Error && typeof (error as Partial<BodyParserError>).type === 'string' && 'status' in error;

/** For the log: what the engine's driver said; what the event store says of it may name a person's stream. */
const reasonFor = (error: Error): string => {
  if (error.cause instanceof Error) return error.cause.message;
  return error instanceof EventStoreError ? error.code : error.message;
};

/** What body-parser found wrong, as a reason of `malformed-body`. */
const BODY_REASONS: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'no-json',
  'encoding.unsupported': 'encoding',
  'charset.unsupported': 'character-set',
  'request.size.invalid': 'length',
  'request.aborted': 'cut-off',
};

/** Values of `what` and `reason` in a refusal's details, as people read them. */
const WORDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'no-json': { en: 'it is not well-formed JSON', es: 'no es JSON bien formado' },
  encoding: { en: 'its encoding is not supported', es: 'su codificación no se admite' },
  'character-set': { en: 'its character set is not UTF-8', es: 'su juego de caracteres no es UTF-8' },
  length: { en: 'its length is not what Content-Length says', es: 'su largo no es el que indica Content-Length' },
  'cut-off': { en: 'it was cut off', es: 'llegó incompleto' },
  'not-storable': {
    en: 'it holds something that cannot be stored: broken characters, numbers beyond 2^53, or more than 64 levels',
    es: 'contiene algo que no se puede guardar: caracteres dañados, números mayores que 2^53 o más de 64 niveles',
  },
  unknown: { en: 'it is damaged', es: 'está dañado' },
  'page or route': { en: 'page or route', es: 'página o ruta' },
  country: { en: 'country', es: 'país' },
  cycle: { en: 'cycle', es: 'ciclo' },
  attempt: { en: 'attempt', es: 'intento' },
  enrolment: { en: 'enrolment', es: 'inscripción' },
  problem: { en: 'problem', es: 'problema' },
};

const inWords = (details: JsonObject, language: Language): JsonObject =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      (name === 'what' || name === 'reason') && typeof value === 'string' ? (WORDS[value]?.[language] ?? value) : value,
    ]),
  );

/** Turns everything that can go wrong into a problem document (RFC 9457) with the refusal's own type. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly messages: RefusalMessages,
    @Inject(UNFORESEEN) private readonly unforeseen: (report: Unforeseen) => void,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<CallerRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    if (error instanceof InvalidRequest) {
      const language = languageOf(request.headers['accept-language']);
      const errors = error.errors.map((one) => ({ field: one.field, code: one.code, reason: reasonIn(one, language) }));
      return this.#send(request, response, 'invalid-request', {}, { errors });
    }
    const refusal = this.#refusalOf(error);
    if (refusal && this.messages.get(refusal.code)) {
      if (refusal !== error && error instanceof Error) response.locals['because'] = reasonFor(error);
      return this.#send(
        request,
        response,
        refusal.code,
        refusal.details,
        refusal.field === undefined ? {} : { field: refusal.field },
      );
    }
    const errorId = randomUUID();
    this.unforeseen({ errorId, error, request });
    if (response.headersSent) {
      response.end();
      return;
    }
    const spanish = languageOf(request.headers['accept-language']) === 'es';
    response
      .status(500)
      .type('application/problem+json')
      .send({
        type: '/problems/internal-error',
        title: spanish ? 'Ocurrió un error que no esperábamos.' : 'Something went wrong that we did not foresee.',
        status: 500,
        detail: spanish
          ? `Repita la solicitud; si vuelve a ocurrir, informe el número ${errorId}.`
          : `Repeat the request; if it happens again, report the number ${errorId}.`,
        errorId,
        correlationId: request.correlationId,
      });
  }

  #refusalOf(error: unknown): Refusal | undefined {
    if (error instanceof Refusal) return error;
    if (error instanceof EventStoreError) {
      if (error.code === 'conflict') return new Refusal('too-busy', { stream: 'record' });
      if (error.code === 'too-large') return new Refusal('record-too-large', error.details);
      if (error.code === 'unknown-outcome') return new Refusal('outcome-unknown');
      if (error.retryable) return new Refusal('unavailable');
      return undefined;
    }
    if (isUnavailable(error)) return new Refusal('unavailable');
    // The framework wraps what came before it: the body's reader, the router.
    const cause = error instanceof HttpException ? (error.cause ?? error) : error;
    if (isBodyParserError(cause)) {
      if (cause.type === 'entity.too.large') return new Refusal('body-too-large', { limit: cause.limit ?? 0 });
      return new Refusal('malformed-body', { reason: BODY_REASONS[cause.type] ?? 'unknown' });
    }
    if (cause instanceof URIError) return new Refusal('malformed-address');
    if (error instanceof HttpException && error.getStatus() === 404) return new Refusal('not-found', { what: 'page or route' });
    if (error instanceof HttpException && error.getStatus() === 400) return new Refusal('malformed-body', { reason: 'unknown' });
    return undefined;
  }

  #send(request: CallerRequest, response: Response, code: string, details: JsonObject, more: object): void {
    const definition = this.messages.get(code);
    if (!definition) throw new RangeError(`the refusal ${code} is not declared`);
    if (response.headersSent) {
      response.end();
      return;
    }
    const language = languageOf(request.headers['accept-language']);
    const { tenant } = request.params;
    const zone = typeof tenant === 'string' ? request.settings?.timeZoneOf(tenant) : undefined;
    response.locals['problem'] = code;
    if (definition.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="cordillera"');
    if (definition.status === 503 && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', '1');
    if (definition.status === 429) response.setHeader('Retry-After', String(Number(details['seconds'] ?? 60)));
    response
      .status(definition.status)
      .setHeader('Content-Language', language)
      .type('application/problem+json')
      .send({
        type: `/problems/${code}`,
        title: this.messages.text(code, 'title', language, inWords(details, language), zone),
        status: definition.status,
        detail: this.messages.text(code, 'action', language, inWords(details, language), zone),
        ...more,
        ...(Object.keys(details).length > 0 ? { details } : {}),
        correlationId: request.correlationId,
      });
  }
}
