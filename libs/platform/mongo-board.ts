import type { Collection } from 'mongodb';
import { isDuplicateKey, isMongoError, openMongo, type Mongo } from '#libs/mongo';
import type { PolicyLease } from '#libs/policies';
import { BoardUnavailable, type Answered, type Asked, type ProjectorBoard, type TenantStatus } from '#libs/projecting';
import type { ProjectionId } from '#libs/read-store';

interface Lease {
  /** The country. */
  readonly _id: string;
  readonly holder: string;
  readonly until: number;
}

/** Answers that nobody fetched are removed after so long. */
const KEPT_MS = 60 * 60 * 1000;

/** The board in a database of its own beside the read models. */
export class MongoBoard implements ProjectorBoard {
  readonly #countries: Collection<{ _id: string }>;
  readonly #leases: Collection<Lease>;
  readonly #reacting: Collection<Lease>;
  readonly #projectors: Collection<{ _id: string; until: number }>;
  readonly #statuses: Collection<{ _id: string; holder: string; text: string }>;
  readonly #asked: Collection<{ _id: string; tenant: string; at: number; text: string }>;
  readonly #taken: Collection<{ _id: string; at: number }>;
  readonly #answers: Collection<{ _id: string; at: number; text: string }>;

  private constructor(private readonly mongo: Mongo) {
    const database = mongo.database('shared_projectors');
    this.#countries = database.collection('countries');
    this.#leases = database.collection('leases');
    this.#reacting = database.collection('reacting');
    this.#projectors = database.collection('projectors');
    this.#statuses = database.collection('statuses');
    this.#asked = database.collection('asked');
    this.#taken = database.collection('taken');
    this.#answers = database.collection('answers');
  }

  static async open(url: string): Promise<MongoBoard> {
    return guarded(new MongoBoard(await openMongo({ url })));
  }

  async countries(): Promise<readonly string[]> {
    return (await this.#countries.find().toArray()).map(({ _id }) => _id).sort();
  }

  async addCountry(tenant: string): Promise<void> {
    if (await this.#countries.findOne({ _id: tenant })) return;
    await this.#countries.insertOne({ _id: tenant }).catch(unlessThere);
  }

  hold(tenant: string, holder: string, milliseconds: number): Promise<boolean> {
    return hold(this.#leases, tenant, holder, milliseconds);
  }

  /** Which server reacts to a country's events: one lease a country, as for its projector. */
  policyLease(holder: string, milliseconds = 5000): PolicyLease {
    return {
      everyMs: milliseconds / 5,
      take: async (tenant, insist) => {
        if (insist) await translated(this.#reacting.deleteMany({ _id: tenant, holder: { $ne: holder } }));
        return translated(hold(this.#reacting, tenant, holder, milliseconds));
      },
      letGo: async (tenant) => void (await translated(this.#reacting.deleteOne({ _id: tenant, holder }))),
    };
  }

  async letGo(tenant: string, holder: string): Promise<void> {
    await this.#leases.deleteOne({ _id: tenant, holder });
  }

  async holders(): Promise<ReadonlyMap<string, string>> {
    const now = Date.now();
    const leases = await this.#leases.find().toArray();
    return new Map(leases.filter(({ until }) => until > now).map(({ _id, holder }) => [_id, holder]));
  }

  async signIn(holder: string, milliseconds: number): Promise<number> {
    const now = Date.now();
    await this.#projectors.replaceOne({ _id: holder }, { until: now + milliseconds }, { upsert: true });
    await this.#projectors.deleteMany({ until: { $lt: now } });
    for (const kept of [this.#asked, this.#taken, this.#answers]) await kept.deleteMany({ at: { $lt: now - KEPT_MS } });
    return this.#projectors.countDocuments();
  }

  async signOut(holder: string): Promise<void> {
    await this.#projectors.deleteOne({ _id: holder });
  }

  async publish(status: TenantStatus, holder: string): Promise<void> {
    const lease = await this.#leases.findOne({ _id: status.tenant });
    // Who lost the country has nothing to say about it.
    if (lease?.holder !== holder) return;
    await this.#statuses.replaceOne({ _id: status.tenant }, { holder, text: JSON.stringify(status) }, { upsert: true });
  }

  async look(tenant: string) {
    const marks = this.mongo.database(tenant).collection<{ _id: ProjectionId; position: string | null }>('_applied');
    const [published, applied] = await Promise.all([this.#statuses.findOne({ _id: tenant }), marks.find().toArray()]);
    return {
      status: published ? (JSON.parse(published.text) as TenantStatus) : undefined,
      applied: new Map(applied.map(({ _id, position }) => [_id, position ?? undefined])),
    };
  }

  async ask(asked: Asked): Promise<void> {
    await this.#asked.insertOne({ _id: asked.id, tenant: asked.tenant, at: Date.now(), text: JSON.stringify(asked) });
  }

  async take(tenant: string): Promise<Asked | undefined> {
    const open = await this.#asked.find({ tenant }).sort({ at: 1 }).toArray();
    for (const { _id, text } of open) {
      try {
        await this.#taken.insertOne({ _id, at: Date.now() });
      } catch (error) {
        if (isDuplicateKey(error)) continue;
        throw error;
      }
      await this.tell(_id, { state: 'open' });
      await this.#asked.deleteOne({ _id });
      return JSON.parse(text) as Asked;
    }
    return undefined;
  }

  async tell(id: string, answered: Answered): Promise<void> {
    await this.#answers.replaceOne({ _id: id }, { at: Date.now(), text: JSON.stringify(answered) }, { upsert: true });
  }

  async answer(id: string): Promise<Answered | undefined> {
    const found = await this.#answers.findOne({ _id: id });
    return found ? (JSON.parse(found.text) as Answered) : undefined;
  }

  async forget(id: string): Promise<void> {
    await this.#asked.deleteOne({ _id: id });
    await this.#answers.deleteOne({ _id: id });
  }

  close(): Promise<void> {
    return this.mongo.close();
  }
}

/** What the driver says, in the board's words. */
const translated = <Out>(outcome: Promise<Out>): Promise<Out> =>
  outcome.catch((error: unknown) => {
    if (!isMongoError(error)) throw error;
    throw new BoardUnavailable(`the board of the projectors cannot be reached: ${error.message}`, { cause: error });
  });

/** Every method of it, translated. */
const guarded = (board: MongoBoard): MongoBoard =>
  new Proxy(board, {
    get: (target, name) => {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== 'function') return method;
      return (...all: unknown[]): unknown => {
        const outcome: unknown = method.apply(target, all);
        return outcome instanceof Promise ? translated(outcome) : outcome;
      };
    },
  });

const unlessThere = (error: unknown): void => {
  if (!isDuplicateKey(error)) throw error;
};

const hold = async (leases: Collection<Lease>, tenant: string, holder: string, milliseconds: number): Promise<boolean> => {
  const now = Date.now();
  const lease = await leases.findOne({ _id: tenant });
  if (lease && lease.holder !== holder && lease.until > now) return false;
  const until = now + milliseconds;
  if (lease) {
    // Whoever reads the same lease at the same time loses here, or both go on and the read store tells them apart.
    const { modifiedCount } = await leases.updateOne(
      { _id: tenant, holder: lease.holder, until: lease.until },
      { $set: { holder, until } },
    );
    return modifiedCount === 1 || until === lease.until;
  }
  try {
    await leases.insertOne({ _id: tenant, holder, until });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
};
