import { StartError } from '#libs/data-folder';
import { answerArguments } from '#libs/platform';
import { startServer } from './server.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const answered = answerArguments(process.argv.slice(2), 'npm start --', 'Starts Cordillera’s server: API and pages.');
if (answered) {
  process.stdout.write(answered.stdout);
  process.stderr.write(answered.stderr);
  process.exit(answered.exitCode);
}

try {
  const server = await startServer();
  say(`Cordillera: ${server.url}`);
  if (server.firstRunKey !== undefined) {
    say('');
    say('First start. This is the operator’s key; it is shown this once and kept, for this user alone, in');
    say(`  ${server.installation.config.dataDirectory}/operator.key`);
    say(`  ${server.firstRunKey}`);
  }
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    server.installation.logger.info({ signal }, 'ending');
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        server.installation.logger.error({ err: error }, 'could not end in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
