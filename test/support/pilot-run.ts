import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = join('dist', 'apps', 'pilot', 'src', 'main.js');

/** `npm run pilot` as people start it, seed 7; the summary is its last line. */
export const runPilot = async (
  directory: string,
  { country = 'cl', teachers }: { country?: string; teachers: number },
  variables: Record<string, string> = {},
): Promise<Record<string, unknown> & { events: number; readModelsDigest: string }> => {
  if (!existsSync(script)) throw new Error(`${script} is not there: npm run build:server makes it`);
  const options = ['--teachers', String(teachers), '--seed', '7', '--country', country, '--data', directory, '--port', '0'];
  const { stdout } = await run(process.execPath, [script, ...options, '--exit', '--json'], {
    env: { PATH: process.env['PATH'], ...variables },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown> & {
    events: number;
    readModelsDigest: string;
  };
};
