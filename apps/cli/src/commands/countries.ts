import type { Command } from 'commander';
import { withServer } from '../client.js';
import type { CommonOptions } from '../options.js';
import { print, table } from '../output.js';

interface Country {
  readonly country: string;
  readonly origin: string;
  readonly name: Readonly<Record<string, string>>;
  readonly pack?: string;
}

export const countriesCommands = (program: Command, common: (command: Command) => CommonOptions): void => {
  const countries = program.command('countries').description('Countries of this installation.');

  countries
    .command('list')
    .description('Lists the countries.')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- countries list')
    .action(async (_options, command: Command) => {
      const options = common(command);
      const { body } = await withServer(options.data, (client) => client.call<{ items: Country[] }>('GET', '/v1/countries'));
      if (options.json) print(JSON.stringify(body));
      else
        print(
          table(
            ['country', 'name', 'origin', 'pack'],
            body.items.map((one) => [one.country, one.name['en'] ?? '', one.origin, one.pack ?? '—']),
          ),
        );
    });

  countries
    .command('create')
    .description('Creates a country, from a pack or bare.')
    .argument('<id>', 'ISO 3166-1 alpha-2, lower case, such as cl')
    .option('--pack <name>', 'pack whose framework, instruments, courses and codes it takes')
    .option('--name <text>', 'name of a bare country')
    .option('--time-zone <zone>', 'IANA time zone of a bare country', 'UTC')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run cordillera -- countries create cl --pack cl\n  npm run cordillera -- countries create ni --name Nicaragua --time-zone America/Managua',
    )
    .action(async (id: string, _options, command: Command) => {
      const options = common(command) as CommonOptions & { pack?: string; name?: string; timeZone: string };
      const body =
        options.pack === undefined
          ? { id, name: { en: options.name ?? id, es: options.name ?? id }, timeZone: options.timeZone, origin: 'real' }
          : { id, pack: options.pack, origin: 'real' };
      const answer = await withServer(options.data, (client) => client.call<object>('POST', '/v1/countries', { body }), {
        begins: true,
      });
      print(options.json ? JSON.stringify(answer.body) : `The country ${id} is set up.`);
    });
};
