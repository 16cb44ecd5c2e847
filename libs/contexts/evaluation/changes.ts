import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Response } from 'express';
import { AUTHENTICATOR, positionToken, type Authenticator, type CallerRequest } from '#libs/http';
import type { Position } from '#libs/kernel';
import type { ChangeHint } from './queries/answers.js';
import { cohortProjection } from './projections/cohort.projection.js';

export interface ViewChange {
  /** Name of the projection that committed. */
  readonly projection: string;
  readonly position: Position;
}
/** Says when views have moved on. Bound to the projector by the platform, which looks once for all who listen. */
export interface Changes {
  /** @returns how to stop listening */
  subscribe(tenant: string, listener: (change: ViewChange) => void): () => void;
}
export const CHANGES = Symbol('Changes');

/** Milliseconds between two hints to one page, at least. */
const BETWEEN_HINTS = 1_000;
/** Milliseconds between two signs of life, and between two looks whether the caller is still signed in. */
const HEARTBEAT = 15_000;
/** Bytes that may wait for a reader who does not read; beyond it the connection ends, and the page connects again. */
const MOST_UNREAD = 64 * 1024;

/**
 * The open pages that want to hear of changes, as Server-Sent Events. A hint says that a document has changed and from which position on it
 * can be read; the page reads it again. Missing one loses nothing: the next says the same.
 */
@Injectable()
export class ChangeStreams implements BeforeApplicationShutdown {
  readonly #open = new Set<() => void>();

  constructor(
    @Inject(CHANGES) private readonly changes: Changes,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
  ) {}

  /** Takes the response over until the page leaves, the session ends or the server stops. */
  open(request: CallerRequest, response: Response, tenant: string, document: ChangeHint['document']): void {
    const { caller, settings } = request;
    if (!caller || !settings) throw new Error('changes need a caller: the route is public');
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    response.status(200);
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Accel-Buffering', 'no');
    response.flushHeaders();

    let latest: Position | undefined;
    let nextHint: NodeJS.Timeout | undefined;
    let lastHint = -Infinity;
    const write = (text: string): void => {
      if (response.writableLength > MOST_UNREAD) end();
      else response.write(text);
    };
    const hint = (): void => {
      nextHint = undefined;
      if (latest === undefined) return;
      lastHint = performance.now();
      const data: ChangeHint = { document, position: positionToken(tenant, settings.epoch(tenant), latest) };
      latest = undefined;
      write(`event: change\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const unsubscribe = this.changes.subscribe(tenant, ({ projection, position }) => {
      if (projection !== cohortProjection.name) return;
      latest = position;
      nextHint ??= setTimeout(hint, Math.max(0, BETWEEN_HINTS - (performance.now() - lastHint)));
    });
    const stillSignedIn = async (): Promise<boolean> => {
      if (caller.session !== undefined) return (await this.authenticator.session(caller.session)) !== undefined;
      return bearer !== undefined && (await this.authenticator.bearer(bearer)) !== undefined;
    };
    const heartbeat = setInterval(() => {
      stillSignedIn().then(
        (yes) => (yes ? write(': still here\n\n') : end()),
        // Whether they are signed in cannot be said: the page connects again and is asked again.
        () => end(),
      );
    }, HEARTBEAT);
    const end = (): void => {
      if (!this.#open.delete(end)) return;
      unsubscribe();
      clearInterval(heartbeat);
      clearTimeout(nextHint);
      response.end();
    };
    this.#open.add(end);
    response.on('close', end);
    write('retry: 2000\n: hints follow\n\n');
  }

  beforeApplicationShutdown(): void {
    for (const end of [...this.#open]) end();
  }
}
