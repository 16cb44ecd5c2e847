import type { Command } from 'commander';
import { withServer } from '../client.js';
import type { CommonOptions } from '../options.js';
import { CliError, EXIT, print } from '../output.js';

export const peopleCommands = (program: Command, common: (command: Command) => CommonOptions): void => {
  const people = program.command('people').description('Persons and their data.');

  people
    .command('forget')
    .description(
      'Destroys a person’s key: name, link to the national id and everything sealed can never be read again. Cannot be undone.',
    )
    .argument('<pseudonym>', 'the person’s pseudonym (UUID)')
    .requiredOption('--country <id>', 'country')
    .option('--yes', 'do it; without it nothing happens')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- people forget 5f0c…  --country cl --yes')
    .action(async (pseudonym: string, _options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string; yes?: boolean };
      if (!options.yes) throw new CliError('Forgetting cannot be undone. Repeat the command with --yes.', EXIT.usage);
      const { body } = await withServer(options.data, (client) =>
        client.call<{ teacher: string; destroyedAt: string; keyDigest: string }>(
          'POST',
          `/v1/${options.country}/teachers/${encodeURIComponent(pseudonym)}/forgetting`,
          { tenant: options.country, role: 'data-protection-officer', key: `forget-${pseudonym}` },
        ),
      );
      if (options.json) print(JSON.stringify(body));
      else print(`Forgotten. Certificate: the key with SHA-256 ${body.keyDigest} was destroyed at ${body.destroyedAt}.`);
    });
};
