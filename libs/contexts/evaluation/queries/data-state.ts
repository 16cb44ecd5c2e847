import { Inject, Optional } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DIMENSIONS, UNKNOWN, type DataStateAnswer, type ViewStatus } from './answers.js';
import { CohortReader } from './cohort-reader.js';
import { basis, ratio } from './results.js';

/** How far the views are behind the record. Bound to the projector by the platform. */
export interface ViewStatusSource {
  of(tenant: string): Promise<readonly ViewStatus[]>;
}
export const VIEW_STATUS = Symbol('ViewStatus');

/** How complete and how fresh a cycle's data are; nothing measured. */
export class DataState extends Query<DataStateAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
  ) {
    super();
  }
}

@QueryHandler(DataState)
export class DataStateHandler implements IQueryHandler<DataState> {
  constructor(
    private readonly cohort: CohortReader,
    @Optional() @Inject(VIEW_STATUS) private readonly views?: ViewStatusSource,
  ) {}

  async execute({ tenant, cycle }: DataState): Promise<DataStateAnswer> {
    const { head, design } = await this.cohort.cycle(tenant, cycle, 'attrition');
    const [people, schools, scales, views] = await Promise.all([
      this.cohort.people(tenant, cycle, ['all', ...DIMENSIONS]),
      this.cohort.schools(tenant, cycle),
      this.cohort.scales(tenant, design),
      this.views?.of(tenant) ?? [],
    ]);
    const results = await Promise.all(
      scales.map(async (scale) => basis(scale, await this.cohort.results(tenant, cycle, scale, ['all']))),
    );
    const all = people.find((tally) => tally.by === 'all');
    const persons = all?.persons ?? 0;
    const unknownOf = (dimension: string): number =>
      people.find((tally) => tally.by === dimension && tally.cell === UNKNOWN)?.persons ?? 0;
    return {
      ...head,
      status: design.status,
      stage: design.stage ?? null,
      persons,
      schools,
      submitted: all?.['anyhow:submitted'] ?? 0,
      late: all?.late ?? 0,
      withdrawn: all?.withdrawn ?? 0,
      withoutStatistics: all?.withoutStatistics ?? 0,
      erased: all?.erased ?? 0,
      repeaters: all?.repeaters ?? 0,
      unknown: Object.fromEntries(
        DIMENSIONS.map((dimension) => [dimension, ratio(unknownOf(dimension), persons)]),
      ) as unknown as DataStateAnswer['unknown'],
      results,
      views,
    };
  }
}
