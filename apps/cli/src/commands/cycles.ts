import type { Command } from 'commander';
import { withServer } from '../client.js';
import type { CommonOptions } from '../options.js';
import { print, table } from '../output.js';

interface CycleRow {
  readonly cycle: string;
  readonly status: string;
  readonly stage?: string;
}

export const cyclesCommands = (program: Command, common: (command: Command) => CommonOptions): void => {
  const cycles = program.command('cycles').description('The yearly cycles of a country.');
  const asCoordinator = (country: string) => ({ tenant: country, role: 'coordinator' });

  cycles
    .command('list')
    .description('Lists the cycles.')
    .requiredOption('--country <id>', 'country')
    .action(async (_options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string };
      const { body } = await withServer(options.data, (client) =>
        client.call<{ items: CycleRow[] }>('GET', `/v1/${options.country}/cycles`, asCoordinator(options.country)),
      );
      if (options.json) print(JSON.stringify(body));
      else
        print(
          table(
            ['cycle', 'status', 'stage'],
            body.items.map((one) => [one.cycle, one.status, one.stage ?? '—']),
          ),
        );
    });

  cycles
    .command('plan')
    .description('Plans a cycle as a pack designs it: windows, instruments, consent, targets, courses on offer.')
    .argument('<cycle>', 'label, such as 2023')
    .requiredOption('--country <id>', 'country')
    .requiredOption('--pack <name>', 'pack with cycles/<cycle>.json')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- cycles plan 2023 --country cl --pack cl')
    .action(async (cycle: string, _options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string; pack: string };
      const { body } = await withServer(options.data, (client) =>
        client.call<object>('POST', `/v1/${options.country}/packs/${options.pack}/cycles/${cycle}`, { key: `plan-${cycle}` }),
      );
      print(options.json ? JSON.stringify(body) : `The cycle ${cycle} is planned.`);
    });

  const step = (name: string, description: string, path: string, done: string) =>
    cycles
      .command(name)
      .description(description)
      .argument('<cycle>', 'label, such as 2023')
      .requiredOption('--country <id>', 'country')
      .action(async (cycle: string, _options, command: Command) => {
        const options = common(command) as CommonOptions & { country: string };
        const { body } = await withServer(options.data, (client) =>
          client.call<object>('POST', `/v1/${options.country}/cycles/${cycle}/${path}`, asCoordinator(options.country)),
        );
        print(options.json ? JSON.stringify(body) : `The cycle ${cycle} is ${done}.`);
      });
  step('open', 'Opens a planned cycle.', 'opening', 'open');
  step('close', 'Closes a cycle.', 'closing', 'closed');

  cycles
    .command('advance')
    .description('Moves a cycle to its next stage.')
    .argument('<cycle>', 'label, such as 2023')
    .argument('<stage>', 'self-assessment, learning or evaluation')
    .requiredOption('--country <id>', 'country')
    .action(async (cycle: string, stage: string, _options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string };
      const { body } = await withServer(options.data, (client) =>
        client.call<object>('POST', `/v1/${options.country}/cycles/${cycle}/stages`, {
          body: { to: stage },
          ...asCoordinator(options.country),
        }),
      );
      print(options.json ? JSON.stringify(body) : `The cycle ${cycle} is in the stage ${stage}.`);
    });
};
