import { eventIdOf, naturalIdOf, type EventDefinition, type Head } from '#libs/kernel';
import { prepareEvent, type EventStore, type NewEvent } from '#libs/event-store';
import { changesOf, fold, foldWithout, type Projection, type Settlement, type View } from '#libs/projecting';

/** Small read models over invented events, in every way of writing one that the projector has to get right. */

export const eventDefinitions: readonly EventDefinition[] = [
  { type: 'TeacherJoined', version: 1, says: 'a teacher joined' },
  {
    type: 'TeacherMoved',
    version: 2,
    says: 'a teacher went to another region',
    upcasters: { 1: (data: { to: string }) => ({ region: data.to }) },
  },
  { type: 'ScoreGiven', version: 1, says: 'a teacher got points' },
  { type: 'TeacherLeft', version: 1, says: 'a teacher left' },
  { type: 'NobodyCares', version: 1, says: 'something that no projection folds' },
  { type: 'ProjectionEventSkipped', version: 1, says: 'an operator left an event out of a projection' },
];

interface Joined {
  readonly teacher: string;
  readonly region: string;
}
interface Moved {
  readonly teacher: string;
  readonly region: string;
}
interface Score {
  readonly teacher: string;
  readonly points: number;
  readonly answers: Readonly<Record<string, number>>;
}
interface Left {
  readonly teacher: string;
}

interface Fact {
  readonly region: string;
  readonly points: number;
  readonly since: string;
  readonly scores: number;
  readonly best?: number | undefined;
}
interface Tally {
  readonly region: string;
  readonly n: number;
  readonly points: number;
  readonly squares: number;
}

const NONE: Tally = { region: '', n: 0, points: 0, squares: 0 };

const count = (view: View, fact: Fact | undefined, sign: 1 | -1): void => {
  if (!fact) return;
  for (const region of [fact.region, 'all']) {
    const before = view.get<Tally>('toy_tallies', region) ?? NONE;
    const after = {
      squares: before.squares + sign * fact.points * fact.points,
      region,
      points: before.points + sign * fact.points,
      n: before.n + sign,
    };
    if (after.n === 0) view.delete('toy_tallies', region);
    else view.put('toy_tallies', region, after);
  }
};

const change = (view: View, teacher: string, next: (before: Fact | undefined) => Fact | undefined): void => {
  const before = view.get<Fact>('toy_facts', teacher);
  const after = next(before);
  count(view, before, -1);
  count(view, after, 1);
  if (after) view.put('toy_facts', teacher, after);
  else view.delete('toy_facts', teacher);
};

/** The same tallies, made of what a batch has changed of the facts. */
const settlement: Settlement = {
  follows: ['toy_facts'],
  settle: (changes, view) => {
    const sums = new Map<string, { n: number; points: number; squares: number }>();
    const add = ({ region, points }: Fact, sign: 1 | -1): void => {
      for (const cell of [region, 'all']) {
        const into = sums.get(cell) ?? { n: 0, points: 0, squares: 0 };
        into.n += sign;
        into.points += sign * points;
        into.squares += sign * points * points;
        sums.set(cell, into);
      }
    };
    for (const { before, after } of changesOf<Fact>(changes, 'toy_facts').values()) {
      if (before) add(before, -1);
      if (after) add(after, 1);
    }
    for (const [region, { n, points, squares }] of sums) {
      const before = view.get<Tally>('toy_settled', region) ?? NONE;
      if (before.n + n === 0) view.delete('toy_settled', region);
      else
        view.put('toy_settled', region, {
          n: before.n + n,
          points: before.points + points,
          region,
          squares: before.squares + squares,
        });
    }
  },
};

/** Facts, and tallies that move from one document to another: with every event, and once a commit. */
export const tallies: Projection = {
  name: 'toy-tallies',
  version: 1,
  collections: [
    { name: 'toy_facts', columns: { region: 'text', points: 'integer' }, indexes: [['region', 'points']] },
    { name: 'toy_tallies', columns: { n: 'integer' } },
    { name: 'toy_settled' },
  ],
  settlement,
  on: {
    TeacherJoined: fold<Joined>(({ data, metadata }, view) =>
      change(view, data.teacher, () => ({
        since: metadata.occurredAt,
        region: data.region,
        points: 0,
        scores: 0,
        best: undefined,
      })),
    ),
    TeacherMoved: fold<Moved>(({ data }, view) => {
      change(view, data.teacher, (before) => before && { ...before, region: data.region });
    }),
    ScoreGiven: foldWithout<Score, 'answers'>(['answers'], ({ data }, view) => {
      if (data.points === 13) throw new Error('thirteen is no score');
      change(
        view,
        data.teacher,
        (before) =>
          before && {
            ...before,
            points: before.points + data.points,
            scores: before.scores + 1,
            best: Math.max(before.best ?? -0, data.points),
          },
      );
    }),
    TeacherLeft: fold<Left>(({ data }, view) => change(view, data.teacher, () => undefined)),
  },
};

/** Documents of one stream each; it can take up a parked stream in place. */
export const profiles: Projection = {
  name: 'toy-profiles',
  version: 3,
  oneStream: true,
  collections: [{ name: 'toy_profiles' }, { name: 'toy_log' }],
  on: {
    TeacherJoined: fold<Joined>(({ stream, data }, view) => view.put('toy_profiles', stream, { ...data, history: [] })),
    TeacherMoved: fold<Moved>(({ stream, data }, view) => {
      const profile = view.get<{ history: readonly string[]; region: string }>('toy_profiles', stream);
      if (profile)
        view.put('toy_profiles', stream, { ...profile, region: data.region, history: [...profile.history, profile.region] });
    }),
    ScoreGiven: fold<Score>(({ stream, data }, view) => {
      if (mended.points !== data.points && data.points === 7) throw new TypeError('seven is no score');
      const log = view.get<{ entries: readonly object[]; order: string }>('toy_log', stream) ?? { entries: [], order: '' };
      view.put('toy_log', stream, {
        // The order in which a document's members come must not depend on where it came from.
        order: Object.keys(log.entries.at(-1) ?? {}).join() + Object.keys(data.answers).join(),
        entries: [...log.entries, { z: data.points, answers: data.answers, a: undefined }].slice(-3),
      });
    }),
    TeacherLeft: fold<Left>(({ stream }, view) => {
      view.delete('toy_profiles', stream);
      view.delete('toy_log', stream);
    }),
  },
};

/** Stands for a release that mends a fold: set to 7, `profiles` folds what it could not. */
export const mended = { points: 0 };

/** One document that every event changes. */
export const journal: Projection = {
  name: 'toy-journal',
  version: 1,
  collections: [{ name: 'toy_journal' }],
  on: Object.fromEntries(
    ['TeacherJoined', 'TeacherMoved', 'ScoreGiven', 'TeacherLeft'].map((type) => [
      type,
      fold((event, view) => {
        const before = view.get<{ counts: Record<string, number>; last: string }>('toy_journal', 'all');
        const counts = { ...before?.counts, [event.type]: (before?.counts[event.type] ?? 0) + 1 };
        view.put('toy_journal', 'all', { last: event.stream, counts });
      }),
    ]),
  ),
};

export const projections: readonly Projection[] = [tallies, profiles, journal];

// ── histories ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Step =
  | { readonly kind: 'joined' | 'moved' | 'moved-v1'; readonly teacher: number; readonly region: number }
  | { readonly kind: 'score'; readonly teacher: number; readonly points: number }
  | { readonly kind: 'left' | 'nothing'; readonly teacher: number };

const payload = (step: Step): { type: string; data: object; version: number } => {
  const teacher = `t${step.teacher}`;
  switch (step.kind) {
    case 'joined':
      return { type: 'TeacherJoined', data: { teacher, region: `r${step.region}` }, version: 1 };
    case 'moved':
      return { type: 'TeacherMoved', data: { teacher, region: `r${step.region}` }, version: 2 };
    case 'moved-v1':
      return { type: 'TeacherMoved', data: { teacher, to: `r${step.region}` }, version: 1 };
    case 'score':
      return {
        type: 'ScoreGiven',
        data: { teacher, points: step.points, answers: { 10: 1, 9: 2, '1.2': 3, b: step.points } },
        version: 1,
      };
    case 'left':
      return { type: 'TeacherLeft', data: { teacher }, version: 1 };
    case 'nothing':
      return { type: 'NobodyCares', data: { teacher }, version: 1 };
  }
};

/** Appends one event after another to a log, and knows the heads. */
export class Author {
  readonly #heads = new Map<string, Head>();
  #count = 0;

  constructor(
    private readonly events: EventStore,
    private readonly tenant: string,
  ) {}

  async write(stream: string, type: string, data: object, schemaVersion = 1): Promise<{ id: string; position: string }> {
    this.#count += 1;
    const commandId = naturalIdOf('toy', this.tenant, String(this.#count));
    const event: NewEvent = {
      id: eventIdOf(commandId, stream, 0),
      type,
      data,
      metadata: {
        tenant: this.tenant,
        actor: { id: 'tester', role: 'operator' },
        occurredAt: new Date(Date.UTC(2023, 4, 8) + this.#count * 1000).toISOString(),
        commandId,
        $correlationId: commandId,
        $causationId: commandId,
        schemaVersion,
      },
    };
    const { head, position } = await this.events.append(stream, this.#heads.get(stream) ?? 'no-stream', [prepareEvent(event)]);
    this.#heads.set(stream, head);
    return { id: event.id, position };
  }

  step(step: Step): Promise<{ id: string; position: string }> {
    const { type, data, version } = payload(step);
    return this.write(`${this.tenant}.teacher-t${step.teacher}`, type, data, version);
  }

  skip(projection: string, eventId: string): Promise<{ id: string; position: string }> {
    return this.write(`${this.tenant}.operations-${projection}`, 'ProjectionEventSkipped', {
      projection,
      eventId,
      reason: 'a test',
    });
  }
}
