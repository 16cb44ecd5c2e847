import { Streams, type CommandContext } from '#libs/commanding';
import { openMemoryEventStore } from '#libs/event-store/memory';
import type { EventStore } from '#libs/event-store';
import { EventCatalogue, instant, Refusal, tenantPrefix, type Position, type RecordedEvent } from '#libs/kernel';
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
import { PolicyHost, type Policy, type PolicyLease } from './index.js';

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
  /** How many commands meet a store that is away. */
  away = 0;
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

  async host(chosen: readonly Policy[] = policies, lease?: PolicyLease): Promise<PolicyHost> {
    const host = this.made(chosen, lease);
    await host.addTenant(TENANT);
    return host;
  }

  made(chosen: readonly Policy[] = policies, lease?: PolicyLease, books = this.books): PolicyHost {
    const { events, documents, streams, catalogue, projector } = this;
    const host = new PolicyHost({
      policies: chosen,
      events,
      documents,
      books,
      streams,
      catalogue,
      issue: async (command) => {
        const { type, id } = command as Answer;
        if (this.away > 0) {
          this.away -= 1;
          throw Object.assign(new Error('the store is away'), { code: 'unavailable' });
        }
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
      lease,
      // Retries are asked for where a specification wants one.
      limits: { retryMs: 3_600_000, longestRetryMs: 3_600_000, tickMs: 20, yieldMs: 10 },
    });
    this.#hosts.push(host);
    return host;
  }

  /** The answers in the record, in their order. */
  async answers(): Promise<string[]> {
    return (await this.recorded()).map(({ type, data }) => `${type} ${data['case'] as string}`);
  }

  async recorded(): Promise<RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    for await (const batch of this.events.subscribe({
      tenant: TENANT,
      prefixes: [tenantPrefix(TENANT)],
      signal: new AbortController().signal,
    })) {
      found.push(...batch.events.filter(({ type }) => /^(Letter|CaseF|CaseR)/.test(type)));
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

  it('do at once again what failed in passing when a settable clock is about to move, and do it at the old time', async () => {
    const host = await world.host();
    world.away = 3;
    world.refused.set('b', 'cycle-not-open');
    await world.open('a');
    await world.open('b');
    const later = BEGIN + 86_400_000;
    const times: number[] = [];
    expect(await host.advance(TENANT, later, (at) => times.push((world.time = at)), 5000)).toBe(true);
    expect(times).toEqual([later]);
    expect(await world.answers()).toEqual(['LetterSent a', 'CaseFiled a']);
    expect((await world.recorded()).map(({ metadata }) => metadata.occurredAt)).toEqual([instant(BEGIN), instant(BEGIN)]);
    // What was refused is not tried until its time has come.
    expect(only(host)).toMatchObject({ failures: 4, pending: [{ code: 'cycle-not-open' }] });
  });

  it('move a settable clock all the same, and say so, when what is away stays away', async () => {
    const host = await world.host();
    world.away = Infinity;
    await world.open('a');
    expect(await host.advance(TENANT, world.time + 1, (at) => (world.time = at), 200)).toBe(false);
    expect(only(host)).toMatchObject({ pending: [{ code: 'unavailable' }] });
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

  describe('shared by several processes', () => {
    /** One lease that lasts until it is given back, or its holder dies. */
    let holder: string | undefined;
    const dead = new Set<string>();
    beforeEach(() => {
      holder = undefined;
      dead.clear();
    });
    const lease = (name: string): PolicyLease => ({
      everyMs: 5,
      take: async (_tenant, insist) => {
        if (dead.has(name)) throw new Error('it does not answer any more');
        if (holder === undefined || insist) holder = name;
        return holder === name;
      },
      letGo: async () => {
        if (holder === name) holder = undefined;
      },
    });
    const until = async (holds: () => boolean): Promise<void> => {
      while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const answered = async (count: number): Promise<void> => {
      while ((await world.answers()).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };

    it('are carried out by one of them: no command is issued twice', async () => {
      const [one, other] = [await world.host(policies, lease('one')), await world.host(policies, lease('other'))];
      for (let at = 0; at < 30; at += 1) await world.open(`c${at}`);
      await one.settled(TENANT, 5000);
      expect(world.sent).toHaveLength(60);
      expect([one.held(), other.held()]).toEqual([[TENANT], []]);
      // Who asks the other one reads the same.
      expect(only(other)).toMatchObject({ state: 'running', pending: [] });
    });

    it('go over to another one when it ends, and when its lease has run out', async () => {
      const [one, other] = [await world.host(policies, lease('one')), await world.host(policies, lease('other'))];
      await world.open('a');
      await answered(2);
      await one.close();
      await until(() => other.held().length === 1);
      await world.open('b');
      await answered(4);
      const third = await world.host(policies, lease('third'));
      // It sleeps, and somebody else has it meanwhile; then it wakes up and lets go.
      holder = 'third';
      await until(() => third.held().length === 1 && other.held().length === 0);
      await world.open('c');
      await answered(6);
      expect(await world.answers()).toHaveLength(6);
      expect(new Set(world.sent).size).toBe(6);
    });

    it('begin as soon as what kept them from it has passed: a lease that could not be asked for, books that could not be read', async () => {
      for (const away of ['its lease', 'its books', 'the books of one process alone']) {
        let failing = true;
        const problem = new Error(`${away} cannot be reached`);
        const asked = lease(away);
        const { books } = world;
        const flaky = new Proxy(books, {
          get: (target, name: keyof ReadStore) =>
            name === 'checkpoint' && failing && away !== 'its lease'
              ? () => Promise.reject(problem)
              : (target[name] as (...all: unknown[]) => unknown).bind(target),
        });
        const shared: PolicyLease = {
          ...asked,
          take: (tenant, insist) => (failing && away === 'its lease' ? Promise.reject(problem) : asked.take(tenant, insist)),
        };
        const host = world.made(policies, away.endsWith('alone') ? undefined : shared, flaky);
        await expect(host.addTenant(TENANT)).rejects.toThrow(problem);
        expect(host.held()).toEqual([]);
        failing = false;
        await until(() => host.held().length === 1);
        await world.open(away.replaceAll(' ', '-'));
        expect(await host.settled(TENANT, 5000)).toBe(true);
        expect(only(host)).toMatchObject({ state: 'running', pending: [] });
        await host.close();
      }
      expect(new Set(await world.answers())).toEqual(new Set(world.sent));
      expect(world.sent).toHaveLength(6);
    });

    it('go on with one that cannot ask for its lease: two at once do nothing twice', async () => {
      const [one, other] = [await world.host(policies, lease('one')), await world.host(policies, lease('other'))];
      dead.add('one');
      holder = undefined;
      await until(() => other.held().length === 1);
      expect(one.held()).toEqual([TENANT]);
      for (let at = 0; at < 10; at += 1) await world.open(`c${at}`);
      await Promise.all([one.settled(TENANT, 5000), other.settled(TENANT, 5000)]);
      const answers = await world.answers();
      expect([answers.length, new Set(answers).size]).toEqual([20, 20]);
      expect(world.problems.length).toBeGreaterThan(0);
    });

    it('hear what an operator decides at the other one', async () => {
      const [one, other] = [await world.host(policies, lease('one')), await world.host(policies, lease('other'))];
      await other.pause(world.context(), answering.name, 'maintenance');
      await until(() => only(one)?.state === 'paused');
      await world.open('a');
      await one.settled(TENANT, 5000);
      expect(await world.answers()).toEqual([]);
      await other.resume(world.context(), answering.name, 'done');
      await answered(2);
      expect(only(one)?.state).toBe('running');

      world.refused.set('b', 'cycle-not-open');
      await world.open('b');
      await until(() => (only(one)?.pending.length ?? 0) > 0);
      const key = only(one)?.pending[0]?.cause.key ?? '';
      await other.skip(world.context(), answering.name, key, 'the case was a test');
      await until(() => only(one)?.pending.length === 0);
      world.refused.clear();
      await one.retry(TENANT, answering.name);
      expect(await world.answers()).toHaveLength(2);
    });

    it('begin at the start that an operator named at the other one', async () => {
      const first = await world.host();
      await world.open('a');
      await first.settled(TENANT, 5000);
      await first.close();
      world.books = openMemoryReadStore();
      const [one, other] = [await world.host(policies, lease('one')), await world.host(policies, lease('other'))];
      expect(only(one)?.state).toBe('stopped');
      for (const { name } of policies) await other.startFrom(world.context(), name, 'head', 'the books were lost');
      await until(() => only(one)?.state === 'running');
      await world.open('b');
      await answered(4);
      expect(await world.answers()).toHaveLength(4);
    });

    it('follow the clock: where it is set they are carried out', async () => {
      const [one, other] = [await world.host(policies, lease('one')), await world.host(policies, lease('other'))];
      await world.open('soon', 5);
      expect(await other.advance(TENANT, world.time + 24 * 3_600_000, (at) => (world.time = at), 20_000)).toBe(true);
      expect((await world.answers()).filter((answer) => answer.startsWith('CaseReminded'))).toEqual(['CaseReminded soon']);
      await until(() => one.held().length === 0 && other.held().length === 1);
    });
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
