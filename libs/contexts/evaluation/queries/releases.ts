import { Inject, Injectable } from '@nestjs/common';
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

const MOST = 1_000;

/** What a country has published about its cycles. */
@Injectable()
export class Releases {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  /** The newest first. */
  async list(tenant: string): Promise<{ readonly items: readonly ReleaseSummary[] }> {
    const { documents } = await this.documents.find(tenant, RELEASES, { limit: MOST });
    const items = documents.map(({ document }) => {
      const { cycle, release, publishedAt, content } = document as unknown as ReleaseDocument;
      return { cycle, release, title: content.title, publishedAt, asOf: content.asOf, simulated: content.simulated };
    });
    return { items: items.sort((a, b) => (a.publishedAt < b.publishedAt ? 1 : a.publishedAt > b.publishedAt ? -1 : 0)) };
  }

  /** @throws Refusal release-unknown */
  async one(tenant: string, cycle: string, release: string): Promise<ReleaseDocument> {
    const found = await this.documents.get(tenant, RELEASES, releaseKey(cycle, release));
    return (found as unknown as ReleaseDocument | undefined) ?? refuse('release-unknown', { cycle, release });
  }
}
