import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { EventStoreErrorCode } from '../port.js';
import { EventStoreError } from '../port.js';
import { LogWriter, type AppendOutcome, type AppendRequest, type Settled } from './log-writer.js';
import { builtPath } from './built.js';
import type { FromWriter, ToWriter, WriterData } from './writer.worker.js';

/** Where appends go: the one writer, in this thread or in one of its own. */
export interface Writer {
  append(request: Omit<AppendRequest, 'key'>): Promise<Exclude<AppendOutcome, { kind: 'failed' }>>;
  /** Finishes what is under way. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(outcome: Exclude<AppendOutcome, { kind: 'failed' }>): void;
  reject(error: EventStoreError): void;
}

const settle = (waiting: Waiting, outcome: AppendOutcome): void => {
  if (outcome.kind === 'failed') waiting.reject(new EventStoreError(outcome.code, outcome.message, outcome.details));
  else waiting.resolve(outcome);
};

/** Appends of one turn of the event loop commit together, in this thread: every commit stops it for an fsync. */
export class InThreadWriter implements Writer {
  readonly #writer: LogWriter;
  readonly #waiting = new Map<number, Waiting>();
  #queue: AppendRequest[] = [];
  #next = 0;

  constructor(directory: string, committed: (tenant: string) => void) {
    const settled = (outcomes: Settled): void => {
      for (const [key, outcome] of outcomes) {
        const waiting = this.#waiting.get(key);
        this.#waiting.delete(key);
        if (waiting) settle(waiting, outcome);
      }
    };
    this.#writer = new LogWriter(directory, settled, committed);
  }

  append(request: Omit<AppendRequest, 'key'>): Promise<Exclude<AppendOutcome, { kind: 'failed' }>> {
    return new Promise((resolve, reject) => {
      if (this.#queue.length === 0) setImmediate(() => this.#flush());
      const key = this.#next++;
      this.#waiting.set(key, { resolve, reject });
      this.#queue.push({ ...request, key });
    });
  }

  async close(): Promise<void> {
    this.#flush();
    this.#writer.close();
  }

  #flush(): void {
    const queue = this.#queue;
    this.#queue = [];
    for (const request of queue) this.#writer.add(request);
    this.#writer.commit();
  }
}

/** So many appends travel at once: the writer's thread judges the first while this one prepares the next; the turn's end commits them. */
const BUNDLE = 8;

/** Appends of one turn of the event loop travel in few messages; the writer's thread takes all that are there for one commit. */
export class WorkerWriter implements Writer {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #ready: Promise<void> | undefined;
  #outgoing: ToWriter['appends'] = [];
  /** The writer was told that more follows in this turn. */
  #open = false;
  #turnEnds = false;
  #unsent: number[] = [];
  #next = 0;
  #closing = false;

  /** @param diskWait how long the disk makes a commit wait, milliseconds; measured unless told */
  constructor(
    private readonly directory: string,
    private readonly diskWait?: number,
  ) {}

  /** The thread; for tests that end it. */
  get thread(): Worker | undefined {
    return this.#worker;
  }

  /** Starts the thread. @throws EventStoreError unavailable */
  start(): Promise<void> {
    return (this.#ready ??= this.#launch());
  }

  append(request: Omit<AppendRequest, 'key'>): Promise<Exclude<AppendOutcome, { kind: 'failed' }>> {
    return new Promise((resolve, reject) => {
      const key = this.#next++;
      if (!this.#turnEnds) {
        this.#turnEnds = true;
        setImmediate(() => {
          this.#turnEnds = false;
          this.#send('last');
        });
      }
      if (this.#waiting.size === 0) this.#worker?.ref();
      this.#waiting.set(key, { resolve, reject });
      this.#unsent.push(key);
      const { stream, expected, now, events } = request;
      const out = this.#outgoing;
      if (expected === 'no-stream') out.push(key, stream, -1, '', now, events.length);
      else out.push(key, stream, expected.revision, expected.hash, now, events.length);
      for (const event of events) out.push(event.id, event.type, event.data, event.metadata);
      if (this.#unsent.length >= BUNDLE) this.#send('more follow');
    });
  }

  async close(): Promise<void> {
    this.#send('last');
    this.#closing = true;
    const worker = this.#worker;
    if (!worker) return;
    worker.ref();
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage('close');
    await ended;
  }

  #send(which: 'more follow' | 'last'): void {
    if (this.#unsent.length === 0 && !this.#open) return;
    this.#open = which === 'more follow';
    // A writer that died is started again: what it had not answered was rejected, what was not sent goes to the new one.
    this.start().catch(() => undefined); // When it ends before it is ready, whatever was sent to it is rejected with the reason.
    if (!this.#worker) return void this.#rejectAll(missingScript());
    this.#worker.postMessage({ appends: this.#outgoing, more: this.#open } satisfies ToWriter);
    this.#outgoing = [];
    this.#unsent = [];
  }

  #launch(): Promise<void> {
    const script = builtScript();
    if (!existsSync(script)) return Promise.reject(missingScript());
    const worker = new Worker(script, {
      workerData: { directory: this.directory, wait: this.diskWait } satisfies WriterData,
      name: 'event-log-writer',
    });
    this.#worker = worker;
    let ready = false;
    return new Promise<void>((resolve, reject) => {
      let cause: Error | undefined;
      worker.on('error', (error: Error) => {
        cause = error;
      });
      worker.on('exit', () => {
        const error = this.#died(ready ? 'unknown-outcome' : 'unavailable', cause);
        if (!ready) reject(error);
      });
      worker.on('message', (message: FromWriter) => {
        if (message !== 'ready') return this.#answered(message);
        ready = true;
        if (this.#waiting.size === 0) worker.unref();
        resolve();
      });
    });
  }

  #answered({ written, others }: Exclude<FromWriter, 'ready'>): void {
    for (let at = 0; at < written.length;) {
      const key = written[at] as number;
      const count = written[at + 3] as number;
      const hashes = written.slice(at + 4, at + 4 + count) as string[];
      this.#settle(key, { kind: 'written', position: written[at + 1] as number, recordedAt: written[at + 2] as string, hashes });
      at += 4 + count;
    }
    for (let at = 0; at < others.length; at += 2) this.#settle(others[at] as number, others[at + 1] as AppendOutcome);
    if (this.#waiting.size === 0 && !this.#closing) this.#worker?.unref();
  }

  #settle(key: number, outcome: AppendOutcome): void {
    const waiting = this.#waiting.get(key);
    if (!waiting) return; // Rejected already, when an earlier thread died.
    this.#waiting.delete(key);
    settle(waiting, outcome);
  }

  #died(code: EventStoreErrorCode, cause: Error | undefined): EventStoreError {
    this.#worker = undefined;
    this.#ready = undefined;
    const why = cause ? `: ${cause.message}` : '';
    const text =
      code === 'unavailable' ? 'the event log writer could not start' : 'the event log writer ended with the append under way';
    const error = new EventStoreError(code, `${text}${why}`, { path: this.directory }, { cause });
    const unsent = new Set(this.#unsent);
    for (const [key, waiting] of this.#waiting) {
      if (unsent.has(key)) continue;
      this.#waiting.delete(key);
      waiting.reject(error);
    }
    return error;
  }

  /** Nothing was sent: there is no thread to send to. */
  #rejectAll(error: EventStoreError): void {
    this.#ready = undefined;
    this.#outgoing = [];
    this.#unsent = [];
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

const missingScript = (): EventStoreError =>
  new EventStoreError('unavailable', `${builtScript()} is missing: run "npm run build:server"`, { path: builtScript() });

/** Threads load JavaScript: from the sources (tests) the built file stands under `dist`. */
const builtScript = (): string => builtPath(import.meta.url, 'writer.worker.js');
