import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventIdOf, type Position } from '#libs/kernel';
import { EventStoreError, type EventStore } from '../port.js';
import { verifyChains } from '../verify.js';
import { builtPath } from './built.js';
import { openEmbeddedEventStore } from './index.js';
import { eventsOf, type Attempt } from './testing/crash-writer.js';

const KILLS = 30;
/** Every so often the process is killed while it starts, on an empty folder: the log itself is being made. */
const BIRTHS = 6;

/** Runs the writing process and kills it; answers with every whole line it said. */
const writeAndKill = async (directory: string, whileStarting: boolean): Promise<string[]> => {
  const script = builtPath(import.meta.url, 'testing/crash-writer.js');
  const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const exit = once(child, 'close') as Promise<[number | null, string | null]>;
  const kill = (within: number): void => void setTimeout(() => child.kill('SIGKILL'), Math.random() * within);
  if (whileStarting) kill(400);
  else child.stdout.once('data', () => kill(150));
  const [, signal] = await exit;
  if (signal !== 'SIGKILL') throw new Error(`the writing process ended by itself: ${complaints}`);
  return said
    .slice(0, said.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
};

/** Ids of the events behind a position, in order, and where the log ends. */
const idsBehind = async (store: EventStore, tenant: string, from: Position | undefined) => {
  const ids: string[] = [];
  let position = from;
  for await (const batch of store.subscribe({ tenant, from, prefixes: [`${tenant}.`], signal: new AbortController().signal })) {
    for (const { id } of batch.events) ids.push(id);
    position = batch.position;
    if (batch.caughtUp) break;
  }
  return { ids, position };
};

describe('a process killed while it appends', () => {
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'event-log-crash-'));
    folders.push(made);
    return made;
  };
  afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

  it(`loses no acknowledged event and leaves no half append, ${KILLS} times over`, async () => {
    const sum = { acknowledged: 0, refused: 0, unanswered: 0, foundWritten: 0, foundMissing: 0, writtenByRetry: 0 };
    let directory = folder();
    let seen = new Map<string, number>();
    let positions = new Map<string, Position>();

    for (let round = 0; round < KILLS; round += 1) {
      const whileStarting = round % (KILLS / BIRTHS) === 0;
      if (whileStarting) {
        directory = folder();
        seen = new Map();
        positions = new Map();
      }
      const attempts = new Map<string, Attempt>();
      const acknowledged = new Set<string>();
      const refused = new Set<string>();
      for (const line of await writeAndKill(directory, whileStarting)) {
        const [word, rest] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
        if (word === 'ack') acknowledged.add(rest);
        else if (word === 'no') refused.add(rest);
        else attempts.set((JSON.parse(rest) as Attempt).command, JSON.parse(rest) as Attempt);
      }

      const store = await openEmbeddedEventStore({ directory, thread: 'in-thread' });
      const look = async (): Promise<void> => {
        for (const tenant of await store.tenants()) {
          const { ids, position } = await idsBehind(store, tenant, positions.get(tenant));
          for (const id of ids) seen.set(id, (seen.get(id) ?? 0) + 1);
          if (position !== undefined) positions.set(tenant, position);
        }
      };
      const copies = ({ command, stream, count }: Attempt): number[] =>
        Array.from({ length: count }, (_, index) => seen.get(eventIdOf(command, stream, index)) ?? 0);
      const known = seen.size;
      await look();

      let accountedFor = 0;
      for (const attempt of attempts.values()) {
        const found = copies(attempt);
        const whole = found.every((one) => one === 1);
        // All or nothing, and never twice.
        expect(whole || found.every((one) => one === 0)).toBe(true);
        if (acknowledged.has(attempt.command)) expect(whole).toBe(true);
        if (refused.has(attempt.command)) expect(whole).toBe(false);
        if (whole) accountedFor += attempt.count;
      }
      expect(seen.size - known).toBe(accountedFor);

      for (const attempt of attempts.values()) {
        if (acknowledged.has(attempt.command) || refused.has(attempt.command)) continue;
        const wasThere = copies(attempt)[0] === 1;
        let answered = true;
        try {
          const answer = await store.append(attempt.stream, attempt.expected, eventsOf(attempt));
          expect(answer.events.map(({ id }) => id)).toEqual(eventsOf(attempt).map(({ id }) => id));
        } catch (error) {
          if (!(error instanceof EventStoreError) || error.code !== 'conflict') throw error;
          answered = false;
        }
        await look();
        // What was written answers again; what was not is written now, unless another append took its place.
        if (wasThere) expect(answered).toBe(true);
        expect(copies(attempt)).toEqual(Array.from({ length: attempt.count }, () => (answered ? 1 : 0)));
        sum.unanswered += 1;
        sum.foundWritten += wasThere ? 1 : 0;
        sum.foundMissing += wasThere ? 0 : 1;
        sum.writtenByRetry += answered && !wasThere ? 1 : 0;
      }
      sum.acknowledged += acknowledged.size;
      sum.refused += refused.size;

      for (const tenant of await store.tenants()) expect((await verifyChains(store, tenant)).faults).toEqual([]);
      await store.close();
    }

    // The kills hit what they were aimed at.
    expect(sum.acknowledged).toBeGreaterThan(KILLS);
    expect(sum.unanswered).toBeGreaterThan(KILLS / 2);
    expect(sum.refused).toBeGreaterThan(0);
    expect(sum.foundWritten + sum.foundMissing).toBe(sum.unanswered);
    if (process.env['CRASH_COUNTS']) process.stderr.write(`${JSON.stringify(sum)}\n`);
  }, 120_000);
});
