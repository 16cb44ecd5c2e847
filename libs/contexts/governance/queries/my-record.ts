import { Inject } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { participationStream, Registrations, type CountryDocument } from '#libs/contexts/rollout';
import { EVENT_STORE, type EventStore } from '#libs/event-store';
import { refuse, type Json, type JsonObject } from '#libs/kernel';
import { isSealed, KEY_STORE, openSealed, type KeyStore } from '#libs/privacy';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import { PERSONAL_COLLECTIONS, READS_OF_PEOPLE, type PersonalCollection, type ReadOfMe, type ReadsOfPeople } from '../ports.js';
import { MyDataRequests, type DataRequest } from './data-requests.js';

/** What was done under another registration of the same person, joined with the one that counts, names it. */
interface OfOther {
  readonly otherRegistration?: string;
}

/** Something that happened to consent, as the record has it. */
export interface ConsentEntry extends OfOther {
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
  /** Other registrations of the same person that were joined with this one: what is stored under them is theirs too. */
  readonly joined: readonly string[];
  readonly consents: readonly ConsentEntry[];
  /** By collection of the read models, every document that is about this person; what was sealed is opened. One under another registration has `otherRegistration`. */
  readonly documents: Readonly<Record<string, readonly JsonObject[]>>;
  readonly requests: readonly DataRequest[];
  /** Who has read who this person is. */
  readonly readBy: readonly (ReadOfMe & OfOther)[];
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
    private readonly registrations: Registrations,
  ) {}

  async execute({ tenant, teacher, at }: MyRecord): Promise<PersonalRecord> {
    const [, ...joined] = await this.registrations.of(tenant, teacher);
    const keys = await this.keys.keys(tenant, [teacher, ...joined]);
    if (!keys.has(teacher)) return refuse('teacher-unknown', { teacher });
    const country = (await this.documents.get(tenant, 'country', tenant)) as CountryDocument | undefined;
    const cycles = (await findEvery<{ cycle: string }>(this.documents, tenant, 'cycles')).map(({ cycle }) => cycle);
    const documents: Record<string, readonly JsonObject[]> = {};
    for (const collection of this.collections) {
      const { shown = (document: JsonObject) => document } = collection;
      const found: JsonObject[] = [];
      for (const one of [teacher, ...joined]) {
        const names = [one, ...cycles.flatMap((cycle) => [`${cycle}/${one}`, `${cycle}|${one}`])];
        // Somebody who was forgotten under one of them has nothing there that a key would open.
        for (const document of await this.#about(tenant, one, names, collection))
          found.push({ ...(inClear(shown(document), keys.get(one)) as JsonObject), ...ofOther(teacher, one) });
      }
      if (found.length > 0) documents[collection.name] = found;
    }
    const everywhere = async <One extends object>(of: (registration: string) => Promise<readonly One[]>) => {
      const entries: (One & OfOther)[] = [];
      for (const one of [teacher, ...joined])
        for (const entry of await of(one)) entries.push({ ...entry, ...ofOther(teacher, one) });
      return entries;
    };
    return {
      country: tenant,
      simulated: country?.origin === 'simulated',
      at,
      teacher,
      joined,
      consents: await everywhere(async (one) =>
        (await Promise.all(cycles.map((cycle) => this.#consents(tenant, cycle, one)))).flat(),
      ),
      documents,
      requests: await this.queries.execute(new MyDataRequests(tenant, teacher)),
      readBy: (await everywhere((one) => this.reads.of(tenant, one))).sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0)),
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

const ofOther = (teacher: string, registration: string): OfOther =>
  registration === teacher ? {} : { otherRegistration: registration };

/** A document with what is sealed in it opened, however deep. */
const inClear = (value: Json, key: Buffer | undefined): Json => {
  if (isSealed(value)) return key ? openSealed(value, key) : null;
  if (Array.isArray(value)) return value.map((each) => inClear(each as Json, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inClear(each, key)]));
  return value;
};
