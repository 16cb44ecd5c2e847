import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { CourseDocument, OfferingDocument } from '#libs/contexts/learning';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { GapFigure } from './answers.js';
import type { NeedAgainstOfferAnswer, NeedRow, OfferFigure } from './need-answers.js';
import { GapHeatMap, GapHeatMapHandler } from './gap-heat-map.js';

/** Where teachers are below what is expected of them, against what the cycle offers for it; the gaps withhold small groups as everywhere. */
export class NeedAgainstOffer extends Query<NeedAgainstOfferAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
  ) {
    super();
  }
}

interface Offered {
  readonly offering: OfferingDocument;
  readonly develops: ReadonlySet<string>;
}

const offerOf = (offered: readonly Offered[], competency: string, region?: string): OfferFigure => {
  const fitting = offered.filter(
    ({ offering, develops }) =>
      develops.has(competency) && (region === undefined || offering.region === undefined || offering.region === region),
  );
  return {
    courses: new Set(fitting.map(({ offering }) => offering.course)).size,
    offerings: fitting.length,
    seats: fitting.reduce((sum, { offering }) => sum + (offering.seats ?? 0), 0),
    unlimited: fitting.filter(({ offering }) => offering.seats === null).length,
  };
};

@QueryHandler(NeedAgainstOffer)
export class NeedAgainstOfferHandler implements IQueryHandler<NeedAgainstOffer> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly gaps: GapHeatMapHandler,
  ) {}

  async execute({ tenant, cycle }: NeedAgainstOffer): Promise<NeedAgainstOfferAnswer> {
    const [{ by: _, competencies, all, rows, ...head }, offered] = await Promise.all([
      this.gaps.execute(new GapHeatMap(tenant, cycle, 'region')),
      this.#offered(tenant, cycle),
    ]);
    const needs = competencies.map((competency, at): NeedRow => {
      const nobody: GapFigure = { n: 0, notRated: 0, notEstimable: 'no-observations' };
      return {
        competency,
        need: all[at] ?? nobody,
        offer: offerOf(offered, competency),
        regions: rows.map((row) => ({
          region: row.cell,
          need: row.gaps[at] ?? nobody,
          offer: offerOf(offered, competency, row.cell),
        })),
      };
    });
    return {
      ...head,
      competencies: needs,
      withoutCourse: needs.filter(({ offer }) => offer.courses === 0).map(({ competency }) => competency),
    };
  }

  async #offered(tenant: string, cycle: string): Promise<readonly Offered[]> {
    const offerings = await findEvery<OfferingDocument>(this.documents, tenant, 'offerings', { filter: { cycle } });
    const courses = await this.documents.getMany(
      tenant,
      'courses',
      offerings.map(({ course }) => course),
    );
    return offerings.map((offering, index) => {
      const course = courses[index] as CourseDocument | undefined;
      return { offering, develops: new Set(course?.develops.map(({ competency }) => competency)) };
    });
  }
}
