import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import type { Executed } from '#libs/commanding';
import type { CallerRequest } from './caller.js';
import { positionToken } from './positions.js';

/** What a write answers with: the body, and what it did, from which the headers come. */
export class Written<Body> {
  constructor(
    readonly body: Body,
    readonly executed: Pick<Executed, 'revision' | 'position' | 'repeated'>,
    /** The country, where the path does not name it. */
    readonly tenant?: string,
  ) {}
}

/** `ETag` (revision), `Cordillera-Position` (what a read can wait for) and `Idempotency-Replayed` on every write. */
@Injectable()
export class WrittenInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((value: unknown) => {
        if (!(value instanceof Written)) return value;
        const request = context.switchToHttp().getRequest<CallerRequest>();
        const response = context.switchToHttp().getResponse<Response>();
        const { revision, position, repeated } = value.executed;
        const tenant = value.tenant ?? String(request.params['tenant'] ?? '');
        if (revision >= 0) response.setHeader('ETag', `"${revision}"`);
        if (position !== undefined && request.settings) {
          response.setHeader('Cordillera-Position', positionToken(tenant, request.settings.epoch(tenant), position));
        }
        if (repeated) response.setHeader('Idempotency-Replayed', 'true');
        return value.body as unknown;
      }),
    );
  }
}
