import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { BUILT } from '../places.js';

/** A process of the bench that answers messages. */
export class Child {
  readonly #process: ChildProcess;
  readonly #answers: ((message: unknown) => void)[] = [];
  readonly #early: unknown[] = [];
  #ended: Error | undefined;
  readonly #failed: ((error: Error) => void)[] = [];

  constructor(script: string, args: readonly string[], flags: readonly string[] = []) {
    this.#process = fork(join(BUILT, 'bench', 'processes', `${script}.js`), [...args], {
      execArgv: ['--enable-source-maps', ...flags],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#process.on('message', (message) => {
      const answer = this.#answers.shift();
      this.#failed.shift();
      if (answer) answer(message);
      else this.#early.push(message);
    });
    this.#process.on('exit', (code) => {
      this.#ended = new Error(`${script} ended with ${String(code)}`);
      for (const fail of this.#failed) fail(this.#ended);
    });
  }

  /** The next message. */
  heard<Message>(): Promise<Message> {
    if (this.#early.length > 0) return Promise.resolve(this.#early.shift() as Message);
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise<Message>((resolve, reject) => {
      this.#answers.push(resolve as (message: unknown) => void);
      this.#failed.push(reject);
    });
  }

  ask<Message>(message: object | string): Promise<Message> {
    const answer = this.heard<Message>();
    this.#process.send(message);
    return answer;
  }

  end(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    const gone = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()));
    this.#process.send('end');
    return gone;
  }
}
