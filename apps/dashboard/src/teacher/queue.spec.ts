import fc from 'fast-check';
import { AnswerQueue, type Answers, type QueueState, type Sent, type Shelf } from './queue.js';

class MemoryShelf implements Shelf {
  readonly kept = new Map<string, string>();
  getItem(key: string) {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.kept.set(key, value);
  }
  removeItem(key: string) {
    this.kept.delete(key);
  }
}

/** A server that may fail before or after it has taken the answers, and counts a repeated key once. */
class Server {
  answers: Answers = {};
  readonly keys = new Map<string, string>();
  constructor(public next: () => 'saved' | 'lost-before' | 'lost-after' | 'refused' = () => 'saved') {}
  send(answers: Answers, key: string): Promise<Sent> {
    const fate = this.next();
    if (fate === 'refused') return Promise.resolve({ outcome: 'refused', problem: new Error('window-closed') });
    if (fate !== 'lost-before') {
      const word = JSON.stringify(answers);
      const before = this.keys.get(key);
      if (before !== undefined && before !== word) throw new Error('the same key with other answers');
      if (before === undefined) this.answers = { ...this.answers, ...answers };
      this.keys.set(key, word);
    }
    return Promise.resolve({ outcome: fate === 'saved' ? 'saved' : 'later' });
  }
}

const open = (server: Server, shelf: Shelf, name = 'attempt-1') => {
  const later: (() => void)[] = [];
  const states: QueueState[] = [];
  let keys = 0;
  const queue = new AnswerQueue({
    name,
    shelf,
    newKey: () => `${Math.floor(performance.now() * 1e6)}-${(keys += 1)}`,
    now: () => 1,
    send: (answers, key) => server.send(answers, key),
    later: (_, callback) => later.push(callback),
    changed: (state) => states.push(state),
  });
  return { queue, later, states };
};

describe('answers on their way to the server', () => {
  it('are saved as they are given, and nothing of them stays in the browser', async () => {
    const [server, shelf] = [new Server(), new MemoryShelf()];
    const { queue } = open(server, shelf);
    queue.answer('1.1', 3);
    queue.answer('1.2', 'na');
    await queue.flush();
    await Promise.resolve();
    expect(server.answers).toEqual({ '1.1': 3, '1.2': 'na' });
    expect(queue.state).toMatchObject({ unsaved: 0, status: 'saved', savedAt: 1 });
    expect(shelf.kept.size).toBe(0);
  });

  it('wait through a lost line and a reload, and go again word for word', async () => {
    const shelf = new MemoryShelf();
    const server = new Server(() => 'lost-after');
    const first = open(server, shelf);
    first.queue.answer('1.1', 3);
    await first.queue.flush();
    first.queue.answer('1.1', 4);
    expect(first.queue.state).toMatchObject({ status: 'waiting', unsaved: 1 });

    const again = open(server, shelf);
    expect(again.queue.unsaved).toEqual({ '1.1': 4 });
    server.next = () => 'saved';
    await again.queue.flush();
    expect(server.answers).toEqual({ '1.1': 4 });
    expect(server.keys.size).toBe(2);
    expect(shelf.kept.size).toBe(0);
    expect({ unsaved: again.queue.unsaved, latest: again.queue.latest }).toEqual({ unsaved: {}, latest: { '1.1': 4 } });
  });

  it('say when the server refuses for good, and stay', async () => {
    const [server, shelf] = [new Server(() => 'refused'), new MemoryShelf()];
    const { queue } = open(server, shelf);
    queue.answer('1.1', 3);
    await queue.flush();
    await Promise.resolve();
    expect(queue.state).toMatchObject({ status: 'refused', unsaved: 1 });
    expect(open(server, shelf).queue.unsaved).toEqual({ '1.1': 3 });
  });

  it('of another attempt are left alone', () => {
    const shelf = new MemoryShelf();
    open(new Server(() => 'lost-before'), shelf, 'attempt-1').queue.answer('1.1', 3);
    expect(open(new Server(), shelf, 'attempt-2').queue.unsaved).toEqual({});
  });

  it('survive what somebody else wrote under their name', () => {
    const shelf = new MemoryShelf();
    shelf.setItem('attempt-1', '{not json');
    expect(open(new Server(), shelf).queue.unsaved).toEqual({});
  });

  it('end at the last answer to each item, whatever the line does and however often the page is opened', async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('answer' as const),
        item: fc.constantFrom('a', 'b', 'c'),
        value: fc.integer({ min: 0, max: 5 }),
      }),
      fc.record({ do: fc.constant('retry' as const) }),
      fc.record({ do: fc.constant('reload' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.infiniteStream(fc.constantFrom('saved', 'lost-before', 'lost-after')),
        async (steps, fates) => {
          const shelf = new MemoryShelf();
          const server = new Server(() => (fates.next().value ?? 'saved') as 'saved');
          let page = open(server, shelf);
          const wanted: Record<string, number> = {};
          for (const one of steps) {
            if (one.do === 'answer') {
              wanted[one.item] = one.value;
              page.queue.answer(one.item, one.value);
            } else if (one.do === 'retry') await page.queue.flush();
            else {
              // What is under way is awaited: a page that is closed cannot send any more.
              await new Promise((done) => setImmediate(done));
              page = open(server, shelf);
            }
          }
          await new Promise((done) => setImmediate(done));
          server.next = () => 'saved';
          await page.queue.flush();
          expect(server.answers).toEqual(wanted);
          expect(shelf.kept.size).toBe(0);
        },
      ),
    );
  });
});
