import { randomUUID } from 'node:crypto';
import type { AnyBulkWriteOperation, Collection as MongoCollection, Db } from 'mongodb';
import { Turns } from '#libs/kernel';
import { isDuplicateKey, onlyDuplicates } from '#libs/mongo';
import type { ProjectionId, Scalar } from '../port.js';
import { fenced } from '../rules.js';
import type { StoredDocument } from './queries.js';

/** One document of a batch; without text it becomes a tombstone. */
export interface Write {
  /** The collection as it is stored: `facts@1`. */
  readonly c: string;
  readonly id: string;
  readonly text: string | null;
  readonly columns: Readonly<Record<string, Scalar>>;
  readonly bytes: number;
}

interface StoredWrite {
  readonly c: string;
  readonly i: string;
  readonly t: string | null;
  readonly k: Readonly<Record<string, Scalar>>;
}

interface Entry {
  /** `projection@version/seq`: the claim, decided by this being unique. */
  readonly _id: string;
  readonly projection: ProjectionId;
  readonly seq: number;
  readonly kind: 'commit' | 'reset';
  readonly to: string | null;
  /** Whose claim it is. */
  readonly claim: string;
  readonly at: Date;
  readonly writes: readonly StoredWrite[];
  /** How many further entries hold the rest of the writes. */
  readonly parts: number;
  /** What a reset empties. */
  readonly collections: readonly string[];
}

interface Part {
  readonly _id: string;
  readonly projection: ProjectionId;
  readonly seq: number;
  readonly at: Date;
  readonly writes: readonly StoredWrite[];
}

/** How far a projection's documents can be read. */
export interface AppliedMark {
  readonly _id: ProjectionId;
  readonly seq: number;
  readonly position: string | null;
  readonly claim: string | null;
}

/** Between these steps a process may die, or sleep for as long as it likes. */
export type Step = 'claiming' | 'claimed' | 'applying' | 'applied' | 'marked';

export interface JournalOptions {
  readonly now: () => number;
  /** Called between any two steps: the tests' way to stop there. */
  readonly onStep?: ((step: Step, projection: ProjectionId, seq: number) => Promise<void>) | undefined;
  /** Documents that one call to the server writes; 1,000 unless told. */
  readonly chunk?: number;
  /** How many updates may be under way at once, of all projections together. */
  readonly updatesAtOnce?: number | undefined;
}

/** An entry holds at most so many bytes of writes; a server takes 16 MiB. */
export const ENTRY_BYTES = 8 * 1024 * 1024;
const KEPT_MS = 24 * 60 * 60 * 1000;
const PRUNE_EVERY = 200;
/** Entries looked at together when pruning. */
const PRUNE_PAGE = 20;
const CHUNK = 1000;

const entryId = (projection: ProjectionId, seq: number): string => `${projection}/${String(seq).padStart(16, '0')}`;

/**
 * The batches of one country's projections, written down before they are done. **Claim**: the entry with the next number is inserted;
 * its name is unique, so one of those who try succeeds. **Apply**: every document is replaced unless a later entry wrote it.
 * **Mark**: `applied` moves from the number before to this one. Whoever finds an entry that is claimed and not marked does it again:
 * that gives the same documents, however often and by however many at once.
 *
 * Nothing here rests on a clock, on transactions, or on an update being atomic over two documents. What is older than a day is pruned,
 * and only behind the mark.
 */
export class Journal {
  readonly #entries: MongoCollection<Entry | Part>;
  readonly #applied: MongoCollection<AppliedMark>;
  /** The number this process built its last batch on. Who slept meanwhile finds its next number taken. */
  readonly #known = new Map<ProjectionId, AppliedMark>();
  readonly #chunk: number;
  readonly #turns: Turns | undefined;
  #sincePruning = 0;

  constructor(
    private readonly database: Db,
    private readonly options: JournalOptions,
  ) {
    this.#entries = database.collection<Entry | Part>('_journal');
    this.#applied = database.collection<AppliedMark>('_applied');
    const { chunk = CHUNK, updatesAtOnce } = options;
    this.#chunk = Math.min(chunk, updatesAtOnce ?? chunk);
    this.#turns = updatesAtOnce === undefined ? undefined : new Turns();
  }

  /** Makes room for a projection's mark. */
  async prepare(projection: ProjectionId): Promise<void> {
    try {
      await this.#applied.insertOne({ _id: projection, seq: 0, position: null, claim: null });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async mark(projection: ProjectionId): Promise<AppliedMark> {
    return (await this.#applied.findOne({ _id: projection })) ?? { _id: projection, seq: 0, position: null, claim: null };
  }

  async marks(): Promise<readonly AppliedMark[]> {
    return this.#applied.find().toArray();
  }

  /** Does what was claimed and not marked, and says how far the projection is. */
  async recover(projection: ProjectionId): Promise<AppliedMark> {
    for (;;) {
      const mark = await this.mark(projection);
      const entry = (await this.#entries.findOne({ _id: entryId(projection, mark.seq + 1) })) as Entry | null;
      if (!entry) {
        this.#known.set(projection, mark);
        return mark;
      }
      await this.#apply(entry, await this.#writesOf(entry));
      await this.#mark(entry);
    }
  }

  /** @throws ReadStoreError fenced */
  async commit(projection: ProjectionId, from: string | undefined, to: string, writes: readonly Write[]): Promise<void> {
    let known = this.#known.get(projection);
    if (!known || known.position !== (from ?? null)) known = await this.mark(projection);
    if (known.position !== (from ?? null)) throw fenced(projection);
    await this.#carryOut(known, { kind: 'commit', to, collections: [] }, writes);
  }

  /** Empties the collections and forgets the position; the numbers go on, so that nobody who slept meets an old one again. */
  async reset(projection: ProjectionId, collections: readonly string[]): Promise<void> {
    const mark = await this.recover(projection);
    await this.#carryOut(mark, { kind: 'reset', to: null, collections }, []);
  }

  async #carryOut(known: AppliedMark, what: Pick<Entry, 'kind' | 'to' | 'collections'>, writes: readonly Write[]): Promise<void> {
    const projection = known._id;
    const seq = known.seq + 1;
    const _id = entryId(projection, seq);
    const claim = randomUUID();
    const at = new Date(this.options.now());
    this.#known.set(projection, known);
    const [first = [], ...rest] = partsOf(writes);
    await this.#step('claiming', projection, seq);
    for (const [index, part] of rest.entries()) {
      await this.#entries.insertOne({ _id: `${_id}#${claim}#${index}`, projection, seq, at, writes: part });
    }
    const entry: Entry = { _id, projection, seq, ...what, claim, at, writes: first, parts: rest.length };
    try {
      await this.#entries.insertOne(entry);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      this.#known.delete(projection);
      throw fenced(projection);
    }
    // The number may have been used and pruned long ago: then the mark is past it, and this claim is worth nothing.
    const mark = await this.mark(projection);
    if (mark.seq >= seq && !(mark.seq === seq && mark.claim === claim)) {
      this.#known.delete(projection);
      throw fenced(projection);
    }
    await this.#step('claimed', projection, seq);
    await this.#apply(entry, writes.map(stored));
    await this.#step('applied', projection, seq);
    await this.#mark(entry);
    await this.#step('marked', projection, seq);
    this.#known.set(projection, { _id: projection, seq, position: what.to, claim });
    await this.#pruneNowAndThen();
  }

  async #writesOf(entry: Entry): Promise<readonly StoredWrite[]> {
    const writes = [...entry.writes];
    for (let index = 0; index < entry.parts; index += 1) {
      const part = await this.#entries.findOne({ _id: `${entry._id}#${entry.claim}#${index}` });
      if (!part)
        throw new Error(`part ${index} of the journal's entry ${entry._id} is missing: the read models have to be rebuilt`);
      writes.push(...part.writes);
    }
    return writes;
  }

  async #apply({ projection, seq, collections }: Entry, writes: readonly StoredWrite[]): Promise<void> {
    for (const name of collections) {
      const documents = this.database.collection<StoredDocument>(name);
      const columns = await this.#columnsOf(name);
      await documents.updateMany(
        { _seq: { $lt: seq } },
        {
          $set: { _seq: seq, _gone: true },
          $unset: Object.fromEntries(['_doc', ...columns].map((field) => [field, ''])),
        },
      );
    }
    const byCollection = new Map<string, StoredDocument[]>();
    for (const { c, i, t, k } of writes) {
      const list = byCollection.get(c) ?? [];
      byCollection.set(c, list);
      list.push(t === null ? { _id: i, _seq: seq, _gone: true } : { _id: i, _seq: seq, _doc: t, ...k });
    }
    for (const [name, documents] of byCollection) {
      const collection = this.database.collection<StoredDocument>(name);
      for (let at = 0; at < documents.length; at += this.#chunk) {
        await this.#step('applying', projection, seq);
        const replace = (): Promise<void> => replaceOlder(collection, documents.slice(at, at + this.#chunk), seq);
        await (this.#turns ? this.#turns.take(replace) : replace());
      }
    }
  }

  async #mark({ projection, seq, to, claim }: Entry): Promise<void> {
    await this.#applied.updateOne({ _id: projection, seq: seq - 1 }, { $set: { seq, position: to, claim } });
  }

  /** The columns that documents of a collection may have. */
  async #columnsOf(name: string): Promise<string[]> {
    const known = await this.database.collection<{ _id: string; columns: string }>('_collections').findOne({ _id: name });
    return known ? (JSON.parse(known.columns) as [string, string][]).map(([column]) => `c_${column}`) : [];
  }

  async #pruneNowAndThen(): Promise<void> {
    this.#sincePruning += 1;
    if (this.#sincePruning >= PRUNE_EVERY) await this.prune();
  }

  /**
   * Removes what is older than a day and behind the mark: from the front, page by page, as long as one holds something old. A day's entries
   * may be gigabytes, and a server that is asked for the old ones among them reads them all.
   */
  async prune(): Promise<void> {
    this.#sincePruning = 0;
    const before = new Date(this.options.now() - KEPT_MS);
    for (const { _id: projection, seq } of await this.marks()) {
      const behind = { $gte: entryId(projection, 0), $lt: entryId(projection, seq + 1) };
      for (;;) {
        const first = await this.#entries
          .find({ _id: behind }, { projection: { _id: 1, at: 1 } })
          .sort({ _id: 1 })
          .limit(PRUNE_PAGE)
          .toArray();
        const old = first.filter(({ at }) => at < before).map(({ _id }) => _id);
        if (old.length > 0) await this.#entries.deleteMany({ _id: { $in: old } });
        if (old.length === 0 || first.length < PRUNE_PAGE) break;
      }
    }
  }

  async #step(step: Step, projection: ProjectionId, seq: number): Promise<void> {
    await this.options.onStep?.(step, projection, seq);
  }
}

const stored = ({ c, id, text, columns }: Write): StoredWrite => ({ c, i: id, t: text, k: columns });

/** At least one part; each below the limit, unless one write alone is above it. */
const partsOf = (writes: readonly Write[]): StoredWrite[][] => {
  const parts: StoredWrite[][] = [[]];
  let bytes = 0;
  for (const write of writes) {
    if (bytes + write.bytes > ENTRY_BYTES && bytes > 0) {
      parts.push([]);
      bytes = 0;
    }
    bytes += write.bytes;
    parts.at(-1)?.push(stored(write));
  }
  return parts;
};

/**
 * Writes every document that no later entry wrote: what is not there is inserted, what is older is replaced under the guard of its
 * number. Whoever made a document this very moment shows as a duplicate; then what is left is looked up and done again, and each round ends
 * at least one document's story. (Some servers stop a bulk at its first duplicate.)
 */
const replaceOlder = async (
  collection: MongoCollection<StoredDocument>,
  documents: readonly StoredDocument[],
  seq: number,
): Promise<void> => {
  const ids = documents.map(({ _id }) => _id);
  let left = documents;
  for (;;) {
    const there = await collection.find({ _id: { $in: ids } }, { projection: { _id: 1, _seq: 1 } }).toArray();
    const numbers = new Map(there.map(({ _id, _seq }) => [_id, _seq]));
    left = left.filter(({ _id }) => (numbers.get(_id) ?? -1) < seq);
    if (left.length === 0) return;
    const writes = left.map((document): AnyBulkWriteOperation<StoredDocument> =>
      numbers.has(document._id)
        ? { replaceOne: { filter: { _id: document._id, _seq: { $lt: seq } }, replacement: document } }
        : { insertOne: { document } },
    );
    try {
      await collection.bulkWrite(writes, { ordered: false });
      return;
    } catch (error) {
      if (!onlyDuplicates(error)) throw error;
    }
  }
};
