import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import type { OpenEngines } from '#libs/projecting';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';
import { distance } from '../../libs/platform/engines.js';

/** What the projector's thread opens in the replay row: a log in one folder, read models in another. */
export const openEngines = (async (config: { events: string; documents: string }, { beside }) => {
  const events = await openEmbeddedEventStore({ directory: config.events, readOnly: true });
  const documents = openEmbeddedReadStore({ directory: config.documents, beside });
  return {
    events,
    documents,
    distance,
    scratch: () => Promise.reject(new Error('nothing is verified here')),
    close: async () => {
      await documents.close();
      await events.close();
    },
  };
}) satisfies OpenEngines;
