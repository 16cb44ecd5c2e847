import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import type { OpenEngines } from '#libs/projecting';
import { openEmbeddedReadStore } from '#libs/read-store/embedded';

/** What a projector's thread or process opens in tests: the embedded engines, the log for reading only. */
export const openEngines: OpenEngines = async ({ directory }: { directory: string }, { beside }) => {
  const events = await openEmbeddedEventStore({ directory, readOnly: true });
  const documents = openEmbeddedReadStore({ directory, beside });
  return {
    events,
    documents,
    distance: (after, upTo) => Number(upTo) - Number(after ?? 0),
    scratch: async () => {
      const scratch = await mkdtemp(join(tmpdir(), 'cordillera-scratch-'));
      const store = openEmbeddedReadStore({ directory: scratch });
      return {
        documents: store,
        dispose: async () => {
          await store.close();
          await rm(scratch, { recursive: true, force: true });
        },
      };
    },
    close: async () => {
      await documents.close();
      await events.close();
    },
  };
};
