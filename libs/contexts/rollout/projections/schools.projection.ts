import { fold, type Projection } from '#libs/projecting';
import type {
  SchoolFacts,
  SchoolReclassificationPlanned,
  SchoolReclassificationPostponed,
  SchoolReclassified,
} from '../rollout.events.js';

/** The register's facts of a school, and since when. */
export type SchoolDocument = SchoolFacts & {
  /** The name as `searchable` writes it. */
  readonly search: string;
  readonly registeredAt: string;
  readonly changedAt: string;
  /** A move to another sector that is planned; it counts where it is until then. */
  readonly planned?: { readonly to: string; readonly effectiveAt: string };
  /** When that comes, for finding those that are due. */
  readonly plannedFor?: string;
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
  version: 2,
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
        plannedFor: 'text',
      },
      indexes: [['search'], ['region', 'sector'], ['plannedFor']],
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
      const { registeredAt, planned, plannedFor } = school;
      const search = searchable(data.name);
      view.put(COLLECTION, data.code, { ...data, search, registeredAt, changedAt: metadata.occurredAt, planned, plannedFor });
    }),
    SchoolReclassified: fold<SchoolReclassified['data']>(({ data, metadata }, view) => {
      const school = view.get<SchoolDocument>(COLLECTION, data.code);
      if (!school) throw new Error('reclassified before it was registered');
      view.put(COLLECTION, data.code, {
        ...school,
        sector: data.to,
        changedAt: metadata.occurredAt,
        planned: undefined,
        plannedFor: undefined,
      });
    }),
    SchoolReclassificationPlanned: fold<SchoolReclassificationPlanned['data']>(({ data }, view) => {
      const school = view.get<SchoolDocument>(COLLECTION, data.code);
      if (!school) throw new Error('reclassification planned before it was registered');
      const { to, effectiveAt } = data;
      view.put(COLLECTION, data.code, { ...school, planned: { to, effectiveAt }, plannedFor: effectiveAt });
    }),
    SchoolReclassificationPostponed: fold<SchoolReclassificationPostponed['data']>(({ data }, view) => {
      const school = view.get<SchoolDocument>(COLLECTION, data.code);
      if (!school) throw new Error('reclassification postponed before it was registered');
      const { to, effectiveAt } = data;
      const planned = effectiveAt === undefined ? undefined : { to, effectiveAt };
      view.put(COLLECTION, data.code, { ...school, planned, plannedFor: effectiveAt });
    }),
  },
};
