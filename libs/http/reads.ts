import { Inject, Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { refuse, type Position } from '#libs/kernel';
import type { CallerRequest } from './caller.js';
import { parsePositionToken, positionToken } from './positions.js';

export type ViewAnswer =
  | { readonly outcome: 'ready'; readonly position: Position | undefined }
  | { readonly outcome: 'behind'; readonly position: Position | undefined }
  | { readonly outcome: 'rebuilding' }
  /** Paused, faulted, or the stream in question is parked. */
  | { readonly outcome: 'stopped'; readonly state: string };

/** Whether views can be read, and from which position on. Bound to the projector by the platform. */
export interface ReadFence {
  /** Waits until the views have folded everything up to `position`, `timeoutMs` at most; without a position answers at once. */
  ready(tenant: string, projections: readonly string[], position: Position | undefined, timeoutMs: number): Promise<ViewAnswer>;
}
export const READ_FENCE = Symbol('ReadFence');

export const READS = 'cordillera:reads';
/** The projections a route answers from: it waits for `?after=`, says when they are being rebuilt, and names the position it shows. */
export const Reads = (...projections: readonly string[]) => SetMetadata(READS, projections);

/** The longest a read waits for `?after=`, milliseconds. */
const LONGEST_WAIT = 2_000;

@Injectable()
export class ReadsInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    @Inject(READ_FENCE) private readonly fence: ReadFence,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const projections = this.reflector.get<readonly string[] | undefined>(READS, context.getHandler());
    if (!projections) return next.handle();
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    const tenant = String(request.params['tenant'] ?? '');
    const epoch = request.settings?.epoch(tenant) ?? 1;
    const asked = request.query['after'];
    const after = typeof asked === 'string' ? parsePositionToken(asked, tenant, epoch) : undefined;
    const answer = await this.fence.ready(tenant, projections, after, LONGEST_WAIT);
    switch (answer.outcome) {
      case 'rebuilding':
        return refuse('view-rebuilding');
      case 'stopped':
        if (after !== undefined) return refuse('view-stopped', { state: answer.state });
        break;
      case 'behind':
        return refuse('view-not-there-yet', {
          position: answer.position === undefined ? 'none' : positionToken(tenant, epoch, answer.position),
        });
      case 'ready':
        if (answer.position !== undefined)
          response.setHeader('Cordillera-Position', positionToken(tenant, epoch, answer.position));
    }
    return next.handle();
  }
}
