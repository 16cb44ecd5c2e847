import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore } from '#libs/event-store';
import { READ_FENCE, type ReadFence } from '#libs/http';
import { refuse } from '#libs/kernel';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { ParticipationDocument } from '../projections/participations.projection.js';
import { Registrations } from './registrations.js';
import type { MergeConflict } from '../teacher.js';

const PIECES = {
  baselineRating: 'baseline-self-rating',
  baselineTest: 'baseline-test',
  finalRating: 'final-self-rating',
  finalTest: 'final-test',
} as const satisfies Partial<Record<keyof ParticipationDocument, MergeConflict['what']>>;

/** The longest that deciding waits for the views to have seen everything, milliseconds. */
const PATIENCE = 2_000;

/** What a person who was registered twice did under both registrations. Answers belong to other streams, so the views are asked. */
@Injectable()
export class Duplicates {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_FENCE) private readonly fence: ReadFence,
    private readonly registrations: Registrations,
  ) {}

  async mergedInto(tenant: string, teacher: string): Promise<readonly string[]> {
    await this.#caughtUp(tenant);
    const [, ...joined] = await this.registrations.of(tenant, teacher);
    return joined;
  }

  /**
   * Where both answered the same thing, or one withdrew what the other agrees to. Who is joined with the one that is kept already is the same person:
   * what they answered cannot be answered by a third registration either.
   */
  async conflicts(tenant: string, merged: string, kept: string): Promise<readonly MergeConflict[]> {
    await this.#caughtUp(tenant);
    const of = (teacher: string) =>
      findEvery<ParticipationDocument>(this.documents, tenant, 'participations', { filter: { teacher } });
    const [first, ...theirs] = await Promise.all([merged, ...(await this.registrations.of(tenant, kept))].map(of));
    const second = theirs.flat();
    const found = (first ?? []).flatMap((one) =>
      second.filter(({ cycle }) => cycle === one.cycle).flatMap((other) => conflictsBetween(one, other)),
    );
    return [...new Map(found.map((conflict) => [`${conflict.cycle} ${conflict.what}`, conflict])).values()];
  }

  /** @throws Refusal view-not-there-yet | view-rebuilding | view-stopped: what the views have not seen could be in conflict */
  async #caughtUp(tenant: string): Promise<void> {
    const head = await this.store.head(tenant);
    const answer = await this.fence.ready(tenant, ['participations', 'teachers'], head?.position, PATIENCE);
    if (answer.outcome === 'rebuilding') refuse('view-rebuilding');
    if (answer.outcome === 'stopped') refuse('view-stopped', { state: answer.state });
    if (answer.outcome === 'behind') refuse('view-not-there-yet', { position: String(answer.position ?? 'none') });
  }
}

const conflictsBetween = (a: ParticipationDocument, b: ParticipationDocument): MergeConflict[] => {
  const { cycle } = a;
  const both = (Object.keys(PIECES) as (keyof typeof PIECES)[])
    .filter((piece) => a[piece] !== null && b[piece] !== null)
    .map((piece): MergeConflict => ({ cycle, what: PIECES[piece] }));
  const against =
    [a, b].some(({ step }) => step === 'withdrawn') && [a, b].some(({ consent, step }) => consent && step !== 'withdrawn');
  return against ? [...both, { cycle, what: 'consent' }] : both;
};
