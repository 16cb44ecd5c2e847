import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/**
 * The stand-in for EventStoreDB (not the server) in a process of its own, from the build, with a file that outlives it. When it ends it is started again, as
 * a watched service is.
 */
export class StandInProcess {
  #child: ChildProcess | undefined;
  #ending = false;
  #starts = 0;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly keeps: boolean,
  ) {}

  /** @param keeps whether what was written outlives the process */
  static async start(keeps = true): Promise<StandInProcess> {
    const standIn = new StandInProcess(await mkdtemp(join(tmpdir(), 'cordillera-stand-in-')), await freePort(), keeps);
    await standIn.#launch();
    return standIn;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** How often it was started. */
  get starts(): number {
    return this.#starts;
  }

  /** What `EVENTSTORE_RESTART` is for a real server. */
  get restart(): string {
    return `kill -$SIGNAL $(cat "${join(this.folder, 'pid')}")`;
  }

  async end(): Promise<void> {
    this.#ending = true;
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  #launch(): Promise<void> {
    const script = join(root(), 'dist', 'test', 'support', 'stand-in-process.js');
    const child = spawn(process.execPath, [script, String(this.port), ...(this.keeps ? [join(this.folder, 'log')] : [])], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    this.#starts += 1;
    writeFileSync(join(this.folder, 'pid'), String(child.pid));
    return new Promise((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', (code) => {
        if (this.#ending) return;
        if (code !== null && code !== 0) reject(new Error(`the stand-in ended with ${code}`));
        else void this.#launch();
      });
    });
  }
}
