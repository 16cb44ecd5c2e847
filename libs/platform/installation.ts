import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import {
  AttemptLimiter,
  EVERYWHERE,
  openAccessLog,
  openAccessStore,
  openIssuer,
  type AccessLog,
  type AccessStore,
} from '#libs/access';
import { Streams } from '#libs/commanding';
import {
  countryDecider,
  countryStream,
  teacherDecider,
  teacherStream,
  type CountryCreated,
  type IdentityRead,
  type TeacherDocument,
} from '#libs/contexts/rollout';
import { DataFolder, StartError } from '#libs/data-folder';
import type { EventStore } from '#libs/event-store';
import type { HttpSettings, ReadFence, ViewAnswer } from '#libs/http';
import { EventCatalogue, isUnavailable, refuse, tenantPrefix, type Position } from '#libs/kernel';
import { PolicyHost, type PolicyHostParts, type PolicyLease } from '#libs/policies';
import { KeyStoreError, type KeyStore } from '#libs/privacy';
import { everyPage, type ReadStore } from '#libs/read-store';
import {
  projectionId,
  type Applied,
  type ProjectorBoard,
  type ProjectorHost,
  type TenantStatus,
  type UnparkOutcome,
  type VerifyReport,
} from '#libs/projecting';
import { AccessDesk } from './access-desk.js';
import { CountryClocks } from './clocks.js';
import { joinCluster } from './cluster.js';
import type { Config } from './config.js';
import { distance, isNumbered, openServingEngines } from './engines.js';
import { measured } from './measured-event-store.js';
import { Metrics, type PolicyFigures, type ProjectionFigures } from './metrics.js';
import { policies } from './policies.js';
import { startProjectorHost } from './projector.js';
import { eventDefinitions, projections } from './read-models.js';
import { revoking } from './revoking-key-store.js';

/** Token under which the installation is provided. */
export const INSTALLATION = Symbol('Installation');

/** How long the start waits for the views before it reads the log itself, milliseconds. */
const PATIENCE_AT_START = 20_000;
/** How long setting a clock waits for what that sets off, milliseconds. */
const PATIENCE_OF_CLOCKS = 60_000;

/** How often a server of a cluster looks for countries that others created. */
const WELCOME_EVERY_MS = 2000;

/** Everything of one installation, opened and put together; the HTTP application stands on it. */
export class Installation implements HttpSettings, ReadFence {
  readonly countries = new Map<string, CountryCreated['data']>();
  readonly clocks = new CountryClocks();
  readonly metrics: Metrics;
  readonly streams: Streams;
  readonly desk: AccessDesk;
  readonly policies: PolicyHost;
  readonly #digestSecret: Buffer;
  publicUrl: string;
  #rebuilds = new Map<string, { events: number; of: number }>();
  #issue: PolicyHostParts['issue'] | undefined;
  readonly #epochs = new Map<string, number>();
  #looking: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(
    readonly config: Config,
    readonly logger: Logger,
    readonly folder: DataFolder,
    readonly events: EventStore,
    readonly documents: ReadStore,
    readonly keys: KeyStore,
    readonly access: AccessStore,
    readonly accessLog: AccessLog,
    readonly host: ProjectorHost,
    private readonly books: ReadStore,
    parts: {
      metrics: Metrics;
      desk: AccessDesk;
      clocks: CountryClocks;
      streams: Streams;
      catalogue: EventCatalogue;
      policyLease: PolicyLease | undefined;
    },
  ) {
    this.metrics = parts.metrics;
    this.desk = parts.desk;
    this.clocks = parts.clocks;
    this.streams = parts.streams;
    this.policies = new PolicyHost({
      policies,
      events,
      books,
      documents,
      streams: parts.streams,
      catalogue: parts.catalogue,
      issue: (command) => this.#issue?.(command) ?? Promise.reject(new Error('commands cannot be carried out yet')),
      now: (tenant) => this.clocks.now(tenant),
      folded: (tenant, views, position) => this.#folded(tenant, views, position),
      distance: (after, upTo) => (isNumbered(upTo) ? distance(after, upTo) : null),
      lease: parts.policyLease,
      onOutcome: (policy, outcome) => this.metrics.policyCommands.inc({ policy, outcome }),
      onProblem: (message, error) => logger.error({ err: error }, message),
    });
    this.#digestSecret = folder.secret('digest.key');
    this.publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
  }

  /** @throws StartError with the line that the person who starts it should read */
  static async open(config: Config, logger: Logger): Promise<Installation> {
    const folder = DataFolder.claim(config.dataDirectory);
    const opened: { close(): Promise<void> }[] = [];
    try {
      const directory = config.dataDirectory;
      const clocks = new CountryClocks();
      const { cluster, masterKey } = config;
      const joined = cluster && masterKey ? await joinCluster(cluster, folder, masterKey) : undefined;
      if (joined) opened.push(joined);
      const engines = await openServingEngines({ directory, clock: clocks, masterKey, cluster });
      opened.push(engines.events, engines.documents, engines.keys, engines.books);
      const access = openAccessStore({ directory, ...(joined ? { places: joined.places } : {}) });
      opened.push(access);
      const accessLog = openAccessLog({
        directory,
        onError: (error) => logger.error({ err: error }, 'the access log could not be written; it is tried again'),
      });
      opened.push(accessLog);
      const issuer = await openIssuer({ directory });
      let figures: () => readonly ProjectionFigures[] = () => [];
      let policyFigures: () => readonly PolicyFigures[] = () => [];
      const metrics = new Metrics(
        () => figures(),
        () => policyFigures(),
      );
      const events = measured(engines.events, metrics);
      const catalogue = new EventCatalogue(eventDefinitions);
      const keys = revoking(engines.keys, access);
      const streams = new Streams(events, keys, catalogue);
      const countries: { list: () => readonly string[] } = { list: () => [] };
      const desk = new AccessDesk(access, issuer, new AttemptLimiter(), {
        tokenSeconds: config.tokenSeconds,
        countries: () => countries.list(),
        now: Date.now,
        countryNow: (tenant) => clocks.now(tenant),
        joined: async (tenant, teacher) =>
          (await streams.state(teacherDecider, teacherStream(tenant, teacher))).mergedInto !== undefined,
      });
      for (const tenant of await events.tenants()) await checkVault(events, streams, keys, tenant);
      const host = joined
        ? joined.host(events, (problem) => logger.error({ problem }, 'how far the views are cannot be asked; it is tried again'))
        : await startProjectorHost({ directory, cacheBytes: config.cacheBytes, logger });
      opened.push(host);
      const { documents, books } = engines;
      const installation = new Installation(config, logger, folder, events, documents, keys, access, accessLog, host, books, {
        metrics,
        desk,
        clocks,
        streams,
        catalogue,
        policyLease: joined?.policyLease,
      });
      figures = () => installation.projectionFigures();
      policyFigures = () => installation.policyFigures();
      countries.list = () => [...installation.countries.keys()];
      for (const projection of projections) {
        for (const tenant of await events.tenants()) {
          await engines.documents.declare(tenant, `${projection.name}@${projection.version}`, projection.collections);
        }
      }
      for (const tenant of await events.tenants()) await installation.admit(tenant);
      await installation.#tidyPeople();
      if (joined) installation.#welcome(joined.board);
      return installation;
    } catch (error) {
      for (const one of opened.reverse()) await one.close();
      folder.release();
      throw startErrorOf(error);
    }
  }

  /** Takes a country in service: its clock, its views. Called again for one that is, it changes nothing. */
  async admit(tenant: string): Promise<void> {
    if (this.countries.has(tenant)) return;
    const { facts, epoch } = await this.streams.state(countryDecider, countryStream(tenant));
    if (!facts) return;
    this.#epochs.set(tenant, epoch);
    const head = await this.events.head(tenant);
    if (facts.origin === 'simulated') {
      const recorded = head ? Date.parse(head.recordedAt) : 0;
      this.clocks.simulate(tenant, this.clocks.isSimulated(tenant) ? Math.max(recorded, this.clocks.now(tenant)) : recorded);
    }
    for (const projection of projections) {
      await this.documents.declare(tenant, `${projection.name}@${projection.version}`, projection.collections);
    }
    await this.host.addTenant(tenant);
    this.countries.set(tenant, facts);
    if (this.#issue) await this.policies.addTenant(tenant);
  }

  /** Sets the policies of every country going, once commands can be carried out. */
  async servePolicies(issue: PolicyHostParts['issue']): Promise<void> {
    this.#issue = issue;
    for (const tenant of this.countries.keys()) {
      try {
        await this.policies.addTenant(tenant);
      } catch (error) {
        // What passes by itself keeps nobody from starting: they begin when it has passed.
        if (!isUnavailable(error)) throw startErrorOf(error);
        this.logger.error({ err: error, tenant }, 'the policies could not begin; it is tried again');
      }
    }
  }

  /**
   * Sets the clock of a simulated country. What was set off before is finished at the old time, what falls due on the way happens at its own
   * date, and the answer comes when that is done. @throws Refusal clock-not-simulated | clock-goes-back
   */
  async setClock(tenant: string, at: number): Promise<void> {
    this.clocks.check(tenant, at);
    const settled = await this.policies.advance(tenant, at, (moment) => this.clocks.set(tenant, moment), PATIENCE_OF_CLOCKS);
    if (!settled) this.logger.warn({ tenant }, 'the clock was set before everything that was set off was done');
  }

  async #folded(tenant: string, views: readonly string[] | 'all', position: Position | undefined): Promise<boolean> {
    if (position === undefined) return true;
    const names = views === 'all' ? undefined : views;
    const { outcome } = await this.host.waitFor(tenant, { position, timeoutMs: 2000, projections: names });
    // A view that an operator stopped is not waited for where all are meant; where one is named, it is needed.
    return outcome === 'reached' || (views === 'all' && outcome !== 'timeout');
  }

  /** Countries that another server of the cluster created are taken in service here too. */
  #welcome(board: Pick<ProjectorBoard, 'countries'>): void {
    const look = async (): Promise<void> => {
      try {
        for (const tenant of await board.countries()) await this.admit(tenant);
      } catch (error) {
        // Nothing is lost: the next look finds the same countries.
        this.logger.warn({ err: error }, 'countries of other servers could not be looked up');
      }
      if (!this.#closed) this.#looking = setTimeout(() => void look(), WELCOME_EVERY_MS).unref();
    };
    this.#looking = setTimeout(() => void look(), WELCOME_EVERY_MS).unref();
  }

  /** A simulated country that was refused leaves no clock behind. */
  async discardClockUnlessCreated(tenant: string): Promise<void> {
    const { status } = await this.streams.state(countryDecider, countryStream(tenant));
    if (status === 'none') this.clocks.discard(tenant);
  }

  now(tenant: string): number {
    return this.clocks.now(tenant);
  }

  /** Bodies of a simulated country hold invented people, and its record repeats to the byte. */
  digestSecretOf(tenant: string): Buffer {
    if (!this.clocks.isSimulated(tenant)) return this.#digestSecret;
    return createHash('sha256').update(`simulated country ${tenant}`).digest();
  }

  knows(tenant: string): boolean {
    return this.countries.has(tenant);
  }

  /** Whether the country was invented; it says so in every answer. */
  simulated(tenant: string): boolean {
    return this.countries.get(tenant)?.origin === 'simulated';
  }

  timeZoneOf(tenant: string): string {
    return this.countries.get(tenant)?.timeZone ?? 'UTC';
  }

  /** A record that was moved says so itself and begins a new epoch; a position of the one before is refused. */
  epoch(tenant: string): number {
    return this.#epochs.get(tenant) ?? 1;
  }

  // ── views ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  async ready(tenant: string, names: readonly string[], position: Position | undefined, timeoutMs: number): Promise<ViewAnswer> {
    const chosen = () => this.#status(tenant).projections.filter(({ name }) => names.includes(name));
    if (position === undefined) {
      const views = chosen();
      // What is read before a view has come to the end of the log for the first time is neither old nor new data.
      if (views.some(({ state }) => state === 'rebuilding' || state === 'new')) {
        const outcome = await this.host.waitFor(tenant, {
          position: '',
          timeoutMs: Math.min(timeoutMs, 500),
          projections: names,
        });
        if (outcome.outcome === 'timeout' && chosen().some(({ state }) => state === 'rebuilding' || state === 'new')) {
          return { outcome: 'rebuilding' };
        }
      }
      const stopped = chosen().find(({ state }) => state === 'paused' || state === 'faulted');
      if (stopped) return { outcome: 'stopped', state: stopped.state };
      return { outcome: 'ready', position: lowest(chosen().map((view) => view.position)) };
    }
    const outcome = await this.host.waitFor(tenant, { position, timeoutMs, projections: names });
    switch (outcome.outcome) {
      case 'reached':
        return { outcome: 'ready', position: lowest(chosen().map((view) => view.position)) };
      case 'timeout':
        return outcome.rebuilding ? { outcome: 'rebuilding' } : { outcome: 'behind', position: outcome.applied };
      case 'parked':
        return { outcome: 'stopped', state: 'parked' };
      case 'paused':
      case 'faulted':
        return { outcome: 'stopped', state: outcome.outcome };
    }
  }

  async version(tenant: string, names: readonly string[]): Promise<string | undefined> {
    const chosen = projections.filter(({ name }) => names.includes(name));
    const checkpoints = await Promise.all(chosen.map((one) => this.documents.checkpoint(tenant, projectionId(one))));
    return checkpoints.includes(undefined) ? undefined : checkpoints.join(' ');
  }

  /** The views of a country as operators see them. */
  views(tenant: string) {
    return this.#status(tenant).projections.map((view) => ({
      projection: view.name,
      version: view.version,
      state: view.state,
      lagEvents: view.lag.events ?? 0,
      lagSeconds: view.lag.seconds ?? 0,
      parked: view.parked.map(({ stream, eventId, type, revision, reason, held }) => ({
        stream,
        eventId,
        type,
        revision,
        reason,
        held,
      })),
      ...(view.problem ? { problem: view.problem } : {}),
      ...(this.#rebuilds.has(`${tenant} ${view.name}`) ? { rebuilt: this.#rebuilds.get(`${tenant} ${view.name}`) } : {}),
    }));
  }

  projectionFigures(): ProjectionFigures[] {
    return [...this.countries.keys()].flatMap((tenant) =>
      this.#status(tenant).projections.map((view) => ({
        tenant,
        projection: view.name,
        state: view.state,
        lagEvents: view.lag.events ?? 0,
        lagSeconds: view.lag.seconds ?? 0,
        parkedStreams: view.parked.length,
      })),
    );
  }

  policyFigures(): PolicyFigures[] {
    return this.policies.tenants().flatMap((tenant) =>
      this.policies.status(tenant).map(({ name, state, lagEvents, pending }) => ({
        tenant,
        policy: name,
        running: state === 'running',
        // Prometheus has a number for what is not known.
        lagEvents: lagEvents ?? NaN,
        pending: pending.length,
      })),
    );
  }

  /** Starts a rebuild and returns; its progress is in `views`. @throws Refusal view-unknown */
  rebuild(tenant: string, name: string): void {
    if (!projections.some((projection) => projection.name === name)) refuse('view-unknown', { view: name });
    const key = `${tenant} ${name}`;
    this.#rebuilds.set(key, { events: 0, of: 0 });
    this.host
      .rebuild(tenant, [name], (progress) => this.#rebuilds.set(key, { events: progress.events, of: progress.of ?? 0 }))
      .then(
        (outcomes) => {
          for (const { projection, state, problem } of outcomes) {
            this.logger.info({ tenant, projection, state, problem }, 'a view was rebuilt');
          }
        },
        (error: unknown) => this.logger.error({ tenant, projection: name, err: error }, 'a rebuild failed'),
      )
      .finally(() => this.#rebuilds.delete(key));
  }

  unpark(tenant: string, name: string, stream: string): Promise<UnparkOutcome> {
    if (!projections.some((projection) => projection.name === name)) refuse('view-unknown', { view: name });
    return this.host.unpark(tenant, name, stream);
  }

  async verify(tenant: string) {
    const report: VerifyReport = await this.host.verify(tenant);
    return {
      events: report.events,
      documents: report.documents,
      differing: report.differing,
      liveDigest: report.digests.live,
      replayDigest: report.digests.replay,
      same: report.same,
    };
  }

  /** SHA-256 over all views in canonical form, and how many events the record has. */
  async digest(tenant: string): Promise<{ digest: string; events: number }> {
    const head = await this.events.head(tenant);
    const digest = await this.host.digest(tenant);
    return { digest, events: head ? await this.#count(tenant, head.position) : 0 };
  }

  /** Events up to a position: by its number, or by reading where an engine has none. */
  async #count(tenant: string, position: Position): Promise<number> {
    if (isNumbered(position)) return distance(undefined, position);
    const stop = new AbortController();
    let events = 0;
    try {
      for await (const batch of this.events.subscribe({ tenant, prefixes: [tenantPrefix(tenant)], signal: stop.signal })) {
        for (const event of batch.events) if (event.position <= position) events += 1;
        if (batch.caughtUp || (batch.position !== undefined && batch.position >= position)) break;
      }
    } finally {
      stop.abort();
    }
    return events;
  }

  /** Hears of every commit of a view. @returns how to stop listening */
  onApplied(listener: (applied: Applied) => void): () => void {
    return this.host.onApplied(listener);
  }

  #status(tenant: string): TenantStatus {
    return this.host.status(tenant);
  }

  // ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  async recordIdentityRead(read: IdentityRead): Promise<void> {
    const { tenant, actor, role, ...entry } = read;
    this.accessLog.record(tenant, { ...entry, actor: { id: actor, role } });
    // Nothing identified leaves the server before it is written who sees it.
    await this.accessLog.flush();
  }

  /** Before anybody is let in: enrolments that never reached the log are taken back, erasures in the log are applied to a vault that came from a backup. */
  async #tidyPeople(): Promise<void> {
    for (const [tenant, { origin }] of this.countries) {
      const taken = await this.keys.sweep(
        tenant,
        async (pseudonym) => (await this.streams.state(teacherDecider, teacherStream(tenant, pseudonym))).status !== 'none',
      );
      if (taken.length > 0)
        this.logger.warn({ tenant, origin, count: taken.length }, 'enrolments without a registration were taken back');
      for await (const { teacher, at } of this.#erased(tenant)) {
        if ((await this.keys.key(tenant, teacher)) !== undefined) {
          await this.keys.destroy(tenant, teacher, at);
          this.logger.warn({ tenant, teacher }, 'an erasure of the record was applied to the vault');
        }
      }
    }
  }

  async *#erased(tenant: string): AsyncGenerator<{ teacher: string; at: string }> {
    const head = await this.events.head(tenant);
    if (!head) return;
    const outcome = await this.host.waitFor(tenant, {
      position: head.position,
      timeoutMs: PATIENCE_AT_START,
      projections: ['teachers'],
    });
    if (outcome.outcome === 'reached') {
      for await (const page of everyPage(this.documents, tenant, 'teachers', { filter: { erased: true } }))
        for (const { document } of page) {
          const { teacher, erasedAt } = document as unknown as TeacherDocument & { erasedAt?: string };
          yield { teacher, at: erasedAt ?? head.recordedAt };
        }
      return;
    }
    // The view cannot be asked: the log can.
    const stop = new AbortController();
    try {
      for await (const batch of this.events.subscribe({
        tenant,
        prefixes: [`${tenantPrefix(tenant)}teacher-`],
        signal: stop.signal,
      })) {
        for (const event of batch.events) {
          if (event.type === 'PersonalDataErased')
            yield { teacher: event.data['teacher'] as string, at: event.metadata.occurredAt };
        }
        if (batch.caughtUp) return;
      }
    } finally {
      stop.abort();
    }
  }

  // ── the record ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A page of the record as it is stored: personal fields sealed, hashes with it. */
  async eventPage(tenant: string, after: string | undefined, limit: number) {
    const stop = new AbortController();
    const items: object[] = [];
    let next: string | undefined;
    try {
      for await (const batch of this.events.subscribe({
        tenant,
        from: after,
        prefixes: [tenantPrefix(tenant)],
        signal: stop.signal,
        batch: limit,
      })) {
        for (const { position, stream, revision, id, type, data, metadata } of batch.events) {
          if (items.length >= limit) break;
          items.push({ position, stream, revision, id, type, data, metadata });
          next = position;
        }
        if (items.length >= limit || batch.caughtUp) break;
      }
    } finally {
      stop.abort();
    }
    return { items, ...(items.length >= limit && next !== undefined ? { next } : {}) };
  }

  // ── keys of the operator ──────────────────────────────────────────────────────────────────────────────────────────────

  /** At the first start makes the operator's key, in a file that its owner alone can read. @returns it, that one time */
  async firstRunKey(): Promise<string | undefined> {
    const path = join(this.config.dataDirectory, 'operator.key');
    if (existsSync(path)) {
      const known = await this.access.key(readFileSync(path, 'utf8').trim()).catch(() => undefined); // Revoked or foreign: a new one is made.
      if (known) return undefined;
    }
    const { key } = await this.access.issueKey({ subject: 'operator', role: 'operator', tenant: EVERYWHERE }, 'first run');
    this.folder.writePrivate(path, `${key}\n`);
    return key;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#looking);
    await this.policies.close();
    await this.host.close();
    await this.accessLog.close();
    await this.access.close();
    await this.documents.close();
    await this.books.close();
    await this.keys.close();
    await this.events.close();
    this.folder.release();
  }
}

const lowest = (positions: readonly (Position | undefined)[]): Position | undefined => {
  const known = positions.filter((position): position is Position => position !== undefined);
  return known.length < positions.length ? undefined : known.sort()[0];
};

const checkVault = async (events: EventStore, streams: Streams, keys: KeyStore, tenant: string): Promise<void> => {
  const { facts } = await streams.state(countryDecider, countryStream(tenant));
  if (facts) await keys.check(tenant, facts.vault);
  else if (await events.head(tenant)) {
    throw new StartError(`The record of ${tenant} does not begin with the country: it is damaged or no record of this product.`);
  }
};

const startErrorOf = (error: unknown): Error => {
  if (error instanceof StartError) return error;
  if (error instanceof KeyStoreError) return new StartError(error.message, { cause: error });
  const known =
    error instanceof Error &&
    ['EventStoreError', 'AccessStoreError', 'IssuerKeysError', 'ReadStoreError', 'BoardUnavailable'].includes(error.name);
  return known ? new StartError(error.message, { cause: error }) : (error as Error);
};
