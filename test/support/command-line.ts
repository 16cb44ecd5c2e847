import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The command as people type it, in a process of its own, with these variables and no others. */
export const cordilleraWith = async (
  variables: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> =>
  run(process.execPath, [join('dist', 'apps', 'cli', 'src', 'main.js'), ...args], {
    env: { PATH: process.env['PATH'], ...variables },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
