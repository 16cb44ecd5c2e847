import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const script = join('dist', 'apps', 'projector', 'src', 'main.js');

/** A projector in a process of its own, from the build. */
export class ProjectorProcess {
  output = '';
  readonly ended: Promise<void>;

  private constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  /** @throws Error where there is no build */
  static start(directory: string, variables: Record<string, string>): ProjectorProcess {
    if (!existsSync(script)) throw new Error(`${script} is not there: npm run build:server makes it`);
    const child = spawn(process.execPath, ['--enable-source-maps', script], {
      env: {
        PATH: process.env['PATH'],
        CORDILLERA_DATA: directory,
        CORDILLERA_PORT: '0',
        CORDILLERA_LOG_LEVEL: 'warn',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ProjectorProcess(child);
  }

  /** The countries it holds; none while it does not listen yet. */
  async countries(): Promise<readonly string[]> {
    const url = /^Cordillera projector: (http\S+)$/m.exec(this.output)?.[1];
    if (url === undefined) return [];
    const answer = (await (await fetch(`${url}/health/live`)).json()) as { countries: string[] };
    return answer.countries;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }
}

/** Looks again and again until something holds. @throws Error when it did not in time */
export const until = async (what: string, holds: () => Promise<boolean>, milliseconds = 60_000): Promise<void> => {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};
