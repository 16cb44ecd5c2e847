import { Inject, Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { LRUCache } from 'lru-cache';
import { lastValueFrom, of, type Observable } from 'rxjs';
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
  /** While it is the same, so are the views' documents; `undefined` where one of them is not there. Read from the store, never older than what `ready` said. */
  version(tenant: string, projections: readonly string[]): Promise<string | undefined>;
}
export const READ_FENCE = Symbol('ReadFence');

export const READS = 'cordillera:reads';
/** The projections a route answers from: it waits for `?after=`, says when they are being rebuilt, and names the position it shows. */
export const Reads = (...projections: readonly string[]) => SetMetadata(READS, projections);

export const ALIKE = 'cordillera:alike';
/**
 * The answer follows from the path, the query and the views named by `Reads`: whoever may ask gets the same, at any hour, in any language. So its text is
 * kept while these views stay as they are. Who may ask is the guard's question, before this one.
 */
export const AlikeForAll = () => SetMetadata(ALIKE, true);

/** The longest a read waits for `?after=`, milliseconds. */
const LONGEST_WAIT = 2_000;

/** Characters of the answers that are kept, all together. */
const KEPT_CHARACTERS = 16 * 1024 * 1024;

interface KeptAnswer {
  readonly version: string;
  readonly text: Promise<string>;
  characters: number;
}

/** A country's own path with its query, in an order of its own; what a read waits for changes nothing of what it shows. */
const keyOf = ({ path, query }: CallerRequest): string =>
  JSON.stringify([
    path,
    Object.entries(query)
      .filter(([name]) => name !== 'after')
      .sort(),
  ]);

@Injectable()
export class ReadsInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    @Inject(READ_FENCE) private readonly fence: ReadFence,
  ) {}

  readonly #kept = new LRUCache<string, KeptAnswer>({
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: ({ characters }) => characters,
  });

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
    if (this.reflector.get<boolean | undefined>(ALIKE, context.getHandler()) !== true) return next.handle();
    const text = await this.#keptOrMade(tenant, projections, keyOf(request), next);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    return of(text);
  }

  async #keptOrMade(tenant: string, projections: readonly string[], key: string, next: CallHandler): Promise<string> {
    const make = async (): Promise<string> => JSON.stringify(await lastValueFrom(next.handle()));
    // Asked for before anything is read: what is read may be newer than this says, never older.
    const version = await this.fence.version(tenant, projections);
    if (version === undefined) return make();
    const known = this.#kept.get(key);
    if (known?.version === version) return known.text;
    const made: KeptAnswer = { version, text: make(), characters: 1 };
    this.#kept.set(key, made);
    const leave = (): void => {
      if (this.#kept.peek(key) === made) this.#kept.delete(key);
    };
    try {
      const text = await made.text;
      if ((await this.fence.version(tenant, projections)) !== version) leave();
      else if (this.#kept.peek(key) === made) {
        made.characters = key.length + text.length;
        this.#kept.set(key, made);
      }
      return text;
    } catch (error) {
      leave();
      throw error;
    }
  }
}
