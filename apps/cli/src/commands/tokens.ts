import type { Command } from 'commander';
import { withServer } from '../client.js';
import type { CommonOptions } from '../options.js';
import { print } from '../output.js';

export const tokensCommands = (program: Command, common: (command: Command) => CommonOptions): void => {
  const tokens = program.command('tokens').description('Access for people and programs.');

  tokens
    .command('create')
    .description('Issues a bearer token of a role in a country; valid for minutes.')
    .requiredOption('--country <id>', 'country')
    .requiredOption(
      '--role <role>',
      'coordinator, evaluator, regional-officer, data-protection-officer, school-leader, tutor, auditor, partner',
    )
    .option('--subject <name>', 'account it stands for', 'command-line')
    .option('--school <code>', 'school, for school-leader')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- tokens create --country cl --role evaluator')
    .action(async (_options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string; role: string; subject: string; school?: string };
      const { body } = await withServer(options.data, (client) =>
        client.call<{ token: string; expiresIn: number }>('POST', `/v1/${options.country}/tokens`, {
          body: { role: options.role, subject: options.subject, school: options.school },
        }),
      );
      print(options.json ? JSON.stringify(body) : body.token);
    });

  tokens
    .command('link')
    .description('Makes a one-time sign-in link to the pages for a role in a country.')
    .requiredOption('--country <id>', 'country')
    .requiredOption('--role <role>', 'coordinator, evaluator, regional-officer, school-leader, auditor')
    .option('--school <code>', 'school, for school-leader')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- tokens link --country cl --role coordinator')
    .action(async (_options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string; role: string; school?: string };
      const { body } = await withServer(options.data, (client) =>
        client.call<{ codes: { code: string; link: string; expiresAt: string }[] }>(
          'POST',
          `/v1/${options.country}/sign-in-codes`,
          {
            body: { role: options.role, school: options.school },
          },
        ),
      );
      print(options.json ? JSON.stringify(body) : (body.codes[0]?.link ?? ''));
    });
};
