import { Streams, type CommandContext } from '#libs/commanding';
import { openMemoryEventStore } from '#libs/event-store/memory';
import { frameworkEventDefinitions, AdoptFrameworkHandler, AdoptFramework } from '#libs/contexts/frameworks';
import { commandIdOf, EventCatalogue, NO_HASH, Refusal, type EventMetadata, type RecordedEvent } from '#libs/kernel';
import { openMemoryKeyStore } from '#libs/privacy/memory';
import type { ReadStore } from '#libs/read-store';
import { Registrations } from '../use-cases/registrations.js';
import type { Projection, View } from '#libs/projecting';
import type { CycleDesign } from '../rollout.events.js';
import { rolloutEventDefinitions } from '../rollout.events.js';
import { RolloutReferences } from '../use-cases/references.js';
import { CreateCountry, CreateCountryHandler } from '../use-cases/create-country.js';

/** Documents of one projection after these events, by collection and id. */
export const folded = (
  projection: Projection,
  events: readonly { readonly type: string; readonly data: object; readonly metadata?: Partial<EventMetadata> }[],
): Record<string, Record<string, object>> => {
  const documents: Record<string, Record<string, object>> = {};
  for (const { name } of projection.collections) documents[name] = {};
  const of = (collection: string): Record<string, object> => {
    const found = documents[collection];
    if (!found) throw new RangeError(`${projection.name} does not declare ${collection}`);
    return found;
  };
  const view: View = {
    get: <T extends object>(collection: string, id: string) => of(collection)[id] as T | undefined,
    put: (collection, id, document) => {
      of(collection)[id] = JSON.parse(JSON.stringify(document)) as object;
    },
    delete: (collection, id) => {
      delete of(collection)[id];
    },
  };
  for (const { type, data, metadata } of events) {
    const whole: EventMetadata = {
      tenant: 'cl',
      actor: { id: 'ana', role: 'coordinator' },
      occurredAt: '2023-05-10T12:00:00.000Z',
      recordedAt: '2023-05-10T12:00:00.000Z',
      commandId: 'command',
      $correlationId: 'correlation',
      $causationId: 'causation',
      schemaVersion: 1,
      previousHash: NO_HASH,
      hash: NO_HASH,
      ...metadata,
    };
    projection.on[type]?.({ type, data: data as never, stream: 'cl.test-1', metadata: whole }, view);
  }
  return documents;
};

export const framework = {
  id: 'levels',
  version: 1,
  title: { es: 'Marco de prueba' },
  publisher: 'Cordillera',
  year: 2023,
  source: 'Invented for tests.',
  licence: { id: 'CC-BY-4.0', uri: 'https://creativecommons.org/licenses/by/4.0/', attribution: { es: 'Cordillera' } },
  status: 'complete',
  shape: 'levelled',
  levels: [
    { code: 'A1', name: { es: 'Novato' } },
    { code: 'A2', name: { es: 'Explorador' } },
    { code: 'B1', name: { es: 'Integrador' } },
  ],
  areas: [{ code: '1', name: { es: 'Compromiso' }, competencies: [{ code: '1.1', name: { es: 'Comunicación' } }] }],
} as const;

export const design: CycleDesign = {
  framework: { framework: 'levels', version: '1' },
  selfRating: { instrument: 'self-rating', version: 1 },
  testForms: [
    { instrument: 'form-a', version: 1 },
    { instrument: 'form-b', version: 1 },
  ],
  formSeed: '2023',
  stages: [
    {
      stage: 'self-assessment',
      opens: '2023-05-08T04:00:00.000Z',
      closes: '2023-06-10T03:59:59.999Z',
      graceUntil: '2023-06-17T03:59:59.999Z',
    },
    {
      stage: 'learning',
      opens: '2023-07-17T04:00:00.000Z',
      closes: '2023-11-11T02:59:59.999Z',
      graceUntil: '2023-11-18T02:59:59.999Z',
    },
    {
      stage: 'evaluation',
      opens: '2023-11-06T03:00:00.000Z',
      closes: '2023-12-02T02:59:59.999Z',
      graceUntil: '2023-12-09T02:59:59.999Z',
    },
  ],
  consent: { version: '1', text: { es: 'Participo voluntariamente.' } },
  targetProfile: { version: '1', decidedBy: 'Council', targets: { primary: { '1.1': 2 } } },
  gapRules: { version: '1' },
  pathRules: { version: '1', maxSteps: 3 },
};

/** A country `cl` on memory engines, with a framework adopted, and contexts for commands. */
export const rolloutBench = async () => {
  const store = openMemoryEventStore();
  const keys = openMemoryKeyStore();
  const newStreams = () =>
    new Streams(store, keys, new EventCatalogue([...rolloutEventDefinitions, ...frameworkEventDefinitions]));
  const streams = newStreams();
  let serial = 0;
  const context = (key = `key-${(serial += 1)}`, role = 'coordinator'): CommandContext => {
    const commandId = commandIdOf('cl', 'ana', 'test', key);
    return {
      tenant: 'cl',
      actor: { id: 'ana', role },
      commandId,
      commandDigest: `digest of ${key}`,
      at: '2023-05-10T12:00:00.000Z',
      correlationId: 'correlation',
      causationId: commandId,
    };
  };
  await new CreateCountryHandler(streams, keys).execute(
    new CreateCountry(context(), {
      name: { es: 'Chile' },
      origin: 'simulated',
      timeZone: 'America/Santiago',
      languages: ['es-CL'],
      suppressionThreshold: 10,
    }),
  );
  await new AdoptFrameworkHandler(streams).execute(new AdoptFramework(context(), framework));
  const events = async (): Promise<RecordedEvent[]> => {
    const all: RecordedEvent[] = [];
    const abort = new AbortController();
    for await (const batch of store.subscribe({ tenant: 'cl', prefixes: ['cl.'], signal: abort.signal })) {
      all.push(...batch.events);
      if (batch.caughtUp) break;
    }
    abort.abort();
    return all;
  };
  return { store, keys, streams, newStreams, references: new RolloutReferences(streams), context, events };
};

export const refusalOf = async (run: () => Promise<unknown>): Promise<Refusal> => {
  try {
    await run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

/** Where nobody is registered twice. */
export const nobodyTwice = (streams: Streams): Registrations =>
  new Registrations({ find: () => Promise.resolve({ documents: [] }) } as unknown as ReadStore, streams);
