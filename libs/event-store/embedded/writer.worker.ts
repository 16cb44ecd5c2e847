import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
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
/** Pairs of key and outcome. */
export type FromWriter = 'ready' | (number | AppendOutcome)[];

const port = parentPort as MessagePort;
const { directory } = workerData as { directory: string };
const news = new NewsSender(directory);
const answer = (settled: Settled): void => {
  const pairs: (number | AppendOutcome)[] = [];
  for (const [key, outcome] of settled) pairs.push(key, outcome);
  port.postMessage(pairs satisfies FromWriter);
};
const writer = new LogWriter(directory, answer, (tenant) => news.committed(tenant));

const add = (message: ToWriter['appends']): void => {
  let at = 0;
  while (at < message.length) {
    const [key, stream, revision, hash, now, count] = message.slice(at, at + 6) as [
      number,
      string,
      number,
      string,
      number,
      number,
    ];
    at += 6;
    const events: NewRow[] = [];
    for (let left = count; left > 0; left -= 1, at += 4) {
      const [id, type, data, metadata] = message.slice(at, at + 4) as [string, string, string, string];
      events.push({ id, type, data, metadata });
    }
    writer.add({ key, stream, expected: revision < 0 ? 'no-stream' : { revision, hash }, events, now });
  }
};

port.on('message', (first: ToWriter | 'close') => {
  let closing = false;
  let more = false;
  // Everything that has arrived meanwhile shares the commit, and what is on its way.
  for (let message: ToWriter | 'close' | undefined = first; message !== undefined;) {
    if (message === 'close') closing = true;
    else {
      add(message.appends);
      more = message.more;
    }
    const next: { message: ToWriter | 'close' } | undefined = receiveMessageOnPort(port);
    message = next?.message;
  }
  if (more && !closing) return;
  writer.commit();
  if (!closing) return;
  writer.close();
  news.close();
  port.close();
});

port.postMessage('ready' satisfies FromWriter);
