import { Command } from 'commander';
import { countriesCommands } from './commands/countries.js';
import { cyclesCommands } from './commands/cycles.js';
import { eventsCommands } from './commands/events.js';
import { peopleCommands } from './commands/people.js';
import { policiesCommands } from './commands/policies.js';
import { projectionsCommands } from './commands/projections.js';
import { schoolsCommands } from './commands/schools.js';
import { tokensCommands } from './commands/tokens.js';
import type { CommonOptions } from './options.js';

/** The command line whole: every command with its options and examples. */
export const program = new Command('cordillera')
  .description(
    'The operators’ command line. It calls the server that works on the data folder, or starts one for the moment where none does.',
  )
  .option('--data <dir>', 'data folder', process.env['CORDILLERA_DATA'] ?? 'data')
  .option('--json', 'machine-readable output', false)
  .showHelpAfterError('(add --help for the commands and their options)')
  .addHelpText(
    'after',
    `
Examples:
  npm run cordillera -- countries create cl --pack cl
  npm run cordillera -- schools import register.csv --mapping packs/cl/mappings/mineduc-directorio-2023.json --country cl
  npm run cordillera -- projections verify --country cl
  npm run --silent cordillera -- events export --country cl > cl.ndjson

Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 done with findings or differences, 4 cannot start or reach.`,
  );
program.exitOverride();

const common = (command: Command): CommonOptions => command.optsWithGlobals();
for (const add of [
  countriesCommands,
  schoolsCommands,
  cyclesCommands,
  tokensCommands,
  peopleCommands,
  projectionsCommands,
  policiesCommands,
  eventsCommands,
]) {
  add(program, common);
}
// `--data` and `--json` may stand anywhere, as people write them.
const everywhere = (command: Command): void => {
  for (const child of command.commands) {
    child.exitOverride();
    if (child.commands.length === 0) {
      child.option('--data <dir>', 'data folder').option('--json', 'machine-readable output');
    }
    everywhere(child);
  }
};
everywhere(program);
