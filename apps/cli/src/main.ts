import 'reflect-metadata';
import { CommanderError } from 'commander';
import { StartError } from '#libs/data-folder';
import { CliError, EXIT, note } from './output.js';
import { program } from './program.js';

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage;
  } else if (error instanceof CliError) {
    note(error.message);
    process.exitCode = error.exitCode;
  } else if (error instanceof StartError) {
    note(error.message);
    process.exitCode = EXIT.unavailable;
  } else if (
    error instanceof Error &&
    ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'].includes((error as NodeJS.ErrnoException).code ?? '')
  ) {
    note('The server went away. Look at its log, then repeat the command.');
    process.exitCode = EXIT.unavailable;
  } else {
    note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = EXIT.failed;
  }
}
