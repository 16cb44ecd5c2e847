import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Streams } from '#libs/commanding';
import { Registrations } from '#libs/contexts/rollout';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { InstrumentContent } from '../assessment.events.js';
import { instrumentDecider, instrumentStream, versionOf } from '../instrument.js';
import type { StoredAttempt } from '../projections/attempts.projection.js';
import { ownAttempts, type OwnAttempt } from './my-attempts.js';

/** Everything that is stored about a teacher's assessments, in every cycle, and what was asked, so that the answers can be read. */
export interface AssessmentRecord {
  /** Answers, results with the versions that made them, earlier results, times; the oldest first. */
  readonly attempts: readonly OwnAttempt[];
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
    private readonly registrations: Registrations,
  ) {}

  async execute({ tenant, teacher }: MyAssessmentRecord): Promise<AssessmentRecord> {
    const registrations = await this.registrations.of(tenant, teacher);
    const found = registrations.map((one) =>
      findEvery<StoredAttempt>(this.documents, tenant, 'attempts', { filter: { teacher: one } }),
    );
    const attempts = ownAttempts(teacher, await Promise.all(found));
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
