import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Response } from 'express';
import {
  AUTHENTICATOR,
  parsePositionToken,
  positionToken,
  READ_FENCE,
  type Authenticator,
  type CallerRequest,
  type ReadFence,
  type ViewAnswer,
} from '#libs/http';
import { Refusal, type Position } from '#libs/kernel';
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

/** The position an event's id names; `undefined` for one of another log, or of none. */
const positionIn = (id: string, tenant: string, epoch: number): Position | undefined => {
  try {
    return parsePositionToken(id, tenant, epoch);
  } catch (error) {
    // Whoever sends it opened a stream and can be told in no other way than by it: read anew.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};

/** Milliseconds between two hints to one page, at least. */
const BETWEEN_HINTS = 1_000;
/** Milliseconds between two signs of life, and between two looks whether the caller is still signed in. */
const HEARTBEAT = 15_000;
/** Bytes that may wait for a reader who does not read; beyond it the connection ends, and the page connects again. */
const MOST_UNREAD = 64 * 1024;

/**
 * The open pages that want to hear of changes, as Server-Sent Events. A hint says that a document has changed and from which position on it
 * can be read; the page reads it again. Missing one loses nothing: the next says the same. Every event's id is the position it speaks of, so that a
 * page whose line broke hears at once what it missed (`change`), that it missed nothing (`here`), or that its id means nothing here (`anew`).
 */
@Injectable()
export class ChangeStreams implements BeforeApplicationShutdown {
  readonly #open = new Set<() => void>();

  constructor(
    @Inject(CHANGES) private readonly changes: Changes,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    @Inject(READ_FENCE) private readonly fence: ReadFence,
  ) {}

  /**
   * Takes the response over until the page leaves, the session ends or the server stops.
   * @param since id of the last event that the page has seen, where it had a stream before
   */
  open(request: CallerRequest, response: Response, tenant: string, document: ChangeHint['document'], since?: string): void {
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
    const say = (event: 'change' | 'here' | 'anew', position: Position): void => {
      const id = positionToken(tenant, settings.epoch(tenant), position);
      const data: ChangeHint = { document, position: id };
      write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const hint = (): void => {
      nextHint = undefined;
      if (latest === undefined) return;
      lastHint = performance.now();
      say('change', latest);
      latest = undefined;
    };
    // Listening first, asking then: what is committed in between is said twice at most, and never not at all.
    const greet = async (): Promise<void> => {
      const { outcome, position } = await this.#shown(tenant);
      if (!this.#open.has(end)) return;
      if (position === undefined) {
        if (since !== undefined) write(`event: anew\ndata: ${JSON.stringify({ document, position: null, outcome })}\n\n`);
        return;
      }
      const seen = since === undefined ? position : positionIn(since, tenant, settings.epoch(tenant));
      if (seen === undefined || seen > position) say('anew', position);
      else say(seen < position ? 'change' : 'here', position);
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
    // Where the view stands cannot be said: the page connects again and is told then.
    greet().catch(() => end());
  }

  async #shown(tenant: string): Promise<{ readonly outcome: ViewAnswer['outcome']; readonly position?: Position }> {
    return this.fence.ready(tenant, [cohortProjection.name], undefined, 0);
  }

  beforeApplicationShutdown(): void {
    for (const end of [...this.#open]) end();
  }
}
