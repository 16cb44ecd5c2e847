import {
  applyDecorators,
  Inject,
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { createHash } from 'node:crypto';
import { map, type Observable } from 'rxjs';
import { EVENT_STORE, type EventStore } from '#libs/event-store';
import type { Position, StreamName } from '#libs/kernel';
import type { CallerRequest } from './caller.js';
import { READ_FENCE, READS, type ReadFence } from './reads.js';

/** What an address says of the thing it shows. */
export interface Shown {
  readonly tenant: string;
  /** The teacher who asks, on their own routes. */
  readonly teacher: string;
  /** A parameter of the path. */
  readonly of: (parameter: string) => string;
}

const TAGGED = 'cordillera:tagged';
/**
 * The route shows one thing that is kept in one stream: its `ETag` is what a write to it takes as If-Match, and changes with the answer, so that
 * If-None-Match is answered with 304 where nothing is new.
 */
export const Tagged = (stream: (shown: Shown) => StreamName) =>
  applyDecorators(
    SetMetadata(TAGGED, stream),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'The ETag you hold: 304 where the answer is still that one.',
    }),
    ApiResponse({ status: 304, description: 'What you hold is what there is.' }),
  );

/** How long an answer is held back so that the view shows what the tag says, milliseconds. */
const PATIENCE = 2_000;

/** A tag: the stream's revision, and with it a mark of the whole answer, which also holds what other streams say (names, states). */
const TAG = /^(?:W\/)?"(-?\d{1,15})(?:-[0-9a-f]{16})?"$/;
const tagOf = (revision: number, body: unknown): string =>
  `"${revision}-${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16)}"`;

/** The revision that an ETag of ours stands for; `undefined` for what is none. */
export const revisionIn = (tag: string): number | undefined => {
  const revision = TAG.exec(tag.trim())?.[1];
  return revision === undefined ? undefined : Number(revision);
};

@Injectable()
export class TagsInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(READ_FENCE) private readonly fence: ReadFence,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const streamOf = this.reflector.get<((shown: Shown) => StreamName) | undefined>(TAGGED, context.getHandler());
    if (!streamOf) return next.handle();
    const http = context.switchToHttp();
    // Asked for before anything is read: the answer holds at least this revision, so a later write on its tag overwrites nothing unseen.
    const revision = await this.#revision(context, http.getRequest<CallerRequest>(), streamOf);
    if (revision === undefined) return next.handle();
    return next.handle().pipe(
      map((body: unknown) => {
        http.getResponse<Response>().setHeader('ETag', tagOf(revision, body)).setHeader('Cache-Control', 'private, no-cache');
        return body;
      }),
    );
  }

  /** `undefined` where there is nothing, or where the view does not show it yet: then there is no tag that would be true. */
  async #revision(
    context: ExecutionContext,
    request: CallerRequest,
    streamOf: (shown: Shown) => StreamName,
  ): Promise<number | undefined> {
    const tenant = String(request.params['tenant'] ?? '');
    let stream: StreamName;
    try {
      const of = (parameter: string) => String(request.params[parameter] ?? '');
      stream = streamOf({ tenant, teacher: request.caller?.teacher ?? '', of });
    } catch (error) {
      // What cannot be a stream's name is nobody's: the route refuses it in its own words.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
    const last = await this.#last(stream);
    if (!last) return undefined;
    const projections = this.reflector.get<readonly string[] | undefined>(READS, context.getHandler()) ?? [];
    const { outcome } = await this.fence.ready(tenant, projections, last.position, PATIENCE);
    return outcome === 'ready' ? last.revision : undefined;
  }

  async #last(stream: StreamName): Promise<{ revision: number; position: Position } | undefined> {
    const { events, head } = await this.events.readStream(stream, { from: 0, limit: 1 });
    if (!head) return undefined;
    const { events: newest } = head.revision === 0 ? { events } : await this.events.readStream(stream, { from: head.revision });
    return newest.at(-1);
  }
}
