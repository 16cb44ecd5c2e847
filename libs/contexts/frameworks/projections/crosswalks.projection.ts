import { fold, type Projection } from '#libs/projecting';
import type { Crosswalk } from '../crosswalk-schema.js';
import type { CrosswalkAdopted } from '../frameworks.events.js';

/** The newest version of a crosswalk. */
export interface CrosswalkDocument {
  readonly crosswalk: string;
  readonly version: string;
  readonly fromFramework: string;
  readonly fromVersion: string;
  readonly toFramework: string;
  readonly toVersion: string;
  readonly adoptedAt: string;
  readonly content: Crosswalk;
}

export const CROSSWALKS = 'crosswalks';

/** The crosswalks of a country, the newest version of each. */
export const crosswalksProjection: Projection = {
  name: 'crosswalks',
  version: 1,
  oneStream: true,
  collections: [
    {
      name: CROSSWALKS,
      columns: { fromFramework: 'text', toFramework: 'text' },
      indexes: [['fromFramework'], ['toFramework']],
    },
  ],
  on: {
    CrosswalkAdopted: fold<CrosswalkAdopted['data']>(({ data, metadata }, view) => {
      const content = data.content as unknown as Crosswalk;
      const newest = view.get<CrosswalkDocument>(CROSSWALKS, data.crosswalk);
      if (newest && newest.content.version > content.version) return;
      const document: CrosswalkDocument = {
        crosswalk: data.crosswalk,
        version: data.version,
        fromFramework: data.from.framework,
        fromVersion: data.from.version,
        toFramework: data.to.framework,
        toVersion: data.to.version,
        adoptedAt: metadata.occurredAt,
        content,
      };
      view.put(CROSSWALKS, data.crosswalk, document);
    }),
  },
};
