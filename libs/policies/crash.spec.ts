import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { seededRandom, tenantPrefix } from '#libs/kernel';

const script = fileURLToPath(new URL('../../dist/test/support/policies/policy-process.js', import.meta.url));
const TENANT = 'cl';
const KILLS = 15;
const CASES = 25;

describe('a process with policies that is killed', () => {
  let directory: string;
  beforeAll(async () => {
    if (!existsSync(script)) throw new Error(`${script} is not there: npm run build:server makes it`);
    directory = await mkdtemp(join(tmpdir(), 'cordillera-policies-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  /** @returns how many commands it carried out, and whether it came to its end */
  const run = (cases: number, killAfter: number | undefined, delay: number): Promise<{ issued: number; done: boolean }> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [script, directory, TENANT, String(cases)], { stdio: ['ignore', 'pipe', 'inherit'] });
      let issued = 0;
      let done = false;
      let rest = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line === 'done') done = true;
          if (line === 'issued' && (issued += 1) === killAfter) setTimeout(() => child.kill('SIGKILL'), delay);
        }
      });
      child.once('error', reject);
      child.once('exit', () => resolve({ issued, done }));
    });

  it(`has answered every case once and no case twice after ${KILLS} kills at random moments`, async () => {
    const random = seededRandom('policies');
    let killed = 0;
    let sent = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { issued, done } = await run(CASES, 1 + Math.floor(random.next() * 60), random.next() * 4);
      sent += issued;
      if (!done) killed += 1;
    }
    const last = await run(0, undefined, 0);
    expect(last.done).toBe(true);

    const opened = new Set<string>();
    const answers = new Map<string, number>();
    const events = await openEmbeddedEventStore({ directory, readOnly: true });
    const stop = new AbortController();
    for await (const batch of events.subscribe({ tenant: TENANT, prefixes: [tenantPrefix(TENANT)], signal: stop.signal })) {
      for (const { type, data } of batch.events) {
        if (type === 'CaseOpened') opened.add(data['case'] as string);
        else if (!type.startsWith('Policy')) {
          const key = `${type} ${data['case'] as string}`;
          answers.set(key, (answers.get(key) ?? 0) + 1);
        }
      }
      if (batch.caughtUp) break;
    }
    stop.abort();
    await events.close();

    // What happened before the policies began is none of theirs, and neither is what fell due before.
    opened.delete('before-everything');
    const expected = [...opened].flatMap((id) => [`CaseFiled ${id}`, `CaseReminded ${id}`, `LetterSent ${id}`]).sort();
    expect([...answers.keys()].sort()).toEqual(expected);
    expect([...answers.values()].filter((times) => times !== 1)).toEqual([]);
    // The kills met it at work, and commands were sent again that had been carried out.
    expect(killed).toBeGreaterThan(KILLS / 2);
    expect(sent + last.issued).toBeGreaterThan(expected.length);
  }, 240_000);
});
