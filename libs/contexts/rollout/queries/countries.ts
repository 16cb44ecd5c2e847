import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { CountryDocument } from '../projections/country.projection.js';

/** The countries that the caller may see, of those here; codes and notices left out. */
export class Countries extends Query<readonly Pick<CountryDocument, 'country' | 'name' | 'origin' | 'languages' | 'timeZone'>[]> {
  constructor(readonly tenants: readonly string[]) {
    super();
  }
}

@QueryHandler(Countries)
export class CountriesHandler implements IQueryHandler<Countries> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenants }: Countries) {
    const found = await Promise.all(tenants.map((tenant) => this.documents.get(tenant, 'country', tenant)));
    return found.flatMap((document) => {
      if (!document) return [];
      const { country, name, origin, languages, timeZone } = document as unknown as CountryDocument;
      return [{ country, name, origin, languages, timeZone }];
    });
  }
}

/** One country with its codes and notices. */
export class CountryFacts extends Query<CountryDocument> {
  constructor(readonly tenant: string) {
    super();
  }
}

@QueryHandler(CountryFacts)
export class CountryFactsHandler implements IQueryHandler<CountryFacts> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant }: CountryFacts): Promise<CountryDocument> {
    const found = await this.documents.get(tenant, 'country', tenant);
    return found ? (found as unknown as CountryDocument) : refuse('country-not-created', {});
  }
}
