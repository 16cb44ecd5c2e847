import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
};

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The product as it is started by people: a process of its own, from the build. */
export class ServerProcess {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Ended>;
  static readonly #running = new Set<ServerProcess>();
  #alive = true;

  private constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        this.#alive = false;
        ServerProcess.#running.delete(this);
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** Starts it and does not wait. */
  static launch(directory: string, variables: Record<string, string> = {}, args: readonly string[] = []): ServerProcess {
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', join(root(), 'dist', 'apps', 'api', 'src', 'main.js'), ...args],
      {
        cwd: root(),
        env: {
          PATH: process.env['PATH'],
          CORDILLERA_DATA: directory,
          CORDILLERA_PORT: '0',
          CORDILLERA_LOG_LEVEL: 'warn',
          ...variables,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const server = new ServerProcess(child);
    ServerProcess.#running.add(server);
    return server;
  }

  /** Ends what a test that failed has left behind. */
  static async endAll(): Promise<void> {
    await Promise.all([...ServerProcess.#running].map((server) => server.end('SIGKILL')));
  }

  /** Starts it and waits until it listens. @throws Error with what it wrote when it ended instead */
  static async start(directory: string, variables: Record<string, string> = {}): Promise<ServerProcess> {
    const server = ServerProcess.launch(directory, variables);
    await server.listening();
    return server;
  }

  listening(): Promise<string> {
    const address = () => /^Cordillera: (http\S+)$/m.exec(this.stdout)?.[1];
    return new Promise((resolve, reject) => {
      const look = () => {
        const url = address();
        if (url !== undefined) resolve(url);
      };
      this.child.stdout?.on('data', look);
      look();
      void this.ended.then(({ code, stderr }) => reject(new Error(`the server ended with ${code}: ${stderr}`)));
    });
  }

  get url(): string {
    const url = /^Cordillera: (http\S+)$/m.exec(this.stdout)?.[1];
    if (url === undefined) throw new Error('the server does not listen yet');
    return url;
  }

  get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error('the server was never started');
    return pid;
  }

  /** Ends it by a signal and waits for the end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    if (this.#alive) this.child.kill(signal);
    return this.ended;
  }
}
