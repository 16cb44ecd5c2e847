import { fold, type Projection } from '#libs/projecting';
import type { SchoolFacts, SchoolReclassified } from '../rollout.events.js';

/** The register's facts of a school, and since when. */
export type SchoolDocument = SchoolFacts & {
  /** The name as `searchable` writes it. */
  readonly search: string;
  readonly registeredAt: string;
  readonly changedAt: string;
};

/** Lower case without accents: what people type finds what the register wrote. */
export const searchable = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();

const COLLECTION = 'schools';

/** The directory of schools. */
export const schoolsProjection: Projection = {
  name: 'schools',
  version: 1,
  oneStream: true,
  collections: [
    {
      name: COLLECTION,
      columns: {
        code: 'text',
        search: 'text',
        region: 'text',
        municipality: 'text',
        sector: 'text',
        rurality: 'text',
        status: 'text',
      },
      indexes: [['search'], ['region', 'sector']],
    },
  ],
  on: {
    SchoolRegistered: fold<SchoolFacts>(({ data, metadata }, view) => {
      const at = metadata.occurredAt;
      view.put(COLLECTION, data.code, { ...data, search: searchable(data.name), registeredAt: at, changedAt: at });
    }),
    SchoolCorrected: fold<SchoolFacts>(({ data, metadata }, view) => {
      const school = view.get<SchoolDocument>(COLLECTION, data.code);
      if (!school) throw new Error('corrected before it was registered');
      const { registeredAt } = school;
      view.put(COLLECTION, data.code, { ...data, search: searchable(data.name), registeredAt, changedAt: metadata.occurredAt });
    }),
    SchoolReclassified: fold<SchoolReclassified['data']>(({ data, metadata }, view) => {
      const school = view.get<SchoolDocument>(COLLECTION, data.code);
      if (!school) throw new Error('reclassified before it was registered');
      view.put(COLLECTION, data.code, { ...school, sector: data.to, changedAt: metadata.occurredAt });
    }),
  },
};
