import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { digestOf, type CommandContext } from '#libs/commanding';
import { commandIdOf, instant, isCycleLabel, isUuid, NotCanonical, refuse } from '#libs/kernel';
import { actorOf, type Caller, type CallerRequest } from './caller.js';
import { languageOf, type Language } from './messages.js';
import { revisionIn } from './tags.js';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

const revisionOf = (header: string | undefined): number | undefined => {
  if (header === undefined || header === '*') return undefined;
  return revisionIn(header) ?? refuse('if-match-malformed', { tag: header.slice(0, 40) }, 'If-Match');
};

/** @throws Refusal malformed-body for what has no canonical form and can never be stored */
const bodyDigest = (secret: Buffer, request: CallerRequest): string => {
  try {
    return digestOf(secret, request.bodyDigestInput ?? request.body);
  } catch (error) {
    if (error instanceof NotCanonical) return refuse('malformed-body', { reason: 'not-storable' }, error.pointer);
    throw error;
  }
};

/** The command's context from the request: identity, digest, If-Match, time. The guard has been here before. */
export const commandContextOf = (request: CallerRequest): CommandContext => {
  const { caller, settings } = request;
  if (!caller || !settings) throw new Error('a command needs a caller: the route is public');
  const tenant = String(request.params['tenant'] ?? '');
  const header = request.headers['idempotency-key'];
  const key = typeof header === 'string' ? header : randomUUID();
  if (!IDEMPOTENCY_KEY.test(key)) refuse('idempotency-key-malformed');
  const correlationId = request.correlationId ?? randomUUID();
  const commandId = commandIdOf(tenant, caller.subject, `${request.method} ${request.path}`, key);
  return {
    tenant,
    actor: actorOf(caller),
    commandId,
    commandDigest: bodyDigest(settings.digestSecretOf(tenant), request),
    ifMatch: revisionOf(request.headers['if-match']),
    at: instant(settings.now(tenant)),
    correlationId,
    causationId: commandId,
  };
};

/** Parameter: the `CommandContext` of a write. */
export const Command = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext =>
  commandContextOf(context.switchToHttp().getRequest<CallerRequest>()),
);

export interface QueryContext {
  readonly tenant: string;
  readonly caller: Caller;
  readonly language: Language;
  readonly correlationId: string;
  /** The server's clock for the country. */
  readonly at: string;
}

/** Parameter: the `QueryContext` of a read. */
export const Query = createParamDecorator((_: unknown, context: ExecutionContext): QueryContext => {
  const request = context.switchToHttp().getRequest<CallerRequest>();
  if (!request.caller || !request.settings) throw new Error('a query needs a caller: the route is public');
  const tenant = String(request.params['tenant'] ?? '');
  return {
    tenant,
    caller: request.caller,
    language: languageOf(request.headers['accept-language']),
    correlationId: request.correlationId ?? '',
    at: instant(request.settings.now(tenant)),
  };
});

/** The pseudonym a teacher's own route acts for. */
export const teacherOf = (who: CommandContext | Caller): string => {
  const teacher = 'actor' in who ? who.actor.teacher : who.teacher;
  return teacher ?? refuse('not-allowed', { role: 'actor' in who ? who.actor.role : who.role });
};

/** Parameter: the cycle's label from the path. */
export const CycleParam = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const cycle = String(context.switchToHttp().getRequest<CallerRequest>().params['cycle'] ?? '');
  return isCycleLabel(cycle) ? cycle : refuse('not-found', { what: 'cycle' });
});

/** Parameter: an id from the path; what is no UUID is nobody's. */
export const IdParam = createParamDecorator((name: string, context: ExecutionContext): string => {
  const id = String(context.switchToHttp().getRequest<CallerRequest>().params[name] ?? '');
  return isUuid(id) ? id : refuse('not-found', { what: name });
});
