import { Inject } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { participationStream, type CountryDocument } from '#libs/contexts/rollout';
import { EVENT_STORE, type EventStore } from '#libs/event-store';
import { refuse, type Json, type JsonObject } from '#libs/kernel';
import { isSealed, KEY_STORE, openSealed, type KeyStore } from '#libs/privacy';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import { PERSONAL_COLLECTIONS, READS_OF_PEOPLE, type PersonalCollection, type ReadOfMe, type ReadsOfPeople } from '../ports.js';
import { MyDataRequests, type DataRequest } from './data-requests.js';

/** Something that happened to consent, as the record has it. */
export interface ConsentEntry {
  readonly cycle: string;
  readonly what: 'given' | 'withdrawn';
  /** Version of the text; it is the same that was agreed to where consent is withdrawn. */
  readonly version: string | null;
  readonly language: string | null;
  readonly purposes: readonly string[];
  readonly at: string;
}

/** Everything that is stored about one teacher, in clear, for themselves. */
export interface PersonalRecord {
  readonly country: string;
  readonly simulated: boolean;
  /** When it was put together. */
  readonly at: string;
  readonly teacher: string;
  readonly consents: readonly ConsentEntry[];
  /** By collection of the read models, every document that is about this person; what was sealed is opened. */
  readonly documents: Readonly<Record<string, readonly JsonObject[]>>;
  readonly requests: readonly DataRequest[];
  /** Who has read who this person is. */
  readonly readBy: readonly ReadOfMe[];
}

export class MyRecord extends Query<PersonalRecord> {
  constructor(
    readonly tenant: string,
    readonly teacher: string,
    readonly at: string,
  ) {
    super();
  }
}

@QueryHandler(MyRecord)
export class MyRecordHandler implements IQueryHandler<MyRecord> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(PERSONAL_COLLECTIONS) private readonly collections: readonly PersonalCollection[],
    @Inject(READS_OF_PEOPLE) private readonly reads: ReadsOfPeople,
    private readonly queries: QueryBus,
  ) {}

  async execute({ tenant, teacher, at }: MyRecord): Promise<PersonalRecord> {
    const key = await this.keys.key(tenant, teacher);
    if (!key) return refuse('teacher-unknown', { teacher });
    const country = (await this.documents.get(tenant, 'country', tenant)) as CountryDocument | undefined;
    const cycles = (await findEvery<{ cycle: string }>(this.documents, tenant, 'cycles')).map(({ cycle }) => cycle);
    const names = [teacher, ...cycles.flatMap((cycle) => [`${cycle}/${teacher}`, `${cycle}|${teacher}`])];
    const documents: Record<string, readonly JsonObject[]> = {};
    for (const collection of this.collections) {
      const found = await this.#about(tenant, teacher, names, collection);
      if (found.length > 0) documents[collection.name] = found.map((document) => inClear(document, key) as JsonObject);
    }
    return {
      country: tenant,
      simulated: country?.origin === 'simulated',
      at,
      teacher,
      consents: (await Promise.all(cycles.map((cycle) => this.#consents(tenant, cycle, teacher)))).flat(),
      documents,
      requests: await this.queries.execute(new MyDataRequests(tenant, teacher)),
      readBy: await this.reads.of(tenant, teacher),
    };
  }

  async #about(
    tenant: string,
    teacher: string,
    names: readonly string[],
    { name, by }: PersonalCollection,
  ): Promise<readonly JsonObject[]> {
    if (by === 'id') return (await this.documents.getMany(tenant, name, names)).filter((document) => document !== undefined);
    return findEvery<JsonObject>(this.documents, tenant, name, { filter: { teacher } });
  }

  /** The views keep what holds now; which text was agreed to when is in the person's own stream. */
  async #consents(tenant: string, cycle: string, teacher: string): Promise<ConsentEntry[]> {
    const entries: ConsentEntry[] = [];
    let version: string | null = null;
    let language: string | null = null;
    const { events } = await this.events.readStream(participationStream(tenant, cycle, teacher));
    for (const event of events) {
      if (event.type !== 'ConsentGiven' && event.type !== 'ConsentWithdrawn') continue;
      const data = event.data as { version?: string; language?: string; purposes?: readonly string[] };
      version = data.version ?? version;
      language = data.language ?? language;
      const what = event.type === 'ConsentGiven' ? 'given' : 'withdrawn';
      entries.push({ cycle, what, version, language, purposes: data.purposes ?? [], at: event.metadata.occurredAt });
    }
    return entries;
  }
}

/** A document with what is sealed in it opened, however deep. */
const inClear = (value: Json, key: Buffer): Json => {
  if (isSealed(value)) return openSealed(value, key);
  if (Array.isArray(value)) return value.map((each) => inClear(each as Json, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inClear(each, key)]));
  return value;
};
