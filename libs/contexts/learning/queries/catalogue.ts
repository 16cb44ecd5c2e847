import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { CourseDocument } from '../projections/courses.projection.js';
import { pageOf, type Page, type PageRequest } from '#libs/http';

/** The country's courses. */
export class Catalogue extends Query<Page<CourseDocument>> {
  constructor(
    readonly tenant: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(Catalogue)
export class CatalogueHandler implements IQueryHandler<Catalogue> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  execute({ tenant, page: { limit, cursor } }: Catalogue) {
    return pageOf<CourseDocument>(this.documents, tenant, 'courses', { limit, cursor });
  }
}
