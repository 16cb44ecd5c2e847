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

const app = (name: 'api' | 'projector'): string => fileURLToPath(new URL(`../../${name}/src/main.js`, import.meta.url));

const start = (name: 'api' | 'projector', directory: string, port: number): ChildProcess =>
  spawn(process.execPath, ['--enable-source-maps', app(name)], {
    env: { ...process.env, CORDILLERA_DATA: directory, CORDILLERA_PORT: String(port), CORDILLERA_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl-C reaches the pilot first, which ends everything in order.
    detached: true,
  });

/** Starts the product's server as a process of its own, as `npm start` does; in the cluster profile a projector beside it. */
export const startServerProcess = async (directory: string, port: number): Promise<ServerProcess> => {
  const child = start('api', directory, port);
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
      if (pid === child.pid) {
        const projector = process.env['CORDILLERA_PROFILE'] === 'cluster' ? projectorFor(child, directory) : undefined;
        return {
          url,
          ended,
          stop: async () => {
            await stop(child, ended);
            await projector?.stop();
          },
        };
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** The server goes on without it, but nothing new can be read: whoever watches over the pilot is told. */
const projectorFor = (server: ChildProcess, directory: string): { stop(): Promise<void> } => {
  const child = start('projector', directory, 0);
  child.stderr?.pipe(process.stderr);
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  let stopping = false;
  void ended.then((code) => {
    if (stopping) return;
    process.stderr.write(`The projector ended by itself (exit code ${code}).\n`);
    server.kill('SIGTERM');
  });
  return {
    stop: async () => {
      stopping = true;
      await stop(child, ended);
    },
  };
};

const stop = async (child: ChildProcess, ended: Promise<number | null>): Promise<void> => {
  child.kill('SIGTERM');
  await ended;
};
