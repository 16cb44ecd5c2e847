import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import { mainAssignment, teacherDecider, teacherStream } from '#libs/contexts/rollout';
import { refuse } from '#libs/kernel';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { InstrumentContent, Item } from '../assessment.events.js';
import { instrumentDecider, instrumentStream, versionOf } from '../instrument.js';
import { attemptShown, type AttemptDocument, type StoredAttempt } from '../projections/attempts.projection.js';

/** The teacher's attempts of a cycle, newest last. */
export class MyAttempts extends Query<readonly AttemptDocument[]> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly teacher: string,
  ) {
    super();
  }
}

@QueryHandler(MyAttempts)
export class MyAttemptsHandler implements IQueryHandler<MyAttempts> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, cycle, teacher }: MyAttempts) {
    const found = await findEvery<StoredAttempt>(this.documents, tenant, 'attempts', { filter: { teacher, cycle } });
    return found
      .map(attemptShown)
      .sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : a.attempt < b.attempt ? -1 : 1));
  }
}

/** An attempt with the items it is answered on, worded for the teacher's education level. */
export type AttemptWithForm = AttemptDocument & {
  readonly form: Omit<InstrumentContent, 'items'> & { readonly items: readonly Omit<Item, 'promptFor'>[] };
};

/** One attempt with the items it is answered on; the keys of a test stay on the server. */
export class MyAttempt extends Query<AttemptWithForm> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly teacher: string,
    readonly attempt: string,
  ) {
    super();
  }
}

@QueryHandler(MyAttempt)
export class MyAttemptHandler implements IQueryHandler<MyAttempt> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly streams: Streams,
  ) {}

  async execute({ tenant, cycle, teacher, attempt }: MyAttempt) {
    const document = (await this.documents.get(tenant, 'attempts', attempt)) as StoredAttempt | undefined;
    if (!document || document.teacher !== teacher || document.cycle !== cycle) return refuse('attempt-unknown');
    const instrument = await this.streams.state(instrumentDecider, instrumentStream(tenant, document.instrument));
    const { keys: _keys, items, ...shown } = versionOf(instrument, document);
    const { assignments } = await this.streams.state(teacherDecider, teacherStream(tenant, teacher));
    const level = mainAssignment(assignments)?.educationLevel ?? 'unknown';
    // The wording for this teacher's education level: a preschool has no essays.
    const worded = items.map(({ promptFor, ...item }) => ({ ...item, prompt: promptFor?.[level] ?? item.prompt }));
    return { ...attemptShown(document), form: { ...shown, items: worded } };
  }
}
