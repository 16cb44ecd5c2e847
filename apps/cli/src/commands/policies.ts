import type { Command } from 'commander';
import { withServer } from '../client.js';
import type { CommonOptions } from '../options.js';
import { EXIT, print, table } from '../output.js';

interface PolicyRow {
  readonly name: string;
  readonly says: string;
  readonly state: string;
  readonly lagEvents: number;
  readonly issued: number;
  readonly settled: number;
  readonly failures: number;
  readonly pending: readonly {
    readonly cause: { readonly key: string; readonly type?: string; readonly dueAt?: string };
    readonly attempts: number;
    readonly code: string;
    readonly message: string;
    readonly since: string;
  }[];
  readonly problem?: { readonly code: string; readonly message: string };
}

type Chosen = CommonOptions & { country: string; reason: string; cause?: string; from?: string };

export const policiesCommands = (program: Command, common: (command: Command) => CommonOptions): void => {
  const policies = program.command('policies').description('The rules that answer what happens with commands.');

  policies
    .command('status')
    .description('Shows where each policy stands, and what failed and is tried again.')
    .requiredOption('--country <id>', 'country')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cordillera -- policies status --country cl\n\nExit code 0: all run and nothing is pending; 3: a policy stands still or a command fails.',
    )
    .action(async (_options, command: Command) => {
      const options = common(command) as Chosen;
      const { body } = await withServer(options.data, (client) =>
        client.call<{ items: PolicyRow[] }>('GET', `/v1/${options.country}/policies`),
      );
      if (options.json) print(JSON.stringify(body));
      else {
        print(
          table(
            ['policy', 'state', 'lag (events)', 'pending', 'done', 'failures'],
            body.items.map((one) => [one.name, one.state, one.lagEvents, one.pending.length, one.issued, one.failures]),
          ),
        );
        for (const { name, problem, pending } of body.items) {
          if (problem) print(`${name}: ${problem.code} (${problem.message})`);
          for (const { cause, attempts, code, message, since } of pending)
            print(
              `${name}: ${cause.type ?? `due ${cause.dueAt ?? ''}`} ${cause.key}: ${code} ${message}, ${attempts} tries since ${since}`,
            );
        }
      }
      if (body.items.some(({ state, pending }) => state !== 'running' || pending.length > 0)) process.exitCode = EXIT.findings;
    });

  const act = (
    name: string,
    description: string,
    prepare: (command: Command) => Command,
    bodyOf: (options: Chosen) => object,
    example: string,
  ) =>
    prepare(
      policies
        .command(name)
        .description(description)
        .argument('<policy>', 'name of the policy')
        .requiredOption('--country <id>', 'country')
        .addHelpText('after', `\nExample:\n  npm run cordillera -- policies ${name} ${example}`),
    ).action(async (policy: string, _options, command: Command) => {
      const options = common(command) as Chosen;
      const { body } = await withServer(options.data, (client) =>
        client.call<object>('POST', `/v1/${options.country}/policies/${encodeURIComponent(policy)}/${name}`, {
          body: bodyOf(options),
        }),
      );
      print(
        options.json
          ? JSON.stringify(body)
          : Object.entries(body)
              .map(([key, value]) => `${key}: ${String(value)}`)
              .join(', '),
      );
    });
  const withReason = (command: Command) => command.requiredOption('--reason <text>', 'why; it is recorded for good');

  act(
    'pause',
    'Stops a policy; what happens meanwhile waits for it.',
    withReason,
    ({ reason }) => ({ reason }),
    'waiting-lists-move --country cl --reason "seats are being counted by hand"',
  );
  act(
    'resume',
    'Lets a paused policy go on from where it was.',
    withReason,
    ({ reason }) => ({ reason }),
    'waiting-lists-move --country cl --reason "the seats are counted"',
  );
  act(
    'retry',
    'Tries everything again that failed, now.',
    (command) => command,
    () => ({}),
    'waiting-lists-move --country cl',
  );
  act(
    'skip',
    'Gives up what a policy could not get done for one cause.',
    (command) => withReason(command).requiredOption('--cause <key>', 'the cause, as status shows it'),
    ({ cause, reason }) => ({ cause, reason }),
    'waiting-lists-move --country cl --cause 5f0c… --reason "the course was called off"',
  );
  act(
    'start',
    'Names the place from which a policy that lost its own goes on.',
    (command) => withReason(command).requiredOption('--from <place>', 'head, beginning, or an instant (RFC 3339, UTC)'),
    ({ from, reason }) => ({ from, reason }),
    'waiting-lists-move --country cl --from head --reason "the places of the policies were lost"',
  );
};
