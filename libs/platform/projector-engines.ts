import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';
import type { OpenEngines } from '#libs/projecting';
import { distance, openProjectingEngines } from './engines.js';

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
    scratch: async () => {
      const path = await mkdtemp(join(directory, '.verify-'));
      const scratch = openEmbeddedReadStore({ directory: path });
      return {
        documents: scratch,
        dispose: async () => {
          await scratch.close();
          await rm(path, { recursive: true, force: true });
        },
      };
    },
    close: async () => {
      await documents.close();
      await events.close();
    },
  };
}) satisfies OpenEngines;
