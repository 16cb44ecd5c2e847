import { Inject, Injectable } from '@nestjs/common';
import { pageOf, type Page, type PageRequest } from '#libs/http';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import { RELEASES, releaseKey, type ReleaseDocument } from '../projections/releases.projection.js';

/** What there is to read, without its figures. */
export interface ReleaseSummary {
  readonly cycle: string;
  readonly release: string;
  readonly title: Readonly<Record<string, string>>;
  readonly publishedAt: string;
  readonly asOf: string | null;
  readonly simulated: boolean;
}

/** What a country has published about its cycles. */
@Injectable()
export class Releases {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  /** The newest first. @throws Refusal cursor-malformed */
  async list(tenant: string, { limit, cursor }: PageRequest): Promise<Page<ReleaseSummary>> {
    const sort = { column: 'publishedAt', descending: true };
    const { items, next } = await pageOf<ReleaseDocument>(this.documents, tenant, RELEASES, { sort, limit, cursor });
    return {
      items: items.map(({ cycle, release, publishedAt, content }) => {
        const { title, asOf, simulated } = content;
        return { cycle, release, title, publishedAt, asOf, simulated };
      }),
      next,
    };
  }

  /** @throws Refusal release-unknown */
  async one(tenant: string, cycle: string, release: string): Promise<ReleaseDocument> {
    const found = await this.documents.get(tenant, RELEASES, releaseKey(cycle, release));
    return (found as unknown as ReleaseDocument | undefined) ?? refuse('release-unknown', { cycle, release });
  }
}
