import { fold, type Projection } from '#libs/projecting';
import type { ReleasePublished } from '../evaluation.events.js';

/** A release as it was published. The counts behind it stay in the record. */
export type ReleaseDocument = Omit<ReleasePublished['data'], 'basis'> & { readonly publishedAt: string };

export const RELEASES = 'releases';
export const releaseKey = (cycle: string, release: string): string => `${cycle}|${release}`;

export const releasesProjection: Projection = {
  name: 'releases',
  version: 1,
  oneStream: true,
  collections: [{ name: RELEASES, columns: { cycle: 'text', publishedAt: 'text' }, indexes: [['publishedAt'], ['cycle']] }],
  on: {
    ReleasePublished: fold<ReleasePublished['data']>(({ data, metadata }, view) => {
      const { basis: _, ...shown } = data;
      view.put(RELEASES, releaseKey(data.cycle, data.release), { ...shown, publishedAt: metadata.occurredAt });
    }),
  },
};
