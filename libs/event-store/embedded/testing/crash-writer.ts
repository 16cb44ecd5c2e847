import { writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { eventIdOf, type Head, type StreamName } from '#libs/kernel';
import { EventStoreError, prepareEvent, type PreparedEvent } from '../../port.js';
import { openEmbeddedEventStore } from '../index.js';

/** An append that the writing process is about to send: enough to send the very same one again. */
export interface Attempt {
  readonly command: string;
  readonly stream: StreamName;
  readonly expected: 'no-stream' | Head;
  readonly count: number;
}

/** The events of an attempt: the same bytes in every process. */
export const eventsOf = ({ command, stream, count }: Attempt): PreparedEvent[] =>
  Array.from({ length: count }, (_, index) =>
    prepareEvent({
      id: eventIdOf(command, stream, index),
      type: 'ItemsAnswered',
      data: { index, count, filling: 'x'.repeat(index * 300) },
      metadata: {
        tenant: stream.slice(0, stream.indexOf('.')),
        actor: { id: command, role: 'teacher' },
        occurredAt: '2023-05-08T12:00:00.000Z',
        commandId: command,
        $correlationId: command,
        $causationId: command,
        schemaVersion: 1,
      },
    }),
  );

const TENANTS = ['cl', 'uy'];
const STREAMS = 5;
const CALLERS = 12;

/**
 * Appends for ever, to few streams from many callers, until it is killed. Says on standard output, a line each and before it goes on:
 * `try <attempt>` before an append, `ack <command>` after it was acknowledged, `no <command>` after it was refused.
 */
const writeUntilKilled = async (directory: string): Promise<void> => {
  const say = (line: string): void => void writeSync(1, `${line}\n`);
  const store = await openEmbeddedEventStore({ directory, thread: 'worker' });
  const heads = new Map<StreamName, Head | undefined>();
  let turn = 0;
  const caller = async (): Promise<never> => {
    for (;;) {
      turn += 1;
      const stream = `${TENANTS[turn % TENANTS.length]}.2023.assessment-${turn % STREAMS}`;
      if (!heads.has(stream)) heads.set(stream, (await store.readStream(stream)).head);
      const attempt: Attempt = {
        command: randomUUID(),
        stream,
        expected: heads.get(stream) ?? 'no-stream',
        count: 1 + (turn % 5),
      };
      say(`try ${JSON.stringify(attempt)}`);
      try {
        const { head } = await store.append(stream, attempt.expected, eventsOf(attempt));
        say(`ack ${attempt.command}`);
        heads.set(stream, head);
      } catch (error) {
        if (!(error instanceof EventStoreError) || error.code !== 'conflict') throw error;
        say(`no ${attempt.command}`);
        heads.set(stream, (await store.readStream(stream, { limit: 1 })).head);
      }
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
};

const [, script, directory] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) await writeUntilKilled(directory ?? '');
