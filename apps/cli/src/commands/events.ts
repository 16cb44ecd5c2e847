import { Option, type Command } from 'commander';
import { CliError, EXIT, print, progress, table } from '../output.js';
import type { CommonOptions } from '../options.js';

/** Where the environment says that it is. Loaded when it is needed: what does not read the log should not wait for its engine. */
const openLog = async (directory: string) => {
  const { configFromEnvironment, openLogReadOnly } = await import('#libs/platform');
  return openLogReadOnly(directory, configFromEnvironment().cluster);
};

interface EventsOptions extends CommonOptions {
  country: string;
  after?: string;
  limit?: string;
  type?: string;
  stream?: string;
}

const positive = (value: string | undefined, name: string): number => {
  if (value === undefined) return Infinity;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new CliError(`--${name} must be a whole number above 0, not "${value}".`, EXIT.usage);
  return number;
};

/** From the environment, too, where other users of the machine do not see it; the help names the variable and not what it holds. */
const eventStoreOption = (): Option =>
  new Option('--eventstore <url>', 'address of the EventStoreDB: esdb://…').env('CORDILLERA_EVENTSTORE');

const eventStoreOf = ({ eventstore }: { readonly eventstore?: string }): string => {
  if (eventstore?.startsWith('esdb')) return eventstore;
  throw new CliError('Say where the EventStoreDB is: --eventstore esdb://HOST:PORT?tls=…', EXIT.usage);
};

export const eventsCommands = (program: Command, common: (command: Command) => CommonOptions): void => {
  const events = program
    .command('events')
    .description('The record of a country, event by event. Reads the log itself, also while a server runs.');

  events
    .command('read')
    .description('Shows events, oldest first.')
    .requiredOption('--country <id>', 'country')
    .option('--after <position>', 'only events behind this position')
    .option('--type <type>', 'only this type, such as SelfAssessmentSubmitted')
    .option('--stream <prefix>', 'only streams that begin so, such as cl.2023.assessment-')
    .option('--limit <n>', 'at most so many', '50')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cordillera -- events read --country cl --type SelfAssessmentSubmitted --limit 10',
    )
    .action(async (_options, command: Command) => {
      const options = common(command) as EventsOptions;
      const limit = positive(options.limit, 'limit');
      const rows: (readonly [string, string, string, number, string])[] = [];
      let shown = 0;
      for await (const event of eventsOf(options)) {
        if (options.json)
          print(
            JSON.stringify({
              position: event.position,
              stream: event.stream,
              revision: event.revision,
              id: event.id,
              type: event.type,
              data: event.data,
              metadata: event.metadata,
            }),
          );
        else rows.push([event.position, event.metadata.occurredAt, event.stream, event.revision, event.type]);
        shown += 1;
        if (shown >= limit) break;
      }
      if (!options.json) print(table(['position', 'occurred', 'stream', 'revision', 'type'], rows));
    });

  events
    .command('copy')
    .description(
      'Copies the record of a country to another engine: ids, order, hashes and times stay, both are compared at the end, a new epoch begins.',
    )
    .requiredOption('--country <id>', 'country')
    .requiredOption('--from <engine>', 'embedded or eventstoredb')
    .requiredOption('--to <engine>', 'eventstoredb or embedded')
    .addOption(eventStoreOption())
    .addOption(
      new Option(
        '--mongodb <url>',
        'the cluster’s MongoDB: vault and policies go there with the record, or come back from there',
      ).env('CORDILLERA_MONGODB_URL'),
    )
    .addOption(new Option('--vault <url>', 'the MongoDB of the vaults, where it is another one').env('CORDILLERA_VAULT_URL'))
    .addHelpText(
      'after',
      '\nThe first pass runs beside servers. For the last step the country is frozen: servers over the EventStoreDB refuse to write it by themselves, the server of the data folder has to be stopped. Run again after an interruption, it goes on.\nA vault in MongoDB is wrapped with CORDILLERA_MASTER_KEY. Read models are built anew where the record is served.\n\nExample:\n  npm run cordillera -- events copy --country cl --from embedded --to eventstoredb --eventstore "esdb://localhost:2113?tls=false" --mongodb mongodb://localhost:27017/cordillera\nAddresses that hold a password are better set as variables: every user of the machine can read the arguments of a command.',
    )
    .action(async (_options, command: Command) => {
      const options = common(command) as CommonOptions & {
        country: string;
        from: string;
        to: string;
        eventstore?: string;
        mongodb?: string;
        vault?: string;
      };
      const engine = (name: string, value: string): 'embedded' | 'eventstoredb' => {
        if (value === 'embedded' || value === 'eventstoredb') return value;
        throw new CliError(`--${name} must be embedded or eventstoredb, not "${value}".`, EXIT.usage);
      };
      const url = eventStoreOf(options);
      const [from, to] = [engine('from', options.from), engine('to', options.to)];
      const { copyRecord } = await import('#libs/platform');
      const masterKey = process.env['CORDILLERA_MASTER_KEY'];
      if (masterKey !== undefined && !/^[0-9a-f]{64}$/i.test(masterKey))
        throw new CliError('CORDILLERA_MASTER_KEY: must be 64 hexadecimal digits (32 bytes).', EXIT.usage);
      let told = 0;
      const copied = await copyRecord({
        directory: options.data,
        tenant: options.country,
        from,
        to,
        url,
        cluster:
          options.mongodb === undefined ? undefined : { mongodbUrl: options.mongodb, vaultUrl: options.vault ?? options.mongodb },
        masterKey: masterKey === undefined ? undefined : Buffer.from(masterKey, 'hex'),
        progress: ({ events: count }) => {
          if (options.json || Date.now() - told < 1000) return;
          told = Date.now();
          process.stderr.write(`${count} events\n`);
        },
      });
      if (options.json) print(JSON.stringify(copied));
      else {
        print(`${copied.events} events of ${options.country} are the same in both; the record is in epoch ${copied.epoch}.`);
        if (copied.vault === 'moved') {
          print('The vault is there too. Remove the old one once the country is served from its new place:');
          print('who is forgotten there is not forgotten in a copy that is left behind.');
        } else print('The vault stays where it is.');
      }
    });

  events
    .command('thaw')
    .description(
      'Lets a country be written again in the EventStoreDB, after a move from there that was broken off and is not going to be finished.',
    )
    .requiredOption('--country <id>', 'country')
    .addOption(eventStoreOption())
    .addHelpText(
      'after',
      '\nA move that fails does this by itself; one that was killed cannot. A country that was moved is not thawed at its old place.\n\nExample:\n  npm run cordillera -- events thaw --country cl --eventstore "esdb://localhost:2113?tls=false" --data data',
    )
    .action(async (_options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string; eventstore?: string };
      const { giveUpMove } = await import('#libs/platform');
      await giveUpMove({ directory: options.data, tenant: options.country, url: eventStoreOf(options) });
      if (options.json) print(JSON.stringify({ country: options.country, frozen: false }));
      else print(`${options.country} can be written in the EventStoreDB again.`);
    });

  events
    .command('export')
    .description(
      'Writes the whole record to standard output, one JSON object a line (NDJSON), with the stored bytes and the hashes.',
    )
    .requiredOption('--country <id>', 'country')
    .option('--after <position>', 'only events behind this position')
    .option('--type <type>', 'only this type')
    .option('--stream <prefix>', 'only streams that begin so')
    .addHelpText('after', '\nExample:\n  npm run --silent cordillera -- events export --country cl --data data > cl.ndjson')
    .action(async (_options, command: Command) => {
      const options = common(command) as EventsOptions;
      let written = 0;
      for await (const event of eventsOf(options)) {
        const line = `{"position":${JSON.stringify(event.position)},"stream":${JSON.stringify(event.stream)},"revision":${event.revision},"id":"${event.id}","type":"${event.type}","data":${event.dataText},"metadata":${event.metadataText},"hash":"${event.hash}"}\n`;
        written += 1;
        // A slow reader is waited for, so that memory stays bounded.
        if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
      }
      if (written === 0) throw new CliError(`No events of ${options.country} match.`);
    });

  events
    .command('verify')
    .description('Recomputes the hash chain of every stream.')
    .requiredOption('--country <id>', 'country')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- events verify --country cl')
    .action(async (_options, command: Command) => {
      const options = common(command) as EventsOptions;
      const log = await openLog(options.data);
      const bar = progress('Verifying', 0, { quiet: options.json });
      try {
        const report = await log.verify(options.country);
        bar.done();
        if (report.events === 0) throw new CliError(`There is no country "${options.country}" in ${log.place}.`);
        if (options.json) print(JSON.stringify(report));
        else {
          print(`${report.events} events in ${report.streams} streams, ${report.faults.length} faults.`);
          for (const fault of report.faults) print(JSON.stringify(fault));
        }
        if (report.faults.length > 0) process.exitCode = EXIT.findings;
      } finally {
        await log.close();
      }
    });

  async function* eventsOf(options: EventsOptions) {
    const log = await openLog(options.data);
    const { EventStoreError } = await import('#libs/event-store');
    try {
      if (!(await log.tenants()).includes(options.country))
        throw new CliError(`There is no country "${options.country}" in ${log.place}.`);
      for await (const event of log.events(options.country, { after: options.after, stream: options.stream })) {
        if (options.type === undefined || event.type === options.type) yield event;
      }
    } catch (error) {
      if (!(error instanceof EventStoreError) || error.code !== 'invalid') throw error;
      throw new CliError(`--after: ${error.message}. Take a position as "events read" shows it.`, EXIT.usage);
    } finally {
      await log.close();
    }
  }
};
