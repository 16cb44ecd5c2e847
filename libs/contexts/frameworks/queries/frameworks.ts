import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf } from '#libs/http';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { FrameworkDocument } from '../projections/frameworks.projection.js';

type Listed = Omit<FrameworkDocument, 'content' | 'competencies' | 'number'> & { readonly competencies: number };

/** The country's frameworks, every adopted version, without their competencies. */
export class Frameworks extends Query<{ readonly items: readonly Listed[]; readonly next?: string }> {
  constructor(
    readonly tenant: string,
    readonly page: { readonly limit?: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(Frameworks)
export class FrameworksHandler implements IQueryHandler<Frameworks> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, page }: Frameworks) {
    const found = await pageOf<FrameworkDocument>(this.documents, tenant, 'frameworks', page);
    const items = found.items.map(({ content: _content, competencies, number: _number, ...shown }): Listed => {
      return { ...shown, competencies: competencies.length };
    });
    return { items, next: found.next };
  }
}

const LONGEST_ID = 60;

/** One version, whole; the newest unless told. */
export class FrameworkVersion extends Query<FrameworkDocument> {
  constructor(
    readonly tenant: string,
    readonly framework: string,
    readonly version?: string,
  ) {
    super();
  }
}

@QueryHandler(FrameworkVersion)
export class FrameworkVersionHandler implements IQueryHandler<FrameworkVersion> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, framework, version }: FrameworkVersion): Promise<FrameworkDocument> {
    if (framework.length > LONGEST_ID)
      return refuse('framework-unknown', { framework: framework.slice(0, LONGEST_ID), version: version ?? 'any' });
    const found =
      version === undefined
        ? (
            await this.documents.find(tenant, 'frameworks', {
              filter: { framework },
              sort: { column: 'number', descending: true },
              limit: 1,
            })
          ).documents[0]?.document
        : await this.documents.get(tenant, 'frameworks', `${framework}@${version}`);
    if (!found) return refuse('framework-unknown', { framework, version: version ?? 'any' });
    return found as unknown as FrameworkDocument;
  }
}
