import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { clusteredMean } from '#libs/indicators';
import { clusterOf, inStatistics, type Fact } from '../projections/cohort.js';
import type { CyclePersons, PersonsAnswer, Ratio, Retention, Step } from './answers.js';
import { CohortReader, type ScaleOfCycle } from './cohort-reader.js';
import { CohortPeople, type Person } from './people.js';
import { ratio } from './results.js';

/** People over the years: each once, who came back, and what they had kept of what they learnt. */
export class Persons extends Query<PersonsAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
  ) {
    super();
  }
}

/** Hundredths of the scale's unit. */
const FACTOR = 100;
type Occasion = 'baseline' | 'final';

const scoreOf = (person: Person, { measure, scale }: ScaleOfCycle, occasion: Occasion): number | undefined => {
  const result = person.results[measure]?.[occasion];
  return result && result.scale === scale && result.score !== null && inStatistics(person as Fact)
    ? result.score / FACTOR
    : undefined;
};

/**
 * The last result of one cycle against the first of the next, in the same persons. Both years' means are shown elsewhere, so those without a
 * partner must be many enough or nobody.
 */
export const retentionOf = (
  from: { readonly cycle: string; readonly people: readonly Person[] },
  to: { readonly cycle: string; readonly people: readonly Person[] },
  scale: ScaleOfCycle,
  k: number,
): Retention => {
  const ends = new Map<string, number>();
  for (const person of from.people) {
    const score = scoreOf(person, scale, 'final');
    if (score !== undefined) ends.set(person.teacher, score);
  }
  let nStart = 0;
  const pairs: { cluster: string; end: number; start: number }[] = [];
  for (const person of to.people) {
    const start = scoreOf(person, scale, 'baseline');
    if (start === undefined) continue;
    nStart += 1;
    const end = ends.get(person.teacher);
    if (end !== undefined) pairs.push({ cluster: clusterOf(person as Fact), end, start });
  }
  const nPairs = pairs.length;
  const head = {
    from: from.cycle,
    to: to.cycle,
    measure: scale.measure,
    scale: scale.scale,
    nEnd: ends.size,
    nStart,
    nPairs,
  };
  if (nPairs === 0) return { ...head, notEstimable: 'no-pairs' };
  if (nPairs < k) return { ...head, withheld: 'primary' };
  const alone = [ends.size - nPairs, nStart - nPairs];
  if (alone.some((n) => n > 0 && n < k)) return { ...head, withheld: 'complementary' };
  const change = clusteredMean(pairs.map(({ cluster, end, start }) => ({ cluster, value: start - end })));
  if (!change.estimable) return { ...head, notEstimable: change.reason };
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / nPairs;
  return {
    ...head,
    value: change.value,
    low: change.low,
    high: change.high,
    meanEnd: meanOf(pairs.map(({ end }) => end)),
    meanStart: meanOf(pairs.map(({ start }) => start)),
    schools: change.clusters,
  };
};

const did =
  (step: Step) =>
  ({ steps }: Person): boolean =>
    steps.includes(step);
const COUNTED = { invited: did('invited'), reached: did('profile-seen'), trained: did('course-completed') } as const;
type Counted = keyof typeof COUNTED;

@QueryHandler(Persons)
export class PersonsHandler implements IQueryHandler<Persons> {
  constructor(
    private readonly cohort: CohortReader,
    private readonly people: CohortPeople,
  ) {}

  async execute({ tenant, cycle }: Persons): Promise<PersonsAnswer> {
    const { head, design } = await this.cohort.cycle(tenant, cycle, 'distinct-persons', 'retention', 'reached', 'trained');
    const upTo = (await this.cohort.cycles(tenant))
      .filter((one) => one.cycle <= cycle)
      .sort((a, b) => (a.cycle < b.cycle ? -1 : 1));
    // A first cycle has nobody to come back: its tallies say it all, and nobody has to be read.
    if (upTo.length === 1) {
      const all = (await this.cohort.people(tenant, cycle, ['all'])).find(({ by }) => by === 'all');
      const counts = {
        invited: all?.['anyhow:invited'] ?? 0,
        reached: all?.['anyhow:profile-seen'] ?? 0,
        trained: all?.['anyhow:course-completed'] ?? 0,
      };
      const only: CyclePersons = { cycle, title: design.title, ...counts, repeaters: all?.repeaters ?? 0 };
      return { ...head, cycles: [only], distinct: counts, back: null, retention: [] };
    }
    const years = await Promise.all(
      upTo.map(async (own) => ({
        cycle: own.cycle,
        title: own.title,
        scales: await this.cohort.scales(tenant, own),
        people: await this.people.of(tenant, own.cycle),
      })),
    );
    const distinct = (key: Counted): number =>
      new Set(years.flatMap(({ people }) => people.filter(COUNTED[key]).map(({ teacher }) => teacher))).size;
    const [before, now] = years.slice(-2);
    const back = (): Ratio | null => {
      if (!before || !now) return null;
      const finished = before.people.filter(did('final-test'));
      const there = new Set(now.people.filter(did('consented')).map(({ teacher }) => teacher));
      return ratio(finished.filter(({ teacher }) => there.has(teacher)).length, finished.length);
    };
    return {
      ...head,
      cycles: years.map(({ cycle: label, title, people }) => ({
        cycle: label,
        title,
        invited: people.filter(COUNTED.invited).length,
        reached: people.filter(COUNTED.reached).length,
        trained: people.filter(COUNTED.trained).length,
        repeaters: people.filter(({ repeater }) => repeater).length,
      })),
      distinct: { invited: distinct('invited'), reached: distinct('reached'), trained: distinct('trained') },
      back: back(),
      retention: years.slice(1).flatMap((to, at) => {
        const from = years[at];
        return from ? to.scales.map((scale) => retentionOf(from, to, scale, head.k)) : [];
      }),
    };
  }
}
