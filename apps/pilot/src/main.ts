import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { progress, type Progress } from '../../cli/src/output.js';
import { ProgrammeClient } from './programme-client.js';
import { SimulatedProgramme } from './programme.js';
import { folderState, recordedRun, recordRun, type RunRecord } from './run-record.js';
import { ServerDidNotStart, startServerProcess, type ServerProcess } from './server-process.js';
import type { PersonsAnswer } from '#libs/contexts/evaluation';
import { StartError } from '#libs/data-folder';
import { CYCLE, NEXT_CYCLE, summaryOf, yearsOf, type Summary } from './summary.js';

const say = (line = ''): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

const whole = (least: number, most: number) => (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most)
    throw new InvalidArgumentError(`a whole number from ${least} to ${most}.`);
  return number;
};

const share = (value: string) => {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 3)) throw new InvalidArgumentError('a number from 0 to 3.');
  return number;
};

const command = new Command('pilot')
  .description(
    'A simulated programme in an invented Chile, from the school register to the final test, through the public HTTP API.',
  )
  .option('--teachers <n>', 'teachers to invite', whole(3, 100_000), 1200)
  .option('--seed <text>', 'everything follows from it: the same seed gives the same people, answers and figures', '2023')
  .option('--country <id>', 'id of the country (Chile’s pack under that id)', 'cl')
  .option('--data <dir>', 'data folder', 'data/pilot')
  .option('--port <n>', 'port of the server', whole(0, 65_535), 3000)
  .option('--effect <x>', '1 as in the programme; 0 for a run in which courses teach nothing', share, 1)
  .option('--exit', 'end when the run is done instead of serving it', false)
  .option('--json', 'print the summary as one line of JSON last', false)
  .addHelpText(
    'after',
    '\nExamples:\n  npm run pilot\n  npm run pilot -- --teachers 200 --seed 7 --data data/seven --exit --json',
  )
  .exitOverride();

const root = fileURLToPath(new URL('../../../../', import.meta.url));

const run = async (): Promise<number> => {
  command.parse();
  const options = command.opts<{
    teachers: number;
    seed: string;
    country: string;
    data: string;
    port: number;
    effect: number;
    exit: boolean;
    json: boolean;
  }>();
  if (!/^[a-z][a-z0-9]{1,15}$/.test(options.country)) {
    complain(`"${options.country}" is no country id: lower-case letters and digits, beginning with a letter, such as cl.`);
    return 2;
  }
  if (!/^[A-Za-z0-9._-]{1,40}$/.test(options.seed)) {
    complain(`"${options.seed}" is no seed: up to 40 letters, digits, dots, hyphens or underscores.`);
    return 2;
  }
  const directory = resolve(options.data);
  const wanted: RunRecord = {
    country: options.country,
    teachers: options.teachers,
    seed: options.seed,
    effect: options.effect,
    finished: true,
  };
  const state = folderState(directory, wanted);
  if (state.kind === 'other') {
    complain(state.reason);
    return 1;
  }
  if (state.kind === 'empty') recordRun(directory, { ...wanted, finished: false, begun: false });
  let server: ServerProcess;
  try {
    server = await startServerProcess(directory, options.port);
  } catch (error) {
    if (!(error instanceof ServerDidNotStart)) throw error;
    complain(error.message);
    return 4;
  }
  let interrupted = false;
  let bar: Progress | undefined;
  const interrupt = new Promise<void>((resolve) => {
    const stop = () => {
      if (interrupted) return;
      interrupted = true;
      bar?.done();
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
  void server.ended.then((code) => {
    if (interrupted) return;
    complain(`The server ended by itself (exit code ${code}).`);
    process.exit(4);
  });
  const client = new ProgrammeClient(server.url, options.seed, 32);
  const operatorKey = readFileSync(join(directory, 'operator.key'), 'utf8').trim();
  const programme = new SimulatedProgramme(
    client,
    {
      country: options.country,
      teachers: options.teachers,
      seed: options.seed,
      effect: options.effect,
      packDirectory: join(root, 'packs', 'cl'),
      operatorKey,
    },
    {
      phase: (name, total) => {
        bar = progress(name.padEnd(22), total, { quiet: false });
        return bar;
      },
    },
  );
  const visit: Visit = { client, url: server.url, country: options.country, operatorKey };
  const began = Date.now();
  const work = async (): Promise<Summary> => {
    if (state.kind === 'empty') {
      say(`An invented country, ${options.teachers} teachers, seed ${options.seed}. Everything in it is simulated data.`);
      recordRun(directory, { ...wanted, finished: false });
      await programme.setUp();
      await announce(visit);
      await programme.importSchools();
      await programme.inviteTeachers();
      const visitor = programme.visitor(false);
      if (visitor !== undefined) say(await teacherLink(visit, visitor));
      await programme.selfAssess();
      await programme.learn();
      await programme.nextYear();
      recordRun(directory, { ...wanted, visitor: programme.visitor(true) });
    }
    return summaryOf(client, options.country, operatorKey, {
      refused: programme.refused,
      findings: programme.findings,
      directory,
    });
  };
  try {
    const outcome = await Promise.race([work(), interrupt.then(() => undefined)]);
    if (outcome) {
      if (!options.json) {
        show(outcome, state.kind === 'empty' ? Date.now() - began : undefined);
        showYears(await yearsOf(client, options.country, operatorKey));
        say(`Read models: ${outcome.readModelsDigest}\n`);
      }
      await announce(visit);
      const visitor = recordedRun(directory)?.visitor;
      if (visitor !== undefined) say(await teacherLink(visit, visitor));
      say(`${'Both years'.padEnd(WIDTH)}${server.url}/${options.country}/${NEXT_CYCLE}/years`);
      if (options.json) say(JSON.stringify(outcome));
      if (!options.exit) {
        if (!options.json) say('\nServing until Ctrl-C.');
        await interrupt;
      }
    }
    interrupted = true;
    return outcome || state.kind === 'same' ? 0 : 130;
  } finally {
    interrupted = true;
    await client.close().catch(() => undefined); // Requests that an interruption cut off answer to nobody.
    await server.stop();
  }
};

interface Visit {
  readonly client: ProgrammeClient;
  readonly url: string;
  readonly country: string;
  readonly operatorKey: string;
}

/** Whose first pages there are to be seen, besides a teacher's. */
const VISITORS = [
  ['Regional officer', 'regional-officer'],
  ['Country team', 'coordinator'],
  ['Evaluator', 'evaluator'],
] as const;
const WIDTH = 18;

/** A visitor begins at the first page of their role in the cycle that the summary is about; the year after is one step away. */
const linkTo = ({ url, country }: Visit, code: string): string =>
  `${url}/sign-in?to=${encodeURIComponent(`/${country}/${CYCLE}`)}#${code}`;

const operatorOf = async ({ client, operatorKey }: Visit): Promise<string> =>
  (await client.send<{ token: string }>('POST', '/v1/sign-in', { body: { code: operatorKey } })).body.token;

const announce = async (visit: Visit): Promise<void> => {
  const { client, url, country } = visit;
  const token = await operatorOf(visit);
  say(`${'Dashboards'.padEnd(WIDTH)}${url}/`);
  say('Sign-in links, each for one visit:');
  for (const [name, role] of VISITORS) {
    const { body } = await client.send<{ codes: { code: string }[] }>('POST', `/v1/${country}/sign-in-codes`, {
      token,
      body: { role, subject: `pilot-visitor-${role}`, hours: 720 },
    });
    say(`  ${name.padEnd(WIDTH)}${linkTo(visit, body.codes[0]?.code ?? '')}`);
  }
};

/** A teacher's way in is a code that the coordination issues. */
const teacherLink = async (visit: Visit, teacher: string): Promise<string> => {
  const { client, country } = visit;
  const { body: coordinator } = await client.send<{ token: string }>('POST', `/v1/${country}/tokens`, {
    token: await operatorOf(visit),
    body: { role: 'coordinator', subject: 'pilot-coordinator' },
  });
  const { body } = await client.send<{ invitations: { code: string }[] }>('POST', `/v1/${country}/cycles/${CYCLE}/invitations`, {
    token: coordinator.token,
    body: { teachers: [teacher] },
  });
  return `  ${'Teacher'.padEnd(WIDTH)}${linkTo(visit, body.invitations[0]?.code ?? '')}`;
};

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2, minimumFractionDigits: 2 });

const show = (summary: Summary, milliseconds: number | undefined): void => {
  const { learningGain: gain, selfRatingChange: change } = summary;
  say('');
  say(
    `Simulated data. ${summary.schools} schools, ${summary.teachers} teachers, ${summary.events} events${milliseconds === undefined ? '' : `, ${Math.round(milliseconds / 1000)} s`}. Cycle ${summary.cycle}:`,
  );
  for (const { step, n } of summary.funnel) say(`  ${step.padEnd(18)} ${String(n).padStart(6)}`);
  if (gain.mean !== null && gain.low !== null && gain.high !== null) {
    say(
      `Learning gain (${gain.measure}, ${gain.scale}): ${number.format(gain.mean)} [${number.format(gain.low)}, ${number.format(gain.high)}] from ${gain.nPairs} matched pairs (${gain.nPre} before, ${gain.nPost} after), 95 % interval ${gain.interval}.`,
    );
  } else say(`Learning gain: not shown (${gain.nPairs} matched pairs).`);
  if (change.mean !== null && change.low !== null && change.high !== null) {
    say(
      `Self-rating change: ${number.format(change.mean)} [${number.format(change.low)}, ${number.format(change.high)}] of a level, ${change.n} matched.`,
    );
  }
};

/** Both years, and what those who came back had kept of what they learned. */
const showYears = ({ cycles, distinct, retention }: PersonsAnswer): void => {
  for (const { cycle, invited, reached, trained, repeaters } of cycles)
    say(`Cycle ${cycle}: ${invited} invited, ${reached} reached, ${trained} trained, ${repeaters} of them there before.`);
  say(`Distinct persons in all: ${distinct.invited} invited, ${distinct.reached} reached, ${distinct.trained} trained.`);
  for (const one of retention) {
    const { measure, from, to, nPairs } = one;
    const shown = 'value' in one && one.low !== null && one.high !== null;
    const change = shown ? `${number.format(one.value)} [${number.format(one.low)}, ${number.format(one.high)}]` : 'not shown';
    say(`Kept from the end of ${from} to the start of ${to} (${measure}): ${change}, ${nPairs} matched.`);
  }
};

try {
  process.exitCode = await run();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof StartError) {
    complain(error.message);
    process.exitCode = 4;
  } else {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  }
}
