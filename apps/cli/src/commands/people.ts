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

  people
    .command('merge')
    .description('Says that two registrations are one person: what the first did counts for the second from now on.')
    .argument('<duplicate>', 'pseudonym of the registration that no longer counts')
    .argument('<kept>', 'pseudonym of the registration that counts')
    .requiredOption('--country <id>', 'country')
    .requiredOption('--reason <text>', 'why; part of the record')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cordillera -- people merge 5f0c… 91a4… --country cl --reason "registered again under a mistyped id"',
    )
    .action(async (duplicate: string, kept: string, _options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string; reason: string };
      const { body } = await withServer(options.data, (client) =>
        client.call<object>('POST', `/v1/${options.country}/teachers/${encodeURIComponent(duplicate)}/merging`, {
          body: { into: kept, reason: options.reason },
          tenant: options.country,
          role: 'coordinator',
        }),
      );
      print(options.json ? JSON.stringify(body) : `${duplicate} counts for ${kept} from now on.`);
    });

  people
    .command('unmerge')
    .description('Takes a merge back: they are two people, and each counts for themselves again.')
    .argument('<duplicate>', 'pseudonym that was merged')
    .requiredOption('--country <id>', 'country')
    .requiredOption('--reason <text>', 'why; part of the record')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cordillera -- people unmerge 5f0c… --country cl --reason "two people of one name"',
    )
    .action(async (duplicate: string, _options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string; reason: string };
      const { body } = await withServer(options.data, (client) =>
        client.call<object>('POST', `/v1/${options.country}/teachers/${encodeURIComponent(duplicate)}/unmerging`, {
          body: { reason: options.reason },
          tenant: options.country,
          role: 'coordinator',
        }),
      );
      print(options.json ? JSON.stringify(body) : `${duplicate} counts for themselves again.`);
    });
};
