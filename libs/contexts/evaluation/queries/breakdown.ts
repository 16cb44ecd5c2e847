import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { parityIndex } from '#libs/indicators';
import type { BreakdownAnswer, BreakdownDimension, ParityFigure, ParityIndicator, PeopleGroup, Ratio } from './answers.js';
import { COMPARED } from './analysis.js';
import { CohortReader, analysisLabel } from './cohort-reader.js';
import { CohortPeople, recountPeople, recountResults } from './people.js';
import { breakdown, ratio } from './results.js';
import type { PeopleTally } from './tallied.js';

/** A cycle by one dimension, also by those that are not tallied: modality and the codes that countries share. */
export class BreakdownBy extends Query<BreakdownAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly by: BreakdownDimension,
  ) {
    super();
  }
}

const groupOf = (tally: PeopleTally): PeopleGroup => {
  const [invited, submitted, reached] = [tally['anyhow:invited'], tally['anyhow:submitted'], tally['anyhow:profile-seen']];
  const [enrolled, trained, finalTest] = [tally['anyhow:enrolled'], tally['anyhow:course-completed'], tally['anyhow:final-test']];
  return {
    cell: tally.cell,
    invited,
    submitted,
    reached,
    enrolled,
    trained,
    finalTest,
    participation: ratio(submitted, invited),
    completion: ratio(trained, enrolled),
    finalParticipation: ratio(finalTest, submitted),
  };
};

const INDICATORS: readonly (readonly [ParityIndicator, (group: PeopleGroup) => Ratio])[] = [
  ['participation', ({ participation }) => participation],
  ['completion', ({ completion }) => completion],
  ['final-participation', ({ finalParticipation }) => finalParticipation],
];

/** Of proportions only: gains are compared by their difference. */
const parityOf = (by: BreakdownDimension, groups: readonly PeopleGroup[], k: number): ParityFigure[] =>
  COMPARED.filter((pair) => pair.by === by).flatMap(({ first, second }) =>
    INDICATORS.flatMap(([indicator, shareOf]): ParityFigure[] => {
      const [one, other] = [first, second].map((cell) => groups.find((group) => group.cell === cell));
      if (!one || !other) return [];
      const [numerator, denominator] = [shareOf(one), shareOf(other)];
      const head = { indicator, disadvantaged: first, advantaged: second, numerator, denominator };
      if (numerator.of < k || denominator.of < k) return [{ ...head, withheld: 'primary' }];
      if (numerator.n > numerator.of || denominator.n > denominator.of) return [{ ...head, notEstimable: 'sums-inconsistent' }];
      const index = parityIndex({ count: numerator.n, of: numerator.of }, { count: denominator.n, of: denominator.of });
      if (!index.estimable) return [{ ...head, notEstimable: index.reason }];
      return [{ ...head, value: index.value, low: index.low, high: index.high, reading: index.reading }];
    }),
  );

@QueryHandler(BreakdownBy)
export class BreakdownByHandler implements IQueryHandler<BreakdownBy> {
  constructor(
    private readonly cohort: CohortReader,
    private readonly people: CohortPeople,
  ) {}

  async execute({ tenant, cycle, by }: BreakdownBy): Promise<BreakdownAnswer> {
    const { head, design, regional } = await this.cohort.cycle(
      tenant,
      cycle,
      'participation',
      'completion',
      'final-participation',
      'parity-index',
      'learning-gain',
      'self-rating-change',
    );
    const [people, scales] = await Promise.all([this.people.of(tenant, cycle), this.cohort.scales(tenant, design)]);
    const groups = recountPeople(people, by, regional).map(groupOf);
    return {
      ...head,
      by,
      exploratory: !analysisLabel(design).planned.includes(by),
      people: groups,
      parity: parityOf(by, groups, head.k),
      measures: scales.map((scale) => {
        const {
          groups: every,
          before,
          after,
          gain,
        } = breakdown(scale, recountResults(people, scale, regional), head.k, regional);
        return { ...scale, before, after, gain, groups: every[by] };
      }),
    };
  }
}
