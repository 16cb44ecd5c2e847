import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import type { AppendOutcome, AppendRequest, NewRow } from './log-writer.js';
import { LogWriter } from './log-writer.js';
import { NewsSender } from './news.js';

/**
 * Appends, flat, so that a message is one array of plain values: key, stream, expected revision (-1 for no stream), expected hash, now, number of
 * events, and for each event id, type, data, stable metadata.
 */
export type ToWriter = (string | number)[];
/** Pairs of key and outcome. */
export type FromWriter = 'ready' | (number | AppendOutcome)[];

const port = parentPort as MessagePort;
const { directory } = workerData as { directory: string };
const news = new NewsSender(directory);
const writer = new LogWriter(directory, (tenant) => news.committed(tenant));

const unpack = (message: ToWriter, keys: number[], requests: AppendRequest[]): void => {
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
      events.push({
        id: message[at] as string,
        type: message[at + 1] as string,
        data: message[at + 2] as string,
        metadata: message[at + 3] as string,
      });
    }
    keys.push(key);
    requests.push({ stream, expected: revision < 0 ? 'no-stream' : { revision, hash }, events, now });
  }
};

port.on('message', (first: ToWriter | 'close') => {
  const keys: number[] = [];
  const requests: AppendRequest[] = [];
  let closing = false;
  // Everything that has arrived meanwhile shares the commit.
  for (let message: ToWriter | 'close' | undefined = first; message !== undefined;) {
    if (message === 'close') closing = true;
    else unpack(message, keys, requests);
    message = (receiveMessageOnPort(port) as { message: ToWriter | 'close' } | undefined)?.message;
  }
  writer.write(requests, (settled) => {
    const answer: (number | AppendOutcome)[] = [];
    for (const [index, outcome] of settled) answer.push(keys[index] as number, outcome);
    port.postMessage(answer satisfies FromWriter);
  });
  if (!closing) return;
  writer.close();
  news.close();
  port.close();
});

port.postMessage('ready' satisfies FromWriter);
