import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { Fact } from '../projections/cohort.js';
import { FACTS, factId } from '../projections/tallies.js';
import type { Certification, MyCertificationAnswer } from './answers.js';
import { CohortReader } from './cohort-reader.js';

/** Whether a teacher is certified in a cycle under the rule that the cycle recorded, and what is missing where they are not. */
export class MyCertification extends Query<MyCertificationAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly teacher: string,
  ) {
    super();
  }
}

/** The person's own part of the answer; whether they are certified is what the funnel counts, never a second reckoning. */
export const ownCertification = (
  rule: Certification | null,
  fact: Pick<Fact, 'steps' | 'hoursCompleted' | 'withdrawn'> | undefined,
): Pick<MyCertificationAnswer, 'takesPart' | 'certified' | 'withdrawn' | 'hoursCompleted' | 'finalTest' | 'missing'> => {
  const hoursCompleted = fact?.hoursCompleted ?? 0;
  const finalTest = fact?.steps.includes('final-test') ?? false;
  const certified = rule !== null && (fact?.steps.includes('certified') ?? false);
  const wanting = certified ? null : rule;
  return {
    takesPart: fact !== undefined,
    certified,
    withdrawn: fact?.withdrawn ?? false,
    hoursCompleted,
    finalTest,
    missing: {
      hours: Math.max(0, (wanting?.minimumHours ?? 0) - hoursCompleted),
      finalTest: (wanting?.finalTest ?? false) && !finalTest,
    },
  };
};

@QueryHandler(MyCertification)
export class MyCertificationHandler implements IQueryHandler<MyCertification> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly cohort: CohortReader,
  ) {}

  async execute({ tenant, cycle, teacher }: MyCertification): Promise<MyCertificationAnswer> {
    const { head, design } = await this.cohort.cycle(tenant, cycle, 'certified');
    const fact = (await this.documents.get(tenant, FACTS, factId(cycle, teacher))) as unknown as Fact | undefined;
    const rule = design.certification ?? null;
    return { cycle, simulated: head.simulated, status: design.status, rule, ...ownCertification(rule, fact) };
  }
}
