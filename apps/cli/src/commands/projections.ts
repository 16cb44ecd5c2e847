import type { Command } from 'commander';
import { withServer } from '../client.js';
import type { CommonOptions } from '../options.js';
import { CliError, EXIT, print, progress, table } from '../output.js';

interface ViewRow {
  readonly projection: string;
  readonly version: number;
  readonly state: string;
  readonly lagEvents: number;
  readonly lagSeconds: number;
  readonly parked: readonly { stream: string; type: string; reason: string; held: number }[];
  readonly rebuilt?: { events: number; of: number };
}
interface VerifyReport {
  readonly events: number;
  readonly documents: number;
  readonly differing: readonly { collection: string; id: string; kind: string }[];
  readonly liveDigest: string;
  readonly replayDigest: string;
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const projectionsCommands = (program: Command, common: (command: Command) => CommonOptions): void => {
  const projections = program.command('projections').description('The views (read models) that are derived from the record.');

  projections
    .command('status')
    .description('Shows where each view stands: state, lag, parked streams.')
    .requiredOption('--country <id>', 'country')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- projections status --country cl')
    .action(async (_options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string };
      const { body } = await withServer(options.data, (client) =>
        client.call<{ items: ViewRow[] }>('GET', `/v1/${options.country}/projections`),
      );
      if (options.json) return print(JSON.stringify(body));
      print(
        table(
          ['view', 'version', 'state', 'lag (events)', 'lag (s)', 'parked'],
          body.items.map((one) => [one.projection, one.version, one.state, one.lagEvents, one.lagSeconds, one.parked.length]),
        ),
      );
      for (const one of body.items) {
        for (const parked of one.parked)
          print(`${one.projection}: ${parked.stream} is parked at ${parked.type}, ${parked.held} events held: ${parked.reason}`);
      }
    });

  projections
    .command('rebuild')
    .description('Rebuilds a view, or all of them, from the record. Reads of it wait meanwhile.')
    .argument('[view]', 'name of the view; all unless told')
    .requiredOption('--country <id>', 'country')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- projections rebuild cohort --country cl')
    .action(async (view: string | undefined, _options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string };
      await withServer(options.data, async (client) => {
        const base = `/v1/${options.country}/projections`;
        const names =
          view === undefined
            ? (await client.call<{ items: ViewRow[] }>('GET', base)).body.items.map((one) => one.projection)
            : [view];
        for (const name of names) await client.call('POST', `${base}/${name}/rebuild`);
        const bar = progress('Rebuilding', 0, { quiet: options.json });
        for (;;) {
          const { items } = (await client.call<{ items: ViewRow[] }>('GET', base)).body;
          const chosen = items.filter((one) => names.includes(one.projection));
          const stopped = chosen.filter((one) => one.state === 'faulted' || one.state === 'paused');
          if (stopped.length > 0) {
            const causes = stopped.flatMap((one) =>
              one.parked.map((parked) => `${one.projection}: ${parked.stream} (${parked.reason})`),
            );
            throw new CliError(
              `The rebuild stopped: ${causes.join('; ') || stopped.map((one) => `${one.projection} is ${one.state}`).join(', ')}`,
            );
          }
          const rebuilding = chosen.filter((one) => one.state !== 'live');
          const of = Math.max(0, ...chosen.map((one) => one.rebuilt?.of ?? 0));
          bar.to(rebuilding.length === 0 ? of : Math.min(...rebuilding.map((one) => one.rebuilt?.events ?? 0)), of);
          if (rebuilding.length === 0) break;
          await wait(200);
        }
        bar.done();
        print(options.json ? JSON.stringify({ rebuilt: names }) : `Rebuilt: ${names.join(', ')}.`);
      });
    });

  projections
    .command('verify')
    .description('Replays the record beside the views and compares every document, byte for byte.')
    .requiredOption('--country <id>', 'country')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cordillera -- projections verify --country cl\n\nExit code 0: equal; 3: documents differ.',
    )
    .action(async (_options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string };
      const { body: report } = await withServer(options.data, (client) =>
        client.call<VerifyReport>('POST', `/v1/${options.country}/projections/verification`),
      );
      if (options.json) print(JSON.stringify(report));
      else {
        print(`${report.events} events replayed, ${report.documents} documents compared, ${report.differing.length} differ.`);
        print(`live   ${report.liveDigest}\nreplay ${report.replayDigest}`);
        for (const one of report.differing.slice(0, 20)) print(`  ${one.kind}: ${one.collection} ${one.id}`);
      }
      if (report.differing.length > 0) process.exitCode = EXIT.findings;
    });
};
