import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The server could not be started; its own line says why. */
export class ServerDidNotStart extends Error {}

export interface ServerProcess {
  readonly url: string;
  /** Resolves when the process has ended, by itself or after `stop`. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

const main = fileURLToPath(new URL('../../api/src/main.js', import.meta.url));

/** Starts the product's server as a process of its own, as `npm start` does. */
export const startServerProcess = async (directory: string, port: number): Promise<ServerProcess> => {
  const child: ChildProcess = spawn(process.execPath, ['--enable-source-maps', main], {
    env: { ...process.env, CORDILLERA_DATA: directory, CORDILLERA_PORT: String(port), CORDILLERA_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl-C reaches the pilot first, which ends the server in order.
    detached: true,
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString('utf8')}`.slice(-4000);
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  let over = false;
  void ended.then(() => (over = true));
  const file = join(directory, 'server.json');
  for (;;) {
    if (over) throw new ServerDidNotStart(complaint.trim() || 'The server ended before it listened.');
    if (existsSync(file)) {
      const { pid, url } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; url: string };
      if (pid === child.pid) return { url, ended, stop: () => stop(child, ended) };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const stop = async (child: ChildProcess, ended: Promise<number | null>): Promise<void> => {
  child.kill('SIGTERM');
  await ended;
};
