import { setTimeout as delay } from 'node:timers/promises';
import type { CommandContext, Executed } from '#libs/commanding';
import { EventStoreError } from '#libs/event-store';
import { instant, isInstant, policyCommandIdOf, refuse, tenantPrefix, Turns, type Instant, type Position } from '#libs/kernel';
import { ReadStoreError } from '#libs/read-store';
import { pausePolicy, policyDecider, policyStream, resumePolicy, type PolicyDecisionEvent, type StartFrom } from './decisions.js';
import type { Policy } from './policy.js';
import { isFenced, PolicyRunner, type RunnerParts } from './runner.js';
import type { PolicyStatus } from './status.js';

export interface CountryPoliciesParts extends RunnerParts {
  readonly policies: readonly Policy[];
  /** Number of events behind `after`, up to and with `upTo`; `null` where the engine cannot tell. */
  readonly distance: (after: Position | undefined, upTo: Position) => number | null;
  /** Every so many milliseconds what fell due is looked for. */
  readonly tickMs: number;
  /** Another runner moved a checkpoint: how long to wait before looking again, milliseconds. */
  readonly yieldMs: number;
  readonly onProblem: (message: string, error?: unknown) => void;
}

/** Events that may pass before a checkpoint follows them: reading them again does nothing twice. */
const EVENTS_BETWEEN_SAVES = 2000;
const BATCH = 500;
/** After a batch, so that a busy log is read in few large pages and not in many small ones. */
const PAUSE_MS = 20;
const SAVE_EVERY_MS = 5000;

/**
 * All policies of one country: one reader for them all, retries, and what falls due. Everything that touches a policy takes turns.
 * It reads the log itself, forward from its checkpoints: a rebuilt view, a replay or a what-if never sets a policy off.
 */
export class CountryPolicies {
  readonly #runners: readonly PolicyRunner[];
  readonly #closing = new AbortController();
  readonly #waiting = new Set<() => void>();
  #restart = new AbortController();
  readonly #turns = new Turns();
  #loops: Promise<unknown>[] = [];
  #head: Position | undefined;
  #savedAt = 0;
  #wake = new AbortController();
  #pause = new AbortController();
  /** How many wait for everything to be settled: for them the reader makes no pause. */
  #settling = 0;

  constructor(private readonly parts: CountryPoliciesParts) {
    this.#runners = parts.policies.map((policy) => new PolicyRunner(policy, parts));
  }

  /** Reads where the policies are and reacts to nothing: another process does. @throws what the stores throw */
  async look(): Promise<void> {
    const head = await this.parts.events.head(this.parts.tenant);
    await this.#turns.take(async () => {
      for (const runner of this.#runners) await runner.load();
      this.#head = head?.position;
    });
  }

  /** Reads the checkpoints and sets the reader going. @throws what the stores throw */
  async start(): Promise<void> {
    await this.#turns.take(async () => {
      for (const runner of this.#runners) await this.#begin(runner);
    });
    if (!this.#closing.signal.aborted) this.#loops = [this.#follow(), this.#tend()];
  }

  status(): readonly PolicyStatus[] {
    return this.#runners.map((runner) => {
      const { distance } = this.parts;
      const behind = this.#head !== undefined && (runner.processed === undefined || runner.processed < this.#head);
      return runner.status(behind && this.#head !== undefined ? distance(runner.processed, this.#head) : 0);
    });
  }

  /**
   * Until everything recorded so far was reacted to, and what followed from that too, and what is due by the country's clock was
   * carried out. What failed in passing (views that were behind, a store that was away) is tried again at once; what was refused waits for its
   * retry, and is not waited for. @returns false when the time ran out
   */
  async settled(timeoutMs: number): Promise<boolean> {
    this.#settling += 1;
    this.#pause.abort();
    try {
      return await this.#settle(Date.now() + timeoutMs);
    } finally {
      this.#settling -= 1;
    }
  }

  async #settle(until: number): Promise<boolean> {
    for (;;) {
      const head = (await this.parts.events.head(this.parts.tenant))?.position;
      while (head !== undefined && this.#running().some(({ processed }) => processed === undefined || processed < head)) {
        if (this.#closing.signal.aborted || Date.now() > until) return false;
        await this.#news(50);
      }
      const fell = await this.#turns.take(() => this.#fallDue());
      const stumbled = await this.#turns.take(() => this.#getUp());
      if (!fell && !stumbled && (await this.parts.events.head(this.parts.tenant))?.position === head) return true;
      if (Date.now() > until) return false;
      if (stumbled) await this.#news(50);
    }
  }

  /** The earliest date up to `until` on which something falls due that nobody has carried out. */
  async nextDue(until: Instant): Promise<Instant | undefined> {
    const dates = await Promise.all(this.#running().map((runner) => runner.nextDue(until)));
    return dates.filter((date) => date !== undefined).sort()[0];
  }

  /** What fell due is looked for at once. */
  wake(): void {
    this.#wake.abort();
  }

  get #active(): boolean {
    return this.#loops.length > 0;
  }

  // ── what operators do ─────────────────────────────────────────────────────────────────────────────────────────────────

  pause(context: CommandContext, policy: string, reason: string): Promise<Executed> {
    return this.#decide(context, policy, (decisions) => pausePolicy({ policy, reason }, decisions));
  }

  resume(context: CommandContext, policy: string, reason: string): Promise<Executed> {
    return this.#decide(context, policy, (decisions) => resumePolicy({ policy, reason }, decisions));
  }

  /** Tries everything again that waits, now. */
  async retry(policy: string): Promise<void> {
    const runner = this.#runner(policy);
    await this.#turns.take(async () => {
      await this.#upToDate(runner);
      await runner.retry('all');
      await this.#save([runner], false);
    });
  }

  /** Gives up the commands of a cause. @throws Refusal policy-cause-unknown for what is not pending */
  async skip(context: CommandContext, policy: string, cause: string, reason: string): Promise<Executed> {
    const runner = this.#runner(policy);
    await this.#turns.take(() => this.#upToDate(runner));
    return this.#decide(context, policy, ({ skipped }) => {
      if (skipped.has(cause)) return [];
      if (!runner.pending.some((waiting) => waiting.cause.key === cause)) refuse('policy-cause-unknown', { policy, cause });
      return [{ type: 'PolicyCommandSkipped', data: { policy, cause, reason } }];
    });
  }

  /**
   * Names the place from which a stopped or paused policy goes on. What it has carried out already does nothing a second time.
   * @throws Refusal policy-runs | policy-start-unreadable
   */
  async startFrom(context: CommandContext, policy: string, from: StartFrom, reason: string): Promise<Executed> {
    const runner = this.#runner(policy);
    await this.#turns.take(() => this.#upToDate(runner));
    if (from !== 'head' && from !== 'beginning' && !isInstant(from)) refuse('policy-start-unreadable', { from }, '/from');
    if (runner.state === 'running' || runner.state === 'yielding') refuse('policy-runs', { policy });
    const position = await this.#positionOf(from);
    const executed = await this.#decide(context, policy, () => [
      { type: 'PolicyStarted', data: { policy, from, reason } } satisfies PolicyDecisionEvent,
    ]);
    await this.#turns.take(async () => {
      // The place may be ahead of another runner's: the books say where they are.
      await runner.load();
      await runner.startAt(position);
      this.#restart.abort();
    });
    return executed;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#restart.abort();
    this.#wake.abort();
    await Promise.allSettled(this.#loops);
    if (this.#active) await this.#turns.take(() => this.#save(this.#running(), true));
  }

  /** Where another process reacts, the books say how far it is; what is changed here fences it, and it goes on from what it finds. */
  async #upToDate(runner: PolicyRunner): Promise<void> {
    if (!this.#active) await runner.load();
  }

  // ── beginning ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A policy that was never here starts at the head; its place is written before the record says that it began. */
  async #begin(runner: PolicyRunner): Promise<void> {
    const { tenant, streams, now } = this.parts;
    await runner.load();
    if (runner.decisions.known) return;
    if (runner.processed === undefined) {
      const head = await this.parts.events.head(tenant);
      if (!head) return;
      try {
        await runner.startAt(head.position);
      } catch (error) {
        if (!isFenced(error)) throw error;
        // Another process was the first to begin: its place is the place.
        await runner.load();
      }
    }
    const commandId = policyCommandIdOf('start', runner.name, tenant);
    const context: CommandContext = {
      tenant,
      actor: { id: `policy:${runner.name}`, role: 'policy' },
      commandId,
      commandDigest: '',
      at: instant(now()),
      correlationId: commandId,
      causationId: commandId,
    };
    await streams.execute(context, policyDecider, policyStream(tenant, runner.name), ({ known }): PolicyDecisionEvent[] =>
      known ? [] : [{ type: 'PolicyStarted', data: { policy: runner.name, from: 'head' } }],
    );
    await runner.refresh();
  }

  async #positionOf(from: StartFrom): Promise<Position> {
    const { events, tenant } = this.parts;
    if (from === 'head') {
      const head = await events.head(tenant);
      if (!head) throw new RangeError(`${tenant} has no record`);
      return head.position;
    }
    // Behind the first event at the earliest: the country's own creation, to which nobody reacts.
    let position: Position | undefined;
    const stop = new AbortController();
    try {
      for await (const batch of events.subscribe({ tenant, prefixes: [tenantPrefix(tenant)], signal: stop.signal })) {
        for (const event of batch.events) {
          if (position !== undefined && (from === 'beginning' || event.metadata.recordedAt > from)) return position;
          position = event.position;
        }
        if (batch.caughtUp) break;
      }
    } finally {
      stop.abort();
    }
    if (position === undefined) throw new RangeError(`${tenant} has no record`);
    return position;
  }

  // ── loops ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Reads the log for as long as the process lives; whatever goes wrong is said, waited out and met again. */
  async #follow(): Promise<void> {
    const { events, tenant, onProblem, retryMs } = this.parts;
    let failures = 0;
    while (!this.#closing.signal.aborted) {
      this.#restart = new AbortController();
      const { signal } = this.#restart;
      try {
        let from = this.#lowest();
        if (from === undefined) {
          await this.#sleep(this.parts.tickMs, signal);
          // What an operator decided at another server is read where nobody reads the record.
          await this.#turns.take(async () => {
            for (const runner of this.#runners) await this.#hear(runner);
          });
          continue;
        }
        for await (const batch of events.subscribe({ tenant, from, prefixes: [tenantPrefix(tenant)], signal, batch: BATCH })) {
          if (signal.aborted || batch.position === undefined) break;
          const { position } = batch;
          await this.#turns.take(async () => {
            // A runner that goes on from an earlier place must not be carried along from this one.
            if (signal.aborted) return;
            for (const runner of this.#runners) {
              const its = policyStream(tenant, runner.name);
              if (batch.events.some(({ stream }) => stream === its)) await this.#hear(runner);
            }
            if (signal.aborted) return;
            const met = new Set<PolicyRunner>();
            for (const runner of this.#running()) {
              for (const event of batch.events) {
                if (!runner.handles(event.type) || (runner.processed !== undefined && event.position <= runner.processed))
                  continue;
                met.add(runner);
                await runner.meet(event);
                runner.processed = event.position;
                if (signal.aborted) return;
              }
              if (runner.processed === undefined || runner.processed < position) runner.processed = position;
            }
            this.#head = this.#head === undefined || position > this.#head ? position : this.#head;
            // What did nothing is read again after a crash; its place is written now and then.
            if (this.#passed(position)) await this.#save(this.#running(), true);
            else await this.#save([...met], true);
          });
          from = position;
          failures = 0;
          this.#poke();
          if (signal.aborted) break;
          if (!batch.caughtUp) await this.#sleep(1, signal);
          else if (this.#settling === 0) {
            this.#pause = new AbortController();
            await this.#sleep(PAUSE_MS, AbortSignal.any([signal, this.#pause.signal]));
          }
        }
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        if (error instanceof EventStoreError && error.code === 'invalid') {
          for (const runner of this.#running()) runner.stop('place-not-in-record', error.message);
          onProblem(`the policies of ${tenant} have lost their place in the record`, error);
          continue;
        }
        failures += 1;
        if (!isFenced(error) && !(error instanceof ReadStoreError)) onProblem(`the policies of ${tenant} could not go on`, error);
        await this.#sleep(Math.min(retryMs * 2 ** failures, 30_000), this.#closing.signal);
      }
    }
  }

  /** What an operator decided, here or at another server. */
  async #hear(runner: PolicyRunner): Promise<void> {
    const before = runner.state;
    if (before === 'yielding') return;
    if (before === 'stopped') await runner.load();
    else await runner.refresh();
    // Another place, or somebody who is behind this reader: it starts again where they are.
    if (before !== 'running' && runner.state === 'running') this.#restart.abort();
  }

  /** Retries, and what falls due by the clock. */
  async #tend(): Promise<void> {
    const { onProblem, tickMs, tenant } = this.parts;
    while (!this.#closing.signal.aborted) {
      const next = this.#running()
        .map(({ nextRetry }) => nextRetry)
        .filter((at) => at !== undefined);
      const pause = Math.max(5, Math.min(tickMs, ...next.map((at) => at - Date.now())));
      this.#wake = new AbortController();
      await this.#sleep(pause, this.#wake.signal);
      if (this.#closing.signal.aborted) return;
      try {
        await this.#turns.take(async () => {
          for (const runner of this.#running()) await runner.retry();
          await this.#fallDue();
          await this.#save(this.#running(), false);
        });
      } catch (error) {
        onProblem(`what the policies of ${tenant} had to do again could not be done`, error);
      }
      this.#poke();
    }
  }

  async #fallDue(): Promise<boolean> {
    let any = false;
    for (const runner of this.#running()) any = (await runner.fallDue()) || any;
    if (any) await this.#save(this.#running(), false);
    return any;
  }

  /** @returns whether anything had failed in passing */
  async #getUp(): Promise<boolean> {
    const stumbled = this.#running().filter((runner) => runner.stumbled);
    for (const runner of stumbled) await runner.retry('stumbled');
    await this.#save(stumbled, false);
    return stumbled.length > 0;
  }

  /** @throws ReadStoreError for books that cannot be reached; a fence only stops the runner it met */
  async #save(runners: readonly PolicyRunner[], always: boolean): Promise<void> {
    for (const runner of runners) {
      try {
        await runner.save(always);
      } catch (error) {
        if (!isFenced(error)) throw error;
        // Another process reacts for this country. What both did has the same ids; this one waits and goes on where the other is.
        runner.state = 'yielding';
        runner.problem = { code: 'fenced', message: 'another process moved the checkpoint' };
        void this.#comeBack(runner);
      }
    }
    this.#savedAt = Date.now();
  }

  async #comeBack(runner: PolicyRunner): Promise<void> {
    for (let wait = this.parts.yieldMs; ; wait = Math.min(wait * 2, 60_000)) {
      await this.#sleep(wait, this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      try {
        await this.#turns.take(async () => {
          runner.problem = undefined;
          await runner.load();
          this.#restart.abort();
        });
        return;
      } catch (error) {
        this.parts.onProblem(`${runner.name} could not read its place`, error);
      }
    }
  }

  #lastSaved: Position | undefined;
  #passed(position: Position): boolean {
    const far = this.#lastSaved === undefined || (this.parts.distance(this.#lastSaved, position) ?? 0) >= EVENTS_BETWEEN_SAVES;
    if (!far && Date.now() - this.#savedAt < SAVE_EVERY_MS) return false;
    this.#lastSaved = position;
    return true;
  }

  // ── small things ──────────────────────────────────────────────────────────────────────────────────────────────────────

  async #decide(
    context: CommandContext,
    policy: string,
    decide: (decisions: PolicyRunner['decisions']) => PolicyDecisionEvent[],
  ): Promise<Executed> {
    const runner = this.#runner(policy);
    const { streams, tenant } = this.parts;
    const executed = await streams.execute(context, policyDecider, policyStream(tenant, policy), decide);
    await this.#turns.take(async () => {
      await runner.refresh();
      this.#restart.abort();
      await this.#save([runner], false);
    });
    this.wake();
    return executed;
  }

  #runner(name: string): PolicyRunner {
    return this.#runners.find((runner) => runner.name === name) ?? refuse('policy-unknown', { policy: name });
  }

  #running(): readonly PolicyRunner[] {
    return this.#runners.filter(({ state }) => state === 'running');
  }

  #lowest(): Position | undefined {
    return this.#running()
      .map(({ processed }) => processed)
      .filter((position) => position !== undefined)
      .sort()[0];
  }

  #poke(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  async #news(patience: number): Promise<void> {
    const done = new AbortController();
    await Promise.race([
      new Promise<void>((resolve) => this.#waiting.add(resolve)),
      this.#sleep(patience, AbortSignal.any([done.signal, this.#closing.signal])),
    ]);
    done.abort();
  }

  async #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    await delay(milliseconds, undefined, { signal }).catch(() => undefined); // An ended sleep is what the signal asks for.
  }
}
