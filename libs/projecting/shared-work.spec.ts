import { openMemoryEventStore } from '#libs/event-store/memory';
import { ReadStoreError, type ReadStore } from '#libs/read-store';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { Author, eventDefinitions, projections } from '../../test/support/projecting/toy-read-models.js';
import { InThreadProjectorHost, RemoteProjectorHost, SharedWork, type ProjectorBoard } from './index.js';

/** A board that one projector alone looks at. */
const boardOf = (countries: readonly string[]): ProjectorBoard => {
  const leases = new Map<string, string>();
  return {
    countries: async () => countries,
    addCountry: async () => undefined,
    hold: async (tenant, holder) => {
      if ((leases.get(tenant) ?? holder) !== holder) return false;
      leases.set(tenant, holder);
      return true;
    },
    letGo: async (tenant) => void leases.delete(tenant),
    holders: async () => leases,
    signIn: async () => 1,
    signOut: async () => undefined,
    publish: async () => undefined,
    look: async () => ({ status: undefined, applied: new Map() }),
    ask: async () => undefined,
    take: async () => undefined,
    tell: async () => undefined,
    answer: async () => undefined,
    forget: async () => undefined,
    close: async () => undefined,
  };
};

describe('projectors that share the countries', () => {
  it('begin a country anew that could not be begun, and the others meanwhile', async () => {
    const events = openMemoryEventStore();
    for (const tenant of ['aa', 'bb']) await new Author(events, tenant).step({ kind: 'joined', teacher: 1, region: 1 });
    const stored = openMemoryReadStore();
    // The read store of one country is away for a moment, when its lease is held already.
    let away = 2;
    const documents = new Proxy(stored, {
      get: (target, name: keyof ReadStore) => {
        if (name !== 'declare') return (target[name] as (...all: unknown[]) => unknown).bind(target);
        return async (...all: Parameters<ReadStore['declare']>) => {
          if (all[0] === 'aa' && away > 0) {
            away -= 1;
            throw new ReadStoreError('unavailable', 'the read models of aa cannot be reached');
          }
          await target.declare(...all);
        };
      },
    });
    const host = new InThreadProjectorHost({
      engines: { events, documents, scratch: async () => ({ documents: openMemoryReadStore(), dispose: async () => undefined }) },
      projections,
      eventDefinitions,
    });
    const problems: string[] = [];
    const work = new SharedWork({
      board: boardOf(['aa', 'bb']),
      host,
      holder: 'one',
      leaseMs: 50,
      lookMs: 5,
      onProblem: (error, doing) => problems.push(`${doing}: ${(error as Error).message}`),
    });
    work.start();
    try {
      const deadline = Date.now() + 20_000;
      while (work.held.length < 2 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(work.held).toEqual(['aa', 'bb']);
      for (const tenant of ['aa', 'bb']) {
        const position = (await events.head(tenant))?.position ?? '';
        expect(await host.waitFor(tenant, { position, timeoutMs: 20_000 })).toMatchObject({ outcome: 'reached' });
      }
      expect(problems).toEqual(Array(2).fill('beginning a country: the read models of aa cannot be reached'));
    } finally {
      await work.close();
      await host.close();
    }
  });
});

describe('a server that asks for what no projector does', () => {
  it('says so after a while, by name', async () => {
    const host = new RemoteProjectorHost({
      board: boardOf(['aa']),
      events: openMemoryEventStore(),
      projections,
      onProblem: () => undefined,
      patienceMs: 50,
      lookMs: 5,
    });
    await host.addTenant('aa');
    await expect(host.verify('aa')).rejects.toMatchObject({ code: 'no-projector', details: { country: 'aa' } });
    await host.close();
  });
});
