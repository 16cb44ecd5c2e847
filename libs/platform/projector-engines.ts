import { join } from 'node:path';
import type { OpenEngines } from '#libs/projecting';
import { distance, openProjectingEngines, scratchIn } from './engines.js';

/** What the projector's thread is opened with. */
export interface ProjectorConfig {
  readonly directory: string;
}

/** The projector's own engines; the thread imports this module by itself. */
export const openEngines = (async ({ directory }: ProjectorConfig, how) => {
  const { events, documents } = await openProjectingEngines({ directory, ...how });
  return {
    events,
    documents,
    distance,
    // Beside the data, where there is room for a second copy of the documents.
    scratch: () => scratchIn(join(directory, '.verify-')),
    close: async () => {
      await documents.close();
      await events.close();
    },
  };
}) satisfies OpenEngines;
