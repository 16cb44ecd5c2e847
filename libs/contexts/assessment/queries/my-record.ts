import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Streams } from '#libs/commanding';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { InstrumentContent } from '../assessment.events.js';
import { instrumentDecider, instrumentStream, versionOf } from '../instrument.js';
import { attemptShown, type AttemptDocument, type StoredAttempt } from '../projections/attempts.projection.js';

/** Everything that is stored about a teacher's assessments, in every cycle, and what was asked, so that the answers can be read. */
export interface AssessmentRecord {
  /** Answers, results with the versions that made them, earlier results, times; the oldest first. */
  readonly attempts: readonly AttemptDocument[];
  /** `<instrument>@<version>` → what it asks, without the right options. */
  readonly instruments: Readonly<Record<string, Pick<InstrumentContent, 'title' | 'measure' | 'scale' | 'form' | 'items'>>>;
}

export class MyAssessmentRecord extends Query<AssessmentRecord> {
  constructor(
    readonly tenant: string,
    readonly teacher: string,
  ) {
    super();
  }
}

@QueryHandler(MyAssessmentRecord)
export class MyAssessmentRecordHandler implements IQueryHandler<MyAssessmentRecord> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly streams: Streams,
  ) {}

  async execute({ tenant, teacher }: MyAssessmentRecord): Promise<AssessmentRecord> {
    const found = await findEvery<StoredAttempt>(this.documents, tenant, 'attempts', { filter: { teacher } });
    const attempts = found.map(attemptShown);
    attempts.sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : a.attempt < b.attempt ? -1 : 1));
    const instruments: Record<string, AssessmentRecord['instruments'][string]> = {};
    for (const { instrument, version } of attempts) {
      const name = `${instrument}@${version}`;
      if (instruments[name]) continue;
      const state = await this.streams.state(instrumentDecider, instrumentStream(tenant, instrument));
      const { title, measure, scale, form, items } = versionOf(state, { instrument, version });
      instruments[name] = { title, measure, scale, ...(form === undefined ? {} : { form }), items };
    }
    return { attempts, instruments };
  }
}
