import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { diskWait } from './disk-wait.js';
import { LogWriter, type AppendOutcome, type NewRow, type Settled } from './log-writer.js';
import { NewsSender } from './news.js';

/**
 * Appends, flat, so that a message is one array of plain values: key, stream, expected revision (-1 for no stream), expected hash, now, number of
 * events, and for each event id, type, data, stable metadata.
 */
export interface ToWriter {
  readonly appends: (string | number)[];
  /** More appends of the same turn are on their way: they share the commit. */
  readonly more: boolean;
}
/**
 * What became of a commit's appends. Those that were written come flat, since their messages are the most: key, position of the first event,
 * `recordedAt`, number of events, and their hashes. The others as pairs of key and outcome.
 */
export type FromWriter =
  'ready' | { readonly written: readonly (string | number)[]; readonly others: readonly (number | AppendOutcome)[] };

/** What the thread is started with. */
export interface WriterData {
  readonly directory: string;
  /** How long the disk makes a commit wait, milliseconds; measured unless told. */
  readonly wait?: number | undefined;
}

const port = parentPort as MessagePort;
const { directory, wait } = workerData as WriterData;
const news = new NewsSender(directory);
const answer = (settled: Settled): void => {
  const written: (string | number)[] = [];
  const others: (number | AppendOutcome)[] = [];
  for (const [key, outcome] of settled) {
    if (outcome.kind !== 'written') others.push(key, outcome);
    else written.push(key, outcome.position, outcome.recordedAt, outcome.hashes.length, ...outcome.hashes);
  }
  port.postMessage({ written, others } satisfies FromWriter);
};
const writer = new LogWriter(directory, answer, (tenant) => news.committed(tenant));

/** @returns how many there were */
const add = (message: ToWriter['appends']): number => {
  let at = 0;
  let appends = 0;
  while (at < message.length) {
    const key = message[at] as number;
    const stream = message[at + 1] as string;
    const revision = message[at + 2] as number;
    const hash = message[at + 3] as string;
    const now = message[at + 4] as number;
    const count = message[at + 5] as number;
    at += 6;
    const events: NewRow[] = [];
    for (let left = count; left > 0; left -= 1, at += 4) {
      events.push({
        id: message[at] as string,
        type: message[at + 1] as string,
        data: message[at + 2] as string,
        metadata: message[at + 3] as string,
      });
    }
    writer.add({ key, stream, expected: revision < 0 ? 'no-stream' : { revision, hash }, events, now });
    appends += 1;
  }
  return appends;
};

/**
 * Appends of one turn share the commit's wait for the disk. Where that is shorter than preparing them takes, so many are committed while the next ones are
 * prepared: neither thread waits for the other.
 */
const AHEAD = 16;
const SHORT_WAIT_MS = 0.5;
let measured = wait;
/** Measured when it matters for the first time: most that start a writer never append so many at once. */
const waitIsShort = (): boolean => (measured ??= diskWait(directory)) < SHORT_WAIT_MS;
let placed = 0;
const commit = (): void => {
  writer.commit();
  placed = 0;
};

port.on('message', (first: ToWriter | 'close') => {
  let closing = false;
  let more = false;
  // Everything that has arrived meanwhile shares the commit, and what is on its way.
  for (let message: ToWriter | 'close' | undefined = first; message !== undefined;) {
    if (message === 'close') closing = true;
    else {
      placed += add(message.appends);
      more = message.more;
      if (placed >= AHEAD && waitIsShort()) commit();
    }
    const next: { message: ToWriter | 'close' } | undefined = receiveMessageOnPort(port);
    message = next?.message;
  }
  if (more && !closing) return;
  commit();
  if (!closing) return;
  writer.close();
  news.close();
  port.close();
});

port.postMessage('ready' satisfies FromWriter);
