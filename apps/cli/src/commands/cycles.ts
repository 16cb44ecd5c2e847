import { InvalidArgumentError, type Command } from 'commander';
import { withServer } from '../client.js';
import type { CommonOptions } from '../options.js';
import { print, table } from '../output.js';

interface CycleRow {
  readonly cycle: string;
  readonly status: string;
  readonly stage?: string;
}

interface Extension {
  readonly country: string;
  readonly closes: string;
  readonly reason: string;
  readonly grace?: string;
  readonly opens?: string;
  readonly region?: string;
  readonly school?: string;
  readonly teacher?: string;
}

interface Repetition {
  readonly country: string;
  readonly years: number;
  readonly asOf?: string;
  readonly invite: string;
  readonly share: number;
}

/** A number between two others, or a usage error that says which. */
const between = (least: number, most: number, whole: boolean) => (given: string) => {
  const number = Number(given);
  if (given.trim() === '' || !(number >= least && number <= most) || (whole && !Number.isInteger(number)))
    throw new InvalidArgumentError(`a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`);
  return number;
};

export const cyclesCommands = (program: Command, common: (command: Command) => CommonOptions): void => {
  const cycles = program.command('cycles').description('The yearly cycles of a country.');
  const asCoordinator = (country: string) => ({ tenant: country, role: 'coordinator' });

  cycles
    .command('list')
    .description('Lists the cycles.')
    .requiredOption('--country <id>', 'country')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- cycles list --country cl')
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
      .addHelpText('after', `\nExample:\n  npm run cordillera -- cycles ${name} 2023 --country cl`)
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
    .addHelpText('after', '\nExample:\n  npm run cordillera -- cycles advance 2023 learning --country cl')
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

  cycles
    .command('extend')
    .description('Extends or reopens a window for a region, a school, a person or everybody.')
    .argument('<cycle>', 'label, such as 2023')
    .argument('<stage>', 'self-assessment, learning or evaluation')
    .requiredOption('--country <id>', 'country')
    .requiredOption('--closes <date>', 'date of the country, its last moment')
    .requiredOption('--reason <text>', 'why; part of the record')
    .option('--grace <date>', 'until then what is handed in counts and is flagged late; the closing where absent')
    .option('--opens <date>', 'where it opens at another time')
    .option('--region <code>', 'for one region, such as CL-BI')
    .option('--school <code>', 'for one school')
    .option('--teacher <pseudonym>', 'for one person')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cordillera -- cycles extend 2023 evaluation --country cl --region CL-BI --closes 2023-12-08 --grace 2023-12-15 --reason "Schools closed by storms"',
    )
    .action(async (cycle: string, stage: string, _options, command: Command) => {
      const options = common(command) as CommonOptions & Extension;
      const { closes, reason, grace, opens, region, school, teacher } = options;
      const body = { stage, closes, reason, graceUntil: grace, opens, region, school, teacher };
      const answer = await withServer(options.data, (client) =>
        client.call<object>('POST', `/v1/${options.country}/cycles/${cycle}/windows`, {
          body,
          ...asCoordinator(options.country),
        }),
      );
      const whom = region ?? (school === undefined ? undefined : `school ${school}`) ?? teacher ?? 'everybody';
      print(options.json ? JSON.stringify(answer.body) : `The window of ${stage} closes on ${closes} for ${whom}.`);
    });

  cycles
    .command('repeat')
    .description(
      'Plans a cycle that repeats an earlier one: windows and offers shifted, calendar, eligibility and targets taken over.',
    )
    .argument('<from>', 'label of the earlier cycle, such as 2023')
    .argument('<cycle>', 'label of the new one, such as 2024')
    .requiredOption('--country <id>', 'country')
    .option('--years <n>', 'years by which dates are shifted', between(1, 20, true), 1)
    .option('--as-of <date>', 'the design as it was known then; as it is now where absent')
    .option('--invite <whom>', 'who is invited again: nobody, invited, consented or trained', 'consented')
    .option('--share <s>', 'share of them that is drawn, 0 to 1', between(0, 1, false), 1)
    .addHelpText(
      'after',
      '\nExample:\n  npm run cordillera -- cycles repeat 2023 2024 --country cl --invite consented --share 0.5',
    )
    .action(async (from: string, cycle: string, _options, command: Command) => {
      const options = common(command) as CommonOptions & Repetition;
      const { country, years, asOf, invite, share } = options;
      const body = { as: cycle, years, asOf, carryOver: { invite, share } };
      const answer = await withServer(options.data, (client) =>
        client.call<{ offerings: number }>('POST', `/v1/${country}/cycles/${from}/repetition`, {
          body,
          ...asCoordinator(country),
          key: `repeat-${from}-${cycle}`,
        }),
      );
      print(
        options.json
          ? JSON.stringify(answer.body)
          : `The cycle ${cycle} is planned as ${from} was, with ${answer.body.offerings} courses on offer.`,
      );
    });

  cycles
    .command('invite-again')
    .description('Invites again whom the carry-over of a repeated cycle names.')
    .argument('<cycle>', 'label, such as 2024')
    .requiredOption('--country <id>', 'country')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- cycles invite-again 2024 --country cl')
    .action(async (cycle: string, _options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string };
      const { body } = await withServer(options.data, (client) =>
        client.call<{ invited: number; already: number; left: number; notChosen: number }>(
          'POST',
          `/v1/${options.country}/cycles/${cycle}/invitations/again`,
          asCoordinator(options.country),
        ),
      );
      if (options.json) print(JSON.stringify(body));
      else
        print(
          `${body.invited} invited, ${body.already} were already, ${body.left} no longer eligible or gone, ${body.notChosen} not chosen.`,
        );
    });
};
