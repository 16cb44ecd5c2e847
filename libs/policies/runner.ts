import { createHash } from 'node:crypto';
import type { ICommand } from '@nestjs/cqrs';
import type { CommandContext, Streams } from '#libs/commanding';
import {
  instant,
  policyCommandIdOf,
  Refusal,
  type EventCatalogue,
  type Instant,
  type Position,
  type RecordedEvent,
} from '#libs/kernel';
import type { EventStore } from '#libs/event-store';
import { everyPage, ReadStoreError, type Document, type ReadStore } from '#libs/read-store';
import { policyDecider, policyStream, type PolicyDecisions } from './decisions.js';
import type { Policy, PolicyCommand, PolicyEvent, PolicySources } from './policy.js';
import type { Cause, PendingCause, PolicyState, PolicyStatus } from './status.js';

/** What a runner works with; the same for all policies of a country. */
export interface RunnerParts {
  readonly tenant: string;
  readonly events: EventStore;
  /** Checkpoints and what is pending: a store of its own, which no rebuild touches. */
  readonly books: ReadStore;
  /** The read models. */
  readonly documents: ReadStore;
  readonly streams: Streams;
  readonly catalogue: EventCatalogue;
  /** Sends a command the way every command goes. */
  readonly issue: (command: ICommand) => Promise<unknown>;
  /** Milliseconds since the epoch by the country's clock. */
  readonly now: () => number;
  /** Whether these views have folded up to a position; waits a moment for them. */
  readonly folded: (views: readonly string[], position: Position) => Promise<boolean>;
  readonly onOutcome?: (policy: string, outcome: 'issued' | 'settled' | 'failed') => void;
  /** Of the first retry, milliseconds; doubled up to `longestRetryMs`. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
}

/** The place of failed causes in the books. */
export const pendingCollection = (policy: string): string => `pending_${policy.replaceAll('-', '_')}`;

/** Version of the books, not of the policy: a release that changes a policy's rule goes on where it was. */
export const booksOf = (policy: string): string => `${policy}@1`;

interface Waiting extends PendingCause {
  /** By the machine's clock; what waits behind another has no time of its own. */
  readonly retryAt: number;
}

/** One policy in one country: its checkpoint, what it could not get done, and what operators decided about it. */
export class PolicyRunner {
  state: PolicyState = 'running';
  problem: PolicyStatus['problem'];
  /** The last event that was looked at; the checkpoint follows it. */
  processed: Position | undefined;
  #checkpoint: Position | undefined;
  /** By the cause's key, in the order they came. */
  readonly #pending = new Map<string, Waiting>();
  readonly #changed = new Set<string>();
  #decisions: PolicyDecisions = policyDecider.initial;
  /** What fell due and was carried out, until its view forgets it. */
  readonly #done = new Set<string>();
  #issued = 0;
  #settled = 0;
  #failures = 0;

  constructor(
    readonly policy: Policy,
    private readonly parts: RunnerParts,
  ) {}

  get name(): string {
    return this.policy.name;
  }

  get decisions(): PolicyDecisions {
    return this.#decisions;
  }

  get pending(): readonly PendingCause[] {
    return [...this.#pending.values()].map(({ retryAt: _, ...pending }) => pending);
  }

  /** Reads checkpoint, pending causes and decisions. @throws what the stores throw */
  async load(): Promise<void> {
    const { books, tenant, streams } = this.parts;
    const collection = pendingCollection(this.name);
    await books.declare(tenant, booksOf(this.name), [{ name: collection, columns: { since: 'text' } }]);
    this.#checkpoint = await books.checkpoint(tenant, booksOf(this.name));
    this.processed = this.#checkpoint;
    this.#pending.clear();
    this.#changed.clear();
    for await (const page of everyPage(books, tenant, collection, { sort: { column: 'since' } }))
      for (const { id, document } of page) this.#pending.set(id, { ...(document as unknown as PendingCause), retryAt: 0 });
    this.#decisions = await streams.state(policyDecider, policyStream(tenant, this.name));
    if (this.#checkpoint === undefined && this.#decisions.known) {
      this.stop('checkpoint-missing', 'its place in the record is lost; name a start');
    } else this.state = this.#decisions.paused === undefined ? 'running' : 'paused';
  }

  /** Reads again what operators decided. */
  async refresh(): Promise<void> {
    this.#decisions = await this.parts.streams.state(policyDecider, policyStream(this.parts.tenant, this.name));
    if (this.state === 'running' && this.#decisions.paused !== undefined) this.state = 'paused';
    if (this.state === 'paused' && this.#decisions.paused === undefined) this.state = 'running';
    for (const key of this.#pending.keys()) if (this.#decisions.skipped.has(key)) this.#forget(key);
  }

  /** Puts the policy at a place in the record; what was pending of another life of it is kept. */
  async startAt(position: Position): Promise<void> {
    this.processed = position;
    await this.save(true);
    this.state = this.#decisions.paused === undefined ? 'running' : 'paused';
    this.problem = undefined;
  }

  stop(code: string, message: string): void {
    this.state = 'stopped';
    this.problem = { code, message };
  }

  handles(type: string): boolean {
    return this.policy.on?.[type] !== undefined;
  }

  /** Reacts to an event, once: what fails is kept and tried again, and what follows it in its stream waits behind it. */
  async meet(recorded: RecordedEvent): Promise<void> {
    const cause: Cause = {
      kind: 'event',
      key: recorded.id,
      type: recorded.type,
      stream: recorded.stream,
      revision: recorded.revision,
    };
    if (this.#decisions.skipped.has(cause.key) || this.#pending.has(cause.key)) return;
    if (this.#blocked(recorded.stream)) {
      this.#keep({ cause, attempts: 0, code: BEHIND_ANOTHER, message: '', since: wallClock(), retryAt: 0 });
      return;
    }
    await this.#attempt(cause, () => this.#commandsFor(recorded), correlationOf(recorded), 0);
  }

  /** Carries out what is due now, in the order of the dates. @returns whether there was anything new */
  async fallDue(): Promise<boolean> {
    let any = false;
    const seen = new Set<string>();
    for (const { cause, document } of await this.dueUntil(instant(this.parts.now()))) {
      seen.add(cause.key);
      if (this.#done.has(cause.key) || this.#pending.has(cause.key) || this.#decisions.skipped.has(cause.key)) continue;
      any = true;
      await this.#attempt(cause, () => Promise.resolve(this.policy.due?.react(document, cause.id) ?? []), {}, 0);
    }
    for (const key of this.#done) if (!seen.has(key)) this.#done.delete(key);
    return any;
  }

  /** The next date after which something is due that was not carried out yet; `undefined` where nothing is until then. */
  async nextDue(until: Instant): Promise<Instant | undefined> {
    const due = await this.dueUntil(until);
    return due.find(({ cause: { key } }) => !this.#done.has(key) && !this.#pending.has(key) && !this.#decisions.skipped.has(key))
      ?.cause.dueAt;
  }

  private async dueUntil(until: Instant): Promise<{ cause: Cause & { kind: 'due' }; document: Document }[]> {
    const { due } = this.policy;
    if (!due) return [];
    const { documents, tenant } = this.parts;
    const after = this.#decisions.dueAfter;
    const found: { cause: Cause & { kind: 'due' }; document: Document }[] = [];
    const query = { filter: { dueAt: { to: until } }, sort: { column: 'dueAt' } };
    for await (const page of everyPage(documents, tenant, due.collection, query)) {
      for (const { id, document } of page) {
        const dueAt = document['dueAt'] as string;
        if (after !== undefined && dueAt <= after) continue;
        const key = `${due.collection}/${id}@${dueAt}`;
        found.push({ cause: { kind: 'due', key, collection: due.collection, id, dueAt }, document });
      }
    }
    return found;
  }

  /** When the next retry is to be made, by the machine's clock; `undefined` where nothing waits for one. */
  get nextRetry(): number | undefined {
    const times = [...this.#pending.values()].filter(({ cause }) => this.#first(cause)).map(({ retryAt }) => retryAt);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Whether something waits for its retry that failed in passing: the same may succeed at once. */
  get stumbled(): boolean {
    return [...this.#pending.values()].some((waiting) => isPassing(waiting) && this.#first(waiting.cause));
  }

  /** Tries again what has waited long enough; `all`: whatever waits; `stumbled`: what failed in passing, however short it has waited. */
  async retry(which: 'ripe' | 'stumbled' | 'all' = 'ripe'): Promise<void> {
    const now = Date.now();
    for (const waiting of [...this.#pending.values()]) {
      const { cause, attempts } = waiting;
      const due = which === 'all' || (which === 'stumbled' ? isPassing(waiting) : waiting.retryAt <= now);
      if (!due || !this.#first(cause)) continue;
      if (cause.kind === 'due') {
        const document = await this.parts.documents.get(this.parts.tenant, cause.collection, cause.id);
        // The view took the date away or moved it: what was due is not any more.
        if (document?.['dueAt'] !== cause.dueAt) this.#forget(cause.key);
        else await this.#attempt(cause, () => Promise.resolve(this.policy.due?.react(document, cause.id) ?? []), {}, attempts);
        continue;
      }
      const { events } = await this.parts.events.readStream(cause.stream, { from: cause.revision, limit: 1 });
      const [recorded] = events;
      if (!recorded) throw new Error(`${cause.stream} has lost its revision ${cause.revision}`);
      await this.#attempt(cause, () => this.#commandsFor(recorded), correlationOf(recorded), attempts);
    }
  }

  /** Checkpoint and pending causes in one commit; `always` also where only the checkpoint moved. @throws ReadStoreError fenced */
  async save(always: boolean): Promise<void> {
    if (this.processed === undefined) return;
    if (this.#changed.size === 0 && (!always || this.processed === this.#checkpoint)) return;
    const collection = pendingCollection(this.name);
    const changed = [...this.#changed];
    await this.parts.books.commit(this.parts.tenant, {
      projection: booksOf(this.name),
      from: this.#checkpoint,
      to: this.processed,
      puts: changed.flatMap((id) => {
        const waiting = this.#pending.get(id);
        if (!waiting) return [];
        const { retryAt: _, ...document } = waiting;
        return [{ collection, id, document: { ...document } }];
      }),
      deletes: changed.filter((id) => !this.#pending.has(id)).map((id) => ({ collection, id })),
    });
    for (const id of changed) this.#changed.delete(id);
    this.#checkpoint = this.processed;
  }

  status(lagEvents: number | null): PolicyStatus {
    return {
      name: this.name,
      says: this.policy.says,
      state: this.state,
      position: this.processed,
      lagEvents,
      pending: this.pending,
      issued: this.#issued,
      settled: this.#settled,
      failures: this.#failures,
      ...(this.problem ? { problem: this.problem } : {}),
      ...(this.state === 'paused' ? { problem: { code: 'paused', message: this.#decisions.paused ?? '' } } : {}),
    };
  }

  async #commandsFor(recorded: RecordedEvent): Promise<readonly PolicyCommand[]> {
    const reaction = this.policy.on?.[recorded.type];
    if (!reaction) return [];
    const { catalogue, tenant, streams, documents, now, folded } = this.parts;
    const { views } = this.policy;
    if (views && !(await folded(views, recorded.position))) throw new ViewsBehind(views);
    const event: PolicyEvent<never> = {
      id: recorded.id,
      type: recorded.type,
      stream: recorded.stream,
      revision: recorded.revision,
      data: catalogue.upcast(recorded.type, recorded.metadata.schemaVersion, recorded.data) as never,
      metadata: recorded.metadata,
    };
    const sources: PolicySources = { tenant, at: instant(now()), streams, documents };
    return reaction.react(event, (await reaction.references(event, sources)) as never);
  }

  async #attempt(
    cause: Cause,
    commands: () => Promise<readonly PolicyCommand[]>,
    correlation: { readonly correlationId?: string },
    before: number,
  ): Promise<void> {
    try {
      for (const { step, command } of await commands()) await this.#issue(cause, step, command, correlation.correlationId);
      if (cause.kind === 'due') this.#done.add(cause.key);
      this.#forget(cause.key);
    } catch (error) {
      this.#failures += 1;
      this.parts.onOutcome?.(this.name, 'failed');
      const { retryMs, longestRetryMs } = this.parts;
      this.#keep({
        cause,
        attempts: before + 1,
        ...describe(error),
        since: this.#pending.get(cause.key)?.since ?? wallClock(),
        retryAt: Date.now() + Math.min(retryMs * 2 ** before, longestRetryMs),
      });
    }
  }

  async #issue(cause: Cause, step: string, command: PolicyCommand['command'], correlationId?: string): Promise<void> {
    const { tenant, issue, now, onOutcome } = this.parts;
    const commandId = policyCommandIdOf(cause.key, this.name, step);
    const context: CommandContext = {
      tenant,
      actor: { id: `policy:${this.name}`, role: 'policy' },
      commandId,
      // A later try may know more than the first one did; what counts is that it is the same step.
      commandDigest: createHash('sha256').update(`${this.name}\n${step}`).digest('base64url'),
      at: instant(now()),
      correlationId: correlationId ?? commandId,
      causationId: cause.kind === 'event' ? cause.key : commandId,
    };
    try {
      await issue(command(context));
      this.#issued += 1;
      onOutcome?.(this.name, 'issued');
    } catch (error) {
      if (!(error instanceof Refusal) || !this.policy.settledBy?.includes(error.code)) throw error;
      this.#settled += 1;
      onOutcome?.(this.name, 'settled');
    }
  }

  #keep(waiting: Waiting): void {
    this.#pending.set(waiting.cause.key, waiting);
    this.#changed.add(waiting.cause.key);
  }

  #forget(key: string): void {
    if (this.#pending.delete(key)) this.#changed.add(key);
  }

  #blocked(stream: string): boolean {
    for (const { cause } of this.#pending.values()) if (cause.kind === 'event' && cause.stream === stream) return true;
    return false;
  }

  /** Whether nothing of the same stream waits before it. */
  #first(cause: Cause): boolean {
    if (cause.kind === 'due') return true;
    for (const other of this.#pending.values()) {
      if (other.cause.kind === 'event' && other.cause.stream === cause.stream && other.cause.revision < cause.revision)
        return false;
    }
    return true;
  }
}

const VIEWS_BEHIND = 'views-behind';
const BEHIND_ANOTHER = 'behind-another';

class ViewsBehind extends Error {
  readonly code = VIEWS_BEHIND;
  constructor(views: readonly string[]) {
    super(`${views.join(', ')} have not come this far yet`);
  }
}

/** Codes of failures that say nothing against the command. What waits behind another is passed on once that has gone. */
const PASSING: ReadonlySet<string> = new Set([VIEWS_BEHIND, 'unavailable', 'unknown-outcome', BEHIND_ANOTHER]);

const isPassing = ({ code }: { readonly code: string }): boolean => PASSING.has(code);

const wallClock = (): Instant => instant(Date.now());

const correlationOf = ({ metadata }: RecordedEvent) => ({ correlationId: metadata.$correlationId });

/** Names and codes only: details of a refusal may hold what a person wrote. */
const describe = (error: unknown): { code: string; message: string } => {
  if (error instanceof Refusal) return { code: error.code, message: error.field ?? '' };
  const code = (error as { code?: unknown } | undefined)?.code;
  return {
    code: typeof code === 'string' ? code : 'internal',
    message: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : String(error).slice(0, 300),
  };
};

export const isFenced = (error: unknown): boolean => error instanceof ReadStoreError && error.code === 'fenced';
