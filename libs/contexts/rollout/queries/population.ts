import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import {
  POPULATION,
  POPULATION_ABOUT,
  type PopulationAbout,
  type PopulationOfRegion,
} from '../projections/population.projection.js';
import type { PeopleCell } from '../rollout.events.js';

/** How many eligible teachers a country has, with the rows of the count; `null` where none was recorded. */
export type PopulationView = (Omit<PopulationAbout, 'regions' | 'parts'> & { readonly rows: readonly PeopleCell[] }) | null;

/**
 * The count of eligible teachers: region × sector × education level × gender × rurality. Coverage is participants over these, never over
 * "the teachers" of a country; `status` says whether the count is official or made up for a simulation.
 */
export class Population extends Query<PopulationView> {
  constructor(readonly tenant: string) {
    super();
  }
}

@QueryHandler(Population)
export class PopulationHandler implements IQueryHandler<Population> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant }: Population): Promise<PopulationView> {
    const about = (await this.documents.get(tenant, POPULATION_ABOUT, tenant)) as PopulationAbout | undefined;
    if (!about) return null;
    const { regions, parts: _parts, ...rest } = about;
    const found = await this.documents.getMany(tenant, POPULATION, regions);
    return { ...rest, rows: found.flatMap((one) => (one as PopulationOfRegion | undefined)?.rows ?? []) };
  }
}
