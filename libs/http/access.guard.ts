import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { refuse } from '#libs/kernel';
import {
  AUTHENTICATOR,
  HTTP_SETTINGS,
  SESSION_COOKIE,
  cookieOf,
  type Authenticator,
  type Caller,
  type CallerRequest,
  type HttpSettings,
} from './caller.js';

export type Role =
  | 'teacher'
  | 'school-leader'
  | 'coordinator'
  | 'data-protection-officer'
  | 'evaluator'
  | 'regional-officer'
  | 'partner'
  | 'tutor'
  | 'auditor'
  | 'operator';

/** Header of every answer about an invented country: `simulated`. */
export const DATA_ORIGIN = 'Cordillera-Data';

export const ALLOWED = 'cordillera:allowed';
/** Who may call a route. A route that declares nothing is closed to everybody. */
export const Allow = (...roles: readonly Role[]) => SetMetadata(ALLOWED, roles);
/** Everybody who is signed in to the country, whatever their role. */
export const AllowEverySignedIn = () => SetMetadata(ALLOWED, 'signed-in');
/** Also without a token. */
export const Public = () => SetMetadata(ALLOWED, 'public');

const bearerOf = (header: string | undefined): string | undefined => /^Bearer ([\w.~+/=-]+)$/i.exec(header ?? '')?.[1];

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a browser says that a page of another site sent this. Those that do not say it outright name the page's origin. */
const fromAnotherSite = ({ headers }: CallerRequest): boolean => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (headers.origin === undefined) return false;
  const host = headers['x-forwarded-host'] ?? headers.host;
  return !URL.canParse(headers.origin) || new URL(headers.origin).host !== host;
};

/** Authentication, roles and the wall between countries, before anything else sees the request. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    @Inject(HTTP_SETTINGS) private readonly settings: HttpSettings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<CallerRequest>();
    request.settings = this.settings;
    request.correlationId ??= randomUUID();
    const allowed = this.reflector.getAllAndOverride<readonly Role[] | 'signed-in' | 'public' | undefined>(ALLOWED, [
      context.getHandler(),
      context.getClass(),
    ]);
    const caller = await this.#caller(request);
    if (caller) request.caller = caller;
    if (allowed === 'public') return true;
    if (!caller) return refuse('not-signed-in');
    const tenant = request.params['tenant'];
    // The wall stands before the question whether the country exists: a stranger learns nothing.
    if (typeof tenant === 'string' && caller.tenant !== '*' && caller.tenant !== tenant) refuse('other-country');
    if (allowed === undefined || (allowed !== 'signed-in' && !(allowed as readonly string[]).includes(caller.role))) {
      refuse('not-allowed', { role: caller.role });
    }
    if (typeof tenant === 'string') {
      if (caller.joinedWithAnother) refuse('registration-joined');
      if (!this.settings.knows(tenant)) refuse('country-unknown', { country: tenant });
      // Every answer about an invented country says so, whatever its form, refusals too.
      if (this.settings.simulated(tenant)) http.getResponse<Response>().setHeader(DATA_ORIGIN, 'simulated');
    }
    return true;
  }

  async #caller(request: CallerRequest): Promise<Caller | undefined> {
    const token = bearerOf(request.headers.authorization);
    if (token !== undefined) return this.authenticator.bearer(token);
    const session = cookieOf(request, SESSION_COOKIE);
    if (session === undefined) return undefined;
    // A cookie travels by itself: a write that another site's page triggers must not count.
    if (!SAFE.has(request.method) && fromAnotherSite(request)) refuse('cross-site-request');
    return this.authenticator.session(session);
  }
}
