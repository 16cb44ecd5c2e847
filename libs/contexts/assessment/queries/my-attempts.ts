import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import { mainAssignment, Registrations, teacherDecider, teacherStream } from '#libs/contexts/rollout';
import { refuse } from '#libs/kernel';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { InstrumentContent, Item } from '../assessment.events.js';
import { instrumentDecider, instrumentStream, versionOf } from '../instrument.js';
import { attemptShown, type AttemptDocument, type StoredAttempt } from '../projections/attempts.projection.js';

/** An attempt among all that a person made, under whichever of their registrations. */
export type OwnAttempt = AttemptDocument & {
  /** It was made under another registration of the same person, which was joined with this one. */
  readonly otherRegistration?: true;
  /** Another attempt at the same counts instead: the one under the registration that is kept, unless only the other was handed in. */
  readonly overruled?: true;
};

const byStart = (a: AttemptDocument, b: AttemptDocument): number =>
  a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : a.attempt < b.attempt ? -1 : 1;

/** @param stored by registration, the one that counts first */
export const ownAttempts = (teacher: string, stored: readonly (readonly StoredAttempt[])[]): OwnAttempt[] => {
  const all = stored.flat().map(attemptShown);
  const same = (a: AttemptDocument, b: AttemptDocument) =>
    a.cycle === b.cycle && a.measure === b.measure && a.occasion === b.occasion;
  const counts = (one: AttemptDocument): boolean => {
    const candidates = all.filter((other) => same(one, other));
    return (candidates.find(({ status }) => status === 'submitted') ?? candidates[0]) === one;
  };
  return all
    .map((one): OwnAttempt => ({
      ...one,
      ...(one.teacher === teacher ? {} : { otherRegistration: true }),
      ...(counts(one) ? {} : { overruled: true }),
    }))
    .sort(byStart);
};

/** The teacher's attempts of a cycle, newest last, those under another registration of theirs among them. */
export class MyAttempts extends Query<readonly OwnAttempt[]> {
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
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly registrations: Registrations,
  ) {}

  async execute({ tenant, cycle, teacher }: MyAttempts) {
    const registrations = await this.registrations.of(tenant, teacher);
    const found = registrations.map((one) =>
      findEvery<StoredAttempt>(this.documents, tenant, 'attempts', { filter: { teacher: one, cycle } }),
    );
    return ownAttempts(teacher, await Promise.all(found));
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
    private readonly registrations: Registrations,
  ) {}

  async execute({ tenant, cycle, teacher, attempt }: MyAttempt) {
    const document = (await this.documents.get(tenant, 'attempts', attempt)) as StoredAttempt | undefined;
    if (!document || document.cycle !== cycle) return refuse('attempt-unknown');
    const registrations = await this.registrations.of(tenant, teacher);
    if (!registrations.includes(document.teacher)) return refuse('attempt-unknown');
    const instrument = await this.streams.state(instrumentDecider, instrumentStream(tenant, document.instrument));
    const { keys: _keys, items, ...shown } = versionOf(instrument, document);
    const people = await Promise.all(registrations.map((one) => this.streams.state(teacherDecider, teacherStream(tenant, one))));
    const level = people.flatMap(({ assignments }) => mainAssignment(assignments)?.educationLevel ?? [])[0] ?? 'unknown';
    // The wording for this teacher's education level: a preschool has no essays.
    const worded = items.map(({ promptFor, ...item }) => ({ ...item, prompt: promptFor?.[level] ?? item.prompt }));
    return { ...attemptShown(document), form: { ...shown, items: worded } };
  }
}
