import { fold, type Projection } from '#libs/projecting';
import type { CountryCreated, PackApplied } from '../rollout.events.js';

/** The country as everybody who is signed in sees it: its facts, and the codes and notices of its pack. */
export type CountryDocument = Omit<CountryCreated['data'], 'vault'> & {
  readonly createdAt: string;
  /** `null` for a bare country, which has no codes of its own. */
  readonly pack: { readonly pack: string; readonly version: string; readonly digest: string } | null;
} & Pick<PackApplied['data'], 'regions' | 'sectors' | 'educationLevels' | 'notices'>;

const COLLECTION = 'country';

export const countryProjection: Projection = {
  name: 'country',
  version: 1,
  oneStream: true,
  collections: [{ name: COLLECTION, columns: { origin: 'text' } }],
  on: {
    CountryCreated: fold<CountryCreated['data']>(({ data, metadata }, view) => {
      const { vault: _vault, ...facts } = data;
      const document: CountryDocument = {
        ...facts,
        createdAt: metadata.occurredAt,
        pack: null,
        regions: [],
        sectors: [],
        educationLevels: [],
        notices: [],
      };
      view.put(COLLECTION, metadata.tenant, document);
    }),
    PackApplied: fold<PackApplied['data']>(({ data, metadata }, view) => {
      const country = view.get<CountryDocument>(COLLECTION, metadata.tenant);
      if (!country) throw new Error('a pack applied before the country was created');
      const { pack, version, digest, regions, sectors, educationLevels, notices } = data;
      view.put(COLLECTION, metadata.tenant, {
        ...country,
        pack: { pack, version, digest },
        regions,
        sectors,
        educationLevels,
        notices,
      });
    }),
  },
};
