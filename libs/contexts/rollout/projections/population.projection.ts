import { fold, type Projection } from '#libs/projecting';
import type { PeopleCell, PopulationRecorded } from '../rollout.events.js';

/** The count that holds, without its rows; document `about`. */
export interface PopulationAbout extends Omit<PopulationRecorded['data'], 'part' | 'rows'> {
  /** Eligible teachers in all. */
  readonly teachers: number;
  /** The regions that have a document, in the order of the count. */
  readonly regions: readonly string[];
}
/** The rows of one region; its id is the region's code, `unknown` where a row names none. */
export interface PopulationOfRegion {
  readonly region: string;
  readonly rows: readonly PeopleCell[];
}

export const POPULATION = 'population';
export const POPULATION_ABOUT = 'population_about';

/** How many eligible teachers there are, for coverage and representativeness. One document a region, so that none grows large. */
export const populationProjection: Projection = {
  name: 'population',
  version: 1,
  oneStream: true,
  collections: [{ name: POPULATION_ABOUT }, { name: POPULATION }],
  on: {
    PopulationRecorded: fold<PopulationRecorded['data']>(({ data, metadata: { tenant } }, view) => {
      const { part, rows, ...about } = data;
      const before = view.get<PopulationAbout>(POPULATION_ABOUT, tenant);
      const goesOn = before?.digest === data.digest && part > 1;
      if (!goesOn) for (const region of before?.regions ?? []) view.delete(POPULATION, region);
      const byRegion = new Map<string, PeopleCell[]>();
      for (const row of rows) {
        const region = row.region ?? 'unknown';
        byRegion.set(region, [...(byRegion.get(region) ?? []), row]);
      }
      const regions = goesOn ? [...before.regions] : [];
      for (const [region, added] of byRegion) {
        const known = regions.includes(region) ? view.get<PopulationOfRegion>(POPULATION, region) : undefined;
        if (!known) regions.push(region);
        view.put(POPULATION, region, { region, rows: [...(known?.rows ?? []), ...added] });
      }
      const teachers = rows.reduce((sum, row) => sum + row.teachers, goesOn ? before.teachers : 0);
      view.put(POPULATION_ABOUT, tenant, { ...about, teachers, regions });
    }),
  },
};
