import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { EVENT_STORE, type EventStore } from '#libs/event-store';
import { HTTP_SETTINGS, READ_FENCE, type HttpSettings, type ReadFence } from '#libs/http';
import { instant, naturalIdOf, Refusal } from '#libs/kernel';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import type { RescoringEvent } from '../assessment.events.js';
import type { StoredAttempt } from '../projections/attempts.projection.js';
import { RESCORINGS, type RescoringDocument } from '../projections/rescorings.projection.js';
import { advanceRescoring, finishRescoring, rescoringDecider, rescoringStream, type Rescoring } from '../rescoring.js';
import { RescoreAttempt } from './rescore-attempt.js';

/** Attempts between two entries about how far a run is. */
const PAGE = 200;
const PATIENCE = 60_000;

/** Carries runs out beside the answering of requests, one after the other in a country; takes up at start what was interrupted. */
@Injectable()
export class RescoringRuns implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Rescoring');
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #known = new Set<string>();
  #stopping = false;

  constructor(
    private readonly commands: CommandBus,
    private readonly streams: Streams,
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(READ_STORE) private readonly documents: ReadStore,
    @Inject(READ_FENCE) private readonly fence: ReadFence,
    @Inject(HTTP_SETTINGS) private readonly settings: HttpSettings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const tenant of await this.events.tenants()) {
      if (this.settings.knows(tenant)) void this.#takeUp(tenant);
    }
  }

  /** What an earlier process left running. A run that was recorded just before it died is known once the view has heard of it. */
  async #takeUp(tenant: string): Promise<void> {
    try {
      const head = await this.events.head(tenant);
      await this.fence.ready(tenant, ['rescorings'], head?.position, PATIENCE);
      const running = await findEvery<RescoringDocument>(this.documents, tenant, RESCORINGS, { filter: { status: 'running' } });
      for (const { cycle, rescoring } of running) this.start(tenant, cycle, rescoring);
    } catch (error) {
      // The runs stay in the record as running: the next start looks for them again.
      if (!this.#stopping) this.#logger.error({ tenant, err: error }, 'interrupted runs of scoring anew could not be looked for');
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#underWay.values());
  }

  /** A run that is under way already is left alone. */
  start(tenant: string, cycle: string, rescoring: string): void {
    const key = `${tenant} ${rescoring}`;
    if (this.#known.has(key) || this.#stopping) return;
    this.#known.add(key);
    const before = this.#underWay.get(tenant) ?? Promise.resolve();
    const run = before
      .then(() => this.#run(tenant, cycle, rescoring))
      // The run is in the record as running: it is taken up again at the next start, or when it is asked for again.
      .catch((error: unknown) => this.#logger.error({ tenant, rescoring, err: error }, 'scoring anew was interrupted'))
      .finally(() => this.#known.delete(key));
    this.#underWay.set(tenant, run);
  }

  async #run(tenant: string, cycle: string, rescoring: string): Promise<void> {
    const stream = rescoringStream(tenant, cycle, rescoring);
    // Whatever was handed in before the run began is in the view before it is read.
    const head = await this.events.head(tenant);
    const { outcome } = await this.fence.ready(tenant, ['attempts'], head?.position, PATIENCE);
    if (outcome !== 'ready') throw new Error(`the view of attempts is ${outcome}`);
    for (;;) {
      const run = await this.streams.state(rescoringDecider, stream);
      if (run.status !== 'running' || this.#stopping) return;
      const page = await this.documents.find(tenant, 'attempts', {
        filter: {
          cycle,
          instrument: run.instrument,
          status: 'submitted',
          ...(run.upTo === undefined ? {} : { _id: { from: run.upTo } }),
        },
        limit: PAGE,
      });
      const next = page.documents.filter(({ id }) => run.upTo === undefined || id > run.upTo);
      const last = next.at(-1);
      if (!last) {
        await this.#execute(tenant, run, stream, 'finished', finishRescoring);
        return;
      }
      const counts = { ...run.counts };
      for (const { id, document } of next) {
        if ((document as unknown as StoredAttempt).version !== run.version) continue;
        counts[await this.#one(tenant, run, id)] += 1;
        if (this.#stopping) return;
      }
      await this.#execute(tenant, run, stream, last.id, (state) => advanceRescoring({ upTo: last.id, ...counts }, state));
    }
  }

  async #one(tenant: string, run: Rescoring, attempt: string): Promise<'rescored' | 'unchanged' | 'left'> {
    try {
      const { events } = await this.commands.execute(
        new RescoreAttempt(this.#context(tenant, run, attempt), run.cycle, attempt, run.reason, run.rescoring),
      );
      return events.length > 0 ? 'rescored' : 'unchanged';
    } catch (error) {
      // Nothing of who withdrew or was forgotten is used any more; they are counted as left as they were.
      if (error instanceof Refusal && ['consent-missing', 'person-forgotten'].includes(error.code)) return 'left';
      throw error;
    }
  }

  #execute(
    tenant: string,
    run: Rescoring,
    stream: string,
    part: string,
    decide: (run: Rescoring) => RescoringEvent[],
  ): Promise<Executed> {
    return this.streams.execute(this.#context(tenant, run, part), rescoringDecider, stream, decide, { cycle: run.cycle });
  }

  /** Ids that follow from the run: what an interrupted one did is recognised by the one that takes it up. */
  #context(tenant: string, { rescoring, begunBy }: Rescoring, part: string): CommandContext {
    return {
      tenant,
      actor: begunBy ?? { id: 'rescoring', role: 'operator' },
      commandId: naturalIdOf('rescoring-part', rescoring, part),
      commandDigest: rescoring,
      at: instant(this.settings.now(tenant)),
      correlationId: rescoring,
      causationId: rescoring,
    };
  }
}
