import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EvaluationAnswer } from './answers.js';
import {
  attritionDifferences,
  lotteryComparison,
  measureEvaluation,
  measuredPeople,
  participantFlow,
  targetedChange,
  thenAndNow,
  timeToComplete,
} from './analysis.js';
import { CohortReader, analysisLabel } from './cohort-reader.js';
import { CohortPeople, recountResults } from './people.js';
import { Coverages } from './population.js';
import { FinalStage } from './final-stage.js';
import { breakdown } from './results.js';

const DEFINITIONS = [
  'learning-gain',
  'self-rating-change',
  'g-av',
  'class-gain',
  'normalised-change',
  'attrition',
  'matched-lost',
  'gain-bounds',
  'time-to-complete',
  'targeted-change',
  'lottery-comparison',
  'then-and-now',
];
const DAY = 86_400_000;

/** What an evaluator looks at first: who went where, how sure the figures are, and what else could explain them. */
export class Evaluation extends Query<EvaluationAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    /** The server's clock for the country: who can still come is told by it. */
    readonly at: string,
  ) {
    super();
  }
}

@QueryHandler(Evaluation)
export class EvaluationHandler implements IQueryHandler<Evaluation> {
  constructor(
    private readonly cohort: CohortReader,
    private readonly people: CohortPeople,
    private readonly coverages: Coverages,
    private readonly finalStage: FinalStage,
  ) {}

  async execute({ tenant, cycle, at }: Evaluation): Promise<EvaluationAnswer> {
    const { head, design, regional } = await this.cohort.cycle(tenant, cycle, ...DEFINITIONS);
    const { k } = head;
    const [people, scales, gaps, after, paths, population] = await Promise.all([
      this.people.of(tenant, cycle),
      this.cohort.scales(tenant, design),
      this.people.gaps(tenant, cycle),
      this.people.levelsAfter(tenant, cycle),
      this.people.paths(tenant, cycle),
      this.coverages.population(tenant),
    ]);
    const over = await this.finalStage.over(tenant, cycle, people, at);
    const test = scales.find(({ measure }) => measure === 'test');
    const byTest = test ? measuredPeople(people, test) : [];
    const measures = scales.map((scale) => {
      const measured = measuredPeople(people, scale);
      const shown = breakdown(scale, recountResults(people, scale, regional), k, regional);
      const pairs = measured.filter(({ pre, post }) => pre !== undefined && post !== undefined).map(({ person }) => person);
      return measureEvaluation(scale, shown, measured, { k, over, weightOf: population?.weightsFor(pairs) });
    });
    return {
      ...head,
      plan: analysisLabel(design),
      flow: participantFlow(people, test, population?.eligible ?? null, over),
      measures: measures.reverse(),
      attrition: attritionDifferences(byTest, regional, over),
      timeToComplete: timeToComplete(people, head.asOf === null ? 0 : Math.floor(Date.parse(head.asOf) / DAY), k),
      targeted: targetedChange(people, { after, gaps, paths }, k),
      lottery: test ? lotteryComparison(people, test, k) : null,
      thenAndNow: thenAndNow(people, k),
    };
  }
}
