import { Streams, type CommandContext } from '#libs/commanding';
import { openMemoryEventStore } from '#libs/event-store/memory';
import type { EventStore } from '#libs/event-store';
import { EventCatalogue, instant, Refusal, tenantPrefix, type Position } from '#libs/kernel';
import { openMemoryKeyStore } from '#libs/privacy/memory';
import { InThreadProjectorHost } from '#libs/projecting';
import type { ReadStore } from '#libs/read-store';
import { openMemoryReadStore } from '#libs/read-store/memory';
import {
  Answer,
  carryOut,
  duesProjection,
  eventDefinitions,
  openCase,
  policies,
} from '../../test/support/policies/toy-policies.js';
import { PolicyHost, type Policy } from './index.js';

const TENANT = 'cl';
const BEGIN = Date.parse('2023-05-08T12:00:00.000Z');

/** A country whose clock is set, with stores that outlive the host. */
class World {
  time = BEGIN;
  readonly events: EventStore = openMemoryEventStore({ clock: { now: () => this.time } });
  readonly documents: ReadStore = openMemoryReadStore();
  readonly catalogue = new EventCatalogue(eventDefinitions);
  readonly streams = new Streams(this.events, openMemoryKeyStore(), this.catalogue);
  books: ReadStore = openMemoryReadStore();
  /** What a command of a case meets instead of being carried out. */
  readonly refused = new Map<string, string>();
  readonly sent: string[] = [];
  readonly problems: string[] = [];
  readonly #hosts: PolicyHost[] = [];
  #commands = 0;
  readonly projector = new InThreadProjectorHost({
    engines: { events: this.events, documents: this.documents, scratch: () => Promise.reject(new Error('nothing is verified')) },
    projections: [duesProjection],
    eventDefinitions,
  });

  async begin(): Promise<this> {
    await this.open('before-everything');
    await this.projector.start([TENANT]);
    return this;
  }

  context(): CommandContext {
    this.#commands += 1;
    const commandId = `00000000-0000-5000-8000-${String(this.#commands).padStart(12, '0')}`;
    const at = instant(this.time);
    const actor = { id: 'operator', role: 'operator' };
    return { tenant: TENANT, actor, commandId, commandDigest: '', at, correlationId: commandId, causationId: commandId };
  }

  open(id: string, dueInHours = 24 * 365): Promise<unknown> {
    return openCase(this.streams, this.context(), id, instant(this.time + dueInHours * 3_600_000));
  }

  async host(chosen: readonly Policy[] = policies): Promise<PolicyHost> {
    const { events, documents, books, streams, catalogue, projector } = this;
    const host = new PolicyHost({
      policies: chosen,
      events,
      documents,
      books,
      streams,
      catalogue,
      issue: async (command) => {
        const { type, id } = command as Answer;
        const code = this.refused.get(id);
        if (code !== undefined) throw new Refusal(code);
        this.sent.push(`${type} ${id}`);
        await carryOut(streams, command as Answer);
      },
      now: () => this.time,
      folded: async (_tenant, _views, position) =>
        position === undefined || (await projector.waitFor(TENANT, { position, timeoutMs: 5000 })).outcome === 'reached',
      distance: (after: Position | undefined, upTo: Position) => Number(upTo) - Number(after ?? 0),
      onProblem: (message) => this.problems.push(message),
      // Retries are asked for where a specification wants one.
      limits: { retryMs: 3_600_000, longestRetryMs: 3_600_000, tickMs: 20, yieldMs: 10 },
    });
    this.#hosts.push(host);
    await host.addTenant(TENANT);
    return host;
  }

  /** The answers in the record, in their order. */
  async answers(): Promise<string[]> {
    const found: string[] = [];
    for await (const batch of this.events.subscribe({
      tenant: TENANT,
      prefixes: [tenantPrefix(TENANT)],
      signal: new AbortController().signal,
    })) {
      for (const { type, data } of batch.events)
        if (/^(Letter|CaseF|CaseR)/.test(type)) found.push(`${type} ${data['case'] as string}`);
      if (batch.caughtUp) break;
    }
    return found;
  }

  async end(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.close()));
    await this.projector.close();
    await this.events.close();
  }
}

describe('policies', () => {
  let world: World;
  beforeEach(async () => {
    world = await new World().begin();
  });
  afterEach(() => world.end());

  const [answering] = policies as [Policy];
  const only = (host: PolicyHost) => host.status(TENANT).find(({ name }) => name === answering.name);

  it('start at the head: what was before them is not answered, what comes after is', async () => {
    const host = await world.host();
    await world.open('a');
    expect(await host.settled(TENANT, 5000)).toBe(true);
    expect(await world.answers()).toEqual(['LetterSent a', 'CaseFiled a']);
    expect(only(host)).toMatchObject({ state: 'running', lagEvents: 0, pending: [], issued: 2 });
  });

  it('go on after a stop where they were', async () => {
    await (await world.host()).close();
    await world.open('meanwhile');
    const host = await world.host();
    await host.settled(TENANT, 5000);
    expect(await world.answers()).toEqual(['LetterSent meanwhile', 'CaseFiled meanwhile']);
  });

  it('stop where their place is lost, until an operator names a start; nothing is done twice then', async () => {
    const first = await world.host();
    await world.open('a');
    await first.settled(TENANT, 5000);
    await first.close();
    world.books = openMemoryReadStore();
    await world.open('b');

    const host = await world.host();
    expect(only(host)).toMatchObject({ state: 'stopped', problem: { code: 'checkpoint-missing' } });
    await host.settled(TENANT, 5000);
    expect(await world.answers()).toEqual(['LetterSent a', 'CaseFiled a']);

    await expect(host.startFrom(world.context(), answering.name, 'yesterday', 'try')).rejects.toMatchObject({
      code: 'policy-start-unreadable',
    });
    await host.startFrom(world.context(), answering.name, instant(BEGIN - 1), 'the books were lost with the disk');
    await host.settled(TENANT, 5000);
    expect(only(host)).toMatchObject({ state: 'running', pending: [] });
    expect(await world.answers()).toEqual(['LetterSent a', 'CaseFiled a', 'LetterSent b', 'CaseFiled b']);
    await expect(host.startFrom(world.context(), answering.name, 'head', 'again')).rejects.toMatchObject({ code: 'policy-runs' });
  });

  it('keep what fails in sight and try it again; others are not held up by it', async () => {
    const host = await world.host();
    world.refused.set('a', 'cycle-not-open');
    await world.open('a');
    await world.open('b');
    await host.settled(TENANT, 5000);
    expect(await world.answers()).toEqual(['LetterSent b', 'CaseFiled b']);
    expect(only(host)?.pending).toMatchObject([{ cause: { type: 'CaseOpened' }, attempts: 1, code: 'cycle-not-open' }]);
    await host.retry(TENANT, answering.name);
    expect(only(host)?.pending).toMatchObject([{ attempts: 2 }]);

    // Also after a restart.
    await host.close();
    world.refused.set('a', 'still-not');
    const next = await world.host();
    await next.retry(TENANT, answering.name);
    expect(only(next)?.pending).toMatchObject([{ attempts: expect.any(Number), code: 'still-not' }]);
    world.refused.clear();
    await next.retry(TENANT, answering.name);
    expect(only(next)?.pending).toEqual([]);
    expect(await world.answers()).toEqual(['LetterSent b', 'CaseFiled b', 'LetterSent a', 'CaseFiled a']);
  });

  it('give up a cause when an operator says so, with the reason in the record, and no other', async () => {
    const host = await world.host();
    world.refused.set('a', 'cycle-not-open');
    await world.open('a');
    await host.settled(TENANT, 5000);
    const key = only(host)?.pending[0]?.cause.key ?? '';
    await expect(host.skip(world.context(), answering.name, 'another', 'no')).rejects.toMatchObject({
      code: 'policy-cause-unknown',
    });
    await expect(host.skip(world.context(), 'another', key, 'no')).rejects.toMatchObject({ code: 'policy-unknown' });
    const { events } = await host.skip(world.context(), answering.name, key, 'the case was a test');
    expect(events.map(({ type, data }) => [type, data])).toEqual([
      ['PolicyCommandSkipped', { policy: answering.name, cause: key, reason: 'the case was a test' }],
    ]);
    world.refused.clear();
    await host.retry(TENANT, answering.name);
    expect(only(host)?.pending).toEqual([]);
    expect(await world.answers()).toEqual([]);
  });

  it('count a refusal that leaves nothing to do as settled', async () => {
    const host = await world.host();
    world.refused.set('a', 'nothing-to-answer');
    await world.open('a');
    await host.settled(TENANT, 5000);
    expect(only(host)).toMatchObject({ pending: [], settled: 2, issued: 0, failures: 0 });
  });

  it('wait while an operator pauses them, over a restart too, and catch up afterwards', async () => {
    const first = await world.host();
    await first.pause(world.context(), answering.name, 'maintenance');
    await expect(first.pause(world.context(), answering.name, 'twice')).rejects.toMatchObject({ code: 'policy-paused-already' });
    await world.open('a');
    await first.close();
    const host = await world.host();
    expect(only(host)).toMatchObject({ state: 'paused', problem: { message: 'maintenance' } });
    await host.settled(TENANT, 5000);
    expect(await world.answers()).toEqual([]);
    await host.resume(world.context(), answering.name, 'done');
    await host.settled(TENANT, 5000);
    expect(await world.answers()).toEqual(['LetterSent a', 'CaseFiled a']);
    await expect(host.resume(world.context(), answering.name, 'twice')).rejects.toMatchObject({ code: 'policy-not-paused' });
  });

  it('are not set off by a view that is rebuilt', async () => {
    const host = await world.host();
    await world.open('a');
    await host.settled(TENANT, 5000);
    const before = world.sent.length;
    await world.projector.rebuild(TENANT, 'all');
    await host.settled(TENANT, 5000);
    expect(world.sent.length).toBe(before);
  });

  it('two processes that react for one country do nothing twice', async () => {
    const [one, other] = await Promise.all([world.host(), world.host()]);
    for (let at = 0; at < 30; at += 1) await world.open(`c${at}`);
    await Promise.all([one.settled(TENANT, 5000), other.settled(TENANT, 5000)]);
    const answers = await world.answers();
    expect(new Set(answers).size).toBe(answers.length);
    expect(answers.length).toBe(60);
  });

  describe('with due dates', () => {
    const set = (host: PolicyHost, hours: number) =>
      host.advance(TENANT, world.time + hours * 3_600_000, (at) => (world.time = at), 20_000);

    it('let things fall due when the clock is set, each at its own date, once', async () => {
      const host = await world.host();
      await world.open('late', 48);
      await world.open('soon', 5);
      await world.open('never', 24 * 365);
      expect(await set(host, 4)).toBe(true);
      expect((await world.answers()).filter((answer) => answer.startsWith('CaseReminded'))).toEqual([]);
      expect(await set(host, 72)).toBe(true);
      expect((await world.answers()).filter((answer) => answer.startsWith('CaseReminded'))).toEqual([
        'CaseReminded soon',
        'CaseReminded late',
      ]);
      const { events } = await world.events.readStream('cl.reminder-soon');
      expect(events[0]?.metadata.occurredAt).toBe(instant(BEGIN + 5 * 3_600_000));
      expect(world.time).toBe(BEGIN + 76 * 3_600_000);
    });

    it('leave alone what was due before the policy began, and keep in sight what fails', async () => {
      await world.open('old', 1);
      world.time += 2 * 3_600_000;
      const host = await world.host();
      await world.open('a', 1);
      world.refused.set('a', 'nobody-there');
      expect(await set(host, 24)).toBe(true);
      expect((await world.answers()).filter((answer) => answer.startsWith('CaseReminded'))).toEqual([]);
      expect(host.status(TENANT)[1]?.pending).toMatchObject([{ cause: { kind: 'due', id: 'a' }, code: 'nobody-there' }]);
    });
  });
});
